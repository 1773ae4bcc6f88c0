// Does this network work on paper: is each value what it has to be (see values), and do they go together?
// It looks at the network alone; what the router has to do with it is for `preflight`.

import { is_name, key_fault } from '../base/names.ts';
import {
	add_claim,
	add_prefix,
	find_overlaps,
	host_prefix,
	nearest_around,
	takes_away,
} from '../base/overlaps.ts';
import {
	is_edge_address,
	is_single,
	parse_address,
	parse_prefix,
	prefix_contains,
	print_address,
	whole_bits,
} from '../base/prefix.ts';
import { is_default_prefix, is_default_route, range_of } from '../base/special.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { about_site, has_no_vpn, local_site, remote_sites, site_title } from './network.ts';
import { about_of, check_value, entries_of, what_of } from './values.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Address } from '../base/prefix.ts';
import type { Site } from './fields.ts';
import type { Network } from './network.ts';
import type { Entry, Purpose } from './values.ts';
import type { Finding } from '../words/findings.ts';
import type { Value } from '../words/phrase.ts';

const joining: Purpose = { making: false };

// Texts of the entries that are some and were judged: value → the first that has it, told to `twice` from the second on.
function check_unique(
	entries: Entry[],
	value_of: (entry: Entry) => string | null,
	twice: (entry: Entry, value: string, first: Entry) => void
): void {
	const firsts: Record<string, Entry> = {};
	for (const entry of entries) {
		const value = value_of(entry);
		if (value == null) continue;
		if (exists(firsts, '@' + value)) twice(entry, value, firsts['@' + value]!);
		else firsts['@' + value] = entry;
	}
}

// A VPN address, read once.
interface Place {
	entry: Entry;
	address: Address;
	/** Canonical. */
	text: string;
}

/** The VPN addresses; without what is none. */
function places_of(entries: Entry[]): Place[] {
	const places: Place[] = [];
	for (const entry of entries) {
		if (entry.field.name != 'address') continue;
		const address = parse_address(entry.value as string);
		if (address == null) continue;
		push(places, { entry: entry, address: address, text: print_address(address) });
	}
	return places;
}

/** No two with one name, one key, one VPN address. */
function check_identities(found: Finding[], entries: Entry[]): void {
	check_unique(
		entries,
		(entry) => (entry.field.kind == 'name' ? (entry.value as string) : null),
		(entry, name) => {
			const values = { what: what_of(entry), value: name, rule: term('rule_unique') };
			if (is_name(name)) push(found, finding('bad-name', values, about_of(entry)));
		}
	);
	check_unique(
		entries,
		(entry) => {
			const valid = entry.field.kind == 'key' && key_fault(entry.value as string) == '';
			return valid ? (entry.value as string) : null;
		},
		(entry, _key, first) => {
			const values = { first: entry.holder.title, second: first.holder.title };
			push(found, finding('same-key', values, about_of(entry)));
		}
	);
}

/** No VPN address twice. */
function check_taken(found: Finding[], places: Place[]): void {
	const firsts: Record<string, Entry> = {};
	for (const place of places) {
		const entry = place.entry;
		const first = firsts[place.text];
		if (first == null) firsts[place.text] = entry;
		else {
			const values = { what: what_of(entry), value: place.text, name: first.holder.title };
			push(found, finding('address-taken', values, about_of(entry)));
		}
	}
}

/** Every VPN address where the hub sends, and one that somebody can have. */
function check_places(found: Finding[], places: Place[], subnet: string): void {
	const range = parse_prefix(subnet);
	if (range == null) return;
	for (const place of places) {
		const address = place.address;
		const inside = prefix_contains(range, { ...address, bits: whole_bits(address.family) });
		if (inside && !is_edge_address(address, range)) continue;
		const entry = place.entry;
		const values = { what: what_of(entry), value: place.text, subnet: subnet };
		const rule = term('rule_host_address');
		if (!inside) push(found, finding('address-outside', values, about_of(entry)));
		else push(found, finding('bad-value', { ...values, rule: rule }, about_of(entry)));
	}
}

/** The subnet when it can be used, else ''; `judge_subnet` says why. */
function usable_subnet(subnet: string): string {
	const prefix = parse_prefix(subnet);
	return prefix == null || is_single(prefix) || is_default_route(subnet) ? '' : subnet;
}

// What the owner of a claim is called, and where its LANs are entered.
interface Owner {
	title: Value;
	about: string;
	local: boolean;
}

// Who has which addresses: the LANs of all homes, and the VPN. `owners` is filled in.
function claims_of(network: Network, subnet: string, owners: Record<string, Owner>): Claim[] {
	const claims: Claim[] = [];
	for (let i = 0; i < length(network.sites); i++) {
		const site = network.sites[i]!;
		const owner = 'site ' + i;
		owners[owner] = { title: site_title(site), about: about_site(site, 'lan'), local: site.local };
		for (const lan of site.lan) {
			const prefix = parse_prefix(lan);
			if (prefix != null && !is_default_prefix(prefix)) add_prefix(claims, owner, prefix);
		}
	}
	if (subnet != '') add_claim(claims, 'vpn', subnet);
	return claims;
}

// This home's network beside one of the tunnel's, `sent`: only a narrower one takes it away.
function judge_home(found: Finding[], sent: Claim, name: Value, lan: Claim, about: string): void {
	if (!takes_away(sent.prefix, lan.prefix, lan.prefix)) {
		const values = { value: sent.text, networks: lan.text };
		push(found, finding('stays-here', values, about));
	} else {
		const values = { value: sent.text, name: name, lan: lan.text };
		push(found, finding('lan-overlap', values, about));
	}
}

/** LANs that share addresses: with the VPN, with this home, with each other. */
function check_overlaps(found: Finding[], claims: Claim[], owners: Record<string, Owner>): void {
	for (const meeting of find_overlaps(claims)) {
		const outer = owners[meeting.outer.owner];
		const inner = owners[meeting.inner.owner];
		if (outer == null || inner == null) {
			// With the VPN, which is never the one to change.
			const lan = outer == null ? meeting.inner : meeting.outer;
			const vpn = outer == null ? meeting.outer : meeting.inner;
			const owner = outer ?? inner!;
			// What goes to other homes and holds the VPN goes to the same hub.
			const sent = owner.local ? vpn : lan;
			const there = owner.local ? lan : vpn;
			if (takes_away(sent.prefix, there.prefix, there.prefix)) {
				const values = { value: lan.text, name: owner.title, subnet: vpn.text };
				push(found, finding('vpn-overlap', values, owner.about));
			} else if (owner.local) {
				const values = { value: vpn.text, networks: lan.text };
				push(found, finding('stays-here', values, 'hub.subnet'));
			}
		} else if (inner.local) {
			judge_home(found, meeting.outer, outer.title, meeting.inner, outer.about);
		} else if (outer.local) {
			judge_home(found, meeting.inner, inner.title, meeting.outer, inner.about);
		} else {
			const same = meeting.outer.prefix.bits == meeting.inner.prefix.bits;
			const values = {
				first: outer.title,
				second: inner.title,
				value: meeting.outer.text,
				other: meeting.inner.text,
			};
			// Of two in the same tunnel the hub sends to the narrower one.
			push(found, finding(same ? 'site-overlap' : 'site-inside', values, outer.about));
		}
	}
}

// Does any of the homes name anything but the internet?
function names_lan(sites: Site[]): boolean {
	for (const site of sites) for (const lan of site.lan) if (!is_default_route(lan)) return true;
	return false;
}

/** One home is this router's, with something to share; and somebody is there to be reached. */
function check_homes(found: Finding[], network: Network, purpose: Purpose): void {
	const local = local_site(network);
	if (local == null || length(local.lan) == 0) push(found, finding('no-lan', {}, 'local.lan'));
	for (const site of network.sites) {
		if (!site.local || site == local) continue;
		const values = { what: site.name, value: term('local_flag'), rule: term('rule_local') };
		push(found, finding('bad-value', values, 'local.name'));
	}
	// Who makes a hub invites the others afterwards.
	if (purpose.making) return;
	// Phones and laptops alone are worth a tunnel, too.
	if (!names_lan(remote_sites(network)) && length(network.devices) == 0) {
		push(found, finding('no-remote', {}, 'sites'));
	}
}

/**
 * A finding for each of the hub's `addresses` that the tunnel itself would carry; `tunnel` is what goes there, `held`
 * by what this router would reach them else.
 */
export function check_endpoint(tunnel: Claim[], addresses: string[], held: Claim[]): Finding[] {
	const found: Finding[] = [];
	const hosts = filter(map(addresses, host_prefix), (host) => host != null);
	if (length(hosts) == 0) return found;
	const told: Record<string, boolean> = {};
	for (const claim of tunnel) {
		for (const host of hosts) {
			if (!takes_away(claim.prefix, nearest_around(held, host), host)) continue;
			const key = claim.text + ' ' + print_address(host);
			if (exists(told, key)) continue;
			told[key] = true;
			const values = { endpoint: print_address(host), value: claim.text };
			const code = range_of(host).kind == 'private' ? 'hub-not-public' : 'endpoint-inside';
			push(found, finding(code, values, 'hub.endpoint_host'));
		}
	}
	return found;
}

/** What is wrong with the network as a whole, whatever is in its fields; linear in its sites. */
export function check_network(network: Network, purpose?: Purpose): Finding[] {
	const found: Finding[] = [];
	const entries = entries_of(network);
	const subnet = usable_subnet(network.hub.subnet);
	const no_vpn = has_no_vpn(network);
	for (const entry of entries) {
		if (no_vpn && entry.field.name == 'subnet') continue;
		check_value(found, entry, purpose ?? joining);
	}
	const places = places_of(entries);
	check_identities(found, entries);
	check_taken(found, places);
	check_places(found, places, subnet);
	check_homes(found, network, purpose ?? joining);
	const owners: Record<string, Owner> = {};
	const claims = claims_of(network, subnet, owners);
	check_overlaps(found, claims, owners);
	const sent = filter(claims, (claim) => !owners[claim.owner]?.local);
	push(found, ...check_endpoint(sent, [network.hub.endpoint_host], []));
	return found;
}

/** For an address that was chosen as free, though a home whose VPN address is not known here may have it. */
export function unsure_address(network: Network, address: string, about: string): Finding[] {
	const homes = filter(remote_sites(network), (site) => site.address == '');
	if (length(homes) == 0) return [];
	const names = map(homes, (site) => site.name);
	return [finding('address-unsure', { value: address, name: join(', ', names) }, about)];
}
