// How do roaming devices come, change and go, over a directory of UCI files?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { device_text } from '../../root/usr/share/ucode/wgspoke/cli/print.ts';
import { spoke_conf } from '../../root/usr/share/ucode/wgspoke/hub/conf.ts';
import { network_seen_by } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { uptime } from '../../root/usr/share/ucode/wgspoke/base/uptime.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { device_edit, device_wanted } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { joined_network } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { DeviceAction, DeviceCall } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import type { DeviceReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { hubKey, key, secrets, seedNetwork, said } from './seed.ts';

const HUB = `config hub 'hub'
	option interface 'wgspoke'
	option public_key '${hubKey}'
	option endpoint_host '203.0.113.1'
	option endpoint_port '24356'
	option address '192.168.151.1'
	option subnet '192.168.151.0/24'
	option keepalive '25'

config site 'site1'
	option name 'Home A'
	option address '192.168.151.2'
	list lan '192.168.2.0/24'
	option local '1'

config site 'site2'
	option name 'Home B'
	option address '192.168.151.3'
	list lan '192.168.4.0/24'
`;

const pubkey = (conf: string): string => {
	const input = /^PrivateKey = (.*)$/m.exec(conf)?.[1] ?? '';
	return spawnSync('wg', ['pubkey'], { input, encoding: 'utf8' }).stdout.trim();
};

describe('a device', () => {
	let root = '';
	const router = (): ReturnType<typeof directory> => directory(root);
	/** The keys of devices: what else is kept there, what is left to do at the hub, has an ending to its name. */
	const kept = (): string[] => {
		const folder = join(root, 'etc/wgspoke');
		const names = existsSync(folder) ? readdirSync(folder) : [];
		return names.filter((name) => !name.includes('.'));
	};
	const configs = (): string[] =>
		['network', 'firewall', 'wgspoke'].map((name) =>
			readFileSync(join(root, 'etc/config', name), 'latin1')
		);

	/** Does it as the command would, and returns the reply. */
	function device(action: DeviceAction, name: string, more: Partial<DeviceCall> = {}): DeviceReply {
		const call = { action, name, to: '', public_key: '', address: '', dns: '', keep: false };
		const edit = device_edit(router(), { ...call, ...more });
		assert.equal(write_directory(router(), edit.changes), null);
		assert.deepEqual(settle_change(router(), device_wanted(edit)), []);
		return edit.reply;
	}
	const codes = (reply: DeviceReply): string[] => reply.findings.map(({ code }) => code);
	const devices = (): Network['devices'] => joined_network(router())?.devices ?? [];

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'wgspoke-devices-'));
		cpSync('test/fixtures/router', root, { recursive: true });
		writeFileSync(join(root, 'etc/config/wgspoke'), HUB);
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('gets the next free address, the VPN, every home’s LAN and no way to the internet', () => {
		const [network, firewall] = configs();
		const { conf, hub, device: made, findings } = device('add', 'iPhone');
		assert.deepEqual(findings, []);
		const key = pubkey(conf);
		assert.match(key, /^[A-Za-z0-9+/]{43}=$/);
		assert.equal(
			conf.replace(/^PrivateKey.*\n/m, ''),
			`[Interface] # iPhone
Address = 192.168.151.4/24

[Peer] # Hub
PublicKey = ${hubKey}
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.2.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`
		);
		assert.deepEqual(made, {
			name: 'iPhone',
			address: '192.168.151.4',
			public_key: key,
			lacks: [],
		});
		assert.deepEqual(hub, {
			peer_block: `[Peer] # iPhone\nPublicKey = ${key}\nAllowedIPs = 192.168.151.4/32\n`,
			live: [`wg set wg0 peer ${key} allowed-ips 192.168.151.4/32`],
		});
		assert.deepEqual(devices(), [made]);
		assert.deepEqual(configs().slice(0, 2), [network, firewall]);
	});

	it('has its private key shown once: nothing on the router holds it', () => {
		const { conf } = device('add', 'iPhone');
		const secret = /^PrivateKey = (.*)$/m.exec(conf)?.[1] ?? '';
		const found = spawnSync('grep', ['-rF', secret, root], { encoding: 'utf8' });
		assert.equal(found.stdout, '');
		assert.deepEqual(kept(), []);
		assert.match(device('show', 'iPhone').conf, /^# PrivateKey = .*does not have it$/m);
	});

	it('can have it kept where root alone looks, and it goes with the device or its key', () => {
		const { conf } = device('add', 'Mac', { keep: true });
		assert.equal(device('show', 'Mac').conf, conf);
		assert.equal(device('rename', 'Mac', { to: 'MacBook' }).kept, true);
		const folder = join(root, 'etc/wgspoke');
		assert.equal(statSync(folder).mode & 0o777, 0o700);
		assert.equal(statSync(join(folder, kept()[0] ?? '')).mode & 0o777, 0o600);
		assert.equal(kept().length, 1);
		device('key', 'MacBook');
		assert.deepEqual(kept(), []);
		device('key', 'MacBook', { keep: true });
		assert.equal(kept().length, 1);
		device('remove', 'MacBook');
		assert.deepEqual(kept(), []);
	});

	it('that made its key itself gives the public half', () => {
		const { conf, hub } = device('add', 'iPhone', { public_key: key(7) });
		assert.doesNotMatch(conf, /^PrivateKey/m);
		assert.match(hub.live[0] ?? '', new RegExp(key(7)));
	});

	it('is told to the hub anew when its key is replaced, and forgotten when it is removed', () => {
		device('add', 'iPhone', { public_key: key(7) });
		const replaced = device('key', 'iPhone', { public_key: key(8) });
		assert.deepEqual(replaced.hub.live, [
			`wg set wg0 peer ${key(7)} remove`,
			`wg set wg0 peer ${key(8)} allowed-ips 192.168.151.4/32`,
		]);
		const removed = device('remove', 'iPhone');
		assert.deepEqual(removed.hub, {
			peer_block: '',
			live: [`wg set wg0 peer ${key(8)} remove`],
		});
		assert.equal(removed.conf, '');
		assert.deepEqual(devices(), []);
	});

	it('cannot have the key of this router, whose tunnel it would take', () => {
		const file = join(root, 'etc/config/network');
		const tunnel =
			`config interface 'wgspoke'\n\toption proto 'wireguard'\n\tlist addresses '192.168.151.2/24'\n` +
			`\toption private_key '${secrets.private_key}'\n`;
		writeFileSync(file, `${readFileSync(file, 'latin1')}\n${tunnel}`);
		const reply = device('add', 'iPhone', {
			public_key: pubkey(`PrivateKey = ${secrets.private_key}`),
		});
		assert.deepEqual(codes(reply), ['same-key']);
		assert.deepEqual([devices(), reply.hub.live], [[], []]);
	});

	it('is told what is wrong with its edit, and nothing of what was so before or is another’s', () => {
		const odd = (name: string): string =>
			`config device\n\toption name '${name}'\n\toption address '10.0.0.7'\n\n`;
		const file = join(root, 'etc/config/wgspoke');
		writeFileSync(file, HUB + '\n' + odd('A') + odd('A.b').replace('.7', '.8'));
		assert.deepEqual(codes(device('key', 'A', { public_key: key(7) })), []);
		assert.deepEqual(codes(device('rename', 'A', { to: 'Home\nA' })), ['bad-name']);
		assert.deepEqual(codes(device('rename', 'A', { to: 'Mac' })), []);
	});

	it('cannot have the name of another one', () => {
		device('add', 'iPhone', { public_key: key(7) });
		assert.deepEqual(codes(device('add', 'iPhone', { public_key: key(8) })), ['bad-name']);
		assert.equal(devices().length, 1);
	});

	it('has a DNS server only where one answers', () => {
		const note = (verdict: string): void => {
			const folder = join(root, 'tmp/wgspoke');
			spawnSync('mkdir', ['-p', folder]);
			const now = uptime();
			const note = { address: '192.168.4.1', uptime: now, verdict };
			writeFileSync(join(folder, 'dns.json'), JSON.stringify(note));
		};
		note('yes');
		const first = device('add', 'a', { dns: '192.168.4.1' });
		assert.match(first.conf, /^DNS = 192\.168\.4\.1$/m);
		note('no');
		const second = device('add', 'b', { dns: '192.168.4.1' });
		assert.doesNotMatch(second.conf, /DNS/);
		assert.deepEqual(codes(second), ['no-dns']);
		assert.deepEqual(codes(device('add', 'c', { dns: 'dns.example' })), ['bad-address']);
		assert.equal(devices().length, 2);
	});

	it('gets this router as its DNS server only where the firewall lets it ask', () => {
		const folder = join(root, 'tmp/wgspoke');
		spawnSync('mkdir', ['-p', folder]);
		const now = uptime();
		const note = { address: '192.168.2.1', uptime: now, verdict: 'yes' };
		writeFileSync(join(folder, 'dns.json'), JSON.stringify(note));
		const closed = device('add', 'a', { dns: '192.168.2.1' });
		assert.deepEqual(
			closed.findings.map((one) => said(one).message),
			[
				'The configuration names no DNS server: at 192.168.2.1 this router answers its own home only.',
			]
		);
		writeFileSync(
			join(root, 'etc/config/wgspoke'),
			HUB.replace('\n', "\n	option router_access 'all'\n")
		);
		assert.match(device('add', 'b', { dns: '192.168.2.1' }).conf, /^DNS = 192\.168\.2\.1$/m);
	});

	const refused: [string, DeviceAction, string, Partial<DeviceCall>, string][] = [
		['a name that a home has', 'add', 'Home B', {}, 'bad-name'],
		['a name with a command in it', 'add', '$(reboot)', {}, 'bad-name'],
		['a damaged key', 'add', 'x', { public_key: 'abc' }, 'bad-key'],
		['the key of the hub', 'add', 'x', { public_key: hubKey }, 'same-key'],
		['the address of a home', 'add', 'x', { address: '192.168.151.3' }, 'address-taken'],
		['an address outside the VPN', 'add', 'x', { address: '10.0.0.1' }, 'address-outside'],
		['to rename one that is not there', 'rename', 'x', { to: 'y' }, 'bad-value'],
		['to remove one that is not there', 'remove', 'x', {}, 'bad-value'],
	];
	for (const [what, action, name, more, code] of refused) {
		it(`is refused ${what}, and nothing is written`, () => {
			const before = configs();
			const reply = device(action, name, more);
			assert.deepEqual(codes(reply), [code]);
			assert.equal(reply.conf, '');
			assert.deepEqual(configs(), before);
		});
	}

	it('may get an address that a home has whose address is not known here: that is said', () => {
		const unknown = HUB.replace("	option address '192.168.151.3'\n", '');
		writeFileSync(join(root, 'etc/config/wgspoke'), unknown);
		const { findings } = device('add', 'iPhone');
		assert.deepEqual(
			findings.map((one) => said(one).message),
			['We picked 192.168.151.254, but Home B may already use it.']
		);
	});

	it('is not for a router that has not joined', () => {
		writeFileSync(join(root, 'etc/config/wgspoke'), '');
		assert.deepEqual(codes(device('add', 'iPhone')), ['not-joined']);
	});

	it('is printed as one configuration that is read again as what it is', () => {
		const text = device_text(device('add', 'iPhone', { dns: '192.168.151.1' }));
		const { network, secrets, findings } = read_text(text);
		assert.notEqual(secrets.private_key, '');
		assert.equal(network.hub.address, '192.168.151.1');
		assert.deepEqual(findings, []);
	});
});

describe('the configuration of another end', () => {
	it('is the seed’s for its laptop, but for the DNS server that the seed does not have', () => {
		const laptop = seedNetwork().devices[0];
		assert.equal(
			spoke_conf(seedNetwork(), laptop, '<设备私钥>', ''),
			`[Interface] # MacBook
PrivateKey = <设备私钥>
Address = 192.168.151.4/24

[Peer] # Hub
PublicKey = ${hubKey}
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.2.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`
		);
	});

	it('has the keepalive of the network, and 25 where that one has none', () => {
		const network = seedNetwork();
		const keepalive = (seconds: number): string => {
			network.hub.keepalive = seconds;
			return (
				/PersistentKeepalive = .*/.exec(spoke_conf(network, network.devices[0], '', ''))?.[0] ?? ''
			);
		};
		assert.equal(keepalive(40), 'PersistentKeepalive = 40');
		assert.equal(keepalive(0), 'PersistentKeepalive = 25');
	});

	it('leaves out the own LAN of a home, and changes nothing here', () => {
		const network = seedNetwork();
		assert.match(
			spoke_conf(network, network.sites[1], '', ''),
			/^AllowedIPs = 192\.168\.151\.0\/24, 192\.168\.2\.0\/24$/m
		);
		const seen = network_seen_by(network, 'Home B', key(2));
		assert.deepEqual(
			seen.sites.map(({ local, public_key }) => [local, public_key]),
			[
				[false, key(2)],
				[true, ''],
			]
		);
		assert.deepEqual(network, seedNetwork());
	});
});
