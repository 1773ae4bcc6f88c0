// Which prefixes are not for a home: what do the registries of special addresses say, and what is done with each row?
// A row of kind `private` is allowed, `public` and `examples` need a yes of the person, every other kind is refused.
//
// Sources: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), and of the registries of
// multicast addresses the whole space. As of 2026-07-18:
// https://www.iana.org/assignments/iana-ipv4-special-registry/ and …/iana-ipv6-special-registry/

import { parse_prefix, prefix_contains } from './prefix.ts';
import type { Prefix } from './prefix.ts';

/** What the addresses are for. */
export type RangeKind =
	| 'private'
	| 'public'
	| 'examples'
	| 'self'
	| 'link'
	| 'group'
	| 'everybody'
	| 'reserved'
	| 'translated'
	| 'services';

/** A row: who may send there through a tunnel. */
export interface Range {
	text: string;
	prefix: Prefix;
	/** As the registry calls it, and where that is written. */
	name: string;
	source: string;
	kind: RangeKind;
	treat: 'allow' | 'ask' | 'refuse';
}

function row(kind: RangeKind, text: string, name: string, source: string): Range {
	const asked = kind == 'public' || kind == 'examples';
	return {
		text: text,
		prefix: parse_prefix(text)!,
		name: name,
		source: source,
		kind: kind,
		treat: kind == 'private' ? 'allow' : asked ? 'ask' : 'refuse',
	};
}

/** What no other row says: the internet. */
const everything = {
	'4': row('public', '0.0.0.0/0', 'Global Unicast', 'RFC 791'),
	'6': row('public', '::/0', 'Global Unicast', 'RFC 4291'),
};

/** Of two that contain one another the narrower one stands first. */
export const special_ranges: Range[] = [
	row('self', '0.0.0.0/32', 'This host on this network', 'RFC 1122'),
	row('self', '0.0.0.0/8', 'This network', 'RFC 791'),
	row('private', '10.0.0.0/8', 'Private-Use', 'RFC 1918'),
	// Providers and other VPNs use it; where this router does, its own routes tell.
	row('private', '100.64.0.0/10', 'Shared Address Space', 'RFC 6598'),
	row('self', '127.0.0.0/8', 'Loopback', 'RFC 1122'),
	row('link', '169.254.0.0/16', 'Link Local', 'RFC 3927'),
	row('private', '172.16.0.0/12', 'Private-Use', 'RFC 1918'),
	row('self', '192.0.0.8/32', 'IPv4 dummy address', 'RFC 7600'),
	row('services', '192.0.0.9/32', 'Port Control Protocol Anycast', 'RFC 7723'),
	row('services', '192.0.0.10/32', 'Traversal Using Relays around NAT Anycast', 'RFC 8155'),
	row('services', '192.0.0.170/32', 'NAT64/DNS64 Discovery', 'RFC 8880'),
	row('services', '192.0.0.171/32', 'NAT64/DNS64 Discovery', 'RFC 8880'),
	row('translated', '192.0.0.0/29', 'IPv4 Service Continuity Prefix', 'RFC 7335'),
	row('services', '192.0.0.0/24', 'IETF Protocol Assignments', 'RFC 6890'),
	row('examples', '192.0.2.0/24', 'Documentation (TEST-NET-1)', 'RFC 5737'),
	row('services', '192.31.196.0/24', 'AS112-v4', 'RFC 7535'),
	row('services', '192.52.193.0/24', 'AMT', 'RFC 7450'),
	row('translated', '192.88.99.2/32', '6a44-relay anycast address', 'RFC 6751'),
	row('translated', '192.88.99.0/24', 'Deprecated (6to4 Relay Anycast)', 'RFC 7526'),
	row('private', '192.168.0.0/16', 'Private-Use', 'RFC 1918'),
	row('services', '192.175.48.0/24', 'Direct Delegation AS112 Service', 'RFC 7534'),
	// Laboratories use it, and proxies for addresses that they make up; where this router does, its own routes tell.
	row('private', '198.18.0.0/15', 'Benchmarking', 'RFC 2544'),
	row('examples', '198.51.100.0/24', 'Documentation (TEST-NET-2)', 'RFC 5737'),
	row('examples', '203.0.113.0/24', 'Documentation (TEST-NET-3)', 'RFC 5737'),
	row('group', '224.0.0.0/4', 'Multicast', 'RFC 5771'),
	row('everybody', '255.255.255.255/32', 'Limited Broadcast', 'RFC 8190'),
	row('reserved', '240.0.0.0/4', 'Reserved', 'RFC 1112'),

	row('self', '::1/128', 'Loopback Address', 'RFC 4291'),
	row('self', '::/128', 'Unspecified Address', 'RFC 4291'),
	row('translated', '::ffff:0.0.0.0/96', 'IPv4-mapped Address', 'RFC 4291'),
	row('translated', '64:ff9b::/96', 'IPv4-IPv6 Translat.', 'RFC 6052'),
	row('translated', '64:ff9b:1::/48', 'IPv4-IPv6 Translat.', 'RFC 8215'),
	row('reserved', '100::/64', 'Discard-Only Address Block', 'RFC 6666'),
	row('reserved', '100:0:0:1::/64', 'Dummy IPv6 Prefix', 'RFC 9780'),
	row('translated', '2001::/32', 'TEREDO', 'RFC 4380'),
	row('services', '2001:1::1/128', 'Port Control Protocol Anycast', 'RFC 7723'),
	row('services', '2001:1::2/128', 'Traversal Using Relays around NAT Anycast', 'RFC 8155'),
	row('services', '2001:1::3/128', 'DNS-SD Service Registration Protocol Anycast', 'RFC 9665'),
	row('reserved', '2001:2::/48', 'Benchmarking', 'RFC 5180'),
	row('services', '2001:3::/32', 'AMT', 'RFC 7450'),
	row('services', '2001:4:112::/48', 'AS112-v6', 'RFC 7535'),
	row('reserved', '2001:10::/28', 'Deprecated (previously ORCHID)', 'RFC 4843'),
	row('services', '2001:20::/28', 'ORCHIDv2', 'RFC 7343'),
	row('services', '2001:30::/28', 'Drone Remote ID Protocol Entity Tags', 'RFC 9374'),
	row('services', '2001::/23', 'IETF Protocol Assignments', 'RFC 2928'),
	row('examples', '2001:db8::/32', 'Documentation', 'RFC 3849'),
	// An address that a home once made of its public IPv4 address.
	row('public', '2002::/16', '6to4', 'RFC 3056'),
	row('services', '2620:4f:8000::/48', 'Direct Delegation AS112 Service', 'RFC 7534'),
	row('examples', '3fff::/20', 'Documentation', 'RFC 9637'),
	row('services', '5f00::/16', 'Segment Routing (SRv6) SIDs', 'RFC 9602'),
	row('private', 'fc00::/7', 'Unique-Local', 'RFC 4193'),
	row('link', 'fe80::/10', 'Link-Local Unicast', 'RFC 4291'),
	row('group', 'ff00::/8', 'Multicast', 'RFC 4291'),
];

// The rows near a prefix, so that few have to be looked at: by its first two bytes, of wider rows by the first.
function first_key(prefix: Prefix): string {
	return prefix.family + ' ' + prefix.bytes[0];
}

function second_key(prefix: Prefix): string {
	return first_key(prefix) + ' ' + prefix.bytes[1];
}

function put_near(near: Record<string, Range[]>, key: string, range: Range): void {
	near[key] ??= [];
	push(near[key], range);
}

function rows_by_key(): Record<string, Range[]> {
	const near: Record<string, Range[]> = {};
	for (const range of special_ranges) {
		const prefix = range.prefix;
		if (prefix.bits >= 16) put_near(near, second_key(prefix), range);
		else {
			const first = prefix.bytes[0]!;
			const span = prefix.bits >= 8 ? 1 : 1 << (8 - prefix.bits);
			for (let byte = first; byte < first + span; byte++) {
				put_near(near, prefix.family + ' ' + byte, range);
			}
		}
	}
	return near;
}

const by_key = rows_by_key();

function row_around(rows: Range[] | null | undefined, prefix: Prefix): Range | null {
	for (const range of rows ?? []) if (prefix_contains(range.prefix, prefix)) return range;
	return null;
}

// A refused row of which the prefix holds all.
function row_inside(rows: Range[] | null | undefined, prefix: Prefix): Range | null {
	for (const range of rows ?? []) {
		if (range.treat == 'refuse' && prefix_contains(prefix, range.prefix)) return range;
	}
	return null;
}

/**
 * The one row by which a prefix is judged: the narrowest that contains it; where that is not refused, one that is and
 * of which the prefix holds all.
 */
export function range_of(prefix: Prefix): Range {
	const wide = prefix.bits < 16;
	const near = wide ? special_ranges : by_key[second_key(prefix)];
	let around = row_around(near, prefix);
	if (around == null && !wide) around = row_around(by_key[first_key(prefix)], prefix);
	if (around != null) return around;
	return row_inside(near, prefix) ?? everything[prefix.family];
}

/** `is_default_route` for a prefix that is parsed already. */
export function is_default_prefix(prefix: Prefix): boolean {
	if (prefix.bits >= (prefix.family == 6 ? 32 : 17)) return false;
	const around = row_around(special_ranges, prefix);
	return around == null || around.treat == 'ask';
}

/**
 * Does the prefix mean the internet rather than a home? '0.0.0.0/0' and '::/0', and the pieces that apps cut it into:
 * a prefix of public addresses as wide as an IPv4 /16 or an IPv6 /31. '10.0.0.0/8' → false.
 */
export function is_default_route(text: string): boolean {
	const prefix = parse_prefix(text);
	return prefix != null && is_default_prefix(prefix);
}

/** May a home have the prefix: is it neither the internet nor refused? A public one may be, when the person says so. */
export function is_home_prefix(prefix: Prefix): boolean {
	return !is_default_prefix(prefix) && range_of(prefix).treat != 'refuse';
}
