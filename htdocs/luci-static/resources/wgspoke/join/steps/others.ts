// Step 3: which other homes are there, and what is behind each?

import { remoteSites } from '../../pages/network.ts';
import { button } from '../../widgets/buttons.ts';
import { addressField, field, prefixList, textField } from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { fill } from '../../widgets/words.ts';
import type { Network, Site } from '../../types.ts';
import type { Wizard } from '../step.ts';

/** A name that no other home has: 'Home 2', 'Home 3', … */
function freshName(network: Network): string {
	for (let number = 2; ; number++) {
		const name = fill(_('Home {number}'), { number });
		if (!network.sites.some((site) => site.name === name)) return name;
	}
}

function siteForm(wizard: Wizard, site: Site): HTMLElement {
	const at = `site.${site.name}.`;
	const about = (name: string) => wizard.notices((found) => found === at + name);
	const title = E('h4', { tabindex: '-1' }, [site.name]);
	return E('div', { class: 'wgs-site', 'data-part': 'site' }, [
		title,
		field(
			textField(site.name, (value) => {
				wizard.edit(at, () => {
					site.name = value;
				});
				title.textContent = value;
			}),
			{ label: _('Name'), findings: about('name') }
		),
		field(
			prefixList(
				site.lan,
				(values) => {
					wizard.edit(`${at}lan`, () => {
						site.lan = values;
					});
				},
				{ placeholder: '192.168.4.0/24' }
			),
			{
				label: _('Networks'),
				help: _('Several are separated by commas.'),
				findings: about('lan'),
			}
		),
		fold(
			_('More about this home'),
			[
				field(
					addressField(site.address, (value) => {
						wizard.edit(`${at}address`, () => {
							site.address = value;
						});
					}),
					{
						label: _('VPN address'),
						help: _('With it, checks can tell whether its router answers.'),
						findings: about('address'),
					}
				),
				field(
					addressField(site.host, (value) => {
						wizard.edit(`${at}host`, () => {
							site.host = value;
						});
					}),
					{
						label: _('A device to ask'),
						help: _('An address there that answers a ping; empty for its router.'),
						findings: about('host'),
					}
				),
			],
			[...about('address'), ...about('host')].length > 0
		),
		E('div', { class: 'right' }, [
			button(
				_('Remove'),
				'negative',
				() => {
					wizard.edit(at, (network) => {
						network.sites = network.sites.filter((one) => one !== site);
					});
					wizard.redraw();
				},
				{ 'aria-label': fill(_('Remove {name}'), { name: site.name }) }
			),
		]),
	]);
}

export function othersStep(wizard: Wizard): Node[] {
	const sites = remoteSites(wizard.draft.network);
	return [
		E('p', {}, [
			_('Devices here will reach these networks through the hub. Name the homes as you like.'),
		]),
		...wizard.notices((about) => about === 'sites' || about.startsWith('device')),
		...sites.map((site) => siteForm(wizard, site)),
		E('div', { class: 'wgs-site' }, [
			button(_('Add a home'), 'neutral', () => {
				wizard.edit('sites', (network) => {
					network.sites.push({
						name: freshName(network),
						address: '',
						lan: [],
						local: false,
						host: '',
						public_key: '',
					});
				});
				wizard.redraw();
				const lists = document.querySelectorAll<HTMLElement>('[data-part=site] .add-item > input');
				lists[lists.length - 1]?.focus();
			}),
		]),
	];
}
