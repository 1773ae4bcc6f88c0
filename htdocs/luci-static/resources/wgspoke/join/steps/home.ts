// This home: its networks to be ticked, its name, its address in the VPN, and what is seldom changed.

import { localSite } from '../../pages/network.ts';
import { checkbox, field, prefixList, select } from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { hubField, siteField } from '../fields.ts';
import type { Wizard } from '../step.ts';

function setLan(wizard: Wizard, lan: string[]): void {
	wizard.edit(['local.lan'], (network) => {
		localSite(network).lan = lan;
	});
}

/** Check boxes for the networks that the router has found. */
export function lanTicks(wizard: Wizard): HTMLElement {
	const { draft } = wizard;
	const chosen = localSite(draft.network).lan;
	const found = draft.lans.map(({ prefix }) => prefix);
	const boxes = draft.lans.map(({ prefix, interface: name, zone }) =>
		checkbox(
			chosen.includes(prefix),
			[prefix, ' ', E('small', {}, [zone === name || zone === '' ? name : `${name} (${zone})`])],
			(checked) => {
				const now = localSite(draft.network).lan.filter((lan) => lan !== prefix);
				setLan(wizard, checked ? [prefix, ...now] : now);
			}
		)
	);
	const others = chosen.filter((lan) => !found.includes(lan));
	return E('div', { role: 'group', 'aria-label': _('Networks that other homes can reach') }, [
		E('div', { class: 'wgs-age' }, [_('Networks that other homes can reach')]),
		...boxes,
		...(others.length > 0 ? [E('div', {}, [others.join(', ')])] : []),
	]);
}

/** Networks that the router has not found itself. */
function otherNetworks(wizard: Wizard): HTMLElement {
	const { draft } = wizard;
	const found = draft.lans.map(({ prefix }) => prefix);
	const list = prefixList(
		localSite(draft.network).lan.filter((lan) => !found.includes(lan)),
		(values) => {
			const boxed = localSite(draft.network).lan.filter((lan) => found.includes(lan));
			setLan(wizard, [...boxed, ...values]);
		},
		{ placeholder: found.length === 0 ? '192.168.2.0/24' : _('another network') }
	);
	return field(list, { label: _('Other networks of this home') });
}

/** Which of the homes in the file this one is. */
function whichHome(wizard: Wizard): HTMLElement[] {
	const { kind, network } = wizard.draft;
	if (kind !== 'network' || network.sites.length < 2) return [];
	return [
		field(
			select(
				localSite(network).name,
				network.sites.map(({ name }): [string, string] => [name, name]),
				(name) => {
					wizard.beHome(name);
				}
			),
			{
				label: _('This home is'),
				help: _('The text describes all your homes. Choose the one of this router.'),
			}
		),
	];
}

export function homeFields(wizard: Wizard): Node[] {
	const local = localSite(wizard.draft.network);
	return [...whichHome(wizard), siteField(wizard, local, 'name'), otherNetworks(wizard)];
}

/** Seldom other than they are. */
const rare = ['address', 'interface', 'keepalive', 'mtu', 'one_way'] as const;

export function addressFields(wizard: Wizard): Node[] {
	const { network, findings } = wizard.draft;
	const asked = findings.some(
		({ about, severity }) => severity === 'error' && rare.some((name) => about === `hub.${name}`)
	);
	return [
		siteField(wizard, localSite(network), 'address'),
		hubField(wizard, 'subnet'),
		fold(
			_('More settings'),
			rare.map((name) => hubField(wizard, name)),
			asked
		),
	];
}
