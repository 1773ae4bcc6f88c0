// Where the lab finds a real OpenWrt, and what it says where there is none.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpenwrt, pickCached } from '../../tools/lab/openwrt.ts';
import { downloadImage, imageName, newestOf, sumOf } from '../../tools/lab/qemu-image.ts';

const never = (): never => assert.fail('nothing is downloaded');

describe('findOpenwrt', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-unit-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	/** A cache folder with a root directory and an image in it. */
	function fill(): void {
		mkdirSync(join(folder, 'wgspoke/rootfs/sbin'), { recursive: true });
		writeFileSync(join(folder, 'wgspoke/rootfs/sbin/procd'), '');
		writeFileSync(join(folder, 'wgspoke', imageName('24.10.4')), '');
	}

	it('says in one line where it looked and what may be given, where there is nothing', () => {
		const found = findOpenwrt({ XDG_CACHE_HOME: folder }, () => true, never);
		assert.equal(found.driver, '');
		assert.equal(
			found.why,
			`no OpenWrt in ${folder}/wgspoke; give one with OPENWRT_ROOTFS=<directory or .tar.gz>, OPENWRT_IMAGE=<.img.gz> or OPENWRT_VERSION=<24.10, 25.12>`
		);
	});

	it('takes the root in the cache folder without a variable', () => {
		fill();
		const found = findOpenwrt({ XDG_CACHE_HOME: folder }, () => false, never);
		assert.deepEqual(found, {
			driver: 'rootfs',
			environment: {
				WGSPOKE_DRIVER: 'rootfs',
				OPENWRT_ROOTFS: join(folder, 'wgspoke/rootfs'),
			},
			why: '',
		});
	});

	it('prefers what a variable names, and says what is wrong with it', () => {
		fill();
		const wrong = findOpenwrt({ XDG_CACHE_HOME: folder, OPENWRT_ROOTFS: '/no/root' }, () => true);
		assert.equal(wrong.why, 'no OpenWrt root: there is no /no/root');
		const empty = findOpenwrt({ OPENWRT_ROOTFS: folder }, () => true);
		assert.equal(empty.why, `no OpenWrt root: ${folder} has no sbin/procd`);
		const image = join(folder, 'wgspoke', imageName('24.10.4'));
		const found = findOpenwrt({ XDG_CACHE_HOME: folder, OPENWRT_IMAGE: image }, () => true);
		assert.deepEqual(found.environment, { WGSPOKE_DRIVER: 'qemu', OPENWRT_IMAGE: image });
	});

	it('says which packages bring qemu, where there is an image and no qemu', () => {
		fill();
		const OPENWRT_IMAGE = join(folder, 'wgspoke', imageName('24.10.4'));
		const found = findOpenwrt({ OPENWRT_IMAGE }, () => false);
		assert.equal(found.why, 'qemu is missing: apt-get install qemu-system-x86 openssh-client');
	});

	it('starts an image with a kernel in user mode where one is named, for which no qemu is needed', () => {
		fill();
		const OPENWRT_IMAGE = join(folder, 'wgspoke', imageName('24.10.4'));
		const OPENWRT_KERNEL = process.execPath;
		const found = findOpenwrt({ OPENWRT_IMAGE, OPENWRT_KERNEL }, () => false);
		assert.equal(found.driver, 'usermode');
		assert.deepEqual(found.environment, {
			WGSPOKE_DRIVER: 'usermode',
			OPENWRT_IMAGE,
			OPENWRT_KERNEL,
		});
		const wrong = findOpenwrt({ OPENWRT_IMAGE, OPENWRT_KERNEL: '/no/linux' }, () => false);
		assert.equal(wrong.why, 'no kernel in user mode: there is no /no/linux');
	});

	it('hands on why a version could not be downloaded', () => {
		const why = 'https://site cannot be reached';
		const found = findOpenwrt(
			{ OPENWRT_VERSION: '24.10' },
			() => true,
			() => ({ path: '', why })
		);
		assert.deepEqual(found, { driver: '', environment: {}, why });
	});
});

describe('pickCached', () => {
	it('takes a root before an image, and the newest release', () => {
		assert.equal(pickCached(['ucode', imageName('24.10.4'), 'rootfs'])?.name, 'rootfs');
		const images = [imageName('24.10.4'), imageName('24.10.10'), imageName('23.05.5')];
		assert.deepEqual(pickCached(images), { name: imageName('24.10.10'), kind: 'image' });
		assert.equal(pickCached(['ucode', 'rootfs.old']), null);
	});
});

describe('newestOf', () => {
	it('takes the highest final release of a series, by number', () => {
		const versions = ['24.10.9', '24.10.10', '24.10.11-rc1', '24.1.99', '25.12.0'];
		assert.equal(newestOf('24.10', versions), '24.10.10');
		assert.equal(newestOf('23.05', versions), null);
	});
});

describe('sumOf', () => {
	it('finds the sum of exactly that file in both forms of the list', () => {
		const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
		const list = `${one} *x.img.gz\n${other}  x.img\n`;
		assert.equal(sumOf(list, 'x.img.gz'), one);
		assert.equal(sumOf(list, 'x.img'), other);
		assert.equal(sumOf(list, 'img'), null);
		assert.equal(sumOf('<html>', 'x.img'), null);
	});
});

describe('downloadImage', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-unit-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	const image = Buffer.from('image');
	const sum = createHash('sha256').update(image).digest('hex');

	/** A site with one release; `listed` is the sum that it publishes. */
	function site(listed: string): { load: (url: string) => Promise<Buffer>; asked: string[] } {
		const asked: string[] = [];
		const files: Record<string, string | Buffer> = {
			'.versions.json': JSON.stringify({ versions_list: ['24.10.3', '24.10.4'] }),
			sha256sums: `${listed} *${imageName('24.10.4')}\n`,
			[imageName('24.10.4')]: image,
		};
		return {
			asked,
			load: (url) => {
				asked.push(url);
				const file = files[url.slice(url.lastIndexOf('/') + 1)];
				return file === undefined
					? Promise.reject(new Error('404'))
					: Promise.resolve(Buffer.from(file));
			},
		};
	}

	it('downloads the newest image of a series once, when its sum is the published one', async () => {
		const { load, asked } = site(sum);
		const path = await downloadImage('24.10', folder, load);
		assert.equal(path, join(folder, imageName('24.10.4')));
		assert.deepEqual(readFileSync(path), image);
		assert.equal(
			asked.at(-1),
			`https://downloads.openwrt.org/releases/24.10.4/targets/x86/64/${imageName('24.10.4')}`
		);
		assert.equal(await downloadImage('24.10.4', folder, never), path);
	});

	it('keeps nothing of an image with another sum', async () => {
		const { load } = site('0'.repeat(64));
		await assert.rejects(() => downloadImage('24.10.4', folder, load), /SHA-256/);
		assert.deepEqual(readdirSync(folder), []);
	});

	it('says in one line that the site cannot be reached, and what to do', async () => {
		const failing = (): Promise<Buffer> => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
		await assert.rejects(() => downloadImage('25.12', folder, failing), {
			message:
				'https://downloads.openwrt.org/.versions.json cannot be reached; give a local file with OPENWRT_IMAGE=<.img.gz> or OPENWRT_ROOTFS=<directory or .tar.gz>',
		});
	});
});
