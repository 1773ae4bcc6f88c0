// What stays when a page is drawn anew? What somebody has unfolded, and what is being typed: text, place and focus.

import { fillNode } from '../widgets/layout.ts';

function keepTyping(node: HTMLElement, old: HTMLTextAreaElement | null): void {
	const area = node.querySelector('textarea');
	if (!old || !area) return;
	area.value = old.value;
	area.setSelectionRange(old.selectionStart, old.selectionEnd);
	area.focus();
}

/** `isTyping`: something stands in the box for texts that has not been read yet; asked once it is drawn. */
export function redrawn(node: HTMLElement, draw: () => LuciChild[], isTyping: () => boolean): void {
	const typed = node.querySelector('textarea');
	const summaries = node.querySelectorAll('details[open] > summary');
	const opened = new Set(Array.from(summaries, ({ textContent }) => textContent));
	fillNode(node, draw());
	for (const details of node.querySelectorAll('details')) {
		if (opened.has(details.querySelector('summary')?.textContent ?? '')) details.open = true;
	}
	if (isTyping()) keepTyping(node, typed);
}
