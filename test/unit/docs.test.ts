// Do the documents list the modules that there are, by what each says of itself?
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LISTS, moduleTable, opening, withModules } from '../../tools/docs.ts';
import { DOCUMENT, makersText } from '../../tools/makers.ts';
import { readRecipe } from '../../tools/package/recipe.ts';

/** Rows as they read, whatever the formatter made of their widths. */
const rowsOf = (text: string): string[] =>
	text
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|[ |-]+$/.test(line))
		.map((line) => line.replace(/\s+/g, ' ').trim());

describe('the documents', () => {
	for (const list of LISTS) {
		it(`list the modules below ${list.folder} (node --import ./tools/register.mjs tools/docs.ts)`, () => {
			const text = readFileSync(list.document, 'utf8');
			assert.deepEqual(rowsOf(text), rowsOf(withModules(text, list)));
			assert.ok(rowsOf(moduleTable(list)).length > 40);
		});
	}

	it('list who writes texts, as the tables have them (node --import ./tools/register.mjs tools/makers.ts)', () => {
		assert.deepEqual(rowsOf(readFileSync(DOCUMENT, 'utf8')), rowsOf(makersText()));
		assert.ok(rowsOf(makersText()).length > 50);
	});

	it('have of each module its first line, and the end of a sentence that goes on in the next', () => {
		assert.equal(opening('// Is it? Yes.\n// More of it.\n\nlet a;\n'), 'Is it? Yes.');
		assert.equal(opening('// Is it? Yes, if\n// it is 3.5. More.\n'), 'Is it? Yes, if it is 3.5.');
		assert.equal(opening('// No end\nlet a;\n'), 'No end');
	});

	it('refuse a list that has no place, and a module that has no room', () => {
		const [list] = LISTS;
		assert.ok(list);
		assert.throws(() => withModules('# Nothing', list), /no place for its modules/);
		assert.throws(() => moduleTable({ ...list, rooms: ['base'] }), /is in no room/);
	});

	for (const name of ['README.md', 'README.zh-CN.md']) {
		// With a star in their place, the command takes last year's packages along.
		it(`have the packages carried over by their full names, of this version: ${name}`, () => {
			const text = readFileSync(name, 'utf8');
			const files = text.match(/luci-[\w*-]*wgspoke[\w.*-]*\.[ai]pk/g) ?? [];
			const { version } = readRecipe();
			const full = /^luci-(app-wgspoke|i18n-wgspoke-zh-cn)(-VERSION\.apk|_VERSION_all\.ipk)$/;
			assert.ok(files.length >= 4, files.join());
			assert.deepEqual(
				files.filter((file) => !full.test(file.replace(version, 'VERSION'))),
				[]
			);
		});
	}

	for (const name of [
		'README.md',
		'docs/architecture.md',
		'docs/bounds.md',
		'docs/pages.md',
		'docs/hub.md',
		'docs/lab.md',
		'docs/makers.md',
	]) {
		it(`name only files that there are: ${name}`, () => {
			const text = readFileSync(name, 'utf8');
			const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, to = '']) => to);
			const paths = [
				...text.matchAll(/`((?:root|htdocs|tools|test|docs|luci-app-wgspoke)\/[\w./-]*)`/g),
			];
			const missing = [
				...links.filter((to) => !existsSync(join(dirname(name), to))),
				...paths.map(([, path = '']) => path).filter((path) => !existsSync(path)),
			];
			assert.deepEqual(missing, []);
		});
	}
});
