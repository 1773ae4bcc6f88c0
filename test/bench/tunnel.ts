// How soon is the tunnel up on this OpenWrt, and how much goes through it from a device of one home to one of the other?
//   node --import ./tools/register.mjs test/bench/tunnel.ts [seconds]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { startLab } from '../../tools/lab/lab.ts';
import { findOpenwrt } from '../../tools/lab/openwrt.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { buildPackage } from '../../tools/package/package.ts';
import { handshakeSeconds } from './calls.ts';
import { figureText } from './report.ts';
import type { Home, Lab } from '../../tools/lab/lab.ts';

const PORT = 5201;
/** A device of home B. */
const THERE = '192.168.4.100';

/** Takes all that comes, and tells how many bytes that were. */
const TAKER = `require('node:net').createServer((socket) => {
	let bytes = 0;
	socket.on('data', (data) => { bytes += data.length; });
	socket.on('close', () => { console.log(bytes); process.exit(); });
}).listen(${PORT}, () => console.error('listening'));`;

/** Sends for so many milliseconds as much as is taken. */
const giver = (
	ms: number
): string => `const socket = require('node:net').connect(${PORT}, '${THERE}');
const data = Buffer.alloc(65536);
const end = Date.now() + ${ms};
const more = () => { while (Date.now() < end) if (!socket.write(data)) return; socket.end(); };
socket.on('connect', more).on('drain', more);`;

async function joinAs({ gateway, conf }: Home, name: string): Promise<void> {
	const joined = await gateway.exec(['wgspoke', 'join', '-', '--name', name], { stdin: conf });
	if (joined.code !== 0) throw new Error(joined.stdout + joined.stderr);
}

/** Mbit/s of one TCP connection from home A to home B. */
async function throughput({ homeA, homeB }: Lab, seconds: number): Promise<number> {
	await waitFor(
		async () => (await homeA.host.exec(['ping', '-c', '1', '-W', '1', THERE])).code === 0,
		{ what: 'the other home to answer', deadline: 60_000 }
	);
	const taken = must(homeB.host, [process.execPath, '-e', TAKER]);
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const begin = performance.now();
	await must(homeA.host, [process.execPath, '-e', giver(seconds * 1000)]);
	const bytes = Number(await taken);
	return (bytes * 8) / 1000 / (performance.now() - begin);
}

const seconds = Number(process.argv[2] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'wgspoke-tunnel-'));
const { environment, why } = findOpenwrt();
if (why !== '') throw new Error(why);
const { kind, driver } = chooseDriver({ ...process.env, ...environment });
const lab = await startLab({ driver });
try {
	const { homeA, homeB } = lab;
	const packages = await buildPackage(folder);
	for (const { gateway } of [homeA, homeB]) await gateway.install(packages);
	const { code } = await homeA.gateway.exec(['test', '-d', '/sys/module/wireguard']);
	const handshake = await handshakeSeconds(homeA);
	await joinAs(homeA, 'A');
	await joinAs(homeB, 'B');
	const rate = await throughput(lab, seconds);
	const which = code === 0 ? 'the WireGuard of the kernel' : 'wireguard-go';
	console.log(
		`${kind}, ${which}: apply → handshake ${figureText(handshake)} s, home to home ${figureText(rate)} Mbit/s`
	);
} finally {
	await lab.stop();
	rmSync(folder, { recursive: true });
}
