// Can every text be said in another language? Tried with one that nobody speaks, and by looking for texts that are put
// together from pieces, which no translation can put right.

import assert from 'node:assert/strict';
import { po } from 'gettext-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { said } from '../../htdocs/luci-static/resources/wgspoke/widgets/words.ts';
import { translationFaults } from '../../tools/po/complete.ts';
import { digits, hash } from '../../tools/po/hash.ts';
import { readLmo, writeLmo } from '../../tools/po/lmo.ts';
import { findPieces } from '../../tools/po/pieces.ts';
import { pageSources, PROJECT } from '../../tools/po/sources.ts';
import { readTemplate, TEMPLATE } from '../../tools/po/template.ts';
import { followTemplate } from '../../tools/po/translation.ts';

const template = readFileSync(join(PROJECT, TEMPLATE), 'utf8');
const messages = readTemplate(template);

/** 'Remove {name}?' → '⟦{name} Ŕemove?⟧': longer, other letters, and what is filled in comes first. */
function pseudo(text: string): string {
	const filled = text.match(/\{\w+\}|%[\d.]*[a-z]/g) ?? [];
	const rest = text.replace(/\{\w+\}|%[\d.]*[a-z]/g, '').replace(/[a-z]/gi, (at) => `${at}\u0301`);
	return `⟦${[...filled, rest].join(' ')}⟧`;
}

/** The file of that language: the template, copied, with each text translated. */
function pseudoFile(): string {
	const copied = po.parse(followTemplate('de', template, messages).text);
	for (const texts of Object.values(copied.translations)) {
		for (const entry of Object.values(texts)) {
			if (entry.msgid === '') continue;
			entry.msgstr = entry.msgstr.map(() => pseudo(entry.msgid_plural ?? entry.msgid));
		}
	}
	return po.compile(copied).toString();
}

/** How LuCI's page looks a text up. */
function lookup(texts: Record<string, string>, key: string): string | undefined {
	return texts[digits(hash(Buffer.from(key)))];
}

describe('another language', () => {
	const file = pseudoFile();
	const texts = readLmo(writeLmo(Buffer.from(file)) ?? Buffer.alloc(0));

	before(() => {
		Object.assign(globalThis, { _: (text: string) => lookup(texts, text) ?? text });
	});

	after(() => {
		Reflect.deleteProperty(globalThis, '_');
	});

	it('is the template, copied and translated: nothing else is missing', () => {
		assert.deepEqual(translationFaults(Buffer.from(file), template), []);
	});

	it('is found text by text as LuCI looks texts up, no two of them alike', () => {
		for (const { text, plural, context } of messages) {
			const key = `${context === null ? '' : `${context}\u0001`}${text}`;
			const found = lookup(texts, plural === null ? key : `${key}\u00021`);
			assert.equal(found, pseudo(plural ?? text));
		}
	});

	it('says a sentence of the router as one, with what is filled in where the language wants it', () => {
		const what = { key: 'vpn_subnet', text: 'The VPN network', values: {} };
		const sentence = said({ text: '{what} is missing.', values: { what } });
		assert.equal(sentence, `⟦${pseudo('The VPN network')} ${pseudo(' is missing.').slice(1)}`);
	});
});

describe('a text that is put together from pieces', () => {
	it('is not in the pages', () => {
		const pieces = findPieces(pageSources());
		if (pieces.length > 0) {
			assert.fail(
				[
					'say it by one text with {names}, as _("{name} of {count}"), and fill() it:',
					...pieces.map(({ file, line, text }) => `  ${file}:${line}: ${text}`),
				].join('\n')
			);
		}
	});

	const cases: [source: string, what: string][] = [
		["const text = _('Home') + ' ' + name;", 'by +'],
		["const text = `${_('Home')} ${name}`;", 'by a template'],
		["const word = _('Home');\nconst text = `${word}: ${name}`;", 'by the name of a text'],
		[
			"function kind() { if (a) return _('Home'); return _('Device'); }\nconst text = `(${kind()})`;",
			'by a function that gives a text',
		],
		["const text = rows.map((row) => said(row)).join(' and ');", 'by a list'],
		["E('p', {}, [_('Home'), ': ', E('b', {}, [name])]);", 'by nodes with marks between'],
	];
	for (const [source, what] of cases) {
		it(`is found: ${what}`, () => {
			assert.equal(findPieces(new Map([['htdocs/a.ts', source]])).length, 1);
		});
	}

	const whole: string[] = [
		"const text = fill(_('{name}: router'), { name });",
		"const text = fill(_('{names} are silent'), { names: names.join(', ') });",
		"E('p', {}, [said(a), ' ', said(b)]);",
		"const text = rows.map((row) => said(row)).join(', ');",
		'const text = `${name}: ${value}`;',
		'const text = `${sign} ${word}`;',
	];
	for (const source of whole) {
		it(`is none of these: ${source}`, () => {
			assert.deepEqual(findPieces(new Map([['htdocs/a.ts', source]])), []);
		});
	}
});
