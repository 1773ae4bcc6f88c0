// Which LANs are at this home, and behind which interfaces and firewall zones?
// Reads the facts only; a fact that nobody looked at gives no answer.

import {
	canonical_prefix,
	is_single,
	is_six,
	network_of,
	overlaps,
	parse_prefix,
} from '../base/prefix.ts';
import { is_default_route, is_home_prefix } from '../base/special.ts';
import { uci_list } from '../model/kinds.ts';
import { option_text, section_named } from '../model/uci.ts';
import { with_configured } from './configured.ts';
import { our_interface, our_zone } from './ours.ts';
import { is_server, other_tunnels } from './tunnels.ts';
import type { UciConfigs, UciSection } from '../model/uci.ts';
import type { Facts, RouterInterface } from '../model/facts.ts';

/** A subnet at this home that the other homes could be let into. */
export interface LanCandidate {
	/** Canonical. */
	prefix: string;
	/** UCI name of the interface it is behind. */
	interface: string;
	/** Name of the interface's firewall zone. */
	zone: string;
	/** Is it what people mean by "this home"? Guest networks and routed subnets are only offered. */
	preselected: boolean;
}

/** Does the prefix stand for "everything else": '0.0.0.0/0', '::/0'? */
export function is_default_target(target: string): boolean {
	return parse_prefix(target)?.bits == 0;
}

/** The gateway of the interface's default route; '' for one without gateway, null when it has none. */
export function default_gateway(entry: RouterInterface): string | null {
	for (const route of entry.routes) if (is_default_target(route.target)) return route.nexthop;
	return null;
}

/** The firewall's zones that are switched on, without ours. */
function zones_of(configs: UciConfigs): UciSection[] {
	return filter(
		configs.firewall,
		(section) =>
			section.type == 'zone' &&
			option_text(section, 'enabled') != '0' &&
			option_text(section, 'name') != our_zone
	);
}

/** Has the firewall any zone at all? A router beside another one, or an access point, may have none. */
export function has_zones(configs: UciConfigs): boolean {
	return length(zones_of(configs)) > 0;
}

function zone_section(configs: UciConfigs, entry: RouterInterface): UciSection | null {
	for (const zone of zones_of(configs)) {
		if (index(uci_list(zone.options.network), entry.name) >= 0) return zone;
		if (entry.device != '' && index(uci_list(zone.options.device), entry.device) >= 0) return zone;
	}
	return null;
}

/** Name of the interface's firewall zone; '' when it is in none. */
export function zone_of(configs: UciConfigs, entry: RouterInterface): string {
	return option_text(zone_section(configs, entry), 'name');
}

// Named wan…, or masquerading and not named lan: a router beside another one masquerades its lan.
function leads_out(zone: UciSection): boolean {
	const name = option_text(zone, 'name');
	return index(name, 'wan') == 0 || (option_text(zone, 'masq') == '1' && name != 'lan');
}

// Without any zone a default route alone says little: the LAN of a router beside another one has it.
function seems_wan(entry: RouterInterface): boolean {
	return entry.name != 'lan' && entry.proto != 'static' && default_gateway(entry) != null;
}

/** Does the interface lead to the internet? Its zone tells; without a zone, a default route. */
export function is_wan_side(configs: UciConfigs, entry: RouterInterface): boolean {
	const zone = zone_section(configs, entry);
	if (zone != null) return leads_out(zone);
	return has_zones(configs) ? default_gateway(entry) != null : seems_wan(entry);
}

// Name of the zone of what people mean by "this home": lan, else the only one whose devices may open this router, of
// networks with fixed addresses and no way out; '' when that is not clear.
function home_zone(configs: UciConfigs): string {
	const trusted: string[] = [];
	for (const zone of zones_of(configs)) {
		const name = option_text(zone, 'name');
		if (name == 'lan') return name;
		if (uc(option_text(zone, 'input')) != 'ACCEPT' || leads_out(zone)) continue;
		if (index(lc(name), 'guest') >= 0) continue;
		for (const network of uci_list(zone.options.network)) {
			const options = section_named(configs.network, network)?.options;
			if (options?.proto != 'static' || options.gateway) continue;
			if (index(trusted, name) < 0) push(trusted, name);
		}
	}
	return length(trusted) == 1 ? trusted[0]! : '';
}

/**
 * The router's interfaces without the loopback and our own tunnel, those that are configured and not up just now among
 * them, at the end.
 */
export function other_interfaces(facts: Facts): RouterInterface[] {
	const ours = our_interface(facts.uci);
	return filter(
		with_configured(facts.interfaces, facts.uci.network),
		(entry) =>
			entry.name != 'loopback' && entry.device != 'lo' && (ours == '' || entry.name != ours)
	);
}

/** The interface behind which the prefix is: one with an address in it, else one that routes it; null for none. */
export function interface_of(facts: Facts, prefix: string): RouterInterface | null {
	const candidates = other_interfaces(facts);
	for (const entry of candidates) {
		for (const address of entry.addresses) {
			if (overlaps(network_of(address) ?? '', prefix)) return entry;
		}
	}
	for (const entry of candidates) {
		for (const route of entry.routes) {
			if (!is_default_route(route.target) && overlaps(route.target, prefix)) return entry;
		}
	}
	for (const route of facts.routes ?? []) {
		for (const entry of candidates) {
			if (entry.device != route.device || is_default_route(route.target)) continue;
			if (overlaps(route.target, prefix)) return entry;
		}
	}
	return null;
}

// More than one address, and not from the internet: a provider's IPv6 prefix changes.
function is_lan_prefix(prefix: string): boolean {
	const parsed = parse_prefix(prefix);
	if (parsed == null || !is_home_prefix(parsed)) return false;
	return !is_single(parsed) && (parsed.family == 4 || overlaps('fc00::/7', prefix));
}

/**
 * The LANs found on this router, candidates for "this home", preselected ones first: the networks of interfaces in
 * zones that do not lead to the internet, and what is routed behind those interfaces (virtual machines, Kubernetes).
 */
export function local_lans(facts: Facts): LanCandidate[] {
	const chosen: LanCandidate[] = [];
	const offered: LanCandidate[] = [];
	const seen: Record<string, boolean> = {};
	const add = (
		target: string,
		entry: RouterInterface,
		zone: string,
		preselected: boolean
	): void => {
		const prefix = canonical_prefix(target);
		if (prefix == null || exists(seen, prefix) || !is_lan_prefix(prefix)) return;
		seen[prefix] = true;
		push(preselected ? chosen : offered, {
			prefix: prefix,
			interface: entry.name,
			zone: zone,
			preselected: preselected,
		});
	};

	const clients: Record<string, boolean> = {};
	const servers: Record<string, boolean> = {};
	for (const tunnel of other_tunnels(facts)) {
		(is_server(tunnel) ? servers : clients)['@' + tunnel.name] = true;
	}
	const zones = has_zones(facts.uci);
	const homes = filter(
		other_interfaces(facts),
		(entry) =>
			(!zones || zone_of(facts.uci, entry) != '') &&
			!is_wan_side(facts.uci, entry) &&
			// A tunnel that calls somebody leads away from here.
			!exists(clients, '@' + entry.name)
	);
	const home = home_zone(facts.uci);
	for (const entry of homes) {
		const zone = zone_of(facts.uci, entry);
		// Phones that call this router are at home when a person says so.
		const server = exists(servers, '@' + entry.name) || entry.proto == 'wireguard';
		const chosen_zone = zones ? zone == home : entry.name == 'lan' || length(homes) == 1;
		for (const address of entry.addresses) {
			add(address, entry, zone, chosen_zone && !server && !is_six(address));
		}
	}
	for (const entry of homes) {
		if (exists(servers, '@' + entry.name)) continue;
		const zone = zone_of(facts.uci, entry);
		for (const route of entry.routes) add(route.target, entry, zone, false);
		for (const route of facts.routes ?? []) {
			if (entry.device != '' && route.device == entry.device) add(route.target, entry, zone, false);
		}
	}
	for (const candidate of offered) push(chosen, candidate);
	return chosen;
}
