// What is so on this router right now?
// The only module that looks. It reads and asks; it changes nothing. What could not be asked is null.

import { access, lsdir, readfile, realpath, stat } from 'fs';
import { cursor } from 'uci';
import { connect } from 'ubus';
import { config_names, earliest_time } from '../base/constants.ts';
import { proxy_title } from '../base/proxies.ts';
import { run } from '../base/shell.ts';
import { uptime } from '../base/uptime.ts';
import { interfaces_from_uci } from '../plan/configured.ts';
import { interface_from_dump, mtus_of_links } from './interfaces.ts';
import { public_key_of } from './keys.ts';
import { look_up, noted_addresses } from './names.ts';
import { routes_from_ipv4, routes_from_ipv6 } from './routes.ts';
import { servers_from_uci } from './servers.ts';
import { configured_secrets, parse_wg_dump } from './tunnel.ts';
import type { Facts, KernelRoute, Known, LiveTunnel, RouterInterface } from '../model/facts.ts';
import type { UciValue } from '../model/kinds.ts';
import type { UciConfigs, UciSection } from '../model/uci.ts';
import type { Router } from './router.ts';

/** What to look at besides the configuration and the tunnels. */
export interface Query {
	/** Also collect what only preflight needs: running programs, packages, the clock. */
	preflight: boolean;
	/** Private key whose public half is wanted; '' for none. */
	private_key: string;
	/** The host whose addresses are wanted; '' for none. */
	endpoint_host: string;
	/** The tunnels, where somebody has just looked at them: asking costs the start of two programs. */
	tunnels?: Known<LiveTunnel[]>;
	/** May a name server be waited for? Else what was found out a while ago counts. */
	may_wait: boolean;
}

/** A file by which these programs tell that they handle WireGuard: netifd's handler, old and new. */
const PROTOCOL_HANDLERS = ['/lib/netifd/proto/wireguard.sh', '/lib/netifd/proto/wireguard.uc'];

/** dnsmasq's hotplug script makes this file once NTP has set the clock. */
const CLOCK_MARK = '/var/state/dnsmasqsec';

/** Name of the `.name`d fields that uci adds to a section's options. */
const META = { '.name': true, '.type': true, '.anonymous': true, '.index': true };

/** The committed sections of a config; [] when there is no such file, or it cannot be read. */
export function sections_of(directory: string, config: string): UciSection[] {
	// By its path: what somebody has typed but not committed is not so yet. By its name, uci would add that.
	const uci = cursor(directory);
	const loaded = uci?.load((realpath(directory) ?? directory) + '/' + config);
	const found = loaded ? uci!.get_all(config) : null;
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
export function state_of_files(router: Router): string {
	const states = map([...config_names], (config) => {
		const found = stat(router.config_dir + '/' + config);
		return found ? sprintf('%d %d %d', found.inode, found.size, found.ctime) : '-';
	});
	return join(', ', states);
}

/** The committed configuration; read anew only when a file has changed. */
export function collect_configs(router: Router): UciConfigs {
	const files = state_of_files(router);
	if (router.memory.configs != null && router.memory.files == files) return router.memory.configs;
	const configs = {
		network: sections_of(router.config_dir, 'network'),
		firewall: sections_of(router.config_dir, 'firewall'),
		wgspoke: sections_of(router.config_dir, 'wgspoke'),
	};
	const memory = router.memory;
	memory.files = files;
	memory.configs = configs;
	memory.subject = '';
	memory.appraisal = null;
	memory.network = null;
	return configs;
}

function interfaces_from_netifd(): Known<RouterInterface[]> {
	// Inside rpcd nobody else is answered meanwhile: netifd takes milliseconds, or something is wrong.
	const bus = connect(null, 2);
	const dump = bus?.call('network.interface', 'dump', {});
	bus?.disconnect();
	if (!dump) return null;
	return map(dump['interface'] as Record<string, unknown>[], interface_from_dump);
}

/** The secrets that the tunnel `name` should have; read anew only when a file has changed. */
export function tunnel_secrets(router: Router, name: string): Record<string, string> {
	const memory = router.memory;
	const files = state_of_files(router);
	if (memory.secrets?.files != files) {
		const ours = (section: UciSection): boolean =>
			section.name == name || section.type == 'wireguard_' + name;
		const sections = filter(sections_of(router.config_dir, 'network'), ours);
		memory.secrets = { files: files, of: configured_secrets(sections) };
	}
	return memory.secrets.of;
}

/** The number that the kernel gave a network device; '' where there is none. */
export function device_number(name: string): string {
	return trim(readfile('/sys/class/net/' + name + '/ifindex') ?? '');
}

/** The WireGuard interfaces that exist now; null when `wg` could not be asked. */
export function collect_tunnels(configs: UciConfigs): Known<LiveTunnel[]> {
	const shown = run(['wg', 'show', 'all', 'dump']);
	if (shown.code != 0) return null;
	return parse_wg_dump(shown.text, configured_secrets(configs.network));
}

/** The kernel's IPv4 and IPv6 tables; taken apart anew only when they say something else. */
function collect_routes(router: Router): Known<KernelRoute[]> {
	const four = readfile('/proc/net/route');
	if (four == null) return null;
	const six = readfile('/proc/net/ipv6_route') ?? '';
	const memory = router.memory;
	if (memory.routes?.four != four || memory.routes.six != six) {
		const routes = [...routes_from_ipv4(four), ...routes_from_ipv6(six)];
		memory.routes = { four: four, six: six, of: routes };
	}
	return memory.routes.of;
}

/** The devices of the kernel, netifd's or not: what /sys/class/net lists, of this network namespace. */
function collect_devices(): Known<string[]> {
	const table = readfile('/proc/net/dev');
	if (table == null) return null;
	const found: string[] = [];
	for (const line of split(table, '\n')) {
		const colon = index(line, ':');
		if (colon > 0) push(found, trim(substr(line, 0, colon)));
	}
	return found;
}

function collect_proxies(): string[] {
	const found: string[] = [];
	for (const entry of lsdir('/proc') ?? []) {
		if (!match(entry, /^[0-9]+$/)) continue;
		const name = trim(readfile('/proc/' + entry + '/comm') ?? '');
		const title = proxy_title(name);
		if (title != '' && index(found, title) < 0) push(found, title);
	}
	return found;
}

// Is it configured to decide over packets? A config that is not there has no sections.
function collect_steering(router: Router): string[] {
	const found: string[] = [];
	const on = (config: string, kind: string): boolean =>
		length(
			filter(
				sections_of(router.config_dir, config),
				(section) => section.type == kind && section.options['enabled'] == '1'
			)
		) > 0;
	if (on('pbr', 'pbr')) push(found, 'pbr');
	if (on('mwan3', 'interface')) push(found, 'mwan3');
	return found;
}

/** Of each device, by what `ip link` prints. */
function collect_mtus(): Known<Record<string, number>> {
	const shown = run(['ip', 'link', 'show']);
	return shown.code == 0 ? mtus_of_links(shown.text) : null;
}

function collect_wireguard(): boolean {
	if (!access('/usr/bin/wg')) return false;
	return length(filter(PROTOCOL_HANDLERS, (path) => !!access(path))) > 0;
}

/** true, false, or null where nothing on this router tells. */
function collect_clock(now: number): Known<boolean> {
	if (now < earliest_time) return false;
	return stat(CLOCK_MARK) ? true : null;
}

function addresses_of(router: Router, query: Query): Known<string[]> {
	const host = query.endpoint_host;
	return query.may_wait ? look_up(host) : noted_addresses(router, host);
}

/** Looks at everything that preflight, plan and status need. */
export function collect_facts(router: Router, query: Query): Facts {
	const uci = collect_configs(router);
	const now = time();
	const found = router.live && query.endpoint_host != '' ? addresses_of(router, query) : null;
	return {
		host_name: '',
		time: now,
		uptime: uptime(),
		clock_set: router.live && query.preflight ? collect_clock(now) : null,
		interfaces: router.live ? interfaces_from_netifd() : interfaces_from_uci(uci.network),
		devices: router.live && query.preflight ? collect_devices() : null,
		tunnels: query.tunnels ?? (router.live ? collect_tunnels(uci) : null),
		wireguard: router.live && query.preflight ? collect_wireguard() : null,
		proxies: router.live && query.preflight ? collect_proxies() : null,
		steering: query.preflight ? collect_steering(router) : null,
		name_servers: query.preflight ? servers_from_uci(sections_of(router.config_dir, 'dhcp')) : null,
		mtus: router.live && query.preflight ? collect_mtus() : null,
		routes: router.live ? collect_routes(router) : null,
		public_key: public_key_of(router, query.private_key),
		endpoint_addresses: found ?? [],
		endpoint_resolves: found == null ? null : length(found) > 0,
		uci: uci,
	};
}

/** What this router is called; '' when nothing says so. */
function host_name(router: Router): string {
	const uci = cursor(router.config_dir);
	const loaded = uci?.load((realpath(router.config_dir) ?? router.config_dir) + '/system');
	const sections = loaded ? uci!.get_all('system') : null;
	for (const name of keys(sections ?? {})) {
		const section = sections![name]!;
		if (section['.type'] == 'system') return (section['hostname'] ?? '') as string;
	}
	return '';
}

/** The facts that can be had without waiting and without a key; `tunnels` as in Query. */
export function look(router: Router, tunnels?: Known<LiveTunnel[]>): Facts {
	return collect_facts(router, {
		preflight: false,
		private_key: '',
		endpoint_host: '',
		tunnels: tunnels ?? null,
		may_wait: false,
	});
}

/** The same with what the router is called, for who reads a text. */
export function look_with_name(router: Router): Facts {
	return { ...look(router), host_name: host_name(router) };
}
