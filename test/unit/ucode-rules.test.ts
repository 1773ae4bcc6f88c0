// Does every ESLint rule refuse what ucode lacks, and say what to write instead?
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

import { allRules, plugin, rules } from '../../tools/ucode/rules/plugin.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/ucode/rules/', import.meta.url));

const eslint = new ESLint({
	cwd: FIXTURES,
	overrideConfigFile: true,
	overrideConfig: {
		files: ['**/*.ts'],
		plugins: { ucode: plugin },
		rules: allRules,
		languageOptions: {
			parser,
			parserOptions: { projectService: true, tsconfigRootDir: FIXTURES },
		},
	},
});

const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith('.ts'));

describe('the rules for ucode', function () {
	this.timeout(120_000);

	it('have one fixture each, named after them', () => {
		const names = fixtures.map((name) => basename(name, '.ts')).sort();
		assert.deepEqual(names, Object.keys(rules).sort());
	});

	for (const fixture of fixtures) {
		const name = basename(fixture, '.ts');
		it(`refuse ${name} by that rule alone, with words on what to write`, async () => {
			const [result] = await eslint.lintFiles(fixture);
			const messages = result?.messages ?? [];
			assert.deepEqual([...new Set(messages.map((one) => one.ruleId))], [`ucode/${name}`]);
			for (const { message } of messages) assert.match(message, /\bwrite /);
		});
	}

	it('refuse each trap of a regular expression, and no plain one', async () => {
		const [result] = await eslint.lintFiles('regex.ts');
		const lines = (result?.messages ?? []).map((message) => message.line);
		assert.deepEqual(lines, [2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('let int(a / b), === between strings, a copied loop variable and one used at once pass', async () => {
		const lines: Record<string, number[]> = {};
		for (const name of ['division', 'number-equality', 'loop-capture']) {
			const [result] = await eslint.lintFiles(`${name}.ts`);
			lines[name] = (result?.messages ?? []).map((message) => message.line);
		}
		assert.deepEqual(lines, { division: [1], 'number-equality': [1], 'loop-capture': [6] });
	});
});
