// What travels between the modules, over ubus and to the views: the words of the product as types.
// Only types live here; nothing of this file reaches the router.

// --- the network, as the user meant it (kept in /etc/config/wgspoke) ---

/** What the other homes may open on this router itself: everything, only ping, or nothing. */
export type RouterAccess = 'all' | 'ping' | 'none';

/** The relay server. Its keys' private halves are never here. */
export interface Hub {
	/** Name of the WireGuard interface on this router: 1–15 characters of [A-Za-z0-9_]. */
	interface: string;
	/** The hub's WireGuard public key: 44 characters of base64, or '' while unknown. */
	public_key: string;
	/** Host name or bare address (IPv6 without brackets), or '' while unknown. */
	endpoint_host: string;
	/** UDP port, 1–65535. */
	endpoint_port: number;
	/** The hub's own VPN address without mask, '192.168.151.1', or '' when unknown. */
	address: string;
	/** The VPN subnet in canonical form, '192.168.151.0/24', or '' when unknown. */
	subnet: string;
	/** PersistentKeepalive in seconds; 0 is off. */
	keepalive: number;
	/** MTU of the tunnel in bytes; 0 leaves it to the router. */
	mtu: number;
}

/** A LAN behind a gateway. Exactly one site of a network is `local`: this router's own. */
export interface Site {
	name: string;
	/** VPN address of its gateway without mask, '192.168.151.2', or '' when unknown. */
	address: string;
	/** Its subnets in canonical form. */
	lan: string[];
	local: boolean;
	/** A device at that home that should answer a ping, or '' to try the first address of its LAN. */
	host: string;
	/** The gateway's WireGuard public key, or '' when this router does not know it. */
	public_key: string;
}

/** A single roaming client. */
export interface Device {
	name: string;
	/** VPN address without mask. */
	address: string;
	public_key: string;
}

export interface Network {
	hub: Hub;
	sites: Site[];
	devices: Device[];
	router_access: RouterAccess;
}

/** The secrets of a pasted configuration. Never part of a reply; '' is "not given". */
export interface Secrets {
	private_key: string;
	preshared_key: string;
}

// --- findings ---

export type Severity = 'error' | 'warning' | 'info';

export type FindingCode =
	// the text
	| 'not-config'
	| 'too-large'
	| 'bad-line'
	| 'unused-line'
	| 'hub-file'
	| 'no-peer'
	| 'many-peers'
	| 'wg-easy'
	| 'wg-easy-old'
	// values
	| 'bad-key'
	| 'bad-address'
	| 'bad-endpoint'
	| 'bad-name'
	| 'bad-value'
	| 'host-bits'
	| 'no-endpoint'
	| 'same-key'
	| 'default-route'
	| 'narrow-route'
	| 'no-keepalive'
	| 'foreign-dns'
	| 'mtu-odd'
	| 'default-port'
	// the network as a whole
	| 'no-lan'
	| 'no-remote'
	| 'no-subnet'
	| 'address-taken'
	| 'address-outside'
	| 'site-overlap'
	| 'lan-overlap'
	| 'vpn-overlap'
	| 'endpoint-inside'
	// this router
	| 'wan-overlap'
	| 'route-taken'
	| 'no-wan'
	| 'no-zone'
	| 'lan-is-wan'
	| 'interface-exists'
	| 'zone-exists'
	| 'already-joined'
	| 'not-joined'
	| 'pending-changes'
	| 'no-wireguard'
	| 'side-router'
	| 'proxy-running'
	| 'clock-unset'
	// other ends
	| 'address-unsure'
	| 'home-replaced'
	| 'no-dns'
	| 'hub-other'
	| 'hub-missing'
	| 'hub-differs'
	| 'hub-extra'
	| 'hub-knows'
	| 'hub-rekeyed'
	| 'hub-uncompared'
	| 'hub-stops';

/** Something a person should know. `message` and `fix` are whole sentences with the values filled in. */
export interface Finding {
	code: FindingCode;
	severity: Severity;
	message: string;
	fix: string;
	/** The field it is about: 'text', 'private_key', 'hub.endpoint', 'local.lan', 'site.<name>.lan', … */
	field: string;
	/** Line of the pasted text, from 1; 0 when it is about no line. */
	line: number;
	/** What was filled into the sentences, for translating them. */
	values: Record<string, string>;
}

// --- UCI ---

export type UciValue = string | string[];

export interface UciSection {
	name: string;
	type: string;
	anonymous: boolean;
	options: Record<string, UciValue>;
}

export type ConfigName = 'network' | 'firewall' | 'wgspoke';

/** The sections of each config, in file order. */
export type UciConfigs = Record<ConfigName, UciSection[]>;

/**
 * One UCI edit. `option` '' is the section itself, its values then being section types.
 * `from` null: was not there; `to` null: goes away. Swapping them gives the inverse.
 */
export interface Change {
	config: ConfigName;
	section: string;
	option: string;
	from: UciValue | null;
	to: UciValue | null;
}

/** A thing that a plan does, in words. */
export interface Sentence {
	code: string;
	text: string;
	values: Record<string, string>;
}

// --- what is so on the router ---

/** A fact that may not have been looked at: "could not ask" never looks like "nothing there". */
export type Known<T> = T | null;

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

/** A subnet at this home that the other homes could be let into. */
export interface LanCandidate {
	/** Canonical. */
	prefix: string;
	/** UCI name of the interface it is behind. */
	interface: string;
	/** Name of the interface's firewall zone. */
	zone: string;
	/** Is it what people mean by "this home"? Guest networks and routed subnets are only offered. */
	preselected: boolean;
}

/** Everything that preflight, plan and status look at, collected in one go. */
export interface Facts {
	/** Unix time in seconds. */
	time: number;
	/** Has NTP (or a clock chip) set the clock since boot? */
	clock_set: Known<boolean>;
	/** null when netifd could not be asked. */
	interfaces: Known<RouterInterface[]>;
	/** WireGuard interfaces that exist now; null when `wg` could not be asked. */
	tunnels: Known<LiveTunnel[]>;
	/** Can this router do WireGuard (netifd's protocol handler and `wg` are there)? */
	wireguard: Known<boolean>;
	/** Names of running transparent proxies ('OpenClash', 'passwall', …). */
	proxies: Known<string[]>;
	/** Prefixes in the kernel's main routing table with the device they leave by. */
	routes: Known<{ target: string; device: string }[]>;
	/** Public key that belongs to the private key in question, '' when there is none. */
	public_key: string;
	/** Addresses that the endpoint's name has now; [] when it has none or is not asked for. */
	endpoint_addresses: string[];
	uci: UciConfigs;
}

// --- verdicts and status ---

export type Verdict = 'yes' | 'no' | 'not checked';

/** The answers of one probe. Unix time of its end; rtt in milliseconds, null when nothing answered. */
export interface Probe {
	time: number;
	handshake: Verdict;
	hub: Verdict;
	hub_rtt: Known<number>;
	sites: { name: string; gateway: Verdict; host: Verdict; rtt: Known<number> }[];
}

export interface SiteStatus {
	name: string;
	local: boolean;
	address: string;
	lan: string[];
	gateway: Verdict;
	host: Verdict;
	/** Its subnets that have no route into the tunnel now. */
	missing_routes: string[];
}

export interface Status {
	joined: boolean;
	interface: string;
	/** Does the interface exist and run? */
	up: Known<boolean>;
	/** Do the running tunnel's peers match the configuration? null when it does not run. */
	current: Known<boolean>;
	/** This router's WireGuard public key, '' when unknown. */
	public_key: string;
	/** Seconds since the last handshake; null for never or not joined. */
	handshake_age: Known<number>;
	rx_bytes: number;
	tx_bytes: number;
	/** Verdicts of the last probe and its age in seconds (null: none since boot). */
	probe_age: Known<number>;
	probing: boolean;
	handshake: Verdict;
	hub: Verdict;
	hub_rtt: Known<number>;
	sites: SiteStatus[];
	devices: Device[];
	/** What would have to change for our sections to be as planned again; secrets are masked. */
	drift: Change[];
	network: Known<Network>;
	findings: Finding[];
}

// --- replies of the verbs; the same over ubus and with `wgspoke -j` ---

/** A line of the pasted text that is not used, and why. */
export interface UnusedLine {
	line: number;
	text: string;
	reason: string;
}

export interface ReadReply {
	network: Network;
	findings: Finding[];
	unused: UnusedLine[];
	has_private_key: boolean;
	has_preshared_key: boolean;
	/** What could be shared of this home, as this router has it. */
	lans: LanCandidate[];
	/** A VPN address that nobody of the network is known to have; '' when the subnet is not known. */
	free_address: string;
}

export interface PlanReply {
	network: Network;
	findings: Finding[];
	/** Empty when errors block the plan, and when nothing is left to change. Secrets are masked. */
	changes: Change[];
	summary: Sentence[];
	/** What this router's public key is or will be; '' when it is not made yet. */
	public_key: string;
}

/** `staged`: the changes lie in the caller's uci session and wait for `uci apply`. */
export interface JoinReply extends PlanReply {
	staged: boolean;
}

export interface LeaveReply {
	changes: Change[];
	summary: Sentence[];
	findings: Finding[];
	staged: boolean;
}

/** How the hub is told of somebody. */
export interface HubWords {
	/** Block for the hub's wg0.conf. */
	peer_block: string;
	/** Commands that do the same on the running hub, one per entry. */
	live: string[];
}

/** This home, another one or a device as the hub has to know it; the words are empty while the key is not known. */
export interface HubMember extends HubWords {
	name: string;
	kind: 'this home' | 'other home' | 'device';
	/** VPN address. */
	address: string;
	lan: string[];
	public_key: string;
}

/** `peer_block` and `live` are this router's own. */
export interface HubReply extends HubWords {
	findings: Finding[];
	public_key: string;
	/** The whole network, this home first. */
	members: HubMember[];
}

/** What to run at the hub as a whole, and what is not so there. */
export interface HubScripts {
	findings: Finding[];
	/** Makes a fresh Ubuntu or Debian server the hub; '' while the VPN subnet or this home's LAN is not known. */
	script: string;
	/** Brings a running hub to what the network is now. */
	sync: string;
	/** Reads only; what it prints is `output` of the call, and then `differences` tells. */
	look: string;
	differences: Finding[];
	/** What they are made for: the network asked about, the one joined, or what a first one is like. */
	network: Network;
	/** Everybody in it, this home first. */
	members: HubMember[];
}

/** An invitation; `conf` and `line` are '' when nothing was done, and hold the private key that was made for it. */
export interface InviteReply extends JoinReply {
	/** The other home's configuration as wg-quick text. */
	conf: string;
	/** The same with all that this router knows of the network, as one line for this package there. */
	line: string;
	hub: HubWords;
	/** What others have to do by hand: a home the command on its router, a device the line in place of its own. */
	others: { name: string; kind: 'other home' | 'device'; add: string }[];
}

/** What came of adding, changing, removing or showing a device. */
export interface DeviceReply {
	findings: Finding[];
	/** null when there is none of that name (any more). */
	device: Known<Device>;
	changes: Change[];
	staged: boolean;
	/**
	 * The device's configuration. Its private key is in there when it was made now or is kept, and nowhere else; ''
	 * when nothing was done.
	 */
	conf: string;
	/** Is the private key kept on this router? */
	kept: boolean;
	hub: HubWords;
}
