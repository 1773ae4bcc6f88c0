// Does the hub's text, pasted again, leave alone what was decided here?
import assert from 'node:assert/strict';
import { merge_pasted } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { seedNetwork, site } from './seed.ts';

describe('the text of a hub that was joined already', () => {
	const pasted = {
		...seedNetwork(),
		hub: { ...seedNetwork().hub, endpoint_port: 24357, router_access: 'none' as const },
		sites: [
			site('This home', '192.168.151.9', [], true),
			site('LAN 192.168.4', '', ['192.168.4.0/24']),
			site('LAN 192.168.6', '', ['192.168.6.0/24']),
		],
		devices: [],
	};
	const joined = {
		...seedNetwork(),
		hub: { ...seedNetwork().hub, router_access: 'all' as const },
	};

	it('changes how the hub is reached, and the VPN address', () => {
		const network = merge_pasted(joined, pasted);
		assert.equal(network.hub.endpoint_port, 24357);
		assert.equal(network.sites[0]?.address, '192.168.151.9');
	});

	it('keeps names, LANs, devices and what the other homes may open', () => {
		const network = merge_pasted(joined, pasted);
		assert.equal(network.sites[0]?.name, 'Home A');
		assert.deepEqual(network.sites[0].lan, ['192.168.2.0/24']);
		assert.equal(network.sites[1]?.name, 'Home B');
		assert.deepEqual(network.devices, seedNetwork().devices);
		assert.equal(network.hub.router_access, 'all');
	});

	it('adds the homes that were not known', () => {
		const names = merge_pasted(joined, pasted).sites.map(({ name }) => name);
		assert.deepEqual(names, ['Home A', 'Home B', 'LAN 192.168.6']);
	});

	it('keeps our own LAN among the other homes, for the check to tell that it was made for another end', () => {
		const sites = [...pasted.sites, site('LAN 192.168.2', '', ['192.168.2.0/24'])];
		assert.equal(merge_pasted(joined, { ...pasted, sites }).sites[3]?.name, 'LAN 192.168.2');
		sites[3] = site('Home A', '192.168.151.2', ['192.168.2.0/24']);
		assert.equal(merge_pasted(joined, { ...pasted, sites }).sites.length, 3);
		sites[3] = site('LAN 192.168.0', '', ['192.168.2.0/23']);
		assert.equal(merge_pasted(joined, { ...pasted, sites }).sites.length, 3);
	});

	it('changes nothing when it says nothing new', () => {
		assert.deepEqual(merge_pasted(joined, joined), joined);
	});
});
