// Does the hub have what this router has? What differs, whose the keys are that only the hub has, and one change for both.

import { missing_change } from '../hub/change.ts';
import { compare_answer } from '../hub/compare.ts';
import { hub_members } from '../hub/members.ts';
import { read_answer } from '../hub/answer.ts';
import { sorted_as, sorted_network, unsorted_keys } from '../hub/sort.ts';
import { most_differences } from '../base/bounds.ts';
import { our_interface } from '../plan/ours.ts';
import { configured_key, public_key_of } from '../router/keys.ts';
import { collect_configs } from '../router/look.ts';
import { begin_trial } from '../trial/state.ts';
import { finding } from '../words/findings.ts';
import { sentence } from '../words/sentences.ts';
import { few, has_errors, in_order, settle } from '../words/settle.ts';
import { as_asked, half_of, told_in_reply } from './athub.ts';
import { answers_aim, by_page, joined_network, nothing_aim } from './join.ts';
import { make_plan, own_request } from './request.ts';
import { hub_said } from './told.ts';
import { manages_hub } from './token.ts';
import type { HubMember } from '../hub/members.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Sorted, Unsorted } from '../hub/sort.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase } from '../words/phrase.ts';
import type { HubHalf } from './athub.ts';
import type { FullPlan } from './request.ts';
import type { HubCheck, SortReply } from './replies.ts';

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
	const own = public_key_of(router, configured_key(configs, our_interface(configs)));
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
		findings: [],
		age: said.age,
		differences: few(in_order(differences), most_differences),
		unsorted: looked.unsorted,
		manages_hub: manages,
	};
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
	for (const one of sorted_as(unsorted, sorted, 'remove')) {
		push(told, sentence('sort_remove', { value: one.public_key }));
	}
	const change = half.hub ?? half.left;
	const names = map(change?.members ?? [], (one) => one.name);
	if (length(names) > 0) push(told, sentence('sort_tell', { names: join(', ', names) }));
	return told;
}

interface SortPlan {
	plan: FullPlan;
	half: HubHalf;
	/** Keys that a person has to remove at the hub. */
	gone: string[];
}

/** The answers as one change of this router and the hub, which is brought in step by it. */
function sort_plan(router: Router, sorted: Sorted[], output: string): SortPlan {
	const before = joined_network(router);
	const looked = before == null ? null : look_there(router, before, output);
	const unsorted = looked?.unsorted ?? [];
	const edit = (network: Network): Network => sorted_network(network, unsorted, sorted);
	const plan = make_plan(router, { ...own_request(false), edit: edit }, true);
	const after = plan.reply.network;
	const removed = sorted_as(unsorted, sorted, 'remove');
	const gone = map(removed, (one) => ({ public_key: one.public_key, name: one.found }));
	const answer = looked?.said?.answer ?? null;
	const nothing: HubHalf = { hub: null, left: null };
	let half = nothing;
	if (answer != null && !has_errors(plan.reply.findings)) {
		const members = hub_members(after, plan.reply.public_key);
		half = half_of(router, after, missing_change(after, members, answer, gone), false);
	}
	const reply = {
		...plan.reply,
		summary: summary_of(unsorted, sorted, half),
		at_hub: told_in_reply(half),
	};
	const by_hand = map(half.left?.gone ?? [], (one) => one.public_key);
	return { plan: { ...plan, reply: reply, half: half }, half: half, gone: by_hand };
}

/** Carries the answers out as a trial; with none of them the hub is brought in step. `dry`: only tells what would change. */
export function do_hub_sort(
	router: Router,
	sorted: Sorted[],
	output: string,
	dry: boolean
): SortReply {
	const made = sort_plan(router, sorted, output);
	const plan = made.plan;
	const findings: Finding[] = plan.reply.findings;
	const untold = map(made.half.left?.members ?? [], (one) => one.name);
	const reply: SortReply = { ...plan.reply, trial: '', gone: made.gone, untold: untold };
	const nothing = length(plan.changes) == 0 && made.half.hub == null;
	if (dry || has_errors(findings) || nothing) return reply;
	const aim = length(plan.changes) > 0 ? answers_aim(plan) : nothing_aim;
	const wanted = { ...by_page, verb: 'sort', changes: plan.changes, aim: aim };
	const begun = begin_trial(router, { ...wanted, ...as_asked(made.half) });
	return { ...reply, findings: settle([...findings, ...begun.findings]), trial: begun.trial };
}
