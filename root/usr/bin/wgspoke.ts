#!/usr/bin/ucode
// The command line of this package: arguments in, text or JSON out.
// Exit status: 0 done, 1 errors found and nothing changed, 2 wrong usage, 3 undone.

import { readfile, stat, stdin } from 'fs';
import { apply_and_confirm, write_directory } from '../share/ucode/wgspoke/trial/transaction.ts';
import {
	USAGE,
	farewell_text,
	findings_text,
	network_with_options,
	parse_args,
	plan_text,
	read_text_reply,
	status_text,
} from '../share/ucode/wgspoke/cli/options.ts';
import {
	device_text,
	devices_text,
	hub_text,
	invite_text,
} from '../share/ucode/wgspoke/cli/print_ends.ts';
import { do_export, do_hub_scripts, invitation } from '../share/ucode/wgspoke/verbs/ends.ts';
import { device_edit, settle_key } from '../share/ucode/wgspoke/verbs/device.ts';
import { uci_diff } from '../share/ucode/wgspoke/plan/change.ts';
import { has_errors } from '../share/ucode/wgspoke/plan/preflight.ts';
import { probe_dns } from '../share/ucode/wgspoke/doctor/probe.ts';
import { directory, this_router } from '../share/ucode/wgspoke/router/router.ts';
import {
	do_check,
	do_forget,
	do_hub,
	do_key,
	do_plan,
	do_read,
	do_status,
	joined_network,
	leave_to_apply,
	plan_to_apply,
	sync_tunnel,
	tunnel_answers,
	tunnel_is_settled,
} from '../share/ucode/wgspoke/verbs/verbs.ts';
import type { DeviceAction } from '../share/ucode/wgspoke/verbs/device.ts';
import type { Options } from '../share/ucode/wgspoke/cli/options.ts';
import type { Place } from '../share/ucode/wgspoke/router/router.ts';
import type { Request } from '../share/ucode/wgspoke/verbs/verbs.ts';
import type { Change, Network } from '../share/ucode/wgspoke/model/types.ts';

/** The pasted text is at most 64 KiB; a little more shows that there is more. */
const READ_LIMIT = 65537;

function usage(problem: string): never {
	warn('wgspoke: ' + problem + '\nRun "wgspoke help" for the options.\n');
	exit(2);
}

function read_path(path: string): string {
	const text = path == '-' ? stdin.read('all') : readfile(path, READ_LIMIT);
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
function request_of(options: Options): Request {
	const edit = (network: Network): Network => {
		const edited = network_with_options(network, options);
		if (type(edited) == 'string') usage(edited as string);
		return edited as Network;
	};
	return { network: null, text: read_file(options), edit: edit, may_wait: true };
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

function wait_until_settled(place: Place, name: string): void {
	for (let tries = 0; tries < SETTLE_TRIES && !tunnel_is_settled(place, name); tries++) {
		sleep(SETTLE_MS);
	}
}

/** Applies on the router or writes the directory; the exit status. */
function carry_out(place: Place, options: Options, changes: Change[], aim: Aim): number {
	if (!place.live) {
		const problem = write_directory(place, changes);
		if (problem) warn('wgspoke: nothing was changed: ' + problem + '\n');
		else if (!options.json && aim.done != '') printf('Written below %s.\n', options.root);
		return problem ? 1 : 0;
	}
	const ending = apply_and_confirm(place, changes, options.timeout, aim.reached, aim.keep);
	if (ending.result == 'kept') {
		if (!options.json && ending.seconds > 0 && aim.done != '')
			printf(aim.done + '\n', ending.seconds);
		return 0;
	}
	if (ending.result == 'failed') {
		warn(sprintf('wgspoke: nothing was changed: %s.\n', ending.reason));
		return 1;
	}
	wait_until_settled(place, aim.name);
	warn(sprintf('wgspoke: %s; this router is as it was before.\n', ending.reason));
	return 3;
}

function run_join(place: Place, options: Options): number {
	const plan = plan_to_apply(place, request_of(options));
	if (!options.json) print(plan_text(plan.reply));
	let code = 0;
	if (has_errors(plan.reply.findings)) code = 1;
	else if (length(plan.changes) > 0) {
		const network = plan.reply.network;
		code = carry_out(place, options, plan.changes, {
			name: network.hub.interface,
			reached: () => tunnel_answers(place, network, plan.endpoint_addresses),
			done: 'The hub answered after %.1f s. Kept.',
			keep: options.keep,
		});
	}
	if (options.json) printf('%J\n', { ...plan.reply, result: code });
	else if (code == 0 && place.live) print(status_text(do_check(place)));
	return code;
}

function run_leave(place: Place, options: Options): number {
	const leave = leave_to_apply(place);
	if (!options.json) {
		for (const sentence of leave.reply.summary) print('- ' + sentence.text + '\n');
		print(uci_diff(leave.reply.changes) + findings_text(leave.reply.findings));
	}
	const aim: Aim = {
		name: leave.name,
		reached: () => tunnel_is_settled(place, leave.name),
		done: 'The tunnel was gone after %.1f s.',
		keep: true,
	};
	const code = has_errors(leave.reply.findings) ? 1 : carry_out(place, options, leave.changes, aim);
	if (code == 0) do_forget(place);
	if (options.json) printf('%J\n', { ...leave.reply, result: code });
	return code;
}

function run_hub_scripts(place: Place, options: Options): number {
	const path = given(options, 'compare');
	const reply = do_hub_scripts(
		place,
		request_of(options),
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

function run_hub(place: Place, options: Options): number {
	for (const what of ['script', 'sync', 'look', 'compare']) {
		if (options.given[what] != null) return run_hub_scripts(place, options);
	}
	const request = request_of(options);
	const reply = do_hub(place, request, true);
	show(options, reply, hub_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

/** Words after `device <action>`. */
const ACTIONS: Record<string, number> = { add: 1, show: 1, key: 1, rename: 2, remove: 1 };

function list_devices(place: Place, options: Options): number {
	const network = joined_network(place);
	const devices = network?.devices ?? [];
	show(options, { devices: devices }, devices_text(devices));
	return 0;
}

function run_device(place: Place, options: Options): number {
	const action = options.words[0] ?? '';
	if (action == 'list') return list_devices(place, options);
	if (length(options.words) != (ACTIONS[action] ?? 0) + 1) {
		usage('device list, add NAME, show NAME, key NAME, rename NAME NEW or remove NAME');
	}
	const dns = given(options, 'dns');
	if (dns != '' && place.live) probe_dns(place, dns);
	const edit = device_edit(place, {
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
		code = carry_out(place, options, edit.changes, aim);
	}
	// A configuration whose device is not in the network would only mislead.
	if (code == 0) {
		settle_key(place, edit);
		do_forget(place);
	} else edit.reply.conf = '';
	show(options, { ...edit.reply, result: code }, device_text(edit.reply));
	return code;
}

function run_invite(place: Place, options: Options): number {
	const call = {
		name: options.file,
		lan: options.given['lan'] ?? [],
		address: given(options, 'address'),
		public_key: given(options, 'public-key'),
	};
	if (call.name == '') usage('invite which home?');
	const made = invitation(place, call, true);
	if (!options.json) print(findings_text(made.reply.findings));
	const network = made.reply.network;
	let code = has_errors(made.reply.findings) ? 1 : 0;
	if (code == 0 && length(made.changes) > 0) {
		code = carry_out(place, options, made.changes, {
			name: network.hub.interface,
			reached: () => tunnel_answers(place, network, []),
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

function run_export(place: Place): number {
	const text = do_export(place).text;
	if (text == '') warn('wgspoke: this router has not joined a hub.\n');
	print(text);
	return text == '' ? 1 : 0;
}

function run_key(place: Place, options: Options): number {
	const network = joined_network(place);
	const key = network ? do_plan(place, request_of(options)).public_key : do_key(place);
	if (key == '') warn('wgspoke: wireguard-tools is missing.\n');
	else print(key + '\n');
	return key == '' ? 1 : 0;
}

function run_read(place: Place, options: Options): number {
	if (options.file == '') usage('read which file?');
	const reply = do_read(place, read_file(options));
	show(options, reply, read_text_reply(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_plan(place: Place, options: Options): number {
	const reply = do_plan(place, request_of(options));
	show(options, reply, plan_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_status(place: Place, options: Options): number {
	const reply = options.verb == 'check' ? do_check(place) : do_status(place);
	show(options, reply, status_text(reply));
	return 0;
}

function run_farewell(place: Place): number {
	const network = joined_network(place);
	if (network) print(farewell_text(network.hub.interface));
	return 0;
}

const parsed = parse_args(ARGV);
if (type(parsed) == 'string') usage(parsed as string);
const options = parsed as Options;
if (options.root != '' && stat(options.root)?.type != 'directory') {
	usage(sprintf('"--root %s" is no directory', options.root));
}
const place = options.root != '' ? directory(options.root) : this_router();

const verbs: Record<string, () => number> = {
	read: () => run_read(place, options),
	plan: () => run_plan(place, options),
	join: () => run_join(place, options),
	leave: () => run_leave(place, options),
	hub: () => run_hub(place, options),
	device: () => run_device(place, options),
	invite: () => run_invite(place, options),
	export: () => run_export(place),
	key: () => run_key(place, options),
	status: () => run_status(place, options),
	check: () => run_status(place, options),
	sync: () => sync_tunnel(place),
	dns: () => {
		probe_dns(place, options.file);
		return 0;
	},
	farewell: () => run_farewell(place),
	help: () => {
		print(USAGE);
		return 0;
	},
};
exit(verbs[options.verb]!());
