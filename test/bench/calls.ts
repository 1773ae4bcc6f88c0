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

/** `--site` for each home besides the two that are known. */
function sites(count: number): string[] {
	return [...Array(count - 2).keys()].flatMap((index) => {
		const bytes = `${index >> 8}.${index & 255}`;
		return ['--site', `Home ${index}=10.${bytes}.0/24`];
	});
}

async function join({ gateway, conf }: Home, args: readonly string[]): Promise<string> {
	const joined = await gateway.exec(['wgspoke', 'join', '-', ...args], { stdin: conf });
	if (joined.code !== 0) throw new Error(`wgspoke join: ${joined.stdout}${joined.stderr}`);
	return joined.stdout;
}

/** Joins a network of so many sites. */
export async function joinSites(home: Home, size: Size): Promise<void> {
	const count = SITES[size];
	await join(home, ['--timeout', '60', ...sites(count)]);
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
