// Does a network come through a file and through a line as it was, and an invitation as what it is for?
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';

import {
	network_with_options,
	parse_args,
} from '../../root/usr/share/ucode/wgspoke/cli/options.ts';
import { invite_text } from '../../root/usr/share/ucode/wgspoke/cli/print.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { network_line, network_text } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { do_export } from '../../root/usr/share/ucode/wgspoke/verbs/export.ts';
import { do_hub_scripts } from '../../root/usr/share/ucode/wgspoke/verbs/hub.ts';
import { invitation } from '../../root/usr/share/ucode/wgspoke/verbs/invite.ts';
import { joined_network, plan_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { fields } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import type { Values } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { InviteCall } from '../../root/usr/share/ucode/wgspoke/verbs/invite.ts';
import type { InviteReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { anyNetwork } from './arbitrary.ts';
import { homeKey, key, secrets, seedNetwork, said } from './seed.ts';

const codes = (text: string): string[] => read_text(text).findings.map(({ code }) => code);

describe('a network file', () => {
	it('is read as the network that was written, and so is its line', () => {
		const network = seedNetwork();
		network.sites[1].public_key = key(3);
		network.sites[1].name = '家庭B';
		for (const text of [network_text(network), network_line(network, '')]) {
			assert.deepEqual(read_text(text), {
				network,
				secrets: { private_key: '', preshared_key: '' },
				findings: [],
				unused: [],
				kind: 'network',
				maker: '',
				old_key: '',
			});
		}
	});

	it('tells nobody who is invited and waited for here, and takes nobody’s word for it', () => {
		const network = seedNetwork();
		network.sites[1].invited = true;
		assert.ok(!network_text(network).includes('invited'));
		const text = JSON.stringify({ wgspoke: 1, network });
		assert.equal(read_text(text).network.sites[1]?.invited, false);
	});

	it('does not mind what else of a terminal was marked with the line', () => {
		const line = network_line(seedNetwork(), '');
		const marked = `Paste this line into the router:\n${line}\nroot@hub:~# `;
		assert.deepEqual(read_text(marked).network, read_text(line).network);
		assert.equal(read_text(marked).network.hub.public_key, seedNetwork().hub.public_key);
	});

	it('does not mind what a mail program does to the line', () => {
		const line = network_line(seedNetwork(), secrets.private_key);
		const mailed = `\r\n ${line.replace(/.{72}/g, '$&\r\n')} \n`;
		const { network, secrets: read } = read_text(mailed);
		assert.deepEqual(network, seedNetwork());
		assert.equal(read.private_key, secrets.private_key);
	});

	it('says that a part of the line is missing, that it is too new, or that it is nothing of ours', () => {
		const line = network_line(seedNetwork(), '');
		for (const cut of [line.slice(0, 8), line.slice(0, 90), line.slice(0, -5), 'wgspoke:!']) {
			assert.deepEqual(
				read_text(cut).findings.map((one) => said(one).message),
				['This is not a WireGuard configuration: a part of the line is missing.']
			);
		}
		assert.deepEqual(codes('{"wgspoke": 2, "network": {}}'), ['not-config']);
		assert.deepEqual(codes('{"name": "x"}'), ['other-format']);
	});

	it('never makes a private key out of what is none', () => {
		const text = JSON.stringify({ wgspoke: 1, network: {}, private_key: ['x'] });
		assert.equal(read_text(text).secrets.private_key, '');
	});

	it('is taken whatever is in it', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				const once = read_text(network_text(network)).network;
				assert.deepEqual(read_text(network_text(once)).network, once);
			})
		);
		fc.assert(
			fc.property(fc.json(), (text) => {
				read_text(`{"wgspoke": 1, "network": ${text}}`);
			})
		);
	});

	it('is another home’s with --home, which keeps the key of the one that wrote it', () => {
		const network: Network = seedNetwork();
		const local = network.sites[0];
		if (local) local.public_key = homeKey;
		const options = parse_args(['join', 'x', '--home', 'Home B']);
		assert.ok(typeof options !== 'string');
		const seen = network_with_options(network, options);
		assert.ok(typeof seen !== 'string');
		assert.deepEqual(
			seen.sites.map(({ name, local: here, public_key }) => [name, here, public_key]),
			[
				['Home A', false, homeKey],
				['Home B', true, ''],
			]
		);
		options.given['home'] = ['Home X'];
		assert.match(
			JSON.stringify(network_with_options(seedNetwork(), options)),
			/the homes are Home A/
		);
	});
});

describe('an invitation', () => {
	let root = '';
	const router = (): ReturnType<typeof directory> => directory(root);
	const written = (): string => readFileSync(join(root, 'etc/config/network'), 'latin1');

	function join_as(network: Network): void {
		const text = network_line(network, secrets.private_key);
		const plan = plan_to_apply(router(), {
			...own_request(false),
			network,
			paste: read_text(text),
		});
		assert.equal(write_directory(router(), plan.changes), null);
	}
	function invite(more: Partial<InviteCall>): InviteReply {
		const call = { name: 'Home C', lan: [], address: '', public_key: '', ...more };
		const made = invitation(router(), call, false);
		assert.equal(write_directory(router(), made.changes), null);
		return made.reply;
	}

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'wgspoke-invite-'));
		cpSync('test/fixtures/router', root, { recursive: true });
		join_as(seedNetwork());
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('says nothing of WireGuard on a router that has not joined, where nobody asked for a key', () => {
		rmSync(join(root, 'etc/config/wgspoke'));
		const call = { name: 'Home C', lan: [], address: '', public_key: key(3) };
		const { findings } = invitation(router(), call, false).reply;
		assert.ok(findings.some(({ code }) => code === 'not-joined'));
		assert.ok(!findings.some(({ code }) => code === 'no-wireguard'));
	});

	it('is waited for until its home has joined; one that has a key of its own may be there already', () => {
		const waits = (): boolean[] =>
			joined_network(router())
				?.sites.slice(1)
				.map(({ invited }) => invited) ?? [];
		invite({ lan: ['192.168.6.0/24'] });
		assert.deepEqual(waits(), [false, true]);
		invite({ name: 'Home B', public_key: key(3) });
		assert.deepEqual(waits(), [false, true]);
		invite({ name: 'Home B' });
		assert.deepEqual(waits(), [true, true], 'a new key, which the home does not have yet');
	});

	it('is planned as an edit here, and says what everybody else has to add', () => {
		const reply = invite({ lan: ['192.168.6.0/24'] });
		assert.deepEqual(reply.findings, []);
		assert.match(written(), /list allowed_ips '192\.168\.6\.0\/24'/);
		assert.match(
			reply.conf,
			/^AllowedIPs = 192\.168\.151\.0\/24, 192\.168\.2\.0\/24, 192\.168\.4\.0\/24$/m
		);
		assert.match(reply.hub.peer_block, /^AllowedIPs = 192\.168\.151\.6\/32, 192\.168\.6\.0\/24$/m);
		const add = `AllowedIPs = 192.168.151.0/24, 192.168.2.0/24, 192.168.4.0/24, 192.168.6.0/24`;
		assert.deepEqual(reply.others, [
			{
				name: 'Home B',
				kind: 'site',
				add: "wgspoke join --site 'Home C=192.168.6.0/24@192.168.151.6'",
			},
			{ name: 'MacBook', kind: 'device', add },
			{ name: 'iPhone', kind: 'device', add },
		]);
		const [, others] = invite_text(reply).split('that they reach it:\n');
		assert.equal(
			others,
			`# On the router of Home B:
wgspoke join --site 'Home C=192.168.6.0/24@192.168.151.6'
# In the configuration of MacBook, instead of the line AllowedIPs there:
${add}
# In the configuration of iPhone, instead of the line AllowedIPs there:
${add}
`
		);
	});

	it('is read there as the whole network with the own LAN, and its key is nowhere here', () => {
		const { line } = invite({ lan: ['192.168.6.0/24'] });
		const { network, secrets: read, findings } = read_text(line);
		assert.deepEqual(findings, []);
		assert.equal(read.private_key.length, 44);
		assert.ok(!written().includes(read.private_key));
		assert.deepEqual(
			network.sites.map(({ name, lan, local }) => [name, lan, local]),
			[
				['Home A', ['192.168.2.0/24'], false],
				['Home B', ['192.168.4.0/24'], false],
				['Home C', ['192.168.6.0/24'], true],
			]
		);
		assert.equal(network.sites[0]?.public_key.length, 44);
	});

	it('for a home that is known already changes its key, and no other of its fields', () => {
		// Whatever fields a home has, none is as when nobody has said.
		const some: Values = {
			...{ name: 'Home B', interface: 'wg0', key: key(4), host: 'b.example', port: 1024 },
			...{ address: '192.168.151.3', subnet: '192.168.4.0/24', lans: ['192.168.4.0/24'] },
			...{ accepted: [], ports: '' },
			...{ seconds: 20, mtu: 1380, flag: false, access: 'all' },
		};
		const full = seedNetwork();
		for (const { name, kind } of fields.site) Object.assign(full.sites[1], { [name]: some[kind] });
		join_as(full);
		const { network } = invite({ name: 'Home B', public_key: key(3) });
		const home = network.sites.find(({ name }) => name === 'Home B');
		assert.deepEqual(home, { ...full.sites[1], public_key: key(3) });
	});

	it('for a home that is known already keeps its LAN and its address', () => {
		const { hub } = invite({ name: 'Home B', public_key: key(3) });
		assert.deepEqual(hub.live, [
			`wg set wg0 peer ${key(3)} allowed-ips 192.168.151.3/32,192.168.4.0/24`,
			'ip route replace 192.168.4.0/24 dev wg0',
		]);
		assert.equal(joined_network(router())?.sites.length, 2);
	});

	describe('to a home that is known, or to its LAN', () => {
		const lan = ['192.168.4.0/24'];
		/** What replacing Home B, with this key, says and has the hub do first. */
		function replacing(old: string, call: Partial<InviteCall>): string[] {
			const network = seedNetwork();
			network.sites[1].public_key = old;
			join_as(network);
			const { findings, hub } = invite(call);
			return [
				...findings.map((one) => `${one.code}: ${said(one).message}`),
				...hub.live.slice(0, -2),
			];
		}
		const place = 'This invitation replaces Home B (192.168.4.0/24)';
		const stops = `its key ${key(3)} stops working once the hub is updated.`;

		it('says that its key stops working, and has the hub forget it', () => {
			for (const call of [{ name: 'Home B' }, { name: 'Home C', lan }]) {
				assert.deepEqual(replacing(key(3), call), [
					`home-replaced: ${place}; ${stops}`,
					`wg set wg0 peer ${key(3)} remove`,
				]);
			}
		});

		it('says so where its key is not known', () => {
			assert.deepEqual(replacing('', { name: 'Home B' }), [`home-repeated: ${place}.`]);
		});

		it('says nothing when all it does is to learn or to keep the key that the home has', () => {
			for (const old of ['', key(3)]) {
				assert.deepEqual(replacing(old, { name: 'Home B', public_key: key(3) }), []);
			}
			assert.deepEqual(replacing(key(3), { name: 'Home C', lan, public_key: key(3) }), [
				`home-repeated: ${place}.`,
			]);
		});
	});

	it('gives a home that is known without an address the next free one, as nobody else’s is unknown', () => {
		const network = seedNetwork();
		network.sites[1].address = '';
		join_as(network);
		assert.equal(invite({ name: 'Home B' }).network.sites[1]?.address, '192.168.151.3');
	});

	it('gives another home an address from the far end while a home’s address is not known', () => {
		const network = seedNetwork();
		network.sites[1].address = '';
		join_as(network);
		const { conf, findings } = invite({ lan: ['192.168.6.0/24'] });
		assert.match(conf, /^Address = 192\.168\.151\.254\/24$/m);
		assert.deepEqual(
			findings.map(({ code }) => code),
			['address-unsure']
		);
	});

	const refused: [string, Partial<InviteCall>, string][] = [
		['a LAN that this home has', { lan: ['192.168.2.0/24'] }, 'lan-overlap'],
		['no LAN at all', { lan: [] }, 'missing-address'],
		['this home’s own name', { name: 'Home A', lan: ['192.168.6.0/24'] }, 'bad-name'],
		['a damaged key', { lan: ['192.168.6.0/24'], public_key: 'x' }, 'bad-key'],
	];
	for (const [what, call, code] of refused) {
		it(`is not made for ${what}, and nothing is written`, () => {
			const before = written();
			const reply = invite(call);
			assert.ok(reply.findings.some((one) => one.code === code && one.severity === 'error'));
			assert.deepEqual([reply.conf, reply.line], ['', '']);
			assert.equal(written(), before);
		});
	}

	it('leaves a network that is exported without private keys, and with this home’s public one', () => {
		invite({ lan: ['192.168.6.0/24'] });
		const { text } = do_export(router());
		assert.ok(!text.includes('private_key'));
		const { network } = read_text(text);
		assert.equal(network.sites[0]?.public_key.length, 44);
		assert.equal(network.sites.length, 3);
	});
});

describe('the scripts that a router gives', () => {
	it('begin before it has joined anything, with its own LAN and a key that it keeps', () => {
		const root = mkdtempSync(join(tmpdir(), 'wgspoke-first-'));
		cpSync('test/fixtures/router', root, { recursive: true });
		const request = own_request(false);
		const call = { hub_interface: '', gone: [], output: '' };
		const first = do_hub_scripts(directory(root), request, call, true);
		const second = do_hub_scripts(directory(root), request, call, true);
		assert.match(
			first.script,
			/^members='[A-Za-z0-9+/]{43}= 192\.168\.151\.2\/32,192\.168\.2\.0\/24 /m
		);
		assert.equal(second.script, first.script);
		rmSync(root, { recursive: true });
	});
});
