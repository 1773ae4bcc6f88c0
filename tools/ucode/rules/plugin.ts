// Which rules keep our TypeScript within ucode? The ESLint plugin `ucode`: every rule of it, switched on for root/.
import type { ESLint, Linter, Rule } from 'eslint';

import { bindingRules } from './bindings.ts';
import { fileRules } from './files.ts';
import { regexRules } from './regex.ts';
import { defaultExport, syntaxRules } from './syntax.ts';
import { valueRules } from './values.ts';

export const rules: Record<string, Rule.RuleModule> = {
	...syntaxRules,
	'default-export': defaultExport,
	...valueRules,
	...bindingRules,
	...regexRules,
	...fileRules,
};

export const plugin: ESLint.Plugin = { meta: { name: 'ucode' }, rules };

/** All rules as errors. */
export const allRules: Linter.RulesRecord = Object.fromEntries(
	Object.keys(rules).map((name) => [`ucode/${name}`, 'error' as const])
);
