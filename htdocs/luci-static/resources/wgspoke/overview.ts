// How does the network do that this home is part of? Drawing, table, findings; refreshed without overlap.

import poll from 'luci:poll';
import { api } from './api.ts';
import { applyTask } from './apply.ts';
import { ask } from './ask.ts';
import { diffBlock } from './diff.ts';
import { drawing } from './drawing.ts';
import { button, buttonRow, faultNotice, fillNode, more, notice, seriousNotices } from './parts.ts';
import { tabLink } from './tabs.ts';
import { joinTask, leaveTask } from './tasks.ts';
import { checkNow, verdictNode } from './verdicts.ts';
import { ago, bytes, fill } from './words.ts';
import type { SiteStatus, Status } from '../../../../root/usr/share/ucode/wgspoke/model/types.ts';

const REFRESH_SECONDS = 5;
/** Older verdicts are asked for anew when the page opens. */
const STALE_SECONDS = 300;

function facts(status: Status): HTMLElement {
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

function table(status: Status): HTMLElement {
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

function remarks(status: Status, repair: () => Promise<void>, mayWrite: boolean): HTMLElement[] {
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
			more(_('What would be put back', 'wgspoke'), [diffBlock(status.drift)]),
			...(mayWrite ? [button(_('Put back', 'wgspoke'), 'action', repair)] : []),
		]),
	];
}

/** Shows the overview in `node` until it is left. `edit` and `leave` say where to go then. */
export class Overview {
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly live = E('div', { 'data-part': 'live' }, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	private readonly edit: (status: Status) => void;
	private readonly left: () => void;
	private status: Status;
	/** A check asks for the status by itself. */
	private checking = false;

	constructor(status: Status, edit: (status: Status) => void, left: () => void) {
		this.status = status;
		this.edit = edit;
		this.left = left;
		const off = this.mayWrite ? undefined : 'disabled';
		fillNode(this.node, [
			E('h2', {}, [_('Home network', 'wgspoke')]),
			this.live,
			buttonRow([
				button(_('Check now', 'wgspoke'), 'action', () => this.check()),
				button(
					_('Edit sites', 'wgspoke'),
					'neutral',
					() => {
						this.stop();
						this.edit(this.status);
					},
					{ disabled: off }
				),
				button(_('Leave', 'wgspoke'), 'negative', () => this.leave(), { disabled: off }),
			]),
		]);
		this.draw();
		this.start();
		if (status.probe_age === null || status.probe_age > STALE_SECONDS) void this.check();
	}

	private start(): void {
		poll.add(this.refresh, REFRESH_SECONDS);
		document.addEventListener('visibilitychange', this.seen);
	}

	stop(): void {
		poll.remove(this.refresh);
		document.removeEventListener('visibilitychange', this.seen);
	}

	private draw(): void {
		const { status } = this;
		const open = this.live.querySelector('details')?.open ?? false;
		fillNode(this.live, [
			...remarks(status, () => this.repair(), this.mayWrite),
			E('div', { class: 'cbi-section' }, [drawing(status, window.innerWidth < 600 ? 340 : 640)]),
			E('div', { class: 'cbi-section' }, [facts(status)]),
			E('div', { class: 'cbi-section' }, [
				E('h3', {}, [_('Homes and devices', 'wgspoke')]),
				table(status),
			]),
		]);
		const details = this.live.querySelector('details');
		if (details) details.open = open;
	}

	private readonly refresh = async (): Promise<void> => {
		if (document.hidden || this.checking) return;
		try {
			this.status = await api.status();
		} catch {
			// LuCI itself tells of a lost router or login; the last state stays.
			return;
		}
		this.draw();
	};

	private readonly seen = (): void => void this.refresh();

	private async check(): Promise<void> {
		if (this.checking) return;
		this.checking = true;
		try {
			this.status = await checkNow();
			this.draw();
		} catch (error) {
			fillNode(this.live, [faultNotice(error)]);
		} finally {
			this.checking = false;
		}
	}

	private async repair(): Promise<void> {
		const { network } = this.status;
		if (!network) return;
		await applyTask(joinTask({ network, text: '', editing: true, hub: null, commands: () => [] }));
		await this.refresh();
	}

	private leave(): Promise<void> {
		return ask({
			title: _('Leave the network?', 'wgspoke'),
			lead: [
				E('p', {}, [
					_(
						'The other homes can then no longer be reached. To come back with the same homes and devices, save the network first: ',
						'wgspoke'
					),
					tabLink('hub', _('Hub', 'wgspoke')),
				]),
				E('p', {}, [_('This will go:', 'wgspoke')]),
			],
			yes: _('Leave', 'wgspoke'),
			kind: 'negative',
			look: () => api.leave(true),
			go: async () => {
				// What is seen behind the dialog would be half gone.
				this.stop();
				if ((await applyTask(leaveTask())) === 'kept') this.left();
				else this.start();
			},
		});
	}
}
