// Is an apk what apk-tools 3 writes and reads? The golden example has the bytes of its own `apk mkpkg`.

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { deflated, SCHEMAS } from '../../tools/package/adb.ts';
import { indexStream, writeIndex } from '../../tools/package/apk-index.ts';
import { isSignedBy, readApk } from '../../tools/package/apk-read.ts';
import { writeApk, type ApkInfo, type WrittenApk } from '../../tools/package/apk.ts';
import { apkSign } from '../../tools/package/sign.ts';
import type { Entry } from '../../tools/package/tree.ts';

const folder = (path: string): Entry => ({ path, mode: 0o755, content: null });
const file = (path: string, text: string, mode = 0o644): Entry => ({
	path,
	mode,
	content: Buffer.from(text),
});

const info: ApkInfo = {
	name: 't',
	version: '1-r0',
	description: '',
	license: '',
	origin: '',
	depends: ['b>=2', 'a', '!c'],
	provides: [],
};

const TREE = [
	folder('usr'),
	file('usr/a', 'hi\n'),
	{ path: 'usr/l', mode: 0o777, content: null, link: 'a' },
];

const golden = (): WrittenApk => writeApk(info, {}, TREE, 1700000000);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** One line that says what is wrong. */
const oneLine = (pattern: RegExp) => (error: unknown) => {
	assert.ok(error instanceof Error);
	assert.match(error.message, pattern);
	assert.doesNotMatch(error.message, /\n/);
	return true;
};

describe('an apk', () => {
	it("has the bytes of apk's own program, but for how they are compressed", () => {
		const { stream, uid, sum } = golden();
		assert.equal(stream.length, 432);
		assert.equal(
			sha256(stream),
			'e75b91d4dabd940423506ae39a7a50d001ecd62f5e1315735862615ec517120e'
		);
		assert.equal(uid.toString('hex'), '9a6526ddf979788a9d2757c73d842b9b1d05bc2f');
		assert.equal(
			sum.toString('hex'),
			'892f8eeaaf71bb1e88f4f0ca3d6b4d7b60c2fbc31f9e69c1a98b1f582a57159c'
		);
	});

	it('stands in an index as in that of apk', () => {
		const { stream, ...rest } = golden();
		const index = indexStream([{ ...rest, size: stream.length }]);
		assert.equal(index.length, 248);
		assert.equal(sha256(index), 'f660cae4ce902703ee23e9c065ba364d2230cd7ba13dc2c1f24e82141b628dea');
	});

	it('is the same when it is written twice', () => {
		assert.ok(golden().bytes.equals(golden().bytes));
	});

	it('holds what was given to it: fields, folders, files, links, scripts', () => {
		const entries = [
			folder('etc'),
			folder('etc/empty'),
			file('etc/none', ''),
			file('etc/run', '#!/bin/sh\n', 0o755),
			...TREE,
			file('usr/large', 'x'.repeat(70_000)),
		];
		const about = { ...info, description: 'A thing', provides: ['t-any', 'u=1-r0'] };
		const { bytes } = writeApk(about, { 'post-install': 'echo\n' }, entries, 1);
		const read = readApk(bytes);
		assert.equal(read.schema, SCHEMAS.package);
		const [fields = {}] = read.packages;
		const { name, version, arch, description, depends, provides } = fields;
		assert.deepEqual([name, version, arch, description], ['t', '1-r0', 'noarch', 'A thing']);
		assert.deepEqual([depends, provides], ['a b>=2 !c', 't-any u=1-r0']);
		assert.equal(fields['installed-size'], String(10 + 3 + 70_000));
		assert.deepEqual(read.folders, ['', 'etc', 'etc/empty', 'usr']);
		assert.deepEqual(
			read.files.map(({ path, mode, content, link }) => [path, mode, content.length, link]),
			[
				['etc/none', 0o644, 0, ''],
				['etc/run', 0o755, 10, ''],
				['usr/a', 0o644, 3, ''],
				['usr/l', 0o777, 0, 'a'],
				['usr/large', 0o644, 70_000, ''],
			]
		);
		assert.deepEqual(read.scripts, { 'post-install': 'echo\n' });
	});

	it('without a file has a size all the same: apk would install nothing of it, no script either', () => {
		const [fields = {}] = readApk(writeApk(info, {}, [], 1).bytes).packages;
		assert.equal(fields['installed-size'], '1');
	});

	it('is signed inside, by a key that is known by its number; nobody else has signed it', () => {
		const [own, other] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
		assert.ok(own && other);
		const read = readApk(writeApk(info, {}, TREE, 1, apkSign(own.privateKey)).bytes);
		assert.equal(read.signatures.length, 1);
		assert.equal(isSignedBy(read, own.publicKey), true);
		assert.equal(isSignedBy(read, other.publicKey), false);
		assert.equal(isSignedBy({ ...read, payload: Buffer.from('another') }, own.publicKey), false);
		const index = readApk(writeIndex([golden()], apkSign(own.privateKey)));
		const [fields = {}] = index.packages;
		assert.equal(isSignedBy(index, own.publicKey), true);
		assert.equal(fields['hashes'], golden().sum.toString('hex'));
		assert.equal(fields['file-size'], String(golden().size));
	});

	const refused: [what: string, about: Partial<ApkInfo>, entries: Entry[], says: RegExp][] = [
		[
			'a version that it compares wrongly',
			{ version: '1.2.3-1' },
			[],
			/version "1\.2\.3-1": write/,
		],
		['an empty name', { name: '' }, [], /package named ""/],
		['a name with a blank', { name: 'a b' }, [], /package named "a b"/],
		['a dependency with blanks', { depends: ['b >= 2'] }, [], /dependency "b >= 2": write/],
		['a version of a dependency', { depends: ['b=x'] }, [], /version "x"/],
		['a path that leads out', {}, [file('../a', '')], /file named "\.\.\/a"/],
		['a path with a line end', {}, [file('a\nb', '')], /file named "a\\nb"/],
		['a path from the root', {}, [folder('/usr')], /file named "\/usr"/],
		['a file of no folder', {}, [file('usr/a', '')], /usr\/a: the tree has no folder/],
	];
	for (const [what, about, entries, says] of refused) {
		it(`is not written with ${what}`, () => {
			assert.throws(() => writeApk({ ...info, ...about }, {}, entries, 1), oneLine(says));
		});
	}

	it('is not written with a script that apk could not read back', () => {
		const long = 'x'.repeat(256 * 1024);
		assert.throws(
			() => writeApk(info, { 'post-install': long }, [], 1),
			oneLine(/shorten post-install/)
		);
	});
});

describe('a damaged apk', () => {
	const stream = golden().stream;
	/** The stream with one byte changed. */
	const withByte = (at: number, byte: number): Buffer => {
		const copy = Buffer.from(stream);
		copy[at] = byte;
		return copy;
	};
	const damages: [what: string, bytes: Buffer, says: RegExp][] = [
		['that is something else', Buffer.from('PK\x03\x04'), /begins with/],
		['of another schema', withByte(4, 0x78), /neither a package nor an index/],
		['that is cut off', stream.subarray(0, 420), /ends outside/],
		['without its database', stream.subarray(0, 8), /does not begin with a database/],
		['with other content', withByte(stream.length - 4, 0x58), /usr\/a has another sum/],
		['with data for another file', withByte(stream.length - 12, 1), /another file's/],
		['with more data than files', Buffer.concat([stream, stream.subarray(416)]), /of no file/],
		['of a later version', withByte(12, 1), /another version/],
		['with a value outside', withByte(18, 0xff), /outside/],
	];
	for (const [what, bytes, says] of damages) {
		it(`${what} is named so`, () => {
			assert.throws(() => readApk(bytes), oneLine(says));
			if (bytes.toString('latin1', 0, 4) === 'ADB.')
				assert.throws(() => readApk(deflated(bytes)), oneLine(says));
		});
	}
});
