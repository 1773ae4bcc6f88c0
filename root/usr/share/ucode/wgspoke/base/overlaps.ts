// Which prefixes share addresses?
// One sort and one walk instead of all pairs: of two prefixes that share an address, one contains the other.

import { network_prefix, parse_prefix, prefix_contains, print_prefix } from './prefix.ts';
import type { Prefix } from './prefix.ts';

/** Somebody's prefix. */
export interface Claim {
	/** Claims of the same owner never meet. */
	owner: string;
	/** Canonical text. */
	text: string;
	/** Host bits cleared. */
	prefix: Prefix;
}

/** Two claims of different owners: `outer` contains `inner`, or is the same. */
export interface Meeting {
	outer: Claim;
	inner: Claim;
}

/** Adds a prefix that is parsed already to the claims. */
export function add_prefix(claims: Claim[], owner: string, prefix: Prefix): void {
	push(claims, { owner: owner, text: print_prefix(prefix), prefix: network_prefix(prefix) });
}

/** Adds `text` to the claims, unless it is no prefix. Addresses count as /32 and /128. */
export function add_claim(claims: Claim[], owner: string, text: string): void {
	const prefix = parse_prefix(text);
	if (prefix != null) add_prefix(claims, owner, prefix);
}

// A text that sorts by family, address, width (wider first) and place in the list, so that the
// interpreter's own comparison does: 192.168.2.0/24, the third → '4c0a80200018000003'
function sort_key(claim: Claim, place: number): string {
	let key = '' + claim.prefix.family;
	for (const byte of claim.prefix.bytes) key += sprintf('%02x', byte);
	return key + sprintf('%03d%07d', claim.prefix.bits, place);
}

/** Every claim with the nearest claim of another owner that contains it. */
export function find_overlaps(claims: Claim[]): Meeting[] {
	const by_key: Record<string, Claim> = {};
	const order: string[] = [];
	for (let i = 0; i < length(claims); i++) {
		const key = sort_key(claims[i]!, i);
		by_key[key] = claims[i]!;
		push(order, key);
	}
	sort(order);

	const meetings: Meeting[] = [];
	// The claims that contain the current one, widest first.
	const around: Claim[] = [];
	for (const key of order) {
		const inner = by_key[key]!;
		while (length(around) > 0) {
			if (prefix_contains(around[length(around) - 1]!.prefix, inner.prefix)) break;
			pop(around);
		}
		for (let i = length(around) - 1; i >= 0; i--) {
			const outer = around[i]!;
			if (outer.owner == inner.owner) continue;
			push(meetings, { outer: outer, inner: inner });
			break;
		}
		push(around, inner);
	}
	return meetings;
}
