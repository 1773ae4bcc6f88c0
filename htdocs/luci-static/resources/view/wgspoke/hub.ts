// VPN › Home network › Hub: the network as a whole, and what its hub has to be told. Without a hub: how to make one.

import { HubCompare } from '../../wgspoke/hub/compare.ts';
import { InviteForm } from '../../wgspoke/hub/invite.ts';
import { memberTable, memberWords, wgEasyWords } from '../../wgspoke/hub/members.ts';
import { NewHub } from '../../wgspoke/hub/newhub.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { tabLink } from '../../wgspoke/pages/tabs.ts';
import { saveFile } from '../../wgspoke/widgets/files.ts';
import { button, buttonRow } from '../../wgspoke/widgets/form.ts';
import { fillNode, fold } from '../../wgspoke/widgets/layout.ts';
import { faultNotice, notice } from '../../wgspoke/widgets/notices.ts';
import type { HubScripts } from '../../wgspoke/types.ts';

/** Invitations whose key is nowhere else: they stay while the page is drawn anew, or cannot be. */
const sheets = E('div', { 'aria-live': 'polite' }, []);

function section(title: string, children: LuciChild[]): HTMLElement {
	return E('div', { class: 'cbi-section' }, [E('h3', {}, [title]), ...children]);
}

function whole(children: LuciChild[]): HTMLElement {
	return E('div', { class: 'wgs cbi-map' }, [E('h2', {}, [_('Hub', 'wgspoke')]), ...children]);
}

/** Nobody's network is known here yet. */
function withoutHub(scripts: HubScripts): HTMLElement {
	return whole([
		notice('info', [
			_('If there is a hub already, paste its configuration on the page: ', 'wgspoke'),
			tabLink('home', _('Overview', 'wgspoke')),
		]),
		section(_('Make a server the hub', 'wgspoke'), [
			E('p', {}, [
				_(
					'A small rented server with Ubuntu or Debian and a public address is all it takes. One script installs WireGuard there, makes the key, opens its firewall and starts the tunnel.',
					'wgspoke'
				),
			]),
			new NewHub(scripts, true).node,
		]),
	]);
}

function takeAlong(): LuciChild[] {
	const problem = E('div', {}, []);
	const save = async (): Promise<void> => {
		try {
			saveFile('home-network.json', (await api.export()).text);
		} catch (error) {
			fillNode(problem, [faultNotice(error)]);
		}
	};
	return [
		E('p', {}, [
			_(
				'Hub, homes and devices as one file, without any private key. On another router, or on this one after a reset, open it in the first step of joining.',
				'wgspoke'
			),
		]),
		problem,
		buttonRow([button(_('Save the network', 'wgspoke'), 'neutral', save)]),
	];
}

function withHub(scripts: HubScripts, place: HTMLElement, again: () => Promise<void>): HTMLElement {
	const mayWrite = L.hasViewPermission() === true;
	const homes = scripts.members.filter(({ kind }) => kind !== 'device').length;
	const form = new InviteForm(`192.168.${2 + 2 * homes}.0/24`, async (sheet) => {
		sheet.showIn(sheets);
		await again();
		if (!sheets.isConnected) place.prepend(sheets);
		sheet.showIn(sheets);
	});
	const network = E('div', {}, []);
	const byHand = E('div', {}, []);
	const side = new HubCompare(
		scripts,
		({ network: now, members }) => {
			fillNode(network, [memberTable(now, members)]);
			fillNode(byHand, [
				fold(_('One by one, by hand', 'wgspoke'), memberWords(members)),
				fold(_('When the hub is a wg-easy', 'wgspoke'), wgEasyWords(members)),
			]);
		},
		(guest) => {
			form.fill(guest);
		}
	);
	return whole([
		sheets,
		section(_('The network', 'wgspoke'), [network]),
		side.node,
		E('div', { class: 'cbi-section' }, [byHand]),
		section(
			_('Invite another home', 'wgspoke'),
			mayWrite
				? [
						E('p', {}, [
							_(
								'Its router gets one line to paste, with everything in it. Before anything changes here, you see what.',
								'wgspoke'
							),
						]),
						form.node,
					]
				: [notice('info', [_('This login may look, but not change the router.', 'wgspoke')])]
		),
		section(_('Take the network along', 'wgspoke'), takeAlong()),
		E('div', { class: 'cbi-section' }, [
			fold(_('Move to another server', 'wgspoke'), [
				E('p', {}, [
					_(
						'A script makes a new server the hub of this network. Its line is then pasted here under Edit sites, in the step Hub, and the same line at every other home; each device needs the key and the address of the new one. Devices that only another home has on its list are not in the script, and go off that list with the line: add them here before.',
						'wgspoke'
					),
				]),
				new NewHub(scripts, false).node,
			]),
		]),
	]);
}

export default page(async (place, again) => {
	const [status, scripts] = await Promise.all([
		api.status(),
		api.hub_scripts(undefined, '', [], ''),
	]);
	fillNode(place, [status.joined ? withHub(scripts, place, again) : withoutHub(scripts)]);
});
