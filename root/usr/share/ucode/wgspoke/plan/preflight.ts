// What is wrong, on this router, before anything changes?
// The network's own faults first, then where it and the router collide. A fact that nobody looked at gives no finding.

import {
	address_of,
	contains,
	is_default_route,
	network_of,
	next_free,
	overlaps,
	parse_prefix,
} from '../base/prefix.ts';
import { check_endpoint, check_network, site_title } from '../model/check.ts';
import {
	default_gateway,
	interface_of,
	is_default_target,
	is_wan_side,
	other_interfaces,
	our_interface,
	our_zone,
	peer_section,
	section_named,
	zone_of,
} from './lans.ts';
import {
	local_prefixes,
	local_site,
	remote_sites,
	site_field,
	tunnel_prefixes,
} from '../model/network.ts';
import { network_from_uci, uci_text } from '../model/network.ts';
import { add_claim, find_overlaps } from '../base/overlaps.ts';
import { finding, nouns } from '../words/texts.ts';
import { key_fault, print_endpoint } from '../base/names.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Facts, Finding, Network, RouterInterface, Secrets } from '../model/types.ts';

/** The package that brings all of WireGuard: netifd's handler, the tools and the kernel module. */
const wireguard_package = 'luci-proto-wireguard';

/** Do any of the findings block the plan? */
export function has_errors(findings: Finding[]): boolean {
	for (const one of findings) if (one.severity == 'error') return true;
	return false;
}

/** Both lists; of `later`, what tells a field's error or code once more is left out: it follows from `earlier`. */
export function merge_findings(earlier: Finding[], later: Finding[]): Finding[] {
	const told: Record<string, boolean> = {};
	for (const one of earlier) {
		// A text that could not be used says nothing of what would be missing.
		if (one.severity == 'error' && one.field == 'text') return earlier;
		told[one.code + ' ' + one.field] = true;
		if (one.severity == 'error') told['error ' + one.field] = true;
	}
	const merged = slice(earlier);
	for (const one of later) {
		const again = one.severity == 'error' && one.field != '' && exists(told, 'error ' + one.field);
		if (!again && !exists(told, one.code + ' ' + one.field)) push(merged, one);
	}
	return merged;
}

/**
 * The lowest VPN address that nobody of the network has; while another home's is not known, the highest: that home
 * most likely has one of the first, and who gets it cuts it off. '' when the subnet is not known or full.
 */
export function free_vpn_address(network: Network): string {
	const taken = [network.hub.address];
	let unsure = false;
	for (const site of network.sites) {
		push(taken, site.address);
		if (!site.local && site.address == '') unsure = true;
	}
	for (const device of network.devices) push(taken, device.address);
	return next_free(network.hub.subnet, taken, unsure) ?? '';
}

function check_own_key(
	findings: Finding[],
	network: Network,
	secrets: Secrets,
	facts: Facts
): void {
	if (secrets.private_key != '') {
		const fault = key_fault(secrets.private_key);
		if (fault != '') {
			const size = '' + length(secrets.private_key);
			const values = { what: nouns.private_key, reason: fault, length: size };
			push(findings, finding('bad-key', values, 'private_key'));
			return;
		}
	}
	if (secrets.preshared_key != '' && key_fault(secrets.preshared_key) != '') {
		const fault = key_fault(secrets.preshared_key);
		const size = '' + length(secrets.preshared_key);
		const values = { what: nouns.preshared_key, reason: fault, length: size };
		push(findings, finding('bad-key', values, 'preshared_key'));
	}
	if (facts.public_key == '') return;
	const others: { key: string; title: string }[] = [];
	push(others, { key: network.hub.public_key, title: nouns.the_hub });
	for (const site of remote_sites(network)) {
		push(others, { key: site.public_key, title: site_title(site) });
	}
	for (const device of network.devices) {
		push(others, { key: device.public_key, title: device.name });
	}
	for (const other of others) {
		if (other.key != facts.public_key) continue;
		const values = { first: nouns.this_router, second: other.title };
		push(findings, finding('same-key', values, 'private_key'));
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
			uci_text(section.options.name) == our_zone;
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
		const values = { what: nouns.local_address, value: address, name: holder };
		push(findings, finding('address-taken', values, 'local.address'));
	}

	const claims: Claim[] = [];
	for (const prefix of tunnel_prefixes(network)) add_claim(claims, 'tunnel', prefix);
	const fields: Record<string, string> = {};
	for (const site of remote_sites(network)) {
		for (const lan of site.lan) fields[lan] = site_field(site, 'lan');
	}
	const places = add_router_claims(claims, facts);
	const home = local_prefixes(network);
	const told: Record<string, boolean> = {};
	for (const meeting of find_overlaps(claims)) {
		const outside = meeting.outer.owner == 'router' ? meeting.outer : meeting.inner;
		const tunnel = meeting.outer.owner == 'router' ? meeting.inner : meeting.outer;
		const place = places[outside.text]!;
		// An overlap with this home's LAN, or a tunnel that has our address, has been told already.
		if (place.interface == holder) continue;
		if (length(filter(home, (lan) => overlaps(lan, tunnel.text))) > 0) continue;
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
			push(findings, finding('no-lan', { value: lan }, 'local.lan'));
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
	const joined = network_from_uci(facts.uci.wgspoke);
	if (joined != null) {
		push(findings, finding('already-joined', { value: print_endpoint(joined.hub) }, ''));
	}
}

/** Everything a person should know before joining, errors first. `secrets` are looked at, never told. */
export function preflight(network: Network, secrets: Secrets, facts: Facts): Finding[] {
	const findings = check_network(network);
	check_own_key(findings, network, secrets, facts);
	const resolved = filter(
		facts.endpoint_addresses,
		(address) => address != network.hub.endpoint_host
	);
	push(findings, ...check_endpoint(network, resolved));
	check_names(findings, network, facts);
	check_routes(findings, network, facts);
	check_home(findings, network, facts);
	check_wan(findings, network, facts);
	check_system(findings, network, facts);

	const ordered: Finding[] = [];
	for (const severity of ['error', 'warning', 'info']) {
		for (const one of findings) if (one.severity == severity) push(ordered, one);
	}
	return ordered;
}
