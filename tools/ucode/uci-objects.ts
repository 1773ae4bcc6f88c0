// How do sections, values and edits look to a program? As ucode's module `uci` shows and takes them.
import { toText } from './format.ts';
import { check } from './uci-model.ts';
import type { Delta, Section, Value } from './uci-model.ts';

export type SectionObject = Record<string, Value | boolean | number> & {
	'.anonymous': boolean;
	'.type': string;
	'.name': string;
	'.index'?: number;
};
export type Change = [string, string, ...(string | number)[]];

export const sectionObject = (section: Section, index?: number): SectionObject => ({
	'.anonymous': section.anonymous,
	'.type': section.type,
	'.name': section.name,
	...(index === undefined ? {} : { '.index': index }),
	...Object.fromEntries(
		section.options.map(({ name, value }) => [name, typeof value == 'string' ? value : [...value]])
	),
});

/** What a program may set, as UCI's text. */
export function textOf(value: unknown): string {
	check(value != null && typeof value != 'object');
	return typeof value == 'boolean' ? (value ? '1' : '0') : toText(value);
}

export const changeOf = ({ command, section, option, value }: Delta): Change => [
	command,
	section,
	...(option == null ? [] : [option]),
	...(value == null ? [] : [command == 'order' ? Number(value) : value]),
];
