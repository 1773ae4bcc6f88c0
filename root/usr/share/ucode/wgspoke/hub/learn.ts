// What does this router learn from its hub, and what is new there? The answer is a stranger's text: it fills in what is
// not known of homes that are here already, and proposes others; it takes over nothing.

import { canonical_prefix, contains, parse_prefix } from '../base/prefix.ts';
import { empty_record } from '../model/kinds.ts';
import { copy_network, remote_sites, site_prefixes } from '../model/network.ts';
import { name_by_prefix } from '../text/networks.ts';
import { index_peers, peer_address, peer_lans, peer_of } from './heard.ts';
import type { Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { HubAnswer, HubPeer } from './answer.ts';

/** A home that another home has added or removed, or a device that it has added, as the hub has it. */
export interface News {
	kind: 'added' | 'gone' | 'device';
	name: string;
	address: string;
	lan: string[];
	public_key: string;
	/** The home that has added it; '' where the hub does not know. */
	by: string;
	/** Has the hub never heard it? */
	unheard: boolean;
}

/** So many are told; more at once is no news, but another network. */
export const most_news = 8;
/** So many devices that are not on the list here are told. */
export const most_devices_there = 32;

// 'LAN 192.168.4', 'LAN 192.168.4 (2)': how a home is called whose text has no name for it, in whichever language
// somebody reads; 'Home 192.168.4' in version 0.1.
const made_up = /^((LAN|Home) [0-9a-f.:]+( \([0-9]+\))?|This home)$/;

function names_of(network: Network): Record<string, boolean> {
	const names: Record<string, boolean> = {};
	for (const one of [...network.sites, ...network.devices]) names['@' + one.name] = true;
	return names;
}

/** A name that nobody of the network has: 'Cabin', 'Cabin (2)'. */
export function free_name(network: Network, wanted: string): string {
	const names = names_of(network);
	let name = wanted;
	for (let i = 2; exists(names, '@' + name); i++) name = sprintf('%s (%d)', wanted, i);
	return name;
}

// Is it an address of the VPN that nobody of the network has?
function is_free(network: Network, address: string): boolean {
	if (address == '' || !contains(network.hub.subnet, address)) return false;
	if (address == network.hub.address) return false;
	for (const one of [...network.sites, ...network.devices]) {
		if (one.address == address) return false;
	}
	return true;
}

// Has the peer exactly the networks of the home?
function has_its_lans(peer: HubPeer, site: Site): boolean {
	const lans = peer_lans(peer);
	const own = site_prefixes(site);
	return length(own) > 0 && length(filter(own, (lan) => index(lans, lan) < 0)) == 0;
}

/** So many a network may have. */
const most_ports = 8;

/** The ports at which the hub hears besides the one that is called: '4500,443'. */
export function further_ports(hub: { endpoint_port: number }, answer: HubAnswer): string {
	const further = filter(answer.ports, (port) => port != hub.endpoint_port);
	const own = answer.listen_port;
	if (own > 0 && own != hub.endpoint_port && index(answer.ports, hub.endpoint_port) >= 0) {
		unshift(further, own);
	}
	return join(',', slice(further, 0, most_ports));
}

/**
 * The network with what the hub knows of its homes and this router does not: a VPN address, a public key, a name where
 * there is only one that was made up, that an invited one has joined. Nothing else that is known is changed, and no
 * network goes anywhere else.
 */
export function learned_network(network: Network, answer: HubAnswer, own_key: string): Network {
	const learned = copy_network(network);
	if (answer.public_key != network.hub.public_key) return learned;
	if (network.hub.ports == '') learned.hub.ports = further_ports(network.hub, answer);
	const peers = index_peers(answer);
	for (const site of learned.sites) {
		const known = site.local ? own_key : site.public_key;
		const peer = peer_of(peers, { ...site, public_key: known });
		if (peer == null || (known == '' && !has_its_lans(peer, site))) continue;
		if ((peer.seen?.handshake ?? 0) != 0) site.invited = false;
		if (!site.local && site.public_key == '' && peer.public_key != own_key) {
			const others = filter(network.sites, (one) => one.public_key == peer.public_key);
			if (length(others) == 0) site.public_key = peer.public_key;
		}
		const address = peer_address(peer);
		if (site.address == '' && is_free(learned, address)) site.address = address;
		if (peer.name == '' || !match(site.name, made_up)) continue;
		if (!exists(names_of(learned), '@' + peer.name)) site.name = peer.name;
	}
	return learned;
}

/** The network in which nobody is waited for any more who was heard, as their VPN addresses say. */
export function with_heard(network: Network, heard: string[]): Network {
	const joined = copy_network(network);
	for (const site of joined.sites) if (index(heard, site.address) >= 0) site.invited = false;
	return joined;
}

/** How a home is called that has no name at the hub: by its network. */
export function name_by_lan(lan: string): string {
	const prefix = parse_prefix(lan);
	return prefix == null ? lan : name_by_prefix(prefix);
}

/** How a device is called that has no name at the hub: by its address. */
export function name_by_address(address: string): string {
	return 'VPN ' + address;
}

// Who has added the peer: as that home is called here, else at the hub; '' where nobody noted it, or it is gone.
function adder_of(network: Network, answer: HubAnswer, peer: HubPeer): string {
	const key = peer.added_by;
	if (key == '') return '';
	const here = filter(network.sites, (site) => site.public_key == key)[0];
	return here?.name ?? index_peers(answer).by_key[key]?.name ?? '';
}

/** The homes that the hub has and this network has not. `own_key`: this router's. */
function added_homes(network: Network, answer: HubAnswer, own_key: string): News[] {
	const known: Record<string, boolean> = {};
	known['@' + own_key] = true;
	for (const one of [...network.sites, ...network.devices]) known['@' + one.public_key] = true;
	const lans: Record<string, boolean> = {};
	for (const site of network.sites) {
		for (const lan of site.lan) lans['@' + (canonical_prefix(lan) ?? lan)] = true;
	}
	const news: News[] = [];
	for (const peer of answer.peers) {
		const own = peer_lans(peer);
		if (length(own) == 0 || exists(known, '@' + peer.public_key)) continue;
		// One that has the networks of a home that is here already is that home with another key.
		const ours = filter(own, (lan) => exists(lans, '@' + lan));
		const remote = filter(ours, (lan) => {
			return length(filter(remote_sites(network), (site) => index(site.lan, lan) >= 0)) > 0;
		});
		if (length(remote) > 0) continue;
		push(news, {
			kind: 'added',
			name: free_name(network, peer.name == '' ? name_by_lan(own[0]!) : peer.name),
			address: peer_address(peer),
			lan: own,
			public_key: peer.public_key,
			by: adder_of(network, answer, peer),
			unheard: peer.seen?.handshake == 0,
		});
	}
	return news;
}

/**
 * The devices that the hub has and this network has not: a key that nobody here has, with one address of the VPN that
 * nobody here has, and nothing else. `own_key`: this router's.
 */
export function devices_there(network: Network, answer: HubAnswer, own_key: string): News[] {
	const there: News[] = [];
	if (answer.public_key != network.hub.public_key) return there;
	const known: Record<string, boolean> = {};
	known['@' + own_key] = true;
	const named = copy_network(network);
	for (const one of [...network.sites, ...network.devices]) known['@' + one.public_key] = true;
	for (const peer of answer.peers) {
		if (length(there) >= most_devices_there) break;
		if (exists(known, '@' + peer.public_key) || length(peer_lans(peer)) > 0) continue;
		const address = peer_address(peer);
		if (!is_free(named, address)) continue;
		const name = free_name(named, peer.name == '' ? name_by_address(address) : peer.name);
		// The next one is called otherwise.
		push(named.devices, { ...empty_record('device'), name: name, address: address });
		push(there, {
			kind: 'device',
			name: name,
			address: address,
			lan: [],
			public_key: peer.public_key,
			unheard: false,
			by: adder_of(network, answer, peer),
		});
	}
	return there;
}

/** The homes here that the hub had, as `was` says by their keys, and has no more. */
function gone_homes(network: Network, answer: HubAnswer, was: string[]): News[] {
	const there = index_peers(answer).by_key;
	const gone = filter(remote_sites(network), (site) => {
		const key = site.public_key;
		return key != '' && index(was, key) >= 0 && !exists(there, key);
	});
	return map(gone, (site) => ({
		kind: 'gone',
		name: site.name,
		address: site.address,
		lan: site.lan,
		public_key: site.public_key,
		by: '',
		unheard: false,
	}));
}

/** What is new at the hub of this network, the first of it. */
export function hub_news(
	network: Network,
	answer: HubAnswer,
	own_key: string,
	was: string[]
): News[] {
	if (answer.public_key != network.hub.public_key) return [];
	const news = [...added_homes(network, answer, own_key), ...gone_homes(network, answer, was)];
	return slice(news, 0, most_news);
}

/** The network with what is new taken over. Whether that may be, the judges of a network say. */
export function with_news(network: Network, one: News): Network {
	const changed = copy_network(network);
	if (one.kind == 'gone') {
		changed.sites = filter(
			changed.sites,
			(site) => site.local || site.public_key != one.public_key
		);
		return changed;
	}
	if (one.kind == 'device') {
		const device = { name: one.name, address: one.address, public_key: one.public_key };
		push(changed.devices, { ...empty_record('device'), ...device });
		return changed;
	}
	push(changed.sites, {
		...empty_record('site'),
		name: one.name,
		address: one.address,
		lan: one.lan,
		public_key: one.public_key,
		invited: one.unheard,
	});
	return changed;
}
