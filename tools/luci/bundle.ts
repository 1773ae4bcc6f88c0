// How do the views get to the router? TypeScript under htdocs/ → what LuCI's loader takes.
// A file with a default export is a LuCI class and becomes a file; what it imports is put into it.
//   node --import ./tools/register.mjs tools/luci/bundle.ts [directory]   prints the sizes

import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

const project = fileURLToPath(new URL('../..', import.meta.url));
const resources = join(project, 'htdocs/luci-static/resources');

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

/** Puts the loader's header before a module and turns its one default export into its return. */
function asLuciClass(module: string, used: Set<string>): string {
	const requires = [...used].sort().map((name) => `'require ${name} as ${alias(name)}';\n`);
	const body = module.replace(/export\s*\{\s*(\S+) as default\s*\};?\s*$/, 'return $1;\n');
	if (body === module) throw new Error('a LuCI class has a default export and no other');
	return `'use strict';\n${requires.join('')}${body}`;
}

async function bundleClass(source: string, minify: boolean): Promise<string> {
	const used = new Set<string>();
	const { outputFiles } = await build({
		entryPoints: [source],
		bundle: true,
		write: false,
		format: 'esm',
		// LuCI itself uses ?. and ??=.
		target: 'es2021',
		charset: 'utf8',
		legalComments: 'none',
		minify,
		logLevel: 'silent',
		plugins: [luciClasses(used)],
	});
	return asLuciClass(outputFiles[0]?.text ?? '', used);
}

/** Paths of the sources that become files on the router, below luci-static/resources. */
export function luciSources(): string[] {
	return readdirSync(resources, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.filter((path) => /^export default /m.test(readFileSync(join(resources, path), 'utf8')))
		.sort();
}

export interface BundledFile {
	/** Below luci-static/resources: 'view/wgspoke/home.js'. */
	path: string;
	text: string;
}

/** Every class as the router gets it. Throws esbuild's own error with file and line. */
export async function bundleHtdocs(minify = true): Promise<BundledFile[]> {
	return Promise.all(
		luciSources().map(async (path) => ({
			path: path.replace(/\.ts$/, '.js'),
			text: await bundleClass(join(resources, path), minify),
		}))
	);
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
