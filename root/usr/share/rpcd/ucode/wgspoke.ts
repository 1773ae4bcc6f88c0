// The ubus object `wgspoke`: one line per method. It answers at once; whatever takes time is started as a program.
// A private key is in two replies alone, made for it: a device's configuration and an invitation. Never this router's.

import { most_members, reply_limit, word_limit } from '../../ucode/wgspoke/base/bounds.ts';
import { parse_address } from '../../ucode/wgspoke/base/prefix.ts';
import { report_text } from '../../ucode/wgspoke/cli/report.ts';
import { start } from '../../ucode/wgspoke/base/shell.ts';
import { dns_verdict, is_probing } from '../../ucode/wgspoke/doctor/probe.ts';
import { kept_paste } from '../../ucode/wgspoke/router/keys.ts';
import { wants_addresses } from '../../ucode/wgspoke/router/names.ts';
import { this_router } from '../../ucode/wgspoke/router/router.ts';
import { decide, last_trial, needs_recovery, trial_of } from '../../ucode/wgspoke/trial/state.ts';
import { do_device } from '../../ucode/wgspoke/verbs/device.ts';
import { do_export } from '../../ucode/wgspoke/verbs/export.ts';
import { do_follow } from '../../ucode/wgspoke/verbs/follow.ts';
import { do_hub, do_hub_scripts } from '../../ucode/wgspoke/verbs/hub.ts';
import { do_invite } from '../../ucode/wgspoke/verbs/invite.ts';
import { do_left_done } from '../../ucode/wgspoke/verbs/left.ts';
import { do_join, do_plan, joined_network } from '../../ucode/wgspoke/verbs/join.ts';
import { do_key } from '../../ucode/wgspoke/verbs/key.ts';
import { do_leave } from '../../ucode/wgspoke/verbs/leave.ts';
import { do_read_and_keep } from '../../ucode/wgspoke/verbs/read.ts';
import { do_report } from '../../ucode/wgspoke/verbs/report.ts';
import { do_repair } from '../../ucode/wgspoke/verbs/repair.ts';
import { own_request } from '../../ucode/wgspoke/verbs/request.ts';
import { do_ladder, do_pulse, do_status } from '../../ucode/wgspoke/verbs/status.ts';
import { do_hub_check, do_hub_sort } from '../../ucode/wgspoke/verbs/sort.ts';
import { do_switch } from '../../ucode/wgspoke/verbs/switch.ts';
import { do_tried } from '../../ucode/wgspoke/verbs/tried.ts';
import type { DeviceAction } from '../../ucode/wgspoke/verbs/device.ts';
import type { Answer, PlanReply, ReadReply, Sorted } from '../../ucode/wgspoke/verbs/replies.ts';
import type { Request } from '../../ucode/wgspoke/verbs/request.ts';

/** What rpcd hands to a method; `args` has the sample values' types, and what was not given is null. */
interface Call {
	args: Record<string, unknown>;
}

const router = this_router();

const long_word = '"%s" has %d characters, and at most %d are read: enter less.';
const long_list = '"%s" has %d entries, and at most %d are read: leave out what is not needed.';
const large_reply =
	'The answer has %d characters, and this router sends at most %d: leave out homes and devices that are not needed.';

function text_of(call: Call, name: string): string {
	return (call.args[name] ?? '') as string;
}

/** The texts of a list; whatever else is in it is no text. */
function list_of(call: Call, name: string): string[] {
	const list = (call.args[name] ?? []) as unknown[];
	return filter(list, (entry) => type(entry) == 'string') as string[];
}

/** The answers about keys: 'public key answer', each a word of its list. */
function sorted_of(call: Call): Sorted[] {
	return map(list_of(call, 'sorted'), (entry) => {
		const parts = split(entry, ' ');
		return { public_key: parts[0]!, answer: (parts[1] ?? '') as Answer };
	});
}

function request_of(call: Call): Request {
	const id = text_of(call, 'paste');
	const paste = id == '' ? null : kept_paste(router, id);
	const gone = id != '' && paste == null;
	return {
		...own_request(false),
		network: call.args['network'],
		paste: paste,
		paste_gone: gone,
		take_over: text_of(call, 'take_over'),
		by_hand: call.args['by_hand'] == true,
	};
}

/** Arguments that are a word, or a list of words. */
const words = [
	'paste',
	'take_over',
	'hub_interface',
	'gone',
	'name',
	'to',
	'public_key',
	'address',
	'dns',
	'lan',
	'sorted',
];

// A word that is longer than any, or a list with more; null for none. What is in a text or network, its readers bound.
function excess_of(call: Call): object | null {
	for (const name of words) {
		const value = call.args[name];
		const kind = type(value);
		const size = kind == 'string' || kind == 'array' ? length(value as string | unknown[]) : 0;
		if (kind == 'string' && size > word_limit) {
			return { error: sprintf(long_word, name, size, word_limit) };
		}
		if (kind != 'array') continue;
		if (size > most_members) return { error: sprintf(long_list, name, size, most_members) };
		for (const one of value as unknown[]) {
			const length_of = type(one) == 'string' ? length(one as string) : 0;
			if (length_of > word_limit) return { error: sprintf(long_word, name, length_of, word_limit) };
		}
	}
	return null;
}

// Of bounded questions no answer is too large; a configuration that a hand wrote may be.
function bounded(reply: object): object {
	const size = length(sprintf('%J', reply));
	return size <= reply_limit ? reply : { error: sprintf(large_reply, size, reply_limit) };
}

/** A fault of ours is a reply too; rpcd would turn the exception into a bare number. */
function answer(method: (call: Call) => object): (call: Call) => object {
	return (call) => {
		try {
			return excess_of(call) ?? bounded(method(call));
		} catch (fault) {
			return { error: (fault as Exception).message };
		}
	};
}

/** How far the trial under the id is, or with none the last one; one that was abandoned is undone. */
function trial_asked(id: string): object {
	if (needs_recovery(router)) start(['/usr/bin/wgspoke', 'recover']);
	return { trial: id == '' ? last_trial(router) : trial_of(router, id) };
}

/** Has the hub's name looked up in the background, so that the next plan knows where the hub is. */
function seek_hub(reply: PlanReply | ReadReply): object {
	const host = reply.network.hub.endpoint_host;
	if (wants_addresses(router, host)) start(['/usr/bin/wgspoke', 'resolve', host]);
	return reply;
}

/** However often it is asked for, one check runs at a time. */
function check(): object {
	const running = is_probing(router);
	if (!running) start(['/usr/bin/wgspoke', 'check', '-j']);
	return { started: !running };
}

/** Has the hub asked; what it says is in the status then. */
function ask(): object {
	start(['/usr/bin/wgspoke', 'hub', '--ask', '-j']);
	return { started: true };
}

/** Tells whether a DNS server answers; the first question about it is asked in the background. */
function dns(call: Call): object {
	const address = text_of(call, 'address');
	const verdict = dns_verdict(router, address);
	if (verdict == 'not checked' && parse_address(address) != null)
		start(['/usr/bin/wgspoke', 'dns', address]);
	return { verdict: verdict };
}

/** With a network: of one that was tried and undone, what a look at the hub tells. */
function ladder(call: Call): object {
	const look = text_of(call, 'look');
	if (call.args['network'] == null) return do_ladder(router, look);
	return do_tried(router, request_of(call), look);
}

const about_device = {
	name: '',
	to: '',
	public_key: '',
	address: '',
	dns: '',
	keep: true,
	by_hand: true,
};

/** A method that adds, changes, removes or shows a device. */
function device(action: DeviceAction): object {
	const method = (call: Call): object =>
		do_device(router, {
			action: action,
			name: text_of(call, 'name'),
			to: text_of(call, 'to'),
			public_key: text_of(call, 'public_key'),
			address: text_of(call, 'address'),
			dns: text_of(call, 'dns'),
			keep: call.args['keep'] == true,
			by_hand: call.args['by_hand'] == true,
		});
	return { args: about_device, call: answer(method) };
}

const methods = {
	read: {
		args: { text: '' },
		call: answer((call) =>
			seek_hub(do_read_and_keep(router, text_of(call, 'text'), text_of(call, 'ubus_rpc_session')))
		),
	},
	plan: {
		args: { network: {}, paste: '', take_over: '', by_hand: true },
		call: answer((call) => seek_hub(do_plan(router, request_of(call)))),
	},
	hub: {
		args: { network: {}, paste: '', take_over: '' },
		call: answer((call) => do_hub(router, request_of(call), false)),
	},
	hub_scripts: {
		args: { network: {}, hub_interface: '', gone: [], output: '', silent: true, paste: '' },
		call: answer((call) =>
			do_hub_scripts(
				router,
				request_of(call),
				{
					hub_interface: text_of(call, 'hub_interface'),
					gone: list_of(call, 'gone'),
					output: text_of(call, 'output'),
					silent: call.args['silent'] == true,
				},
				false
			)
		),
	},
	hub_check: {
		args: { output: '' },
		call: answer((call) => do_hub_check(router, text_of(call, 'output'))),
	},
	hub_sort: {
		args: { sorted: [], output: '', dry: true },
		call: answer((call) =>
			do_hub_sort(router, sorted_of(call), text_of(call, 'output'), call.args['dry'] == true)
		),
	},
	export: { args: {}, call: answer(() => do_export(router)) },
	invite: {
		args: {
			name: '',
			lan: [],
			address: '',
			public_key: '',
			public_ok: [],
			manage: true,
			by_hand: true,
			dry: true,
		},
		call: answer((call) =>
			do_invite(
				router,
				{
					name: text_of(call, 'name'),
					lan: list_of(call, 'lan'),
					address: text_of(call, 'address'),
					public_key: text_of(call, 'public_key'),
					public_ok: list_of(call, 'public_ok'),
					manage: call.args['manage'] == true,
					by_hand: call.args['by_hand'] == true,
				},
				call.args['dry'] == true
			)
		),
	},
	pulse: { args: {}, call: answer(() => do_pulse(router)) },
	status: { args: {}, call: answer(() => do_status(router)) },
	check: { args: {}, call: answer(check) },
	ask: { args: {}, call: answer(ask) },
	follow: {
		args: { public_key: '' },
		call: answer((call) => do_follow(router, text_of(call, 'public_key'))),
	},
	left_done: {
		args: { public_key: '' },
		call: answer((call) =>
			do_left_done(router, joined_network(router), text_of(call, 'public_key'))
		),
	},
	report: {
		args: { look: '' },
		call: answer((call) => ({ text: report_text(do_report(router, text_of(call, 'look'))) })),
	},
	ladder: { args: { look: '', network: {}, paste: '' }, call: answer(ladder) },
	repair: {
		args: { dry: true },
		call: answer((call) => do_repair(router, call.args['dry'] == true)),
	},
	switch: {
		args: { on: true, dry: true },
		call: answer((call) => do_switch(router, call.args['on'] == true, call.args['dry'] == true)),
	},
	trial: {
		args: { trial: '' },
		call: answer((call) => trial_asked(text_of(call, 'trial'))),
	},
	decide: {
		args: { trial: '', keep: true },
		call: answer((call) => ({
			decided: decide(router, text_of(call, 'trial'), call.args['keep'] == true),
		})),
	},
	key: { args: {}, call: answer(() => ({ public_key: do_key(router) })) },
	join: {
		args: { network: {}, paste: '', take_over: '', by_hand: true },
		call: answer((call) => do_join(router, request_of(call), text_of(call, 'paste'))),
	},
	dns: { args: { address: '' }, call: answer(dns) },
	device_add: device('add'),
	device_rename: device('rename'),
	device_key: device('key'),
	device_remove: device('remove'),
	device_handed: device('handed'),
	device_show: device('show'),
	leave: {
		args: { dry: true, at_hub: true },
		call: answer((call) => do_leave(router, call.args['dry'] == true, call.args['at_hub'] == true)),
	},
};

export default { wgspoke: methods };
