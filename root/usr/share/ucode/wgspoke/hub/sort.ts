// Whose are the keys that a hub has and this router does not, and what becomes of the network once somebody has said?
// Each has an answer beforehand, from its networks and its comment; nobody is removed by that, and no known key replaced.

import { copy_network } from '../model/network.ts';
import { empty_record } from '../model/kinds.ts';
import { strangers_of, told_of_stranger } from './compare.ts';
import { heard_of, index_peers, peer_lans } from './heard.ts';
import { free_name, name_by_address, name_by_lan, with_news } from './learn.ts';
import type { Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';
import type { HubSaid } from './heard.ts';
import type { HubMember, MemberKind } from './members.ts';

/** `member`: it is the key of the one whose networks it has. `home` and `device`: somebody new here. */
export type Answer = 'member' | 'home' | 'device' | 'remove' | 'leave';

/** A key that the hub has and this router does not. */
export interface Unsorted {
	public_key: string;
	/** From its comment at the hub; '' for none. */
	found: string;
	/** How somebody new is called here. */
	name: string;
	/** VPN address; '' for none. */
	address: string;
	/** Its networks besides. */
	lan: string[];
	/** Seconds since the hub heard it; null for never, or not told. */
	heard: Known<number>;
	/** Whose networks it has, and what that one is; '' for nobody's. */
	member: string;
	kind: MemberKind | '';
	answers: Answer[];
	/** The answer beforehand. */
	answer: Answer;
	/** What is to be thought of first; null for nothing. */
	warning: Known<Finding>;
}

/** What somebody has answered about a key. */
export interface Sorted {
	public_key: string;
	answer: Answer;
}

function name_for(network: Network, found: string, address: string, lan: string[]): string {
	if (found != '') return free_name(network, found);
	return free_name(network, lan[0] == null ? name_by_address(address) : name_by_lan(lan[0]));
}

// What it can be, the likely answer first.
function answers_for(member: HubMember | null, address: string, lan: string[]): Answer[] {
	if (member != null) {
		if (member.kind == 'local') return ['leave', 'remove'];
		// A key that is known is replaced by a person alone: another one may be using these networks.
		return member.public_key == '' ? ['member', 'leave', 'remove'] : ['leave', 'member', 'remove'];
	}
	if (length(lan) > 0) return ['home', 'leave', 'remove'];
	return address == '' ? ['leave', 'remove'] : ['device', 'leave', 'remove'];
}

/** The keys of a hub that says this, each with its answer beforehand. */
export function unsorted_keys(network: Network, members: HubMember[], said: HubSaid): Unsorted[] {
	const answer = said.answer;
	if (answer == null || answer.public_key != network.hub.public_key) return [];
	const peers = index_peers(answer).by_key;
	const named = copy_network(network);
	return map(strangers_of(network, members, answer), (one) => {
		const peer = peers[one.public_key]!;
		const lan = peer_lans(peer);
		const name = name_for(named, peer.name, one.address, lan);
		// Two that are new here are not called the same.
		push(named.devices, { ...empty_record('device'), name: name });
		const answers = answers_for(one.member, one.address, lan);
		const told = told_of_stranger(one);
		return {
			public_key: one.public_key,
			found: peer.name,
			name: name,
			address: one.address,
			lan: lan,
			heard: heard_of(said, peer).heard,
			member: one.member?.name ?? '',
			kind: one.member?.kind ?? '',
			answers: answers,
			answer: answers[0]!,
			warning: told.severity == 'warning' || told.severity == 'error' ? told : null,
		};
	});
}

/** The keys with this answer. */
export function sorted_as(unsorted: Unsorted[], sorted: Sorted[], answer: Answer): Unsorted[] {
	const keys_so: Record<string, boolean> = {};
	for (const one of sorted) if (one.answer == answer) keys_so[one.public_key] = true;
	return filter(unsorted, (one) => {
		return exists(keys_so, one.public_key) && index(one.answers, answer) >= 0;
	});
}

/** The network with the answers in it. Whether it may be so, the judges of a network say. */
export function sorted_network(network: Network, unsorted: Unsorted[], sorted: Sorted[]): Network {
	let changed = copy_network(network);
	for (const one of sorted_as(unsorted, sorted, 'member')) {
		for (const end of [...changed.sites, ...changed.devices]) {
			if (end.name != one.member) continue;
			end.public_key = one.public_key;
			if (end.address == '') end.address = one.address;
		}
	}
	for (const one of sorted_as(unsorted, sorted, 'home')) {
		changed = with_news(changed, {
			kind: 'added',
			name: one.name,
			address: one.address,
			lan: one.lan,
			public_key: one.public_key,
			by: '',
			unheard: false,
		});
	}
	for (const one of sorted_as(unsorted, sorted, 'device')) {
		push(changed.devices, {
			...empty_record('device'),
			name: one.name,
			address: one.address,
			public_key: one.public_key,
		});
	}
	return changed;
}
