// Step 2: what of this home do the other homes reach, and under which VPN address?

import { localSite } from '../../pages/network.ts';
import { checkbox, field, select, textInput } from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { splitPrefixes } from '../../widgets/words.ts';
import { beHome } from '../draft.ts';
import type { RouterAccess } from '../../types.ts';
import type { Wizard } from '../step.ts';

function whole(value: string): number {
	return /^\d{1,5}$/.test(value) ? Number(value) : 0;
}

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
	const others = textInput(
		chosen.filter((lan) => !found.includes(lan)).join(', '),
		(value) => {
			const boxed = localSite(draft.network).lan.filter((lan) => found.includes(lan));
			set([...boxed, ...splitPrefixes(value)]);
		},
		{
			placeholder: found.length === 0 ? '192.168.2.0/24' : _('another network', 'wgspoke'),
			'aria-label': _('Other networks of this home', 'wgspoke'),
		}
	);
	return E('div', {}, [...boxes, others]);
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
				label: _('This home is', 'wgspoke'),
				help: _('The text describes the whole network. Choose the home of this router.', 'wgspoke'),
			}
		),
	];
}

const accessChoices = (): [RouterAccess, string][] => [
	['ping', _('may only be pinged', 'wgspoke access')],
	['all', _('is open to the other homes, its login page too', 'wgspoke access')],
	['none', _('is closed to the other homes', 'wgspoke access')],
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
		E('p', {}, [_('The other homes reach these networks of this home.', 'wgspoke')]),
		field(lanChoice(wizard), {
			label: _('Networks of this home', 'wgspoke'),
			findings: about('local.lan'),
		}),
		field(
			textInput(local.address, (value) => {
				wizard.edit('local.address', () => {
					local.address = value.replace(/\/.*$/, '');
				});
			}),
			{
				label: _('VPN address of this home', 'wgspoke'),
				help: _('The same as at the hub.', 'wgspoke'),
				findings: about('local.address'),
			}
		),
		field(
			textInput(hub.subnet, (value) => {
				wizard.edit('hub.subnet', () => {
					hub.subnet = value;
				});
			}),
			{ label: _('VPN network', 'wgspoke'), findings: about('hub.subnet') }
		),
		field(
			textInput(local.name, (value) => {
				wizard.edit('local.name', () => {
					local.name = value;
				});
			}),
			{ label: _('Name of this home', 'wgspoke'), findings: about('local.name') }
		),
		field(
			select(network.router_access, accessChoices(), (value) => {
				wizard.edit('router_access', () => {
					network.router_access = value as RouterAccess;
				});
			}),
			{ label: _('This router itself', 'wgspoke'), findings: about('router_access') }
		),
		fold(
			_('More settings', 'wgspoke'),
			[
				field(
					textInput(hub.address, (value) => {
						wizard.edit('hub.address', () => {
							hub.address = value.replace(/\/.*$/, '');
						});
					}),
					{ label: _('VPN address of the hub', 'wgspoke'), findings: about('hub.address') }
				),
				field(
					textInput(hub.interface, (value) => {
						wizard.edit('hub.interface', () => {
							hub.interface = value;
						});
					}),
					{ label: _('Name of the tunnel', 'wgspoke'), findings: about('hub.interface') }
				),
				field(
					textInput(
						String(hub.keepalive),
						(value) => {
							wizard.edit('hub.keepalive', () => {
								hub.keepalive = whole(value);
							});
						},
						{ inputmode: 'numeric' }
					),
					{ label: _('Keepalive in seconds', 'wgspoke'), findings: about('hub.keepalive') }
				),
				field(
					textInput(
						hub.mtu === 0 ? '' : String(hub.mtu),
						(value) => {
							wizard.edit('hub.mtu', () => {
								hub.mtu = whole(value);
							});
						},
						{ inputmode: 'numeric', placeholder: _('chosen by the router', 'wgspoke') }
					),
					{ label: _('MTU', 'wgspoke'), findings: about('hub.mtu') }
				),
			],
			asked
		),
	];
}
