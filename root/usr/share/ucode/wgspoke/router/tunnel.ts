// Does the running tunnel do what the configuration says, and does the hub answer?
// netifd leaves the peers of a running interface as they are when only they were edited; this tells
// when somebody has to bring the interface up anew.

import { address_of, canonical_prefix } from '../base/prefix.ts';
import { handshake_life } from '../base/constants.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { empty_record, uci_list } from '../model/kinds.ts';
import { option_text, section_named } from '../model/uci.ts';
import { peer_section } from '../plan/ours.ts';
import type { Network } from '../model/network.ts';
import type { UciSection } from '../model/uci.ts';
import type { Facts, Known, LivePeer, LiveTunnel, Verdict } from '../model/facts.ts';

// --- what `wg` prints ---

function bare(field: string): string {
	return field == '(none)' ? '' : field;
}

/**
 * `wg show all dump` → tunnels. Interface lines have five columns, peer lines nine; the private and
 * preshared keys are compared with `secrets` (see configured_secrets) and left behind.
 * Source: wg(8), `show <interface> dump`, each line led by the interface's name for `all`.
 */
export function parse_wg_dump(text: string, secrets: Record<string, string>): LiveTunnel[] {
	const tunnels: LiveTunnel[] = [];
	const by_name: Record<string, LiveTunnel> = {};
	for (const line of split(text, '\n')) {
		const field = split(line, '\t');
		if (length(field) == 5) {
			const tunnel: LiveTunnel = {
				name: field[0]!,
				public_key: bare(field[2]!),
				listen_port: int(field[3]!),
				secrets_current: (secrets[field[0]!] ?? bare(field[1]!)) == bare(field[1]!),
				peers: [],
			};
			push(tunnels, tunnel);
			by_name[field[0]!] = tunnel;
		} else if (length(field) == 9) {
			const peer: LivePeer = {
				public_key: field[1]!,
				endpoint: bare(field[3]!),
				allowed_ips: bare(field[4]!) == '' ? [] : split(field[4]!, ','),
				latest_handshake: int(field[5]!),
				rx_bytes: int(field[6]!),
				tx_bytes: int(field[7]!),
				keepalive: field[8] == 'off' ? 0 : int(field[8]!),
			};
			const tunnel = by_name[field[0]!]!;
			const preshared = secrets[field[0]! + ' ' + field[1]!];
			if (preshared != null && preshared != bare(field[2]!)) tunnel.secrets_current = false;
			push(tunnel.peers, peer);
		}
	}
	return tunnels;
}

/** What is configured of secrets: a private key by its interface, a preshared key by interface and public key. */
export function configured_secrets(sections: UciSection[]): Record<string, string> {
	const secrets: Record<string, string> = {};
	for (const section of sections) {
		if (section.type == 'interface' && section.options['proto'] == 'wireguard') {
			secrets[section.name] = (section.options['private_key'] ?? '') as string;
		} else if (index(section.type, 'wireguard_') == 0) {
			const place = substr(section.type, 10) + ' ' + (section.options['public_key'] as string);
			secrets[place] = (section.options['preshared_key'] ?? '') as string;
		}
	}
	return secrets;
}

// --- is it as configured? ---

/** '192.168.151.1/32 10.0.0.0/8' in any order → one text that two equal sets share. */
function set_text(values: string[]): string {
	return join(
		' ',
		sort([...values], (a, b) => (a < b ? -1 : a > b ? 1 : 0))
	);
}

/** The same prefixes? As written nearly always; else '10.0.0.5' is configured and runs as '10.0.0.5/32'. */
function is_same_set(wanted: string[], live: string[]): boolean {
	if (set_text(wanted) == set_text(live)) return true;
	const canonical = (prefix: string): string => canonical_prefix(prefix) ?? prefix;
	return set_text(map(wanted, canonical)) == set_text(map(live, canonical));
}

/** Where a hub hears when nobody says. */
const usual_port = '' + empty_record('hub').endpoint_port;

function peer_is_current(
	section: UciSection,
	live: LivePeer,
	addresses: string[],
	further: string[]
): boolean {
	if (!is_same_set(uci_list(section.options['allowed_ips']), live.allowed_ips)) return false;
	if (int(option_text(section, 'persistent_keepalive') || '0') != live.keepalive) return false;

	const host = option_text(section, 'endpoint_host');
	const running = split_endpoint(live.endpoint);
	if (host == '' || !running) return true;
	// The watch may have found the hub at another of its ports.
	const port = option_text(section, 'endpoint_port') || usual_port;
	if (port != running.port && index(further, running.port) < 0) return false;
	const known = iptoarr(host) ? [host] : addresses;
	// A name that cannot be looked up now says nothing about the running tunnel.
	return length(known) == 0 || index(known, running.host) >= 0;
}

/** Are all of these addresses there? As written nearly always; else by what they are. */
function has_all(running: string[], wanted: string[]): boolean {
	const missing = filter(wanted, (one) => index(running, one) < 0);
	if (length(missing) == 0) return true;
	const there = map(running, address_of);
	return length(filter(missing, (one) => index(there, address_of(one)) < 0)) == 0;
}

/** Has the interface the addresses that are configured? True where netifd could not be asked. */
function has_addresses(facts: Facts, name: string): boolean {
	const section = section_named(facts.uci.network, name);
	const wanted = uci_list(section?.options['addresses']);
	for (const entry of facts.interfaces ?? [])
		if (entry.name == name && !has_all(entry.addresses, wanted)) return false;
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
		if (section?.type != 'wireguard_' + name || option_text(section, 'disabled') == '1')
			return false;
		if (!tunnel.secrets_current || !has_addresses(facts, name)) return false;
		for (const peer of tunnel.peers) {
			if (peer.public_key != option_text(section, 'public_key')) continue;
			const hub = section_named(facts.uci.wgspoke, 'hub');
			const further = split(option_text(hub, 'ports'), ',');
			return peer_is_current(section, peer, facts.endpoint_addresses, further);
		}
		return false;
	}
	return null;
}

// --- does the hub answer? ---

/** The tunnel of this name; null when there is none, or nobody looked. */
export function tunnel_named(facts: Facts, name: string): LiveTunnel | null {
	for (const tunnel of facts.tunnels ?? []) if (tunnel.name == name) return tunnel;
	return null;
}

/** The hub among the peers of the tunnel that runs. */
export function hub_peer(network: Network, facts: Facts): LivePeer | null {
	for (const peer of tunnel_named(facts, network.hub.interface)?.peers ?? []) {
		if (peer.public_key == network.hub.public_key) return peer;
	}
	return null;
}

// The tunnels are looked at after the clock: so much later a handshake may be.
const looking_takes = 2;

/** Seconds since the hub's last handshake; null for none, and where the clock does not tell. */
export function handshake_age(network: Network, facts: Facts): Known<number> {
	const latest = hub_peer(network, facts)?.latest_handshake ?? 0;
	const age = facts.time - latest;
	if (latest == 0 || age < -looking_takes) return null;
	// Before this router started nobody shook hands with it: the clock was another one then.
	if (age > facts.uptime + looking_takes) return null;
	return max(0, age);
}

/** Has the hub shaken hands, and the clock does not tell when? So it is until the next time, within two minutes. */
export function is_handshake_unclear(network: Network, facts: Facts): boolean {
	const latest = hub_peer(network, facts)?.latest_handshake ?? 0;
	return latest != 0 && handshake_age(network, facts) == null;
}

/** Has the hub shaken hands lately? */
export function handshake_verdict(network: Network, facts: Facts): Verdict {
	if (facts.tunnels == null) return 'not checked';
	if (is_handshake_unclear(network, facts)) return 'not checked';
	const age = handshake_age(network, facts);
	return age != null && age <= handshake_life ? 'yes' : 'no';
}

/** Does netifd call the interface up? null when nobody looked. */
export function is_up(facts: Facts, name: string): Known<boolean> {
	if (facts.interfaces == null) {
		return facts.tunnels == null ? null : tunnel_named(facts, name) != null;
	}
	for (const entry of facts.interfaces) if (entry.name == name) return entry.up;
	return false;
}

/** How far the tunnel has come. `down`: it does not run as configured (yet). */
export type Stage = 'down' | 'up' | 'answers';

/** The one answer to "does it work": the page and the command wait for the same. `current` as of `tunnel_is_current`. */
export function stage_of(network: Network, facts: Facts, current: Known<boolean>): Stage {
	if (current != true || is_up(facts, network.hub.interface) == false) return 'down';
	return handshake_verdict(network, facts) == 'yes' ? 'answers' : 'up';
}
