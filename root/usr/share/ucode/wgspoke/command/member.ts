// What do `device` and `invite` print, and with which status do they end?
// What they hand out would only mislead where its member is not in the network in the end.

import { device_text, devices_text, findings_text, invite_text } from '../cli/print.ts';
import { probe_dns } from '../doctor/probe.ts';
import { device_edit, device_wanted } from '../verbs/device.ts';
import { invitation, invite_wanted } from '../verbs/invite.ts';
import { joined_network } from '../verbs/join.ts';
import { do_status } from '../verbs/status.ts';
import { given, is_given, show, tell, usage } from './asked.ts';
import { tried } from './change.ts';
import type { DeviceAction } from '../verbs/device.ts';
import type { Asked } from './asked.ts';

/** Words after `device <action>`. */
const action_words: Record<string, number> = {
	add: 1,
	show: 1,
	key: 1,
	rename: 2,
	handed: 1,
	remove: 1,
};

function list_devices(asked: Asked): number {
	const devices = joined_network(asked.router)?.devices ?? [];
	const there = do_status(asked.router).devices_there;
	show(asked, { devices: devices, devices_there: there }, devices_text(devices, there));
	return 0;
}

export function run_device(asked: Asked): number {
	const options = asked.options;
	const action = options.words[0] ?? '';
	if (action == 'list') return list_devices(asked);
	if (length(options.words) != (action_words[action] ?? 0) + 1) {
		usage(
			'device list, add NAME, show NAME, key NAME, rename NAME NEW, handed NAME or remove NAME'
		);
	}
	const dns = given(asked, 'dns');
	if (dns != '' && asked.router.live) probe_dns(asked.router, dns);
	const edit = device_edit(asked.router, {
		action: action as DeviceAction,
		name: options.words[1]!,
		to: options.words[2] ?? '',
		public_key: given(asked, 'public-key'),
		address: given(asked, 'address'),
		dns: dns,
		keep: options.keep,
		by_hand: is_given(asked, 'by-hand'),
	});
	const code = tried(asked, edit.reply.findings, device_wanted(edit), false, '');
	if (code != 0) edit.reply.conf = '';
	show(asked, { ...edit.reply, result: code }, device_text(edit.reply));
	return code;
}

export function run_invite(asked: Asked): number {
	const options = asked.options;
	if (options.file == '') usage('invite which home?');
	const call = {
		name: options.file,
		lan: options.given['lan'] ?? [],
		address: given(asked, 'address'),
		public_key: given(asked, 'public-key'),
		public_ok: options.given['accept-public'] ?? [],
		manage: is_given(asked, 'manage'),
		by_hand: is_given(asked, 'by-hand'),
	};
	const made = invitation(asked.router, call, true);
	tell(asked, findings_text(made.reply.findings));
	const code = tried(asked, made.reply.findings, invite_wanted(made), options.keep, '');
	if (code != 0) {
		made.reply.conf = '';
		made.reply.line = '';
	}
	show(asked, { ...made.reply, result: code }, invite_text(made.reply));
	return code;
}
