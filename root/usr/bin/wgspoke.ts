#!/usr/bin/ucode
// The command line of this package: arguments in, text or JSON out.
// Exit status: 0 done, 1 errors found and nothing changed, 2 wrong usage, 3 undone, 4 could not be put back.
// Of check: 0 everything was seen to work, 1 something does not, or cannot be told (see docs/doctor.md).

import { readfile, stat, stdin } from 'fs';
import { text_limit } from '../share/ucode/wgspoke/base/bounds.ts';
import { ladder_text } from '../share/ucode/wgspoke/cli/ladder.ts';
import {
	network_with_options,
	parse_args,
	usage_text,
} from '../share/ucode/wgspoke/cli/options.ts';
import {
	device_text,
	devices_text,
	farewell_text,
	findings_text,
	hub_text,
	invite_text,
	plan_text,
	read_text_reply,
	status_text,
	summary_text,
	words_text,
} from '../share/ucode/wgspoke/cli/print.ts';
import { check_text, is_in_step, sorted_by_options } from '../share/ucode/wgspoke/cli/sorting.ts';
import { report_text } from '../share/ucode/wgspoke/cli/report.ts';
import { probe_dns } from '../share/ucode/wgspoke/doctor/probe.ts';
import { directory, this_router } from '../share/ucode/wgspoke/router/router.ts';
import {
	begin_trial,
	decide,
	has_ended,
	is_trying,
	last_trial,
} from '../share/ucode/wgspoke/trial/state.ts';
import { write_directory } from '../share/ucode/wgspoke/trial/trial.ts';
import { device_edit, device_request } from '../share/ucode/wgspoke/verbs/device.ts';
import { as_asked, pay_hub } from '../share/ucode/wgspoke/verbs/athub.ts';
import { do_export } from '../share/ucode/wgspoke/verbs/export.ts';
import { do_hub, do_hub_scripts } from '../share/ucode/wgspoke/verbs/hub.ts';
import { invitation } from '../share/ucode/wgspoke/verbs/invite.ts';
import {
	answers_aim,
	by_page,
	do_plan,
	joined_network,
	plan_to_apply,
	taken_without_change,
} from '../share/ucode/wgspoke/verbs/join.ts';
import { follow_aim, follow_plan, give_up, lesson } from '../share/ucode/wgspoke/verbs/follow.ts';
import { do_key } from '../share/ucode/wgspoke/verbs/key.ts';
import { collect_configs, look_with_name } from '../share/ucode/wgspoke/router/look.ts';
import { note_addresses } from '../share/ucode/wgspoke/router/names.ts';
import { gone_aim, leave_to_apply } from '../share/ucode/wgspoke/verbs/leave.ts';
import { do_read, read_here } from '../share/ucode/wgspoke/verbs/read.ts';
import {
	do_recover,
	do_trial,
	settle_change,
	wait_for_trial,
} from '../share/ucode/wgspoke/verbs/trial.ts';
import { left_at_hub, words_for_hub } from '../share/ucode/wgspoke/verbs/newkey.ts';
import { repair_to_apply, text_of_tunnel } from '../share/ucode/wgspoke/verbs/repair.ts';
import { do_report } from '../share/ucode/wgspoke/verbs/report.ts';
import { do_left_done, prune_left } from '../share/ucode/wgspoke/verbs/left.ts';
import { own_request } from '../share/ucode/wgspoke/verbs/request.ts';
import {
	do_check,
	do_ladder,
	do_pulse,
	do_status,
	sync_tunnel,
} from '../share/ucode/wgspoke/verbs/status.ts';
import { do_ask, hub_said } from '../share/ucode/wgspoke/verbs/told.ts';
import {
	do_hub_check,
	is_sorting,
	note_sorted,
	sort_to_apply,
} from '../share/ucode/wgspoke/verbs/sort.ts';
import { switch_to_apply } from '../share/ucode/wgspoke/verbs/switch.ts';
import { has_errors } from '../share/ucode/wgspoke/words/settle.ts';
import type { Options } from '../share/ucode/wgspoke/cli/options.ts';
import type { Network } from '../share/ucode/wgspoke/model/network.ts';
import type { Router } from '../share/ucode/wgspoke/router/router.ts';
import type { TrialRequest } from '../share/ucode/wgspoke/trial/state.ts';
import type { DeviceAction } from '../share/ucode/wgspoke/verbs/device.ts';
import type { HubCheck, Sorted } from '../share/ucode/wgspoke/verbs/replies.ts';
import type { Request } from '../share/ucode/wgspoke/verbs/request.ts';

function usage(problem: string): never {
	warn('wgspoke: ' + problem + '\nRun "wgspoke help" for the options.\n');
	exit(2);
}

function read_path(path: string): string {
	const text = path == '-' ? stdin.read('all') : readfile(path, text_limit + 1);
	if (text == null) usage(sprintf('cannot read "%s"', path));
	if (text == '') usage(sprintf('"%s" is empty', path));
	return text;
}

function read_file(options: Options): string {
	return options.file == '' ? '' : read_path(options.file);
}

/** The option's value; '' when it was not given. */
function given(options: Options, name: string): string {
	return options.given[name]?.[0] ?? '';
}

function show(options: Options, reply: object, text: string): void {
	print(options.json ? sprintf('%J\n', reply) : text);
}

/** The request for plan, join and hub: the text's network, or the one joined, with what the options say. */
function request_of(router: Router, options: Options): Request {
	const edit = (network: Network): Network => {
		const edited = network_with_options(network, options);
		if (type(edited) == 'string') usage(edited as string);
		return edited as Network;
	};
	const take_over = given(options, 'take-over');
	let text = read_file(options);
	// A tunnel made by hand says itself what it is.
	if (text == '' && take_over != '' && joined_network(router) == null) {
		text = text_of_tunnel(collect_configs(router), take_over);
	}
	const paste = text == '' ? null : read_here(look_with_name(router), text, given(options, 'home'));
	const by_hand = options.given['by-hand'] != null;
	return { ...own_request(true), paste, edit, take_over, by_hand };
}

/** Exit status by the end of a trial. */
const exit_codes: Record<string, number> = { kept: 0, refused: 1, undone: 3, stuck: 4 };

/** Tries it out on the router, or writes the directory; the exit status. `done`: what is said of the seconds it took. */
function carry_out(
	router: Router,
	options: Options,
	wanted: Omit<TrialRequest, 'id'>,
	done: string
): number {
	if (!router.live) {
		const problem = write_directory(router, wanted.changes);
		const kept = problem ? [problem] : settle_change(router, wanted);
		warn(findings_text(kept));
		if (!problem && !options.json && done != '') printf('Written below %s.\n', options.root);
		return problem ? 1 : 0;
	}
	const begun = begin_trial(router, wanted);
	if (begun.trial == '') {
		warn(findings_text(begun.findings));
		return 1;
	}
	const trial = wait_for_trial(router, begun.trial);
	const came = trial.state == 'kept' && trial.stage == 'answers';
	if (came && !options.json && done != '') printf(done + '\n', trial.seconds);
	warn(findings_text(trial.findings));
	return exit_codes[trial.state]!;
}

/** A trial by the command: no page has to say that it got through. */
function by_command(options: Options, keep: boolean) {
	return { ...by_page, confirm: false, seconds: options.timeout, keep: keep };
}

function run_join(router: Router, options: Options): number {
	const request = request_of(router, options);
	const plan = plan_to_apply(router, request);
	const token = request.paste?.hub_token ?? '';
	push(plan.reply.findings, ...taken_without_change(router, plan, token));
	if (!options.json) print(plan_text(plan.reply));
	let code = 0;
	if (has_errors(plan.reply.findings)) code = 1;
	else if (length(plan.changes) > 0) {
		const aim = answers_aim(plan);
		const more = { hub_token: token, ...as_asked(plan.half) };
		const wanted = { verb: 'join', changes: plan.changes, aim: aim, ...more };
		const done = 'The hub answered after %.1f s. Kept.';
		code = carry_out(router, options, { ...by_command(options, options.keep), ...wanted }, done);
	}
	// Whether the hub takes changes from here is known with its first answer.
	if (code == 0 && token != '' && router.live) do_ask(router, joined_network(router));
	if (options.json) printf('%J\n', { ...plan.reply, result: code });
	else if (code == 0 && router.live) print(status_text(do_check(router)));
	return code;
}

function run_repair(router: Router, options: Options): number {
	const plan = repair_to_apply(router);
	const network = plan.reply.network;
	const findings = plan.reply.findings;
	const hub = words_for_hub(network, findings);
	const told = hub == null ? '' : words_text(hub);
	if (!options.json) print(findings_text(findings) + told + plan.reply.diff);
	let code = 1;
	if (!has_errors(findings)) {
		const left = left_at_hub(network, findings, options.keep);
		const wanted = { verb: 'repair', changes: plan.changes, aim: answers_aim(plan), ...left };
		const done = 'The hub answered after %.1f s. Kept.';
		code = carry_out(router, options, { ...by_command(options, options.keep), ...wanted }, done);
	}
	if (options.json) printf('%J\n', { ...plan.reply, hub: hub, result: code });
	return code;
}

function run_switch(router: Router, options: Options, on: boolean): number {
	const plan = switch_to_apply(router, on);
	if (!options.json) print(findings_text(plan.reply.findings) + summary_text(plan.reply.summary));
	let code = has_errors(plan.reply.findings) ? 1 : 0;
	if (code == 0 && length(plan.changes) > 0) {
		const wanted = { verb: on ? 'on' : 'off', changes: plan.changes, aim: answers_aim(plan) };
		const done = on ? 'The hub answered after %.1f s. Kept.' : 'The tunnel was off after %.1f s.';
		code = carry_out(router, options, { ...by_command(options, options.keep), ...wanted }, done);
	}
	if (options.json) printf('%J\n', { ...plan.reply, result: code });
	return code;
}

function run_leave(router: Router, options: Options): number {
	const leave = leave_to_apply(router, options.given['forget'] != null);
	if (!options.json) {
		print(summary_text(leave.reply.summary));
		print(leave.reply.diff + findings_text(leave.reply.findings));
	}
	const told = as_asked({ hub: leave.hub, left: null });
	const wanted = { verb: 'leave', changes: leave.changes, aim: gone_aim(leave), ...told };
	const done = 'The tunnel was gone after %.1f s.';
	const code = has_errors(leave.reply.findings)
		? 1
		: carry_out(router, options, { ...by_command(options, false), ...wanted }, done);
	if (options.json) printf('%J\n', { ...leave.reply, result: code });
	return code;
}

function run_hub_scripts(router: Router, options: Options): number {
	const path = given(options, 'compare');
	const reply = do_hub_scripts(
		router,
		request_of(router, options),
		{
			hub_interface: given(options, 'hub-interface'),
			gone: options.given['gone'] ?? [],
			output: path == '' ? '' : read_path(path),
			silent: options.given['silent'] != null,
		},
		true
	);
	let text = path == '' ? '' : findings_text(reply.differences);
	if (path != '' && text == '') text = 'The hub has everything as it should be.\n';
	for (const what of ['script', 'speak', 'sync', 'look'] as const) {
		if (options.given[what] != null) text += reply[what];
	}
	// Who is known there and not here, or not compared, is nothing that the hub lacks.
	const amiss = filter(
		reply.differences,
		(one) => one.severity != 'info' || one.code == 'hub-extra'
	);
	const code = has_errors(reply.findings) || length(amiss) > 0 ? 1 : 0;
	if (has_errors(reply.findings)) warn(findings_text(reply.findings));
	show(options, reply, text);
	return code;
}

function run_follow(router: Router, options: Options): number {
	const name = options.file;
	const status = do_status(router);
	const news = status.news;
	const devices = status.devices_there;
	if (name == '') {
		const told = map([...news, ...devices], (one) => one.told);
		const none = 'The hub has nothing that this router has not.\n';
		show(
			options,
			{ news: news, devices_there: devices },
			length(told) == 0 ? none : findings_text(told)
		);
		return 0;
	}
	const wanted = filter([...news, ...devices], (one) => one.name == name);
	const plan = follow_plan(
		router,
		map(wanted, (one) => one.public_key)
	);
	if (!options.json) print(plan_text(plan.reply));
	let code = 1;
	if (length(plan.changes) > 0) {
		const request = { verb: 'follow', changes: plan.changes, aim: follow_aim(plan) };
		const done = 'The hub answered after %.1f s. Kept.';
		code = carry_out(router, options, { ...by_command(options, false), ...request }, done);
	}
	if (options.json) printf('%J\n', { ...plan.reply, result: code });
	return code;
}

/** What the hub has been told by hand meanwhile. */
function learn_left(router: Router): void {
	const network = joined_network(router);
	const answer = hub_said(router, network)?.answer;
	if (network != null && answer != null) prune_left(router, network, do_key(router), answer);
}

/** For the watch: what the hub knows of the homes here, and where this router follows it, what is new there. */
function run_learn(router: Router, options: Options): number {
	// What could not be undone at the hub comes first: what it says then is what there is to learn.
	if (!is_trying(router)) pay_hub(router);
	learn_left(router);
	const learned = lesson(router);
	if (learned == null) return 0;
	const plan = learned.plan;
	const nothing: TrialRequest['aim'] = { kind: 'none', name: '', addresses: [] };
	const aim = learned.routes ? answers_aim(plan) : nothing;
	const request = { verb: 'learn', changes: plan.changes, aim: aim };
	const code = carry_out(router, options, { ...by_command(options, false), ...request }, '');
	if (code == exit_codes['undone']) give_up(router, plan);
	return code;
}

function run_ask(router: Router, options: Options): number {
	const reply = do_ask(router, joined_network(router));
	const told = [...reply.findings, ...reply.differences];
	const fine = 'The hub has everything as it should be.\n';
	show(options, reply, length(told) == 0 ? fine : findings_text(told));
	return length(told) == 0 ? 0 : 1;
}

/** The hub's last words, asked for now, or what somebody has from there. */
function check_of_hub(router: Router, output: string): HubCheck {
	const asked = output == '' ? do_ask(router, joined_network(router)) : null;
	const check = do_hub_check(router, output);
	const silent = asked != null && asked.answer == null;
	return silent ? { ...check, age: null, findings: asked.findings, unsorted: [] } : check;
}

function run_hub_sort(router: Router, options: Options): number {
	const path = given(options, 'hub-says');
	const output = path == '' ? '' : read_path(path);
	const check = check_of_hub(router, output);
	if (options.given['apply'] == null || check.age == null) {
		show(options, check, check_text(check));
		return is_in_step(check) ? 0 : 1;
	}
	const sorted = sorted_by_options(check.unsorted, options.given);
	if (type(sorted) == 'string') usage(sorted as string);
	const by_hand = options.given['by-hand'] != null;
	const plan = sort_to_apply(router, sorted as Sorted[], output, by_hand);
	const reply = plan.reply;
	if (!options.json)
		print(summary_text(reply.summary) + reply.diff + findings_text(reply.findings));
	let code = has_errors(reply.findings) ? 1 : 0;
	if (is_sorting(plan)) {
		const wanted = { verb: 'sort', changes: plan.changes, aim: plan.aim, ...as_asked(plan.half) };
		const done = 'Done after %.1f s.';
		code = carry_out(router, options, { ...by_command(options, false), ...wanted }, done);
	} else note_sorted(router, plan);
	if (options.json) printf('%J\n', { ...reply, result: code });
	else if (code == 0 && !is_sorting(plan) && plan.half.left == null) print('Nothing to do.\n');
	return code;
}

function run_hub(router: Router, options: Options): number {
	if (options.given['check'] != null || options.given['apply'] != null) {
		return run_hub_sort(router, options);
	}
	if (options.given['ask'] != null) return run_ask(router, options);
	if (options.given['done'] != null) {
		show(options, do_left_done(router, joined_network(router), ''), '');
		return 0;
	}
	for (const what of ['script', 'speak', 'sync', 'look', 'compare']) {
		if (options.given[what] != null) return run_hub_scripts(router, options);
	}
	const request = request_of(router, options);
	const reply = do_hub(router, request, true);
	show(options, reply, hub_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

/** Words after `device <action>`. */
const ACTIONS: Record<string, number> = {
	add: 1,
	show: 1,
	key: 1,
	rename: 2,
	handed: 1,
	remove: 1,
};

function list_devices(router: Router, options: Options): number {
	const network = joined_network(router);
	const devices = network?.devices ?? [];
	const there = do_status(router).devices_there;
	show(options, { devices: devices, devices_there: there }, devices_text(devices, there));
	return 0;
}

function run_device(router: Router, options: Options): number {
	const action = options.words[0] ?? '';
	if (action == 'list') return list_devices(router, options);
	if (length(options.words) != (ACTIONS[action] ?? 0) + 1) {
		usage(
			'device list, add NAME, show NAME, key NAME, rename NAME NEW, handed NAME or remove NAME'
		);
	}
	const dns = given(options, 'dns');
	if (dns != '' && router.live) probe_dns(router, dns);
	const edit = device_edit(router, {
		action: action as DeviceAction,
		name: options.words[1]!,
		to: options.words[2] ?? '',
		public_key: given(options, 'public-key'),
		address: given(options, 'address'),
		dns: dns,
		keep: options.keep,
		by_hand: options.given['by-hand'] != null,
	});
	let code = has_errors(edit.reply.findings) ? 1 : 0;
	if (code == 0 && length(edit.changes) > 0) {
		code = carry_out(
			router,
			options,
			{ ...by_command(options, false), ...device_request(edit), confirm: false },
			''
		);
	}
	// A configuration whose device is not in the network would only mislead.
	if (code != 0) edit.reply.conf = '';
	show(options, { ...edit.reply, result: code }, device_text(edit.reply));
	return code;
}

function run_invite(router: Router, options: Options): number {
	const call = {
		name: options.file,
		lan: options.given['lan'] ?? [],
		address: given(options, 'address'),
		public_key: given(options, 'public-key'),
		public_ok: options.given['accept-public'] ?? [],
		manage: options.given['manage'] != null,
		by_hand: options.given['by-hand'] != null,
	};
	if (call.name == '') usage('invite which home?');
	const made = invitation(router, call, true);
	if (!options.json) print(findings_text(made.reply.findings));
	let code = has_errors(made.reply.findings) ? 1 : 0;
	if (code == 0 && length(made.changes) > 0) {
		const aim = { aim: made.aim, ...as_asked(made.half) };
		const wanted = { verb: 'invite', changes: made.changes, ...aim };
		code = carry_out(router, options, { ...by_command(options, options.keep), ...wanted }, '');
	}
	if (code != 0) {
		made.reply.conf = '';
		made.reply.line = '';
	}
	show(options, { ...made.reply, result: code }, invite_text(made.reply));
	return code;
}

function run_export(router: Router): number {
	const text = do_export(router).text;
	if (text == '') warn('wgspoke: this router has not joined a hub.\n');
	print(text);
	return text == '' ? 1 : 0;
}

function run_key(router: Router): number {
	const key = do_key(router);
	if (key == '') warn('wgspoke: wireguard-tools is missing.\n');
	else print(key + '\n');
	return key == '' ? 1 : 0;
}

function run_read(router: Router, options: Options): number {
	if (options.file == '') usage('read which file?');
	const reply = do_read(router, read_file(options));
	show(options, reply, read_text_reply(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_plan(router: Router, options: Options): number {
	const reply = do_plan(router, request_of(router, options));
	show(options, reply, plan_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_status(router: Router, options: Options): number {
	const reply = do_status(router);
	show(options, reply, status_text(reply));
	return 0;
}

function run_check(router: Router, options: Options): number {
	const told = given(options, 'hub-says');
	const text = told == '' ? '' : read_path(told);
	const status = do_check(router);
	const ladder = do_ladder(router, text);
	if (options.given['report'] != null) {
		print(report_text(do_report(router, text)));
		return ladder.works == 'yes' ? 0 : 1;
	}
	show(options, { ...status, ladder: ladder }, ladder_text(ladder));
	return ladder.works == 'yes' ? 0 : 1;
}

function run_recover(router: Router, booting: boolean): number {
	if (do_recover(router, booting)) return 0;
	warn(findings_text(last_trial(router)?.findings ?? []));
	return exit_codes['stuck']!;
}

function run_farewell(router: Router): number {
	// Whoever removes this package has not said yes to what is being tried out.
	const trial = last_trial(router);
	if (trial != null && !has_ended(trial)) {
		decide(router, trial.id, false);
		wait_for_trial(router, trial.id);
	}
	const network = joined_network(router);
	if (network) print(farewell_text(network.hub.interface));
	return 0;
}

const parsed = parse_args(ARGV);
if (type(parsed) == 'string') usage(parsed as string);
const options = parsed as Options;
if (options.root != '' && stat(options.root)?.type != 'directory') {
	usage(sprintf('"--root %s" is no directory', options.root));
}
const router = options.root != '' ? directory(options.root) : this_router();

const verbs: Record<string, () => number> = {
	read: () => run_read(router, options),
	plan: () => run_plan(router, options),
	join: () => run_join(router, options),
	leave: () => run_leave(router, options),
	repair: () => run_repair(router, options),
	off: () => run_switch(router, options, false),
	on: () => run_switch(router, options, true),
	hub: () => run_hub(router, options),
	device: () => run_device(router, options),
	invite: () => run_invite(router, options),
	export: () => run_export(router),
	follow: () => run_follow(router, options),
	learn: () => run_learn(router, options),
	key: () => run_key(router),
	status: () => run_status(router, options),
	check: () => run_check(router, options),
	pulse: () => {
		printf('%J\n', do_pulse(router));
		return 0;
	},
	sync: () => sync_tunnel(router),
	trial: () => {
		do_trial(router, options.file);
		return 0;
	},
	recover: () => run_recover(router, options.file == 'boot'),
	dns: () => {
		probe_dns(router, options.file);
		return 0;
	},
	resolve: () => {
		note_addresses(router, options.file);
		return 0;
	},
	farewell: () => run_farewell(router),
	help: () => {
		print(usage_text());
		return 0;
	},
};
exit(verbs[options.verb]!());
