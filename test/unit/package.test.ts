// Is the ipk what opkg expects, and the same each time it is built?
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { writeIpk } from '../../tools/package/ipk.ts';
import { parseRecipe, readRecipe, type Recipe } from '../../tools/package/recipe.ts';
import type { Entry } from '../../tools/package/tree.ts';

interface Unpacked {
	header: Header;
	content: Buffer;
}

async function unpack(gzipped: Buffer): Promise<Map<string, Unpacked>> {
	const files = new Map<string, Unpacked>();
	const reader = extract();
	Readable.from([gunzipSync(gzipped)]).pipe(reader);
	for await (const entry of reader) {
		files.set(entry.header.name, { header: entry.header, content: await buffer(entry) });
	}
	return files;
}

const recipe: Recipe = {
	name: 'luci-app-test',
	version: '1.2.3-r1',
	title: 'A package',
	origin: 'luci-app-test',
	license: 'Apache-2.0',
	depends: ['luci-base', 'ucode'],
	conffiles: ['/etc/config/test'],
	postinst: '#!/bin/sh\necho hello\n',
	prerm: '#!/bin/sh\necho bye\n',
	postrm: '#!/bin/sh\necho gone\n',
};

const entries: Entry[] = [
	{ path: 'etc', mode: 0o755, content: null },
	{ path: 'etc/config', mode: 0o755, content: null },
	{ path: 'etc/config/test', mode: 0o644, content: Buffer.from('\n') },
	{ path: 'usr', mode: 0o755, content: null },
	{ path: 'usr/bin', mode: 0o755, content: null },
	{ path: 'usr/bin/test', mode: 0o755, content: Buffer.from('#!/bin/sh\n') },
];

async function part(name: string, from = recipe): Promise<Map<string, Unpacked>> {
	const outer = await unpack(await writeIpk(from, entries));
	return unpack(outer.get(name)?.content ?? Buffer.alloc(0));
}

async function controlFields(from: Recipe): Promise<Map<string, string>> {
	const control = (await part('./control.tar.gz', from)).get('./control')?.content.toString() ?? '';
	const lines = control.trimEnd().split('\n');
	return new Map(lines.map((line) => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? '']));
}

describe('package', () => {
	it('is a gzipped tar of the format version, the data and the control files', async () => {
		const outer = await unpack(await writeIpk(recipe, entries));
		assert.deepEqual([...outer.keys()], ['./debian-binary', './data.tar.gz', './control.tar.gz']);
		assert.equal(outer.get('./debian-binary')?.content.toString(), '2.0\n');
	});

	it('has the same bytes when it is built twice', async () => {
		const [first, second] = [await writeIpk(recipe, entries), await writeIpk(recipe, entries)];
		assert.ok(first.equals(second));
	});

	it('gives every file to root, with one date, and keeps what may be executed', async () => {
		const data = await part('./data.tar.gz');
		for (const { header } of data.values()) {
			assert.deepEqual([header.uid, header.gid], [0, 0]);
			assert.equal(header.mtime.toISOString(), '2026-01-01T00:00:00.000Z');
		}
		assert.equal(data.get('./usr/bin/test')?.header.mode, 0o755);
		assert.equal(data.get('./etc/config/test')?.header.mode, 0o644);
		assert.equal(data.get('./usr/bin/')?.header.type, 'directory');
	});

	it('names what it needs as OpenWrt names it, in one field', async () => {
		const fields = await controlFields(recipe);
		assert.equal(fields.get('Package'), 'luci-app-test');
		assert.equal(fields.get('Version'), '1.2.3-r1');
		assert.equal(fields.get('Architecture'), 'all');
		assert.equal(fields.get('Depends'), 'luci-base, ucode');
		assert.equal(fields.get('Installed-Size'), '11');
	});

	it('has no empty field, which opkg would crash on, even when it needs nothing', async () => {
		const fields = await controlFields({ ...recipe, depends: [] });
		assert.equal(fields.has('Depends'), false);
		for (const [name, value] of fields) assert.notEqual(value, '', name);
	});

	it('keeps the configuration on an upgrade and runs its scripts in the frame of OpenWrt', async () => {
		const control = await part('./control.tar.gz');
		const text = (name: string) => control.get(name)?.content.toString() ?? '';
		assert.equal(text('./conffiles'), '/etc/config/test\n');
		assert.match(text('./postinst'), /^default_postinst "\$0" "\$@"$/m);
		assert.match(text('./prerm'), /^default_prerm "\$0" "\$@"$/m);
		assert.equal(text('./postinst-pkg'), recipe.postinst);
		assert.equal(text('./prerm-pkg'), recipe.prerm);
		assert.equal(text('./postrm'), recipe.postrm);
		for (const name of ['./postinst', './prerm', './postrm']) {
			assert.equal(control.get(name)?.header.mode, 0o755, name);
		}
	});

	it('reads names, needs and scripts from the Makefile of the feed, as make would', () => {
		const makefile = [
			'PKG_NAME:=luci-app-test',
			'PKG_VERSION:=2.0',
			'PKG_RELEASE:=3',
			'PKG_LICENSE:=MIT',
			'LUCI_TITLE:=A title',
			'LUCI_DEPENDS:=+luci-base +ucode',
			'define Package/luci-app-test/conffiles',
			'/etc/config/test',
			'endef',
			'define Package/luci-app-test/postinst',
			'#!/bin/sh',
			'endef',
			'define Package/luci-app-test/prerm',
			'echo "$${HOME}"',
			'endef',
			'define Package/luci-app-test/postrm',
			'true',
			'endef',
			'',
		].join('\n');
		assert.deepEqual(parseRecipe(makefile), {
			name: 'luci-app-test',
			version: '2.0-r3',
			title: 'A title',
			origin: 'luci-app-test',
			license: 'MIT',
			depends: ['luci-base', 'ucode'],
			conffiles: ['/etc/config/test'],
			postinst: '#!/bin/sh\n',
			prerm: 'echo "${HOME}"\n',
			postrm: 'true\n',
		});
		assert.throws(() => parseRecipe(makefile.replace('LUCI_TITLE', 'TITLE')), /no LUCI_TITLE/);
	});

	it('has its version in one place, which the change log begins with', () => {
		const [, newest] = /^## (\S+)/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
		assert.equal(readRecipe().version, `${newest}-r1`);
		const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version?: string };
		assert.equal(version, undefined);
	});

	it('has scripts with a first line, by which apk runs them', () => {
		const { postinst, prerm, postrm } = readRecipe();
		for (const script of [postinst, prerm, postrm]) assert.match(script, /^#!\/bin\/sh\n/);
	});
});
