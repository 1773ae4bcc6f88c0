// How does a change of the network come to the hub as well: with the token in the same step, else by a person's hand?
// It waits for the hub, so it runs in the program that tries the change out, never inside rpcd.

import {
	at_hub,
	hub_change,
	is_done,
	is_empty,
	question_of,
	reversed,
	still_so,
	word_of,
} from '../hub/change.ts';
import { hub_members, is_known } from '../hub/members.ts';
import { configured_public_key } from '../router/keys.ts';
import { read_answer } from '../hub/answer.ts';
import { steady } from '../base/uptime.ts';
import { network_from_uci } from '../model/uci.ts';
import { collect_configs } from '../router/look.ts';
import { ask_hub, hear_hub, waiting_patience } from '../router/talk.ts';
import {
	forget_owed,
	forget_told,
	hub_token,
	keep_owed,
	keep_told,
	look_question,
	owed_change,
	owes,
} from '../router/told.ts';
import { finding } from '../words/findings.ts';
import { note_left } from './left.ts';
import { hub_said } from './told.ts';
import { manages_hub } from './token.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { HubHand } from '../trial/undo.ts';
import type { Finding } from '../words/findings.ts';
import type { AtHub } from './replies.ts';

/** The hub lets others finish first for ten seconds. */
const telling_seconds = 15;
/** A tunnel that was just put back shakes hands within seconds; so long is it tried. */
const paying_seconds = 8;

/** The watch asks three times a minute: a hub that was not heard for so long does not answer now. */
const speaking_seconds = 300;

/** What a hub that says so will say again. */
const in_its_way = ['hub-refuses-taken', 'hub-refuses-own'];

/** The two ways that a change comes to the hub; at most one of them has something. */
export interface HubHalf {
	/** In the same step; null: nothing, or by hand. */
	hub: HubChange | null;
	/** By hand; null: nothing, or in the same step. */
	left: HubChange | null;
}

function empty_change(network: Network): HubChange {
	return { hub_key: network.hub.public_key, address: network.hub.address, members: [], gone: [] };
}

const nothing_there: HubHalf = { hub: null, left: null };

/** Who tells the hub of this change. */
export function half_of(
	router: Router,
	network: Network,
	change: HubChange,
	by_hand: boolean
): HubHalf {
	if (is_empty(change)) return nothing_there;
	const said = router.live ? hub_said(router, network) : null;
	// A hub that has been silent for minutes is told by a person, who else could add nobody at all.
	const speaks = said?.answer != null && said.age <= speaking_seconds;
	const may = speaks && manages_hub(router, network, said) == 'yes';
	return may && !by_hand ? { hub: change, left: null } : { hub: null, left: change };
}

/**
 * What the hub has to be told when the network becomes another one, and by whom. `by_hand`: the person wants no help.
 */
export function hub_half(
	router: Router,
	before: Network | null,
	after: Network,
	own_key: string,
	by_hand: boolean
): HubHalf {
	if (before == null || before.hub.public_key != after.hub.public_key) return nothing_there;
	return half_of(router, after, hub_change(before, after, own_key), by_hand);
}

/** Does the hub have the member of this name as the network has it, by what it said a moment ago? */
export function has_at_hub(
	router: Router,
	network: Network,
	own_key: string,
	name: string
): boolean {
	const said = hub_said(router, network);
	if (said?.answer == null || said.age > speaking_seconds) return false;
	const wanted = filter(hub_members(network, own_key), (one) => one.name == name && is_known(one));
	const change = { ...empty_change(network), members: map(wanted, at_hub) };
	return length(wanted) > 0 && is_done(change, said.answer);
}

/** The same as a trial is asked for it. */
export function as_asked(half: HubHalf | null | undefined): {
	hub?: HubChange;
	left?: HubChange;
} {
	if (half?.hub != null) return { hub: half.hub };
	return half?.left == null ? {} : { left: half.left };
}

/** The same as it is told in a reply; null where the hub is told by hand, or nothing. */
export function told_in_reply(half: HubHalf): AtHub | null {
	if (half.hub == null) return null;
	return {
		told: map(half.hub.members, (one) => one.name),
		removed: map(half.hub.gone, (one) => one.name),
	};
}

function silent(change: HubChange): Finding {
	return finding('hub-untold', { value: change.address }, 'hub.address');
}

// What the hub has now, and whether it takes changes from this router.
function foresee(router: Router, change: HubChange): HubChange | Finding {
	const token = hub_token(router, change.hub_key);
	const text = hear_hub(router, change.address, look_question(token), waiting_patience);
	if (text == '') return silent(change);
	const read = read_answer(text, true);
	if (read.answer == null) return read.findings[0]!;
	keep_told(router, change.hub_key, text);
	if (read.answer.may_sync != 'yes') {
		return finding('hub-refuses-token', {}, 'hub.peers');
	}
	return reversed(change, read.answer);
}

// Has a hub that did not answer in time done it all the same?
function has_done(router: Router, change: HubChange): boolean {
	const token = hub_token(router, change.hub_key);
	const text = hear_hub(router, change.address, look_question(token), waiting_patience);
	const answer = read_answer(text).answer;
	return answer != null && is_done(change, answer);
}

function own_key_now(router: Router): string {
	return configured_public_key(router, collect_configs(router));
}

/** Is this router among them? */
function has_own(router: Router, members: { public_key: string }[]): boolean {
	const own = own_key_now(router);
	return own != '' && length(filter(members, (one) => one.public_key == own)) > 0;
}

function tell(router: Router, change: HubChange, seconds: number): ReturnType<HubHand['tell']> {
	const token = hub_token(router, change.hub_key);
	const question = question_of(change, token);
	// A hub that forgets this router has nobody to answer any more: it took the token a moment ago, so it has done it.
	const leaving = has_own(router, change.gone);
	const patience = leaving ? waiting_patience : seconds;
	const word = word_of(ask_hub(router, change.address, question, patience));
	if (word.rest != '') keep_told(router, change.hub_key, word.rest);
	if (word.refused != null) return { problem: word.refused, unsure: false };
	if (word.done || leaving || has_done(router, change)) return null;
	return { problem: silent(change), unsure: true };
}

/** What is owed, as far as this router has it so: meanwhile a person may have changed something else. */
function still_owed(router: Router): HubChange | null {
	const change = owed_change(router);
	const network = network_from_uci(collect_configs(router).wgspoke);
	if (change == null || network?.hub.public_key != change.hub_key) return null;
	const own = own_key_now(router);
	const still = still_so(change, map(hub_members(network, own), at_hub));
	return is_empty(still) || hub_token(router, change.hub_key) == '' ? null : still;
}

/**
 * Tells the hub what it still has to be told; what is to be said where it does not answer. What it has no place for is
 * left to a person: it is seen when the hub is checked.
 */
export function pay_hub(router: Router): Finding[] {
	if (!owes(router)) return [];
	const change = still_owed(router);
	const end = steady() + paying_seconds;
	while (change != null) {
		const problem = tell(router, change, waiting_patience)?.problem;
		if (problem == null || index(in_its_way, problem.code) >= 0) break;
		if (steady() > end) return [finding('hub-owed', {}, 'hub.peers')];
		sleep(1000);
	}
	forget_owed(router);
	return [];
}

/** For a trial: how the hub of this router is told. */
export function hub_hand(router: Router): HubHand {
	return {
		foresee: (change) => foresee(router, change),
		tell: (change) => tell(router, change, telling_seconds),
		owe: (change) => {
			const network = network_from_uci(collect_configs(router).wgspoke);
			// One that has forgotten this router does not hear it: a person has to tell it.
			if (network != null && has_own(router, change.members)) {
				note_left(router, network, { left: change });
				// What it said before is over.
				forget_told(router);
			} else keep_owed(router, change);
		},
		pay: () => pay_hub(router),
	};
}
