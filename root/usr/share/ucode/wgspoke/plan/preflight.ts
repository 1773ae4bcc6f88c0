// What is wrong, on this router, before anything changes?
// The network's own faults first, then where it and the router collide. A fact that nobody looked at gives no finding.

import {
	address_of,
	contains,
	network_of,
	overlaps,
	parse_prefix,
	prefix_overlaps,
	print_address,
} from '../base/prefix.ts';
import { is_default_route } from '../base/special.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { key_fault } from '../base/names.ts';
import { add_claim, find_overlaps } from '../base/overlaps.ts';
import { check_endpoint, check_network } from '../model/check.ts';
import {
	about_device,
	about_site,
	local_prefixes,
	local_site,
	remote_sites,
	site_title,
	tunnel_claims,
	tunnel_prefixes,
} from '../model/network.ts';
import { option_text, section_named } from '../model/uci.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import {
	default_gateway,
	interface_of,
	is_default_target,
	is_wan_side,
	other_interfaces,
	zone_of,
} from './lans.ts';
import {
	our_firewall_sections,
	our_interface,
	our_zone,
	peer_section,
	written_interface,
} from './ours.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Purpose } from '../model/values.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { Facts, RouterInterface } from '../model/facts.ts';
import type { Finding } from '../words/findings.ts';
import type { Value } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';

/** The package that brings all of WireGuard: netifd's handler, the tools and the kernel module. */
const wireguard_package = 'luci-proto-wireguard';

function check_secret(found: Finding[], key: string, what: TermKey): void {
	const fault = key == '' ? '' : key_fault(key);
	if (fault == '') return;
	const values = { what: term(what), reason: term(fault), length: '' + length(key) };
	push(found, finding('bad-key', values, what));
}

// Has somebody else of the network this router's own key?
function check_own_key(found: Finding[], network: Network, facts: Facts): void {
	if (facts.public_key == '') return;
	const say = (key: string, title: Value, about: string): void => {
		if (key != facts.public_key) return;
		const values = { first: term('this_router'), second: title };
		push(found, finding('same-key', values, about));
	};
	say(network.hub.public_key, term('the_hub'), 'hub.public_key');
	for (const site of remote_sites(network)) {
		say(site.public_key, site_title(site), about_site(site, 'public_key'));
	}
	for (const device of network.devices) {
		say(device.public_key, device.name, about_device(device.name, 'public_key'));
	}
}

// Has something on this router this name, in its configuration or in its kernel?
function is_taken(name: string, facts: Facts): boolean {
	if (section_named(facts.uci.network, name) != null) return true;
	if (index(facts.devices ?? [], name) >= 0) return true;
	for (const tunnel of facts.tunnels ?? []) if (tunnel.name == name) return true;
	for (const entry of facts.interfaces ?? []) {
		if (entry.name == name || entry.device == name) return true;
	}
	// Peers would become the new tunnel's; those of a tunnel of ours that is gone may.
	if (name == written_interface(facts.uci)) return false;
	for (const peer of facts.uci.network) if (peer.type == 'wireguard_' + name) return true;
	return false;
}

// Does the tunnel, or a firewall section of it, have the name of something that joining did not make?
function check_names(findings: Finding[], network: Network, facts: Facts): void {
	const name = network.hub.interface;
	if (name != our_interface(facts.uci) && is_taken(name, facts)) {
		push(findings, finding('interface-exists', { value: name }, 'hub.interface'));
		return;
	}
	const peer = section_named(facts.uci.network, peer_section(name));
	if (peer != null && peer.type != 'wireguard_' + name) {
		push(findings, finding('interface-exists', { value: peer.name }, 'hub.interface'));
	}
	const wanted = [our_zone, our_zone + '_in', our_zone + '_out'];
	if (network.hub.router_access == 'ping') push(wanted, our_zone + '_ping');
	const made = our_firewall_sections(facts.uci);
	for (const section of facts.uci.firewall) {
		if (index(made, section) >= 0) continue;
		const named = index(wanted, section.name) >= 0;
		const twin = section.type == 'zone' && option_text(section, 'name') == our_zone;
		if (!named && !twin) continue;
		const value = named ? section.name : our_zone;
		push(findings, finding('zone-exists', { value: value }, 'hub.interface'));
	}
}

// Where a prefix that the router knows already leads to, or, with `need`, an address that it has to reach without us.
interface Place {
	interface: string;
	wan: boolean;
	need?: TermKey;
}

// All claims, and what those of the router are about, by owner and text.
interface RouterClaims {
	claims: Claim[];
	places: Record<string, Place>;
}

// A claim of the router's, each once.
function add_place(known: RouterClaims, owner: string, target: string, place: Place): void {
	const before = length(known.claims);
	add_claim(known.claims, owner, target);
	const added = known.claims[before];
	if (added == null) return;
	if (exists(known.places, owner + added.text)) pop(known.claims);
	else known.places[owner + added.text] = place;
}

// Single addresses without which there is no internet: name servers, gateways, and its own where the network around it
// is too wide to be claimed.
function add_needs(known: RouterClaims, facts: Facts): void {
	for (const entry of other_interfaces(facts)) {
		const place = { interface: entry.name, wan: true };
		for (const server of entry.dns) {
			add_place(known, 'need', server, { ...place, need: 'own_dns_server' });
		}
		for (const route of entry.routes) {
			if (!is_default_target(route.target)) continue;
			add_place(known, 'need', route.nexthop, { ...place, need: 'own_gateway' });
		}
		for (const address of entry.addresses) {
			if (!is_default_route(address)) continue;
			add_place(known, 'need', address_of(address)!, { ...place, need: 'own_wan_address' });
		}
	}
}

// What this router reaches without our tunnel: networks of its addresses, its routes, the kernel's.
function add_router_claims(known: RouterClaims, facts: Facts): void {
	const by_device: Record<string, RouterInterface> = {};
	const add = (target: string, place: Place): void => {
		if (!is_default_route(target)) add_place(known, 'router', target, place);
	};

	for (const entry of other_interfaces(facts)) {
		const wan = default_gateway(entry) != null || is_wan_side(facts.uci, entry);
		const place: Place = { interface: entry.name, wan: wan };
		if (entry.device != '') by_device['@' + entry.device] = entry;
		for (const address of entry.addresses) add(address, place);
	}
	for (const entry of other_interfaces(facts)) {
		const place: Place = { interface: entry.name, wan: false };
		for (const route of entry.routes) add(route.target, place);
	}
	const ours = our_interface(facts.uci);
	for (const route of facts.routes ?? []) {
		if (route.device == 'lo' || (ours != '' && route.device == ours)) continue;
		const entry = by_device['@' + route.device];
		add(route.target, { interface: entry?.name ?? route.device, wan: false });
	}
}

// The interface besides our tunnel that has this router's VPN address; '' when none has.
function holder_of_address(network: Network, facts: Facts): string {
	const address = address_of(local_site(network)?.address ?? '');
	if (address == null) return '';
	for (const entry of other_interfaces(facts)) {
		for (const one of entry.addresses) if (address_of(one) == address) return entry.name;
	}
	return '';
}

// `tunnel`: what goes there; the router's own claims come to it.
function check_routes(findings: Finding[], network: Network, tunnel: Claim[], facts: Facts): void {
	const holder = holder_of_address(network, facts);
	if (holder != '') {
		const address = local_site(network)?.address ?? '';
		const values = { what: term('local_address'), value: address, name: holder };
		push(findings, finding('address-taken', values, 'local.address'));
	}

	const known: RouterClaims = { claims: tunnel, places: {} };
	const fields: Record<string, string> = {};
	for (const site of remote_sites(network)) {
		for (const lan of site.lan) fields[lan] = about_site(site, 'lan');
	}
	add_router_claims(known, facts);
	add_needs(known, facts);
	const home = map(local_prefixes(network), (lan) => parse_prefix(lan)!);
	const told: Record<string, boolean> = {};
	for (const meeting of find_overlaps(known.claims)) {
		const inward = meeting.inner.owner == 'tunnel';
		const outside = inward ? meeting.outer : meeting.inner;
		const ours = inward ? meeting.inner : meeting.outer;
		if (ours.owner != 'tunnel') continue;
		const place = known.places[outside.owner + outside.text]!;
		// An overlap with this home's LAN, or a tunnel that has our address, has been told already.
		if (place.interface == holder) continue;
		if (length(filter(home, (lan) => prefix_overlaps(lan, ours.prefix))) > 0) continue;
		const key = ours.text + ' ' + (place.need == null ? place.interface : outside.text);
		if (exists(told, key)) continue;
		told[key] = true;
		const about = fields[ours.text] ?? 'hub.subnet';
		if (place.need != null) {
			const address = print_address(outside.prefix);
			const values = { what: term(place.need), address: address, value: ours.text };
			push(findings, finding('needed-here', values, about));
			continue;
		}
		const values = { value: ours.text, network: outside.text, interface: place.interface };
		push(findings, finding(place.wan ? 'wan-overlap' : 'route-taken', values, about));
	}
}

function check_home(findings: Finding[], network: Network, facts: Facts): void {
	if (facts.interfaces == null) return;
	const asked: Record<string, boolean> = {};
	for (const lan of local_prefixes(network)) {
		const outside = filter(
			other_interfaces(facts),
			(one) => is_wan_side(facts.uci, one) && index(map(one.addresses, network_of), lan) >= 0
		);
		const entry = outside[0] ?? interface_of(facts, lan);
		if (entry == null) {
			push(findings, finding('unknown-lan', { value: lan }, 'local.lan'));
			continue;
		}
		if (is_wan_side(facts.uci, entry)) {
			push(findings, finding('lan-is-wan', { value: lan, interface: entry.name }, 'local.lan'));
			continue;
		}
		if (zone_of(facts.uci, entry) == '') {
			const values = { value: lan, interface: entry.name };
			push(findings, finding('no-zone', values, 'local.lan'));
		}
		const gateway = default_gateway(entry) ?? '';
		if (gateway == '' || exists(asked, '@' + entry.name)) continue;
		asked['@' + entry.name] = true;
		let own = entry.name;
		for (const address of reverse(slice(entry.addresses))) {
			if (overlaps(lan, address)) own = address_of(address) ?? own;
		}
		const values = {
			value: lan,
			gateway: gateway,
			networks: join(', ', tunnel_prefixes(network)),
			address: own,
		};
		push(findings, finding('side-router', values, 'local.lan'));
	}
}

// Is there a way to the hub: a default route, or a route to where it is?
function check_wan(findings: Finding[], network: Network, facts: Facts): void {
	if (facts.routes == null) return;
	const ours = our_interface(facts.uci);
	const hub = filter(
		[network.hub.endpoint_host, ...facts.endpoint_addresses],
		(host) => parse_prefix(host) != null
	);
	const targets: string[] = [];
	for (const route of facts.routes) {
		if (ours == '' || route.device != ours) push(targets, route.target);
	}
	for (const entry of other_interfaces(facts)) {
		for (const route of entry.routes) push(targets, route.target);
		for (const address of entry.addresses) push(targets, address);
	}
	for (const target of targets) {
		// Of a hub whose address is not known, any way out may be the right one.
		if (length(hub) == 0 && is_default_target(target)) return;
		for (const address of hub) if (contains(target, address)) return;
	}
	push(findings, finding('no-wan', {}, ''));
}

function check_system(findings: Finding[], network: Network, facts: Facts): void {
	if (facts.wireguard == false) {
		push(findings, finding('no-wireguard', { value: wireguard_package }, ''));
	}
	for (const name of facts.proxies ?? []) {
		const values = { value: name, endpoint: network.hub.endpoint_host };
		push(findings, finding('proxy-running', values, ''));
	}
	if (facts.clock_set == false) {
		const now = gmtime(facts.time);
		const text = sprintf(
			'%04d-%02d-%02d %02d:%02d',
			now.year,
			now.mon,
			now.mday,
			now.hour,
			now.min
		);
		push(findings, finding('clock-unset', { value: text }, ''));
	}
}

// Where the hub is besides what the network says: what its name stands for, and where our tunnel reaches it now.
function hub_addresses(network: Network, facts: Facts): string[] {
	const known = network.hub.endpoint_host;
	const found = filter(facts.endpoint_addresses, (address) => address != known);
	const ours = our_interface(facts.uci);
	for (const tunnel of facts.tunnels ?? []) {
		if (ours == '' || tunnel.name != ours) continue;
		for (const peer of tunnel.peers) {
			const host = split_endpoint(peer.endpoint)?.host ?? '';
			if (peer.public_key != network.hub.public_key || host == known) continue;
			if (host != '' && index(found, host) < 0) push(found, host);
		}
	}
	return found;
}

/** Everything a person should know before joining, or before a hub is made. `secrets` are looked at, never told. */
export function preflight(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	purpose?: Purpose
): Finding[] {
	const findings = check_network(network, purpose);
	check_secret(findings, secrets.private_key, 'private_key');
	check_secret(findings, secrets.preshared_key, 'preshared_key');
	check_own_key(findings, network, facts);
	const tunnel = tunnel_claims(network);
	push(findings, ...check_endpoint(tunnel, hub_addresses(network, facts)));
	check_names(findings, network, facts);
	check_routes(findings, network, tunnel, facts);
	check_home(findings, network, facts);
	// The hub is made elsewhere: the way to it, and what the tunnel takes here, comes later.
	if (purpose?.making) return findings;
	check_wan(findings, network, facts);
	check_system(findings, network, facts);
	return findings;
}
