// VPN › Home network: the wizard for a router that has not joined, the overview for one that has.

import view from 'luci:view';
import { api, transaction } from '../../wgspoke/api.ts';
import { dropStaged } from '../../wgspoke/apply.ts';
import { Overview } from '../../wgspoke/overview.ts';
import { button, faultNotice, fillNode, notice } from '../../wgspoke/parts.ts';
import { clearPending, hasMark, pendingSeconds } from '../../wgspoke/pending.ts';
import { addStyle } from '../../wgspoke/style.ts';
import { fill } from '../../wgspoke/words.ts';
import type { Status } from '../../../../../root/usr/share/ucode/wgspoke/types.ts';

interface WizardClass {
	start(status: Status | null, done: () => void): Promise<Node>;
}

async function showWizard(place: HTMLElement, status: Status | null): Promise<void> {
	const wizard = (await L.require('wgspoke.wizard')) as WizardClass;
	fillNode(place, [await wizard.start(status, () => void show(place))]);
}

function showOverview(place: HTMLElement, status: Status): void {
	const overview = new Overview(
		status,
		(now) => void showWizard(place, now),
		() => void show(place)
	);
	fillNode(place, [overview.node]);
}

/** A change was being tried out when its page went away: the router is about to undo it. */
function showPending(place: HTMLElement): void {
	const clock = E('p', {}, []);
	const end = (act: () => Promise<unknown>) => async (): Promise<void> => {
		window.clearInterval(timer);
		// Too late is no matter: the router has undone it then.
		await act().catch(() => null);
		clearPending();
		await dropStaged();
		await show(place);
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

async function show(place: HTMLElement): Promise<void> {
	try {
		if (L.hasViewPermission() === true && hasMark()) {
			if (pendingSeconds() > 0) {
				showPending(place);
				return;
			}
			// The router has undone a change that nobody kept, and put it back among the unsaved ones.
			await dropStaged();
			clearPending();
		}
		const status = await api.status();
		if (status.joined) showOverview(place, status);
		else await showWizard(place, null);
	} catch (error) {
		fillNode(place, [faultNotice(error)]);
	}
}

export default view.extend<HTMLElement>({
	async load() {
		addStyle();
		const place = E('div', {}, []);
		await show(place);
		return place;
	},
	render: (place) => place,
	handleSave: null,
	handleSaveApply: null,
	handleReset: null,
});
