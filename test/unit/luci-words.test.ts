// How does a sentence of the router become one in the user's language?

import assert from 'node:assert/strict';
import { inARow, said } from '../../htdocs/luci-static/resources/wgspoke/widgets/words.ts';

/** A catalogue of a language in which the values stand in another order. */
const CATALOGUE: Record<string, string> = {
	'{value} is taken by {name}.': '{name} hat {value} schon.',
	'this home': 'dieses Zuhause',
	'the router of {name}': 'der Router von {name}',
	'The hub does not know {name}.': '中心节点不认识 {name} 的密钥。',
	'{list}, {next}': '{list}、{next}',
};

describe('a sentence of the router', () => {
	before(() => {
		Object.assign(globalThis, { _: (text: string) => CATALOGUE[text] ?? text });
	});

	after(() => {
		Reflect.deleteProperty(globalThis, '_');
	});

	it('is looked up by its English template, and filled then', () => {
		const values = { value: '192.168.151.2', name: 'B' };
		assert.equal(
			said({ text: '{value} is taken by {name}.', values }),
			'B hat 192.168.151.2 schon.'
		);
	});

	it('has phrases within it translated as well', () => {
		const home = { key: 'this_home', text: 'this home', values: {} };
		const router = { key: 'router', text: 'the router of {name}', values: { name: home } };
		assert.equal(
			said({ text: '{value} is taken by {name}.', values: { value: '1', name: router } }),
			'der Router von dieses Zuhause hat 1 schon.'
		);
	});

	it('stays in English where the catalogue lacks it, with what has no value as it is', () => {
		assert.equal(
			said({ text: '{name} has {count} of {most}', values: { name: 'A', count: '2' } }),
			'A has 2 of {most}'
		);
	});

	it('takes a value for data: what looks like a name in braces is not filled again', () => {
		const values = { value: '{name}', name: 'B' };
		assert.equal(said({ text: '{value} is taken by {name}.', values }), 'B hat {name} schon.');
	});

	const names: [name: string, sentence: string][] = [
		['B', '中心节点不认识 B 的密钥。'],
		['海边的家', '中心节点不认识海边的家的密钥。'],
		['我的 iPhone', '中心节点不认识我的 iPhone 的密钥。'],
	];
	for (const [name, sentence] of names) {
		it(`has blanks around a word only where Chinese meets other letters: ${name}`, () => {
			assert.equal(said({ text: 'The hub does not know {name}.', values: { name } }), sentence);
		});
	}

	it('puts names in a row with the marks of its language', () => {
		assert.equal(inARow(['A', 'B', 'C']), 'A、B、C');
		assert.equal(inARow(['A']), 'A');
		assert.equal(inARow([]), '');
	});
});
