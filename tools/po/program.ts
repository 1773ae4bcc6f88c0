// Who calls whom in the pages, and what is written where? The index that following a value needs.

import ts from 'typescript';
import { keyText, unwrap } from './syntax.ts';

/** A step from a value into it: a property, an index, ANY or CALL. */
export type Step = string | number;
export type Path = readonly Step[];

/** Any element. */
export const ANY = '*';
/** What a call gives. */
export const CALL = '()';

export type Call = ts.CallExpression | ts.NewExpression;

/** `rows.push(row)` → row at [ANY]; `this.node = node` → node at []. */
export interface Write {
	path: Path;
	value: ts.Expression;
}

/** What is written to: a variable, or a member of a class. */
export type Target = ts.Symbol | ts.ClassElement;

export interface Pages {
	files: ts.SourceFile[];
	/** What a name stands for, through imports; of `{ title }`, what the title is. Nothing for what is no name. */
	symbolOf: (name: ts.Node) => ts.Symbol | undefined;
	/** By the last name of what is called: 'map' for `rows.map()`. */
	calls: ReadonlyMap<string, Call[]>;
	writes: ReadonlyMap<Target, Write[]>;
}

/** `rows.map` → 'map', `E` → 'E' */
export function lastName(callee: ts.Expression): string {
	if (ts.isIdentifier(callee)) return callee.text;
	return ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
}

/** The member that `this.name` means at that place. */
export function memberAround(node: ts.Node, name: string): ts.ClassElement | undefined {
	let owner: ts.Node = node;
	while (!ts.isClassLike(owner) && !ts.isSourceFile(owner)) owner = owner.parent;
	return ts.isClassLike(owner)
		? owner.members.find((member) => keyText(member.name) === name)
		: undefined;
}

/** The sources as a program that knows nothing of the libraries: names are all that is asked of it. */
function programOf(sources: ReadonlyMap<string, string>): ts.Program {
	const options: ts.CompilerOptions = {
		noLib: true,
		types: [],
		allowImportingTsExtensions: true,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		target: ts.ScriptTarget.ESNext,
	};
	return ts.createProgram(
		[...sources.keys()].map((file) => `/${file}`),
		options,
		{
			fileExists: (file) => sources.has(file.slice(1)),
			readFile: (file) => sources.get(file.slice(1)),
			getSourceFile: (file, language) => {
				const source = sources.get(file.slice(1));
				return source === undefined ? undefined : ts.createSourceFile(file, source, language, true);
			},
			getDefaultLibFileName: () => '/lib.d.ts',
			getCurrentDirectory: () => '/',
			getCanonicalFileName: (file) => file,
			useCaseSensitiveFileNames: () => true,
			getNewLine: () => '\n',
			writeFile: () => undefined,
		}
	);
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, values: Value[]): void {
	const list = map.get(key);
	if (list) list.push(...values);
	else map.set(key, values);
}

/** Path below the project → source of every page. */
export function indexPages(sources: ReadonlyMap<string, string>): Pages {
	const program = programOf(sources);
	const checker = program.getTypeChecker();
	const calls = new Map<string, Call[]>();
	const writes = new Map<Target, Write[]>();

	const symbolOf = (name: ts.Node): ts.Symbol | undefined => {
		if (!ts.isIdentifier(name)) return undefined;
		const symbol = ts.isShorthandPropertyAssignment(name.parent)
			? checker.getShorthandAssignmentValueSymbol(name.parent)
			: checker.getSymbolAtLocation(name);
		return symbol && symbol.flags & ts.SymbolFlags.Alias
			? checker.getAliasedSymbol(symbol)
			: symbol;
	};

	/** What is written into a node or a record is not kept: that is mostly what somebody has entered. */
	const write = (to: ts.Expression, path: Path, values: readonly ts.Expression[]): void => {
		const place = unwrap(to);
		const target = ts.isIdentifier(place)
			? symbolOf(place)
			: ts.isPropertyAccessExpression(place) && place.expression.kind === ts.SyntaxKind.ThisKeyword
				? memberAround(place, place.name.text)
				: undefined;
		const list = values.map((value) => ({ path, value }));
		if (target) add(writes, target, list);
		else if (ts.isElementAccessExpression(place)) write(place.expression, [ANY, ...path], values);
	};

	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
			const { expression: callee, arguments: values = [] } = node;
			const name = lastName(callee);
			add(calls, name, [node]);
			if (ts.isPropertyAccessExpression(callee) && /^(push|unshift)$/.test(name)) {
				write(callee.expression, [ANY], values);
			}
		} else if (
			ts.isBinaryExpression(node) &&
			/^(\+|\?\?|\|\|)?=$/.test(node.operatorToken.getText())
		) {
			write(node.left, [], [node.right]);
		}
		ts.forEachChild(node, visit);
	};
	const files = [...sources.keys()].flatMap((file) => program.getSourceFile(`/${file}`) ?? []);
	files.forEach(visit);
	return { files, symbolOf, calls, writes };
}
