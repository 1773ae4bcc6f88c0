// Is a change being tried out whose page went away? Then that comes first, on every page.

import { transaction } from './api.ts';
import { dropStaged } from './apply.ts';
import { button, fillNode, notice } from './parts.ts';
import { clearPending, hasMark, pendingSeconds } from './pending.ts';
import { fill } from './words.ts';

/** Tells that the router is about to undo it, with the choice; `after` shows the page again. */
function showPending(place: HTMLElement, after: () => Promise<void>): void {
	const clock = E('p', {}, []);
	const end = (act: () => Promise<unknown>) => async (): Promise<void> => {
		window.clearInterval(timer);
		// Too late is no matter: the router has undone it then.
		await act().catch(() => null);
		clearPending();
		await dropStaged();
		await after();
	};
	const tick = (): void => {
		const seconds = pendingSeconds();
		clock.textContent = fill(
			_(
				'A change is being tried out. Unless it is kept, the router undoes it in {seconds} s.',
				'wgspoke'
			),
			{ seconds }
		);
		if (seconds === 0) void end(() => Promise.resolve())();
	};
	const timer = window.setInterval(tick, 1000);
	fillNode(place, [
		E('div', { class: 'wgs cbi-map' }, [
			E('h2', {}, [_('Home network', 'wgspoke')]),
			notice('warning', [
				clock,
				E('p', {}, [
					_(
						'Was it a new device or an invitation? Its key went with the page: undo it, and add it again.',
						'wgspoke'
					),
				]),
				button(
					_('Keep it', 'wgspoke'),
					'neutral',
					end(() => transaction.confirm())
				),
				' ',
				button(
					_('Undo now', 'wgspoke'),
					'negative',
					end(() => transaction.rollback())
				),
			]),
		]),
	]);
	tick();
}

/** True when the page may go on; else it is told in `place`, and `after` is called once it is over. */
export async function isSettled(place: HTMLElement, after: () => Promise<void>): Promise<boolean> {
	if (L.hasViewPermission() !== true || !hasMark()) return true;
	if (pendingSeconds() > 0) {
		showPending(place, after);
		return false;
	}
	// The router has undone a change that nobody kept, and put it back among the unsaved ones.
	await dropStaged();
	clearPending();
	return true;
}
