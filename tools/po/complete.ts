// What is wrong with a translation? Held against the template: texts that it lacks or has too much, that nobody has looked
// at (fuzzy) or translated, and words in {braces} or after % that are filled in and must be in every form.

import { po } from 'gettext-parser';
import type { GetTextTranslation } from 'gettext-parser';
import { readTemplate } from './template.ts';

/** '{count} of %d homes' → ['%d', '{count}'] */
function placeholders(text: string): string[] {
	return [...text.matchAll(/\{\w+\}|%(?:\d+\$)?[a-z%]/g)].map(([found]) => found).sort();
}

/** 'nplurals=1; plural=0;' → 1; null where it says none. */
function pluralCount(headers: Record<string, string>): number | null {
	const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === 'plural-forms');
	const count = /^nplurals=(\d+); *plural=[^;]+;/.exec(entry?.[1] ?? '')?.[1];
	return count === undefined ? null : Number(count);
}

const keyOf = (text: string, context: string): string => JSON.stringify([context, text]);

/** 'Copy' or 'Copy' (wgspoke) */
function shown({ msgid, msgctxt }: GetTextTranslation): string {
	return `"${msgid}"${msgctxt === undefined ? '' : ` (${msgctxt})`}`;
}

/** A form may leave out a number that its language does not say, never invent one. */
function placeholderFault(original: readonly string[], form: string): string {
	const wanted = original.map(placeholders);
	const found = placeholders(form);
	if (wanted.some((each) => each.join() === found.join())) return '';
	const all = [...new Set(wanted.flat())];
	return `"${form}" fills in ${found.join(' ') || 'nothing'} instead of ${all.join(' ') || 'nothing'}`;
}

function entryFaults(entry: GetTextTranslation, plural: string | null, forms: number): string[] {
	const { msgid, msgstr, comments } = entry;
	const name = shown(entry);
	if (comments?.flag?.split(/,\s*/).includes('fuzzy')) return [`${name} is marked as fuzzy`];
	const wanted = plural === null ? 1 : forms;
	if (msgstr.length !== wanted || msgstr.some((form) => form.trim() === ''))
		return [`${name} is not translated${wanted > 1 ? ` in all of ${String(wanted)} forms` : ''}`];
	const original = plural === null ? [msgid] : [msgid, plural];
	return msgstr.flatMap((form) => {
		const fault = placeholderFault(original, form);
		return fault === '' ? [] : [`${name}: ${fault}`];
	});
}

/** Every fault of a .po file, one line each; none where it is complete. */
export function translationFaults(file: Buffer, template: string): string[] {
	let parsed: ReturnType<typeof po.parse>;
	try {
		parsed = po.parse(file);
	} catch (error) {
		return [`it cannot be read: ${(error as Error).message}`];
	}
	// What has no head parses to something without headers, whatever its type says.
	const headers = (parsed as Partial<typeof parsed>).headers ?? {};
	const head: string[] = [];
	if (!/charset=utf-8/i.test(headers['Content-Type'] ?? headers['content-type'] ?? ''))
		head.push('its head does not say charset=UTF-8');
	const forms = pluralCount(headers);
	if (forms === null) head.push('its head has no line Plural-Forms: nplurals=…; plural=…;');
	const entries = new Map(
		Object.values(parsed.translations)
			.flatMap((texts) => Object.values(texts))
			.filter(({ msgid }) => msgid !== '')
			.map((entry) => [keyOf(entry.msgid, entry.msgctxt ?? ''), entry])
	);
	const lines = file.toString('utf8').match(/^msgid "/gm) ?? [];
	if (lines.length > entries.size + 1) head.push('a text is there twice: po2lmo would take both');
	const wanted = readTemplate(template);
	const known = new Set(wanted.map(({ text, context }) => keyOf(text, context ?? '')));
	const unused = [...entries].flatMap(([key, entry]) =>
		known.has(key) ? [] : [`${shown(entry)} is in no source any more`]
	);
	const faults = wanted.flatMap(({ text, context, plural }) => {
		const entry = entries.get(keyOf(text, context ?? ''));
		if (!entry) return [`"${text}" is missing`];
		return entryFaults(entry, plural, forms ?? 1);
	});
	return [...head, ...faults, ...unused];
}
