// What is wrong, on this router, before anything changes?
// The network's own faults first, then where it and the router collide. A fact that nobody looked at gives no finding.

import {
	address_of,
	contains,
	is_default_route,
	network_of,
	overlaps,
	parse_prefix,
	prefix_overlaps,
} from '../base/prefix.ts';
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
import { our_interface, our_zone, peer_section } from './ours.ts';
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

// Does the name stand for something on this router that joining did not make?
function check_names(findings: Finding[], network: Network, facts: Facts): void {
	const name = network.hub.interface;
	if (name != our_interface(facts.uci)) {
		const section = section_named(facts.uci.network, name) != null;
		const running = filter(facts.tunnels ?? [], (tunnel) => tunnel.name == name);
		const used = filter(
			facts.interfaces ?? [],
			(entry) => entry.name == name || entry.device == name
		);
		if (section || length(running) > 0 || length(used) > 0) {
			push(findings, finding('interface-exists', { value: name }, 'hub.interface'));
			return;
		}
	}
	const peer = section_named(facts.uci.network, peer_section(name));
	if (peer != null && peer.type != 'wireguard_' + name) {
		push(findings, finding('interface-exists', { value: peer.name }, 'hub.interface'));
	}
	for (const section of facts.uci.firewall) {
		const named = section.name == our_zone && section.type != 'zone';
		const twin =
			section.type == 'zone' &&
			section.name != our_zone &&
			option_text(section, 'name') == our_zone;
		if (named || twin) push(findings, finding('zone-exists', { value: our_zone }, 'hub.interface'));
	}
}

// Where a prefix that the router knows already leads to.
interface Place {
	interface: string;
	wan: boolean;
}

// Adds what this router reaches without our tunnel: networks of its addresses, its routes, the kernel's.
function add_router_claims(claims: Claim[], facts: Facts): Record<string, Place> {
	const places: Record<string, Place> = {};
	const by_device: Record<string, RouterInterface> = {};
	const add = (target: string, place: Place): void => {
		if (is_default_target(target) || is_default_route(target)) return;
		const before = length(claims);
		add_claim(claims, 'router', target);
		const added = claims[before];
		if (added == null) return;
		if (exists(places, added.text)) pop(claims);
		else places[added.text] = place;
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
	return places;
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

function check_routes(findings: Finding[], network: Network, facts: Facts): void {
	const holder = holder_of_address(network, facts);
	if (holder != '') {
		const address = local_site(network)?.address ?? '';
		const values = { what: term('local_address'), value: address, name: holder };
		push(findings, finding('address-taken', values, 'local.address'));
	}

	const claims: Claim[] = [];
	for (const prefix of tunnel_prefixes(network)) add_claim(claims, 'tunnel', prefix);
	const fields: Record<string, string> = {};
	for (const site of remote_sites(network)) {
		for (const lan of site.lan) fields[lan] = about_site(site, 'lan');
	}
	const places = add_router_claims(claims, facts);
	const home = map(local_prefixes(network), (lan) => parse_prefix(lan)!);
	const told: Record<string, boolean> = {};
	for (const meeting of find_overlaps(claims)) {
		const outside = meeting.outer.owner == 'router' ? meeting.outer : meeting.inner;
		const tunnel = meeting.outer.owner == 'router' ? meeting.inner : meeting.outer;
		const place = places[outside.text]!;
		// An overlap with this home's LAN, or a tunnel that has our address, has been told already.
		if (place.interface == holder) continue;
		if (length(filter(home, (lan) => prefix_overlaps(lan, tunnel.prefix))) > 0) continue;
		const key = tunnel.text + ' ' + place.interface;
		if (exists(told, key)) continue;
		told[key] = true;
		const values = {
			value: tunnel.text,
			network: outside.text,
			interface: place.interface,
		};
		const code = place.wan ? 'wan-overlap' : 'route-taken';
		push(findings, finding(code, values, fields[tunnel.text] ?? 'hub.subnet'));
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
	const resolved = filter(
		facts.endpoint_addresses,
		(address) => address != network.hub.endpoint_host
	);
	push(findings, ...check_endpoint(network, resolved));
	check_names(findings, network, facts);
	check_routes(findings, network, facts);
	check_home(findings, network, facts);
	// The hub is made elsewhere: the way to it, and what the tunnel takes here, comes later.
	if (purpose?.making) return findings;
	check_wan(findings, network, facts);
	check_system(findings, network, facts);
	return findings;
}
