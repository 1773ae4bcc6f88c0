// What do all tests of the pages share? One lab and one browser for the run; each block starts from routers
// that have not joined. WGSPOKE_DRIVER says what the gateways are made of.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { startLab } from '../../tools/lab/lab.ts';
import { putStandin } from '../../tools/luci/standin.ts';
import { givenPackage, languageBeside } from '../../tools/package/given.ts';
import { Router } from '../contract/router.ts';
import { startBrowser } from './chromium.ts';
import { Visitor } from './visitor.ts';
import type { Browser } from 'playwright-core';
import type { GatewayKind, PackageFiles } from '../../tools/lab/gateway.ts';
import type { Home, Lab } from '../../tools/lab/lab.ts';
import type { Look } from './visitor.ts';

export interface Suite {
	kind: GatewayKind;
	lab: Lab;
	a: Router;
	b: Router;
	/** Opens a browser window of its own, with no login yet, on the router of home A, or B. */
	visit(look?: Look, home?: Home): Promise<Visitor>;
}

/** An emulated machine takes minutes to boot. */
const START_MS = { dev: 120_000, rootfs: 120_000, qemu: 2_400_000, usermode: 900_000 };

/** A login beside root with the same password, who may only look; the groups are those that LuCI itself gives. */
const READER = `
config login
	option username 'reader'
	option password '$p$root'
	list read 'unauthenticated'
	list read 'luci-base'
	list read 'luci-app-wgspoke'
`;

interface Running extends Suite {
	browser: Browser;
	visitors: Visitor[];
	folder: string;
}

let running: Promise<Running> | null = null;

async function begin(): Promise<Running> {
	const { kind, driver } = chooseDriver();
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-browser-'));
	const parts = [startLab({ driver }), givenPackage(folder), startBrowser()] as const;
	try {
		const [lab, packages, browser] = await Promise.all(parts);
		return await prepare({ kind, lab, packages, browser, folder });
	} catch (error) {
		// Whichever of them failed: what the others have begun goes as well.
		const [lab, , browser] = await Promise.allSettled(parts);
		if (browser.status === 'fulfilled') await browser.value.close();
		if (lab.status === 'fulfilled') await lab.value.stop();
		throw error;
	}
}

/** Puts the package, the logins and, without LuCI, the stand-in on both routers. */
async function prepare(parts: {
	kind: GatewayKind;
	lab: Lab;
	packages: PackageFiles;
	browser: Browser;
	folder: string;
}): Promise<Running> {
	const { kind, lab, packages, browser, folder } = parts;
	const secrets = [lab.keys.homeA.privateKey, lab.keys.homeB.privateKey];
	const router = (home: Home, name: string, other: string, site: string) =>
		new Router(home, secrets, { name, other, site: `${other}=${site}` });
	const a = router(lab.homeA, 'A', 'B', '192.168.4.0/24@192.168.151.3');
	const b = router(lab.homeB, 'B', 'A', '192.168.2.0/24@192.168.151.2');
	await putStandin([a.gateway, b.gateway]);
	for (const { gateway } of [a, b]) {
		const logins = await gateway.readFile('/etc/config/rpcd');
		await gateway.writeFile('/etc/config/rpcd', `${logins?.toString() ?? ''}${READER}`, 0o600);
	}
	// The stand-in brings its languages along.
	const languages = kind === 'dev' ? [] : [languageBeside(packages, 'zh-cn')];
	await Promise.all([a, b].map((each) => each.setUp(packages, languages)));
	console.log(`    ${kind}, chromium ${browser.version()}\n`);

	const visitors: Visitor[] = [];
	const visit: Suite['visit'] = async (look, home = lab.homeA) => {
		const visitor = await Visitor.begin(browser, await home.openPort(), look);
		visitors.push(visitor);
		return visitor;
	};
	return { kind, lab, a, b, visit, browser, visitors, folder };
}

async function reset({ a, b, lab, visitors }: Running): Promise<void> {
	for (const visitor of visitors.splice(0)) await visitor.close();
	await lab.hubUp();
	await Promise.all([a.reset(), b.reset(), lab.hub.restore()]);
}

/** Puts the lab and the browser into the describe block that calls it, with fresh routers for each test or the block. */
export function withBrowser(each: 'each test' | 'block'): Suite {
	const suite = {} as Suite;
	let now: Running;
	before(async function () {
		this.timeout(START_MS[chooseDriver().kind]);
		running ??= begin();
		now = await running;
		Object.assign(suite, now);
		await reset(now);
	});
	if (each === 'each test') beforeEach(() => reset(now));
	afterEach(async function () {
		if (this.currentTest?.state !== 'failed') return;
		for (const [at, visitor] of now.visitors.entries())
			await visitor.screenshot(`failed ${this.currentTest.title} ${at + 1}`);
	});
	return suite;
}

after(async function () {
	this.timeout(30_000);
	const now = await running?.catch(() => null);
	if (!now) return;
	await now.browser.close();
	await now.lab.stop();
	rmSync(now.folder, { recursive: true });
});
