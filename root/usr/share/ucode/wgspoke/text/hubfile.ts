// Is the text the hub's own file? Taken for a home's it would pull another home off the hub, with a handshake.
// No sign alone says so: a home may have a fixed port, commands, or be the first of its network.

import { quotable } from '../base/quote.ts';
import {
	canonical_prefix,
	contains,
	first_address,
	is_single,
	likely_network,
	parse_prefix,
	print_address,
} from '../base/prefix.ts';
import { term } from '../words/terms.ts';
import { hook_keys, last_entry, list_entries } from './conf.ts';
import type { Phrase } from '../words/phrase.ts';
import type { Conf, Section } from './conf.ts';

/** Members compared with the addresses: of more than these a few tell as much. */
const most_looked_at = 16;

// Commands by which a relay forwards between its peers, or lets them out.
function relays(section: Section): boolean {
	for (const entry of section.entries) {
		if (index(hook_keys, entry.key) < 0) continue;
		const command = lc(entry.value);
		for (const word of ['forward', 'masquerade', 'snat'])
			if (index(command, word) >= 0) return true;
	}
	return false;
}

function saves(section: Section): boolean {
	return lc(last_entry(section, 'SaveConfig')?.value ?? '') == 'true';
}

// A home or device as a hub has it: one address inside our network that is not its first, and no way further.
function is_member(peer: Section, networks: string[], own: string[]): boolean {
	let inside = false;
	for (const entry of slice(list_entries(peer, 'AllowedIPs'), 0, most_looked_at)) {
		const text = canonical_prefix(entry.value);
		const prefix = text == null ? null : parse_prefix(text);
		if (text == null || prefix == null) continue;
		for (const network of networks) {
			// Whoever sends us the whole VPN, or the internet, is a hub itself.
			if (contains(text, network)) return false;
			const first = first_address(network);
			const address = print_address(prefix);
			if (!is_single(prefix) || !contains(network, address)) continue;
			if (address != first && index(own, address) < 0) inside = true;
		}
	}
	return inside;
}

/** Why this is the hub's own file; null when it is not. */
export function hub_file_reason(conf: Conf): Phrase | null {
	const own = conf.interface;
	const port = last_entry(own, 'ListenPort');
	const networks: string[] = [];
	const addresses: string[] = [];
	let first = false;
	for (const entry of slice(list_entries(own, 'Address'), 0, most_looked_at)) {
		const prefix = parse_prefix(entry.value);
		if (prefix == null) continue;
		const network = likely_network(prefix);
		push(networks, network);
		push(addresses, print_address(prefix));
		if (first_address(network) == print_address(prefix)) first = true;
	}
	let called = false;
	let members = 0;
	for (const peer of conf.peers) {
		if (last_entry(peer, 'Endpoint') != null) called = true;
		if (is_member(peer, networks, addresses)) members++;
	}
	const signs = (port == null ? 0 : 1) + (relays(own) ? 1 : 0) + (saves(own) ? 1 : 0);
	if (!called) {
		// Nobody to call: it waits for calls.
		const waits = port != null && (signs > 1 || length(conf.peers) > 1 || first);
		if (waits) return term('listens', { port: quotable(port.value) });
		return relays(own) && length(conf.peers) > 0 ? term('forwards') : null;
	}
	if (members == 0 || signs == 0) return null;
	if (members == 1 && !first && signs < 2) return null;
	const values = { count: '' + members, address: addresses[0] ?? '' };
	return term(members == 1 ? 'one_member' : 'members_inside', values);
}
