// What people really paste: is it known whose file it is, is the right thing said, and is nothing planned that harms?
// test/fixtures/pasted has texts of public reports with invented keys and addresses; the router there has 192.168.1.0/24.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

import { empty_record } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import { lets_in, local_site } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { look_with_name } from '../../root/usr/share/ucode/wgspoke/router/look.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { do_plan } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { do_read, read_here } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { codes, key, said } from './seed.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Finding, FindingCode } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { PlanReply, ReadReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';

const FOLDER = 'test/fixtures/pasted';
const pasted = (name: string): string => readFileSync(`${FOLDER}/${name}.conf`, 'utf8');
const here = directory(`${FOLDER}/router`);

function read(text: string): ReadReply {
	return do_read(here, text);
}

function plan(text: string, edit: ((network: Network) => Network) | null = null): PlanReply {
	const paste = read_here(look_with_name(here), text, '');
	return do_plan(here, { ...own_request(false), paste, edit });
}

/** What is good to know in every text, and of no weight here. */
const QUIET: FindingCode[] = [
	'unused-line',
	'unused-lines',
	'foreign-dns',
	'default-port',
	'keepalive-set',
	'hub-example',
];

/** 'error hub-file' */
const told = (reply: ReadReply | PlanReply): string[] =>
	reply.findings
		.filter(({ code }) => !QUIET.includes(code))
		.map(({ severity, code }) => `${severity} ${code}`);

/** The sentences of the first finding. */
function firstSaid({ findings }: { findings: Finding[] }): { message: string; fix: string } {
	const [first] = findings;
	assert.ok(first);
	return said(first);
}

const sites = ({ network }: ReadReply): string[] =>
	network.sites.map(({ name, lan }) => `${name}: ${lan.join(', ')}`);

/** What the tunnel and the firewall would have: addresses, where it leads, who may come in, masquerading. */
function outcome({ changes, findings }: PlanReply) {
	const made = (section: string, option: string): unknown =>
		changes.find((one) => one.section === section && one.option === option)?.to;
	if (changes.length === 0) return codes(findings.filter(({ severity }) => severity === 'error'));
	return {
		address: made('wgspoke', 'addresses'),
		tunnel: made('wgspoke_hub', 'allowed_ips'),
		in: made('wgspoke_in', '') === 'forwarding',
		masq: made('wgspoke', 'masq') === '1',
	};
}

interface Case {
	/** What somebody who answers on a forum would say. */
	right: string;
	/** What `read` tells, without what is in every text. */
	told: string[];
	sites?: string[];
	/** The hub's VPN address. */
	hub?: string;
	/** What `plan` would do; the errors where it does nothing. */
	plan: ReturnType<typeof outcome>;
}

const joins = (address: string, tunnel: string[], into = true, masq = false) => ({
	address: [address],
	tunnel,
	in: into,
	masq,
});

const cases: Record<string, Case> = {
	'01-fritzbox-single': {
		right:
			'the other home is the FRITZ!Box’s LAN; it is reached one way, and both ways out are said',
		told: ['warning one-way-file'],
		sites: ['LAN 192.168.1: 192.168.1.0/24', 'LAN 192.168.178: 192.168.178.0/24'],
		plan: joins('192.168.178.202/32', ['192.168.178.0/24'], false, true),
	},
	'02-fritzbox-lan-lan': {
		right: 'a network without a VPN network is one, and joins',
		told: [],
		sites: ['LAN 192.168.1: 192.168.1.0/24', 'LAN 192.168.178: 192.168.178.0/24'],
		plan: joins('192.168.1.1/32', ['192.168.178.0/24']),
	},
	'03-hub-file-with-endpoint': {
		right: 'the hub’s own file, although its peer has an Endpoint',
		told: ['error hub-file'],
		plan: ['hub-file'],
	},
	'03-hub-file-with-endpoint-home2': {
		right: 'the same with two homes',
		told: ['error hub-file'],
		plan: ['hub-file'],
	},
	'03-hub-file-with-endpoint-home3': {
		right: 'the same without commands',
		told: ['error hub-file'],
		plan: ['hub-file'],
	},
	'04-pangolin-30': {
		right: 'works as it is: the hub is the one address named, and no home is made of it',
		told: ['warning no-remote', 'info narrow-route'],
		sites: ['LAN 192.168.1: 192.168.1.0/24'],
		hub: '100.89.128.1',
		plan: joins('100.89.128.8/28', ['100.89.128.0/28'], false),
	},
	'07-subspace': {
		right: 'the network of a /22, whatever host bits stand there',
		told: ['warning no-remote', 'info host-bits'],
		plan: joins('10.99.97.5/22', ['10.99.96.0/22'], false),
	},
	'08-proton': {
		right: 'a provider’s file; no name is made of its comments',
		told: ['error provider-file'],
		sites: ['LAN 192.168.1: 192.168.1.0/24'],
		plan: ['provider-file'],
	},
	'09-luci-export': {
		right: 'what LuCI exports without an address; "PresharedKey not used" names nobody',
		told: ['error no-address', 'warning default-route', 'warning hub-unaware'],
		sites: ['LAN 192.168.1: 192.168.1.0/24'],
		plan: ['no-address'],
	},
	'10-wgeasy-scheme': {
		right: 'http:// does not belong there',
		told: ['error bad-endpoint', 'warning default-route', 'warning hub-incapable'],
		plan: ['bad-endpoint'],
	},
	'12-wgcf': {
		right: 'a provider’s file; repeated lines add up',
		told: ['error provider-file'],
		plan: ['provider-file'],
	},
	'13-single-hosts': {
		right: 'the network around the two addresses of the VPN is proposed',
		told: ['error single-subnet'],
		sites: ['LAN 192.168.1: 192.168.1.0/24', 'LAN 192.168.50: 192.168.50.0/24'],
		plan: ['single-subnet'],
	},
	'14-chinese': {
		right: 'a Chinese comma and colon are comma and colon',
		told: ['info mended-text'],
		sites: [
			'上海家里: 192.168.1.0/24',
			'LAN 192.168.200: 192.168.200.0/24',
			'LAN 192.168.201: 192.168.201.0/24',
		],
		plan: joins('10.70.0.4/24', ['10.70.0.0/24', '192.168.200.0/24', '192.168.201.0/24']),
	},
	'14-chinese-eq': {
		right: 'full-width brackets and equals signs too',
		told: ['info mended-text'],
		plan: joins('10.70.0.4/24', ['10.70.0.0/24', '192.168.200.0/24']),
	},
	'15-wireguard-ui': {
		right: 'the network is asked for, and what wireguard-ui lacks is said',
		told: [
			...['error single-subnet', 'warning default-route', 'warning hub-unaware'],
			'info mtu-unused',
		],
		plan: ['single-subnet'],
	},
	'31-amnezia': {
		right: 'a hub with settings of its own does not answer WireGuard',
		told: ['error amnezia', 'warning hub-unaware'],
		plan: ['amnezia'],
	},
	'32-odd-pastes-emptybrackets': {
		right: 'the name is missing',
		told: ['error bad-endpoint'],
		plan: ['bad-endpoint'],
	},
	'32-odd-pastes-fritz6': {
		right: 'FRITZ!Box with IPv6: the same as without',
		told: ['warning one-way-file'],
		sites: ['LAN 192.168.1: 192.168.1.0/24', 'LAN 192.168.178: 192.168.178.0/24'],
		plan: joins('192.168.178.209/32', ['192.168.178.0/24'], false, true),
	},
	'32-odd-pastes-mikrotik': {
		right: 'a MikroTik export, and where its Client Config is',
		told: ['error other-format'],
		plan: ['other-format'],
	},
	'32-odd-pastes-quoted': {
		right: 'a quoted mail is read without its marks',
		told: ['info mended-text'],
		plan: joins('10.66.0.2/24', ['10.66.0.0/24', '192.168.40.0/24']),
	},
	'32-odd-pastes-uci': {
		right: 'this is /etc/config/network, and where LuCI makes the file',
		told: ['error other-format'],
		plan: ['other-format'],
	},
	'34-before': {
		right: 'names in any script stay',
		told: [],
		sites: ['上海の家 “Zuhause” é: 192.168.1.0/24', 'LAN 192.168.40: 192.168.40.0/24'],
		plan: joins('10.66.0.2/24', ['10.66.0.0/24', '192.168.40.0/24']),
	},
	'38-commercial-with-mask': {
		right: 'whose server is this? Nobody is let in while no home is named',
		told: ['warning unknown-server'],
		sites: ['LAN 192.168.1: 192.168.1.0/24'],
		plan: joins('10.13.76.217/24', ['10.13.76.0/24'], false),
	},
	'39-own-lan-in-list': {
		right: 'one list for all homes has this one’s LAN in it, too',
		told: ['error own-lan', 'warning hub-incapable'],
		plan: ['own-lan'],
	},
};

describe('a text that people paste', () => {
	for (const [name, wanted] of Object.entries(cases)) {
		it(`${name}: ${wanted.right}`, () => {
			const reply = read(pasted(name));
			assert.deepEqual(told(reply), wanted.told);
			if (wanted.sites) assert.deepEqual(sites(reply), wanted.sites);
			if (wanted.hub) assert.equal(reply.network.hub.address, wanted.hub);
			assert.deepEqual(outcome(plan(pasted(name))), wanted.plan);
		});
	}

	for (const file of readdirSync(FOLDER).filter((one) => one.endsWith('.conf'))) {
		const text = pasted(file.replace('.conf', ''));

		it(`${file}: errors come before warnings, and those before information`, () => {
			for (const { findings } of [read(text), plan(text)]) {
				const order = findings.map(({ severity }) =>
					['error', 'warning', 'info'].indexOf(severity)
				);
				assert.deepEqual(order, order.toSorted());
			}
		});

		it(`${file}: what read said of a field is not said worse by plan`, () => {
			const of = ({ findings }: ReadReply | PlanReply) =>
				findings.filter(({ about }) => about !== '').map(({ code, about }) => `${code} ${about}`);
			const later = of(plan(text));
			for (const one of of(read(text))) assert.ok(later.includes(one), `${one}: ${later.join()}`);
		});
	}

	it('names its fixes in whole: the way out is not cut short (01, 02)', () => {
		const [single] = read(pasted('01-fritzbox-single')).findings;
		assert.ok(single);
		const { message, fix } = said(single);
		assert.match(message, /FRITZ!Box sends nothing to 192\.168\.1\.0\/24/);
		assert.match(fix, /VPN \(WireGuard\).*enter 192\.168\.1\.0\/24.*paste that file\.$/);
	});

	it('of a FRITZ!Box that was told another LAN than this home has is refused (02)', () => {
		const text = pasted('02-fritzbox-lan-lan').replace('192.168.1.1/24', '192.168.5.1/24');
		const reply = read(text);
		assert.deepEqual(told(reply), ['error fritz-lan']);
		assert.match(firstSaid(reply).message, /has 192\.168\.5\.0\/24, but it has 192\.168\.1/);
	});

	it('has an address of this router’s own LAN for no VPN network, whoever made it (02)', () => {
		const text = pasted('02-fritzbox-lan-lan')
			.replace('abc4def5ghi6jkl7.myfritz.net', 'vpn.example.org')
			.replace('DNS = fritz.box\n', '');
		assert.deepEqual(told(read(text)), []);
		assert.deepEqual(outcome(plan(text)), joins('192.168.1.1/32', ['192.168.178.0/24']));
	});

	it('for a single device goes both ways only when somebody says so, and is told then what it lacks (01)', () => {
		const both = plan(pasted('01-fritzbox-single'), (network) => {
			network.hub.one_way = false;
			return network;
		});
		assert.deepEqual(told(both), ['warning hub-incapable']);
		assert.deepEqual(outcome(both), joins('192.168.178.202/32', ['192.168.178.0/24'], true, false));
	});

	it('lets people in once a home is named (38)', () => {
		const named = plan(pasted('38-commercial-with-mask'), (network) => {
			const site = { ...empty_record('site'), name: 'Home B' };
			network.sites.push({ ...site, lan: ['192.168.4.0/24'] });
			return network;
		});
		assert.deepEqual(told(named), []);
		assert.equal(lets_in(named.network), true);
		assert.deepEqual(outcome(named), joins('10.13.76.217/24', ['10.13.76.0/24', '192.168.4.0/24']));
		assert.match(
			plan(pasted('38-commercial-with-mask')).summary.map(in_english).join('\n'),
			/Let nobody reach anything in 192\.168\.1\.0\/24 until/
		);
	});

	it('proposes the VPN network that one click takes (13)', () => {
		const one = read(pasted('13-single-hosts')).findings.find(
			({ code }) => code === 'single-subnet'
		);
		assert.equal(one?.values['likely'], '10.8.0.0/24');
		const taken = plan(pasted('13-single-hosts'), (network) => {
			network.hub.subnet = '10.8.0.0/24';
			return network;
		});
		assert.deepEqual(outcome(taken), joins('10.8.0.10/24', ['10.8.0.0/24', '192.168.50.0/24']));
	});

	it('with an MTU that its maker writes into every file says which, and that another one is worked out (15)', () => {
		const one = read(pasted('15-wireguard-ui')).findings.find(({ code }) => code === 'mtu-unused');
		assert.ok(one);
		assert.match(said(one).message, /^The MTU 1450 from the text is not used: .*works out one/);
		const large = plan(pasted('15-wireguard-ui'), (network) => {
			network.hub.subnet = '10.252.1.0/24';
			network.hub.mtu = 1450;
			return network;
		});
		const [said1450] = large.findings.filter(({ code }) => code === 'mtu-large');
		assert.ok(said1450);
		assert.match(said(said1450).message, /^An MTU of 1450 is too large, .* so 1440 are left/);
	});

	it('joins once its own LAN is left out (39)', () => {
		const left = plan(pasted('39-own-lan-in-list'), (network) => {
			network.sites = network.sites.filter(({ name }) => name !== 'LAN 192.168.1');
			return network;
		});
		assert.deepEqual(outcome(left), joins('10.8.1.3/24', ['10.8.1.0/24', '192.168.7.0/24']));
	});

	it('with keys in the wrong sections says which line, and where it belongs (32)', () => {
		const reply = read(pasted('32-odd-pastes-swapped'));
		const one = reply.findings.find(({ code }) => code === 'mixed-sections');
		assert.ok(one);
		assert.match(said(one).message, /PrivateKey in line 2 .* below \[Peer\].* below \[Interface\]/);
		assert.equal(codes(reply.findings).includes('missing-key'), false);
	});

	it('with IPv6 in halves of the internet has none of it taken for a home (32)', () => {
		const reply = read(pasted('32-odd-pastes-shaneyao'));
		assert.deepEqual(sites(reply).slice(1), ['LAN 192.168: 192.168.0.0/16']);
	});

	it('with AmneziaWG’s settings as WireGuard has them joins, and says so (31)', () => {
		const text = pasted('31-amnezia');
		for (const [settings, wanted] of [
			['Jc = 4\nJmin = 40\nJmax = 70', 'info amnezia-plain'],
			[
				'Jc = 4\nS1 = 0\nS2 = 0\nH1 = 1\nH2 = 2\nH3 = 3\nH4 = 4\nI1 = <b 0xc7>',
				'info amnezia-plain',
			],
			['S1 = 0\nS2 = 0\nH1 = 1\nH2 = 2\nH3 = 3\nH4 = 5', 'error amnezia'],
			['S4 = 8', 'error amnezia'],
			['H1 = 1-5', 'error amnezia'],
			['HeaderProtectionKey = ' + key(7), 'error amnezia'],
		] as const) {
			const other = text.replace(/^Jc[^]*?\n\n/m, `${settings}\n\n`);
			const found = told(read(other)).filter((one) => one.includes('amnezia'));
			assert.deepEqual(found, [wanted], settings);
		}
	});
});

/** A file of the usual form, with these lines. */
const conf = (own: string, peer: string): string =>
	`[Interface]\n${own.replaceAll('KEY', key(1))}\n\n[Peer]\n${peer.replaceAll('KEY', key(2))}\n`;

describe('who wrote a text', () => {
	for (const [maker, own, peer] of [
		[
			'unifi',
			'PrivateKey = KEY\nAddress = 192.168.3.2/32\nDNS = 192.168.3.1',
			'PublicKey = KEY\nAllowedIPs = 192.168.3.1/32,192.168.3.2/32,0.0.0.0/0\nEndpoint = 203.0.113.7:51820',
		],
		[
			'pivpn',
			'PrivateKey = KEY\nAddress = 10.6.0.2/24\nDNS = 9.9.9.9',
			'PublicKey = KEY\nPresharedKey = KEY\nEndpoint = vpn.example.org:51820\nAllowedIPs = 0.0.0.0/0, ::0/0',
		],
		[
			'wireguard_install',
			'PrivateKey = KEY\nAddress = 10.66.66.2/32,fd42:42:42::2/128\nDNS = 1.1.1.1',
			'PublicKey = KEY\nPresharedKey = KEY\nEndpoint = 203.0.113.7:51820\nAllowedIPs = 0.0.0.0/0,::/0',
		],
		[
			'wireguard_install',
			'Address = 10.7.0.2/24\nDNS = 8.8.8.8\nPrivateKey = KEY',
			'PublicKey = KEY\nPresharedKey = KEY\nAllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = 203.0.113.7:51820\nPersistentKeepalive = 25',
		],
		[
			'linuxserver',
			'Address = 10.13.13.2\nPrivateKey = KEY\nListenPort = 51820\nDNS = 10.13.13.1',
			'PublicKey = KEY\nPresharedKey = KEY\nEndpoint = vpn.example.org:51820\nAllowedIPs = 0.0.0.0/0, ::/0',
		],
		[
			'luci',
			'PrivateKey = KEY\nAddress = 10.9.0.2/32\n# ListenPort not defined\nDNS = 192.168.10.1',
			'PublicKey = KEY\n# PresharedKey not used\nAllowedIPs = 10.9.0.0/24\nEndpoint = vpn.example.org:51820\nPersistentKeepalive = 25',
		],
		[
			'routeros',
			'ListenPort = 51820\nPrivateKey = KEY\nAddress = 10.10.0.2/32\nDNS = 10.10.0.1',
			'PublicKey = KEY\nAllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = 203.0.113.7:13231',
		],
		[
			'wireguard_ui',
			'Address = 10.252.1.2/32\nPrivateKey = KEY\nDNS = 1.1.1.1\nMTU = 1450',
			'PublicKey = KEY\nPresharedKey = KEY\nAllowedIPs = 0.0.0.0/0\nEndpoint = 203.0.113.7:51820\nPersistentKeepalive = 15',
		],
		[
			'',
			'PrivateKey = KEY\nAddress = 10.9.0.2/24',
			'PublicKey = KEY\nEndpoint = vpn.example.org:51820\nAllowedIPs = 10.9.0.0/24',
		],
	] as const) {
		it(`is ${maker || 'nobody known'} by ${own.replaceAll('\n', ', ').slice(0, 60)} …`, () => {
			const text = conf(own, peer);
			assert.equal(read_text(text).maker, maker);
			const aware = told(read(text)).filter((one) => one.includes('hub-'));
			assert.deepEqual(aware, maker === '' ? [] : ['warning hub-unaware']);
		});
	}

	for (const [provider, own, peer] of [
		['Mullvad', 'Address = 10.66.1.2/32,fc00:bbbb:bbbb:bb01::3:101/128', '203.0.113.9:51820'],
		['NordVPN', 'Address = 10.5.0.2/32', 'de1234.nordvpn.com:51820'],
		['Surfshark', 'Address = 10.14.0.2/16', 'de-fra.prod.surfshark.com:51820'],
		['AirVPN', 'Address = 10.162.1.2/32\nMTU = 1320', 'europe3.vpn.airdns.org:1637'],
		['Cloudflare WARP', 'Address = 172.16.0.2/32', '162.159.192.1:2408'],
		['Windscribe', 'Address = 100.75.19.203/32\nDNS = 10.255.255.1', '203.0.113.9:443'],
		['IVPN', 'Address = 172.27.1.4/32', 'nl1.wg.ivpn.net:2049'],
	] as const) {
		it(`is the provider ${provider} by ${own.split('\n').at(-1) ?? ''} or ${peer}`, () => {
			const lines = `PrivateKey = KEY\n${own}`;
			const text = conf(lines, `PublicKey = KEY\nAllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = ${peer}`);
			const one = read(text).findings.find(({ code }) => code === 'provider-file');
			assert.equal(one?.values['provider'], provider);
			// A hub of one's own may have the same addresses: then it names a home.
			const home = text.replace('0.0.0.0/0, ::/0', '10.0.0.0/24, 192.168.4.0/24');
			assert.equal(told(read(home)).includes('error provider-file'), false);
		});
	}
});

const HOOKS =
	'PostUp = iptables -A FORWARD -i %i -j ACCEPT; iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE';

describe("the hub's own file", () => {
	const member = (address: string, more = ''): string =>
		`PublicKey = KEY\nAllowedIPs = ${address}\n${more}`;
	const called = 'Endpoint = 198.51.100.8:28675';

	for (const [what, own, peer] of [
		['of wg-easy', `Address = 10.8.0.1/24\nListenPort = 51820\n${HOOKS}`, member('10.8.0.2/32')],
		[
			'of linuxserver',
			`Address = 10.13.13.1\nListenPort = 51820\n${HOOKS}`,
			`${member('10.13.13.2/32')}\n[Peer]\n${member('10.13.13.3/32')}`,
		],
		[
			'that saves itself',
			'Address = 10.0.0.1/24\nSaveConfig = true',
			member('10.0.0.2/32', called),
		],
		[
			'that is not the first address',
			`Address = 10.0.0.254/24\nListenPort = 51820\n${HOOKS}`,
			member('10.0.0.7/32, 192.168.4.0/24', called),
		],
		[
			'with many members that were called',
			'Address = 10.0.0.254/24\nListenPort = 51820',
			`${member('10.0.0.7/32', called)}\n[Peer]\n${member('10.0.0.8/32', called)}`,
		],
		[
			'of IPv6',
			'Address = fd42:42:42::1/64\nListenPort = 51820',
			member('fd42:42:42::2/128', called),
		],
	] as const) {
		it(`${what} is refused`, () => {
			assert.deepEqual(codes(read_text(conf(`PrivateKey = KEY\n${own}`, peer)).findings), [
				'hub-file',
			]);
		});
	}

	for (const [what, own, allowed] of [
		['a fixed port', 'Address = 10.8.0.2/24\nListenPort = 51820', '10.8.0.0/24, 192.168.4.0/24'],
		['commands', `Address = 10.8.0.2/24\n${HOOKS}`, '10.8.0.0/24, 192.168.4.0/24'],
		[
			'a port, commands and SaveConfig',
			`Address = 10.8.0.2/24\nListenPort = 51820\nSaveConfig = true\n${HOOKS}`,
			'10.8.0.0/24, 192.168.4.0/24',
		],
		['a port and only the hub named', 'Address = 10.8.0.2/24\nListenPort = 51820', '10.8.0.1/32'],
		['the first address, the hub being elsewhere', 'Address = 10.8.0.1/24', '10.8.0.0/24'],
		['a port and the internet', 'Address = 10.8.0.2/32\nListenPort = 51820', '0.0.0.0/0, ::/0'],
	] as const) {
		it(`is not a home's that has ${what}`, () => {
			const text = conf(`PrivateKey = KEY\n${own}`, member(allowed, called));
			assert.ok(!codes(read_text(text).findings).includes('hub-file'));
		});
	}
});

describe('a text in another form', () => {
	for (const [what, text] of [
		['/etc/config/network', "config wireguard_wg0\n\toption public_key 'x'\n"],
		['OpenWrt', 'config interface wg0\n\toption proto wireguard\n'],
		['OpenWrt', "network.wg0=interface\nnetwork.wg0.proto='wireguard'\n"],
		[
			'MikroTik',
			'# 2026-01-02 by RouterOS 7.16\n# software id = A\n/interface wireguard\nadd listen-port=1 name=wg\n',
		],
		['command prints', 'interface: wg0\n  public key: x\n\npeer: y\n  allowed ips: 10.0.0.2/32\n'],
		[
			'systemd-networkd',
			'[NetDev]\nName=wg0\nKind=wireguard\n\n[WireGuard]\nPrivateKey=x\n\n[WireGuardPeer]\n',
		],
		[
			'NetworkManager',
			'[connection]\nid=wg\ntype=wireguard\n\n[wireguard]\nprivate-key=x\n\n[wireguard-peer.y=]\n',
		],
		['list of commands', 'ip link add wg0 type wireguard\nip address add 10.0.0.1/24 dev wg0\n'],
		['VyOS', "set interfaces wireguard wg0 address '10.0.0.1/24'\n"],
		['Keenetic', 'interface Wireguard0\n    wireguard peer x\n'],
		['OpenVPN', 'client\ndev tun\nproto udp\nremote vpn.example.org 1194\n<ca>\n'],
		['Docker', 'services:\n  wg-easy:\n    image: ghcr.io/wg-easy/wg-easy\n'],
		['proxy program', 'proxies:\n  - name: wg\n    type: wireguard\n'],
		['proxy program', '{\n  "outbounds": [\n    { "type": "wireguard" }\n  ]\n}\n'],
		['link', 'vpn://AAAAVngBhZ'],
		['web page', '<!DOCTYPE html>\n<html>\n'],
		['web page', 'https://vpn.example.org/wg.conf'],
		['key alone', key(3)],
	] as const) {
		it(`is called what it is: ${what}, with the way to the file`, () => {
			const { findings, secrets } = read_text(text);
			assert.deepEqual(codes(findings), ['other-format']);
			const { message, fix } = firstSaid({ findings });
			assert.ok(message.includes(what), message);
			assert.match(fix, /^Get the \.conf file of this home: .{30,}\.$/);
			assert.equal(secrets.private_key, '');
		});
	}

	for (const [what, change] of [
		['marks of quoting', (text: string) => text.replace(/^/gm, '> > ')],
		['smart quotes', (text: string) => text.replace(/= (.*)$/gm, '= “$1”')],
		['single quotes', (text: string) => text.replace(/= (.*)$/gm, "= '$1'")],
		['non-breaking blanks', (text: string) => text.replaceAll(' ', '\u00a0')],
		['a byte order mark', (text: string) => `\ufeff${text}`],
		['marks of direction', (text: string) => text.replaceAll('=', '\u200e=')],
		[
			'full-width digits and dots',
			(text: string) => text.replace('192.168.4.0', '１９２．１６８．４．０'),
		],
		['a long dash in a host', (text: string) => text.replace('my-hub', 'my–hub')],
		['a block of a chat', (text: string) => `\`\`\`ini\n${text}\`\`\`\n`],
	] as const) {
		it(`with ${what} is read as without`, () => {
			const text = conf(
				'PrivateKey = KEY\nAddress = 10.9.0.2/24',
				'PublicKey = KEY\nEndpoint = my-hub.example.org:24356\nAllowedIPs = 10.9.0.0/24, 192.168.4.0/24\nPersistentKeepalive = 25'
			);
			const other = read_text(change(text));
			const wanted = read_text(text);
			assert.notEqual(change(text), text);
			assert.deepEqual(other.network, wanted.network);
			assert.deepEqual(other.secrets, wanted.secrets);
			assert.deepEqual(
				codes(other.findings).filter((code) => code !== 'mended-text'),
				[]
			);
		});
	}
});

describe('the name of this home', () => {
	const text = (comment: string): string =>
		conf(
			`${comment}\nPrivateKey = KEY\nAddress = 10.9.0.2/24`,
			'PublicKey = KEY\nEndpoint = 203.0.113.9:24356\nAllowedIPs = 10.9.0.0/24, 192.168.4.0/24'
		);
	const name = (comment: string, router = ''): string => {
		const facts = { ...look_with_name(here), host_name: router };
		return local_site(read_here(facts, text(comment), '').network)?.name ?? '';
	};

	for (const comment of [
		...[
			'# Zuhause',
			'# 上海家里',
			'# Дача',
			'# Mum and Dad',
			'# Maison de campagne',
			'# name: Zuhause',
		],
	]) {
		it(`is taken from ${comment}`, () => {
			assert.equal(name(comment, 'attic'), comment.replace(/^# (name: )?/, ''));
		});
	}

	for (const comment of [
		...['# PresharedKey not used', '# Key for router', '# generated by x', '# Device: Sunny Cat'],
		...[
			'# NAT-PMP (Port Forwarding) = off',
			'# Uncomment the next line.',
			'# 允许访问的网段，逗号分隔',
		],
		...[
			'# cle PrivateKey du routeur',
			'# this is the one that I use at home',
			'# see http://x.example',
		],
		...['# one\n# two', '# 10.9.0.2', '# Ключ: дом'],
	]) {
		it(`is not taken from ${JSON.stringify(comment)}, but from the router`, () => {
			assert.equal(name(comment, 'attic'), 'attic');
		});
	}

	for (const router of ['OpenWrt', 'GL-MT6000', 'LEDE', 'ImmortalWrt', '', 'a"b']) {
		it(`is that of its network where the router is called "${router}"`, () => {
			assert.equal(name('', router), 'LAN 192.168.1');
		});
	}

	it('is not that which another home has', () => {
		const both = text('').replace('192.168.4.0/24', '192.168.4.0/24 # Attic');
		const facts = { ...look_with_name(here), host_name: 'Attic' };
		const names = read_here(facts, both, '').network.sites.map((one) => one.name);
		assert.deepEqual(names, ['LAN 192.168.1', 'Attic']);
	});
});
