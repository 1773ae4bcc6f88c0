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
	/** null where nobody could be asked. */
	up: Known<boolean>;
	/** Address with mask: '192.168.2.1/24'. */
	addresses: string[];
	/** Prefixes it routes, in canonical form, besides those of its addresses; nexthop '' when on link. */
	routes: { target: string; nexthop: string }[];
	/** The name servers that this router asks by it. */
	dns: string[];
	/** Somebody has stopped it, and netifd leaves it so. */
	stopped: boolean;
}

/** A name server that dnsmasq asks. */
export interface NameServer {
	address: string;
	/** Asked about names of this domain alone; '' for all. */
	domain: string;
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
	/** What the router is called; '' when nobody asked. */
	host_name: string;
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
	/** Names of running transparent proxies, by their families ('OpenClash', 'sing-box', …). */
	proxies: Known<string[]>;
	/** What decides by policies over the way of packets here: 'pbr', 'mwan3'. */
	steering: Known<string[]>;
	/** Name servers besides those of the interfaces. */
	name_servers: Known<NameServer[]>;
	/** MTU of each network device now, by its name. */
	mtus: Known<Record<string, number>>;
	routes: Known<KernelRoute[]>;
	/** Public key that belongs to the private key in question, '' when there is none. */
	public_key: string;
	/** Addresses that the endpoint's name has now; [] when it has none or is not asked for. */
	endpoint_addresses: string[];
	/** Has the endpoint's name an address? null for what is no name, and while nobody has asked. */
	endpoint_resolves: Known<boolean>;
	uci: UciConfigs;
}

/** Who answered for another home. */
export interface HomeAnswer {
	/**
	 * The device that is named there, the first address of its LAN, both asked from this home's LAN; its router, asked
	 * from the tunnel's own address; '' for nobody.
	 */
	by: 'device' | 'lan' | 'router' | '';
	rtt: Known<number>;
	/** Was anybody asked at all? */
	asked: boolean;
	/** Has the first address of its LAN answered since this network was joined? */
	before: boolean;
	/** Would it be a fault if nobody answered? */
	proves: boolean;
	/** Do devices of this home reach its network? */
	network: Verdict;
	/** Does the device answer that is named there? */
	device: Verdict;
}

/** The answers of one probe. The router's uptime at its end; rtt in milliseconds, null when nothing answered. */
export interface Probe {
	uptime: number;
	handshake: Verdict;
	hub: Verdict;
	hub_rtt: Known<number>;
	sites: { name: string; gateway: Verdict; host: Verdict; answer?: HomeAnswer }[];
}

/** The hub as `wg` counts it at one moment. */
export interface Count {
	rx_bytes: number;
	tx_bytes: number;
	/** Unix time of the last handshake; 0 for never. */
	handshake: number;
}

/** What the firewall that runs does with a packet between this home and the tunnel. */
export interface FirewallFacts {
	out: Verdict;
	inward: Verdict;
	masquerades: Verdict;
	/** Does something mark or redirect packets before they are sent on their way, as a proxy does? */
	diverts: Verdict;
}

/** A rule by which the kernel chooses a table of routes; '' where it does not matter. */
export interface PolicyRule {
	priority: number;
	from: string;
	mark: string;
	table: string;
}

/** How many of several large pings through the tunnel came back. */
export interface Burst {
	/** Bytes of each packet inside the tunnel. */
	size: number;
	sent: number;
	received: number;
}

/** What a check has found out besides the facts (see doctor/evidence). What was not looked at is null, or not there. */
export interface Evidence {
	/** The router's uptime at its end. */
	uptime: number;
	/**
	 * Who was asked → milliseconds, null for silence. 'server': the hub's public address, 'gateway': the provider's end;
	 * 'hub', 'hublan': the hub in the VPN, from the tunnel's address and from this home's LAN; of the site at place n
	 * 'gN', 'gnN': its router's VPN address from both; 'lN', 'ltN': the first address of its LAN, from the LAN here and
	 * from the tunnel's address; 'dN': the device that is named there, from the LAN.
	 */
	pings: Record<string, Known<number>>;
	/**
	 * Of the server, the provider's end and the first addresses of other LANs: those that have answered a ping since this
	 * network was joined.
	 */
	heard: string[];
	/** The hub before and after the pings; null where there is no tunnel, or it does not have the hub. */
	before: Known<Count>;
	after: Known<Count>;
	/** Where the tunnel calls the hub: '203.0.113.1:24356'; '' for nowhere. */
	endpoint: string;
	/** What the hub's name stands for; null where it is an address itself. */
	addresses: Known<string[]>;
	/** The LAN address of this router from which was asked; '' when it has none. */
	lan_address: string;
	/** The device of that address; '' when it has none. */
	lan_device: string;
	/** The provider's ends; [] when no interface has a default route, null when netifd was not asked. */
	gateways: Known<string[]>;
	/** The devices that lead to the provider. */
	wan_devices: string[];
	/**
	 * By which device packets leave: 'hub' to the hub's public address; 'nN' from a device of this home to the site at
	 * place N. '' is no way at all.
	 */
	ways: Record<string, string>;
	rules: Known<PolicyRule[]>;
	/** Tables of such rules that keep every packet on this router. */
	swallowing: string[];
	firewall: Known<FirewallFacts>;
	/** Does this router's kernel pass packets on? */
	forwards: Known<boolean>;
	/** Pings as large as the tunnel allows, to the hub in the VPN, and as large to its public address beside it. */
	large: Known<Burst>;
	beside: Known<Burst>;
	/** The largest packet inside the tunnel that came back, where the largest did not; 0: none. */
	fits: Known<number>;
	/** Names of proxies that run here. */
	proxies: string[];
}

/** What the watch knows (see watch/). Moments are seconds of the clock that nobody sets, which begins at the start. */
export interface Watched {
	/** The tunnel, and the public key of its hub. */
	interface: string;
	hub_key: string;
	/** When it was looked at, by that clock and by the one that people read. */
	at: number;
	time: number;
	running: boolean;
	/** Of the tunnel that runs: this router's public key, its port, the hub as it is called now. */
	public_key: string;
	listen_port: number;
	endpoint: string;
	allowed_ips: string[];
	keepalive: number;
	/** Its number in the kernel: a tunnel that was taken down and up is another one. */
	device: string;
	/** Had it the secrets that were configured, and in which state of the files was that? See state_of_files. */
	secrets_current: boolean;
	files: string;
	rx_bytes: number;
	tx_bytes: number;
	/** Bytes each second between the last two looks; null when there were none. */
	rx_rate: Known<number>;
	tx_rate: Known<number>;
	/** Unix time of the last handshake, as WireGuard tells it; 0 for never. */
	handshake: number;
	/** When that was; null for never, or when the clock that people read tells nonsense. */
	handshake_at: Known<number>;
	/** The hub has been silent since. */
	silent_since: number;
	/** When the hub was last heard at all, and the other homes' routers by their VPN addresses. */
	hub_heard: Known<number>;
	heard: Record<string, number>;
	/** When somebody was last asked for an answer, and how many have been. */
	asked_at: number;
	asked: number;
	/** The time of the last probe that was taken in. */
	probe_time: number;
	/** When the hub was last asked what it knows; 0 for never. */
	told_at: number;
	/** When the hub's name was last looked up since it fell silent, and has it an address? */
	looked_at: Known<number>;
	resolves: Known<boolean>;
	/** The last time that the tunnel was sent after a hub with a new address. */
	moved: Known<{ at: number; from: string; to: string }>;
	/** The port at which the hub is called since then, where nothing came back at the other one; null for its own. */
	door: Known<{ at: number; from: number; to: number }>;
}
