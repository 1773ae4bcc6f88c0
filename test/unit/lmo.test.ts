// Is every translation complete, and is it what LuCI reads? PO2LMO names LuCI's own program, whose bytes must be ours;
// without it, that check is counted as left out.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languageContents, languageFolders, PO } from '../../tools/package/language.ts';
import { readRecipe } from '../../tools/package/recipe.ts';
import { hash } from '../../tools/po/hash.ts';
import { writeLmo } from '../../tools/po/lmo.ts';
import { TEMPLATE } from '../../tools/po/template.ts';
import { translationFaults } from '../../tools/po/complete.ts';

const HEAD = `msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

`;

/** A file with everything that po2lmo knows: contexts, forms, folded lines, quotes, what is not translated. */
const EVERYTHING = `${HEAD}#: a.ts:1
msgid "Copy"
msgstr "复制"

msgctxt "wgspoke"
msgid "Copy"
msgstr "拷贝"

#, fuzzy
msgid "{count} home"
msgid_plural "{count} homes"
msgstr[0] "{count} 个家"
msgstr[1] "{count} 个 \\"家\\""

msgid ""
"Say \\"no\\" \\\\ and "
"go"
msgstr ""
"说 \\"不\\" \\\\ 然"
"后走\\n"

msgid "OK"
msgstr "OK"

msgid "Nobody"
msgstr ""

#~ msgid "Old"
#~ msgstr "旧"
`;

/** What po2lmo makes of it. */
const GOLDEN = [
	'6e706c7572616c733d323b20706c7572616c3d286e20213d2031293be5a48de588b60000e68bb7e8b49d0000',
	'7b636f756e747d20e4b8aae5aeb600007b636f756e747d20e4b8aa2022e5aeb622000000e8afb42022e4b88d',
	'22205c20e784b6e5908ee8b5b05c6e000000000000000000000000000000001c06e571190000000100000024',
	'000000060e74bb030000000100000050000000172e1cb755000000020000003c00000011652dfae400000001',
	'0000001c00000006e8f0ed8f000000020000002c0000000e00000068',
].join('');

/** By po2lmo's own hash of '', 'a', … */
const HASHES = [0, 291415938, 1366002500, 3535673738, 3671636187, 3304826196, 752899294];

/** Every .po file of the project. */
const translations = languageFolders().flatMap((folder) =>
	readdirSync(join(PO, folder))
		.filter((name) => name.endsWith('.po'))
		.map((name) => join(PO, folder, name))
);

describe('a complete translation', () => {
	const template = `${HEAD}msgid "Copy"
msgstr ""

msgid "{count} home of %d"
msgid_plural "{count} homes of %d"
msgstr[0] ""
msgstr[1] ""
`;
	const good = `${HEAD}msgid "Copy"
msgstr "复制"

msgid "{count} home of %d"
msgid_plural "{count} homes of %d"
msgstr[0] "%d 中的 {count}"
msgstr[1] "%d 中的 {count}"
`;
	const faults = (text: string): string[] => translationFaults(Buffer.from(text), template);

	it('that has every text and every form is complete', () => {
		assert.deepEqual(faults(good), []);
	});

	const cases: [what: string, text: string, found: RegExp[]][] = [
		['lacks a text', good.replace(/msgid "Copy"\nmsgstr .*\n/, ''), [/^"Copy" is missing$/]],
		['has one too much', `${good}\nmsgid "Old"\nmsgstr "旧"\n`, [/^"Old" is in no source/]],
		['has not been looked at', good.replace('msgid "Copy"', '#, fuzzy\n$&'), [/"Copy" .* fuzzy$/]],
		['leaves a text empty', good.replace('"复制"', '""'), [/^"Copy" is not translated$/]],
		['lacks a form', good.replace(/msgstr\[1\].*\n/, ''), [/not translated in all of 2 forms$/]],
		[
			'forgets what is filled in',
			good.replace('msgstr[1] "%d 中的 {count}"', 'msgstr[1] "%d 中"'),
			[/fills in %d instead of %d \{count\}$/],
		],
		[
			'breaks a name',
			good.replace(/\{count\}"\nmsgstr\[1/, '{cuont}"\nmsgstr[1'),
			[/\{cuont\} instead/],
		],
		['does not say its forms', good.replace(/"Plural.*\n/, ''), [/Plural-Forms/, /not translated/]],
		['is in another character set', good.replace('UTF-8', 'GBK'), [/UTF-8/]],
		['is no such file', 'hello', [/charset/, /"Copy" is missing/]],
		['says a text twice', `${good}\nmsgid "Copy"\nmsgstr "拷"\n`, [/there twice/]],
	];
	for (const [what, text, patterns] of cases)
		it(`that ${what} is told so`, () => {
			const found = faults(text);
			for (const pattern of patterns)
				assert.ok(
					found.some((fault) => pattern.test(fault)),
					`${String(pattern)} in ${JSON.stringify(found)}`
				);
		});

	for (const path of translations)
		it(`has no such fault: ${path.slice(PO.length + 1)}`, () => {
			const found = translationFaults(readFileSync(path), readFileSync(TEMPLATE, 'utf8'));
			assert.deepEqual(found, []);
		});
});

describe("LuCI's file of a translation", () => {
	it('has the bytes that po2lmo writes', () => {
		assert.equal(writeLmo(Buffer.from(EVERYTHING))?.toString('hex'), GOLDEN);
	});

	it('is none where nothing is translated', () => {
		assert.equal(writeLmo(Buffer.from('msgid "Copy"\nmsgstr ""\n')), null);
	});

	it('knows a text by its hash, whatever its length and signs', () => {
		const hashes = ['', 'a', 'ab', 'abc', 'abcd', 'é', 'éé'].map((text) => hash(Buffer.from(text)));
		assert.deepEqual(hashes, HASHES);
	});

	it('is not written where po2lmo would cut something off', () => {
		const line = `msgid "a"\nmsgstr "${'x'.repeat(4090)}"\n`;
		assert.throws(() => writeLmo(Buffer.from(line)), /line 2 has more than 4095 bytes: fold it/);
		assert.throws(
			() => writeLmo(Buffer.from('msgid "a"\nmsgid_plural "b"\nmsgstr[10] "c"\n')),
			/line 3: LuCI knows 10 plural forms/
		);
	});

	it('comes in a package as luci.mk makes one, when there is a translation', () => {
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-po-'));
		try {
			const own = readRecipe();
			assert.deepEqual(languageContents(own, folder), []);
			mkdirSync(join(folder, 'templates'));
			mkdirSync(join(folder, 'zh_Hans'));
			writeFileSync(join(folder, 'zh_Hans/wgspoke.po'), EVERYTHING);
			const [contents, ...more] = languageContents(own, folder);
			assert.equal(more.length, 0);
			assert.ok(contents);
			const { recipe, entries } = contents;
			assert.equal(recipe.name, 'luci-i18n-wgspoke-zh-cn');
			assert.equal(recipe.version, own.version);
			assert.deepEqual(recipe.depends, ['luci-app-wgspoke']);
			const files = new Map(entries.map(({ path, content }) => [path, content?.toString('hex')]));
			assert.equal(files.get('usr/lib/lua/luci/i18n/wgspoke.zh-cn.lmo'), GOLDEN);
			const line =
				"uci set luci.languages.zh_cn='简体中文 (Simplified Chinese)'; uci commit luci\n";
			assert.equal(
				files.get('etc/uci-defaults/luci-i18n-wgspoke-zh-cn'),
				Buffer.from(line).toString('hex')
			);
			writeFileSync(join(folder, 'zh_Hans/wgspoke.po'), 'msgid "a"\nmsgstr ""\n');
			assert.deepEqual(languageContents(own, folder), []);
			mkdirSync(join(folder, 'tlh'));
			assert.throws(() => languageContents(own, folder), /tlh is no language that luci\.mk knows/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	const program = process.env['PO2LMO'] ?? '';
	if (program === '') {
		process.once('exit', () => {
			console.log('  po2lmo: 1 check left out, no program named by PO2LMO');
		});
		return;
	}
	it('is byte for byte what po2lmo makes, of every translation here', () => {
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-po-'));
		try {
			const all = [EVERYTHING, ...translations.map((path) => readFileSync(path, 'utf8'))];
			for (const [at, text] of all.entries()) {
				const [source, target] = [
					join(folder, `${String(at)}.po`),
					join(folder, `${String(at)}.lmo`),
				];
				writeFileSync(source, text);
				assert.equal(spawnSync(program, [source, target]).status, 0);
				assert.ok(writeLmo(Buffer.from(text))?.equals(readFileSync(target)), translations[at - 1]);
			}
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
