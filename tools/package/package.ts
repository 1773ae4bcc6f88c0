// Builds the packages: `npm run -s package [directory]` → <directory>/luci-app-wgspoke_<version>_all.ipk for opkg and
// <directory>/luci-app-wgspoke-<version>.apk for apk, of the same files.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PackageFiles } from '../lab/gateway.ts';
import { buildHtdocs } from '../luci/bundle.ts';
import { readApk } from './apk-read.ts';
import { writeApk, type ApkInfo, type ApkScripts, type Sign, type WrittenApk } from './apk.ts';
import { writeIpk } from './ipk.ts';
import { languageContents } from './language.ts';
import { PACKAGE_DATE, readRecipe, type Recipe } from './recipe.ts';
import { buildRoot } from './root.ts';
import { apkScripts } from './scripts.ts';
import { readTree, withFolders, type Contents, type Entry } from './tree.ts';

/** Where OpenWrt's own scripts, and sysupgrade, look for what a package installed. */
const LISTS = 'lib/apk/packages';

const file = (path: string, text: string): Entry => ({
	path,
	mode: 0o644,
	content: Buffer.from(text),
});

/** What OpenWrt adds to the tree of an apk: opkg has such lists from the ipk itself. */
function apkLists({ recipe, entries }: Contents): Entry[] {
	const { name, conffiles } = recipe;
	const paths = entries
		.filter(({ content, link }) => content ?? link)
		.map(({ path }) => `/${path}`);
	const sums = conffiles.map((path) => {
		const content = entries.find((entry) => `/${entry.path}` === path)?.content ?? '';
		return `${path} ${createHash('sha256').update(content).digest('hex')}\n`;
	});
	const list = file(
		`${LISTS}/${name}.list`,
		paths
			.sort()
			.map((path) => `${path}\n`)
			.join('')
	);
	if (conffiles.length === 0) return [list];
	return [
		list,
		file(`${LISTS}/${name}.conffiles`, conffiles.map((path) => `${path}\n`).join('')),
		file(`${LISTS}/${name}.conffiles_static`, sums.join('')),
	];
}

/** A conffile that nobody installs would be kept by nobody. */
function checkConffiles({ recipe, entries }: Contents): void {
	for (const path of recipe.conffiles)
		if (!entries.some((entry) => entry.content && `/${entry.path}` === path))
			throw new Error(
				`${recipe.name}: the conffile ${path} is not among its files: add it below root/, or take it out of luci-app-wgspoke/Makefile`
			);
}

/** What an apk is made of. */
export interface ApkParts {
	info: ApkInfo;
	scripts: ApkScripts;
	entries: Entry[];
}

/** The fields, scripts and files of the apk with these contents. */
export function apkParts(contents: Contents): ApkParts {
	const { recipe, entries } = contents;
	const info = {
		name: recipe.name,
		version: recipe.version,
		description: recipe.title,
		license: recipe.license,
		origin: recipe.origin,
		depends: recipe.depends,
		provides: [`${recipe.name}-any`],
	};
	const all = withFolders([...entries, ...apkLists(contents)]);
	return { info, scripts: apkScripts(recipe), entries: all };
}

/** The apk of these contents, read again after it was written. */
export function apkOf(contents: Contents, sign?: Sign): WrittenApk {
	checkConffiles(contents);
	const { info, scripts, entries } = apkParts(contents);
	const apk = writeApk(info, scripts, entries, PACKAGE_DATE, sign);
	readApk(apk.bytes);
	return apk;
}

/** The ipk of these contents. */
export async function ipkOf(contents: Contents): Promise<Buffer> {
	checkConffiles(contents);
	return writeIpk(contents.recipe, contents.entries);
}

/** What is installed by the package itself; `version` is for trying an upgrade. */
export async function packageContents(version?: string): Promise<Contents> {
	const staging = mkdtempSync(join(tmpdir(), 'wgspoke-package-'));
	try {
		buildRoot(staging);
		await buildHtdocs(staging);
		const recipe = readRecipe();
		recipe.version = version ?? recipe.version;
		return { recipe, entries: readTree(staging) };
	} finally {
		rmSync(staging, { recursive: true });
	}
}

/** The package and those of its languages. */
export async function allContents(version?: string): Promise<Contents[]> {
	const own = await packageContents(version);
	return [own, ...languageContents(own.recipe)];
}

/** Names as OpenWrt gives them. */
export const ipkName = ({ name, version }: Recipe): string => `${name}_${version}_all.ipk`;
export const apkName = ({ name, version }: Recipe): string => `${name}-${version}.apk`;

/** Writes all of these files, or, where one cannot be written, none. Throws one line. */
export function writeAll(directory: string, files: ReadonlyMap<string, Buffer | string>): void {
	const written: string[] = [];
	try {
		mkdirSync(directory, { recursive: true });
		for (const [name, content] of files) {
			const part = join(directory, `.${name}.part`);
			written.push(part);
			writeFileSync(part, content);
		}
		for (const name of files.keys())
			renameSync(join(directory, `.${name}.part`), join(directory, name));
	} catch (error) {
		for (const part of written) rmSync(part, { recursive: true, force: true });
		throw new Error(`${directory} cannot be written: ${(error as Error).message}`, {
			cause: error,
		});
	}
}

/** The package and its languages as files, by their names. */
export async function packageFiles(all: readonly Contents[]): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const contents of all) {
		files.set(ipkName(contents.recipe), await ipkOf(contents));
		files.set(apkName(contents.recipe), apkOf(contents).bytes);
	}
	return files;
}

/** Builds everything anew and writes all packages into `directory`; where the package itself is. */
export async function buildPackage(directory: string, version?: string): Promise<PackageFiles> {
	const all = await allContents(version);
	writeAll(directory, await packageFiles(all));
	const { recipe } = all[0] ?? { recipe: readRecipe() };
	return { ipk: join(directory, ipkName(recipe)), apk: join(directory, apkName(recipe)) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const directory = process.argv[2] ?? 'dist';
	try {
		const files = await packageFiles(await allContents());
		writeAll(directory, files);
		for (const name of files.keys()) console.log(join(directory, name));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
