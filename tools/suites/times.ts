// How long does what take? The seconds that each program and each file of tests took last time, kept beside what is
// built, and parts that take as long as each other.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Name of a job without files, or of a file of tests → seconds. */
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

/** The name of a file of tests among the times: 'dev test/contract/join.test.ts'. */
export const fileName = (label: string, file: string): string => `${label} ${file}`;

/** Seconds that a file of tests will take: what it took last time, else a guess by its size. */
export const fileSeconds = (label: string, file: string, times: Times): number =>
	times[fileName(label, file)] ?? statSync(file).size / BYTES_A_SECOND;

/** The pieces in so many parts that take about as long as each other; in each, the order of the pieces. */
export function inParts<Piece>(
	pieces: readonly Piece[],
	count: number,
	seconds: (piece: Piece) => number
): Piece[][] {
	const parts = Array.from({ length: Math.min(count, pieces.length) }, () => ({
		sum: 0,
		pieces: [] as Piece[],
	}));
	for (const piece of [...pieces].sort((a, b) => seconds(b) - seconds(a))) {
		const least = parts.reduce((one, other) => (other.sum < one.sum ? other : one));
		least.pieces.push(piece);
		least.sum += seconds(piece);
	}
	return parts
		.map((part) => pieces.filter((piece) => part.pieces.includes(piece)))
		.filter(({ length }) => length > 0);
}
