// Are addresses and prefixes read strictly, printed canonically and compared rightly?
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import fc from 'fast-check';

import {
	address_of,
	canonical_prefix,
	contains,
	first_address,
	has_host_bits,
	is_edge_address,
	network_of,
	next_free,
	overlaps,
	parse_address,
	parse_prefix,
	print_address,
	print_prefix,
} from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import { is_default_route } from '../../root/usr/share/ucode/wgspoke/base/special.ts';
import type { Prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';

const byte = fc.oneof(fc.constantFrom(0, 255), fc.nat(255));

const prefix4: fc.Arbitrary<Prefix> = fc.record({
	family: fc.constant(4 as const),
	bytes: fc.array(byte, { minLength: 4, maxLength: 4 }),
	bits: fc.nat(32),
});

const prefix6: fc.Arbitrary<Prefix> = fc.record({
	family: fc.constant(6 as const),
	bytes: fc.array(byte, { minLength: 16, maxLength: 16 }),
	bits: fc.nat(128),
});

const prefix = fc.oneof(prefix4, prefix6);
const text = prefix.map(print_prefix);

/** All addresses of 10.0.0.0/28 by their last byte, so that laws can be checked by counting. */
const small = fc.tuple(fc.nat(15), fc.integer({ min: 28, max: 32 })).map(([last, bits]) => {
	return print_prefix({ family: 4, bytes: [10, 0, 0, last], bits });
});

function parsed(one: string): Prefix {
	const found = parse_prefix(one);
	assert.ok(found, one);
	return found;
}

function members(prefixes: string[]): number[] {
	const found: number[] = [];
	for (let last = 0; last < 16; last++)
		if (prefixes.some((one) => contains(one, `10.0.0.${last}`))) found.push(last);
	return found;
}

describe('cidr', () => {
	it('reads IPv4 and IPv6 addresses into bytes', () => {
		assert.deepEqual(parse_address('192.168.151.2'), { family: 4, bytes: [192, 168, 151, 2] });
		assert.deepEqual(parse_address('2001:DB8::1'), {
			family: 6,
			bytes: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
		});
		assert.deepEqual(parse_address('64:ff9b::192.0.2.33')?.bytes.slice(12), [192, 0, 2, 33]);
	});

	for (const wrong of [
		...['', ' ', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.256', '1.2.3.', '1.2.3.4 ', ' 1.2.3.4'],
		...[
			'1. 2.3.4',
			'+1.2.3.4',
			'0x1.2.3.4',
			'1.2.3.1e1',
			'1234',
			'１.2.3.4',
			'1.2.3.4\n',
			'1.2.3.-4',
		],
		...[':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '12345::'],
		...['g::', ':1:2:3:4:5:6:7', '1:2:3:4:5:6:7:', 'fe80::1%eth0', '[::1]', '::1.2.3', '1.2.3.4::'],
		...['::1.2.3.4:5', '1:2:3:4:5:6:7:1.2.3.4'],
	]) {
		it(`refuses ${JSON.stringify(wrong)} as an address`, () => {
			assert.equal(parse_address(wrong), null);
		});
	}

	for (const wrong of ['/', '/24', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/024', '10.0.0.0/8/8']) {
		it(`refuses ${JSON.stringify(wrong)} as a prefix`, () => {
			assert.equal(parse_prefix(wrong), null);
			assert.equal(canonical_prefix(wrong), null);
		});
	}

	it('refuses masks that are no number of bits', () => {
		for (const mask of ['-1', '+8', ' 8', '8 ', 'x', '255.0.0.0', '1e1', '129', ''])
			assert.equal(parse_prefix('fd00::/' + mask), null, mask);
	});

	it('takes a prefix without mask for one address', () => {
		assert.equal(canonical_prefix('192.168.151.2'), '192.168.151.2/32');
		assert.equal(canonical_prefix('fd00::2'), 'fd00::2/128');
	});

	it('prints the network address of a prefix, and tells when host bits were set', () => {
		assert.equal(canonical_prefix('192.168.2.1/24'), '192.168.2.0/24');
		assert.equal(canonical_prefix('10.255.255.255/9'), '10.128.0.0/9');
		assert.equal(canonical_prefix('fd00::ffff/121'), 'fd00::ff80/121');
		assert.equal(has_host_bits('192.168.2.1/24'), true);
		assert.equal(has_host_bits('192.168.2.0/24'), false);
		assert.equal(has_host_bits('192.168.2.1'), false);
		assert.equal(has_host_bits('nonsense/24'), false);
	});

	for (const [given, wanted] of [
		['::', '::'],
		['0:0:0:0:0:0:0:1', '::1'],
		['2001:0DB8:0:0:0:0:0:0', '2001:db8::'],
		['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
		['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
		['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
		['::ffff:c000:221', '::ffff:192.0.2.33'],
		['::192.0.2.33', '::c000:221'],
		['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
	] as const) {
		it(`prints ${given} as ${wanted}, as RFC 5952 says`, () => {
			const address = parse_address(given);
			assert.ok(address);
			assert.equal(print_address(address), wanted);
		});
	}

	it('agrees with Node on what an address is', () => {
		const nearly = fc.stringMatching(/^[0-9a-f:.]{0,20}$/);
		const property = fc.property(nearly, (one) => (parse_address(one)?.family ?? 0) == isIP(one));
		fc.assert(property, { numRuns: 2000 });
	});

	it('reads back every prefix it prints', () => {
		fc.assert(
			fc.property(prefix, (one) => {
				const printed = print_prefix(one);
				const again = parse_prefix(printed);
				assert.ok(again);
				assert.equal(again.bits, one.bits);
				assert.equal(print_prefix(again), printed);
				assert.equal(canonical_prefix(printed), printed);
				assert.equal(has_host_bits(printed), false);
				const { family, bytes } = one;
				assert.deepEqual(parse_address(print_address(one)), { family, bytes });
			})
		);
	});

	it('says nothing to any string that is no prefix, and never throws', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (one) => {
				if (parse_prefix(one) != null) return;
				assert.equal(canonical_prefix(one), null);
				assert.equal(address_of(one), null);
				assert.equal(first_address(one), null);
				assert.equal(next_free(one, []), null);
				assert.equal(contains('0.0.0.0/0', one), false);
				assert.equal(overlaps(one, '::/0'), false);
				assert.equal(is_default_route(one), false);
			})
		);
	});

	it('splits an interface address into address and network', () => {
		assert.equal(address_of('192.168.151.2/24'), '192.168.151.2');
		assert.equal(network_of('192.168.151.2/24'), '192.168.151.0/24');
		assert.equal(network_of('192.168.151.2/33'), null);
	});

	it('knows what contains what', () => {
		assert.equal(contains('192.168.0.0/16', '192.168.151.0/24'), true);
		assert.equal(contains('192.168.151.0/24', '192.168.0.0/16'), false);
		assert.equal(contains('10.0.0.0/9', '10.128.0.1'), false);
		assert.equal(contains('0.0.0.0/0', '::1'), false);
		assert.equal(contains('fd00::/8', 'fdff::/16'), true);
	});

	it('has every prefix contain itself, and overlap in both directions or none', () => {
		fc.assert(
			fc.property(text, text, (a, b) => {
				assert.ok(contains(a, a));
				assert.equal(overlaps(a, b), overlaps(b, a));
				assert.equal(overlaps(a, b), contains(a, b) || contains(b, a));
			})
		);
	});

	it('compares as counting the addresses does', () => {
		fc.assert(
			fc.property(small, small, (a, b) => {
				const ours = members([a]);
				const theirs = members([b]);
				const shared = ours.filter((one) => theirs.includes(one));
				assert.equal(contains(a, b), shared.length == theirs.length);
				assert.equal(overlaps(a, b), shared.length > 0);
			})
		);
	});

	it('gives the first address that a host can have', () => {
		assert.equal(first_address('192.168.4.0/24'), '192.168.4.1');
		assert.equal(first_address('192.168.4.77/24'), '192.168.4.1');
		assert.equal(first_address('192.168.4.2/31'), '192.168.4.2');
		assert.equal(first_address('192.168.4.2/32'), '192.168.4.2');
		assert.equal(first_address('fd00:4::/64'), 'fd00:4::1');
	});

	it('hands out the lowest free address, never the broadcast address', () => {
		const taken = ['192.168.151.1', '192.168.151.2/24', '192.168.151.4/32', 'nonsense'];
		assert.equal(next_free('192.168.151.0/24', taken), '192.168.151.3');
		assert.equal(next_free('10.0.0.0/30', ['10.0.0.1']), '10.0.0.2');
		assert.equal(next_free('10.0.0.0/30', ['10.0.0.1', '10.0.0.2']), null);
		assert.equal(next_free('10.0.0.0/31', ['10.0.0.0']), '10.0.0.1');
		assert.equal(next_free('10.0.0.9/32', ['10.0.0.9']), null);
		assert.equal(next_free('255.255.255.255', ['255.255.255.255']), null);
		assert.equal(next_free('10.0.0.254/16', ['10.0.0.1', '10.0.0.3']), '10.0.0.2');
		const full = Array.from({ length: 255 }, (_, i) => `10.1.0.${i + 1}`);
		assert.equal(next_free('10.1.0.0/16', full), '10.1.1.0');
		assert.equal(next_free('fd00::/127', ['fd00::', 'fd00::1']), null);
		assert.equal(next_free('fd00::/64', ['FD00:0::1']), 'fd00::2');
	});

	it('hands out the highest free address when asked to, of a wide IPv6 network one that is short', () => {
		assert.equal(next_free('192.168.151.0/24', ['192.168.151.254'], true), '192.168.151.253');
		assert.equal(next_free('10.0.0.0/30', ['10.0.0.2'], true), '10.0.0.1');
		assert.equal(next_free('10.0.0.0/30', ['10.0.0.1', '10.0.0.2'], true), null);
		assert.equal(next_free('10.0.0.0/31', [], true), '10.0.0.1');
		assert.equal(next_free('10.0.0.9/32', [], true), '10.0.0.9');
		assert.equal(next_free('10.1.0.0/16', [], true), '10.1.255.254');
		const top = Array.from({ length: 255 }, (_, i) => `10.1.255.${i}`);
		assert.equal(next_free('10.1.0.0/16', top, true), '10.1.254.255');
		assert.equal(next_free('fd00::/64', ['fd00::ffff'], true), 'fd00::fffe');
		assert.equal(next_free('fd00::4/126', [], true), 'fd00::7');
	});

	it('hands out what is inside, not taken, and neither names the network nor is for all', () => {
		fc.assert(
			fc.property(text, fc.boolean(), (network, highest) => {
				const taken: string[] = [];
				const { family, bits } = parsed(network);
				for (let i = 0; i < 5; i++) {
					const free = next_free(network, taken, highest);
					if (free == null) break;
					assert.ok(contains(network, free) && !taken.includes(free));
					assert.equal(is_edge_address(parsed(free), parsed(network)), false);
					taken.push(free);
				}
				const hosts = 2 ** ((family === 6 ? 128 : 32) - bits);
				const edges = family === 4 && bits < 31 ? 2 : family === 6 && bits < 127 ? 1 : 0;
				assert.equal(taken.length, Math.min(5, hosts - edges));
			})
		);
	});

	it('takes wide public prefixes for the internet, and private ones for homes', () => {
		for (const one of ['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '192.0.0.0/9'])
			assert.equal(is_default_route(one), true, one);
		for (const one of ['2000::/3', '172.32.0.0/11', '0.0.0.0/5', '::/1'])
			assert.equal(is_default_route(one), true, one);
		for (const one of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])
			assert.equal(is_default_route(one), false, one);
		for (const one of ['fd00::/8', '203.0.113.0/24', '2001:db8::/48', '0.0.0.0'])
			assert.equal(is_default_route(one), false, one);
	});
});
