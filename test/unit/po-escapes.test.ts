// Is there a text in the pages that a person sees and nobody can translate?
import assert from 'node:assert/strict';
import ts from 'typescript';

import { findEscapes } from '../../tools/po/escapes.ts';
import { pageSources } from '../../tools/po/sources.ts';
import { literal, parseSource, placeOf, printPlace } from '../../tools/po/syntax.ts';

/** The texts that are found in these modules; each has LuCI's E and _. */
function found(modules: Record<string, string>): string[] {
	return findEscapes(new Map(Object.entries(modules))).map(({ text }) => text);
}

/** The source with each `_('…')` as a bare literal that names the place where it was; the places go to `places`. */
function forgetTranslation(file: string, source: string, places: string[]): string {
	let bare = '';
	let end = 0;
	const visit = (node: ts.Node): void => {
		const text = ts.isCallExpression(node) ? node.arguments[0] : undefined;
		if (ts.isCallExpression(node) && node.expression.getText() === '_' && text && literal(text)) {
			const place = printPlace(placeOf(node));
			places.push(place);
			bare += `${source.slice(end, node.getStart())}'Forgotten: ${place}'`;
			end = node.end;
		} else ts.forEachChild(node, visit);
	};
	visit(parseSource(file, source));
	return bare + source.slice(end);
}

const one = (source: string): string[] => found({ 'htdocs/a.ts': source });

describe('texts that nobody can translate', () => {
	it('are not in the pages', () => {
		const escapes = findEscapes(pageSources());
		if (escapes.length > 0) {
			assert.fail(
				[
					'say it by _(), or, if it is no language, give it a row in NO_LANGUAGE of tools/po/escapes.ts:',
					...escapes.map(({ file, line, text }) => `  ${file}:${line}: ${JSON.stringify(text)}`),
				].join('\n')
			);
		}
	});

	it('would be found wherever today a text is translated', () => {
		const places: string[] = [];
		const bare = Array.from(pageSources(), ([file, source]): [string, string] => [
			file,
			forgetTranslation(file, source, places),
		]);
		const known = new Set(
			findEscapes(new Map(bare)).map(({ text }) => text.replace(/^Forgotten: /, ''))
		);
		assert.ok(places.length > 100);
		assert.deepEqual(
			places.filter((place) => !known.has(place)),
			[],
			'how is the text at these places shown? tools/po/escapes.ts has the list'
		);
	});

	it('are told with file and line, in order', () => {
		const modules = new Map([
			['htdocs/a.ts', "\nE('p', { title: 'Second' }, ['Third']);\nE('p', {}, ['Hello']);"],
			['htdocs/b.ts', "E('p', {}, ['Last']);"],
		]);
		assert.deepEqual(findEscapes(modules), [
			{ file: 'htdocs/a.ts', line: 2, text: 'Second' },
			{ file: 'htdocs/a.ts', line: 2, text: 'Third' },
			{ file: 'htdocs/a.ts', line: 3, text: 'Hello' },
			{ file: 'htdocs/b.ts', line: 1, text: 'Last' },
		]);
	});

	const seen: [where: string, source: string][] = [
		['a child', "E('p', {}, ['Hello']);"],
		['a child in a condition', "E('p', {}, [late ? 'Hello' : '', ...(many ? [': '] : [])]);"],
		['a child that is spread', "E('p', {}, [...(many ? ['Hello', E('b', {}, [])] : [])]);"],
		['a part of a sum', "E('p', {}, [_('Name') + ': ' + ('Hello' || name)]);"],
		['an attribute that is read aloud', "E('p', { 'aria-label': 'Hello', class: 'more' }, []);"],
		['an attribute that is set', "node.setAttribute('title', 'Hello');"],
		['the text of a node', "node.textContent = 'Hello';"],
		['the title of a dialog', "ui.showModal('Hello', []);"],
		['the children of a dialog', "ui.showModal(_('A'), ['Hello']);"],
		['a choice', "new ui.Select('a', { a: 'Hello' });"],
		['the title of a column', "new ui.Table(['Hello'], {});"],
		[
			'why a value is refused',
			"new ui.Textfield('', { validate: (text) => text === '' || 'Hello' });",
		],
		['a constant', "const text = 'Hello';\nE('p', {}, [text]);"],
		['a variable that changes', "let text = '';\nif (late) text = 'Hello';\nE('p', {}, [text]);"],
		['a list that grows', "const rows = [];\nrows.push('Hello');\nE('p', {}, rows);"],
		['a table by key', "const words = { a: 'Hello' };\nE('p', {}, [words[key]]);"],
		[
			'a row of pairs',
			"const rows = [['name', 'Hello']];\nE('p', {}, rows.map(([, text]) => text));",
		],
		[
			'entries',
			"E('p', {}, Object.entries({ name: 'Hello' }).map(([key, text]) => E('b', {}, [text])));",
		],
		['a loop', "for (const { text } of [{ text: 'Hello' }]) E('p', {}, [text]);"],
		[
			'between the items of a list',
			"E('p', {}, [names.join(' Hello ')].map((text) => text.trim()));",
		],
		['an argument', "function say(x, text) { return E('p', {}, [text]); }\nsay('no', 'Hello');"],
		['a default', "const say = (text = 'Hello') => E('p', {}, [text]);\nsay();"],
		['one of any arguments', "function say(...texts) { return E('p', {}, texts); }\nsay('Hello');"],
		[
			'an option',
			"function say({ lead }) { return E('p', {}, [lead]); }\nsay({ id: 'no', lead: 'Hello' });",
		],
		['an answer', "function late() { if (a) return 'Hello'; return ''; }\nE('p', {}, [late()]);"],
		['a promised answer', "const late = async () => 'Hello';\nE('p', {}, [await late()]);"],
		[
			'a table of functions',
			"const steps = [{ name: () => 'Hello' }];\nE('p', {}, [steps[0].name()]);",
		],
		['a callback', "function say(part) { return E('p', {}, [part()]); }\nsay(() => 'Hello');"],
		[
			'what a callback gets',
			"function each(act) { act('no', 'Hello'); }\neach((_key, text) => E('p', {}, [text]));",
		],
		[
			'a field of a class',
			"class A { text; constructor(text) { this.text = text; }\n\tdraw() { E('p', {}, [this.text]); } }\nnew A('Hello').draw();",
		],
		['a part of an instance', "class A { lead = 'Hello'; }\nE('p', {}, [new A().lead]);"],
	];
	for (const [where, source] of seen) {
		it(`are found as ${where}`, () => {
			assert.deepEqual(
				one(source).map((text) => text.trim()),
				['Hello']
			);
		});
	}

	it('are found in a template, without what is filled in', () => {
		assert.deepEqual(one("E('p', {}, [`${count} homes`, `${a}: ${b}`]);"), ['… homes']);
	});

	it('are found across modules', () => {
		const parts = "export function say(text) { return E('p', {}, [text]); }";
		const page = "import { say } from './parts.ts';\nexport default say('Hello');";
		assert.deepEqual(found({ 'htdocs/parts.ts': parts, 'htdocs/page.ts': page }), ['Hello']);
	});

	it('are not what is translated, unseen, entered, compared or no word', () => {
		const fine = `
const kind = 'action';
const say = (text, tone) => E('p', { class: tone, id: 'lead' }, [text]);
say(_('Hello'), kind === 'neutral' ? 'good' : 'bad');
say(fill(N_(2, 'one', 'many'), { name: _('A') }), 'bad');
E('p', {}, ['–', '192.168.4.0/24', 'x', ' ✓ ']);
E('style', {}, ['.wgs { margin: 0 }']);
const input = E('input', { type: 'text' }, []);
input.value = 'entered';
E('p', {}, [input.value]);
E('p', {}, [['other', _('Other')]].map(([key, text]) => E('option', { value: key }, [text])));
E('p', { click: () => run('hello there') }, []);
`;
		assert.deepEqual(one(fine), []);
	});
});
