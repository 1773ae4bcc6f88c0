// Is there a real OpenWrt to run the suites on?
// Named by a variable, else found in the cache folder, else, by its version, downloaded.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasQemu } from './qemu-args.ts';
import { cacheFolder } from './qemu-image.ts';
import { rootfsFault } from './rootfs.ts';
import { kernelFault } from './usermode.ts';

export interface FoundOpenwrt {
	/** Name of the driver: 'rootfs', 'qemu' or 'usermode'; '' when there is nothing to run on. */
	driver: string;
	/** Variables for the suites. */
	environment: NodeJS.ProcessEnv;
	/** Why there is nothing to run on; '' when there is. */
	why: string;
}

const GIVE_ONE =
	'give one with OPENWRT_ROOTFS=<directory or .tar.gz>, OPENWRT_IMAGE=<.img.gz> or OPENWRT_VERSION=<24.10, 25.12>';

const none = (why: string): FoundOpenwrt => ({ driver: '', environment: {}, why });

function withRootfs(path: string): FoundOpenwrt {
	const fault = rootfsFault(path);
	if (fault !== '') return none(`no OpenWrt root: ${fault}`);
	return {
		driver: 'rootfs',
		environment: { WGSPOKE_DRIVER: 'rootfs', OPENWRT_ROOTFS: path },
		why: '',
	};
}

/** `kernel` is one in user mode, or ''. */
function withImage(path: string, kernel: string, qemu: () => boolean): FoundOpenwrt {
	if (!existsSync(path)) return none(`no OpenWrt image: there is no ${path}`);
	if (kernel !== '') {
		const fault = kernelFault(kernel);
		if (fault !== '') return none(`no kernel in user mode: ${fault}`);
		const environment = {
			WGSPOKE_DRIVER: 'usermode',
			OPENWRT_IMAGE: path,
			OPENWRT_KERNEL: kernel,
		};
		return { driver: 'usermode', environment, why: '' };
	}
	if (!qemu()) return none('qemu is missing: apt-get install qemu-system-x86 openssh-client');
	return { driver: 'qemu', environment: { WGSPOKE_DRIVER: 'qemu', OPENWRT_IMAGE: path }, why: '' };
}

/** Names that a root or image has in the cache folder, the fastest to run first. */
const CACHED: readonly [RegExp, 'rootfs' | 'image'][] = [
	[/^rootfs$/, 'rootfs'],
	[/^rootfs\.tar\.gz$/, 'rootfs'],
	[/^openwrt-.*rootfs\.tar\.gz$/, 'rootfs'],
	[/^openwrt-.*combined\.img(\.gz)?$/, 'image'],
];

/** The first name of a folder that fits, newest release first; null when none does. */
export function pickCached(names: readonly string[]): { name: string; kind: string } | null {
	const sorted = [...names].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
	for (const [pattern, kind] of CACHED) {
		const name = sorted.find((each) => pattern.test(each));
		if (name !== undefined) return { name, kind };
	}
	return null;
}

function download(version: string): { path: string; why: string } {
	const program = fileURLToPath(new URL('qemu-image.ts', import.meta.url));
	const register = fileURLToPath(new URL('../register.mjs', import.meta.url));
	const ended = spawnSync(process.execPath, ['--import', register, program, version], {
		encoding: 'utf8',
	});
	return ended.status === 0
		? { path: ended.stdout.trim(), why: '' }
		: { path: '', why: ended.stderr.trim().split('\n').at(-1) ?? 'the download failed' };
}

/** Never throws; where there is nothing, `why` says so in one line. */
export function findOpenwrt(
	environment: NodeJS.ProcessEnv = process.env,
	qemu: () => boolean = hasQemu,
	load: typeof download = download
): FoundOpenwrt {
	const { OPENWRT_ROOTFS, OPENWRT_IMAGE, OPENWRT_VERSION, OPENWRT_KERNEL = '' } = environment;
	if (OPENWRT_ROOTFS) return withRootfs(OPENWRT_ROOTFS);
	if (OPENWRT_IMAGE) return withImage(OPENWRT_IMAGE, OPENWRT_KERNEL, qemu);
	if (OPENWRT_VERSION) {
		const { path, why } = load(OPENWRT_VERSION);
		return path === '' ? none(why) : withImage(path, OPENWRT_KERNEL, qemu);
	}
	const cache = cacheFolder(environment);
	const cached = existsSync(cache) ? pickCached(readdirSync(cache)) : null;
	if (!cached) return none(`no OpenWrt in ${cache}; ${GIVE_ONE}`);
	const path = join(cache, cached.name);
	return cached.kind === 'image' ? withImage(path, OPENWRT_KERNEL, qemu) : withRootfs(path);
}
