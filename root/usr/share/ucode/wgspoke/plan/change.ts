// What is a change of the configuration: made by comparing, masked, shown?
// All of it on values; who carries changes out on the router is `trial`.

import { quoted } from '../base/quote.ts';
import type { UciValue } from '../model/kinds.ts';
import type { ConfigName, UciSection } from '../model/uci.ts';

/**
 * One UCI edit. `option` '' is the section itself, its values then being section types.
 * `from` null: was not there; `to` null: goes away. Swapping them gives the inverse.
 */
export interface Change {
	config: ConfigName;
	section: string;
	option: string;
	from: UciValue | null;
	to: UciValue | null;
}

/** Stands for every private or preshared key in what is shown, and for a private key that is not made yet. */
export const secret_placeholder = '(secret)';

const secret_options = ['private_key', 'preshared_key'];

/** A section as a plan wants it. */
export interface Target {
	config: ConfigName;
	section: string;
	type: string;
	/** Values by option. */
	options: Record<string, UciValue>;
	/** The options that are the plan's: where `options` has no value for one, it goes away. */
	owned: string[];
	/** Values that only a new section gets; a person may change them. */
	initial: Record<string, UciValue>;
	/** Options of others that would defeat the plan, with the values that do; [] is any value. They go away. */
	against: Record<string, string[]>;
}

/** Do the two mean the same? The order of a list does not matter. */
function same_value(a: UciValue | null, b: UciValue | null): boolean {
	if (a == null || b == null) return a == null && b == null;
	if (type(a) != type(b)) return false;
	if (type(a) == 'string') return a == b;
	const left = sort(slice(a as string[]));
	const right = sort(slice(b as string[]));
	if (length(left) != length(right)) return false;
	for (let i = 0; i < length(left); i++) if (left[i] != right[i]) return false;
	return true;
}

/** The edits that make `current` (null: not there) what the target wants; every other option stays. */
export function changes_to(target: Target, current: UciSection | null): Change[] {
	const changes: Change[] = [];
	const edit = (option: string, from: UciValue | null, to: UciValue | null): void => {
		push(changes, {
			config: target.config,
			section: target.section,
			option: option,
			from: from,
			to: to,
		});
	};
	const have = current?.options ?? {};
	if (current == null) edit('', null, target.type);
	else if (current.type != target.type) edit('', current.type, target.type);
	for (const option of target.owned) {
		const from = have[option] ?? null;
		const to = target.options[option] ?? null;
		if (!same_value(from, to)) edit(option, from, to);
	}
	if (current == null) {
		for (const option of keys(target.initial)) edit(option, null, target.initial[option] ?? null);
		return changes;
	}
	for (const option of keys(target.against)) {
		const from = have[option] ?? null;
		const values = target.against[option] ?? [];
		if (from == null) continue;
		if (length(values) == 0 || index(values, from) >= 0) edit(option, from, null);
	}
	return changes;
}

/** The edits that remove a section: its options, then itself, so that the inverse can bring it back. */
export function removal_of(config: ConfigName, section: UciSection): Change[] {
	const changes: Change[] = [];
	for (const option of reverse(keys(section.options))) {
		push(changes, {
			config: config,
			section: section.name,
			option: option,
			from: section.options[option] ?? null,
			to: null,
		});
	}
	push(changes, {
		config: config,
		section: section.name,
		option: '',
		from: section.type,
		to: null,
	});
	return changes;
}

/** Swaps what was and what becomes, from the last edit to the first: what takes the edits back. */
export function inverse_of(changes: Change[]): Change[] {
	return map(reverse(slice(changes)), (change) => ({
		...change,
		from: change.to,
		to: change.from,
	}));
}

/** Sections by name, in the order of the file; one that goes away leaves null. */
interface Sheet {
	sections: (UciSection | null)[];
	at: Record<string, number>;
}

function sheet_of(sections: UciSection[]): Sheet {
	const sheet: Sheet = { sections: [], at: {} };
	for (const section of sections) {
		sheet.at[section.name] = length(sheet.sections);
		push(sheet.sections, { ...section, options: { ...section.options } });
	}
	return sheet;
}

function section_at(sheet: Sheet, name: string): UciSection | null {
	return exists(sheet.at, name) ? (sheet.sections[sheet.at[name]!] ?? null) : null;
}

// Does the edit start from what is there?
function starts_from(sheet: Sheet, change: Change): boolean {
	const section = section_at(sheet, change.section);
	const now = change.option == '' ? section?.type : section?.options[change.option];
	return same_value(now ?? null, change.from);
}

function carry_out(sheet: Sheet, change: Change): void {
	const name = change.section;
	const option = change.option;
	const to = change.to;
	const section = section_at(sheet, name);
	if (option != '') {
		if (section == null) return;
		if (to == null) delete section.options[option];
		else section.options[option] = to;
	} else if (to == null) {
		if (section != null) sheet.sections[sheet.at[name]!] = null;
	} else if (section != null) {
		section.type = to as string;
	} else {
		sheet.at[name] = length(sheet.sections);
		push(sheet.sections, { name: name, type: to as string, anonymous: false, options: {} });
	}
}

/** What the edits make of the sections of their config; null when one starts from something else than is there. */
export function edited_sections(sections: UciSection[], changes: Change[]): UciSection[] | null {
	const sheet = sheet_of(sections);
	for (const change of changes) {
		if (!starts_from(sheet, change)) return null;
		carry_out(sheet, change);
	}
	const left: UciSection[] = [];
	for (const section of sheet.sections) if (section != null) push(left, section);
	return left;
}

/** Those of the edits that start from what is there, each after those before it. */
export function fitting_edits(sections: UciSection[], changes: Change[]): Change[] {
	const sheet = sheet_of(sections);
	const fitting: Change[] = [];
	for (const change of changes) {
		if (!starts_from(sheet, change)) continue;
		carry_out(sheet, change);
		push(fitting, change);
	}
	return fitting;
}

/** The same sections in the same order? uci names an anonymous one by its place: its name says nothing. */
export function same_sections(a: UciSection[], b: UciSection[]): boolean {
	if (length(a) != length(b)) return false;
	for (let i = 0; i < length(a); i++) {
		const one = a[i]!;
		const other = b[i]!;
		if (one.type != other.type || one.anonymous != other.anonymous) return false;
		if (!one.anonymous && one.name != other.name) return false;
		const names = keys(one.options);
		if (length(names) != length(keys(other.options))) return false;
		for (const option of names) {
			if (!same_value(one.options[option] ?? null, other.options[option] ?? null)) return false;
		}
	}
	return true;
}

/** The changes without private and preshared keys: the placeholder stands for them. */
export function mask_secrets(changes: Change[]): Change[] {
	return map(changes, (change) => {
		if (index(secret_options, change.option) < 0) return change;
		return {
			...change,
			from: change.from == null ? null : secret_placeholder,
			to: change.to == null ? null : secret_placeholder,
		};
	});
}

function diff_lines(sign: string, change: Change, value: UciValue, other: UciValue | null): string {
	if (change.option == '') {
		return sprintf('%s config %s %s\n', sign, value, quoted(change.section));
	}
	if (type(value) == 'string') {
		return sprintf('%s     option %s %s\n', sign, change.option, quoted(value as string));
	}
	let lines = '';
	for (const entry of value as string[]) {
		// Of a list, only what comes or goes.
		if (type(other) == 'array' && index(other as string[], entry) >= 0) continue;
		lines += sprintf('%s     list %s %s\n', sign, change.option, quoted(entry));
	}
	return lines;
}

/** The changes as lines of UCI files, '-' before what goes and '+' before what comes, headed by config and section. */
export function uci_diff(changes: Change[]): string {
	const blocks: Change[][] = [];
	let heading = '';
	for (const change of mask_secrets(changes)) {
		const place = change.config + '.' + change.section;
		if (place != heading) push(blocks, []);
		heading = place;
		push(blocks[length(blocks) - 1]!, change);
	}
	let text = '';
	for (const block of blocks) {
		const last = block[length(block) - 1]!;
		text += last.config + '.' + last.section + '\n';
		// A section that goes away goes last, and reads better from its head.
		const gone = last.option == '' && last.to == null;
		for (const change of gone ? reverse(block) : block) {
			if (change.from != null) text += diff_lines('-', change, change.from, change.to);
			if (change.to != null) text += diff_lines('+', change, change.to, change.from);
		}
	}
	return text;
}
