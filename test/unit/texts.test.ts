// Is every sentence whole, filled with its values, and free of secrets?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import {
	fill,
	finding,
	nouns,
	quotable,
	reasons,
	texts,
} from '../../root/usr/share/ucode/wgspoke/words/texts.ts';
import type { FindingCode } from '../../root/usr/share/ucode/wgspoke/model/types.ts';

const ALL = Object.entries(texts) as [FindingCode, (typeof texts)[FindingCode]][];
const placeholders = (text: string): string[] =>
	[...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

describe('texts', () => {
	for (const [code, text] of ALL) {
		it(`${code} is told in whole sentences with one action`, () => {
			for (const sentence of [text.message, text.missing ?? text.message]) {
				assert.match(sentence, /^[A-Z{].*\.$/s);
				assert.doesNotMatch(sentence, /please|sorry|you must|invalid|illegal|error|!/i);
			}
			for (const fix of [text.fix, text.here ?? text.fix]) assert.match(fix, /^[A-Z].*\.$/s);
			assert.ok(text.missing == null || placeholders(text.message).length > 0);
		});
	}

	it('does not send those who compare the hub to the page on which they are', () => {
		for (const [code, text] of ALL) {
			if (code.startsWith('hub-')) assert.doesNotMatch(`${text.fix}${text.here ?? ''}`, /page Hub/);
		}
	});

	it('fills values into message and fix, and keeps them for translating', () => {
		assert.deepEqual(
			finding('host-bits', { value: '10.0.0.1/8', network: '10.0.0.0/8', single: '/32' }),
			{
				code: 'host-bits',
				severity: 'warning',
				message:
					'10.0.0.1/8 is one address inside the network 10.0.0.0/8; the whole network is used.',
				fix: 'Check that you mean all of 10.0.0.0/8; for one device alone, end its address with /32.',
				field: '',
				line: 0,
				values: { value: '10.0.0.1/8', network: '10.0.0.0/8', single: '/32' },
			}
		);
		const { field, line } = finding('no-peer', {}, 'text', 3);
		assert.deepEqual([field, line], ['text', 3]);
	});

	it('says that a value is missing instead of quoting nothing', () => {
		const { message } = finding('bad-key', { what: nouns.hub_key, value: '' });
		assert.equal(message, 'The public key of the hub is missing.');
	});

	it('leaves what has no value, and never fills a value twice', () => {
		assert.equal(fill('{a} of {b}', { a: '{b}' }), '{b} of {b}');
		assert.equal(fill('{a', { a: 'x' }), '{a');
		assert.equal(fill('a} {} {a}{a}', { a: 'x', '': 'y' }), 'a} y xx');
		fc.assert(
			fc.property(fc.string({ maxLength: 50 }), (value) => {
				assert.equal(fill('<{x}>', { x: value }), `<${value}>`);
			})
		);
	});

	it('cuts a long value, but never inside a character', () => {
		assert.equal(fill('{x}', { x: 'a'.repeat(80) }), 'a'.repeat(80));
		assert.equal(fill('{x}', { x: 'a'.repeat(300) }), 'a'.repeat(77) + '…');
		for (const offset of ['', 'a', 'aa', 'aaa'])
			for (const character of ['家', 'é', '😀'])
				assert.match(quotable(offset + character.repeat(200)), /^a*(家*|é*|(😀)*)…$/u);
	});

	it('quotes one line without control characters', () => {
		assert.equal(quotable('a\nb\tc\u001b[31m'), 'a b c [31m');
	});

	it('quotes nothing that may be a key', () => {
		const key = fc
			.uint8Array({ minLength: 32, maxLength: 32 })
			.map((bytes) => Buffer.from(bytes).toString('base64'));
		fc.assert(
			fc.property(key, fc.nat(210), fc.constantFrom(' ', 'a.', '家'), (secret, at, around) => {
				const text = around.repeat(at).slice(0, at) + ' ' + secret + ' ' + around;
				assert.ok(!quotable(text).includes(secret.slice(2, 20)));
			})
		);
	});

	it('gives reasons and nouns that fit into a sentence', () => {
		for (const reason of Object.values(reasons)) assert.match(reason, /^[a-zA][^.]*$/);
		for (const noun of Object.values(nouns)) assert.match(noun, /^[A-Za-z][^.]*$/);
	});
});
