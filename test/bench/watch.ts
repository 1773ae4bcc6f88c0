// What does the watch cost while it runs? Memory beyond that of an interpreter that does nothing, and its share of a core.
// As a program of its own it watches for minutes, on OpenWrt where there is one, with few homes and with many:
//   node --import ./tools/register.mjs test/bench/watch.ts [minutes]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { startLab } from '../../tools/lab/lab.ts';
import { findOpenwrt } from '../../tools/lab/openwrt.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { buildPackage } from '../../tools/package/package.ts';
import { joinSites, leave } from './calls.ts';
import { figureText } from './report.ts';
import type { Gateway } from '../../tools/lab/gateway.ts';

/** Clock ticks of /proc in a second, on every Linux. */
const TICKS = 100;

export interface WatchCosts {
	/** MiB beyond an interpreter that does nothing. */
	memory: number;
	/** Percent of a core, the programs that it starts included. */
	processor: number;
}

async function said(gateway: Gateway, script: string): Promise<string> {
	const { code, stdout, stderr } = await gateway.exec(['sh', '-c', script]);
	if (code !== 0) throw new Error(stderr);
	return stdout.trim();
}

/** Number of the watch, once it has looked at the tunnel. */
async function watchPid(gateway: Gateway): Promise<number> {
	return waitFor(
		async () => {
			const { data } = await gateway.ubus('service', 'list', { name: 'wgspoke' });
			const service = data as { wgspoke?: { instances?: { watch?: { pid?: number } } } } | null;
			const note = await gateway.readFile('/var/run/wgspoke/watch.json');
			return note === null ? null : service?.wgspoke?.instances?.watch?.pid;
		},
		{ what: 'the watch to run' }
	);
}

const rss = async (gateway: Gateway, pid: number): Promise<number> =>
	Number(await said(gateway, `sed -n 's/^VmRSS:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/${pid}/status`));

/** KiB of an interpreter that only sleeps. */
async function idleRss(gateway: Gateway): Promise<number> {
	const script = `printf 'sleep(20000);' >/tmp/idle.uc; ucode /tmp/idle.uc >/dev/null 2>&1 & echo $!`;
	const pid = Number(await said(gateway, script));
	const found = await waitFor(
		async () => {
			// What is there at first is the shell, or an interpreter that still reads.
			const name = await said(gateway, `tr '\\0' ' ' </proc/${pid}/cmdline; sleep 1`);
			return name.includes('idle.uc') ? rss(gateway, pid) : null;
		},
		{ what: 'the interpreter' }
	);
	await gateway.exec(['kill', String(pid)]);
	return found;
}

/** Seconds of a processor that it and all that it has waited for have taken. */
async function processorSeconds(gateway: Gateway, pid: number): Promise<number> {
	const stat = await said(gateway, `cat /proc/${pid}/stat`);
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}

/** On a router that has joined. The largest memory counts; another process at the end than at the beginning ends it. */
export async function measureWatch(gateway: Gateway, seconds: number): Promise<WatchCosts> {
	const idle = await idleRss(gateway);
	const pid = await watchPid(gateway);
	const [begin, before] = [performance.now(), await processorSeconds(gateway, pid)];
	let largest = 0;
	while (performance.now() - begin < seconds * 1000) {
		largest = Math.max(largest, await rss(gateway, pid));
		await new Promise((resolve) => setTimeout(resolve, 5000));
	}
	const spent = (await processorSeconds(gateway, pid)) - before;
	return {
		memory: (largest - idle) / 1024,
		processor: (spent / ((performance.now() - begin) / 1000)) * 100,
	};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const minutes = Number(process.argv[2] ?? 10);
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-watch-'));
	const { environment, why } = findOpenwrt();
	if (why !== '') throw new Error(why);
	const { driver } = chooseDriver({ ...process.env, ...environment });
	const lab = await startLab({ driver });
	try {
		const { gateway } = lab.homeA;
		await gateway.install(await buildPackage(folder));
		for (const size of ['few', 'many'] as const) {
			await joinSites(lab.homeA, size);
			const { memory, processor } = await measureWatch(gateway, minutes * 60);
			const line = `${size} homes, ${minutes} min: ${figureText(memory)} MiB, ${processor.toFixed(3)} % of a core`;
			console.log(line);
			await leave(lab.homeA);
		}
	} finally {
		await lab.stop();
		rmSync(folder, { recursive: true });
	}
}
