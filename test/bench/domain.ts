// How long does the domain take for networks of many prefixes? In Node, and in each interpreter of a router.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRoot, routerFiles } from '../../tools/package/root.ts';
import { merge_pasted } from '../../root/usr/share/ucode/wgspoke/model/network.ts';

import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import { applyChanges } from '../unit/carry-out.ts';
import { freshFacts, liveTunnel, manyHomes, secrets } from '../unit/seed.ts';
import { inTurns, median, processorMilliseconds } from './times.ts';
import type { Facts } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Network, Secrets } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Figures, Run } from './budgets.ts';

const FEW = 100;
const MANY = 1000;
const ROUNDS = 9;

const WORKS = ['preflight', 'plan', 'merge'] as const;
type Times = Record<(typeof WORKS)[number], number>;

interface Case {
	network: Network;
	/** The same homes as the hub's text has them: by their prefixes. */
	pasted: Network;
	secrets: Secrets;
	facts: Facts;
}

/** A router and a network of so many prefixes, one for each home, that it is to join or has joined. */
function caseOf(prefixes: number, joined: boolean): Case {
	const network = manyHomes(prefixes);
	const sites = network.sites.map((site) =>
		site.local ? site : { ...site, name: `Home ${site.lan.join(' ')}`, address: '' }
	);
	const before = freshFacts();
	const uci = applyChanges(before.uci, plan_join(network, secrets, before));
	const facts = joined ? { ...before, uci, tunnels: [liveTunnel()] } : before;
	return { network, pasted: { ...network, sites }, secrets, facts };
}

const CASES = [FEW, MANY].flatMap((size) => [caseOf(size, false), caseOf(size, true)]);

/** Times of the four cases, few and many, → figures: what takes longer, before or after joining, counts. */
export function domainFigures([fewFresh, fewJoined, manyFresh, manyJoined]: Times[]): Figures {
	const dearer = (name: keyof Times, a?: Times, b?: Times): number =>
		Math.max(a?.[name] ?? NaN, b?.[name] ?? NaN);
	const figures: Figures = {};
	for (const name of WORKS) {
		const few = dearer(name, fewFresh, fewJoined);
		figures[name] = few;
		figures[`${name} linear`] = dearer(name, manyFresh, manyJoined) / MANY / (few / FEW);
	}
	return figures;
}

async function inNode(): Promise<Times[]> {
	const works = CASES.flatMap(({ network, pasted, facts }, at): [string, () => unknown][] => [
		[`preflight ${at}`, () => preflight(network, secrets, facts)],
		[`plan ${at}`, () => plan_join(network, secrets, facts)],
		[`merge ${at}`, () => merge_pasted(network, pasted)],
	]);
	const times = await inTurns(Object.fromEntries(works), ROUNDS, processorMilliseconds);
	const time = (name: keyof Times, at: number): number => times[`${name} ${at}`] ?? NaN;
	return CASES.map((_, at) => ({
		preflight: time('preflight', at),
		plan: time('plan', at),
		merge: time('merge', at),
	}));
}

/** Writes the programs of the router into `root`, with the one that measures as one of them. */
function buildPrograms(root: string): void {
	const source = fileURLToPath(new URL('domain.uc', import.meta.url));
	buildRoot(root, routerFiles([{ source, path: 'domain' }]));
}

/** `root`: the router's programs, with the cases beside them. */
function inUcode(ucode: string, root: string): Times[] {
	const ended = spawnSync(ucode, ['domain.uc', 'cases.json', String(ROUNDS)], {
		encoding: 'utf8',
		cwd: root,
	});
	if (ended.status !== 0) throw new Error(`${ucode}: ${ended.stderr}`);
	const all = JSON.parse(ended.stdout) as Record<keyof Times, number[]>[];
	return all.map(({ preflight, plan, merge }) => ({
		preflight: median(preflight),
		plan: median(plan),
		merge: median(merge),
	}));
}

/** Those that UCODE names (a list), else the one in PATH. */
function interpreters(): string[] {
	const named = (process.env.UCODE ?? '').split(/[\s:]+/).filter(Boolean);
	if (named.length > 0) return named;
	return spawnSync('ucode', ['-e', '']).status === 0 ? ['ucode'] : [];
}

/** `folder` takes what the interpreters read. */
export async function measureDomain(folder: string): Promise<Run[]> {
	const node: Run = {
		place: 'node',
		label: `Node ${process.versions.node}`,
		figures: domainFigures(await inNode()),
		why: {},
	};
	const found = interpreters();
	if (found.length === 0) {
		const all = 'no ucode in PATH, and UCODE names none';
		return [node, { place: 'ucode', label: 'ucode', figures: {}, why: { all } }];
	}
	const root = join(folder, 'root');
	buildPrograms(root);
	writeFileSync(join(root, 'cases.json'), JSON.stringify(CASES));
	const runs = found.map((ucode): Run => ({
		place: 'ucode',
		label: basename(ucode),
		figures: domainFigures(inUcode(ucode, root)),
		why: {},
	}));
	return [node, ...runs];
}
