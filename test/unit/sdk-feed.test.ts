// Can OpenWrt's build system make the package without Node? LUCI_MK names LuCI's own luci.mk: make then reads the feed
// by it, in a small frame in the place of OpenWrt's rules, and what it installs is compared. Without it, that check is
// counted as left out.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { languageContents } from '../../tools/package/language.ts';
import { packageContents } from '../../tools/package/package.ts';
import { buildSdkFeed } from '../../tools/package/sdk-feed.ts';
import { readTree, type Contents, type Entry } from '../../tools/package/tree.ts';

const LUCI_MK = process.env['LUCI_MK'] ?? '';

/** What luci.mk takes from OpenWrt's rules. */
const RULES = `INCLUDE_DIR:=$(TOPDIR)/include
BUILD_DIR:=$(TOPDIR)/build
CP:=cp -fpR
INSTALL_DIR:=install -d -m0755
FIND:=find
XARGS:=xargs
`;

/** In the place of OpenWrt's BuildPackage: installs every package, and writes its scripts beside it. */
const PACKAGE_MK = `define BuildPackage
  $(eval $(Package/$(1)))
  $(foreach name,postinst prerm postrm,$(file >$(TOPDIR)/out/$(1).$(name),$(Package/$(1)/$(name))))
  install: install-$(1)
  install-$(1):
	$(call Build/Prepare)
	$(call Package/$(1)/install,$(TOPDIR)/out/$(1))
endef
`;

/** What is installed, but for folders that luci.mk's own tools make. */
const files = (entries: readonly Entry[]): [string, number, string][] =>
	entries.flatMap(({ path, mode, content }) => (content ? [[path, mode, content.toString()]] : []));

describe('the feed of sources for OpenWrt', function () {
	this.timeout(60_000);
	let folder = '';
	let own: Contents;
	let all: Contents[] = [];
	let place = '';

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-sdk-'));
		own = await packageContents();
		all = [own, ...languageContents(own.recipe)];
		place = await buildSdkFeed(join(folder, 'feed'));
	});
	after(() => {
		rmSync(folder, { recursive: true });
	});

	it('has the files of the router where luci.mk looks for them, and nothing that needs Node', () => {
		const tree = readTree(place);
		const there = files(tree).flatMap(([path, mode, text]): [string, number, string][] => {
			if (path.startsWith('root/')) return [[path.slice(5), mode, text]];
			return path.startsWith('htdocs/') ? [[`www/${path.slice(7)}`, mode, text]] : [];
		});
		const byPath = (a: [string, ...unknown[]], b: [string, ...unknown[]]): number =>
			a[0] < b[0] ? -1 : 1;
		assert.deepEqual(there.sort(byPath), files(own.entries).sort(byPath));
		const others = tree.filter(({ path, content }) => content && !/^(root|htdocs)\//.test(path));
		for (const { path } of others) assert.match(path, /^(Makefile|LICENSE|po\/[\w/]+\.pot?)$/);
	});

	it('is not written over something else', async () => {
		mkdirSync(join(folder, 'mine/luci-app-wgspoke'), { recursive: true });
		writeFileSync(join(folder, 'mine/luci-app-wgspoke/thesis.txt'), '');
		await assert.rejects(buildSdkFeed(join(folder, 'mine')), /holds files that are no/);
		assert.equal(readTree(join(folder, 'mine')).length, 2);
		// The project's own sources, which have a Makefile as well.
		const own = readTree('luci-app-wgspoke').length;
		await assert.rejects(buildSdkFeed('.'), /luci-app-wgspoke holds files that are no/);
		assert.equal(readTree('luci-app-wgspoke').length, own);
	});

	it('comes into the place of an older one', async () => {
		assert.equal(await buildSdkFeed(join(folder, 'feed')), place);
	});

	it('says where it cannot be written, and leaves nothing there', async () => {
		writeFileSync(join(folder, 'file'), '');
		await assert.rejects(
			buildSdkFeed(join(folder, 'file')),
			/^Error: .*\/file cannot be written: .+$/
		);
		assert.ok(statSync(join(folder, 'file')).isFile());
	});

	if (LUCI_MK === '') {
		process.once('exit', () => {
			console.log('  luci.mk: 2 checks left out, no file named by LUCI_MK');
		});
		return;
	}

	/** Where a package, or one of its scripts, has come to. */
	const out = (name: string): string => join(folder, 'top/out', name);

	before(() => {
		const top = join(folder, 'top');
		mkdirSync(join(top, 'out'), { recursive: true });
		mkdirSync(join(top, 'include'), { recursive: true });
		mkdirSync(join(top, 'feeds/luci'), { recursive: true });
		writeFileSync(join(top, 'rules.mk'), RULES);
		writeFileSync(join(top, 'include/package.mk'), PACKAGE_MK);
		copyFileSync(LUCI_MK, join(top, 'feeds/luci/luci.mk'));
		const path = `${process.env['PATH'] ?? ''}:${dirname(process.env['PO2LMO'] ?? '')}`;
		const ended = spawnSync('make', ['-s', '-C', place, `TOPDIR=${top}`, 'install'], {
			env: { ...process.env, PATH: path, MAKEFLAGS: '' },
			encoding: 'utf8',
		});
		assert.equal(ended.status, 0, ended.stderr);
	});

	it('is installed by luci.mk as the packages from here are', () => {
		for (const { recipe, entries } of all)
			assert.deepEqual(files(readTree(out(recipe.name))), files(entries), recipe.name);
	});

	it('has by luci.mk the scripts that the packages from here have', () => {
		const { postinst, prerm, postrm } = own.recipe;
		for (const [name, script] of Object.entries({ postinst, prerm, postrm })) {
			const shown = readFileSync(out(`${own.recipe.name}.${name}`), 'utf8');
			assert.equal(shown.trim(), script.trim(), name);
		}
	});
});
