// Is a change being tried out now, by another tab, another person or a page that went away? That comes first.

import { button } from '../widgets/buttons.ts';
import { fillNode } from '../widgets/layout.ts';
import { notice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
import { api } from './api.ts';
import type { Trial } from '../types.ts';

const POLL_MS = 1000;

/** Is it over, one way or the other? */
export function hasEnded({ state }: Trial): boolean {
	return ['kept', 'undone', 'refused', 'stuck'].includes(state);
}

function whatGoesOn({ state, left }: Trial): string {
	if (state === 'undoing') return _('The old settings are coming back.');
	return fill(
		_(
			'New settings are being tried out. Unless someone keeps them, the old ones return in {seconds} s.'
		),
		{ seconds: Math.ceil(left) }
	);
}

/** Tells of it, with the choice, until it is over; `after` shows the page then. */
function showPending(
	container: HTMLElement,
	{ id, ...trial }: Trial,
	after: () => Promise<void>
): void {
	const clock = E('p', {}, [whatGoesOn({ id, ...trial })]);
	const decide = (keep: boolean) => async (): Promise<void> => {
		await api.decide(id, keep);
	};
	const mayWrite = L.hasViewPermission() === true;
	fillNode(container, [
		E('div', { class: 'wgs cbi-map' }, [
			E('h2', {}, [_('Home network')]),
			notice('warning', [
				clock,
				E('p', {}, [
					_(
						'Was it a new device or an invitation? Its key went with the page: press Undo now, and add it again.'
					),
				]),
				...(mayWrite
					? [
							button(_('Keep it'), 'neutral', decide(true)),
							' ',
							button(_('Undo now'), 'negative', decide(false)),
						]
					: []),
			]),
		]),
	]);
	const look = async (): Promise<void> => {
		if (!container.contains(clock)) return;
		try {
			const { trial: now } = await api.trial(id);
			if (now === null || hasEnded(now)) {
				await after();
				return;
			}
			clock.textContent = whatGoesOn(now);
		} catch {
			// The router reloads its network just now; the next question may get through.
		}
		window.setTimeout(() => void look(), POLL_MS);
	};
	window.setTimeout(() => void look(), POLL_MS);
}

/** True when the page may go on; else it is told in `container`, and `after` is called once it is over. */
export async function nothingPending(
	container: HTMLElement,
	after: () => Promise<void>
): Promise<boolean> {
	const { trial } = await api.trial('');
	if (trial === null || hasEnded(trial)) return true;
	showPending(container, trial, after);
	return false;
}
