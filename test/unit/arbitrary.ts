// Networks and router configurations of every shape, for the laws of the domain.
import fc from 'fast-check';
import type { Kind } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import type { Records } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import type { Values } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import { fields } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';

import { print_address, print_prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import type { Facts } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { UciConfigs, UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
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

const name = fc.oneof(
	fc.constantFrom('Home B', '家庭网络B', 'constructor', 'length', 'Omas Haus', 'lan'),
	fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
);

/** What a field of each kind may hold so that UCI can keep it. */
const values: { [K in Kind]: fc.Arbitrary<Values[K]> } = {
	name,
	interface: fc.constantFrom('wgspoke', 'wg0', 'home_vpn'),
	key: fc.oneof(fc.constant(''), fc.nat(0xef).map(key)),
	host: fc.constantFrom('', '203.0.113.1', 'vpn.example.org', '2001:db8::1'),
	port: fc.integer({ min: 1, max: 65535 }),
	ports: fc.constantFrom('', '443', '4500,443'),
	address,
	subnet: fc.oneof(fc.constant(''), anyPrefix),
	lans: fc.uniqueArray(anyPrefix, { maxLength: 4 }),
	accepted: fc.uniqueArray(anyPrefix, { maxLength: 2 }),
	seconds: fc.nat(65535),
	mtu: fc.constantFrom(0, 1280, 1420),
	flag: fc.boolean(),
	access: fc.constantFrom('all', 'ping', 'none'),
};

/** A record of any values, with every field that its kind has: a new one is in it without a word here. */
function anyRecord<K extends keyof Records>(kind: K): fc.Arbitrary<Records[K]> {
	const rows = fields[kind].map((field) => [field.name, values[field.kind]]);
	return fc.record(
		Object.fromEntries(rows) as Record<string, fc.Arbitrary<unknown>>
	) as fc.Arbitrary<Records[K]>;
}

/** Any network that could be kept in UCI, sensible or not. */
export const anyNetwork: fc.Arbitrary<Network> = fc
	.record<Network>({
		hub: anyRecord('hub'),
		sites: fc.uniqueArray(anyRecord('site'), { maxLength: 6, selector: (one) => one.name }),
		devices: fc.uniqueArray(anyRecord('device'), { maxLength: 3, selector: (one) => one.name }),
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
