// How does a folder come into the place of an older one of its kind? Whole or not at all, and nothing goes that
// somebody else has put there.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { sweep } from './tree.ts';

/** What a folder has to hold before it may be replaced. */
export interface Kind {
	/** In words, as the end of "holds files that are no …": 'feed'. */
	name: string;
	/** Are these names, of which there is at least one, all of what was once written here? */
	isMine: (names: readonly string[]) => boolean;
}

/** Throws one line unless the folder is not there, empty, or an older one of this kind. */
export function checkReplaceable(folder: string, { name, isMine }: Kind): void {
	if (!existsSync(folder)) return;
	let names: string[];
	try {
		names = readdirSync(folder);
	} catch {
		throw new Error(`${folder} is no folder: give another OUT`);
	}
	if (names.length > 0 && !isMine(names))
		throw new Error(`${folder} holds files that are no ${name}: give an empty folder as OUT`);
}

/** Has `fill` write a new folder, and puts it in the place of the old one. Throws one line, and then the old one stays. */
export function replaceFolder(folder: string, kind: Kind, fill: (part: string) => void): void {
	checkReplaceable(folder, kind);
	const part = `${folder}.part`;
	const old = `${folder}.old`;
	try {
		rmSync(part, { recursive: true, force: true });
		mkdirSync(part, { recursive: true });
		fill(part);
		// Aside before it goes: a folder that something is mounted on cannot be moved, and has lost nothing then.
		const had = existsSync(folder);
		if (had) renameSync(folder, old);
		try {
			renameSync(part, folder);
		} catch (error) {
			if (had) renameSync(old, folder);
			throw error;
		}
	} catch (error) {
		sweep(part);
		throw new Error(`${dirname(folder)} cannot be written: ${(error as Error).message}`, {
			cause: error,
		});
	}
	sweep(old);
}
