// Where is the hub really, and is there a way to it?
// Judged is what stands in the network, and what its name stands for now.

import {
	address_of,
	contains,
	parse_prefix,
	prefix_contains,
	print_address,
} from '../base/prefix.ts';
import { range_of } from '../base/special.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { host_prefix, nearest_around, takes_away } from '../base/overlaps.ts';
import { check_endpoint } from '../model/check.ts';
import { range_terms } from '../model/values.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { with_configured } from './configured.ts';
import { is_default_target, other_interfaces } from './lans.ts';
import { our_interface } from './ours.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Prefix } from '../base/prefix.ts';
import type { Facts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Value } from '../words/phrase.ts';

const about = 'hub.endpoint_host';
/** Proxies give addresses of it in place of those that names have. */
const fake_range = parse_prefix('198.18.0.0/15')!;
/** Providers give addresses of it to many customers at once. */
const shared_range = parse_prefix('100.64.0.0/10')!;

// Where the hub is besides what the network says: what its name stands for, and where our tunnel reaches it now.
function other_addresses(network: Network, facts: Facts): string[] {
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

function is_own(facts: Facts, address: string): boolean {
	for (const entry of with_configured(facts.interfaces, facts.uci.network)) {
		for (const one of entry.addresses) if (address_of(one) == address) return true;
	}
	return false;
}

// Has this router an address for examples itself? Then it stands in a laboratory, and the hub may, too.
function is_laboratory(facts: Facts): boolean {
	if (facts.interfaces == null) return true;
	for (const entry of facts.interfaces) {
		for (const address of entry.addresses) {
			const prefix = parse_prefix(address);
			if (prefix != null && range_of(prefix).kind == 'examples') return true;
		}
	}
	return false;
}

/** One address that the hub is said to have: what is wrong with it; null for nothing. */
function fault_of(
	host: Prefix,
	value: Value,
	tunnel: Claim[],
	held: Claim[],
	facts: Facts
): Finding | null {
	const say = (code: FindingCode, more?: Record<string, Value>): Finding =>
		finding(code, { value: value, ...(more ?? {}) }, about);
	const range = range_of(host);
	if (range.treat == 'refuse') {
		const words = term(range_terms[range.kind as 'self']);
		return say('hub-nowhere', { network: range.text, range: words });
	}
	if (is_own(facts, print_address(host))) return say('hub-is-here');
	if (prefix_contains(fake_range, host)) {
		const programs = join(', ', facts.proxies ?? []);
		return say('hub-fake', { program: programs == '' ? term('some_proxy') : programs });
	}
	if (range.kind == 'examples') return is_laboratory(facts) ? null : say('hub-example');
	if (range.kind != 'private') return null;
	// Of one inside the tunnel something worse is said.
	const there = nearest_around(held, host);
	for (const claim of tunnel) if (takes_away(claim.prefix, there, host)) return null;
	if (there.bits > 0 && !prefix_contains(shared_range, there)) return null;
	return say(prefix_contains(shared_range, host) ? 'hub-shared' : 'hub-private');
}

/** What is wrong with the hub's address, and with those that its name has now. */
function judge_addresses(
	network: Network,
	tunnel: Claim[],
	held: Claim[],
	facts: Facts
): Finding[] {
	const name = network.hub.endpoint_host;
	const literal = host_prefix(name);
	const found: Finding[] = [];
	if (literal != null) {
		const fault = fault_of(literal, print_address(literal), tunnel, held, facts);
		if (fault != null) push(found, fault);
		return found;
	}
	if (name == '') return found;
	if (facts.endpoint_resolves == false && length(facts.endpoint_addresses) == 0) {
		push(found, finding('hub-unresolved', { value: name }, about));
	}
	const told: Record<string, boolean> = {};
	for (const text of facts.endpoint_addresses) {
		const host = host_prefix(text);
		if (host == null) continue;
		const value = term('name_now', { name: name, address: print_address(host) });
		const fault = fault_of(host, value, tunnel, held, facts);
		if (fault == null || exists(told, fault.code)) continue;
		told[fault.code] = true;
		push(found, fault);
	}
	return found;
}

/** Would the tunnel carry the way to the hub itself; and is the hub where it is said to be? */
export function judge_hub(
	network: Network,
	tunnel: Claim[],
	held: Claim[],
	facts: Facts
): Finding[] {
	const addresses = [network.hub.endpoint_host, ...other_addresses(network, facts)];
	const judged = judge_addresses(network, tunnel, held, facts);
	return [...judged, ...check_endpoint(tunnel, addresses, held)];
}

/** Is there a way to the hub: a default route of its family, or a route to where it is? */
export function check_way(network: Network, facts: Facts): Finding[] {
	if (facts.routes == null) return [];
	const ours = our_interface(facts.uci);
	const hub: Prefix[] = [];
	for (const host of [network.hub.endpoint_host, ...facts.endpoint_addresses]) {
		const prefix = host_prefix(host);
		if (prefix != null) push(hub, prefix);
	}
	const targets: string[] = [];
	for (const route of facts.routes) {
		if (ours == '' || route.device != ours) push(targets, route.target);
	}
	for (const entry of other_interfaces(facts)) {
		if (entry.up == false) continue;
		for (const route of entry.routes) push(targets, route.target);
		for (const address of entry.addresses) push(targets, address);
	}
	let online = false;
	for (const target of targets) {
		if (is_default_target(target)) online = true;
		for (const address of hub) if (contains(target, print_address(address))) return [];
	}
	if (!online) return [finding('no-wan', {}, '')];
	// Of a hub whose address is not known, any way out may be the right one.
	if (length(hub) == 0) return [];
	const values = { value: join(', ', map(hub, print_address)) };
	return [finding(hub[0]!.family == 6 ? 'no-ipv6' : 'no-ipv4', values, about)];
}
