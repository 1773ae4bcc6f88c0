// Is what esbuild makes of the views what LuCI's loader takes?

import assert from 'node:assert/strict';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { bundleHtdocs, luciSources } from '../../tools/luci/bundle.ts';
import { standinFiles } from '../../tools/luci/standin.ts';
import type { BundledFile } from '../../tools/luci/bundle.ts';

/** What LuCI itself has under these names on 24.10 and 25.12. */
const BUILTINS = ['baseclass', 'dom', 'poll', 'rpc', 'ui', 'view'];
const OURS = ['wgspoke.shared.overview', 'wgspoke.shared.others'];

describe('the bundled views', () => {
	let files: BundledFile[] = [];

	before(async () => {
		files = await bundleHtdocs();
	});

	it('are one file for each source with a default export, and two for what these share', () => {
		assert.deepEqual(luciSources(), [
			'view/wgspoke/devices.ts',
			'view/wgspoke/home.ts',
			'view/wgspoke/hub.ts',
			'wgspoke/join/wizard.ts',
			'wgspoke/overview/todo.ts',
		]);
		assert.deepEqual(
			files.map(({ path }) => path),
			[
				'view/wgspoke/devices.js',
				'view/wgspoke/home.js',
				'view/wgspoke/hub.js',
				'wgspoke/join/wizard.js',
				'wgspoke/overview/todo.js',
				'wgspoke/shared/overview.js',
				'wgspoke/shared/others.js',
			]
		);
	});

	it('have what they share only once, and what the overview does not need apart', () => {
		const holders = (words: string): string[] =>
			files.filter(({ text }) => text.includes(words)).map(({ path }) => path);
		assert.deepEqual(holders('Mark the text and copy it by hand.'), ['wgspoke/shared/overview.js']);
		assert.deepEqual(holders('Shown once; the key is not stored.'), ['wgspoke/shared/others.js']);
	});

	it('begin with the strings that the loader reads, and end with a return', () => {
		for (const { path, text } of files) {
			const header = /^'use strict';\n((?:'require [\w.]+ as luci_\w+';\n)+)(?!')/.exec(text);
			assert.ok(header, path);
			const required = [...(header[1] ?? '').matchAll(/'require ([\w.]+) as/g)].map(
				([, name]) => name
			);
			assert.deepEqual(
				required.filter((name) => !BUILTINS.includes(name ?? '') && !OURS.includes(name ?? '')),
				[],
				path
			);
			const last = ts.createSourceFile('', text, ts.ScriptTarget.ESNext).statements.at(-1);
			assert.equal(last && ts.SyntaxKind[last.kind], 'ReturnStatement', path);
			assert.match(text, /\n$/, path);
		}
	});

	it('are the body of a function with the parameters that the loader gives it', () => {
		for (const { path, text } of files) {
			const aliases = [...text.matchAll(/^'require [\w.]+ as (\w+)';$/gm)].map(
				([, name = '']) => name
			);
			const compile = () => compileFunction(text, ['window', 'document', 'L', ...aliases]);
			assert.doesNotThrow(compile, path);
		}
	});

	it('set no innerHTML, and import nothing', () => {
		for (const { path, text } of files) {
			assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(text), path);
			assert.ok(!/\bimport\b\s*[({'"]/.test(text), path);
		}
	});

	it('are the same bytes when they are built twice', async () => {
		assert.deepEqual(await bundleHtdocs(), files);
	});
});

describe('the stand-in', () => {
	it('is a page below /cgi-bin with its script, its style and each language that is there', async () => {
		assert.deepEqual(Object.keys(await standinFiles()), [
			'cgi-bin/luci',
			'luci-static/standin/style.css',
			'luci-static/standin/standin.js',
			'luci-static/standin/zh-cn.json',
		]);
	});
});
