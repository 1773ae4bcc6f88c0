// What changed in a set of UCI files? Their lines before and after in, the differing ones out, secrets masked.

/** Options that hold a key: their values are never shown. */
const SECRET = /^(.*\boption (?:private_key|preshared_key) ').+(')$/;

const mask = (line: string): string => line.replace(SECRET, '$1…$2');

const linesOf = (bytes: Buffer | undefined): string[] =>
	(bytes?.toString('utf8') ?? '').split('\n').filter((line) => line !== '');

/** Length of the longest common subsequence from each pair of places to the ends. */
function commonLengths(old: string[], now: string[]): number[][] {
	const lengths = [...old, ''].map(() => new Array<number>(now.length + 1).fill(0));
	for (let i = old.length - 1; i >= 0; i--)
		for (let j = now.length - 1; j >= 0; j--) {
			const row = lengths[i] ?? [];
			const below = lengths[i + 1] ?? [];
			row[j] =
				old[i] === now[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
		}
	return lengths;
}

/** ['a', 'b'], ['b', 'c'] → ['-a', '+c']: the lines that went and came, in order. */
export function differingLines(old: string[], now: string[]): string[] {
	const lengths = commonLengths(old, now);
	const result: string[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < now.length) {
		const [line = '', next = ''] = [old[i], now[j]];
		const skipOld = lengths[i + 1]?.[j] ?? -1;
		const skipNow = lengths[i]?.[j + 1] ?? -1;
		if (i < old.length && j < now.length && line === next) {
			i++;
			j++;
		} else if (j >= now.length || (i < old.length && skipOld >= skipNow)) {
			result.push(`-${line}`);
			i++;
		} else {
			result.push(`+${next}`);
			j++;
		}
	}
	return result;
}

/** The differing lines of each file under its name; keys are masked. */
export function describeChanges(
	before: ReadonlyMap<string, Buffer>,
	after: ReadonlyMap<string, Buffer>
): string {
	const names = [...new Set([...before.keys(), ...after.keys()])].sort();
	return names
		.flatMap((name) => {
			const lines = differingLines(linesOf(before.get(name)), linesOf(after.get(name)));
			if (lines.length === 0) return [];
			return [
				`  /etc/config/${name}`,
				...lines.map((line) => `    ${mask(line.replace(/^([-+])/, '$1 '))}`),
			];
		})
		.join('\n');
}
