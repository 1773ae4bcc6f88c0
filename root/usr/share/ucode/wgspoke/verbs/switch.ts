// How is the tunnel switched off for now, and on again? It stays set up; a trial makes sure that it really is so.

import { make_plan, own_request } from './request.ts';
import { answers_aim, begin_for_page, wanted_change } from './wanted.ts';
import { has_errors } from '../words/settle.ts';
import { sentence } from '../words/sentences.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { FullPlan } from './request.ts';
import type { JoinReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

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

/** What that is tried out for. */
export function switch_wanted(plan: FullPlan, on: boolean): Wanted {
	return wanted_change(on ? 'on' : 'off', plan.changes, answers_aim(plan), null);
}

/** Begins a trial of that. `dry`: only tells what would change. */
export function do_switch(router: Router, on: boolean, dry: boolean): JoinReply {
	const plan = switch_to_apply(router, on);
	const reply = plan.reply;
	if (dry || has_errors(reply.findings) || length(plan.changes) == 0)
		return { ...reply, trial: '' };
	return begin_for_page(router, reply, switch_wanted(plan, on));
}
