// What does this router learn from its hub by itself, without anybody at a page?
// The watch starts it: what was owed is told first, then what is new there is carried out as a trial.

import { readfile } from 'fs';
import { write_private } from '../base/shell.ts';
import { learned_network, with_heard, with_news } from '../hub/learn.ts';
import { tunnel_prefixes } from '../model/network.ts';
import { configured_public_key } from '../router/keys.ts';
import { look } from '../router/look.ts';
import { is_trying } from '../trial/state.ts';
import { is_watching } from '../watch/known.ts';
import { clocks_now, read_watched } from '../watch/note.ts';
import { has_errors } from '../words/settle.ts';
import { pay_hub } from './athub.ts';
import { carry_out } from './carry.ts';
import { news_here, note_keys } from './follow.ts';
import { joined_network } from './join.ts';
import { do_key } from './key.ts';
import { prune_left } from './left.ts';
import { make_plan, own_request } from './request.ts';
import { hub_said } from './told.ts';
import { answers_aim, nothing_aim, wanted_change } from './wanted.ts';
import type { Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Carried } from './carry.ts';
import type { FullPlan } from './request.ts';

const undone_name = 'learn.undone';

// What is to be changed, without secrets.
function mark_of(plan: FullPlan): string {
	return sprintf('%J', plan.reply.changes);
}

/** The trial of the lesson was undone: the same is not tried again before the next start of the router. */
function give_up(router: Router, plan: FullPlan): void {
	write_private(router.run_dir, undone_name, mark_of(plan));
}

/** What this router does by itself when the hub says something new. */
interface Lesson {
	plan: FullPlan;
	/** Does a network go through the tunnel that did not, or the other way round? Then the hub has to answer again. */
	routes: boolean;
}

/** The VPN addresses at which the watch has heard somebody. */
function heard_here(router: Router, network: Network): string[] {
	const watched = read_watched(router);
	return is_watching(watched, network, clocks_now().steady) ? keys(watched!.heard) : [];
}

/**
 * What the hub knows of the homes here, and who of them has joined; where its owner said that this router follows the
 * hub, what is new there as well. null when there is nothing to change.
 */
function lesson(router: Router): Known<Lesson> {
	const network = joined_network(router);
	if (network == null) return null;
	const answer = hub_said(router, network)?.answer;
	const facts = look(router);
	const own_key = configured_public_key(router, facts.uci);
	if (answer != null) note_keys(router, network, answer);
	const news = network.hub.follow ? news_here(router, network, facts, own_key) : [];
	const fine = filter(news, (one) => length(one.findings) == 0);
	const heard = heard_here(router, network);
	const edit = (start: Network): Network => {
		let changed = with_heard(start, heard);
		if (answer != null) changed = learned_network(changed, answer, own_key);
		for (const one of fine) changed = with_news(changed, one);
		return changed;
	};
	const plan = make_plan(router, { ...own_request(false), edit: edit }, false);
	const before = sprintf('%J', tunnel_prefixes(network));
	const routes = sprintf('%J', tunnel_prefixes(plan.reply.network)) != before;
	// What a hand has changed elsewhere in the files is no lesson: that is for a person to repair.
	const ours = filter(plan.changes, (change) => routes || change.config == 'wgspoke');
	if (has_errors(plan.reply.findings) || length(ours) == 0) return null;
	if (readfile(router.run_dir + '/' + undone_name) == mark_of(plan)) return null;
	return { plan: { ...plan, changes: ours }, routes: routes };
}

/** What the hub has been told by hand meanwhile is left to nobody any more. */
function learn_left(router: Router): void {
	const network = joined_network(router);
	const answer = hub_said(router, network)?.answer;
	if (network != null && answer != null) prune_left(router, network, do_key(router), answer);
}

/**
 * What the hub knows of the homes here, and where this router follows it, what is new there, as a change that is kept
 * when the hub answers within these seconds; null when there is none.
 */
export function do_learn(router: Router, seconds: number): Known<Carried> {
	// What could not be undone at the hub comes first: what it says then is what there is to learn.
	if (!is_trying(router)) pay_hub(router);
	learn_left(router);
	const learned = lesson(router);
	if (learned == null) return null;
	const plan = learned.plan;
	const aim = learned.routes ? answers_aim(plan) : nothing_aim;
	const wanted = wanted_change('learn', plan.changes, aim, null);
	const carried = carry_out(router, wanted, seconds, false);
	if (carried.state == 'undone') give_up(router, plan);
	return carried;
}
