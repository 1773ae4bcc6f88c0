// How is a page laid out? Sections, parts that open on demand and facts; every text becomes a text node.

import dom from 'luci:dom';

/** Replaces what the node holds. */
export function fillNode(node: Node, children: LuciChild[]): void {
	dom.content(node, children);
}

export function section(title: string, children: LuciChild[], part?: string): HTMLElement {
	return E('div', { class: 'cbi-section', 'data-part': part }, [E('h3', {}, [title]), ...children]);
}

/** A part that opens on demand. */
export function fold(summary: string, children: LuciChild[], open = false): HTMLDetailsElement {
	const details = E('details', { class: 'wgs-fold' }, [E('summary', {}, [summary]), ...children]);
	details.open = open;
	return details;
}
