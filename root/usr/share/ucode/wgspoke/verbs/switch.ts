// How is the tunnel switched off for now, and on again? It stays set up; a trial makes sure that it really is so.

import { by_page, answers_aim } from './join.ts';
import { make_plan, own_request } from './request.ts';
import { begin_trial } from '../trial/state.ts';
import { has_errors, settle } from '../words/settle.ts';
import { sentence } from '../words/sentences.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { FullPlan } from './request.ts';
import type { JoinReply } from './replies.ts';

/** What has to change for the tunnel to run, or not. */
export function switch_to_apply(router: Router, on: boolean): FullPlan {
	const edit = (network: Network): Network => {
		network.hub.off = !on;
		return network;
	};
	const plan = make_plan(router, { ...own_request(false), edit: edit }, true);
	const told = sentence(on ? 'switch_on' : 'switch_off', {
		interface: plan.reply.network.hub.interface,
	});
	const summary = length(plan.changes) == 0 ? [] : [told, sentence('switch_rest', {})];
	return { ...plan, reply: { ...plan.reply, summary: summary } };
}

/** Begins a trial of that. `dry`: only tells what would change. */
export function do_switch(router: Router, on: boolean, dry: boolean): JoinReply {
	const plan = switch_to_apply(router, on);
	const findings = plan.reply.findings;
	if (dry || has_errors(findings) || length(plan.changes) == 0) return { ...plan.reply, trial: '' };
	const verb = on ? 'on' : 'off';
	const wanted = { ...by_page, verb: verb, changes: plan.changes, aim: answers_aim(plan) };
	const begun = begin_trial(router, wanted);
	return { ...plan.reply, findings: settle([...findings, ...begun.findings]), trial: begun.trial };
}
