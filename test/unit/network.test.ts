// Does the network survive /etc/config/wgspoke, and what hands write there?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';

import {
	empty_network,
	tunnel_prefixes,
} from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import {
	network_from_uci,
	sections_from_network,
} from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import { anyConfigs, anyNetwork, factsWith } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import { secrets, section, seedNetwork, site } from './seed.ts';

describe('network in UCI', () => {
	it('is one hub section, one per site and one per device; what is empty is left out', () => {
		assert.deepEqual(sections_from_network(seedNetwork(), []), [
			section('hub', 'hub', {
				interface: 'wgspoke',
				public_key: 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=',
				endpoint_host: '203.0.113.1',
				endpoint_port: '24356',
				address: '192.168.151.1',
				subnet: '192.168.151.0/24',
				keepalive: '25',
				router_access: 'ping',
			}),
			section('site', 'site1', {
				name: 'Home A',
				address: '192.168.151.2',
				lan: ['192.168.2.0/24'],
				local: '1',
			}),
			section('site', 'site2', {
				name: 'Home B',
				address: '192.168.151.3',
				lan: ['192.168.4.0/24'],
			}),
			section('device', 'device1', { name: 'MacBook', address: '192.168.151.4' }),
			section('device', 'device2', { name: 'iPhone', address: '192.168.151.5' }),
		]);
	});

	it('comes back as it went', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				assert.deepEqual(network_from_uci(sections_from_network(network, [])), network);
			})
		);
	});

	it('is the same network after a plan has been carried out, whatever fields it has', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const facts = factsWith(configs);
				const after = applyChanges(configs, plan_join(network, secrets, facts));
				assert.deepEqual(network_from_uci(after.wgspoke), network);
			})
		);
	});

	it('is the same network after a client has sent it back, but for what is mended', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				const sent: unknown = JSON.parse(JSON.stringify(network));
				const { network: back, findings } = normalize_network(sent);
				if (findings.length === 0) assert.deepEqual(normalize_network(back).network, back);
				for (const site of network.sites) {
					const same = back.sites.find(({ name }) => name === site.name.trim());
					assert.deepEqual({ ...same, name: site.name }, site);
				}
			})
		);
	});

	it('keeps the sections that it has, so that a second save changes nothing', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				const once = sections_from_network(network, []);
				assert.deepEqual(sections_from_network(network, once), once);
			})
		);
	});

	it('finds a site by its name, whatever its section is called and wherever it stands', () => {
		const old = [
			section('site', 'villa', { name: 'Home B' }),
			section('hub', 'cfg0112ab', {}),
			section('site', 'cfg0212ab', { name: 'Home A' }),
		];
		const kept = sections_from_network(seedNetwork(), old);
		assert.deepEqual(
			kept.map((one) => one.name),
			['cfg0112ab', 'cfg0212ab', 'villa', 'device1', 'device2']
		);
		assert.deepEqual(
			kept.map((one) => one.anonymous),
			[true, true, false, false, false]
		);
	});

	it('gives a new site the lowest name that is free, also one that nobody needs any more', () => {
		const network = seedNetwork();
		network.devices.length = 0;
		const old = sections_from_network(network, []);
		network.sites[1].name = 'Villa';
		network.sites.push(site('Home C', '192.168.151.9', ['10.9.0.0/16']));
		const names = sections_from_network(network, old).map((one) => one.name);
		assert.deepEqual(names, ['hub', 'site1', 'site2', 'site3']);
	});

	it('does not take the name of a section of another kind', () => {
		const old = [section('device', 'site1', { name: 'Laptop' })];
		const names = sections_from_network(seedNetwork(), old).map((one) => one.name);
		assert.deepEqual(names, ['hub', 'site2', 'site3', 'device1', 'device2']);
	});

	it('is not there without a hub section', () => {
		assert.equal(network_from_uci([]), null);
		assert.equal(network_from_uci([section('site', 'site1', { name: 'Home' })]), null);
	});

	it('fills in what a hand left out', () => {
		assert.deepEqual(network_from_uci([section('hub', 'hub', {})]), empty_network());
		const read = network_from_uci([
			section('hub', 'hub', {
				endpoint_port: 'many',
				keepalive: '',
				mtu: '-5',
				router_access: 'yes',
			}),
		]);
		assert.deepEqual(read, empty_network());
	});

	it('understands every word that UCI has for yes, and takes another one for no', () => {
		const follow = (word: string): boolean | undefined =>
			network_from_uci([section('hub', 'hub', { follow: word })])?.hub.follow;
		for (const word of ['1', 'yes', 'on', 'true', 'enabled'])
			assert.equal(follow(word), true, word);
		for (const word of ['0', 'no', 'off', 'false', 'maybe'])
			assert.equal(follow(word), false, word);
	});

	it('understands hand-written lists, masks and nameless sites', () => {
		const read = network_from_uci([
			section('hub', 'hub', { subnet: '192.168.151.1/24' }),
			section('site', 'villa', { address: '192.168.151.3/24', lan: '192.168.4.1/24, 10.8.0.0/16' }),
		]);
		assert.ok(read);
		assert.equal(read.hub.subnet, '192.168.151.0/24');
		assert.deepEqual(read.sites, [
			site('villa', '192.168.151.3', ['192.168.4.0/24', '10.8.0.0/16']),
		]);
	});
});

describe('what goes through the tunnel', () => {
	it('is the VPN subnet and the LANs of the other homes', () => {
		assert.deepEqual(tunnel_prefixes(seedNetwork()), ['192.168.151.0/24', '192.168.4.0/24']);
	});

	it('is never the internet, and nothing twice', () => {
		const network = seedNetwork();
		network.sites[1].lan = ['0.0.0.0/0', '::/0', '0.0.0.0/1', '192.168.4.0/24', '192.168.4.0/24'];
		network.sites.push(site('Home C', '', ['192.168.4.0/24', 'nonsense', 'fd00:4::/64']));
		assert.deepEqual(tunnel_prefixes(network), [
			'192.168.151.0/24',
			'192.168.4.0/24',
			'fd00:4::/64',
		]);
	});
});
