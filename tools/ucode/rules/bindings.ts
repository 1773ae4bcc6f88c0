// Which names does ucode see otherwise? Nothing is hoisted, and closures share what JavaScript keeps apart.
import type { Rule, Scope } from 'eslint';

import { rule } from './rule.ts';
import type { Node } from './rule.ts';

const within = (inner: Node, outer: Node): boolean => {
	const [a, b] = [inner.range, outer.range];
	return a != null && b != null && a[0] >= b[0] && a[1] <= b[1];
};

/** The nearest node above that is of one of these types. */
function above(node: Node, types: RegExp): Node | null {
	for (let at: Node | null = node.parent; at; at = at.parent) if (types.test(at.type)) return at;
	return null;
}

function* allVariables(scope: Scope.Scope): Generator<Scope.Variable> {
	yield* scope.variables;
	for (const child of scope.childScopes) yield* allVariables(child);
}

interface Use {
	variable: Scope.Variable;
	definition: Scope.Definition;
	/** The identifier that uses the name as a value. */
	use: Node;
}

/** Every use, as a value, of a name that this file defines. */
function* uses(context: Rule.RuleContext): Generator<Use> {
	const { globalScope } = context.sourceCode.scopeManager;
	for (const variable of globalScope ? allVariables(globalScope) : []) {
		const [definition] = variable.defs;
		if (!definition || definition.type == ('Type' as string)) continue;
		for (const reference of variable.references) {
			const typeOnly = 'isValueReference' in reference && !reference.isValueReference;
			if (!typeOnly) yield { variable, definition, use: reference.identifier as Node };
		}
	}
}

const ruleOverUses = (
	message: (name: string) => string,
	wrong: (use: Use) => boolean
): Rule.RuleModule =>
	rule((context) => ({
		'Program:exit'(): void {
			for (const one of uses(context)) {
				if (wrong(one)) context.report({ node: one.use, message: message(one.variable.name) });
			}
		},
	}));

const FUNCTION = /Function/;

/** Builtins that call what they are given before they come back, and keep none of it. */
const AT_ONCE = ['filter', 'map', 'replace', 'sort'];

const isCalledAtOnce = ({ parent }: Node): boolean =>
	parent?.type == 'CallExpression' &&
	parent.callee.type == 'Identifier' &&
	AT_ONCE.includes(parent.callee.name);

/** The function that uses a name and may outlive it; null when there is none. */
function lastingClosure(use: Node): Node | null {
	let closure = above(use, FUNCTION);
	while (closure && isCalledAtOnce(closure)) closure = above(closure, FUNCTION);
	return closure;
}

/** `const f = () => … f() …` */
const usesItself = ({ definition, use }: Use): boolean => {
	const declarator = definition.node as Node;
	return (
		declarator.type == 'VariableDeclarator' &&
		declarator.init != null &&
		FUNCTION.test(declarator.init.type) &&
		within(use, declarator.init as Node)
	);
};

const selfReference = ruleOverUses(
	(name) => `a const cannot see itself in ucode: write function ${name}() {}`,
	usesItself
);

const useBeforeDefinition = ruleOverUses(
	(name) =>
		`ucode hoists nothing: write ${name} above its use; of two that need each other, let g; first and g = … later`,
	(one) => {
		const [defined, used] = [(one.definition.name as Node).range, one.use.range];
		return defined != null && used != null && used[0] < defined[0] && !usesItself(one);
	}
);

/** A closure made inside a `try` that uses a name defined in that very `try`. */
const closureInTry = ruleOverUses(
	(name) =>
		`after an exception this closure reads garbage for ${name}: write its let above the try`,
	({ definition, use }) => {
		const attempt = above(definition.name as Node, /^TryStatement$/);
		const closure = lastingClosure(use);
		if (attempt?.type != 'TryStatement' || !closure) return false;
		const block = attempt.block as Node;
		return (
			within(definition.name as Node, block) &&
			within(closure, block) &&
			!within(definition.name as Node, closure) &&
			above(definition.name as Node, FUNCTION) == above(attempt, FUNCTION)
		);
	}
);

/** A closure that uses the variable of the loop around it. */
const loopCapture = ruleOverUses(
	(name) =>
		`all closures share one ${name} in ucode: write const its_own = ${name}; in the loop's body`,
	({ definition, use }) => {
		const declaration = definition.parent as Node | null | undefined;
		const loop = declaration?.parent;
		const closure = lastingClosure(use);
		if (!loop || !closure || !within(closure, loop)) return false;
		return (
			(loop.type == 'ForOfStatement' && loop.left == declaration) ||
			(loop.type == 'ForStatement' && loop.init == declaration)
		);
	}
);

export const bindingRules: Record<string, Rule.RuleModule> = {
	'self-reference': selfReference,
	'use-before-definition': useBeforeDefinition,
	'closure-in-try': closureInTry,
	'loop-capture': loopCapture,
};
