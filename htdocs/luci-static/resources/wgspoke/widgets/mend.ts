// How is something shown anew without being drawn anew? What is there is mended, so that focus and selection stay.

function isAlike(old: Node, fresh: Node): boolean {
	if (old.nodeName !== fresh.nodeName) return false;
	if (!(old instanceof Element) || !(fresh instanceof Element)) return true;
	return old.getAttribute('data-key') === fresh.getAttribute('data-key');
}

/** What a person or a click that is under way has changed is theirs. */
function isTheirs(element: Element, name: string): boolean {
	return element.nodeName === 'DETAILS' && name === 'open';
}

function mendAttributes(old: Element, fresh: Element): void {
	for (const name of old.getAttributeNames()) {
		if (!fresh.hasAttribute(name) && !isTheirs(old, name)) old.removeAttribute(name);
	}
	for (const name of fresh.getAttributeNames()) {
		const value = fresh.getAttribute(name) ?? '';
		if (old.getAttribute(name) !== value && !isTheirs(old, name)) old.setAttribute(name, value);
	}
}

function mendNode(old: Node, fresh: Node): void {
	if (old instanceof Text) {
		if (old.data !== fresh.textContent) old.data = fresh.textContent ?? '';
		return;
	}
	if (!(old instanceof Element) || !(fresh instanceof Element)) return;
	if (old.hasAttribute('data-keep')) return;
	// A button keeps what it does: its `data-key` says when that is something else.
	if (old.nodeName === 'BUTTON' && old.textContent === fresh.textContent) return;
	mendAttributes(old, fresh);
	mendChildren(old, Array.from(fresh.childNodes));
}

/** Makes the node hold what these nodes are; of those that are alike the old ones stay. */
export function mendChildren(node: Node, children: Node[]): void {
	for (const [index, fresh] of children.entries()) {
		let old = node.childNodes[index];
		// Something before it is gone: the next one that is alike moves up.
		if (old && !isAlike(old, fresh)) {
			const later = Array.from(node.childNodes)
				.slice(index + 1)
				.find(
					(one) => one instanceof Element && one.hasAttribute('data-key') && isAlike(one, fresh)
				);
			while (later && node.childNodes[index] !== later) node.childNodes[index]?.remove();
			old = node.childNodes[index];
		}
		if (!old) node.appendChild(fresh);
		else if (isAlike(old, fresh)) mendNode(old, fresh);
		else node.insertBefore(fresh, old);
	}
	while (node.childNodes.length > children.length) node.lastChild?.remove();
}
