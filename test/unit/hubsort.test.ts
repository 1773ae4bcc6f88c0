// Whose are the keys that only the hub has, which answer do they have beforehand, and what becomes of the network by it?
import assert from 'node:assert/strict';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { missing_change } from '../../root/usr/share/ucode/wgspoke/hub/change.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { sorted_network, unsorted_keys } from '../../root/usr/share/ucode/wgspoke/hub/sort.ts';
import { homeKey, hubKey, key, seedNetwork, type SeedNetwork } from './seed.ts';
import type { Answer, Unsorted } from '../../root/usr/share/ucode/wgspoke/hub/sort.ts';

/** A hub with these peers: 'key networks name'. */
function hub(...peers: [public_key: string, networks: string, name?: string][]): string {
	const lines = peers.flatMap(([one, networks, name]) => [
		`running ${one} ${networks}`,
		`written ${one} ${networks}`,
		...(name === undefined ? [] : [`name ${one} ${name}`]),
	]);
	return ['wgspoke 2', `hub ${hubKey} 24356`, ...lines, 'end', ''].join('\n');
}

function unsorted(network: SeedNetwork, text: string): Unsorted[] {
	const { answer, findings } = read_answer(text);
	assert.ok(answer, JSON.stringify(findings));
	return unsorted_keys(network, hub_members(network, homeKey), { answer, findings: [], age: 4 });
}

const NEW = key(21);

describe('a key that only the hub has', () => {
	const cases: [
		what: string,
		peer: [string, string, string?],
		edit: (network: SeedNetwork) => unknown,
		answers: Answer[],
		name: string,
	][] = [
		[
			'is that of a home whose key nobody here knew, by its network',
			[NEW, '192.168.151.3/32,192.168.4.0/24'],
			({ sites }) => (sites[1].public_key = ''),
			['member', 'leave', 'remove'],
			'LAN 192.168.4',
		],
		[
			'is left as it is where another key of that home is known, until a person says so',
			[NEW, '192.168.151.3/32,192.168.4.0/24'],
			({ sites }) => (sites[1].public_key = key(3)),
			['leave', 'member', 'remove'],
			'LAN 192.168.4',
		],
		[
			'is never this router’s own',
			[NEW, '192.168.151.2/32,192.168.2.0/24'],
			() => null,
			['leave', 'remove'],
			'LAN 192.168.2',
		],
		[
			'with a network of its own is another home',
			[NEW, '192.168.151.7/32,192.168.6.0/24', 'Cabin'],
			() => null,
			['home', 'leave', 'remove'],
			'Cabin',
		],
		[
			'with one address of the VPN is a device, by the name in its comment',
			[NEW, '192.168.151.9/32', '平板'],
			() => null,
			['device', 'leave', 'remove'],
			'平板',
		],
		[
			'without a name is called by its address',
			[NEW, '192.168.151.9/32'],
			() => null,
			['device', 'leave', 'remove'],
			'VPN 192.168.151.9',
		],
		['with nothing is left as it is', [NEW, '(none)'], () => null, ['leave', 'remove'], 'VPN '],
	];
	for (const [what, peer, edit, answers, name] of cases) {
		it(what, () => {
			const network = seedNetwork();
			edit(network);
			const [one, ...more] = unsorted(network, hub(peer));
			assert.ok(one);
			assert.deepEqual(more, []);
			assert.deepEqual(one.answers, answers);
			assert.equal(one.answer, answers[0]);
			assert.equal(one.name, name);
		});
	}

	it('is nobody’s business where another hub answers', () => {
		const other = hub([NEW, '192.168.151.9/32']).replace(hubKey, key(22));
		assert.deepEqual(unsorted(seedNetwork(), other), []);
	});

	it('is called as nobody else is, also beside another new one', () => {
		const network = seedNetwork();
		const taken = network.devices[0].name;
		const names = unsorted(
			network,
			hub([NEW, '192.168.151.9/32', taken], [key(23), '192.168.151.10/32', taken])
		).map(({ name }) => name);
		assert.deepEqual(names, [`${taken} (2)`, `${taken} (3)`]);
	});
});

describe('the answers about such keys', () => {
	const text = hub(
		[NEW, '192.168.151.3/32,192.168.4.0/24'],
		[key(24), '192.168.151.7/32,192.168.6.0/24', 'Cabin'],
		[key(25), '192.168.151.9/32', '平板']
	);
	const network = seedNetwork();
	network.sites[1].public_key = '';
	const found = unsorted(network, text);
	const answered = (answers: Answer[]) =>
		sorted_network(
			network,
			found,
			found.map(({ public_key }, index) => ({ public_key, answer: answers[index] ?? 'leave' }))
		);

	it('beforehand take over a key, a home and a device', () => {
		const sorted = answered(found.map(({ answer }) => answer));
		assert.equal(sorted.sites[1]?.public_key, NEW);
		assert.deepEqual(
			sorted.sites[2] && [sorted.sites[2].name, sorted.sites[2].lan, sorted.sites[2].address],
			['Cabin', ['192.168.6.0/24'], '192.168.151.7']
		);
		assert.deepEqual(sorted.devices.at(-1), {
			name: '平板',
			address: '192.168.151.9',
			public_key: key(25),
			lacks: [],
		});
	});

	it('change nothing where all are left as they are, or removed at the hub', () => {
		assert.deepEqual(answered(['leave', 'leave', 'leave']), network);
		assert.deepEqual(answered(['remove', 'remove', 'remove']), network);
	});

	it('that a key cannot have are none', () => {
		assert.deepEqual(answered(['device', 'member', 'home']), network);
	});
});

describe('a hub that lacks somebody', () => {
	it('is told of those whom it has not, or otherwise, and of nobody else', () => {
		const network = seedNetwork();
		network.sites[1].public_key = key(3);
		const { answer } = read_answer(
			hub([homeKey, '192.168.151.2/32,192.168.2.0/24'], [key(3), '192.168.151.3/32'])
		);
		assert.ok(answer);
		const gone = [{ public_key: NEW, name: '' }];
		const change = missing_change(network, hub_members(network, homeKey), answer, gone);
		assert.deepEqual(
			change.members.map(({ public_key }) => public_key),
			[key(3), ...network.devices.map(({ public_key }) => public_key)].filter((one) => one !== '')
		);
		assert.deepEqual(change.gone, gone);
	});
});
