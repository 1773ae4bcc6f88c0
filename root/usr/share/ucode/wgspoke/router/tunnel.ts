// Does the running tunnel do what the configuration says?
// netifd leaves the peers of a running interface as they are when only they were edited; this tells
// when somebody has to bring the interface up anew.

import { address_of, canonical_prefix } from '../base/prefix.ts';
import { peer_section, section_named } from '../plan/lans.ts';
import { uci_list } from '../model/network.ts';
import type { Facts, Known, LivePeer, UciSection } from '../model/types.ts';

function option_of(section: UciSection, name: string): string {
	return (section.options[name] ?? '') as string;
}

/** '192.168.151.1/32 10.0.0.0/8' in any order → one text that two equal sets share. */
function set_text(values: string[]): string {
	return join(
		' ',
		sort([...values], (a, b) => (a < b ? -1 : a > b ? 1 : 0))
	);
}

/** netifd's port for a peer that names none. */
const DEFAULT_PORT = '51820';

/** 'host:port' or '[host]:port' → address without brackets and port; null for what is neither. */
function split_endpoint(endpoint: string): { address: string; port: string } | null {
	const field = match(endpoint, /^\[?([^\]]*)\]?:([0-9]+)$/);
	return field ? { address: field[1]!, port: field[2]! } : null;
}

function peer_is_current(section: UciSection, live: LivePeer, addresses: string[]): boolean {
	// '10.0.0.5' is configured and runs as '10.0.0.5/32'.
	const canonical = (prefix: string): string => canonical_prefix(prefix) ?? prefix;
	const wanted = map(uci_list(section.options['allowed_ips']), canonical);
	if (set_text(wanted) != set_text(map(live.allowed_ips, canonical))) return false;
	if (int(option_of(section, 'persistent_keepalive') || '0') != live.keepalive) return false;

	const host = option_of(section, 'endpoint_host');
	const running = split_endpoint(live.endpoint);
	if (host == '' || !running) return true;
	if ((option_of(section, 'endpoint_port') || DEFAULT_PORT) != running.port) return false;
	const known = iptoarr(host) ? [host] : addresses;
	// A name that cannot be looked up now says nothing about the running tunnel.
	return length(known) == 0 || index(known, running.address) >= 0;
}

/** Has the interface the addresses that are configured? True where netifd could not be asked. */
function has_addresses(facts: Facts, name: string): boolean {
	const section = section_named(facts.uci.network, name);
	const wanted = map(uci_list(section?.options['addresses']), address_of);
	for (const entry of facts.interfaces ?? []) {
		if (entry.name != name) continue;
		const running = map(entry.addresses, address_of);
		if (length(filter(wanted, (address) => index(running, address) < 0)) > 0) return false;
	}
	return true;
}

/**
 * true: the tunnel `name` and its hub run as configured; false: it needs to come up anew; null: there is
 * no running tunnel of that name, or it could not be asked. `facts.endpoint_addresses` is what the hub's
 * name stands for now. Peers that somebody added are theirs.
 */
export function tunnel_is_current(facts: Facts, name: string): Known<boolean> {
	for (const tunnel of facts.tunnels ?? []) {
		if (tunnel.name != name) continue;
		const section = section_named(facts.uci.network, peer_section(name));
		if (section?.type != 'wireguard_' + name || option_of(section, 'disabled') == '1') return false;
		if (!tunnel.secrets_current || !has_addresses(facts, name)) return false;
		for (const peer of tunnel.peers) {
			if (peer.public_key != option_of(section, 'public_key')) continue;
			return peer_is_current(section, peer, facts.endpoint_addresses);
		}
		return false;
	}
	return null;
}
