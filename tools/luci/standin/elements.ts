// What do the globals of LuCI's page make: elements, and short words for numbers?

/** E(): attributes, listeners, and children as text nodes. */
export const element: typeof E = (tag, attributes, children) => {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === null || value === undefined) continue;
		if (typeof value === 'function') made.addEventListener(name, value);
		else made.setAttribute(name, String(value));
	}
	append(made, children);
	return made;
};

export function append(node: Node, children: LuciChild[]): void {
	for (const child of children) {
		node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
	}
}

const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** (1536, 1024, 1) → '1.5 Ki' */
function scaled(value: number, step: number, digits: number): string {
	let rest = value;
	let unit = 0;
	for (; rest > step && unit < UNITS.length - 1; unit++) rest /= step;
	if (unit === 0) return `${rest} `;
	return `${rest.toFixed(digits)} ${UNITS[unit] ?? ''}${step === 1024 ? 'i' : ''}`;
}

/** '%ds ago' and 90.5 → '90s ago'; what LuCI knows besides is not used. */
export function format(this: string, ...values: (string | number)[]): string {
	const given = values.values();
	return this.replace(
		/%(\d+)?(?:\.(\d+))?([dfms])/g,
		(whole: string, step?: string, digits?: string, kind?: string) => {
			const { value = '', done } = given.next();
			if (done) return whole;
			if (kind === 'd') return String(Math.floor(Number(value)));
			if (kind === 'f') return Number(value).toFixed(Number(digits));
			if (kind === 'm') return scaled(Number(value), Number(step ?? 1000), Number(digits ?? 2));
			return String(value);
		}
	);
}
