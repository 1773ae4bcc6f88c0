// What should each interface of /etc/config/network be? UCI sections in, plans for netifd out.
// The subset that a home gateway of this project writes: static addresses, bridges, WireGuard, static routes.
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

export interface PeerPlan {
	publicKey: string;
	presharedKey: string;
	allowedIps: string[];
	routed: boolean;
	/** Name or bare address; '' for a peer that calls us. */
	endpointHost: string;
	endpointPort: string;
	/** Seconds as text, '' for none. */
	keepalive: string;
}

export interface WireguardPlan {
	privateKey: string;
	/** Port as text, '' for any. */
	listenPort: string;
	fwmark: string;
	/** Without it, netifd adds a host route to each endpoint. */
	hostRoutes: boolean;
	peers: PeerPlan[];
}

export interface RoutePlan {
	/** Canonical prefix: '10.0.0.0/8', 'default'. */
	target: string;
	/** '' for on link. */
	gateway: string;
	/** Its own or the interface's; '' for the kernel's. */
	metric: string;
}

export interface InterfacePlan {
	name: string;
	proto: string;
	/** Device that carries the addresses; '' when UCI names none. */
	device: string;
	/** Ports of the bridge that `device` is, or null when it is none. */
	bridgePorts: string[] | null;
	/** Comes up by itself: neither `auto 0` nor `disabled 1`. */
	auto: boolean;
	disabled: boolean;
	/** With mask: '192.168.2.1/24'. */
	addresses: string[];
	routes: RoutePlan[];
	dns: string[];
	/** Bytes as text, '' for the default. */
	mtu: string;
	wireguard: WireguardPlan | null;
	/** What netifd compares at a reload. Peers, `addresses` and `nohostroute` are not part of it (openwrt/luci#8984). */
	fingerprint: string;
}

const UNWATCHED = new Set(['addresses', 'nohostroute']);

function text(section: UciSection, option: string): string {
	const value = section.options[option];
	return Array.isArray(value) ? value.join(' ') : (value ?? '');
}

/** A list option; a plain option with blanks counts as several, as for netifd. */
function list(section: UciSection, option: string): string[] {
	const value = section.options[option];
	const values = Array.isArray(value) ? value : (value ?? '').split(/\s+/);
	return values.filter((each) => each !== '');
}

function flag(section: UciSection, option: string, fallback: boolean): boolean {
	const value = text(section, option);
	return value === '' ? fallback : ['1', 'on', 'true', 'yes', 'enabled'].includes(value);
}

/** '255.255.255.0' → 24; null when it is no netmask. */
export function maskLength(mask: string): number | null {
	const bytes = mask.split('.').map(Number);
	if (bytes.length !== 4 || bytes.some((byte) => !(byte >= 0 && byte <= 255))) return null;
	const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return /^1*0*$/.test(bits) ? bits.replace(/0/g, '').length : null;
}

/** '192.168.2.1', '255.255.255.0' → '192.168.2.1/24'; an address that has a mask keeps it. */
function withMask(address: string, netmask: string): string {
	if (address.includes('/')) return address;
	if (address.includes(':')) return `${address}/128`;
	return `${address}/${String(maskLength(netmask) ?? 32)}`;
}

function peerPlan(section: UciSection): PeerPlan {
	return {
		publicKey: text(section, 'public_key'),
		presharedKey: text(section, 'preshared_key'),
		allowedIps: list(section, 'allowed_ips'),
		routed: flag(section, 'route_allowed_ips', false),
		endpointHost: text(section, 'endpoint_host'),
		endpointPort: text(section, 'endpoint_port') || '51820',
		keepalive: text(section, 'persistent_keepalive'),
	};
}

function wireguardPlan(section: UciSection, sections: UciSection[]): WireguardPlan {
	const peers = sections.filter(
		({ type, options }) => type === `wireguard_${section.name}` && options.disabled !== '1'
	);
	return {
		privateKey: text(section, 'private_key'),
		listenPort: text(section, 'listen_port'),
		fwmark: text(section, 'fwmark'),
		hostRoutes: !flag(section, 'nohostroute', false),
		peers: peers.map(peerPlan).filter(({ publicKey }) => publicKey !== ''),
	};
}

function routesOf(section: UciSection, sections: UciSection[]): RoutePlan[] {
	const gateway = text(section, 'gateway');
	const metric = text(section, 'metric');
	const own = gateway === '' ? [] : [{ target: 'default', gateway, metric }];
	const further = sections.filter(
		(each) => each.type === 'route' && text(each, 'interface') === section.name
	);
	return own.concat(
		further
			.filter((each) => !flag(each, 'disabled', false))
			.map((each) => ({
				target: withMask(text(each, 'target'), text(each, 'netmask')),
				gateway: text(each, 'gateway'),
				metric: text(each, 'metric') || metric,
			}))
	);
}

function bridgePortsOf(device: string, sections: UciSection[]): string[] | null {
	const bridge = sections.find(
		(each) =>
			each.type === 'device' && text(each, 'name') === device && text(each, 'type') === 'bridge'
	);
	return bridge ? list(bridge, 'ports') : null;
}

/** The sections of /etc/config/network → one plan per interface, in file order. */
export function planInterfaces(sections: UciSection[]): InterfacePlan[] {
	return sections
		.filter(({ type }) => type === 'interface')
		.map((section) => {
			const proto = text(section, 'proto') || 'none';
			const isTunnel = proto === 'wireguard';
			const device = isTunnel ? section.name : text(section, 'device');
			const disabled = flag(section, 'disabled', false);
			const watched = Object.entries(section.options).filter(([name]) => !UNWATCHED.has(name));
			const addresses = isTunnel
				? list(section, 'addresses').map((address) => withMask(address, ''))
				: list(section, 'ipaddr')
						.map((address) => withMask(address, text(section, 'netmask')))
						.concat(list(section, 'ip6addr').map((address) => withMask(address, '')));
			const routes = routesOf(section, sections);
			return {
				name: section.name,
				proto,
				device,
				bridgePorts: bridgePortsOf(device, sections),
				auto: !disabled && flag(section, 'auto', true),
				disabled,
				addresses,
				routes,
				dns: list(section, 'dns'),
				mtu: text(section, 'mtu'),
				wireguard: isTunnel ? wireguardPlan(section, sections) : null,
				fingerprint: JSON.stringify([watched, isTunnel ? [] : routes]),
			};
		});
}

/** 'hub.example', '24356' → 'hub.example:24356'; an IPv6 address gets brackets. */
function endpoint(host: string, port: string): string {
	return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The text for `wg setconf`, which is given on standard input because it has the keys in it. */
export function setconfText(plan: WireguardPlan): string {
	const line = (name: string, value: string): string =>
		value === '' ? '' : `${name} = ${value}\n`;
	const head =
		'[Interface]\n' +
		line('PrivateKey', plan.privateKey) +
		line('ListenPort', plan.listenPort) +
		line('FwMark', plan.fwmark);
	const peers = plan.peers.map(
		(peer) =>
			'[Peer]\n' +
			line('PublicKey', peer.publicKey) +
			line('PresharedKey', peer.presharedKey) +
			line('AllowedIPs', peer.allowedIps.join(', ')) +
			line('Endpoint', peer.endpointHost && endpoint(peer.endpointHost, peer.endpointPort)) +
			line('PersistentKeepalive', peer.keepalive)
	);
	return head + peers.join('');
}

/** Prefixes that the tunnel's peers have routed, each once. */
export function tunnelRoutes(plan: WireguardPlan): string[] {
	return [...new Set(plan.peers.flatMap(({ routed, allowedIps }) => (routed ? allowedIps : [])))];
}
