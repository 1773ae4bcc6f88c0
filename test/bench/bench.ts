// How long does the domain take for networks of many homes, and how large is what a router installs?
// `make bench`. In Node always, and on each interpreter that UCODE names (a list) or PATH has.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRoot } from '../../tools/package/root.ts';
import { buildPackage } from '../../tools/package/package.ts';
import { status_of } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import { appraise } from '../../root/usr/share/ucode/wgspoke/plan/appraise.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import { applyChanges } from '../unit/carry-out.ts';
import { freshFacts, liveTunnel, manyHomes, secrets } from '../unit/seed.ts';

const SIZES = [3, 100, 500, 1000];
const ROUNDS = 7;

/** What is measured, on the router's facts before and after joining a network of so many homes. */
function inputs(size: number) {
	const network = manyHomes(size);
	const before = freshFacts();
	const configs = applyChanges(before.uci, plan_join(network, secrets, before));
	const after = { ...before, uci: configs, tunnels: [liveTunnel()] };
	return { network, secrets, before, after };
}

/** Middle of the times of some rounds, in milliseconds. */
function median(times: number[]): number {
	return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

function inNode(work: () => unknown): number {
	const times = Array.from({ length: ROUNDS }, () => {
		const begin = process.hrtime.bigint();
		work();
		return Number(process.hrtime.bigint() - begin) / 1e6;
	});
	return median(times);
}

/** The same in ucode: reads the inputs as JSON and prints the times of each piece as JSON. */
const PROGRAM = `import { readfile } from 'fs';
import { plan_join } from './usr/share/ucode/wgspoke/plan/plan.uc';
import { preflight } from './usr/share/ucode/wgspoke/plan/preflight.uc';
import { appraise, status_of } from './usr/share/ucode/wgspoke/doctor/status.uc';
let input = json(readfile(ARGV[0]));
function timed(work) {
	let times = [];
	for (let round = 0; round < ${String(ROUNDS)}; round++) {
		let begin = clock(true);
		work();
		let end = clock(true);
		push(times, (end[0] - begin[0]) * 1000.0 + (end[1] - begin[1]) / 1000000.0);
	}
	return times;
}
print({
	preflight: timed(() => preflight(input.network, input.secrets, input.before)),
	plan: timed(() => plan_join(input.network, input.secrets, input.before)),
	status: timed(() => status_of(input.after, appraise(input.after), null, false)),
}, "\\n");
`;

type Times = Record<'preflight' | 'plan' | 'status', number>;

function inUcode(ucode: string, folder: string, size: number): Times {
	const program = join(folder, 'bench.uc');
	const data = join(folder, 'input.json');
	writeFileSync(program, PROGRAM);
	writeFileSync(data, JSON.stringify(inputs(size)));
	const ended = spawnSync(ucode, [program, data], { encoding: 'utf8', cwd: folder });
	if (ended.status !== 0) throw new Error(`${ucode}: ${ended.stderr}`);
	const times = JSON.parse(ended.stdout) as Record<keyof Times, number[]>;
	return {
		preflight: median(times.preflight),
		plan: median(times.plan),
		status: median(times.status),
	};
}

function nodeTimes(size: number): Times {
	const { network, before, after } = inputs(size);
	return {
		preflight: inNode(() => preflight(network, secrets, before)),
		plan: inNode(() => plan_join(network, secrets, before)),
		status: inNode(() =>
			status_of(after, appraise(after), { state: 0, probe: null, probing: false })
		),
	};
}

function interpreters(): string[] {
	const named = (process.env['UCODE'] ?? '').split(/[\s:]+/).filter(Boolean);
	if (named.length > 0) return named;
	return spawnSync('ucode', ['-e', '']).status === 0 ? ['ucode'] : [];
}

function row(where: string, size: number, times: Times): void {
	const cell = (time: number) => `${time.toFixed(1)} ms`.padStart(10);
	const { preflight, plan, status } = times;
	console.log(where.padEnd(40), String(size).padStart(6), ...[preflight, plan, status].map(cell));
}

const folder = mkdtempSync(join(tmpdir(), 'wgspoke-bench-'));
try {
	const root = join(folder, 'root');
	buildRoot(root);
	console.log(`median of ${String(ROUNDS)} rounds`);
	console.log('on'.padEnd(40), ' homes', ' preflight', '      plan', '    status');
	for (const size of SIZES) row('Node', size, nodeTimes(size));
	for (const ucode of interpreters()) {
		for (const size of SIZES) row(ucode.slice(-40), size, inUcode(ucode, root, size));
	}
	const ipk = await buildPackage(folder);
	console.log(`\npackage: ${(statSync(ipk).size / 1024).toFixed(1)} KiB (budget 48 KiB)`);
} finally {
	rmSync(folder, { recursive: true });
}
