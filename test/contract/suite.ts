// What do all tests of the contract share?
// One lab for the whole run, with our package in both gateways as a user would put it in; each test starts
// from a router that has not joined. WGSPOKE_DRIVER says what the gateways are made of.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import type { GatewayKind, PackageFiles } from '../../tools/lab/gateway.ts';
import { startLab, type Lab } from '../../tools/lab/lab.ts';
import { atPace } from '../../tools/lab/wait.ts';
import { givenPackage } from '../../tools/package/given.ts';
import { Router } from './router.ts';

export interface Suite {
	kind: GatewayKind;
	lab: Lab;
	a: Router;
	b: Router;
	/** The package that is installed, on this machine. */
	packages: PackageFiles;
	/** A folder for the run. */
	folder: string;
}

/** A test waits for conditions, each with a deadline of its own; this only ends what hangs. */
const TEST_MS = 90_000;

/** An emulated machine takes minutes to boot. */
const START_MS = { dev: 120_000, rootfs: 120_000, qemu: 2_400_000, usermode: 900_000 };

let running: Promise<Suite> | null = null;
/** Stopped at the end even when the routers could not be set up, or there was no package for them. */
let starting: Promise<Lab> | null = null;

async function begin(): Promise<Suite> {
	const { kind, driver } = chooseDriver();
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-contract-'));
	starting = startLab({ driver });
	const [lab, packages] = await Promise.all([starting, givenPackage(folder)]);
	const secrets = [lab.keys.homeA.privateKey, lab.keys.homeB.privateKey];
	const a = new Router(lab.homeA, secrets, {
		other: 'B',
		name: 'A',
		site: 'B=192.168.4.0/24@192.168.151.3',
	});
	const b = new Router(lab.homeB, secrets, {
		other: 'A',
		name: 'B',
		site: 'A=192.168.2.0/24@192.168.151.2',
	});
	await Promise.all([a, b].map((router) => router.setUp(packages)));
	const versions = Object.entries(await a.gateway.versions());
	console.log(`    ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}\n`);
	return { kind, lab, a, b, packages, folder };
}

/**
 * Puts into each describe block that calls it: the lab runs, and both routers are as they were after the
 * installation. With `each`, before every test; else once before the block. Returns the suite, filled in.
 */
export function withLab(each: 'each test' | 'block'): Suite {
	const suite = {} as Suite;
	before(async function () {
		this.timeout(START_MS[chooseDriver().kind]);
		running ??= begin();
		Object.assign(suite, await running);
		await Promise.all([suite.a.reset(), suite.b.reset()]);
	});
	beforeEach(async function () {
		this.timeout(atPace(TEST_MS));
		this.currentTest?.timeout(atPace(TEST_MS));
		if (each === 'each test') await Promise.all([suite.a.reset(), suite.b.reset()]);
	});
	return suite;
}

after(async function () {
	this.timeout(START_MS[chooseDriver().kind]);
	const suite = await running?.catch(() => null);
	await (await starting?.catch(() => null))?.stop();
	if (suite) rmSync(suite.folder, { recursive: true });
});
