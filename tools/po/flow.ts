// From which literals does a value come? Follows it back through variables, calls, tables and classes of the pages.
// It takes every way that there may be and asks no types, so that it may find too much, and rarely too little.

import ts from 'typescript';
import { EACH, FUNCTIONS, METHODS } from './methods.ts';
import { ANY, CALL, memberAround } from './program.ts';
import { keyText, unwrap } from './syntax.ts';
import type { Call, Pages, Path, Step, Target } from './program.ts';

/** Deeper than any value here: a path that grows for ever ends there. */
const DEEPEST = 8;

/** What they are given is looked at where they are called. */
const ENDS = new Set(['_', 'N_', 'E']);

/** What the function may return; not what functions in it do. */
export function returned({ body }: ts.FunctionLikeDeclaration): ts.Expression[] {
	if (!body) return [];
	if (!ts.isBlock(body)) return [body];
	const values: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(body, visit);
	return values;
}

/** The words of the template itself, with … for what is filled in. */
function templateText({ head, templateSpans }: ts.TemplateExpression): string {
	return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…');
}

function isElement(step: Step | undefined): boolean {
	return step === ANY || typeof step === 'number';
}

/** Does what was written there come along on this path? */
function leadsTo(written: Path, path: Path): boolean {
	return written.every(
		(step, index) => step === path[index] || (isElement(step) && isElement(path[index]))
	);
}

/** The steps from what is taken apart to the part: `{ label: text }` → ['label'], `[, text]` → [1] */
function partSteps(part: ts.BindingElement): Path {
	const { parent } = part;
	if (part.dotDotDotToken) return [];
	if (ts.isArrayBindingPattern(parent)) return [parent.elements.indexOf(part)];
	return [part.propertyName ? keyText(part.propertyName) : part.name.getText()];
}

/** A function that follows what is at the path of a value; each string on the way goes to `found`, once. */
export function makeFollow(
	{ symbolOf, calls, writes }: Pages,
	found: (at: ts.Expression, text: string) => void
): (value: ts.Expression, path: Path) => void {
	const been = new Map<ts.Node, Set<string>>();

	function isNew(node: ts.Node, path: Path): boolean {
		const paths = been.get(node) ?? new Set();
		been.set(node, paths);
		const key = path.join(' ');
		if (path.length > DEEPEST || paths.has(key)) return false;
		paths.add(key);
		return true;
	}

	function follow(wrapped: ts.Expression, path: Path): void {
		const node = unwrap(wrapped);
		if (!isNew(node, path)) return;
		if (ts.isStringLiteralLike(node)) {
			if (path.every((step) => step === ANY)) found(node, node.text);
		} else if (ts.isTemplateExpression(node)) {
			found(node, templateText(node));
			for (const { expression } of node.templateSpans) follow(expression, []);
		} else if (ts.isConditionalExpression(node)) {
			follow(node.whenTrue, path);
			follow(node.whenFalse, path);
		} else if (ts.isBinaryExpression(node)) {
			const { kind } = node.operatorToken;
			if (kind !== ts.SyntaxKind.AmpersandAmpersandToken) follow(node.left, path);
			follow(node.right, path);
		} else if (ts.isAwaitExpression(node) || ts.isSpreadElement(node)) {
			follow(node.expression, path);
		} else if (ts.isArrayLiteralExpression(node)) followArray(node, path);
		else if (ts.isObjectLiteralExpression(node)) followObject(node, path);
		else if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
			followFunction(node, path);
		} else if (ts.isIdentifier(node)) followName(node, path);
		else if (ts.isPropertyAccessExpression(node)) {
			const { name, expression } = node;
			if (expression.kind === ts.SyntaxKind.ThisKeyword) {
				followMember(memberAround(node, name.text), path);
			} else follow(expression, [name.text, ...path]);
		} else if (ts.isElementAccessExpression(node)) {
			const index = node.argumentExpression;
			follow(node.expression, [ts.isStringLiteral(index) ? index.text : ANY, ...path]);
		} else if (ts.isCallExpression(node)) followCall(node, path);
		else if (ts.isNewExpression(node)) {
			const made = symbolOf(node.expression)?.declarations?.find(ts.isClassLike);
			const [name, ...rest] = path;
			followMember(
				made?.members.find((member) => keyText(member.name) === name),
				rest
			);
		}
	}

	function followArray({ elements }: ts.ArrayLiteralExpression, path: Path): void {
		const [step, ...rest] = path;
		const anywhere = typeof step !== 'number' || elements.some(ts.isSpreadElement);
		elements.forEach((element, index) => {
			if (ts.isSpreadElement(element)) follow(element, path);
			else if (anywhere || step === index) follow(element, rest);
		});
	}

	function followObject({ properties }: ts.ObjectLiteralExpression, path: Path): void {
		const [step, ...rest] = path;
		for (const property of properties) {
			if (ts.isSpreadAssignment(property)) follow(property.expression, path);
			else if (step !== ANY && step !== keyText(property.name)) continue;
			else if (ts.isPropertyAssignment(property)) follow(property.initializer, rest);
			else if (ts.isShorthandPropertyAssignment(property)) followName(property.name, rest);
			else followFunction(property, rest);
		}
	}

	function followFunction(fn: ts.FunctionLikeDeclaration, [step, ...rest]: Path): void {
		if (step === CALL) for (const value of returned(fn)) follow(value, rest);
	}

	function followCall(call: ts.CallExpression, path: Path): void {
		const { expression: callee, arguments: values } = call;
		if (ts.isIdentifier(callee) && ENDS.has(callee.text)) return;
		const isMethod = ts.isPropertyAccessExpression(callee);
		const ways = FUNCTIONS[callee.getText()] ?? (isMethod ? METHODS[callee.name.text] : undefined);
		for (const [origin, back] of ways ?? []) {
			const from = origin !== 'receiver' ? values[origin] : isMethod ? callee.expression : null;
			const into = back(path);
			if (from && into) follow(from, into);
		}
		if (!ways) follow(callee, [CALL, ...path]);
	}

	function followMember(member: ts.ClassElement | undefined, path: Path): void {
		if (!member || !isNew(member, path)) return;
		if (ts.isPropertyDeclaration(member) && member.initializer) follow(member.initializer, path);
		else if (ts.isMethodDeclaration(member)) followFunction(member, path);
		else if (ts.isGetAccessor(member)) followFunction(member, [CALL, ...path]);
		followWrites(member, path);
	}

	function followWrites(target: Target, path: Path): void {
		for (const { path: written, value } of writes.get(target) ?? []) {
			if (leadsTo(written, path)) follow(value, path.slice(written.length));
		}
	}

	function followName(name: ts.Identifier, path: Path): void {
		const symbol = symbolOf(name);
		if (!symbol) return;
		for (const declaration of symbol.declarations ?? []) followDeclaration(declaration, path);
		followWrites(symbol, path);
	}

	function followDeclaration(declaration: ts.Node, path: Path): void {
		if (!isNew(declaration, path)) return;
		if (ts.isVariableDeclaration(declaration)) {
			const loop = declaration.parent.parent;
			if (declaration.initializer) follow(declaration.initializer, path);
			else if (ts.isForOfStatement(loop)) follow(loop.expression, [ANY, ...path]);
		} else if (ts.isBindingElement(declaration)) {
			if (declaration.initializer) follow(declaration.initializer, path);
			followDeclaration(declaration.parent.parent, [...partSteps(declaration), ...path]);
		} else if (ts.isParameter(declaration)) followParameter(declaration, path);
		else if (ts.isFunctionDeclaration(declaration)) followFunction(declaration, path);
		else if (ts.isExportAssignment(declaration)) follow(declaration.expression, path);
	}

	/** What comes into a parameter: its default, what the calls give, what a method hands to it. */
	function followParameter(parameter: ts.ParameterDeclaration, path: Path): void {
		if (parameter.initializer) follow(parameter.initializer, path);
		const { parent: fn, dotDotDotToken: takesRest } = parameter;
		const index = fn.parameters.indexOf(parameter);
		for (const { arguments: values = [] } of callsOf(fn)) {
			const given = takesRest ? values.slice(index) : values.slice(index, index + 1);
			for (const value of given) {
				follow(value, takesRest && !ts.isSpreadElement(value) ? path.slice(1) : path);
			}
		}
		const call = fn.parent;
		if (index > 0 || !ts.isCallExpression(call)) return;
		if (call.expression.getText() === 'Array.from' && call.arguments[0]) {
			follow(call.arguments[0], [ANY, ...path]);
		} else if (ts.isPropertyAccessExpression(call.expression)) {
			const { name, expression: receiver } = call.expression;
			if (EACH.has(name.text)) follow(receiver, [ANY, ...path]);
			else if (name.text === 'then') follow(receiver, path);
		}
	}

	/** The parameter that gets this argument. */
	function parametersFor(call: Call, argument: ts.Node): ts.ParameterDeclaration[] {
		const index = call.arguments?.findIndex((value) => value === argument) ?? -1;
		return (symbolOf(call.expression)?.declarations ?? []).flatMap((declared) => {
			const fn = ts.isClassLike(declared)
				? declared.members.find(ts.isConstructorDeclaration)
				: ts.isVariableDeclaration(declared)
					? declared.initializer
					: declared;
			return (fn && ts.isFunctionLike(fn) ? fn.parameters[index] : undefined) ?? [];
		});
	}

	/** Calls of what the parameter holds, also where its class has kept it under the same name. */
	function callsOfParameter({ name, parent }: ts.ParameterDeclaration): Call[] {
		if (!ts.isIdentifier(name)) return [];
		const symbol = symbolOf(name);
		return (calls.get(name.text) ?? []).filter(({ expression: callee }) =>
			ts.isIdentifier(callee)
				? symbolOf(callee) === symbol
				: memberAround(callee, name.text)?.parent === parent.parent
		);
	}

	/** Calls of the function, by the name of itself, or of the property or parameter that holds it. */
	function callsOf(fn: ts.SignatureDeclaration): Call[] {
		const holder = fn.parent;
		const called = (name: string): Call[] => calls.get(name) ?? [];
		if (ts.isConstructorDeclaration(fn)) {
			return called(fn.parent.name?.text ?? '').filter(ts.isNewExpression);
		}
		const named = ts.isVariableDeclaration(holder) ? holder : fn;
		if (ts.isVariableDeclaration(named) || ts.isFunctionDeclaration(named)) {
			const symbol = named.name && symbolOf(named.name);
			return called(named.name?.getText() ?? '').filter(
				(call) => symbolOf(call.expression) === symbol
			);
		}
		if (ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder)) {
			return called(keyText(holder.name));
		}
		if (ts.isCallExpression(holder) || ts.isNewExpression(holder)) {
			return parametersFor(holder, fn).flatMap((parameter) => callsOfParameter(parameter));
		}
		return fn.name && !ts.isComputedPropertyName(fn.name) ? called(fn.name.getText()) : [];
	}

	return follow;
}
