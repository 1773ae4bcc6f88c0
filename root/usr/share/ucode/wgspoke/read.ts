// Which network does a pasted text mean? From the wg-quick file of a home to a Network, its secrets apart.
// Every line that is not used is listed with its reason; what only the router can tell is left for `preflight`.

import { first_address, parse_prefix, print_address } from './cidr.ts';
import { empty_network } from './network.ts';
import { leave_out, leave_out_entry, say } from './reading.ts';
import { read_networks } from './read_networks.ts';
import {
	read_dns,
	read_endpoint,
	read_keepalive,
	read_mtu,
	read_peer_keys,
	read_private_key,
} from './read_values.ts';
import { fill, finding, quotable, reasons } from './texts.ts';
import {
	amnezia_keys,
	amnezia_shared,
	hook_keys,
	last_entry,
	list_entries,
	parse_conf,
} from './wgconf.ts';
import type { ReadResult } from './reading.ts';
import type { Finding, UnusedLine } from './types.ts';
import type { Conf, Problem, Section } from './wgconf.ts';

/** 64 KiB: more than a thousand homes need, and what a call to the router can carry. */
const text_limit = 65536;
/** Lines listed as not used, and numbers shown of them, so that noise cannot make a reply too large to send. */
const unused_limit = 400;
const unused_shown = 12;

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
function choose_peer(result: ReadResult, conf: Conf): Section | null {
	let chosen = conf.peers[0] ?? null;
	for (const peer of reverse(slice(conf.peers)))
		if (last_entry(peer, 'Endpoint') != null) chosen = peer;
	if (chosen == null) {
		say(result, 'no-peer', {}, 'text', conf.interface.line);
		return null;
	}
	const count = length(conf.peers);
	if (count == 1) return chosen;
	const values = { count: '' + count, line: '' + chosen.line };
	say(result, 'many-peers', values, 'text', chosen.line);
	for (const peer of conf.peers) {
		if (peer == chosen) continue;
		leave_out(result, peer.line, '[Peer]', reasons.other_peer);
		for (const entry of peer.entries) leave_out_entry(result, entry, reasons.other_peer);
	}
	return chosen;
}

// --- what is not used ---

// Entries of a used section that nothing above has read.
function leave_out_rest(result: ReadResult, section: Section, used: string[]): void {
	for (const entry of section.entries) {
		const reason = exists(unused_keys, entry.key) ? unused_keys[entry.key] : null;
		if (index(used, entry.key) < 0) leave_out_entry(result, entry, reason ?? reasons.unknown_key);
		else if (index(list_keys, entry.key) < 0 && entry != last_entry(section, entry.key))
			leave_out_entry(result, entry, reasons.repeated);
	}
	for (const entry of section.entries) {
		if (index(amnezia_shared, entry.key) < 0) continue;
		const values = { line: '' + entry.line, reason: reasons.amnezia };
		say(result, 'bad-line', values, 'text', entry.line);
		break;
	}
}

function leave_out_problems(result: ReadResult, problems: Problem[]): void {
	for (const problem of problems) {
		const reason = problem_reason(problem);
		leave_out(result, problem.line, problem.text, reason);
		const inside = problem.reason == 'unknown_section' && substr(problem.text, 0, 1) != '[';
		if (problem.reason == 'no_value' || inside) continue;
		say(result, 'bad-line', { line: '' + problem.line, reason }, 'text', problem.line);
	}
}

function compare_unused(a: UnusedLine, b: UnusedLine): number {
	if (a.line != b.line) return a.line - b.line;
	return a.text == b.text ? 0 : a.text < b.text ? -1 : 1;
}

// In the order of the text; one finding says that there are any.
function finish_unused(result: ReadResult): void {
	const unused = sort(result.unused, compare_unused);
	const count = length(unused);
	if (count == 0) return;
	const numbers = uniq(map(unused, (entry) => '' + entry.line));
	let lines = join(', ', slice(numbers, 0, unused_shown));
	if (length(numbers) > unused_shown) lines += ', …';
	say(result, 'unused-line', { lines }, 'text', unused[0]?.line ?? 0);
	if (count <= unused_limit) return;
	const more = { line: unused[unused_limit]?.line ?? 0, text: '…', reason: '' };
	more.reason = fill(reasons.more_lines, { count: '' + (count - unused_limit) });
	result.unused = [...slice(unused, 0, unused_limit), more];
}

/**
 * Reads a wg-quick file; total for any string. The network's local site has no LAN yet, its other homes have the
 * prefixes of AllowedIPs. After not-config, too-large and hub-file, network and secrets are empty.
 */
export function read_text(text: string): ReadResult {
	const result: ReadResult = {
		network: empty_network(),
		secrets: { private_key: '', preshared_key: '' },
		findings: [],
		unused: [],
	};
	if (length(text) > text_limit) {
		const size = '' + int((length(text) + 1023) / 1024);
		const limit = '' + int(text_limit / 1024);
		say(result, 'too-large', { size, limit }, 'text', 0);
		return result;
	}
	const conf = parse_conf(text);
	const refused = refuse(text, conf);
	if (refused != null) {
		push(result.findings, refused);
		return result;
	}
	const peer = choose_peer(result, conf);
	read_private_key(result, conf);
	if (peer != null) {
		read_peer_keys(result, peer);
		read_endpoint(result, peer);
	}
	read_networks(result, conf, peer);
	if (peer != null) {
		read_keepalive(result, peer);
		leave_out_rest(result, peer, peer_keys);
	}
	read_mtu(result, conf.interface);
	read_dns(result, conf.interface);
	leave_out_rest(result, conf.interface, interface_keys);
	leave_out_problems(result, conf.problems);
	finish_unused(result);
	return result;
}
