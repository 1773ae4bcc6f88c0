// Which configuration does another end of the network get: a phone, a laptop, the gateway of another home?
// wg-quick text as any WireGuard program takes it; what goes through the tunnel is the VPN and the homes, never the internet.

import { print_endpoint } from '../base/endpoint.ts';
import { parse_prefix } from '../base/prefix.ts';
import { comment_text } from '../base/quote.ts';
import { empty_record } from '../model/kinds.ts';
import { network_seen_by, tunnel_prefixes } from '../model/network.ts';
import { print_conf } from '../text/conf.ts';
import type { Network } from '../model/network.ts';
import type { Entry } from '../text/conf.ts';

function entry(key: string, value: string): Entry {
	return { key: key, value: value, name: '', line: 0 };
}

/** Its wg-quick text. Without a private key a comment says where that one is. `dns` '' is none. */
export function spoke_conf(
	network: Network,
	end: { name: string; address: string },
	private_key: string,
	dns: string
): string {
	const hub = network.hub;
	const bits = parse_prefix(hub.subnet)?.bits;
	const keepalive = hub.keepalive > 0 ? hub.keepalive : empty_record('hub').keepalive;
	const own = [
		private_key == ''
			? entry(
					'# PrivateKey',
					'the one that belongs to its public key; this router does not have it'
				)
			: entry('PrivateKey', private_key),
		entry('Address', end.address + (bits == null ? '' : '/' + bits)),
	];
	if (dns != '') push(own, entry('DNS', dns));
	const peer = [
		entry('PublicKey', hub.public_key),
		entry('Endpoint', print_endpoint(hub)),
		entry('AllowedIPs', join(', ', tunnel_prefixes(network_seen_by(network, end.name, '')))),
		entry('PersistentKeepalive', '' + keepalive),
	];
	return print_conf({
		interface: { line: 1, name: comment_text(end.name), entries: own },
		peers: [{ line: 0, name: 'Hub', entries: peer }],
	});
}
