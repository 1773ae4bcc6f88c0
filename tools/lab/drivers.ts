// Which gateways does a test run have?
// WGSPOKE_DRIVER names the driver, and the OPENWRT_… variables what it starts from; `dev` without one.
import { resolve } from 'node:path';
import { bootedDriver } from './booted.ts';
import { devDriver } from './dev.ts';
import type { Driver, GatewayKind } from './gateway.ts';
import { qemuBoots } from './qemu-args.ts';
import { rootfsDriver, rootfsFault } from './rootfs.ts';
import { kernelFault, userMode } from './usermode.ts';

export interface ChosenDriver {
	kind: GatewayKind;
	driver: Driver;
}

type Make = (environment: NodeJS.ProcessEnv) => Driver;

function rootfs(environment: NodeJS.ProcessEnv): Driver {
	const path = environment.OPENWRT_ROOTFS ?? '';
	const fault =
		path === '' ? 'OPENWRT_ROOTFS=<directory or .tar.gz> is not set' : rootfsFault(path);
	if (fault !== '') throw new Error(`No OpenWrt root: ${fault}.`);
	return rootfsDriver(path, environment.OPENWRT_PACKAGES ?? '');
}

/** The disk that is started, and what goes into it before ours. */
function disk(environment: NodeJS.ProcessEnv): { image: string; packages: string } {
	const image = environment.OPENWRT_IMAGE ?? '';
	if (image === '')
		throw new Error('No OpenWrt image: OPENWRT_IMAGE=<.img or .img.gz> is not set.');
	return { image, packages: environment.OPENWRT_PACKAGES ?? '' };
}

function qemu(environment: NodeJS.ProcessEnv): Driver {
	return bootedDriver({ kind: 'qemu', ...disk(environment), boots: () => qemuBoots() });
}

function usermode(environment: NodeJS.ProcessEnv): Driver {
	const kernel = environment.OPENWRT_KERNEL ?? '';
	const fault =
		kernel === '' ? 'OPENWRT_KERNEL=<what make kernel made> is not set' : kernelFault(kernel);
	if (fault !== '') throw new Error(`No kernel in user mode: ${fault}.`);
	const boots = [userMode(resolve(kernel))];
	return bootedDriver({ kind: 'usermode', ...disk(environment), boots: () => [...boots] });
}

const MAKERS: Record<GatewayKind, Make> = { dev: () => devDriver, rootfs, qemu, usermode };

/** Throws with one line when the name is unknown or what it starts from is missing. */
export function chooseDriver(environment: NodeJS.ProcessEnv = process.env): ChosenDriver {
	const name = environment.WGSPOKE_DRIVER ?? 'dev';
	const entry = Object.entries(MAKERS).find(([kind]) => kind === name);
	if (!entry)
		throw new Error(`WGSPOKE_DRIVER=${name}: there is ${Object.keys(MAKERS).join(', ')}.`);
	const [kind, make] = entry as [GatewayKind, Make];
	return { kind, driver: make(environment) };
}
