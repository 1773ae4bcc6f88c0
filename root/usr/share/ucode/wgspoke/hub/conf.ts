// Which configuration does another end of the network get: a phone, a laptop, the gateway of another home?
// wg-quick text as any WireGuard program takes it; what goes through the tunnel is the VPN and the homes, never the internet.

import { parse_prefix } from '../base/prefix.ts';
import { comment_text } from './members.ts';
import { empty_network, tunnel_prefixes } from '../model/network.ts';
import { print_endpoint } from '../base/names.ts';
import type { Device, Network } from '../model/types.ts';

/**
 * The network as somebody else has it: the home of this name is its own, all others are remote; with a device's name
 * or '' every home is. `public_key` is this router's, which the others need. Nothing of `network` is changed.
 */
export function network_seen_by(network: Network, name: string, public_key: string): Network {
	const sites = map(network.sites, (site) => ({
		...site,
		local: site.name == name,
		public_key:
			site.name == name ? '' : site.local && public_key != '' ? public_key : site.public_key,
	}));
	return { ...network, sites: sites };
}

/** Its wg-quick text. Without a private key a comment says where that one is. `dns` '' is none. */
export function spoke_conf(
	network: Network,
	end: { name: string; address: string },
	private_key: string,
	dns: string
): string {
	const seen = network_seen_by(network, end.name, '');
	const hub = network.hub;
	const bits = parse_prefix(hub.subnet)?.bits;
	const keepalive = hub.keepalive > 0 ? hub.keepalive : empty_network().hub.keepalive;
	let text = '[Interface] # ' + comment_text(end.name) + '\n';
	text +=
		private_key == ''
			? '# PrivateKey = the one that belongs to its public key; this router does not have it\n'
			: 'PrivateKey = ' + private_key + '\n';
	text += 'Address = ' + end.address + (bits == null ? '' : '/' + bits) + '\n';
	if (dns != '') text += 'DNS = ' + dns + '\n';
	text += '\n[Peer] # Hub\nPublicKey = ' + hub.public_key + '\n';
	text += 'Endpoint = ' + print_endpoint(hub) + '\n';
	text += 'AllowedIPs = ' + join(', ', tunnel_prefixes(seen)) + '\n';
	return text + 'PersistentKeepalive = ' + keepalive + '\n';
}

/** The device of this name; null when there is none. */
export function device_named(network: Network, name: string): Device | null {
	for (const device of network.devices) if (device.name == name) return device;
	return null;
}
