// How does the lab wait? By asking for a condition until a deadline, never by sleeping a guessed time.

export interface WaitOptions {
	/** Said when the deadline passes: 'Waited 10 s for <what>.' */
	what: string;
	/** Milliseconds in all. */
	deadline?: number;
	/** Milliseconds between two looks. */
	every?: number;
}

const DEADLINE_MS = 15_000;
const EVERY_MS = 20;

export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks `condition` until it answers something other than false, null or undefined, and returns that.
 * Throws when the deadline passes; what the condition itself throws goes through.
 */
export async function waitFor<T>(
	condition: () => Promise<T | false | null | undefined> | T | false | null | undefined,
	options: WaitOptions
): Promise<T> {
	const deadline = options.deadline ?? DEADLINE_MS;
	const end = Date.now() + deadline;
	for (;;) {
		const answer = await condition();
		if (answer !== false && answer !== null && answer !== undefined) return answer;
		if (Date.now() >= end)
			throw new Error(`Waited ${String(deadline / 1000)} s for ${options.what}.`);
		await sleep(options.every ?? EVERY_MS);
	}
}
