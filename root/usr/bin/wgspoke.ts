#!/usr/bin/ucode
// The command line of this package: arguments in, text or JSON out.
// Exit status: 0 done, 1 errors found and nothing changed, 2 wrong usage, 3 undone, 4 could not be put back.
// Of check: 0 everything was seen to work, 1 something does not, or cannot be told (see docs/doctor.md).

import { stat } from 'fs';
import { ladder_text } from '../share/ucode/wgspoke/cli/ladder.ts';
import { parse_args, usage_text } from '../share/ucode/wgspoke/cli/options.ts';
import {
	farewell_text,
	findings_text,
	plan_text,
	read_text_reply,
	status_text,
} from '../share/ucode/wgspoke/cli/print.ts';
import { report_text } from '../share/ucode/wgspoke/cli/report.ts';
import {
	given,
	is_given,
	read_path,
	request_of,
	show,
	sound,
	usage,
} from '../share/ucode/wgspoke/command/asked.ts';
import {
	exit_codes,
	run_follow,
	run_join,
	run_learn,
	run_leave,
	run_repair,
	run_switch,
} from '../share/ucode/wgspoke/command/change.ts';
import { run_hub } from '../share/ucode/wgspoke/command/hub.ts';
import { run_device, run_invite } from '../share/ucode/wgspoke/command/member.ts';
import { probe_dns } from '../share/ucode/wgspoke/doctor/probe.ts';
import { note_addresses } from '../share/ucode/wgspoke/router/names.ts';
import { directory, this_router } from '../share/ucode/wgspoke/router/router.ts';
import { last_trial } from '../share/ucode/wgspoke/trial/state.ts';
import { do_export } from '../share/ucode/wgspoke/verbs/export.ts';
import { do_plan, joined_network } from '../share/ucode/wgspoke/verbs/join.ts';
import { do_key } from '../share/ucode/wgspoke/verbs/key.ts';
import { do_read } from '../share/ucode/wgspoke/verbs/read.ts';
import { do_report } from '../share/ucode/wgspoke/verbs/report.ts';
import {
	do_check,
	do_ladder,
	do_pulse,
	do_status,
	sync_tunnel,
} from '../share/ucode/wgspoke/verbs/status.ts';
import { do_recover, do_trial, drop_trial } from '../share/ucode/wgspoke/verbs/trial.ts';
import { has_errors } from '../share/ucode/wgspoke/words/settle.ts';
import type { Asked } from '../share/ucode/wgspoke/command/asked.ts';

function run_export(asked: Asked): number {
	const text = do_export(asked.router).text;
	if (text == '') warn('wgspoke: this router has not joined a hub.\n');
	print(text);
	return text == '' ? 1 : 0;
}

function run_key(asked: Asked): number {
	const key = do_key(asked.router);
	if (key == '') warn('wgspoke: wireguard-tools is missing.\n');
	else print(key + '\n');
	return key == '' ? 1 : 0;
}

function run_read(asked: Asked): number {
	if (asked.options.file == '') usage('read which file?');
	const reply = do_read(asked.router, read_path(asked.options.file));
	show(asked, reply, read_text_reply(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_plan(asked: Asked): number {
	const reply = do_plan(asked.router, request_of(asked));
	show(asked, reply, plan_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}

function run_status(asked: Asked): number {
	const reply = do_status(asked.router);
	show(asked, reply, status_text(reply));
	return 0;
}

function run_check(asked: Asked): number {
	const text = read_path(given(asked, 'hub-says'));
	const status = do_check(asked.router);
	const ladder = do_ladder(asked.router, text);
	if (is_given(asked, 'report')) print(report_text(do_report(asked.router, text)));
	else show(asked, { ...status, ladder: ladder }, ladder_text(ladder));
	return ladder.works == 'yes' ? 0 : 1;
}

function run_recover(asked: Asked): number {
	if (do_recover(asked.router, asked.options.file == 'boot')) return 0;
	warn(findings_text(last_trial(asked.router)?.findings ?? []));
	return exit_codes.stuck;
}

function run_farewell(asked: Asked): number {
	drop_trial(asked.router);
	const network = joined_network(asked.router);
	if (network) print(farewell_text(network.hub.interface));
	return 0;
}

const verbs: Record<string, (asked: Asked) => number> = {
	read: run_read,
	plan: run_plan,
	join: run_join,
	leave: run_leave,
	repair: run_repair,
	off: (asked) => run_switch(asked, false),
	on: (asked) => run_switch(asked, true),
	hub: run_hub,
	device: run_device,
	invite: run_invite,
	export: run_export,
	follow: run_follow,
	learn: run_learn,
	key: run_key,
	status: run_status,
	check: run_check,
	pulse: (asked) => {
		printf('%J\n', do_pulse(asked.router));
		return 0;
	},
	sync: (asked) => sync_tunnel(asked.router),
	trial: (asked) => {
		do_trial(asked.router, asked.options.file);
		return 0;
	},
	recover: run_recover,
	dns: (asked) => {
		probe_dns(asked.router, asked.options.file);
		return 0;
	},
	resolve: (asked) => {
		note_addresses(asked.router, asked.options.file);
		return 0;
	},
	farewell: run_farewell,
	help: () => {
		print(usage_text());
		return 0;
	},
};

const options = sound(parse_args(ARGV));
if (options.root != '' && stat(options.root)?.type != 'directory') {
	usage(sprintf('"--root %s" is no directory', options.root));
}
const router = options.root != '' ? directory(options.root) : this_router();
exit(verbs[options.verb]!({ router: router, options: options }));
