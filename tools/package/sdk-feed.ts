// Builds a feed of sources for OpenWrt's own build system, in which no Node runs:
//   make sdk-feed [OUT=dist/sdk-feed]
// The package directory with plain files: htdocs/ and root/ as they are on the router, po/ for the translations.

import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packageContents } from './package.ts';
import { sweep } from './tree.ts';

const PACKAGE = fileURLToPath(new URL('../../luci-app-wgspoke', import.meta.url));
const LICENSE = fileURLToPath(new URL('../../LICENSE', import.meta.url));

/** luci.mk installs htdocs/ as /www. */
const PAGES = 'www/';

/** Where a file of the router lies in the package directory. */
export function placeOf(path: string): string {
	return path.startsWith(PAGES) ? `htdocs/${path.slice(PAGES.length)}` : `root/${path}`;
}

/** Writes <out>/luci-app-wgspoke; its path. Either all of it is written, or nothing. Throws one line. */
export async function buildSdkFeed(out: string): Promise<string> {
	const folder = join(resolve(out), 'luci-app-wgspoke');
	const part = `${folder}.part`;
	if (existsSync(folder) && !readdirSync(folder).includes('Makefile'))
		throw new Error(`${folder} holds something else: give an empty folder as OUT`);
	const { entries } = await packageContents();
	try {
		rmSync(part, { recursive: true, force: true });
		cpSync(PACKAGE, part, { recursive: true });
		cpSync(LICENSE, join(part, 'LICENSE'));
		for (const { path, mode, content } of entries) {
			const target = join(part, placeOf(path));
			if (!content) continue;
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, content);
			chmodSync(target, mode);
		}
		rmSync(folder, { recursive: true, force: true });
		renameSync(part, folder);
	} catch (error) {
		sweep(part);
		throw new Error(`${resolve(out)} cannot be written: ${(error as Error).message}`, {
			cause: error,
		});
	}
	return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const out = process.argv[2] ?? '';
	try {
		console.log(await buildSdkFeed(out === '' ? 'dist/sdk-feed' : out));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
