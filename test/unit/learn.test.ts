// What does a router learn from its hub, what does it propose, and what does it take from a hub that lies? Nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type { HubAnswer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import {
	devices_there,
	hub_news,
	learned_network,
	most_news,
	with_heard,
	with_news,
} from '../../root/usr/share/ucode/wgspoke/hub/learn.ts';
import { empty_record } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import { tunnel_prefixes } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { faults_of, told_of } from '../../root/usr/share/ucode/wgspoke/verbs/follow.ts';
import { codes, freshFacts, homeKey, hubKey, key, now, seedNetwork, site } from './seed.ts';
import type { SeedNetwork } from './seed.ts';

const PEERS: Record<string, string> = {
	[homeKey]: '192.168.151.2/32,192.168.2.0/24',
	[key(3)]: '192.168.151.3/32,192.168.4.0/24',
	[key(4)]: '192.168.151.4/32',
};

/** The hub with these peers besides, and these lines. */
function answer(more: Record<string, string> = {}, lines: string[] = []): HubAnswer {
	const peers = Object.entries({ ...PEERS, ...more });
	const text = [
		'wgspoke 2',
		`hub ${hubKey} 24356`,
		...peers.flatMap(([peer, list]) => [`running ${peer} ${list}`, `written ${peer} ${list}`]),
		...lines,
		'end',
	].join('\n');
	const read = read_answer(text);
	assert.deepEqual(read.findings, []);
	assert.ok(read.answer);
	return read.answer;
}

/** Home A as the article's file makes it: the other home has no name, no VPN address and no key. */
function pasted(): SeedNetwork {
	const network = seedNetwork();
	network.sites[1] = site('LAN 192.168.4', '', ['192.168.4.0/24']);
	network.devices.pop();
	network.devices[0].public_key = key(4);
	return network;
}

const NAMES = [`name ${homeKey} 家庭网络A的路由器`, `name ${key(3)} 家庭网络B的路由器`];

describe('what a router learns', () => {
	it('is the name, the VPN address and the key of a home that a pasted text does not tell', () => {
		const learned = learned_network(pasted(), answer({}, NAMES), homeKey);
		assert.deepEqual(learned.sites[1], {
			...site('家庭网络B的路由器', '192.168.151.3', ['192.168.4.0/24']),
			public_key: key(3),
		});
		assert.equal(learned.sites[0]?.name, 'Home A', 'a name that somebody gave stays');
	});

	it('is at which further ports the hub hears, where the network names none', () => {
		const doors = ['port 4500', 'port 443'];
		assert.equal(learned_network(pasted(), answer({}, doors), homeKey).hub.ports, '4500,443');
		const called = pasted();
		called.hub.endpoint_port = 443;
		assert.equal(learned_network(called, answer({}, doors), homeKey).hub.ports, '24356,4500');
		called.hub.ports = '53';
		assert.equal(learned_network(called, answer({}, doors), homeKey).hub.ports, '53');
		const many = Array.from({ length: 20 }, (_, i) => `port ${String(i + 1)}`);
		assert.equal(
			learned_network(pasted(), answer({}, many), homeKey).hub.ports.split(',').length,
			8
		);
	});

	it('is its own name where it has none', () => {
		const network = pasted();
		network.sites[0].name = 'This home';
		assert.equal(
			learned_network(network, answer({}, NAMES), homeKey).sites[0]?.name,
			'家庭网络A的路由器'
		);
	});

	it('is that a home has joined that was invited, once the hub or this router has heard it', () => {
		const network = seedNetwork();
		Object.assign(network.sites[1], { public_key: key(3), invited: true });
		const seen = (at: number): HubAnswer =>
			answer({}, [`now ${now}`, `seen ${key(3)} 192.0.2.2:40000 ${at} 0 0`]);
		assert.equal(learned_network(network, seen(0), homeKey).sites[1]?.invited, true);
		assert.equal(learned_network(network, seen(now - 9), homeKey).sites[1]?.invited, false);
		assert.equal(with_heard(network, ['192.168.151.9']).sites[1]?.invited, true);
		assert.equal(with_heard(network, ['192.168.151.3']).sites[1]?.invited, false);
	});

	it('changes nothing that is known, and no name to one that somebody has', () => {
		const network = seedNetwork();
		network.sites[1].public_key = key(3);
		assert.deepEqual(learned_network(network, answer({}, NAMES), homeKey), network);
		const twice = pasted();
		const names = [`name ${key(3)} Home A`];
		assert.equal(
			learned_network(twice, answer({}, names), homeKey).sites[1]?.name,
			'LAN 192.168.4'
		);
	});

	it('is nothing of a peer that has a part of the home’s networks, or of another server', () => {
		const network = pasted();
		network.sites[1].lan = ['192.168.4.0/24', '192.168.5.0/24'];
		assert.deepEqual(learned_network(network, answer({}, NAMES), homeKey), network);
		network.hub.public_key = key(9);
		network.sites[1].lan = ['192.168.4.0/24'];
		assert.deepEqual(learned_network(network, answer({}, NAMES), homeKey), network);
	});

	it('is no address outside the VPN, nor one that is taken', () => {
		for (const list of [
			'10.9.9.9/32',
			'192.168.151.1/32',
			'192.168.151.2/32',
			'192.168.151.4/32',
		]) {
			const lies = answer({ [key(3)]: `${list},192.168.4.0/24`, [homeKey]: '192.168.2.0/24' });
			assert.equal(learned_network(pasted(), lies, homeKey).sites[1]?.address, '', list);
		}
	});

	it('never sends another network through the tunnel, whatever the hub says', () => {
		const prefix = fc.constantFrom(
			'0.0.0.0/0',
			'192.168.2.0/24',
			'192.168.4.0/24',
			'10.0.0.0/8',
			'203.0.113.0/24',
			'192.168.151.3/32',
			'192.168.151.99/32',
			'::/0'
		);
		const lists = fc.array(prefix, { minLength: 1, maxLength: 4 }).map((list) => list.join());
		const peer = fc.constantFrom(homeKey, key(3), key(4), key(6), key(7));
		fc.assert(
			fc.property(fc.dictionary(peer, lists), (peers) => {
				const before = pasted();
				const learned = learned_network(before, answer(peers, NAMES), homeKey);
				assert.deepEqual(tunnel_prefixes(learned), tunnel_prefixes(before));
			})
		);
	});
});

describe('what is new at the hub', () => {
	const known = (): SeedNetwork => {
		const network = seedNetwork();
		network.sites[1].public_key = key(3);
		network.devices[0].public_key = key(4);
		return network;
	};
	const CABIN = { [key(6)]: '192.168.151.6/32,192.168.6.0/24' };

	it('is a home that another home has added, with its name, and none once it is here', () => {
		const network = known();
		const there = answer(CABIN, [`name ${key(6)} Cabin`]);
		const news = hub_news(network, there, homeKey, []);
		assert.deepEqual(news, [
			{
				kind: 'added',
				name: 'Cabin',
				address: '192.168.151.6',
				lan: ['192.168.6.0/24'],
				public_key: key(6),
				by: '',
				unheard: false,
			},
		]);
		const [cabin] = news;
		assert.ok(cabin);
		assert.deepEqual(faults_of(network, cabin, freshFacts()), []);
		const added = with_news(network, cabin);
		assert.deepEqual(tunnel_prefixes(added), [
			'192.168.151.0/24',
			'192.168.4.0/24',
			'192.168.6.0/24',
		]);
		assert.deepEqual(hub_news(added, there, homeKey, []), []);
	});

	it('is said to be added by the home that has asked the hub for it, as it is called here, else there', () => {
		const by = (...lines: string[]): string | undefined =>
			hub_news(known(), answer(CABIN, lines), homeKey, [])[0]?.by;
		assert.equal(by(`added ${key(6)} ${key(3)}`), 'Home B');
		const other = [`running ${key(8)} 192.168.151.8/32`, `name ${key(8)} Omas Haus`];
		assert.equal(by(`added ${key(6)} ${key(8)}`, ...other), 'Omas Haus');
		assert.equal(by(`added ${key(6)} ${key(9)}`), '', 'nobody knows that key any more');
		assert.equal(by(`added ${key(6)} Home B`), '', 'what is no key is nobody');
		assert.equal(by(), '', 'a hub that does not note it, or was edited by hand');
	});

	it('has a name of its own also where the hub has none, or one that is taken', () => {
		const named = (lines: string[]): string | undefined =>
			hub_news(known(), answer(CABIN, lines), homeKey, [])[0]?.name;
		assert.equal(named([]), 'LAN 192.168.6');
		assert.equal(named([`name ${key(6)} Home B`]), 'Home B (2)');
	});

	it('is no phone, no home with a new key, and nothing at another server', () => {
		assert.deepEqual(hub_news(known(), answer({ [key(6)]: '192.168.151.6/32' }), homeKey, []), []);
		const rekeyed = answer({ [key(3)]: '(none)', [key(8)]: '192.168.151.3/32,192.168.4.0/24' });
		assert.deepEqual(hub_news(known(), rekeyed, homeKey, []), []);
		const other = known();
		other.hub.public_key = key(9);
		assert.deepEqual(hub_news(other, answer(CABIN), homeKey, []), []);
	});

	it('is a home that the hub had and has no more, not one that it was never told of', () => {
		const network = known();
		network.sites.push({
			...site('Cabin', '192.168.151.6', ['192.168.6.0/24']),
			public_key: key(6),
		});
		assert.deepEqual(hub_news(network, answer(), homeKey, [key(3)]), []);
		const [gone] = hub_news(network, answer(), homeKey, [key(3), key(6)]);
		assert.equal(gone?.kind, 'gone');
		assert.ok(gone);
		assert.deepEqual(
			with_news(network, gone).sites.map((one) => one.name),
			['Home A', 'Home B']
		);
	});
});

describe('a hub that lies', () => {
	const lies: [string, string, string][] = [
		['this home’s own LAN', '192.168.2.0/24', 'lan-overlap'],
		['a piece of it', '192.168.2.128/25', 'lan-overlap'],
		['the internet', '0.0.0.0/0', 'special-prefix-at-hub'],
		['half of it', '128.0.0.0/1', 'special-prefix-at-hub'],
		['all of IPv6', '::/0', 'special-prefix-at-hub'],
		['the network of the other home', '192.168.4.128/25', 'site-inside'],
		['the VPN', '192.168.151.0/24', 'vpn-overlap'],
		['the way to the hub', '203.0.113.0/24', 'endpoint-inside'],
		['a public network', '8.8.8.0/24', 'public-prefix'],
	];
	const network = seedNetwork();
	network.sites[1].public_key = key(3);
	for (const [what, lan, code] of lies) {
		it(`takes nothing: ${what}`, () => {
			const there = answer({ [key(6)]: `192.168.151.6/32,${lan}` });
			const [one] = hub_news(network, there, homeKey, []);
			assert.ok(one);
			const faults = faults_of(network, one, freshFacts());
			assert.ok(codes(faults).includes(code), codes(faults).join());
			assert.equal(told_of(one, faults).code, 'home-refused');
		});
	}

	it('takes neither the internet connection of this router nor its name servers', () => {
		const facts = freshFacts();
		const [, , wan] = facts.interfaces;
		wan.dns = ['10.77.0.53'];
		for (const lan of ['10.77.0.0/24', wan.addresses[0] ?? '']) {
			const [one] = hub_news(network, answer({ [key(6)]: lan }), homeKey, []);
			assert.ok(one, lan);
			assert.notDeepEqual(faults_of(network, one, facts), [], lan);
		}
	});

	it('is told once, whatever number of homes it makes up', () => {
		const many = Object.fromEntries(
			Array.from({ length: 100 }, (_, i) => [key(100 + i), `10.${i}.0.0/16`])
		);
		assert.equal(hub_news(network, answer(many), homeKey, []).length, most_news);
	});
});

describe('a device that another home has added', () => {
	const there = (more: Record<string, string>, lines: string[] = [], network = pasted()) =>
		devices_there(network, answer(more, lines), homeKey);

	it('is told with its name and address, and taken over as a device', () => {
		const found = there({ [key(7)]: '192.168.151.7/32' }, [`name ${key(7)} iPad`]);
		assert.deepEqual(
			found.map(({ kind, name, address, public_key }) => [kind, name, address, public_key]),
			[['device', 'iPad', '192.168.151.7', key(7)]]
		);
		const [ipad] = found;
		assert.ok(ipad);
		assert.deepEqual(faults_of(pasted(), ipad, freshFacts()), []);
		const after = with_news(pasted(), ipad);
		assert.deepEqual(after.devices.at(-1), {
			...empty_record('device'),
			name: 'iPad',
			address: '192.168.151.7',
			public_key: key(7),
		});
		assert.deepEqual(after.sites, pasted().sites);
		assert.deepEqual(told_of(ipad, []).values, { name: 'iPad', address: '192.168.151.7' });
	});

	it('is called by its address where the hub has no name, and never as somebody else', () => {
		const names = (found: ReturnType<typeof there>) => found.map(({ name }) => name);
		assert.deepEqual(names(there({ [key(7)]: '192.168.151.7/32' })), ['VPN 192.168.151.7']);
		const taken = [`name ${key(7)} Home A`, `name ${key(8)} Home A`];
		const both = { [key(7)]: '192.168.151.7/32', [key(8)]: '192.168.151.8/32' };
		assert.deepEqual(names(there(both, taken)), ['Home A (2)', 'Home A (3)']);
	});

	it('is none where it is known here, is this router, is a home, or has an address that is none of its own', () => {
		assert.deepEqual(there({}), []);
		const none = [
			'192.168.151.7/32,192.168.7.0/24',
			'192.168.151.2/32',
			'192.168.151.1/32',
			'10.9.9.9/32',
			'0.0.0.0/0',
		];
		for (const list of none) assert.deepEqual(there({ [key(7)]: list }), [], list);
		const other = pasted();
		other.hub.public_key = key(9);
		assert.deepEqual(there({ [key(7)]: '192.168.151.7/32' }, [], other), []);
	});

	it('is one of thirty-two at most', () => {
		const many = Object.fromEntries(
			Array.from({ length: 60 }, (_, i) => [key(100 + i), `192.168.151.${100 + i}/32`])
		);
		assert.equal(there(many).length, 32);
	});
});
