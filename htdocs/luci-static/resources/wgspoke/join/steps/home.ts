// Step 2: what of this home do the other homes reach, and under which VPN address?

import { localSite } from '../../pages/network.ts';
import { checkbox, field, prefixList, select } from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { rowOf } from '../../widgets/record.ts';
import { word } from '../../widgets/words.ts';
import { hubField, siteField } from '../fields.ts';
import type { Wizard } from '../step.ts';

/** Check boxes for what the router has found, and a line for the rest. */
function lanChoice(wizard: Wizard): HTMLElement {
	const { draft } = wizard;
	const chosen = localSite(draft.network).lan;
	const found = draft.lans.map(({ prefix }) => prefix);

	const set = (lan: string[]): void => {
		wizard.edit(['local.lan'], (network) => {
			localSite(network).lan = lan;
		});
	};
	const boxes = draft.lans.map(({ prefix, interface: name, zone }) =>
		checkbox(
			chosen.includes(prefix),
			[prefix, ' ', E('small', {}, [zone === name || zone === '' ? name : `${name} (${zone})`])],
			(checked) => {
				const now = localSite(draft.network).lan.filter((lan) => lan !== prefix);
				set(checked ? [prefix, ...now] : now);
			}
		)
	);
	const others = prefixList(
		chosen.filter((lan) => !found.includes(lan)),
		(values) => {
			const boxed = localSite(draft.network).lan.filter((lan) => found.includes(lan));
			set([...boxed, ...values]);
		},
		{
			placeholder: found.length === 0 ? '192.168.2.0/24' : _('another network'),
			label: _('Other networks of this home'),
		}
	);
	return E('div', {}, [...boxes, others.node]);
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

/** Seldom other than they are. */
const rare = ['address', 'interface', 'keepalive', 'mtu', 'one_way'] as const;

export function homeStep(wizard: Wizard): Node[] {
	const local = localSite(wizard.draft.network);
	const asked = wizard.draft.findings.some(
		({ about, severity }) => severity === 'error' && rare.some((name) => about === `hub.${name}`)
	);
	return [
		...whichHome(wizard),
		E('p', {}, [_('Networks that other homes can reach')]),
		field(lanChoice(wizard), {
			label: word(rowOf('site', 'lan').local_label ?? ''),
			findings: wizard.notices((about) => about === 'local.lan'),
		}),
		siteField(wizard, local, 'address'),
		hubField(wizard, 'subnet'),
		siteField(wizard, local, 'name'),
		hubField(wizard, 'router_access'),
		fold(
			_('More settings'),
			rare.map((name) => hubField(wizard, name)),
			asked
		),
	];
}
