// Is it the file of a VPN provider, which takes a home to the internet and to no other home?
// One row a provider: the names of its servers, its name servers and address ranges, and what its comments speak of.

import { contains, parse_prefix, print_address } from '../base/prefix.ts';
import { parse_endpoint } from '../base/endpoint.ts';
import { last_entry, list_entries } from './conf.ts';
import type { Conf, Section } from './conf.ts';

export interface Provider {
	title: string;
	/** Ends of the names of its servers. */
	servers: string[];
	/** Name servers, and prefixes around the address or the endpoint, that no hub of one's own has. */
	places: string[];
	/** Beginnings of comments. */
	comments: string[];
}

function row(title: string, servers: string[], places?: string[], comments?: string[]): Provider {
	return { title, servers, places: places ?? [], comments: comments ?? [] };
}

/** As these print today; read from their generators and from published files. */
export const providers: Provider[] = [
	row(
		'Proton VPN',
		['.protonvpn.net', '.protonvpn.com', '.protonvpn.ch'],
		['10.2.0.2/32', '2a07:b944::/32'],
		['NetShield =', 'Moderate NAT =', 'NAT-PMP', 'VPN Accelerator =', 'Bouncing =']
	),
	row(
		'Mullvad',
		['.mullvad.net'],
		['10.64.0.1/32', 'fc00:bbbb:bbbb:bb01::/64', '193.138.218.74/32']
	),
	row(
		'Cloudflare WARP',
		['.cloudflareclient.com', '.cloudflarewarp.com'],
		[
			...['2606:4700:110::/48', '2606:4700:d0::/44', '162.159.192.0/23', '162.159.195.0/24'],
			...['162.159.204.0/24', '188.114.96.0/22'],
		]
	),
	row('NordVPN', ['.nordvpn.com'], ['103.86.96.100/32', '103.86.99.100/32']),
	row('Surfshark', ['.surfshark.com'], ['162.252.172.57/32', '149.154.159.92/32']),
	row(
		'AirVPN',
		['.airdns.org', '.airservers.org', '.airvpn.org'],
		['10.128.0.1/32', 'fd7d:76ee:e68f:a993::/64']
	),
	row('IVPN', ['.ivpn.net'], ['fd00:4956:504e:ffff::/64']),
	row(
		'Windscribe',
		['.whiskergalaxy.com', '.windscribe.com', '.staticnetcontent.com'],
		['10.255.255.1/32', '10.255.255.2/32', '10.255.255.3/32']
	),
	row(
		'Private Internet Access',
		['.privateinternetaccess.com', '.privacy.network', '.piaservers.net'],
		['10.0.0.242/32', '10.0.0.243/32', '10.0.0.244/32', '10.0.0.241/32']
	),
	row('TorGuard', [
		'.torguard.com',
		'.torguard.org',
		'.torguardvpnaccess.com',
		'.secureconnect.me',
	]),
	row('OVPN', ['.ovpn.com'], ['46.227.67.134/32', '192.165.9.158/32']),
	row('AzireVPN', ['.azirevpn.net', '.azirevpn.com'], ['91.231.153.2/32', '192.211.0.2/32']),
	row('CyberGhost', ['.cg-dialup.net', '.cyberghostvpn.com']),
	row('hide.me', ['.hideservers.net', '.hide.me']),
	row('PureVPN', ['.pointtoserver.com', '.ptoserver.com', '.purevpn.net']),
	row('VyprVPN', ['.vyprvpn.com', '.goldenfrog.com']),
	row('StrongVPN', ['.strongvpn.com', '.reliablehosting.com']),
	row('PrivadoVPN', ['.privado.io', '.privadovpn.com']),
	row('FastestVPN', ['.jumptoserver.com', '.fastestvpn.com']),
	row('ExpressVPN', ['.expressvpn.com', '.expressnetw.com']),
	row('VPN Unlimited', ['.vpnunlimitedapp.com']),
	row('Njalla', ['.njalla.net', '.njal.la'], ['95.215.19.53/32']),
	row('Integrity VPN', ['.integrity.st', '.5july.net']),
	row('oVPN.to', ['.ovpn.to']),
];

function is_around(provider: Provider, address: string): boolean {
	for (const place of provider.places) if (contains(place, address)) return true;
	return false;
}

// What of the text may be a place: our addresses, its name servers, where it is called.
function addresses_of(conf: Conf, host: string): string[] {
	const found = [host];
	for (const key of ['Address', 'DNS']) {
		for (const entry of slice(list_entries(conf.interface, key), 0, 8)) {
			const prefix = parse_prefix(entry.value);
			if (prefix != null) push(found, print_address(prefix));
		}
	}
	return filter(found, (address) => parse_prefix(address) != null);
}

function is_by(provider: Provider, conf: Conf, host: string, addresses: string[]): boolean {
	for (const end of provider.servers) if (substr('.' + host, -length(end)) == end) return true;
	for (const start of provider.comments) {
		for (const mark of conf.marks) if (index(mark, start) == 0) return true;
	}
	for (const address of addresses) if (is_around(provider, address)) return true;
	return false;
}

/**
 * Whose file it is; '' when no row knows it. Only for a text that names no home. With `places` addresses tell, too: not
 * where a program for hubs of one's own is known to have written it, which may give out the same ones.
 */
export function provider_of(conf: Conf, peer: Section, places: boolean): string {
	const host = lc(parse_endpoint(last_entry(peer, 'Endpoint')?.value ?? '').host);
	const addresses = places ? addresses_of(conf, host) : [];
	for (const provider of providers) {
		if (is_by(provider, conf, host, addresses)) return provider.title;
	}
	return '';
}
