// Which routes does the kernel have? From the tables in /proc/net.

import { network_of } from '../base/prefix.ts';
import type { KernelRoute } from '../model/facts.ts';

/** '0002A8C0' → '192.168.2.0': /proc/net/route prints addresses as little-endian hexadecimal. */
function address_from_hex(text: string): string {
	const bytes: number[] = [];
	for (let at = 6; at >= 0; at -= 2) push(bytes, hex(substr(text, at, 2)));
	return join('.', bytes);
}

/** Bits that are set in a hexadecimal mask: '00FFFFFF' → 24. */
function bits_from_hex(text: string): number {
	let bits = 0;
	for (let value = hex(text); value > 0; value = value >> 1) bits += value & 1;
	return bits;
}

/** The IPv4 table as /proc/net/route prints it. */
export function routes_from_ipv4(table: string): KernelRoute[] {
	const routes: KernelRoute[] = [];
	for (const line of split(table, '\n')) {
		const field = split(line, '\t');
		if (length(field) < 8 || field[0] == 'Iface' || field[0] == 'lo') continue;
		push(routes, {
			target: sprintf('%s/%d', address_from_hex(field[1]!), bits_from_hex(field[7]!)),
			device: field[0]!,
		});
	}
	return routes;
}

// ucode makes a regular expression anew wherever it meets one, which takes five times as long as the match: once here.
// Most lines are about the link alone, of every device; they are told by their first digits: fe80::/10, ff00::/8.
const link_alone = /^(fe[89ab]|ff)/;
const ipv6_line = /^([0-9a-f]{32}) ([0-9a-f]{2}) .* ([^ ]+)$/;

/** The IPv6 table as /proc/net/ipv6_route prints it, without link-local and multicast prefixes. */
export function routes_from_ipv6(table: string): KernelRoute[] {
	const routes: KernelRoute[] = [];
	for (const line of split(table, '\n')) {
		if (match(line, link_alone)) continue;
		const field = match(line, ipv6_line);
		// A kernel without a way out lists a default route that rejects, at the loopback.
		if (!field || field[3] == 'lo') continue;
		const bytes: number[] = [];
		for (let at = 0; at < 32; at += 2) push(bytes, hex(substr(field[1]!, at, 2)));
		const target = network_of(sprintf('%s/%d', arrtoip(bytes), hex(field[2]!)));
		if (target) push(routes, { target: target, device: field[3]! });
	}
	return routes;
}
