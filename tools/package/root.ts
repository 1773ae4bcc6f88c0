// What lies on the router? This makes build/root/ from root/: its programs as ucode, linked, all else as it is.
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { link } from './link.ts';
import type { Program } from './link.ts';

const SOURCES = fileURLToPath(new URL('../../root', import.meta.url));
const OUT = fileURLToPath(new URL('../../build/root', import.meta.url));

/** Folders whose files are programs: mode 755; a compiled one of usr/bin has no extension. */
const PROGRAMS = /^(?:usr\/bin|etc\/init\.d)\//;
const NOT_FOR_THE_ROUTER = ['tsconfig.json'];
/** What the programs import comes with them. */
const MODULES = /^usr\/share\/ucode\//;

/** A file of the router: its path below `/`, its content and permission bits. */
export interface RouterFile {
	path: string;
	content: Buffer;
	mode: number;
}

const modeOf = (path: string): number => (PROGRAMS.test(path) ? 0o755 : 0o644);

/** Paths below root/. */
function sources(): string[] {
	return readdirSync(SOURCES, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)))
		.filter((path) => !NOT_FOR_THE_ROUTER.includes(path));
}

/** What is started on the router, or loaded by rpcd. */
export function packagePrograms(): Program[] {
	return sources()
		.filter((path) => path.endsWith('.ts') && !MODULES.test(path))
		.map((path) => ({ source: join(SOURCES, path), path: path.slice(0, -'.ts'.length) }));
}

/**
 * What a file of the router is there: of the hub's program what its readers are told stays here, as it does when the
 * router prints it, and so do the comments among its lines, which are behind tabs, those of its awk programs too. What
 * the program writes into files is at the left, and stays.
 */
export function onTheRouter(path: string, content: Buffer): Buffer {
	if (!path.endsWith('/hub.sh')) return content;
	const forReaders = /^# --- for readers ---\n(?:(?!# --- for ).*\n)*/gm;
	const text = content.toString('utf8').replace(forReaders, '');
	return Buffer.from(text.replace(/^\t+# .*\n/gm, ''));
}

/** A compiled program of usr/bin has no extension. */
const installed = (path: string): string => path.replace(/^(usr\/bin\/.*)\.uc$/, '$1');

/**
 * The router's files, sorted by path; `more` are programs that lie beside its own in a test of theirs.
 * @throws CompileError
 */
export function routerFiles(more: Program[] = []): RouterFile[] {
	const linked = link([...packagePrograms(), ...more]).map(({ path, text }) => ({
		path: installed(path),
		content: Buffer.from(text),
	}));
	const plain = sources()
		.filter((path) => !path.endsWith('.ts'))
		.map((path) => ({ path, content: onTheRouter(path, readFileSync(join(SOURCES, path))) }));
	return [...linked, ...plain]
		.map((file) => ({ ...file, mode: modeOf(file.path) }))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Writes the router's files into a directory, which is emptied before.
 * @throws CompileError
 */
export function buildRoot(outDir: string, files = routerFiles()): RouterFile[] {
	rmSync(outDir, { recursive: true, force: true });
	for (const { path, content, mode } of files) {
		const target = join(outDir, path);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, content);
		chmodSync(target, mode);
	}
	return files;
}

if (process.argv[1] == fileURLToPath(import.meta.url)) {
	const files = buildRoot(OUT);
	console.log(`${String(files.length)} files in ${relative(process.cwd(), OUT)}`);
}
