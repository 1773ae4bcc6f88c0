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
} from '../base/prefix.ts';
import { is_default_prefix, is_default_route } from '../base/special.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { about_site, local_site, remote_sites, site_title, tunnel_claims } from './network.ts';
import { about_of, check_value, entries_of, what_of } from './values.ts';
import type { Claim } from '../base/overlaps.ts';
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

// The VPN address in canonical form; null for what is no such entry, or no address.
function vpn_address(entry: Entry): string | null {
	if (entry.field.name != 'address') return null;
	const address = parse_address(entry.value as string);
	return address == null ? null : print_address(address);
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
	check_unique(entries, vpn_address, (entry, address, first) => {
		const values = { what: what_of(entry), value: address, name: first.holder.title };
		push(found, finding('address-taken', values, about_of(entry)));
	});
}

/** Every VPN address where the hub sends, and one that somebody can have. */
function check_places(found: Finding[], entries: Entry[], subnet: string): void {
	const range = parse_prefix(subnet);
	if (range == null) return;
	for (const entry of entries) {
		const address = vpn_address(entry);
		const parsed = address == null ? null : parse_prefix(address);
		if (parsed == null) continue;
		const values = { what: what_of(entry), value: address!, subnet: subnet };
		if (!prefix_contains(range, parsed)) {
			push(found, finding('address-outside', values, about_of(entry)));
		} else if (is_edge_address(parsed, range)) {
			const rule = term('rule_host_address');
			push(found, finding('bad-value', { ...values, rule: rule }, about_of(entry)));
		}
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

/** LANs that share addresses: with the VPN, with this home, with each other. */
function check_overlaps(found: Finding[], network: Network, subnet: string): void {
	const claims: Claim[] = [];
	const owners: Record<string, Owner> = {};
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

// Does the home name anything but the internet?
function names_lan(site: Site): boolean {
	return length(filter(site.lan, (lan) => !is_default_route(lan))) > 0;
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
	const named = filter(remote_sites(network), names_lan);
	// Phones and laptops alone are worth a tunnel, too.
	if (length(named) == 0 && length(network.devices) == 0) {
		push(found, finding('no-remote', {}, 'sites'));
	}
}

/** A finding for each of the hub's `addresses` that the tunnel itself, which takes what is claimed, would carry. */
export function check_endpoint(tunnel: Claim[], addresses: string[]): Finding[] {
	const found: Finding[] = [];
	const hosts = filter(map(addresses, parse_prefix), (host) => host != null);
	if (length(hosts) == 0) return found;
	for (const claim of tunnel) {
		for (const host of hosts) {
			if (!prefix_contains(claim.prefix, host)) continue;
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
	check_identities(found, entries);
	check_places(found, entries, subnet);
	check_homes(found, network, purpose ?? joining);
	check_overlaps(found, network, subnet);
	push(found, ...check_endpoint(tunnel_claims(network), [network.hub.endpoint_host]));
	return found;
}

/** For an address that was chosen as free, though a home whose VPN address is not known here may have it. */
export function unsure_address(network: Network, address: string, about: string): Finding[] {
	const homes = filter(remote_sites(network), (site) => site.address == '');
	if (length(homes) == 0) return [];
	const names = map(homes, (site) => site.name);
	return [finding('address-unsure', { value: address, name: join(', ', names) }, about)];
}
