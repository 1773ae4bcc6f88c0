// Which addresses and routes does /etc/config/network give an interface, whether it is up just now or not?
// What it is given by others (DHCP, PPPoE, a delegated prefix) nobody knows while it is down: nothing is said of that.

import { uci_no, uci_yes } from '../base/constants.ts';
import { network_of, parse_prefix } from '../base/prefix.ts';
import { uci_list } from '../model/kinds.ts';
import { option_text } from '../model/uci.ts';
import type { Known, RouterInterface } from '../model/facts.ts';
import type { UciSection } from '../model/uci.ts';

type Route = RouterInterface['routes'][0];

export function says_yes(section: UciSection, option: string): boolean {
	return index(uci_yes, option_text(section, option)) >= 0;
}

export function says_no(section: UciSection, option: string): boolean {
	return index(uci_no, option_text(section, option)) >= 0;
}

/** Does it not come up by itself: switched off, or not started? */
export function is_off(section: UciSection): boolean {
	return says_yes(section, 'disabled') || says_no(section, 'auto');
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

function static_addresses(section: UciSection): string[] {
	const mask = option_text(section, 'netmask');
	const four = map(uci_list(section.options.ipaddr), (one) => with_bits(one, mask));
	return [...four, ...uci_list(section.options.ip6addr)];
}

// Its gateways.
function static_defaults(section: UciSection): Route[] {
	const routes: Route[] = [];
	const gateway = option_text(section, 'gateway');
	if (gateway != '') push(routes, { target: '0.0.0.0/0', nexthop: gateway });
	const gateway6 = option_text(section, 'ip6gw');
	if (gateway6 != '') push(routes, { target: '::/0', nexthop: gateway6 });
	return routes;
}

// The `route` sections that name the interface: a target without a mask is one address.
function named_routes(name: string, sections: UciSection[]): Route[] {
	const routes: Route[] = [];
	for (const route of sections) {
		const six = route.type == 'route6';
		if (!six && route.type != 'route') continue;
		if (option_text(route, 'interface') != name || says_yes(route, 'disabled')) continue;
		const written = option_text(route, 'target');
		const mask = option_text(route, 'netmask');
		const bits = with_bits(written, mask == '' ? '255.255.255.255' : mask);
		const target = six ? network_of(written) : bits;
		if (target == null || parse_prefix(target) == null) continue;
		push(routes, { target: target, nexthop: option_text(route, 'gateway') });
	}
	return routes;
}

/** What a WireGuard interface sends to these peers by routes of its own, canonical; the internet among it. */
export function peer_networks(peers: UciSection[]): string[] {
	const found: string[] = [];
	for (const peer of peers) {
		if (says_yes(peer, 'disabled') || !says_yes(peer, 'route_allowed_ips')) continue;
		for (const text of uci_list(peer.options.allowed_ips)) {
			const network = network_of(text);
			if (network != null) push(found, network);
		}
	}
	return found;
}

/** The sections of a WireGuard interface's peers. */
export function peers_of(name: string, sections: UciSection[]): UciSection[] {
	return filter(sections, (one) => one.type == 'wireguard_' + name);
}

// An interface by its section; one that is off has neither addresses nor routes. `up`: where that is known.
function interface_from_uci(
	section: UciSection,
	sections: UciSection[],
	up: Known<boolean>
): RouterInterface {
	const proto = option_text(section, 'proto');
	const device = option_text(section, 'device');
	const off = is_off(section);
	const fixed = proto == 'static';
	let addresses = fixed ? static_addresses(section) : [];
	const routes = fixed ? static_defaults(section) : [];
	push(routes, ...named_routes(section.name, sections));
	if (proto == 'wireguard') {
		addresses = uci_list(section.options.addresses);
		const networks = peer_networks(peers_of(section.name, sections));
		push(routes, ...map(networks, (target) => ({ target: target, nexthop: '' })));
	}
	return {
		name: section.name,
		device: device == '' ? section.name : device,
		proto: proto,
		up: off ? false : up,
		addresses: filter(addresses, (one) => !off && parse_prefix(one) != null),
		routes: off ? [] : routes,
		dns: off ? [] : uci_list(section.options.dns),
		stopped: false,
	};
}

/** All interfaces by their sections alone, where netifd cannot be asked: whether they are up nobody knows. */
export function interfaces_from_uci(sections: UciSection[]): RouterInterface[] {
	const own = filter(sections, (section) => section.type == 'interface');
	return map(own, (section) => interface_from_uci(section, sections, null));
}

/**
 * The interfaces that netifd told, none where it could not be asked; and after them those that are configured and not up just now, which come up some day:
 * a guest network whose radio is off, a VLAN or a USB adapter that is not there, a tunnel that is down.
 */
export function with_configured(
	told: Known<RouterInterface[]>,
	sections: UciSection[]
): RouterInterface[] {
	if (told == null) return [];
	const known: Record<string, RouterInterface> = {};
	for (const entry of told) known['@' + entry.name] = entry;
	const found = filter(told, (entry) => entry.up != false);
	const listed: Record<string, boolean> = {};
	for (const section of sections) {
		const entry = known['@' + section.name];
		if (section.type != 'interface' || (entry != null && entry.up != false)) continue;
		listed['@' + section.name] = true;
		const written = interface_from_uci(section, sections, false);
		if (entry == null) push(found, written);
		else {
			const device = entry.device == '' ? written.device : entry.device;
			push(found, { ...written, device: device, stopped: entry.stopped });
		}
	}
	for (const entry of told) {
		if (entry.up == false && !exists(listed, '@' + entry.name)) push(found, entry);
	}
	return found;
}
