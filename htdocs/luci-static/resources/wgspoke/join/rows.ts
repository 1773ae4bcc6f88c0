// What was read, row by row from far to near; each opens its fields in its own place, and nothing else moves.

import { localSite, remoteSites } from '../pages/network.ts';
import { shortKey } from '../widgets/copy.ts';
import { button } from '../widgets/buttons.ts';
import { accessWord } from '../widgets/record.ts';
import { fill } from '../widgets/words.ts';
import { hubField } from './fields.ts';
import { addressFields, homeFields, lanTicks } from './steps/home.ts';
import { othersFields } from './steps/others.ts';
import { rowOf } from './step.ts';
import type { RowId, Wizard } from './step.ts';

interface Row {
	id: RowId;
	title: () => string;
	/** What was read. */
	shown: (wizard: Wizard) => LuciChild[];
	/** What can be changed. */
	fields: (wizard: Wizard) => Node[];
	/** Seen whether the fields are open or not. */
	always?: (wizard: Wizard) => Node[];
}

/** What a person can enter instead of a text. */
export const hubEntries = ['endpoint_host', 'endpoint_port', 'public_key'] as const;

function hubShown({ draft: { network } }: Wizard): LuciChild[] {
	const { hub } = network;
	if (hub.endpoint_host === '') return [_('not known yet')];
	const values = { host: hub.endpoint_host, port: hub.endpoint_port };
	const where = fill(_('{host}, port {port}'), values);
	return hub.public_key === '' ? [where] : [where, ' · ', _('key'), ' ', shortKey(hub.public_key)];
}

function othersShown({ draft: { network } }: Wizard): LuciChild[] {
	const others = remoteSites(network);
	if (others.length === 0) return [_('No other home yet.')];
	return others.map(({ name, lan }) =>
		E('div', {}, [E('strong', {}, [name]), ' ', E('span', { class: 'wgs-age' }, [lan.join(', ')])])
	);
}

const rows: Row[] = [
	{
		id: 'hub',
		title: () => _('Hub'),
		shown: hubShown,
		fields: (wizard) => [
			...hubEntries.map((name) => hubField(wizard, name)),
			hubField(wizard, 'ports'),
			button(_('Paste another configuration'), 'neutral', () => {
				wizard.pasteAnew();
			}),
		],
	},
	{
		id: 'address',
		title: () => _('VPN address'),
		shown: ({ draft: { network } }) => [
			localSite(network).address || _('not known yet'),
			' ',
			E('span', { class: 'wgs-age' }, [
				fill(_('in {network}'), { network: network.hub.subnet || '?' }),
			]),
		],
		fields: addressFields,
	},
	{
		id: 'home',
		title: () => _('This home'),
		shown: ({ draft: { network } }) => [
			E('strong', {}, [localSite(network).name]),
			' ',
			E('em', { class: 'wgs-badge' }, [_('this router')]),
		],
		fields: homeFields,
		always: (wizard) => [lanTicks(wizard)],
	},
	{
		id: 'others',
		title: () => _('Other homes'),
		shown: othersShown,
		fields: othersFields,
	},
	{
		id: 'access',
		title: () => _('Access to this router'),
		shown: ({ draft: { network } }) => [accessWord(network.hub.router_access)],
		fields: (wizard) => [hubField(wizard, 'router_access')],
	},
];

/** All rows; `open`: those whose fields are shown, `toggle` opens or closes one. */
export function reviewRows(
	wizard: Wizard,
	open: ReadonlySet<RowId>,
	toggle: (row: RowId) => void
): HTMLElement {
	return E(
		'div',
		{ class: 'wgs-rows', 'data-part': 'facts' },
		rows.map(({ id, title, shown, fields, always }) => {
			const isOpen = open.has(id);
			const row = { row: title() };
			return E('div', { class: 'wgs-row', 'data-row': id, role: 'group', 'aria-label': title() }, [
				E('div', { class: 'wgs-row-title' }, [title()]),
				E('div', { class: 'wgs-row-body' }, [
					E('div', {}, shown(wizard)),
					...(always?.(wizard) ?? []),
					...(isOpen ? fields(wizard) : []),
					E(
						'div',
						{ 'data-found': id },
						wizard.notices((about) => rowOf(about) === id)
					),
				]),
				E('div', { class: 'wgs-row-button' }, [
					button(
						isOpen ? _('Close') : _('Change'),
						'neutral',
						() => {
							toggle(id);
						},
						{
							'aria-label': fill(isOpen ? _('Close: {row}') : _('Change: {row}'), row),
							'aria-expanded': String(isOpen),
						}
					),
				]),
			]);
		})
	);
}
