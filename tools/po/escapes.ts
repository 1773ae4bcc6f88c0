// Which texts of the pages does a person see that nobody can translate?
// What is shown or read aloud is followed back to its literals; those with a word in them belong into `_()`.

import ts from 'typescript';
import { makeFollow } from './flow.ts';
import { ANY, CALL, indexPages } from './program.ts';
import { keyText, placeOf } from './syntax.ts';
import type { Pages } from './program.ts';
import type { Place } from './syntax.ts';

/** Attributes and options that are seen or read aloud; data-title names a column on a phone, `validate` says why not. */
const SEEN = new Set([
	...['alt', 'help', 'label', 'placeholder', 'title', 'data-title', 'description', 'validate'],
	...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
]);

/** `node.textContent = …` and the like. */
const WRITTEN = new Set([...SEEN, 'textContent', 'innerText', 'innerHTML', 'ariaLabel']);

/** Which arguments the browser and LuCI show; 'all' for as many as there are. */
const SHOWN: Readonly<Record<string, number[] | 'all'>> = {
	E: [2],
	// luci:dom, luci:ui
	content: [1],
	showModal: [0, 1],
	addNotification: [0, 1],
	addTimeLimitedNotification: [0, 1],
	Table: [0],
	Select: [1],
	// the browser
	append: 'all',
	prepend: 'all',
	replaceChildren: 'all',
	createTextNode: [0],
	confirm: [0],
	alert: [0],
};

/** Tags whose text nobody sees. */
const UNSEEN = new Set(['style', 'script']);

const WORD = /\p{L}{2,}/u;

/** What is seen and is no language; … stands for what is filled in. */
const NO_LANGUAGE: { text: RegExp; why: string }[] = [
	{ text: /^%[\d.]+mB$|^%[\d.]+mbit\/s$|^%[\d.]*[df] ms$/, why: 'units' },
	{ text: /^wg0$/, why: 'the usual name of a tunnel' },
	{ text: /^MacBook$/, why: 'a product: the example of a device' },
	{ text: /^sudo sh hub\.sh$/, why: 'a command' },
	{
		text: /^hub … \d+\nrunning … [\d./,]+$/,
		why: 'an example of what the command at the hub prints',
	},
	{ text: /^\[Interface\]\n/, why: 'an example of a configuration' },
	{ text: /^wgspoke:…$/, why: 'how the line begins that the hub prints' },
	{ text: /^luci-app-wgspoke\n/, why: 'a report, for those who make the package' },
];

export interface Escape extends Place {
	text: string;
}

/** Hands over each value that is shown, by itself or as a child. */
function eachShown({ files, calls }: Pages, shown: (value: ts.Expression) => void): void {
	for (const [name, which] of Object.entries(SHOWN)) {
		for (const { arguments: values = [] } of calls.get(name) ?? []) {
			if (values[0] && ts.isStringLiteral(values[0]) && UNSEEN.has(values[0].text)) continue;
			values.filter((_value, index) => which === 'all' || which.includes(index)).forEach(shown);
		}
	}
	for (const { arguments: [name, value] = [] } of calls.get('setAttribute') ?? []) {
		if (name && value && ts.isStringLiteral(name) && SEEN.has(name.text)) shown(value);
	}
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAssignment(node) && SEEN.has(keyText(node.name))) shown(node.initializer);
		else if (ts.isShorthandPropertyAssignment(node) && SEEN.has(node.name.text)) shown(node.name);
		else if (
			ts.isBinaryExpression(node) &&
			ts.isPropertyAccessExpression(node.left) &&
			WRITTEN.has(node.left.name.text)
		) {
			shown(node.right);
		}
		ts.forEachChild(node, visit);
	};
	files.forEach(visit);
}

/** Path below the project → source of every page; the texts in the order of their places. */
export function findEscapes(sources: ReadonlyMap<string, string>): Escape[] {
	const pages = indexPages(sources);
	const found = new Map<ts.Node, string>();
	const follow = makeFollow(pages, (at, text) => {
		const allowed = NO_LANGUAGE.some((one) => one.text.test(text));
		if (WORD.test(text) && !allowed) found.set(at, text);
	});
	eachShown(pages, (value) => {
		follow(value, [ANY]);
		follow(value, [CALL, ANY]);
	});
	const position = ([at]: [ts.Node, string]): number =>
		pages.files.indexOf(at.getSourceFile()) * 1e9 + at.getStart();
	return [...found]
		.sort((a, b) => position(a) - position(b))
		.map(([at, text]) => {
			const { file, line } = placeOf(at);
			return { file: file.slice(1), line, text };
		});
}
