// Who is in the VPN, and how is each? One table of hub, homes and devices, whose cells are mended.

import { deviceState, stateNode, unknown } from '../pages/state.ts';
import { ago, fill, milliseconds, trafficText } from '../widgets/words.ts';
import { isDown, isStale } from './headline.ts';
import type { State } from '../pages/state.ts';
import type {
	HomeState,
	Known,
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

function hubState(status: Status): State {
	if (status.network?.hub.off) return unknown(_('switched off'));
	if (isDown(status)) return unknown(_('not reached'));
	if (isStale(status)) return unknown(_('not checked'));
	if (status.hub === 'yes') return { shown: 'yes', text: withTime(_('answers'), status.hub_rtt) };
	return status.hub === 'no' ? { shown: 'no', text: _('no answer') } : unknown(_('not checked'));
}

/** Of a home that is not connected: since when, as far as anybody knows. */
function goneText(heard: Known<number>): string {
	return heard === null
		? _('not connected since the hub was started')
		: fill(_('not connected, last heard {when}'), { when: ago(heard) });
}

/** How another home is, as fresh as that is known. */
function otherState({ home, heard }: SiteStatus, hub: Verdict): State {
	const { state, address, rtt, verdict } = home;
	const texts: Record<Exclude<HomeState, 'here'>, () => string> = {
		reached: () => withTime(fill(_('{address} answers'), { address }), rtt),
		router: () => withTime(_('its router answers'), rtt),
		blind: () => _('it answers this router, but not this home'),
		device: () => fill(_('no answer from {address}'), { address }),
		invited: () => _('invited, not joined yet'),
		offline: () => goneText(heard),
		stranger: () => _('the hub does not know it'),
		silent: () => fill(_('no answer from {address}'), { address }),
		unanswered: () => fill(_('no answer from {address}'), { address }),
		unheard: () => _('not joined yet, or off'),
		// What lies behind the hub is not to be blamed for its silence.
		unasked: () => (hub === 'no' ? _('not reached') : _('not checked')),
	};
	const text = state === 'here' ? '' : texts[state]();
	return verdict === 'not checked' ? unknown(text) : { shown: verdict, text };
}

/** Of another home: its router and the device that is asked there, in one state. */
export function siteState(status: Status, index: number): State {
	const site = status.network?.sites[index];
	const seen: SiteStatus | undefined = status.sites[index];
	if (!site || !seen) return unknown(_('not checked'));
	if (status.network?.hub.off) return unknown(_('switched off'));
	if (site.local) {
		const works = !isDown(status) && !isStale(status) && status.hub === 'yes';
		return works ? { shown: 'yes', text: _('connected') } : unknown(_('not connected'));
	}
	const isInvited = seen.home.state === 'invited';
	if (isDown(status) && !isInvited) return unknown(_('not reached'));
	// Without a tunnel its routes are gone as well, which is no fault of theirs.
	if (seen.missing_routes.length > 0 && !isDown(status)) {
		const networks = seen.missing_routes.join(', ');
		return { shown: 'no', text: fill(_('no route to {networks}'), { networks }) };
	}
	if (isStale(status) && !isInvited) return unknown(_('not checked'));
	return otherState(seen, status.hub);
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

function rowsOf(status: StatusReply): Row[] {
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
		state: siteState(status, index),
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
export function memberTable(status: StatusReply): HTMLElement {
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
	const rows = rowsOf(status).map((row) =>
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
