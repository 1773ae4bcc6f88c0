// What does somebody read who does not read English, and what of it has been left in English?

import { po } from 'gettext-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PO } from '../../tools/package/language.ts';
import type { Page } from 'playwright-core';

export interface Translated {
	text: string;
	context: string;
	plural: string | null;
	/** In each of its forms. */
	said: string[];
}

export interface Language {
	/** What the browser asks the router for. */
	locale: string;
	/** A text of ours in this language. Throws where there is no such text. */
	say(text: string): string;
	all: Translated[];
}

export const ENGLISH: Language = { locale: 'en-US', say: (text) => text, all: [] };

function readLanguage(folder: string, locale: string): Language {
	const { translations } = po.parse(readFileSync(join(PO, folder, 'wgspoke.po')));
	const all = Object.entries(translations).flatMap(([context, texts]) =>
		Object.values(texts)
			.filter(({ msgid }) => msgid !== '')
			.map(({ msgid, msgid_plural: plural = null, msgstr: said }) => {
				return { text: msgid, plural, context, said };
			})
	);
	const known = new Map(all.map(({ text, said }) => [text, said[0] ?? '']));
	const say = (text: string): string => {
		const found = known.get(text);
		if (found === undefined) throw new Error(`no page says "${text}"`);
		return found;
	};
	return { locale, say, all };
}

export const CHINESE = readLanguage('zh_Hans', 'zh-CN');

/** Everything of ours that is said on the page, aloud or by sight: texts, names of what is pressed, hints. */
const SAID = `(() => {
	const found = [];
	const note = (text) => { if (text && text.trim()) found.push(text.trim()); };
	const isSeen = (element) => element.checkVisibility ? element.checkVisibility() : true;
	const walk = (element) => {
		// What is run, pasted or kept in a file is in no language.
		if (element.matches('pre, code, textarea, script, style')) return;
		if (!isSeen(element) && !(element instanceof SVGElement)) return;
		for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-title']) {
			note(element.getAttribute(name));
		}
		// What the page has entered by itself is read like any other text.
		if (element.matches('input:not([type=checkbox], [type=file]), option:checked')) note(element.value);
		for (const child of element.childNodes) {
			if (child.nodeType === Node.TEXT_NODE) note(child.data);
			else if (child.nodeType === Node.ELEMENT_NODE) walk(child);
		}
	};
	const dialog = document.body.classList.contains('modal-overlay-active') ? ', #modal_overlay .modal' : '';
	document.querySelectorAll('.wgs, #tabmenu, #topmenu a[href$="wgspoke"]' + dialog).forEach(walk);
	return [...new Set(found)];
})()`;

const HAN = /\p{Script=Han}/u;
const LETTERS = /[A-Za-z][A-Za-z'’]+/g;

/** What looks like a word and is none: addresses with their ports, keys and what is left of one, amounts, ages. */
const NO_WORDS = [
	/(?:[\da-f]{0,4}:){2,}[\da-f]{0,4}(?:\/\d+)?/gi,
	/[A-Za-z\d+/]{43}=|[A-Za-z\d+/]{6,}…/g,
	/[\d.]+ (?:[KMG]i)?B\b|[\d.]+ ms\b/g,
];

/** 'lan', but not that in 'plan'. */
const wholeWord = (name: string): RegExp =>
	new RegExp(`(?<![A-Za-z])${name.replace(/[.+/]/g, '\\$&')}(?![A-Za-z])`, 'g');

const wordsOf = (text: string): string[] => text.match(LETTERS) ?? [];

/**
 * What is on the page in English. A word that is no Chinese may be there where the translation itself has it
 * (Endpoint, wg0.conf), where it is all of a translated text (MTU), and where somebody has entered it (`names`).
 */
export async function leftInEnglish(page: Page, names: readonly string[]): Promise<string[]> {
	const kept = new Set(CHINESE.all.flatMap(({ said }) => said.flatMap(wordsOf)));
	const whole = new Set(CHINESE.all.flatMap(({ said }) => said));
	const said = await page.evaluate<string[]>(SAID);
	return said.filter((text) => {
		if (whole.has(text)) return false;
		const entered = names.reduce((rest, name) => rest.replace(wholeWord(name), ' '), text);
		const words = wordsOf(NO_WORDS.reduce((rest, pattern) => rest.replace(pattern, ' '), entered));
		return HAN.test(text) ? words.some((word) => !kept.has(word)) : words.length > 0;
	});
}
