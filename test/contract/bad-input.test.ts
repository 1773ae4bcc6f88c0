// Whatever comes in: a finding or one clear line, and not one byte of /etc/config changes.
import assert from 'node:assert/strict';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

const INVALID_ARGUMENT = 2;

const errorsOf = (findings: Finding[]): string[] =>
	findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

/** Texts that are no configuration, or not one that can be used. */
const TEXTS: Record<string, string> = {
	'a shopping list': 'milk\nbread\n',
	'a web page': '<!doctype html><title>Login</title>',
	'a file with a NUL': '[Interface]\nPrivateKey = \u0000\n[Peer]\n',
	'a key of the wrong length': '[Interface]\nPrivateKey = AAAA\nAddress = 10.0.0.2/24\n[Peer]\n',
	'a prefix that is too long':
		'[Interface]\nAddress = 10.0.0.2/33\n[Peer]\nPublicKey = x\nAllowedIPs = 10.0.0.0/99\n',
	'60 KB of one line': 'A'.repeat(60_000),
	'60 KB of lines': '[Peer]\n'.repeat(7_000),
};

const NAMES = [
	"'; touch /tmp/pwned; '",
	'$(touch /tmp/pwned)',
	'`touch /tmp/pwned`',
	'a\nconfig interface evil',
	'x'.repeat(300),
	'',
];

describe('bad input', () => {
	const suite = withLab('block');

	afterEach(async () => {
		const { a } = suite;
		assert.deepEqual(await a.changedFiles(), []);
		assert.equal(await a.gateway.readFile('/tmp/pwned'), null);
		assert.equal((await a.status()).joined, false);
	});

	async function network(router: Router): Promise<Network> {
		return (await router.ask('read', { text: router.home.conf })).network;
	}

	it('of the wrong type is refused by the bus', async () => {
		const { a } = suite;
		for (const [method, args] of [
			['read', { text: 5 }],
			['read', { text: ['a'] }],
			['read', { text: 'a', file: '/etc/shadow' }],
			['plan', { network: 'text' }],
			['plan', { text: 'only read takes one' }],
			['join', { network: [1, 2] }],
			['status', { anything: true }],
			['trial', { trial: 5 }],
			['decide', { trial: 'a', keep: 'yes' }],
		] as const)
			assert.equal((await a.call(method, args)).status, INVALID_ARGUMENT, JSON.stringify(args));
	});

	it('instead of a configuration is an error of read, plan and join, over HTTP and by the command', async () => {
		const { a } = suite;
		const session = await a.login();
		for (const [what, text] of Object.entries(TEXTS)) {
			const read = await a.page(session, 'read', { text });
			assert.ok(errorsOf(read.findings).length > 0, `read: ${what}`);
			for (const method of ['plan', 'join'] as const) {
				const { findings } = await a.page(session, method, { paste: read.paste });
				assert.deepEqual(errorsOf(findings), errorsOf(read.findings), `${method}: ${what}`);
			}
			assert.equal((await a.command(['join', '-'], text)).code, 1, what);
		}
	});

	it('as the id of a change is no change, decides nothing and touches no file', async () => {
		const { a } = suite;
		const session = await a.login();
		for (const id of [
			'x',
			'../../etc/config/network',
			'/etc/config/network',
			'*',
			'a'.repeat(5000),
		]) {
			const { trial } = await a.page(session, 'trial', { trial: id });
			assert.equal(trial?.state, 'refused', id);
			assert.deepEqual(await a.page(session, 'decide', { trial: id, keep: true }), {
				decided: false,
			});
			assert.equal((await a.command(['trial', id])).code, 0, id);
		}
	});

	it('of a megabyte is an error of the command, in time', async () => {
		const { a } = suite;
		const noise = Buffer.alloc(1 << 20, 'PrivateKey = \n').toString('latin1');
		const { code, stdout } = await a.command(['join', '-'], noise);
		assert.equal(code, 1);
		assert.match(stdout, /too-large/);
	});

	it('as a name runs nothing and is an error', async () => {
		const { a } = suite;
		const session = await a.login();
		for (const name of NAMES) {
			for (const local of [true, false]) {
				const sent = await network(a);
				for (const site of sent.sites) if (site.local === local) site.name = name;
				const reply = await a.page(session, 'join', {
					network: sent,
					paste: await a.paste(),
				});
				assert.ok(
					errorsOf(reply.findings).some((code) => /^((bad|missing)-name|too-long)$/.test(code)),
					JSON.stringify(name)
				);
				assert.equal(reply.trial, '');
			}
		}
	});

	it('in any field of the network is an error, never a change', async () => {
		const { a } = suite;
		const session = await a.login();
		const evil = "'; touch /tmp/pwned; '";
		const good = await network(a);
		const spoil: ((sent: Record<string, unknown> & Network) => void)[] = [
			(sent) => (sent.hub.interface = evil),
			(sent) => (sent.hub.public_key = evil),
			(sent) => (sent.hub.endpoint_host = evil),
			(sent) => (sent.hub.subnet = evil),
			(sent) => (sent.hub.endpoint_port = 70_000),
			(sent) => (sent.hub.keepalive = -1),
			(sent) => (sent.hub.mtu = 12),
			(sent) => (sent.sites = []),
			(sent) => Object.assign(sent, { hub: 'text' }),
			(sent) => Object.assign(sent, { sites: { a: 1 } }),
			(sent) => Object.assign(sent.sites[0] ?? {}, { lan: evil }),
			(sent) => Object.assign(sent.sites[0] ?? {}, { lan: [5, null, evil] }),
			(sent) => Object.assign(sent.sites[0] ?? {}, { address: ['192.168.151.2'] }),
			(sent) => (sent.devices = [{ name: evil, address: evil, public_key: evil, lacks: [evil] }]),
		];
		for (const [at, change] of spoil.entries()) {
			const sent = structuredClone(good) as Record<string, unknown> & Network;
			change(sent);
			const reply = await a.page(session, 'join', {
				network: sent,
				paste: await a.paste(),
			});
			assert.equal(reply.trial, '', `field ${String(at)}`);
			assert.ok(errorsOf(reply.findings).length > 0, `field ${String(at)}`);
		}
	});

	it('on the command line ends with 2 and one line that says what is wrong', async () => {
		const { a } = suite;
		for (const args of [
			[],
			['dance'],
			['read'],
			['read', '/no/such/file'],
			['read', '-'],
			['join', '-', '--colour', 'red'],
			['join', '-', '--timeout', '1'],
			['join', '-', '--access', 'everything'],
			['join', '-', '--site', 'nameless'],
			['join', '-', '--name'],
			['plan', 'one', 'two'],
		]) {
			const stdin = args[0] === 'join' ? a.home.conf : '';
			const { code, stderr } = await a.command(args, stdin);
			assert.equal(code, 2, args.join(' '));
			assert.match(stderr, /^wgspoke: .+\nRun "wgspoke help" for the options\.\n$/, args.join(' '));
		}
	});

	it('that would cut the home off is refused or left out: its own LAN behind the tunnel, everything through it', async () => {
		const { a } = suite;
		const own = await a.json('join', ['-', '--site', 'Own=192.168.2.0/24'], a.home.conf);
		assert.equal(own.code, 1);
		assert.ok(errorsOf(own.reply.findings).includes('own-lan'));
		const all = a.home.conf.replace(/AllowedIPs = .*/, 'AllowedIPs = 0.0.0.0/0');
		const everything = await a.json('plan', ['-'], all);
		assert.equal(everything.code, 0);
		assert.doesNotMatch(JSON.stringify(everything.reply.changes), /0\.0\.0\.0\/0/);
	});
});
