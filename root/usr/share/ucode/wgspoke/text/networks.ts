// Which networks does a pasted text name: the VPN, this home's address in it, the other homes?

import {
	canonical_prefix,
	contains,
	first_address,
	has_host_bits,
	is_single,
	likely_network,
	network_of,
	network_prefix,
	parse_prefix,
	prefix_contains,
	print_address,
	print_prefix,
	whole_bits,
} from '../base/prefix.ts';
import { is_default_route, range_of } from '../base/special.ts';
import { is_name } from '../base/names.ts';
import { quotable } from '../base/quote.ts';
import { mended_finding } from '../model/shape.ts';
import { empty_record } from '../model/kinds.ts';
import { term } from '../words/terms.ts';
import { list_entries } from './conf.ts';
import { has_no_subnet, makes_one_way } from './makers.ts';
import { leave_out_entry, leave_out_pieces, say } from './reading.ts';
import type { Prefix } from '../base/prefix.ts';
import type { Conf, Entry, Section } from './conf.ts';
import type { Reading } from './reading.ts';

/** An address or prefix of the text with its line. */
interface Place {
	text: string;
	prefix: Prefix;
	entry: Entry;
}

// All addresses of this home, the one to use first: IPv4 before IPv6, earlier before later.
function read_addresses(reading: Reading, section: Section): Place[] {
	const entries = list_entries(section, 'Address');
	const first: Place[] = [];
	const second: Place[] = [];
	const bad: Entry[] = [];
	for (const entry of entries) {
		const prefix = parse_prefix(entry.value);
		if (prefix == null) push(bad, entry);
		else push(prefix.family == 4 ? first : second, { text: entry.value, prefix, entry });
	}
	const places = [...first, ...second];
	if (length(places) == 0) {
		if (length(bad) == 0) {
			say(reading, 'no-address', {}, 'local.address', section.line);
			return places;
		}
		const value = quotable(bad[0]!.value);
		const values = { what: term('local_address'), value, example: term('address_line') };
		say(reading, 'bad-address', values, 'local.address', bad[0]!.line);
		return places;
	}
	for (const entry of bad) {
		const values = { line: '' + entry.line, reason: term('malformed') };
		say(reading, 'bad-line', values, 'local.address', entry.line);
		leave_out_entry(reading, entry, 'malformed');
	}
	const others = map(slice(places, 1), (place) => place.entry);
	leave_out_pieces(reading, others, 'second_address');
	return places;
}

// The prefixes of AllowedIPs in canonical form, each once, without those that mean the internet.
function read_allowed(reading: Reading, peer: Section): Place[] {
	const places: Place[] = [];
	const seen: Record<string, boolean> = {};
	const internet: Entry[] = [];
	for (const entry of list_entries(peer, 'AllowedIPs')) {
		const text = canonical_prefix(entry.value);
		const prefix = text == null ? null : parse_prefix(text);
		if (text == null || prefix == null) {
			const value = quotable(entry.value);
			const values = { what: term('allowed_ips'), value, example: '192.168.4.0/24' };
			// Of the text: no field of the network holds it, so nothing but another text puts it right.
			say(reading, 'bad-address', values, 'text', entry.line);
			continue;
		}
		if (is_default_route(text)) {
			push(internet, entry);
			continue;
		}
		if (has_host_bits(entry.value)) {
			const mended = mended_finding('host-bits', entry.value, 'sites', entry.line);
			say(reading, mended.code, mended.values, mended.about, mended.line);
		}
		if (exists(seen, text)) continue;
		seen[text] = true;
		push(places, { text, prefix, entry });
	}
	// Beside the internet, another public network is a piece of it: apps cut it up to spare a few addresses.
	const whole = length(internet) > 0;
	const kept = filter(places, (place) => !whole || range_of(place.prefix).treat == 'allow');
	for (const place of places) {
		if (whole && range_of(place.prefix).treat != 'allow') push(internet, place.entry);
	}
	leave_out_pieces(reading, internet, 'default_route');
	if (whole) {
		const routes = map(internet, (entry) => entry.value);
		const value = quotable(join(', ', routes));
		say(reading, 'default-route', { value }, 'sites', internet[0]?.line ?? 0);
	}
	return kept;
}

// The narrowest network with both addresses in it.
function around_both(one: Prefix, other: Prefix): Prefix {
	let bits = min(one.bits, other.bits);
	const covers = (): boolean =>
		prefix_contains({ ...one, bits }, { ...other, bits: whole_bits(other.family) });
	while (bits > 0 && !covers()) bits--;
	return network_prefix({ ...one, bits });
}

// Where the text names no network at all but single addresses near ours, the VPN is around them all.
function widened(own: Place, allowed: Place[]): string {
	const near = parse_prefix(
		likely_network({ ...own.prefix, bits: whole_bits(own.prefix.family) })
	)!;
	let around = network_prefix(own.prefix);
	for (const place of allowed) {
		if (place.prefix.family != own.prefix.family) continue;
		if (!is_single(place.prefix) || !prefix_contains(near, place.prefix)) return '';
		around = around_both(around, place.prefix);
	}
	return length(allowed) == 0 ? '' : print_prefix(around);
}

// The VPN network: by the mask of our address, else the narrowest prefix of AllowedIPs around it, else ''.
function find_subnet(own: Place, allowed: Place[]): string {
	const masked = network_of(own.text) ?? '';
	if (!is_single(own.prefix)) {
		for (const place of allowed) if (contains(masked, place.text)) return masked;
		const wider = widened(own, allowed);
		return wider == '' ? masked : wider;
	}
	const address = print_address(own.prefix);
	let found: Place | null = null;
	for (const place of allowed) {
		if (is_single(place.prefix) || !contains(place.text, address)) continue;
		if (found == null || place.prefix.bits > found.prefix.bits) found = place;
	}
	return found?.text ?? '';
}

// 'Home B' when a comment says so and it can be a name, a number after it too, and may be shown; else ''.
function plain_name(text: string): string {
	return is_name(text + ' (99)') && quotable(text) == text ? text : '';
}

// The address without what the mask leaves open: 192.168.4.0/24 → '192.168.4', fd77:1:2::/48 → 'fd77:1:2', ::/128 → '::'
function short_address(prefix: Prefix): string {
	const address = print_address(prefix);
	const open = address != '::' && substr(address, -2) == '::';
	if (prefix.family == 6) return open ? rtrim(address, ':') : address;
	return join('.', slice(split(address, '.'), 0, max(1, int((prefix.bits + 7) / 8))));
}

/** How a home is called that has no other name, in whichever language somebody reads: 'LAN 192.168.4' */
export function name_by_prefix(prefix: Prefix): string {
	return 'LAN ' + short_address(prefix);
}

function add_site(reading: Reading, taken: Record<string, number>, place: Place): void {
	const suggested = plain_name(place.entry.name);
	const base = suggested == '' ? name_by_prefix(place.prefix) : suggested;
	let name = base;
	while (exists(taken, '@' + name)) {
		taken['@' + base] = (taken['@' + base] ?? 1) + 1;
		name = base + ' (' + taken['@' + base] + ')';
	}
	taken['@' + name] = 1;
	push(reading.network.sites, { ...empty_record('site'), name, lan: [place.text] });
}

// Does the prefix belong to a VPN address of ours that is not used, commonly the IPv6 one?
function is_second_vpn(place: Place, others: Place[]): boolean {
	for (const other of others) {
		if (contains(place.text, print_address(other.prefix))) return true;
		if (contains(likely_network(other.prefix), place.text)) return true;
	}
	return false;
}

// AllowedIPs beside the VPN network `subnet`: the homes become sites, the addresses of others in the VPN are returned.
function read_sites(
	reading: Reading,
	own: Place,
	others: Place[],
	allowed: Place[],
	subnet: string
): string[] {
	const address = print_address(own.prefix);
	// Without a known subnet, single addresses next to ours are still the VPN and no homes.
	const vpn = subnet != '' ? subnet : likely_network(own.prefix);
	const taken: Record<string, number> = {};
	for (const site of reading.network.sites) taken['@' + site.name] = 1;
	const hosts: string[] = [];
	const second: Entry[] = [];
	for (const place of allowed) {
		if (contains(vpn, place.text)) {
			if (is_single(place.prefix)) {
				const host = print_address(place.prefix);
				if (host != address) push(hosts, host);
				continue;
			}
			if (contains(place.text, address)) continue;
		} else if (!contains(place.text, address) && is_second_vpn(place, others)) {
			push(second, place.entry);
			continue;
		}
		add_site(reading, taken, place);
	}
	leave_out_pieces(reading, second, 'second_network');
	return hosts;
}

// The one other address that the text names, else the first of the VPN, unless that is ours.
function guess_hub(subnet: string, address: string, hosts: string[]): string {
	if (length(hosts) == 1) return hosts[0] ?? '';
	const first = subnet == '' ? '' : (first_address(subnet) ?? '');
	return first == address ? '' : first;
}

/** What this home is called while nobody has said. */
export const unnamed_home = 'This home';

// Our own site; its LANs are the router's to tell.
function add_local_site(reading: Reading, comment: string, address: string): void {
	const suggested = plain_name(comment);
	const name = suggested == '' ? unnamed_home : suggested;
	push(reading.network.sites, { ...empty_record('site'), name, address, local: true });
}

// Where the VPN has no network of its own, every prefix is a home's, but for those of our second addresses; the name
// server of a file for a device is the router there.
function read_lans(reading: Reading, conf: Conf, allowed: Place[], others: Place[]): void {
	const second: Place[] = [];
	const taken: Record<string, number> = {};
	for (const site of reading.network.sites) taken['@' + site.name] = 1;
	for (const place of allowed) {
		if (place.prefix.family == 6 && is_second_vpn(place, others)) push(second, place);
		else add_site(reading, taken, place);
	}
	leave_out_pieces(
		reading,
		map(second, (place) => place.entry),
		'second_network'
	);
	const server = list_entries(conf.interface, 'DNS')[0]?.value ?? '';
	for (const place of allowed)
		if (contains(place.text, server)) reading.network.hub.address = server;
}

/** Address and AllowedIPs → VPN network, hub and sites; with one of the two alone the own site only. */
export function read_networks(reading: Reading, conf: Conf, peer: Section | null): void {
	const hub = reading.network.hub;
	const places = read_addresses(reading, conf.interface);
	const own = places[0] ?? null;
	const address = own == null ? '' : print_address(own.prefix);
	add_local_site(reading, conf.interface.name, address);
	if (peer == null) return;
	const allowed = read_allowed(reading, peer);
	if (own == null) {
		const entries = map(allowed, (place) => place.entry);
		leave_out_pieces(reading, entries, 'no_address');
		return;
	}
	if (has_no_subnet(reading.maker)) {
		read_lans(reading, conf, allowed, slice(places, 1, 9));
		hub.one_way = makes_one_way(reading.maker);
		return;
	}
	const subnet = find_subnet(own, allowed);
	// More addresses than a few are noise, and comparing all with all would take long.
	const others = slice(places, 1, 9);
	const hosts = read_sites(reading, own, others, allowed, subnet);
	hub.subnet = subnet;
	hub.address = guess_hub(subnet, address, hosts);
	if (subnet == '') {
		const values = { value: own.text, likely: likely_network(own.prefix) };
		say(reading, 'single-subnet', values, 'hub.subnet', own.entry.line);
		return;
	}
	const internet = filter(list_entries(peer, 'AllowedIPs'), (one) => is_default_route(one.value));
	if (length(allowed) == 0 || length(internet) > 0) return;
	for (const place of allowed) if (contains(place.text, subnet)) return;
	const sent = map(allowed, (place) => place.text);
	const values = { value: quotable(join(', ', sent)), subnet };
	say(reading, 'narrow-route', values, 'hub.subnet', allowed[0]?.entry.line ?? 0);
}
