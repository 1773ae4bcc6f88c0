// Where is the hub? The endpoint of a WireGuard configuration: host and port, strict and in canonical form.

import { parse_address, print_address } from './prefix.ts';
import { is_host_name, parse_count } from './names.ts';

/** `problem` is a key of `terms`, '' when all is well; with it, `host` is what could be read, `port` is 0. */
export interface Endpoint {
	host: string;
	port: number;
	problem: '' | 'scheme' | 'host_name' | 'host_missing' | 'port_missing' | 'port_range';
}

/** The host as it is used, or null: an address in canonical form, or a name, its final dot dropped. */
export function parse_host(text: string): string | null {
	const address = parse_address(text);
	if (address != null) return print_address(address);
	const name = substr(text, -1) == '.' ? substr(text, 0, length(text) - 1) : text;
	if (!is_host_name(name)) return null;
	// '1.2.3.256' is no name: a last label of digits is an address gone wrong.
	return match(name, /[A-Za-z_-][^.]*$/) ? name : null;
}

const no_host = /^(\[\])?:[0-9]*$/;

/** 'vpn.example.org:51820', '203.0.113.1:51820', '[2001:db8::1]:51820'; as for wg(8) the last colon counts. */
export function parse_endpoint(text: string): Endpoint {
	if (index(text, '://') >= 0) return { host: '', port: 0, problem: 'scheme' };
	const parts = split(text, ':');
	const port_text = length(parts) > 1 ? (pop(parts) ?? '') : '';
	const rest = join(':', parts);
	const bracketed = substr(rest, 0, 1) == '[' && substr(rest, -1) == ']';
	const host = parse_host(bracketed ? substr(rest, 1, length(rest) - 2) : rest);
	if (host == null) {
		if (match(text, no_host) != null) return { host: '', port: 0, problem: 'host_missing' };
		const whole = parse_host(trim(text, '[]'));
		if (whole == null) return { host: '', port: 0, problem: 'host_name' };
		return { host: whole, port: 0, problem: 'port_missing' };
	}
	if (port_text == '') return { host, port: 0, problem: 'port_missing' };
	const port = parse_count(port_text) ?? 0;
	if (port < 1 || port > 65535) return { host, port: 0, problem: 'port_range' };
	return { host, port, problem: '' };
}

/** 'vpn.example.org:51820', '[2001:db8::1]:51820' */
export function print_endpoint(hub: { endpoint_host: string; endpoint_port: number }): string {
	const host = hub.endpoint_host;
	return (index(host, ':') >= 0 ? '[' + host + ']' : host) + ':' + hub.endpoint_port;
}

/** 'host:port' or '[host]:port' as `wg` prints it → its two parts; null for what is neither. */
export function split_endpoint(endpoint: string): { host: string; port: string } | null {
	const field = match(endpoint, /^\[?([^\]]*)\]?:([0-9]+)$/);
	return field ? { host: field[1]!, port: field[2]! } : null;
}
