// What happens when the hub does not answer: everything goes back, unless the person wants to keep it.
import assert from 'node:assert/strict';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withLab } from './suite.ts';

describe('a hub that does not answer', () => {
	const suite = withLab('each test');
	afterEach(() => suite.lab.hubUp());

	it('ends the command with 3, and the router is as it was: files, device, routes, firewall', async () => {
		const { a } = suite;
		const before = await a.files();
		await suite.lab.hubDown();
		const { code, stderr } = await a.command(
			['join', '-', ...a.options, '--timeout', '5'],
			a.home.conf
		);
		assert.equal(code, 3);
		assert.match(stderr, /old settings are back/);
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();
		assert.equal((await a.status()).joined, false);
	});

	it('is waited for in vain with --keep, which keeps the change and ends with 0', async () => {
		const { a } = suite;
		await suite.lab.hubDown();
		await a.join('--keep', '--timeout', '5');
		const status = await a.status();
		assert.equal(status.joined, true);
		assert.equal(status.handshake_age, null);
		assert.equal(status.handshake, 'no');
	});

	it('undoes an edit of a network that works, and the tunnel works again', async () => {
		const { a, b } = suite;
		await Promise.all([a.join(), b.join()]);
		await a.waitForPing('192.168.4.1');
		const joined = await a.files();
		const wrongPort = a.home.conf.replace(':24356', ':24357');
		assert.notEqual(wrongPort, a.home.conf);
		const { code } = await a.command(['join', '-', ...a.options, '--timeout', '6'], wrongPort);
		assert.equal(code, 3);
		assert.deepEqual(await a.changedFiles(joined), []);
		await waitFor(
			async () => {
				const { stdout } = await a.gateway.exec(['wg', 'show', 'wgspoke', 'endpoints']);
				return stdout.trim().endsWith(':24356');
			},
			{ what: 'the old endpoint to be live again', every: 100 }
		);
		await a.waitForPing('192.168.4.1');
	});
});

describe('an edit of a network that was joined', () => {
	const suite = withLab('block');

	before(async () => {
		await suite.a.join();
	});

	it('brings a new home into the running tunnel, with its route', async () => {
		const { a } = suite;
		const { code, stdout, stderr } = await a.command(['join', '--site', 'Cabin=10.9.0.0/16']);
		assert.equal(code, 0, stdout + stderr);
		assert.deepEqual(await a.allowedIps(), ['10.9.0.0/16', '192.168.151.0/24', '192.168.4.0/24']);
		await waitFor(
			async () => {
				const { stdout: routes } = await a.gateway.exec(['ip', 'route', 'show', '10.9.0.0/16']);
				return routes.includes('wgspoke');
			},
			{ what: 'the route to the new home', every: 100 }
		);
		assert.deepEqual((await a.status()).drift, []);
	});

	it('takes a home out of the running tunnel again', async () => {
		const { a } = suite;
		assert.equal((await a.command(['join', '--no-site', 'Cabin'])).code, 0);
		assert.deepEqual(await a.allowedIps(), ['192.168.151.0/24', '192.168.4.0/24']);
	});

	it('that somebody makes in LuCI or by hand reaches the running tunnel, and status tells the drift', async () => {
		const { a } = suite;
		const session = await a.login();
		const values = { allowed_ips: ['192.168.151.0/24', '192.168.4.0/24', '10.8.0.0/24'] };
		const section = { config: 'network', section: 'wgspoke_hub', values };
		assert.equal((await a.http(session, 'uci', 'set', section)).status, 0);
		assert.equal(
			(await a.http(session, 'uci', 'apply', { rollback: true, timeout: 10 })).status,
			0
		);
		assert.equal((await a.http(session, 'uci', 'confirm')).status, 0);
		await waitFor(async () => (await a.allowedIps()).includes('10.8.0.0/24'), {
			what: 'the edited peer to be live',
			every: 100,
		});
		const { drift } = await a.status();
		assert.deepEqual(
			drift.map(({ section: name, option }) => `${name}.${option}`),
			['wgspoke_hub.allowed_ips']
		);
	});

	// The old tunnel runs on for a second or two after the apply, its handshake still young: an edit must
	// not be taken for a success because of it.
	it('to keys that the hub does not know is undone, however young the last handshake is', async () => {
		const { a, lab } = suite;
		await a.join();
		const stranger = await makeKeyPair(lab.hub);
		const conf = a.home.conf.replace(/^PrivateKey = .*$/m, `PrivateKey = ${stranger.privateKey}`);
		const wrongKey = await a.command(['join', '-', '--timeout', '6'], conf);
		assert.equal(wrongKey.code, 3, wrongKey.stdout + wrongKey.stderr);

		const shared = conf
			.replace(stranger.privateKey, lab.keys.homeA.privateKey)
			.replace('[Peer]', `[Peer]\nPresharedKey = ${stranger.publicKey}`);
		const wrongSecret = await a.command(['join', '-', '--timeout', '6'], shared);
		assert.equal(wrongSecret.code, 3, wrongSecret.stdout + wrongSecret.stderr);
		await a.waitForPing('192.168.151.1');
	});
});
