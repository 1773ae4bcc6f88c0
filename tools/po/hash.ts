// By which number does LuCI know a text? Paul Hsieh's hash of its bytes, in the .lmo file as in the browser.

/** The last odd byte counts as a signed one, as in C. */
export function hash(data: Uint8Array): number {
	const { length } = data;
	if (length === 0) return 0;
	const byte = (at: number): number => data[at] ?? 0;
	const word = (at: number): number => byte(at) | (byte(at + 1) << 8);
	const signed = (at: number): number => (byte(at) << 24) >> 24;
	let sum = length;
	let at = 0;
	for (let left = length >> 2; left > 0; left--, at += 4) {
		sum = (sum + word(at)) >>> 0;
		const middle = ((word(at + 2) << 11) ^ sum) >>> 0;
		sum = ((sum << 16) ^ middle) >>> 0;
		sum = (sum + (sum >>> 11)) >>> 0;
	}
	const rest = length & 3;
	if (rest === 3) {
		sum = (sum + word(at)) >>> 0;
		sum = (sum ^ (sum << 16)) >>> 0;
		sum = (sum ^ (signed(at + 2) << 18)) >>> 0;
		sum = (sum + (sum >>> 11)) >>> 0;
	} else if (rest === 2) {
		sum = (sum + word(at)) >>> 0;
		sum = (sum ^ (sum << 11)) >>> 0;
		sum = (sum + (sum >>> 17)) >>> 0;
	} else if (rest === 1) {
		sum = (sum + signed(at)) >>> 0;
		sum = (sum ^ (sum << 10)) >>> 0;
		sum = (sum + (sum >>> 1)) >>> 0;
	}
	for (const [left, right] of [
		[3, 5],
		[4, 17],
		[25, 6],
	] as const) {
		sum = (sum ^ (sum << left)) >>> 0;
		sum = (sum + (sum >>> right)) >>> 0;
	}
	return sum;
}

/** A hash as a page of LuCI writes it: 26 → '0000001a' */
export function digits(sum: number): string {
	return sum.toString(16).padStart(8, '0');
}
