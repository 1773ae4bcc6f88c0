// How large may a packet in the tunnel be? The MTU of the internet connection, less what WireGuard puts around a packet.

import { least_mtu, usual_mtu } from '../base/constants.ts';
import { host_prefix } from '../base/overlaps.ts';
import { parse_prefix } from '../base/prefix.ts';
import { option_text, section_named } from '../model/uci.ts';
import { finding } from '../words/findings.ts';
import { is_default_target, is_wan_side, other_interfaces } from './lans.ts';
import type { Facts, RouterInterface } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';

/** Outer IP header, UDP 8, WireGuard 32. */
const overheads = { '4': 60, '6': 80 };

/** What a connection has that says nothing else. */
const by_protocol: Record<string, number> = { pppoe: 1492, wireguard: usual_mtu };
const ethernet_mtu = 1500;

/** `fit` is the sum: `wan`, at the interface, less `overhead` to a hub of the family. */
export interface TunnelMtu {
	fit: number;
	wan: number;
	overhead: number;
	interface: string;
	family: 4 | 6;
}

function number_in(text: string): number {
	return match(text, /^[0-9]{3,5}$/) ? int(text, 10) : 0;
}

// As the device has it now; else as it is configured; else as is usual.
function mtu_of(facts: Facts, entry: RouterInterface): number {
	const live = facts.mtus?.[entry.device] ?? 0;
	if (live > 0) return live;
	const section = section_named(facts.uci.network, entry.name);
	let mtu = number_in(option_text(section, 'mtu'));
	for (const one of facts.uci.network) {
		if (one.type != 'device' || option_text(one, 'name') != entry.device) continue;
		if (mtu == 0) mtu = number_in(option_text(one, 'mtu'));
	}
	return mtu > 0 ? mtu : (by_protocol[entry.proto] ?? ethernet_mtu);
}

function leads_by(entry: RouterInterface, family: 4 | 6): boolean {
	if (entry.up == false) return false;
	for (const route of entry.routes) {
		if (is_default_target(route.target) && parse_prefix(route.target)!.family == family)
			return true;
	}
	return false;
}

// Of what family is the hub? Of a name that was not looked up, IPv6 where this router has it: that is the safe side.
function family_of(network: Network, facts: Facts): 4 | 6 {
	const ways6 = filter(other_interfaces(facts), (entry) => leads_by(entry, 6));
	let seen = 0;
	for (const host of [network.hub.endpoint_host, ...facts.endpoint_addresses]) {
		const prefix = host_prefix(host);
		if (prefix == null) continue;
		seen++;
		if (prefix.family == 6 && (length(ways6) > 0 || host == network.hub.endpoint_host)) return 6;
	}
	return seen == 0 && length(ways6) > 0 ? 6 : 4;
}

/** What fits through the narrowest of the ways to the internet; null while none is known. */
export function tunnel_mtu(network: Network, facts: Facts): TunnelMtu | null {
	const family = family_of(network, facts);
	const entries = other_interfaces(facts);
	let ways = filter(entries, (entry) => leads_by(entry, family));
	if (length(ways) == 0) ways = filter(entries, (entry) => is_wan_side(facts.uci, entry));
	let found: TunnelMtu | null = null;
	for (const way of ways) {
		// Several stand on one device: of PPPoE the one that dials, and the one that asks for IPv6.
		const twins = filter(entries, (entry) => entry.device == way.device && way.device != '');
		let wan = mtu_of(facts, way);
		for (const twin of twins) wan = min(wan, mtu_of(facts, twin));
		const overhead = overheads[family];
		const fit = max(least_mtu, wan - overhead);
		if (found != null && found.fit <= fit) continue;
		found = { fit, wan, overhead, interface: way.name, family };
	}
	return found;
}

/** Is the MTU that somebody has chosen too large for the way to the hub? */
export function check_mtu(network: Network, facts: Facts): Finding[] {
	const mtu = network.hub.mtu;
	const sum = mtu == 0 ? null : tunnel_mtu(network, facts);
	if (sum == null || mtu <= sum.fit) return [];
	const values = {
		value: '' + mtu,
		fit: '' + sum.fit,
		wan: '' + sum.wan,
		overhead: '' + sum.overhead,
		interface: sum.interface,
		family: 'IPv' + sum.family,
	};
	return [finding('mtu-large', values, 'hub.mtu')];
}
