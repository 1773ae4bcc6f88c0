// What takes longest? The seconds that each program took last time, kept beside what is built.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Job } from './jobs.ts';

/** Name of a job → seconds. */
export type Times = Record<string, number>;

/** The times that are kept in the file; none where there is no such file, or another one. */
export function readTimes(file: string): Times {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Times;
	} catch {
		return {};
	}
}

export function writeTimes(file: string, times: Times): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify(times, null, '\t')}\n`);
}

/** Where the last run of all that `make test` runs is told of, once it has ended well. */
export const LAST_RUN = 'build/test-run.json';

export interface Run {
	/** From the first start to the last end. */
	seconds: number;
	/** '2026-01-31 14:05' */
	ended: string;
}

/** null where nobody has run it to a good end. */
export function readRun(file: string): Run | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Run;
	} catch {
		return null;
	}
}

export function writeRun(file: string, seconds: number, now: Date): void {
	const ended = now.toISOString().slice(0, 16).replace('T', ' ');
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify({ seconds: Math.round(seconds), ended })}\n`);
}

/** Tests in a lab are written at about this many bytes for a second that they take. */
const BYTES_A_SECOND = 100;

/** What checks whole folders needs the processor all the time, and goes between those that wait. */
const BETWEEN = 50;

/** Seconds that a job will take: what it took last time, else a guess by the size of its file. */
export function expectedSeconds({ name, file }: Job, times: Times): number {
	return times[name] ?? (file === '' ? BETWEEN : statSync(file).size / BYTES_A_SECOND);
}

/** What takes longest, with what comes after it, begins first, so that nothing long is left alone at the end. */
export function longestFirst(jobs: readonly Job[], times: Times): Job[] {
	const withFollowers = (job: Job): number => {
		const followers = jobs.filter(({ after }) => after === job.name).map(withFollowers);
		return expectedSeconds(job, times) + Math.max(0, ...followers);
	};
	const seconds = new Map(jobs.map((job) => [job, withFollowers(job)]));
	return [...jobs].sort((a, b) => (seconds.get(b) ?? 0) - (seconds.get(a) ?? 0));
}
