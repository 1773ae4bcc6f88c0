// What does netifd say about one interface? A live interface in, the reply of `network.interface status` out.
import { tunnelRoutes, type InterfacePlan } from './interfaces.ts';
import type { Data } from './bus.ts';

export interface LiveInterface {
	plan: InterfacePlan;
	up: boolean;
	/** When it came up, in milliseconds. */
	since: number;
	/** Why it is down, as netifd's error codes: 'SETUP_FAILED'. */
	error: string;
	/** Brought up by itself: as configured, until somebody stops or starts it. */
	autostart: boolean;
}

interface Prefix {
	address: string;
	mask: number;
}

/** '192.168.2.1/24' → {address: '192.168.2.1', mask: 24}; without a mask it is a single host. */
export function splitPrefix(prefix: string): Prefix {
	const [address = '', mask] = prefix.split('/');
	const full = address.includes(':') ? 128 : 32;
	return { address, mask: mask === undefined ? full : Number(mask) };
}

function routeEntry(target: string, nexthop: string): Data {
	const isSix = target.includes(':') || nexthop.includes(':');
	const any = isSix ? '::' : '0.0.0.0';
	const { address, mask } = target === 'default' ? { address: any, mask: 0 } : splitPrefix(target);
	return { target: address, mask, nexthop: nexthop || any, source: `${any}/0` };
}

function routesOf(plan: InterfacePlan): Data[] {
	const own = plan.routes.map(({ target, gateway }) => routeEntry(target, gateway));
	const tunnel = plan.wireguard ? tunnelRoutes(plan.wireguard) : [];
	return own.concat(tunnel.map((target) => routeEntry(target, '')));
}

/** The reply of `network.interface.<name> status`, with the fields in netifd's order. */
export function interfaceStatus(live: LiveInterface, now = Date.now()): Data {
	const { plan, up } = live;
	const addresses = (isSix: boolean): Prefix[] =>
		up ? plan.addresses.filter((each) => each.includes(':') === isSix).map(splitPrefix) : [];
	const device = plan.device === '' ? {} : { device: plan.device };
	return {
		up,
		pending: false,
		available: !plan.disabled,
		autostart: live.autostart,
		dynamic: false,
		...(up ? { uptime: Math.floor((now - live.since) / 1000), l3_device: plan.device } : {}),
		proto: plan.proto,
		...(plan.wireguard && !up ? {} : device),
		...(up
			? {
					updated: ['addresses', 'routes'],
					metric: 0,
					dns_metric: 0,
					delegation: true,
					'ipv4-address': addresses(false),
					'ipv6-address': addresses(true),
					'ipv6-prefix': [],
					'ipv6-prefix-assignment': [],
					route: routesOf(plan),
					'dns-server': plan.dns,
					'dns-search': [],
					neighbors: [],
					inactive: {
						'ipv4-address': [],
						'ipv6-address': [],
						route: [],
						'dns-server': [],
						'dns-search': [],
						neighbors: [],
					},
				}
			: {}),
		...(live.error === ''
			? {}
			: { errors: [{ subsystem: plan.proto, code: live.error, data: [] }] }),
		data: {},
	};
}
