// Is the hub told exactly what the seed has there, and nothing secret?
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';

import { shell_word } from '../../root/usr/share/ucode/wgspoke/base/quote.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { anyNetwork } from './arbitrary.ts';
import { homeKey, key, seedNetwork } from './seed.ts';

/** How the hub is told of this router. */
function own(network: Network, publicKey: string): { peer_block: string; live: string[] } {
	const member = hub_members(network, publicKey)[0];
	return { peer_block: member?.peer_block ?? '', live: member?.live ?? [] };
}

describe('the hub', () => {
	it('has the seed’s block for home A', () => {
		const network = seedNetwork();
		network.sites[0].name = '家庭网络A的路由器';
		assert.equal(
			own(network, homeKey).peer_block,
			[
				'[Peer] # 家庭网络A的路由器',
				`PublicKey = ${homeKey}`,
				'AllowedIPs = 192.168.151.2/32, 192.168.2.0/24',
				'',
			].join('\n')
		);
	});

	it('is told the same while it runs, and the route that `wg set` does not add', () => {
		assert.deepEqual(own(seedNetwork(), homeKey).live, [
			`wg set wg0 peer ${homeKey} allowed-ips 192.168.151.2/32,192.168.2.0/24`,
			'ip route replace 192.168.2.0/24 dev wg0',
		]);
	});

	it('gets IPv6 routes as such', () => {
		const network = seedNetwork();
		network.sites[0].address = 'fd00::2';
		network.sites[0].lan = ['fd00:2::/64', '192.168.2.0/24'];
		assert.deepEqual(own(network, homeKey).live, [
			`wg set wg0 peer ${homeKey} allowed-ips fd00::2/128,fd00:2::/64,192.168.2.0/24`,
			'ip -6 route replace fd00:2::/64 dev wg0',
			'ip route replace 192.168.2.0/24 dev wg0',
		]);
	});

	it('is told nothing while the key or the address of this router is not known', () => {
		const network = seedNetwork();
		assert.deepEqual(own(network, ''), { peer_block: '', live: [] });
		assert.deepEqual(
			hub_members(network, '').map(({ name, kind, peer_block: block }) => [name, kind, block]),
			[
				['Home A', 'local', ''],
				['Home B', 'site', ''],
				['MacBook', 'device', ''],
				['iPhone', 'device', ''],
			]
		);
		network.sites[0].address = '';
		assert.equal(own(network, homeKey).peer_block, '');
		assert.deepEqual(own(network, homeKey).live, []);
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

	it('is never sent the internet', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('0.0.0.0/0', '::/0');
		assert.ok(!own(network, homeKey).peer_block.includes('/0,'));
		assert.match(
			own(network, homeKey).peer_block,
			/AllowedIPs = 192.168.151.2\/32, 192.168.2.0\/24\n$/
		);
	});

	it('cannot be made to run or read anything else by a name', () => {
		const network = seedNetwork();
		network.sites[0].name = 'x\nPrivateKey = y';
		assert.equal(own(network, homeKey).peer_block.split('\n').length, 4);
		const words = (command: string): string[] =>
			execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
				.trimEnd()
				.split('\n');
		const odd = "wg0; touch 'x' $(id) `id`";
		assert.equal(words('wg set ' + shell_word(odd))[2], odd);
	});

	it('hears of any network without a word that a shell would take for its own', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				for (const command of own(network, homeKey).live) {
					assert.match(command, /^(wg set wg0 peer|ip( -6)? route replace) [\w+/=:.,/ -]+$/);
				}
			})
		);
	});
});
