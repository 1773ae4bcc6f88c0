// How fast is it on a router? Seconds from `apply` to the first handshake, and the cost of `status`
// beside the cheapest call there is, over HTTP from a device at home. WGSPOKE_DRIVER names the router.
import { performance } from 'node:perf_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import type { Home } from '../../tools/lab/lab.ts';
import { startLab } from '../../tools/lab/lab.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { buildPackage } from '../../tools/package/package.ts';

const ROUNDS = 5;
const CALLS = 60;

function median(times: number[]): number {
	return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

/** Milliseconds of one call each, taking turns so that a busy machine slows both alike. */
async function compare(home: Home, session: string): Promise<{ cheapest: number; status: number }> {
	const timed = async (object: string, method: string): Promise<number> => {
		const begin = performance.now();
		await home.gateway.rpc(session, object, method);
		return performance.now() - begin;
	};
	const cheapest: number[] = [];
	const status: number[] = [];
	for (let call = 0; call < CALLS; call++) {
		cheapest.push(await timed('session', 'access'));
		status.push(await timed('wgspoke', 'status'));
	}
	return { cheapest: median(cheapest), status: median(status) };
}

/** Joins by the command and leaves again; the seconds it printed. */
async function handshakeSeconds(home: Home): Promise<number> {
	const { gateway, conf } = home;
	const joined = await gateway.exec(['wgspoke', 'join', '-'], { stdin: conf });
	const seconds = Number(/answered after ([0-9.]+) s/.exec(joined.stdout)?.[1] ?? NaN);
	await gateway.exec(['wgspoke', 'leave']);
	return seconds;
}

/** A network of so many other homes, each an option of the command. */
function homes(count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const bytes = `${String(index >> 8)}.${String(index & 255)}`;
		return ['--site', `Home ${String(index)}=10.${bytes}.0/24`];
	}).flat();
}

const { kind, driver } = chooseDriver();
const folder = mkdtempSync(join(tmpdir(), 'wgspoke-bench-'));
const [lab, ipk] = await Promise.all([startLab({ driver }), buildPackage(folder)]);
try {
	const home = lab.homeA;
	await home.gateway.install(ipk);
	await waitFor(async () => (await home.gateway.ubus('wgspoke', 'status')).status === 0, {
		what: 'the object wgspoke to appear',
	});
	const seconds: number[] = [];
	for (let round = 0; round < ROUNDS; round++) seconds.push(await handshakeSeconds(home));
	console.log(
		`on ${kind}: apply to handshake, ${String(ROUNDS)} rounds:`,
		seconds.join(' s, '),
		's'
	);

	for (const count of [2, 100, 499]) {
		const joined = await home.gateway.exec(
			['wgspoke', 'join', '-', '--timeout', '60', ...homes(count)],
			{ stdin: home.conf }
		);
		if (joined.code !== 0) throw new Error(joined.stdout + joined.stderr);
		const { cheapest, status } = await compare(home, await home.gateway.login());
		console.log(
			`${String(count + 1)} sites and the pasted one: status ${status.toFixed(1)} ms,`,
			`session access ${cheapest.toFixed(1)} ms, ratio ${(status / cheapest).toFixed(1)}`
		);
		await home.gateway.exec(['wgspoke', 'leave']);
	}
} finally {
	await lab.stop();
	rmSync(folder, { recursive: true });
}
