// Which files does a directory hold, in an order and with modes that do not depend on the machine?

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Entry {
	/** Path below the directory, '/' between names; directories come before what they hold. */
	path: string;
	/** 0o755 or 0o644: whether it may be executed is all that a package keeps of the mode. */
	mode: number;
	/** null for a directory. */
	content: Buffer | null;
}

/** Everything below `directory`, sorted by name. */
export function readTree(directory: string, below = ''): Entry[] {
	const entries: Entry[] = [];
	for (const name of readdirSync(join(directory, below)).sort()) {
		const path = below === '' ? name : `${below}/${name}`;
		const stat = statSync(join(directory, path));
		if (stat.isDirectory()) {
			entries.push({ path, mode: 0o755, content: null }, ...readTree(directory, path));
		} else {
			const mode = stat.mode & 0o100 ? 0o755 : 0o644;
			entries.push({ path, mode, content: readFileSync(join(directory, path)) });
		}
	}
	return entries;
}
