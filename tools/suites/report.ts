// How did it end? Counts and seconds by suite, what took longest, what failed, and one line for everything.

import { faultLines } from './faults.ts';
import type { Marked } from './faults.ts';
import { fileName } from './times.ts';
import type { Job, Suite } from './jobs.ts';
import type { Times } from './times.ts';

/** A test that failed, by its whole name. */
export interface Failed {
	name: string;
	/** What it said, of any number of lines. */
	why: string;
}

export interface Counts {
	passes: number;
	failures: number;
	pending: number;
	failed?: Failed[];
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
	/** How it ended beside others, where that was bad and it ran again alone. */
	beside?: Outcome;
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

/** So much of what a test said stands below its name: what was expected, and what was there instead. */
const WHY = { lines: 10, characters: 160 };

function failedLines({ name, why }: Failed): string[] {
	const said = why.split('\n').filter((line) => line.trim() !== '');
	return [
		`      ${name}:`,
		...said.slice(0, WHY.lines).map((line) => `        ${line.slice(0, WHY.characters)}`),
	];
}

const badLines = (outcome: Outcome): string[] => [
	`    ${outcome.job.name}`,
	...emptyFiles(outcome).map((file) => `      no test ran in ${file}`),
	...(outcome.counts.failed ?? []).flatMap(failedLines),
];

/** So many programs that fail are no accident of a busy machine. */
const ACCIDENTS = 3;

/**
 * Which programs get a second try, alone: those with a lab, whose waits end by the clock while others keep the
 * processor, and only where they are few. Compiler, linter and unit tests get none.
 */
export function toTryAlone(outcomes: readonly Outcome[]): Outcome[] {
	const bad = outcomes.filter((outcome) => !isGood(outcome));
	if (bad.length > ACCIDENTS) return [];
	return bad.filter(({ job }) => job.files.length > 0 && job.label !== 'unit');
}

const listed = (title: string, outcomes: readonly Outcome[]): string[] =>
	outcomes.length > 0 ? ['', `  ${title}`, ...outcomes.flatMap(badLines)] : [];

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
	const second = outcomes.flatMap((one) => (one.beside && isGood(one) ? [one.beside] : []));
	const processor = sum(outcomes.map((outcome) => outcome.processor));
	return [
		...lines,
		'',
		'  The slowest:',
		...slowest(outcomes).map((line) => `  ${line}`),
		...(faults ? ['', ...faultLines(outcomes.flatMap(({ counts }) => counts.marked ?? []))] : []),
		...listed('Failed beside others, and passed when it ran again alone:', second),
		...listed('Failed:', bad),
		'',
		`${countsLine(outcomes)}, in ${seconds.toFixed(0)} s, ${processor.toFixed(0)} s of the processor`,
	];
}
