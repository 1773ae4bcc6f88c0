// How is a page laid out? Sections, parts that open on demand, facts and tables; every text becomes a text node.

import dom from 'luci:dom';
import ui from 'luci:ui';

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

/** What belongs together, by its names. */
export function factList(part: string, rows: [name: string, value: LuciChild][]): HTMLElement {
	return E(
		'dl',
		{ class: 'wgs-facts', 'data-part': part },
		rows.flatMap(([name, value]) => [E('dt', {}, [name]), E('dd', {}, [value])])
	);
}

export interface Table {
	node: HTMLElement;
	/** Shows these rows in place of those before, in the order that a person has chosen. */
	update: (rows: LuciChild[][]) => void;
}

/** A table of LuCI's own. `empty` is said when there is no row; the last column may be for buttons. */
export function newTable(titles: string[], empty: string, part: string, buttons = false): Table {
	const captionClasses = titles.map((_title, index) =>
		buttons && index === titles.length - 1 ? ['cbi-section-actions'] : []
	);
	const table = new ui.Table(titles, { captionClasses });
	const node = table.render();
	node.dataset['part'] = part;
	return {
		node,
		update: (rows) => {
			// A bare string would become HTML.
			const cells = rows.map((row) =>
				row.map((one) => (one instanceof Node ? one : document.createTextNode(String(one))))
			);
			table.update(cells, E('em', {}, [empty]));
		},
	};
}
