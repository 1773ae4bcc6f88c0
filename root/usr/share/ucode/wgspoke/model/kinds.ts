// How is a field of each kind kept in UCI, and what is taken from what a client sends?
// One row a kind; a row answers null for what is not of its shape, and never judges a value: that is for `values`.

import { uci_yes } from '../base/constants.ts';
import {
	address_of,
	canonical_prefix,
	has_host_bits,
	parse_prefix,
	print_prefix,
} from '../base/prefix.ts';
import { is_default_prefix } from '../base/special.ts';
import { parse_host } from '../base/endpoint.ts';
import { holds_key, parse_count } from '../base/names.ts';
import { word_limit } from '../base/bounds.ts';
import { fields, nothing } from './fields.ts';
import type { Field, FieldValue, Kind, Records, RouterAccess } from './fields.ts';
import type { TermKey } from '../words/terms.ts';

export type UciValue = string | string[];

/**
 * What was changed while a value was taken: one address inside a network became the network; all of the internet, a
 * text that is too long, and what looks like a key were left out.
 */
export type Mended = (
	code: 'host-bits' | 'default-route' | 'too-long' | 'key-misplaced',
	text: string
) => void;

interface KindRow {
	/** The value of an option that is there; null when that is no value of this kind. */
	from_uci: (value: UciValue) => FieldValue | null;
	/** What a client sent, null apart; null when it is of another shape. */
	shape: (raw: unknown, mended: Mended) => FieldValue | null;
	/** What has to be sent. */
	rule: TermKey;
}

const router_accesses: RouterAccess[] = ['all', 'ping', 'none'];

const between_words = /[ \t,]+/;

/** A UCI value as a list; hand-written lists in one option count: '10.0.0.0/8 10.1.0.0/16' → two. */
export function uci_list(value: UciValue | null | undefined): string[] {
	if (value == null) return [];
	if (type(value) == 'array') return value as string[];
	return filter(split(value as string, between_words), (part) => part != '');
}

/** A UCI value as one text; of a list the first. */
export function uci_text(value: UciValue | null | undefined): string {
	if (value == null) return '';
	if (type(value) == 'array') return (value as string[])[0] ?? '';
	return value as string;
}

/** '192.168.151.2/24' → '192.168.151.2'; what is no address stays, for `values` to name it. */
export function plain_address(text: string): string {
	return address_of(text) ?? text;
}

function plain_prefix(text: string): string {
	return canonical_prefix(text) ?? text;
}

function access_of(text: string): RouterAccess | null {
	for (const access of router_accesses) if (access == text) return access;
	return null;
}

function text_of(raw: unknown): string | null {
	return type(raw) == 'string' ? trim(raw as string) : null;
}

// Why a text is taken nowhere; '' where it may be.
function word_fault(text: string): '' | 'too-long' | 'key-misplaced' {
	if (length(text) > word_limit) return 'too-long';
	return holds_key(text) ? 'key-misplaced' : '';
}

// '443, 04500 443' → '443,4500'; what is no number stays, for `values` to name it.
function ports_of(text: string): string {
	const ports: string[] = [];
	for (const word of uci_list(text)) {
		const port = '' + (parse_count(word) ?? word);
		if (index(ports, port) < 0) push(ports, port);
	}
	return join(',', ports);
}

function number_of(raw: unknown): number | null {
	const count = type(raw) == 'string' ? parse_count(trim(raw as string)) : raw;
	if (type(count) != 'int') return null;
	const number = count as number;
	return number >= 0 && number <= 65535 ? number : null;
}

function prefix_of(text: string, mended: Mended): string {
	if (has_host_bits(text)) mended('host-bits', text);
	return plain_prefix(text);
}

// Each prefix once, and none that means the internet.
function prefixes_of(raw: unknown, mended: Mended): string[] | null {
	if (type(raw) != 'array') return null;
	const found: string[] = [];
	const seen: Record<string, boolean> = {};
	for (const entry of raw as unknown[]) {
		const text = text_of(entry);
		if (text == null) return null;
		const fault = word_fault(text);
		if (fault != '') {
			mended(fault, text);
			continue;
		}
		const parsed = parse_prefix(text);
		const prefix = parsed == null ? text : print_prefix(parsed);
		if (prefix != text && has_host_bits(text)) mended('host-bits', text);
		if (parsed != null && is_default_prefix(parsed)) {
			mended('default-route', prefix);
			continue;
		}
		if (prefix == '' || exists(seen, '@' + prefix)) continue;
		seen['@' + prefix] = true;
		push(found, prefix);
	}
	return found;
}

const text_row: KindRow = { from_uci: uci_text, shape: text_of, rule: 'rule_text' };

const number_row: KindRow = {
	from_uci: (value) => parse_count(uci_text(value)),
	shape: number_of,
	rule: 'rule_number',
};

const yes: unknown[] = [1, ...uci_yes];

/** Does what a client sent mean yes? */
export function is_yes(raw: unknown): boolean {
	return type(raw) == 'bool' ? (raw as boolean) : index(yes, raw) >= 0;
}

const kinds: Record<Kind, KindRow> = {
	name: text_row,
	interface: text_row,
	key: text_row,
	host: {
		...text_row,
		shape: (raw) => {
			const text = text_of(raw);
			// An IPv6 address may come as it stands before a port: '[2001:db8::1]'.
			return text == null ? null : (parse_host(trim(text, '[]')) ?? text);
		},
	},
	port: number_row,
	ports: {
		...text_row,
		from_uci: (value) => ports_of(join(',', uci_list(value))),
		shape: (raw) => {
			const text = text_of(raw);
			return text == null ? null : ports_of(text);
		},
	},
	seconds: number_row,
	mtu: number_row,
	address: {
		...text_row,
		from_uci: (value) => plain_address(uci_text(value)),
		shape: (raw) => {
			const text = text_of(raw);
			return text == null ? null : plain_address(text);
		},
	},
	subnet: {
		...text_row,
		from_uci: (value) => plain_prefix(uci_text(value)),
		shape: (raw, mended) => {
			const text = text_of(raw);
			return text == null ? null : prefix_of(text, mended);
		},
	},
	lans: {
		from_uci: (value) => map(uci_list(value), plain_prefix),
		shape: prefixes_of,
		rule: 'rule_list',
	},
	accepted: {
		from_uci: (value) => map(uci_list(value), plain_prefix),
		shape: prefixes_of,
		rule: 'rule_list',
	},
	flag: {
		from_uci: (value) => is_yes(uci_text(value)),
		shape: is_yes,
		rule: 'rule_flag',
	},
	access: {
		from_uci: (value) => access_of(uci_text(value)),
		shape: (raw) => {
			const text = text_of(raw);
			return text == '' ? nothing.access : access_of(text ?? '');
		},
		rule: 'rule_access',
	},
};

/** What the field holds while nobody has said. */
export function empty_value(field: Field): FieldValue {
	const value = field.empty ?? nothing[field.kind];
	// A list of its own for each record.
	return type(value) == 'array' ? [] : value;
}

/** A record of the kind about which nobody has said anything. */
export function empty_record<K extends keyof Records>(kind: K): Records[K] {
	const record: Record<string, FieldValue> = {};
	for (const field of fields[kind]) record[field.name] = empty_value(field);
	return record as Records[K];
}

/** The field's value in the options of a section; total for whatever a hand wrote. */
export function value_from_uci(field: Field, option: UciValue | null | undefined): FieldValue {
	if (option == null || length(option) == 0) return empty_value(field);
	return kinds[field.kind].from_uci(option) ?? empty_value(field);
}

/** The field's value as an option; '' for none: what is as when nobody has said need not be written. */
export function value_to_uci(field: Field, value: FieldValue): UciValue {
	if (type(value) == 'array') return value as string[];
	if (type(value) == 'bool') return value ? '1' : '';
	if (type(value) == 'string') return value as string;
	return value == 0 && field.empty == null ? '' : '' + (value as number);
}

/** The field's value in what a client sent; null when that has another shape. */
export function value_from_client(field: Field, raw: unknown, mended: Mended): FieldValue | null {
	const row = kinds[field.kind];
	if (raw == null) return empty_value(field);
	if (type(raw) == 'string') {
		const text = raw as string;
		const fault = word_fault(text);
		// What is wrong with a key is told by whoever judges keys; and no key has a dot in it, as names of hosts do.
		const meant = field.kind == 'key' || (field.kind == 'host' && index(text, '.') >= 0);
		if (fault == 'too-long' || (fault != '' && !meant)) {
			mended(fault, text);
			return empty_value(field);
		}
	}
	const value = row.shape(raw, mended);
	// Of a name that has to be, nothing is the usual one.
	const blank = type(value) == 'string' && value == '';
	return blank && field.empty != null ? empty_value(field) : value;
}

/** What has to be sent for the field. */
export function shape_rule(field: Field): TermKey {
	return kinds[field.kind].rule;
}
