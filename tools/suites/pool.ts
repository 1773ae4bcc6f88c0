// How does much work share a few cores? As many pieces at once as the pool has places, in the order given; a piece
// that has to come after another one lets those behind it go first.

/** Does every piece, at most `size` at a time; results in the order of the pieces. `mayBegin` is told what has ended. */
export async function inPool<Piece, Result>(
	pieces: readonly Piece[],
	size: number,
	work: (piece: Piece) => Promise<Result>,
	mayBegin: (piece: Piece, ended: ReadonlySet<Piece>) => boolean = () => true
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = [...pieces.entries()];
	/** By their place: two pieces may be the same. */
	const running = new Map<number, Promise<void>>();
	const ended = new Set<Piece>();
	const begin = (index: number, piece: Piece): void => {
		const done = work(piece).then((result) => {
			results[index] = result;
			running.delete(index);
			ended.add(piece);
		});
		running.set(index, done);
	};
	while (waiting.length > 0 || running.size > 0) {
		const at = waiting.findIndex(([, piece]) => mayBegin(piece, ended));
		if (at >= 0 && running.size < Math.max(1, size)) {
			for (const [index, piece] of waiting.splice(at, 1)) begin(index, piece);
		} else if (running.size > 0) {
			await Promise.race(running.values());
		} else {
			throw new Error(`${waiting.length} pieces wait for something that is not there`);
		}
	}
	return results;
}
