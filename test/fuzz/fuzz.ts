// Does anything come in that breaks a law? N inputs for each target, in Node and in the interpreters that UCODE names.
//   make fuzz N=100000 [SEED=…] [TARGETS="read verbs …"] [UCODE="/path/ucode …"]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fuzzInNode, fuzzInUcode, prepare } from './check.ts';
import { TARGETS } from './laws.ts';
import { fuzzVerbs } from './verbs.ts';
import type { Outcome } from './check.ts';
import type { TargetName } from './laws.ts';

/** A verb starts programs: of so many inputs one goes there. */
const DEARER = 20;

const count = Number(process.env.N ?? '') || 10_000;
const seed = Number(process.env.SEED ?? '') || Date.now() % 0x7fffffff;
const listed = (text = ''): string[] => text.split(/[\s:]+/).filter(Boolean);
const asked = listed(process.env.TARGETS);
const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name);
const interpreters = listed(process.env.UCODE);

let inputs = 0;
let failures = 0;

async function run(
	where: string,
	what: string,
	work: () => Outcome | Promise<Outcome>
): Promise<void> {
	const begin = performance.now();
	const { runs, failure } = await work();
	const seconds = (performance.now() - begin) / 1000;
	inputs += runs;
	const verdict = failure ? 'FAILED' : 'held';
	console.log(
		`${where.padEnd(14)} ${what.padEnd(10)} ${String(runs).padStart(9)} inputs ${seconds.toFixed(1).padStart(7)} s  ${verdict}`
	);
	if (!failure) return;
	failures++;
	console.log(`  ${failure.why.replaceAll('\n', '\n  ')}`);
	console.log(`  smallest input: ${JSON.stringify(failure.input)}`);
	console.log(`  again: make fuzz N=${count} SEED=${failure.seed}`);
}

console.log(`seed ${seed}`);
const begin = performance.now();
const names = (Object.keys(TARGETS) as TargetName[]).filter(isAsked);
for (const name of names) await run('Node', name, () => fuzzInNode(name, count, seed));
if (isAsked('verbs')) await run('Node', 'verbs', () => fuzzVerbs(Math.ceil(count / DEARER), seed));
const folder = mkdtempSync(join(tmpdir(), 'wgspoke-fuzz-'));
try {
	const root = interpreters.length > 0 ? prepare(folder) : '';
	for (const ucode of interpreters)
		for (const name of names)
			await run(basename(ucode), name, () => fuzzInUcode([ucode], root, name, count, seed));
} finally {
	rmSync(folder, { recursive: true });
}
const seconds = (performance.now() - begin) / 1000;
console.log(`${inputs} inputs × ${seconds.toFixed(0)} s × ${failures} failures`);
if (interpreters.length === 0) console.log('no interpreter: UCODE names none');
process.exit(failures > 0 ? 1 : 0);
