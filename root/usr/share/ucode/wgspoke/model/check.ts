// Does this network work on paper: are its values what they have to be, and do they go together?
// The only judge of values. It looks at the network alone; what the router has to do with it is for `preflight`.

import { is_interface_name, is_name, key_fault } from '../base/names.ts';
import { add_claim, add_prefix, find_overlaps } from '../base/overlaps.ts';
import { parse_host, print_endpoint } from '../base/endpoint.ts';
import {
	is_default_prefix,
	is_default_route,
	is_edge_address,
	is_single,
	parse_address,
	parse_prefix,
	prefix_contains,
	print_address,
} from '../base/prefix.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { fields } from './fields.ts';
import {
	about_device,
	about_site,
	local_site,
	remote_sites,
	site_title,
	tunnel_prefixes,
} from './network.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Field, FieldValue, Kind, Records, Site } from './fields.ts';
import type { Network } from './network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Phrase, Value } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';

/** Below, IPv6 does not work; above, a tunnel packet does not fit a 1500 byte line (60 bytes of overhead). */
const mtu_range = { least: 576, odd_below: 1280, odd_above: 1440, most: 9000 };

/** `making`: the hub is still to be made, so its key and address need not be known. */
export interface Purpose {
	making: boolean;
}

const joining: Purpose = { making: false };

/** One of the network's records, and how findings speak of it. */
interface Holder {
	kind: keyof Records;
	record: Record<string, FieldValue>;
	/** 'hub.', 'local.', 'site.Home B.', 'device.iPhone.' */
	about: string;
	title: Value;
	local: boolean;
}

function holders_of(network: Network): Holder[] {
	const holders: Holder[] = [];
	const hub = network.hub;
	push(holders, { kind: 'hub', record: hub, about: 'hub.', title: term('the_hub'), local: false });
	for (const site of network.sites) {
		push(holders, {
			kind: 'site',
			record: site,
			about: about_site(site, ''),
			title: site_title(site),
			local: site.local,
		});
	}
	for (const device of network.devices) {
		push(holders, {
			kind: 'device',
			record: device,
			about: about_device(device.name, ''),
			title: device.name,
			local: false,
		});
	}
	return holders;
}

/** A field of a holder. */
interface Entry {
	holder: Holder;
	field: Field;
	value: FieldValue;
}

/** What findings call the entry. */
function what_of(entry: Entry): Phrase {
	const field = entry.field;
	const key = entry.holder.local ? (field.local_term ?? field.term) : field.term;
	return term(key, { name: entry.holder.title });
}

/** Where it is entered: 'site.Home B.address' */
function about_of(entry: Entry): string {
	return entry.holder.about + entry.field.name;
}

function entries_of(holders: Holder[]): Entry[] {
	const entries: Entry[] = [];
	for (const holder of holders) {
		for (const field of fields[holder.kind]) {
			push(entries, { holder: holder, field: field, value: holder.record[field.name]! });
		}
	}
	return entries;
}

/** Makes the finding about the entry; `what` is filled in. */
type Say = (code: FindingCode, values: Record<string, Value>) => void;

function refuse_value(say: Say, value: string, rule: TermKey): void {
	say('bad-value', { value: value, rule: term(rule) });
}

// What was typed where a public key belongs may be a private one: never quoted.
function judge_key(key: string, say: Say): void {
	const fault = key_fault(key);
	if (fault != '') say('bad-key', { reason: term(fault), length: '' + length(key) });
}

function judge_name(name: string, say: Say): void {
	if (!is_name(name)) say('bad-name', { value: name, rule: term('rule_name') });
}

function judge_interface(name: string, say: Say): void {
	if (!is_interface_name(name)) say('bad-name', { value: name, rule: term('rule_interface') });
}

function judge_host(host: string, say: Say, entry: Entry): void {
	if (parse_host(host) != null) return;
	if (entry.field.name != 'endpoint_host') {
		refuse_value(say, host, 'rule_host_name');
		return;
	}
	const port = entry.holder.record['endpoint_port'] as number | null;
	const shown = port == null ? host : print_endpoint({ endpoint_host: host, endpoint_port: port });
	say('bad-endpoint', { value: shown, reason: term('host_name') });
}

function judge_port(port: number, say: Say, entry: Entry): void {
	if (!(port >= 1 && port <= 65535)) refuse_value(say, '' + port, 'rule_port');
	else if (port == entry.field.empty && entry.holder.record['endpoint_host'] != '')
		say('default-port', { value: '' + port });
}

function judge_address(address: string, say: Say, entry: Entry): void {
	if (parse_address(address) != null) return;
	// A device to ask is any address there; the others are addresses in the VPN.
	if (entry.field.name == 'host') refuse_value(say, address, 'rule_host');
	else say('bad-address', { value: address, example: '192.168.151.2' });
}

function judge_subnet(subnet: string, say: Say): void {
	const prefix = parse_prefix(subnet);
	if (prefix == null) say('bad-address', { value: subnet, example: '192.168.151.0/24' });
	else if (is_default_route(subnet)) refuse_value(say, subnet, 'rule_subnet');
	else if (is_single(prefix)) say('single-subnet', { value: subnet });
}

function judge_lans(lans: string[], say: Say, entry: Entry): void {
	for (const lan of lans) {
		const prefix = parse_prefix(lan);
		if (prefix == null) say('bad-address', { value: lan, example: '192.168.2.0/24' });
		else if (!is_default_prefix(prefix)) continue;
		else if (entry.holder.local) refuse_value(say, lan, 'rule_lan');
		else say('default-route', { value: lan });
	}
}

function judge_seconds(seconds: number, say: Say): void {
	if (seconds == 0) say('no-keepalive', {});
	else if (!(seconds > 0 && seconds <= 65535)) refuse_value(say, '' + seconds, 'rule_keepalive');
}

function judge_mtu(mtu: number, say: Say): void {
	if (mtu == 0) return;
	if (!(mtu >= mtu_range.least && mtu <= mtu_range.most)) refuse_value(say, '' + mtu, 'rule_mtu');
	else if (mtu < mtu_range.odd_below || mtu > mtu_range.odd_above) {
		say('mtu-odd', { value: '' + mtu });
	}
}

function accept(): void {}

/** What a value of each kind may be; '' is not asked about here. */
const judges: Record<Kind, (value: never, say: Say, entry: Entry) => void> = {
	name: judge_name,
	interface: judge_interface,
	key: judge_key,
	host: judge_host,
	port: judge_port,
	address: judge_address,
	subnet: judge_subnet,
	lans: judge_lans,
	seconds: judge_seconds,
	mtu: judge_mtu,
	flag: accept,
	access: accept,
};

/** What is said where a value of the kind has to be and is not. */
const missing: Partial<Record<Kind, FindingCode>> = {
	name: 'missing-name',
	key: 'missing-key',
	host: 'no-endpoint',
	address: 'missing-address',
	subnet: 'no-subnet',
};

function is_needed(entry: Entry, purpose: Purpose): boolean {
	const field = entry.field;
	// Of all the homes this router has to know its own address only.
	if (entry.holder.local && field.name == 'address') return true;
	return field.needed == 'always' || (field.needed == 'to join' && !purpose.making);
}

// Each value by itself.
function check_value(found: Finding[], entry: Entry, purpose: Purpose): void {
	const field = entry.field;
	const blank = type(entry.value) == 'string' && entry.value == '';
	if (blank && !is_needed(entry, purpose)) return;
	const say: Say = (code, values) => {
		push(found, finding(code, { what: what_of(entry), ...values }, about_of(entry)));
	};
	if (!blank) judges[field.kind](entry.value as never, say, entry);
	else {
		const example = field.example ?? '192.168.151.2';
		say(missing[field.kind]!, { example: example, rule: term('rule_name') });
	}
}

// Texts of the entries that are some and were judged: value → the first that has it, told to `twice` from the second on.
function check_unique(
	entries: Entry[],
	value_of: (entry: Entry) => string | null,
	twice: (entry: Entry, value: string, first: Entry) => void
): void {
	const firsts: Record<string, Entry> = {};
	for (const entry of entries) {
		const value = value_of(entry);
		if (value == null) continue;
		if (exists(firsts, '@' + value)) twice(entry, value, firsts['@' + value]!);
		else firsts['@' + value] = entry;
	}
}

// The VPN address in canonical form; null for what is no such entry, or no address.
function vpn_address(entry: Entry): string | null {
	if (entry.field.name != 'address') return null;
	const address = parse_address(entry.value as string);
	return address == null ? null : print_address(address);
}

/** No two with one name, one key, one VPN address. */
function check_identities(found: Finding[], entries: Entry[]): void {
	check_unique(
		entries,
		(entry) => (entry.field.kind == 'name' ? (entry.value as string) : null),
		(entry, name) => {
			const values = { what: what_of(entry), value: name, rule: term('rule_unique') };
			if (is_name(name)) push(found, finding('bad-name', values, about_of(entry)));
		}
	);
	check_unique(
		entries,
		(entry) => {
			const valid = entry.field.kind == 'key' && key_fault(entry.value as string) == '';
			return valid ? (entry.value as string) : null;
		},
		(entry, _key, first) => {
			const values = { first: entry.holder.title, second: first.holder.title };
			push(found, finding('same-key', values, about_of(entry)));
		}
	);
	check_unique(entries, vpn_address, (entry, address, first) => {
		const values = { what: entry.holder.title, value: address, name: first.holder.title };
		push(found, finding('address-taken', values, about_of(entry)));
	});
}

/** Every VPN address where the hub sends, and one that somebody can have. */
function check_places(found: Finding[], entries: Entry[], subnet: string): void {
	const range = parse_prefix(subnet);
	if (range == null) return;
	for (const entry of entries) {
		const address = vpn_address(entry);
		const parsed = address == null ? null : parse_prefix(address);
		if (parsed == null) continue;
		if (!prefix_contains(range, parsed)) {
			const values = { what: entry.holder.title, value: address!, subnet: subnet };
			push(found, finding('address-outside', values, about_of(entry)));
		} else if (is_edge_address(parsed, range)) {
			const rule = term('rule_host_address');
			const values = { what: what_of(entry), value: address!, rule: rule };
			push(found, finding('bad-value', values, about_of(entry)));
		}
	}
}

/** The subnet when it can be used, else ''; `judge_subnet` says why. */
function usable_subnet(subnet: string): string {
	const prefix = parse_prefix(subnet);
	return prefix == null || is_single(prefix) || is_default_route(subnet) ? '' : subnet;
}

// What the owner of a claim is called, and where its LANs are entered.
interface Owner {
	title: Value;
	about: string;
	local: boolean;
}

/** LANs that share addresses: with the VPN, with this home, with each other. */
function check_overlaps(found: Finding[], network: Network, subnet: string): void {
	const claims: Claim[] = [];
	const owners: Record<string, Owner> = {};
	for (let i = 0; i < length(network.sites); i++) {
		const site = network.sites[i]!;
		const owner = 'site ' + i;
		owners[owner] = { title: site_title(site), about: about_site(site, 'lan'), local: site.local };
		for (const lan of site.lan) {
			const prefix = parse_prefix(lan);
			if (prefix != null && !is_default_prefix(prefix)) add_prefix(claims, owner, prefix);
		}
	}
	if (subnet != '') add_claim(claims, 'vpn', subnet);
	for (const meeting of find_overlaps(claims)) {
		const with_vpn = meeting.outer.owner == 'vpn' || meeting.inner.owner == 'vpn';
		// The one to change comes first: never the VPN, and not this home where another can change.
		const swap = with_vpn ? meeting.outer.owner == 'vpn' : owners[meeting.outer.owner]?.local;
		const first = swap ? meeting.inner : meeting.outer;
		const second = swap ? meeting.outer : meeting.inner;
		const owner = owners[first.owner]!;
		if (with_vpn) {
			const values = { value: first.text, name: owner.title, subnet: second.text };
			push(found, finding('vpn-overlap', values, owner.about));
		} else if (owners[second.owner]?.local) {
			const values = { value: first.text, name: owner.title, lan: second.text };
			push(found, finding('lan-overlap', values, owner.about));
		} else {
			const values = {
				first: owner.title,
				second: owners[second.owner]?.title ?? '',
				value: first.text,
				other: second.text,
			};
			push(found, finding('site-overlap', values, owner.about));
		}
	}
}

// Does the home name anything but the internet?
function names_lan(site: Site): boolean {
	return length(filter(site.lan, (lan) => !is_default_route(lan))) > 0;
}

/** One home is this router's, with something to share; and somebody is there to be reached. */
function check_homes(found: Finding[], network: Network, purpose: Purpose): void {
	const local = local_site(network);
	if (local == null || length(local.lan) == 0) push(found, finding('no-lan', {}, 'local.lan'));
	for (const site of network.sites) {
		if (!site.local || site == local) continue;
		const values = { what: site.name, value: term('local_flag'), rule: term('rule_local') };
		push(found, finding('bad-value', values, 'local.name'));
	}
	// Who makes a hub invites the others afterwards.
	if (purpose.making) return;
	const named = filter(remote_sites(network), names_lan);
	// Phones and laptops alone are worth a tunnel, too.
	if (length(named) == 0 && length(network.devices) == 0) {
		push(found, finding('no-remote', {}, 'sites'));
	}
}

/** A finding for each of the hub's `addresses` that the tunnel itself would carry. */
export function check_endpoint(network: Network, addresses: string[]): Finding[] {
	const found: Finding[] = [];
	const hosts = filter(map(addresses, parse_prefix), (host) => host != null);
	if (length(hosts) == 0) return found;
	for (const text of tunnel_prefixes(network)) {
		const prefix = parse_prefix(text)!;
		for (const host of hosts) {
			if (!prefix_contains(prefix, host)) continue;
			const values = { endpoint: print_address(host), value: text };
			push(found, finding('endpoint-inside', values, 'hub.endpoint_host'));
		}
	}
	return found;
}

/** What is wrong with the network as a whole, whatever is in its fields; linear in its sites. */
export function check_network(network: Network, purpose?: Purpose): Finding[] {
	const found: Finding[] = [];
	const entries = entries_of(holders_of(network));
	const subnet = usable_subnet(network.hub.subnet);
	for (const entry of entries) check_value(found, entry, purpose ?? joining);
	check_identities(found, entries);
	check_places(found, entries, subnet);
	check_homes(found, network, purpose ?? joining);
	check_overlaps(found, network, subnet);
	push(found, ...check_endpoint(network, [network.hub.endpoint_host]));
	return found;
}

/** For an address that was chosen as free, though a home whose VPN address is not known here may have it. */
export function unsure_address(network: Network, address: string, about: string): Finding[] {
	const homes = filter(remote_sites(network), (site) => site.address == '');
	if (length(homes) == 0) return [];
	const names = map(homes, (site) => site.name);
	return [finding('address-unsure', { value: address, name: join(', ', names) }, about)];
}
