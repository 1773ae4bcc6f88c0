// Which prefixes share addresses?
// One sort and one walk instead of all pairs: of two prefixes that share an address, one contains the other.

import {
	network_prefix,
	parse_prefix,
	prefix_contains,
	prefix_overlaps,
	print_address,
	whole_bits,
} from './prefix.ts';
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
	const network = network_prefix(prefix);
	const text = print_address(network) + '/' + network.bits;
	push(claims, { owner: owner, text: text, prefix: network });
}

/** Adds `text` to the claims, unless it is no prefix. Addresses count as /32 and /128. */
export function add_claim(claims: Claim[], owner: string, text: string): void {
	const prefix = parse_prefix(text);
	if (prefix != null) add_prefix(claims, owner, prefix);
}

// A text that sorts by family, address, width (wider first) and place in the list, so that the
// interpreter's own comparison does: 192.168.2.0/24, the third → '4c0a80200018000003'
function sort_key(claim: Claim, place: number): string {
	const address = hexenc(chr(...claim.prefix.bytes));
	return sprintf('%d%s%03d%07d', claim.prefix.family, address, claim.prefix.bits, place);
}

// Wider before narrower, so that a walk meets what contains a claim before the claim.
function in_order(claims: Claim[]): Claim[] {
	const by_key: Record<string, Claim> = {};
	const order: string[] = [];
	for (let i = 0; i < length(claims); i++) {
		const key = sort_key(claims[i]!, i);
		by_key[key] = claims[i]!;
		push(order, key);
	}
	return map(sort(order), (key) => by_key[key]!);
}

// Leaves those that contain the claim, widest first.
function leave_around(around: Claim[], claim: Claim): void {
	while (length(around) > 0) {
		if (prefix_contains(around[length(around) - 1]!.prefix, claim.prefix)) break;
		pop(around);
	}
}

/** Every claim with the nearest claim of another owner that contains it. */
export function find_overlaps(claims: Claim[]): Meeting[] {
	const meetings: Meeting[] = [];
	const around: Claim[] = [];
	for (const inner of in_order(claims)) {
		leave_around(around, inner);
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

/** Owners of those claims that share an address with a claim of nobody (owner ''), as a set. */
export function owners_touched(claims: Claim[]): Record<string, boolean> {
	const touched: Record<string, boolean> = {};
	const around: Claim[] = [];
	// Of `around`, so many from the widest on contain a claim of nobody already.
	let told = 0;
	for (const claim of in_order(claims)) {
		leave_around(around, claim);
		if (told > length(around)) told = length(around);
		const inside = length(filter(around, (one) => one.owner == '')) > 0;
		if (claim.owner != '' && inside) touched[claim.owner] = true;
		if (claim.owner == '') {
			for (let i = told; i < length(around); i++) touched[around[i]!.owner] = true;
			told = length(around);
		}
		push(around, claim);
	}
	delete touched[''];
	return touched;
}

/**
 * The rule of every overlap: would a route to `ours` take away what is `needed`, where this router has it by `theirs`?
 * The longer prefix wins: only one that is as narrow as `theirs` does, and only what shares addresses with it goes.
 */
export function takes_away(ours: Prefix, theirs: Prefix, needed: Prefix): boolean {
	return ours.bits >= theirs.bits && prefix_overlaps(ours, needed);
}

/** By which of these prefixes is an address reached? The narrowest around it; by a default route when by none. */
export function nearest_around(claims: Claim[], host: Prefix): Prefix {
	let found: Prefix = { family: host.family, bytes: map(host.bytes, () => 0), bits: 0 };
	for (const claim of claims) {
		const around = claim.prefix.bits > found.bits && prefix_contains(claim.prefix, host);
		if (around) found = claim.prefix;
	}
	return found;
}

/** An address that has no mask, or whose mask does not matter, as a prefix of its own; null for none. */
export function host_prefix(text: string): Prefix | null {
	const prefix = parse_prefix(text);
	return prefix == null ? null : { ...prefix, bits: whole_bits(prefix.family) };
}
