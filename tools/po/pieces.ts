// Which texts of the pages are put together from pieces, so that another language cannot say them in its own order and
// with its own marks? What is translated stands alone, or has names in {braces}, filled in afterwards.

import ts from 'typescript';
import { returned } from './flow.ts';
import { indexPages, lastName } from './program.ts';
import { literal, placeOf, unwrap } from './syntax.ts';
import type { Pages } from './program.ts';
import type { Place } from './syntax.ts';

/** What gives a text in the user's language. */
const SAYS = new Set(['_', 'N_', 'fill', 'said', 'word']);

/** Deeper than any name that stands for a name here. */
const DEEPEST = 6;

/** What stands beside a text in every language. */
const IN_EVERY_LANGUAGE: { text: RegExp; why: string }[] = [
	{ text: /^`\$\{\w*[sS]ign(\[\w+\])?\} \$\{\w+\}`$/, why: 'a sign before a word' },
];

export interface Piece extends Place {
	text: string;
}

/** What the function may give that is declared so. */
function givenBy(declared: ts.Declaration): ts.Expression[] {
	const fn = ts.isVariableDeclaration(declared) ? declared.initializer : declared;
	const isPlain = fn && (ts.isFunctionDeclaration(fn) || ts.isArrowFunction(fn));
	return isPlain ? returned(fn) : [];
}

/** Is this a text in the user's language, by itself, by its name, or by the function that gives it? */
function makeIsSaid({ symbolOf }: Pages): (expression: ts.Expression) => boolean {
	const declarations = (name: ts.Node): ts.Declaration[] => symbolOf(name)?.declarations ?? [];
	const isSaid = (wrapped: ts.Expression, depth: number): boolean => {
		const node = unwrap(wrapped);
		const also = (one: ts.Expression): boolean => isSaid(one, depth + 1);
		if (depth > DEEPEST) return false;
		if (ts.isConditionalExpression(node)) return also(node.whenTrue) || also(node.whenFalse);
		if (ts.isBinaryExpression(node)) return also(node.left) || also(node.right);
		if (ts.isTemplateExpression(node)) {
			return node.templateSpans.some(({ expression }) => also(expression));
		}
		if (ts.isIdentifier(node)) {
			return declarations(node).some(
				(one) => ts.isVariableDeclaration(one) && !!one.initializer && also(one.initializer)
			);
		}
		if (!ts.isCallExpression(node)) return false;
		if (SAYS.has(lastName(node.expression))) return true;
		return declarations(node.expression).some((one) => givenBy(one).some(also));
	};
	return (expression) => isSaid(expression, 0);
}

/** What a list has as its elements, where that can be seen: `rows.map((row) => …)`, `[a, b]`. */
function elementsOf(wrapped: ts.Expression): ts.Expression[] {
	const list = unwrap(wrapped);
	if (ts.isArrayLiteralExpression(list)) return [...list.elements];
	if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return [];
	const [callback] = list.arguments;
	const { name, expression } = list.expression;
	if (name.text === 'filter') return elementsOf(expression);
	if (!/^(map|flatMap)$/.test(name.text) || !callback || !ts.isArrowFunction(callback)) return [];
	return ts.isBlock(callback.body) ? [] : [callback.body];
}

/** Letters or marks beside the text; blanks alone are no piece of it. A list with marks alone between is none. */
const isMark = (node: ts.Expression): boolean => /\S/.test(literal(node) ?? '');

/** Path below the project → source of every page; what is put together, in the order of its places. */
export function findPieces(sources: ReadonlyMap<string, string>): Piece[] {
	const pages = indexPages(sources);
	const isSaid = makeIsSaid(pages);
	const found: ts.Node[] = [];
	const isPiece = (node: ts.Node): boolean => {
		if (ts.isTemplateExpression(node)) {
			const marks = [node.head, ...node.templateSpans.map((span) => span.literal)];
			const alone = node.templateSpans.length === 1 && marks.every(({ text }) => !/\S/.test(text));
			return !alone && node.templateSpans.some(({ expression }) => isSaid(expression));
		}
		if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
			return isSaid(node.left) || isSaid(node.right);
		}
		if (ts.isArrayLiteralExpression(node) && ts.isCallExpression(node.parent)) {
			if (lastName(node.parent.expression) !== 'E') return false;
			return node.elements.some(isMark) && node.elements.some((one) => isSaid(one));
		}
		if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
		const { name, expression } = node.expression;
		const [separator] = node.arguments;
		if (!separator || !/\p{L}/u.test(literal(separator) ?? '')) return false;
		return name.text === 'join' && elementsOf(expression).some((one) => isSaid(one));
	};
	const visit = (node: ts.Node): void => {
		const allowed = IN_EVERY_LANGUAGE.some((one) => one.text.test(node.getText()));
		if (!allowed && isPiece(node)) found.push(node);
		else ts.forEachChild(node, visit);
	};
	pages.files.forEach(visit);
	return found.map((node) => {
		const { file, line } = placeOf(node);
		return { file: file.slice(1), line, text: node.getText() };
	});
}
