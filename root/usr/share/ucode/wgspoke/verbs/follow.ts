// What have other homes added or removed at the hub, and how does this router take it over?
// On a click, by a trial like any change; what it takes over by itself is in learn. What the hub says is judged as a pasted text is.

import { readfile } from 'fs';
import { write_private } from '../base/shell.ts';
import { heard_of, index_peers } from '../hub/heard.ts';
import { devices_there, hub_news, with_news } from '../hub/learn.ts';
import { no_secrets, tunnel_prefixes } from '../model/network.ts';
import { preflight } from '../plan/preflight.ts';
import { configured_public_key } from '../router/keys.ts';
import { look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { joined_network } from './join.ts';
import { make_plan, own_request } from './request.ts';
import { hub_said } from './told.ts';
import { answers_aim, begin_for_page, nothing_aim, wanted_change } from './wanted.ts';
import type { HubAnswer } from '../hub/answer.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { News } from '../hub/learn.ts';
import type { Facts, Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { FullPlan } from './request.ts';
import type { DeviceThere, JoinReply, NewsItem } from './replies.ts';
import type { Wanted } from './wanted.ts';

const known_name = 'hub.known';

/** The keys that the hub has had since this router started; [] where nobody has noted them. */
function keys_so_far(router: Router): string[] {
	try {
		return json(readfile(router.run_dir + '/' + known_name) ?? '[]') as string[];
	} catch {
		return [];
	}
}

/** Notes which members the hub has had: one that it never had was not removed there. */
export function note_keys(router: Router, network: Network, answer: HubAnswer): void {
	const before = keys_so_far(router);
	const members = map([...network.sites, ...network.devices], (one) => one.public_key);
	const there = map(answer.peers, (peer) => peer.public_key);
	const had = filter(members, (key) => index(before, key) >= 0 || index(there, key) >= 0);
	if (sprintf('%J', had) == sprintf('%J', before)) return;
	write_private(router.run_dir, known_name, sprintf('%J', had));
}

/**
 * What the judges say of the network with this, and did not say without it. What is only warned of speaks against it
 * as well: a home that nobody here has typed in takes no piece of another one. A public network is a person's to allow.
 */
export function faults_of(network: Network, one: News, facts: Facts): Finding[] {
	const before: Record<string, boolean> = {};
	for (const old of preflight(network, no_secrets, facts))
		before[old.code + ' ' + old.about] = true;
	const wanted = with_news(network, one);
	const found = filter(settle(preflight(wanted, no_secrets, facts)), (fault) => {
		return fault.severity != 'info' && !exists(before, fault.code + ' ' + fault.about);
	});
	if (has_errors(found) || one.kind == 'gone') return found;
	// What is left out without a word by others, the internet among it, is nothing that anybody added.
	const carried = tunnel_prefixes(wanted);
	const left_out = filter(one.lan, (lan) => index(carried, lan) < 0);
	return [...map(left_out, (lan) => finding('special-prefix-at-hub', { value: lan })), ...found];
}

/** What is told of it: that it may be taken over, or why not. */
export function told_of(one: News, faults: Finding[]): Finding {
	const values = { name: one.name, networks: join(', ', one.lan) };
	if (one.kind == 'gone') return finding('home-gone', values, 'sites');
	if (one.kind == 'device') {
		return finding('device-at-hub', { name: one.name, address: one.address }, 'hub.peers');
	}
	const fault = faults[0];
	if (fault == null && one.by != '') {
		return finding('home-added-by', { ...values, by: one.by }, 'sites');
	}
	if (fault == null) return finding('home-added', values, 'sites');
	const reason = { key: fault.code, text: fault.message, values: fault.values };
	return finding('home-refused', { ...values, reason: reason }, 'sites');
}

/** What is new at the hub, each with what speaks against it here. `own_key`: this router's. */
export function news_here(
	router: Router,
	network: Known<Network>,
	facts: Facts,
	own_key: string
): NewsItem[] {
	const answer = hub_said(router, network)?.answer;
	if (network == null || answer == null || own_key == '') return [];
	const news = hub_news(network, answer, own_key, keys_so_far(router));
	return map(news, (one) => {
		const faults = faults_of(network, one, facts);
		return { ...one, findings: faults, told: told_of(one, faults) };
	});
}

/** The devices that other homes have added, as the hub hears them. `own_key`: this router's. */
export function devices_elsewhere(
	network: Known<Network>,
	said: Known<HubSaid>,
	own_key: string
): DeviceThere[] {
	const answer = said?.answer ?? null;
	if (network == null || said == null || answer == null || own_key == '') return [];
	const there = devices_there(network, answer, own_key);
	if (length(there) == 0) return [];
	const peers = index_peers(answer).by_key;
	return map(there, (one) => ({
		...heard_of(said, peers[one.public_key] ?? null),
		name: one.name,
		address: one.address,
		public_key: one.public_key,
		told: told_of(one, []),
	}));
}

/** The plan for taking over what is new about the homes of these keys; of what speaks against it, the findings. */
export function follow_plan(router: Router, public_keys: string[]): FullPlan {
	const facts = look(router);
	const network = joined_network(router);
	const own_key = configured_public_key(router, facts.uci);
	const is_wanted = (one: News): boolean => index(public_keys, one.public_key) >= 0;
	const wanted: News[] = filter(news_here(router, network, facts, own_key), is_wanted);
	const answer = hub_said(router, network)?.answer;
	if (network != null && answer != null) {
		push(wanted, ...filter(devices_there(network, answer, own_key), is_wanted));
	}
	const faults: Finding[] = [];
	const fine: News[] = [];
	for (const one of wanted) {
		const found = faults_of(network!, one, facts);
		push(faults, ...found);
		if (length(found) == 0) push(fine, one);
	}
	const edit = (start: Network): Network => {
		let changed = start;
		for (const one of fine) changed = with_news(changed, one);
		return changed;
	};
	const plan = make_plan(router, { ...own_request(false), edit: edit }, false);
	if (network != null && length(wanted) == 0) push(faults, finding('no-news', {}));
	const findings = settle([...plan.reply.findings, ...faults]);
	const changes = has_errors(findings) || length(faults) > 0 ? [] : plan.changes;
	return { ...plan, changes: changes, reply: { ...plan.reply, findings: findings } };
}

/** What that is tried out for: a device leaves the tunnel as it is. */
export function follow_wanted(plan: FullPlan): Wanted {
	const touches = filter(plan.changes, (change) => change.config == 'network');
	const aim = length(touches) > 0 ? answers_aim(plan) : nothing_aim;
	return wanted_change('follow', plan.changes, aim, null);
}

/** Takes over, by a trial, what is new about the home of this key. */
export function do_follow(router: Router, public_key: string): JoinReply {
	const plan = follow_plan(router, [public_key]);
	if (length(plan.changes) == 0) return { ...plan.reply, trial: '' };
	return begin_for_page(router, plan.reply, follow_wanted(plan));
}
