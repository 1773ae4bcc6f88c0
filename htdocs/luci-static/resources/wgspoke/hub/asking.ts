// How does the router ask its hub now? It begins at once and waits for nobody; whoever wants the answer looks for it.

import { api } from '../pages/api.ts';

const ASKED_MS = 6000;
const POLL_MS = 500;

const pause = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

/** `age` looks how many seconds old the last answer is, null for none. False where none comes in time. */
export async function askHub(age: () => Promise<number | null>): Promise<boolean> {
	const begin = performance.now();
	await api.ask();
	for (;;) {
		await pause(POLL_MS);
		const found = await age();
		const elapsed = performance.now() - begin;
		if ((found ?? Infinity) * 1000 <= elapsed + 1000) return true;
		if (elapsed > ASKED_MS) return false;
	}
}
