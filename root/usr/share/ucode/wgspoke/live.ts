// Does the running tunnel do what the configuration says?
// netifd leaves the peers of a running interface as they are when only they were edited; this tells
// when somebody has to bring the interface up anew.

import type { Facts, Known, LivePeer, UciSection } from './types.ts';

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
	const wanted = section.options['allowed_ips'];
	const allowed =
		wanted == null ? [] : type(wanted) == 'array' ? (wanted as string[]) : [wanted as string];
	if (set_text(allowed) != set_text(live.allowed_ips)) return false;
	if (int(option_of(section, 'persistent_keepalive') || '0') != live.keepalive) return false;

	const host = option_of(section, 'endpoint_host');
	const running = split_endpoint(live.endpoint);
	if (host == '' || !running) return true;
	if ((option_of(section, 'endpoint_port') || DEFAULT_PORT) != running.port) return false;
	const known = iptoarr(host) ? [host] : addresses;
	// A name that cannot be looked up now says nothing about the running tunnel.
	return length(known) == 0 || index(known, running.address) >= 0;
}

/**
 * true: every peer runs as configured; false: the interface needs to come up anew; null: there is no
 * running tunnel of that name, or it could not be asked. `facts.endpoint_addresses` is what the hub's
 * name stands for now.
 */
export function tunnel_is_current(facts: Facts, name: string): Known<boolean> {
	for (const tunnel of facts.tunnels ?? []) {
		if (tunnel.name != name) continue;
		const live: Record<string, LivePeer> = {};
		for (const peer of tunnel.peers) live[peer.public_key] = peer;
		let configured = 0;
		for (const section of facts.uci.network) {
			if (section.type != 'wireguard_' + name || option_of(section, 'disabled') == '1') continue;
			const peer = live[option_of(section, 'public_key')];
			if (!peer || !peer_is_current(section, peer, facts.endpoint_addresses)) return false;
			configured++;
		}
		return configured == length(tunnel.peers);
	}
	return null;
}
