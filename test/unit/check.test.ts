// Is every fault of a network found, once, at its field?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';

import { is_name, key_fault } from '../../root/usr/share/ucode/wgspoke/base/names.ts';
import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { anyNetwork } from './arbitrary.ts';
import { codes, hubKey, key, manyHomes, seedNetwork, site, said } from './seed.ts';
import type { SeedNetwork } from './seed.ts';

/** What is said of the seed's network after this edit, as 'code field'. */
function findings_of(edit: (network: SeedNetwork) => unknown): string[] {
	const network = seedNetwork();
	edit(network);
	return settle(check_network(network)).map((one) => `${one.code} ${one.about}`);
}

describe('checking a network', () => {
	it('has nothing against the network of the seed', () => {
		assert.deepEqual(check_network(seedNetwork()), []);
	});

	it('has nothing against a thousand homes', () => {
		assert.deepEqual(check_network(manyHomes(1000)), []);
	});

	it('quotes nothing of what stands where a key belongs: it may be a private one', () => {
		const network = seedNetwork();
		network.hub.public_key = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3';
		assert.doesNotMatch(JSON.stringify(check_network(network)), /yAnz/);
	});

	it('says whole sentences for any network: no place left to fill in', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				fc.pre(!JSON.stringify([network.sites, network.devices]).match(/"name":"[^"]*\{/));
				for (const one of check_network(network)) {
					const { message, fix } = said(one);
					assert.doesNotMatch(message + fix, /\{\w+\}|undefined|null/);
				}
			})
		);
	});

	const cases: [title: string, edit: (network: SeedNetwork) => unknown, findings: string[]][] = [
		['a missing hub key', (n) => (n.hub.public_key = ''), ['missing-key hub.public_key']],
		['a short hub key', (n) => (n.hub.public_key = 'AQEB'), ['bad-key hub.public_key']],
		[
			'a site with a bad key',
			(n) => (n.sites[1].public_key = 'x'),
			['bad-key site.Home B.public_key'],
		],
		['no endpoint', (n) => (n.hub.endpoint_host = ''), ['no-endpoint hub.endpoint_host']],
		[
			'an endpoint that is no host',
			(n) => (n.hub.endpoint_host = 'a b'),
			['bad-endpoint hub.endpoint_host'],
		],
		['port 0', (n) => (n.hub.endpoint_port = 0), ['bad-value hub.endpoint_port']],
		[
			'the well-known port',
			(n) => (n.hub.endpoint_port = 51820),
			['default-port hub.endpoint_port'],
		],
		['no keepalive', (n) => (n.hub.keepalive = 0), ['no-keepalive hub.keepalive']],
		['a negative keepalive', (n) => (n.hub.keepalive = -5), ['bad-value hub.keepalive']],
		['an MTU for jumbo frames', (n) => (n.hub.mtu = 8920), ['mtu-odd hub.mtu']],
		['an MTU that nothing has', (n) => (n.hub.mtu = 5), ['bad-value hub.mtu']],
		[
			'an interface name with a dash',
			(n) => (n.hub.interface = 'wg-home'),
			['bad-name hub.interface'],
		],
		[
			'an interface name of the kernel',
			(n) => (n.hub.interface = 'lo'),
			['bad-name hub.interface'],
		],
		[
			'an address of the hub that has a number too large',
			(n) => (n.hub.endpoint_host = '203.0.113.256'),
			['bad-endpoint hub.endpoint_host'],
		],
		['no VPN subnet', (n) => (n.hub.subnet = ''), ['no-subnet hub.subnet']],
		[
			'a VPN of one address',
			(n) => (n.hub.subnet = '192.168.151.2/32'),
			['single-subnet hub.subnet'],
		],
		['a VPN that is the internet', (n) => (n.hub.subnet = '0.0.0.0/0'), ['bad-value hub.subnet']],
		['a VPN that is no prefix', (n) => (n.hub.subnet = '192.168.151'), ['bad-address hub.subnet']],
		['no VPN address here', (n) => (n.sites[0].address = ''), ['missing-address local.address']],
		[
			'a VPN address outside',
			(n) => (n.sites[0].address = '10.0.0.2'),
			['address-outside local.address'],
		],
		[
			'the first address of the VPN',
			(n) => (n.sites[0].address = '192.168.151.0'),
			['bad-value local.address'],
		],
		[
			'the last address of the VPN',
			(n) => (n.sites[0].address = '192.168.151.255'),
			['bad-value local.address'],
		],
		[
			'the address of the hub',
			(n) => (n.sites[0].address = '192.168.151.1'),
			['address-taken local.address'],
		],
		[
			'the address of another device',
			(n) => (n.devices[1].address = '192.168.151.4'),
			['address-taken device.iPhone.address'],
		],
		['a home without a network', (n) => (n.sites[0].lan = []), ['no-lan local.lan']],
		['no home of our own', (n) => n.sites.shift(), ['no-lan local.lan']],
		['two homes of our own', (n) => (n.sites[1].local = true), ['bad-value local.name']],
		[
			'a LAN that is no prefix',
			(n) => (n.sites[1].lan = ['home']),
			['bad-address site.Home B.lan'],
		],
		['a LAN of this home that is all', (n) => (n.sites[0].lan = ['::/0']), ['bad-value local.lan']],
		[
			'a LAN that is everything',
			(n) => n.sites[1].lan.push('0.0.0.0/0'),
			['default-route site.Home B.lan'],
		],
		[
			'a device to ask that is none',
			(n) => (n.sites[1].host = 'nas'),
			['bad-value site.Home B.host'],
		],
		[
			'two homes with one LAN',
			(n) => n.sites.push(site('Home C', '', ['192.168.4.0/24'])),
			['site-overlap site.Home B.lan'],
		],
		[
			'a home whose LAN is a part of another one’s',
			(n) => n.sites.push(site('Home C', '', ['192.168.4.128/25'])),
			['site-inside site.Home B.lan'],
		],
		[
			'another home with our LAN',
			(n) => (n.sites[1].lan = ['192.168.2.0/24']),
			['lan-overlap site.Home B.lan'],
		],
		[
			'another home with a part of our LAN',
			(n) => (n.sites[1].lan = ['192.168.2.128/25']),
			['lan-overlap site.Home B.lan'],
		],
		[
			'another home so wide that it holds our LAN and the VPN, which stay where they are',
			(n) => (n.sites[1].lan = ['192.168.0.0/16']),
			['stays-here site.Home B.lan'],
		],
		[
			'another home with a part of our LAN',
			(n) => (n.sites[1].lan = ['192.168.2.128/25']),
			['lan-overlap site.Home B.lan'],
		],
		[
			'our LAN in the VPN',
			(n) => (n.sites[0].lan = ['192.168.151.0/24']),
			['vpn-overlap local.lan'],
		],
		[
			'our LAN as a part of the VPN',
			(n) => (n.sites[0].lan = ['192.168.151.0/25']),
			['stays-here hub.subnet'],
		],
		[
			'the hub behind the tunnel',
			(n) => (n.sites[1].lan = ['203.0.113.0/24']),
			['public-prefix site.Home B.lan', 'endpoint-inside hub.endpoint_host'],
		],
		['a name twice', (n) => (n.devices[0].name = 'Home B'), ['bad-name device.Home B.name']],
		['a home without a name', (n) => (n.sites[1].name = ''), ['missing-name site..name']],
		[
			'a key that two devices have',
			(n) => {
				n.devices.forEach((one) => (one.public_key = key(7)));
			},
			['same-key device.iPhone.public_key'],
		],
		[
			'a key of the hub at a device',
			(n) => (n.devices[0].public_key = hubKey),
			['same-key device.MacBook.public_key'],
		],
	];
	for (const [title, edit, findings] of cases) {
		it(`says ${findings.join(', ')} for ${title}`, () => {
			assert.deepEqual(findings_of(edit), findings);
		});
	}

	it('misses another home unless there are devices to reach', () => {
		assert.deepEqual(
			findings_of((n) => n.sites.pop()),
			[]
		);
		assert.deepEqual(
			findings_of((n) => {
				n.sites.pop();
				n.devices.length = 0;
			}),
			['no-remote sites']
		);
	});

	it('lets a home join alone: the first of a new hub, or one for phones that come later', () => {
		const network = { ...seedNetwork(), devices: [] };
		network.sites.pop();
		const [one] = check_network(network);
		assert.equal(one?.severity, 'warning');
		assert.match(said(one).fix, /or invite that home afterwards/);
		assert.equal(said(one).shell, 'wgspoke invite');
	});

	it('tells the two homes apart with their names and networks', () => {
		const network = seedNetwork();
		network.sites.push(site('Home C', '', ['192.168.4.0/24']));
		const [one] = check_network(network);
		assert.equal(
			one && said(one).message,
			'The tunnel cannot tell Home B and Home C apart: 192.168.4.0/24 and 192.168.4.0/24 share addresses.'
		);
	});

	it('says nothing more about a default route: the overlaps follow from it', () => {
		const network = seedNetwork();
		network.sites[1].lan = ['0.0.0.0/0', '::/0'];
		network.devices.length = 0;
		assert.deepEqual(codes(check_network(network)), [
			'default-route',
			'default-route',
			'no-remote',
		]);
	});
});

describe('names and keys', () => {
	it('take Chinese, blanks and umlauts, and none of what a shell or UCI would have to quote', () => {
		for (const name of ['家庭网络B', 'Omas Häuschen', 'NAS (alt)', 'x'.repeat(63)])
			assert.equal(is_name(name), true, name);
		for (const name of [
			"O'Neill",
			'a;b',
			'$(reboot)',
			'a\nb',
			'',
			'x'.repeat(64),
			'a\u0000b',
			'`id`',
		])
			assert.equal(is_name(name), false, name);
	});

	it('are as long in Chinese as in any script: 63 characters', () => {
		for (const character of ['x', 'ä', '家', '😀']) {
			assert.equal(is_name(character.repeat(63)), true, character);
			assert.equal(is_name(character.repeat(64)), false, character);
		}
	});

	it('are 32 bytes of base64, exactly', () => {
		fc.assert(fc.property(fc.nat(255), (byte) => key_fault(key(byte)) === ''));
		const good = key(7);
		for (const bad of ['', good.slice(1), good + '=', good.replace('=', 'A'), '*' + good.slice(1)])
			assert.notEqual(key_fault(bad), '', bad);
		assert.notEqual(key_fault(good.slice(0, 42) + 'B='), '', 'bits that no key has');
	});
});
