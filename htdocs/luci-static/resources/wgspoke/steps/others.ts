// Step 3: which other homes are there, and what is behind each?

import { button, field, more, textInput } from '../parts.ts';
import { remoteSites } from '../draft.ts';
import { fill, splitPrefixes } from '../words.ts';
import type { Desk } from '../desk.ts';
import type { Network, Site } from '../../../../../root/usr/share/ucode/wgspoke/model/types.ts';

/** A name that no other home has: 'Home 2', 'Home 3', … */
function freshName(network: Network): string {
	for (let number = 2; ; number++) {
		const name = fill(_('Home {number}', 'wgspoke'), { number });
		if (!network.sites.some((site) => site.name === name)) return name;
	}
}

function siteForm(desk: Desk, site: Site): HTMLElement {
	const at = `site.${site.name}.`;
	const about = (name: string) => desk.notices((found) => found === at + name);
	const title = E('h4', { tabindex: '-1' }, [site.name]);
	return E('div', { class: 'wgs-site', 'data-part': 'site' }, [
		title,
		field(
			textInput(site.name, (value) => {
				desk.edit(at, () => {
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
					desk.edit(`${at}lan`, () => {
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
		more(
			_('More about this home', 'wgspoke'),
			[
				field(
					textInput(site.address, (value) => {
						desk.edit(`${at}address`, () => {
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
						desk.edit(`${at}host`, () => {
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
					desk.edit(at, (network) => {
						network.sites = network.sites.filter((one) => one !== site);
					});
					desk.redraw();
				},
				{ 'aria-label': fill(_('Remove {name}', 'wgspoke site'), { name: site.name }) }
			),
		]),
	]);
}

export function othersStep(desk: Desk): Node[] {
	const sites = remoteSites(desk.draft.network);
	return [
		E('p', {}, [
			_(
				'Devices here will reach these networks through the hub. Name the homes as you like.',
				'wgspoke'
			),
		]),
		...desk.notices((about) => about === 'sites' || about.startsWith('device')),
		...sites.map((site) => siteForm(desk, site)),
		E('div', { class: 'wgs-site' }, [
			button(_('Add a home', 'wgspoke'), 'neutral', () => {
				desk.edit('sites', (network) => {
					network.sites.push({
						name: freshName(network),
						address: '',
						lan: [],
						local: false,
						host: '',
						public_key: '',
					});
				});
				desk.redraw();
				const forms = document.querySelectorAll('[data-part=site]');
				forms[forms.length - 1]?.querySelectorAll('input')[1]?.focus();
			}),
		]),
	];
}
