// What is known of the router, and what is not? Types only; router/look collects the facts.

import type { UciConfigs } from './uci.ts';

/** A fact that may not have been looked at: "could not ask" never looks like "nothing there". */
export type Known<T> = T | null;

export type Verdict = 'yes' | 'no' | 'not checked';

/** A network interface as netifd tells it (or, with --root, as UCI's static addresses tell it). */
export interface RouterInterface {
	/** UCI name: 'lan', 'wan'. */
	name: string;
	device: string;
	proto: string;
	up: boolean;
	/** Address with mask: '192.168.2.1/24'. */
	addresses: string[];
	/** Prefixes it routes, in canonical form, besides those of its addresses; nexthop '' when on link. */
	routes: { target: string; nexthop: string }[];
	/** The name servers that this router asks by it. */
	dns: string[];
}

/** A prefix in the kernel's main routing table, and the device it leaves by. */
export interface KernelRoute {
	target: string;
	device: string;
}

/** A peer as `wg show <interface> dump` tells it; times in seconds, traffic in bytes. */
export interface LivePeer {
	public_key: string;
	endpoint: string;
	allowed_ips: string[];
	/** Unix time of the last handshake; 0 for never. */
	latest_handshake: number;
	rx_bytes: number;
	tx_bytes: number;
	keepalive: number;
}

export interface LiveTunnel {
	/** Name of the interface. */
	name: string;
	public_key: string;
	listen_port: number;
	/** Are its private key and the preshared keys of its peers those that are configured? */
	secrets_current: boolean;
	peers: LivePeer[];
}

/** Everything that preflight, plan and status look at, collected in one go. */
export interface Facts {
	/** Unix time in seconds, which jumps when the clock is set. */
	time: number;
	/** Seconds since the router started, which never do. */
	uptime: number;
	/** Has NTP (or a clock chip) set the clock since boot? */
	clock_set: Known<boolean>;
	/** null when netifd could not be asked. */
	interfaces: Known<RouterInterface[]>;
	/** Names of the network devices that exist now, whoever made them. */
	devices: Known<string[]>;
	/** WireGuard interfaces that exist now; null when `wg` could not be asked. */
	tunnels: Known<LiveTunnel[]>;
	/** Can this router do WireGuard (netifd's protocol handler and `wg` are there)? */
	wireguard: Known<boolean>;
	/** Names of running transparent proxies ('OpenClash', 'passwall', …). */
	proxies: Known<string[]>;
	routes: Known<KernelRoute[]>;
	/** Public key that belongs to the private key in question, '' when there is none. */
	public_key: string;
	/** Addresses that the endpoint's name has now; [] when it has none or is not asked for. */
	endpoint_addresses: string[];
	uci: UciConfigs;
}

/** The answers of one probe. The router's uptime at its end; rtt in milliseconds, null when nothing answered. */
export interface Probe {
	uptime: number;
	handshake: Verdict;
	hub: Verdict;
	hub_rtt: Known<number>;
	sites: { name: string; gateway: Verdict; host: Verdict; rtt: Known<number> }[];
}
