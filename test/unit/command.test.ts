// The command line on a PC, over a directory of UCI files: what it prints, how it ends, and that bad
// input changes not one byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRoot } from '../../tools/package/root.ts';
import { NODE_OPTIONS, routerPrograms } from '../../tools/router/programs.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import type { Aim } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { key, seedNetwork } from './seed.ts';
import { abandon, joinChanges } from './triedrouter.ts';

const CONF = `[Interface]
PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=
Address = 192.168.151.2/24

[Peer]
PublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`;

interface Ended {
	code: number | null;
	out: string;
	err: string;
}

describe('wgspoke on a PC', function () {
	this.timeout(60_000);
	let root = '';
	let conf = '';

	// The program as it is packed: it starts three times as fast as from its sources.
	const built = mkdtempSync(join(tmpdir(), 'wgspoke-built-'));
	const packed = [...NODE_OPTIONS, join(built, 'ucode.mjs'), join(built, 'root/usr/bin/wgspoke')];
	before(async () => {
		buildRoot(join(built, 'root'));
		for (const [name, text] of Object.entries(await routerPrograms()))
			writeFileSync(join(built, name), text);
	});
	after(() => {
		rmSync(built, { recursive: true });
	});

	function run(program: string[], ...args: string[]): Ended {
		const ended = spawnSync(process.execPath, [...program, ...args, '--root', root], {
			encoding: 'utf8',
		});
		return { code: ended.status, out: ended.stdout, err: ended.stderr };
	}

	const wgspoke = (...args: string[]): Ended => run(packed, ...args);

	function configs(): Record<string, string> {
		const folder = join(root, 'etc/config');
		return Object.fromEntries(
			readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])
		);
	}

	/** Writes the text to a file and runs the verb with it. */
	function withText(verb: string, text: string | Buffer, ...args: string[]): Ended {
		writeFileSync(conf, text);
		return wgspoke(verb, conf, ...args);
	}

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'wgspoke-command-'));
		conf = join(root, 'home.conf');
		cpSync('test/fixtures/router', root, { recursive: true });
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('leaves files that many hands have written with every setting that was in them (34)', () => {
		const folder = 'test/fixtures/routers/34-';
		cpSync(`${folder}before`, root, { recursive: true });
		const text = readFileSync(`${folder}before/home.conf`);
		assert.equal(withText('join', text).code, 0);
		assert.match(configs()['network'] ?? '', /config wireguard_wgspoke 'wgspoke_hub'/);
		assert.equal(wgspoke('leave').code, 0);
		const { network, firewall } = configs();
		// What uci makes of it: its own quotes, and no comments.
		const wanted = (name: string): string =>
			readFileSync(`${folder}roundtrip/etc/config/${name}`, 'latin1');
		assert.equal(network, wanted('network'));
		assert.equal(firewall, wanted('firewall'));
	});

	it('ends with 4 where what was cut short cannot be put back, says what to do next, and with 0 once it can', () => {
		const here = directory(root);
		const before = configs();
		abandon(here, { changes: joinChanges(here, seedNetwork()), aim: { name: 'wgspoke' } as Aim });
		rmSync(join(root, 'etc/config'), { recursive: true });
		writeFileSync(join(root, 'etc/config'), 'a file in its place');
		const stuck = wgspoke('recover');
		assert.equal(stuck.code, 4, stuck.err);
		assert.match(stuck.err, /could not be put back yet; they are kept in \/etc\/wgspoke\/trial\./);
		assert.match(
			stuck.err,
			/then restart the router: it tries again as it starts\. \(wgspoke recover\)/
		);
		rmSync(join(root, 'etc/config'));
		cpSync('test/fixtures/router/etc/config', join(root, 'etc/config'), { recursive: true });
		assert.equal(wgspoke('recover').code, 0);
		assert.deepEqual(configs(), before);
	});

	it("joins with the seed's text, changes nothing when it joins again, and leaves without a trace", () => {
		const before = configs();
		const joined = withText('join', CONF, '--name', 'Home A');
		assert.equal(joined.code, 0, joined.err);
		assert.match(configs()['network'] ?? '', /config wireguard_wgspoke 'wgspoke_hub'/);
		const after = configs();

		assert.equal(wgspoke('join').code, 0);
		assert.deepEqual(configs(), after);

		assert.equal(wgspoke('leave').code, 0);
		assert.deepEqual(configs(), before);
	});

	it('says the same from its sources, which is how it runs on a PC', () => {
		const sources = ['--import', './tools/register.mjs', 'tools/ucode/run.ts'];
		const program = [...sources, 'root/usr/bin/wgspoke.ts'];
		writeFileSync(conf, CONF);
		for (const args of [['read', conf], ['plan', conf], ['hub', conf], ['leave'], ['dance']])
			assert.deepEqual(run(program, ...args), wgspoke(...args), args.join(' '));
	});

	it('shows the plan, and the block for the hub, and writes neither', () => {
		const before = configs();
		const plan = withText('plan', CONF);
		assert.equal(plan.code, 0);
		assert.match(plan.out, /\+ {5}list allowed_ips '192\.168\.4\.0\/24'/);
		const hub = withText('hub', CONF);
		assert.equal(hub.code, 0);
		assert.match(hub.out, /^AllowedIPs = 192\.168\.151\.2\/32, 192\.168\.2\.0\/24$/m);
		assert.deepEqual(configs(), before);
	});

	it('never prints a private key', () => {
		for (const verb of ['read', 'plan', 'hub', 'join']) {
			for (const json of [[], ['-j']]) {
				const { out, err } = withText(verb, CONF, ...json);
				assert.doesNotMatch(out + err, /yAnz5TF/, `${verb} ${json.join()}`);
			}
		}
	});

	it('gives JSON that can be parsed', () => {
		const read = JSON.parse(withText('read', CONF, '-j').out) as { network: { hub: object } };
		assert.deepEqual(read.network.hub, {
			interface: 'wgspoke',
			public_key: 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
			endpoint_host: '203.0.113.1',
			endpoint_port: 24356,
			address: '192.168.151.1',
			subnet: '192.168.151.0/24',
			keepalive: 25,
			mtu: 0,
			one_way: false,
			ports: '',
			router_access: 'ping',
			follow: false,
			off: false,
			public_ok: [],
		});
	});

	it('makes a key of its own when the text has none, and keeps it from plan to join', () => {
		const keyless = CONF.replace(/^PrivateKey.*\n/m, '');
		const hub = withText('hub', keyless);
		assert.equal(hub.code, 0, hub.err);
		const key = /^PublicKey = (.*)$/m.exec(hub.out)?.[1];
		assert.match(key ?? '', /^[A-Za-z0-9+/]{43}=$/);
		assert.equal(withText('join', keyless).code, 0);
		assert.match(configs()['network'] ?? '', /option private_key '[A-Za-z0-9+/]{43}='/);
		assert.match(
			wgspoke('hub').out,
			new RegExp(`^PublicKey = ${key?.replace(/[+/]/g, '\\$&') ?? ''}$`, 'm')
		);
	});

	it('takes from options what the text leaves open', () => {
		const open = CONF.replace('192.168.151.2/24', '192.168.151.2/32').replace(
			/^AllowedIPs.*$/m,
			'AllowedIPs = 0.0.0.0/0, ::/0'
		);
		const alone = withText('plan', open);
		assert.equal(alone.code, 1);
		assert.match(alone.out, /^error single-subnet /m);
		assert.match(alone.out, /^warning unknown-server /m);
		const options = ['--subnet', '192.168.151.0/24', '--site', 'Home B=192.168.4.0/24'];
		const answered = withText('plan', open, ...options);
		assert.equal(answered.code, 0, answered.out);
	});

	it('keeps its key when the tunnel gets another name, and lets the old tunnel go', () => {
		assert.equal(withText('join', CONF).code, 0);
		assert.equal(wgspoke('join', '--interface', 'wg9').code, 0);
		const network = configs()['network'] ?? '';
		assert.match(network, /config interface 'wg9'\n(\t.*\n)*\toption private_key 'yAnz5TF/);
		assert.doesNotMatch(network, /'wgspoke'/);
	});

	it('joins with the VPN alone where no other home is named, and takes one in later', () => {
		for (const allowed of ['192.168.151.0/24', '0.0.0.0/0']) {
			const before = configs();
			const text = CONF.replace(/^AllowedIPs.*$/m, `AllowedIPs = ${allowed}`);
			const joined = withText('join', text, '--name', 'Home A');
			assert.equal(joined.code, 0, joined.out);
			assert.match(joined.out, /^warning (no-remote:|unknown-server )/m);
			assert.deepEqual(joined.out.match(/^- .*VPN.*$|^- .*reach.*$/gm), [
				'- Let nobody reach anything in 192.168.2.0/24 until you add another home or a device.',
			]);
			const networks = configs()['network']?.match(/list allowed_ips .*/g);
			assert.deepEqual(networks, ["list allowed_ips '192.168.151.0/24'"]);
			assert.equal(wgspoke('join').code, 0);
			assert.match(wgspoke('status').out, /^Interface .*\n[^]*\nwarning no-remote: /);
			assert.equal(wgspoke('hub', '--sync').code, 0);

			const invited = wgspoke('invite', 'Home B', '--lan', '192.168.4.0/24');
			assert.equal(invited.code, 0, invited.err);
			assert.doesNotMatch(invited.out, /no-remote/);
			assert.match(configs()['network'] ?? '', /list allowed_ips '192\.168\.4\.0\/24'/);
			assert.equal(wgspoke('leave').code, 0);
			assert.deepEqual(configs(), before);
		}
	});

	it('ends with 0 after a comparison that finds nothing amiss, and does not speak for who is not compared', () => {
		assert.equal(withText('join', CONF).code, 0);
		const { public_key: own } = JSON.parse(wgspoke('hub', '-j').out) as { public_key: string };
		const allowed = `${own} 192.168.151.2/32,192.168.2.0/24`;
		const output = `hub xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg= 24356
running ${allowed}
written ${allowed}
route 192.168.2.0/24
forwarding 1
`;
		writeFileSync(conf, output);
		const compared = wgspoke('hub', '--compare', conf);
		assert.match(compared.out, /^info hub-uncompared: .*\n.*\n$/);
		assert.equal(compared.code, 0);
		writeFileSync(conf, output.replace(`written ${allowed}\n`, ''));
		assert.equal(wgspoke('hub', '--compare', conf).code, 1);
	});

	it('sorts out whose the keys are that only the hub has, by what the hub printed', () => {
		assert.equal(withText('join', CONF).code, 0);
		const { public_key: own } = JSON.parse(wgspoke('hub', '-j').out) as { public_key: string };
		const [tablet, home] = [21, 22].map((one) => key(one)) as [string, string];
		const peers = (...all: string[]) =>
			['running', 'written'].flatMap((word) => all.map((one) => `${word} ${one}`)).join('\n');
		const printed = (...all: string[]) =>
			`hub xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg= 24356\n${peers(...all)}\nname ${tablet} 平板\nroute 192.168.2.0/24\nroute 192.168.4.0/24\nroute 192.168.151.9/32\nforwarding 1\nend\n`;
		const strangers = [`${tablet} 192.168.151.9/32`, `${home} 192.168.151.3/32,192.168.4.0/24`];
		const all = [`${own} 192.168.151.2/32,192.168.2.0/24`, ...strangers];
		writeFileSync(conf, printed(...all));

		const checked = wgspoke('hub', '--check', '--hub-says', conf);
		assert.equal(checked.code, 1, checked.err);
		assert.match(
			checked.out,
			/平板\n {4}192\.168\.151\.9; last heard never\n {4}--apply will: add 平板/
		);
		assert.match(checked.out, /--apply will: it is that of /);
		const before = configs();
		const wrong = wgspoke('hub', '--apply', '--hub-says', conf, '--gone', own);
		assert.equal(wrong.code, 2, 'the own key is none that only the hub has');
		assert.deepEqual(configs(), before);

		const applied = wgspoke('hub', '--apply', '--hub-says', conf, '--gone', tablet);
		assert.equal(applied.code, 0, applied.err);
		assert.match(applied.out, /^- Use the key /m);
		assert.match(applied.out, new RegExp(`^warning hub-left-gone: .*${tablet.slice(0, 9)}`, 'm'));
		assert.ok(configs()['wgspoke']?.includes(home));
		assert.ok(!configs()['wgspoke']?.includes(tablet));

		const taken = wgspoke('hub', '--apply', '--hub-says', conf);
		assert.match(taken.out, /^- Add 平板 to your devices\.$/m);
		const again = wgspoke('hub', '--apply', '--hub-says', conf);
		assert.deepEqual([again.code, again.out], [0, 'Nothing to do.\n']);
		assert.equal(wgspoke('hub', '--check', '--hub-says', conf).code, 0);

		writeFileSync(conf, printed(...all.slice(0, 2)));
		const lacking = JSON.parse(wgspoke('hub', '--apply', '--hub-says', conf, '-j').out) as {
			untold: string[];
			findings: { code: string }[];
		};
		assert.equal(lacking.untold.length, 1);
		assert.ok(lacking.findings.some(({ code }) => code === 'hub-left-add'));
	});

	const noise = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 256));
	const bad: [string, string | Buffer, string][] = [
		['text that is no configuration', 'Dear neighbour,\nhow are you?\n', 'not-config'],
		['a megabyte of noise', noise, 'too-large'],
		['a file with a NUL', CONF.replace('25', '2\0'), 'not-config'],
		['a key of the wrong length', CONF.replace('xTIB', 'xT'), 'bad-key'],
		['a private key of the wrong length', CONF.replace('yAnz', 'y'), 'bad-key'],
		['a prefix of 33 bits', CONF.replace('192.168.4.0/24', '192.168.4.0/33'), 'bad-address'],
		['an endpoint without a port', CONF.replace(':24356', ''), 'bad-endpoint'],
		['no peer', CONF.slice(0, CONF.indexOf('[Peer]')), 'no-peer'],
		["this home's own LAN as the other home's", CONF.replace('192.168.4', '192.168.2'), 'own-lan'],
	];
	for (const [what, text, code] of bad) {
		it(`refuses ${what} with ${code}, and changes not one byte`, () => {
			const before = configs();
			const { code: status, out } = withText('join', text);
			assert.equal(status, 1, out);
			assert.match(out, new RegExp(`^error ${code}( |:)`, 'm'));
			assert.deepEqual(configs(), before);
		});
	}

	it('says of a text for a device that it is not for this home, before and after joining', () => {
		const laptop = readFileSync('test/fixtures/conf/seed-laptop.conf', 'utf8');
		const home = readFileSync('test/fixtures/conf/seed-home-a.conf', 'utf8');
		for (const joined of [false, true]) {
			if (joined) assert.equal(withText('join', home).code, 0);
			const { code, out } = withText('plan', laptop);
			assert.equal(code, 1);
			assert.match(
				out,
				/own-lan: .*\n.* made for a device or another home, paste the one for this home/
			);
		}
	});

	for (const name of ["it's", 'a;b', '$(reboot)', 'two\nlines', 'x'.repeat(300)]) {
		it(`refuses the name ${JSON.stringify(name.slice(0, 12))}, and changes not one byte`, () => {
			const before = configs();
			const { code, out } = withText('join', CONF, '--name', name);
			assert.equal(code, 1);
			assert.match(out, /^error (bad-name|too-long):/m);
			assert.deepEqual(configs(), before);
		});
	}

	it('ends with 2 and one line for a wrong call, a missing file or folder and an empty file', () => {
		for (const args of [
			['dance'],
			['read'],
			['join', '/no/such/file'],
			['plan', '/dev/null'],
			['status', '--lan', '10.0.0.0/8'],
			['status', '--root', '/nonexistent'],
			['status', '--root', conf],
		]) {
			const { code, out, err } = wgspoke(...args);
			assert.equal(code, 2, args.join(' '));
			assert.equal(out, '');
			assert.match(err, /^wgspoke: .*\nRun "wgspoke help" for the options\.\n$/);
		}
	});
});
