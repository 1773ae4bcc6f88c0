// Does the development router understand /etc/config/network?
import assert from 'node:assert/strict';
import { interfaceStatus } from '../../tools/router/ifstatus.ts';
import {
	maskLength,
	planInterfaces,
	setconfText,
	tunnelRoutes,
	type InterfacePlan,
} from '../../tools/router/interfaces.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

function section(type: string, name: string, options: Record<string, UciValue>): UciSection {
	return { name, type, anonymous: false, options };
}

function only(sections: UciSection[]): InterfacePlan {
	const plans = planInterfaces(sections);
	assert.equal(plans.length, 1);
	const [plan] = plans;
	assert.ok(plan);
	return plan;
}

const TUNNEL = section('interface', 'wgspoke', {
	proto: 'wireguard',
	private_key: 'secret',
	addresses: ['192.168.151.2/24', 'fd00::2'],
	nohostroute: '1',
});
const PEER = section('wireguard_wgspoke', 'wgspoke_hub', {
	public_key: 'public',
	endpoint_host: '203.0.113.1',
	endpoint_port: '24356',
	allowed_ips: ['192.168.151.0/24', '192.168.4.0/24'],
	route_allowed_ips: '1',
	persistent_keepalive: '25',
});

describe('planInterfaces', () => {
	const addresses: [string, Record<string, UciValue>, string[]][] = [
		['an address with a mask', { ipaddr: '192.168.2.1/24' }, ['192.168.2.1/24']],
		[
			'an address beside its netmask',
			{ ipaddr: '192.168.2.1', netmask: '255.255.255.0' },
			['192.168.2.1/24'],
		],
		[
			'a list of both families',
			{ ipaddr: ['10.0.0.1/8'], ip6addr: ['fd00::1/64'] },
			['10.0.0.1/8', 'fd00::1/64'],
		],
	];
	for (const [what, options, expected] of addresses)
		it(`takes ${what}`, () => {
			const lan = section('interface', 'lan', { proto: 'static', device: 'eth0', ...options });
			assert.deepEqual(only([lan]).addresses, expected);
		});

	it('finds the ports of the bridge that an interface sits on', () => {
		const plan = only([
			section('device', 'br', { name: 'br-lan', type: 'bridge', ports: ['eth0', 'eth2'] }),
			section('interface', 'lan', { proto: 'static', device: 'br-lan' }),
		]);
		assert.deepEqual(plan.bridgePorts, ['eth0', 'eth2']);
	});

	it('gives an interface its gateway and the static routes that name it', () => {
		const plan = only([
			section('interface', 'wan', { proto: 'static', device: 'eth1', gateway: '198.51.100.1' }),
			section('route', 'r', { interface: 'wan', target: '10.9.0.0', netmask: '255.255.0.0' }),
		]);
		assert.deepEqual(plan.routes, [
			{ target: 'default', gateway: '198.51.100.1', metric: '' },
			{ target: '10.9.0.0/16', gateway: '', metric: '' },
		]);
	});

	it('ranks the routes of an interface by its metric, where they have none of their own', () => {
		const plan = only([
			section('interface', 'wan', {
				...{ proto: 'static', device: 'eth1', gateway: '198.51.100.1', metric: '900' },
			}),
			section('route', 'r', { interface: 'wan', target: '10.9.0.0/16', metric: '5' }),
		]);
		assert.deepEqual(
			plan.routes.map(({ metric }) => metric),
			['900', '5']
		);
	});

	it('gives a tunnel its peers, without those that are disabled or have no key', () => {
		const plan = only([
			TUNNEL,
			PEER,
			section('wireguard_wgspoke', 'off', { ...PEER.options, disabled: '1' }),
			section('wireguard_wgspoke', 'empty', {}),
			section('wireguard_other', 'other', PEER.options),
		]);
		assert.equal(plan.device, 'wgspoke');
		assert.deepEqual(plan.addresses, ['192.168.151.2/24', 'fd00::2/128']);
		assert.deepEqual(
			plan.wireguard?.peers.map(({ publicKey }) => publicKey),
			['public']
		);
		assert.equal(plan.wireguard.hostRoutes, false);
	});

	it('does not see an edit of peers, addresses or nohostroute at a reload, but one of the key', () => {
		const edited = (options: Record<string, UciValue>, peer = PEER): string =>
			only([section('interface', 'wgspoke', { ...TUNNEL.options, ...options }), peer]).fingerprint;
		const before = edited({});
		assert.equal(edited({ addresses: ['192.168.151.9/24'] }), before);
		assert.equal(edited({ nohostroute: '0' }), before);
		assert.equal(edited({}, section(PEER.type, PEER.name, { public_key: 'other' })), before);
		assert.notEqual(edited({ private_key: 'other' }), before);
		assert.notEqual(edited({ mtu: '1380' }), before);
	});

	it('does not bring up by itself what is disabled or has auto 0', () => {
		const auto = (options: Record<string, UciValue>): boolean =>
			only([section('interface', 'x', { proto: 'none', ...options })]).auto;
		assert.deepEqual(
			[auto({}), auto({ auto: '0' }), auto({ disabled: '1' })],
			[true, false, false]
		);
	});
});

describe('a tunnel', () => {
	const tunnel = only([TUNNEL, PEER]).wireguard;
	assert.ok(tunnel);

	it('is given to wg as wg reads it', () => {
		assert.equal(
			setconfText(tunnel),
			[
				'[Interface]',
				'PrivateKey = secret',
				'[Peer]',
				'PublicKey = public',
				'AllowedIPs = 192.168.151.0/24, 192.168.4.0/24',
				'Endpoint = 203.0.113.1:24356',
				'PersistentKeepalive = 25',
				'',
			].join('\n')
		);
	});

	it('has brackets around an endpoint of IPv6', () => {
		const peers = tunnel.peers.map((peer) => ({ ...peer, endpointHost: '2001:db8::1' }));
		assert.match(setconfText({ ...tunnel, peers }), /^Endpoint = \[2001:db8::1\]:24356$/m);
	});

	it('has a route for each allowed prefix, once, where the peer asks for routes', () => {
		const [peer] = tunnel.peers;
		assert.ok(peer);
		assert.deepEqual(tunnelRoutes({ ...tunnel, peers: [peer, peer] }), [
			'192.168.151.0/24',
			'192.168.4.0/24',
		]);
		assert.deepEqual(tunnelRoutes({ ...tunnel, peers: [{ ...peer, routed: false }] }), []);
	});
});

describe('maskLength', () => {
	const masks: [string, number | null][] = [
		['255.255.255.0', 24],
		['0.0.0.0', 0],
		['255.255.255.255', 32],
		['255.0.255.0', null],
		['255.255.255', null],
		['256.0.0.0', null],
	];
	for (const [mask, length] of masks)
		it(`takes ${mask} for ${length === null ? 'no netmask' : `/${length}`}`, () => {
			assert.equal(maskLength(mask), length);
		});
});

describe('interfaceStatus', () => {
	const plan = only([TUNNEL, PEER]);

	it('tells addresses and routes of an interface that is up, as netifd does', () => {
		const status = interfaceStatus(
			{ plan, up: true, since: 1_000, error: '', autostart: true },
			8_500
		);
		assert.equal(status.uptime, 7);
		assert.equal(status.l3_device, 'wgspoke');
		assert.deepEqual(status['ipv4-address'], [{ address: '192.168.151.2', mask: 24 }]);
		assert.deepEqual(status['ipv6-address'], [{ address: 'fd00::2', mask: 128 }]);
		assert.deepEqual((status.route as unknown[])[1], {
			target: '192.168.4.0',
			mask: 24,
			nexthop: '0.0.0.0',
			source: '0.0.0.0/0',
		});
	});

	it('tells of an interface that is down why it is', () => {
		const status = interfaceStatus({
			...{ plan, up: false, since: 0, error: 'SETUP_FAILED' },
			autostart: true,
		});
		assert.equal(status.up, false);
		assert.equal('route' in status, false);
		assert.deepEqual(status.errors, [{ subsystem: 'wireguard', code: 'SETUP_FAILED', data: [] }]);
	});
});
