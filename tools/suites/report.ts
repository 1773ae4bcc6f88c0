// How did it end? Counts and seconds by suite, what took longest, what failed, and one line for everything.

import { faultLines } from './faults.ts';
import type { Marked } from './faults.ts';
import { fileName } from './times.ts';
import type { Job, Suite } from './jobs.ts';
import type { Times } from './times.ts';

export interface Counts {
	passes: number;
	failures: number;
	pending: number;
	/** Those that stand for a fault. */
	marked?: Marked[];
	/** Seconds of each file in which a test ran. */
	files?: Record<string, number>;
}

export const NONE: Counts = { passes: 0, failures: 0, pending: 0 };

/** How one program ended. */
export interface Outcome {
	job: Job;
	/** Did it end with 0? */
	ended: boolean;
	counts: Counts;
	seconds: number;
	/** Seconds of the processor, of it and of all that it started and waited for. */
	processor: number;
}

/**
 * Files of a program in which no test ran. A unit test may be about a program that is not on this machine, and says
 * itself what it leaves out.
 */
const emptyFiles = ({ job, counts }: Outcome): string[] =>
	job.label === 'unit' ? [] : job.files.filter((file) => counts.files?.[file] === undefined);

/** Did everything that was to run, run and pass? A file in which nothing ran is a fault, a skipped test too. */
export function isGood(outcome: Outcome): boolean {
	const { passes, failures, pending } = outcome.counts;
	if (!outcome.ended || failures > 0 || pending > 0) return false;
	return passes > 0 && emptyFiles(outcome).length === 0;
}

/** What is counted as failed: each test; a program that ended badly without one counts as one. */
function failuresOf(outcome: Outcome): number {
	const { failures } = outcome.counts;
	return isGood(outcome) || failures > 0 ? failures : 1;
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

/** '69 passed, 0 failed, 0 skipped' */
function countsLine(outcomes: readonly Outcome[]): string {
	const passes = sum(outcomes.map(({ counts }) => counts.passes));
	const pending = sum(outcomes.map(({ counts }) => counts.pending));
	const failures = sum(outcomes.map(failuresOf));
	return `${passes} passed, ${failures} failed, ${pending} skipped`;
}

function suiteLine({ title, left, jobs }: Suite, outcomes: readonly Outcome[]): string {
	if (left !== '') return `  ${title}: not run: ${left}`;
	const own = outcomes.filter(({ job }) => jobs.includes(job));
	const seconds = sum(own.map((outcome) => outcome.seconds)).toFixed(0);
	const processor = sum(own.map((outcome) => outcome.processor)).toFixed(0);
	const programs = own.length === 1 ? '' : ` in ${own.length} programs`;
	return `  ${title}: ${countsLine(own)}; ${seconds} s, ${processor} s of the processor${programs}`;
}

/** Seconds of each file of tests, and of each program that has none. */
export function secondsOf(outcomes: readonly Outcome[]): Times {
	const rows = outcomes.flatMap(({ job, counts, seconds }): [string, number][] => {
		if (job.files.length === 0) return [[job.name, seconds]];
		return Object.entries(counts.files ?? {}).map(([file, s]) => [fileName(job.label, file), s]);
	});
	return Object.fromEntries(rows);
}

const SLOWEST = 8;

/** The slowest first: ['143 s  dev test/browser/look.test.ts', …]. */
export function slowest(outcomes: readonly Outcome[]): string[] {
	return Object.entries(secondsOf(outcomes))
		.sort(([, a], [, b]) => b - a)
		.slice(0, SLOWEST)
		.map(([name, seconds]) => `${seconds.toFixed(0).padStart(5)} s  ${name}`);
}

/** Was everything there and good? A suite without one file to run is not. */
export function allGood(suites: readonly Suite[], outcomes: readonly Outcome[]): boolean {
	const complete = suites.every(({ jobs, left }) => left !== '' || jobs.length > 0);
	return complete && outcomes.every(isGood);
}

const badLines = (outcome: Outcome): string[] => [
	`    ${outcome.job.name}`,
	...emptyFiles(outcome).map((file) => `      no test ran in ${file}`),
];

/** The closing lines. `seconds` is the time from the first start to the last end; `faults`: with the table of
 * what was once broken. */
export function report(
	suites: readonly Suite[],
	outcomes: readonly Outcome[],
	seconds: number,
	faults = false
): string[] {
	const lines = suites.map((suite) => suiteLine(suite, outcomes));
	// With nothing to run on there is nothing to count: the lines above say why.
	if (suites.every(({ left }) => left !== '')) return lines;
	const bad = outcomes.filter((outcome) => !isGood(outcome));
	const processor = sum(outcomes.map((outcome) => outcome.processor));
	return [
		...lines,
		'',
		'  The slowest:',
		...slowest(outcomes).map((line) => `  ${line}`),
		...(faults ? ['', ...faultLines(outcomes.flatMap(({ counts }) => counts.marked ?? []))] : []),
		...(bad.length > 0 ? ['', '  Failed:', ...bad.flatMap(badLines)] : []),
		'',
		`${countsLine(outcomes)}, in ${seconds.toFixed(0)} s, ${processor.toFixed(0)} s of the processor`,
	];
}
