// Which texts does one source file say? Those of a page, of a table of the router's words, of a JSON file.
// A text has LuCI's form: blanks and line breaks in a row are one blank, none at the ends, as `_()` looks it up.

import ts from 'typescript';
import {
	constantNamed,
	keyText,
	literal,
	parseSource,
	placeOf,
	printPlace,
	unwrap,
} from './syntax.ts';
import type { Place } from './syntax.ts';

/** The one function of the pages that may hand `_()` what is no literal: through it the router's words are said. */
const SAYS_ROUTER_WORDS = 'said';

/** What the strings of a table's rows are: said to a person, or a code. */
const ROW_STRINGS: Record<string, 'said' | 'code'> = {
	message: 'said',
	fix: 'said',
	// What is run in a terminal of the router: English, as all that the command says.
	shell: 'code',
	severity: 'code',
	hides: 'code',
	label: 'said',
	local_label: 'said',
	hint: 'said',
	local_hint: 'said',
	name: 'code',
	kind: 'code',
	term: 'code',
	local_term: 'code',
	rule: 'code',
	empty: 'code',
	needed: 'code',
	example: 'code',
	// The command's, which speaks English.
	option: 'code',
	value: 'code',
	help: 'code',
};

const TRANSLATORS: Record<string, { text: number; plural: number | null; context: number }> = {
	_: { text: 0, plural: null, context: 1 },
	N_: { text: 1, plural: 2, context: 3 },
};

export interface Message {
	text: string;
	plural: string | null;
	context: string | null;
	places: Place[];
}

export interface Scan {
	messages: Message[];
	/** 'file:line: what is wrong, and what to do' */
	refused: string[];
	/** Where the router's words are said: `_()` without a literal, allowed once. */
	openCalls: Place[];
}

export function emptyScan(): Scan {
	return { messages: [], refused: [], openCalls: [] };
}

/** ' a\n\t b ' → 'a b' */
function collapse(text: string): string {
	return text.replace(/[ \t\n]+/g, ' ').replace(/^ | $/g, '');
}

function refuse(scan: Scan, node: ts.Node, why: string): void {
	scan.refused.push(`${printPlace(placeOf(node))}: ${why}`);
}

interface Parts {
	text: ts.Expression;
	plural?: ts.Expression | undefined;
	context?: ts.Expression | undefined;
}

/** Notes the message, or refuses it where a part of it is no text. */
function note(scan: Scan, { text, plural, context }: Parts): void {
	const parts = [text, plural, context].map((part) => part && collapse(literal(part) ?? ''));
	const bad = [text, plural, context].find((_part, index) => parts[index] === '');
	if (bad) {
		refuse(scan, bad, `not a literal text, so that nobody could translate it: ${bad.getText()}`);
		return;
	}
	const [said = '', many = null, about = null] = parts;
	scan.messages.push({ text: said, plural: many, context: about, places: [placeOf(text)] });
}

function isInside(node: ts.Node, name: string): boolean {
	for (let at = node.parent as ts.Node | undefined; at; at = at.parent) {
		if ((ts.isFunctionLike(at) || ts.isVariableDeclaration(at)) && at.name?.getText() === name) {
			return true;
		}
	}
	return false;
}

function noteCall(scan: Scan, call: ts.CallExpression, name: string): void {
	const form = TRANSLATORS[name];
	const text = form && call.arguments[form.text];
	const plural = form?.plural == null ? undefined : call.arguments[form.plural];
	if (!text || (form.plural !== null && !plural)) {
		refuse(scan, call, `an argument of ${name}() is missing`);
	} else if (literal(text) === null && isInside(call, SAYS_ROUTER_WORDS)) {
		scan.openCalls.push(placeOf(call));
	} else {
		note(scan, { text, plural, context: call.arguments[form.context] });
	}
}

/** Every `_('text', 'context')` and `N_(count, 'one', 'many', 'context')`. */
export function pageMessages(file: string, source: string): Scan {
	const scan = emptyScan();
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && Object.hasOwn(TRANSLATORS, node.text)) {
			const { parent } = node;
			if (ts.isCallExpression(parent) && parent.expression === node) {
				noteCall(scan, parent, node.text);
			} else if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) {
				refuse(scan, node, `${node.text} is LuCI's translator: call it with a literal text`);
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(parseSource(file, source));
	return scan;
}

/** Rows by their key, or one after the other. */
type Table = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

function tableNamed(source: ts.SourceFile, name: string): Table | null {
	for (const statement of source.statements) {
		if (!ts.isVariableStatement(statement)) continue;
		for (const { name: declared, initializer } of statement.declarationList.declarations) {
			if (!ts.isIdentifier(declared) || declared.text !== name || !initializer) continue;
			const table = unwrap(initializer);
			if (ts.isObjectLiteralExpression(table) || ts.isArrayLiteralExpression(table)) return table;
		}
	}
	return null;
}

function noteRow(scan: Scan, row: ts.ObjectLiteralExpression): void {
	for (const property of row.properties) {
		if (!ts.isPropertyAssignment(property)) {
			refuse(scan, property, 'a row of words is plain data');
			continue;
		}
		const name = keyText(property.name);
		const kind = ROW_STRINGS[name];
		// A sentence that several rows say stands once, under a name.
		const value = constantNamed(property.initializer) ?? property.initializer;
		if (kind === 'said') note(scan, { text: value });
		else if (kind === undefined && literal(value) !== null) {
			refuse(scan, property, `is ${name} said to a person? tools/po/messages.ts has the list`);
		}
	}
}

/** The texts of the table that the module exports: its strings, or the strings of its rows that are said. */
export function wordMessages(file: string, source: string, name: string): Scan {
	const scan = emptyScan();
	const table = tableNamed(parseSource(file, source), name);
	if (!table) scan.refused.push(`${file}: no table ${name}; tools/po/sources.ts has the list`);
	for (const entry of table && ts.isArrayLiteralExpression(table)
		? table.elements
		: (table?.properties ?? [])) {
		const row = ts.isPropertyAssignment(entry) ? entry.initializer : entry;
		if (!ts.isExpression(row)) {
			refuse(scan, entry, 'a table of words is plain data');
			continue;
		}
		const value = unwrap(row);
		if (ts.isObjectLiteralExpression(value)) noteRow(scan, value);
		else note(scan, { text: value });
	}
	return scan;
}

/** The strings of a JSON file that stand under this key. */
export function jsonMessages(file: string, source: string, key: string): Scan {
	const scan = emptyScan();
	const visit = (node: ts.Node): void => {
		if (
			ts.isPropertyAssignment(node) &&
			keyText(node.name) === key &&
			ts.isStringLiteral(node.initializer)
		) {
			note(scan, { text: node.initializer });
		}
		ts.forEachChild(node, visit);
	};
	visit(parseSource(file, source));
	return scan;
}
