// What does it cost on a router? One lab; home A joins small networks and large ones, and a browser looks at it.

import type { PackageFiles } from '../../tools/lab/gateway.ts';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { startLab } from '../../tools/lab/lab.ts';
import { findOpenwrt } from '../../tools/lab/openwrt.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { putStandin } from '../../tools/luci/standin.ts';
import { callFigures, costs, handshakeSeconds, joinSites, leave } from './calls.ts';
import { drawnMilliseconds } from './drawn.ts';
import { measureWatch } from './watch.ts';
import type { ChosenDriver } from '../../tools/lab/drivers.ts';
import type { Home } from '../../tools/lab/lab.ts';
import type { Costs, Size } from './calls.ts';
import type { Figures, Place, Run } from './budgets.ts';

/** `make bench-watch` measures for ten minutes. */
const WATCH_SECONDS = 60;

/** Joins that many sites, measures and leaves again; `look` is what else is measured meanwhile. */
async function costsOf(home: Home, size: Size, look?: () => Promise<void>): Promise<Costs> {
	await joinSites(home, size);
	const found = await costs(home, size);
	await look?.();
	await leave(home);
	return found;
}

async function figuresOf(home: Home): Promise<Figures> {
	const handshake = await handshakeSeconds(home);
	let drawn = NaN;
	let watch: Figures = {};
	const few = await costsOf(home, 'few', async () => {
		drawn = await drawnMilliseconds(home);
		// On the development router it is Node, whose memory nobody promises.
		if (home.gateway.kind === 'dev') return;
		const { memory, processor } = await measureWatch(home.gateway, WATCH_SECONDS);
		watch = { 'watch memory': memory, 'watch processor': processor };
	});
	const some = await costsOf(home, 'some');
	const many = await costsOf(home, 'many');
	return { handshake, 'overview drawn': drawn, ...watch, ...callFigures(few, some, many) };
}

async function measure(
	place: Place,
	{ kind, driver }: ChosenDriver,
	packages: PackageFiles
): Promise<Run> {
	const lab = await startLab({ driver });
	try {
		const { gateway } = lab.homeA;
		await putStandin([gateway]);
		await gateway.install(packages);
		await waitFor(async () => (await gateway.ubus('wgspoke', 'status')).status === 0, {
			what: 'the object wgspoke to appear',
		});
		const figures = await figuresOf(lab.homeA);
		const why = { 'luci status': 'there is no LuCI' };
		return { place, label: kind, figures, why };
	} finally {
		await lab.stop();
	}
}

/** On the development router, and on a real OpenWrt where there is one. */
export async function measureRouters(packages: PackageFiles): Promise<Run[]> {
	const dev = await measure('dev', chooseDriver({ WGSPOKE_DRIVER: 'dev' }), packages);
	const { environment, why } = findOpenwrt();
	if (why !== '')
		return [dev, { place: 'openwrt', label: 'OpenWrt', figures: {}, why: { all: why } }];
	const driver = chooseDriver({ ...process.env, ...environment });
	return [dev, await measure('openwrt', driver, packages)];
}
