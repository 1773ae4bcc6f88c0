// Why does the hub not answer? Rows for the steps from this router's internet connection to the hub inside the VPN.

import { earliest_time } from '../base/constants.ts';
import { day_of, minute_of } from '../base/moment.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { contains } from '../base/prefix.ts';
import { is_same_server } from '../hub/compare.ts';
import { local_site } from '../model/network.ts';
import { hub_peer, is_handshake_unclear, tunnel_named } from '../router/tunnel.ts';
import { term } from '../words/terms.ts';
import {
	endpoint_of,
	grown,
	holds_prefix,
	host_called,
	own_key,
	seen_counts,
	told,
} from './row.ts';
import type { Known } from '../model/facts.ts';
import type { FindingCode } from '../words/findings.ts';
import type { Asked, Row, Told } from './row.ts';

/** What was said of the configuration that keeps a tunnel from running at all. */
const before_tunnel: FindingCode[] = [
	'key-lost',
	'tunnel-stopped',
	'endpoint-inside',
	'interface-exists',
	'same-key',
	'config-broken',
];

function said_before(asked: Asked, codes: FindingCode[]): Known<Told> {
	for (const one of asked.found) {
		if (index(codes, one.code) >= 0) return { values: {}, evidence: [], finding: one };
	}
	return null;
}

/** Addresses that proxies hand out in place of the real ones, and those of this router itself. */
const fake = ['198.18.0.0/15', '127.0.0.0/8', '0.0.0.0/8'];

function fake_address(asked: Asked): string {
	for (const address of [host_called(asked), ...(asked.evidence?.addresses ?? [])]) {
		for (const prefix of fake) if (contains(prefix, address)) return address;
	}
	return '';
}

function name_of_proxy(asked: Asked): string {
	const names = asked.evidence?.proxies ?? [];
	return length(names) > 0 ? join(', ', names) : 'table ' + asked.evidence!.swallowing[0]!;
}

// What was sent and did not come back, while the hub has told what it knows.
function unanswered(asked: Asked): boolean {
	return asked.answer != null && asked.own_peer != null;
}

// Is nothing at all heard of the server, and nobody has looked there meanwhile?
function is_server_silent(asked: Asked): boolean {
	const pings = asked.evidence?.pings ?? {};
	return !asked.looked && exists(pings, 'server') && pings['server'] == null;
}

// A tunnel that has just been made has a new port, and the hub notes from where it hears a first packet, before it answers.
function hears_this_tunnel(asked: Asked): boolean {
	const peer = hub_peer(asked.network, asked.facts);
	const tunnel = tunnel_named(asked.facts, asked.tunnel);
	const port = split_endpoint(asked.own_peer?.seen?.endpoint ?? '')?.port;
	return peer?.latest_handshake == 0 && port != null && port == '' + tunnel!.listen_port;
}

/** 13 of 20 → '35' percent lost. */
function loss_of(received: number, sent: number): string {
	return '' + int(((sent - received) * 100) / sent);
}

export const hub_rows: Row[] = [
	{
		steps: ['online'],
		code: 'no-wan',
		action: 'by-hand',
		when: (asked) =>
			length(asked.evidence?.gateways ?? []) > 0 ? null : told({}, [term('seen_no_gateway')]),
	},
	{
		steps: ['online'],
		code: 'line-down',
		action: 'check',
		when: (asked) => told({ address: asked.evidence!.gateways![0]! }),
	},
	{
		steps: ['server', 'handshake'],
		code: 'switched-off',
		action: 'by-hand',
		when: (asked) => said_before(asked, ['switched-off']),
	},
	{
		steps: ['server', 'handshake'],
		code: 'tunnel-stopped',
		action: 'repair',
		when: (asked) => said_before(asked, before_tunnel),
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'clock-unset',
		action: 'by-hand',
		when: (asked) => {
			const time = asked.facts.time;
			return time < earliest_time ? told({ value: minute_of(time) }) : null;
		},
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'clock-behind',
		action: 'by-hand',
		when: (asked) => {
			if (!is_handshake_unclear(asked.network, asked.facts)) return null;
			return told({ value: day_of(asked.facts.time) });
		},
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'hub-fake-address',
		action: 'by-hand',
		when: (asked) => {
			const address = fake_address(asked);
			if (address == '') return null;
			return told({ name: asked.network.hub.endpoint_host, value: address });
		},
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'hub-unresolved',
		action: 'check',
		when: (asked) => {
			const addresses = asked.evidence?.addresses;
			if (addresses == null || length(addresses) > 0) return null;
			return told({ value: asked.network.hub.endpoint_host });
		},
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'hub-address-old',
		action: 'check',
		when: (asked) => {
			const addresses = asked.evidence?.addresses ?? [];
			const called = asked.evidence?.endpoint ?? '';
			if (length(addresses) == 0 || index(addresses, host_called(asked)) >= 0) return null;
			const values = { name: asked.network.hub.endpoint_host, value: addresses[0]! };
			return told({ ...values, old: called == '' ? term('nowhere') : host_called(asked) });
		},
	},
	{
		steps: ['server', 'handshake', 'hub'],
		code: 'proxy-swallows',
		action: 'by-hand',
		when: (asked) => {
			const found = asked.evidence;
			if (found == null || length(found.swallowing) == 0) return null;
			if (found.firewall?.diverts != 'yes') return null;
			const values = { name: name_of_proxy(asked), endpoint: endpoint_of(asked) };
			const table = term('seen_swallowing', { table: found.swallowing[0]! });
			return told(values, [table, ...seen_counts(asked)]);
		},
	},
	{
		steps: ['server', 'handshake'],
		code: 'hub-way',
		action: 'by-hand',
		when: (asked) => {
			const way = asked.evidence?.ways['hub'];
			const wan = asked.evidence?.wan_devices ?? [];
			if (way == null || length(wan) == 0 || index(wan, way) >= 0) return null;
			const device = way == '' ? term('nowhere') : way;
			return told({ endpoint: endpoint_of(asked), device: device });
		},
	},
	{
		steps: ['handshake'],
		code: 'hub-key-wrong',
		action: 'settings',
		when: (asked) => {
			const wanted = asked.network.hub.public_key;
			if (asked.answer == null || asked.answer.public_key == wanted) return null;
			if (!is_same_server(asked.answer, asked.network.hub, host_called(asked))) return null;
			const values = { value: asked.answer.public_key, wanted: wanted };
			return told({ ...values, endpoint: endpoint_of(asked) }, seen_counts(asked));
		},
	},
	{
		steps: ['handshake'],
		code: 'hub-other',
		action: 'look',
		when: (asked) => {
			const wanted = asked.network.hub.public_key;
			if (asked.answer == null || asked.answer.public_key == wanted) return null;
			return told({ value: asked.answer.public_key, wanted: wanted });
		},
	},
	{
		// A handshake may be from before it was removed there.
		steps: ['handshake', 'hub'],
		code: 'hub-unknown-key',
		action: 'update-hub',
		when: (asked) => {
			if (asked.answer == null || asked.own_peer?.running != null) return null;
			return told({ value: own_key(asked) }, seen_counts(asked));
		},
	},
	{
		steps: ['handshake'],
		code: 'hub-port-wrong',
		action: 'settings',
		when: (asked) => {
			const answer = asked.answer;
			const called = asked.network.hub.endpoint_port;
			if (answer == null || answer.listen_port == 0 || answer.listen_port == called) return null;
			if (index(answer.ports, called) >= 0) return null;
			return told({ value: '' + answer.listen_port, wanted: '' + called });
		},
	},
	{
		steps: ['handshake'],
		code: 'answers-lost',
		action: 'by-hand',
		when: (asked) => {
			if (!hears_this_tunnel(asked)) return null;
			return told({ value: asked.own_peer!.seen!.endpoint }, seen_counts(asked));
		},
	},
	{
		steps: ['server'],
		code: 'server-off',
		action: 'check',
		when: (asked) => told({ address: host_called(asked) }, seen_counts(asked)),
	},
	{
		steps: ['handshake'],
		code: 'server-lost',
		action: 'check',
		alike: ['server-off', 'udp-blocked'],
		when: (asked) => {
			if (!is_server_silent(asked) || !unanswered(asked)) return null;
			return told({ port: '' + asked.network.hub.endpoint_port }, seen_counts(asked));
		},
	},
	{
		steps: ['handshake'],
		code: 'udp-blocked',
		action: 'by-hand',
		alike: ['answers-lost'],
		when: (asked) => {
			if (!unanswered(asked)) return null;
			return told({ port: '' + asked.network.hub.endpoint_port }, seen_counts(asked));
		},
	},
	{
		steps: ['handshake'],
		code: 'server-mute',
		action: 'look',
		alike: ['server-off', 'hub-key-wrong', 'hub-unknown-key', 'hub-port-wrong', 'udp-blocked'],
		when: (asked) =>
			is_server_silent(asked) ? told({ endpoint: endpoint_of(asked) }, seen_counts(asked)) : null,
	},
	{
		steps: ['handshake'],
		code: 'hub-mute',
		action: 'look',
		alike: ['hub-key-wrong', 'hub-unknown-key', 'hub-port-wrong', 'udp-blocked'],
		when: (asked) => told({ endpoint: endpoint_of(asked) }, seen_counts(asked)),
	},
	{
		steps: ['hub'],
		code: 'hub-address-missing',
		action: 'update-hub',
		when: (asked) => {
			const address = local_site(asked.network)?.address ?? '';
			// It answers this home's LAN and not this router itself.
			if (asked.evidence?.pings['hublan'] != null) return told({ value: address });
			if (asked.own_peer?.running == null || address == '') return null;
			if (holds_prefix(asked.own_peer.running, address)) return null;
			return told({ value: address });
		},
	},
	{
		steps: ['hub'],
		code: 'data-dropped',
		action: 'by-hand',
		when: (asked) => {
			const count = grown(asked);
			if (is_server_silent(asked) || !unanswered(asked)) return null;
			if (count == null || count.sent == 0) return null;
			return told({ port: '' + asked.network.hub.endpoint_port }, seen_counts(asked));
		},
	},
	{
		steps: ['hub'],
		code: 'hub-drops',
		action: 'look',
		alike: ['server-off', 'hub-address-missing', 'data-dropped'],
		when: (asked) => told({ address: asked.network.hub.address }, seen_counts(asked)),
	},
	{
		steps: ['flow'],
		code: 'mtu-too-large',
		action: 'mtu',
		when: (asked) => {
			const large = asked.evidence?.large;
			const fits = asked.evidence?.fits ?? 0;
			if (large == null || large.received > 0 || fits == 0) return null;
			const sizes = { value: '' + fits, size: '' + large.size };
			return told(sizes, [term('seen_sizes', sizes)], '' + fits);
		},
	},
	{
		steps: ['flow'],
		code: 'udp-throttled',
		action: 'by-hand',
		when: (asked) => {
			const beside = asked.evidence?.beside;
			const large = asked.evidence?.large;
			if (beside == null || large == null || beside.received * 20 < beside.sent * 19) return null;
			const loss = { value: loss_of(large.received, large.sent) };
			const other = { value: loss_of(beside.received, beside.sent) };
			const port = '' + asked.network.hub.endpoint_port;
			return told({ ...loss, other: other.value, port: port }, [
				term('seen_loss', loss),
				term('seen_loss_beside', other),
			]);
		},
	},
	{
		steps: ['flow'],
		code: 'lossy',
		action: 'check',
		alike: ['udp-throttled'],
		when: (asked) => {
			const large = asked.evidence!.large!;
			const loss = { value: loss_of(large.received, large.sent) };
			return told(loss, [term('seen_loss', loss)]);
		},
	},
];
