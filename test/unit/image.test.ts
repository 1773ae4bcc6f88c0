// What the disk is made of on which a root of OpenWrt starts: modules in their order, the kernel's package, the first
// sector. That it starts is seen by the suites that run on it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fromDebian, kernelPackage } from '../../tools/image/debian.ts';
import { bootSector } from '../../tools/image/disk.ts';
import { buildImage } from '../../tools/image/image.ts';
import { buildKernel, lacking, newestSource } from '../../tools/image/kernel.ts';
import { keyTypes } from '../../tools/image/tree.ts';
import { modulesIn, needsOf, withNeeds } from '../../tools/image/modules.ts';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'wgspoke-image-test-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

/** A module as far as it tells what it needs. */
const module = (needs: string): string => `\x7fELF\0license=GPL\0depends=${needs}\0name=x\0`;

/** Runs it where apt has no way to Debian. */
async function withoutDebian(work: () => Promise<void>): Promise<void> {
	const path = process.env['PATH'] ?? '';
	for (const name of ['apt-get', 'apt-cache'])
		writeFileSync(at(name), '#!/bin/sh\necho "E: no way out" >&2\nexit 100\n', { mode: 0o755 });
	process.env['PATH'] = `${folder}:${path}`;
	try {
		await work();
	} finally {
		process.env['PATH'] = path;
	}
}

describe('the modules of a kernel', () => {
	it('say themselves what they need, by the name with underscores', () => {
		assert.deepEqual(needsOf(Buffer.from(module('udp_tunnel,libcurve25519-generic'))), [
			'udp_tunnel',
			'libcurve25519_generic',
		]);
		assert.deepEqual(needsOf(Buffer.from(module(''))), []);
		assert.deepEqual(needsOf(Buffer.from('depends on nothing')), []);
	});

	it('come each after what it needs, once, wherever they lie', () => {
		mkdirSync(at('net/deep'), { recursive: true });
		writeFileSync(at('wireguard.ko'), module('udp_tunnel,ip6-udp-tunnel'));
		writeFileSync(at('net/udp_tunnel.ko'), module('base'));
		writeFileSync(at('net/deep/ip6-udp-tunnel.ko'), module('base'));
		writeFileSync(at('base.ko'), module(''));
		const files = withNeeds(['wireguard', 'udp_tunnel'], modulesIn(folder));
		assert.deepEqual(
			files.map((path) => basename(path)),
			['base.ko', 'udp_tunnel.ko', 'ip6-udp-tunnel.ko', 'wireguard.ko']
		);
	});

	it('that are not there are named', () => {
		writeFileSync(at('a.ko'), module('gone'));
		assert.throws(() => withNeeds(['a'], modulesIn(folder)), /has no module gone$/);
	});
});

describe("Debian's kernel", () => {
	it('is the one that the package for virtual machines depends on', () => {
		const depends = 'linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)';
		assert.equal(kernelPackage(depends), 'linux-image-6.1.0-56-cloud-amd64');
		assert.equal(kernelPackage('libc6'), '');
	});

	it('is named with the place for its file where it cannot be had', async function () {
		this.timeout(60_000);
		await withoutDebian(() =>
			assert.rejects(fromDebian(at('cache')), {
				message: `Debian's package linux-image-cloud-amd64 cannot be had (E: no way out): put its .deb into ${at('cache')}`,
			})
		);
	});
});

describe('a kernel in user mode', () => {
	it('is made of the newest source that apt or the folder has', () => {
		const apt = ['linux-source - meta-package', 'linux-source-6.9 - v6.9', 'linux-source-6.12 - x'];
		assert.equal(newestSource(apt), 'linux-source-6.12');
		assert.equal(newestSource(['linux-source-7.3_7.3.4-1~bpo13+1_all.deb']), 'linux-source-7.3');
		assert.equal(newestSource(['linux-source - meta-package', 'linux-source-6.1-rt - x']), '');
	});

	it('must have got all that was asked for', () => {
		const asked = '# cards\nCONFIG_WIREGUARD=y\nCONFIG_IPV6=y\n';
		assert.deepEqual(lacking(asked, 'CONFIG_IPV6=y\nCONFIG_WIREGUARD=y\n'), []);
		assert.deepEqual(lacking(asked, 'CONFIG_IPV6=y\n# CONFIG_WIREGUARD is not set\n'), [
			'CONFIG_WIREGUARD',
		]);
	});

	it('is not begun without its source, nor where it cannot be written', async function () {
		this.timeout(60_000);
		await withoutDebian(() =>
			assert.rejects(buildKernel(at('linux'), at('cache')), {
				message: `Debian's package linux-source cannot be had (E: no way out): put its .deb into ${at('cache')}`,
			})
		);
		assert.deepEqual(readdirSync(folder).sort(), ['apt-cache', 'apt-get', 'cache']);
		writeFileSync(at('photo.jpg'), '');
		await assert.rejects(buildKernel(at('photo.jpg/linux'), at('cache')), {
			message: /photo\.jpg cannot be written: give another OUT$/,
		});
	});

	it('that cannot do what a router needs is told by what it lacks', async () => {
		mkdirSync(at('cache/linux-source-9.9'), { recursive: true });
		writeFileSync(at('cache/linux-source-9.9_9.9-1_all.deb'), '');
		// An older source than anybody's: it has no switches at all.
		writeFileSync(at('cache/linux-source-9.9/Makefile'), 'allnoconfig:\n\t@echo >$(O)/.config\n');
		await assert.rejects(buildKernel(at('linux'), at('cache')), {
			message: /linux-source-9\.9 cannot do CONFIG_64BIT, .*CONFIG_WIREGUARD, .*: take another/,
		});
		assert.deepEqual(readdirSync(folder), ['cache']);
	});
});

describe('the keys of its ssh', () => {
	it('are of every kind that dropbear says it knows', () => {
		const help =
			'Usage: dropbearkey -t <type>\n-t type\tOne of:\n\t\trsa\n\t\ted25519\n-f filename\n\t\tEd25519 has a size\n';
		assert.deepEqual(keyTypes(help), ['rsa', 'ed25519']);
	});
});

describe('the first sector of the disk', () => {
	it("has GRUB's program, and one partition that begins where every partition begins", () => {
		const sector = bootSector(Buffer.alloc(512, 0x90), 2048 * 100);
		assert.equal(sector.length, 512);
		assert.ok(sector.subarray(0, 440).every((byte) => byte === 0x90));
		assert.equal(sector.readUInt16LE(510), 0xaa55);
		const entry = sector.subarray(446, 462);
		assert.deepEqual([entry[0], entry[4]], [0x80, 0x83]);
		assert.deepEqual([entry.readUInt32LE(8), entry.readUInt32LE(12)], [2048, 204800]);
		assert.ok(sector.subarray(462, 510).every((byte) => byte === 0));
	});
});

describe('an image', () => {
	it('is not begun without a root of OpenWrt, nor where it cannot be written', async () => {
		writeFileSync(at('photo.jpg'), '');
		const faults: [given: string, says: RegExp][] = [
			['', /^make image OPENWRT_ROOTFS=/],
			[at('none'), /^No OpenWrt root: there is no .*none: make image/],
			[folder, /has no sbin\/procd/],
			[at('photo.jpg'), /neither a directory nor a \.tar\.gz/],
		];
		for (const [given, message] of faults)
			await assert.rejects(buildImage(given, at('x.img')), { message });
		mkdirSync(at('root/sbin'), { recursive: true });
		writeFileSync(at('root/sbin/procd'), '');
		const inFile = buildImage(at('root'), at('photo.jpg/x.img'));
		await assert.rejects(inFile, { message: /photo\.jpg cannot be written: give another OUT$/ });
		assert.deepEqual(readdirSync(folder).sort(), ['photo.jpg', 'root']);
	});
});
