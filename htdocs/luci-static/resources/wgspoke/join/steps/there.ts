// What did the hub print of itself? Everybody whom it knows, and which of these this home is.

import { shortKey } from '../../widgets/copy.ts';
import { ago, fill } from '../../widgets/words.ts';
import { hubField } from '../fields.ts';
import { chosenKey } from '../draft.ts';
import type { PeerThere } from '../../types.ts';
import type { Draft } from '../draft.ts';
import type { Wizard } from '../step.ts';

const titles = () => [
	_('Name on the hub'),
	_('VPN address'),
	_('LAN'),
	_('Last heard'),
	_('Public key'),
];

interface Row {
	name: string;
	/** Said below the name. */
	about: string;
	cells: LuciChild[];
	/** By which it is chosen; null for somebody who cannot be this home. */
	value: string | null;
}

function rowOf(peer: PeerThere, own: string[]): Row {
	const { kind, name, address, lan, public_key: key, heard } = peer;
	const shares = lan.some((one) => own.includes(one));
	return {
		name,
		about: kind === 'device' ? _('a device') : shares ? _('has the network of this router') : '',
		cells: [address || '–', lan.join(', ') || '–', ago(heard), shortKey(key)],
		value: kind === 'device' ? null : key,
	};
}

function newRow({ added }: Draft): Row {
	return {
		name: _('None of them: add this home'),
		about: '',
		cells: [
			fill(_('{address} (next free)'), { address: added.address }),
			added.lan.join(', ') || '–',
			'–',
			'–',
		],
		value: '',
	};
}

function drawn(wizard: Wizard, { name, about, cells, value }: Row): HTMLElement {
	const isChosen = value === chosenKey(wizard.draft);
	const words = [
		E('span', {}, [
			E('strong', {}, [name]),
			...(about === '' ? [] : [E('br', {}, []), E('span', { class: 'wgs-age' }, [about])]),
		]),
	];
	const radio = E(
		'input',
		{
			type: 'radio',
			name: 'wgs-there',
			value: value ?? '',
			checked: isChosen ? '' : undefined,
			change: () => {
				wizard.beAtHub(value ?? '');
			},
		},
		[]
	);
	const title =
		value === null
			? E('div', { class: 'wgs-check wgs-no-choice' }, words)
			: E('label', { class: 'wgs-check' }, [radio, ...words]);
	return E('tr', { class: 'tr', 'data-chosen': isChosen ? 'yes' : 'no' }, [
		E('td', { class: 'td' }, [title]),
		...cells.map((cell, index) =>
			E('td', { class: cell === '–' ? 'td wgs-none' : 'td', 'data-title': titles()[index + 1] }, [
				cell,
			])
		),
	]);
}

/** The sentence beside the button that goes on: what the choice means. */
export function thereWords(draft: Draft): string {
	if (!draft.there) return '';
	const chosen = draft.there.find(({ public_key }) => public_key === chosenKey(draft));
	if (!chosen) return _('The hub does not know this home yet. One script there tells it.');
	return fill(
		_(
			'The hub has another key for {name}. This router makes a new one; one script there tells the hub.'
		),
		{ name: chosen.name }
	);
}

/** The table, and what the hub cannot know of itself. */
export function whoIsThere(wizard: Wizard, there: PeerThere[]): HTMLElement[] {
	const { network, lans, asksHost } = wizard.draft;
	const { hub } = network;
	const own = lans.map(({ prefix }) => prefix);
	const values = { port: hub.endpoint_port, network: hub.subnet, count: there.length };
	const head = E(
		'tr',
		{ class: 'tr table-titles' },
		titles().map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
	);
	const rows = [...there.map((peer) => rowOf(peer, own)), newRow(wizard.draft)];
	return [
		E('p', { role: 'status', 'data-part': 'read' }, [
			fill(
				N_(
					there.length,
					'✓ From the hub itself: port {port}, VPN network {network}, {count} entry. No private key is in it.',
					'✓ From the hub itself: port {port}, VPN network {network}, {count} entries. No private key is in it.'
				),
				values
			),
		]),
		...(asksHost
			? [
					E('p', {}, [
						_('The server does not know its own public address. Its provider shows it:'),
					]),
					hubField(wizard, 'endpoint_host'),
				]
			: []),
		...wizard.notices((about) => about !== 'hub.endpoint_host' && !about.startsWith('site')),
		E('h3', {}, [_('Which of these is this home?')]),
		E('table', { class: 'table cbi-section-table wgs-members', 'data-part': 'there' }, [
			head,
			...rows.map((row) => drawn(wizard, row)),
		]),
	];
}
