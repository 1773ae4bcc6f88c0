// Is what stands in the way on this router found, and nothing said that nobody looked at?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { free_vpn_address } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { local_lans } from '../../root/usr/share/ucode/wgspoke/plan/lans.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { has_errors, settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import type { RouterInterface } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { anyConfigs, anyNetwork, factsWith } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import {
	codes,
	freshFacts,
	homeKey,
	hubKey,
	key,
	lanInterface,
	liveTunnel,
	manyHomes,
	named,
	noSecrets,
	said,
	secrets,
	section,
	seedNetwork,
	unknownFacts,
	wanInterface,
} from './seed.ts';
import type { KnownFacts, SeedNetwork } from './seed.ts';

function other(name: string, addresses: string[], more: Partial<RouterInterface> = {}) {
	const entry: RouterInterface = {
		name,
		device: name,
		proto: 'static',
		up: true,
		addresses,
		routes: [],
		dns: [],
		stopped: false,
	};
	return { ...entry, ...more };
}

/** What preflight says of the seed's network on the fresh router after this edit. */
function findings(edit: (facts: KnownFacts, network: SeedNetwork) => unknown): Finding[] {
	const facts = freshFacts();
	const network = seedNetwork();
	edit(facts, network);
	// A router with an address for examples stands in a laboratory, as its hub does.
	facts.interfaces.push(other('lab', ['2001:db8:1::1/64']));
	return settle(preflight(network, secrets, facts));
}

/** The same as 'code field' with the values that matter. */
function said_of(edit: (facts: KnownFacts, network: SeedNetwork) => unknown): string[] {
	return findings(edit).map((one) => [one.code, one.about].filter(Boolean).join(' '));
}

/** The seed's router after it has joined, tunnel and all. */
function joinedFacts(): KnownFacts {
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(seedNetwork(), secrets, facts));
	facts.tunnels = [liveTunnel()];
	facts.interfaces.push(
		other('wgspoke', ['192.168.151.2/24'], {
			proto: 'wireguard',
			routes: [
				{ target: '192.168.151.0/24', nexthop: '' },
				{ target: '192.168.4.0/24', nexthop: '' },
			],
		})
	);
	facts.routes.push(
		{ target: '192.168.151.0/24', device: 'wgspoke' },
		{ target: '192.168.4.0/24', device: 'wgspoke' }
	);
	return facts;
}

describe('preflight', () => {
	it('refuses to share a network of the internet side, which would open the tunnel to it', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('198.51.100.0/24');
		const found = preflight(network, secrets, freshFacts());
		assert.ok(codes(found).includes('lan-is-wan'));
	});

	it('finds no way to a hub of the other address family', () => {
		const network = seedNetwork();
		network.hub.endpoint_host = '2001:db8::1';
		assert.ok(codes(preflight(network, secrets, freshFacts())).includes('no-ipv6'));
	});

	it('has nothing against the seed on a fresh router', () => {
		assert.deepEqual(
			findings(() => undefined),
			[]
		);
	});

	it('tells a router that has joined only that: its own tunnel is in nobody’s way', () => {
		assert.deepEqual(codes(preflight(seedNetwork(), secrets, joinedFacts())), []);
	});

	it('does not take a tunnel for ours whose only peer is a stranger', () => {
		const facts = joinedFacts();
		named(facts.uci.network, 'wgspoke_hub').name = 'cfg1012ab';
		assert.ok(codes(preflight(seedNetwork(), secrets, facts)).includes('interface-exists'));
		facts.uci.network.pop();
		assert.deepEqual(codes(preflight(seedNetwork(), secrets, facts)), []);
	});

	it('never takes what nobody looked at for a fault', () => {
		const facts = { ...unknownFacts(), uci: freshFacts().uci };
		assert.deepEqual(preflight(seedNetwork(), secrets, facts), []);
		facts.uci = { network: [], firewall: [], wgspoke: [] };
		assert.deepEqual(preflight(seedNetwork(), secrets, facts), []);
	});

	it('is total, puts errors first, and tells no key that is secret', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, fc.boolean(), (network, configs, known) => {
				const facts = known ? factsWith(configs) : { ...unknownFacts(), uci: configs };
				const told = settle(
					preflight(network, { private_key: 'my secret', preshared_key: key(9) }, facts)
				);
				const order = told.map((one) => ['error', 'warning', 'info'].indexOf(one.severity));
				assert.deepEqual(order, [...order].sort());
				assert.ok(!JSON.stringify(told).includes('my secret'));
				assert.ok(!JSON.stringify(told).includes(key(9)));
			})
		);
	});

	it('is done in one go for a thousand homes on a router with a thousand routes', () => {
		const facts = freshFacts();
		for (let i = 0; i < 1000; i++) {
			facts.routes.push({ target: `172.16.${i >> 8}.${i & 255}/32`, device: 'tun0' });
		}
		assert.deepEqual(preflight(manyHomes(1000), secrets, facts), []);
	});

	const cases: [
		title: string,
		edit: (facts: KnownFacts, network: SeedNetwork) => unknown,
		said: string[],
	][] = [
		['a bad private key', (f) => (f.public_key = ''), []],
		['the hub’s own key', (f) => (f.public_key = hubKey), ['same-key hub.public_key']],
		[
			'the key of another home',
			(_, n) => (n.sites[1].public_key = homeKey),
			['same-key site.Home B.public_key'],
		],
		[
			'another home’s LAN at the WAN',
			(f) => (f.interfaces[2].addresses = ['192.168.4.20/24']),
			['wan-overlap site.Home B.lan'],
		],
		[
			'the VPN subnet at the WAN',
			(f) => (f.interfaces[2].addresses = ['192.168.151.77/25']),
			['stays-here hub.subnet'],
		],
		[
			'another LAN of this router that the other home has, too',
			(f) => f.interfaces.push(other('guest', ['192.168.4.1/24'])),
			['route-taken site.Home B.lan'],
		],
		[
			'a static route to the other home',
			(f) => f.interfaces[0].routes.push({ target: '192.168.4.0/24', nexthop: '192.168.2.9' }),
			['route-taken site.Home B.lan'],
		],
		[
			'a part of the other home in another VPN, by the kernel',
			(f) => f.routes.push({ target: '192.168.4.64/26', device: 'tun0' }),
			['route-taken site.Home B.lan'],
		],
		[
			'the network of the seed, set up by hand already',
			(f) => {
				f.interfaces.push(other('wg0', ['192.168.151.2/24'], { proto: 'wireguard' }));
				f.routes.push({ target: '192.168.4.0/24', device: 'wg0' });
			},
			['address-taken local.address'],
		],
		[
			'a hub name that leads into the other home',
			(f, n) => {
				n.hub.endpoint_host = 'vpn.example.org';
				f.endpoint_addresses = ['192.168.4.80'];
			},
			['hub-not-public hub.endpoint_host'],
		],
		[
			'an interface of that name',
			(f) => f.uci.network.push(section('interface', 'wgspoke', { proto: 'static' })),
			['interface-exists hub.interface'],
		],
		['the name lan', (_, n) => (n.hub.interface = 'lan'), ['interface-exists hub.interface']],
		[
			'a running tunnel of that name that UCI does not know',
			(f) => f.tunnels.push({ ...liveTunnel(), peers: [] }),
			['interface-exists hub.interface'],
		],
		[
			'a WireGuard interface of that name that somebody else made',
			(f) => {
				f.uci.network.push(section('interface', 'wgspoke', { proto: 'wireguard' }));
				f.uci.network.push(section('wireguard_wgspoke', 'cfg1012ab', { public_key: key(8) }));
			},
			['interface-exists hub.interface'],
		],
		[
			'a device of that name that netifd does not know',
			(f, n) => {
				f.devices?.push('docker0');
				n.hub.interface = 'docker0';
			},
			['interface-exists hub.interface'],
		],
		[
			'peers of that name whose interface is not there',
			(f) => f.uci.network.push(section('wireguard_wgspoke', 'nas', { public_key: key(8) })),
			['interface-exists hub.interface'],
		],
		[
			'a tunnel of somebody else that is named as ours, with its peer',
			(f, n) => {
				n.hub.interface = 'wg0';
				f.uci.network.push(section('interface', 'wg0', { proto: 'wireguard' }));
				f.uci.network.push(section('wireguard_wg0', 'wg0_hub', { public_key: key(8) }));
			},
			['interface-exists hub.interface'],
		],
		[
			'somebody’s forwarding with the name of one of ours',
			(f) => f.uci.firewall.push(section('forwarding', 'wgspoke_in', { src: 'wan', dest: 'lan' })),
			['zone-exists hub.interface'],
		],
		[
			'somebody’s zone with the name of ours',
			(f) => f.uci.firewall.push(section('zone', 'wgspoke', { name: 'wgspoke', network: ['lan'] })),
			['zone-exists hub.interface'],
		],
		[
			'a name server inside the other home',
			(f, n) => {
				f.interfaces[2].dns = ['203.0.114.53', 'fe80::1', '192.168.4.53'];
				n.sites[1].lan.push('203.0.114.0/24');
				n.hub.public_ok = ['203.0.114.0/24'];
			},
			['needed-here site.Home B.lan', 'needed-here site.Home B.lan'],
		],
		[
			'a name server of dnsmasq inside the other home, for all names or for the hub’s',
			(f, n) => {
				n.hub.endpoint_host = 'hub.Example.org';
				f.name_servers = [
					{ address: '192.168.4.53', domain: '' },
					{ address: '192.168.4.54', domain: 'example.org' },
				];
			},
			['needed-here site.Home B.lan', 'needed-here site.Home B.lan'],
		],
		[
			'a name server inside the other home for names there alone',
			(f, n) => {
				n.hub.endpoint_host = 'hub.notexample.org';
				f.name_servers = [{ address: '192.168.4.53', domain: 'example.org' }];
			},
			[],
		],
		[
			'a gateway inside the other home, whatever the way there',
			(f) => {
				f.interfaces[2].addresses = ['198.51.100.20/32'];
				f.interfaces[2].routes = [{ target: '0.0.0.0/0', nexthop: '192.168.4.1' }];
			},
			['needed-here site.Home B.lan'],
		],
		[
			'an own address in a network that is too wide to be a home',
			(f, n) => {
				f.interfaces[2].addresses = ['25.1.2.3/8'];
				n.sites[1].lan = ['25.1.2.0/24'];
				n.hub.public_ok = ['25.1.2.0/24'];
			},
			[],
		],
		[
			'a firewall section with our name',
			(f) => f.uci.firewall.push(section('rule', 'wgspoke', {})),
			['zone-exists hub.interface'],
		],
		[
			'a firewall zone with our name',
			(f) => f.uci.firewall.push(section('zone', 'cfg1012ab', { name: 'wgspoke' })),
			['zone-exists hub.interface'],
		],
		['no WireGuard', (f) => (f.wireguard = false), ['no-wireguard']],
		['a proxy', (f) => (f.proxies = ['OpenClash', 'Xray']), ['proxy-running', 'proxy-running']],
		['a clock that was not set', (f) => (f.clock_set = false), ['clock-unset']],
		[
			'no internet connection',
			(f) => {
				f.interfaces.pop();
				f.routes = [{ target: '192.168.2.0/24', device: 'br-lan' }];
			},
			['no-wan'],
		],
		[
			'a hub on the WAN’s own network, without a default route',
			(f) => {
				f.interfaces[2] = { ...wanInterface(), addresses: ['203.0.113.20/24'], routes: [] };
				f.routes = [{ target: '203.0.113.0/24', device: 'eth1' }];
			},
			[],
		],
		[
			'a LAN that this router does not have',
			(_, n) => (n.sites[0].lan = ['192.168.77.0/24']),
			['unknown-lan local.lan'],
		],
		[
			'a WAN that is the same network as the LAN',
			(f) => (f.interfaces[2].addresses = ['192.168.2.77/24']),
			['lan-is-wan local.lan'],
		],
		[
			'a WAN whose wide network has a place for the LAN',
			(f) => (f.interfaces[2].addresses = ['192.168.3.77/23']),
			[],
		],
		[
			'a LAN in no zone',
			(f) => (f.uci.firewall = f.uci.firewall.filter((one) => one.options.name !== 'lan')),
			['no-zone local.lan'],
		],
		[
			'a router beside the one that the devices use',
			(f) => {
				const lan = lanInterface();
				lan.routes = [{ target: '0.0.0.0/0', nexthop: '192.168.2.254' }];
				f.interfaces.splice(0, 3, lan);
				f.routes = [{ target: '0.0.0.0/0', device: 'br-lan' }];
			},
			['side-router local.lan'],
		],
	];
	for (const [title, edit, expected] of cases) {
		it(`says ${expected.join(', ') || 'nothing'} for ${title}`, () => {
			assert.deepEqual(said_of(edit), expected);
		});
	}

	it('says which key is damaged without quoting it', () => {
		const [one] = preflight(
			seedNetwork(),
			{ private_key: 'secret!', preshared_key: '' },
			{ ...freshFacts(), public_key: '' }
		);
		assert.equal(one?.about, 'private_key');
		assert.equal(
			said(one).message,
			'The private key of this router is not a WireGuard key: it is too short (7 of 44 characters).'
		);
	});

	it('tells a side router which route the other one needs', () => {
		const [one] = findings((facts) => {
			facts.interfaces[0].routes = [{ target: '0.0.0.0/0', nexthop: '192.168.2.254' }];
		});
		assert.equal(one?.severity, 'warning');
		assert.equal(
			said(one).fix,
			'In that router, add a route to 192.168.151.0/24, 192.168.4.0/24 through 192.168.2.1.'
		);
	});

	it('names which address the router has to reach without the tunnel', () => {
		const [one] = findings((facts, network) => {
			facts.interfaces[2].dns = ['192.168.4.53'];
			network.sites[1].lan = ['192.168.4.0/24'];
		});
		assert.deepEqual(one && said(one), {
			message:
				'This router could lose the internet: its DNS server, 192.168.4.53, must be reached without the tunnel, but is inside 192.168.4.0/24.',
			fix: 'Remove 192.168.4.0/24, or enter a narrower network without 192.168.4.53.',
			shell: 'wgspoke join --site NAME=PREFIX',
		});
	});

	it('looks for the hub where the running tunnel has found it, not only where its name led', () => {
		const facts = joinedFacts();
		const network = seedNetwork();
		network.hub.endpoint_host = 'vpn.example.org';
		facts.tunnels[0]?.peers.forEach((peer) => (peer.endpoint = '192.168.4.80:24356'));
		assert.ok(codes(preflight(network, secrets, facts)).includes('hub-not-public'));
		facts.tunnels[0]?.peers.forEach((peer) => (peer.public_key = key(9)));
		assert.ok(!codes(preflight(network, secrets, facts)).includes('hub-not-public'));
	});

	it('says the overlap with this home’s LAN once, not also as a route that is taken', () => {
		assert.deepEqual(
			said_of((_, network) => (network.sites[1].lan = ['192.168.2.0/24'])),
			['lan-overlap site.Home B.lan']
		);
	});
});

describe('findings', () => {
	it('block a plan when one of them is an error', () => {
		assert.equal(has_errors([finding('no-keepalive', {}), finding('default-port', {})]), false);
		assert.equal(has_errors([finding('no-keepalive', {}), finding('no-endpoint', {})]), true);
	});
});

describe('this home', () => {
	it('is the LAN that the router has; the WAN is not offered', () => {
		assert.deepEqual(local_lans(freshFacts()), [
			{ prefix: '192.168.2.0/24', interface: 'lan', zone: 'lan', preselected: true },
			{ prefix: 'fd12:3456:789a::/60', interface: 'lan', zone: 'lan', preselected: false },
		]);
	});

	it('offers guest networks, and what is routed behind the LAN: virtual machines, Kubernetes', () => {
		const facts = freshFacts();
		facts.interfaces = [
			other('guest', ['192.168.9.1/24']),
			{ ...lanInterface(), addresses: ['192.168.2.1/24'] },
			wanInterface(),
		];
		facts.interfaces[1].routes = [{ target: '10.42.0.0/16', nexthop: '192.168.2.10' }];
		facts.routes.push({ target: '10.43.0.0/16', device: 'br-lan' });
		facts.uci.firewall.push(section('zone', 'guest', { name: 'guest', network: 'guest' }));
		const offered = local_lans(facts).map((one) => [one.prefix, one.zone, one.preselected]);
		assert.deepEqual(offered, [
			['192.168.2.0/24', 'lan', true],
			['192.168.9.0/24', 'guest', false],
			['10.42.0.0/16', 'lan', false],
			['10.43.0.0/16', 'lan', false],
		]);
	});

	it('is a side router’s LAN, too, although its internet comes from there', () => {
		const facts = freshFacts();
		const routes = [{ target: '0.0.0.0/0', nexthop: '192.168.2.254' }];
		facts.interfaces.splice(0, 3, { ...lanInterface(), routes });
		named(facts.uci.firewall, 'cfg02dc81').options.masq = '1';
		assert.equal(local_lans(facts)[0]?.preselected, true);
	});

	describe('in a zone that is not named lan', () => {
		const zones = (...more: UciSection[]) => {
			const facts = freshFacts();
			named(facts.uci.firewall, 'cfg02dc81').options.name = 'home';
			facts.uci.network.push(section('interface', 'guest', { proto: 'static' }));
			const uplink = { proto: 'static', gateway: '192.168.9.254' };
			facts.uci.network.push(section('interface', 'uplink', uplink));
			facts.interfaces.push(other('guest', ['192.168.9.1/24']));
			facts.uci.firewall.push(...more);
			return local_lans(facts)
				.filter((one) => one.preselected)
				.map((one) => one.prefix);
		};
		const guest = (options: UciSection['options']) =>
			section('zone', 'guest', { name: 'iot', network: 'guest', input: 'ACCEPT', ...options });

		it('is what the only zone holds that lets its devices onto the router', () => {
			assert.deepEqual(zones(), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ input: 'REJECT' })), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ name: 'guests' })), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ name: 'wan_b' })), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ masq: '1' })), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ network: 'wg0' })), ['192.168.2.0/24']);
			assert.deepEqual(zones(guest({ network: 'uplink' })), ['192.168.2.0/24']);
		});

		it('is for the person to say where two could be it', () => {
			assert.deepEqual(zones(guest({})), []);
			assert.deepEqual(zones(guest({ name: 'lan' })), ['192.168.9.0/24']);
		});
	});

	it('is unknown where netifd could not be asked', () => {
		assert.deepEqual(local_lans(unknownFacts()), []);
	});
});

describe('a free VPN address', () => {
	it('is the lowest that neither hub nor homes nor devices have', () => {
		assert.equal(free_vpn_address(seedNetwork(), null), '192.168.151.6');
	});

	it('is the highest while a home is known whose address is not, for that has most likely the next', () => {
		const network = seedNetwork();
		network.sites[1].address = '';
		network.devices[1].address = '192.168.151.254';
		assert.equal(free_vpn_address(network, null), '192.168.151.253');
		network.sites[0].address = '';
		network.sites[1].address = '192.168.151.3';
		assert.equal(free_vpn_address(network, null), '192.168.151.2', 'this home is who asks');
	});

	it('is none where the subnet is unknown or full', () => {
		const network = seedNetwork();
		network.hub.subnet = '192.168.151.0/30';
		network.sites[1].address = '192.168.151.3';
		assert.equal(free_vpn_address(network, null), '');
		network.hub.subnet = '';
		assert.equal(free_vpn_address(network, null), '');
	});
});

describe('secrets', () => {
	it('need not be given: a key can be made later', () => {
		assert.deepEqual(preflight(seedNetwork(), noSecrets, { ...freshFacts(), public_key: '' }), []);
	});
});
