// What do our ESLint rules share? The shape of a rule, and a way to ask TypeScript for a type.
import type { Rule } from 'eslint';
import type ts from 'typescript';

export type Node = Rule.Node;
export type NodeOf<T extends Node['type']> = Extract<Node, { type: T }>;
type Context = Rule.RuleContext;

/** A rule that only looks: `listen` gives the visitor. Each message says what to write instead. */
export const rule = (listen: (context: Context) => Rule.RuleListener): Rule.RuleModule => ({
	meta: { type: 'problem', schema: [] },
	create: listen,
});

/** A rule that refuses whatever a selector finds. */
export const refuse = (selector: string, message: string): Rule.RuleModule =>
	rule((context) => ({
		[selector](node: Node): void {
			context.report({ node, message });
		},
	}));

/** What typescript-eslint's parser offers to rules that need types. */
interface Services {
	program: ts.Program;
	getTypeAtLocation(node: Node): ts.Type;
}

export const services = (context: Context): Services =>
	context.sourceCode.parserServices as Services;
