// What has the hub to be told when the network changes, in which words, and what takes it back?
// The lines of a `sync`, as docs/hub.md has them; whoever is not named stays there as it is.

import { canonical_prefix } from '../base/prefix.ts';
import { comment_text } from '../base/quote.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { read_answer } from './answer.ts';
import { index_peers, peer_prefixes } from './heard.ts';
import { hub_members, is_known, member_prefixes } from './members.ts';
import type { HubChange, MemberAtHub } from '../model/hubchange.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';
import type { TermKey } from '../words/terms.ts';
import type { HubAnswer } from './answer.ts';
import type { HubMember } from './members.ts';

/** The member as the hub is to have it. */
export function at_hub(member: HubMember): MemberAtHub {
	return {
		public_key: member.public_key,
		networks: member_prefixes(member),
		name: comment_text(member.name),
	};
}

function same_list(a: string[], b: string[]): boolean {
	const text = (list: string[]): string => {
		const canonical = map(list, (one) => canonical_prefix(one) ?? one);
		return join(
			' ',
			sort(canonical, (x, y) => (x < y ? -1 : x > y ? 1 : 0))
		);
	};
	return text(a) == text(b);
}

/** Is there nothing that the hub has to be told? */
export function is_empty(change: HubChange): boolean {
	return length(change.members) == 0 && length(change.gone) == 0;
}

/** What the hub has to be told when this network becomes that one, of those whose key is known. */
export function hub_change(before: Network, after: Network, own_key: string): HubChange {
	const change: HubChange = {
		hub_key: after.hub.public_key,
		address: after.hub.address,
		members: [],
		gone: [],
	};
	const had: Record<string, string[]> = {};
	const stays: Record<string, boolean> = {};
	const old = hub_members(before, own_key);
	for (const member of old) had[member.public_key] = member_prefixes(member);
	for (const member of hub_members(after, own_key)) {
		stays[member.public_key] = true;
		if (!is_known(member)) continue;
		const wanted = at_hub(member);
		const has = had[member.public_key];
		if (has == null || !same_list(has, wanted.networks)) push(change.members, wanted);
	}
	for (const member of old) {
		const key = member.public_key;
		if (key == '' || exists(stays, key)) continue;
		push(change.gone, { public_key: key, name: member.name });
	}
	return change;
}

/** The question by which it is told. */
export function question_of(change: HubChange, token: string): string {
	const lines = ['sync ' + token];
	for (const one of change.gone) push(lines, 'gone ' + one.public_key);
	for (const one of change.members) {
		push(lines, join(' ', ['member', one.public_key, join(',', one.networks), one.name]));
	}
	return join('\n', [...lines, 'end', '']);
}

/** Is it so at a hub that says this, in the tunnel and in its file? */
export function is_done(change: HubChange, answer: HubAnswer): boolean {
	const peers = index_peers(answer).by_key;
	for (const one of change.gone) if (exists(peers, one.public_key)) return false;
	for (const one of change.members) {
		const peer = peers[one.public_key];
		if (peer == null) return false;
		if (!same_list(peer.running ?? [], one.networks)) return false;
		if (!same_list(peer.written ?? [], one.networks)) return false;
	}
	return true;
}

/** What brings a hub that says this in step with the network: whom it lacks or has otherwise, and who is to go. */
export function missing_change(
	network: Network,
	members: HubMember[],
	answer: HubAnswer,
	gone: HubChange['gone']
): HubChange {
	const change: HubChange = {
		hub_key: network.hub.public_key,
		address: network.hub.address,
		members: [],
		gone: gone,
	};
	for (const member of filter(members, is_known)) {
		const one = { ...change, members: [at_hub(member)], gone: [] };
		if (!is_done(one, answer)) push(change.members, at_hub(member));
	}
	return change;
}

/** What takes the change back at a hub that says this before it is made. A preshared key of whom it forgot is lost. */
export function reversed(change: HubChange, answer: HubAnswer): HubChange {
	const peers = index_peers(answer).by_key;
	const back: HubChange = { ...change, members: [], gone: [] };
	const restore = (public_key: string, name: string): void => {
		const peer = peers[public_key];
		const networks = peer == null ? [] : peer_prefixes(peer);
		if (length(networks) == 0) return;
		const called = comment_text(peer!.name == '' ? name : peer!.name);
		push(back.members, { public_key: public_key, networks: networks, name: called });
	};
	for (const one of change.gone) restore(one.public_key, one.name);
	for (const one of change.members) {
		if (!exists(peers, one.public_key)) {
			push(back.gone, { public_key: one.public_key, name: one.name });
		} else if (!is_done({ ...change, members: [one], gone: [] }, answer)) {
			restore(one.public_key, one.name);
		}
	}
	return back;
}

/** Of a change, what agrees with the members here: whom it brings is one of them, and whom it takes away is none. */
export function still_so(change: HubChange, members: MemberAtHub[]): HubChange {
	const here: Record<string, string[]> = {};
	for (const one of members) here[one.public_key] = one.networks;
	return {
		...change,
		members: filter(change.members, (one) => same_list(here[one.public_key] ?? [], one.networks)),
		gone: filter(change.gone, (one) => !exists(here, one.public_key)),
	};
}

/** Why a hub refuses, by its word. */
const reasons: Record<string, TermKey> = {
	question: 'hub_question',
	busy: 'hub_busy',
	full: 'hub_full',
	tunnel: 'hub_tunnel',
	failed: 'hub_failed',
};

// Who has this key at a hub that says this, as people call it.
function name_at(answer: HubAnswer | null, public_key: string): string {
	const peer = answer == null ? null : index_peers(answer).by_key[public_key];
	return peer == null || peer.name == '' ? public_key : peer.name;
}

/** What a hub says to a `sync`. */
export interface HubWord {
	/** It has done it. */
	done: boolean;
	/** What was refused, and why; null: done, or it has not said. */
	refused: Finding | null;
	/** What it has now, as it says it. */
	rest: string;
}

/** What came of it, by the hub's answer; of none, neither done nor refused. */
export function word_of(text: string): HubWord {
	const end = index(text, '\n');
	const words = split(end < 0 ? '' : trim(substr(text, 0, end)), ' ');
	const rest = end < 0 ? '' : substr(text, end + 1);
	const word: HubWord = { done: words[0] == 'done', refused: null, rest: rest };
	if (words[0] != 'refused') return word;
	const what = words[1] ?? '';
	const values = { value: substr(words[2] ?? '', 0, 64) };
	const about = 'hub.peers';
	if (what == 'taken') {
		const name = name_at(read_answer(rest).answer, substr(words[3] ?? '', 0, 64));
		return { ...word, refused: finding('hub-refuses-taken', { ...values, name: name }, about) };
	}
	if (what == 'here') return { ...word, refused: finding('hub-refuses-own', values, about) };
	if (what == 'token') return { ...word, refused: finding('hub-refuses-token', {}, about) };
	const reason = term(reasons[what] ?? 'hub_failed');
	return { ...word, refused: finding('hub-refuses', { reason: reason }, about) };
}
