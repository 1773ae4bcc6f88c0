// Builds a feed of sources for OpenWrt's own build system, in which no Node runs:
//   make sdk-feed [OUT=dist/sdk-feed]
// The package directory with plain files: htdocs/ and root/ as they are on the router, po/ for the translations.

import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { replaceFolder } from './folder.ts';
import { apkOf, packageContents } from './package.ts';
import type { Kind } from './folder.ts';

const PACKAGE = fileURLToPath(new URL('../../luci-app-wgspoke', import.meta.url));
const LICENSE = fileURLToPath(new URL('../../LICENSE', import.meta.url));

/** luci.mk installs htdocs/ as /www. */
const PAGES = 'www/';

/** Where a file of the router lies in the package directory. */
export function placeOf(path: string): string {
	return path.startsWith(PAGES) ? `htdocs/${path.slice(PAGES.length)}` : `root/${path}`;
}

/** All that it holds: the package's own folder among the sources has no pages of its own. */
const PARTS = ['LICENSE', 'Makefile', 'htdocs', 'po', 'root'];

const SDK_FEED: Kind = {
	name: 'package directory from here',
	isMine: (names) => PARTS.join() === [...names].sort().join(),
};

/** Writes <out>/luci-app-wgspoke; its path. Either all of it is written, or nothing. Throws one line. */
export async function buildSdkFeed(out: string): Promise<string> {
	const folder = join(resolve(out), 'luci-app-wgspoke');
	const contents = await packageContents();
	// Names and conffiles that apk refuses, it refuses in OpenWrt's build system as well.
	apkOf(contents);
	replaceFolder(folder, SDK_FEED, (part) => {
		cpSync(PACKAGE, part, { recursive: true });
		cpSync(LICENSE, join(part, 'LICENSE'));
		for (const { path, mode, content } of contents.entries) {
			const target = join(part, placeOf(path));
			if (!content) continue;
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, content);
			chmodSync(target, mode);
		}
	});
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
