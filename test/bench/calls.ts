// What do the page's questions cost beside the cheapest one there is? Over HTTP, from a device at home.

import { inTurns, median } from './times.ts';
import type { Home } from '../../tools/lab/lab.ts';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import type { Figures } from './budgets.ts';

/** Numbers of sites, with this home and the one in the pasted text. */
const SITES = { few: 3, some: 100, many: 500 } as const;

export type Size = keyof typeof SITES;

const JOINS = 5;

/** Fewer rounds where each takes longer. */
const ROUNDS = { few: 80, some: 40, many: 20 };

/** Milliseconds of each call; `luci`, LuCI's own question about its tunnels, only where there is LuCI. */
export type Costs = Partial<Record<'access' | 'pulse' | 'status' | 'luci', number>>;

interface Other {
	name: string;
	lan: string;
}

/** The homes besides the two that are known. */
function others(count: number): Other[] {
	return [...Array(count - 2).keys()].map((index) => ({
		name: `Home ${index}`,
		lan: `10.${index >> 8}.${index & 255}.0/24`,
	}));
}

/** Homes that a hand has written into the files: more than a request may bring (docs/bounds.md). */
async function write({ gateway }: Home, homes: readonly Other[]): Promise<void> {
	const lines = homes.flatMap(({ name, lan }, index) => [
		`set wgspoke.more${index}=site`,
		`set wgspoke.more${index}.name='${name}'`,
		`add_list wgspoke.more${index}.lan='${lan}'`,
		`add_list network.wgspoke_hub.allowed_ips='${lan}'`,
	]);
	const batch = [...lines, 'commit wgspoke', 'commit network', ''].join('\n');
	const script = 'uci batch && ifup wgspoke';
	const { code, stderr } = await gateway.exec(['sh', '-c', script], { stdin: batch });
	if (code !== 0) throw new Error(`uci batch: ${stderr}`);
}

async function join({ gateway, conf }: Home, args: readonly string[]): Promise<string> {
	const joined = await gateway.exec(['wgspoke', 'join', '-', ...args], { stdin: conf });
	if (joined.code !== 0) throw new Error(`wgspoke join: ${joined.stdout}${joined.stderr}`);
	return joined.stdout;
}

/** Joins a network of so many sites. */
export async function joinSites(home: Home, size: Size): Promise<void> {
	const count = SITES[size];
	const [asked, written] = [
		others(count).slice(0, SITES.some - 2),
		others(count).slice(SITES.some - 2),
	];
	const sites = asked.flatMap(({ name, lan }) => ['--site', `${name}=${lan}`]);
	await join(home, ['--timeout', '60', ...sites]);
	if (written.length > 0) await write(home, written);
	const { data } = await home.gateway.ubus('wgspoke', 'status');
	const found = (data as Status | null)?.sites.length;
	if (found !== count) throw new Error(`joined ${found} sites, not ${count}`);
}

export async function leave({ gateway }: Home): Promise<void> {
	const left = await gateway.exec(['wgspoke', 'leave']);
	if (left.code !== 0) throw new Error(`wgspoke leave: ${left.stdout}${left.stderr}`);
}

/** Seconds from the apply to the hub's answer, as the command tells them. */
export async function handshakeSeconds(home: Home): Promise<number> {
	const seconds: number[] = [];
	for (let round = 0; round < JOINS; round++) {
		const said = /answered after ([0-9.]+) s/.exec(await join(home, []));
		seconds.push(Number(said?.[1] ?? NaN));
		await leave(home);
	}
	return median(seconds);
}

/** On a router that has joined. A call that is refused would be a cheap one: it ends the bench. */
export async function costs({ gateway }: Home, size: Size): Promise<Costs> {
	const session = await gateway.login();
	const call = (object: string, method: string) => async (): Promise<void> => {
		const { status } = await gateway.rpc(session, object, method);
		if (status !== 0) throw new Error(`${object} ${method}: ubus status ${status}`);
	};
	const luci = gateway.kind === 'dev' ? {} : { luci: call('luci.wireguard', 'getWgInstances') };
	const works = {
		access: call('session', 'access'),
		pulse: call('wgspoke', 'pulse'),
		status: call('wgspoke', 'status'),
		...luci,
	};
	return inTurns<keyof Costs>(works, ROUNDS[size]);
}

/** Figures from the costs with few sites, with some, and with many. */
export function callFigures(few: Costs, some: Costs, many: Costs): Figures {
	const accesses = (at: Costs, name: keyof Costs): number => (at[name] ?? NaN) / (at.access ?? NaN);
	const linear = (name: keyof Costs): number => {
		const each = (at: Costs, count: number): number => (accesses(at, name) - 1) / count;
		return each(many, SITES.many) / each(some, SITES.some);
	};
	return {
		pulse: accesses(few, 'pulse'),
		status: accesses(few, 'status'),
		...(few.luci === undefined ? {} : { 'luci status': accesses(few, 'luci') }),
		'pulse linear': linear('pulse'),
		'status linear': linear('status'),
	};
}
