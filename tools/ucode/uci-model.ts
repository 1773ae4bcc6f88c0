// How does libuci hold one config in memory, and what does each edit do to it? Ported from its list.c, quirks included.

export type Value = string | string[];

export interface Option {
	name: string;
	value: Value;
}

export interface Section {
	name: string;
	type: string;
	anonymous: boolean;
	options: Option[];
}

export type Command = 'set' | 'remove' | 'add' | 'rename' | 'order' | 'list-add' | 'list-del';

/** One edit. `option` null: of the section itself; `value` null only when removing. */
export interface Delta {
	command: Command;
	section: string;
	option: string | null;
	value: string | null;
}

export interface Config {
	name: string;
	sections: Section[];
	/** Sections ever made in it; part of an anonymous section's name. */
	counter: number;
	/** Edits made and not saved. */
	delta: Delta[];
	/** Edits that were read from delta files. */
	saved: Delta[];
}

export type ErrorText =
	'Invalid argument' | 'Entry not found' | 'I/O error' | 'Parse error' | 'Unknown error';

export class UciError extends Error {
	readonly text: ErrorText;
	constructor(text: ErrorText) {
		super(text);
		this.text = text;
	}
}

export function check(condition: unknown, text: ErrorText = 'Invalid argument'): asserts condition {
	if (!condition) throw new UciError(text);
}

export const isName = (text: string): boolean => /^[A-Za-z0-9_]+$/.test(text);
export const isType = (text: string): boolean => /^[!-~]+$/.test(text);

export const newConfig = (name: string): Config => ({
	name,
	sections: [],
	counter: 0,
	delta: [],
	saved: [],
});

export const findSection = (config: Config, name: string): Section | undefined =>
	config.sections.find((section) => section.name == name);
export const findOption = (section: Section, name: string): Option | undefined =>
	section.options.find((option) => option.name == name);

/** D. J. Bernstein's hash over a type, as libuci names its anonymous sections: 'rule' as 5th → 'cfg0592bd'. */
function anonymousName(counter: number, type: string): string {
	let hash = 5381;
	for (const byte of Buffer.from(type)) hash = (hash * 33 + byte) & 0xffff;
	return `cfg${counter.toString(16).padStart(2, '0')}${hash.toString(16).padStart(4, '0')}`;
}

function note(config: Config, track: boolean, delta: Delta): void {
	if (track) config.delta.push(delta);
}

export function addSection(config: Config, type: string, track: boolean): Section {
	config.counter++;
	const name = anonymousName(config.counter, type);
	const section = { name, type, anonymous: true, options: [] };
	config.sections.push(section);
	note(config, track, { command: 'add', section: name, option: null, value: type });
	return section;
}

/** Makes a section of this name, or gives the known one another type. */
export function setSection(
	config: Config,
	known: Section | undefined,
	name: string,
	type: string,
	track: boolean
): Section {
	// libuci takes an empty name, and crashes on it later
	check(name != '' && (type == '' || isType(type)));
	if (known?.type == type) return known;
	if (type == '') {
		check(known);
		removeSection(config, known, track);
		return known;
	}
	const section = known ?? { name, type, anonymous: false, options: [] };
	if (!known) {
		config.counter++;
		config.sections.push(section);
	} else if (known.type.length != type.length) {
		// libuci makes it anew under its name, so it is anonymous no longer
		section.anonymous = false;
	}
	section.type = type;
	note(config, track, { command: 'set', section: section.name, option: null, value: type });
	return section;
}

export function removeSection(config: Config, section: Section, track: boolean): void {
	config.sections.splice(config.sections.indexOf(section), 1);
	note(config, track, { command: 'remove', section: section.name, option: null, value: null });
}

export function setOption(
	config: Config,
	section: Section,
	name: string,
	value: string,
	track: boolean
): void {
	const known = findOption(section, name);
	if (known?.value === value) return;
	if (value == '') {
		if (known) removeOption(config, section, name, track);
		return;
	}
	if (known) known.value = value;
	else section.options.push({ name, value });
	note(config, track, { command: 'set', section: section.name, option: name, value });
}

export function removeOption(config: Config, section: Section, name: string, track: boolean): void {
	const at = section.options.findIndex((option) => option.name == name);
	check(at >= 0, 'Entry not found');
	section.options.splice(at, 1);
	note(config, track, { command: 'remove', section: section.name, option: name, value: null });
}

/** Adds to a list; a plain option becomes a list with its old value first. */
export function addToList(
	config: Config,
	section: Section,
	name: string,
	value: string,
	track: boolean
): void {
	const known = findOption(section, name);
	if (known) known.value = [known.value, value].flat();
	else section.options.push({ name, value: [value] });
	note(config, track, { command: 'list-add', section: section.name, option: name, value });
}

/** Takes every such entry out of a list; an emptied list stays. */
export function removeFromList(
	config: Config,
	section: Section,
	name: string,
	value: string,
	track: boolean
): void {
	const known = findOption(section, name);
	if (!known || typeof known.value == 'string') return;
	note(config, track, { command: 'list-del', section: section.name, option: name, value });
	known.value = known.value.filter((entry) => entry != value);
}

/** Takes one entry, by its place, out of a list: only delta files say this. */
export function removeFromListAt(section: Section, name: string, place: number): void {
	const known = findOption(section, name);
	if (known && typeof known.value != 'string') known.value = known.value.toSpliced(place, 1);
}

export function renameSection(config: Config, section: Section, to: string, track: boolean): void {
	note(config, track, { command: 'rename', section: section.name, option: null, value: to });
	section.name = to;
	section.anonymous = false;
}

export function renameOption(
	config: Config,
	section: Section,
	name: string,
	to: string,
	track: boolean
): void {
	const option = findOption(section, name);
	check(option, 'Entry not found');
	note(config, track, { command: 'rename', section: section.name, option: name, value: to });
	option.name = to;
}

export function reorder(config: Config, section: Section, place: number, track: boolean): void {
	const from = config.sections.indexOf(section);
	config.sections.splice(from, 1);
	config.sections.splice(place, 0, section);
	if (config.sections.indexOf(section) == from) return;
	note(config, track, {
		command: 'order',
		section: section.name,
		option: null,
		value: String(place),
	});
}
