// Are the networks that this home shares really there, behind which interfaces, and in which firewall zones?

import { address_of, is_six, network_of, overlaps } from '../base/prefix.ts';
import { is_default_route } from '../base/special.ts';
import {
	about_site,
	local_prefixes,
	local_site,
	remote_sites,
	tunnel_prefixes,
} from '../model/network.ts';
import { finding } from '../words/findings.ts';
import {
	default_gateway,
	has_zones,
	interface_of,
	is_wan_side,
	local_lans,
	other_interfaces,
	zone_of,
} from './lans.ts';
import type { Facts, RouterInterface } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';

const about = 'local.lan';

function networks_of(entry: RouterInterface): string[] {
	const found: string[] = [];
	for (const address of entry.addresses) push(found, network_of(address) ?? '');
	return found;
}

// Is the interface in a zone that leads to the internet? One in no zone may only seem so.
function is_outside(facts: Facts, entry: RouterInterface): boolean {
	if (has_zones(facts.uci) && zone_of(facts.uci, entry) == '') return false;
	return is_wan_side(facts.uci, entry);
}

/** Two interfaces of this home in one subnet: the answers leave by one of them. */
function check_shared(found: Finding[], facts: Facts): void {
	const first: Record<string, RouterInterface> = {};
	for (const entry of other_interfaces(facts)) {
		if (is_outside(facts, entry)) continue;
		for (const network of networks_of(entry)) {
			if (network == '' || is_six(network)) continue;
			const other = first[network];
			first[network] ??= entry;
			if (other == null || other.device == entry.device) continue;
			const values = { first: other.name, second: entry.name, value: network };
			push(found, finding('shared-subnet', values, about));
		}
	}
}

/** Where nothing is chosen and several could be it, what was found. */
export function lan_choice(network: Network, facts: Facts): Finding[] {
	const local = local_site(network);
	if (local == null || length(local.lan) > 0) return [];
	const found = map(local_lans(facts), (one) => {
		const place = one.zone == '' ? one.interface : one.zone;
		return sprintf('%s (%s)', one.prefix, place);
	});
	if (length(found) == 0) return [];
	return [finding('choose-lan', { networks: join(', ', found) }, about)];
}

function side_router(network: Network, lan: string, entry: RouterInterface): Finding {
	let own = entry.name;
	for (const address of reverse(slice(entry.addresses))) {
		if (overlaps(lan, address)) own = address_of(address) ?? own;
	}
	const values = {
		value: lan,
		gateway: default_gateway(entry) ?? '',
		networks: join(', ', tunnel_prefixes(network)),
		address: own,
	};
	return finding('side-router', values, about);
}

/** IPv6 to another home needs IPv6 of this one, to which the answers go. */
function check_families(found: Finding[], network: Network): void {
	const own = filter(local_site(network)?.lan ?? [], is_six);
	const others = filter(remote_sites(network), (site) => length(filter(site.lan, is_six)) > 0);
	if (length(own) > 0) {
		const values = { networks: join(', ', own) };
		if (length(others) > 0) push(found, finding('ipv6-shared', values, about));
		return;
	}
	for (const site of remote_sites(network)) {
		for (const lan of filter(site.lan, is_six)) {
			if (is_default_route(lan)) continue;
			const values = { value: lan, name: site.name };
			push(found, finding('ipv6-half', values, about_site(site, 'lan')));
		}
	}
}

/** What is wrong with the networks of this home, as this router has them. */
export function check_home(network: Network, facts: Facts): Finding[] {
	const found: Finding[] = lan_choice(network, facts);
	check_families(found, network);
	if (facts.interfaces == null) return found;
	check_shared(found, facts);
	const zones = has_zones(facts.uci);
	if (!zones && length(local_prefixes(network)) > 0) push(found, finding('no-firewall', {}, about));
	const asked: Record<string, boolean> = {};
	for (const lan of local_prefixes(network)) {
		const outside = filter(
			other_interfaces(facts),
			(one) => one.up != false && is_outside(facts, one) && index(networks_of(one), lan) >= 0
		);
		const entry = outside[0] ?? interface_of(facts, lan);
		if (entry == null) {
			push(found, finding('unknown-lan', { value: lan }, about));
			continue;
		}
		const values = { value: lan, interface: entry.name };
		if (is_outside(facts, entry)) {
			push(found, finding('lan-is-wan', values, about));
			continue;
		}
		if (zones && zone_of(facts.uci, entry) == '') push(found, finding('no-zone', values, about));
		const gateway = default_gateway(entry) ?? '';
		if (gateway == '' || exists(asked, '@' + entry.name)) continue;
		asked['@' + entry.name] = true;
		push(found, side_router(network, lan, entry));
	}
	return found;
}
