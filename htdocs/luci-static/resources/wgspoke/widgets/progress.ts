// How far is it? A list of named steps, each waiting, running, done or failed, by sign and word.

import { fill } from './words.ts';

export type StageState = 'waiting' | 'running' | 'done' | 'failed';

const sign: Record<StageState, string> = { waiting: '·', running: '', done: '✓', failed: '✗' };

function word(state: StageState): string {
	if (state === 'waiting') return _('waiting');
	if (state === 'running') return _('under way');
	if (state === 'done') return _('done');
	return _('failed');
}

/** Steps go from top to bottom: when one runs, those before it are done. */
export class Progress {
	readonly node: HTMLElement;
	private readonly labels: string[];
	private readonly items: HTMLElement[];
	private at = -1;

	constructor(labels: string[]) {
		this.labels = labels;
		this.items = labels.map(() => E('li', {}, []));
		this.node = E('ol', { class: 'wgs-progress', 'aria-live': 'polite' }, this.items);
		this.items.forEach((_item, index) => {
			this.set(index, 'waiting');
		});
	}

	private set(index: number, state: StageState): void {
		const item = this.items[index];
		if (!item || item.dataset['state'] === state) return;
		item.dataset['state'] = state;
		item.replaceChildren(
			E('b', { 'aria-hidden': 'true', class: state === 'running' ? 'wgs-spin' : '' }, [
				sign[state],
			]),
			E('span', {}, [this.labels[index] ?? '']),
			' ',
			E('small', {}, [fill(_('({state})'), { state: word(state) })])
		);
	}

	run(index: number): void {
		if (index === this.at) return;
		for (let before = 0; before < index; before++) this.set(before, 'done');
		this.set(index, 'running');
		this.at = index;
	}

	fail(): void {
		this.set(this.at, 'failed');
	}

	finish(): void {
		this.run(this.labels.length);
	}
}
