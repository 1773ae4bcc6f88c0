// Does the hub have what this router has? What differs, whose the keys are that only the hub has, and one change for both.

import { missing_change } from '../hub/change.ts';
import { compare_answer } from '../hub/compare.ts';
import { by_hand_findings } from '../hub/left.ts';
import { hub_members } from '../hub/members.ts';
import { read_answer } from '../hub/answer.ts';
import { sorted_as, sorted_network, unsorted_keys } from '../hub/sort.ts';
import { most_differences } from '../base/bounds.ts';
import { configured_public_key } from '../router/keys.ts';
import { collect_configs } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { sentence } from '../words/sentences.ts';
import { few, has_errors, in_order, settle } from '../words/settle.ts';
import { half_of, told_in_reply } from './athub.ts';
import { joined_network } from './join.ts';
import { note_left } from './left.ts';
import { make_plan, own_request } from './request.ts';
import { do_ask, hub_said } from './told.ts';
import { manages_hub } from './token.ts';
import { answers_aim, begin_for_page, nothing_aim, wanted_change } from './wanted.ts';
import type { HubMember } from '../hub/members.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Sorted, Unsorted } from '../hub/sort.ts';
import type { Network } from '../model/network.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Aim } from '../trial/state.ts';
import type { Phrase } from '../words/phrase.ts';
import type { HubHalf } from './athub.ts';
import type { HubCheck, SortReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

/** More keys are not asked about at once. */
const most_unsorted = 64;

/** The hub's last words, or what a person pasted from there. */
function said_at(router: Router, network: Network, output: string): HubSaid | null {
	if (output == '') return hub_said(router, network);
	const read = read_answer(output);
	return { answer: read.answer, findings: read.findings, age: 0 };
}

interface Looked {
	network: Network;
	members: HubMember[];
	said: HubSaid | null;
	unsorted: Unsorted[];
}

function look_there(router: Router, network: Network, output: string): Looked {
	const configs = collect_configs(router);
	const own = configured_public_key(router, configs);
	const members = hub_members(network, own);
	const said = said_at(router, network, output);
	const unsorted = said == null ? [] : unsorted_keys(network, members, said);
	return { network, members, said, unsorted: slice(unsorted, 0, most_unsorted) };
}

/** What the hub has. `output`: what the look printed there; '' for what the hub last said by itself. */
export function do_hub_check(router: Router, output: string): HubCheck {
	const network = joined_network(router);
	const nothing: HubCheck = {
		findings: [],
		age: null,
		differences: [],
		unsorted: [],
		manages_hub: 'no',
	};
	if (network == null) return { ...nothing, findings: [finding('not-joined', {})] };
	const looked = look_there(router, network, output);
	const said = looked.said;
	const manages = manages_hub(router, network, hub_said(router, network));
	if (said == null) return { ...nothing, manages_hub: manages };
	if (said.answer == null) return { ...nothing, manages_hub: manages, findings: said.findings };
	const differences = compare_answer(network, looked.members, said.answer);
	return {
		findings: said.findings,
		age: said.age,
		differences: few(in_order(differences), most_differences),
		unsorted: looked.unsorted,
		manages_hub: manages,
	};
}

/** The same of the hub's words as it says them now, where nothing was pasted. Waits: never inside rpcd. */
export function do_hub_check_now(router: Router, output: string): HubCheck {
	const asked = output == '' ? do_ask(router, joined_network(router)) : null;
	const check = do_hub_check(router, output);
	const silent = asked != null && asked.answer == null;
	return silent ? { ...check, age: null, findings: asked.findings, unsorted: [] } : check;
}

// What the answers come to, in words.
function summary_of(unsorted: Unsorted[], sorted: Sorted[], half: HubHalf): Phrase[] {
	const told: Phrase[] = [];
	for (const one of sorted_as(unsorted, sorted, 'member')) {
		push(told, sentence('sort_member', { name: one.member, value: one.public_key }));
	}
	for (const one of sorted_as(unsorted, sorted, 'home')) {
		push(told, sentence('sort_home', { name: one.name, networks: join(', ', one.lan) }));
	}
	for (const one of sorted_as(unsorted, sorted, 'device')) {
		push(told, sentence('sort_device', { name: one.name }));
	}
	// What is left to a person is no part of it: by_hand_findings.
	if (half.hub == null) return told;
	for (const one of sorted_as(unsorted, sorted, 'remove')) {
		push(told, sentence('sort_remove', { value: one.public_key }));
	}
	const names = map(half.hub.members, (one) => one.name);
	if (length(names) > 0) push(told, sentence('sort_tell', { names: join(', ', names) }));
	return told;
}

/** The answers as one change, in the clear. */
export interface SortPlan {
	reply: SortReply;
	changes: Change[];
	aim: Aim;
	half: HubHalf;
}

/**
 * The answers as one change of this router and the hub, which is brought in step by it; with none of them the hub is
 * brought in step alone. `by_hand`: it is left to a person also where it takes changes.
 */
export function sort_to_apply(
	router: Router,
	sorted: Sorted[],
	output: string,
	by_hand: boolean
): SortPlan {
	const before = joined_network(router);
	const looked = before == null ? null : look_there(router, before, output);
	const unsorted = looked?.unsorted ?? [];
	const edit = (network: Network): Network => sorted_network(network, unsorted, sorted);
	const plan = make_plan(router, { ...own_request(false), edit: edit }, true);
	const after = plan.reply.network;
	const removed = sorted_as(unsorted, sorted, 'remove');
	const gone = map(removed, (one) => ({ public_key: one.public_key, name: one.found }));
	const answer = looked?.said?.answer ?? null;
	let half: HubHalf = { hub: null, left: null };
	if (answer != null && !has_errors(plan.reply.findings)) {
		const members = hub_members(after, plan.reply.public_key);
		half = half_of(router, after, missing_change(after, members, answer, gone), by_hand);
	}
	const left = half.left;
	return {
		reply: {
			...plan.reply,
			findings: settle([...plan.reply.findings, ...by_hand_findings(left)]),
			summary: summary_of(unsorted, sorted, half),
			at_hub: told_in_reply(half),
			trial: '',
			gone: map(left?.gone ?? [], (one) => one.public_key),
			untold: map(left?.members ?? [], (one) => one.name),
		},
		changes: plan.changes,
		aim: length(plan.changes) > 0 ? answers_aim(plan) : nothing_aim,
		half: half,
	};
}

/** Is there something to be tried out? */
export function is_sorting(plan: SortPlan): boolean {
	if (has_errors(plan.reply.findings)) return false;
	return length(plan.changes) > 0 || plan.half.hub != null;
}

/** What they are tried out for. */
export function sort_wanted(plan: SortPlan): Wanted {
	return wanted_change('sort', plan.changes, plan.aim, plan.half);
}

/** Where nothing is tried out, what is left to a person is noted at once. */
export function note_sorted(router: Router, plan: SortPlan): void {
	if (plan.half.left == null || has_errors(plan.reply.findings)) return;
	note_left(router, plan.reply.network, { left: plan.half.left });
}

/** Carries the answers out as a trial. `dry`: only tells what would change. */
export function do_hub_sort(
	router: Router,
	sorted: Sorted[],
	output: string,
	dry: boolean
): SortReply {
	const plan = sort_to_apply(router, sorted, output, false);
	const reply = plan.reply;
	if (dry) return reply;
	if (!is_sorting(plan)) {
		note_sorted(router, plan);
		return reply;
	}
	return begin_for_page(router, reply, sort_wanted(plan));
}
