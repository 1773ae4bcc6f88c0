// Step 2: what of this home do the other homes reach, and under which VPN address?

import { localSite } from '../../pages/network.ts';
import {
	addressField,
	checkbox,
	field,
	numberField,
	prefixList,
	select,
	textField,
} from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { beHome } from '../draft.ts';
import type { RouterAccess } from '../../types.ts';
import type { Wizard } from '../step.ts';

/** Check boxes for what the router has found, and a line for the rest. */
function lanChoice(wizard: Wizard): HTMLElement {
	const { draft } = wizard;
	const chosen = localSite(draft.network).lan;
	const found = draft.lans.map(({ prefix }) => prefix);

	const set = (lan: string[]): void => {
		wizard.edit('local.lan', (network) => {
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
	const { fromFile, network } = wizard.draft;
	if (!fromFile || network.sites.length < 2) return [];
	return [
		field(
			select(
				localSite(network).name,
				network.sites.map(({ name }): [string, string] => [name, name]),
				(name) => {
					wizard.edit('', (changed) => {
						wizard.draft.oldKey = beHome(changed, name);
					});
					wizard.redraw();
				}
			),
			{
				label: _('This home is'),
				help: _('The text describes the whole network. Choose the home of this router.'),
			}
		),
	];
}

const accessChoices = (): [RouterAccess, string][] => [
	['ping', _('may only be pinged')],
	['all', _('is open to the other homes, its login page too')],
	['none', _('is closed to the other homes')],
];

export function homeStep(wizard: Wizard): Node[] {
	const { network } = wizard.draft;
	const { hub } = network;
	const local = localSite(network);
	const about = (name: string) => wizard.notices((found) => found === name);
	const rare = ['hub.interface', 'hub.keepalive', 'hub.mtu', 'hub.address'];
	const asked = wizard.draft.findings.some(
		({ field: name, severity }) => severity === 'error' && rare.includes(name)
	);
	return [
		...whichHome(wizard),
		E('p', {}, [_('The other homes reach these networks of this home.')]),
		field(lanChoice(wizard), {
			label: _('Networks of this home'),
			findings: about('local.lan'),
		}),
		field(
			addressField(local.address, (value) => {
				wizard.edit('local.address', () => {
					local.address = value;
				});
			}),
			{
				label: _('VPN address of this home'),
				help: _('The same as at the hub.'),
				findings: about('local.address'),
			}
		),
		field(
			textField(
				hub.subnet,
				(value) => {
					wizard.edit('hub.subnet', () => {
						hub.subnet = value;
					});
				},
				{ datatype: 'cidr' }
			),
			{ label: _('VPN network'), findings: about('hub.subnet') }
		),
		field(
			textField(local.name, (value) => {
				wizard.edit('local.name', () => {
					local.name = value;
				});
			}),
			{ label: _('Name of this home'), findings: about('local.name') }
		),
		field(
			select(network.router_access, accessChoices(), (value) => {
				wizard.edit('router_access', () => {
					network.router_access = value as RouterAccess;
				});
			}),
			{ label: _('This router itself'), findings: about('router_access') }
		),
		fold(
			_('More settings'),
			[
				field(
					addressField(hub.address, (value) => {
						wizard.edit('hub.address', () => {
							hub.address = value;
						});
					}),
					{ label: _('VPN address of the hub'), findings: about('hub.address') }
				),
				field(
					textField(
						hub.interface,
						(value) => {
							wizard.edit('hub.interface', () => {
								hub.interface = value;
							});
						},
						{ datatype: 'uciname' }
					),
					{ label: _('Name of the tunnel'), findings: about('hub.interface') }
				),
				field(
					numberField(
						hub.keepalive,
						(value) => {
							wizard.edit('hub.keepalive', () => {
								hub.keepalive = value;
							});
						},
						'range(0,65535)'
					),
					{ label: _('Keepalive in seconds'), findings: about('hub.keepalive') }
				),
				field(
					numberField(
						hub.mtu,
						(value) => {
							wizard.edit('hub.mtu', () => {
								hub.mtu = value;
							});
						},
						'uinteger',
						_('chosen by the router')
					),
					{ label: _('MTU'), findings: about('hub.mtu') }
				),
			],
			asked
		),
	];
}
