// What would joining, or a change of the network, do; and how is it handed over to be applied?

import { print_endpoint } from '../base/endpoint.ts';
import { network_from_uci } from '../model/uci.ts';
import { collect_configs } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { sentence } from '../words/sentences.ts';
import { has_errors, settle } from '../words/settle.ts';
import { hub_half, told_in_reply } from './athub.ts';
import { make_plan } from './request.ts';
import { brings_token, take_token } from './token.ts';
import { answers_aim, begin_for_page, wanted_change } from './wanted.ts';
import { is_trying } from '../trial/state.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { FullPlan, Request } from './request.ts';
import type { JoinReply, PlanReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

/** The network this router has joined; null for none. */
export function joined_network(router: Router): Network | null {
	return network_from_uci(collect_configs(router).wgspoke);
}

// Who joins should know that something is replaced.
function with_joined(router: Router, plan: PlanReply): PlanReply {
	const joined = joined_network(router);
	if (joined == null) return plan;
	// With the token alone nothing is.
	if (plan.takes_token && length(plan.changes) == 0) return plan;
	const told: Finding = finding('already-joined', { value: print_endpoint(joined.hub) });
	return { ...plan, findings: settle([...plan.findings, told]) };
}

/**
 * The plan with the hub's half of it. A text is not what this router has changed: what it names the hub knows, or a
 * person tells it.
 */
export function with_hub_half(
	router: Router,
	plan: FullPlan,
	before: Network | null,
	by_hand: boolean
): FullPlan {
	if (length(plan.changes) == 0) return plan;
	const reply = plan.reply;
	const half = hub_half(router, before, reply.network, reply.public_key, by_hand);
	if (half.hub == null) return { ...plan, half: half };
	const summary = [...reply.summary, sentence('hub_told', {})];
	return {
		...plan,
		half: half,
		reply: { ...reply, summary: summary, at_hub: told_in_reply(half) },
	};
}

// The plan with what the token of its text brings.
function with_token(router: Router, plan: FullPlan, paste: Request['paste']): FullPlan {
	const reply = plan.reply;
	if (has_errors(reply.findings) || !brings_token(router, reply.network, paste)) return plan;
	const told = sentence('token', {});
	const summary = length(plan.changes) == 0 ? [told] : [...reply.summary, told];
	return { ...plan, reply: { ...reply, takes_token: true, summary: summary } };
}

// A plan for what a request asks for.
function planned(router: Router, request: Request, make_key: boolean): FullPlan {
	const plan = with_token(router, make_plan(router, request, make_key), request.paste);
	if (request.paste != null || request.take_over) return plan;
	return with_hub_half(router, plan, joined_network(router), request.by_hand == true);
}

/** The plan with its secrets, for a trial; a router without a key makes one first. */
export function plan_to_apply(router: Router, request: Request): FullPlan {
	const plan = planned(router, request, true);
	const reply = with_joined(router, plan.reply);
	if (length(plan.changes) > 0 || has_errors(reply.findings) || !is_trying(router)) {
		return { ...plan, reply: reply };
	}
	// What is as wanted already may be undone in a moment.
	const findings = settle([...reply.findings, finding('trial-running', {})]);
	return { ...plan, reply: { ...reply, findings: findings } };
}

/** What would change, and what is wrong; nothing is written. */
export function do_plan(router: Router, request: Request): PlanReply {
	return with_joined(router, planned(router, request, false).reply);
}

/** A text of the network that was joined already may still bring the token for its hub. */
export function taken_without_change(router: Router, plan: FullPlan, token: string): Finding[] {
	const network = joined_network(router);
	if (token == '' || network == null || length(plan.changes) > 0) return [];
	const same = plan.reply.network.hub.public_key == network.hub.public_key;
	return same && !has_errors(plan.reply.findings) ? take_token(router, network, token) : [];
}

/** What joining is tried out for; `paste`: id of the text that it comes from, '' for none. */
export function join_wanted(plan: FullPlan, request: Request, paste: string): Wanted {
	const wanted = wanted_change('join', plan.changes, answers_aim(plan), plan.half ?? null);
	return { ...wanted, paste: paste, hub_token: request.paste?.hub_token ?? '' };
}

/** Plans, and begins the trial; `paste`: id of the text that it comes from, '' for none. */
export function do_join(router: Router, request: Request, paste: string): JoinReply {
	const plan = plan_to_apply(router, request);
	const taken = taken_without_change(router, plan, request.paste?.hub_token ?? '');
	const reply = { ...plan.reply, findings: settle([...plan.reply.findings, ...taken]) };
	if (has_errors(reply.findings) || length(plan.changes) == 0) return { ...reply, trial: '' };
	return begin_for_page(router, reply, join_wanted(plan, request, paste));
}
