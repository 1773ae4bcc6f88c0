// How is an apk written? OpenWrt 25.12 and later install these: apk-tools' format 3, "noarch", the bytes those of
// `apk mkpkg` before they are compressed. The same input gives the same bytes.

import { createHash } from 'node:crypto';
import { adbStream, AdbWriter, deflated, NULL, SCHEMAS } from './adb.ts';
import { byBytes, checkName, checkPath, checkVersion, parseDependency } from './apk-names.ts';
import type { Dependency } from './apk-names.ts';
import type { Entry } from './tree.ts';

/** What is told of a package; '' is not there. */
export interface ApkInfo {
	name: string;
	version: string;
	description: string;
	license: string;
	origin: string;
	/** 'luci-base', 'b>=2', '!c' */
	depends: readonly string[];
	/** 'a=1' or 'a' */
	provides: readonly string[];
}

/** Names of the scripts, in the order of apk's fields. */
const SCRIPTS = [
	'trigger',
	'pre-install',
	'post-install',
	'pre-deinstall',
	'post-deinstall',
	'pre-upgrade',
	'post-upgrade',
] as const;

export type ApkScripts = Partial<Record<(typeof SCRIPTS)[number], string>>;

/** apk reads its own copy of a script back through such a limit. */
const SCRIPT_BYTES = 256 * 1024;

/** Signs the payload of a database: the body of a signature block. */
export type Sign = (schema: number, payload: Buffer) => Buffer;

/** What an index has to know of a package. */
export interface Indexed {
	info: ApkInfo;
	installedSize: number;
	/** 20 bytes by which apk knows the package. */
	uid: Buffer;
	/** SHA-256 of the payload. */
	sum: Buffer;
	/** Bytes of the file. */
	size: number;
}

export interface WrittenApk extends Indexed {
	/** Not compressed. */
	stream: Buffer;
	/** The file. */
	bytes: Buffer;
}

interface Folder {
	path: string;
	mode: number;
	files: Entry[];
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The tree as apk keeps it: folders by path, the root among them, the files of each by name. */
function foldersOf(entries: readonly Entry[]): Folder[] {
	const folders = new Map<string, Folder>([['', { path: '', mode: 0o755, files: [] }]]);
	for (const { path, mode, content, link } of entries) {
		checkPath(path);
		if (!content && link === undefined) folders.set(path, { path, mode, files: [] });
	}
	for (const entry of entries) {
		if (!entry.content && entry.link === undefined) continue;
		const folder = folders.get(folderOf(entry.path));
		if (!folder) throw new Error(`${entry.path}: the tree has no folder for it`);
		folder.files.push(entry);
	}
	for (const { files } of folders.values())
		files.sort((a, b) => byBytes(nameOf(a.path), nameOf(b.path)));
	return [...folders.values()].sort((a, b) => byBytes(a.path, b.path));
}

const byDependency = (a: Dependency, b: Dependency): number =>
	byBytes(a.name, b.name) || byBytes(a.version, b.version) || a.match - b.match;

function dependencies(adb: AdbWriter, texts: readonly string[], inIndex: boolean): number {
	const given = texts.map(parseDependency);
	const written = (inIndex ? given.sort(byDependency) : given).map((each) => ({
		each,
		value: adb.object([
			adb.blob(each.name),
			adb.blob(each.version),
			each.match === 0 ? NULL : adb.int(each.match),
		]),
	}));
	written.sort((a, b) => byDependency(a.each, b.each));
	return adb.object([...new Set(written.map(({ value }) => value))]);
}

/** Place of the sum among the fields of a package: it is known last. */
const SUM = 2;

/** The fields of a package but its sum, as they are in its own file, or in an index, which knows more. */
export function infoFields(
	adb: AdbWriter,
	info: ApkInfo,
	installedSize: number,
	inIndex?: { uid: Buffer; size: number }
): number[] {
	const [name, version] = [adb.blob(info.name), adb.blob(info.version)];
	if (inIndex) adb.blob(inIndex.uid);
	const texts = [info.description, 'noarch', info.license, info.origin].map((text) =>
		adb.blob(text)
	);
	const sizes = [adb.int(installedSize), inIndex ? adb.int(inIndex.size) : NULL];
	const depends = dependencies(adb, info.depends, inIndex !== undefined);
	const provides = dependencies(adb, info.provides, inIndex !== undefined);
	const none = [NULL, NULL, NULL, NULL];
	return [name, version, NULL, ...texts, ...none, ...sizes, NULL, depends, provides];
}

/** The object of a package with its sum. */
export function infoObject(adb: AdbWriter, fields: readonly number[], sum: number): number {
	return adb.object(fields.map((field, at) => (at === SUM ? sum : field)));
}

/** Mode and owner; a name other than root's would become nobody's on the router. */
function rights(adb: AdbWriter, mode: number): number {
	const [user, group] = [adb.blob('root'), adb.blob('root')];
	return adb.object([adb.int(mode & 0o7777), user, group]);
}

function fileObject(adb: AdbWriter, { path, mode, content, link }: Entry, mtime: number): number {
	const name = adb.blob(nameOf(path));
	const to = Buffer.from(link ?? '');
	const sum = createHash('sha256').update(content ?? '');
	const hash = link === undefined ? adb.blob(sum.digest()) : NULL;
	const target = link === undefined ? NULL : adb.blob(Buffer.concat([Buffer.from([0, 0xa0]), to]));
	const time = adb.int(mtime);
	const size = adb.int(content?.length ?? to.length);
	return adb.object([
		name,
		rights(adb, link === undefined ? mode : 0o777),
		size,
		time,
		hash,
		target,
	]);
}

function folderObject(adb: AdbWriter, folder: Folder, mtime: number): number {
	const files = folder.files.map((file) => fileObject(adb, file, mtime));
	const name = adb.blob(folder.path);
	const acl = rights(adb, folder.mode);
	return adb.object([name, acl, adb.object(files)]);
}

/** One for each file that holds something: its place in the sorted tree, counted from 1, and its bytes. */
function dataBlocks(folders: readonly Folder[]): Buffer[] {
	return folders.flatMap(({ files }, folder) =>
		files.flatMap(({ content }, file) => {
			if (!content || content.length === 0) return [];
			const head = Buffer.alloc(8);
			head.writeUInt32LE(folder + 1, 0);
			head.writeUInt32LE(file + 1, 4);
			return [Buffer.concat([head, content])];
		})
	);
}

function scriptsObject(adb: AdbWriter, scripts: ApkScripts): number {
	return adb.object(
		SCRIPTS.map((name) => {
			const text = scripts[name] ?? '';
			if (Buffer.byteLength(text) >= SCRIPT_BYTES)
				throw new Error(`apk takes no script of ${String(SCRIPT_BYTES)} bytes: shorten ${name}`);
			return adb.blob(text);
		})
	);
}

/**
 * The apk that installs `entries` at `/`. `mtime` is the date of all files, in seconds.
 * @throws Error of one line where apk would refuse it, or install it in another way
 */
export function writeApk(
	info: ApkInfo,
	scripts: ApkScripts,
	entries: readonly Entry[],
	mtime: number,
	sign?: Sign
): WrittenApk {
	checkName(info.name);
	checkVersion(info.version);
	const folders = foldersOf(entries);
	const total = entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
	// 0 would mean to apk that there is nothing to unpack or run.
	const installedSize = Math.max(total, 1);
	const adb = new AdbWriter();
	const fields = infoFields(adb, info, installedSize);
	const paths = folders.map((folder) => folderObject(adb, folder, mtime));
	const room = adb.room();
	const object = infoObject(adb, fields, room.value);
	const tree = adb.object(paths);
	const payload = adb.payload(adb.object([object, tree, scriptsObject(adb, scripts)]));
	const uid = createHash('sha256').update(payload).digest().subarray(0, 20);
	room.fill(uid);
	const signatures = sign ? [sign(SCHEMAS.package, payload)] : [];
	const stream = adbStream(SCHEMAS.package, payload, signatures, dataBlocks(folders));
	const bytes = deflated(stream);
	const sum = createHash('sha256').update(payload).digest();
	return { info, installedSize, uid, sum, size: bytes.length, stream, bytes };
}
