// Runs the named suites, their programs side by side, and closes with how many tests ran on what and how long.
//   node --import ./tools/register.mjs tools/test.ts check unit contract browser | openwrt
// WGSPOKE_JOBS says how many programs run at once.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUITES } from './suites/jobs.ts';
import { inPool } from './suites/pool.ts';
import { NONE, allGood, report } from './suites/report.ts';
import { LAST_RUN, longestFirst, readTimes, writeRun, writeTimes } from './suites/times.ts';
import type { Job } from './suites/jobs.ts';
import type { Counts, Outcome } from './suites/report.ts';

const TIMES = 'build/test-seconds.json';

/** What `make test` names. */
const FULL = ['check', 'unit', 'contract', 'browser'];

/** Tests in a lab wait most of the time: two of them keep a core busy. */
const JOBS = Number(process.env.WGSPOKE_JOBS ?? 2 * availableParallelism());

const directory = mkdtempSync(join(tmpdir(), 'wgspoke-test-'));

/** Seconds since then. */
const since = (begin: number): number => (performance.now() - begin) / 1000;

/** Runs one of the project's programs; what it printed comes out at its end, so that nothing mixes. */
function runProgram({ name, program, args }: Job, environment: NodeJS.ProcessEnv) {
	const begin = performance.now();
	return new Promise<{ ended: boolean; seconds: number }>((resolve) => {
		const child = spawn(join('node_modules/.bin', program), args, {
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

async function runJob(job: Job, number: number, packages: string): Promise<Outcome> {
	const file = join(directory, `${number}.json`);
	const environment = { ...job.environment, WGSPOKE_COUNTS: file, WGSPOKE_PACKAGE: packages };
	const { ended, seconds } = await runProgram(job, environment);
	if (job.counts === 'one check') {
		const counts = ended ? { ...NONE, passes: 1 } : { ...NONE, failures: 1 };
		return { job, ended, counts, seconds };
	}
	const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
	const counts = text === '' ? NONE : (JSON.parse(text) as Counts);
	return { job, ended, counts, seconds };
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
const names = process.argv.slice(2);
const suites = names.flatMap((name) => {
	const suite = SUITES[name];
	if (!suite) throw new Error(`no suite "${name}": ${Object.keys(SUITES).join(', ')}`);
	return suite();
});
const packages = suites.some(({ needsPackage }) => needsPackage) ? await buildOnce() : '';
const times = readTimes(TIMES);
const jobs = longestFirst(
	suites.flatMap((suite) => suite.jobs),
	times
);
const outcomes = await inPool(
	jobs,
	JOBS,
	(job) => runJob(job, jobs.indexOf(job), packages),
	({ after }, ended) => after === '' || [...ended].some(({ name }) => name === after)
);
rmSync(directory, { recursive: true });
for (const { job, seconds } of outcomes) times[job.name] = Math.round(seconds);
writeTimes(TIMES, times);

console.log('');
const seconds = since(begin);
for (const line of report(suites, outcomes, seconds, names.includes('faults'))) console.log(line);
const good = allGood(suites, outcomes);
// `make bench` holds it against its budget.
if (good && FULL.every((name) => names.includes(name))) writeRun(LAST_RUN, seconds, new Date());
process.exitCode = good ? 0 : 1;
