// How is something dear made of a text only once, by a function that depends on nothing else? The package is built in
// several tests of a program, and what minifies it takes seconds.

/** So many texts are kept: all sources of a package, and those before a few edits. */
const MOST = 300;

/** The same function; what it made of a text is kept. What throws, or is refused, is not. */
export function once<Made>(make: (text: string) => Made): (text: string) => Made {
	const made = new Map<string, Made>();
	return (text) => {
		const known = made.get(text);
		if (known !== undefined) return known;
		const result = make(text);
		made.set(text, result);
		if (result instanceof Promise) result.catch(() => made.delete(text));
		for (const oldest of made.keys()) {
			if (made.size <= MOST) break;
			made.delete(oldest);
		}
		return result;
	};
}
