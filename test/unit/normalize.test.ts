// Does whatever a client sends become a network, with what was wrong said?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { empty_network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { anyNetwork } from './arbitrary.ts';
import { codes, seedNetwork, site } from './seed.ts';

describe('normalizing a network', () => {
	it('leaves a network as it is that came out of it', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				const once = normalize_network(network).network;
				assert.deepEqual(normalize_network(once), { network: once, findings: [] });
			})
		);
		assert.deepEqual(normalize_network(seedNetwork()), { network: seedNetwork(), findings: [] });
	});

	it('makes something checkable of any JSON at all', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const { network } = normalize_network(value);
				assert.ok(check_network(network).length > 0);
			})
		);
		const loose = fc.record(
			{
				hub: fc.jsonValue(),
				sites: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
				devices: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
			},
			{ requiredKeys: [] }
		);
		fc.assert(
			fc.property(loose, (value) => {
				check_network(normalize_network(value).network);
			})
		);
	});

	it('fills in what is missing, and says nothing about it', () => {
		assert.deepEqual(normalize_network({ hub: {} }), { network: empty_network(), findings: [] });
	});

	it('takes no list for a text, nor for a yes', () => {
		const hub = { router_access: [] };
		const sites = [{ name: 'Home B', local: ['1'], lan: 5 }];
		const { network, findings } = normalize_network({ hub, sites });
		assert.deepEqual(
			findings.map(({ about }) => about),
			['hub.router_access', 'site.Home B.lan']
		);
		assert.equal(network.sites[0]?.local, false);
	});

	it('says which field is of a wrong type', () => {
		const { network, findings } = normalize_network({
			hub: {
				endpoint_port: 'many',
				keepalive: -1,
				public_key: 5,
				mtu: 70000,
				router_access: 'yes',
			},
			sites: [{ name: 'Home B', lan: '10.0.0.0/8' }, null],
			devices: {},
		});
		assert.deepEqual(
			findings.map((one) => [one.code, one.about]),
			[
				['bad-value', 'hub.public_key'],
				['bad-value', 'hub.endpoint_port'],
				['bad-value', 'hub.keepalive'],
				['bad-value', 'hub.mtu'],
				['bad-value', 'hub.router_access'],
				['bad-value', 'site.Home B.lan'],
				['bad-value', 'sites'],
				['bad-value', 'devices'],
			]
		);
		assert.deepEqual(network.hub, empty_network().hub);
	});

	it('quotes only the beginning of what is wrong', () => {
		const { findings } = normalize_network('x'.repeat(100_000));
		assert.deepEqual(codes(findings), ['bad-value', 'bad-value']);
		assert.ok(JSON.stringify(findings).length < 2000);
	});

	it('takes numbers as text, masks on addresses, blanks around', () => {
		const { network, findings } = normalize_network({
			hub: {
				endpoint_port: '24356',
				address: '192.168.151.1/24',
				endpoint_host: ' vpn.example.org ',
			},
			sites: [{ name: ' Home A ', local: '1', address: '192.168.151.2/24' }],
		});
		assert.deepEqual(findings, []);
		assert.equal(network.hub.endpoint_port, 24356);
		assert.equal(network.hub.address, '192.168.151.1');
		assert.equal(network.hub.endpoint_host, 'vpn.example.org');
		assert.deepEqual(network.sites, [site('Home A', '192.168.151.2', [], true)]);
	});

	it('uses the network that an address with host bits lies in, and says so', () => {
		const { network, findings } = normalize_network({
			hub: { subnet: '192.168.151.1/24' },
			sites: [{ name: 'Home B', lan: ['192.168.4.1/24', '192.168.4.0/24'] }],
		});
		assert.equal(network.hub.subnet, '192.168.151.0/24');
		assert.deepEqual(network.sites[0]?.lan, ['192.168.4.0/24']);
		assert.deepEqual(
			findings.map((one) => [one.code, one.about, one.values.network]),
			[
				['host-bits', 'hub.subnet', '192.168.151.0/24'],
				['host-bits', 'site.Home B.lan', '192.168.4.0/24'],
			]
		);
	});

	it('leaves out a default route, and says so', () => {
		const { network, findings } = normalize_network({
			hub: {},
			sites: [{ name: 'Home B', lan: ['0.0.0.0/0', '::/0', '192.168.4.0/24'] }],
		});
		assert.deepEqual(network.sites[0]?.lan, ['192.168.4.0/24']);
		assert.deepEqual(codes(findings), ['default-route', 'default-route']);
	});
});
