// Does this network work on paper: are its values what they have to be, and do they go together?
// Looks at the network alone; what the router has to do with it is for `preflight`.

import {
	has_host_bits,
	is_default_prefix,
	is_default_route,
	parse_address,
	parse_prefix,
	prefix_contains,
	print_address,
} from '../base/prefix.ts';
import { parse_host } from '../base/endpoint.ts';
import { local_site, site_field, tunnel_prefixes } from './network.ts';
import { add_claim, add_prefix, find_overlaps } from '../base/overlaps.ts';
import { fill, finding, nouns, reasons } from '../words/texts.ts';
import {
	is_edge_address,
	is_interface_name,
	is_name,
	key_fault,
	print_endpoint,
} from '../base/names.ts';
import type { Claim } from '../base/overlaps.ts';
import type { Finding, FindingCode, Hub, Network, Site } from './types.ts';

/** Below, IPv6 does not work; above, a tunnel packet does not fit a 1500 byte line (60 bytes of overhead). */
const mtu_range = { least: 576, odd_below: 1280, odd_above: 1440, most: 9000 };

const rules = {
	name: '1 to 63 characters, none of them \' " ` $ ; < > & | or \\',
	unique: 'no other home or device may have it',
	interface: '1 to 15 letters, digits or _',
	keepalive: 'a number of seconds from 0 to 65535',
	mtu: 'a number from 576 to 9000, or nothing',
	subnet: 'the network of the VPN, like 192.168.151.0/24',
	lan: 'a network of this home, like 192.168.2.0/24',
	host: 'the address of a device at that home, like 192.168.4.10',
	host_address: 'an address that a router can have, not the first or last of the network',
	local: 'one home only, the one of this router',
};

const examples = { address: '192.168.151.2', prefix: '192.168.2.0/24' };

/** What findings call the site: 'this home' or its name. */
export function site_title(site: Site): string {
	return site.local ? nouns.this_home : site.name;
}

function check_key(findings: Finding[], key: string, what: string, field: string): boolean {
	const fault = key_fault(key);
	if (fault == '') return true;
	// What was typed where a public key belongs may be a private one: never quoted.
	const shown = key == '' ? '' : '…';
	const values = { what: what, reason: fault, length: '' + length(key), value: shown };
	push(findings, finding('bad-key', values, field));
	return false;
}

function check_hub(findings: Finding[], hub: Hub): void {
	if (!is_interface_name(hub.interface)) {
		const values = { what: nouns.interface_name, value: hub.interface, rule: rules.interface };
		push(findings, finding('bad-name', values, 'hub.interface'));
	}
	check_key(findings, hub.public_key, nouns.hub_key, 'hub.public_key');

	if (hub.endpoint_host == '') {
		push(findings, finding('no-endpoint', {}, 'hub.endpoint'));
	} else if (parse_host(hub.endpoint_host) == null) {
		const values = { value: print_endpoint(hub), reason: reasons.host_name };
		push(findings, finding('bad-endpoint', values, 'hub.endpoint'));
	} else if (!(hub.endpoint_port >= 1 && hub.endpoint_port <= 65535)) {
		const values = { value: print_endpoint(hub), reason: reasons.port_range };
		push(findings, finding('bad-endpoint', values, 'hub.endpoint'));
	} else if (hub.endpoint_port == 51820) {
		push(findings, finding('default-port', { value: '51820' }, 'hub.endpoint'));
	}

	if (hub.keepalive == 0) {
		push(findings, finding('no-keepalive', {}, 'hub.keepalive'));
	} else if (!(hub.keepalive > 0 && hub.keepalive <= 65535)) {
		const values = { what: nouns.keepalive, value: '' + hub.keepalive, rule: rules.keepalive };
		push(findings, finding('bad-value', values, 'hub.keepalive'));
	}

	if (hub.mtu == 0) return;
	if (!(hub.mtu >= mtu_range.least && hub.mtu <= mtu_range.most)) {
		const values = { what: nouns.mtu, value: '' + hub.mtu, rule: rules.mtu };
		push(findings, finding('bad-value', values, 'hub.mtu'));
	} else if (hub.mtu < mtu_range.odd_below || hub.mtu > mtu_range.odd_above) {
		push(findings, finding('mtu-odd', { value: '' + hub.mtu }, 'hub.mtu'));
	}
}

// The VPN subnet when it can be used; '' when not, and then why.
function check_subnet(findings: Finding[], subnet: string): string {
	const field = 'hub.subnet';
	const prefix = parse_prefix(subnet);
	if (subnet == '') {
		push(findings, finding('no-subnet', { value: '' }, field));
		return '';
	}
	if (prefix == null) {
		const values = { what: nouns.vpn_subnet, value: subnet, example: '192.168.151.0/24' };
		push(findings, finding('bad-address', values, field));
		return '';
	}
	if (is_default_route(subnet)) {
		const values = { what: nouns.vpn_subnet, value: subnet, rule: rules.subnet };
		push(findings, finding('bad-value', values, field));
		return '';
	}
	if (prefix.bits == (prefix.family == 6 ? 128 : 32)) {
		push(findings, finding('no-subnet', { value: subnet }, field));
		return '';
	}
	return subnet;
}

/** A VPN address and whose it is: `noun` is filled with `name` for a sentence about it. */
interface Holder {
	address: string;
	noun: string;
	name: string;
	field: string;
	required: boolean;
}

function vpn_addresses(network: Network): Holder[] {
	const holders: Holder[] = [];
	push(holders, {
		address: network.hub.address,
		noun: nouns.hub_address,
		name: nouns.the_hub,
		field: 'hub.address',
		required: false,
	});
	for (const site of network.sites) {
		push(holders, {
			address: site.address,
			noun: site.local ? nouns.local_address : nouns.site_address,
			name: site_title(site),
			field: site_field(site, 'address'),
			required: site.local,
		});
	}
	for (const device of network.devices) {
		push(holders, {
			address: device.address,
			noun: nouns.site_address,
			name: device.name,
			field: 'device.' + device.name + '.address',
			required: true,
		});
	}
	return holders;
}

function refuse_address(
	findings: Finding[],
	holder: Holder,
	code: FindingCode,
	values: Record<string, string>
): void {
	const what = fill(holder.noun, { name: holder.name });
	push(findings, finding(code, { what: what, ...values }, holder.field));
}

function check_addresses(findings: Finding[], network: Network, subnet: string): void {
	const range = parse_prefix(subnet);
	const taken: Record<string, string> = {};
	for (const holder of vpn_addresses(network)) {
		if (holder.address == '' && !holder.required) continue;
		const parsed = parse_address(holder.address);
		if (parsed == null) {
			refuse_address(findings, holder, 'bad-address', {
				value: holder.address,
				example: examples.address,
			});
			continue;
		}
		const address = print_address(parsed);
		if (exists(taken, address)) {
			refuse_address(findings, holder, 'address-taken', {
				value: address,
				name: taken[address] ?? '',
			});
			continue;
		}
		taken[address] = holder.name;
		if (range == null) continue;
		const host = { family: parsed.family, bytes: parsed.bytes, bits: 8 * length(parsed.bytes) };
		if (!prefix_contains(range, host)) {
			refuse_address(findings, holder, 'address-outside', { value: address, subnet: subnet });
		} else if (is_edge_address(parsed, range)) {
			refuse_address(findings, holder, 'bad-value', { value: address, rule: rules.host_address });
		}
	}
}

function check_names(findings: Finding[], network: Network): void {
	const taken: Record<string, boolean> = {};
	const named: { name: string; what: string; field: string }[] = [];
	for (const site of network.sites) {
		const what = site.local ? 'This home' : 'A home';
		push(named, { name: site.name, what: what, field: site_field(site, 'name') });
	}
	for (const device of network.devices) {
		push(named, { name: device.name, what: 'A device', field: 'device.' + device.name + '.name' });
	}
	for (const entry of named) {
		const repeated = exists(taken, '@' + entry.name);
		taken['@' + entry.name] = true;
		if (is_name(entry.name) && !repeated) continue;
		const rule = is_name(entry.name) ? rules.unique : rules.name;
		const values = { what: entry.what, value: entry.name, rule: rule };
		push(findings, finding('bad-name', values, entry.field));
	}
}

function check_keys(findings: Finding[], network: Network): void {
	const owners: Record<string, string> = {};
	if (key_fault(network.hub.public_key) == '') owners[network.hub.public_key] = nouns.the_hub;
	const held: { key: string; title: string; field: string }[] = [];
	for (const site of network.sites) {
		const field = site_field(site, 'public_key');
		push(held, { key: site.public_key, title: site_title(site), field: field });
	}
	for (const device of network.devices) {
		const field = 'device.' + device.name + '.public_key';
		push(held, { key: device.public_key, title: device.name, field: field });
	}
	for (const one of held) {
		// A router need not know the keys of others.
		if (one.key == '') continue;
		const what = fill(nouns.site_key, { name: one.title });
		if (!check_key(findings, one.key, what, one.field)) continue;
		if (exists(owners, one.key)) {
			const values = { first: one.title, second: owners[one.key] ?? '' };
			push(findings, finding('same-key', values, one.field));
		}
		owners[one.key] = one.title;
	}
}

// Adds what can be compared to the claims, and says what cannot; true when something is named at all.
function check_lan(findings: Finding[], claims: Claim[], site: Site, owner: string): boolean {
	const field = site_field(site, 'lan');
	const noun = site.local ? nouns.local_lan : nouns.site_lan;
	let named = false;
	for (const lan of site.lan) {
		const prefix = parse_prefix(lan);
		const is_default = prefix != null && is_default_prefix(prefix);
		if (is_default && !site.local) {
			push(findings, finding('default-route', { value: lan }, field));
			continue;
		}
		named = true;
		if (prefix == null || is_default) {
			const what = fill(noun, { name: site.name });
			const values = { what: what, value: lan, example: examples.prefix, rule: rules.lan };
			push(findings, finding(is_default ? 'bad-value' : 'bad-address', values, field));
			continue;
		}
		add_prefix(claims, owner, prefix);
		const network = claims[length(claims) - 1]!.text;
		if (network != lan && has_host_bits(lan)) {
			const single = prefix.family == 6 ? '/128' : '/32';
			const values = { value: lan, network: network, single: single };
			push(findings, finding('host-bits', values, field));
		}
	}
	if (site.host != '' && parse_address(site.host) == null) {
		const asked = 'The device to ask at ' + site_title(site);
		const values = { what: asked, value: site.host, rule: rules.host };
		push(findings, finding('bad-value', values, site_field(site, 'host')));
	}
	return named;
}

// What the owner of a claim is called, and where its LANs are entered.
interface Owner {
	title: string;
	field: string;
	local: boolean;
}

function check_overlaps(
	findings: Finding[],
	claims: Claim[],
	owners: Record<string, Owner>,
	subnet: string
): void {
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
			push(findings, finding('vpn-overlap', values, owner.field));
		} else if (owners[second.owner]?.local) {
			const values = { value: first.text, name: owner.title, lan: second.text };
			push(findings, finding('lan-overlap', values, owner.field));
		} else {
			const values = {
				first: owner.title,
				second: owners[second.owner]?.title ?? '',
				value: first.text,
				other: second.text,
			};
			push(findings, finding('site-overlap', values, owner.field));
		}
	}
}

/** A finding for each of the hub's `addresses` that the tunnel itself would carry. */
export function check_endpoint(network: Network, addresses: string[]): Finding[] {
	const findings: Finding[] = [];
	const hosts = filter(map(addresses, parse_prefix), (host) => host != null);
	if (length(hosts) == 0) return findings;
	for (const text of tunnel_prefixes(network)) {
		const prefix = parse_prefix(text)!;
		for (const host of hosts) {
			if (!prefix_contains(prefix, host)) continue;
			const values = { endpoint: print_address(host), value: text };
			push(findings, finding('endpoint-inside', values, 'hub.endpoint'));
		}
	}
	return findings;
}

/** What is wrong with the network as a whole, whatever is in its fields; linear in its sites. */
export function check_network(network: Network): Finding[] {
	const findings: Finding[] = [];
	check_hub(findings, network.hub);
	const subnet = check_subnet(findings, network.hub.subnet);
	check_names(findings, network);
	check_keys(findings, network);
	check_addresses(findings, network, subnet);

	const claims: Claim[] = [];
	const owners: Record<string, Owner> = {};
	const local = local_site(network);
	let remote_named = false;
	if (local == null) push(findings, finding('no-lan', { value: '' }, 'local.lan'));
	for (let i = 0; i < length(network.sites); i++) {
		const site = network.sites[i]!;
		const owner = 'site ' + i;
		owners[owner] = { title: site_title(site), field: site_field(site, 'lan'), local: site.local };
		const named = check_lan(findings, claims, site, owner);
		if (site == local && !named) {
			push(findings, finding('no-lan', { value: '' }, 'local.lan'));
		}
		if (!site.local && named) remote_named = true;
		if (site.local && site != local) {
			const values = { what: site.name, value: 'local', rule: rules.local };
			push(findings, finding('bad-value', values, 'local.name'));
		}
	}
	// Phones and laptops alone are worth a tunnel, too.
	if (!remote_named && length(network.devices) == 0) {
		push(findings, finding('no-remote', {}, 'sites'));
	}
	check_overlaps(findings, claims, owners, subnet);
	push(findings, ...check_endpoint(network, [network.hub.endpoint_host]));
	return findings;
}
