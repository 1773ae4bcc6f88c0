// Who is in the VPN, and how is each? One table of hub, homes and devices, whose cells are mended.

import { deviceState, stateNode, unknown } from '../pages/state.ts';
import { ago, fill, milliseconds, trafficText } from '../widgets/words.ts';
import { isStale } from './headline.ts';
import type { State } from '../pages/state.ts';
import type {
	Known,
	Ladder,
	NewsItem,
	SiteStatus,
	Status,
	StatusReply,
	Verdict,
} from '../types.ts';

function withTime(text: string, rtt: Known<number>): string {
	if (rtt === null) return text;
	return fill(_('{verdict}, {time}'), { verdict: text, time: milliseconds(rtt) });
}

/** The address that is asked in a LAN: '192.168.4.0/24' → '192.168.4.1' */
export function firstAddress(lan: string): string {
	const [network = ''] = lan.split('/');
	if (network.includes(':')) return network.replace(/::$/, '::1');
	return network.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** Milliseconds to a home, as the last check measured them. */
export function rttTo(ladder: Ladder | null, name: string): Known<number> {
	const steps = ladder?.members.find((one) => one.name === name)?.steps ?? [];
	return steps.reduce<Known<number>>(
		(rtt, one) => (one.verdict === 'yes' ? (one.rtt ?? rtt) : rtt),
		null
	);
}

function hubState(status: Status): State {
	if (status.network?.hub.off) return unknown(_('switched off'));
	if (isStale(status)) return unknown(_('not checked'));
	if (status.hub === 'yes') return { shown: 'yes', text: withTime(_('answers'), status.hub_rtt) };
	return status.hub === 'no' ? { shown: 'no', text: _('no answer') } : unknown(_('not checked'));
}

/** Of another home: its router and the device that is asked there, in one state. */
function siteState(status: Status, index: number, ladder: Ladder | null): State {
	const site = status.network?.sites[index];
	const seen: SiteStatus | undefined = status.sites[index];
	if (!site || !seen) return unknown(_('not checked'));
	if (status.network?.hub.off) return unknown(_('switched off'));
	if (site.local) {
		const works = !isStale(status) && status.hub === 'yes';
		return works ? { shown: 'yes', text: _('connected') } : unknown(_('not connected'));
	}
	if (seen.missing_routes.length > 0) {
		const networks = seen.missing_routes.join(', ');
		return { shown: 'no', text: fill(_('no route to {networks}'), { networks }) };
	}
	// What lies behind the hub is not to be blamed for its silence.
	if (status.hub === 'no') return unknown(_('not reached'));
	if (isStale(status)) return unknown(_('not checked'));
	const asked = site.host || firstAddress(site.lan[0] ?? '') || site.address;
	const rtt = rttTo(ladder, site.name);
	if (seen.host === 'yes') {
		return { shown: 'yes', text: withTime(fill(_('{address} answers'), { address: asked }), rtt) };
	}
	if (seen.gateway === 'yes') {
		const text =
			seen.host === 'no' && site.lan.length > 0
				? fill(_('its router answers, {address} does not'), { address: asked })
				: withTime(_('its router answers'), rtt);
		return { shown: 'yes', text };
	}
	if (seen.gateway === 'no' || seen.host === 'no') {
		return { shown: 'no', text: fill(_('no answer from {address}'), { address: asked }) };
	}
	return unknown(_('not checked'));
}

/** Green, red or grey: how the line to a home is drawn. */
export function siteVerdict(status: Status, index: number, ladder: Ladder | null): Verdict {
	const { shown } = siteState(status, index, ladder);
	return shown === 'unknown' ? 'not checked' : shown;
}

/** Homes that are at the hub, and not added here. */
export function notAdded({ news }: StatusReply): NewsItem[] {
	return news.filter(({ kind }) => kind === 'added');
}

interface Row {
	key: string;
	name: LuciChild[];
	state: State;
	network: string;
	address: string;
	heard: string;
	traffic: string;
}

function heardText(seconds: Known<number>): string {
	return seconds === null ? '' : ago(seconds);
}

function rowsOf(status: StatusReply, ladder: Ladder | null): Row[] {
	const { network } = status;
	if (!network) return [];
	const handshake = status.handshake_unclear
		? _('not known')
		: status.handshake_age === null
			? ''
			: fill(_('handshake {when}'), { when: ago(status.handshake_age) });
	const traffic = trafficText({ got_bytes: status.rx_bytes, sent_bytes: status.tx_bytes });
	const hub: Row = {
		key: 'hub',
		name: [E('strong', {}, [_('Hub')])],
		state: hubState(status),
		network: '',
		address: network.hub.address,
		heard: handshake,
		traffic: status.rx_bytes + status.tx_bytes === 0 ? '' : traffic,
	};
	const homes = network.sites.map((site, index) => ({
		key: `site-${site.name}`,
		name: [
			E('strong', {}, [site.name]),
			...(site.local ? [' ', E('em', { class: 'wgs-badge' }, [_('this router')])] : []),
		],
		state: siteState(status, index, ladder),
		network: site.lan.join(', '),
		address: site.address,
		heard: site.local ? '' : heardText(status.sites[index]?.heard ?? null),
		traffic: trafficText(status.sites[index]),
	}));
	const devices = network.devices.map(({ name, address }, index) => {
		const seen = status.devices[index];
		return {
			key: `device-${name}`,
			name: [name],
			state: deviceState(status, index),
			network: '',
			address,
			heard: heardText(seen?.heard ?? null),
			traffic: trafficText(seen),
		};
	});
	const others = notAdded(status).map(({ name, lan, address }) => ({
		key: `news-${name}`,
		name: [E('strong', {}, [name])],
		state: unknown(_('on the hub, not added here')),
		...{ network: lan.join(', '), address, heard: '', traffic: '' },
	}));
	return [hub, ...homes, ...others, ...devices];
}

function cell(title: string, content: LuciChild[] | string): HTMLElement {
	const empty = content === '';
	const attributes = { class: empty ? 'td wgs-none' : 'td', 'data-title': title };
	return E('td', attributes, typeof content === 'string' ? [content || '–'] : content);
}

/** Hub, homes and devices. */
export function memberTable(status: StatusReply, ladder: Ladder | null): HTMLElement {
	const titles = [
		_('Name'),
		_('State'),
		_('LAN'),
		_('VPN address'),
		_('Last heard'),
		_('Traffic'),
	] as const;
	const head = E(
		'tr',
		{ class: 'tr table-titles' },
		titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
	);
	const rows = rowsOf(status, ladder).map((row) =>
		E('tr', { class: 'tr', 'data-key': row.key }, [
			E('td', { class: 'td' }, row.name),
			cell(titles[1], [stateNode(row.state)]),
			cell(titles[2], row.network),
			cell(titles[3], row.address),
			cell(titles[4], row.heard),
			cell(titles[5], row.traffic),
		])
	);
	return E(
		'table',
		{ class: 'table cbi-section-table wgs-members', 'data-part': 'states', 'data-key': 'states' },
		[head, ...rows]
	);
}
