// Who is in the network, and how is the hub told of each? As a table, block by block, and for wg-easy in its words.

import { commandBlocks } from '../pages/tellhub.ts';
import { fold } from '../widgets/layout.ts';
import { fill } from '../widgets/words.ts';
import type { HubMember, Network } from '../types.ts';

function kindWord(kind: HubMember['kind']): string {
	if (kind === 'this home') return _('this home', 'wgspoke member');
	if (kind === 'other home') return _('other home', 'wgspoke member');
	return _('device', 'wgspoke member');
}

/** The whole network: the hub, then everybody in it. */
export function memberTable({ hub }: Network, members: HubMember[]): HTMLElement {
	const titles = [
		_('Name', 'wgspoke member'),
		_('What', 'wgspoke member'),
		_('VPN address', 'wgspoke member'),
		_('Networks', 'wgspoke member'),
		_('Public key', 'wgspoke member'),
	];
	const row = (cells: LuciChild[]) =>
		E(
			'tr',
			{ class: 'tr' },
			cells.map((cell, index) =>
				E('td', { class: 'td', 'data-title': titles[index] ?? '' }, [cell])
			)
		);
	const key = (text: string): LuciChild =>
		text === ''
			? E('em', {}, [_('not known here', 'wgspoke member')])
			: E('code', { class: 'wgs-key' }, [text]);
	return E('table', { class: 'table', 'data-part': 'members' }, [
		E(
			'tr',
			{ class: 'tr table-titles' },
			titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
		),
		row([
			hub.endpoint_host === '' ? '–' : `${hub.endpoint_host}:${hub.endpoint_port}`,
			_('hub', 'wgspoke member'),
			hub.address || '–',
			hub.subnet || '–',
			key(hub.public_key),
		]),
		...members.map(({ name, kind, address, lan, public_key }) =>
			row([name, kindWord(kind), address || '–', lan.join(', ') || '–', key(public_key)])
		),
	]);
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
											'The public key of {name} is not known here. Invite it again with its key, or give the device a new one.',
											'wgspoke'
										)
									: _('The VPN address of {name} is not known here.', 'wgspoke'),
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
				'A hub with wg-easy has none of these files: its admin sets this in its pages. Version 14 or older cannot send anything to the network of a home; it has to be version 15 or newer.',
				'wgspoke'
			),
		]),
		E(
			'ul',
			{},
			homes.map(({ name, lan }) =>
				E('li', {}, [
					fill(
						_('Open the client of {name}, and enter under Server Allowed IPs: {lan}', 'wgspoke'),
						{
							name,
							lan: lan.join(', '),
						}
					),
				])
			)
		),
		E('p', {}, [
			_(
				'Then save, and restart the interface there: saving alone makes no route. Devices need nothing besides their client. What wg-easy writes for a home (the whole internet, no keepalive, its own DNS and MTU) is put right here when it is pasted, and that is said.',
				'wgspoke'
			),
		]),
	];
}
