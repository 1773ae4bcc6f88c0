// What does a check find out: who answers, what is counted meanwhile, where does the hub's name lead?
// It runs as a program of its own, never inside rpcd, and asks further only where something is silent.

import { readfile } from 'fs';
import { split_endpoint } from '../base/endpoint.ts';
import { contains, is_six, next_free } from '../base/prefix.ts';
import { uptime } from '../base/uptime.ts';
import { local_site } from '../model/network.ts';
import { default_gateway, other_interfaces } from '../plan/lans.ts';
import { look_up } from '../router/names.ts';
import { look_at_firewall } from '../router/firewall.ts';
import { bursts_to, ping_all } from '../router/ping.ts';
import { hub_peer } from '../router/tunnel.ts';
import { likely_router } from './homes.ts';
import { is_swallowing, look_at_rules, look_at_ways } from '../router/ways.ts';
import type { Count, Evidence, Facts, Known, RouterInterface } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Target } from '../router/ping.ts';
import type { Way } from '../router/ways.ts';

/** Packets inside the tunnel that are tried where the largest is lost: PPPoE, mobile networks, tunnels in tunnels. */
const sizes = [
	1412, 1400, 1392, 1380, 1372, 1360, 1340, 1320, 1300, 1280, 1240, 1200, 1100, 1000, 800, 576,
];

/** No tunnel is asked for less. */
const smallest = 576;

/** Tables of routes that are looked into. */
const most_tables = 8;

/** This router's address in its own LAN, and the device that has it; '' when netifd did not tell. */
function own_lan(network: Network, facts: Facts): { address: string; device: string } {
	for (const entry of facts.interfaces ?? []) {
		for (const address of entry.addresses) {
			for (const lan of local_site(network)?.lan ?? []) {
				const bare = split(address, '/')[0]!;
				if (contains(lan, bare)) return { address: bare, device: entry.device };
			}
		}
	}
	return { address: '', device: '' };
}

/** How much the hub has sent and been sent; null where there is no tunnel. */
function count_of(network: Network, facts: Facts): Known<Count> {
	const peer = hub_peer(network, facts);
	if (peer == null) return null;
	return {
		rx_bytes: peer.rx_bytes,
		tx_bytes: peer.tx_bytes,
		handshake: peer.latest_handshake,
	};
}

/** The interfaces that have a way to the internet now; null when netifd was not asked. */
function leading_out(facts: Facts): Known<RouterInterface[]> {
	if (facts.interfaces == null) return null;
	return filter(other_interfaces(facts), (one) => one.up == true && default_gateway(one) != null);
}

function forwards(): Known<boolean> {
	const text = readfile('/proc/sys/net/ipv4/ip_forward');
	return text == null ? null : trim(text) == '1';
}

/** The first round: everybody once. */
function first_targets(network: Network, found: Evidence): Record<string, Target> {
	const lan = found.lan_address;
	const targets: Record<string, Target> = {};
	targets['server'] = { address: split_endpoint(found.endpoint)?.host ?? '', source: '' };
	targets['gateway'] = { address: found.gateways?.[0] ?? '', source: '' };
	targets['hub'] = { address: network.hub.address, source: '' };
	if (lan != '') targets['hublan'] = { address: network.hub.address, source: lan };
	for (let place = 0; place < length(network.sites); place++) {
		const site = network.sites[place]!;
		if (site.local) continue;
		targets['g' + place] = { address: site.address, source: '' };
		targets['l' + place] = { address: likely_router(site), source: lan };
		targets['d' + place] = { address: site.host, source: lan };
	}
	return targets;
}

// The second round: those whose LAN is silent, once more from the tunnel's own address, or their router from the LAN.
function second_targets(network: Network, found: Evidence): Record<string, Target> {
	const targets: Record<string, Target> = {};
	const lan = found.lan_address;
	// While the hub is silent nobody behind it is asked again.
	if (found.pings['hub'] == null && network.hub.address != '') return targets;
	for (let place = 0; place < length(network.sites); place++) {
		const site = network.sites[place]!;
		const silent = exists(found.pings, 'l' + place) && found.pings['l' + place] == null;
		if (site.local || !silent || lan == '') continue;
		if (found.pings['g' + place] != null) {
			targets['gn' + place] = { address: site.address, source: lan };
		}
		targets['lt' + place] = { address: likely_router(site), source: '' };
	}
	return targets;
}

function ask(found: Evidence, targets: Record<string, Target>): void {
	if (length(keys(targets)) == 0) return;
	const pings = ping_all(targets);
	for (const key of keys(pings.asked)) found.pings[key] = pings.answered[key] ?? null;
}

// Somebody of this home's LAN who is not this router: '192.168.2.1' → '192.168.2.2'; '' for none.
function somebody_at_home(network: Network, found: Evidence): string {
	for (const lan of local_site(network)?.lan ?? []) {
		if (contains(lan, found.lan_address)) return next_free(lan, [found.lan_address], false) ?? '';
	}
	return '';
}

// Which way packets take here: to the hub, and from this home to the others.
function ask_ways(network: Network, found: Evidence): void {
	const ways: Record<string, Way> = {};
	const host = split_endpoint(found.endpoint)?.host ?? '';
	if (host != '') ways['hub'] = { to: host, from: '', by: '' };
	const from = somebody_at_home(network, found);
	for (let place = 0; place < length(network.sites); place++) {
		const site = network.sites[place]!;
		const to = likely_router(site);
		if (site.local || to == '' || from == '' || found.lan_device == '') continue;
		if (is_six(to) != is_six(from)) continue;
		ways['n' + place] = { to: to, from: from, by: found.lan_device };
	}
	found.ways = look_at_ways(ways);
	found.rules = look_at_rules();
	const tables: string[] = [];
	for (const rule of found.rules ?? []) {
		if (rule.mark != '' && index(tables, rule.table) < 0) push(tables, rule.table);
	}
	found.swallowing = filter(slice(tables, 0, most_tables), is_swallowing);
}

// Do large packets pass, and how many get lost? While the hub is silent nobody asks.
function ask_large(network: Network, found: Evidence, size: number): void {
	if (found.pings['hub'] == null || size < smallest) return;
	const host = found.pings['server'] == null ? '' : (split_endpoint(found.endpoint)?.host ?? '');
	const bursts = bursts_to([network.hub.address, host], size);
	found.large = bursts[0] ?? null;
	found.beside = bursts[1] ?? null;
	if (found.large == null || found.large.received > 0) return;
	const targets: Record<string, Target> = {};
	for (const one of sizes) {
		if (one < size) targets['s' + one] = { address: network.hub.address, source: '', size: one };
	}
	const pings = ping_all(targets);
	found.fits = 0;
	for (const one of sizes) if (exists(pings.answered, 's' + one)) found.fits = max(found.fits, one);
}

function tunnel_mtu(network: Network): number {
	return int(trim(readfile('/sys/class/net/' + network.hub.interface + '/mtu') ?? '') || '0');
}

// Whose silence says something only once they have answered: who answers now, and who did before.
function note_heard(network: Network, found: Evidence, targets: Record<string, Target>): void {
	const heard: string[] = [];
	const asked = ['server', 'gateway'];
	for (let place = 0; place < length(network.sites); place++) push(asked, 'l' + place);
	for (const key of asked) {
		const address = targets[key]?.address ?? '';
		const now = found.pings[key] != null;
		if (address != '' && (now || index(found.heard, address) >= 0)) push(heard, address);
	}
	found.heard = heard;
}

/**
 * Looks at all that a ladder is made of. `look` collects the facts anew: the pings make WireGuard shake hands.
 * `heard`: what the last evidence has of this.
 */
export function collect_evidence(network: Network, look: () => Facts, heard: string[]): Evidence {
	const facts = look();
	const host = network.hub.endpoint_host;
	const out = leading_out(facts);
	const own = own_lan(network, facts);
	const found: Evidence = {
		uptime: 0,
		pings: {},
		heard: heard,
		before: count_of(network, facts),
		after: null,
		endpoint: hub_peer(network, facts)?.endpoint ?? '',
		addresses: null,
		lan_address: own.address,
		lan_device: own.device,
		gateways: out == null ? null : map(out, (one) => default_gateway(one)!),
		wan_devices: map(out ?? [], (one) => one.device),
		ways: {},
		rules: null,
		swallowing: [],
		firewall: look_at_firewall(own.device, network.hub.interface),
		forwards: forwards(),
		large: null,
		beside: null,
		fits: null,
		proxies: facts.proxies ?? [],
	};
	const first = first_targets(network, found);
	ask(found, first);
	note_heard(network, found, first);
	ask(found, second_targets(network, found));
	const counted = look();
	found.after = count_of(network, counted);
	ask_ways(network, found);
	ask_large(network, found, tunnel_mtu(network));
	if (found.pings['hub'] == null && host != '' && iptoarr(host) == null) {
		found.addresses = look_up(host);
	}
	found.uptime = uptime();
	return found;
}
