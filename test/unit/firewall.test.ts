// Does the doctor read the kernel right: what a ruleset does with a packet, which way it takes, how many pings came back?
import assert from 'node:assert/strict';
import { firewall_facts } from '../../root/usr/share/ucode/wgspoke/router/firewall.ts';
import { received_of } from '../../root/usr/share/ucode/wgspoke/router/ping.ts';
import { device_of_way, rule_of } from '../../root/usr/share/ucode/wgspoke/router/ways.ts';

type Part = Record<string, unknown>;

const from = (right: unknown, op = '=='): Part => ({
	match: { op, left: { meta: { key: 'iifname' } }, right },
});
const to = (right: unknown, op = '=='): Part => ({
	match: { op, left: { meta: { key: 'oifname' } }, right },
});
const known: Part = { match: { op: 'in', left: { ct: { key: 'state' } }, right: 'established' } };
const nfproto: Part = {
	match: { op: '==', left: { meta: { key: 'nfproto' } }, right: 'ipv4' },
};
const counter: Part = { counter: { packets: 1, bytes: 60 } };
const accept: Part = { accept: null };
const jump = (target: string): Part => ({ jump: { target } });

/** A ruleset as fw4 makes it, with these rules for what comes from the LAN and from the tunnel. */
function ruleset(chains: Record<string, Part[][]>, more: object[] = []): string {
	const chain = (name: string, hook?: Part): object => ({
		chain: { family: 'inet', table: 'fw4', name, ...hook },
	});
	const rules: Record<string, Part[][]> = {
		forward: [
			[known, accept],
			[from('br-lan'), jump('lan')],
			[from('wgspoke'), jump('vpn')],
		],
		...chains,
	};
	return JSON.stringify({
		nftables: [
			{ metainfo: { version: '1.0.9' } },
			chain('forward', { type: 'filter', hook: 'forward', prio: 0, policy: 'drop' }),
			chain('srcnat', { type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' }),
			...['lan', 'vpn', 'to_vpn', 'to_lan'].map((name) => chain(name)),
			...Object.entries(rules).flatMap(([name, list]) =>
				list.map((expr) => ({ rule: { family: 'inet', table: 'fw4', chain: name, expr } }))
			),
			...more,
		],
	});
}

const good = {
	lan: [[jump('to_vpn')]],
	vpn: [[jump('to_lan')]],
	to_vpn: [[to('wgspoke'), counter, accept]],
	to_lan: [[to({ set: ['eth9', 'br-lan'] }), counter, accept]],
};

const read = (text: string): object | null => firewall_facts(text, 'br-lan', 'wgspoke');
const open = { out: 'yes', inward: 'yes', masquerades: 'no', diverts: 'no' };

describe('the firewall that runs', () => {
	it('lets through what its chains accept, however deep', () => {
		assert.deepEqual(read(ruleset(good)), open);
	});

	it('stops what no rule accepts, and what a rule only counts', () => {
		assert.deepEqual(read(ruleset({ ...good, lan: [] })), { ...open, out: 'no' });
		const counted = { ...good, to_lan: [[to('br-lan'), counter]] };
		assert.deepEqual(read(ruleset(counted)), { ...open, inward: 'no' });
	});

	it('stops what another table drops', () => {
		const docker = [
			{
				chain: {
					...{ family: 'ip', table: 'docker', name: 'f', type: 'filter' },
					...{ hook: 'forward', prio: 0, policy: 'drop' },
				},
			},
		];
		assert.deepEqual(read(ruleset(good, docker)), { ...open, out: 'no', inward: 'no' });
	});

	it('masquerades what goes into the tunnel, or only what goes elsewhere', () => {
		const nat = (right: unknown, op?: string): string =>
			ruleset({ ...good, srcnat: [[to(right, op), nfproto, { masquerade: null }]] });
		assert.deepEqual(read(nat('wg*')), { ...open, masquerades: 'yes' });
		assert.deepEqual(read(nat('eth1')), open);
		assert.deepEqual(read(nat('eth1', '!=')), { ...open, masquerades: 'yes' });
	});

	it('says nothing when it could not be read', () => {
		assert.equal(read(''), null);
		assert.equal(read('{"nftables": []}'), null);
	});
});

describe('the way of a packet', () => {
	it('is the device that the kernel names, or none', () => {
		assert.equal(
			device_of_way('192.168.4.1 from 192.168.2.2 dev wgspoke \n cache iif br-lan'),
			'wgspoke'
		);
		assert.equal(device_of_way('RTNETLINK answers: Network is unreachable'), '');
	});

	it('is chosen by rules', () => {
		assert.deepEqual(rule_of('100:\tfrom 192.168.2.0/24 lookup 256 '), {
			...{ priority: 100, from: '192.168.2.0/24', mark: '', table: '256' },
		});
		assert.deepEqual(rule_of('99:\tfrom all fwmark 0x162/0xff lookup clash'), {
			...{ priority: 99, from: '', mark: '0x162/0xff', table: 'clash' },
		});
		assert.equal(rule_of('nonsense'), null);
	});
});

describe('a burst of pings', () => {
	it('is counted, whoever made ping', () => {
		assert.equal(received_of('20 packets transmitted, 13 packets received, 35% packet loss'), 13);
		assert.equal(received_of('20 packets transmitted, 13 received, 35% packet loss, time 9ms'), 13);
		assert.equal(received_of('ping: bad address'), null);
	});
});
