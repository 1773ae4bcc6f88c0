// How large is what a router installs, and which part of it?

import { statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { PackageFiles } from '../../tools/lab/gateway.ts';
import { bundleHtdocs } from '../../tools/luci/bundle.ts';
import { buildPackage } from '../../tools/package/package.ts';
import { routerFiles } from '../../tools/package/root.ts';
import type { Run } from './budgets.ts';
import type { Part } from './report.ts';

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
): Promise<{ run: Run; parts: Part[]; packages: PackageFiles }> {
	const packages = await buildPackage(folder);
	const pages = await bundleHtdocs();
	const script = pages.filter(({ path }) => OVERVIEW.includes(path));
	const bytes = script.reduce((all, { text }) => all + Buffer.byteLength(text), 0);
	const files = [
		...routerFiles().map(({ path, content }) => ({ part: partOf(path), content })),
		...pages.map(({ path, text }) => ({ part: path, content: Buffer.from(text) })),
	];
	const run: Run = {
		place: 'package',
		label: 'the ipk',
		figures: {
			package: statSync(packages.ipk).size / KIB,
			'overview script': script.length === OVERVIEW.length ? bytes / KIB : NaN,
		},
		why: {},
	};
	return { run, parts: partsOf(files), packages };
}
