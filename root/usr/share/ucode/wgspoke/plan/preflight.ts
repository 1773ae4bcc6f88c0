// What is wrong, on this router, before anything changes?
// The network's own faults first, then where it and the router collide. A fact that nobody looked at gives no finding.

import { minute_of } from '../base/moment.ts';
import { key_fault } from '../base/names.ts';
import { check_network } from '../model/check.ts';
import {
	about_device,
	about_site,
	remote_sites,
	site_title,
	tunnel_claims,
} from '../model/network.ts';
import { option_text, section_named } from '../model/uci.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { check_home } from './athome.ts';
import { find_collisions, held_by_router } from './collisions.ts';
import { check_way, judge_hub } from './hubplace.ts';
import { check_mtu } from './mtu.ts';
import {
	our_firewall_sections,
	our_interface,
	our_zone,
	peer_section,
	written_interface,
} from './ours.ts';
import { check_steering } from './steering.ts';
import { same_tunnels, tell_same, tunnel_left_running, without_tunnels } from './tunnels.ts';
import type { Purpose } from '../model/values.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { Facts } from '../model/facts.ts';
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

function check_system(findings: Finding[], facts: Facts): void {
	if (facts.wireguard == false) {
		push(findings, finding('no-wireguard', { value: wireguard_package }, ''));
	}
	if (facts.clock_set == false) {
		push(findings, finding('clock-unset', { value: minute_of(facts.time) }, ''));
	}
}

/**
 * Everything a person should know before joining, or before a hub is made. `secrets` are looked at, never told.
 * `take_over`: the interface of this very tunnel, made by hand, that goes in the same step; '' for none.
 */
export function preflight(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	purpose?: Purpose,
	take_over?: string
): Finding[] {
	// Where the hub is, the router's routes tell better.
	const findings = filter(
		check_network(network, purpose),
		(one) => index(['endpoint-inside', 'hub-not-public'], one.code) < 0
	);
	check_secret(findings, secrets.private_key, 'private_key');
	check_secret(findings, secrets.preshared_key, 'preshared_key');
	check_own_key(findings, network, facts);
	const same = same_tunnels(network, secrets, facts);
	push(findings, ...tell_same(same, facts, take_over ?? ''));
	// What belongs to this very tunnel is in nobody's way, but keeps its name.
	const left = tunnel_left_running(network, facts);
	const around = without_tunnels(facts, [...same, ...left]);
	const taken = filter(same, (tunnel) => tunnel.name == take_over);
	check_names(findings, network, without_tunnels(facts, [...taken, ...left]));
	const tunnel = tunnel_claims(network);
	const held = held_by_router(around);
	push(findings, ...judge_hub(network, tunnel, held.claims, around));
	push(findings, ...find_collisions(network, tunnel, held, around));
	push(findings, ...check_home(network, around));
	push(findings, ...check_mtu(network, around));
	// The hub is made elsewhere: the way to it, and what the tunnel takes here, comes later.
	if (purpose?.making) return findings;
	push(findings, ...check_way(network, around), ...check_steering(network, around));
	check_system(findings, facts);
	return findings;
}
