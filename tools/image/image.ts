// How does a root of OpenWrt become a machine that really starts, with a kernel whose WireGuard is its own?
//   make image OPENWRT_ROOTFS=<directory or .tar.gz> [OUT=dist/openwrt.img]
// A disk for any PC and for `make test-openwrt OPENWRT_IMAGE=…`: the root, Debian's kernel for virtual machines, GRUB.
import {
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../lab/qemu-image.ts';
import { rootfsFault } from '../lab/rootfs.ts';
import { underSudo } from '../lab/sudo.ts';
import { lastLine, run } from '../system/run.ts';
import { fromDebian } from './debian.ts';
import { writeDisk } from './disk.ts';
import { makeTree } from './tree.ts';

const USAGE = 'make image OPENWRT_ROOTFS=<directory or .tar.gz> [OUT=<disk.img>]';

/** Room for what a router writes: packages, its log, its own files. */
const FREE_KIB = 64 * 1024;

/** A file takes whole blocks, and a folder one at least. */
function kibOf(folder: string): number {
	let kib = 0;
	for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const { size } = lstatSync(join(folder, path));
		kib += 4 * Math.max(1, Math.ceil(size / 4096));
	}
	return kib;
}

async function unpack(archive: string, target: string): Promise<string> {
	mkdirSync(target);
	const result = await run(['tar', '-xf', archive, '-C', target, '--numeric-owner']);
	if (result.code !== 0) throw new Error(`${archive}: ${lastLine(result)}`);
	return target;
}

/** The disk's path. Throws one line, and leaves no half of a disk. */
export async function buildImage(given: string, out: string): Promise<string> {
	if (given === '') throw new Error(USAGE);
	const fault = rootfsFault(given);
	if (fault !== '') throw new Error(`No OpenWrt root: ${fault}: ${USAGE}`);
	const disk = resolve(out);
	try {
		mkdirSync(dirname(disk), { recursive: true });
	} catch (error) {
		throw new Error(`${dirname(disk)} cannot be written: give another OUT`, { cause: error });
	}
	const debian = await fromDebian(join(cacheFolder(), 'debian'));
	const work = mkdtempSync(join(tmpdir(), 'wgspoke-image-'));
	try {
		const root = statSync(given).isDirectory() ? given : await unpack(given, join(work, 'root'));
		const [tree, initrd] = [join(work, 'tree'), join(work, 'initrd')];
		await makeTree(root, tree, debian, initrd);
		await writeDisk(`${disk}.part`, tree, kibOf(tree) + FREE_KIB, work);
		renameSync(`${disk}.part`, disk);
	} finally {
		rmSync(work, { recursive: true });
	}
	return disk;
}

if (process.argv[1]?.endsWith('tools/image/image.ts')) {
	// Files of root's stay root's.
	await underSudo();
	try {
		if (process.getuid?.() !== 0) throw new Error('A root has files of root: run it as root.');
		const [, , given = '', out = ''] = process.argv;
		console.log(await buildImage(given, out === '' ? 'dist/openwrt.img' : out));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
