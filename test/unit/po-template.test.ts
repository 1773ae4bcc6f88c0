// Does the translation template say what the sources say, and nothing else?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { jsonMessages, pageMessages, wordMessages } from '../../tools/po/messages.ts';
import { keyOf, mergeScans, PROJECT, scanProject } from '../../tools/po/sources.ts';
import { readTemplate, TEMPLATE, writeTemplate } from '../../tools/po/template.ts';
import type { Message } from '../../tools/po/messages.ts';

const committed = (): string => readFileSync(join(PROJECT, TEMPLATE), 'utf8');

/** What a translator sees of a message: all but the places. */
const said = ({ text, plural, context }: Message): string =>
	JSON.stringify([
		text,
		...(plural === null ? [] : [plural]),
		...(context === null ? [] : [{ context }]),
	]);

/** What a page of this one line says. */
const line = (source: string): string[] => pageMessages('a.ts', source).messages.map(said);

describe('translation template', () => {
	it('has every text of the sources and no other', () => {
		const { messages, refused } = scanProject();
		assert.deepEqual(refused, []);
		const now = new Set(messages.map(said));
		const then = new Set(readTemplate(committed()).map(said));
		const missing = [...now].filter((one) => !then.has(one));
		const gone = [...then].filter((one) => !now.has(one));
		if (missing.length + gone.length > 0) {
			assert.fail(
				[
					`${TEMPLATE} is not what the sources say: run make pot and commit it`,
					...missing.map((one) => `  + ${one}`),
					...gone.map((one) => `  - ${one}`),
				].join('\n')
			);
		}
	});

	it('lies there in the form in which make pot writes it', () => {
		assert.equal(writeTemplate(readTemplate(committed())), committed());
	});

	it('is the same in every run', () => {
		assert.equal(writeTemplate(scanProject().messages), writeTemplate(scanProject().messages));
	});

	it("has the form of LuCI's scanner: sorted, one place a line, folded", () => {
		const { messages } = mergeScans([
			pageMessages(
				'b.ts',
				[
					"_('Say \"no\" \\\\', 'wgspoke');",
					"N_(2, '{count} home', '{count} homes');",
					"_('Copy');",
					"_('A sentence that is longer than a line of a template may be, so that it ' + 'is folded.');",
				].join('\n')
			),
			pageMessages('a.ts', "\n_('Copy', 'b');\n_('Copy');\n_('Copy', 'a');"),
		]);
		assert.equal(
			writeTemplate(messages),
			`msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

#: b.ts:4
msgid ""
"A sentence that is longer than a line of a template may be, so that it is "
"folded."
msgstr ""

#: a.ts:3
#: b.ts:3
msgid "Copy"
msgstr ""

#: a.ts:4
msgctxt "a"
msgid "Copy"
msgstr ""

#: a.ts:2
msgctxt "b"
msgid "Copy"
msgstr ""

#: b.ts:1
msgctxt "wgspoke"
msgid "Say \\"no\\" \\\\"
msgstr ""

#: b.ts:2
msgid "{count} home"
msgid_plural "{count} homes"
msgstr[0] ""
msgstr[1] ""
`
		);
	});

	it('gives back any messages that were written', () => {
		// A text as it comes from a source: blanks in a row are one, and none at the ends.
		const letter = fc.constantFrom(
			'a',
			'n',
			't',
			' ',
			'"',
			'\\',
			'%',
			'{',
			'…',
			'家',
			'é',
			'😀',
			'#',
			'~'
		);
		const text = fc
			.string({ unit: letter, maxLength: 120 })
			.map((any) => any.replace(/ +/g, ' ').trim())
			.filter((any) => any !== '');
		const places = fc.constant([
			{ file: 'htdocs/a.ts', line: 7 },
			{ file: 'root/b.ts', line: 12 },
		]);
		const message: fc.Arbitrary<Message> = fc.record(
			{
				text,
				plural: fc.option(text),
				context: fc.option(text),
				places: places.map((two) => [...two]),
			},
			{ noNullPrototype: true }
		);
		const messages = fc.uniqueArray(message, { selector: keyOf, maxLength: 8 });
		fc.assert(
			fc.property(messages, (some) => {
				const order = (list: Message[]): Message[] =>
					list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
				assert.deepEqual(order(readTemplate(writeTemplate(some))), order(some));
			})
		);
	});
});

describe('texts of a page', () => {
	it('are the literals of _() and N_(), blanks as LuCI looks them up', () => {
		assert.deepEqual(line("_('Add')"), ['["Add"]']);
		assert.deepEqual(line("_(('A ' + 'b') + `c`, 'wgspoke')"), ['["A bc",{"context":"wgspoke"}]']);
		assert.deepEqual(line("_(' a\\n\\t b: ')"), ['["a b:"]']);
		assert.deepEqual(line("N_(f(1), 'one', 'many', 'x')"), ['["one","many",{"context":"x"}]']);
		assert.deepEqual(line("fill(_('{a}'), { a: _('b') })"), ['["{a}"]', '["b"]']);
		assert.deepEqual(line("other('a'); x._('b'); '_(\"c\")' // _('d')"), []);
	});

	const refusals: [source: string, why: RegExp][] = [
		['_(code)', /^a\.ts:2: not a literal text, .*: code$/],
		['_(`${a} homes`)', /^a\.ts:2: not a literal text/],
		["_(big ? 'a' : 'b')", /^a\.ts:2: not a literal text/],
		["_('a', kind)", /^a\.ts:2: not a literal text, .*: kind$/],
		["N_(2, one, 'many')", /^a\.ts:2: not a literal text/],
		["_(' ')", /^a\.ts:2: not a literal text/],
		["N_(2, 'one')", /^a\.ts:2: an argument of N_\(\) is missing$/],
		['_()', /^a\.ts:2: an argument of _\(\) is missing$/],
		['names.map(_)', /^a\.ts:2: _ is LuCI's translator: call it with a literal text$/],
	];
	for (const [source, why] of refusals) {
		it(`are refused with their line: ${source}`, () => {
			const { messages, refused } = pageMessages('a.ts', `\n${source};`);
			assert.deepEqual(messages, []);
			assert.equal(refused.length, 1);
			assert.match(refused[0] ?? '', why);
		});
	}

	it("may be the router's templates in one function, once", () => {
		const source = 'function said(code: string) {\n\treturn _(code);\n}';
		const once = pageMessages('a.ts', source);
		assert.deepEqual(mergeScans([once]).refused, []);
		assert.deepEqual(mergeScans([once, pageMessages('b.ts', source)]).refused, [
			"b.ts:2: the router's words are said in one place alone",
		]);
	});

	it('have one plural per text and context', () => {
		const scan = pageMessages(
			'a.ts',
			"_('one');\nN_(2, 'one', 'many');\nN_(2, 'one', 'many', 'x');"
		);
		assert.deepEqual(mergeScans([scan]).refused, [
			'a.ts:2: "one" has another plural at a.ts:1; give one of them a context',
		]);
	});
});

describe("texts of the router's words", () => {
	it('are the strings of a table, and of its rows what is said', () => {
		const table = `export const findings: Record<Code, Text> = {
	'no-hub': { severity: 'error', message: 'No ' + 'hub.', fix: 'Enter it.', hides: ['bad-key'] },
} satisfies object;
export const terms = { hub: 'the hub' } as const;`;
		assert.deepEqual(wordMessages('w.ts', table, 'findings').messages, [
			{ text: 'No hub.', plural: null, context: null, places: [{ file: 'w.ts', line: 2 }] },
			{ text: 'Enter it.', plural: null, context: null, places: [{ file: 'w.ts', line: 2 }] },
		]);
		const { messages, refused } = wordMessages('w.ts', table, 'terms');
		assert.deepEqual([messages.map(said), refused], [['["the hub"]'], []]);
	});

	it('may stand under a name where several rows say the same', () => {
		const table = `const again = 'Try again.';
export const t = {
	a: { message: 'One.', fix: again },
	b: { message: 'Two.', fix: again },
};`;
		const { messages, refused } = mergeScans([wordMessages('w.ts', table, 't')]);
		assert.deepEqual(messages.map(({ text }) => text).sort(), ['One.', 'Try again.', 'Two.']);
		assert.deepEqual(refused, []);
	});

	const refusals: [source: string, why: RegExp][] = [
		["export const other = { a: 'b' };", /^w\.ts: no table t; /],
		["export const t = {\na: { advice: 'b' } };", /^w\.ts:2: is advice said to a person\? /],
		['export const t = {\na: { message: b } };', /^w\.ts:2: not a literal text/],
		['export const t = {\na: b() };', /^w\.ts:2: not a literal text/],
		['export const t = {\n...more };', /^w\.ts:2: a table of words is plain data$/],
		['export const t = {\na: { message } };', /^w\.ts:2: a row of words is plain data$/],
	];
	for (const [source, why] of refusals) {
		it(`are refused: ${source.replace('\n', ' ')}`, () => {
			const { refused } = wordMessages('w.ts', source, 't');
			assert.equal(refused.length, 1);
			assert.match(refused[0] ?? '', why);
		});
	}
});

describe('texts of a JSON file', () => {
	it('are the strings under the key, with their lines', () => {
		const menu = '{\n\t"admin/vpn": {\n\t\t"title": "VPN \\"x\\"",\n\t\t"order": 1\n\t}\n}';
		assert.deepEqual(jsonMessages('m.json', menu, 'title').messages, [
			{ text: 'VPN "x"', plural: null, context: null, places: [{ file: 'm.json', line: 3 }] },
		]);
	});
});
