// VPN › Home network › Hub: the network as a whole, and what its hub has to be told. Without a hub: how to make one.

import { HubCompare } from '../../wgspoke/hub/compare.ts';
import { InviteForm } from '../../wgspoke/hub/invite.ts';
import { memberRows, memberTable, memberWords, wgEasyWords } from '../../wgspoke/hub/members.ts';
import { NewHub } from '../../wgspoke/hub/newhub.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { tabLink } from '../../wgspoke/pages/tabs.ts';
import { button, buttonRow } from '../../wgspoke/widgets/buttons.ts';
import { saveFile } from '../../wgspoke/widgets/files.ts';
import { fillNode, fold, section } from '../../wgspoke/widgets/layout.ts';
import { faultNotice, notice } from '../../wgspoke/widgets/notices.ts';
import type { HubScripts } from '../../wgspoke/types.ts';

/** Invitations whose key is nowhere else: they stay while the page is drawn anew, or cannot be. */
const handouts = E('div', {}, []);

function whole(children: LuciChild[]): HTMLElement {
	return E('div', { class: 'wgs cbi-map' }, [E('h2', {}, [_('Hub')]), ...children]);
}

/** Nobody's network is known here yet. */
function withoutHub(scripts: HubScripts): HTMLElement {
	return whole([
		notice('info', [
			_('If there is a hub already, paste its configuration on the page: '),
			tabLink('home', _('Overview')),
		]),
		section(_('Make a server the hub'), [
			E('p', {}, [
				_(
					'A small rented server with Ubuntu or Debian and a public address is all it takes. One script installs WireGuard there, makes the key, opens its firewall and starts the tunnel.'
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
				'Hub, homes and devices as one file, without any private key. On another router, or on this one after a reset, open it in the first step of joining.'
			),
		]),
		problem,
		buttonRow([button(_('Save the network'), 'neutral', save)]),
	];
}

function withHub(
	scripts: HubScripts,
	container: HTMLElement,
	again: () => Promise<void>
): HTMLElement {
	const mayWrite = L.hasViewPermission() === true;
	const homes = scripts.members.filter(({ kind }) => kind !== 'device').length;
	const form = new InviteForm(`192.168.${2 + 2 * homes}.0/24`, async (handout) => {
		handout.showIn(handouts);
		await again();
		if (!handouts.isConnected) container.prepend(handouts);
		handout.showIn(handouts);
	});
	const table = memberTable();
	const byHand = E('div', {}, []);
	const compare = new HubCompare(
		scripts,
		({ network, members }) => {
			table.update(memberRows(network, members));
			fillNode(byHand, [
				fold(_('One by one, by hand'), memberWords(members)),
				fold(_('When the hub is a wg-easy'), wgEasyWords(members)),
			]);
		},
		(guest) => {
			form.fill(guest);
		}
	);
	return whole([
		handouts,
		section(_('The network'), [table.node]),
		compare.node,
		E('div', { class: 'cbi-section' }, [byHand]),
		section(
			_('Invite another home'),
			mayWrite
				? [
						E('p', {}, [
							_(
								'Its router gets one line to paste, with everything in it. Before anything changes here, you see what.'
							),
						]),
						form.node,
					]
				: [notice('info', [_('This login may look, but not change the router.')])]
		),
		section(_('Take the network along'), takeAlong()),
		E('div', { class: 'cbi-section' }, [
			fold(_('Move to another server'), [
				E('p', {}, [
					_(
						'A script makes a new server the hub of this network. Its line is then pasted here under Edit sites, in the step Hub, and the same line at every other home; each device needs the key and the address of the new one. Devices that only another home has on its list are not in the script, and go off that list with the line: add them here before.'
					),
				]),
				new NewHub(scripts, false).node,
			]),
		]),
	]);
}

export default page(async (container, again) => {
	const [status, scripts] = await Promise.all([
		api.status(),
		api.hub_scripts(undefined, '', [], ''),
	]);
	fillNode(container, [status.joined ? withHub(scripts, container, again) : withoutHub(scripts)]);
});
