// Is a dear thing made once of each text, and not kept where it was refused?
import assert from 'node:assert/strict';
import { once } from '../../tools/system/once.ts';

describe('what is made once of a text', () => {
	it('is the same thing for the same text, and another one for another text', () => {
		const made: string[] = [];
		const make = once((text: string) => {
			made.push(text);
			return { text };
		});
		assert.equal(make('a'), make('a'));
		assert.notEqual(make('b'), make('a'));
		assert.deepEqual(made, ['a', 'b']);
	});

	it('is made again where it was thrown or refused', async () => {
		let count = 0;
		const thrown = once((): string => {
			if (++count < 2) throw new Error('no');
			return 'made';
		});
		assert.throws(() => thrown('a'), /no/);
		assert.equal(thrown('a'), 'made');
		let tries = 0;
		const refused = once(async (): Promise<string> => {
			if (++tries < 2) throw new Error('no');
			return Promise.resolve('made');
		});
		await assert.rejects(refused('a'), /no/);
		assert.equal(await refused('a'), 'made');
	});

	it('is kept for a few hundred texts, the oldest of which goes first', () => {
		let count = 0;
		const make = once((text: string) => `${text}${++count}`);
		assert.equal(make('first'), 'first1');
		for (let i = 0; i < 299; i++) make(String(i));
		assert.equal(make('first'), 'first1');
		make('one more');
		assert.equal(make('first'), 'first302');
	});
});
