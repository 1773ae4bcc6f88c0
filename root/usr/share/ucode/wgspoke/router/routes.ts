// Which routes does the kernel have? From the tables in /proc/net.

import { print_prefix } from '../base/prefix.ts';
import type { KernelRoute } from '../model/facts.ts';

/** '0002A8C0' → '192.168.2.0': /proc/net/route prints addresses as little-endian hexadecimal. */
function address_from_hex(text: string): string {
	const bytes: number[] = [];
	for (let at = 6; at >= 0; at -= 2) push(bytes, hex(substr(text, at, 2)));
	return join('.', bytes);
}

// Of a digit of a mask, which has its ones at the left: how many these are.
const ones: Record<string, number> = { '0': 0, '8': 1, C: 2, E: 3, F: 4 };

/** Bits that are set in a hexadecimal mask: '00FFFFFF' → 24. */
function bits_from_hex(text: string): number {
	let bits = 0;
	for (const digit of split(text, '')) bits += ones[digit] ?? 0;
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

// Most lines are about the link alone, of every device; they are told by their first digits: fe80::/10, ff00::/8.
function is_of_link(line: string): boolean {
	const start = substr(line, 0, 3);
	return (start >= 'fe8' && start <= 'feb') || start >= 'ff';
}

/**
 * The IPv6 table as /proc/net/ipv6_route prints it, without link-local and multicast prefixes. Its columns are as wide
 * in every line: a regular expression takes twice as long.
 */
export function routes_from_ipv6(table: string): KernelRoute[] {
	const routes: KernelRoute[] = [];
	for (const line of split(table, '\n')) {
		const device = substr(line, rindex(line, ' ') + 1);
		// A kernel without a way out lists a default route that rejects, at the loopback.
		if (length(line) < 40 || device == 'lo' || is_of_link(line)) continue;
		const bytes: number[] = [];
		for (let at = 0; at < 32; at += 2) push(bytes, hex(substr(line, at, 2)));
		const prefix = { family: 6 as const, bytes: bytes, bits: hex(substr(line, 33, 2)) };
		push(routes, { target: print_prefix(prefix), device: device });
	}
	return routes;
}
