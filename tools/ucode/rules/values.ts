// Which values behave otherwise in ucode? Rules that ask TypeScript for types.
import type { Rule } from 'eslint';
import ts from 'typescript';

import { rule, services } from './rule.ts';
import type { Node, NodeOf } from './rule.ts';

const { Any, BooleanLike, NumberLike, Null, StringLike, Undefined, Unknown, Void } = ts.TypeFlags;

const parts = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);
const some = (type: ts.Type, flags: ts.TypeFlags): boolean =>
	parts(type).some((part) => (part.flags & flags) != 0);
const every = (type: ts.Type, flags: ts.TypeFlags): boolean =>
	parts(type).every((part) => (part.flags & flags) != 0);
const present = (type: ts.Type): ts.Type[] =>
	parts(type).filter((part) => (part.flags & (Null | Undefined)) == 0);

const isRegExp = (type: ts.Type): boolean => {
	// primitive types have no symbol, whatever its declaration says
	const symbol = type.symbol as ts.Symbol | undefined;
	return symbol?.name == 'RegExp';
};

/** What to write for the methods that JavaScript hands are used to. */
const BUILTINS: Record<string, string> = {
	at: 'xs[-1]',
	charAt: 'substr(s, i, 1)',
	charCodeAt: 'ord(s, i)',
	concat: '[...xs, ...ys]',
	endsWith: 'substr(s, -length(end)) == end',
	every: 'length(filter(xs, f)) == length(xs)',
	filter: 'filter(xs, f)',
	find: 'filter(xs, f)[0]',
	forEach: 'for (const x of xs)',
	includes: 'index(xs, x) >= 0',
	indexOf: 'index(xs, x)',
	join: "join(',', xs)",
	map: 'map(xs, f)',
	match: 'match(s, re)',
	padStart: "sprintf('%5s', s)",
	pop: 'pop(xs)',
	push: 'push(xs, x)',
	replace: 'replace(s, re, with)',
	replaceAll: 'replace(s, text, with)',
	reverse: 'reverse(xs)',
	shift: 'shift(xs)',
	slice: 'slice(xs, i, j) or substr(s, i, n)',
	some: 'length(filter(xs, f)) > 0',
	sort: 'sort(xs, compare)',
	splice: 'splice(xs, i, n)',
	split: "split(s, ',')",
	startsWith: 'index(s, start) == 0',
	substring: 'substr(s, i, n)',
	test: 'match(s, re) != null',
	toFixed: "sprintf('%.2f', n)",
	toLowerCase: 'lc(s)',
	toString: '`${x}`',
	toUpperCase: 'uc(s)',
	trim: 'trim(s)',
	unshift: 'unshift(xs, x)',
};

export const method = rule((context) => ({
	'MemberExpression[computed=false]'(node: NodeOf<'MemberExpression'>): void {
		const types = services(context);
		if (node.property.type != 'Identifier' || node.property.name == 'length') return;
		const checker = types.program.getTypeChecker();
		const bare = present(types.getTypeAtLocation(node.object as Node)).some(
			(type) =>
				(type.flags & (StringLike | NumberLike | BooleanLike)) != 0 ||
				checker.isArrayType(type) ||
				checker.isTupleType(type) ||
				isRegExp(type)
		);
		if (!bare) return;
		const name = node.property.name;
		const instead = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : `a builtin, ${name}(x)`;
		context.report({
			node: node.property,
			message: `strings, arrays and numbers have no methods in ucode: write ${instead ?? ''}`,
		});
	},
}));

export const stringIndex = rule((context) => ({
	'MemberExpression[computed=true]'(node: NodeOf<'MemberExpression'>): void {
		const types = services(context);
		const found = present(types.getTypeAtLocation(node.object as Node));
		if (!found.some((type) => (type.flags & StringLike) != 0)) return;
		context.report({
			node,
			message: 'indexing a string throws in ucode: write substr(s, i, 1) or ord(s, i)',
		});
	},
}));

export const numberEquality = rule((context) => ({
	'BinaryExpression[operator=/^[!=]==$/]'(node: NodeOf<'BinaryExpression'>): void {
		const types = services(context);
		const sides = [node.left, node.right] as Node[];
		if (!sides.every((side) => some(types.getTypeAtLocation(side), NumberLike))) return;
		const operator = node.operator.slice(0, 2);
		context.report({ node, message: `1 === 1.0 is false in ucode: write ${operator}` });
	},
}));

export const maybeNullSpread = rule((context) => ({
	SpreadElement(node: NodeOf<'SpreadElement'>): void {
		const types = services(context);
		const type = types.getTypeAtLocation(node.argument as Node);
		if (!some(type, Null | Undefined | Void) || every(type, Any | Unknown)) return;
		const empty = node.parent.type == 'ObjectExpression' ? '{}' : '[]';
		context.report({ node, message: `spreading null throws in ucode: write ...(x ?? ${empty})` });
	},
}));

export const valueRules: Record<string, Rule.RuleModule> = {
	method,
	'string-index': stringIndex,
	'number-equality': numberEquality,
	'maybe-null-spread': maybeNullSpread,
};
