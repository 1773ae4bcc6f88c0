// What is shown this once? A handout with a private key stays until somebody has it, and the page asks before it goes.

import { button, buttonRow } from './buttons.ts';
import { notice } from './notices.ts';

/** Handouts whose key nobody has taken yet. */
const untaken = new Set<HTMLElement>();

window.addEventListener('beforeunload', (event) => {
	if ([...untaken].some((handout) => handout.isConnected)) event.preventDefault();
});

/** `secret`: a private key is in it, and nowhere else. */
export class Handout {
	readonly node = E('div', { class: 'cbi-section', 'data-part': 'handout' }, []);

	/** Says that the key has been copied or saved, so that the page may go. */
	readonly taken = (): void => {
		untaken.delete(this.node);
	};

	/** `children` gets what is to be called once the key has been taken. */
	constructor(title: string, secret: boolean, children: (taken: () => void) => LuciChild[]) {
		if (secret) untaken.add(this.node);
		const done = button(_('Done'), 'neutral', () => {
			this.taken();
			this.node.remove();
		});
		this.node.append(
			E('h3', { tabindex: '-1' }, [title]),
			E('div', {}, children(this.taken)),
			buttonRow([done])
		);
	}

	/** Puts it on top of those whose key nobody has yet; the others go. */
	showIn(container: HTMLElement): void {
		for (const old of Array.from(container.children)) {
			if (!untaken.has(old as HTMLElement)) old.remove();
		}
		container.prepend(this.node);
		this.node.querySelector('h3')?.focus();
		this.node.scrollIntoView({ block: 'start' });
	}
}

/** Before a text with a private key: `back` is the way to another one. */
export function onlyOnce(back: string): HTMLElement {
	return notice('warning', [
		E('p', {}, [_('Anyone with this can join. Shown once; the key is not stored.')]),
		E('p', {}, [back]),
	]);
}
