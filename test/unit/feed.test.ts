// Do keys and feed have the form that routers read, and is bad input named in one line, with nothing half written?

import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isSignedBy, readApk } from '../../tools/package/apk-read.ts';
import { buildFeed, feedFiles, writeFeed } from '../../tools/package/feed.ts';
import { makeKeys, readKeys } from '../../tools/package/keys.ts';
import { apkOf, ipkOf, packageFiles, writeAll } from '../../tools/package/package.ts';
import type { Recipe } from '../../tools/package/recipe.ts';
import type { Contents } from '../../tools/package/tree.ts';

const recipe: Recipe = {
	name: 'luci-app-wgspoke',
	version: '1.2.3-r1',
	title: 'A <package>',
	origin: 'luci-app-wgspoke',
	license: 'Apache-2.0',
	depends: ['luci-base', 'ucode'],
	conffiles: [],
	postinst: '',
	prerm: '',
	postrm: '',
};

const contents: Contents = {
	recipe,
	entries: [{ path: 'a', mode: 0o644, content: Buffer.from('hi\n') }],
};

/** One line that says what is wrong. */
const says = (pattern: RegExp) => (error: unknown) => {
	assert.ok(error instanceof Error);
	assert.match(error.message, pattern);
	assert.doesNotMatch(error.message, /\n/);
	return true;
};

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'wgspoke-feed-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

/** The second line of a file in usign's form. */
const usignBody = (text: string): Buffer => {
	assert.match(text, /^untrusted comment: .+\n[A-Za-z0-9+/=]+\n$/);
	return Buffer.from(text.split('\n')[1] ?? '', 'base64');
};

describe('the keys of a release', () => {
	it('are two, whose private halves their owner alone can read', () => {
		const names = makeKeys(at('keys')).map((path) => path.slice(at('keys/').length));
		const [, , pem = '', number = ''] = names;
		assert.deepEqual(names, ['apk-private.pem', 'opkg-private.key', pem, number]);
		assert.equal(pem, 'luci-app-wgspoke.pem');
		assert.match(number, /^[0-9a-f]{16}$/);
		const modes = names.map((name) => statSync(at('keys', name)).mode & 0o777);
		assert.deepEqual(modes, [0o600, 0o600, 0o644, 0o644]);
		const { apk, opkg } = readKeys(at('keys'));
		assert.equal(apk.asymmetricKeyDetails?.namedCurve, 'prime256v1');
		assert.equal(opkg.number.toString('hex'), number);
		const secret = usignBody(readFileSync(at('keys/opkg-private.key'), 'utf8'));
		assert.equal(secret.toString('latin1', 0, 8), 'EdBK\0\0\0\0');
		const shown = usignBody(readFileSync(at('keys', number), 'utf8'));
		assert.deepEqual([shown.length, shown.toString('latin1', 0, 2)], [42, 'Ed']);
		assert.ok(secret.subarray(-32).equals(shown.subarray(10)));
	});

	it('are never made anew over others, and never in the project', () => {
		makeKeys(at('keys'));
		const before = readFileSync(at('keys/apk-private.pem'), 'utf8');
		assert.throws(() => makeKeys(at('keys')), says(/apk-private\.pem is there already/));
		assert.equal(readFileSync(at('keys/apk-private.pem'), 'utf8'), before);
		assert.throws(() => makeKeys('dist/keys'), says(/dist\/keys is in this project/));
		assert.equal(existsSync('dist/keys'), false);
		assert.throws(() => makeKeys(''), says(/DIR=/));
	});

	it('leave nothing behind where they cannot be written', () => {
		writeFileSync(at('file'), '');
		assert.throws(() => makeKeys(at('file/keys')), says(/cannot be written/));
	});

	const faults: [what: string, spoil: () => void, pattern: RegExp][] = [
		[
			'missing',
			() => {
				rmSync(at('keys/opkg-private.key'));
			},
			/opkg-private\.key is missing: make keys/,
		],
		[
			'missing with the whole folder',
			() => {
				rmSync(at('keys'), { recursive: true });
			},
			/apk-private\.pem is missing: make keys DIR=/,
		],
		[
			'a folder',
			() => {
				rmSync(at('keys/apk-private.pem'));
				mkdirSync(at('keys/apk-private.pem'), { mode: 0o700 });
			},
			/apk-private\.pem is missing/,
		],
		[
			'readable by others',
			() => {
				chmodSync(at('keys/apk-private.pem'), 0o644);
			},
			/apk-private\.pem can be read by others: chmod 600/,
		],
		[
			'of another curve',
			() => {
				const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
				writeFileSync(
					at('keys/apk-private.pem'),
					privateKey.export({ type: 'pkcs8', format: 'pem' })
				);
			},
			/apk-private\.pem is no private key of the curve P-256/,
		],
		[
			'no key at all',
			() => {
				writeFileSync(at('keys/apk-private.pem'), 'hello\n');
			},
			/apk-private\.pem is no private key/,
		],
		[
			'the public half',
			() => {
				const name = readdirSync(at('keys')).find((each) => /^[0-9a-f]{16}$/.test(each)) ?? '';
				writeFileSync(at('keys/opkg-private.key'), readFileSync(at('keys', name)));
			},
			/opkg-private\.key is no private key in usign's form/,
		],
	];
	for (const [what, spoil, pattern] of faults)
		it(`are refused when one is ${what}`, async () => {
			makeKeys(at('keys'));
			spoil();
			assert.throws(() => readKeys(at('keys')), says(pattern));
			await assert.rejects(buildFeed(at('keys'), at('feed')), says(pattern));
			assert.deepEqual(
				readdirSync(folder).filter((name) => name !== 'keys'),
				[]
			);
		});
});

describe('a feed', () => {
	it('has for opkg a list with its sums, signed over what it says', async () => {
		makeKeys(at('keys'));
		const keys = readKeys(at('keys'));
		const files = await feedFiles([contents], keys, '');
		const list = files.get('Packages') as Buffer;
		const ipk = files.get('luci-app-wgspoke_1.2.3-r1_all.ipk') as Buffer;
		assert.ok(ipk.equals(await ipkOf(contents)));
		const fields = [
			'Package: luci-app-wgspoke',
			'Version: 1.2.3-r1',
			'Depends: luci-base, ucode',
			'License: Apache-2.0',
			'Section: luci',
			'Architecture: all',
			'Installed-Size: 3',
			'Filename: luci-app-wgspoke_1.2.3-r1_all.ipk',
			`Size: ${String(ipk.length)}`,
			`SHA256sum: ${createHash('sha256').update(ipk).digest('hex')}`,
			'Description: A <package>',
		];
		assert.equal(list.toString().trimEnd(), fields.join('\n'));
		assert.ok(gunzipSync(files.get('Packages.gz') as Buffer).equals(list));
		const signature = files.get('Packages.sig') as string;
		assert.equal(signature.length, 151);
		const body = usignBody(signature);
		const number = keys.opkg.number.toString('hex');
		assert.equal(body.toString('hex', 2, 10), number);
		assert.ok(verify(null, list, createPublicKey(keys.opkg.key), body.subarray(10)));
		assert.ok(
			usignBody(files.get(number) as string)
				.subarray(2, 10)
				.equals(keys.opkg.number)
		);
	});

	it('has for apk signed packages and a signed index that knows them', async () => {
		makeKeys(at('keys'));
		const keys = readKeys(at('keys'));
		const files = await feedFiles([contents], keys, '');
		const bytes = files.get('luci-app-wgspoke-1.2.3-r1.apk') as Buffer;
		const index = readApk(files.get('packages.adb') as Buffer);
		const pem = createPublicKey(files.get('luci-app-wgspoke.pem') as string);
		assert.equal(isSignedBy(readApk(bytes), pem), true);
		assert.equal(isSignedBy(index, pem), true);
		const [{ name, version, hashes = '', 'file-size': size } = {}] = index.packages;
		assert.deepEqual([name, version, size], ['luci-app-wgspoke', '1.2.3-r1', String(bytes.length)]);
		assert.equal(hashes, apkOf(contents).sum.toString('hex'));
	});

	it('has a page that says which lines to paste, for its own address or for one that is told', async () => {
		makeKeys(at('keys'));
		const keys = readKeys(at('keys'));
		const page = (await feedFiles([contents], keys, 'https://a.example/f')).get('index.html');
		const text = String(page);
		for (const line of [
			'wget -O /etc/apk/keys/luci-app-wgspoke.pem https://a.example/f/luci-app-wgspoke.pem',
			'echo https://a.example/f/packages.adb &gt;&gt; /etc/apk/repositories.d/customfeeds.list',
			'apk update &amp;&amp; apk add luci-app-wgspoke',
			"echo 'src/gz wgspoke https://a.example/f' &gt;&gt; /etc/opkg/customfeeds.conf",
		])
			assert.ok(text.includes(line), line);
		assert.match(text, /A &lt;package&gt;/);
		assert.doesNotMatch(text, /<script>/);
		assert.match(String((await feedFiles([contents], keys, '')).get('index.html')), /<script>/);
	});

	it('is not built over files of another kind, into a file, or for an address that is none', async () => {
		makeKeys(at('keys'));
		mkdirSync(at('mine'));
		writeFileSync(at('mine/thesis.txt'), 'years\n');
		await assert.rejects(
			buildFeed(at('keys'), at('mine')),
			says(/mine holds files that are no feed/)
		);
		assert.deepEqual(readdirSync(at('mine')), ['thesis.txt']);
		// Another feed, and one of ours into which somebody has put something.
		writeFileSync(at('mine/packages.adb'), '');
		await assert.rejects(buildFeed(at('keys'), at('mine')), says(/mine holds files that are/));
		await writeFeed([contents], readKeys(at('keys')), at('ours'), '');
		writeFileSync(at('ours/thesis.txt'), 'years\n');
		await assert.rejects(buildFeed(at('keys'), at('ours')), says(/ours holds files that are/));
		assert.ok(existsSync(at('ours/thesis.txt')));
		rmSync(at('ours'), { recursive: true });
		await assert.rejects(buildFeed(at('keys'), at('mine/thesis.txt')), says(/is no folder/));
		await assert.rejects(buildFeed(at('keys'), at('feed'), 'feed'), says(/no address/));
		await assert.rejects(buildFeed('', at('feed')), says(/KEYS=/));
		assert.deepEqual(readdirSync(folder).sort(), ['keys', 'mine']);
	});

	it('comes into the place of an older one, which is as it was where that cannot be', async () => {
		makeKeys(at('keys'));
		const keys = readKeys(at('keys'));
		await writeFeed([contents], keys, at('feed'), '');
		await writeFeed([contents], keys, at('feed'), 'https://feed.example');
		const page = readFileSync(at('feed/index.html'), 'utf8');
		assert.match(page, /https:\/\/feed\.example/);
		// A place that is taken stands for a folder that cannot be moved, as one is that something is mounted on.
		mkdirSync(at('feed.old/mine'), { recursive: true });
		await assert.rejects(writeFeed([contents], keys, at('feed'), ''), says(/cannot be written/));
		assert.equal(readFileSync(at('feed/index.html'), 'utf8'), page);
		assert.deepEqual(readdirSync(folder).sort(), ['feed', 'feed.old', 'keys']);
	});

	it('leaves nothing where it cannot be written', async () => {
		makeKeys(at('keys'));
		writeFileSync(at('file'), '');
		const written = writeFeed([contents], readKeys(at('keys')), at('file/feed'), '');
		await assert.rejects(written, says(/file cannot be written/));
		assert.deepEqual(readdirSync(folder).sort(), ['file', 'keys']);
	});
});

describe('a package', () => {
	const broken = (more: Partial<Recipe>, path = 'a'): Contents => ({
		recipe: { ...recipe, ...more },
		entries: [{ path, mode: 0o644, content: Buffer.from('hi\n') }],
	});
	const faults: [what: string, about: Contents, pattern: RegExp][] = [
		[
			'a version that apk refuses',
			broken({ version: '1.2.3-1' }),
			/version "1\.2\.3-1": write it as/,
		],
		['a name that apk refuses', broken({ name: 'a b' }), /package named "a b": letters/],
		['a file name that apk refuses', broken({}, 'a\nb'), /file named "a\\nb": give it a name/],
		[
			'a conffile that is not in the tree',
			broken({ conffiles: ['/etc/config/test'] }),
			/conffile \/etc\/config\/test is not among its files: add it/,
		],
		['a dependency that is none', broken({ depends: ['b >= 2'] }), /dependency "b >= 2": write/],
	];
	for (const [what, about, pattern] of faults)
		it(`with ${what} spoils neither the others of its build nor a feed that is there`, async () => {
			makeKeys(at('keys'));
			const keys = readKeys(at('keys'));
			await writeFeed([contents], keys, at('feed'), '');
			const before = readdirSync(at('feed')).map((name) => readFileSync(at('feed', name)));
			const all = [contents, about];
			await assert.rejects(writeFeed(all, keys, at('feed'), ''), says(pattern));
			await assert.rejects(packageFiles(all), says(pattern));
			assert.deepEqual(
				readdirSync(at('feed')).map((name) => readFileSync(at('feed', name))),
				before
			);
			assert.deepEqual(readdirSync(folder).sort(), ['feed', 'keys']);
		});

	it('with a conffile that it does not have is not written, by either writer', async () => {
		const without = broken({ conffiles: ['/etc/config/test'] });
		const pattern = /luci-app-wgspoke: the conffile \/etc\/config\/test is not among its files/;
		await assert.rejects(ipkOf(without), says(pattern));
		assert.throws(() => apkOf(without), says(pattern));
	});

	it('goes with all others of its build into a folder, or none of them does', () => {
		writeFileSync(at('file'), '');
		const files = new Map([['a', 'a']]);
		assert.throws(
			() => {
				writeAll(at('file/dist'), files);
			},
			says(/file\/dist cannot be written/)
		);
		// One of them cannot be put in its place.
		mkdirSync(at('dist/.b.part'), { recursive: true });
		const two = new Map([...files, ['b', 'b']]);
		assert.throws(
			() => {
				writeAll(at('dist'), two);
			},
			says(/dist cannot be written/)
		);
		assert.deepEqual(readdirSync(at('dist')), []);
	});
});
