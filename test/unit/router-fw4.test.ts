// Is the ruleset what the firewall's configuration means?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rulesetOf } from '../../tools/router/fw4.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

let count = 0;
function section(type: string, options: Record<string, UciValue>): UciSection {
	return { name: `cfg${++count}`, type, anonymous: true, options };
}

const DEFAULTS = section('defaults', { input: 'REJECT', output: 'ACCEPT', forward: 'REJECT' });
const LAN = section('zone', {
	name: 'lan',
	network: ['lan'],
	input: 'ACCEPT',
	output: 'ACCEPT',
	forward: 'ACCEPT',
});
const WAN = section('zone', {
	name: 'wan',
	network: ['wan', 'wan6'],
	input: 'REJECT',
	output: 'ACCEPT',
	forward: 'DROP',
	masq: '1',
	mtu_fix: '1',
});
const VPN = section('zone', {
	name: 'wgspoke',
	network: ['wgspoke'],
	input: 'REJECT',
	output: 'ACCEPT',
	forward: 'REJECT',
	masq: '0',
	mtu_fix: '1',
});
const DEVICES = { lan: ['br-lan'], wan: ['eth1'], wgspoke: ['wgspoke'] };

/** Lines of one chain, without the indentation. */
function chain(text: string, name: string): string[] {
	const found = new RegExp(`\tchain ${name} \\{\n((?:\t\t.*\n)*)\t\\}\n`).exec(text);
	assert.ok(found?.[1] !== undefined, `no chain ${name}`);
	return found[1]
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

describe('rulesetOf', () => {
	it('lets a zone go where a forwarding says, and nowhere else', () => {
		const { text } = rulesetOf(
			[DEFAULTS, LAN, WAN, VPN, section('forwarding', { src: 'lan', dest: 'wgspoke' })],
			DEVICES
		);
		assert.deepEqual(chain(text, 'forward_lan'), ['jump accept_to_wgspoke', 'jump accept_to_lan']);
		assert.deepEqual(chain(text, 'forward_wgspoke'), ['jump reject_to_wgspoke']);
		assert.equal(chain(text, 'forward').at(-1), 'jump handle_reject');
	});

	it('sends what arrives on a device to the chains of its zone', () => {
		const { text } = rulesetOf([DEFAULTS, LAN, WAN, VPN], DEVICES);
		assert.ok(chain(text, 'input').includes('iifname { "wgspoke" } jump input_wgspoke'));
		assert.ok(chain(text, 'forward').includes('iifname { "eth1" } jump forward_wan'));
	});

	it('masquerades on the zones that say so, and clamps MSS on those that say so', () => {
		const { text } = rulesetOf([DEFAULTS, LAN, WAN, VPN], DEVICES);
		assert.deepEqual(chain(text, 'srcnat').slice(1), [
			'oifname { "eth1" } meta nfproto ipv4 masquerade',
		]);
		const clamped = chain(text, 'mangle_forward').filter((line) => line.startsWith('oifname'));
		assert.deepEqual(
			clamped.map((line) => line.split(' ')[1]),
			['"eth1"', '"wgspoke"']
		);
	});

	it('leaves a zone out of the way while its device does not exist', () => {
		const { text } = rulesetOf([DEFAULTS, LAN, VPN], { lan: ['br-lan'] });
		assert.deepEqual(chain(text, 'accept_to_wgspoke'), []);
		assert.ok(!chain(text, 'forward').some((line) => line.includes('wgspoke')));
	});

	it('knows nothing of sections that are switched off by enabled 0', () => {
		const off = { ...VPN, options: { ...VPN.options, enabled: '0' } };
		const { text } = rulesetOf(
			[DEFAULTS, LAN, off, section('forwarding', { src: 'lan', dest: 'wgspoke' })],
			DEVICES
		);
		assert.ok(!text.includes('wgspoke'));
	});

	const rules: [string, Record<string, UciValue>, string[]][] = [
		[
			'pings to the router',
			{ src: 'wan', proto: 'icmp', icmp_type: 'echo-request', family: 'ipv4', target: 'ACCEPT' },
			['meta nfproto ipv4 icmp type { echo-request } counter accept'],
		],
		[
			'a port of both protocols when it names none',
			{ src: 'wan', dest_port: '53', target: 'ACCEPT' },
			['tcp dport { 53 } counter accept', 'udp dport { 53 } counter accept'],
		],
		[
			'addresses',
			{ src: 'wan', proto: 'all', src_ip: '10.0.0.0/8', target: 'DROP' },
			['ip saddr { 10.0.0.0/8 } counter drop'],
		],
		[
			'types of ICMPv6 by number, whose code is left out',
			{ src: 'wan', proto: 'icmp', icmp_type: ['130/0'], family: 'ipv6', target: 'REJECT' },
			['meta nfproto ipv6 icmpv6 type { 130 } counter jump handle_reject'],
		],
	];
	for (const [what, options, lines] of rules)
		it(`writes a rule about ${what}`, () => {
			const { text } = rulesetOf([DEFAULTS, WAN, section('rule', options)], DEVICES);
			assert.deepEqual(chain(text, 'input_wan').slice(0, -1), lines);
		});

	it('puts a rule with a destination into the forward chain of its source', () => {
		const esp = section('rule', { src: 'wan', dest: 'lan', proto: 'esp', target: 'ACCEPT' });
		const { text } = rulesetOf([DEFAULTS, LAN, WAN, esp], DEVICES);
		assert.equal(chain(text, 'forward_wan')[0], 'meta l4proto esp counter jump accept_to_lan');
	});

	it('lets a rule without a source decide what the router itself sends, to one zone or to all', () => {
		const sent = (dest: string): UciSection =>
			section('rule', { dest, proto: 'tcp', dest_port: '25', target: 'DROP' });
		const { text } = rulesetOf([DEFAULTS, LAN, WAN, sent('wan'), sent('*')], DEVICES);
		assert.deepEqual(chain(text, 'output_wan').slice(0, 2), [
			'tcp dport { 25 } counter jump drop_to_wan',
			'tcp dport { 25 } counter drop',
		]);
		assert.deepEqual(chain(text, 'output_lan').slice(0, -1), ['tcp dport { 25 } counter drop']);
	});

	it('says what it leaves out', () => {
		const redirect = { ...section('redirect', {}), name: 'ssh' };
		assert.deepEqual(rulesetOf([DEFAULTS, redirect], {}).ignored, ["redirect 'ssh'"]);
	});

	it('never jumps to a chain that is not there, whatever zones, forwardings and rules there are', () => {
		const names = fc.constantFrom('lan', 'wan', 'wgspoke', 'guest', '*', '');
		const word = fc.constantFrom('ACCEPT', 'REJECT', 'DROP', 'accept', '');
		const sections = fc.array(
			fc.oneof(
				fc
					.record({ name: fc.constantFrom('lan', 'wan', 'wgspoke'), input: word, forward: word })
					.map((options) => section('zone', { ...options, network: options.name })),
				fc.record({ src: names, dest: names }).map((options) => section('forwarding', options)),
				fc
					.record({ src: names, dest: names, target: word, proto: fc.constantFrom('all', 'tcp') })
					.map((options) => section('rule', options))
			),
			{ maxLength: 8 }
		);
		const unique = (all: UciSection[]): UciSection[] =>
			all.filter(
				(each, i) =>
					each.type !== 'zone' ||
					all.findIndex((other) => other.options.name === each.options.name) === i
			);
		fc.assert(
			fc.property(sections, (all) => {
				const { text } = rulesetOf(unique(all), DEVICES);
				const chains = new Set([...text.matchAll(/^\tchain (\S+) \{$/gm)].map(([, name]) => name));
				for (const [, target] of text.matchAll(/jump (\S+)$/gm)) assert.ok(chains.has(target));
			})
		);
	});
});
