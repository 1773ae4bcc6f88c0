// How is what a block has done put back at its end, and only that? Of a block that could not begin, what is told is why,
// and not a second fault at its end, where the first one is sought in vain.

/** Takes down what is put back once the block has ended, the last thing first: said where each is done. */
export function puttingBack(): (back: () => Promise<unknown>) => void {
	const steps: (() => Promise<unknown>)[] = [];
	after(async () => {
		for (const step of steps.reverse()) await step();
	});
	return (back) => steps.push(back);
}
