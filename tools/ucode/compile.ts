// How does a TypeScript source become ucode? Its types are blanked, and a few edits are made in place.
//
//   for (const x of xs)          for (let   x in xs)         three blanks are the mark, see tonode.ts
//   export default {…}           return         {…}          what an rpcd plugin answers; eight blanks are the mark
//   import { f } from './m.ts'   import { f } from './m.uc'  `import type` vanishes; a last comma in the list is blanked
//   export function f() {}       export function f() {};     OpenWrt 25.12 and older want the semicolon
//   if (a) { return }            if (a) { return; }          what the minifier leaves out before a `}`; break, continue too
//   a?.b.c                       a?.b?.c                     OpenWrt 23.05 does not stop at a null `a`
//
// Lines stay those of the source. Columns stay too, except to the right of an inserted `;`, `?` or `?.` on the same line.
import blankSpace from 'ts-blank-space';
import ts from 'typescript';

/** Text to put at a place of the source, over so many characters of it. */
interface Edit {
	at: number;
	over: number;
	text: string;
}

/** What cannot be made into ucode; the message ends with what to write instead. */
export class CompileError extends Error {
	constructor(file: ts.SourceFile, at: number, what: string) {
		const { line } = file.getLineAndCharacterOfPosition(at);
		super(`${file.fileName}:${String(line + 1)}: ${what}`);
	}
}

const REFUSALS: Partial<Record<ts.SyntaxKind, string>> = {
	[ts.SyntaxKind.EnumDeclaration]: 'ucode has no enum: write a union of strings, or an object',
	[ts.SyntaxKind.ModuleDeclaration]: 'ucode has no namespace: write a module of its own',
	[ts.SyntaxKind.ImportEqualsDeclaration]: "ucode has no import =: write import { … } from '…'",
	[ts.SyntaxKind.ExportAssignment]: 'ucode has no export =: write export function or export const',
	[ts.SyntaxKind.TypeAssertionExpression]: '<T>x cannot be blanked: write x as T',
	[ts.SyntaxKind.AsExpression]:
		'blanking this `as` would regroup the expression: put it in parentheses',
	[ts.SyntaxKind.SatisfiesExpression]:
		'blanking this `satisfies` would regroup the expression: put it in parentheses',
};

/**
 * @param fileName for messages
 * @throws CompileError with file, line and what to write instead
 */
export function compile(source: string, fileName: string): string {
	const file = ts.createSourceFile(
		fileName,
		source,
		ts.ScriptTarget.ESNext,
		true,
		ts.ScriptKind.TS
	);
	refuseSyntaxErrors(file);
	const blanked = blankSpace(source, (node) => {
		const what = REFUSALS[node.kind] ?? 'only types that can be blanked: write it in plain ucode';
		throw new CompileError(file, node.getStart(file), what);
	});
	return applyEdits(blanked, collectEdits(file));
}

/** The parser keeps its findings on the file, though its types do not say so; asking a program takes 50 times as long. */
interface ParsedFile extends ts.SourceFile {
	parseDiagnostics: readonly ts.DiagnosticWithLocation[];
}

function refuseSyntaxErrors(file: ts.SourceFile): void {
	const [first] = (file as ParsedFile).parseDiagnostics;
	if (!first) return;
	throw new CompileError(
		file,
		first.start,
		ts.flattenDiagnosticMessageText(first.messageText, ' ')
	);
}

function applyEdits(text: string, edits: Edit[]): string {
	let result = '';
	let from = 0;
	for (const edit of edits.sort((a, b) => a.at - b.at)) {
		result += text.slice(from, edit.at) + edit.text;
		from = edit.at + edit.over;
	}
	return result + text.slice(from);
}

function collectEdits(file: ts.SourceFile): Edit[] {
	const edits: Edit[] = [];
	const visit = (node: ts.Node): void => {
		edits.push(...editsOf(node, file));
		ts.forEachChild(node, visit);
	};
	visit(file);
	return edits;
}

/** What is another value in JavaScript, as the bundler reads it: 1.0 is an integer there, '\\xff' two bytes. */
function refuseLost(node: ts.Node, file: ts.SourceFile): void {
	if (!ts.isNumericLiteral(node) && !ts.isStringLiteralLike(node)) return;
	const text = node.getText(file);
	const what = ts.isNumericLiteral(node) ? lostNumber(text) : lostByte(text);
	if (what) throw new CompileError(file, node.getStart(file), what);
}

function lostNumber(text: string): string {
	if (Number(text) > Number.MAX_SAFE_INTEGER)
		return 'the bundler does not keep so large a number: compute it';
	if (/^0x/i.test(text) || !/[.e]/i.test(text) || Number(text) % 1 != 0) return '';
	return 'the bundler makes an integer of this number: write one that is none, or an integer';
}

const lostByte = (text: string): string =>
	/\\x[89a-f]/i.test(text) ? 'the bundler makes a letter of this byte: write chr()' : '';

function editsOf(node: ts.Node, file: ts.SourceFile): Edit[] {
	refuseLost(node, file);
	if (ts.isForOfStatement(node)) return loopEdits(node, file);
	if (ts.isImportDeclaration(node)) return importEdits(node, file);
	if (ts.isNamedExports(node)) return lastCommaEdits(node.elements, file);
	if (ts.isFunctionDeclaration(node) && node.body && isExported(node))
		return [{ at: node.end, over: 0, text: ';' }];
	if (ts.isExportAssignment(node)) {
		const at = node.getStart(file);
		return [{ at, over: 'export default'.length, text: 'return'.padEnd('export default'.length) }];
	}
	if (isBareJump(node) && !node.getText(file).endsWith(';'))
		return [{ at: node.end, over: 0, text: ';' }];
	if (isLooseLink(node)) return [chainEdit(node, file)];
	return [];
}

const isExported = (node: ts.FunctionDeclaration): boolean =>
	node.modifiers?.some((modifier) => modifier.kind == ts.SyntaxKind.ExportKeyword) ?? false;

const isBareJump = (node: ts.Node): boolean =>
	ts.isBreakOrContinueStatement(node) || (ts.isReturnStatement(node) && !node.expression);

function loopEdits(node: ts.ForOfStatement, file: ts.SourceFile): Edit[] {
	const { initializer, expression } = node;
	const start = initializer.getStart(file);
	const head = file.text.slice(node.getStart(file), expression.getStart(file));
	if (!/^for ?\(const [A-Za-z_]\w* of ?$/.test(head))
		throw new CompileError(
			file,
			start,
			'this loop cannot be edited in place: write for (const x of xs)'
		);
	return [
		{ at: start, over: 'const'.length, text: 'let  ' },
		{ at: initializer.end + 1, over: 'of'.length, text: 'in' },
	];
}

function importEdits(node: ts.ImportDeclaration, file: ts.SourceFile): Edit[] {
	const { importClause, moduleSpecifier } = node;
	if (importClause?.phaseModifier == ts.SyntaxKind.TypeKeyword) return [];
	const bindings = importClause?.namedBindings;
	const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
	const inline = elements?.find((element) => element.isTypeOnly);
	if (inline) {
		const what =
			'a type among imported values leaves a comma behind: write import type { … } on a line of its own';
		throw new CompileError(file, inline.getStart(file), what);
	}
	const edits = elements ? lastCommaEdits(elements, file) : [];
	if (/\.ts['"]$/.test(moduleSpecifier.getText(file)))
		edits.push({ at: moduleSpecifier.end - 3, over: 2, text: 'uc' });
	return edits;
}

function lastCommaEdits(list: ts.NodeArray<ts.Node>, file: ts.SourceFile): Edit[] {
	if (!list.hasTrailingComma) return [];
	return [{ at: file.text.lastIndexOf(',', list.end), over: 1, text: ' ' }];
}

type Link = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression;

/** A part of an optional chain that has no `?.` of its own. */
function isLooseLink(node: ts.Node): node is Link {
	return (
		(ts.isPropertyAccessExpression(node) ||
			ts.isElementAccessExpression(node) ||
			ts.isCallExpression(node)) &&
		(node.flags & ts.NodeFlags.OptionalChain) != 0 &&
		!node.questionDotToken
	);
}

function chainEdit(node: Link, file: ts.SourceFile): Edit {
	// past a blanked `!` or type arguments, to the dot or bracket itself
	const sign = ts.isPropertyAccessExpression(node) ? '.' : ts.isCallExpression(node) ? '(' : '[';
	const from = ts.isCallExpression(node)
		? (node.typeArguments?.end ?? node.expression.end)
		: node.expression.end;
	return { at: file.text.indexOf(sign, from), over: 0, text: sign == '.' ? '?' : '?.' };
}
