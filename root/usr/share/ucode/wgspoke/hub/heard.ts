// Who of the hub's peers is which member, when did the hub hear it, and how much did it carry?

import { address_of, canonical_prefix, parse_prefix, is_single } from '../base/prefix.ts';
import { member_prefixes } from './members.ts';
import type { Known } from '../model/facts.ts';
import type { Finding } from '../words/findings.ts';
import type { HubAnswer, HubPeer } from './answer.ts';

/**
 * What the hub said, and how many seconds ago; `answer` null: what it said is none, as `findings` tell. Beside an answer
 * they tell why what came after it is none.
 */
export interface HubSaid {
	answer: Known<HubAnswer>;
	findings: Finding[];
	age: number;
}

/** A member as the hub hears it. */
export interface Heard {
	/** Seconds since its last handshake with the hub; null for never, or not known. */
	heard: Known<number>;
	/** Bytes that it got from the hub and sent there; null when the hub does not tell. */
	got_bytes: Known<number>;
	sent_bytes: Known<number>;
}

/** The peers of an answer, to be found by what is known of a member. */
export interface PeerIndex {
	by_key: Record<string, HubPeer>;
	by_prefix: Record<string, HubPeer>;
}

export const not_heard: Heard = { heard: null, got_bytes: null, sent_bytes: null };

/** What the peer answers for: as it runs, else as it is written. */
export function peer_prefixes(peer: HubPeer): string[] {
	return peer.running ?? peer.written ?? [];
}

/** The VPN address of the peer, the first of its single addresses: '192.168.151.3'; '' for none. */
export function peer_address(peer: HubPeer): string {
	for (const one of peer_prefixes(peer)) {
		const prefix = parse_prefix(one);
		if (prefix != null && is_single(prefix)) return address_of(one)!;
	}
	return '';
}

/** Its networks besides. */
export function peer_lans(peer: HubPeer): string[] {
	return filter(peer_prefixes(peer), (one) => {
		const prefix = parse_prefix(one);
		return prefix != null && !is_single(prefix);
	});
}

export function index_peers(answer: HubAnswer): PeerIndex {
	const found: PeerIndex = { by_key: {}, by_prefix: {} };
	for (const peer of answer.peers) {
		found.by_key[peer.public_key] = peer;
		for (const prefix of peer_prefixes(peer)) found.by_prefix[prefix] = peer;
	}
	return found;
}

/** The member's peer: by its key, or, while that is not known, by one of its networks; null for none. */
export function peer_of(
	peers: PeerIndex,
	end: { public_key: string; address: string; lan: string[] }
): Known<HubPeer> {
	if (end.public_key != '') return peers.by_key[end.public_key] ?? null;
	for (const one of [...end.lan, ...member_prefixes({ address: end.address, lan: [] })]) {
		const peer = peers.by_prefix[canonical_prefix(one) ?? ''];
		if (peer != null) return peer;
	}
	return null;
}

/** Who at the hub has the networks of this home, under whichever key; null for nobody. */
export function peer_at(
	peers: PeerIndex,
	end: { public_key: string; address: string; lan: string[] }
): Known<HubPeer> {
	const known = end.public_key == '' ? null : peers.by_key[end.public_key];
	return known ?? peer_of(peers, { ...end, public_key: '' });
}

/** How the hub hears a peer. */
export function heard_of(said: HubSaid, peer: Known<HubPeer>): Heard {
	const seen = peer?.seen;
	if (seen == null) return not_heard;
	const now = said.answer?.time;
	const never = seen.handshake == 0 || now == null;
	return {
		heard: never ? null : max(0, now - seen.handshake) + said.age,
		got_bytes: seen.tx_bytes,
		sent_bytes: seen.rx_bytes,
	};
}

/** The addresses that somebody has there, the hub's own among them. */
export function taken_addresses(answer: HubAnswer): string[] {
	const taken = map(answer.addresses, (one) => address_of(one)!);
	for (const peer of answer.peers) {
		for (const one of [...(peer.running ?? []), ...(peer.written ?? [])]) {
			const prefix = parse_prefix(one);
			if (prefix != null && is_single(prefix)) push(taken, address_of(one)!);
		}
	}
	return taken;
}
