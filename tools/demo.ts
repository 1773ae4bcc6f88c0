// Do two homes reach each other? Builds the package, starts the network of the seed, installs, joins,
// pings from devices that have no WireGuard, leaves again, and says what it saw with the time it took.
// node --import ./tools/register.mjs tools/demo.ts [--keep] [--verbose]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { putStandin } from './luci/standin.ts';
import { buildPackage } from './package/package.ts';
import { describeChanges } from './lab/changes.ts';
import { chooseDriver } from './lab/drivers.ts';
import { differingFiles, type PackageFiles } from './lab/gateway.ts';
import { startLab, type Home, type Lab } from './lab/lab.ts';
import { RequirementError } from './lab/requirements.ts';
import { WgQuickMachine } from './lab/hub.ts';
import { must, type Executor } from './lab/space.ts';
import type { DeviceReply, StatusReply } from '../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { underSudo } from './lab/sudo.ts';
import { waitFor } from './lab/wait.ts';

/** A step that did not do what it should: said in one line, without a stack. */
class DemoFailure extends Error {}

const HUB = '192.168.151.1';

/** Prints a finished step with the seconds it took: '   1.3 s  home A joined'. */
function say(begin: number, text: string): void {
	const seconds = (performance.now() - begin) / 1000;
	console.log(`${seconds.toFixed(1).padStart(6)} s  ${text}`);
}

async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
	const begin = performance.now();
	const result = await work();
	say(begin, text);
	return result;
}

const homesOf = (lab: Lab): [string, Home][] => [
	['home A', lab.homeA],
	['home B', lab.homeB],
];

async function wgspoke(home: Home, args: string[], stdin = ''): Promise<string> {
	const result = await home.gateway.exec(['/usr/bin/wgspoke', ...args], { stdin });
	if (result.code !== 0) {
		const lines = `${result.stdout}${result.stderr}`.trimEnd();
		throw new DemoFailure(
			`${home.gateway.name}: wgspoke ${args.join(' ')} ended with ${result.code}:\n${lines}`
		);
	}
	return result.stdout;
}

/** Milliseconds of the answer to one ping; null when none came within a second. */
async function ping(from: Executor, address: string): Promise<string | null> {
	const { code, stdout } = await from.exec(['ping', '-n', '-c', '1', '-W', '1', address]);
	return code === 0 ? (/time=([\d.]+)/.exec(stdout)?.[1] ?? '0') : null;
}

async function showPing(who: string, from: Executor, address: string, what: string): Promise<void> {
	const begin = performance.now();
	try {
		const time = await waitFor(() => ping(from, address), { what, deadline: 10_000 });
		say(begin, `${who} → ${address.padEnd(15)} ${what} answers in ${time} ms`);
	} catch {
		throw new DemoFailure(`${who} gets no answer from ${address} (${what}).`);
	}
}

async function showHandshake(lab: Lab, name: string, key: string): Promise<void> {
	const made = await lab.hub.latestHandshake(key);
	if (made === 0) throw new DemoFailure(`The hub has had no handshake with ${name}.`);
	console.log(`          ${name}: the hub's last handshake was ${age(made)} ago`);
}

const age = (unixTime: number): string =>
	`${Math.max(0, Math.round(Date.now() / 1000 - unixTime))} s`;

async function install(lab: Lab, packages: PackageFiles): Promise<void> {
	await step('package installed on both gateways', () =>
		Promise.all(homesOf(lab).map(([, home]) => home.gateway.install(packages)))
	);
}

/** The stock firewall file has comments, which uci itself drops at the first save: that save is made here. */
async function saveOnce({ gateway }: Home): Promise<void> {
	const edit = ['set firewall.saved=saved', 'commit firewall', 'delete firewall.saved'];
	const lines = [...edit, 'commit firewall', ''].join('\n');
	if (gateway.kind !== 'dev') await gateway.exec(['uci', 'batch'], { stdin: lines });
}

async function joinBoth(lab: Lab): Promise<void> {
	for (const [name, home] of homesOf(lab)) {
		const begin = performance.now();
		const said = await wgspoke(home, ['join', '-'], home.conf);
		const tunnel = /answered after ([\d.]+) s/.exec(said)?.[1];
		say(begin, `${name} joined${tunnel ? ` (handshake ${tunnel} s after apply)` : ''}`);
	}
	await showHandshake(lab, 'home A', lab.keys.homeA.publicKey);
	await showHandshake(lab, 'home B', lab.keys.homeB.publicKey);
}

async function showPings(lab: Lab): Promise<void> {
	console.log('\nPings from devices that have no WireGuard:');
	await showPing('192.168.2.100', lab.homeA.host, HUB, 'the hub');
	await showPing('192.168.2.100', lab.homeA.host, '192.168.4.1', "home B's router");
	await showPing('192.168.2.100', lab.homeA.host, '192.168.4.100', 'a device at home B');
	await showPing('192.168.4.100', lab.homeB.host, HUB, 'the hub');
	await showPing('192.168.4.100', lab.homeB.host, '192.168.2.1', "home A's router");
	await showPing('192.168.4.100', lab.homeB.host, '192.168.2.100', 'a device at home A');
}

/** The hub answers its homes from now on, and home A may change it: by one script, and the line that it prints. */
async function letHubSpeak(lab: Lab): Promise<void> {
	console.log('\nThe hub speaks:');
	const line = await step('the script ran on the hub, no tunnel was touched', async () => {
		const printed = await lab.hub.answerHomes(await wgspoke(lab.homeA, ['hub', '--speak']));
		return /^wgspoke:\S+$/m.exec(printed)?.[0] ?? '';
	});
	await step('home A was given the line that it printed', () =>
		wgspoke(lab.homeA, ['join', '-'], line)
	);
}

/** What the hub has now: so many peers. */
const peersOf = async (lab: Lab): Promise<number> =>
	(await must(lab.hub, ['wg', 'show', 'wg0', 'peers'])).trim().split('\n').length;

/** A phone that home A adds reaches both homes, goes on from another address, and is taken out again. */
async function showPhone(lab: Lab): Promise<void> {
	console.log('\nA phone that home A adds, by one command:');
	const added = await step('wgspoke device add Phone: the hub knows it', async () => {
		const reply = await wgspoke(lab.homeA, ['device', 'add', 'Phone', '-j']);
		return JSON.parse(reply) as DeviceReply;
	});
	const phone = new WgQuickMachine(lab.phone.space, added.conf, lab.folder);
	await step('its configuration is up, by wg-quick', () => phone.start());
	await showPing('the phone    ', phone, '192.168.2.100', 'a device at home A');
	await showPing('the phone    ', phone, '192.168.4.100', 'a device at home B');
	await step('it went from its mobile network into a Wi-Fi', () => lab.phoneRoams());
	await showPing('the phone    ', phone, '192.168.4.100', 'a device at home B');
	await step('wgspoke device remove Phone: the hub has forgotten it', async () => {
		await wgspoke(lab.homeA, ['device', 'remove', 'Phone']);
		if ((await ping(phone, '192.168.2.100')) !== null)
			throw new DemoFailure('The phone that was removed still gets an answer.');
		await phone.down();
	});
}

/** A third home that is invited at A appears at B, which takes it over; then it goes in the same way. */
async function showThirdHome(lab: Lab): Promise<void> {
	console.log('\nA third home that is invited at A:');
	const news = async (): Promise<StatusReply['news']> =>
		(JSON.parse(await wgspoke(lab.homeB, ['status', '-j'])) as StatusReply).news;
	const told = (kind: 'added' | 'gone'): Promise<true> =>
		waitFor(async () => (await news()).some((one) => one.kind === kind) || null, {
			what: 'home B to be told',
			deadline: 90_000,
			every: 500,
		});
	const lan = ['--lan', '192.168.6.0/24'];
	const before = await peersOf(lab);
	await step('wgspoke invite Cabin: the hub knows it', () =>
		wgspoke(lab.homeA, ['invite', 'Cabin', ...lan])
	);
	if ((await peersOf(lab)) !== before + 1) throw new DemoFailure('The hub does not know Cabin.');
	await step('home B has been told of Cabin, 192.168.6.0/24', () => told('added'));
	await step('home B has added it', () => wgspoke(lab.homeB, ['follow', 'Cabin']));
	await step('home A has removed it, the hub too', () =>
		wgspoke(lab.homeA, ['join', '--no-site', 'Cabin'])
	);
	await step('home B has been told', () => told('gone'));
	await step('home B has removed it', () => wgspoke(lab.homeB, ['follow', 'Cabin']));
}

async function leaveBoth(lab: Lab, before: Map<string, Buffer>[]): Promise<void> {
	console.log('\nBoth leave again:');
	for (const [i, [name, home]] of homesOf(lab).entries()) {
		await step(`${name} left`, () => wgspoke(home, ['leave']));
		const old = before[i] ?? new Map<string, Buffer>();
		const now = await home.gateway.configFiles();
		const different = differingFiles(old, now);
		if (different.length > 0)
			throw new DemoFailure(`${name}: /etc/config differs after leaving: ${different.join(', ')}.`);
		const bytes = [...old.values()].reduce((sum, { length }) => sum + length, 0);
		console.log(
			`          ${name}: all ${old.size} files of /etc/config are as before, ${bytes} bytes compared`
		);
		if ((await ping(home.host, HUB)) !== null)
			throw new DemoFailure(`${name}: the hub still answers.`);
	}
}

/** Where LuCI has our pages. */
const PAGE = '/cgi-bin/luci/admin/vpn/wgspoke';

async function stayUp(lab: Lab): Promise<never> {
	await putStandin(homesOf(lab).map(([, home]) => home.gateway));
	console.log('\nThe network stays up. The pages of each home (user root, no password):');
	for (const [name, home] of homesOf(lab)) {
		const port = await home.openPort();
		console.log(`  ${name}: http://127.0.0.1:${port}${PAGE}`);
		console.log(`          which is ${home.gateway.url}${PAGE} to its devices`);
	}
	console.log('  A command in one of the machines:');
	for (const { name, command } of lab.shells()) console.log(`    ${name.padEnd(18)} ${command}`);
	console.log(`Stop it with Ctrl-C, or with: kill ${process.pid}`);
	return new Promise(() => undefined);
}

async function demo(keep: boolean, verbose: boolean): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-demo-'));
	// Ctrl-C ends the process from within the lab, past every finally.
	process.once('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	let lab: Lab | null = null;
	try {
		const packages = await step('package built', () => buildPackage(folder));
		console.log(`          ${basename(packages.ipk)}, ${statSync(packages.ipk).size} bytes`);
		const running = await step('hub and two homes are up', () =>
			startLab({ verbose, driver: chooseDriver().driver })
		);
		lab = running;
		await install(running, packages);
		for (const [, home] of homesOf(running)) await saveOnce(home);
		const before = await Promise.all(
			homesOf(running).map(([, home]) => home.gateway.configFiles())
		);
		await joinBoth(running);
		await showPings(running);
		await letHubSpeak(running);
		await showPhone(running);
		await showThirdHome(running);
		console.log("\nWhat changed in home A's UCI:");
		const after = await running.homeA.gateway.configFiles();
		console.log(describeChanges(before[0] ?? new Map(), after));
		if (keep) await stayUp(running);
		await leaveBoth(running, before);
	} finally {
		const running = lab;
		if (running) await step('everything stopped', () => running.stop());
	}
}

const { values } = parseArgs({
	options: {
		keep: { type: 'boolean', default: false },
		verbose: { type: 'boolean', default: false },
	},
});
await underSudo();
try {
	await demo(values.keep, values.verbose);
	console.log('\nTwo homes reach each other, and leaving left nothing behind.');
} catch (error) {
	const known = error instanceof DemoFailure || error instanceof RequirementError;
	console.error(known ? error.message : error);
	process.exitCode = 1;
}
