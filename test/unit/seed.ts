// The network of the first users, and a router as OpenWrt makes it: what most tests start from.
import type { HomeAnswer, Probe, Watched } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import { empty_record } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { fix_of, shell_of } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { message_of } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { status_of } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import {
	after_look,
	aim_of,
	nothing_known,
} from '../../root/usr/share/ucode/wgspoke/watch/known.ts';
import { appraise } from '../../root/usr/share/ucode/wgspoke/plan/appraise.ts';
import type { HubSaid } from '../../root/usr/share/ucode/wgspoke/hub/heard.ts';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import type {
	Facts,
	LiveTunnel,
	RouterInterface,
} from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Device, Site } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { Network, Secrets } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { UciConfigs, UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

/** A public key that is one: 32 bytes with this byte throughout. */
export function key(byte: number): string {
	return Buffer.alloc(32, byte).toString('base64');
}

export const hubKey = key(1);
export const homeKey = key(2);
export const secrets: Secrets = { private_key: key(0xf2), preshared_key: '' };
export const noSecrets: Secrets = { private_key: '', preshared_key: '' };

export function site(name: string, address: string, lan: string[], local = false): Site {
	return { ...empty_record('site'), name, address, lan, local };
}

/** The seed's network, whose two homes and two devices need no looking for. */
export interface SeedNetwork extends Network {
	sites: [Site, Site, ...Site[]];
	devices: [Device, Device, ...Device[]];
}

/** Facts of which everything could be asked; the interfaces begin with lan, loopback and wan. */
export interface KnownFacts extends Facts {
	interfaces: [RouterInterface, RouterInterface, RouterInterface, ...RouterInterface[]];
	tunnels: LiveTunnel[];
	routes: { target: string; device: string }[];
}

/** As home A sees it: two homes, a laptop and a phone, the hub on port 24356. */
export function seedNetwork(): SeedNetwork {
	return {
		hub: {
			...empty_record('hub'),
			public_key: hubKey,
			endpoint_host: '203.0.113.1',
			endpoint_port: 24356,
			address: '192.168.151.1',
			subnet: '192.168.151.0/24',
		},
		sites: [
			site('Home A', '192.168.151.2', ['192.168.2.0/24'], true),
			site('Home B', '192.168.151.3', ['192.168.4.0/24']),
		],
		devices: [
			{ ...empty_record('device'), name: 'MacBook', address: '192.168.151.4' },
			{ ...empty_record('device'), name: 'iPhone', address: '192.168.151.5' },
		],
	};
}

/** The seed's network with this many homes: home 2 at 10.0.2.0/24 behind 10.255.0.2, and so on. */
export function manyHomes(count: number): Network {
	const network: Network = seedNetwork();
	network.hub.subnet = '10.255.0.0/16';
	network.hub.address = '10.255.0.1';
	network.devices = [];
	network.sites = [site('Home A', '10.255.255.2', ['192.168.2.0/24'], true)];
	for (let i = 2; i < count + 1; i++) {
		const bytes = `${i >> 8}.${i & 255}`;
		network.sites.push(site(`Home ${i}`, `10.255.${bytes}`, [`10.${bytes}.0/24`]));
	}
	return network;
}

export function section(type: string, name: string, options: Record<string, UciValue>): UciSection {
	return { name, type, anonymous: /^cfg[0-9a-f]{6}$/.test(name), options };
}

/** The section of this name, which has to be there. */
export function named(sections: UciSection[], name: string): UciSection {
	const found = sections.find((one) => one.name === name);
	if (found === undefined) throw new Error(`no section ${name}`);
	return found;
}

/** /etc/config of a router fresh from the box: lan and wan, the firewall with its two zones. */
export function freshConfigs(): UciConfigs {
	return {
		network: [
			section('interface', 'loopback', {
				device: 'lo',
				proto: 'static',
				ipaddr: '127.0.0.1',
				netmask: '255.0.0.0',
			}),
			section('globals', 'globals', { ula_prefix: 'fd12:3456:789a::/48' }),
			section('device', 'cfg030f15', { name: 'br-lan', type: 'bridge', ports: ['eth0'] }),
			section('interface', 'lan', {
				device: 'br-lan',
				proto: 'static',
				ipaddr: '192.168.2.1',
				netmask: '255.255.255.0',
			}),
			section('interface', 'wan', { device: 'eth1', proto: 'dhcp' }),
		],
		firewall: [
			section('defaults', 'cfg01e63d', { input: 'REJECT', output: 'ACCEPT', forward: 'REJECT' }),
			section('zone', 'cfg02dc81', {
				name: 'lan',
				network: ['lan'],
				input: 'ACCEPT',
				output: 'ACCEPT',
				forward: 'ACCEPT',
			}),
			section('zone', 'cfg03dc81', {
				name: 'wan',
				network: ['wan', 'wan6'],
				input: 'REJECT',
				output: 'ACCEPT',
				forward: 'REJECT',
				masq: '1',
				mtu_fix: '1',
			}),
			section('forwarding', 'cfg04ad58', { src: 'lan', dest: 'wan' }),
			section('rule', 'cfg0592bd', {
				name: 'Allow-Ping',
				src: 'wan',
				proto: 'icmp',
				icmp_type: 'echo-request',
				family: 'ipv4',
				target: 'ACCEPT',
			}),
		],
		wgspoke: [],
	};
}

export function lanInterface(): RouterInterface {
	return {
		name: 'lan',
		device: 'br-lan',
		proto: 'static',
		up: true,
		addresses: ['192.168.2.1/24', 'fd12:3456:789a::1/60'],
		routes: [],
		dns: [],
		stopped: false,
	};
}

export function wanInterface(): RouterInterface {
	return {
		name: 'wan',
		device: 'eth1',
		proto: 'dhcp',
		up: true,
		addresses: ['198.51.100.20/24'],
		routes: [{ target: '0.0.0.0/0', nexthop: '198.51.100.1' }],
		dns: ['192.0.2.53'],
		stopped: false,
	};
}

export const now = 1_770_000_000;

/** Home A's router before it joins; everything could be asked. */
export function freshFacts(): KnownFacts {
	return {
		host_name: 'OpenWrt',
		time: now,
		uptime: 5000,
		clock_set: true,
		interfaces: [
			lanInterface(),
			{
				name: 'loopback',
				device: 'lo',
				proto: 'static',
				up: true,
				addresses: ['127.0.0.1/8'],
				routes: [],
				dns: [],
				stopped: false,
			},
			wanInterface(),
		],
		devices: ['lo', 'eth0', 'eth1', 'br-lan'],
		tunnels: [],
		wireguard: true,
		proxies: [],
		routes: [
			{ target: '0.0.0.0/0', device: 'eth1' },
			{ target: '192.168.2.0/24', device: 'br-lan' },
			{ target: '198.51.100.0/24', device: 'eth1' },
		],
		public_key: homeKey,
		endpoint_addresses: [],
		endpoint_resolves: null,
		steering: [],
		name_servers: [],
		mtus: { eth1: 1500, 'br-lan': 1500 },
		uci: freshConfigs(),
	};
}

/** The same router seen from a PC through its files: nothing could be asked. */
export function unknownFacts(): Facts {
	return {
		...freshFacts(),
		clock_set: null,
		interfaces: null,
		devices: null,
		tunnels: null,
		wireguard: null,
		proxies: null,
		steering: null,
		name_servers: null,
		mtus: null,
		routes: null,
	};
}

/** The seed's tunnel in full swing, the last handshake 40 seconds ago. */
export function liveTunnel(): LiveTunnel {
	return {
		name: 'wgspoke',
		public_key: homeKey,
		listen_port: 40000,
		secrets_current: true,
		peers: [
			{
				public_key: hubKey,
				endpoint: '203.0.113.1:24356',
				allowed_ips: ['192.168.151.0/24', '192.168.4.0/24'],
				latest_handshake: now - 40,
				rx_bytes: 1000,
				tx_bytes: 2000,
				keepalive: 25,
			},
		],
	};
}

/** Of a home whose router alone answers. */
export const routerAnswers: HomeAnswer = {
	by: 'router',
	rtt: 25,
	asked: true,
	before: false,
	proves: true,
	network: 'not checked',
	device: 'not checked',
};

/** A probe that everybody answered, 10 seconds ago. */
export function goodProbe(): Probe {
	return {
		uptime: 5000 - 10,
		handshake: 'yes',
		hub: 'yes',
		hub_rtt: 12.5,
		sites: [{ name: 'Home B', gateway: 'yes', host: 'not checked', answer: routerAnswers }],
	};
}

/** Seconds since the router was started, by the clock that nobody sets. */
export const steady = 5000;

/** What the watch knows of the seed's tunnel in full swing: looked at 2 seconds ago. */
export function goodWatched(): Watched {
	const aim = aim_of(seedNetwork());
	const clocks = { steady: steady - 7, time: now - 7 };
	const before = nothing_known(aim.interface, aim.hub_key, clocks);
	const quiet = liveTunnel();
	for (const peer of quiet.peers) peer.rx_bytes = 500;
	const first = after_look(before, quiet, clocks);
	const second = after_look(first, liveTunnel(), { steady: steady - 2, time: now - 2 });
	return { ...second, heard: { '192.168.151.3': steady - 30 } };
}

/** The status with an appraisal made for it; without the watch unless it is told what that knows. */
export function statusOf(
	facts: Facts,
	probe: Probe | null,
	probing: boolean,
	watched: Watched | null = null,
	said: HubSaid | null = null
): Status {
	return status_of(facts, appraise(facts), { state: 0, probe, probing, watched, steady, said });
}

/** Finding codes in their order, for comparing. */
export function codes(findings: { code: string }[]): string[] {
	return findings.map((one) => one.code);
}

/** What a finding says, in English: message, fix, and the command of a terminal. */
export function said(one: Finding): { message: string; fix: string; shell: string } {
	const shell = shell_of(one);
	return {
		message: in_english(message_of(one)),
		fix: in_english(fix_of(one)),
		shell: shell ? in_english(shell) : '',
	};
}
