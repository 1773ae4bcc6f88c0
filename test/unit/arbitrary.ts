// Networks and router configurations of every shape, for the laws of the domain.
import fc from 'fast-check';

import { print_address, print_prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import type {
	Facts,
	Network,
	Site,
	UciConfigs,
	UciSection,
	UciValue,
} from '../../root/usr/share/ucode/wgspoke/model/types.ts';
import { freshConfigs, freshFacts, key, section } from './seed.ts';

const byte = fc.nat(255);
const bytes = (size: number) => fc.array(byte, { minLength: size, maxLength: size });

const prefix4 = fc
	.tuple(bytes(4), fc.integer({ min: 9, max: 32 }))
	.map(([parts, bits]) => print_prefix({ family: 4, bytes: [10, ...parts.slice(1)], bits }));
const prefix6 = fc
	.tuple(bytes(16), fc.integer({ min: 33, max: 128 }))
	.map(([parts, bits]) => print_prefix({ family: 6, bytes: [0xfd, ...parts.slice(1)], bits }));
export const anyPrefix = fc.oneof(prefix4, prefix6);

const address = fc.oneof(
	fc.constant(''),
	bytes(4).map((parts) => print_address({ family: 4, bytes: parts })),
	bytes(16).map((parts) => print_address({ family: 6, bytes: parts }))
);

const publicKey = fc.oneof(fc.constant(''), fc.nat(0xef).map(key));
const name = fc.oneof(
	fc.constantFrom('Home B', '家庭网络B', 'constructor', 'length', 'Omas Haus', 'lan'),
	fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
);

const site: fc.Arbitrary<Site> = fc.record({
	name,
	address,
	lan: fc.uniqueArray(anyPrefix, { maxLength: 4 }),
	local: fc.boolean(),
	host: address,
	public_key: publicKey,
});

/** Any network that could be kept in UCI, sensible or not. */
export const anyNetwork: fc.Arbitrary<Network> = fc
	.record<Network>({
		hub: fc.record({
			interface: fc.constantFrom('wgspoke', 'wg0', 'home_vpn'),
			public_key: publicKey,
			endpoint_host: fc.constantFrom('', '203.0.113.1', 'vpn.example.org', '2001:db8::1'),
			endpoint_port: fc.integer({ min: 1, max: 65535 }),
			address,
			subnet: fc.oneof(fc.constant(''), anyPrefix),
			keepalive: fc.nat(65535),
			mtu: fc.constantFrom(0, 1280, 1420),
		}),
		sites: fc.uniqueArray(site, { maxLength: 6, selector: (one) => one.name }),
		devices: fc.uniqueArray(fc.record({ name, address, public_key: publicKey }), {
			maxLength: 3,
			selector: (one) => one.name,
		}),
		router_access: fc.constantFrom('all', 'ping', 'none'),
	})
	.map((network) => structuredClone(network));

const value: fc.Arbitrary<UciValue> = fc.oneof(
	fc.string({ minLength: 1, maxLength: 8 }),
	fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 })
);
const options = fc.dictionary(
	fc.constantFrom('name', 'proto', 'network', 'src', 'dest', 'device', 'enabled', 'ipaddr'),
	value
);

// Sections of somebody else, by names that joining does not use.
const strangers: fc.Arbitrary<UciSection[]> = fc.uniqueArray(
	fc
		.record({
			name: fc.oneof(
				fc.constantFrom('guest', 'office', 'nas', 'dmz', 'wgspoke_nas'),
				fc.nat(0xffffff).map((number) => 'cfg' + number.toString(16).padStart(6, '0'))
			),
			type: fc.constantFrom('interface', 'zone', 'forwarding', 'rule', 'redirect', 'route'),
			options,
		})
		.map((one) => section(one.type, one.name, one.options)),
	{ maxLength: 4, selector: (one) => one.name }
);

/** A router that has not joined: fresh from the box, with whatever its owner added. */
export const anyConfigs: fc.Arbitrary<UciConfigs> = fc
	.tuple(strangers, strangers)
	.map(([network, firewall]) => {
		const fresh = freshConfigs();
		const add = (sections: UciSection[], more: UciSection[]): UciSection[] => {
			const taken = new Set(sections.map((one) => one.name));
			const added = more.filter((one) => !taken.has(one.name));
			return [...sections, ...structuredClone(added)];
		};
		return {
			network: add(fresh.network, network),
			firewall: add(fresh.firewall, firewall),
			wgspoke: [],
		};
	});

/** The facts of the seed's router, with these configurations. */
export function factsWith(uci: UciConfigs): Facts {
	return { ...freshFacts(), uci };
}

/** The same configs with their options in one order: the order within a section means nothing. */
export function settled(configs: UciConfigs): unknown {
	return JSON.parse(
		JSON.stringify(configs, (_, part: unknown) =>
			part !== null && typeof part === 'object' && !Array.isArray(part)
				? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
				: part
		)
	);
}
