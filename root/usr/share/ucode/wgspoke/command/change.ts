// What does each verb print that changes the tunnel, and with which status does it end?
// What is wrong or will change comes first, then how it went.

import { findings_text, plan_text, status_text, summary_text, words_text } from '../cli/print.ts';
import { carry_out } from '../verbs/carry.ts';
import { follow_plan, follow_wanted } from '../verbs/follow.ts';
import { join_wanted, joined_network, plan_to_apply, taken_without_change } from '../verbs/join.ts';
import { do_learn } from '../verbs/learn.ts';
import { leave_to_apply, leave_wanted } from '../verbs/leave.ts';
import { repair_to_apply, repair_wanted, words_of_repair } from '../verbs/repair.ts';
import { do_check, do_status } from '../verbs/status.ts';
import { switch_to_apply, switch_wanted } from '../verbs/switch.ts';
import { do_ask } from '../verbs/told.ts';
import { is_nothing } from '../verbs/wanted.ts';
import { has_errors } from '../words/settle.ts';
import { is_given, request_of, show, tell } from './asked.ts';
import type { Carried } from '../verbs/carry.ts';
import type { Wanted } from '../verbs/wanted.ts';
import type { Finding } from '../words/findings.ts';
import type { Asked } from './asked.ts';

/** Exit status by the end of a change. */
export const exit_codes: Record<Carried['state'], number> = {
	kept: 0,
	refused: 1,
	undone: 3,
	stuck: 4,
};

const hub_answered = 'The hub answered after %.1f s. Kept.';

/** Carries it out; the exit status. `done`: what is said of the seconds that it took, '' for nothing. */
function carried(asked: Asked, wanted: Wanted, keep: boolean, done: string): number {
	const options = asked.options;
	const end = carry_out(asked.router, wanted, options.timeout, keep);
	const says = !options.json && done != '';
	if (says && !asked.router.live && end.state == 'kept')
		printf('Written below %s.\n', options.root);
	if (says && end.came != null) printf(done + '\n', end.came);
	warn(findings_text(end.findings));
	return exit_codes[end.state];
}

/** The same where nothing that was found speaks against it, and there is something to be done. */
export function tried(
	asked: Asked,
	findings: Finding[],
	wanted: Wanted,
	keep: boolean,
	done: string
): number {
	if (has_errors(findings)) return 1;
	return is_nothing(wanted) ? 0 : carried(asked, wanted, keep, done);
}

// The end of an answer that has been told already.
function ended(asked: Asked, reply: object, code: number): number {
	show(asked, { ...reply, result: code }, '');
	return code;
}

export function run_join(asked: Asked): number {
	const router = asked.router;
	const request = request_of(asked);
	const plan = plan_to_apply(router, request);
	const token = request.paste?.hub_token ?? '';
	push(plan.reply.findings, ...taken_without_change(router, plan, token));
	tell(asked, plan_text(plan.reply));
	const wanted = join_wanted(plan, request, '');
	const code = tried(asked, plan.reply.findings, wanted, asked.options.keep, hub_answered);
	// Whether the hub takes changes from here is known with its first answer.
	if (code == 0 && token != '' && router.live) do_ask(router, joined_network(router));
	if (!asked.options.json && code == 0 && router.live) print(status_text(do_check(router)));
	return ended(asked, plan.reply, code);
}

export function run_repair(asked: Asked): number {
	const plan = repair_to_apply(asked.router);
	const findings = plan.reply.findings;
	const hub = words_of_repair(plan);
	tell(asked, findings_text(findings) + (hub == null ? '' : words_text(hub)) + plan.reply.diff);
	const keep = asked.options.keep;
	// Where nothing has changed, the tunnel alone is brought back.
	const code = has_errors(findings)
		? 1
		: carried(asked, repair_wanted(plan, keep), keep, hub_answered);
	return ended(asked, { ...plan.reply, hub: hub }, code);
}

export function run_switch(asked: Asked, on: boolean): number {
	const plan = switch_to_apply(asked.router, on);
	const reply = plan.reply;
	tell(asked, findings_text(reply.findings) + summary_text(reply.summary));
	const done = on ? hub_answered : 'The tunnel was off after %.1f s.';
	const wanted = switch_wanted(plan, on);
	return ended(asked, reply, tried(asked, reply.findings, wanted, asked.options.keep, done));
}

export function run_leave(asked: Asked): number {
	const leave = leave_to_apply(asked.router, is_given(asked, 'forget'));
	const reply = leave.reply;
	tell(asked, summary_text(reply.summary) + reply.diff + findings_text(reply.findings));
	const done = 'The tunnel was gone after %.1f s.';
	return ended(asked, reply, tried(asked, reply.findings, leave_wanted(leave), false, done));
}

/** Without a name: what there is to be taken over. */
export function run_follow(asked: Asked): number {
	const name = asked.options.file;
	const status = do_status(asked.router);
	const there = [...status.news, ...status.devices_there];
	if (name == '') {
		const told = map(there, (one) => one.told);
		const text =
			length(told) == 0 ? 'The hub has nothing that this router has not.\n' : findings_text(told);
		show(asked, { news: status.news, devices_there: status.devices_there }, text);
		return 0;
	}
	const wanted = filter(there, (one) => one.name == name);
	const plan = follow_plan(
		asked.router,
		map(wanted, (one) => one.public_key)
	);
	tell(asked, plan_text(plan.reply));
	const code =
		length(plan.changes) == 0 ? 1 : carried(asked, follow_wanted(plan), false, hub_answered);
	return ended(asked, plan.reply, code);
}

/** For the watch. */
export function run_learn(asked: Asked): number {
	const end = do_learn(asked.router, asked.options.timeout);
	if (end == null) return 0;
	warn(findings_text(end.findings));
	return exit_codes[end.state];
}
