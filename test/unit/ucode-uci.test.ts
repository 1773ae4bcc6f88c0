// Does the stand-in read and write UCI's files as libuci does?
import assert from 'node:assert/strict';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { sprintf } from '../../tools/ucode/format.ts';
import { Cursor } from '../../tools/ucode/uci.ts';
import { parseDeltas, printDelta } from '../../tools/ucode/uci-delta.ts';
import { parseConfig, printConfig } from '../../tools/ucode/uci-file.ts';
import type { Delta } from '../../tools/ucode/uci-model.ts';
import { EDITS, makeEdits } from './ucode-edits.ts';

const NETWORK = `
config interface 'lan'
	option proto 'static'
	option ipaddr '192.168.2.1'
	list dns '1.1.1.1'
	list dns '9.9.9.9'

config rule
	option name 'it'\\''s'

`;

const name = fc.stringMatching(/^[A-Za-z0-9_]{1,8}$/);
const value = fc
	.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
	.filter((s) => !s.includes('\0'));
const plain = { noNullPrototype: true } as const;
const section = fc.record(
	{
		name,
		type: fc.stringMatching(/^[!-~]{1,8}$/).filter((s) => !/['"#;\\]/.test(s)),
		anonymous: fc.boolean(),
		options: fc.uniqueArray(
			fc.record(
				{ name, value: fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 })) },
				plain
			),
			{ selector: (option) => option.name, maxLength: 4 }
		),
	},
	plain
);
const sections = fc.uniqueArray(section, { selector: (one) => one.name, maxLength: 5 });

describe('UCI files', () => {
	it('of libuci stay byte for byte the same', () => {
		assert.equal(printConfig(parseConfig(NETWORK, 'network')), NETWORK);
	});

	it('keep every section, option and value', () => {
		fc.assert(
			fc.property(sections, (list) => {
				const config = { name: 'c', sections: list, counter: 0, delta: [], saved: [] };
				const read = parseConfig(printConfig(config), 'c').sections;
				assert.deepEqual(
					read.map(({ type, anonymous, options }) => ({ type, anonymous, options })),
					list.map(({ type, anonymous, options }) => ({ type, anonymous, options }))
				);
				for (const [i, one] of list.entries())
					if (!one.anonymous) assert.equal(read[i]?.name, one.name);
			})
		);
	});

	it('name a section without a name after its place and a hash of its type', () => {
		assert.deepEqual(
			parseConfig(NETWORK, 'network').sections.map((one) => one.name),
			['lan', 'cfg0292bd']
		);
	});

	it('may quote, comment and break lines as people do', () => {
		const text = `config "rule"  # here\n  option a b#c\n\toption 'b' "x\\"y"\nlist c 'two\nlines'\nlist c a\\\nb`;
		assert.deepEqual(parseConfig(text, 'x').sections[0]?.options, [
			{ name: 'a', value: 'b' },
			{ name: 'b', value: 'x"y' },
			{ name: 'c', value: ['two\nlines', 'ab'] },
		]);
	});

	for (const bad of [
		'option a b',
		'config',
		"config rule 'a",
		"config rule 'a-b'",
		'nonsense x',
		'config a b c',
	])
		it(`with ${JSON.stringify(bad)} are refused`, () => {
			assert.throws(() => parseConfig(bad, 'x'), /Parse error/);
		});
});

describe('deltas', () => {
	const delta = fc.oneof(
		fc.record(
			{
				command: fc.constant('remove' as const),
				section: name,
				option: fc.option(name),
				value: fc.constant(null),
			},
			plain
		),
		fc.record(
			{
				command: fc.constantFrom('set' as const, 'list-add' as const, 'list-del' as const),
				section: name,
				option: name,
				value: value.filter((s) => !/\p{Cc}/u.test(s)),
			},
			plain
		)
	);

	it('keep every edit', () => {
		fc.assert(
			fc.property(fc.array(delta), (list: Delta[]) => {
				const text = list.map((one) => printDelta('c', one)).join('');
				assert.deepEqual(parseDeltas(text, 'c'), list);
			})
		);
	});

	it('are written as rpcd reads them', () => {
		const lines: [Delta, string][] = [
			[
				{ command: 'set', section: 'lan', option: 'a', value: "it's" },
				"network.lan.a='it'\\''s'\n",
			],
			[
				{ command: 'add', section: 'cfg0192bd', option: null, value: 'rule' },
				"+network.cfg0192bd='rule'\n",
			],
			[{ command: 'remove', section: 'lan', option: null, value: null }, '-network.lan\n'],
			[
				{ command: 'list-add', section: 'lan', option: 'dns', value: '1' },
				"|network.lan.dns='1'\n",
			],
			[{ command: 'order', section: 'lan', option: null, value: '0' }, "^network.lan='0'\n"],
		];
		for (const [edit, line] of lines) assert.equal(printDelta('network', edit), line);
	});
});

describe('a cursor', () => {
	let directory = '';
	let uci = new Cursor('', '');
	const path = (file: string): string => join(directory, file);
	const open = (): Cursor => new Cursor(path('config'), path('delta'));

	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), 'uci-'));
		mkdirSync(path('config'));
		writeFileSync(path('config/network'), NETWORK, { mode: 0o640 });
		uci = open();
	});
	afterEach(() => {
		rmSync(directory, { recursive: true });
	});

	it('stages edits that another cursor sees, and the file does not', () => {
		uci.set('network', 'lan', 'ipaddr', '192.168.4.1');
		uci.set('network', 'wg', 'interface');
		uci.set('network', 'wg', 'addresses', ['10.0.0.1/24', 'fd00::1/64']);
		assert.equal(open().get('network', 'lan', 'ipaddr'), '192.168.2.1');
		uci.save('network');
		assert.equal(open().get('network', 'lan', 'ipaddr'), '192.168.4.1');
		assert.deepEqual(open().get('network', 'wg', 'addresses'), ['10.0.0.1/24', 'fd00::1/64']);
		assert.equal(readFileSync(path('config/network'), 'utf8'), NETWORK);
		assert.deepEqual(open().changes(), {
			network: [
				['set', 'lan', 'ipaddr', '192.168.4.1'],
				['set', 'wg', 'interface'],
				['set', 'wg', 'addresses', '10.0.0.1/24'],
				['list-add', 'wg', 'addresses', 'fd00::1/64'],
			],
		});
	});

	it('commits with the file’s own permissions and leaves no delta', () => {
		uci.set('network', 'lan', 'ipaddr', '192.168.4.1');
		assert.equal(uci.commit('network'), true);
		assert.equal(
			readFileSync(path('config/network'), 'utf8'),
			NETWORK.replace('192.168.2.1', '192.168.4.1')
		);
		assert.equal(statSync(path('config/network')).mode & 0o777, 0o640);
		assert.equal(readFileSync(path('delta/network'), 'utf8'), '');
		assert.deepEqual(open().changes(), {});
	});

	it('does not touch a file when there is nothing to commit', () => {
		const untidy = NETWORK.replace("'static'", 'static # by hand');
		writeFileSync(path('config/network'), untidy);
		uci.load('network');
		assert.equal(uci.commit('network'), true);
		assert.equal(readFileSync(path('config/network'), 'utf8'), untidy);
	});

	it('loaded by the path of a file sees no deltas, and commits without them', () => {
		uci.set('network', 'lan', 'ipaddr', '192.168.4.1');
		uci.save('network');
		const delta = readFileSync(path('delta/network'), 'utf8');
		const other = open();
		assert.equal(other.load(path('config/network')), true);
		assert.equal(other.get('network', 'lan', 'ipaddr'), '192.168.2.1');
		other.set('network', 'lan', 'proto', 'none');
		assert.equal(other.commit('network'), true);
		const committed = NETWORK.replace('static', 'none');
		assert.equal(readFileSync(path('config/network'), 'utf8'), committed);
		assert.equal(readFileSync(path('delta/network'), 'utf8'), delta);
		assert.equal(open().get('network', 'lan', 'ipaddr'), '192.168.4.1');
		assert.equal(other.load(path('config/nothing')), null);
	});

	it('drops everything on revert', () => {
		uci.delete('network', 'lan');
		uci.save();
		assert.equal(uci.get('network', 'lan'), null);
		assert.equal(uci.revert('network'), true);
		assert.equal(uci.get('network', 'lan'), 'interface');
		assert.deepEqual(open().changes(), {});
	});

	it('answers null and the reason for what is not there', () => {
		assert.equal(uci.get('nothing', 'lan'), null);
		assert.equal(uci.error(), 'Entry not found');
		assert.equal(uci.error(), null);
		assert.equal(uci.set('network', 'none', 'a', 'b'), null);
		assert.equal(uci.error(), 'Entry not found');
		assert.equal(uci.set('network', 'lan', 'a', []), null);
		assert.equal(uci.error(), 'Invalid argument');
		assert.equal(uci.get('../network', 'lan'), null);
		assert.equal(uci.error(), 'Invalid argument');
	});

	it('loses a name with a dash at commit, as libuci does', () => {
		uci.set('network', 'a-b', 'interface');
		uci.commit('network');
		assert.equal(readFileSync(path('config/network'), 'utf8'), NETWORK);
		assert.equal(existsSync(path('delta/network')), true);
	});

	it('gives what OpenWrt’s own uci gave for a long list of edits', () => {
		const { edits, output } = EDITS;
		writeFileSync(path('config/network'), EDITS.before);
		assert.equal(makeEdits(edits, open(), sprintf), output);
		assert.equal(readFileSync(path('config/network'), 'utf8'), EDITS.after);
	});
});
