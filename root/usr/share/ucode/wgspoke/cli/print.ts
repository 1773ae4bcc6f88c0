// How does a reply read in a terminal? Replies in, English text out.
// What is printed for a device is a configuration as a whole: the rest are comments in it.

import { fix_of, message_of, shell_of } from '../words/findings.ts';
import { in_english } from '../words/phrase.ts';
import type { Heard } from '../hub/heard.ts';
import type {
	AtHub,
	Device,
	DeviceReply,
	DeviceThere,
	Finding,
	HubReply,
	HubWords,
	InviteReply,
	Known,
	MemberKind,
	Network,
	Phrase,
	PlanReply,
	ReadReply,
	Left,
	Status,
} from '../verbs/replies.ts';

/** What to do, with the command for it where that is one. */
export function fix_text(one: Finding): string {
	const shell = shell_of(one);
	return in_english(fix_of(one)) + (shell == null ? '' : ' (' + in_english(shell) + ')');
}

export function findings_text(findings: Finding[]): string {
	let text = '';
	for (const entry of findings) {
		const where = entry.line > 0 ? sprintf(' (line %d)', entry.line) : '';
		text += sprintf(
			'%s %s%s: %s\n',
			entry.severity,
			entry.code,
			where,
			in_english(message_of(entry))
		);
		text += '    ' + fix_text(entry) + '\n';
	}
	return text;
}

function network_lines(network: Network): string {
	const hub = network.hub;
	let text = sprintf(
		'Hub         %s port %d, VPN %s, its own address %s\n',
		hub.endpoint_host == '' ? '(no endpoint)' : hub.endpoint_host,
		hub.endpoint_port,
		hub.subnet == '' ? '(unknown)' : hub.subnet,
		hub.address == '' ? '(unknown)' : hub.address
	);
	for (const site of network.sites) {
		text += sprintf(
			'%s  %s: %s%s\n',
			site.local ? 'This home ' : 'Other home',
			site.name,
			join(', ', site.lan),
			site.address == '' ? '' : ', VPN address ' + site.address
		);
	}
	for (const device of network.devices) {
		text += sprintf('Device      %s: %s\n', device.name, device.address);
	}
	return text;
}

export function read_text_reply(reply: ReadReply): string {
	let text = network_lines(reply.network) + findings_text(reply.findings);
	const offered = filter(reply.lans, (lan) => !lan.preselected);
	if (length(offered) > 0) text += 'This router also has, to be added with --lan:\n';
	for (const lan of offered) text += sprintf('    %s (%s)\n', lan.prefix, lan.interface);
	if (length(reply.unused) > 0) text += 'Not used:\n';
	for (const entry of reply.unused) {
		text += sprintf('    line %d: %s (%s)\n', entry.line, entry.text, in_english(entry.reason));
	}
	return text;
}

/** What a plan means, a line each. */
export function summary_text(summary: Phrase[]): string {
	if (length(summary) == 0) return '';
	const lines = map(summary, (sentence) => '- ' + in_english(sentence) + '\n');
	return 'This will:\n' + join('', lines);
}

export function plan_text(reply: PlanReply): string {
	let text = network_lines(reply.network) + findings_text(reply.findings);
	text += summary_text(reply.summary);
	return text + reply.diff;
}

/** 0 → '0 s', 75 → '1 min 15 s', 7260 → '2 h 1 min'. */
export function duration(seconds: number): string {
	if (seconds < 60) return sprintf('%d s', seconds);
	const minutes = int(seconds / 60);
	if (minutes < 60) return sprintf('%d min %d s', minutes, seconds % 60);
	return sprintf('%d h %d min', int(minutes / 60), minutes % 60);
}

/** 75 → '1 min 15 s ago'. */
function ago(seconds: Known<number>, never: string): string {
	return seconds == null ? never : duration(seconds) + ' ago';
}

/** 0 → '0 B', 1536 → '1.5 KiB'. */
export function amount(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let unit = 0;
	let value = bytes;
	while (value >= 1024 && unit < 4) {
		value = value * 0.0009765625;
		unit++;
	}
	return sprintf(unit == 0 ? '%d %s' : '%.1f %s', value, units[unit]);
}

/** What somebody reads who removes the package from a router that has joined. */
export function farewell_text(name: string): string {
	return sprintf(
		'This home stays joined to its hub: the interface "%s" and its firewall zone go on working without\n' +
			'this package. To take them out as well, install it again, run "wgspoke leave" and then remove it.\n',
		name
	);
}

// What the hub carried for a member; nothing when it does not tell.
function carried(member: Heard): string {
	if (member.got_bytes == null || member.sent_bytes == null) return '';
	const got = amount(member.got_bytes);
	return sprintf('    traffic              %s received, %s sent\n', got, amount(member.sent_bytes));
}

// What a person has still to do at the hub.
function left_text(left: Left[]): string {
	let text = '';
	for (const one of left) {
		const what = one.kind == 'add' ? 'tell it of ' + one.name : 'remove ' + one.public_key;
		text += sprintf(
			'Left to do at the hub: %s%s\n',
			what,
			one.kind == 'add' ? '' : ' (' + one.name + ')'
		);
	}
	return text;
}

export function status_text(status: Status & { left?: Left[] }): string {
	if (!status.joined) return 'This router has not joined a hub.\n' + findings_text(status.findings);
	let text = sprintf(
		'Interface   %s is %s\n',
		status.interface,
		status.up == null ? 'not checked' : status.up ? 'up' : 'down'
	);
	text += sprintf(
		'Handshake   %s\n',
		status.handshake_unclear
			? 'not known when: the clock of this router was set meanwhile, or is wrong'
			: ago(status.handshake_age, 'none yet')
	);
	text += sprintf(
		'Traffic     %s received, %s sent\n',
		amount(status.rx_bytes),
		amount(status.tx_bytes)
	);
	if (status.watching) {
		text += sprintf('Hub heard   %s\n', ago(status.hub_heard, 'never'));
		if (status.rx_rate != null && status.tx_rate != null) {
			text += sprintf(
				'Just now    %s/s received, %s/s sent\n',
				amount(status.rx_rate),
				amount(status.tx_rate)
			);
		}
	}
	if (status.hub_age != null) text += sprintf('Hub told    %s\n', ago(status.hub_age, ''));
	text += sprintf('Last check  %s\n', ago(status.probe_age, 'none yet; run "wgspoke check"'));
	text += sprintf('    handshake            %s\n', status.handshake);
	text += sprintf('    hub answers          %s\n', status.hub);
	for (let i = 0; i < length(status.sites); i++) {
		const site = status.sites[i]!;
		const known = status.network!.sites[i]!;
		if (known.local) continue;
		text += sprintf('%s (%s)\n', site.name, join(', ', known.lan));
		text += sprintf('    its router answers   %s\n', site.gateway);
		text += sprintf('    a device there       %s\n', site.host);
		text += sprintf('    last heard           %s\n', ago(site.heard, 'never'));
		text += carried(site);
		for (const prefix of site.missing_routes) text += sprintf('    no route to %s\n', prefix);
	}
	for (const device of status.devices) {
		if (status.hub_age == null) break;
		text += sprintf('%s\n    last heard           %s\n', device.name, ago(device.heard, 'never'));
		text += carried(device);
	}
	if (length(status.drift) > 0) {
		text += 'The configuration is not as planned any more:\n' + status.diff;
	}
	return text + left_text(status.left ?? []) + findings_text(status.findings);
}

// --- the other ends of the network ---

// What to do at the hub.
export function words_text(words: HubWords): string {
	let text = '';
	if (words.peer_block != '') {
		text += '# At the end of /etc/wireguard/wg0.conf on the hub, for after a restart:\n';
		text += words.peer_block + '\n';
	}
	if (length(words.live) > 0) text += '# And on the hub now:\n';
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

const kind_words: Record<MemberKind, string> = {
	local: 'this home',
	site: 'other home',
	device: 'device',
};

/** The network as a table, then what to do at the hub so that it knows everybody. */
export function hub_text(reply: HubReply): string {
	let text = '';
	const all: HubWords = { peer_block: '', live: [] };
	const blocks: string[] = [];
	for (const member of reply.members) {
		const key = member.public_key == '' ? 'key not known' : member.public_key;
		const row = [member.address, key, join(', ', member.lan), member.name];
		text += sprintf('# %-10s  %-15s  %-44s  %-18s  %s\n', kind_words[member.kind], ...row);
		if (member.peer_block != '') push(blocks, member.peer_block);
		push(all.live, ...member.live);
	}
	all.peer_block = join('\n', blocks);
	return text + findings_text(reply.findings) + words_text(all);
}

/** Where something is to be done, before it. */
const PLACES: Record<MemberKind, string> = {
	local: '',
	site: '# On the router of %s:\n',
	device: '# In the configuration of %s, instead of the line AllowedIPs there:\n',
};

/** Who the hub is told of, and is to forget, where this router does that itself. */
function at_hub_text(at_hub: Known<AtHub>): string {
	if (at_hub == null) return '';
	const told = length(at_hub.told) == 0 ? [] : ['told of ' + join(', ', at_hub.told)];
	const gone = length(at_hub.removed) == 0 ? [] : ['to forget ' + join(', ', at_hub.removed)];
	return '# The hub is ' + join(' and ', [...told, ...gone]) + ' in the same step.\n';
}

/** What the invited home needs, what the hub does, and what everybody else has to add. Findings were told before. */
export function invite_text(reply: InviteReply): string {
	if (reply.conf == '') return '';
	let text = '# For the other home: this line, to be pasted into its router.\n' + reply.line + '\n';
	text += '\n# Or, without this package there, this configuration:\n' + reply.conf + '\n';
	text += at_hub_text(reply.at_hub) + words_text(reply.hub);
	const told = reply.at_hub != null;
	const homes = filter(reply.others, (other) => other.kind != 'device');
	if (told && length(homes) > 0) {
		text += '\n# The hub tells your other homes within a minute; there, run: wgspoke follow\n';
	}
	const others = told ? filter(reply.others, (other) => other.kind == 'device') : reply.others;
	if (length(others) > 0) {
		text += sprintf(
			'\n# Update your %s, so that they reach it:\n',
			told ? 'devices' : 'other homes and devices'
		);
	}
	for (const other of others) {
		text += sprintf(PLACES[other.kind], other.name) + other.add + '\n';
	}
	return text;
}

/** The configuration with the rest as comments; without one the rest as it is. */
export function device_text(reply: DeviceReply): string {
	const rest = findings_text(reply.findings) + at_hub_text(reply.at_hub) + words_text(reply.hub);
	if (reply.conf == '') return rest;
	return reply.conf + (rest == '' ? '' : '\n' + commented(rest));
}

/** 'iPhone  192.168.151.5  its key is known' */
export function devices_text(devices: Device[], there: DeviceThere[]): string {
	let text = '';
	for (const device of devices) {
		const key = device.public_key == '' ? 'key not known here' : device.public_key;
		text += sprintf('%s  %s  %s\n', device.name, device.address, key);
	}
	if (text == '') text = 'No devices yet.\n';
	return text + findings_text(map(there, (one) => one.told));
}
