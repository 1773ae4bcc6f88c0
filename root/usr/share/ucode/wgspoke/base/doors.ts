// At which UDP ports does a hub hear, and which one is called next where nothing comes back? Many a provider slows one
// down, or closes it.

import { split_endpoint } from './endpoint.ts';
import { parse_count } from './names.ts';

/** The ports at which a hub hears, its usual one first. */
export function doors_of(hub: { endpoint_port: number; ports: string }): number[] {
	const doors = [hub.endpoint_port];
	for (const text of split(hub.ports, ',')) {
		const port = parse_count(text) ?? 0;
		if (port > 0 && index(doors, port) < 0) push(doors, port);
	}
	return doors;
}

/** '203.0.113.1:4500' → 4500; 0 for none. */
export function port_of(endpoint: string): number {
	return parse_count(split_endpoint(endpoint)?.port ?? '') ?? 0;
}

/** '2001:db8::7', '4500' → '[2001:db8::7]:4500' */
export function endpoint_text(host: string, port: string): string {
	return (index(host, ':') >= 0 ? '[' + host + ']' : host) + ':' + port;
}

/** Where a tunnel is to be sent that calls this endpoint: the same address, the next port, after the last the first. */
export function next_door(endpoint: string, doors: number[]): string {
	const at = index(doors, port_of(endpoint));
	const port = doors[(at + 1) % length(doors)]!;
	return endpoint_text(split_endpoint(endpoint)?.host ?? '', '' + port);
}

/** A handshake is tried every five seconds: no port gets less than this, and none more than that. */
const least_seconds = 6;
const most_seconds = 15;

/** So long, in seconds, each port has where all have so many: each is called, and the first one once more. */
export function door_seconds(doors: number[], seconds: number): number {
	return max(least_seconds, min(most_seconds, int(seconds / (length(doors) + 1))));
}
