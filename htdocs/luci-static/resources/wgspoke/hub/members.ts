// Who is in the network, and does the hub know each? As a table, block by block, and for wg-easy in its words.

import { endpointOf } from '../pages/network.ts';
import { commandBlocks } from '../pages/tellhub.ts';
import { shortKey } from '../widgets/copy.ts';
import { fold } from '../widgets/layout.ts';
import { ago, dataOf, fill, trafficText } from '../widgets/words.ts';
import type { Finding, FindingCode, Hub, HubCheck, HubMember, Status } from '../types.ts';

/** What is not so at the hub about a member whose key is known here. */
const toTellCodes: FindingCode[] = [
	'hub-missing',
	'hub-silent',
	'hub-differs',
	'hub-missing-file',
	'hub-silent-file',
	'hub-differs-file',
	'hub-no-route',
];

/** Of whom the hub has to be told, by name. */
export function toTell(differences: Finding[]): string[] {
	const told = differences.filter(({ code }) => toTellCodes.includes(code));
	return [...new Set(told.map(({ values }) => dataOf(values, 'name')))];
}

interface OnHub {
	sign: '✓' | '▲' | '○';
	text: string;
}

const AT_HUB: Partial<Record<FindingCode, () => string>> = {
	'hub-missing': () => _('not yet known'),
	'hub-silent': () => _('known without a network'),
	'hub-differs': () => _('has other networks there'),
	'hub-missing-file': () => _('gone after its restart'),
	'hub-silent-file': () => _('gone after its restart'),
	'hub-differs-file': () => _('has other networks after its restart'),
	'hub-no-route': () => _('no route there'),
	'hub-rekeyed': () => _('has another key there'),
	'hub-rekeyed-here': () => _('has another key there'),
};

function onHub({ name, public_key: key }: HubMember, { age, differences }: HubCheck): OnHub {
	if (age === null) return { sign: '○', text: _('not checked') };
	const about = differences.filter(({ values }) => dataOf(values, 'name') === name);
	for (const { code } of about) {
		const word = AT_HUB[code];
		if (word) return { sign: '▲', text: word() };
	}
	return key === '' ? { sign: '○', text: _('not checked') } : { sign: '✓', text: _('known there') };
}

interface Row {
	name: LuciChild[];
	onHub: LuciChild;
	network: string;
	address: string;
	key: string;
	heard: string;
	traffic: string;
}

function rowOf(member: HubMember, check: HubCheck, status: Status): Row {
	const { name, kind, address, lan, public_key: key } = member;
	const { sites = [], devices = [] } = status.network ?? {};
	const seen =
		kind === 'device'
			? status.devices[devices.findIndex((one) => one.name === name)]
			: status.sites[sites.findIndex((one) => one.name === name)];
	const { sign, text } = onHub(member, check);
	return {
		name: [
			kind === 'device' ? name : E('strong', {}, [name]),
			...(kind === 'local' ? [' ', E('em', { class: 'wgs-badge' }, [_('this router')])] : []),
		],
		onHub: E('span', { class: 'wgs-state', 'data-verdict': sign === '✓' ? 'yes' : 'unknown' }, [
			E('span', { 'aria-hidden': 'true' }, [`${sign} `]),
			sign === '▲' ? E('strong', {}, [text]) : text,
		]),
		...{ network: lan.join(', '), address, key },
		heard: seen?.heard == null ? '' : ago(seen.heard),
		traffic: trafficText(seen),
	};
}

/** With the size of the VPN network: '192.168.151.1/24' */
function hubAddress({ address, subnet }: Hub): string {
	return address === '' ? subnet : `${address}/${subnet.split('/')[1] ?? ''}`;
}

/** The hub, then everybody in the network. */
export function memberTable(members: HubMember[], check: HubCheck, status: Status): HTMLElement {
	const titles = [
		_('Name'),
		_('On the hub'),
		_('LAN'),
		_('VPN address'),
		_('Public key'),
		_('Last heard'),
		_('Traffic'),
	];
	const hub = status.network?.hub;
	const first: Row[] = hub
		? [
				{
					name: [
						E('strong', {}, [_('Hub')]),
						' ',
						E('span', { class: 'wgs-age' }, [endpointOf(hub)]),
					],
					...{ onHub: '–', network: '', address: hubAddress(hub), key: hub.public_key },
					...{ heard: '', traffic: '' },
				},
			]
		: [];
	const rows = [...first, ...members.map((member) => rowOf(member, check, status))];
	const cell = (title: string, content: LuciChild): HTMLElement => {
		const none = content === '' || content === '–';
		return E('td', { class: none ? 'td wgs-none' : 'td', 'data-title': title }, [
			content === '' ? '–' : content,
		]);
	};
	return E('table', { class: 'table cbi-section-table wgs-members', 'data-part': 'members' }, [
		E(
			'tr',
			{ class: 'tr table-titles' },
			titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
		),
		...rows.map(({ name, onHub: there, network, address, key, heard, traffic }) =>
			E('tr', { class: 'tr' }, [
				E('td', { class: 'td' }, name),
				...[
					there,
					network,
					address,
					key === '' ? E('em', {}, [_('not known here')]) : shortKey(key),
					heard,
					traffic,
				].map((content, index) => cell(titles[index + 1] ?? '', content)),
			])
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
