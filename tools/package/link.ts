// How do the router's programs come to it? What several of them import is one module beside them, not a file for each
// of the domain's: rpcd collects garbage after every call, and looks then, for each function of a plugin, at each name
// that a module of it exports. So the shared module exports one name, an object.
// Comments, white space and the names of variables go; names of functions stay, since stack traces have them, and
// every statement of a file begins on a line of its own.

import { buildSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify_sync } from 'terser';
import ts from 'typescript';
import { namePairs } from '../luci/bundle.ts';
import { once } from '../system/once.ts';
import { compile } from '../ucode/compile.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Modules of ucode itself. */
const BUILT_IN = ['fs', 'math', 'ubus', 'uci', 'uloop'];

/** Where shared modules lie; `router/router` finds hub.sh from there. */
const FOLDER = 'usr/share/ucode/wgspoke';

/** The one name that a shared module exports. */
const NAME = 'shared';

/** A program: its source, and its path below the router's `/`, without extension. */
export interface Program {
	source: string;
	path: string;
}

export interface Linked {
	/** Below the router's `/`, with `.uc`. */
	path: string;
	text: string;
}

/** Of a path, a line end and the text of that file. */
const compiledAt = once((named: string): string => {
	const end = named.indexOf('\n');
	return compile(named.slice(end + 1), named.slice(0, end));
});
const compiled = (text: string, path: string): string => compiledAt(`${path}\n${text}`);

/** esbuild's own text of a program, with its modules in it; shared ones are files of their own. */
function bundle(programs: readonly Program[]): Linked[] {
	const { outputFiles, metafile } = buildSync({
		entryPoints: programs.map(({ source, path }) => ({ in: source, out: path })),
		absWorkingDir: PROJECT,
		outdir: '/',
		chunkNames: `${FOLDER}/[hash]`,
		outExtension: { '.js': '.uc' },
		loader: { '.uc': 'js' },
		bundle: true,
		splitting: true,
		write: false,
		metafile: true,
		format: 'esm',
		target: 'esnext',
		charset: 'utf8',
		legalComments: 'none',
		logLevel: 'silent',
		external: BUILT_IN,
	});
	// What ucode has not is refused with the line of its source.
	for (const source of Object.keys(metafile.inputs))
		compiled(readFileSync(join(PROJECT, source), 'utf8'), source);
	return outputFiles.map(({ path, text }) => ({ path: path.slice(1), text }));
}

/** Shared modules get names instead of hashes, the largest the shortest one: 'shared', 'shared2'. */
function newPaths(files: readonly Linked[], programs: readonly Program[]): Map<string, string> {
	const own = new Set(programs.map(({ path }) => `${path}.uc`));
	const shared = files.filter(({ path }) => !own.has(path));
	shared.sort((a, b) => b.text.length - a.text.length);
	return new Map(
		shared.map(({ path }, at) => [path, `${FOLDER}/${NAME}${at === 0 ? '' : at + 1}.uc`])
	);
}

const EXPORTS = /^export\s*\{([^}]*)\};\s*$/m;

/** What a shared module exports → the name in its object, which no stack trace has: 'greeting' → 'e' */
function keysOf(text: string): Map<string, string> {
	const names = namePairs(EXPORTS.exec(text)?.[1] ?? '');
	return new Map(names.map(([, as], at) => [as, shortName(at)]));
}

/**
 * 'import { a, b as c } from "…"' of a shared module: its object, and constants of what is in it. Of a module that is
 * only to be run before ('import "…"') its name alone is another one.
 */
function takeShared(
	text: string,
	path: string,
	paths: ReadonlyMap<string, string>,
	keys: ReadonlyMap<string, ReadonlyMap<string, string>>
): string {
	let count = 0;
	const target = (from: string): string => posix.join(posix.dirname(path), from);
	const specifier = (from: string): string => {
		const place = posix.relative(posix.dirname(path), paths.get(target(from)) ?? target(from));
		return place.startsWith('.') ? place : `./${place}`;
	};
	return text
		.replace(/^import\s*"(\.[^"]*)";$/gm, (_whole, from) => `import "${specifier(String(from))}";`)
		.replace(/^import\s*\{([^}]*)\}\s*from\s*"(\.[^"]*)";$/gm, (_whole, list, from) => {
			const object = `${NAME}_${++count}`;
			const key = (name: string): string => keys.get(target(String(from)))?.get(name) ?? name;
			const names = namePairs(String(list)).map(
				([name, as]) => `const ${as} = ${object}.${key(name)};`
			);
			const place = specifier(String(from));
			return `import { ${NAME} as ${object} } from "${place}";\n${names.join('\n')}`;
		});
}

/** 'export { a, b as c };' at the end: of a program the one thing that it answers, of a shared module its object. */
function giveShared(text: string): string {
	const keys = keysOf(text);
	return text.replace(EXPORTS, (_whole, list) => {
		const names = namePairs(String(list));
		const [own] = names;
		if (own?.[1] === 'default' && names.length === 1) return `export default ${own[0]};`;
		const pairs = names.map(([name, as]) => `${keys.get(as) ?? as}: ${name}`);
		return `export const ${NAME} = { ${pairs.join(', ')} };`;
	});
}

const LETTERS = 'etnoisracdlfpumhgbvykwxjzqETNOISRACDLFPUMHGBVYKWXJZQ_';

/** 0 → 'e', 53 → 'ee'; ucode has no `$` in names. */
function shortName(index: number): string {
	const rest = Math.floor(index / LETTERS.length);
	return (rest > 0 ? shortName(rest - 1) : '') + LETTERS.charAt(index % LETTERS.length);
}

/**
 * esbuild and terser write numbers as short as JavaScript lets them: 1e3, which is a double in ucode, → 1000; a key 4, which ucode
 * does not take, → "4".
 */
function numbers(text: string): string {
	const file = ts.createSourceFile('', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
	const found: ts.NumericLiteral[] = [];
	const isKey = (node: ts.Node): boolean =>
		ts.isPropertyAssignment(node.parent) && node.parent.name === node;
	const visit = (node: ts.Node): void => {
		if (ts.isNumericLiteral(node) && (/e\d/.test(node.getText(file)) || isKey(node)))
			found.unshift(node);
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found.reduce(
		(all, node) =>
			all.slice(0, node.getStart(file)) +
			(isKey(node) ? `"${node.text}"` : node.text) +
			all.slice(node.end),
		text
	);
}

/** Nothing is computed or moved, which would be done by the rules of another language. */
const small = once((text: string): string => {
	const minified = minify_sync(text, {
		compress: false,
		keep_fnames: true,
		mangle: { toplevel: true, nth_identifier: { get: shortName } },
		format: { keep_numbers: true, keep_quoted_props: true, inline_script: false },
	});
	const code = numbers(minified.code ?? '');
	const file = ts.createSourceFile('', code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
	const starts = file.statements.map((statement) => statement.getStart(file));
	return starts
		.map((start, at) => `${code.slice(at === 0 ? 0 : start, starts[at + 1])}\n`)
		.join('');
});

/**
 * Every file that the programs need on the router besides themselves and ucode's own modules, and they.
 * @throws CompileError
 */
export function link(programs: readonly Program[]): Linked[] {
	const files = bundle(programs);
	const paths = newPaths(files, programs);
	const keys = new Map(files.map(({ path, text }) => [path, keysOf(text)]));
	return files.map(({ path, text }) => {
		// esbuild makes `var` of what is at the top of a module, a word that ucode has not.
		const top = text.replace(/^var /gm, 'let ');
		const whole = giveShared(takeShared(top, path, paths, keys));
		return { path: paths.get(path) ?? path, text: compiled(small(whole), path) };
	});
}
