// How is something drawn? E() makes HTML only.

const NAMESPACE = 'http://www.w3.org/2000/svg';

export function svg(
	tag: string,
	attributes: Record<string, string | number>,
	children: (Node | string)[]
): Element {
	const element = document.createElementNS(NAMESPACE, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	element.append(...children);
	return element;
}
