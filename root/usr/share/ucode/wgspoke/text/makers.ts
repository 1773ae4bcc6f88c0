// Who wrote a pasted text, and what has to be set there so that the far side sends to this home?
// One row a maker: how its text is known, what is normal in it, what is missing at the other end, the way out.

import { contains, likely_network, parse_prefix, whole_bits } from '../base/prefix.ts';
import { local_prefixes, local_site } from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { last_entry, list_entries } from './conf.ts';
import { fritz_kind } from './fritzbox.ts';
import type { Network } from '../model/network.ts';
import type { Value } from '../words/phrase.ts';
import type { Finding } from '../words/findings.ts';
import type { TermKey } from '../words/terms.ts';
import type { Conf, Section } from './conf.ts';

/** For docs/makers.md, too. */
export interface Maker {
	/** What it is called. */
	title: TermKey;
	/** How its text is known; in words in tools/makers.ts. */
	wrote: (conf: Conf, peer: Section) => boolean;
	/** It makes no network for the VPN. Left out: it does. */
	no_subnet?: boolean;
	/** Codes of what is found in every text of it and is no news. */
	normal: string[];
	/**
	 * Does the other end send to the networks of this home? 'word': once it is told; 'all': it cannot; 'lan': it does,
	 * to the one around the address of this home.
	 */
	lacks: 'word' | 'all' | 'lan';
	/** What to do there, {value} being these networks. */
	way: TermKey;
}

/** The keys of a section in their order: 'PublicKey AllowedIPs'; what stands more than once, once. */
function order_of(section: Section): string {
	const found: string[] = [];
	for (const entry of slice(section.entries, 0, 40)) {
		if (found[length(found) - 1] != entry.key) push(found, entry.key);
	}
	return join(' ', found);
}

function starts_with(text: string, start: string): boolean {
	return index(text + ' ', start + ' ') == 0;
}

// Does the address of this home have a mask that is wider than itself?
function has_wide_address(conf: Conf): boolean {
	for (const entry of list_entries(conf.interface, 'Address')) {
		const prefix = parse_prefix(entry.value);
		if (prefix != null && prefix.bits < whole_bits(prefix.family)) return true;
	}
	return false;
}

// wg-easy writes the lines of its peer in this order, whatever the version; nobody else ends with the endpoint.
// Source: WireGuard.js of version 14, and the text that version 15 exports.
function is_wg_easy(peer: Section): boolean {
	return order_of(peer) == 'PublicKey PresharedKey AllowedIPs PersistentKeepalive Endpoint';
}

// The gateway's and the client's own address as single ones, then the internet.
function is_unifi(conf: Conf, peer: Section): boolean {
	const allowed = map(list_entries(peer, 'AllowedIPs'), (entry) => entry.value);
	const dns = list_entries(conf.interface, 'DNS')[0]?.value ?? '';
	const own = list_entries(conf.interface, 'Address')[0]?.value ?? '';
	if (length(allowed) < 2 || dns == '' || own == '') return false;
	return allowed[0] == dns + '/32' && allowed[1] == own;
}

// createPeerConfig of luci-proto-wireguard says of each value that it does not have that it has none.
function is_luci(conf: Conf): boolean {
	for (const mark of conf.marks) {
		if (mark == 'PersistentKeepAlive') return true;
		const words = split(mark, ' ');
		const last = join(' ', slice(words, 1));
		const absent = last == 'not used' || last == 'not defined';
		if (absent && match(words[0]!, /^[A-Z][A-Za-z]+$/)) return true;
	}
	return false;
}

function has_mark(conf: Conf, start: string): boolean {
	for (const mark of conf.marks) if (index(mark, start) == 0) return true;
	return false;
}

function first_allowed(peer: Section): string {
	return last_entry(peer, 'AllowedIPs')?.value ?? '';
}

/** The more particular sign stands first. */
export const makers = {
	fritz_device: {
		title: 'maker_fritz_device',
		wrote: (conf, peer) => fritz_kind(conf, peer) == 'device',
		no_subnet: true,
		normal: ['default-route'],
		lacks: 'all',
		way: 'way_fritz_networks',
	},
	fritz_networks: {
		title: 'maker_fritz_networks',
		wrote: (conf, peer) => fritz_kind(conf, peer) == 'networks',
		no_subnet: true,
		normal: [],
		lacks: 'lan',
		way: 'way_fritz_networks',
	},
	unifi: {
		title: 'maker_unifi',
		wrote: is_unifi,
		normal: [],
		lacks: 'word',
		way: 'way_unifi',
	},
	wg_easy_14: {
		title: 'maker_wg_easy_14',
		wrote: (conf, peer) => is_wg_easy(peer) && has_wide_address(conf),
		normal: ['keepalive-set'],
		lacks: 'all',
		way: 'way_wg_easy_14',
	},
	wg_easy: {
		title: 'maker_wg_easy',
		wrote: (_conf, peer) => is_wg_easy(peer),
		normal: ['keepalive-set'],
		lacks: 'word',
		way: 'way_wg_easy',
	},
	luci: {
		title: 'maker_luci',
		wrote: is_luci,
		normal: [],
		lacks: 'word',
		way: 'way_luci',
	},
	linuxserver: {
		title: 'maker_linuxserver',
		wrote: (conf, peer) =>
			starts_with(order_of(conf.interface), 'Address PrivateKey ListenPort') &&
			index(order_of(peer), 'Endpoint AllowedIPs') >= 0,
		normal: [],
		lacks: 'word',
		way: 'way_linuxserver',
	},
	wireguard_ui: {
		title: 'maker_wireguard_ui',
		wrote: (conf, peer) =>
			match(order_of(conf.interface), /^Address PrivateKey (DNS )?MTU/) != null &&
			match(order_of(peer), /^PublicKey (PresharedKey )?AllowedIPs Endpoint/) != null,
		normal: [],
		lacks: 'word',
		way: 'way_wireguard_ui',
	},
	routeros: {
		title: 'maker_routeros',
		wrote: (conf, peer) =>
			starts_with(order_of(conf.interface), 'ListenPort PrivateKey Address') &&
			match(order_of(peer), /^PublicKey (PresharedKey )?AllowedIPs Endpoint/) != null,
		normal: [],
		lacks: 'word',
		way: 'way_routeros_peer',
	},
	pivpn: {
		title: 'maker_pivpn',
		wrote: (conf, peer) =>
			starts_with(order_of(conf.interface), 'PrivateKey Address') &&
			starts_with(order_of(peer), 'PublicKey PresharedKey Endpoint AllowedIPs') &&
			(index(first_allowed(peer), '::0/0') >= 0 || has_wide_address(conf)),
		normal: ['keepalive-set'],
		lacks: 'word',
		way: 'way_wg_quick',
	},
	wireguard_install: {
		title: 'maker_wireguard_install',
		wrote: (conf, peer) =>
			(starts_with(order_of(conf.interface), 'PrivateKey Address') &&
				starts_with(order_of(peer), 'PublicKey PresharedKey Endpoint AllowedIPs')) ||
			has_mark(conf, 'Uncomment the next line to set a custom MTU') ||
			starts_with(order_of(conf.interface), 'Address DNS PrivateKey'),
		normal: ['keepalive-set'],
		lacks: 'word',
		way: 'way_wg_quick',
	},
} satisfies Record<string, Maker>;

export type MakerName = keyof typeof makers;

const rows: Record<string, Maker> = makers;

/** Who wrote the text: the first row that says so; '' for none. */
export function maker_of(conf: Conf, peer: Section): string {
	for (const name of keys(rows)) if (rows[name]!.wrote(conf, peer)) return name;
	return '';
}

/** Does it make no network for the VPN, so that homes have the addresses of their LANs in it? */
export function has_no_subnet(maker: string): boolean {
	return rows[maker]?.no_subnet ?? false;
}

/** Is its text for a single device, so that a home goes one way only with it? */
export function makes_one_way(maker: string): boolean {
	return has_no_subnet(maker) && rows[maker]!.lacks == 'all';
}

// A home with the address of its own LAN in the tunnel gets what is for that one network.
function lan_finding(network: Network, value: Value): Finding[] {
	const local = local_site(network);
	const own = parse_prefix(local?.address ?? '');
	if (local == null || own == null) return [];
	for (const lan of local.lan) if (contains(lan, local.address)) return [];
	return [finding('fritz-lan', { network: likely_network(own), value: value }, 'local.lan')];
}

/** What has to be set at the other end of a text by this maker; [] for ''. */
export function maker_findings(maker: string, network: Network): Finding[] {
	const row = rows[maker];
	if (row == null) return [];
	const prefixes = join(', ', local_prefixes(network));
	const value: Value = prefixes == '' ? term('home_lan') : prefixes;
	if (row.lacks == 'lan') return lan_finding(network, value);
	const way = term(row.way, { value: value });
	const values = { maker: term(row.title), value: value, way: way };
	if (!network.hub.one_way) {
		const code = row.lacks == 'word' ? 'hub-unaware' : 'hub-incapable';
		return [finding(code, values, 'hub.one_way')];
	}
	// Whoever chose one way wants nothing of the hub.
	return makes_one_way(maker) ? [finding('one-way-file', values, 'hub.one_way')] : [];
}

/** Is the finding no news of a text by this maker? */
export function is_normal(maker: string, one: Finding): boolean {
	return index(rows[maker]?.normal ?? [], one.code) >= 0;
}
