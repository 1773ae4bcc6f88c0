// Which code is refused? TypeScript's strict rules everywhere, and under root/ also what ucode lacks (tools/ucode/rules).
import { register } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

register('./tools/blank.mjs', import.meta.url);
const { allRules, plugin } = await import('./tools/ucode/rules/plugin.ts');

/** Named rather than found by the service of an editor, which makes each program a second time. */
const projects = ['root', 'tools', 'htdocs', 'tools/luci/standin', 'test'];

export default tseslint.config(
	// fixtures are bad on purpose; ucode's declarations describe another language's library
	{ ignores: ['build/', 'dist/', 'test/fixtures/', 'tools/types/ucode*.d.ts'] },
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
		languageOptions: {
			parserOptions: {
				project: ['root', 'tools', 'htdocs', 'tools/luci/standin', 'test'].map(
					(f) => f + '/tsconfig.json'
				),
				tsconfigRootDir: import.meta.dirname,
			},
		},
		rules: {
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
		},
	},
	{
		files: ['root/**/*.ts'],
		plugins: { ucode: plugin },
		rules: {
			...allRules,
			// records are ucode's only maps
			'@typescript-eslint/no-dynamic-delete': 'off',
			// an index known to be there: ucode reads null beyond the end, and has no undefined
			'@typescript-eslint/no-non-null-assertion': 'off',
		},
	},
	{ files: ['root/usr/share/rpcd/ucode/*.ts'], rules: { 'ucode/default-export': 'off' } }
);
