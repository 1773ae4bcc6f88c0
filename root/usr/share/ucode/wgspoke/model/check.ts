// Does this network work on paper: is each value what it has to be (see values), and do they go together?
// It looks at the network alone; what the router has to do with it is for `preflight`.

import { is_name, key_fault } from '../base/names.ts';
import { add_claim, add_prefix, find_overlaps } from '../base/overlaps.ts';
import {
	is_edge_address,
	is_single,
	parse_address,
	parse_prefix,
	prefix_contains,
	print_address,
	whole_bits,
} from '../base/prefix.ts';
import { is_default_prefix, is_default_route } from '../base/special.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { about_site, local_site, remote_sites, site_title } from './network.ts';
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

/** LANs that share addresses: with the VPN, with this home, with each other. */
function check_overlaps(found: Finding[], claims: Claim[], owners: Record<string, Owner>): void {
	for (const meeting of find_overlaps(claims)) {
		const with_vpn = meeting.outer.owner == 'vpn' || meeting.inner.owner == 'vpn';
		// The one to change comes first: never the VPN, and not this home where another can change.
		const swap = with_vpn ? meeting.outer.owner == 'vpn' : owners[meeting.outer.owner]?.local;
		const first = swap ? meeting.inner : meeting.outer;
		const second = swap ? meeting.outer : meeting.inner;
		const owner = owners[first.owner]!;
		if (with_vpn) {
			const values = { value: first.text, name: owner.title, subnet: second.text };
			push(found, finding('vpn-overlap', values, owner.about));
		} else if (owners[second.owner]?.local) {
			const values = { value: first.text, name: owner.title, lan: second.text };
			push(found, finding('lan-overlap', values, owner.about));
		} else {
			const values = {
				first: owner.title,
				second: owners[second.owner]?.title ?? '',
				value: first.text,
				other: second.text,
			};
			push(found, finding('site-overlap', values, owner.about));
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

/** A finding for each of the hub's `addresses` that the tunnel itself would carry; `tunnel` is what goes there. */
export function check_endpoint(tunnel: Claim[], addresses: string[]): Finding[] {
	const found: Finding[] = [];
	const hosts = filter(map(addresses, parse_prefix), (host) => host != null);
	if (length(hosts) == 0) return found;
	const told: Record<string, boolean> = {};
	for (const claim of tunnel) {
		for (const host of hosts) {
			if (!prefix_contains(claim.prefix, host)) continue;
			const key = claim.text + ' ' + print_address(host);
			if (exists(told, key)) continue;
			told[key] = true;
			const values = { endpoint: print_address(host), value: claim.text };
			push(found, finding('endpoint-inside', values, 'hub.endpoint_host'));
		}
	}
	return found;
}

/** What is wrong with the network as a whole, whatever is in its fields; linear in its sites. */
export function check_network(network: Network, purpose?: Purpose): Finding[] {
	const found: Finding[] = [];
	const entries = entries_of(network);
	const subnet = usable_subnet(network.hub.subnet);
	for (const entry of entries) check_value(found, entry, purpose ?? joining);
	const places = places_of(entries);
	check_identities(found, entries);
	check_taken(found, places);
	check_places(found, places, subnet);
	check_homes(found, network, purpose ?? joining);
	const owners: Record<string, Owner> = {};
	const claims = claims_of(network, subnet, owners);
	check_overlaps(found, claims, owners);
	const sent = filter(claims, (claim) => !owners[claim.owner]?.local);
	push(found, ...check_endpoint(sent, [network.hub.endpoint_host]));
	return found;
}

/** For an address that was chosen as free, though a home whose VPN address is not known here may have it. */
export function unsure_address(network: Network, address: string, about: string): Finding[] {
	const homes = filter(remote_sites(network), (site) => site.address == '');
	if (length(homes) == 0) return [];
	const names = map(homes, (site) => site.name);
	return [finding('address-unsure', { value: address, name: join(', ', names) }, about)];
}
