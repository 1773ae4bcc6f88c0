// Which other WireGuard tunnels does this router have, and is one of them this very tunnel, made by hand?
// From config network, so that they are known on a directory and while they are down.

import { parse_prefix } from '../base/prefix.ts';
import { option_text } from '../model/uci.ts';
import { finding } from '../words/findings.ts';
import { is_off, peer_networks, peers_of, says_yes } from './configured.ts';
import { is_key_lost, our_interface, written_interface } from './ours.ts';
import type { Facts } from '../model/facts.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { UciSection } from '../model/uci.ts';
import type { Finding } from '../words/findings.ts';

/** A WireGuard interface that is not ours. */
export interface OtherTunnel {
	name: string;
	section: UciSection;
	peers: UciSection[];
	/** Switched off, or not started by itself and not up. */
	off: boolean;
}

function is_up_now(facts: Facts, name: string): boolean {
	for (const entry of facts.interfaces ?? []) if (entry.name == name) return entry.up == true;
	return false;
}

/** All but ours, in the order of the file. */
export function other_tunnels(facts: Facts): OtherTunnel[] {
	const ours = our_interface(facts.uci);
	const found: OtherTunnel[] = [];
	for (const section of facts.uci.network) {
		if (section.type != 'interface' || option_text(section, 'proto') != 'wireguard') continue;
		if (section.name == ours) continue;
		push(found, {
			name: section.name,
			section: section,
			peers: peers_of(section.name, facts.uci.network),
			off: is_off(section) && (says_yes(section, 'disabled') || !is_up_now(facts, section.name)),
		});
	}
	return found;
}

/** Does it wait for others to call it, like a server for phones? Of a tunnel without peers nobody knows. */
export function is_server(tunnel: OtherTunnel): boolean {
	for (const peer of tunnel.peers) if (option_text(peer, 'endpoint_host') != '') return false;
	return true;
}

/** Does all of the internet go to it? Also in two halves, as apps cut it. */
export function takes_internet(tunnel: OtherTunnel): boolean {
	if (tunnel.off) return false;
	for (const text of peer_networks(tunnel.peers)) if (parse_prefix(text)!.bits <= 1) return true;
	return false;
}

/** Its peer for the network's hub; null for none. */
export function hub_peer_of(tunnel: OtherTunnel, network: Network): UciSection | null {
	const key = network.hub.public_key;
	for (const peer of tunnel.peers) {
		if (key != '' && option_text(peer, 'public_key') == key) return peer;
	}
	return null;
}

/** Is it the tunnel that the network means: by this router's private key, or by the hub's key? */
function is_same(tunnel: OtherTunnel, network: Network, secrets: Secrets): boolean {
	const key = secrets.private_key;
	if (key != '' && option_text(tunnel.section, 'private_key') == key) return true;
	return hub_peer_of(tunnel, network) != null;
}

/** The tunnels made by hand, or left by another program, that are this one already. */
export function same_tunnels(network: Network, secrets: Secrets, facts: Facts): OtherTunnel[] {
	return filter(other_tunnels(facts), (tunnel) => is_same(tunnel, network, secrets));
}

/** What is said of them; of the one that is taken over nothing. */
export function tell_same(same: OtherTunnel[], facts: Facts, take_over: string): Finding[] {
	const found: Finding[] = [];
	for (const tunnel of same) {
		if (tunnel.name == take_over) continue;
		const code = tunnel.off ? 'same-tunnel-off' : 'same-tunnel';
		push(found, finding(code, { value: tunnel.name }, 'private_key'));
	}
	const named = filter(same, (tunnel) => tunnel.name == take_over);
	if (take_over != '' && length(named) == 0 && take_over != our_interface(facts.uci)) {
		push(found, finding('not-to-take', { value: take_over }, 'private_key'));
	}
	return found;
}

/** Our own tunnel, where it runs on although its sections have been deleted: it is in nobody's way. */
export function tunnel_left_running(network: Network, facts: Facts): { name: string }[] {
	if (!is_key_lost(facts.uci)) return [];
	const key = network.hub.public_key;
	const name = written_interface(facts.uci);
	return filter(facts.tunnels ?? [], (tunnel) => {
		const hub = filter(tunnel.peers, (peer) => peer.public_key == key);
		return tunnel.name == name && length(hub) > 0;
	});
}

/** The facts as if these tunnels were not there: what is theirs is in nobody's way. */
export function without_tunnels(facts: Facts, apart: { name: string }[]): Facts {
	if (length(apart) == 0) return facts;
	const names: Record<string, boolean> = {};
	for (const tunnel of apart) {
		names['@' + tunnel.name] = true;
		for (const entry of facts.interfaces ?? []) {
			if (entry.name == tunnel.name) names['@' + entry.device] = true;
		}
	}
	const interfaces = facts.interfaces;
	const routes = facts.routes;
	const sections = filter(facts.uci.network, (section) => {
		if (section.type == 'interface') return !exists(names, '@' + section.name);
		const owner = index(section.type, 'wireguard_') == 0 ? substr(section.type, 10) : '';
		return owner == '' || !exists(names, '@' + owner);
	});
	return {
		...facts,
		interfaces:
			interfaces == null ? null : filter(interfaces, (one) => !exists(names, '@' + one.name)),
		routes: routes == null ? null : filter(routes, (one) => !exists(names, '@' + one.device)),
		devices:
			facts.devices == null ? null : filter(facts.devices, (one) => !exists(names, '@' + one)),
		tunnels:
			facts.tunnels == null ? null : filter(facts.tunnels, (one) => !exists(names, '@' + one.name)),
		uci: { ...facts.uci, network: sections },
	};
}
