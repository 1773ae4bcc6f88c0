// What lies on the router? This makes build/root/ from root/: sources as ucode, all else as it is.
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compile, isEmpty } from '../ucode/compile.ts';
import { strip } from '../ucode/strip.ts';

const SOURCES = fileURLToPath(new URL('../../root', import.meta.url));
const OUT = fileURLToPath(new URL('../../build/root', import.meta.url));

/** Folders whose files are programs: mode 755; a compiled one of usr/bin has no extension. */
const PROGRAMS = /^(?:usr\/bin|etc\/init\.d)\//;
const NOT_FOR_THE_ROUTER = ['tsconfig.json'];

/** A file of the router: its path below `/`, its content and permission bits. */
export interface RouterFile {
	path: string;
	content: Buffer;
	mode: number;
}

function routerFile(source: string): RouterFile | null {
	const bytes = readFileSync(join(SOURCES, source));
	const mode = PROGRAMS.test(source) ? 0o755 : 0o644;
	if (!source.endsWith('.ts')) return { path: source, content: bytes, mode };
	const ucode = strip(compile(bytes.toString(), `root/${source}`));
	if (isEmpty(ucode)) return null;
	const extension = source.startsWith('usr/bin/') ? '' : '.uc';
	return { path: source.replace(/\.ts$/, extension), content: Buffer.from(ucode), mode };
}

/**
 * The router's files, sorted by path; modules that hold only types are left out.
 * @throws CompileError
 */
export function routerFiles(): RouterFile[] {
	return readdirSync(SOURCES, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)))
		.filter((path) => !NOT_FOR_THE_ROUTER.includes(path))
		.map(routerFile)
		.filter((file) => file != null)
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Writes the router's files into a directory, which is emptied before.
 * @throws CompileError
 */
export function buildRoot(outDir: string): RouterFile[] {
	const files = routerFiles();
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
