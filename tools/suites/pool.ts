// How does much work share a few cores? As many pieces at once as the pool has places, in the order given.

/** Does every piece, at most `size` of them at a time; the results stand in the order of the pieces. */
export async function inPool<Piece, Result>(
	pieces: readonly Piece[],
	size: number,
	work: (piece: Piece) => Promise<Result>
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = [...pieces.entries()];
	const place = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const [index, piece] = next;
			results[index] = await work(piece);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, size) }, place));
	return results;
}
