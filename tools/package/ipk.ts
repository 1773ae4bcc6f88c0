// How is an ipk written?
// A gzip'd tar of debian-binary, data.tar.gz and control.tar.gz, as opkg reads it; the same input gives
// the same bytes: sorted names, owner 0:0, one date for all files.

import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Recipe } from './recipe.ts';
import type { Entry } from './tree.ts';

/** 2026-01-01 UTC. Any fixed date does; `wgspoke` itself takes an earlier clock for one that is not set. */
const DATE = new Date(1767225600_000);

async function tarball(entries: Entry[]): Promise<Buffer> {
	const archive = pack();
	for (const { path, mode, content } of entries) {
		const name = content ? `./${path}` : `./${path}/`;
		const header = { name, mode, mtime: DATE, uid: 0, gid: 0 };
		if (content) archive.entry({ ...header, type: 'file' }, content);
		else archive.entry({ ...header, type: 'directory' });
	}
	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) chunks.push(chunk as Buffer);
	return gzipSync(Buffer.concat(chunks), { level: 9 });
}

/** OpenWrt's own frame around a package's scripts: it enables and disables init scripts and runs `<script>-pkg`. */
function frame(step: string): string {
	return [
		'#!/bin/sh',
		'[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0',
		'[ -s "${IPKG_INSTROOT}/lib/functions.sh" ] || exit 0',
		'. "${IPKG_INSTROOT}/lib/functions.sh"',
		`default_${step} "$0" "$@"`,
		'',
	].join('\n');
}

/** New ACLs and menus are seen once rpcd has read them and LuCI has forgotten the old menu. */
const POSTINST = `[ -n "\${IPKG_INSTROOT}" ] || {
	rm -rf /tmp/luci-indexcache.* /tmp/luci-modulecache/
	/etc/init.d/rpcd reload
}
`;

function control(recipe: Recipe, size: number): string {
	const fields = {
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
	return Object.entries(fields)
		.map(([name, value]) => `${name}: ${value}\n`)
		.join('');
}

function file(path: string, mode: number, text: string): Entry {
	return { path, mode, content: Buffer.from(text) };
}

/** The bytes of the ipk that installs `entries` at `/`. */
export async function writeIpk(recipe: Recipe, entries: Entry[]): Promise<Buffer> {
	const size = entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
	const scripts = [
		file('conffiles', 0o644, recipe.conffiles.join('\n') + '\n'),
		file('control', 0o644, control(recipe, size)),
		file('postinst', 0o755, frame('postinst')),
		file('postinst-pkg', 0o755, POSTINST),
		file('postrm', 0o755, '#!/bin/sh\n' + recipe.postrm),
		file('prerm', 0o755, frame('prerm')),
		file('prerm-pkg', 0o755, recipe.prerm),
	];
	return tarball([
		file('debian-binary', 0o644, '2.0\n'),
		{ path: 'data.tar.gz', mode: 0o644, content: await tarball(entries) },
		{ path: 'control.tar.gz', mode: 0o644, content: await tarball(scripts) },
	]);
}
