#!/usr/bin/ucode
// The command line of this package: arguments in, text or JSON out.
// Exit status: 0 done, 1 errors found and nothing changed, 2 wrong usage, 3 undone.

import { readfile, stat, stdin } from 'fs';
import { text_limit } from '../share/ucode/wgspoke/base/constants.ts';
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
} from '../share/ucode/wgspoke/cli/print.ts';
import { probe_dns } from '../share/ucode/wgspoke/doctor/probe.ts';
import { directory, this_router } from '../share/ucode/wgspoke/router/router.ts';
import { apply_and_confirm, write_directory } from '../share/ucode/wgspoke/trial/transaction.ts';
import { device_edit, settle_key } from '../share/ucode/wgspoke/verbs/device.ts';
import { do_export } from '../share/ucode/wgspoke/verbs/export.ts';
import { do_hub, do_hub_scripts } from '../share/ucode/wgspoke/verbs/hub.ts';
import { invitation } from '../share/ucode/wgspoke/verbs/invite.ts';
import { do_plan, joined_network, plan_to_apply } from '../share/ucode/wgspoke/verbs/join.ts';
import { do_key } from '../share/ucode/wgspoke/verbs/key.ts';
import { look } from '../share/ucode/wgspoke/router/look.ts';
import { do_forget, leave_to_apply } from '../share/ucode/wgspoke/verbs/leave.ts';
import { do_read, read_here } from '../share/ucode/wgspoke/verbs/read.ts';
import { own_request } from '../share/ucode/wgspoke/verbs/request.ts';
import {
	do_check,
	do_pulse,
	do_status,
	sync_tunnel,
	tunnel_answers,
	tunnel_is_settled,
} from '../share/ucode/wgspoke/verbs/status.ts';
import { has_errors } from '../share/ucode/wgspoke/words/settle.ts';
import type { Options } from '../share/ucode/wgspoke/cli/options.ts';
import type { Network } from '../share/ucode/wgspoke/model/network.ts';
import type { Change } from '../share/ucode/wgspoke/plan/change.ts';
import type { Router } from '../share/ucode/wgspoke/router/router.ts';
import type { DeviceAction } from '../share/ucode/wgspoke/verbs/device.ts';
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
	const text = read_file(options);
	const paste = text == '' ? null : read_here(look(router), text, given(options, 'home'));
	return { ...own_request(true), paste: paste, edit: edit };
}

/** What a transaction waits for, and what it says then. */
interface Aim {
	/** Name of the interface. */
	name: string;
	reached: () => boolean;
	done: string;
	keep: boolean;
}

/** After an undo the interface follows the files within a few seconds; so often is it looked at. */
const SETTLE_TRIES = 40;
const SETTLE_MS = 250;

function wait_until_settled(router: Router, name: string): void {
	for (let tries = 0; tries < SETTLE_TRIES && !tunnel_is_settled(router, name); tries++) {
		sleep(SETTLE_MS);
	}
}

/** Applies on the router or writes the directory; the exit status. */
function carry_out(router: Router, options: Options, changes: Change[], aim: Aim): number {
	if (!router.live) {
		const problem = write_directory(router, changes);
		if (problem) warn('wgspoke: nothing was changed: ' + problem + '\n');
		else if (!options.json && aim.done != '') printf('Written below %s.\n', options.root);
		return problem ? 1 : 0;
	}
	const ending = apply_and_confirm(router, changes, options.timeout, aim.reached, aim.keep);
	if (ending.result == 'kept') {
		if (!options.json && ending.seconds > 0 && aim.done != '')
			printf(aim.done + '\n', ending.seconds);
		return 0;
	}
	if (ending.result == 'failed') {
		warn(sprintf('wgspoke: nothing was changed: %s.\n', ending.reason));
		return 1;
	}
	wait_until_settled(router, aim.name);
	warn(sprintf('wgspoke: %s; this router is as it was before.\n', ending.reason));
	return 3;
}

function run_join(router: Router, options: Options): number {
	const plan = plan_to_apply(router, request_of(router, options));
	if (!options.json) print(plan_text(plan.reply));
	let code = 0;
	if (has_errors(plan.reply.findings)) code = 1;
	else if (length(plan.changes) > 0) {
		const network = plan.reply.network;
		code = carry_out(router, options, plan.changes, {
			name: network.hub.interface,
			reached: () => tunnel_answers(router, network, plan.endpoint_addresses),
			done: 'The hub answered after %.1f s. Kept.',
			keep: options.keep,
		});
	}
	if (options.json) printf('%J\n', { ...plan.reply, result: code });
	else if (code == 0 && router.live) print(status_text(do_check(router)));
	return code;
}

function run_leave(router: Router, options: Options): number {
	const leave = leave_to_apply(router);
	if (!options.json) {
		print(summary_text(leave.reply.summary));
		print(leave.reply.diff + findings_text(leave.reply.findings));
	}
	const aim: Aim = {
		name: leave.name,
		reached: () => tunnel_is_settled(router, leave.name),
		done: 'The tunnel was gone after %.1f s.',
		keep: true,
	};
	const code = has_errors(leave.reply.findings)
		? 1
		: carry_out(router, options, leave.changes, aim);
	if (code == 0) do_forget(router, '');
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
		},
		true
	);
	let text = path == '' ? '' : findings_text(reply.differences);
	if (path != '' && text == '') text = 'The hub has everything as it should be.\n';
	for (const what of ['script', 'sync', 'look'] as const) {
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

function run_hub(router: Router, options: Options): number {
	for (const what of ['script', 'sync', 'look', 'compare']) {
		if (options.given[what] != null) return run_hub_scripts(router, options);
	}
	const request = request_of(router, options);
	const reply = do_hub(router, request, true);
	show(options, reply, hub_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

/** Words after `device <action>`. */
const ACTIONS: Record<string, number> = { add: 1, show: 1, key: 1, rename: 2, remove: 1 };

function list_devices(router: Router, options: Options): number {
	const network = joined_network(router);
	const devices = network?.devices ?? [];
	show(options, { devices: devices }, devices_text(devices));
	return 0;
}

function run_device(router: Router, options: Options): number {
	const action = options.words[0] ?? '';
	if (action == 'list') return list_devices(router, options);
	if (length(options.words) != (ACTIONS[action] ?? 0) + 1) {
		usage('device list, add NAME, show NAME, key NAME, rename NAME NEW or remove NAME');
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
	});
	let code = has_errors(edit.reply.findings) ? 1 : 0;
	if (code == 0 && length(edit.changes) > 0) {
		// No tunnel waits for a device: the change is confirmed at once.
		const aim = { name: '', reached: () => true, done: '', keep: false };
		code = carry_out(router, options, edit.changes, aim);
	}
	// A configuration whose device is not in the network would only mislead.
	if (code == 0) {
		settle_key(router, edit);
		do_forget(router, '');
	} else edit.reply.conf = '';
	show(options, { ...edit.reply, result: code }, device_text(edit.reply));
	return code;
}

function run_invite(router: Router, options: Options): number {
	const call = {
		name: options.file,
		lan: options.given['lan'] ?? [],
		address: given(options, 'address'),
		public_key: given(options, 'public-key'),
	};
	if (call.name == '') usage('invite which home?');
	const made = invitation(router, call, true);
	if (!options.json) print(findings_text(made.reply.findings));
	const network = made.reply.network;
	let code = has_errors(made.reply.findings) ? 1 : 0;
	if (code == 0 && length(made.changes) > 0) {
		code = carry_out(router, options, made.changes, {
			name: network.hub.interface,
			reached: () => tunnel_answers(router, network, []),
			done: '',
			keep: options.keep,
		});
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
	const reply = options.verb == 'check' ? do_check(router) : do_status(router);
	show(options, reply, status_text(reply));
	return 0;
}

function run_farewell(router: Router): number {
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
	hub: () => run_hub(router, options),
	device: () => run_device(router, options),
	invite: () => run_invite(router, options),
	export: () => run_export(router),
	key: () => run_key(router),
	status: () => run_status(router, options),
	check: () => run_status(router, options),
	pulse: () => {
		printf('%J\n', do_pulse(router));
		return 0;
	},
	sync: () => sync_tunnel(router),
	recover: () => 0,
	dns: () => {
		probe_dns(router, options.file);
		return 0;
	},
	farewell: () => run_farewell(router),
	help: () => {
		print(usage_text());
		return 0;
	},
};
exit(verbs[options.verb]!());
