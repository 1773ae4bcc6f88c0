// How large is what a router installs, and which part of it?

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackageFiles } from '../../tools/lab/gateway.ts';
import { bundleHtdocs } from '../../tools/luci/bundle.ts';
import { sizeOf } from '../../tools/package/ipk.ts';
import { allContents, apkName, buildPackage, ipkName } from '../../tools/package/package.ts';
import { routerFiles } from '../../tools/package/root.ts';
import type { Run } from './budgets.ts';
import type { PackageSize, Part } from './report.ts';

const KIB = 1024;

/** What a browser fetches for the overview: the page, and the class of what it shares with others. */
const OVERVIEW = ['view/wgspoke/home.js', 'wgspoke/shared/overview.js'];

const WHOLE: Record<string, string> = {
	'usr/bin/wgspoke': 'the command',
	'usr/share/rpcd/ucode/wgspoke.uc': 'the ubus object',
	'usr/share/ucode/wgspoke/shared.uc': 'what command and object share',
	'usr/share/ucode/wgspoke/shared2.uc': 'what the watch shares with them',
	'usr/share/wgspoke/watch.uc': 'the watch',
	'usr/share/wgspoke/hub.sh': 'hub.sh',
};

/** 'usr/bin/wgspoke' → 'the command' */
export const partOf = (path: string): string => WHOLE[path] ?? 'settings, menu, rights';

/** Files by part, the parts in the order of their first files. */
function partsOf(files: readonly { part: string; content: Buffer }[]): Part[] {
	const parts = new Map<string, Buffer[]>();
	for (const { part, content } of files) parts.set(part, [...(parts.get(part) ?? []), content]);
	return [...parts].map(([name, contents]) => {
		const content = Buffer.concat(contents);
		return { name, bytes: content.length, compressed: gzipSync(content, { level: 9 }).length };
	});
}

/** Builds the package into `folder`. */
export async function measureSizes(
	folder: string
): Promise<{ run: Run; parts: Part[]; sizes: PackageSize[]; packages: PackageFiles }> {
	const all = await allContents();
	const packages = await buildPackage(folder);
	const sizes = all.map(({ recipe, entries }) => ({
		name: recipe.name,
		ipk: statSync(join(folder, ipkName(recipe))).size,
		apk: statSync(join(folder, apkName(recipe))).size,
		installed: sizeOf(entries),
	}));
	const [own, ...languages] = sizes;
	const pages = await bundleHtdocs();
	const script = pages.filter(({ path }) => OVERVIEW.includes(path));
	const bytes = script.reduce((all, { text }) => all + Buffer.byteLength(text), 0);
	const files = [
		...routerFiles().map(({ path, content }) => ({ part: partOf(path), content })),
		...pages.map(({ path, text }) => ({ part: path, content: Buffer.from(text) })),
	];
	const run: Run = {
		place: 'package',
		label: 'as built',
		figures: {
			package: statSync(packages.ipk).size / KIB,
			'package for apk': statSync(packages.apk).size / KIB,
			installed: (own?.installed ?? NaN) / KIB,
			languages: languages.reduce((sum, { ipk }) => sum + ipk, 0) / KIB,
			'overview script': script.length === OVERVIEW.length ? bytes / KIB : NaN,
		},
		why: {},
	};
	return { run, parts: partsOf(files), sizes, packages };
}
