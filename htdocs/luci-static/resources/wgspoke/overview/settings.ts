// What can be set, and how does this home leave? A dialog of what is seldom done, each with what it does.

import { api } from '../pages/api.ts';
import { editChange } from '../pages/joining.ts';
import { askChange } from '../pages/question.ts';
import { tabLink } from '../pages/tabs.ts';
import { tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { copyBlock } from '../widgets/copy.ts';
import { closeDialog, showDialog } from '../widgets/dialog.ts';
import { fillNode } from '../widgets/layout.ts';
import { leaveNetwork } from './leave.ts';
import type { Network } from '../types.ts';

/** What the page does around a change. */
export interface Around {
	/** Called before anything changes. */
	hide: () => void;
	/** Shows the page again, or what comes after leaving. */
	shown: (left: boolean) => void;
	edit: () => Promise<void>;
}

/** Switches the tunnel off for now, or on again; asks before it does. */
export function askSwitch(network: Network, on: boolean, around: Around): Promise<void> {
	return askChange({
		title: on ? _('Switch the tunnel on?') : _('Switch the tunnel off for now?'),
		lead: [E('p', {}, [_('Nothing has changed yet. This will:')])],
		yes: on ? _('Switch on') : _('Switch off'),
		kind: on ? 'apply' : 'negative',
		look: () => api.switch(on, true),
		go: async () => {
			around.hide();
			const change = editChange(network);
			await tryOut({
				...change,
				title: on ? _('Switching the tunnel on') : _('Switching the tunnel off'),
				begin: () => api.switch(on, false),
				...(on
					? {}
					: {
							stages: [_('Take down the tunnel')],
							promise: _('If that does not work, the old settings return in {seconds} s.'),
						}),
			});
			around.shown(false);
		},
	});
}

/** Has what other homes change at the hub taken over here by itself, or not. */
async function setFollow(network: Network, follow: boolean, around: Around): Promise<void> {
	around.hide();
	const wanted = { ...network, hub: { ...network.hub, follow } };
	await tryOut({ ...editChange(wanted), title: _('Changing the settings') });
	around.shown(false);
}

function entry(title: string, about: LuciChild[], act: HTMLElement): HTMLElement {
	return E('div', { class: 'wgs-setting' }, [
		E('div', {}, [E('strong', {}, [title]), E('p', {}, about)]),
		act,
	]);
}

/** Opens the dialog. */
export function openSettings(network: Network, around: Around): void {
	const { off, follow } = network.hub;
	const then = (act: () => unknown) => () => {
		closeDialog();
		return act();
	};
	const report = E('span', {}, []);
	const makeReport = async (): Promise<void> => {
		const { text } = await api.report('');
		fillNode(report, [copyBlock(_('Report'), text, { folded: true })]);
	};
	const close = button(_('Close'), 'neutral', () => {
		closeDialog();
	});
	showDialog(_('Settings'), [
		entry(
			_('Homes and this router'),
			[_('Names, networks, addresses, access to this router, and where the hub is.')],
			button(_('Edit homes'), 'neutral', then(around.edit))
		),
		entry(
			off ? _('The tunnel is switched off') : _('Switch the tunnel off for now'),
			[_('Homes, devices and keys stay. It stays off until you switch it on again.')],
			off
				? button(
						_('Switch on'),
						'neutral',
						then(() => askSwitch(network, true, around))
					)
				: button(
						_('Switch off'),
						'neutral',
						then(() => askSwitch(network, false, around))
					)
		),
		entry(
			_('Follow the hub'),
			[_('Homes that are added or removed at another home come and go here by themselves.')],
			button(
				follow ? _('Stop following') : _('Start following'),
				'neutral',
				then(() => setFollow(network, !follow, around))
			)
		),
		entry(
			_('Ask for help'),
			[
				_(
					'A report for a forum post: what works, versions, settings. Keys and public addresses are shortened.'
				),
				report,
			],
			button(_('Make the report'), 'neutral', makeReport)
		),
		entry(
			_('Back up this network'),
			[_('Hub, homes and devices in one file: '), tabLink('hub', _('on the page Hub, under More'))],
			E('span', {}, [])
		),
		entry(
			_('Leave the VPN'),
			[_('Removes the tunnel, its firewall rules and its keys from this router.')],
			button(
				_('Leave'),
				'negative',
				then(() => leaveNetwork(around.hide, around.shown))
			)
		),
		buttonRow([close]),
	]);
	close.focus();
}
