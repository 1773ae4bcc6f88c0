// Step 3: which other homes are there, and what is behind each?

import { remoteSites } from '../../pages/network.ts';
import { button, field, textInput } from '../../widgets/form.ts';
import { fold } from '../../widgets/layout.ts';
import { fill, splitPrefixes } from '../../widgets/words.ts';
import type { Network, Site } from '../../types.ts';
import type { Wizard } from '../step.ts';

/** A name that no other home has: 'Home 2', 'Home 3', … */
function freshName(network: Network): string {
	for (let number = 2; ; number++) {
		const name = fill(_('Home {number}', 'wgspoke'), { number });
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
			textInput(site.name, (value) => {
				wizard.edit(at, () => {
					site.name = value;
				});
				title.textContent = value;
			}),
			{ label: _('Name', 'wgspoke site'), findings: about('name') }
		),
		field(
			textInput(
				site.lan.join(', '),
				(value) => {
					wizard.edit(`${at}lan`, () => {
						site.lan = splitPrefixes(value);
					});
				},
				{ placeholder: '192.168.4.0/24' }
			),
			{
				label: _('Networks', 'wgspoke site'),
				help: _('Several are separated by commas.', 'wgspoke'),
				findings: about('lan'),
			}
		),
		fold(
			_('More about this home', 'wgspoke'),
			[
				field(
					textInput(site.address, (value) => {
						wizard.edit(`${at}address`, () => {
							site.address = value.replace(/\/.*$/, '');
						});
					}),
					{
						label: _('VPN address', 'wgspoke site'),
						help: _('With it, checks can tell whether its router answers.', 'wgspoke'),
						findings: about('address'),
					}
				),
				field(
					textInput(site.host, (value) => {
						wizard.edit(`${at}host`, () => {
							site.host = value;
						});
					}),
					{
						label: _('A device to ask', 'wgspoke site'),
						help: _('An address there that answers a ping; empty for its router.', 'wgspoke'),
						findings: about('host'),
					}
				),
			],
			[...about('address'), ...about('host')].length > 0
		),
		E('div', { class: 'right' }, [
			button(
				_('Remove', 'wgspoke site'),
				'negative',
				() => {
					wizard.edit(at, (network) => {
						network.sites = network.sites.filter((one) => one !== site);
					});
					wizard.redraw();
				},
				{ 'aria-label': fill(_('Remove {name}', 'wgspoke site'), { name: site.name }) }
			),
		]),
	]);
}

export function othersStep(wizard: Wizard): Node[] {
	const sites = remoteSites(wizard.draft.network);
	return [
		E('p', {}, [
			_(
				'Devices here will reach these networks through the hub. Name the homes as you like.',
				'wgspoke'
			),
		]),
		...wizard.notices((about) => about === 'sites' || about.startsWith('device')),
		...sites.map((site) => siteForm(wizard, site)),
		E('div', { class: 'wgs-site' }, [
			button(_('Add a home', 'wgspoke'), 'neutral', () => {
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
				const forms = document.querySelectorAll('[data-part=site]');
				forms[forms.length - 1]?.querySelectorAll('input')[1]?.focus();
			}),
		]),
	];
}
