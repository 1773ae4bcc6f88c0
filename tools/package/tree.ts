// Which files does a directory hold, in an order and with modes that do not depend on the machine?

import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';

export interface Entry {
	/** Path below the directory, '/' between names; directories come before what they hold. */
	path: string;
	/** 0o755 or 0o644: whether it may be executed is all that a package keeps of the mode. */
	mode: number;
	/** null for a directory, and for a link. */
	content: Buffer | null;
	/** Where a symbolic link leads. */
	link?: string;
}

/** A package before it is a file: what it is called, and what it installs. */
export interface Contents {
	recipe: Recipe;
	entries: Entry[];
}

/** Everything below `directory`, sorted by name. */
export function readTree(directory: string, below = ''): Entry[] {
	const entries: Entry[] = [];
	for (const name of readdirSync(join(directory, below)).sort()) {
		const path = below === '' ? name : `${below}/${name}`;
		const stat = lstatSync(join(directory, path));
		if (stat.isDirectory()) {
			entries.push({ path, mode: 0o755, content: null }, ...readTree(directory, path));
		} else if (stat.isSymbolicLink()) {
			const link = readlinkSync(join(directory, path));
			entries.push({ path, mode: 0o777, content: null, link });
		} else {
			const mode = stat.mode & 0o100 ? 0o755 : 0o644;
			entries.push({ path, mode, content: readFileSync(join(directory, path)) });
		}
	}
	return entries;
}

/** The same files with every folder that holds one of them, in the order of `readTree`. */
export function withFolders(entries: readonly Entry[]): Entry[] {
	const all = new Map(entries.map((entry) => [entry.path, entry]));
	for (const { path } of entries) {
		const parts = path.split('/');
		for (let depth = 1; depth < parts.length; depth++) {
			const folder = parts.slice(0, depth).join('/');
			if (!all.has(folder)) all.set(folder, { path: folder, mode: 0o755, content: null });
		}
	}
	const key = (path: string): string => path.replaceAll('/', '\0');
	return [...all.values()].sort((a, b) => (key(a.path) < key(b.path) ? -1 : 1));
}

/** Takes away what is half written; where nothing could be written at all, there is nothing to take away. */
export function sweep(path: string): void {
	try {
		rmSync(path, { recursive: true, force: true });
	} catch {
		// said already is why it could not be written
	}
}
