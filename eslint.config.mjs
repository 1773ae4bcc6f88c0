// Which of our TypeScript is no ucode? What ucode lacks, under root/ (tools/ucode/rules); all else is .oxlintrc.json's.
import { register } from 'node:module';
import * as parser from '@typescript-eslint/parser';

register('./tools/blank.mjs', import.meta.url);
const { allRules, plugin } = await import('./tools/ucode/rules/plugin.ts');

export default [
	{
		files: ['root/**/*.ts'],
		languageOptions: {
			parser,
			parserOptions: { project: 'root/tsconfig.json', tsconfigRootDir: import.meta.dirname },
		},
		plugins: { ucode: plugin },
		rules: allRules,
	},
	{ files: ['root/usr/share/rpcd/ucode/*.ts'], rules: { 'ucode/default-export': 'off' } },
];
