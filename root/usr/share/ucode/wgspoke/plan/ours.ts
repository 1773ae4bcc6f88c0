// What of the router's configuration is ours?
// What config wgspoke has recorded, as long as a second place agrees: a name alone proves nothing, for a person may
// have a tunnel with a peer of that name, and a hand may have written another name into config wgspoke.

import { address_of } from '../base/prefix.ts';
import { empty_record, uci_list } from '../model/kinds.ts';
import { option_text, section_named } from '../model/uci.ts';
import type { UciConfigs, UciSection } from '../model/uci.ts';

/** Name of the firewall zone, and of its section. */
export const our_zone = 'wgspoke';

/** In the hub's section of config wgspoke: the names of the firewall sections that joining made. */
export const made_option = 'made';

/** UCI name of the peer section for the hub. */
export function peer_section(name: string): string {
	return name + '_hub';
}

function hub_section(configs: UciConfigs): UciSection | null {
	for (const section of configs.wgspoke) if (section.type == 'hub') return section;
	return null;
}

/** Name of the tunnel as config wgspoke has it, ours or not; '' when this router has not joined. */
export function written_interface(configs: UciConfigs): string {
	const hub = hub_section(configs);
	if (hub == null) return '';
	const written = option_text(hub, 'interface');
	return written == '' ? empty_record('hub').interface : written;
}

// The names of networks in our zone.
function zone_networks(configs: UciConfigs): string[] {
	const zone = section_named(configs.firewall, our_zone);
	return zone?.type == 'zone' ? uci_list(zone.options.network) : [];
}

// The VPN address of this home as config wgspoke has it; '' for none.
function written_address(configs: UciConfigs): string {
	for (const section of configs.wgspoke) {
		if (section.type == 'site' && option_text(section, 'local') == '1') {
			return address_of(option_text(section, 'address')) ?? '';
		}
	}
	return '';
}

/** Is the section the peer that joining made for the hub that config wgspoke has? By its name, type and key. */
export function is_hub_peer(configs: UciConfigs, section: UciSection, name: string): boolean {
	if (section.name != peer_section(name) || section.type != 'wireguard_' + name) return false;
	const key = option_text(section, 'public_key');
	return key != '' && key == option_text(hub_section(configs), 'public_key');
}

// The WireGuard interface of this name; null when there is none.
function wireguard_section(configs: UciConfigs, name: string): UciSection | null {
	const section = section_named(configs.network, name);
	const wireguard = section?.type == 'interface' && option_text(section, 'proto') == 'wireguard';
	return wireguard ? section : null;
}

/**
 * Is the interface that config wgspoke names the one that joining made? Its peer is ours or was removed by hand, and
 * a second place agrees: our zone holds it, the peer has the hub's key, or it has this home's VPN address.
 */
function is_written_tunnel(configs: UciConfigs, name: string): boolean {
	const section = wireguard_section(configs, name);
	if (section == null) return false;
	const peers = filter(configs.network, (peer) => peer.type == 'wireguard_' + name);
	const own = filter(peers, (peer) => peer.name == peer_section(name));
	if (length(peers) > 0 && length(own) == 0) return false;
	if (index(zone_networks(configs), name) >= 0) return true;
	for (const peer of own) if (is_hub_peer(configs, peer, name)) return true;
	const address = written_address(configs);
	const addresses = map(uci_list(section.options.addresses), address_of);
	return address != '' && index(addresses, address) >= 0;
}

/**
 * The tunnel that config wgspoke does not name (a hand changed the name, or the file was lost): in our zone, with a
 * peer named as ours, which has the hub's key where that is known. '' for none.
 */
function unwritten_tunnel(configs: UciConfigs): string {
	const joined = hub_section(configs) != null;
	for (const name of zone_networks(configs)) {
		if (wireguard_section(configs, name) == null) continue;
		for (const peer of configs.network) {
			const named = peer.name == peer_section(name) && peer.type == 'wireguard_' + name;
			if (joined ? is_hub_peer(configs, peer, name) : named) return name;
		}
	}
	return '';
}

/** Name of the tunnel's interface; '' when this router has none that is ours. */
export function our_interface(configs: UciConfigs): string {
	const written = written_interface(configs);
	if (written != '' && is_written_tunnel(configs, written)) return written;
	return unwritten_tunnel(configs);
}

/** Is the private key of the tunnel that was joined gone, with its interface or from it? Its hub knows no other. */
export function is_key_lost(configs: UciConfigs): boolean {
	const ours = our_interface(configs);
	if (ours != '') return option_text(section_named(configs.network, ours), 'private_key') == '';
	const written = written_interface(configs);
	return written != '' && section_named(configs.network, written) == null;
}

// Which type has a firewall section of this name that joining makes?
function type_made(name: string): string {
	if (name == our_zone) return 'zone';
	return name == our_zone + '_ping' ? 'rule' : 'forwarding';
}

// The other way of a pair of forwardings: 'wgspoke_in_guest' → 'wgspoke_out_guest'; '' for what is named otherwise.
function other_way(name: string): string {
	const inward = our_zone + '_in_';
	const outward = our_zone + '_out_';
	if (index(name, inward) == 0) return outward + substr(name, length(inward));
	return index(name, outward) == 0 ? inward + substr(name, length(outward)) : '';
}

// Is it the one or the other way of a pair between our zone and one of this home's?
function is_one_of_pair(configs: UciConfigs, section: UciSection): boolean {
	const src = option_text(section, 'src');
	const dest = option_text(section, 'dest');
	const inward = index(section.name, our_zone + '_in_') == 0;
	if ((inward ? src : dest) != our_zone) return false;
	const other = section_named(configs.firewall, other_way(section.name));
	if (other?.type != 'forwarding') return false;
	return option_text(other, 'src') == dest && option_text(other, 'dest') == src;
}

// Is it what joining makes, where nothing is recorded (the first edition, or the file was lost): by name and content?
function looks_made(configs: UciConfigs, section: UciSection): boolean {
	const name = section.name;
	if (name == '' || section.type != type_made(name)) return false;
	if (section.type == 'zone') return true;
	const ends = [option_text(section, 'src'), option_text(section, 'dest')];
	if (section.type == 'rule') return ends[0] == our_zone;
	if (name == our_zone + '_in' || name == our_zone + '_out') return index(ends, our_zone) >= 0;
	return is_one_of_pair(configs, section);
}

// Could the zone be left of a tunnel of ours: does it hold nothing but that, or what is not there any more?
function is_lost_zone(configs: UciConfigs): boolean {
	const tunnel = unwritten_tunnel(configs);
	if (section_named(configs.firewall, our_zone)?.type != 'zone') return false;
	for (const name of zone_networks(configs)) {
		if (name != tunnel && section_named(configs.network, name) != null) return false;
	}
	return true;
}

/** The sections of config firewall that joining made: as recorded, or where nothing is, by name and content. */
export function our_firewall_sections(configs: UciConfigs): UciSection[] {
	const hub = hub_section(configs);
	const made = uci_list(hub?.options[made_option]);
	if (length(made) > 0) {
		return filter(
			configs.firewall,
			(section) => index(made, section.name) >= 0 && section.type == type_made(section.name)
		);
	}
	if (hub == null && !is_lost_zone(configs)) return [];
	return filter(configs.firewall, (section) => looks_made(configs, section));
}
