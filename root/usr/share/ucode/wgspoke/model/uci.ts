// How is the network kept in /etc/config/wgspoke, and how does it come back from there?
// Total for whatever a hand wrote; `check` says whether the values make sense.

import { config_names } from '../base/constants.ts';
import { fields } from './fields.ts';
import { empty_record, uci_text, value_from_uci, value_to_uci } from './kinds.ts';
import { empty_network } from './network.ts';
import type { FieldValue, Records } from './fields.ts';
import type { UciValue } from './kinds.ts';
import type { Network } from './network.ts';

export interface UciSection {
	name: string;
	type: string;
	anonymous: boolean;
	options: Record<string, UciValue>;
}

export type ConfigName = (typeof config_names)[number];

/** The sections of each config, in file order. */
export type UciConfigs = Record<ConfigName, UciSection[]>;

/** The section of this name; null when there is none. */
export function section_named(sections: UciSection[], name: string): UciSection | null {
	for (const section of sections) if (section.name == name) return section;
	return null;
}

/** An option of a section as one text; '' when it or the section is not there. */
export function option_text(section: UciSection | null | undefined, option: string): string {
	return uci_text(section?.options[option]);
}

/** The options without those that are empty: UCI cannot hold an empty text or list. */
export function filled(options: Record<string, UciValue>): Record<string, UciValue> {
	const result: Record<string, UciValue> = {};
	for (const option of keys(options)) {
		const value = options[option] ?? '';
		if (length(value) > 0) result[option] = value;
	}
	return result;
}

function section_title(section: UciSection): string {
	const name = option_text(section, 'name');
	return name == '' ? section.name : name;
}

function record_from_section<K extends keyof Records>(kind: K, section: UciSection): Records[K] {
	const record = empty_record(kind) as Record<string, FieldValue>;
	for (const field of fields[kind]) {
		record[field.name] = value_from_uci(field, section.options[field.name]);
		if (field.kind == 'name') record[field.name] = section_title(section);
	}
	return record as Records[K];
}

/** The network kept in these sections of config wgspoke; null when there is no hub: not joined. */
export function network_from_uci(sections: UciSection[]): Network | null {
	const network = empty_network();
	let joined = false;
	for (const section of sections) {
		if (section.type == 'hub' && !joined) {
			joined = true;
			network.hub = record_from_section('hub', section);
		}
		if (section.type == 'site') push(network.sites, record_from_section('site', section));
		if (section.type == 'device') push(network.devices, record_from_section('device', section));
	}
	return joined ? network : null;
}

// A section without its own name yet.
function draft<K extends keyof Records>(kind: K, record: Records[K]): UciSection {
	const values = record as Record<string, FieldValue>;
	const options: Record<string, UciValue> = {};
	for (const field of fields[kind]) options[field.name] = value_to_uci(field, values[field.name]!);
	return { name: '', type: kind, anonymous: false, options: filled(options) };
}

/** Names of the options that a section of this type has from us; [] for a type that is not ours. */
export function own_options(section_type: string): string[] {
	const rows = exists(fields, section_type) ? fields[section_type as keyof Records] : [];
	return map(rows, (field) => field.name);
}

/**
 * The sections that hold the network. A hub, site or device that `old` already has (by its name) keeps its
 * section; the others get the lowest name that no section to be kept has: 'site1', 'site2', …
 */
export function sections_from_network(network: Network, old: UciSection[]): UciSection[] {
	const wanted: UciSection[] = [draft('hub', network.hub)];
	for (const site of network.sites) push(wanted, draft('site', site));
	for (const device of network.devices) push(wanted, draft('device', device));

	// Old sections by type and title, the first of equals; section names by what they are taken for.
	const by_title: Record<string, UciSection> = {};
	const old_types: Record<string, string> = {};
	for (const section of old) {
		const title = section.type == 'hub' ? '' : section_title(section);
		const key = section.type + ' ' + title;
		if (!exists(by_title, key)) by_title[key] = section;
		old_types['@' + section.name] = section.type;
	}

	const taken: Record<string, boolean> = {};
	for (const section of wanted) {
		const title = section.type == 'hub' ? '' : option_text(section, 'name');
		const key = section.type + ' ' + title;
		if (!exists(by_title, key)) continue;
		const kept = by_title[key]!;
		if (exists(taken, '@' + kept.name)) continue;
		section.name = kept.name;
		section.anonymous = kept.anonymous;
		taken['@' + kept.name] = true;
	}

	const next: Record<string, number> = { hub: 0, site: 1, device: 1 };
	for (const section of wanted) {
		while (section.name == '') {
			const number = next[section.type] ?? 1;
			next[section.type] = number + 1;
			const name = section.type + (number == 0 ? '' : number);
			if (exists(taken, '@' + name)) continue;
			if ((old_types['@' + name] ?? section.type) != section.type) continue;
			section.name = name;
		}
	}
	return wanted;
}
