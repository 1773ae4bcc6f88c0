// Runs the named suites, their programs side by side, and closes with how many tests ran on what and how long.
//   node --import ./tools/register.mjs tools/test.ts check unit contract browser | openwrt
// WGSPOKE_JOBS says how many programs run at once.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUITES } from './suites/jobs.ts';
import { longestFirst } from './suites/order.ts';
import { inPool } from './suites/pool.ts';
import { NONE, allGood, report, secondsOf, toTryAlone } from './suites/report.ts';
import { LAST_RUN, readTimes, writeRun, writeTimes } from './suites/times.ts';
import type { Job } from './suites/jobs.ts';
import type { Counts, Outcome } from './suites/report.ts';

const TIMES = 'build/test-seconds.json';

/** What `make test` names. */
const FULL = ['check', 'unit', 'contract', 'browser'];

/** Tests in a lab wait most of the time: two of them keep a core busy. */
const JOBS = Number(process.env.WGSPOKE_JOBS ?? 2 * availableParallelism());

/** So many times longer than on a quiet machine may anything take in a lab before it is given up. */
const PATIENCE = '3';

const directory = mkdtempSync(join(tmpdir(), 'wgspoke-test-'));

/** Seconds since then. */
const since = (begin: number): number => (performance.now() - begin) / 1000;

/** Runs a program, and writes how much of the processor it took, with all that it waited for. */
const MEASURED = '"$@"; code=$?; times > "$WGSPOKE_TIMES"; exit $code';

/** '0m1.50s 0m0.25s' for the shell and for its children → 1.75 */
function processorSeconds(times: string): number {
	const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
	return parts.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Runs one of the project's programs; what it printed comes out at its end, so that nothing mixes. */
function runProgram({ name, program, args }: Job, environment: NodeJS.ProcessEnv) {
	const begin = performance.now();
	return new Promise<{ ended: boolean; seconds: number }>((resolve) => {
		const argv = ['-c', MEASURED, 'sh', join('node_modules/.bin', program), ...args];
		const child = spawn('sh', argv, {
			env: { ...process.env, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const chunks: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.on('close', (code) => {
			const seconds = since(begin);
			console.log(`\n  ${name}, ${seconds.toFixed(0)} s\n${Buffer.concat(chunks).toString()}`);
			resolve({ ended: code === 0, seconds });
		});
	});
}

async function runJob(job: Job, run: string, packages: string): Promise<Outcome> {
	const file = join(directory, `${run}.json`);
	const timed = join(directory, `${run}.times`);
	const { ended, seconds } = await runProgram(job, {
		...job.environment,
		WGSPOKE_PATIENCE: PATIENCE,
		WGSPOKE_COUNTS: file,
		WGSPOKE_TIMES: timed,
		WGSPOKE_PACKAGE: packages,
	});
	const processor = processorSeconds(textOf(timed));
	if (job.counts === 'one check') {
		const counts = ended ? { ...NONE, passes: 1 } : { ...NONE, failures: 1 };
		return { job, ended, counts, seconds, processor };
	}
	const text = textOf(file).trim();
	const counts = text === '' ? NONE : (JSON.parse(text) as Counts);
	return { job, ended, counts, seconds, processor };
}

/** One package for all labs: the folder that it lies in; '' when it cannot be built, which each of them then says. */
async function buildOnce(): Promise<string> {
	const { buildPackage } = await import('./package/package.ts');
	return buildPackage(directory).then(
		() => directory,
		() => ''
	);
}

const begin = performance.now();
const times = readTimes(TIMES);
const names = process.argv.slice(2);
const suites = names.flatMap((name) => {
	const suite = SUITES[name];
	if (!suite) throw new Error(`no suite "${name}": ${Object.keys(SUITES).join(', ')}`);
	return suite(times);
});
const packages = suites.some(({ needsPackage }) => needsPackage) ? await buildOnce() : '';
const jobs = longestFirst(
	suites.flatMap((suite) => suite.jobs),
	times
);
const beside = await inPool(
	jobs,
	JOBS,
	(job) => runJob(job, String(jobs.indexOf(job)), packages),
	({ after }, ended) => after === '' || [...ended].some(({ name }) => name === after)
);
const again = toTryAlone(beside);
const outcomes = await inPool(beside, 1, async (outcome) => {
	if (!again.includes(outcome)) return outcome;
	console.log(`\n  ${outcome.job.name} failed beside others, and runs again alone`);
	const alone = await runJob(outcome.job, `${jobs.indexOf(outcome.job)}-alone`, packages);
	return { ...alone, processor: alone.processor + outcome.processor, beside: outcome };
});
rmSync(directory, { recursive: true });
for (const [name, seconds] of Object.entries(secondsOf(outcomes)))
	times[name] = Math.round(seconds);
writeTimes(TIMES, times);

console.log('');
const seconds = since(begin);
for (const line of report(suites, outcomes, seconds, names.includes('faults'))) console.log(line);
const good = allGood(suites, outcomes);
// `make bench` holds it against its budget.
if (good && FULL.every((name) => names.includes(name))) writeRun(LAST_RUN, seconds, new Date());
process.exitCode = good ? 0 : 1;
