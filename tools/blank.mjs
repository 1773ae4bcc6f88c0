// How does Node read TypeScript without starting the compiler each time? Types are blanked once per content
// of a file and kept under build/; loading the compiler takes ten times as long as everything else.
// And how does it take CommonJS of megabytes? By require(): to import it, Node first reads through all of it for the
// names that it exports.
// Plain JavaScript, because nothing can blank types before it.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PACKAGE = new URL('../node_modules/ts-blank-space/package.json', import.meta.url);
const CACHE = new URL('../build/blank/', import.meta.url);

let version = '';

function keyOf(source) {
	version ||= JSON.parse(readFileSync(PACKAGE, 'utf8')).version;
	return createHash('sha256').update(`${version}\n${source}`).digest('hex').slice(0, 32);
}

async function blank(source) {
	const file = new URL(`${keyOf(source)}.js`, CACHE);
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// not blanked yet
	}
	const { default: tsBlankSpace } = await import('ts-blank-space');
	const blanked = tsBlankSpace(source);
	try {
		mkdirSync(CACHE, { recursive: true });
		const draft = new URL(`${file.href}.${process.pid}.${Math.random().toString(36).slice(2)}`);
		writeFileSync(draft, blanked);
		renameSync(draft, file);
	} catch {
		// a folder that cannot be written costs time, nothing else
	}
	return blanked;
}

/** Imported as a whole only, by its default export. */
const LARGE =
	/\/node_modules\/(typescript\/lib\/typescript|playwright-core\/index|axe-core\/axe)\.js$/;

const required = (path) => `
	import { createRequire } from 'node:module';
	export default createRequire(import.meta.url)(${JSON.stringify(path)});
`;

export async function load(url, context, next) {
	const path = url.split('?')[0];
	if (LARGE.test(path))
		return { format: 'module', shortCircuit: true, source: required(fileURLToPath(path)) };
	if (!path.startsWith('file:') || !/\.m?ts$/.test(path)) return next(url, context);
	const source = await blank(await readFile(fileURLToPath(path), 'utf8'));
	return { format: 'module', shortCircuit: true, source: `${source}\n//# sourceURL=${url}` };
}
