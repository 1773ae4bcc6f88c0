// What does a piece of source say? Its literal, its name, its place.

import ts from 'typescript';

export interface Place {
	file: string;
	line: number;
}

export function parseSource(file: string, source: string): ts.SourceFile {
	return ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true);
}

export function placeOf(node: ts.Node): Place {
	const file = node.getSourceFile();
	const { line } = file.getLineAndCharacterOfPosition(node.getStart());
	return { file: file.fileName, line: line + 1 };
}

export function printPlace({ file, line }: Place): string {
	return `${file}:${line}`;
}

/** `('a' as const)` → `'a'` */
export function unwrap(node: ts.Expression): ts.Expression {
	return ts.isParenthesizedExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isSatisfiesExpression(node) ||
		ts.isNonNullExpression(node)
		? unwrap(node.expression)
		: node;
}

/** `'a' + 'b'` → 'ab'; null for what is no literal. */
export function literal(wrapped: ts.Expression): string | null {
	const node = unwrap(wrapped);
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) {
		return null;
	}
	const left = literal(node.left);
	const right = literal(node.right);
	return left === null || right === null ? null : left + right;
}

/** Of a name the value of the constant of that name at the top of the file; null for what is no such name. */
export function constantNamed(node: ts.Expression): ts.Expression | null {
	if (!ts.isIdentifier(node)) return null;
	for (const statement of node.getSourceFile().statements) {
		if (!ts.isVariableStatement(statement)) continue;
		if (!(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
		for (const { name, initializer } of statement.declarationList.declarations) {
			if (ts.isIdentifier(name) && name.text === node.text) return initializer ?? null;
		}
	}
	return null;
}

/** `title:` → 'title', `'aria-label':` → 'aria-label'; '' for one that is computed. */
export function keyText(name: ts.PropertyName | undefined): string {
	return name && !ts.isComputedPropertyName(name) ? name.text : '';
}
