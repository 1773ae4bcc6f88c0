// Which network did a client mean? Whatever JSON it sends becomes one with every field there and of its type.
// What had to be changed is told; `check` says whether the values make a network.

import { canonical_prefix, has_host_bits, is_default_route, parse_prefix } from '../base/prefix.ts';
import { empty_network, parse_access, parse_count, plain_address } from './network.ts';
import { finding } from '../words/texts.ts';
import type { Device, Finding, Hub, Network, Site } from './types.ts';

export interface Normalized {
	network: Network;
	/** What was of a wrong type, and prefixes that were changed or left out. */
	findings: Finding[];
}

type Fields = Record<string, unknown>;

const rules = {
	object: 'a group of fields',
	list: 'a list',
	text: 'a text',
	number: 'a whole number from 0 to 65535',
	access: 'all, ping or none',
};

function refuse(findings: Finding[], field: string, value: unknown, rule: string): void {
	const shown = type(value) == 'string' ? (value as string) : sprintf('%J', value);
	const values = { what: field, value: substr(shown, 0, 80), rule: rule };
	push(findings, finding('bad-value', values, field));
}

function fields_of(value: unknown, field: string, findings: Finding[]): Fields {
	if (type(value) == 'object') return value as Fields;
	refuse(findings, field, value, rules.object);
	return {};
}

function entries_of(value: unknown, field: string, findings: Finding[]): unknown[] {
	if (value == null) return [];
	if (type(value) == 'array') return value as unknown[];
	refuse(findings, field, value, rules.list);
	return [];
}

function text_of(value: unknown, field: string, findings: Finding[]): string {
	if (value == null) return '';
	if (type(value) == 'string') return trim(value as string);
	refuse(findings, field, value, rules.text);
	return '';
}

function number_of(value: unknown, missing: number, field: string, findings: Finding[]): number {
	if (value == null) return missing;
	let number: number | null = null;
	if (type(value) == 'string') number = parse_count(trim(value as string));
	if (type(value) == 'int') number = value as number;
	if (number != null && number >= 0 && number <= 65535) return number;
	refuse(findings, field, value, rules.number);
	return missing;
}

function prefix_of(value: unknown, field: string, findings: Finding[]): string {
	const text = text_of(value, field, findings);
	const prefix = parse_prefix(text);
	if (prefix == null) return text;
	const canonical = canonical_prefix(text) ?? text;
	if (has_host_bits(text)) {
		const single = prefix.family == 6 ? '/128' : '/32';
		push(
			findings,
			finding('host-bits', { value: text, network: canonical, single: single }, field)
		);
	}
	return canonical;
}

function lan_of(value: unknown, field: string, findings: Finding[]): string[] {
	const lan: string[] = [];
	const seen: Record<string, boolean> = {};
	for (const entry of entries_of(value, field, findings)) {
		const prefix = prefix_of(entry, field, findings);
		if (is_default_route(prefix)) {
			push(findings, finding('default-route', { value: prefix }, field));
			continue;
		}
		if (prefix == '' || exists(seen, '@' + prefix)) continue;
		seen['@' + prefix] = true;
		push(lan, prefix);
	}
	return lan;
}

function site_of(value: unknown, place: string, findings: Finding[]): Site {
	const raw = fields_of(value, place, findings);
	const local = raw['local'];
	const is_local = local == true || local == '1';
	const name = text_of(raw['name'], place + '.name', findings);
	const at = is_local ? 'local.' : 'site.' + name + '.';
	return {
		name: name,
		address: plain_address(text_of(raw['address'], at + 'address', findings)),
		lan: lan_of(raw['lan'], at + 'lan', findings),
		local: is_local,
		host: plain_address(text_of(raw['host'], at + 'host', findings)),
		public_key: text_of(raw['public_key'], at + 'public_key', findings),
	};
}

function device_of(value: unknown, place: string, findings: Finding[]): Device {
	const raw = fields_of(value, place, findings);
	const name = text_of(raw['name'], place + '.name', findings);
	const at = 'device.' + name + '.';
	return {
		name: name,
		address: plain_address(text_of(raw['address'], at + 'address', findings)),
		public_key: text_of(raw['public_key'], at + 'public_key', findings),
	};
}

function hub_of(value: unknown, findings: Finding[]): Hub {
	const missing = empty_network().hub;
	const raw = fields_of(value, 'hub', findings);
	const name = text_of(raw['interface'], 'hub.interface', findings);
	const port = raw['endpoint_port'];
	return {
		interface: name == '' ? missing.interface : name,
		public_key: text_of(raw['public_key'], 'hub.public_key', findings),
		endpoint_host: text_of(raw['endpoint_host'], 'hub.endpoint', findings),
		endpoint_port: number_of(port, missing.endpoint_port, 'hub.endpoint', findings),
		address: plain_address(text_of(raw['address'], 'hub.address', findings)),
		subnet: prefix_of(raw['subnet'], 'hub.subnet', findings),
		keepalive: number_of(raw['keepalive'], missing.keepalive, 'hub.keepalive', findings),
		mtu: number_of(raw['mtu'], missing.mtu, 'hub.mtu', findings),
	};
}

/** A network out of whatever JSON a client sent: texts trimmed, prefixes canonical and each once, no default routes. */
export function normalize_network(value: unknown): Normalized {
	const findings: Finding[] = [];
	const network = empty_network();
	const raw = fields_of(value, 'network', findings);
	network.hub = hub_of(raw['hub'], findings);
	const sites = entries_of(raw['sites'], 'sites', findings);
	for (let i = 0; i < length(sites); i++) {
		push(network.sites, site_of(sites[i], sprintf('sites.%d', i + 1), findings));
	}
	const devices = entries_of(raw['devices'], 'devices', findings);
	for (let i = 0; i < length(devices); i++) {
		push(network.devices, device_of(devices[i], sprintf('devices.%d', i + 1), findings));
	}
	const text = text_of(raw['router_access'], 'router_access', findings);
	const access = parse_access(text);
	if (access != null) network.router_access = access;
	else if (text != '') refuse(findings, 'router_access', text, rules.access);
	return { network: network, findings: findings };
}
