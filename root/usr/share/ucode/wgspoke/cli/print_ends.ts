// How do the hub's, a device's and another home's part read in a terminal?
// Pure, as cli. What is printed for a device is a configuration as a whole: the rest are comments in it.

import { findings_text } from './options.ts';
import type { Device, DeviceReply, HubReply, HubWords, InviteReply } from '../model/types.ts';

// What to do at the hub.
function words_text(words: HubWords): string {
	let text = '';
	if (words.peer_block != '') {
		text += '# At the end of /etc/wireguard/wg0.conf at the hub, for after a restart:\n';
		text += words.peer_block + '\n';
	}
	if (length(words.live) > 0) text += '# And at the hub now:\n';
	for (const line of words.live) text += line + '\n';
	return text;
}

// Every line as a comment, once.
function commented(text: string): string {
	let result = '';
	for (const line of split(rtrim(text, '\n'), '\n')) {
		if (line != '') result += (substr(line, 0, 1) == '#' ? '' : '# ') + line + '\n';
	}
	return result;
}

/** The network as a table, then what to do at the hub so that it knows everybody. */
export function hub_text(reply: HubReply): string {
	let text = '';
	const all: HubWords = { peer_block: '', live: [] };
	const blocks: string[] = [];
	for (const member of reply.members) {
		const key = member.public_key == '' ? 'key not known' : member.public_key;
		const row = [member.address, key, join(', ', member.lan), member.name];
		text += sprintf('# %-10s  %-15s  %-44s  %-18s  %s\n', member.kind, ...row);
		if (member.peer_block != '') push(blocks, member.peer_block);
		push(all.live, ...member.live);
	}
	all.peer_block = join('\n', blocks);
	return text + findings_text(reply.findings) + words_text(all);
}

/** Where something is to be done, before it. */
const PLACES = {
	'other home': '# On the router of %s:\n',
	device: '# In the configuration of %s, instead of the line AllowedIPs there:\n',
};

/** What the invited home needs, what the hub does, and what everybody else has to add. Findings were told before. */
export function invite_text(reply: InviteReply): string {
	if (reply.conf == '') return '';
	let text = '# For the other home: this line, to be pasted into its router.\n' + reply.line + '\n';
	text += '\n# Or, without this package there, this configuration:\n' + reply.conf + '\n';
	text += words_text(reply.hub);
	if (length(reply.others) > 0)
		text += '\n# At those who were there before, so that they reach it:\n';
	for (const other of reply.others) {
		text += sprintf(PLACES[other.kind], other.name) + other.add + '\n';
	}
	return text;
}

/** The configuration with the rest as comments; without one the rest as it is. */
export function device_text(reply: DeviceReply): string {
	const rest = findings_text(reply.findings) + words_text(reply.hub);
	if (reply.conf == '') return rest;
	return reply.conf + (rest == '' ? '' : '\n' + commented(rest));
}

/** 'iPhone  192.168.151.5  its key is known' */
export function devices_text(devices: Device[]): string {
	let text = '';
	for (const device of devices) {
		const key = device.public_key == '' ? 'key not known here' : device.public_key;
		text += sprintf('%s  %s  %s\n', device.name, device.address, key);
	}
	return text == '' ? 'No devices yet.\n' : text;
}
