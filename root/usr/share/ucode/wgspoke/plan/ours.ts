// What of the router's configuration is ours?

import { empty_record } from '../model/kinds.ts';
import { option_text, section_named } from '../model/uci.ts';
import type { UciConfigs, UciSection } from '../model/uci.ts';

/** Name of the firewall zone, and of its section. */
export const our_zone = 'wgspoke';

/** UCI name of the peer section for the hub. */
export function peer_section(name: string): string {
	return name + '_hub';
}

/**
 * Is the network interface `name` one that joining made? config wgspoke names it, it is a WireGuard interface, and
 * its peer is ours, or has been removed by hand.
 */
function is_ours(configs: UciConfigs, name: string): boolean {
	const section = section_named(configs.network, name);
	if (section?.type != 'interface' || option_text(section, 'proto') != 'wireguard') return false;
	let strangers = 0;
	for (const peer of configs.network) {
		if (peer.type != 'wireguard_' + name) continue;
		if (peer.name == peer_section(name)) return true;
		strangers++;
	}
	return strangers == 0;
}

/** Name of the tunnel's interface; '' when this router has not joined or the interface is not ours. */
export function our_interface(configs: UciConfigs): string {
	for (const section of configs.wgspoke) {
		if (section.type != 'hub') continue;
		const written = option_text(section, 'interface');
		const name = written == '' ? empty_record('hub').interface : written;
		return is_ours(configs, name) ? name : '';
	}
	// The package's own config was lost: the peer's name still tells.
	for (const section of configs.network) {
		const name = section.name;
		const peer = section_named(configs.network, peer_section(name));
		if (peer?.type == 'wireguard_' + name && is_ours(configs, name)) return name;
	}
	return '';
}

/** Is this section of config firewall one that joining makes? By its name and type. */
export function is_our_firewall_section(section: UciSection): boolean {
	if (section.type == 'zone') return section.name == our_zone;
	if (section.type == 'rule') return section.name == our_zone + '_ping';
	if (section.type != 'forwarding') return false;
	for (const way of ['_in', '_out']) {
		const name = our_zone + way;
		if (section.name == name || index(section.name, name + '_') == 0) return true;
	}
	return false;
}
