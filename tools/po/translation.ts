// How does a translation follow the template? What is translated stays, what is new comes in empty, what is gone goes.
// The places stay in the template alone, so that a line that moves in a source touches no translation.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { po } from 'gettext-parser';
import type { GetTextTranslation, GetTextTranslations } from 'gettext-parser';
import { PROJECT } from './sources.ts';
import { compareEntries } from './template.ts';
import type { Message } from './messages.ts';

/** Where they are, below the project: one folder per language, named as LuCI names it. */
export const TRANSLATIONS = 'luci-app-wgspoke/po';

const FILE = 'wgspoke.po';

/** Language → its file, below the project; a folder is all that a new language needs. */
export function translationFiles(): Map<string, string> {
	const folders = readdirSync(join(PROJECT, TRANSLATIONS), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'templates')
		.map(({ name }) => name)
		.sort();
	return new Map(folders.map((name) => [name, join(TRANSLATIONS, name, FILE)]));
}

const PLURAL_COUNT = /nplurals=(\d+)/;

/** 'zh_Hans' → its header for plurals; null where the language counts in a way that has to be looked up. */
function pluralForms(language: string): string | null {
	const forms = new Intl.PluralRules(language.replaceAll('_', '-')).resolvedOptions();
	const count = forms.pluralCategories.length;
	if (count === 1) return 'nplurals=1; plural=0;';
	return count === 2 ? 'nplurals=2; plural=(n != 1);' : null;
}

/** What the file says of itself, completed for its language. Throws one line that says what is missing. */
function headersOf(language: string, known: Record<string, string>): Record<string, string> {
	const forms = known['Plural-Forms'] ?? pluralForms(language);
	if (forms === null) {
		throw new Error(
			`the header needs Plural-Forms for ${language}: another translation of LuCI into it has the line`
		);
	}
	return {
		...known,
		Language: language,
		'Content-Type': 'text/plain; charset=utf-8',
		'Content-Transfer-Encoding': '8bit',
		'Plural-Forms': forms,
	};
}

function entryOf(
	message: Message,
	old: GetTextTranslation | undefined,
	forms: number
): GetTextTranslation {
	const { text, plural, context } = message;
	const count = plural === null ? 1 : forms;
	const kept = old && (old.msgid_plural ?? null) === plural ? old : undefined;
	const { translator, flag } = kept?.comments ?? {};
	return {
		...(context === null ? {} : { msgctxt: context }),
		msgid: text,
		...(plural === null ? {} : { msgid_plural: plural }),
		msgstr: Array.from({ length: count }, (_one, form) => kept?.msgstr[form] ?? ''),
		comments: {
			...(translator === undefined ? {} : { translator }),
			...(flag === undefined ? {} : { flag }),
		},
	};
}

export interface Followed {
	text: string;
	/** Messages without a translation. */
	missing: number;
}

/** The translation with the messages of the template and no others; any old text, '' for a new language. */
export function followTemplate(
	language: string,
	translation: string,
	messages: Message[]
): Followed {
	const old = po.parse(translation);
	const headers = headersOf(language, { ...old.headers });
	const forms = Number(PLURAL_COUNT.exec(headers['Plural-Forms'] ?? '')?.[1] ?? 1);
	const entries = messages.map((message) =>
		entryOf(message, old.translations[message.context ?? '']?.[message.text], forms)
	);
	const translations: GetTextTranslations['translations'] = {};
	for (const entry of entries) (translations[entry.msgctxt ?? ''] ??= {})[entry.msgid] = entry;
	const about = old.translations['']?.['']?.comments;
	(translations[''] ??= {})[''] = { msgid: '', msgstr: [''], ...(about && { comments: about }) };
	const file = po.compile({ charset: 'utf-8', headers, translations }, { sort: compareEntries });
	return {
		text: `${file.toString().trimEnd()}\n`,
		missing: entries.filter(({ msgstr }) => msgstr.includes('')).length,
	};
}
