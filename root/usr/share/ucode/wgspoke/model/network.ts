// How is the network kept in /etc/config/wgspoke, and how does it come back from there?
// Total for whatever a hand wrote; `check` says whether the values make sense, `normalize` reads what a client sends.

import {
	address_of,
	canonical_prefix,
	is_default_prefix,
	is_default_route,
	overlaps,
	parse_prefix,
	print_prefix,
} from '../base/prefix.ts';
import type { Device, Hub, Network, RouterAccess, Site, UciSection, UciValue } from './types.ts';

const router_accesses: RouterAccess[] = ['all', 'ping', 'none'];

/** A network of which nothing is known yet; `interface` is the name that ours gets. */
export function empty_network(): Network {
	return {
		hub: {
			interface: 'wgspoke',
			public_key: '',
			endpoint_host: '',
			endpoint_port: 51820,
			address: '',
			subnet: '',
			keepalive: 25,
			mtu: 0,
		},
		sites: [],
		devices: [],
		router_access: 'ping',
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

/** What goes through the tunnel: the VPN subnet, then the LANs of the other homes; each once, never a default route. */
export function tunnel_prefixes(network: Network): string[] {
	const prefixes: string[] = [];
	const seen: Record<string, boolean> = {};
	const candidates = [network.hub.subnet];
	for (const site of remote_sites(network)) for (const lan of site.lan) push(candidates, lan);
	for (const candidate of candidates) {
		const parsed = parse_prefix(candidate);
		if (parsed == null || is_default_prefix(parsed)) continue;
		const prefix = print_prefix(parsed);
		if (exists(seen, prefix)) continue;
		seen[prefix] = true;
		push(prefixes, prefix);
	}
	return prefixes;
}

/** The LANs of a home that others may be told of, canonical. */
export function site_prefixes(site: Site | null): string[] {
	const prefixes: string[] = [];
	for (const lan of site?.lan ?? []) {
		const prefix = canonical_prefix(lan);
		if (prefix != null && !is_default_route(prefix) && index(prefixes, prefix) < 0) {
			push(prefixes, prefix);
		}
	}
	return prefixes;
}

/** The LANs of this home that others may be told of, canonical. */
export function local_prefixes(network: Network): string[] {
	return site_prefixes(local_site(network));
}

/** Name of a field of a site as findings give it: 'local.lan', 'site.Home B.lan'. */
export function site_field(site: Site, field: string): string {
	return (site.local ? 'local.' : 'site.' + site.name + '.') + field;
}

function sites_overlap(a: Site, b: Site): boolean {
	for (const x of a.lan) {
		for (const y of b.lan) {
			if (canonical_prefix(x) && canonical_prefix(y) && overlaps(x, y)) return true;
		}
	}
	return false;
}

/** Adds a home; one of the same name, or with a LAN in common, is replaced. What is replaced is returned. */
export function put_site(network: Network, site: Site): Site[] {
	const replaced = filter(
		network.sites,
		(old) => !old.local && (old.name == site.name || sites_overlap(old, site))
	);
	network.sites = filter(network.sites, (old) => index(replaced, old) < 0);
	push(network.sites, site);
	return replaced;
}

// --- /etc/config/wgspoke ---

/** A UCI value as a list; hand-written lists in one option count: '10.0.0.0/8 10.1.0.0/16' → two. */
export function uci_list(value: UciValue | null | undefined): string[] {
	if (value == null) return [];
	if (type(value) == 'array') return value as string[];
	return filter(split(value as string, /[ \t,]+/), (part) => part != '');
}

/** A UCI value as one text; of a list the first. */
export function uci_text(value: UciValue | null | undefined): string {
	if (value == null) return '';
	if (type(value) == 'array') return (value as string[])[0] ?? '';
	return value as string;
}

/** Digits only, at most five: '25' → 25; everything else → null. */
export function parse_count(text: string): number | null {
	const size = length(text);
	if (size < 1 || size > 5) return null;
	let value = 0;
	for (let i = 0; i < size; i++) {
		const digit = (ord(text, i) ?? 0) - 48;
		if (digit < 0 || digit > 9) return null;
		value = value * 10 + digit;
	}
	return value;
}

/** 'all', 'ping' or 'none'; null for everything else. */
export function parse_access(text: string): RouterAccess | null {
	for (const access of router_accesses) if (access == text) return access;
	return null;
}

function number_option(section: UciSection, option: string, missing: number): number {
	return parse_count(uci_text(section.options[option])) ?? missing;
}

/** '192.168.151.2/24' → '192.168.151.2'; what is no address stays, for `check` to name it. */
export function plain_address(text: string): string {
	return address_of(text) ?? text;
}

function plain_prefix(text: string): string {
	return canonical_prefix(text) ?? text;
}

function section_title(section: UciSection): string {
	const name = uci_text(section.options['name']);
	return name == '' ? section.name : name;
}

function hub_from_section(section: UciSection): Hub {
	const missing = empty_network().hub;
	const name = uci_text(section.options['interface']);
	return {
		interface: name == '' ? missing.interface : name,
		public_key: uci_text(section.options['public_key']),
		endpoint_host: uci_text(section.options['endpoint_host']),
		endpoint_port: number_option(section, 'endpoint_port', missing.endpoint_port),
		address: plain_address(uci_text(section.options['address'])),
		subnet: plain_prefix(uci_text(section.options['subnet'])),
		keepalive: number_option(section, 'keepalive', missing.keepalive),
		mtu: number_option(section, 'mtu', missing.mtu),
	};
}

function site_from_section(section: UciSection): Site {
	return {
		name: section_title(section),
		address: plain_address(uci_text(section.options['address'])),
		lan: map(uci_list(section.options['lan']), plain_prefix),
		local: uci_text(section.options['local']) == '1',
		host: uci_text(section.options['host']),
		public_key: uci_text(section.options['public_key']),
	};
}

function device_from_section(section: UciSection): Device {
	return {
		name: section_title(section),
		address: plain_address(uci_text(section.options['address'])),
		public_key: uci_text(section.options['public_key']),
	};
}

/** The network kept in these sections of config wgspoke; null when there is no hub: not joined. */
export function network_from_uci(sections: UciSection[]): Network | null {
	const network = empty_network();
	let joined = false;
	for (const section of sections) {
		if (section.type == 'hub' && !joined) {
			joined = true;
			network.hub = hub_from_section(section);
			const access = parse_access(uci_text(section.options['router_access']));
			network.router_access = access ?? network.router_access;
		}
		if (section.type == 'site') push(network.sites, site_from_section(section));
		if (section.type == 'device') push(network.devices, device_from_section(section));
	}
	return joined ? network : null;
}

/** The options without those that are empty: UCI cannot hold an empty text or list. */
export function filled(options: Record<string, UciValue>): Record<string, UciValue> {
	const result: Record<string, UciValue> = {};
	for (const option of keys(options)) {
		const value = options[option] ?? '';
		if (length(value) > 0) result[option] = value;
	}
	return result;
}

function hub_options(network: Network): Record<string, UciValue> {
	const hub = network.hub;
	return filled({
		interface: hub.interface,
		public_key: hub.public_key,
		endpoint_host: hub.endpoint_host,
		endpoint_port: '' + hub.endpoint_port,
		address: hub.address,
		subnet: hub.subnet,
		keepalive: '' + hub.keepalive,
		mtu: hub.mtu == 0 ? '' : '' + hub.mtu,
		router_access: network.router_access,
	});
}

function site_options(site: Site): Record<string, UciValue> {
	return filled({
		name: site.name,
		address: site.address,
		lan: site.lan,
		local: site.local ? '1' : '',
		host: site.host,
		public_key: site.public_key,
	});
}

function device_options(device: Device): Record<string, UciValue> {
	return filled({ name: device.name, address: device.address, public_key: device.public_key });
}

// A section without its own name yet.
function draft(kind: string, options: Record<string, UciValue>): UciSection {
	return { name: '', type: kind, anonymous: false, options: options };
}

/**
 * The sections that hold the network. A hub, site or device that `old` already has (by its name) keeps its
 * section; the others get the lowest name that no section to be kept has: 'site1', 'site2', …
 */
export function sections_from_network(network: Network, old: UciSection[]): UciSection[] {
	const wanted: UciSection[] = [draft('hub', hub_options(network))];
	for (const site of network.sites) push(wanted, draft('site', site_options(site)));
	for (const device of network.devices) push(wanted, draft('device', device_options(device)));

	// Old sections by type and title, the first of equals; section names by what they are taken for.
	const by_title: Record<string, UciSection> = {};
	const old_types: Record<string, string> = {};
	for (const section of old) {
		const title = section.type == 'hub' ? '' : section_title(section);
		const key = section.type + ' ' + title;
		if (!exists(by_title, key)) by_title[key] = section;
		old_types['@' + section.name] = section.type;
	}

	const taken: Record<string, boolean> = {};
	for (const section of wanted) {
		const title = section.type == 'hub' ? '' : uci_text(section.options['name']);
		const key = section.type + ' ' + title;
		if (!exists(by_title, key)) continue;
		const kept = by_title[key]!;
		if (exists(taken, '@' + kept.name)) continue;
		section.name = kept.name;
		section.anonymous = kept.anonymous;
		taken['@' + kept.name] = true;
	}

	const next: Record<string, number> = { hub: 0, site: 1, device: 1 };
	for (const section of wanted) {
		while (section.name == '') {
			const number = next[section.type] ?? 1;
			next[section.type] = number + 1;
			const name = section.type + (number == 0 ? '' : number);
			if (exists(taken, '@' + name)) continue;
			if ((old_types['@' + name] ?? section.type) != section.type) continue;
			section.name = name;
		}
	}
	return wanted;
}
