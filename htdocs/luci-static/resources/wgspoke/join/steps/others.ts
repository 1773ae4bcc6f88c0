// Which other homes are there, and what is behind each?

import { newSite, remoteSites } from '../../pages/network.ts';
import { button } from '../../widgets/buttons.ts';
import { fold } from '../../widgets/layout.ts';
import { fill } from '../../widgets/words.ts';
import { aboutSite, allAbout, siteField } from '../fields.ts';
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
	const title = E('h3', { tabindex: '-1' }, [site.name]);
	const seldom = ['address', 'host', 'public_key'] as const;
	const asked = wizard.draft.findings.some(({ about }) =>
		seldom.some((name) => about === aboutSite(site, name))
	);
	return E('div', { class: 'wgs-site', 'data-part': 'site' }, [
		title,
		siteField(wizard, site, 'name', (name) => {
			title.textContent = String(name);
		}),
		siteField(wizard, site, 'lan'),
		fold(
			_('More about this home'),
			seldom.map((name) => siteField(wizard, site, name)),
			asked
		),
		E('div', { class: 'right' }, [
			button(
				_('Remove'),
				'negative',
				() => {
					wizard.edit(allAbout(site), (network) => {
						network.sites = network.sites.filter((one) => one !== site);
					});
					wizard.redraw();
				},
				{ 'aria-label': fill(_('Remove {name}'), { name: site.name }) }
			),
		]),
	]);
}

export function othersFields(wizard: Wizard): Node[] {
	const sites = remoteSites(wizard.draft.network);
	return [
		E('p', {}, [
			_('Everything in this home can reach these networks. Name the homes as you like.'),
		]),
		...sites.map((site) => siteForm(wizard, site)),
		E('div', { class: 'wgs-site' }, [
			button(_('Add a home'), 'neutral', () => {
				wizard.edit(['sites'], (network) => {
					network.sites.push(newSite(freshName(network)));
				});
				wizard.redraw();
				const lists = document.querySelectorAll<HTMLElement>('[data-part=site] .add-item > input');
				lists[lists.length - 1]?.focus();
			}),
		]),
	];
}
