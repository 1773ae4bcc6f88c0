// What begins first? What takes longest, so that nothing long is left alone at the end.

import { fileSeconds } from './times.ts';
import type { Job } from './jobs.ts';
import type { Times } from './times.ts';

/** What checks whole folders needs the processor all the time, and goes between those that wait. */
const BETWEEN = 50;

/** Seconds that a job will take. */
export function expectedSeconds({ name, label, files }: Job, times: Times): number {
	if (files.length === 0) return times[name] ?? BETWEEN;
	return files.reduce((sum, file) => sum + fileSeconds(label, file, times), 0);
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
