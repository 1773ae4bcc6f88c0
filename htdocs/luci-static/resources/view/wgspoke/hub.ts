// VPN › Home network › Hub: the network as a whole, and what its hub has to be told. Without a hub: how to make one.

import { answering, isMissed, showAsked } from '../../wgspoke/hub/answering.ts';
import { askHub } from '../../wgspoke/hub/asking.ts';
import { CheckHub } from '../../wgspoke/hub/check.ts';
import { InviteForm } from '../../wgspoke/hub/invite.ts';
import { memberTable, memberWords, wgEasyWords } from '../../wgspoke/hub/members.ts';
import { NewHub } from '../../wgspoke/hub/newhub.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { addMoreStyle } from '../../wgspoke/pages/morestyle.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { tabLink } from '../../wgspoke/pages/tabs.ts';
import { button, buttonRow } from '../../wgspoke/widgets/buttons.ts';
import { saveFile } from '../../wgspoke/widgets/files.ts';
import { fillNode, fold, section } from '../../wgspoke/widgets/layout.ts';
import { faultNotice, notice } from '../../wgspoke/widgets/notices.ts';
import type { HubCheck, HubScripts, Status } from '../../wgspoke/types.ts';

/** Invitations whose key is nowhere else: they stay while the page is drawn anew, or cannot be. */
const handouts = E('div', {}, []);

function whole(children: LuciChild[]): HTMLElement {
	return E('div', { class: 'wgs cbi-map' }, [E('h2', {}, [_('Hub')]), ...children]);
}

/** Nobody's network is known here yet. */
function withoutHub(scripts: HubScripts): HTMLElement {
	return whole([
		notice('info', [
			_("You have a hub already? Paste this home's configuration on the page: "),
			tabLink('home', _('Overview')),
		]),
		section(_('Make a server the hub'), [
			E('p', {}, [
				_(
					'All you need is a small rented server with Ubuntu or Debian and a public address. One script installs WireGuard there, makes the key, opens the firewall and starts the tunnel.'
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
				'Hub, homes and devices in one file, without any private key. To come back, on this router or another one, open it where you join.'
			),
		]),
		problem,
		buttonRow([button(_('Save the file'), 'neutral', save)]),
	];
}

function withHub(
	first: { status: Status; scripts: HubScripts; check: HubCheck },
	container: HTMLElement,
	again: () => Promise<void>
): HTMLElement {
	const { status, scripts } = first;
	const mayWrite = L.hasViewPermission() === true;
	const homes = scripts.members.filter(({ kind }) => kind !== 'device').length;
	const form = new InviteForm(
		`192.168.${2 + 2 * homes}.0/24`,
		first.check.manages_hub !== 'no',
		async (handout) => {
			handout.showIn(handouts);
			await again();
			if (!handouts.isConnected) container.prepend(handouts);
			handout.showIn(handouts);
		}
	);
	const table = E('div', {}, []);
	const byHand = E('div', {}, []);
	const checking = new CheckHub(scripts, first.check, ({ network, members }, check) => {
		fillNode(table, [memberTable(members, check, { ...status, network })]);
		fillNode(byHand, [
			fold(_('One by one, by hand'), memberWords(members)),
			fold(_('If the hub is a wg-easy'), wgEasyWords(members)),
		]);
	});
	const letAnswer = answering(scripts, first.check, async () => {
		await askHub(async () => (await api.hub_check('')).age);
		await again();
	});
	return whole([
		handouts,
		checking.head,
		table,
		checking.node,
		...(isMissed(first.check) ? [E('div', { class: 'cbi-section' }, [letAnswer])] : []),
		section(
			_('Invite a home'),
			mayWrite
				? [
						E('p', {}, [_('Creates one line for that router. You see the changes first.')]),
						form.node,
					]
				: [notice('info', [_('This login can look, but not change anything.')])],
			'invite'
		),
		E('div', { class: 'cbi-section' }, [
			fold(_('More: back up this network, move to another server, wg-easy, by hand'), [
				checking.script,
				...(isMissed(first.check) ? [] : [letAnswer]),
				byHand,
				fold(_('Back up this network'), takeAlong()),
				fold(_('Move to another server'), [
					E('p', {}, [
						_(
							'A script sets up a new server as your hub. Paste the line that it prints here under Edit homes, and at every other home; each device needs the key and the address of the new hub. First add the devices that only another home has on its list: otherwise the script leaves them out.'
						),
					]),
					new NewHub(scripts, false).node,
				]),
			]),
		]),
	]);
}

addMoreStyle();

export default page(async (container, again) => {
	const [status, scripts, check] = await Promise.all([
		api.status(),
		api.hub_scripts(undefined, '', [], ''),
		api.hub_check(''),
	]);
	fillNode(container, [
		status.joined ? withHub({ status, scripts, check }, container, again) : withoutHub(scripts),
	]);
	showAsked();
});
