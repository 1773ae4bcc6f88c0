// What is a network: hub, homes and devices, and what follows from it?

import {
	contains,
	network_prefix,
	next_free,
	is_six,
	parse_prefix,
	print_address,
	print_prefix,
} from '../base/prefix.ts';
import { is_home_prefix } from '../base/special.ts';
import { add_claim, owners_touched } from '../base/overlaps.ts';
import { term } from '../words/terms.ts';
import { fields } from './fields.ts';
import { empty_record } from './kinds.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Device, FieldValue, Hub, Site } from './fields.ts';
import type { Value } from '../words/phrase.ts';

export interface Network {
	hub: Hub;
	sites: Site[];
	devices: Device[];
}

/** The secrets of a pasted configuration. Never part of a reply; '' is "not given". */
export interface Secrets {
	private_key: string;
	preshared_key: string;
}

export const no_secrets: Secrets = { private_key: '', preshared_key: '' };

/** A network of which nothing is known yet. */
export function empty_network(): Network {
	return { hub: empty_record('hub'), sites: [], devices: [] };
}

/** The same network, to be changed while the other stays as it is. */
export function copy_network(network: Network): Network {
	return {
		hub: { ...network.hub },
		sites: map(network.sites, (site) => ({ ...site, lan: slice(site.lan) })),
		devices: map(network.devices, (device) => ({ ...device })),
	};
}

/** This router's own site; null when no site is `local`. */
export function local_site(network: Network): Site | null {
	for (const site of network.sites) if (site.local) return site;
	return null;
}

/** All the others. */
export function remote_sites(network: Network): Site[] {
	const local = local_site(network);
	return filter(network.sites, (site) => site != local);
}

/** The device of this name; null when there is none. */
export function device_named(network: Network, name: string): Device | null {
	for (const device of network.devices) if (device.name == name) return device;
	return null;
}

/**
 * What goes through the tunnel: the VPN subnet, then the LANs of the other homes; each once, never the internet, nor
 * addresses that no home has.
 */
export function tunnel_claims(network: Network): Claim[] {
	const claims: Claim[] = [];
	const seen: Record<string, boolean> = {};
	const candidates = [network.hub.subnet];
	for (const site of remote_sites(network)) for (const lan of site.lan) push(candidates, lan);
	for (const candidate of candidates) {
		const parsed = parse_prefix(candidate);
		if (parsed == null || !is_home_prefix(parsed)) continue;
		const prefix = network_prefix(parsed);
		const text = print_address(prefix) + '/' + prefix.bits;
		if (exists(seen, text)) continue;
		seen[text] = true;
		push(claims, { owner: 'tunnel', text: text, prefix: prefix });
	}
	return claims;
}

/**
 * May anybody come in from the tunnel? While no home and no device is named, nobody is known who should: the hub may be
 * somebody else's.
 */
export function lets_in(network: Network): boolean {
	if (network.hub.one_way) return false;
	if (length(network.devices) > 0) return true;
	for (const site of remote_sites(network)) if (length(site.lan) > 0) return true;
	return false;
}

/**
 * Is there no network of the VPN's own? Some routers make none: then this home has an address of a LAN in the tunnel,
 * of its own or of the other home.
 */
export function has_no_vpn(network: Network): boolean {
	const address = local_site(network)?.address ?? '';
	if (network.hub.subnet != '' || address == '') return false;
	for (const site of network.sites) {
		for (const lan of site.lan) if (contains(lan, address)) return true;
	}
	return false;
}

/** The same as texts. */
export function tunnel_prefixes(network: Network): string[] {
	return map(tunnel_claims(network), (claim) => claim.text);
}

/** The LANs of a home that others may be told of, canonical. */
export function site_prefixes(site: Site | null): string[] {
	const prefixes: string[] = [];
	for (const lan of site?.lan ?? []) {
		const parsed = parse_prefix(lan);
		if (parsed == null || !is_home_prefix(parsed)) continue;
		const prefix = print_prefix(parsed);
		if (index(prefixes, prefix) < 0) push(prefixes, prefix);
	}
	return prefixes;
}

/** The LANs of this home that others may be told of, canonical. */
export function local_prefixes(network: Network): string[] {
	return site_prefixes(local_site(network));
}

// --- what findings are about ---

/** What findings call the site: 'this home' or its name. */
export function site_title(site: Site): Value {
	return site.local ? term('this_home') : site.name;
}

/** The field of a site as findings are about it: 'local.lan', 'site.Home B.lan'. */
export function about_site(site: Site, field: string): string {
	return (site.local ? 'local.' : 'site.' + site.name + '.') + field;
}

/** The field of a device as findings are about it: 'device.iPhone.address'. */
export function about_device(name: string, field: string): string {
	return 'device.' + name + '.' + field;
}

function field_of(record: object | null, field: string): FieldValue | null {
	return ((record ?? {}) as Record<string, FieldValue>)[field] ?? null;
}

/** What stands in the network where findings are `about`; null where that is no field of it. */
export function value_at(network: Network, about: string): FieldValue | null {
	const parts = split(about, '.');
	const field = parts[length(parts) - 1] ?? '';
	const name = join('.', slice(parts, 1, length(parts) - 1));
	if (about == 'sites') {
		const lans: string[] = [];
		for (const site of remote_sites(network)) push(lans, ...site.lan);
		return lans;
	}
	if (parts[0] == 'hub') return field_of(network.hub, field);
	if (parts[0] == 'local') return field_of(local_site(network), field);
	if (parts[0] == 'device') return field_of(device_named(network, name), field);
	if (parts[0] != 'site') return null;
	for (const site of remote_sites(network)) if (site.name == name) return field_of(site, field);
	return null;
}

// --- edits ---

// Which of the sites, by their place in the list, share an address with one of `others`? One sort and one walk.
function sharing(sites: Site[], others: Site[]): Record<string, boolean> {
	const claims: Claim[] = [];
	for (let i = 0; i < length(sites); i++) {
		for (const lan of sites[i]!.lan) add_claim(claims, '' + i, lan);
	}
	for (const site of others) for (const lan of site.lan) add_claim(claims, '', lan);
	return owners_touched(claims);
}

/** Adds a home; one of the same name, or with a LAN in common, is replaced. What is replaced is returned. */
export function put_site(network: Network, site: Site): Site[] {
	const shared = sharing(network.sites, [site]);
	const replaced: Site[] = [];
	const kept: Site[] = [];
	for (let i = 0; i < length(network.sites); i++) {
		const old = network.sites[i]!;
		push(!old.local && (old.name == site.name || exists(shared, '' + i)) ? replaced : kept, old);
	}
	push(kept, site);
	network.sites = kept;
	return replaced;
}

/**
 * Takes the IPv6 networks of the other homes out where this home shares none, with the homes that have nothing else;
 * what was taken out. Of a VPN that is IPv6 itself they stay.
 */
export function leave_out_ipv6(network: Network): string[] {
	const local = local_site(network);
	const gone: string[] = [];
	if (is_six(network.hub.subnet)) return gone;
	if (local == null || length(filter(local.lan, is_six)) > 0) return gone;
	for (const site of remote_sites(network)) {
		const six = filter(site.lan, is_six);
		if (length(six) == 0) continue;
		push(gone, ...six);
		site.lan = filter(site.lan, (lan) => !is_six(lan));
		if (length(site.lan) == 0) network.sites = filter(network.sites, (one) => one != site);
	}
	return gone;
}

/**
 * The network as somebody else has it: the home of this name is its own, all others are remote; with a device's name
 * or '' every home is. `public_key` is this router's, which the others need. Nothing of `network` is changed.
 */
export function network_seen_by(network: Network, name: string, public_key: string): Network {
	const sites = map(network.sites, (site) => ({
		...site,
		local: site.name == name,
		public_key:
			site.name == name ? '' : site.local && public_key != '' ? public_key : site.public_key,
	}));
	return { ...network, sites: sites };
}

/** The network that was joined, with what a pasted text says of its hub: homes, devices and this router's own stay. */
export function with_pasted_hub(joined: Network, pasted: Network): Network {
	const own_fields: Record<string, FieldValue> = {};
	for (const field of fields.hub) {
		if (field.own) own_fields[field.name] = joined.hub[field.name as keyof Hub];
	}
	const hub = { ...pasted.hub, ...own_fields };
	// A text that names none knows none.
	if (hub.ports == '') hub.ports = joined.hub.ports;
	return { ...joined, hub: hub };
}

/**
 * What a text of the hub means to a router that has joined that hub already: `joined` with what `pasted` says of the
 * hub, of this home's VPN address, and of homes not known yet. Names, devices and choices that were made here stay.
 */
export function merge_pasted(joined: Network, pasted: Network): Network {
	const remote = remote_sites(pasted);
	const known = sharing(remote, joined.sites);
	const own = local_site(joined)?.lan ?? [];
	const sites = map(joined.sites, (site) =>
		site.local ? { ...site, address: local_site(pasted)?.address ?? site.address } : site
	);
	for (let i = 0; i < length(remote); i++) {
		const site = remote[i]!;
		// A text that names our own LAN was made for another end: for `check` to tell.
		const ours = site.address == '' && index(own, site.lan[0]!) >= 0;
		if (ours || !exists(known, '' + i)) push(sites, site);
	}
	return { ...with_pasted_hub(joined, pasted), sites: sites };
}

/**
 * The lowest VPN address that nobody of the network has; while another home's is not known, the highest: that home
 * most likely has one of the first, and who gets it cuts it off. `at_hub`: what the hub knows to be taken, which is all
 * there is; null while it has said nothing. '' when the subnet is not known or full.
 */
export function free_vpn_address(network: Network, at_hub: string[] | null): string {
	const taken = [network.hub.address, ...(at_hub ?? [])];
	let unsure = false;
	for (const site of network.sites) {
		push(taken, site.address);
		if (!site.local && site.address == '') unsure = true;
	}
	for (const device of network.devices) push(taken, device.address);
	return next_free(network.hub.subnet, taken, unsure && at_hub == null) ?? '';
}
