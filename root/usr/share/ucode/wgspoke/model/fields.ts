// Which fields have hub, home and device, and of which kind? The one place that names them.
// What reads, writes, checks, asks for or shows a field walks these rows. Data only: the pages import it too.

import type { TermKey } from '../words/terms.ts';

/** What the other homes may open on this router itself: everything, only ping, or nothing. */
export type RouterAccess = 'all' | 'ping' | 'none';

/** What a field of each kind holds. `kinds` says how it is read and written, `values` what it may be. */
export interface Values {
	/** What people call it. */
	name: string;
	/** Name of a network interface on this router: 1–15 characters of [A-Za-z0-9_]. */
	interface: string;
	/** WireGuard public key: 44 characters of base64, or '' while unknown. */
	key: string;
	/** Host name or bare address (IPv6 without brackets), or '' while unknown. */
	host: string;
	/** UDP port, 1–65535. */
	port: number;
	/** UDP ports with commas between, '4500,443', or ''. */
	ports: string;
	/** Address without mask, '192.168.151.2', or '' when unknown. */
	address: string;
	/** Prefix in canonical form, '192.168.151.0/24', or '' when unknown. */
	subnet: string;
	/** Prefixes in canonical form. */
	lans: string[];
	/** Prefixes, canonical too, to which somebody has said yes. */
	accepted: string[];
	/** 0 is off. */
	seconds: number;
	/** In bytes; 0 leaves it to the router. */
	mtu: number;
	flag: boolean;
	access: RouterAccess;
}

/** What a field of each kind holds while nobody has said. */
export const nothing: Values = {
	name: '',
	interface: '',
	key: '',
	host: '',
	port: 0,
	ports: '',
	address: '',
	subnet: '',
	lans: [],
	accepted: [],
	seconds: 0,
	mtu: 0,
	flag: false,
	access: 'ping',
};

export type Kind = keyof Values;
export type FieldValue = Values[Kind];

export interface Field {
	/** In the network, in replies and as an option of config wgspoke. */
	name: string;
	kind: Kind;
	/** What findings call it; of this router's own home, `local_term`. {name} is whose it is. */
	term: TermKey;
	local_term?: TermKey;
	/** What it holds while nobody has said, where that is another value than `nothing`. */
	empty?: string | number;
	/** May it be missing? 'to join': only for a hub that is still to be made. Left out: yes. */
	needed?: 'always' | 'to join';
	/** What has to be entered, where that is not what its kind says. */
	rule?: TermKey;
	/** This router's own affair: no text, file or line brings it, and none takes it along. */
	own?: boolean;
	/** The command's option, the value it takes and its help; of a home, for this router's own. */
	option?: string;
	value?: string;
	help?: string;
	/** On the pages: what the input is called, and what stands below it. */
	label?: string;
	/** The label for this router's own home, where it is another one. */
	local_label?: string;
	hint?: string;
	local_hint?: string;
	/** What a value looks like. */
	example?: string;
}

/** The relay server. Its keys' private halves are never here. */
const hub_fields = [
	{
		name: 'interface',
		kind: 'interface',
		term: 'interface_name',
		empty: 'wgspoke',
		own: true,
		option: 'interface',
		value: 'NAME',
		help: 'name of the interface (wgspoke)',
		label: 'Name of the tunnel',
	},
	{
		name: 'public_key',
		kind: 'key',
		term: 'hub_key',
		needed: 'to join',
		label: 'Public key of the hub',
		hint: '44 characters, ends with =. Whoever runs the hub can tell you.',
	},
	{
		name: 'endpoint_host',
		kind: 'host',
		term: 'endpoint',
		needed: 'to join',
		label: 'Public address of the hub',
		hint: 'A name or an address, like 203.0.113.1',
	},
	{ name: 'endpoint_port', kind: 'port', term: 'port', empty: 51820, label: 'Port' },
	{
		// Further ones at which the hub hears, for where a provider slows one down or closes it.
		name: 'ports',
		kind: 'ports',
		term: 'ports',
		option: 'ports',
		value: 'PORT[,PORT]',
		help: 'further UDP ports at which the hub hears',
		label: 'Further ports',
		hint: 'For where a provider slows one down or closes it. The hub hears there once the script “Have the hub answer your homes” on the page Hub has run again.',
		example: '4500,443',
	},
	{
		// The hub's own, in the VPN.
		name: 'address',
		kind: 'address',
		term: 'hub_address',
		option: 'hub-address',
		value: 'ADDRESS',
		help: "the hub's VPN address",
		label: 'VPN address of the hub',
	},
	{
		name: 'subnet',
		kind: 'subnet',
		term: 'vpn_subnet',
		needed: 'always',
		option: 'subnet',
		value: 'PREFIX',
		help: 'the VPN network',
		label: 'VPN network',
		example: '192.168.151.0/24',
	},
	{
		name: 'keepalive',
		kind: 'seconds',
		term: 'keepalive',
		empty: 25,
		option: 'keepalive',
		value: 'SECONDS',
		help: '25 keeps the way through a home router open',
		label: 'Keepalive in seconds',
		hint: 'Keeps the way through your internet connection open. 25 suits nearly everyone.',
	},
	{
		name: 'mtu',
		kind: 'mtu',
		term: 'mtu',
		option: 'mtu',
		value: 'BYTES',
		help: 'of the tunnel; 0 leaves it to the router',
		label: 'Largest packet (MTU)',
		hint: 'Empty: the router works it out.',
	},
	{
		name: 'router_access',
		kind: 'access',
		term: 'access',
		empty: 'ping',
		own: true,
		option: 'access',
		value: 'all|ping|none',
		help: 'what the other homes may open on this router',
		label: 'Access to this router',
	},
	{
		// What other homes add at the hub comes here by itself, unless it collides.
		name: 'follow',
		kind: 'flag',
		term: 'follow',
		own: true,
		option: 'follow',
		value: '1|0',
		help: 'take over by itself what other homes add or remove at the hub',
		label: 'Follow the hub',
		hint: 'Homes that are added or removed at another home come and go here by themselves.',
	},
	{
		// For a hub that sends nothing to the networks of this home: its devices go out behind the one address.
		name: 'one_way',
		kind: 'flag',
		term: 'one_way',
		own: true,
		option: 'one-way',
		value: 'yes|no',
		help: 'this home reaches the others as one device; they do not reach it',
		label: 'One way only',
		hint: 'This home reaches the others as one device would, and they do not reach it: for a hub that sends nothing to its networks.',
	},
	{
		// Somebody here has switched the tunnel off, for now: it is set up, and does not run.
		name: 'off',
		kind: 'flag',
		term: 'switched_off',
		own: true,
	},
	{
		// Public prefixes that go through the tunnel all the same, because a person of this home said so.
		name: 'public_ok',
		kind: 'accepted',
		term: 'accepted',
		own: true,
		option: 'accept-public',
		value: 'PREFIX',
		help: 'yes, this public network goes through the tunnel; may be repeated',
	},
] as const satisfies readonly Field[];

/** A LAN behind a gateway. Exactly one site of a network is `local`: this router's own. */
const site_fields = [
	{
		name: 'name',
		kind: 'name',
		term: 'site_name',
		local_term: 'local_name',
		needed: 'always',
		option: 'name',
		value: 'NAME',
		help: 'name of this home',
		label: 'Name',
		local_label: 'Name of this home',
	},
	{
		// Of its gateway, in the VPN.
		name: 'address',
		kind: 'address',
		term: 'site_address',
		local_term: 'local_address',
		option: 'address',
		value: 'ADDRESS',
		help: "this router's VPN address",
		label: 'VPN address',
		local_label: 'VPN address of this home',
		hint: 'Then it can be checked whether its router answers.',
		local_hint: "Must match this router's entry on the hub.",
		example: '192.168.151.2',
	},
	{
		name: 'lan',
		kind: 'lans',
		term: 'site_lan',
		local_term: 'local_lan',
		option: 'lan',
		value: 'PREFIX',
		help: 'a network of this home; may be repeated',
		label: 'LAN',
		local_label: 'Networks that other homes can reach',
		hint: 'Separate several by commas.',
		example: '192.168.4.0/24',
	},
	{ name: 'local', kind: 'flag', term: 'local_flag' },
	{
		// It has its invitation, and nobody has heard it yet: its silence is no fault.
		name: 'invited',
		kind: 'flag',
		term: 'invited_flag',
		own: true,
	},
	{
		// A device there that should answer a ping; '' tries the first address of its LAN.
		name: 'host',
		kind: 'address',
		term: 'site_host',
		rule: 'rule_host',
		label: 'A device to ask',
		hint: 'An address there that answers a ping. Empty: its router.',
	},
	{
		// '' when this router does not know it.
		name: 'public_key',
		kind: 'key',
		term: 'site_key',
		label: 'Public key',
		hint: 'Only if the other home made its own key: its public key.',
	},
] as const satisfies readonly Field[];

/** A single roaming client. */
const device_fields = [
	{ name: 'name', kind: 'name', term: 'device_name', needed: 'always', label: 'Name' },
	{
		name: 'address',
		kind: 'address',
		term: 'site_address',
		needed: 'always',
		label: 'VPN address',
	},
	{
		name: 'public_key',
		kind: 'key',
		term: 'site_key',
		label: 'Public key',
		hint: 'Only if the device made its own key: its public key.',
	},
	{
		// Networks that came after its configuration was handed out here, which it therefore does not reach.
		name: 'lacks',
		kind: 'accepted',
		term: 'device_lacks',
		own: true,
	},
] as const satisfies readonly Field[];

/** The record that these rows describe. */
type RecordOf<Rows extends readonly Field[]> = {
	[Row in Rows[number] as Row['name']]: Values[Row['kind']];
};

export type Hub = RecordOf<typeof hub_fields>;
export type Site = RecordOf<typeof site_fields>;
export type Device = RecordOf<typeof device_fields>;

/** The kinds of records, as they are called in config wgspoke and in what findings are about. */
export interface Records {
	hub: Hub;
	site: Site;
	device: Device;
}

export const fields: Record<keyof Records, readonly Field[]> = {
	hub: hub_fields,
	site: site_fields,
	device: device_fields,
};
