// What is so on this router right now?
// The only module that looks. It reads and asks; it changes nothing. What could not be asked is null.

import { access, lsdir, readfile, stat, unlink } from 'fs';
import { cursor } from 'uci';
import { connect } from 'ubus';
import { contains, network_of, parse_prefix } from '../base/prefix.ts';
import { run, run_with_input, write_private } from '../base/shell.ts';
import type { Place } from './router.ts';
import type {
	ConfigName,
	Facts,
	Known,
	LivePeer,
	LiveTunnel,
	RouterInterface,
	UciConfigs,
	UciSection,
	UciValue,
} from '../model/types.ts';

/** What to look at besides the configuration and the tunnels. */
export interface Query {
	/** Also collect what only preflight needs: running programs, packages, the clock. */
	preflight: boolean;
	/** Private key whose public half is wanted; '' for none. */
	private_key: string;
	/** Host name to look up; '' for none. Only for callers that may wait for a name server. */
	endpoint_host: string;
}

/** A file by which these programs tell that they handle WireGuard: netifd's handler, old and new. */
const PROTOCOL_HANDLERS = ['/lib/netifd/proto/wireguard.sh', '/lib/netifd/proto/wireguard.uc'];

/** dnsmasq's hotplug script makes this file once NTP has set the clock. */
const CLOCK_MARK = '/var/state/dnsmasqsec';

/** No clock that is right shows a time before this program was written: 2026-01-01. */
const EARLIEST_TIME = 1767225600;

/** Process names of programs that divert the traffic of a whole router. */
const PROXIES: Record<string, string> = {
	clash: 'OpenClash',
	clash_meta: 'OpenClash',
	mihomo: 'mihomo',
	'sing-box': 'sing-box',
	xray: 'Xray',
	v2ray: 'V2Ray',
	v2raya: 'v2rayA',
	dae: 'dae',
	'ss-redir': 'Shadowsocks',
	'ssr-redir': 'ShadowsocksR',
	'trojan-go': 'Trojan',
	hysteria: 'Hysteria',
	redsocks: 'redsocks',
	ipt2socks: 'ipt2socks',
};

/** Name of the `.name`d fields that uci adds to a section's options. */
const META = { '.name': true, '.type': true, '.anonymous': true, '.index': true };

function sections_of(directory: string, config: ConfigName): UciSection[] {
	// A staging directory that does not exist: what somebody has typed but not committed is not so yet.
	const uci = cursor(directory, '/var/run/wgspoke/no-staging');
	const found = uci?.get_all(config);
	const sections: UciSection[] = [];
	for (const name of keys(found ?? {})) {
		const raw = found![name]!;
		const options: Record<string, UciValue> = {};
		for (const option of keys(raw)) {
			if (!exists(META, option)) options[option] = raw[option] as UciValue;
		}
		push(sections, {
			name: name,
			type: raw['.type'],
			anonymous: raw['.anonymous'],
			options: options,
		});
	}
	return sections;
}

/** What tells one state of the files from the next: uci gives a file a new inode whenever it writes one. */
function state_of_files(place: Place): string {
	const states = map(['network', 'firewall', 'wgspoke'], (config) => {
		const found = stat(place.config_dir + '/' + config);
		return found ? sprintf('%d %d %d', found.inode, found.size, found.ctime) : '-';
	});
	return join(', ', states);
}

/** The committed configuration; read anew only when a file has changed. */
export function collect_configs(place: Place): UciConfigs {
	const files = state_of_files(place);
	if (place.memory.configs != null && place.memory.files == files) return place.memory.configs;
	const configs = {
		network: sections_of(place.config_dir, 'network'),
		firewall: sections_of(place.config_dir, 'firewall'),
		wgspoke: sections_of(place.config_dir, 'wgspoke'),
	};
	place.memory = { files: files, configs: configs, subject: '', appraisal: null };
	return configs;
}

/** netifd's answer to `network.interface dump`, in our words. */
function interface_from_dump(raw: Record<string, unknown>): RouterInterface {
	const addresses: string[] = [];
	for (const family of ['ipv4-address', 'ipv6-address', 'ipv6-prefix-assignment']) {
		for (const entry of (raw[family] ?? []) as Record<string, unknown>[]) {
			const own = entry['local-address'] as Record<string, unknown> | null;
			const address = entry['address'] ?? own?.['address'];
			const mask = own?.['mask'] ?? entry['mask'];
			if (address && index(address as string, 'fe80:') != 0) {
				push(addresses, sprintf('%s/%d', address, mask));
			}
		}
	}
	const routes: RouterInterface['routes'] = [];
	for (const route of (raw['route'] ?? []) as Record<string, unknown>[]) {
		const nexthop = (route['nexthop'] ?? '') as string;
		push(routes, {
			target: sprintf('%s/%d', route['target'], route['mask']),
			nexthop: nexthop == '0.0.0.0' || nexthop == '::' ? '' : nexthop,
		});
	}
	return {
		name: raw['interface'] as string,
		device: (raw['l3_device'] ?? raw['device'] ?? '') as string,
		proto: (raw['proto'] ?? '') as string,
		up: !!raw['up'],
		addresses: addresses,
		routes: routes,
	};
}

function interfaces_from_netifd(): Known<RouterInterface[]> {
	// Inside rpcd nobody else is answered meanwhile: netifd takes milliseconds, or something is wrong.
	const bus = connect(null, 2);
	const dump = bus?.call('network.interface', 'dump', {});
	bus?.disconnect();
	if (!dump) return null;
	return map(dump['interface'] as Record<string, unknown>[], interface_from_dump);
}

function as_list(value: UciValue | null | undefined): string[] {
	if (value == null) return [];
	return type(value) == 'array' ? (value as string[]) : [value as string];
}

/** Bits of a netmask: '255.255.255.0' → 24; 0 for what is none. */
function mask_bits(mask: string): number {
	let bits = 0;
	for (const byte of iptoarr(mask) ?? []) {
		for (let bit = 128; bit > 0 && byte & bit; bit = bit >> 1) bits++;
	}
	return bits;
}

/** Static addresses and routes as /etc/config/network tells them, where netifd cannot be asked. */
function interfaces_from_uci(sections: UciSection[]): RouterInterface[] {
	const found: RouterInterface[] = [];
	for (const section of sections) {
		if (section.type != 'interface') continue;
		const mask = section.options['netmask'] as string | null;
		const addresses: string[] = [];
		for (const address of as_list(section.options['ipaddr'])) {
			const text =
				index(address, '/') >= 0 ? address : sprintf('%s/%d', address, mask_bits(mask ?? ''));
			if (parse_prefix(text)) push(addresses, text);
		}
		for (const address of as_list(section.options['ip6addr'])) {
			if (parse_prefix(address)) push(addresses, address);
		}
		const routes: RouterInterface['routes'] = [];
		const gateway = section.options['gateway'] as string | null;
		if (gateway) push(routes, { target: '0.0.0.0/0', nexthop: gateway });
		for (const route of sections) {
			if (route.type != 'route' || route.options['interface'] != section.name) continue;
			const bits = route.options['netmask'] as string | null;
			const target = (route.options['target'] ?? '') as string;
			const text =
				index(target, '/') >= 0 ? target : sprintf('%s/%d', target, bits ? mask_bits(bits) : 32);
			if (parse_prefix(text)) {
				push(routes, { target: text, nexthop: (route.options['gateway'] ?? '') as string });
			}
		}
		push(found, {
			name: section.name,
			device: (section.options['device'] ?? section.name) as string,
			proto: (section.options['proto'] ?? '') as string,
			up: section.options['disabled'] != '1',
			addresses: addresses,
			routes: routes,
		});
	}
	return found;
}

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
function configured_secrets(sections: UciSection[]): Record<string, string> {
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

function collect_tunnels(configs: UciConfigs): Known<LiveTunnel[]> {
	const shown = run(['wg', 'show', 'all', 'dump']);
	if (shown.code != 0) return null;
	return parse_wg_dump(shown.text, configured_secrets(configs.network));
}

/** '0002A8C0' → '192.168.2.0': /proc/net/route prints addresses as little-endian hexadecimal. */
function address_from_hex(text: string): string {
	const bytes: number[] = [];
	for (let at = 6; at >= 0; at -= 2) push(bytes, hex(substr(text, at, 2)));
	return join('.', bytes);
}

/** Bits that are set in a hexadecimal mask: '00FFFFFF' → 24. */
function bits_from_hex(text: string): number {
	let bits = 0;
	for (let value = hex(text); value > 0; value = value >> 1) bits += value & 1;
	return bits;
}

/** The kernel's IPv4 table from /proc/net/route, and its IPv6 table from /proc/net/ipv6_route. */
function collect_routes(): Known<{ target: string; device: string }[]> {
	const routes: { target: string; device: string }[] = [];
	const table = readfile('/proc/net/route');
	if (table == null) return null;
	for (const line of split(table, '\n')) {
		const field = split(line, '\t');
		if (length(field) < 8 || field[0] == 'Iface' || field[0] == 'lo') continue;
		push(routes, {
			target: sprintf('%s/%d', address_from_hex(field[1]!), bits_from_hex(field[7]!)),
			device: field[0]!,
		});
	}
	for (const line of split(readfile('/proc/net/ipv6_route') ?? '', '\n')) {
		const field = match(line, /^([0-9a-f]{32}) ([0-9a-f]{2}) .* ([^ ]+)$/);
		// A kernel without a way out lists a default route that rejects, at the loopback.
		if (!field || field[3] == 'lo') continue;
		const bytes: number[] = [];
		for (let at = 0; at < 32; at += 2) push(bytes, hex(substr(field[1]!, at, 2)));
		const address = arrtoip(bytes);
		const target = network_of(sprintf('%s/%d', address, hex(field[2]!)));
		if (target && !contains('fe80::/10', target) && !contains('ff00::/8', target)) {
			push(routes, { target: target, device: field[3]! });
		}
	}
	return routes;
}

function collect_proxies(): string[] {
	const found: string[] = [];
	for (const entry of lsdir('/proc') ?? []) {
		if (!match(entry, /^[0-9]+$/)) continue;
		const name = trim(readfile('/proc/' + entry + '/comm') ?? '');
		const title = PROXIES[name];
		if (title && index(found, title) < 0) push(found, title);
	}
	return found;
}

function collect_wireguard(): boolean {
	if (!access('/usr/bin/wg')) return false;
	return length(filter(PROTOCOL_HANDLERS, (path) => !!access(path))) > 0;
}

/** true, false, or null where nothing on this router tells. */
function collect_clock(now: number): Known<boolean> {
	if (now < EARLIEST_TIME) return false;
	return stat(CLOCK_MARK) ? true : null;
}

/** Addresses of a name; [] when no name server knows it or answers. */
function look_up(host: string): string[] {
	const found: string[] = [];
	if (host == '' || index(host, ':') >= 0 || iptoarr(host)) return found;
	let answering = false;
	for (const line of split(run(['nslookup', host]).text, '\n')) {
		// The first block is about the name server itself; the answer begins with a `Name:` line.
		if (match(line, /^Name:/)) answering = true;
		const entry = match(line, /^Address[^:]*:[ \t]*([0-9a-fA-F.:]+)/);
		if (answering && entry) push(found, entry[1]!);
	}
	return found;
}

/**
 * The public half of a private key, by `wg pubkey`; '' when it has none or `wg` is not there.
 * The key lies in a file that only root can read while `wg` runs.
 */
export function public_key_of(place: Place, private_key: string): string {
	if (private_key == '') return '';
	const name = sprintf('key.%d', clock()[1]);
	if (!write_private(place.run_dir, name, private_key + '\n')) return '';
	const path = place.run_dir + '/' + name;
	const outcome = run_with_input(['wg', 'pubkey'], path);
	unlink(path);
	return outcome.code == 0 ? trim(outcome.text) : '';
}

/** Looks at everything that preflight, plan and status need. */
export function collect_facts(place: Place, query: Query): Facts {
	const uci = collect_configs(place);
	const now = time();
	return {
		time: now,
		clock_set: place.live && query.preflight ? collect_clock(now) : null,
		interfaces: place.live ? interfaces_from_netifd() : interfaces_from_uci(uci.network),
		tunnels: place.live ? collect_tunnels(uci) : null,
		wireguard: place.live && query.preflight ? collect_wireguard() : null,
		proxies: place.live && query.preflight ? collect_proxies() : null,
		routes: place.live ? collect_routes() : null,
		public_key: public_key_of(place, query.private_key),
		endpoint_addresses: place.live ? look_up(query.endpoint_host) : [],
		uci: uci,
	};
}
