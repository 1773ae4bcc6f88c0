// How is an ipk written?
// A gzip'd tar of debian-binary, data.tar.gz and control.tar.gz, as opkg reads it; the same input gives
// the same bytes: sorted names, owner 0:0, one date for all files.

import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { PACKAGE_DATE, type Recipe } from './recipe.ts';
import { ipkScripts } from './scripts.ts';
import type { Entry } from './tree.ts';

const DATE = new Date(PACKAGE_DATE * 1000);

async function tarball(entries: Entry[]): Promise<Buffer> {
	const archive = pack();
	for (const { path, mode, content, link } of entries) {
		const name = content || link !== undefined ? `./${path}` : `./${path}/`;
		const header = { name, mode, mtime: DATE, uid: 0, gid: 0 };
		if (content) archive.entry({ ...header, type: 'file' }, content);
		else if (link !== undefined) archive.entry({ ...header, type: 'symlink', linkname: link });
		else archive.entry({ ...header, type: 'directory' });
	}
	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) chunks.push(chunk as Buffer);
	return gzipSync(Buffer.concat(chunks), { level: 9 });
}

/** Bytes that the files take. */
export const sizeOf = (entries: readonly Entry[]): number =>
	entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0);

/** What opkg is told of a package, in the order of OpenWrt. */
export function controlFields(recipe: Recipe, size: number): Record<string, string> {
	return {
		Package: recipe.name,
		Version: recipe.version,
		// opkg crashes on an empty Depends.
		...(recipe.depends.length > 0 && { Depends: recipe.depends.join(', ') }),
		License: recipe.license,
		Section: 'luci',
		Architecture: 'all',
		'Installed-Size': String(size),
		Description: recipe.title,
	};
}

export function controlText(fields: Record<string, string>): string {
	return Object.entries(fields)
		.map(([name, value]) => `${name}: ${value}\n`)
		.join('');
}

function file(path: string, mode: number, text: string): Entry {
	return { path, mode, content: Buffer.from(text) };
}

/** The bytes of the ipk that installs `entries` at `/`. */
export async function writeIpk(recipe: Recipe, entries: Entry[]): Promise<Buffer> {
	const scripts = Object.entries(ipkScripts(recipe)).map(([name, text]) => file(name, 0o755, text));
	const { conffiles } = recipe;
	const about = [
		...(conffiles.length > 0 ? [file('conffiles', 0o644, conffiles.join('\n') + '\n')] : []),
		file('control', 0o644, controlText(controlFields(recipe, sizeOf(entries)))),
		...scripts,
	];
	return tarball([
		file('debian-binary', 0o644, '2.0\n'),
		{ path: 'data.tar.gz', mode: 0o644, content: await tarball(entries) },
		{ path: 'control.tar.gz', mode: 0o644, content: await tarball(about) },
	]);
}
