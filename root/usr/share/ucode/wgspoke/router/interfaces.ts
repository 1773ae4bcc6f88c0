// Which network interfaces does the router have? From what netifd tells, or from the UCI files alone.

import { uci_yes } from '../base/constants.ts';
import { network_of, parse_prefix } from '../base/prefix.ts';
import { uci_list } from '../model/kinds.ts';
import { option_text } from '../model/uci.ts';
import type { UciSection } from '../model/uci.ts';
import type { RouterInterface } from '../model/facts.ts';

/** netifd's answer to `network.interface dump`, in our words. */
export function interface_from_dump(raw: Record<string, unknown>): RouterInterface {
	const addresses: string[] = [];
	for (const family of ['ipv4-address', 'ipv6-address', 'ipv6-prefix-assignment']) {
		for (const entry of (raw[family] ?? []) as Record<string, unknown>[]) {
			const own = entry['local-address'] as Record<string, unknown> | null;
			const address = entry['address'] ?? own?.['address'];
			const mask = own?.['mask'] ?? entry['mask'];
			if (address && index(address as string, 'fe80:') != 0) {
				push(addresses, sprintf('%s/%d', address, mask));
			}
		}
	}
	const routes: RouterInterface['routes'] = [];
	for (const route of (raw['route'] ?? []) as Record<string, unknown>[]) {
		const nexthop = (route['nexthop'] ?? '') as string;
		push(routes, {
			target: sprintf('%s/%d', route['target'], route['mask']),
			nexthop: nexthop == '0.0.0.0' || nexthop == '::' ? '' : nexthop,
		});
	}
	return {
		name: raw['interface'] as string,
		device: (raw['l3_device'] ?? raw['device'] ?? '') as string,
		proto: (raw['proto'] ?? '') as string,
		up: !!raw['up'],
		addresses: addresses,
		routes: routes,
		dns: (raw['dns-server'] ?? []) as string[],
		stopped: raw['autostart'] === false && !raw['up'],
	};
}

/** Bits of a netmask: '255.255.255.0' → 24; 0 for what is none. */
function mask_bits(mask: string): number {
	let bits = 0;
	for (const byte of iptoarr(mask) ?? []) {
		for (let bit = 128; bit > 0 && byte & bit; bit = bit >> 1) bits++;
	}
	return bits;
}

/** '192.168.2.1' with the netmask beside it, or '192.168.2.1/24' → with its bits. */
function with_bits(address: string, mask: string): string {
	return index(address, '/') >= 0 ? address : sprintf('%s/%d', address, mask_bits(mask));
}

// A gateway, and the `route` sections that name the interface.
function static_routes(section: UciSection, sections: UciSection[]): RouterInterface['routes'] {
	const routes: RouterInterface['routes'] = [];
	const gateway = option_text(section, 'gateway');
	if (gateway != '') push(routes, { target: '0.0.0.0/0', nexthop: gateway });
	for (const route of sections) {
		if (route.type != 'route' || option_text(route, 'interface') != section.name) continue;
		const mask = option_text(route, 'netmask');
		const target = with_bits(option_text(route, 'target'), mask == '' ? '255.255.255.255' : mask);
		if (parse_prefix(target)) push(routes, { target, nexthop: option_text(route, 'gateway') });
	}
	return routes;
}

// What a WireGuard interface sends to its peers.
function peer_routes(name: string, sections: UciSection[]): RouterInterface['routes'] {
	const routes: RouterInterface['routes'] = [];
	for (const peer of sections) {
		if (peer.type != 'wireguard_' + name) continue;
		if (index(uci_yes, option_text(peer, 'disabled')) >= 0) continue;
		if (index(uci_yes, option_text(peer, 'route_allowed_ips')) < 0) continue;
		for (const text of uci_list(peer.options.allowed_ips)) {
			const target = network_of(text);
			if (target != null) push(routes, { target: target, nexthop: '' });
		}
	}
	return routes;
}

const link_line = /^[0-9]+: ([^:@ ]+)[:@].* mtu ([0-9]+)/;

/** What `ip link show` prints → MTU by device: '2: eth0: <…> mtu 1500 qdisc …', '7: eth0.2@eth0: <…> mtu 1496 …' */
export function mtus_of_links(text: string): Record<string, number> {
	const found: Record<string, number> = {};
	for (const line of split(text, '\n')) {
		const field = match(line, link_line);
		if (field) found[field[1]!] = int(field[2]!, 10);
	}
	return found;
}

/** Static addresses and routes as /etc/config/network tells them, where netifd cannot be asked. */
export function interfaces_from_uci(sections: UciSection[]): RouterInterface[] {
	const found: RouterInterface[] = [];
	for (const section of sections) {
		if (section.type != 'interface') continue;
		const mask = option_text(section, 'netmask');
		const addresses = map(uci_list(section.options.ipaddr), (one) => with_bits(one, mask));
		push(addresses, ...uci_list(section.options.ip6addr));
		const device = option_text(section, 'device');
		const wireguard = option_text(section, 'proto') == 'wireguard';
		// What is switched off has neither addresses nor routes.
		const off = index(uci_yes, option_text(section, 'disabled')) >= 0;
		if (wireguard) push(addresses, ...uci_list(section.options.addresses));
		const routes = static_routes(section, sections);
		if (wireguard) push(routes, ...peer_routes(section.name, sections));
		push(found, {
			name: section.name,
			device: device == '' ? section.name : device,
			proto: option_text(section, 'proto'),
			up: off ? false : null,
			addresses: filter(addresses, (one) => !off && parse_prefix(one) != null),
			routes: off ? [] : routes,
			dns: uci_list(section.options.dns),
			stopped: false,
		});
	}
	return found;
}
