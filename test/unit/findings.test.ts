// Is there for every finding a case that produces it? A code that nothing produces is refused by the compiler and here.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { most_of_a_kind } from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import { keep_owed } from '../../root/usr/share/ucode/wgspoke/router/told.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { device_edit } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { do_plan } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { invitation } from '../../root/usr/share/ucode/wgspoke/verbs/invite.ts';
import { leave_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/leave.ts';
import { make_plan, own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import {
	faults_of,
	follow_plan,
	told_of,
} from '../../root/usr/share/ucode/wgspoke/verbs/follow.ts';
import { hub_hand, pay_hub } from '../../root/usr/share/ucode/wgspoke/verbs/athub.ts';
import { do_ask } from '../../root/usr/share/ucode/wgspoke/verbs/told.ts';
import { take_token, token_findings } from '../../root/usr/share/ucode/wgspoke/verbs/token.ts';
import { settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import { other_door, shortfall } from '../../root/usr/share/ucode/wgspoke/trial/aim.ts';
import { draft_edits, place_texts } from '../../root/usr/share/ucode/wgspoke/trial/files.ts';
import { begin_trial, last_trial } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { recover, run_trial } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';

import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { word_of } from '../../root/usr/share/ucode/wgspoke/hub/change.ts';
import { by_hand_findings } from '../../root/usr/share/ucode/wgspoke/hub/left.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { check_network, unsure_address } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { local_site } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { appraise } from '../../root/usr/share/ucode/wgspoke/plan/appraise.ts';
import { do_read } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { do_repair } from '../../root/usr/share/ucode/wgspoke/verbs/repair.ts';
import { do_status, outdated_finding } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { text_findings } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { finding, findings } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { in_order, settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import type { HubChange } from '../../root/usr/share/ucode/wgspoke/model/hubchange.ts';
import type { News } from '../../root/usr/share/ucode/wgspoke/hub/learn.ts';
import type { Watched } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { HubAnswer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import type { Aim } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import type { Finding, FindingCode } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import {
	freshFacts,
	goodWatched,
	homeKey,
	hubKey,
	key,
	lanInterface,
	liveTunnel,
	now,
	secrets,
	section,
	seedNetwork,
	site,
	statusOf,
	steady,
	wanInterface,
} from './seed.ts';
import { applyChanges } from './carry-out.ts';
import type { KnownFacts, SeedNetwork } from './seed.ts';
import { goodAnswer, ladderWith, peerAtHub, peerOf } from './troubled.ts';
import type { Troubled } from './troubled.ts';
import {
	abandon,
	joinChanges,
	newDevice,
	newRouter,
	onFullDisk,
	quickly,
	whileTrying,
} from './triedrouter.ts';

const TOKEN = '0123456789abcdef'.repeat(4);
/** A router that has joined, and whose tunnel somebody has switched off. */
function switchedOff(): KnownFacts {
	const network = seedNetwork();
	network.hub.off = true;
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(network, secrets, facts));
	return facts;
}

const TEXT = `[Interface]
PrivateKey = ${key(0xf2)}
Address = 192.168.151.2/24

[Peer]
PublicKey = ${hubKey}
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`;

/** What reading the text says, after this replacement in it. */
function text(from: string | RegExp, to: string): Finding[] {
	const read = read_text(TEXT.replace(from, to));
	return text_findings(read, read.network);
}

/** Nothing comes back from the hub but the server's answer to a ping. */
function mute(at: Troubled): void {
	dropped(at);
	peerOf(at).latest_handshake = 0;
	at.evidence.pings['server'] = 9;
}

/** Nor that. The provider's end answers. */
function dark(at: Troubled): void {
	mute(at);
	Object.assign(at.evidence.pings, { server: null, gateway: 1 });
}

/** The hub shakes hands and is silent else. */
function dropped(at: Troubled): void {
	for (const name of Object.keys(at.evidence.pings)) at.evidence.pings[name] = null;
}

/** The hub does not answer this home's LAN. */
function lanless({ evidence }: Troubled): void {
	Object.assign(evidence.pings, { hublan: null, l1: null });
}

/** Nothing comes from the other home. */
function homeless({ evidence }: Troubled): void {
	Object.assign(evidence.pings, { g1: null, l1: null });
}

/** The other home's router does not answer this home's LAN. */
function blind({ evidence }: Troubled): void {
	Object.assign(evidence.pings, { gn1: null, l1: null });
}

/** The same once somebody has looked at the hub, after this edit of what it tells. */
function told(
	trouble: (at: Troubled) => void,
	edit: (answer: HubAnswer) => unknown
): (at: Troubled) => void {
	return (at) => {
		trouble(at);
		at.answer = goodAnswer();
		at.looked = true;
		edit(at.answer);
	};
}

/** Why the ladder stops after this edit of a router where all is well. */
function caused(edit: (at: Troubled) => unknown): Finding[] {
	const { cause } = ladderWith(edit);
	return cause ? [cause.finding] : [];
}

/** Why it cannot be told whether the other home is reached. */
function doubted(edit: (at: Troubled) => unknown): Finding[] {
	const doubt = ladderWith(edit).members[0]?.doubt;
	return doubt ? [doubt] : [];
}

/** What is said of a text that names this home's own LAN among those of the others. */
function ownLan(): Finding[] {
	const read = read_text(TEXT);
	local_site(read.network)?.lan.push('192.168.4.0/24');
	return text_findings(read, read.network);
}

/** What the judge says of the seed's network after this edit. */
function network(edit: (network: SeedNetwork) => unknown): Finding[] {
	const edited = seedNetwork();
	edit(edited);
	return check_network(edited);
}

/** What a client is told that sends this. */
const sent = (value: unknown): Finding[] => normalize_network(value).findings;

/** What this router has against the seed's network after this edit. */
function router(edit: (facts: KnownFacts, network: SeedNetwork) => unknown): Finding[] {
	const facts = freshFacts();
	const edited = seedNetwork();
	edit(facts, edited);
	return preflight(edited, secrets, facts);
}

/** The seed's tunnel, made by hand under another name; its interface. */
function byHand(facts: KnownFacts): UciSection {
	const tunnel = section('interface', 'wg_home', { proto: 'wireguard' });
	facts.uci.network.push(tunnel);
	facts.uci.network.push(section('wireguard_wg_home', 'cfg0a0b0c', { public_key: hubKey }));
	return tunnel;
}

/** A network whose members are all known to the router. */
function knownNetwork(): SeedNetwork {
	const known = seedNetwork();
	known.sites[1].public_key = key(3);
	known.devices[0].public_key = key(4);
	known.devices[1].public_key = key(5);
	return known;
}

const LOOK = [
	`hub ${hubKey} 24356`,
	...['running', 'written'].flatMap((where) => [
		`${where} ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
		`${where} ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
		`${where} ${key(4)} 192.168.151.4/32`,
		`${where} ${key(5)} 192.168.151.5/32`,
	]),
	'route 192.168.2.0/24',
	'route 192.168.4.0/24',
	'forwarding 1',
];

/** What comparing says when the hub prints these lines, of a network after this edit. */
function hub(lines: string[], edit: (known: SeedNetwork) => unknown = () => null): Finding[] {
	const known = knownNetwork();
	edit(known);
	return compare_hub(known, hub_members(known, homeKey), lines.join('\n'));
}

const CABIN: News = {
	kind: 'added',
	name: 'Cabin',
	address: '192.168.151.6',
	lan: [],
	public_key: key(6),
	by: '',
	unheard: false,
};

/** What is told of a home that the hub has with this network. */
function news(lan: string): Finding[] {
	const cabin = { ...CABIN, lan: [lan] };
	return [told_of(cabin, faults_of(seedNetwork(), cabin, freshFacts()))];
}

const wgEasy = (address: string): string =>
	`[Interface]\nPrivateKey = ${key(1)}\nAddress = ${address}\n\n[Peer]\nPublicKey = ${hubKey}\n` +
	`PresharedKey = ${key(3)}\nAllowedIPs = 10.8.0.0/24\nPersistentKeepalive = 0\nEndpoint = 203.0.113.1:51820\n`;

/** What a verb says on a router in a directory, that has joined this network (null: none). */
function verb(joined: Network | null, ask: (router: Router) => Finding[]): Finding[] {
	const { router: here, root } = newRouter(joined);
	try {
		return ask(here);
	} finally {
		rmSync(root, { recursive: true });
	}
}

/** A router that has joined, and whose clock shows a day before the last handshake. */
function clockBehind(): KnownFacts {
	const facts = freshFacts();
	const uci = applyChanges(facts.uci, plan_join(seedNetwork(), secrets, facts));
	return { ...facts, uci, tunnels: [liveTunnel()], time: facts.time - 86_400 };
}

/** What is said of a router that has joined, where somebody has stopped the tunnel. */
function stopped(): Finding[] {
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(seedNetwork(), secrets, facts));
	const tunnel = { ...lanInterface(), name: 'wgspoke', up: false, addresses: [], stopped: true };
	return appraise({ ...facts, interfaces: [...facts.interfaces, tunnel] }).findings;
}

const invite = (name: string): ((router: Router) => Finding[]) => {
	const call = { name, lan: [], address: '', public_key: '' };
	return (here) => invitation(here, call, false).reply.findings;
};

/** What is said of a change that did not come to its end, on a router that has joined the seed's network. */
const short = (
	kind: Aim['kind'],
	stage: Parameters<typeof shortfall>[2],
	host = '',
	ports = ''
): Finding[] => {
	const network = seedNetwork();
	network.hub.ports = ports;
	return verb(network, (here) => {
		if (host !== '') edit(`${here.config_dir}/wgspoke`, '203.0.113.1', host);
		return [shortfall(here, { kind, name: 'wgspoke', addresses: [] }, stage, 60)];
	});
};

/** What a router that has joined says when the watch knows this besides. */
function watch(more: Partial<Watched>): Finding[] {
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(seedNetwork(), secrets, facts));
	return statusOf(facts, null, false, { ...goodWatched(), ...more }).findings;
}

function edit(path: string, from: string, to: string): void {
	writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

/** Puts a file where a directory has to be. */
function block(path: string): void {
	rmSync(path, { recursive: true, force: true });
	writeFileSync(path, '');
}

/** What is said of a trial whose program is gone, once it is undone, at boot or later, or is tried to be. */
function gone(
	booting: boolean,
	name = '',
	spoil: (router: Router) => unknown = () => null
): Finding[] {
	return verb(seedNetwork(), (here) => {
		const { changes, aim } = newDevice(here);
		abandon(here, { changes, aim: { ...aim, name } });
		spoil(here);
		return quickly(() => {
			recover({ ...here, live: true }, booting, () => []);
			return last_trial(here)?.findings ?? [];
		});
	});
}

/** What is said of a text that cannot be put in the place of config network. */
function unplaced(spoil: (router: Router) => unknown): Finding[] {
	return verb(null, (here) => {
		spoil(here);
		const { problem } = place_texts(here, { network: '# more\n'.repeat(1000) });
		return problem ? [problem] : [];
	});
}

/** What is said of the plan to join when config network has become this. */
const drafted = (text: string): Finding[] =>
	verb(null, (here) => {
		const changes = joinChanges(here, seedNetwork());
		writeFileSync(`${here.config_dir}/network`, text);
		const draft = draft_edits(here, changes);
		return 'code' in draft ? [draft] : [];
	});

/** What the hub, which answers nowhere, is to be told. */
const NOTHING_MORE = { device_key: '', device_public_key: '', paste: '' };
const WISH: HubChange = { hub_key: hubKey, address: '', members: [], gone: [] };

/** What is said of a change that the hub does not hear of. */
function telling(spoil: (router: Router) => unknown): Finding[] {
	return verb(seedNetwork(), (here) => {
		spoil(here);
		const seen = hub_hand(here).foresee(WISH);
		return 'code' in seen ? [seen] : [];
	});
}

/** What is said of one that it refuses by this word. */
function refusal(why: string): Finding[] {
	const { refused } = word_of(`refused ${why}\n`);
	return refused === null ? [] : [refused];
}

/** A router with a bus is needed for these, and so the test is there. */
const AT_A_ROUTER = {
	'apply-pending': 'test/contract/together.test.ts',
	'undone-by-hand': 'test/contract/apply.test.ts',
} as const;

const cases: Record<Exclude<FindingCode, keyof typeof AT_A_ROUTER>, Finding[]> = {
	'not-config': text(/[^]*/, 'a shopping list'),
	'too-large': text(/[^]*/, 'x'.repeat(70_000)),
	'too-many': sent({ hub: {}, sites: Array(2000).fill(1) }),
	'too-long': sent({ hub: { endpoint_host: 'x'.repeat(300) } }),
	'key-misplaced': sent({ hub: {}, devices: [{ name: key(0x5a).replaceAll('W', 'W ') }] }),
	'more-alike': text('[Peer]', `[Peer]\n${'nothing\n'.repeat(12)}`),
	'look-too-large': hub(Array<string>(2500).fill('route 10.0.0.0/8')),
	'paste-gone': verb(null, (here) => {
		const gone = { ...own_request(false), network: {}, paste_gone: true };
		return make_plan(here, gone, false).reply.findings;
	}),
	'bad-line': text('PersistentKeepalive = 25', 'PersistentKeepalive = often'),
	'unused-line': text('[Peer]', 'ListenPort = 1\n[Peer]'),
	'unused-lines': text('[Peer]', 'ListenPort = 1\nTable = off\n[Peer]'),
	'hub-file': text(/\[Peer\][^]*/, `ListenPort = 24356\n[Peer]\nPublicKey = ${key(3)}\n[Peer]\n`),
	'no-peer': text(/\[Peer\][^]*/, ''),
	'many-peers': text('[Peer]', '[Peer]\nPublicKey = x\n[Peer]'),
	'hub-unaware': text(/[^]*/, wgEasy('10.8.0.2/32')),
	'hub-incapable': text(/[^]*/, wgEasy('10.8.0.2/24')),
	'one-way-file': text('203.0.113.1:24356', 'x.myfritz.net:24356'),
	'fritz-lan': text(/203.0.113.1:24356\n.*/, 'x.myfritz.net:24356\nAllowedIPs = 192.168.178.0/24'),
	'other-format': text(/[^]*/, "config interface 'wg0'\n\toption proto 'wireguard'\n"),
	'mended-text': text('[Peer]', '> ［Peer］'),
	'mixed-sections': text(/PrivateKey.*\n([^]*)/, `$1PrivateKey = ${key(0xf2)}`),
	amnezia: text('[Peer]', 'S1 = 15\n[Peer]'),
	'amnezia-plain': text('[Peer]', 'Jc = 4\nS1 = 0\nH1 = 1\n[Peer]'),
	'provider-file': text(/203.0.113.1:24356\n.*/, 'x.mullvad.net:1\nAllowedIPs = 0.0.0.0/0'),
	'unknown-server': text('192.168.151.0/24, 192.168.4.0/24', '0.0.0.0/0, ::/0'),

	'bad-key': network((n) => (n.hub.public_key = 'short')),
	'missing-key': network((n) => (n.hub.public_key = '')),
	'bad-address': network((n) => (n.sites[1].lan = ['home'])),
	'missing-address': network((n) => (n.sites[0].address = '')),
	'no-address': text(/Address.*\n/, ''),
	'bad-endpoint': text(':24356', ''),
	'bad-name': network((n) => (n.sites[1].name = "O'Neill")),
	'missing-name': network((n) => (n.sites[1].name = '')),
	'bad-value': network((n) => (n.hub.mtu = 5)),
	'host-bits': sent({ hub: {}, sites: [{ name: 'B', lan: ['10.0.0.1/8'] }] }),
	'no-endpoint': network((n) => (n.hub.endpoint_host = '')),
	'same-key': network((n) => (n.devices[0].public_key = hubKey)),
	'default-route': text('192.168.4.0/24', '0.0.0.0/0'),
	'narrow-route': text('192.168.151.0/24', '192.168.151.1/32'),
	'no-keepalive': network((n) => (n.hub.keepalive = 0)),
	'keepalive-set': text(/PersistentKeepalive.*\n/, ''),
	'foreign-dns': text('[Peer]', 'DNS = 1.1.1.1\n[Peer]'),
	'mtu-odd': network((n) => (n.hub.mtu = 1500)),
	'mtu-unused': text('[Peer]', 'MTU = 1450\n[Peer]'),
	'default-port': network((n) => (n.hub.endpoint_port = 51820)),

	'no-lan': network((n) => (n.sites[0].lan = [])),
	'unknown-lan': router((_, n) => (n.sites[0].lan = ['10.99.0.0/16'])),
	'no-remote': network((n) => {
		n.sites.pop();
		n.devices.length = 0;
	}),
	'no-subnet': network((n) => (n.hub.subnet = '')),
	'single-subnet': network((n) => (n.hub.subnet = '192.168.151.2/32')),
	'address-taken': network((n) => (n.sites[0].address = '192.168.151.1')),
	'address-outside': network((n) => (n.sites[0].address = '10.0.0.2')),
	'site-overlap': network((n) => n.sites.push(site('C', '', ['192.168.4.0/24']))),
	'own-lan': ownLan(),
	'lan-overlap': network((n) => (n.sites[1].lan = ['192.168.2.128/25'])),
	'vpn-overlap': network((n) => (n.sites[1].lan = ['192.168.151.128/25'])),
	'endpoint-inside': network((n) => (n.sites[1].lan = ['203.0.113.0/24'])),

	'special-prefix': network((n) => (n.sites[1].lan = ['127.0.0.0/24'])),
	'public-prefix': network((n) => (n.sites[1].lan = ['8.8.8.0/24'])),
	'needed-here': router((_, n) => (n.sites[1].lan = ['192.0.2.0/24'])),

	'wan-overlap': router((f) => (f.interfaces[2].addresses = ['192.168.4.20/24'])),
	'route-taken': router((f) => f.routes.push({ target: '192.168.4.0/24', device: 'tun0' })),
	'no-wan': router((f) => {
		f.routes.length = 0;
		f.interfaces = [lanInterface(), wanInterface(), { ...wanInterface(), routes: [] }];
		f.interfaces.splice(1, 1);
	}),
	'no-zone': router(
		(f) => (f.uci.firewall = f.uci.firewall.filter((one) => one.options.name !== 'lan'))
	),
	'no-firewall': router((f) => (f.uci.firewall = [])),
	'own-network': router((f) => {
		f.interfaces.push({
			...lanInterface(),
			name: 'guest',
			device: 'br-guest',
			addresses: ['192.168.4.1/24'],
		});
		f.uci.firewall.push(section('zone', 'guest', { name: 'guest', network: 'guest' }));
	}),
	'stays-here': network((n) => (n.sites[1].lan = ['192.168.0.0/16'])),
	'site-inside': network((n) => n.sites.push(site('C', '', ['192.168.4.128/25']))),
	'shared-subnet': router((f) =>
		f.interfaces.push({ ...lanInterface(), name: 'guest', device: 'br-guest' })
	),
	'choose-lan': router((_, n) => (n.sites[0].lan = [])),
	'same-tunnel': router(byHand),
	'same-tunnel-off': router((f) => {
		byHand(f).options.disabled = '1';
	}),
	'not-to-take': preflight(seedNetwork(), secrets, freshFacts(), undefined, 'wg9'),
	'hub-is-here': router((_, n) => (n.hub.endpoint_host = '192.168.2.1')),
	'hub-nowhere': router((_, n) => (n.hub.endpoint_host = '127.0.0.1')),
	'hub-not-public': router((_, n) => (n.hub.endpoint_host = '192.168.4.1')),
	'hub-private': router((_, n) => (n.hub.endpoint_host = '10.1.2.3')),
	'hub-shared': router((_, n) => (n.hub.endpoint_host = '100.72.14.9')),
	'hub-example': router((f) => (f.interfaces[2].addresses = ['9.1.2.3/24'])),
	'hub-fake': router((_, n) => (n.hub.endpoint_host = '198.18.0.116')),
	'no-ipv6': router((_, n) => (n.hub.endpoint_host = '2001:db8::1')),
	'no-ipv4': router((f) => {
		f.interfaces[2] = { ...wanInterface(), addresses: [], routes: [] };
		f.routes = [{ target: '::/0', device: 'eth1' }];
	}),
	'internet-tunnel': router((f) => {
		f.uci.network.push(section('interface', 'vpn', { proto: 'wireguard' }));
		const peer = { allowed_ips: ['0.0.0.0/0'], route_allowed_ips: '1', endpoint_host: 'x.org' };
		f.uci.network.push(section('wireguard_vpn', 'cfg0a0b0c', peer));
	}),
	'policy-pbr': router((f) => (f.steering = ['pbr'])),
	'policy-mwan3': router((f) => (f.steering = ['mwan3'])),
	'ipv6-half': router((_, n) => n.sites[1].lan.push('fd77:1:2::/48')),
	'ipv6-shared': router((_, n) => {
		n.sites[0].lan.push('fd3a:9c11:72e4::/60');
		n.sites[1].lan.push('fd77:1:2::/48');
	}),
	'ipv6-left-out': verb(
		null,
		(here) =>
			do_read(here, TEXT.replace('192.168.4.0/24', '192.168.4.0/24, fd77:1:2::/48')).findings
	),
	'mtu-large': router((f, n) => {
		n.hub.mtu = 1440;
		f.mtus = { eth1: 1492 };
	}),
	'lan-is-wan': router((_, n) => (n.sites[0].lan = ['198.51.100.0/24'])),
	'interface-exists': router((f) => f.uci.network.push(section('interface', 'wgspoke', {}))),
	'zone-exists': router((f) => f.uci.firewall.push(section('zone', 'z', { name: 'wgspoke' }))),
	'already-joined': verb(seedNetwork(), (here) => do_plan(here, own_request(false)).findings),
	'not-joined': verb(null, (here) => leave_to_apply(here, false).reply.findings),

	'trial-running': verb(seedNetwork(), (here) =>
		whileTrying(here, () => begin_trial(here, newDevice(here)).findings)
	),
	'no-memory': verb(seedNetwork(), (here) => {
		const request = newDevice(here);
		block(here.run_dir);
		return begin_trial(here, request).findings;
	}),
	'config-changed': drafted("config interface 'wgspoke'\n\toption proto 'wireguard'\n"),
	'config-broken': drafted("config interface 'lan\n"),
	'no-room': onFullDisk(4096, () => unplaced(() => null)),
	'read-only': unplaced((here) => {
		rmSync(here.config_dir, { recursive: true });
		symlinkSync('/sys/kernel', here.config_dir);
	}),
	'not-written': unplaced((here) => {
		block(here.config_dir);
	}),
	'not-told': verb(seedNetwork(), (here) => {
		const { trial } = begin_trial(here, newDevice(here));
		// A router on which nobody is at the bus.
		quickly(() => {
			run_trial({ ...here, live: true }, trial, () => []);
		});
		return last_trial(here)?.findings ?? [];
	}),
	'no-answer': short('answers', 'up'),
	'no-answer-anywhere': short('answers', 'up', '', '4500,443'),
	'hub-found-at-port': [other_door({ doors: [24356, 4500, 443], called: 443 })].flatMap(
		(one) => one ?? []
	),
	// No name server is asked for a name that none can have.
	'name-unknown': short('answers', 'up', `${'a'.repeat(64)}.example`),
	'tunnel-down': short('answers', 'down'),
	'tunnel-stays': short('gone', 'up'),
	'not-confirmed': short('answers', 'answers'),
	'power-lost': gone(true),
	'trial-died': gone(false),
	'switched-off': appraise(switchedOff()).findings,
	'tunnel-stopped': stopped(),
	'key-lost': verb(seedNetwork(), (here) => {
		writeFileSync(`${here.config_dir}/network`, '');
		return do_status(here).findings;
	}),
	'key-new': verb(seedNetwork(), (here) => {
		writeFileSync(`${here.config_dir}/network`, '');
		return do_repair(here, true).findings;
	}),
	'config-lost': verb(seedNetwork(), (here) => {
		writeFileSync(`${here.config_dir}/wgspoke`, "config hub 'hub\n");
		return do_status(here).findings;
	}),
	'put-back': gone(false),
	'not-settled': gone(false, 'wgspoke'),
	'not-put-back': gone(false, '', (here) => {
		block(here.config_dir);
	}),
	'key-not-kept': verb(seedNetwork(), (here) => {
		const request = newDevice(here, { keep: true });
		block(here.keep_dir);
		return settle_change(here, request);
	}),

	'no-wireguard': router((f) => (f.wireguard = false)),
	'side-router': router((f) => {
		f.interfaces[0].routes = [{ target: '0.0.0.0/0', nexthop: '192.168.2.254' }];
	}),
	'proxy-running': router((f) => (f.proxies = ['OpenClash'])),
	'clock-unset': router((f) => (f.clock_set = false)),

	'clock-behind': statusOf(clockBehind(), null, false).findings,

	'address-unsure': unsure_address(
		{ ...seedNetwork(), sites: [site('B', '', ['10.0.0.0/8'])] },
		'192.168.151.254',
		'x'
	),
	'home-replaced': verb(knownNetwork(), invite('Home B')),
	'home-repeated': verb(seedNetwork(), invite('Home B')),
	'no-dns': verb(seedNetwork(), (here) => {
		const call = { name: 'MacBook', to: '', public_key: '', address: '', keep: false };
		return device_edit(here, { ...call, action: 'show', dns: '192.168.4.1' }).reply.findings;
	}),
	'hub-other': hub([`hub ${key(8)} 51820`]),
	'hub-missing': hub(LOOK.filter((line) => !line.startsWith(`running ${key(3)}`))),
	'hub-missing-file': hub(LOOK.filter((line) => !line.startsWith(`written ${key(3)}`))),
	'hub-no-route': hub(LOOK.filter((line) => !line.startsWith('route 192.168.4'))),
	'hub-differs': hub([...LOOK, `running ${key(3)} 192.168.151.3/32`]),
	'hub-differs-file': hub([...LOOK, `written ${key(3)} 192.168.151.3/32`]),
	'hub-silent': hub([...LOOK, `running ${key(3)} (none)`]),
	'hub-silent-file': hub([...LOOK, `written ${key(3)} (none)`]),
	'hub-extra': hub([...LOOK, `running ${key(9)} 10.0.0.1/32`]),
	'hub-knows': hub(LOOK, (known) => (known.sites[1].public_key = '')),
	'hub-rekeyed': hub(LOOK, (known) => (known.sites[1].public_key = key(7))),
	'hub-rekeyed-here': hub(LOOK.map((line) => line.replace(homeKey, key(7)))),
	'hub-uncompared': hub(
		[`hub ${hubKey} 24356`, 'forwarding 1'],
		(known) => (known.sites[1].public_key = '')
	),
	'hub-unresolved': watch({ resolves: false }),
	'hub-moved': watch({ moved: { at: steady, from: '203.0.113.1:1', to: '203.0.113.7:1' } }),
	'hub-other-port': watch({ door: { at: steady, from: 24356, to: 443 }, hub_heard: steady }),
	'home-added': news('10.6.0.0/24'),
	'device-outdated': [outdated_finding({ name: 'iPhone', lacks: ['Cabin'] })],
	'device-at-hub': [told_of({ ...CABIN, kind: 'device', lan: [] }, [])],
	'home-added-by': [told_of({ ...CABIN, by: 'Home B' }, [])],
	'home-refused': news('192.168.2.0/24'),
	'home-gone': [told_of({ ...CABIN, kind: 'gone' }, [])],
	'special-prefix-at-hub': faults_of(seedNetwork(), { ...CABIN, lan: ['0.0.0.0/0'] }, freshFacts()),
	'no-news': verb(seedNetwork(), (here) => follow_plan(here, [key(7)]).reply.findings),
	'hub-speechless': verb(null, (here) => {
		const network = seedNetwork();
		network.hub.address = '';
		return do_ask(here, network).findings;
	}),
	'hub-told': verb(seedNetwork(), (here) => settle_change(here, { ...newDevice(here), hub: WISH })),
	'hub-forgets': verb(null, (here) => settle_change(here, { ...NOTHING_MORE, hub: WISH })),
	'hub-left-add': by_hand_findings({
		...WISH,
		members: [{ public_key: key(9), networks: ['192.168.151.9/32'], name: 'iPad' }],
	}),
	'hub-left-gone': by_hand_findings({ ...WISH, gone: [{ public_key: key(9), name: 'iPad' }] }),
	'hub-untold': telling(() => null),
	'hub-refuses': refusal('full'),
	'hub-refuses-token': refusal('token'),
	'hub-refuses-taken': refusal(`taken 192.168.151.6/32 ${key(4)}`),
	'hub-refuses-own': refusal('here 203.0.113.0/24'),
	'hub-owed': verb(seedNetwork(), (here) => {
		take_token(here, seedNetwork(), TOKEN);
		keep_owed(here, { ...WISH, gone: [{ public_key: key(9), name: 'iPad' }] });
		return quickly(() => pay_hub(here));
	}),
	'token-kept': verb(seedNetwork(), (here) => take_token(here, seedNetwork(), TOKEN)),
	'token-not-kept': verb(seedNetwork(), (here) => {
		block(here.keep_dir);
		return take_token(here, seedNetwork(), TOKEN);
	}),
	'token-refused': verb(seedNetwork(), (here) => {
		take_token(here, seedNetwork(), TOKEN);
		return token_findings(here, seedNetwork(), 'no');
	}),
	'no-token': verb(seedNetwork(), (here) => {
		const call = { name: 'Cabin', lan: ['192.168.6.0/24'], address: '', public_key: key(6) };
		return invitation(here, { ...call, manage: true }, false).reply.findings;
	}),
	'line-down': caused((at) => {
		dark(at);
		at.evidence.pings['gateway'] = null;
		at.evidence.heard = ['203.0.113.1', '198.51.100.1'];
	}),
	'server-off': caused((at) => {
		dark(at);
		at.evidence.heard = ['203.0.113.1'];
	}),
	'server-lost': caused((at) => {
		told(dark, (answer) => (peerAtHub(answer, '192.168.2.0/24').seen = null))(at);
		at.looked = false;
	}),
	'server-mute': caused(dark),
	'hub-mute': caused(mute),
	'hub-key-wrong': caused(told(mute, (answer) => (answer.public_key = key(8)))),
	'hub-unknown-key': caused(told(mute, (answer) => answer.peers.shift())),
	'hub-port-wrong': caused(told(mute, (answer) => (answer.listen_port = 51820))),
	'answers-lost': caused(told(mute, () => null)),
	'udp-blocked': caused(told(mute, (answer) => (peerAtHub(answer, '192.168.2.0/24').seen = null))),
	'hub-fake-address': caused((at) => {
		mute(at);
		at.evidence.addresses = ['198.18.0.6'];
	}),
	'hub-address-old': caused((at) => {
		mute(at);
		at.evidence.addresses = ['203.0.113.7'];
	}),
	'proxy-swallows': caused((at) => {
		mute(at);
		at.evidence.swallowing = ['354'];
		Object.assign(at.evidence.firewall ?? {}, { diverts: 'yes' });
	}),
	'hub-way': caused((at) => {
		mute(at);
		at.evidence.ways['hub'] = 'tun0';
	}),
	'hub-drops': caused(dropped),
	'hub-address-missing': caused(
		told(dropped, (answer) => (peerAtHub(answer, '192.168.2.0/24').running = ['192.168.2.0/24']))
	),
	'data-dropped': caused(told(dropped, () => null)),
	'mtu-too-large': caused(({ evidence }) => {
		evidence.large = { size: 1420, sent: 20, received: 0 };
		evidence.fits = 1380;
	}),
	'udp-throttled': caused(({ evidence }) => {
		evidence.large = { size: 1420, sent: 20, received: 13 };
	}),
	lossy: caused(({ evidence }) => {
		evidence.large = { size: 1420, sent: 20, received: 13 };
		evidence.beside = null;
	}),
	'forwarding-off': caused(({ evidence }) => (evidence.forwards = false)),
	'way-missing': caused(({ evidence, facts }) => {
		evidence.ways['n1'] = 'eth1';
		facts.routes = facts.routes.filter(({ target }) => target !== '192.168.4.0/24');
	}),
	'way-taken': caused(({ evidence }) => {
		evidence.ways['n1'] = 'eth1';
		evidence.rules = [{ priority: 100, from: '192.168.2.0/24', mark: '', table: '256' }];
	}),
	'no-forwarding': caused(({ evidence }) =>
		Object.assign(evidence.firewall ?? {}, { inward: 'no' })
	),
	masquerading: ladderWith(({ evidence }) =>
		Object.assign(evidence.firewall ?? {}, { masquerades: 'yes' })
	).warnings.map((one) => one.finding),
	'lan-unknown': caused(lanless),
	'hub-lan-missing': caused(
		told(lanless, (answer) => (peerAtHub(answer, '192.168.2.0/24').running = ['192.168.151.2/32']))
	),
	'hub-route-missing': caused(told(lanless, (answer) => (answer.routes = ['192.168.4.0/24']))),
	'hub-firewall': caused(told(homeless, (answer) => (answer.forward = 'no'))),
	'home-unknown': caused(told(homeless, (answer) => answer.peers.pop())),
	'home-offline': caused(
		told(homeless, (answer) => {
			const { seen } = peerAtHub(answer, '192.168.4.0/24');
			if (seen) seen.handshake = now - 7300;
		})
	),
	'home-drops': caused(told(homeless, () => null)),
	'homes-silent': caused(({ network, evidence }) => {
		network.sites.push(site('Home C', '192.168.151.9', ['192.168.9.0/24']));
		Object.assign(evidence.pings, { g1: null, l1: null, g2: null, l2: null });
	}),
	'home-silent': caused(homeless),
	'home-unseen': doubted((at) => {
		at.network.sites[1].address = '';
		delete at.evidence.pings['g1'];
		at.evidence.pings['l1'] = null;
	}),
	'home-unheard': doubted(
		told(homeless, (answer) => {
			const { seen } = peerAtHub(answer, '192.168.4.0/24');
			if (seen) seen.handshake = 0;
		})
	),
	'home-lan-missing': caused(
		told(blind, (answer) => (peerAtHub(answer, '192.168.4.0/24').running = ['192.168.151.3/32']))
	),
	'home-blind': caused(blind),
	'device-silent': caused(({ network, evidence }) => {
		network.sites[1].host = '192.168.4.20';
		evidence.pings['d1'] = null;
	}),
	'hub-stops': hub([...LOOK, 'forwarding 0']),
	'look-cut-off': hub(['wgspoke 2', ...LOOK]),
	'hub-cut-off': read_answer(['wgspoke 2', ...LOOK].join('\n'), true).findings,
	'not-look': hub(['bash: wg: command not found']),
};

describe('findings that are told', () => {
	it('are not cut short where each is about another home', () => {
		const many = Array.from({ length: 15 }, () => finding('hub-missing', {}));
		assert.equal(in_order(many).length, 15);
	});

	it('of one code are few, and how many more there are is told, however often they are put in order', () => {
		const many = Array.from({ length: 15 }, () => finding('hub-missing', {}));
		const told = settle(many);
		assert.deepEqual(
			told.map(({ code }) => code),
			[...Array<string>(most_of_a_kind).fill('hub-missing'), 'more-alike']
		);
		assert.equal(told.at(-1)?.values['count'], '5');
		assert.deepEqual(settle([...settle(told), finding('no-wan', {})]).length, most_of_a_kind + 2);
		assert.equal(settle([...told, ...many]).at(-1)?.values['count'], '20');
	});

	it('leave out what follows from one of them in another field', () => {
		const follows = [finding('no-remote', {}, 'sites'), finding('no-subnet', {}, 'hub.subnet')];
		assert.deepEqual(
			settle([...follows, finding('no-address', {}, 'local.address')]).map(({ code }) => code),
			['no-address']
		);
	});
});

describe('every finding', () => {
	for (const [code, produced] of Object.entries(cases)) {
		it(`${code} is produced by a case of its own`, () => {
			const codes = produced.map((one) => one.code);
			assert.ok(codes.includes(code as FindingCode), `${code} is not among ${codes.join(', ')}`);
		});
	}

	it('has its case here or, where a router with a bus is needed, in the contract', () => {
		const there = Object.entries(AT_A_ROUTER);
		for (const [code, file] of there) {
			assert.ok(readFileSync(file, 'utf8').includes(`'${code}'`), `${code} is not in ${file}`);
		}
		assert.deepEqual(
			[...Object.keys(cases), ...Object.keys(AT_A_ROUTER)].sort(),
			Object.keys(findings).sort()
		);
	});
});
