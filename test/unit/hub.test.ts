// Is the hub told exactly what the seed has there, and nothing secret?
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';

import {
	hub_members,
	hub_reply,
	live_commands,
	peer_block,
} from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { anyNetwork } from './arbitrary.ts';
import { homeKey, key, seedNetwork } from './seed.ts';

describe('the hub', () => {
	it('has the seed’s block for home A', () => {
		const network = seedNetwork();
		network.sites[0].name = '家庭网络A的路由器';
		assert.equal(
			peer_block(network, homeKey),
			[
				'[Peer] # 家庭网络A的路由器',
				`PublicKey = ${homeKey}`,
				'AllowedIPs = 192.168.151.2/32, 192.168.2.0/24',
				'',
			].join('\n')
		);
	});

	it('is told the same while it runs, and the route that `wg set` does not add', () => {
		assert.deepEqual(live_commands(seedNetwork(), homeKey), [
			`wg set wg0 peer ${homeKey} allowed-ips 192.168.151.2/32,192.168.2.0/24`,
			'ip route replace 192.168.2.0/24 dev wg0',
		]);
	});

	it('gets IPv6 routes as such, on the interface that it has', () => {
		const network = seedNetwork();
		network.sites[0].address = 'fd00::2';
		network.sites[0].lan = ['fd00:2::/64', '192.168.2.0/24'];
		assert.deepEqual(live_commands(network, homeKey, 'wg-home'), [
			`wg set wg-home peer ${homeKey} allowed-ips fd00::2/128,fd00:2::/64,192.168.2.0/24`,
			'ip -6 route replace fd00:2::/64 dev wg-home',
			'ip route replace 192.168.2.0/24 dev wg-home',
		]);
	});

	it('is told nothing while the key or the address of this router is not known', () => {
		const network = seedNetwork();
		const { members, ...reply } = hub_reply(network, '', []);
		assert.deepEqual(reply, { findings: [], public_key: '', peer_block: '', live: [] });
		assert.deepEqual(
			members.map(({ name, kind, peer_block: block }) => [name, kind, block]),
			[
				['Home A', 'this home', ''],
				['Home B', 'other home', ''],
				['MacBook', 'device', ''],
				['iPhone', 'device', ''],
			]
		);
		network.sites[0].address = '';
		assert.equal(peer_block(network, homeKey), '');
		assert.deepEqual(live_commands(network, homeKey), []);
	});

	it('is told of every home and device whose key is known, the article’s phone too', () => {
		const network = seedNetwork();
		network.sites[1].public_key = key(3);
		network.devices[1].public_key = key(5);
		const blocks = hub_members(network, homeKey).map((member) => member.peer_block);
		assert.deepEqual(blocks.slice(1), [
			`[Peer] # Home B\nPublicKey = ${key(3)}\nAllowedIPs = 192.168.151.3/32, 192.168.4.0/24\n`,
			'',
			`[Peer] # iPhone\nPublicKey = ${key(5)}\nAllowedIPs = 192.168.151.5/32\n`,
		]);
	});

	it('gets the preshared key only when it is handed over', () => {
		assert.ok(!peer_block(seedNetwork(), homeKey).includes('PresharedKey'));
		assert.ok(peer_block(seedNetwork(), homeKey, key(9)).includes(`PresharedKey = ${key(9)}\n`));
	});

	it('is never sent the internet', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('0.0.0.0/0', '::/0');
		assert.ok(!peer_block(network, homeKey).includes('/0,'));
		assert.match(
			peer_block(network, homeKey),
			/AllowedIPs = 192.168.151.2\/32, 192.168.2.0\/24\n$/
		);
	});

	it('cannot be made to run or read anything else by a name', () => {
		const network = seedNetwork();
		network.sites[0].name = 'x\nPrivateKey = y';
		assert.equal(peer_block(network, homeKey).split('\n').length, 4);
		const words = (command: string): string[] =>
			execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
				.trimEnd()
				.split('\n');
		const odd = "wg0; touch 'x' $(id) `id`";
		assert.equal(words(live_commands(network, homeKey, odd)[0] ?? '')[2], odd);
	});

	it('hears of any network without a word that a shell would take for its own', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				for (const command of live_commands(network, homeKey)) {
					assert.match(command, /^(wg set wg0 peer|ip( -6)? route replace) [\w+/=:.,/ -]+$/);
				}
			})
		);
	});
});
