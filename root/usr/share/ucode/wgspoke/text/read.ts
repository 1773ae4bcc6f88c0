// Which network does a pasted text mean? From the wg-quick file of a home to a Network, its secrets apart.
// Every line that is not used is listed with its reason; what only the router can tell is left for `preflight`.

import { first_address, parse_prefix, print_address } from '../base/prefix.ts';
import { read_network, unpack_line } from './file.ts';
import { empty_network } from '../model/network.ts';
import { finish, leave_out, leave_out_entry, say } from './reading.ts';
import { read_networks } from './networks.ts';
import {
	read_dns,
	read_endpoint,
	read_keepalive,
	read_mtu,
	read_peer_keys,
	read_private_key,
} from './keys.ts';
import { fill, finding, nouns, quotable, reasons } from '../words/texts.ts';
import {
	amnezia_keys,
	amnezia_shared,
	hook_keys,
	last_entry,
	list_entries,
	parse_conf,
} from './conf.ts';
import type { Reading, ReadResult } from './reading.ts';
import type { Finding } from '../model/types.ts';
import type { Conf, Entry, Problem, Section } from './conf.ts';

/** 64 KiB: more than a thousand homes need, and what a call to the router can carry. */
const text_limit = 65536;
const unused_keys: Record<string, string> = {
	ListenPort: reasons.listen_port,
	FwMark: reasons.fwmark,
	Table: reasons.table,
	SaveConfig: reasons.save_config,
	DNS: reasons.dns,
	AdvancedSecurity: reasons.amnezia,
};
for (const key of hook_keys) unused_keys[key] = reasons.hook;
for (const key of amnezia_keys) unused_keys[key] = reasons.amnezia;

const list_keys = ['Address', 'AllowedIPs'];
const interface_keys = ['PrivateKey', 'Address', 'MTU'];
const peer_keys = ['PublicKey', 'PresharedKey', 'AllowedIPs', 'Endpoint', 'PersistentKeepalive'];

// --- the text as a whole ---

// Commands by which a relay forwards between its peers.
function forwards(section: Section): boolean {
	for (const entry of section.entries) {
		if (index(hook_keys, entry.key) < 0) continue;
		const command = lc(entry.value);
		if (index(command, 'forward') >= 0 || index(command, 'masquerade') >= 0) return true;
	}
	return false;
}

// Why this is the hub's own file, or null: nobody to call, and it waits for calls.
function hub_file_reason(conf: Conf): string | null {
	for (const peer of conf.peers) if (last_entry(peer, 'Endpoint') != null) return null;
	const port = last_entry(conf.interface, 'ListenPort');
	const relays = forwards(conf.interface);
	const address = list_entries(conf.interface, 'Address')[0]?.value ?? '';
	const prefix = parse_prefix(address);
	const is_first = prefix != null && first_address(address) == print_address(prefix);
	if (port != null && (relays || length(conf.peers) > 1 || is_first))
		return fill(reasons.listens, { port: quotable(port.value) });
	return relays && length(conf.peers) > 0 ? reasons.forwards : null;
}

function problem_reason(problem: Problem): string {
	return reasons[problem.reason];
}

// A text that cannot be used at all: its one finding, or null.
function refuse(text: string, conf: Conf): Finding | null {
	const first = conf.problems[0];
	if (first != null && (first.reason == 'utf16' || first.reason == 'binary'))
		return finding('not-config', { reason: problem_reason(first) }, 'text', 0);
	if (trim(text) == '') return finding('not-config', { reason: reasons.empty }, 'text', 0);
	if (conf.interface.line == 0 && length(conf.peers) == 0)
		return finding('not-config', { reason: reasons.no_sections }, 'text', 0);
	const reason = hub_file_reason(conf);
	if (reason != null) return finding('hub-file', { reason }, 'text', conf.interface.line);
	return null;
}

// The peer that is the hub: the first that can be called. null when there is no peer.
function choose_peer(reading: Reading, conf: Conf): Section | null {
	let chosen = conf.peers[0] ?? null;
	for (const peer of reverse(slice(conf.peers)))
		if (last_entry(peer, 'Endpoint') != null) chosen = peer;
	if (chosen == null) {
		say(reading, 'no-peer', {}, 'text', conf.interface.line);
		return null;
	}
	const count = length(conf.peers);
	if (count == 1) return chosen;
	const values = { count: '' + count, line: '' + chosen.line };
	say(reading, 'many-peers', values, 'text', chosen.line);
	for (const peer of conf.peers) {
		if (peer == chosen) continue;
		leave_out(reading, peer.line, '[Peer]', reasons.other_peer);
		for (const entry of peer.entries) leave_out_entry(reading, entry, reasons.other_peer);
	}
	return chosen;
}

// wg-easy writes the lines of its peer in this order, whatever the version; nobody else ends with the endpoint.
// Source: WireGuard.js of version 14, and the text that version 15 exports.
const easy_order = 'PublicKey PresharedKey AllowedIPs PersistentKeepalive Endpoint';

// Version 15 gives the client single addresses, 14 its whole network: '10.8.0.2/32', '10.8.0.2/24'.
function tell_wg_easy(reading: Reading, conf: Conf, peer: Section): void {
	const order = map(peer.entries, (entry) => entry.key);
	if (join(' ', order) != easy_order) return;
	let old = false;
	for (const entry of list_entries(conf.interface, 'Address')) {
		const prefix = parse_prefix(entry.value);
		if (prefix != null && prefix.bits < (prefix.family == 6 ? 128 : 32)) old = true;
	}
	say(reading, old ? 'wg-easy-old' : 'wg-easy', { value: nouns.home_lan }, 'text', peer.line);
}

// --- what is not used ---

// Entries of a used section that nothing above has read.
function leave_out_rest(reading: Reading, section: Section, used: string[]): void {
	const last: Record<string, Entry> = {};
	for (const key of used) {
		const entry = last_entry(section, key);
		if (entry != null) last[key] = entry;
	}
	for (const entry of section.entries) {
		const reason = exists(unused_keys, entry.key) ? unused_keys[entry.key] : null;
		if (index(used, entry.key) < 0) leave_out_entry(reading, entry, reason ?? reasons.unknown_key);
		else if (index(list_keys, entry.key) < 0 && entry != last[entry.key])
			leave_out_entry(reading, entry, reasons.repeated);
	}
	for (const key of amnezia_shared) {
		const entry = last_entry(section, key);
		if (entry == null) continue;
		const values = { line: '' + entry.line, reason: reasons.amnezia };
		say(reading, 'bad-line', values, 'text', entry.line);
		break;
	}
}

function leave_out_problems(reading: Reading, problems: Problem[]): void {
	for (const problem of problems) {
		const reason = problem_reason(problem);
		leave_out(reading, problem.line, problem.text, reason);
		const inside = problem.reason == 'unknown_section' && substr(problem.text, 0, 1) != '[';
		if (problem.reason == 'no_value' || inside) continue;
		say(reading, 'bad-line', { line: '' + problem.line, reason }, 'text', problem.line);
	}
}

/**
 * Reads a wg-quick file, a network file or its line; total for any string. The network's local site has no LAN yet, its other homes have the
 * prefixes of AllowedIPs. After not-config, too-large and hub-file, network and secrets are empty.
 */
export function read_text(text: string): ReadResult {
	const reading: Reading = {
		network: empty_network(),
		secrets: { private_key: '', preshared_key: '' },
		findings: [],
		left_out: [],
	};
	if (length(text) > text_limit) {
		const size = '' + int((length(text) + 1023) / 1024);
		const limit = '' + int(text_limit / 1024);
		say(reading, 'too-large', { size, limit }, 'text', 0);
		return finish(reading);
	}
	const plain = unpack_line(text);
	const file = read_network(plain);
	if (file != null) {
		reading.network = file.network;
		reading.secrets.private_key = file.private_key;
		push(reading.findings, ...file.findings);
		return finish(reading);
	}
	if (plain != text) {
		say(reading, 'not-config', { reason: reasons.cut_off }, 'text', 0);
		return finish(reading);
	}
	const conf = parse_conf(text);
	const refused = refuse(text, conf);
	if (refused != null) {
		push(reading.findings, refused);
		return finish(reading);
	}
	const peer = choose_peer(reading, conf);
	read_private_key(reading, conf);
	if (peer != null) {
		read_peer_keys(reading, peer);
		read_endpoint(reading, peer);
	}
	read_networks(reading, conf, peer);
	if (peer != null) {
		tell_wg_easy(reading, conf, peer);
		read_keepalive(reading, peer);
		leave_out_rest(reading, peer, peer_keys);
	}
	read_mtu(reading, conf.interface);
	read_dns(reading, conf.interface);
	leave_out_rest(reading, conf.interface, interface_keys);
	leave_out_problems(reading, conf.problems);
	return finish(reading);
}
