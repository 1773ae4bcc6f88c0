// How does Node load a ucode program? Modules of ucode's name go to the stand-ins, .uc files have their edits undone.
import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';

import { toNode } from './tonode.ts';

const SOURCES = new URL('../../root/', import.meta.url).href;
const STANDINS = new Set(['fs', 'uci', 'ubus', 'uloop', 'math']);

/** A program whose name does not end in .uc says so with this query. */
const MARK = '?ucode';

/** Is it a ucode program's source? */
export const isUcode = (url: string): boolean =>
	url.startsWith(SOURCES) || url.endsWith('.uc') || url.endsWith(MARK);

export const resolve: ResolveHook = (specifier, context, next) => {
	if (!isUcode(context.parentURL ?? '')) return next(specifier, context);
	if (STANDINS.has(specifier))
		return { url: new URL(`${specifier}.ts`, import.meta.url).href, shortCircuit: true };
	return next(specifier, context);
};

export const load: LoadHook = async (url, context, next) => {
	if (!url.endsWith('.uc') && !url.endsWith(MARK)) return next(url, context);
	const source = toNode(await readFile(fileURLToPath(url.split('?')[0] ?? ''), 'utf8'));
	return { format: 'module', shortCircuit: true, source };
};
