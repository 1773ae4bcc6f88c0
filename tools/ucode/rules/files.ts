// What else does ucode refuse in a file? A comma at the end of a call, and modules that import each other.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Rule } from 'eslint';

import { rule } from './rule.ts';
import type { NodeOf } from './rule.ts';

const trailingComma = rule((context) => ({
	CallExpression(node: NodeOf<'CallExpression'>): void {
		const comma = context.sourceCode.getLastToken(node, 1);
		if (comma?.value != ',') return;
		context.report({ loc: comma.loc, message: 'ucode wants no comma there: write f(a, b)' });
	},
}));

/** Imports of values from our own modules; `import type` never reaches the router. */
const VALUE_IMPORT = /^import\s(?!type\b)[^;]*?from\s+['"](\.[^'"]+)['"]/gm;

const importsOf = (path: string, text: string): string[] =>
	[...text.matchAll(VALUE_IMPORT)].map((found) => resolve(dirname(path), found[1] ?? ''));

function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** Can one come from here to there by imports? */
function leadsTo(from: string, target: string, seen: Set<string>): boolean {
	if (from == target) return true;
	if (seen.has(from)) return false;
	seen.add(from);
	return importsOf(from, textOf(from)).some((next) => leadsTo(next, target, seen));
}

const importCycle = rule((context) => ({
	'ImportDeclaration[importKind!="type"]'(node: NodeOf<'ImportDeclaration'>): void {
		const source = String(node.source.value);
		const from = resolve(dirname(context.filename), source);
		if (!source.startsWith('.') || !leadsTo(from, resolve(context.filename), new Set())) return;
		context.report({
			node,
			message: `${source} imports this module too, which ucode refuses: write what both need in a third module`,
		});
	},
}));

export const fileRules: Record<string, Rule.RuleModule> = {
	'trailing-comma': trailingComma,
	'import-cycle': importCycle,
};
