// Which of its two kinds of files did a FRITZ!Box write, if it did?
// It makes no network for the VPN: a device gets an address in its LAN, another network keeps the one that it has.

import { contains, parse_prefix, print_address } from '../base/prefix.ts';
import { last_entry, list_entries } from './conf.ts';
import type { Conf, Section } from './conf.ts';

const domain = 'fritz.box';
const dynamic_names = '.myfritz.net';

function is_fritz(conf: Conf, peer: Section): boolean {
	const endpoint = lc(last_entry(peer, 'Endpoint')?.value ?? '');
	if (index(endpoint, dynamic_names) > 0) return true;
	for (const entry of list_entries(conf.interface, 'DNS')) {
		if (lc(entry.value) == domain) return true;
	}
	return false;
}

/** 'device': for a single one; 'networks': for a router, which keeps its LAN; '' for a text of somebody else. */
export function fritz_kind(conf: Conf, peer: Section): '' | 'device' | 'networks' {
	if (!is_fritz(conf, peer)) return '';
	const own = parse_prefix(list_entries(conf.interface, 'Address')[0]?.value ?? '');
	if (own == null) return '';
	for (const entry of list_entries(peer, 'AllowedIPs')) {
		const prefix = parse_prefix(entry.value);
		// The internet is around every address.
		if (prefix == null || prefix.bits == 0) continue;
		if (contains(entry.value, print_address(own))) return 'device';
	}
	return 'networks';
}
