// How is a time taken on a machine that has other work too? Several times over, in turns, and the middle one counts.

/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Milliseconds that the work takes, once. */
export async function milliseconds(work: () => unknown): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

/** Does each work once, then each again, so that a busy machine slows all alike: name → median milliseconds. */
export async function inTurns<Name extends string>(
	works: Partial<Record<Name, () => unknown>>,
	rounds: number
): Promise<Partial<Record<Name, number>>> {
	const names = Object.keys(works) as Name[];
	const times = names.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [at, name] of names.entries()) {
			times[at]?.push(await milliseconds(works[name] as () => unknown));
		}
	}
	const medians: Partial<Record<Name, number>> = {};
	for (const [at, name] of names.entries()) medians[name] = median(times[at] ?? []);
	return medians;
}
