// How do the development router's own programs get into its file system? As one plain file each, so that Node
// has nothing to load or to blank when they start.
import { build } from 'esbuild';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `ubus`, `uci` and the like; and `ucode`. */
const SOURCES = ['command.ts', 'ucode.ts'].map(source);

/** ucode.mjs links modules itself, which Node calls an experiment. */
export const NODE_OPTIONS = ['--experimental-vm-modules', '--no-warnings'];

/** Name → text of a module: 'ucode.mjs'. */
export async function routerPrograms(): Promise<Record<string, string>> {
	const { outputFiles } = await build({
		entryPoints: SOURCES,
		bundle: true,
		write: false,
		outdir: '/',
		entryNames: '[name]',
		outExtension: { '.js': '.mjs' },
		format: 'esm',
		platform: 'node',
		target: 'node20',
		// Ucode's words for an error have the names of its classes in them.
		keepNames: true,
		logLevel: 'silent',
	});
	return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]));
}
