// How is a time taken on a machine that has other work too? Several times over, in turns, and the middle one counts.

/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Milliseconds that the work takes, once, waiting included. */
async function milliseconds(work: () => unknown): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

/** Milliseconds of a processor that work takes which waits for nothing: others may have the processor meanwhile. */
export function processorMilliseconds(work: () => unknown): number {
	const begin = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(begin);
	return (user + system) / 1000;
}

/** Does each work once, then each again, so that a busy machine slows all alike: name → median milliseconds. */
export async function inTurns<Name extends string>(
	works: Partial<Record<Name, () => unknown>>,
	rounds: number,
	time: (work: () => unknown) => number | Promise<number> = milliseconds
): Promise<Partial<Record<Name, number>>> {
	const names = Object.keys(works) as Name[];
	const times = names.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [at, name] of names.entries()) {
			times[at]?.push(await time(works[name] as () => unknown));
		}
	}
	const medians: Partial<Record<Name, number>> = {};
	for (const [at, name] of names.entries()) medians[name] = median(times[at] ?? []);
	return medians;
}
