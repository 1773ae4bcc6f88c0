// Which network interfaces does the router have now? From what netifd tells, and `ip link` of their devices.
// What their sections say of them, up or not, is for plan/configured.

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
