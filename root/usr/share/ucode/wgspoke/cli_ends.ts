// How do the hub's, a device's and another home's part read in a terminal?
// Pure, as cli. What is printed for a device is a configuration as a whole: the rest are comments in it.

import { findings_text } from './cli.ts';
import type { Device, DeviceReply, HubReply, HubWords } from './types.ts';

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

export function hub_text(reply: HubReply): string {
	return findings_text(reply.findings) + words_text(reply);
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
