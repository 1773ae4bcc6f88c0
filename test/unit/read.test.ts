// Does a pasted text become the network that it means, with everything said that a person should know?
// test/fixtures/conf holds a file of each shape beside what reading it must give.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

import { is_name } from '../../root/usr/share/ucode/wgspoke/base/names.ts';
import { canonical_prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import { is_default_route } from '../../root/usr/share/ucode/wgspoke/base/special.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { said } from './seed.ts';
import { summarize } from './summary.ts';
import type { Summary } from './summary.ts';

const FOLDER = new URL('../fixtures/conf/', import.meta.url);
const NAMES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.conf'))
	.map((file) => file.slice(0, -5));

const fixture = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');
const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const SEED = fixture('seed-home-a.conf');
const codes = (text: string): string[] => read_text(text).findings.map((one) => one.code);

/** A text that looks like a configuration but for what chance puts into it. */
const noise = fc
	.array(
		fc.oneof(
			fc.constantFrom(...fixture('mistakes.conf').split('\n'), ...SEED.split('\n')),
			fc.string({ maxLength: 40 }),
			fc
				.tuple(
					fc.constantFrom(
						'Address',
						'AllowedIPs',
						'Endpoint',
						'MTU',
						'PrivateKey',
						'DNS',
						'S1',
						'x'
					),
					fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 20 }), fc.constant('0.0.0.0/0'))
				)
				.map(([name, value]) => `${name} = ${value}`)
		),
		{ maxLength: 25 }
	)
	.map((lines) => lines.join('\n'));

describe('read', () => {
	for (const name of NAMES) {
		const { it: title, ...wanted } = JSON.parse(fixture(name + '.json')) as Summary & {
			it: string;
		};
		it(`${name}: ${title}`, () => {
			assert.ok(title);
			assert.deepEqual(summarize(read_text(fixture(name + '.conf'))), wanted);
		});
	}

	it('gives the network of the seed with every field', () => {
		assert.deepEqual(read_text(SEED), {
			kind: 'conf',
			maker: '',
			old_key: '',
			network: {
				hub: {
					interface: 'wgspoke',
					public_key: key(2),
					endpoint_host: '203.0.113.1',
					endpoint_port: 24356,
					address: '192.168.151.1',
					subnet: '192.168.151.0/24',
					keepalive: 25,
					mtu: 0,
					follow: false,
					off: false,
					one_way: false,
					router_access: 'ping',
					public_ok: [],
					ports: '',
				},
				sites: [
					{
						name: 'This home',
						address: '192.168.151.2',
						lan: [],
						local: true,
						host: '',
						public_key: '',
						invited: false,
					},
					{
						name: 'LAN 192.168.4',
						address: '',
						lan: ['192.168.4.0/24'],
						local: false,
						host: '',
						public_key: '',
						invited: false,
					},
				],
				devices: [],
			},
			secrets: { private_key: key(1), preshared_key: '' },
			findings: [],
			unused: [],
		});
	});

	it('keeps the preshared key apart', () => {
		const { secrets } = read_text(fixture('wg-easy-15.conf'));
		assert.deepEqual(secrets, { private_key: key(1), preshared_key: key(3) });
	});

	it('fills whole sentences with the values of the text', () => {
		const { findings } = read_text(fixture('mistakes.conf'));
		assert.deepEqual(
			findings
				.filter(({ severity }) => severity === 'error')
				.slice(0, 5)
				.map((one) => said(one).message),
			[
				'The private key of this router is not a WireGuard key: it is too short (43 of 44 characters).',
				'The public key of the hub is not a WireGuard key: it is too short (17 of 44 characters).',
				'The hub cannot be reached at "<服务器公网IP>:24356": that is not a host name or an IP address.',
				'The text does not say which VPN address this home has.',
				'A network in AllowedIPs cannot be used: "192.168.4.0/33" is not an IP address or network.',
			]
		);
	});

	describe('the form of the file', () => {
		const wanted = read_text(SEED);
		const forms: Record<string, string> = {
			'CRLF line ends': SEED.replaceAll('\n', '\r\n'),
			'lone CR line ends': SEED.replaceAll('\n', '\r'),
			'a byte order mark': '\ufeff' + SEED,
			'no line end at the end': SEED.trimEnd(),
			'no-break spaces from a web page': SEED.replaceAll(' = ', '\u00a0=\u00a0'),
			'no blanks at all': SEED.replaceAll(' ', ''),
			'capitals everywhere but in keys': SEED.replaceAll(/^[^=\n]+/gm, (word) =>
				word.toUpperCase()
			),
			'small letters everywhere but in keys': SEED.replaceAll(/^[^=\n]+/gm, (word) =>
				word.toLowerCase()
			),
		};
		for (const [form, text] of Object.entries(forms)) {
			it(`${form} changes nothing`, () => {
				assert.notEqual(text, SEED);
				assert.deepEqual(read_text(text), wanted);
			});
		}

		it('UTF-16 is told from a configuration, with or without its mark', () => {
			const utf16 = Buffer.from('\ufeff' + SEED, 'utf16le');
			const bytes = [...utf16].map((one) => String.fromCharCode(one < 128 ? one : 0xdc00 + one));
			for (const text of [bytes.join(''), bytes.slice(2).join('')]) {
				const { findings, secrets } = read_text(text);
				assert.deepEqual(
					findings.map((one) => said(one).message),
					['This is not a WireGuard configuration: it is saved as UTF-16, not as plain text.']
				);
				assert.equal(secrets.private_key, '');
			}
		});

		it('a NUL anywhere makes it no text', () => {
			const { findings, secrets } = read_text(SEED + '\0');
			assert.deepEqual(
				findings.map((one) => said(one).message),
				['This is not a WireGuard configuration: it is not text.']
			);
			assert.equal(secrets.private_key, '');
		});

		it('64 KiB is the limit', () => {
			const filled = SEED + '#'.repeat(65536 - SEED.length);
			assert.deepEqual(codes(filled), []);
			assert.deepEqual(codes(filled + '#'), ['too-large']);
			assert.equal(
				read_text('x'.repeat(1024 * 1024)).findings.map((one) => said(one).message)[0],
				'This text is too large to be a WireGuard configuration: 1024 KiB; at most 64 KiB are read.'
			);
		});

		it('nothing and blanks are not a configuration', () => {
			for (const text of ['', ' \n\t\r\n']) assert.deepEqual(codes(text), ['not-config']);
		});
	});

	it('calls a home without a name by its network, also where nothing of that is left to say', () => {
		const text = (lan: string): string => `[Interface]
Address = 192.168.151.2/24
[Peer]
AllowedIPs = 192.168.151.0/24, ${lan}`;
		for (const [lan, name] of [
			['192.168.4.0/24', 'LAN 192.168.4'],
			['fd77:1:2::/48', 'LAN fd77:1:2'],
			['::/128', 'LAN ::'],
		] as const)
			assert.equal(read_text(text(lan)).network.sites[1]?.name, name);
	});

	describe('for any text', () => {
		it('gives a network, sentences without gaps, and lines that the text has', () => {
			fc.assert(
				fc.property(noise, (text) => {
					const { network, findings, unused } = read_text(text);
					const last = text.split(/\r\n|\r|\n/).length;
					for (const one of findings) {
						const { message, fix } = said(one);
						const { line } = one;
						assert.doesNotMatch(message + fix, /\{[a-z]{3,}\}|undefined/);
						assert.ok(line >= 0 && line <= last);
					}
					for (const { line } of unused) assert.ok(line >= 1 && line <= last);
					for (const lan of network.sites.flatMap((site) => site.lan)) {
						assert.equal(canonical_prefix(lan), lan);
						assert.equal(is_default_route(lan), false);
					}
					const names = network.sites.map((site) => site.name);
					assert.equal(new Set(names).size, names.length);
					assert.ok(names.every(is_name));
				}),
				{ numRuns: 300 }
			);
		});

		it('never throws', () => {
			fc.assert(
				fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
					read_text(text);
					read_text('[Interface]\n' + text + '\n[Peer]\n' + text);
				})
			);
		});

		it('never lets a key out, wherever it stands', () => {
			const secret = key(9);
			const place = fc.constantFrom(
				...['PrivateKey = ', 'PresharedKey = ', 'PrivateKey: ', 'Privat key ', 'Endpoint = ', ''],
				...[
					'DNS = ',
					'Address = ',
					'AllowedIPs = ',
					'MTU = ',
					'PostUp = wg set wg0 private-key ',
					'[',
				]
			);
			const damage = fc.constantFrom(secret, secret + 'A', secret.slice(0, 43), secret.slice(1));
			const at = fc.nat(SEED.split('\n').length);
			fc.assert(
				fc.property(place, damage, at, (before, damaged, line) => {
					const lines = SEED.split('\n');
					lines.splice(line, 0, before + damaged);
					const { network, findings, unused } = read_text(lines.join('\n'));
					const reply = JSON.stringify({ network, findings, unused });
					assert.ok(!reply.includes(secret.slice(4, 36)), reply);
				}),
				{ numRuns: 300 }
			);
		});

		it('says a limited number of things', () => {
			const many =
				'[Interface]\n[Peer]\n' + 'AllowedIPs = x\n[z]\n'.repeat(200) + 'y\n'.repeat(500);
			const { findings, unused } = read_text(many);
			assert.ok(findings.length < 40);
			assert.equal(unused.length, 101);
			assert.equal(unused[100] && in_english(unused[100].reason), 'and 799 more lines');
		});
	});

	for (const [comment, name] of [
		['# 家庭网络B的路由器', '家庭网络B的路由器'],
		["# Mum & Dad's", 'LAN 192.168.4'],
		['# Home B (2nd floor)', 'Home B (2nd floor)'],
		['# --- Home B ---', 'Home B'],
		['# ------', 'LAN 192.168.4'],
		['# ' + '家'.repeat(26), '家'.repeat(26)],
		['# ' + '家'.repeat(27), 'LAN 192.168.4'],
		['# ' + key(9).slice(0, 43), 'LAN 192.168.4'],
	] as const) {
		it(`names the other home after ${comment}: ${name}`, () => {
			const text = SEED.replace('192.168.4.0/24', `$& ${comment}`);
			assert.equal(read_text(text).network.sites[1]?.name, name);
		});
	}

	it('makes no home of the VPN where no address of ours tells the two apart', () => {
		for (const [address, code] of [
			['', 'no-address'],
			['Address = 192.168.151.2/240\n', 'bad-address'],
		] as const) {
			const { network, findings, unused } = read_text(SEED.replace(/^Address.*\n/m, address));
			assert.deepEqual(network.sites.map((one) => one.lan).flat(), []);
			assert.equal(network.hub.subnet, '');
			assert.deepEqual(
				findings.map((one) => one.code),
				[code, 'unused-line']
			);
			assert.match(findings[0] ? said(findings[0]).fix : '', /192\.168\.151\.2/);
			assert.deepEqual(
				unused.map((one) => one.text),
				['AllowedIPs = 192.168.151.0/24, 192.168.4.0/24']
			);
		}
	});

	it('tells homes of one name apart', () => {
		const allowed = ['10.1.0.0/16 # 家', '10.2.0.0/16 # 家', '10.3.0.0/16 # 家 (2)'];
		const text = allowed.map((one) => `AllowedIPs = ${one}\n`).join('');
		const { sites } = read_text(SEED.replace(/^AllowedIPs.*\n/m, text)).network;
		assert.deepEqual(
			sites.map((one) => one.name),
			['This home', '家', '家 (2)', '家 (2) (2)']
		);
	});

	it('takes a private key pasted as the public key of the hub for a mistake (fault 22)', () => {
		const { network, findings } = read_text(SEED.replace(key(2), key(1)));
		assert.equal(network.hub.public_key, '');
		assert.equal(
			findings[0] && said(findings[0]).message,
			'The tunnel cannot work: this router and the hub have the same key.'
		);
	});

	for (const [what, own, allowed, wanted] of [
		['the first address of the VPN', '.2/24', '.0/24', '192.168.151.1'],
		['nobody, when that is ours', '.1/24', '.0/24', ''],
		[
			'the one other address that AllowedIPs names',
			'.2/24',
			'.0/24, 192.168.151.9',
			'192.168.151.9',
		],
		['never ourselves', '.2/24', '.0/24, 192.168.151.2', '192.168.151.1'],
		['the first, when several are named', '.2/24', '.7, 192.168.151.9', '192.168.151.1'],
	] as const) {
		it(`guesses that the hub is ${what}`, () => {
			const text = SEED.replace('.2/24', own).replace('.0/24', allowed);
			assert.equal(read_text(text).network.hub.address, wanted);
		});
	}

	for (const [endpoint, host, port] of [
		['vpn.example.org:51821', 'vpn.example.org', 51821],
		['VPN.example.org.:1', 'VPN.example.org', 1],
		['my-hub_2:65535', 'my-hub_2', 65535],
		['[2001:db8::1]:24356', '2001:db8::1', 24356],
		['2001:db8::1:24356', '2001:db8::1', 24356],
	] as const) {
		it(`takes ${endpoint} for ${host} at port ${String(port)}`, () => {
			const { network, findings } = read_text(SEED.replace('203.0.113.1:24356', endpoint));
			assert.equal(network.hub.endpoint_host, host);
			assert.equal(network.hub.endpoint_port, port);
			assert.deepEqual(findings, []);
		});
	}

	for (const [endpoint, reason] of [
		['vpn.example.org', 'the port is missing'],
		['203.0.113.1:', 'the port is missing'],
		['[2001:db8::1]', 'the port is missing'],
		['2001:db8::1', 'the port is missing'],
		['vpn.example.org:0', 'the port is not a number from 1 to 65535'],
		['vpn.example.org:65536', 'the port is not a number from 1 to 65535'],
		['vpn.example.org:5e3', 'the port is not a number from 1 to 65535'],
		['203.0.113.256:1', 'that is not a host name or an IP address'],
		['-f:1', 'that is not a host name or an IP address'],
		['https://vpn.example.org:443', 'http:// and the like belong to web pages'],
		['http://vpn.example.org:8000:51820', 'the hub has a name and one port only'],
		['[]:51820', 'the name or address before the port is missing'],
		[':51820', 'the name or address before the port is missing'],
		['$(reboot):1', 'that is not a host name or an IP address'],
		["a'b:1", 'that is not a host name or an IP address'],
		['a..b:1', 'that is not a host name or an IP address'],
		['[vpn.example.org:1', 'that is not a host name or an IP address'],
		['a'.repeat(64) + ':1', 'that is not a host name or an IP address'],
		['a.'.repeat(127) + ':1', ''],
		['a.'.repeat(126) + 'a:1', ''],
		['a.'.repeat(126) + 'aa:1', 'that is not a host name or an IP address'],
	] as const) {
		it(`says of the endpoint ${endpoint.slice(0, 40)}: ${reason || 'nothing'}`, () => {
			const { findings } = read_text(SEED.replace('203.0.113.1:24356', endpoint));
			assert.deepEqual(
				findings.map((one) => [one.code, one.line, said(one).message.includes(reason)]),
				reason == '' ? [] : [['bad-endpoint', 6, true]]
			);
		});
	}
});
