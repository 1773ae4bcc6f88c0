// Who is in the network, and how is the hub told of each? As a table, block by block, and for wg-easy in its words.

import { endpointOf } from '../pages/network.ts';
import { commandBlocks } from '../pages/tellhub.ts';
import { fold, newTable } from '../widgets/layout.ts';
import { fill } from '../widgets/words.ts';
import type { HubMember, Network } from '../types.ts';
import type { Table } from '../widgets/layout.ts';

function kindWord(kind: HubMember['kind']): string {
	if (kind === 'local') return _('this home');
	if (kind === 'site') return _('other home');
	return _('device');
}

const orNone = (text: string): string => text || '–';

function keyCell(key: string): HTMLElement {
	return key === '' ? E('em', {}, [_('not known here')]) : E('code', { class: 'wgs-key' }, [key]);
}

/** The whole network: the hub, then everybody in it. */
export function memberTable(): Table {
	const titles = [_('Name'), _('What'), _('VPN address'), _('Networks'), _('Public key')];
	return newTable(titles, _('none yet'), 'members');
}

export function memberRows({ hub }: Network, members: HubMember[]): LuciChild[][] {
	return [
		[
			hub.endpoint_host === '' ? '–' : endpointOf(hub),
			_('hub'),
			orNone(hub.address),
			orNone(hub.subnet),
			keyCell(hub.public_key),
		],
		...members.map(({ name, kind, address, lan, public_key }) => [
			name,
			kindWord(kind),
			orNone(address),
			orNone(lan.join(', ')),
			keyCell(public_key),
		]),
	];
}

/** What to run for each, on demand; who cannot be told yet is said with the reason. */
export function memberWords(members: HubMember[]): HTMLElement[] {
	return members.map((member) => {
		const words = commandBlocks(member);
		return fold(
			member.name,
			words.length > 0
				? words
				: [
						E('p', {}, [
							fill(
								member.public_key === ''
									? _(
											'This router does not know the public key of {name}. Invite it again with its key, or give the device a new one.'
										)
									: _('This router does not know the VPN address of {name}.'),
								{ name: member.name }
							),
						]),
					]
		);
	});
}

/** What its admin has to set when the hub is a wg-easy, which keeps no wg0.conf that could be edited. */
export function wgEasyWords(members: HubMember[]): HTMLElement[] {
	const homes = members.filter(({ lan }) => lan.length > 0);
	return [
		E('p', {}, [
			_(
				'wg-easy has none of these files: set this in its own pages. It has to be version 15 or newer; older ones cannot send anything to a home.'
			),
		]),
		E(
			'ul',
			{},
			homes.map(({ name, lan }) =>
				E('li', {}, [
					fill(_('Open the client of {name}, and enter under Server Allowed IPs: {lan}'), {
						name,
						lan: lan.join(', '),
					}),
				])
			)
		),
		E('p', {}, [
			_(
				'Then save, and restart the interface there: saving alone makes no route. Devices need nothing more than their client. A configuration from wg-easy can be pasted as it is: what does not suit a home is corrected, and you are told.'
			),
		]),
	];
}
