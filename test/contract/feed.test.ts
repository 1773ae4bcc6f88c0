// How does a person get the package: from a feed, by LuCI's pages, with a login that is older than the package?
// The feed is on a web server in the lab's internet; the router's own opkg or apk installs from it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { differingFiles } from '../../tools/lab/gateway.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import { apkLines, opkgLines } from '../../tools/package/feed-page.ts';
import { writeFeed } from '../../tools/package/feed.ts';
import { makeKeys, opkgPublic, readKeys, type ReleaseKeys } from '../../tools/package/keys.ts';
import { allContents, apkName, ipkName } from '../../tools/package/package.ts';
import type { Contents } from '../../tools/package/tree.ts';
import type { RunResult } from '../../tools/system/run.ts';
import { withLab } from './suite.ts';

const NEWER = '99.0.0-r1';
const FORGED = '99.0.1-r1';
const NAME = 'luci-app-wgspoke';

const withVersion = (all: readonly Contents[], version: string): Contents[] =>
	all.map((each) => ({ ...each, recipe: { ...each.recipe, version } }));

describe('an installation', () => {
	const suite = withLab('block');

	/** Runs lines of shell that have to succeed. */
	const run = async (lines: string): Promise<string> => {
		const result = await suite.a.gateway.exec(['/bin/sh', '-c', lines]);
		assert.equal(result.code, 0, `${lines}: ${result.stdout}${result.stderr}`);
		return result.stdout;
	};
	const objectIsThere = (): Promise<unknown> =>
		waitFor(async () => (await suite.a.call('status')).status === 0, { what: 'the object' });

	it('gives a login that is older than it the rights of the page', async () => {
		const { a } = suite;
		await a.gateway.remove();
		const session = await a.login();
		await a.gateway.install(suite.packages);
		await objectIsThere();
		assert.equal((await a.http(session, 'wgspoke', 'status')).status, 0);
	});

	if (chooseDriver().kind === 'dev') {
		process.once('exit', () => {
			console.log(
				'  feeds and the software page: 7 checks left out, the development router has neither'
			);
		});
		return;
	}

	let apk = false;
	let keys: ReleaseKeys;
	let all: Contents[] = [];
	let feed = '';
	let url = '';

	/** What the list method of LuCI's software page says, of what is there or of what is installed. */
	const listed = (which: 'available' | 'installed'): Promise<string> =>
		run(`/usr/libexec/package-manager-call list-${which}`);
	/** As LuCI's page does with a file that was uploaded. */
	const upload = async (path: string): Promise<{ code: number }> => {
		const target = apk ? '/tmp/upload.apk' : '/tmp/upload.ipk';
		await suite.a.gateway.writeFile(target, readFileSync(path));
		const answer = await run(`/usr/libexec/package-manager-call install ${target}`);
		return JSON.parse(answer) as { code: number };
	};
	const remove = (): Promise<RunResult> => suite.a.gateway.remove();
	const fileOf = ({ recipe }: Contents): string => (apk ? apkName(recipe) : ipkName(recipe));
	const own = (): Contents => {
		const [first] = all;
		assert.ok(first);
		return first;
	};

	before(async function () {
		this.timeout(atPace(240_000));
		apk = (await suite.a.gateway.exec(['which', 'apk'])).code === 0;
		makeKeys(join(suite.folder, 'keys'));
		keys = readKeys(join(suite.folder, 'keys'));
		all = await allContents();
		feed = join(suite.folder, 'feed');
		url = await suite.lab.webServer(feed);
		await writeFeed(all, keys, feed, url);
		// As the images of OpenWrt are set up; the lists of its own feeds are out of reach.
		if (apk) await run('rm -f /etc/apk/repositories.d/distfeeds.list');
		else await run("echo 'option check_signature' >> /etc/opkg.conf; mkdir -p /etc/opkg/keys");
	});

	it('shows the page in the menu of a LuCI that was opened before', async () => {
		const { a } = suite;
		await remove();
		const luci = `${a.gateway.url}/cgi-bin/luci`;
		const fetch = async (...args: string[]): Promise<string> =>
			(await a.home.host.exec(['curl', '-sS', '-i', ...args])).stdout;
		const login = await fetch('-d', 'luci_username=root&luci_password=', `${luci}/`);
		const cookie = /^Set-Cookie: (sysauth_http=[0-9a-f]+)/im.exec(login)?.[1] ?? '';
		const get = (path: string): Promise<string> =>
			fetch('-H', `Cookie: ${cookie}`, `${luci}/${path}`);
		assert.match(await get('admin/menu'), /"Status"/);
		await a.gateway.install(suite.packages);
		await objectIsThere();
		assert.match(await get('admin/menu'), /"Home network"/);
		assert.match(await get('admin/vpn/wgspoke/home'), /^HTTP\/1\.1 200 [^]*wgspoke\\\/home/);
	});

	it('from a feed takes the three lines of its page', async () => {
		const { a } = suite;
		await remove();
		const lines = apk ? apkLines(url, NAME) : opkgLines(url, NAME, opkgPublic(keys));
		for (const line of lines) await run(line);
		await objectIsThere();
		assert.equal((await a.command(['help'])).code, 0);
	});

	it("is found by LuCI's software page", async () => {
		const [there, installed] = [await listed('available'), await listed('installed')];
		assert.match(there, new RegExp(NAME));
		assert.match(there, new RegExp(own().recipe.version.replaceAll('.', '\\.')));
		assert.match(installed, new RegExp(NAME));
	});

	it('is upgraded by name while joined: the tunnel stays, nothing is asked', async () => {
		const { a } = suite;
		await a.join();
		const joined = await a.files();
		const device = (): Promise<string> => run('cat /sys/class/net/wgspoke/ifindex');
		const before = await device();
		await writeFeed(withVersion(all, NEWER), keys, feed, url);
		await run(apk ? 'apk update && apk upgrade' : `opkg update && opkg upgrade ${NAME}`);
		await objectIsThere();
		assert.match(await listed('installed'), /99\.0\.0-r1/);
		assert.equal(await device(), before);
		const changed = differingFiles(joined, await a.files());
		assert.deepEqual(
			changed.filter((name) => !/^wgspoke(-opkg|\.apk-new)$/.test(name)),
			[]
		);
		assert.equal((await a.status()).joined, true);
	});

	it('leaves nothing when it was left before: no file, no entry among what is wanted', async () => {
		const { a } = suite;
		assert.equal((await a.command(['leave'])).code, 0);
		await a.waitUntilGone();
		await remove();
		const find = `find /etc /lib /usr /www -path '*wgspoke*' 2>/dev/null`;
		const left = (await run(`${find}; true`)).split('\n').filter((path) => path !== '');
		const mine = /^\/etc\/(apk\/keys\/luci-app-wgspoke\.pem|config\/wgspoke(-opkg|\.apk-new)?)$/;
		assert.deepEqual(
			left.filter((path) => !mine.test(path)),
			[]
		);
		if (apk) assert.doesNotMatch(await run('cat /etc/apk/world'), /wgspoke/);
		assert.doesNotMatch(await listed('installed'), new RegExp(`^(Package: )?${NAME}\\b`, 'm'));
	});

	it("is taken by LuCI's upload page when it is signed by a known key; apk refuses it without", async () => {
		await writeFeed(all, keys, feed, url);
		if (apk) assert.equal((await upload(suite.packages.apk)).code, 99);
		assert.deepEqual((await upload(join(feed, fileOf(own())))).code, 0);
		await objectIsThere();
	});

	it('is refused from a feed that somebody has changed', async () => {
		await remove();
		const other = makeKeysIn(join(suite.folder, 'other'));
		await writeFeed(withVersion(all, FORGED), other, feed, url);
		const update = await suite.a.gateway.exec([apk ? 'apk' : 'opkg', 'update']);
		assert.match(update.stdout + update.stderr, /UNTRUSTED signature|Signature check failed/);
		const install = apk ? ['apk', 'add', NAME] : ['opkg', 'install', NAME];
		await suite.a.gateway.exec(install);
		assert.doesNotMatch(await listed('installed'), /99\.0\.1/);
	});
});

function makeKeysIn(folder: string): ReleaseKeys {
	makeKeys(folder);
	return readKeys(folder);
}
