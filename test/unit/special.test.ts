// Is every prefix judged, by one row of the registries, and does nothing that is refused get into a tunnel?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import {
	overlaps,
	parse_prefix,
	prefix_contains,
	print_prefix,
} from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import {
	is_default_route,
	is_home_prefix,
	range_of,
	special_ranges,
} from '../../root/usr/share/ucode/wgspoke/base/special.ts';
import type { Prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import {
	parse_args,
	network_with_options,
} from '../../root/usr/share/ucode/wgspoke/cli/options.ts';
import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { network_from_uci } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { plan_summary } from '../../root/usr/share/ucode/wgspoke/plan/summary.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { network_line } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import { anyNetwork } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import {
	freshFacts,
	homeKey,
	hubKey,
	key,
	noSecrets,
	said,
	secrets,
	seedNetwork,
	unknownFacts,
} from './seed.ts';
import type { SeedNetwork } from './seed.ts';

const byte = fc.nat(255);
const prefixOf = (family: 4 | 6): fc.Arbitrary<Prefix> => {
	const size = family === 4 ? 4 : 16;
	return fc
		.tuple(fc.array(byte, { minLength: size, maxLength: size }), fc.nat(8 * size))
		.map(([bytes, bits]) => ({ family, bytes, bits }));
};

/** Anywhere, and near the rows: inside one, around one, beside one. */
const anywhere: fc.Arbitrary<Prefix> = fc
	.oneof(
		prefixOf(4),
		prefixOf(6),
		fc
			.tuple(fc.constantFrom(...special_ranges), fc.integer({ min: -3, max: 9 }), byte)
			.map(([{ prefix }, more, last]) => {
				const size = prefix.bytes.length;
				const bytes = [...prefix.bytes.slice(0, size - 1), last];
				return { ...prefix, bytes, bits: Math.max(0, Math.min(8 * size, prefix.bits + more)) };
			})
	)
	.map((prefix) => parsed(print_prefix(prefix)));

function parsed(text: string): Prefix {
	const prefix = parse_prefix(text);
	assert.ok(prefix, text);
	return prefix;
}

const refused = special_ranges.filter((row) => row.treat === 'refuse');

/** The seed's network whose other home has this prefix, besides what somebody said yes to. */
function withLan(lan: string, ...accepted: string[]): SeedNetwork {
	const network = seedNetwork();
	network.sites[1].lan = [lan];
	network.hub.public_ok = accepted;
	return network;
}

const codesFor = (lan: string, ...accepted: string[]): string[] =>
	settle(check_network(withLan(lan, ...accepted))).map(({ code }) => code);

describe('the table of special addresses', () => {
	it('has each range once, the narrower of two before the wider, with its source', () => {
		const texts = special_ranges.map(({ text }) => text);
		assert.equal(new Set(texts).size, texts.length);
		for (const [at, row] of special_ranges.entries()) {
			assert.equal(print_prefix(row.prefix), row.text);
			assert.match(row.source, /^RFC \d+$/);
			for (const later of special_ranges.slice(at + 1))
				assert.ok(!prefix_contains(row.prefix, later.prefix), `${later.text} after ${row.text}`);
		}
	});

	it('judges each prefix by one row: the narrowest around it, or a refused one inside it', () => {
		fc.assert(
			fc.property(anywhere, (prefix) => {
				const row = range_of(prefix);
				const around = special_ranges.filter((one) => prefix_contains(one.prefix, prefix));
				const narrowest = around.sort((a, b) => b.prefix.bits - a.prefix.bits)[0];
				if (narrowest) assert.equal(row.text, narrowest.text);
				else if (row.treat === 'refuse') assert.ok(prefix_contains(prefix, row.prefix));
				else assert.equal(row.prefix.bits, 0, 'what no row says is the internet');
			}),
			{ numRuns: 3000 }
		);
	});

	it('lets nothing be a home that shares an address with a refused range', () => {
		fc.assert(
			fc.property(anywhere, (prefix) => {
				if (!is_home_prefix(prefix)) return;
				const text = print_prefix(prefix);
				for (const row of refused) assert.ok(!overlaps(row.text, text), `${text}: ${row.text}`);
			}),
			{ numRuns: 3000 }
		);
	});

	it('takes no special range for the internet, and no private one', () => {
		for (const row of special_ranges) {
			if (row.treat !== 'ask') assert.equal(is_default_route(row.text), false, row.text);
		}
	});
});

describe('a prefix for the tunnel (fault 7)', () => {
	const REFUSED = [
		...['127.0.0.0/24', '127.0.0.1/32', '127.0.0.0/8', '169.254.0.0/17', '169.254.0.0/16'],
		...['224.0.0.0/24', '239.0.0.0/17', '224.0.0.0/4', '240.0.0.0/5', '255.255.255.255/32'],
		...['0.0.0.0/17', '0.0.0.0/8', '192.0.0.0/23', '192.88.99.0/24'],
		...['64:ff9b::/96', '::1/128', '::/64', 'fe80::/64', 'ff02::/64', '2001::/40', '2001::/23'],
	];
	for (const lan of REFUSED) {
		it(`cannot be ${lan}, which no home has; a yes changes nothing`, () => {
			assert.deepEqual(codesFor(lan), ['special-prefix']);
			assert.deepEqual(codesFor(lan, lan), ['special-prefix']);
		});
	}

	const PUBLIC = [
		...['8.8.8.8/32', '9.9.9.0/24', '203.0.114.0/24', '192.0.2.0/24', '25.0.0.0/17'],
		...['2001:4860:4860::8888/128', '2a00:1450::/32', '2001:db8:4::/48', '2002:cb00:7104::/48'],
	];
	for (const lan of PUBLIC) {
		it(`may be ${lan} once somebody has said yes to exactly that`, () => {
			assert.deepEqual(codesFor(lan), ['public-prefix']);
			assert.deepEqual(codesFor(lan, '9.9.0.0/16', '2a00::/16'), ['public-prefix']);
			assert.deepEqual(codesFor(lan, lan), []);
		});
	}

	it('is not asked about where it is private, or this home’s own', () => {
		for (const lan of [
			'10.4.0.0/16',
			'172.31.4.0/24',
			'100.64.4.0/24',
			'198.18.4.0/24',
			'fd04::/48',
		])
			assert.deepEqual(codesFor(lan), [], lan);
		const network = seedNetwork();
		network.sites[0].lan.push('203.0.114.0/29');
		assert.deepEqual(check_network(network), []);
		network.sites[0].lan.push('169.254.7.0/24');
		assert.deepEqual(
			check_network(network).map(({ code, about }) => `${code} ${about}`),
			['special-prefix local.lan']
		);
	});

	it('is judged where it is the VPN’s, too', () => {
		const about = (subnet: string, ...accepted: string[]) => {
			const network = seedNetwork();
			network.hub.subnet = subnet;
			network.hub.public_ok = accepted;
			const found = check_network(network).filter(({ about }) => about === 'hub.subnet');
			return found.map(({ code }) => code);
		};
		assert.deepEqual(about('25.1.2.0/24'), ['public-prefix']);
		assert.deepEqual(about('25.1.2.0/24', '25.1.2.0/24'), []);
		assert.deepEqual(about('169.254.2.0/24'), ['special-prefix']);
	});

	it('is told with what its addresses are for', () => {
		const told = (lan: string) => check_network(withLan(lan)).map((one) => said(one).message)[0];
		assert.equal(
			told('127.0.0.0/24'),
			'The network of Home B cannot be 127.0.0.0/24: 127.0.0.0/8 is reserved for a device that speaks to itself or has no address yet, so no home has it.'
		);
		assert.equal(
			told('8.8.8.0/24'),
			'The network of Home B may be a mistake: 8.8.8.0/24 belongs to the public addresses of the internet. This home would then reach it only through the hub.'
		);
	});

	it('that is refused reaches neither tunnel nor hub, whatever the network says', () => {
		const network = fc
			.tuple(anyNetwork, fc.array(anywhere, { maxLength: 5 }))
			.map(([one, more]) => {
				const texts = more.map(print_prefix);
				for (const site of one.sites) site.lan.push(...texts);
				one.hub.public_ok.push(...texts);
				return one;
			});
		fc.assert(
			fc.property(network, (any) => {
				const sent = plan_join(any, secrets, freshFacts())
					.filter(({ option }) => option === 'allowed_ips')
					.flatMap(({ to }) => to ?? []);
				const lans = hub_members(any, homeKey).flatMap(({ live }) =>
					live.flatMap((line) => /route replace (\S+)/.exec(line)?.[1] ?? [])
				);
				for (const prefix of [...sent, ...lans]) {
					for (const row of refused)
						assert.ok(!overlaps(row.text, prefix), `${prefix} ${row.text}`);
				}
			})
		);
	});
});

describe('a yes to a public network', () => {
	const lan = '203.0.114.0/24';
	const agreed = withLan(lan, lan);

	it('is kept with the network on this router', () => {
		const facts = freshFacts();
		const after = applyChanges(facts.uci, plan_join(agreed, secrets, facts));
		assert.deepEqual(network_from_uci(after.wgspoke), agreed);
		assert.deepEqual(plan_join(agreed, noSecrets, { ...facts, uci: after }), []);
	});

	it('does not travel: another router is asked anew', () => {
		const line = network_line(agreed, '');
		assert.deepEqual(read_text(line).network.hub.public_ok, []);
		const forged = {
			...agreed,
			hub: { ...agreed.hub, interface: 'docker0', router_access: 'all' },
		};
		const file = JSON.stringify({ wgspoke: 1, network: forged });
		const packed = `wgspoke:${Buffer.from(file).toString('base64')}`;
		for (const text of [file, packed]) {
			const { hub } = read_text(text).network;
			assert.deepEqual(
				[hub.interface, hub.router_access, hub.public_ok],
				['wgspoke', 'ping', []],
				'what is this router’s own affair'
			);
		}
	});

	it('is said on the command line, beside those said before', () => {
		const options = parse_args(['join', '--accept-public', lan, '--accept-public', '9.9.9.0/24']);
		assert.ok(typeof options !== 'string');
		const network = network_with_options(withLan(lan, '8.8.8.0/24'), options);
		assert.ok(typeof network !== 'string');
		const { hub } = normalize_network(network).network;
		assert.deepEqual(hub.public_ok, ['8.8.8.0/24', lan, '9.9.9.0/24']);
	});

	it('is never taken for the internet as a whole', () => {
		const { network, findings } = normalize_network(withLan('0.0.0.0/1', '0.0.0.0/1'));
		assert.deepEqual([network.hub.public_ok, network.sites[1]?.lan], [[], []]);
		assert.deepEqual(
			findings.map(({ code }) => code),
			['default-route', 'default-route']
		);
	});
});

describe('the internet connection', () => {
	const told = (network: SeedNetwork, facts = freshFacts() as Parameters<typeof plan_join>[2]) =>
		plan_summary(network, plan_join(network, secrets, facts), facts)
			.filter(({ key: sentence }) => sentence.startsWith('internet'))
			.map(in_english);

	it('stays as it is where nothing public goes through the tunnel', () => {
		assert.deepEqual(told(seedNetwork()), ['Leave your internet connection as it is.']);
	});

	it('is told with what goes through the hub', () => {
		assert.deepEqual(told(withLan('203.0.114.0/24', '203.0.114.0/24')), [
			'Reach 203.0.114.0/24 on the internet through the hub, as you confirmed.',
			'Leave the rest of your internet connection as it is.',
		]);
	});

	it('is promised nothing where nobody looked', () => {
		assert.deepEqual(told(seedNetwork(), unknownFacts()), [
			'Most likely leave your internet connection as it is; that could not be checked from here.',
		]);
	});
});

describe('a pasted text', () => {
	const conf = (allowed: string): string =>
		`[Interface]\nPrivateKey = ${key(0xf2)}\nAddress = 192.168.151.2/24\n\n[Peer]\n` +
		`PublicKey = ${hubKey}\nEndpoint = 203.0.113.1:24356\nAllowedIPs = ${allowed}\n`;

	it('that sends the internet in pieces names no home by them', () => {
		const pieces = '0.0.0.0/5, 8.0.0.0/9, 8.128.0.0/17, 224.0.0.0/4, 192.168.4.0/24';
		const { network, findings } = read_text(conf(`192.168.151.0/24, ${pieces}`));
		assert.deepEqual(
			network.sites.map(({ lan }) => lan),
			[[], ['192.168.4.0/24']]
		);
		assert.ok(findings.some(({ code }) => code === 'default-route'));
	});

	it('that names a public network alone has it asked about', () => {
		const { network } = read_text(conf('192.168.151.0/24, 9.9.9.0/24'));
		network.sites[0]?.lan.push('192.168.2.0/24');
		const found = check_network(network).map(({ code, about }) => `${code} ${about}`);
		assert.deepEqual(found, ['public-prefix site.LAN 9.9.9.lan']);
	});
});
