// Is a change being tried out now, by another tab or by a page that went away? That comes first, on every page.

import ui from 'luci:ui';
import { button } from '../widgets/buttons.ts';
import { fillNode } from '../widgets/layout.ts';
import { notice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
import { transaction } from './api.ts';

/** Tabs of one browser share a login, and with it the router's transaction. */
const KEY = 'wgspoke.pending';

/** Until when the tab that applies is given, as Date.now() has it. */
interface Pending {
	until: number;
}

/** Seconds for which another tab still waits; 0 for none. */
export function pendingSeconds(): number {
	try {
		const pending = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Pending | null;
		return Math.max(0, Math.ceil(((pending?.until ?? 0) - Date.now()) / 1000));
	} catch {
		return 0;
	}
}

export function markPending(seconds: number): void {
	localStorage.setItem(KEY, JSON.stringify({ until: Date.now() + seconds * 1000 }));
}

/** Was a change begun that nobody kept or undid? Then the router has undone it, or soon will. */
function hasMark(): boolean {
	return localStorage.getItem(KEY) !== null;
}

export function clearPending(): void {
	localStorage.removeItem(KEY);
}

/** What our changes are in. */
const CONFIGS = ['network', 'firewall', 'wgspoke'];

/** Forgets what lies staged in this session; the router puts it back there when it undoes. */
export async function dropStaged(): Promise<void> {
	for (const config of CONFIGS) {
		try {
			await transaction.revert(config);
		} catch {
			// Nothing was staged in this one.
		}
	}
	await ui.changes.init();
}

/** Tells that the router is about to undo it, with the choice; `after` shows the page again. */
function showPending(container: HTMLElement, after: () => Promise<void>): void {
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
			_('A change is being tried out. Unless it is kept, the router undoes it in {seconds} s.'),
			{ seconds }
		);
		if (seconds === 0) void end(() => Promise.resolve())();
	};
	const timer = window.setInterval(tick, 1000);
	fillNode(container, [
		E('div', { class: 'wgs cbi-map' }, [
			E('h2', {}, [_('Home network')]),
			notice('warning', [
				clock,
				E('p', {}, [
					_(
						'Was it a new device or an invitation? Its key went with the page: undo it, and add it again.'
					),
				]),
				button(
					_('Keep it'),
					'neutral',
					end(() => transaction.confirm())
				),
				' ',
				button(
					_('Undo now'),
					'negative',
					end(() => transaction.rollback())
				),
			]),
		]),
	]);
	tick();
}

/** True when the page may go on; else it is told in `container`, and `after` is called once it is over. */
export async function nothingPending(
	container: HTMLElement,
	after: () => Promise<void>
): Promise<boolean> {
	if (L.hasViewPermission() !== true || !hasMark()) return true;
	if (pendingSeconds() > 0) {
		showPending(container, after);
		return false;
	}
	// The router has undone a change that nobody kept, and put it back among the unsaved ones.
	await dropStaged();
	clearPending();
	return true;
}
