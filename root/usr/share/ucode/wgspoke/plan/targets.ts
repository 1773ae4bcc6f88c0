// How should our sections look, for this network on this router?
// The tables say which options are ours, which a person may change, and which would defeat the tunnel.

import { uci_no, uci_yes, usual_mtu } from '../base/constants.ts';
import { address_of, parse_prefix } from '../base/prefix.ts';
import { lets_in, local_prefixes, local_site, tunnel_prefixes } from '../model/network.ts';
import {
	filled,
	option_text,
	own_options,
	section_named,
	sections_from_network,
} from '../model/uci.ts';
import { secret_placeholder } from './change.ts';
import { has_zones, interface_of, is_wan_side, zone_of } from './lans.ts';
import { tunnel_mtu } from './mtu.ts';
import {
	made_option,
	our_firewall_sections,
	our_interface,
	our_zone,
	peer_section,
} from './ours.ts';
import type { UciValue } from '../model/kinds.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { ConfigName, UciConfigs } from '../model/uci.ts';
import type { Facts } from '../model/facts.ts';
import type { Target } from './change.ts';

/** What a kind of section is made of; see Target. */
interface Kind {
	config: ConfigName;
	owned: string[];
	against: Record<string, string[]>;
}

const tunnel_options = ['proto', 'private_key', 'addresses', 'mtu', 'nohostroute'];
const against_tunnel = { auto: uci_no, ip4table: [], ip6table: [] };

const kinds: Record<string, Kind> = {
	interface: {
		config: 'network',
		owned: tunnel_options,
		// Switched off, not started at boot, or routes in a table that nothing looks into.
		against: { disabled: uci_yes, ...against_tunnel },
	},
	// One that somebody has switched off here, which is no defeat.
	'interface off': {
		config: 'network',
		owned: [...tunnel_options, 'disabled'],
		against: against_tunnel,
	},
	peer: {
		config: 'network',
		owned: [
			'public_key',
			'preshared_key',
			'endpoint_host',
			'endpoint_port',
			'persistent_keepalive',
			'route_allowed_ips',
			'allowed_ips',
		],
		against: { disabled: uci_yes },
	},
	zone: {
		config: 'firewall',
		owned: ['name', 'network', 'input', 'output', 'forward', 'masq', 'mtu_fix'],
		against: { enabled: uci_no, masq6: uci_yes, family: [] },
	},
	forwarding: {
		config: 'firewall',
		owned: ['src', 'dest'],
		against: { enabled: uci_no, family: [] },
	},
	rule: {
		config: 'firewall',
		owned: ['src', 'proto', 'icmp_type', 'target'],
		against: { enabled: uci_no, dest: [], family: [] },
	},
	hub: { config: 'wgspoke', owned: [...own_options('hub'), made_option], against: {} },
	site: { config: 'wgspoke', owned: own_options('site'), against: {} },
	device: { config: 'wgspoke', owned: own_options('device'), against: {} },
};

function target(
	kind: string,
	section: string,
	type_name: string,
	options: Record<string, UciValue>,
	initial: Record<string, UciValue>
): Target {
	const made_of = kinds[kind]!;
	return {
		config: made_of.config,
		section: section,
		type: type_name,
		options: filled(options),
		owned: made_of.owned,
		initial: initial,
		against: made_of.against,
	};
}

/** The VPN address with the bits of the VPN subnet: '192.168.151.2/24'; '' while it is not known. */
function tunnel_address(network: Network): string {
	const address = address_of(local_site(network)?.address ?? '');
	const own = parse_prefix(address ?? '');
	if (address == null || own == null) return '';
	const subnet = parse_prefix(network.hub.subnet);
	const bits = subnet != null && subnet.family == own.family ? subnet.bits : own.bits;
	return address + '/' + bits;
}

// As chosen, else as computed where the usual one is too large; the one it has while nobody could look.
function mtu_option(network: Network, facts: Facts, now: string, keep: boolean): string {
	const hub = network.hub;
	if (hub.mtu > 0) return '' + hub.mtu;
	const sum = keep ? null : tunnel_mtu(network, facts);
	if (sum == null) return now;
	return sum.fit < usual_mtu ? '' + sum.fit : '';
}

function network_targets(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	keep_mtu: boolean
): Target[] {
	const hub = network.hub;
	const name = hub.interface;
	const before = our_interface(facts.uci);
	const tunnel = before == '' ? null : section_named(facts.uci.network, before);
	const peer = before == '' ? null : section_named(facts.uci.network, peer_section(before));

	let private_key = secrets.private_key;
	if (private_key == '') private_key = option_text(tunnel, 'private_key');
	if (private_key == '') private_key = secret_placeholder;
	// A preshared key belongs to one pair of keys: it stays for the same hub only.
	let preshared_key = secrets.preshared_key;
	if (preshared_key == '' && option_text(peer, 'public_key') == hub.public_key) {
		preshared_key = option_text(peer, 'preshared_key');
	}

	const address = tunnel_address(network);
	const kind = hub.off ? 'interface off' : 'interface';
	const interface_options: Record<string, UciValue> = {
		disabled: hub.off ? '1' : '',
		proto: 'wireguard',
		private_key: private_key,
		addresses: address == '' ? [] : [address],
		mtu: mtu_option(network, facts, option_text(tunnel, 'mtu'), keep_mtu),
		nohostroute: '1',
	};
	const peer_options: Record<string, UciValue> = {
		public_key: hub.public_key,
		preshared_key: preshared_key,
		endpoint_host: hub.endpoint_host,
		endpoint_port: '' + hub.endpoint_port,
		persistent_keepalive: hub.keepalive > 0 ? '' + hub.keepalive : '',
		route_allowed_ips: '1',
		allowed_ips: tunnel_prefixes(network),
	};
	return [
		target(kind, name, 'interface', interface_options, {}),
		target('peer', peer_section(name), 'wireguard_' + name, peer_options, { description: 'Hub' }),
	];
}

/**
 * The firewall zones that this home's LANs are in; the one that `wgspoke_in` leads to, or `wgspoke_out` comes from, stays the first. Where a LAN's
 * zone cannot be told now (its interface is down, nobody could be asked), the zones of our forwardings stay.
 */
export function home_zones(network: Network, facts: Facts): string[] {
	const zones: string[] = [];
	const known: string[] = [];
	for (const section of facts.uci.firewall) {
		if (section.type == 'zone') push(known, option_text(section, 'name'));
	}
	const add = (zone: string): void => {
		if (zone == our_zone || index(known, zone) < 0 || index(zones, zone) >= 0) return;
		push(zones, zone);
	};

	const found: string[] = [];
	let unclear = false;
	for (const lan of local_prefixes(network)) {
		const entry = interface_of(facts, lan);
		if (entry == null) unclear = true;
		else if (!is_wan_side(facts.uci, entry)) push(found, zone_of(facts.uci, entry));
	}
	const out = option_text(section_named(facts.uci.firewall, our_zone + '_out'), 'src');
	const into = option_text(section_named(facts.uci.firewall, our_zone + '_in'), 'dest');
	const first = into == '' ? out : into;
	if (unclear || index(found, first) >= 0) add(first);
	for (const zone of found) add(zone);
	if (unclear) {
		for (const section of our_firewall_sections(facts.uci)) {
			if (section.type == 'forwarding') add(option_text(section, 'dest'));
		}
	}
	return length(zones) > 0 ? zones : ['lan'];
}

// A zone's name as part of a section's name: 'guest-wifi' → 'guest_wifi', repeated → 'guest_wifi_2'
function section_part(zone: string, taken: Record<string, boolean>): string {
	const part = replace(zone, /[^A-Za-z0-9_]/g, '_');
	let name = part;
	for (let i = 2; exists(taken, name); i++) name = part + '_' + i;
	taken[name] = true;
	return name;
}

// Parts of names that somebody else's forwardings have already.
function taken_parts(configs: UciConfigs): Record<string, boolean> {
	const ours = map(our_firewall_sections(configs), (section) => section.name);
	const taken: Record<string, boolean> = {};
	for (const section of configs.firewall) {
		if (index(ours, section.name) >= 0) continue;
		for (const start of [our_zone + '_in_', our_zone + '_out_']) {
			if (index(section.name, start) == 0) taken[substr(section.name, length(start))] = true;
		}
	}
	return taken;
}

function firewall_targets(network: Network, facts: Facts): Target[] {
	// Where there is no zone, nothing is held back, and one of ours alone would lead nowhere.
	if (!has_zones(facts.uci)) return [];
	const zone_options: Record<string, UciValue> = {
		name: our_zone,
		network: [network.hub.interface],
		input: network.hub.router_access == 'all' ? 'ACCEPT' : 'REJECT',
		output: 'ACCEPT',
		forward: 'REJECT',
		masq: network.hub.one_way ? '1' : '0',
		mtu_fix: '1',
	};
	const targets = [target('zone', our_zone, 'zone', zone_options, {})];
	const zones = home_zones(network, facts);
	const taken = taken_parts(facts.uci);
	for (let i = 0; i < length(zones); i++) {
		const zone = zones[i]!;
		const suffix = i == 0 ? '' : '_' + section_part(zone, taken);
		const into: Record<string, UciValue> = { src: our_zone, dest: zone };
		const out: Record<string, UciValue> = { src: zone, dest: our_zone };
		if (lets_in(network))
			push(targets, target('forwarding', our_zone + '_in' + suffix, 'forwarding', into, {}));
		push(targets, target('forwarding', our_zone + '_out' + suffix, 'forwarding', out, {}));
	}
	if (network.hub.router_access == 'ping') {
		// Without `family`, fw4 makes an IPv4 and an IPv6 rule of it (fw4.uc, parse_rule): both know echo-request.
		const ping: Record<string, UciValue> = {
			src: our_zone,
			proto: 'icmp',
			icmp_type: 'echo-request',
			target: 'ACCEPT',
		};
		const initial = { name: 'Ping from the other homes' };
		push(targets, target('rule', our_zone + '_ping', 'rule', ping, initial));
	}
	return targets;
}

// `made`: names of the firewall sections, recorded so that no later one of somebody else is taken for ours.
function own_targets(network: Network, configs: UciConfigs, made: string[]): Target[] {
	const targets: Target[] = [];
	for (const section of sections_from_network(network, configs.wgspoke)) {
		const options = { ...section.options };
		if (section.type == 'hub') options[made_option] = made;
		push(targets, target(section.type, section.name, section.type, options, {}));
	}
	return targets;
}

/** All our sections as they should be, in the order in which they are made. */
export function plan_targets(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	keep_mtu: boolean
): Target[] {
	const firewall = firewall_targets(network, facts);
	const made = map(firewall, (one) => one.section);
	return [
		...network_targets(network, secrets, facts, keep_mtu),
		...firewall,
		...own_targets(network, facts.uci, made),
	];
}
