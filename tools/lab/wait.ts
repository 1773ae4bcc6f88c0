// How does the lab wait? By asking for a condition until a deadline, never by sleeping a guessed time.

export interface WaitOptions {
	/** Said when the deadline passes: 'Waited 10 s for <what>.' */
	what: string;
	/** Milliseconds in all, in namespaces of this machine; an emulated gateway gets more (`atPace`). */
	deadline?: number;
	/**
	 * Milliseconds between two looks, more with an emulated gateway: each is work for the very router that is waited
	 * for. Without it they grow with the time that has passed.
	 */
	every?: number;
}

/** How many times slower than namespaces of this machine is what the gateways are made of? docs/openwrt.md has it measured. */
const PACE: Record<string, number> = { qemu: 10, usermode: 5 };

/** Milliseconds for something that takes so long in namespaces of this machine. */
export function atPace(ms: number, driver = process.env.WGSPOKE_DRIVER ?? ''): number {
	return ms * (PACE[driver] ?? 1);
}

/** How many times longer may it take here? Programs that keep each other waiting are told so (`tools/test.ts`). */
const PATIENCE = Number(process.env.WGSPOKE_PATIENCE ?? 1);

/** Milliseconds after which what takes so long in namespaces of a quiet machine has to be given up. */
export const givenUpAfter = (ms: number): number => PATIENCE * atPace(ms);

const DEADLINE_MS = 15_000;

/** What comes at once is seen at once; whoever waits for long looks seldom, because a look is work for the router. */
const SHORTEST_MS = 20;
const LONGEST_MS = 500;

/** Milliseconds until the next look. */
const pauseAfter = (passed: number): number =>
	Math.min(LONGEST_MS, Math.max(SHORTEST_MS, passed / 10));

/** A look takes the only core of an emulated router for half a second, in which it does nothing else. */
const LOOK_MS: Record<string, number> = { qemu: 2000, usermode: 300 };

/** Milliseconds between two looks that are so far apart in namespaces of this machine. */
function pauseBetween(ms: number, driver = process.env.WGSPOKE_DRIVER ?? ''): number {
	return Math.max(ms, LOOK_MS[driver] ?? 0);
}

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
	const deadline = givenUpAfter(options.deadline ?? DEADLINE_MS);
	const begin = Date.now();
	const end = begin + deadline;
	for (;;) {
		const answer = await condition();
		if (answer !== false && answer !== null && answer !== undefined) return answer;
		if (Date.now() >= end)
			throw new Error(`Waited ${String(deadline / 1000)} s for ${options.what}.`);
		await sleep(pauseBetween(options.every ?? pauseAfter(Date.now() - begin)));
	}
}
