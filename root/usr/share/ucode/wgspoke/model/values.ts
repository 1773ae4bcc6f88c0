// Is each value of a network what it has to be? One judge for each kind of field.

import { least_mtu, most_mtu } from '../base/constants.ts';
import { is_interface_name, is_name, key_fault, parse_count } from '../base/names.ts';
import { parse_host, print_endpoint } from '../base/endpoint.ts';
import { quotable } from '../base/quote.ts';
import { is_single, likely_network, parse_address, parse_prefix } from '../base/prefix.ts';
import { is_default_prefix, range_of } from '../base/special.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { fields } from './fields.ts';
import { about_device, about_site, site_title } from './network.ts';
import type { Field, FieldValue, Kind, Records } from './fields.ts';
import type { Range, RangeKind } from '../base/special.ts';
import type { Network } from './network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Phrase, Value } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';

/** Outside of it no tunnel works. */
const mtu_range = { least: 576, most: 9000 };

/** `making`: the hub is still to be made, so its key and address need not be known. */
export interface Purpose {
	making: boolean;
}

/** One of the network's records, and how findings speak of it. */
interface Holder {
	kind: keyof Records;
	record: Record<string, FieldValue>;
	/** 'hub.', 'local.', 'site.Home B.', 'device.iPhone.' */
	about: string;
	title: Value;
	local: boolean;
	/** The public prefixes that may go through the tunnel. */
	accepted: Record<string, boolean>;
}

function holders_of(network: Network): Holder[] {
	const title = term('the_hub');
	const accepted: Record<string, boolean> = {};
	for (const prefix of network.hub.public_ok) accepted['@' + prefix] = true;
	const holders: Holder[] = [
		{
			kind: 'hub',
			record: network.hub,
			about: 'hub.',
			title: title,
			local: false,
			accepted: accepted,
		},
	];
	for (const site of network.sites) {
		push(holders, {
			kind: 'site',
			record: site,
			about: about_site(site, ''),
			title: site_title(site),
			local: site.local,
			accepted: accepted,
		});
	}
	for (const device of network.devices) {
		push(holders, {
			kind: 'device',
			record: device,
			about: about_device(device.name, ''),
			title: device.name,
			local: false,
			accepted: accepted,
		});
	}
	return holders;
}

/** A field of a holder. */
export interface Entry {
	holder: Holder;
	field: Field;
	value: FieldValue;
}

/** What findings call the entry. */
export function what_of(entry: Entry): Phrase {
	const field = entry.field;
	const key = entry.holder.local ? (field.local_term ?? field.term) : field.term;
	return term(key, { name: entry.holder.title });
}

/** Where it is entered: 'site.Home B.address' */
export function about_of(entry: Entry): string {
	return entry.holder.about + entry.field.name;
}

/** All values of a network, in its order. */
export function entries_of(network: Network): Entry[] {
	const entries: Entry[] = [];
	for (const holder of holders_of(network)) {
		for (const field of fields[holder.kind]) {
			push(entries, { holder: holder, field: field, value: holder.record[field.name]! });
		}
	}
	return entries;
}

/** Makes the finding about the entry; `what` is filled in. */
type Say = (code: FindingCode, values: Record<string, Value>) => void;

function refuse_value(say: Say, value: string, rule: TermKey): void {
	say('bad-value', { value: quotable(value), rule: term(rule) });
}

// What was typed where a public key belongs may be a private one: never quoted.
function judge_key(key: string, say: Say): void {
	const fault = key_fault(key);
	if (fault != '') say('bad-key', { reason: term(fault), length: '' + length(key) });
}

function judge_name(name: string, say: Say): void {
	if (!is_name(name)) say('bad-name', { value: quotable(name), rule: term('rule_name') });
}

function judge_interface(name: string, say: Say): void {
	if (is_interface_name(name)) return;
	say('bad-name', { value: quotable(name), rule: term('rule_interface') });
}

function judge_host(host: string, say: Say, entry: Entry): void {
	if (parse_host(host) != null) return;
	if (entry.field.name != 'endpoint_host') {
		refuse_value(say, host, 'rule_host_name');
		return;
	}
	const port = entry.holder.record['endpoint_port'] as number | null;
	const shown = port == null ? host : print_endpoint({ endpoint_host: host, endpoint_port: port });
	say('bad-endpoint', { value: quotable(shown), reason: term('host_name') });
}

function judge_port(port: number, say: Say, entry: Entry): void {
	if (!(port >= 1 && port <= 65535)) refuse_value(say, '' + port, 'rule_port');
	else if (port == entry.field.empty && entry.holder.record['endpoint_host'] != '')
		say('default-port', { value: '' + port });
}

const most_ports = 8;

function judge_ports(ports: string, say: Say): void {
	const list = split(ports, ',');
	for (const text of list) {
		const port = parse_count(text);
		if (port == null || port < 1 || port > 65535) refuse_value(say, text, 'rule_port');
	}
	if (length(list) > most_ports) refuse_value(say, ports, 'rule_ports');
}

function judge_address(address: string, say: Say, entry: Entry): void {
	if (parse_address(address) != null) return;
	if (entry.field.rule != null) refuse_value(say, address, entry.field.rule);
	else say('bad-address', { value: quotable(address), example: '192.168.151.2' });
}

/** What the addresses of a special range are, in words. */
export const range_terms: Record<Exclude<RangeKind, 'private'>, TermKey> = {
	public: 'range_public',
	examples: 'range_examples',
	self: 'range_self',
	link: 'range_link',
	group: 'range_group',
	everybody: 'range_everybody',
	reserved: 'range_reserved',
	translated: 'range_translated',
	services: 'range_services',
};

// Is it a network that somebody may have, and is a public one meant?
function judge_range(text: string, range: Range, say: Say, entry: Entry): void {
	if (range.kind == 'private') return;
	const words = term(range_terms[range.kind]);
	if (range.treat == 'refuse') {
		say('special-prefix', { value: text, network: range.text, range: words });
		return;
	}
	// What this home has itself does not go through its tunnel.
	if (entry.holder.local || exists(entry.holder.accepted, '@' + text)) return;
	say('public-prefix', { value: text, range: words });
}

function judge_subnet(subnet: string, say: Say, entry: Entry): void {
	const prefix = parse_prefix(subnet);
	if (prefix == null) {
		say('bad-address', { value: quotable(subnet), example: '192.168.151.0/24' });
	} else if (is_default_prefix(prefix)) refuse_value(say, subnet, 'rule_subnet');
	else if (is_single(prefix))
		say('single-subnet', { value: subnet, likely: likely_network(prefix) });
	else judge_range(subnet, range_of(prefix), say, entry);
}

function judge_lans(lans: string[], say: Say, entry: Entry): void {
	for (const lan of lans) {
		const prefix = parse_prefix(lan);
		if (prefix == null) say('bad-address', { value: quotable(lan), example: '192.168.2.0/24' });
		else if (!is_default_prefix(prefix)) judge_range(lan, range_of(prefix), say, entry);
		else if (entry.holder.local) refuse_value(say, lan, 'rule_lan');
		else say('default-route', { value: lan });
	}
}

function judge_accepted(prefixes: string[], say: Say): void {
	for (const text of prefixes) {
		if (parse_prefix(text) == null) say('bad-address', { value: text, example: '203.0.113.0/24' });
	}
}

function judge_seconds(seconds: number, say: Say): void {
	if (seconds == 0) say('no-keepalive', {});
	else if (!(seconds > 0 && seconds <= 65535)) refuse_value(say, '' + seconds, 'rule_keepalive');
}

function judge_mtu(mtu: number, say: Say): void {
	if (mtu == 0) return;
	if (!(mtu >= mtu_range.least && mtu <= mtu_range.most)) refuse_value(say, '' + mtu, 'rule_mtu');
	else if (mtu < least_mtu || mtu > most_mtu) {
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
	ports: judge_ports,
	address: judge_address,
	subnet: judge_subnet,
	lans: judge_lans,
	accepted: judge_accepted,
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

/** Adds what is wrong with the value by itself. */
export function check_value(found: Finding[], entry: Entry, purpose: Purpose): void {
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
