// Which syntax does ucode lack? A table: the rule's name, what it finds, and what to write instead.
import type { Rule } from 'eslint';

import { refuse } from './rule.ts';

const TABLE: Record<string, [selector: string, message: string]> = {
	destructuring: [
		':matches(ObjectPattern, ArrayPattern)',
		'ucode has no destructuring: write one const for each value, const a = o.a;',
	],
	'default-parameter': [
		':function > AssignmentPattern.params',
		'ucode has no default parameters: write b ??= 5; as the first statement',
	],
	class: [
		':matches(ClassDeclaration, ClassExpression)',
		'ucode has no classes: write functions and plain objects',
	],
	new: ['NewExpression', 'ucode has no new: write a function that gives an object'],
	this: [
		'ThisExpression',
		"an arrow's `this` is the caller's in ucode: write a closure over a const",
	],
	typeof: [
		'UnaryExpression[operator="typeof"]',
		"ucode has no typeof: write type(x) == 'string'; it gives int, double, bool, array and object too",
	],
	instanceof: [
		'BinaryExpression[operator="instanceof"]',
		'ucode has no instanceof: write type(x), or a field that tells the kinds apart',
	],
	void: [
		'UnaryExpression[operator="void"]',
		'ucode has no void: write null, or a statement of its own',
	],
	var: ['VariableDeclaration[kind="var"]', 'ucode has no var: write let or const'],
	throw: ['ThrowStatement', "ucode has no throw: write die('text')"],
	finally: [
		'TryStatement > BlockStatement.finalizer',
		'ucode has no finally: write what must happen after the try, and once more in the catch if it leaves',
	],
	'do-while': ['DoWhileStatement', 'ucode has no do: write while (true) { … if (!again) break; }'],
	label: [
		'LabeledStatement',
		'ucode has no labels: write the inner loop as a function that returns',
	],
	'unsigned-shift': [
		':matches(BinaryExpression[operator=">>>"], AssignmentExpression[operator=">>>="])',
		'ucode has no >>>: write >> on a number that is not negative',
	],
	'tagged-template': [
		'TaggedTemplateExpression',
		'ucode has no tagged templates: write a call, tag(`…`)',
	],
	'shorthand-method': [
		'Property[method=true]',
		'only the newest ucode has shorthand methods: write name: function () {} or an arrow',
	],
	accessor: [
		'Property:matches([kind="get"], [kind="set"])',
		'ucode has no getters and setters: write a function, size: () => …',
	],
	undefined: ['Identifier[name="undefined"]', 'ucode has no undefined: write null'],
	arguments: [
		'Identifier[name="arguments"]',
		'ucode has no arguments: write a rest parameter, (...args)',
	],
	symbol: ['Identifier[name="Symbol"]', 'ucode has no symbols: write a string key'],
	async: [
		':matches(:function[async=true], AwaitExpression)',
		'ucode has no promises: write a callback, as conn.defer and uloop take them',
	],
	generator: [
		':matches(:function[generator=true], YieldExpression)',
		'ucode has no generators: write a function that fills an array with push()',
	],
	length: [
		'MemberExpression[computed=false][property.name="length"]',
		'`.length` is silently null in ucode: write length(x)',
	],
	'number-key': [
		'Property[computed=false] > Literal.key[raw=/^[\\d.]/]',
		"ucode has no numeric keys: write them as text, { '5': x }",
	],
	'number-form': [
		'Literal[raw=/^(?:\\.\\d|\\d\\w*_|\\d+\\.\\d*_|\\d+n$)/]',
		'ucode reads plain numbers only: write 0.5 for .5, 1000 for 1_000, and no n',
	],
	'escape-form': [
		':matches(Literal[raw=/^[\'"].*\\\\(?:u\\{|x[89a-fA-F])/], TemplateElement[value.raw=/\\\\(?:u\\{|x[89a-fA-F])/])',
		'this escape differs between ucode versions: write the character itself, \\u00e9, or chr(0xe9) for a byte',
	],
	'dollar-name': ['Identifier[name=/\\$/]', 'ucode has no $ in names: write letters, digits and _'],
	division: [
		':matches(BinaryExpression[operator="/"]:not(CallExpression[callee.name="int"] > BinaryExpression.arguments), AssignmentExpression[operator="/="])',
		'5 / 2 is 2 in ucode and 2.5 in Node: write int(a / b)',
	],
	bits: [
		':matches(UnaryExpression[operator="~"], BinaryExpression[operator=/^[&|^]$/] > Literal[value>2147483647])',
		'ucode has 64 bits and Node 32: write x ^ 0xff on single bytes (iptoarr), or use % and int(a / b)',
	],
	'for-in': ['ForInStatement', 'for…in means values to ucode: write for (const k of keys(o))'],
	'in-operator': [
		'BinaryExpression[operator="in"]',
		'`in` means values to ucode: write exists(o, key), or index(xs, x) >= 0',
	],
	're-export': [
		':matches(ExportAllDeclaration, ExportNamedDeclaration[source])[exportKind="value"]',
		'ucode cannot export from another module: write the import where it is used',
	],
	'dynamic-import': ['ImportExpression', 'ucode has no import(): write import at the top'],
	meta: ['MetaProperty', 'ucode has no import.meta and new.target: write sourcepath()'],
	'keyword-key': [
		'ObjectExpression:has(> SpreadElement) > Property:matches([key.name=/^(?:break|case|catch|const|continue|default|delete|else|export|false|for|function|if|import|in|let|null|return|switch|this|true|try|while)$/])[computed=false]',
		"OpenWrt 23.05 refuses a keyword as key beside a spread: write ['default']: x",
	],
};

export const syntaxRules: Record<string, Rule.RuleModule> = Object.fromEntries(
	Object.entries(TABLE).map(([name, [selector, message]]) => [name, refuse(selector, message)])
);

/** In a plugin of rpcd the default export is what it answers; anywhere else it would end the module. */
export const defaultExport = refuse(
	'ExportDefaultDeclaration',
	'a default export becomes what an rpcd plugin returns: write export function or export const'
);
