// Which network does a pasted text mean? From the wg-quick file of a home to a Network, its secrets apart.
// Every line that is not used is listed with its reason; what the values are worth is for `check` to say.

import { quotable } from '../base/quote.ts';
import { remote_sites } from '../model/network.ts';
import { most_lines, most_listed, text_limit } from '../base/bounds.ts';
import { is_default_route } from '../base/special.ts';
import { empty_network } from '../model/network.ts';
import { too_many } from '../model/shape.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { tell_amnezia } from './amnezia.ts';
import { last_entry, list_entries, parse_conf } from './conf.ts';
import { format_finding } from './formats.ts';
import { hub_file_reason } from './hubfile.ts';
import { read_network, unpack_line } from './file.ts';
import { read_section, tell_dns, tell_keepalive } from './keys.ts';
import { is_normal, maker_of } from './makers.ts';
import { read_networks } from './networks.ts';
import { provider_of } from './providers.ts';
import { finish, leave_out, leave_out_entry, refuse_excess, say } from './reading.ts';
import type { Conf, Problem, Section } from './conf.ts';
import type { Reading, ReadResult } from './reading.ts';
import type { Finding } from '../words/findings.ts';

// --- the text as a whole ---

// A text that cannot be used at all: its one finding, or null.
function refuse(text: string, conf: Conf): Finding | null {
	const first = conf.problems[0];
	if (first != null && (first.reason == 'utf16' || first.reason == 'binary'))
		return finding('not-config', { reason: term(first.reason) }, 'text');
	if (trim(text) == '') return finding('not-config', { reason: term('empty') }, 'text');
	if (conf.interface.line == 0 && length(conf.peers) == 0) {
		const reason = term('no_sections');
		return format_finding(text) ?? finding('not-config', { reason: reason }, 'text');
	}
	const reason = hub_file_reason(conf);
	if (reason != null) return finding('hub-file', { reason }, 'text', conf.interface.line);
	return null;
}

// What there is more of in one section than is taken; null for nothing.
function too_many_listed(conf: Conf): Finding | null {
	for (const section of [conf.interface, ...conf.peers]) {
		for (const key of ['Address', 'DNS', 'AllowedIPs']) {
			const count = length(list_entries(section, key));
			if (count <= most_listed) continue;
			const values = { what: term('listed'), count: '' + count, limit: '' + most_listed };
			return finding('too-many', values, 'text');
		}
	}
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
		leave_out(reading, peer.line, '[Peer]', 'other_peer');
		for (const entry of peer.entries) leave_out_entry(reading, entry, 'other_peer');
	}
	return chosen;
}

// A key in the section where it says nothing, while the one where it belongs has none.
function tell_mixed(reading: Reading, conf: Conf, peer: Section): void {
	const own = conf.interface;
	for (const row of [
		{ word: 'privatekey', at: peer, instead: own, key: 'PrivateKey' },
		{ word: 'publickey', at: own, instead: peer, key: 'PublicKey' },
	]) {
		if (last_entry(row.instead, row.key) != null) continue;
		for (const entry of row.at.entries) {
			if (lc(entry.key) != row.word) continue;
			const sections = row.at == own ? ['[Interface]', '[Peer]'] : ['[Peer]', '[Interface]'];
			const values = { word: row.key, line: '' + entry.line };
			const places = { section: sections[0]!, other: sections[1]! };
			say(reading, 'mixed-sections', { ...values, ...places }, 'text', entry.line);
			return;
		}
	}
}

// A text that names nothing but the internet: whose server is that?
function tell_server(reading: Reading, conf: Conf, peer: Section): void {
	if (length(remote_sites(reading.network)) > 0) return;
	const internet = filter(list_entries(peer, 'AllowedIPs'), (one) => is_default_route(one.value));
	const provider = provider_of(conf, peer, reading.maker == '');
	if (provider != '') say(reading, 'provider-file', { provider }, 'sites', peer.line);
	if (provider != '' || reading.maker != '' || length(internet) == 0) return;
	const value = quotable(
		join(
			', ',
			map(internet, (one) => one.value)
		)
	);
	const endpoint = reading.network.hub.endpoint_host;
	const line = internet[0]!.line;
	say(reading, 'unknown-server', { value, endpoint }, 'sites', line);
}

/** Lines that the finding about mended ones names. */
const most_mended = 12;

function tell_mended(reading: Reading, conf: Conf): void {
	if (length(conf.mended) == 0) return;
	const more = length(conf.mended) > most_mended ? ', …' : '';
	const lines = join(', ', slice(conf.mended, 0, most_mended)) + more;
	say(reading, 'mended-text', { lines }, 'text', conf.mended[0]!);
}

// --- what is not used ---

function leave_out_problems(reading: Reading, problems: Problem[]): void {
	for (const problem of problems) {
		leave_out(reading, problem.line, problem.text, problem.reason);
		const inside = problem.reason == 'unknown_section' && substr(problem.text, 0, 1) != '[';
		if (problem.reason == 'no_value' || inside) continue;
		const values = { line: '' + problem.line, reason: term(problem.reason) };
		say(reading, 'bad-line', values, 'text', problem.line);
	}
}

/**
 * Reads a wg-quick file, a network file or its line; total for any string. The network's local site has no LAN yet, its other homes have the
 * prefixes of AllowedIPs. After not-config, too-large and hub-file, network and secrets are empty.
 */
export function read_text(text: string): ReadResult {
	const reading: Reading = {
		kind: 'conf',
		network: empty_network(),
		secrets: { private_key: '', preshared_key: '' },
		findings: [],
		unused: [],
		maker: '',
		old_key: '',
	};
	if (length(text) > text_limit) {
		const size = '' + int((length(text) + 1023) / 1024);
		const limit = '' + int(text_limit / 1024);
		say(reading, 'too-large', { size, limit }, 'text', 0);
		return finish(reading);
	}
	const lines = length(split(text, '\n')) + length(split(text, '\r')) - 1;
	if (lines > most_lines) {
		const values = { what: term('text_lines'), count: '' + lines, limit: '' + most_lines };
		say(reading, 'too-many', values, 'text', 0);
		return finish(reading);
	}
	const plain = unpack_line(text);
	const file = read_network(plain);
	if (file != null) {
		reading.kind = file.private_key == '' ? 'network' : 'invitation';
		reading.network = file.network;
		reading.secrets.private_key = file.private_key;
		if (file.hub_token != '') reading.hub_token = file.hub_token;
		push(reading.findings, ...file.findings);
		return finish(reading);
	}
	if (plain != text) {
		say(reading, 'not-config', { reason: term('cut_off') }, 'text', 0);
		return finish(reading);
	}
	const conf = parse_conf(text);
	const refused = refuse(text, conf);
	if (refused != null) {
		push(reading.findings, refused);
		return finish(reading);
	}
	const much = too_many_listed(conf);
	if (much != null) {
		push(reading.findings, much);
		return finish(reading);
	}
	const peer = choose_peer(reading, conf);
	read_section(reading, conf.interface, 'interface');
	if (peer != null) {
		reading.maker = maker_of(conf, peer);
		read_section(reading, peer, 'peer');
		tell_keepalive(reading, peer);
		tell_mixed(reading, conf, peer);
	}
	tell_amnezia(reading, conf);
	read_networks(reading, conf, peer);
	if (peer != null) tell_server(reading, conf, peer);
	tell_dns(reading, conf.interface);
	tell_mended(reading, conf);
	leave_out_problems(reading, conf.problems);
	reading.findings = filter(reading.findings, (one) => !is_normal(reading.maker, one));
	refuse_excess(reading, too_many(reading.network.sites, []));
	return finish(reading);
}
