// What is so now? The tunnel in figures, homes and devices as a table, and what is wrong in sentences.

import { tabLink } from '../pages/tabs.ts';
import { diffBlock } from '../widgets/changes.ts';
import { button } from '../widgets/form.ts';
import { fold } from '../widgets/layout.ts';
import { notice, seriousNotices } from '../widgets/notices.ts';
import { verdictNode } from '../widgets/verdict.ts';
import { ago, bytes, fill } from '../widgets/words.ts';
import type { SiteStatus, Status } from '../types.ts';

export function stateFacts(status: Status): HTMLElement {
	const { network } = status;
	const hub = network?.hub;
	const tunnel =
		status.up === null
			? _('unknown', 'wgspoke')
			: status.up
				? _('up', 'wgspoke tunnel')
				: _('down', 'wgspoke tunnel');
	const checked = status.probe_age === null ? _('never', 'wgspoke time') : ago(status.probe_age);
	const rows: [string, string | Node][] = [
		[_('Hub', 'wgspoke'), hub ? `${hub.endpoint_host}:${hub.endpoint_port}` : ''],
		[_('Tunnel', 'wgspoke'), `${status.interface}: ${tunnel}`],
		[_('Last handshake', 'wgspoke'), ago(status.handshake_age)],
		[
			_('Traffic', 'wgspoke'),
			fill(_('{received} received, {sent} sent', 'wgspoke'), {
				received: bytes(status.rx_bytes),
				sent: bytes(status.tx_bytes),
			}),
		],
		[_('Hub answers', 'wgspoke'), verdictNode(status.hub, status.hub_rtt)],
		[_('Last check', 'wgspoke'), status.probing ? _('under way', 'wgspoke progress') : checked],
	];
	return E(
		'dl',
		{ class: 'wgs-facts', 'data-part': 'facts' },
		rows.flatMap(([name, value]) => [E('dt', {}, [name]), E('dd', {}, [value])])
	);
}

function cell(title: string, children: LuciChild[]): HTMLElement {
	return E('td', { class: 'td', 'data-title': title }, children);
}

function siteRow(site: SiteStatus, titles: string[]): HTMLElement {
	const [name = '', address = '', lan = '', gateway = '', host = ''] = titles;
	const here = E('em', {}, [_('here', 'wgspoke')]);
	const missing =
		site.missing_routes.length > 0
			? [
					E('div', { class: 'wgs-finding wgs-warning' }, [
						fill(_('No route now: {prefixes}', 'wgspoke'), {
							prefixes: site.missing_routes.join(', '),
						}),
					]),
				]
			: [];
	return E('tr', { class: 'tr' }, [
		cell(name, [site.name]),
		cell(address, [site.address || '–']),
		cell(lan, [site.lan.join(', ') || '–', ...missing]),
		cell(gateway, [site.local ? here : verdictNode(site.gateway)]),
		cell(host, [site.local ? '' : verdictNode(site.host)]),
	]);
}

export function memberStates(status: Status): HTMLElement {
	const titles = [
		_('Name', 'wgspoke site'),
		_('VPN address', 'wgspoke site'),
		_('Networks', 'wgspoke site'),
		_('Router', 'wgspoke site'),
		_('Device', 'wgspoke site'),
	];
	const [name = '', address = ''] = titles;
	return E('table', { class: 'table' }, [
		E('tr', { class: 'tr table-titles' }, [
			...titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title])),
		]),
		...status.sites.map((site) => siteRow(site, titles)),
		...status.devices.map((device) =>
			E('tr', { class: 'tr' }, [
				cell(name, [device.name]),
				cell(address, [device.address]),
				cell('', [E('em', {}, [_('single device', 'wgspoke')])]),
				cell('', []),
				cell('', []),
			])
		),
	]);
}

/** Who does not answer, and what that may come from. */
function silence(status: Status): HTMLElement[] {
	if (status.hub === 'no' && status.up === true) {
		return [
			notice('warning', [
				_(
					'The hub does not answer. It may be off, or not know this router (any more). What it has to know, and how to compare: ',
					'wgspoke'
				),
				tabLink('hub', _('Hub', 'wgspoke')),
			]),
		];
	}
	const silent = status.sites.filter(
		({ local, gateway, host }) => !local && gateway === 'no' && host !== 'yes'
	);
	if (status.hub !== 'yes' || silent.length === 0) return [];
	return [
		notice('warning', [
			fill(
				_(
					'{names}: no answer, though the hub answers. The router there may be off or have left, or the hub may not know it. To compare: ',
					'wgspoke'
				),
				{ names: silent.map(({ name }) => name).join(', ') }
			),
			tabLink('hub', _('Hub', 'wgspoke')),
		]),
	];
}

export function remarks(
	status: Status,
	repair: () => Promise<void>,
	mayWrite: boolean
): HTMLElement[] {
	const found = seriousNotices(status.findings);
	found.push(...silence(status));
	if (status.drift.length === 0) return found;
	return [
		...found,
		notice('warning', [
			E('p', {}, [
				_(
					'Settings of the tunnel have been changed elsewhere since. Put them back, or leave them if you meant it.',
					'wgspoke'
				),
			]),
			fold(_('What would be put back', 'wgspoke'), [diffBlock(status.drift)]),
			...(mayWrite ? [button(_('Put back', 'wgspoke'), 'action', repair)] : []),
		]),
	];
}
