// How do the views get to the router? TypeScript under htdocs/ → what LuCI's loader takes.
// A file with a default export is a LuCI class and becomes a file. What only one of them imports is put into it;
// what several import is on the router once: in the class `wgspoke.shared.overview` what the overview needs too,
// which is the page that is open most, and in `wgspoke.shared.others` the rest.
//   node --import ./tools/register.mjs tools/luci/bundle.ts [directory]   prints the sizes

import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minify as minified } from 'terser';
import { once } from '../system/once.ts';
import type { BuildOptions, Plugin } from 'esbuild';

const project = fileURLToPath(new URL('../..', import.meta.url));
const resources = join(project, 'htdocs/luci-static/resources');

/** The page that stays small. */
const OVERVIEW = 'view/wgspoke/home.ts';

/** What the loader's function calls its first parameters: nothing in a class may be called so. */
const PARAMETERS = ['window', 'document', 'L'];

/** A class of modules that several others import. */
interface Common {
	/** 'wgspoke.shared.others' */
	name: string;
	/** Paths below the project. */
	modules: string[];
	/** Names that it has for the others; each is in one of its modules. */
	exports: ReadonlySet<string>;
	text: string;
}

/** The name under which the loader hands LuCI's class to the file: 'luci:view' → 'luci_view'. */
function alias(name: string): string {
	return `luci_${name.replaceAll('.', '_')}`;
}

/** `import rpc from 'luci:rpc'` gets what the loader gives to the alias, and is noted in `used`. */
function luciClasses(used: Set<string>): Plugin {
	return {
		name: 'luci',
		setup(bundler) {
			bundler.onResolve({ filter: /^luci:/ }, ({ path }) => ({
				path: path.slice(5),
				namespace: 'luci',
			}));
			bundler.onLoad({ filter: /./, namespace: 'luci' }, ({ path }) => {
				used.add(path);
				return { contents: `export default ${alias(path)};` };
			});
		},
	};
}

/** An import of a module that is in one of these stays an import, of that class. */
function commonModules(commons: readonly Common[]): Plugin {
	const classes = new Map(
		commons.flatMap(({ name, modules }) =>
			modules.map((path): [string, string] => [join(project, path), name])
		)
	);
	return {
		name: 'common',
		setup(bundler) {
			bundler.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
				const name = classes.get(join(resolveDir, path));
				return name === undefined ? undefined : { path: name, external: true };
			});
		},
	};
}

function options(entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>, plugins: Plugin[]) {
	return {
		...entry,
		absWorkingDir: project,
		bundle: true,
		write: false,
		metafile: true,
		format: 'esm',
		// LuCI itself uses ?. and ??=.
		target: 'es2021',
		// Fields are set as anything is: without it every file has a helper that defines them.
		tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
		charset: 'utf8',
		legalComments: 'none',
		logLevel: 'silent',
		plugins,
	} as const satisfies BuildOptions;
}

/** 'a as b, c' → [['a', 'b'], ['c', 'c']]: names of an import or export. */
export function namePairs(list: string): [string, string][] {
	return [...list.matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g)].map(([, name = '', as]) => [
		name,
		as ?? name,
	]);
}

/** The terms of the npm packages that are in a bundle, as comments: theirs ask to be with every copy. */
function licenses(inputs: Record<string, unknown>): string {
	const names = Object.keys(inputs).flatMap(
		(path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []
	);
	return [...new Set(names)]
		.map((name) => {
			const terms = readFileSync(join(project, 'node_modules', name, 'LICENSE'), 'utf8');
			return `/* ${name}\n${terms.trim()}\n*/\n`;
		})
		.join('');
}

/** The text of a class, smaller; the strings at its head are for LuCI's loader, which reads them line by line. */
const small = once(async (text: string): Promise<string> => {
	const head = /^(?:'.*\n)*/.exec(text)?.[0] ?? '';
	const { code = '' } = await minified(text.slice(head.length), {
		ecma: 2020,
		parse: { bare_returns: true },
		compress: { passes: 2, toplevel: true },
		mangle: { toplevel: true, reserved: PARAMETERS },
		format: { comments: false },
	});
	return `${head}${code}\n`;
});

/** A bundled module as the body of the function that LuCI's loader makes of it. */
function asLuciClass(module: string, used: Set<string>, commons: readonly Common[]): string {
	const imports = /import\s*\{([^}]*)\}\s*from\s*"(wgspoke\.[\w.]+)";?\n?/g;
	const taken = new Map<string, [string, string][]>();
	const rest = module.replace(imports, (_whole, list: string, common: string) => {
		used.add(common);
		const names = namePairs(list);
		const known = commons.find(({ name }) => name === common)?.exports;
		const unknown = names.find(([name]) => !known?.has(name));
		if (unknown) throw new Error(`${unknown[0]} is in two modules of ${common}, or in none`);
		taken.set(common, [...(taken.get(common) ?? []), ...names]);
		return '';
	});
	const constants = [...taken].map(
		([common, names]) =>
			`const {${names.map(([name, as]) => `${name}:${as}`).join()}}=${alias(common)};\n`
	);
	const inner = constants.join('') + rest;
	const body = inner.replace(/export\s*\{([^}]*)\};?\s*$/, (_whole, list: string) => {
		const names = namePairs(list);
		const [own] = names;
		if (own?.[1] === 'default' && names.length === 1) return `return ${own[0]};\n`;
		const members = names.map(([name, as]) => `${as}:${name}`).join();
		used.add('baseclass');
		return `return ${alias('baseclass')}.extend({${members}});\n`;
	});
	if (body === inner) throw new Error('a LuCI class has a default export and no other');
	const requires = [...used].sort().map((name) => `'require ${name} as ${alias(name)}';\n`);
	return `'use strict';\n${requires.join('')}${body}`;
}

/** Paths of the sources that become files on the router, below luci-static/resources. */
export function luciSources(): string[] {
	return readdirSync(resources, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.filter((path) => /^export default /m.test(readFileSync(join(resources, path), 'utf8')))
		.sort();
}

/** Modules that more than one of the classes import, by their paths below the project, with these classes. */
async function findCommon(sources: string[]): Promise<[path: string, users: string[]][]> {
	const users = new Map<string, string[]>();
	for (const source of sources) {
		const entry = join(resources, source);
		const { metafile } = await build(
			options({ entryPoints: [entry] }, [luciClasses(new Set<string>())])
		);
		const [output] = Object.values(metafile.outputs);
		for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
			if (bytesInOutput > 0 && /^(htdocs|root)\//.test(path)) {
				users.set(path, [...(users.get(path) ?? []), source]);
			}
		}
	}
	return [...users].filter(([, { length }]) => length > 1);
}

/** The class of these modules; what they import of `others` is not put into it. */
async function bundleCommon(
	name: string,
	modules: string[],
	others: readonly Common[],
	minify: boolean
): Promise<Common> {
	const used = new Set<string>();
	const contents = modules.map((path) => `export * from './${path}';\n`).join('');
	const stdin = { contents, resolveDir: project };
	const plugins = [luciClasses(used), commonModules(others)];
	const { outputFiles, metafile } = await build(options({ stdin }, plugins));
	const exports = new Set(Object.values(metafile.outputs)[0]?.exports);
	const text = asLuciClass(outputFiles[0]?.text ?? '', used, others);
	return { name, modules, exports, text: minify ? await small(text) : text };
}

export interface BundledFile {
	/** Below luci-static/resources: 'view/wgspoke/home.js'. */
	path: string;
	text: string;
}

/** Every class as the router gets it. Throws esbuild's own error with file and line. */
export async function bundleHtdocs(minify = true): Promise<BundledFile[]> {
	const sources = luciSources();
	const common = await findCommon(sources);
	const modules = (ofOverview: boolean): string[] =>
		common.flatMap(([path, users]) => (users.includes(OVERVIEW) === ofOverview ? [path] : []));
	const overview = await bundleCommon('wgspoke.shared.overview', modules(true), [], minify);
	const others = await bundleCommon('wgspoke.shared.others', modules(false), [overview], minify);
	const commons = [overview, others];

	const classes = sources.map(async (source) => {
		const used = new Set<string>();
		const entry = { entryPoints: [join(resources, source)] };
		const plugins = [luciClasses(used), commonModules(commons)];
		const { outputFiles, metafile } = await build(options(entry, plugins));
		const body = asLuciClass(outputFiles[0]?.text ?? '', used, commons);
		const text = (minify ? await small(body) : body) + licenses(metafile.inputs);
		return { path: source.replace(/\.ts$/, '.js'), text };
	});
	const files = commons.map(({ name, text }) => ({
		path: `${name.replaceAll('.', '/')}.js`,
		text,
	}));
	return [...(await Promise.all(classes)), ...files];
}

/** Writes `<outDir>/www/luci-static/resources/…`; what was written. */
export async function buildHtdocs(outDir: string): Promise<BundledFile[]> {
	const files = await bundleHtdocs();
	for (const { path, text } of files) {
		const target = join(outDir, 'www/luci-static/resources', path);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, text);
	}
	return files;
}

/** 'view/wgspoke/home.js  21.3 KiB, 8.0 KiB compressed' */
export function sizeLine({ path, text }: BundledFile): string {
	const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
	const compressed = gzipSync(text, { level: 9 }).length;
	return `${path}  ${kib(Buffer.byteLength(text))}, ${kib(compressed)} compressed`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const outDir = process.argv[2] ?? join(project, 'build/htdocs');
	for (const file of await buildHtdocs(outDir)) console.log(sizeLine(file));
	console.log(relative(process.cwd(), outDir));
}
