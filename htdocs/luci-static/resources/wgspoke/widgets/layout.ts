// How is a page laid out? Every text becomes a text node.

import dom from 'luci:dom';

/** Replaces what the node holds. */
export function fillNode(node: Node, children: LuciChild[]): void {
	dom.content(node, children);
}

/** A part that opens on demand. */
export function fold(summary: string, children: LuciChild[], open = false): HTMLDetailsElement {
	const details = E('details', { class: 'wgs-more' }, [E('summary', {}, [summary]), ...children]);
	details.open = open;
	return details;
}
