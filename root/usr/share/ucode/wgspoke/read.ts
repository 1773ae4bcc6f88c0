// Which network does a pasted text mean? From the wg-quick file of a home to a Network, its secrets apart.
// Every line that is not used is listed with its reason; what only the router can tell is left for `preflight`.

import {
	canonical_prefix,
	contains,
	first_address,
	has_host_bits,
	is_default_route,
	network_of,
	parse_prefix,
	print_address,
} from './cidr.ts';
import { parse_endpoint } from './endpoint.ts';
import { empty_network, parse_count } from './network.ts';
import { fill, finding, nouns, quotable, reasons } from './texts.ts';
import { key_fault } from './values.ts';
import {
	amnezia_keys,
	amnezia_shared,
	hook_keys,
	last_entry,
	list_entries,
	parse_conf,
} from './wgconf.ts';
import type { Prefix } from './cidr.ts';
import type { Finding, FindingCode, Network, Secrets, UnusedLine } from './types.ts';
import type { Conf, Entry, Problem, Section } from './wgconf.ts';

export interface ReadResult {
	network: Network;
	/** Keys that are no keys are left out. */
	secrets: Secrets;
	findings: Finding[];
	unused: UnusedLine[];
}

/** 64 KiB: more than a thousand homes need, and what a call to the router can carry. */
const text_limit = 65536;
/** So that noise cannot make a reply larger than the router can send. */
const findings_per_code = 10;
const unused_limit = 400;
const unused_shown = 12;

/** What wg-easy writes into every file, whatever the line of the home carries. */
const usual_mtu = 1420;
const mtu_range = { least: 1280, most: 1440 };
const default_keepalive = 25;

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

/** An address or prefix of the text with its line. */
interface Place {
	text: string;
	prefix: Prefix;
	entry: Entry;
}

function say(
	result: ReadResult,
	code: FindingCode,
	values: Record<string, string>,
	field: string,
	line: number
): void {
	let count = 0;
	for (const entry of result.findings) if (entry.code == code) count++;
	if (count < findings_per_code) push(result.findings, finding(code, values, field, line));
}

// A line as it may be shown: 'PrivateKey = …', 'DNS = 1.1.1.1'
function shown_line(text: string): string {
	if (index(lc(text), 'key') < 0) return quotable(text);
	const word = match(text, /^[A-Za-z]+/);
	return (word == null ? '' : substr(word[0], 0, 20) + ' = ') + '…';
}

function leave_out(result: ReadResult, line: number, text: string, reason: string): void {
	push(result.unused, { line, text: shown_line(text), reason });
}

function leave_out_entry(result: ReadResult, entry: Entry, reason: string): void {
	leave_out(result, entry.line, entry.key + ' = ' + entry.value, reason);
}

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

// --- values ---

// The key, or '' with a finding; '' without one when there is no such line.
function read_key(
	result: ReadResult,
	section: Section,
	key: string,
	what: string,
	field: string
): string {
	const entry = last_entry(section, key);
	if (entry == null) return '';
	const fault = key_fault(entry.value);
	if (fault == '') return entry.value;
	const values = { what, reason: fault, length: '' + length(entry.value) };
	say(result, 'bad-key', values, field, entry.line);
	return '';
}

function read_keys(result: ReadResult, conf: Conf, peer: Section): void {
	const secrets = result.secrets;
	const hub = result.network.hub;
	const own = read_key(result, conf.interface, 'PrivateKey', nouns.private_key, 'private_key');
	const shared = read_key(result, peer, 'PresharedKey', nouns.preshared_key, 'preshared_key');
	secrets.private_key = own;
	secrets.preshared_key = shared;
	hub.public_key = read_key(result, peer, 'PublicKey', nouns.hub_key, 'hub.public_key');
	const entry = last_entry(peer, 'PublicKey');
	if (entry == null) {
		say(result, 'bad-key', { what: nouns.hub_key, value: '' }, 'hub.public_key', peer.line);
	} else if (own != '' && own == hub.public_key) {
		// Then it is the private key, which must not be kept where public keys are.
		hub.public_key = '';
		const values = { first: nouns.this_router, second: nouns.the_hub };
		say(result, 'same-key', values, 'hub.public_key', entry.line);
	}
}

function read_endpoint(result: ReadResult, peer: Section): void {
	const hub = result.network.hub;
	const entry = last_entry(peer, 'Endpoint');
	if (entry == null) {
		say(result, 'no-endpoint', {}, 'hub.endpoint', peer.line);
		return;
	}
	const endpoint = parse_endpoint(entry.value);
	hub.endpoint_host = endpoint.host;
	if (endpoint.problem != '') {
		const values = { value: quotable(entry.value), reason: reasons[endpoint.problem] };
		say(result, 'bad-endpoint', values, 'hub.endpoint', entry.line);
		return;
	}
	hub.endpoint_port = endpoint.port;
	if (endpoint.port == 51820)
		say(result, 'default-port', { value: '51820' }, 'hub.endpoint', entry.line);
}

function read_keepalive(result: ReadResult, peer: Section): void {
	const entry = last_entry(peer, 'PersistentKeepalive');
	const value = lc(entry?.value ?? 'off');
	const seconds = value == 'off' ? 0 : parse_count(value);
	if (seconds != null && seconds > 0 && seconds <= 65535) {
		result.network.hub.keepalive = seconds;
		return;
	}
	result.network.hub.keepalive = default_keepalive;
	if (entry != null && seconds != 0) {
		const values = { line: '' + entry.line, reason: reasons.malformed };
		say(result, 'bad-line', values, 'hub.keepalive', entry.line);
		leave_out_entry(result, entry, reasons.malformed);
		return;
	}
	say(result, 'no-keepalive', {}, 'hub.keepalive', entry?.line ?? 0);
	if (entry != null) leave_out_entry(result, entry, reasons.keepalive);
}

function read_mtu(result: ReadResult, section: Section): void {
	const entry = last_entry(section, 'MTU');
	if (entry == null) return;
	const mtu = parse_count(entry.value) ?? 0;
	if (mtu >= mtu_range.least && mtu <= mtu_range.most && mtu != usual_mtu) {
		result.network.hub.mtu = mtu;
		return;
	}
	say(result, 'mtu-odd', { value: quotable(entry.value) }, 'hub.mtu', entry.line);
	leave_out_entry(result, entry, reasons.mtu);
}

function read_dns(result: ReadResult, section: Section): void {
	const servers = list_entries(section, 'DNS');
	if (length(servers) == 0) return;
	const value = quotable(
		join(
			', ',
			map(servers, (entry) => entry.value)
		)
	);
	say(result, 'foreign-dns', { value }, 'text', servers[0]?.line ?? 0);
}

// --- addresses and networks ---

// All addresses of this home, the one to use first: IPv4 before IPv6, earlier before later.
function read_addresses(result: ReadResult, section: Section): Place[] {
	const entries = list_entries(section, 'Address');
	const first: Place[] = [];
	const second: Place[] = [];
	const bad: Entry[] = [];
	for (const entry of entries) {
		const prefix = parse_prefix(entry.value);
		if (prefix == null) push(bad, entry);
		else push(prefix.family == 4 ? first : second, { text: entry.value, prefix, entry });
	}
	const places = [...first, ...second];
	if (length(places) == 0) {
		const value = quotable(bad[0]?.value ?? '');
		const values = { what: nouns.local_address, value, example: '192.168.151.2/24' };
		const line = bad[0]?.line ?? section.line;
		say(result, 'bad-address', values, 'local.address', line);
		return places;
	}
	for (const entry of bad) {
		const values = { line: '' + entry.line, reason: reasons.malformed };
		say(result, 'bad-line', values, 'local.address', entry.line);
		leave_out_entry(result, entry, reasons.malformed);
	}
	for (let i = 1; i < length(places); i++)
		leave_out_entry(result, places[i]!.entry, reasons.second_address);
	return places;
}

// The prefixes of AllowedIPs in canonical form, each once, without those that mean the internet.
function read_allowed(result: ReadResult, peer: Section): Place[] {
	const places: Place[] = [];
	const seen: Record<string, boolean> = {};
	const internet: Entry[] = [];
	for (const entry of list_entries(peer, 'AllowedIPs')) {
		const text = canonical_prefix(entry.value);
		const prefix = text == null ? null : parse_prefix(text);
		if (text == null || prefix == null) {
			const value = quotable(entry.value);
			const values = { what: nouns.allowed_ips, value, example: '192.168.4.0/24' };
			say(result, 'bad-address', values, 'sites', entry.line);
			continue;
		}
		if (is_default_route(text)) {
			push(internet, entry);
			leave_out_entry(result, entry, reasons.default_route);
			continue;
		}
		if (has_host_bits(entry.value)) {
			const single = prefix.family == 6 ? '/128' : '/32';
			const values = { value: entry.value, network: text, single };
			say(result, 'host-bits', values, 'sites', entry.line);
		}
		if (exists(seen, text)) continue;
		seen[text] = true;
		push(places, { text, prefix, entry });
	}
	if (length(internet) > 0) {
		const value = quotable(
			join(
				', ',
				map(internet, (entry) => entry.value)
			)
		);
		say(result, 'default-route', { value }, 'sites', internet[0]?.line ?? 0);
	}
	return places;
}

function is_single(prefix: Prefix): boolean {
	return prefix.bits == (prefix.family == 6 ? 128 : 32);
}

// The VPN network: by the mask of our address, else the narrowest prefix of AllowedIPs around it, else ''.
function find_subnet(own: Place, allowed: Place[]): string {
	if (!is_single(own.prefix)) return network_of(own.text) ?? '';
	const address = print_address(own.prefix);
	let found: Place | null = null;
	for (const place of allowed) {
		if (is_single(place.prefix) || !contains(place.text, address)) continue;
		if (found == null || place.prefix.bits > found.prefix.bits) found = place;
	}
	return found?.text ?? '';
}

// 'Home B' when a comment says so and it is plain ASCII, else ''.
function plain_name(text: string): string {
	const found = match(text, /[A-Za-z0-9][A-Za-z0-9 ._-]*/);
	return length(text) <= 32 && found?.[0] == text ? text : '';
}

function add_site(result: ReadResult, taken: Record<string, number>, place: Place): void {
	const suggested = plain_name(place.entry.name);
	const name = suggested == '' ? 'Home ' + print_address(place.prefix) : suggested;
	const count = (taken['@' + name] ?? 0) + 1;
	taken['@' + name] = count;
	push(result.network.sites, {
		name: count == 1 ? name : name + ' (' + count + ')',
		address: '',
		lan: [place.text],
		local: false,
		host: '',
		public_key: '',
	});
}

// Does the prefix belong to the VPN in the other family, of which a home needs no address?
function is_second_vpn(place: Place, others: Place[]): boolean {
	for (const other of others) {
		const address = print_address(other.prefix);
		if (contains(place.text, address) || contains(network_of(other.text) ?? '', place.text))
			return true;
	}
	return false;
}

/** What AllowedIPs means beside the VPN network `subnet`: addresses of others in the VPN, and homes. */
function read_sites(
	result: ReadResult,
	own: Place,
	others: Place[],
	allowed: Place[],
	subnet: string
): string[] {
	const address = print_address(own.prefix);
	// Without a known subnet, single addresses next to ours are still the VPN and no homes.
	const near = address + (own.prefix.family == 6 ? '/64' : '/24');
	const vpn = subnet == '' ? (network_of(near) ?? '') : subnet;
	const taken: Record<string, number> = { '@This home': 1 };
	const hosts: string[] = [];
	for (const place of allowed) {
		if (contains(vpn, place.text)) {
			if (is_single(place.prefix)) {
				const host = print_address(place.prefix);
				if (host != address) push(hosts, host);
				continue;
			}
			if (contains(place.text, address)) continue;
		} else if (!contains(place.text, address) && is_second_vpn(place, others)) {
			const text = 'AllowedIPs = ' + place.entry.value;
			leave_out(result, place.entry.line, text, reasons.second_address);
			continue;
		}
		add_site(result, taken, place);
	}
	return hosts;
}

// The one other address that the text names, else the first of the VPN, unless that is ours.
function guess_hub(subnet: string, address: string, hosts: string[]): string {
	if (length(hosts) == 1) return hosts[0] ?? '';
	const first = subnet == '' ? '' : (first_address(subnet) ?? '');
	return first == address ? '' : first;
}

function read_networks(result: ReadResult, conf: Conf, peer: Section | null): void {
	const network = result.network;
	const places = read_addresses(result, conf.interface);
	const own = places[0];
	const suggested = plain_name(conf.interface.name);
	push(network.sites, {
		name: suggested == '' ? 'This home' : suggested,
		address: own == null ? '' : print_address(own.prefix),
		lan: [],
		local: true,
		host: '',
		public_key: '',
	});
	if (peer == null) return;
	const internet_before = length(result.findings);
	const allowed = read_allowed(result, peer);
	let whole = false;
	for (let i = internet_before; i < length(result.findings); i++)
		if (result.findings[i]?.code == 'default-route') whole = true;
	if (own == null) {
		const taken: Record<string, number> = { '@This home': 1 };
		for (const place of allowed) add_site(result, taken, place);
		return;
	}
	const address = print_address(own.prefix);
	const subnet = find_subnet(own, allowed);
	const hosts = read_sites(result, own, slice(places, 1), allowed, subnet);
	network.hub.subnet = subnet;
	network.hub.address = guess_hub(subnet, address, hosts);
	if (subnet == '') say(result, 'no-subnet', { value: own.text }, 'hub.subnet', own.entry.line);
	for (const place of allowed) if (subnet != '' && contains(place.text, subnet)) whole = true;
	if (subnet != '' && !whole && length(allowed) > 0) {
		const value = quotable(
			join(
				', ',
				map(allowed, (place) => place.text)
			)
		);
		say(result, 'narrow-route', { value, subnet }, 'hub.subnet', allowed[0]?.entry.line ?? 0);
	}
	if (length(network.sites) == 1) say(result, 'no-remote', {}, 'sites', peer.line);
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

// In the order of the text; one finding says that there are any.
function finish_unused(result: ReadResult): void {
	const unused = sort(result.unused, (a, b) => a.line - b.line || (a.text < b.text ? -1 : 1));
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
 * prefixes of AllowedIPs. With an error about field 'text', network and secrets are empty.
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
	if (peer != null) {
		read_keys(result, conf, peer);
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
