// Builds a feed, a folder for any static web server from which routers install and upgrade by name:
//   make feed KEYS=<folder of make keys> [OUT=dist/feed] [URL=https://…]
// For opkg a list with its signature, for apk signed packages and a signed index, the public keys, and a page that says
// which lines to paste. Either the whole folder is written, or nothing.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { isSignedBy, readApk } from './apk-read.ts';
import { writeIndex } from './apk-index.ts';
import { feedPage } from './feed-page.ts';
import { checkReplaceable, replaceFolder } from './folder.ts';
import { controlFields, controlText, sizeOf } from './ipk.ts';
import { APK_PUBLIC, apkPublicText, opkgPublic, opkgPublicText, readKeys } from './keys.ts';
import { allContents, apkName, apkOf, ipkName, ipkOf } from './package.ts';
import { apkSign, usignSignature } from './sign.ts';
import type { Kind } from './folder.ts';
import type { ReleaseKeys } from './keys.ts';
import type { Contents } from './tree.ts';

type Files = Map<string, Buffer | string>;

/** The stanza of an ipk in the list, which opkg holds the file against. */
function stanza(contents: Contents, name: string, ipk: Buffer): string {
	const { Description, ...fields } = controlFields(contents.recipe, sizeOf(contents.entries));
	return controlText({
		...fields,
		Filename: name,
		Size: String(ipk.length),
		SHA256sum: createHash('sha256').update(ipk).digest('hex'),
		Description: Description ?? '',
	});
}

/** What opkg reads: 24.10 and before. */
async function opkgFiles(all: readonly Contents[], keys: ReleaseKeys): Promise<Files> {
	const files: Files = new Map();
	let list = '';
	for (const contents of all) {
		const name = ipkName(contents.recipe);
		const ipk = await ipkOf(contents);
		files.set(name, ipk);
		list += `${stanza(contents, name, ipk)}\n`;
	}
	// An old usign counts the sum of some lengths wrongly.
	if ([110, 111].includes((64 + Buffer.byteLength(list)) % 128)) list += '\n\n';
	const bytes = Buffer.from(list);
	files.set('Packages', bytes);
	files.set('Packages.gz', gzipSync(bytes, { level: 9 }));
	files.set('Packages.sig', usignSignature(bytes, keys.opkg.key, keys.opkg.number));
	files.set(opkgPublic(keys), opkgPublicText(keys));
	return files;
}

/** What apk reads: 25.12 and later. */
function apkFiles(all: readonly Contents[], keys: ReleaseKeys): Files {
	const sign = apkSign(keys.apk);
	const packages = all.map((contents) => apkOf(contents, sign));
	const index = writeIndex(packages, sign);
	for (const bytes of [index, ...packages.map((each) => each.bytes)])
		if (!isSignedBy(readApk(bytes), keys.apk)) throw new Error('a signature for apk is not right');
	return new Map<string, Buffer | string>([
		...all.map(({ recipe }, at) => [apkName(recipe), packages[at]?.bytes ?? ''] as const),
		['packages.adb', index],
		[APK_PUBLIC, apkPublicText(keys)],
	]);
}

/** Every file of the feed. `url` is where the folder will be; '' where nobody knows yet. */
export async function feedFiles(
	all: readonly Contents[],
	keys: ReleaseKeys,
	url: string
): Promise<Files> {
	return new Map([
		...(await opkgFiles(all, keys)),
		...apkFiles(all, keys),
		['index.html', feedPage(all, opkgPublic(keys), url)],
	]);
}

/** Without which a folder is no feed from here. */
const MARKS = ['packages.adb', APK_PUBLIC, 'index.html'];
/** All else that a feed may have had. */
const NAMES = /^(luci-(app|i18n)-wgspoke.*\.(ipk|apk)|Packages(\.gz|\.sig)?|[0-9a-f]{16})$/;

const FEED: Kind = {
	name: 'feed from here',
	isMine: (names) =>
		MARKS.every((mark) => names.includes(mark)) &&
		names.every((name) => MARKS.includes(name) || NAMES.test(name)),
};

/** The feed of these packages in the place of what is in the folder. Throws one line. */
export async function writeFeed(
	all: readonly Contents[],
	keys: ReleaseKeys,
	folder: string,
	url: string
): Promise<string> {
	const files = await feedFiles(all, keys, url);
	replaceFolder(folder, FEED, (part) => {
		for (const [name, content] of files) writeFileSync(join(part, name), content);
	});
	return folder;
}

/** Builds everything anew; the folder. Throws one line. */
export async function buildFeed(keysFolder: string, out: string, url = ''): Promise<string> {
	if (keysFolder === '')
		throw new Error('make feed KEYS=<folder of `make keys DIR=…`> [OUT=<folder>] [URL=<address>]');
	if (url !== '' && !/^https?:\/\/[^\s'"<>\\$`]+$/.test(url))
		throw new Error(`${url} is no address of a web server: give URL=https://…`);
	const keys = readKeys(keysFolder);
	const folder = resolve(out);
	checkReplaceable(folder, FEED);
	return writeFeed(await allContents(), keys, folder, url.replace(/\/+$/, ''));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const [, , keysFolder = '', out = '', url = ''] = process.argv;
	try {
		console.log(await buildFeed(keysFolder, out === '' ? 'dist/feed' : out, url));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
