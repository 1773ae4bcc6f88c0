// Which regular expressions mean something else on the router? There they are POSIX extended, on bytes.
import type { Rule } from 'eslint';

import { rule } from './rule.ts';
import type { NodeOf } from './rule.ts';

/** The source with everything inside brackets taken out: '[^a-z]x' → '[]x'. */
const withoutBrackets = (source: string): string =>
	source.replace(/\\[^]|\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]/g, (part) =>
		part.startsWith('[') ? '[]' : part
	);

/** What is inside the brackets of a source. */
const brackets = (source: string): string =>
	[...source.matchAll(/\\[^]|\[((?:\[:\w+:\]|\\[^]|[^\]\\])*)\]/g)]
		.map((m) => m[1] ?? '')
		.join(' ');

const TRAPS: [where: (source: string) => string, trap: RegExp, message: string][] = [
	[withoutBrackets, /\(\?/, 'POSIX has no (?: ), look-around or names: write a plain group ( )'],
	[withoutBrackets, /[*+?}]\?/, 'POSIX has no lazy repeats: write [^x]* up to the x'],
	[withoutBrackets, /\\[1-9]/, 'musl has no back references: write a group, and compare with m[1]'],
	[
		withoutBrackets,
		/\\[bBpPkuxcfv0]/,
		'POSIX has no \\b, \\u, \\x or \\p: write the character itself, or a bracket expression',
	],
	[
		brackets,
		/\\[dDwWsS]/,
		'\\d, \\w and \\s do not work inside brackets: write [0-9], [A-Za-z0-9_], [ \\t]',
	],
	[
		brackets,
		/\\[^\\\]/nrtdDwWsS]/,
		'a backslash inside brackets is not what it seems: write - last and ] first, without it',
	],
	[withoutBrackets, /\{,/, 'POSIX has no {,n}: write {0,n}'],
];

const FLAGS = /^[gis]*$/;

export const regex = rule((context) => ({
	'Literal[regex]'(node: NodeOf<'Literal'>): void {
		if (!('regex' in node)) return;
		const { pattern, flags } = node.regex;
		for (const [where, trap, message] of TRAPS) {
			if (trap.test(where(pattern))) context.report({ node, message });
		}
		if (!FLAGS.test(flags))
			context.report({ node, message: 'ucode knows the flags g, i and s: write no other' });
	},
}));

export const regexRules: Record<string, Rule.RuleModule> = { regex };
