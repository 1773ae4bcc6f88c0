// How does a tunnel that was made by hand become ours? Its key and addresses are used on; its interface goes in the same
// step, and what speaks of it elsewhere speaks of ours from then on.

import { address_of, canonical_prefix } from '../base/prefix.ts';
import { uci_list } from '../model/kinds.ts';
import { local_site, tunnel_prefixes } from '../model/network.ts';
import { option_text } from '../model/uci.ts';
import { removal_of } from './change.ts';
import { our_zone, peer_section } from './ours.ts';
import { hub_peer_of, other_tunnels } from './tunnels.ts';
import type { Facts } from '../model/facts.ts';
import type { UciValue } from '../model/kinds.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { ConfigName, UciSection } from '../model/uci.ts';
import type { Change } from './change.ts';
import type { OtherTunnel } from './tunnels.ts';

function named(facts: Facts, name: string): OtherTunnel | null {
	for (const tunnel of other_tunnels(facts)) if (tunnel.name == name) return tunnel;
	return null;
}

// The peer that stands for the hub: by its key, else the one that this router calls.
function peer_to_take(tunnel: OtherTunnel, network: Network): UciSection | null {
	const known = hub_peer_of(tunnel, network);
	if (known != null) return known;
	for (const peer of tunnel.peers) if (option_text(peer, 'endpoint_host') != '') return peer;
	return null;
}

/**
 * The secrets with what the tunnel of this name has and the text did not give; its address becomes this home's where
 * that is not known. Of a tunnel to another hub nothing.
 */
export function adopt_tunnel(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	name: string
): Secrets {
	const tunnel = named(facts, name);
	const peer = tunnel == null ? null : hub_peer_of(tunnel, network);
	if (tunnel == null || peer == null) return secrets;
	const own = option_text(tunnel.section, 'private_key');
	const local = local_site(network);
	const addresses = uci_list(tunnel.section.options.addresses);
	if (local != null && local.address == '') local.address = address_of(addresses[0] ?? '') ?? '';
	const same = secrets.private_key == '' || secrets.private_key == own;
	const preshared = same && secrets.preshared_key == '' ? option_text(peer, 'preshared_key') : '';
	return {
		private_key: secrets.private_key == '' ? own : secrets.private_key,
		preshared_key: secrets.preshared_key == '' ? preshared : secrets.preshared_key,
	};
}

function edit(
	config: ConfigName,
	section: UciSection,
	option: string,
	to: UciValue | null
): Change {
	const from = option == '' ? section.type : (section.options[option] ?? null);
	return { config: config, section: section.name, option: option, from: from, to: to };
}

// A list without one of its entries; null for nothing left.
function without(value: UciValue | null | undefined, entry: string): UciValue | null {
	const left = filter(uci_list(value), (one) => one != entry);
	return length(left) == 0 ? null : left;
}

function network_changes(network: Network, tunnel: OtherTunnel, facts: Facts): Change[] {
	const name = tunnel.name;
	const to = network.hub.interface;
	const hub = peer_to_take(tunnel, network);
	const through = tunnel_prefixes(network);
	const changes: Change[] = [];
	for (const section of reverse(slice(facts.uci.network))) {
		if (section.type == 'wireguard_' + name) {
			const stays = name == to && section.name == peer_section(to);
			if (section == hub && !stays) push(changes, ...removal_of('network', section));
			// Peers that somebody added go along.
			else if (section != hub && name != to) {
				push(changes, edit('network', section, '', 'wireguard_' + to));
			}
		} else if (section.type == 'interface' && section.name == name) {
			if (name != to) push(changes, ...removal_of('network', section));
		} else if (option_text(section, 'interface') == name) {
			const mask = option_text(section, 'netmask');
			const target = option_text(section, 'target') + (mask == '' ? '' : '/' + mask);
			const known = index(through, canonical_prefix(target) ?? '') >= 0;
			// Of what the tunnel routes by itself a second route would only be in the way.
			if (known) push(changes, ...removal_of('network', section));
			else if (name != to) push(changes, edit('network', section, 'interface', to));
		}
	}
	return changes;
}

// What speaks of a zone that goes: forwardings that ours take the place of go, all else speaks of ours.
function zone_references(zone: string, home_zones: string[], facts: Facts): Change[] {
	const changes: Change[] = [];
	for (const section of reverse(slice(facts.uci.firewall))) {
		const src = option_text(section, 'src');
		const dest = option_text(section, 'dest');
		if (section.type == 'zone' || (src != zone && dest != zone)) continue;
		const other = src == zone ? dest : src;
		const replaced = index(home_zones, other) >= 0 || other == zone || other == our_zone;
		if (section.type == 'forwarding' && replaced) {
			push(changes, ...removal_of('firewall', section));
			continue;
		}
		if (src == zone) push(changes, edit('firewall', section, 'src', our_zone));
		if (dest == zone) push(changes, edit('firewall', section, 'dest', our_zone));
	}
	return changes;
}

function firewall_changes(name: string, home_zones: string[], facts: Facts): Change[] {
	const changes: Change[] = [];
	for (const section of reverse(slice(facts.uci.firewall))) {
		if (section.type != 'zone' || option_text(section, 'name') == our_zone) continue;
		if (index(uci_list(section.options.network), name) < 0) continue;
		const left = without(section.options.network, name);
		const alone = left == null && length(uci_list(section.options.device)) == 0;
		const zone = option_text(section, 'name');
		if (alone && index(home_zones, zone) < 0) {
			push(changes, ...zone_references(zone, home_zones, facts));
			push(changes, ...removal_of('firewall', section));
		} else push(changes, edit('firewall', section, 'network', left));
	}
	return changes;
}

/** The edits by which the tunnel of this name makes room for ours. `home_zones`: the zones that ours leads to. */
export function take_over_changes(
	network: Network,
	name: string,
	home_zones: string[],
	facts: Facts
): Change[] {
	const tunnel = named(facts, name);
	if (tunnel == null) return [];
	return [...firewall_changes(name, home_zones, facts), ...network_changes(network, tunnel, facts)];
}
