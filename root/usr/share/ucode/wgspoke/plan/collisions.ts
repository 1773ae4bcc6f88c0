// Which networks does this router have already where the tunnel's would lie, and does that matter?
// By one rule, `takes_away`: what is needed and would go is an error; the rest is a warning, or good to know.

import { address_of, parse_prefix, prefix_contains, print_address } from '../base/prefix.ts';
import { is_default_route } from '../base/special.ts';
import {
	add_claim,
	find_overlaps,
	host_prefix,
	nearest_around,
	takes_away,
} from '../base/overlaps.ts';
import {
	about_site,
	has_no_vpn,
	local_prefixes,
	local_site,
	remote_sites,
} from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import {
	default_gateway,
	is_default_target,
	is_wan_side,
	other_interfaces,
	zone_of,
} from './lans.ts';
import { our_interface } from './ours.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Facts, NameServer, RouterInterface } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase, Value } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';

/** At most so many networks are listed in one sentence. */
const most_listed_here = 6;

// Where a prefix of the router leads.
interface Place {
	interface: string;
	wan: boolean;
	/** A network of this home: where that is, in words. */
	home: Phrase | null;
	/** A route or another tunnel, not a network that this router is in itself. */
	elsewhere: boolean;
}

/** What the router has besides our tunnel: prefixes, and what each is about by its text. */
export interface Held {
	claims: Claim[];
	places: Record<string, Place>;
}

function add_place(held: Held, target: string, place: Place): void {
	if (is_default_route(target)) return;
	const before = length(held.claims);
	add_claim(held.claims, 'router', target);
	const added = held.claims[before];
	if (added == null) return;
	if (exists(held.places, added.text)) pop(held.claims);
	else held.places[added.text] = place;
}

function home_words(facts: Facts, entry: RouterInterface): Phrase | null {
	if (is_wan_side(facts.uci, entry)) return null;
	const zone = zone_of(facts.uci, entry);
	if (zone == '') return null;
	if (entry.up != false) return term('zone_named', { name: zone });
	return term('zone_of_down', { name: zone, interface: entry.name });
}

function add_interfaces(held: Held, facts: Facts, entries: RouterInterface[]): void {
	for (const entry of entries) {
		const place: Place = {
			interface: entry.name,
			wan: default_gateway(entry) != null || is_wan_side(facts.uci, entry),
			home: home_words(facts, entry),
			elsewhere: entry.proto == 'wireguard',
		};
		for (const address of entry.addresses) add_place(held, address, place);
	}
	for (const entry of entries) {
		const place: Place = { interface: entry.name, wan: false, home: null, elsewhere: true };
		for (const route of entry.routes) add_place(held, route.target, place);
	}
}

/** What this router reaches without our tunnel, now or once it is up: networks of its addresses, its routes, the kernel's. */
export function held_by_router(facts: Facts): Held {
	const held: Held = { claims: [], places: {} };
	const entries = other_interfaces(facts);
	const by_device: Record<string, RouterInterface> = {};
	for (const entry of entries) if (entry.device != '') by_device['@' + entry.device] ??= entry;
	add_interfaces(held, facts, entries);
	const ours = our_interface(facts.uci);
	for (const route of facts.routes ?? []) {
		if (route.device == 'lo' || (ours != '' && route.device == ours)) continue;
		const entry = by_device['@' + route.device];
		add_place(held, route.target, {
			interface: entry?.name ?? route.device,
			wan: false,
			home: null,
			elsewhere: entry == null,
		});
	}
	return held;
}

// An address without which there is no internet.
interface Need {
	what: TermKey;
	address: string;
	interface: string;
}

// Is it asked for names of the internet, or for that of the hub? Another domain's may well be in another home.
function is_needed(server: NameServer, network: Network): boolean {
	const host = '.' + lc(network.hub.endpoint_host);
	const end = '.' + server.domain;
	return server.domain == '' || substr(host, -length(end)) == end;
}

function needs_of(network: Network, facts: Facts): Need[] {
	const found: Need[] = [];
	for (const server of facts.name_servers ?? []) {
		if (!is_needed(server, network)) continue;
		push(found, { what: 'own_dns_server', address: server.address, interface: '' });
	}
	for (const entry of other_interfaces(facts)) {
		for (const server of entry.dns) {
			push(found, { what: 'own_dns_server', address: server, interface: entry.name });
		}
		for (const route of entry.routes) {
			if (!is_default_target(route.target) || route.nexthop == '') continue;
			push(found, { what: 'own_gateway', address: route.nexthop, interface: entry.name });
		}
	}
	return found;
}

/** The interface besides our tunnel that has this router's VPN address; '' when none has. */
export function holder_of_address(network: Network, facts: Facts): string {
	const address = address_of(local_site(network)?.address ?? '');
	// Without a network of the VPN's own it is meant to be one that a LAN has.
	if (address == null || has_no_vpn(network)) return '';
	for (const entry of other_interfaces(facts)) {
		for (const one of entry.addresses) if (address_of(one) == address) return entry.name;
	}
	return '';
}

// What is told of one network that would go through the tunnel.
interface Teller {
	findings: Finding[];
	/** By network of the tunnel: the field that it is entered in, and whose it is. */
	fields: Record<string, { about: string; name: Value }>;
	told: Record<string, boolean>;
	/** Networks of this router inside one of the tunnel's, which stay as they are. */
	kept: Record<string, string[]>;
}

function owner_of(teller: Teller, text: string): { about: string; name: Value } {
	return teller.fields[text] ?? { about: 'hub.subnet', name: term('vpn_subnet') };
}

function tell_needs(teller: Teller, tunnel: Claim[], held: Held, needs: Need[]): void {
	for (const need of needs) {
		const host = host_prefix(need.address);
		if (host == null) continue;
		const there = nearest_around(held.claims, host);
		for (const ours of tunnel) {
			if (!takes_away(ours.prefix, there, host)) continue;
			const told = ours.text + ' ' + need.address;
			teller.told[ours.text + ' ' + need.interface] = true;
			if (exists(teller.told, told)) continue;
			teller.told[told] = true;
			const values = {
				what: term(need.what),
				address: print_address(host),
				value: ours.text,
			};
			push(teller.findings, finding('needed-here', values, owner_of(teller, ours.text).about));
		}
	}
}

function tell_meeting(teller: Teller, ours: Claim, theirs: Claim, place: Place): void {
	const owner = owner_of(teller, ours.text);
	const away = takes_away(ours.prefix, theirs.prefix, theirs.prefix);
	if (!away && !place.elsewhere) {
		const kept = teller.kept[ours.text] ?? [];
		teller.kept[ours.text] = kept;
		push(kept, sprintf('%s (%s)', theirs.text, place.interface));
		return;
	}
	const told = ours.text + ' ' + place.interface;
	if (exists(teller.told, told)) return;
	teller.told[told] = true;
	if (away && place.home != null) {
		const values = { value: ours.text, place: place.home, name: owner.name };
		push(teller.findings, finding('own-network', values, owner.about));
		return;
	}
	const values = { value: ours.text, network: theirs.text, interface: place.interface };
	const code = place.wan ? 'wan-overlap' : 'route-taken';
	push(teller.findings, finding(code, values, owner.about));
}

function tell_kept(teller: Teller): void {
	for (const text of keys(teller.kept)) {
		const networks = teller.kept[text]!;
		const listed = join(', ', slice(networks, 0, most_listed_here));
		const more = length(networks) - most_listed_here;
		const list: Value = more > 0 ? term('and_more', { list: listed, count: '' + more }) : listed;
		const values = { value: text, networks: list };
		push(teller.findings, finding('stays-here', values, owner_of(teller, text).about));
	}
}

/** `tunnel`: what goes there; `held`: what the router has. */
export function find_collisions(
	network: Network,
	tunnel: Claim[],
	held: Held,
	facts: Facts
): Finding[] {
	const teller: Teller = { findings: [], fields: {}, told: {}, kept: {} };
	const holder = holder_of_address(network, facts);
	if (holder != '') {
		const address = local_site(network)?.address ?? '';
		const values = { what: term('local_address'), value: address, name: holder };
		push(teller.findings, finding('address-taken', values, 'local.address'));
	}
	for (const site of remote_sites(network)) {
		for (const lan of site.lan) {
			teller.fields[lan] = { about: about_site(site, 'lan'), name: site.name };
		}
	}
	tell_needs(teller, tunnel, held, needs_of(network, facts));
	const home = map(local_prefixes(network), (lan) => parse_prefix(lan)!);
	for (const meeting of find_overlaps([...tunnel, ...held.claims])) {
		const inward = meeting.inner.owner == 'tunnel';
		const ours = inward ? meeting.inner : meeting.outer;
		const theirs = inward ? meeting.outer : meeting.inner;
		const place = held.places[theirs.text]!;
		// A tunnel that has our address has been told already, and what is said of this home's LAN by `check`.
		if (place.interface == holder) continue;
		const at_home = filter(home, (lan) => takes_away(ours.prefix, lan, lan));
		const same = filter(home, (lan) => prefix_contains(lan, theirs.prefix));
		if (length(at_home) > 0 || length(same) > 0) continue;
		tell_meeting(teller, ours, theirs, place);
	}
	tell_kept(teller);
	return teller.findings;
}
