// Is it seen when the running tunnel is not the configured one?
import assert from 'node:assert/strict';
import {
	parse_wg_dump,
	tunnel_is_current,
} from '../../root/usr/share/ucode/wgspoke/router/tunnel.ts';
import type { Facts } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import { freshFacts, hubKey, homeKey, lanInterface, liveTunnel, section } from './seed.ts';

const peer: Record<string, UciValue> = {
	public_key: hubKey,
	endpoint_host: '203.0.113.1',
	endpoint_port: '24356',
	persistent_keepalive: '25',
	allowed_ips: ['192.168.4.0/24', '192.168.151.0/24'],
};

/** Home A with its tunnel running, and this as its peer's section. */
function running(options: Record<string, UciValue>): Facts {
	const facts = freshFacts();
	facts.tunnels = [liveTunnel()];
	facts.uci.network.push(section('wireguard_wgspoke', 'wgspoke_hub', options));
	return facts;
}

describe('tunnel_is_current', () => {
	it('takes a peer that runs as configured, in whatever order its allowed IPs are', () => {
		assert.equal(tunnel_is_current(running(peer), 'wgspoke'), true);
	});

	const edits: [string, Record<string, UciValue>][] = [
		['another home', { allowed_ips: ['192.168.151.0/24', '192.168.4.0/24', '192.168.6.0/24'] }],
		['one home less', { allowed_ips: ['192.168.151.0/24'] }],
		['another keepalive', { persistent_keepalive: '0' }],
		['another hub', { public_key: homeKey }],
		['another address of the hub', { endpoint_host: '203.0.113.2' }],
		['another port of the hub', { endpoint_port: '24357' }],
	];
	for (const [what, edit] of edits) {
		it(`sees that ${what} is configured but does not run`, () => {
			assert.equal(tunnel_is_current(running({ ...peer, ...edit }), 'wgspoke'), false);
		});
	}

	it('takes a hub that is called at another of its ports, which the watch has found', () => {
		const facts = running({ ...peer, endpoint_port: '4500' });
		facts.uci.wgspoke.push(section('hub', 'hub', { ports: '443,24356' }));
		assert.equal(tunnel_is_current(facts, 'wgspoke'), true);
	});

	it('sees a peer that runs but is switched off or gone', () => {
		assert.equal(tunnel_is_current(running({ ...peer, disabled: '1' }), 'wgspoke'), false);
		const facts = freshFacts();
		facts.tunnels = [liveTunnel()];
		assert.equal(tunnel_is_current(facts, 'wgspoke'), false);
	});

	it('sees that a key or the address of this home is configured but does not run', () => {
		const facts = running(peer);
		facts.tunnels = [{ ...liveTunnel(), secrets_current: false }];
		assert.equal(tunnel_is_current(facts, 'wgspoke'), false);

		const moved = running(peer);
		moved.uci.network.push(section('interface', 'wgspoke', { addresses: ['192.168.151.9/24'] }));
		const tunnel = { ...lanInterface(), name: 'wgspoke', addresses: ['192.168.151.2/24'] };
		moved.interfaces = [tunnel];
		assert.equal(tunnel_is_current(moved, 'wgspoke'), false);
		moved.interfaces = [{ ...tunnel, addresses: ['192.168.151.9/24'] }];
		assert.equal(tunnel_is_current(moved, 'wgspoke'), true);
	});

	it('takes an address for its prefix, and leaves peers that somebody added alone', () => {
		const facts = running({
			...peer,
			allowed_ips: ['192.168.151.0/24', '192.168.4.0/24', '10.7.0.5'],
		});
		const live = liveTunnel();
		live.peers[0]?.allowed_ips.push('10.7.0.5/32');
		facts.tunnels = [live];
		facts.uci.network.push(section('wireguard_wgspoke', 'cfg0a0b0c', { public_key: homeKey }));
		assert.equal(tunnel_is_current(facts, 'wgspoke'), true);
	});

	it('compares a named hub with what the name stands for now, and trusts what it cannot look up', () => {
		const named = { ...peer, endpoint_host: 'hub.example.org' };
		const at = (endpoint_addresses: string[]) => ({ ...running(named), endpoint_addresses });
		assert.equal(tunnel_is_current(at(['203.0.113.1']), 'wgspoke'), true);
		assert.equal(tunnel_is_current(at(['203.0.113.77']), 'wgspoke'), false);
		assert.equal(tunnel_is_current(at([]), 'wgspoke'), true);
	});

	it('says nothing of a tunnel that does not run or could not be asked', () => {
		assert.equal(tunnel_is_current({ ...running(peer), tunnels: [] }, 'wgspoke'), null);
		assert.equal(tunnel_is_current({ ...running(peer), tunnels: null }, 'wgspoke'), null);
	});
});

describe('parse_wg_dump', () => {
	const dump = [
		['wgspoke', 'PRIVATE', homeKey, '40000', 'off'],
		[
			'wgspoke',
			hubKey,
			'PRESHARED',
			'203.0.113.1:24356',
			'192.168.151.0/24,192.168.4.0/24',
			'1769999960',
			'1000',
			'2000',
			'25',
		],
		['other', 'PRIVATE', hubKey, '51820', '0x1'],
		['other', homeKey, '(none)', '(none)', '(none)', '0', '0', '0', 'off'],
	];
	const text = dump.map((line) => line.join('\t') + '\n').join('');

	const configured = { wgspoke: 'PRIVATE', [`wgspoke ${hubKey}`]: 'PRESHARED' };

	it('tells when a private or preshared key runs that is not the configured one', () => {
		const current = (secrets: Record<string, string>) =>
			parse_wg_dump(text, secrets).map(({ secrets_current }) => secrets_current);
		assert.deepEqual(current(configured), [true, true]);
		assert.deepEqual(current({ ...configured, wgspoke: 'NEW' }), [false, true]);
		assert.deepEqual(current({ ...configured, [`wgspoke ${hubKey}`]: '' }), [false, true]);
	});

	it('reads interfaces and their peers', () => {
		const [first, second] = parse_wg_dump(text, configured);
		assert.deepEqual(first, liveTunnel());
		assert.deepEqual(second?.peers, [
			{
				public_key: homeKey,
				endpoint: '',
				allowed_ips: [],
				latest_handshake: 0,
				rx_bytes: 0,
				tx_bytes: 0,
				keepalive: 0,
			},
		]);
	});

	it('leaves the private and preshared keys behind', () => {
		assert.doesNotMatch(JSON.stringify(parse_wg_dump(text, configured)), /PRIVATE|PRESHARED/);
	});

	it('finds no tunnel in no output', () => {
		assert.deepEqual(parse_wg_dump('', {}), []);
	});
});
