// Which network did a client mean? Whatever JSON it sends becomes one with every field there and of its kind.
// What had to be changed is told; `check` says whether the values make a network.

import { most_lans, most_lans_of_home, most_members, word_limit } from '../base/bounds.ts';
import { holds_key } from '../base/names.ts';
import { canonical_prefix, parse_prefix, whole_bits } from '../base/prefix.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { quotable } from '../base/quote.ts';
import { fields } from './fields.ts';
import { empty_record, empty_value, is_yes, shape_rule, value_from_client } from './kinds.ts';
import { empty_network } from './network.ts';
import type { FieldValue, Records } from './fields.ts';
import type { Network } from './network.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';

export interface Normalized {
	network: Network;
	/** What was of a wrong shape, and prefixes that were changed or left out. */
	findings: Finding[];
}

type Raw = Record<string, unknown>;

function excess(what: TermKey, count: number, limit: number): Finding {
	const values = { what: term(what), count: '' + count, limit: '' + limit };
	return finding('too-many', values, 'network');
}

function count_of(list: unknown): number {
	return type(list) == 'array' ? length(list as unknown[]) : 0;
}

/** What there is more of in these homes and devices, as a client sent them, than is taken; null for nothing. */
export function too_many(sites: unknown, devices: unknown): Finding | null {
	const members = count_of(sites) + count_of(devices);
	if (members > most_members) return excess('members', members, most_members);
	let lans = 0;
	for (const site of type(sites) == 'array' ? (sites as unknown[]) : []) {
		const count = type(site) == 'object' ? count_of((site as Raw)['lan']) : 0;
		if (count > most_lans_of_home) return excess('lans_of_home', count, most_lans_of_home);
		lans += count;
	}
	return lans > most_lans ? excess('lans', lans, most_lans) : null;
}

function refuse(
	findings: Finding[],
	about: string,
	what: Phrase,
	value: unknown,
	rule: TermKey
): void {
	const shown = type(value) == 'string' ? (value as string) : sprintf('%J', value);
	const values = { what: what, value: quotable(shown), rule: term(rule) };
	push(findings, finding('bad-value', values, about));
}

// Findings are about a site or device by its name, so that is looked at first.
function name_of(raw: Raw): string {
	const name = raw['name'];
	// One that is left out is told nowhere.
	return type(name) == 'string' &&
		length(name as string) <= word_limit &&
		!holds_key(name as string)
		? trim(name as string)
		: '';
}

function group_of(value: unknown, about: string, what: TermKey, findings: Finding[]): Raw {
	if (type(value) == 'object') return value as Raw;
	refuse(findings, about, term(what), value, 'rule_group');
	return {};
}

function list_of(value: unknown, about: 'sites' | 'devices', findings: Finding[]): unknown[] {
	if (value == null) return [];
	if (type(value) == 'array') return value as unknown[];
	refuse(findings, about, term(about), value, 'rule_list');
	return [];
}

/** What was made of a prefix, as findings have it. */
export function mended_finding(
	code: 'host-bits' | 'default-route',
	text: string,
	about: string,
	line?: number
): Finding {
	if (code == 'default-route') return finding(code, { value: text }, about, line);
	const prefix = parse_prefix(text);
	const values = {
		value: text,
		network: canonical_prefix(text) ?? text,
		single: '/' + whole_bits(prefix?.family ?? 4),
	};
	return finding(code, values, about, line);
}

function record_of<K extends keyof Records>(
	kind: K,
	raw: Raw,
	about: string,
	findings: Finding[]
): Records[K] {
	const record = empty_record(kind) as Record<string, FieldValue>;
	for (const field of fields[kind]) {
		const at = about + field.name;
		const what_term = field.term;
		const what = (): Phrase => term(what_term, { name: name_of(raw) });
		const value = value_from_client(field, raw[field.name], (code, text) => {
			if (code == 'host-bits' || code == 'default-route') {
				push(findings, mended_finding(code, text, at));
				return;
			}
			const values = { what: what(), length: '' + length(text), limit: '' + word_limit };
			push(findings, finding(code, values, at));
		});
		if (value == null) {
			refuse(findings, at, what(), raw[field.name], shape_rule(field));
		}
		record[field.name] = value ?? empty_value(field);
	}
	return record as Records[K];
}

/** A network out of whatever JSON a client sent: texts trimmed, prefixes canonical and each once, no default routes. */
export function normalize_network(value: unknown): Normalized {
	const findings: Finding[] = [];
	const network = empty_network();
	const raw = group_of(value, 'network', 'network', findings);
	network.hub = record_of('hub', group_of(raw['hub'], 'hub', 'hub', findings), 'hub.', findings);
	const beyond = too_many(raw['sites'], raw['devices']);
	if (beyond != null) return { network: network, findings: [beyond] };
	for (const entry of list_of(raw['sites'], 'sites', findings)) {
		const site = group_of(entry, 'sites', 'site_name', findings);
		const local = is_yes(site['local']);
		const about = local ? 'local.' : 'site.' + name_of(site) + '.';
		push(network.sites, record_of('site', site, about, findings));
	}
	for (const entry of list_of(raw['devices'], 'devices', findings)) {
		const device = group_of(entry, 'devices', 'device_name', findings);
		const about = 'device.' + name_of(device) + '.';
		push(network.devices, record_of('device', device, about, findings));
	}
	return { network: network, findings: findings };
}
