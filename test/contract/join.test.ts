// Two homes join by the command, reach each other, and leave again.
import assert from 'node:assert/strict';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { TUNNEL, type Files } from './router.ts';
import { withLab } from './suite.ts';

describe('two homes that joined by the command', () => {
	const suite = withLab('block');
	let before: Files;

	it('join with exit code 0, and none of our programs shows the private key on the way', async () => {
		const { a, b } = suite;
		before = await a.files();
		const watch = `
			while [ ! -e /tmp/watched ]; do
				cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\n\\0' ' \\n'
			done 2>/dev/null | grep -F -e "$1"`;
		const halfKey = suite.lab.keys.homeA.privateKey.slice(0, 20);
		const watched = a.gateway.exec(['sh', '-c', watch, 'sh', halfKey]);
		await Promise.all([a.join(), b.join()]);
		await a.gateway.writeFile('/tmp/watched', '');
		const words = (await watched).stdout.split('\n');
		await a.gateway.exec(['rm', '/tmp/watched']);
		const shown = words.filter((word) => word.includes(suite.lab.keys.homeA.privateKey));
		// netifd hands an interface's options to its protocol handler as an argument, whoever wrote them.
		assert.deepEqual(
			shown.filter((word) => !word.startsWith('{"proto":"wireguard"')),
			[]
		);
	});

	it('let a device of each home reach one of the other', async () => {
		await suite.a.waitForPing('192.168.4.100');
		await suite.b.waitForPing('192.168.2.100');
	});

	it('have four verdicts after a check, and a status with traffic, routes and no drift', async () => {
		const { a } = suite;
		assert.equal((await a.command(['check'])).code, 0);
		const status = await a.status();
		assert.equal(status.joined, true);
		assert.equal(status.up, true);
		assert.equal(status.handshake, 'yes');
		assert.equal(status.hub, 'yes');
		const other = status.sites.find(({ name }) => name === 'B');
		assert.equal(other?.gateway, 'yes');
		assert.equal(other.host, 'yes');
		assert.deepEqual(other.missing_routes, []);
		assert.ok((status.handshake_age ?? 999) < 60);
		assert.ok(status.rx_bytes > 0 && status.tx_bytes > 0);
		assert.deepEqual(status.drift, []);
		assert.equal(status.public_key, suite.lab.keys.homeA.publicKey);
	});

	it('are told of by a check what it has asked itself, though another one was running', async () => {
		const { a } = suite;
		await a.ask('check');
		await waitFor(async () => (await a.status()).probing, { what: 'a check', every: 50 });
		const begin = performance.now();
		const { code, stdout } = await a.command(['check', '-j']);
		assert.equal(code, 0);
		// Of whole seconds, the last may have just begun.
		const age = (JSON.parse(stdout) as Status).probe_age ?? 999;
		assert.ok((age + 1) * 1000 <= performance.now() - begin, `${String(age)} s`);
	});

	it('are checked in the background over ubus, which answers at once', async () => {
		const { b } = suite;
		assert.deepEqual(await b.ask('check'), { started: true });
		const status = await waitFor(
			async () => {
				const now = await b.status();
				return now.probe_age !== null && !now.probing ? now : null;
			},
			{ what: 'the check to end' }
		);
		assert.equal(status.hub, 'yes');
	});

	it('change nothing when they join the same network again', async () => {
		const { a } = suite;
		const joined = await a.files();
		const { code, reply } = await a.json('join', ['-', ...a.options], a.home.conf);
		assert.equal(code, 0);
		assert.deepEqual(reply.changes, []);
		assert.deepEqual(await a.changedFiles(joined), []);
	});

	it('hold the private key in /etc/config/network alone, and not in the log', async () => {
		const { a } = suite;
		const key = suite.lab.keys.homeA.privateKey;
		const log = await a.gateway.exec(['sh', '-c', 'logread; dmesg 2>/dev/null']);
		assert.ok(!(log.stdout + log.stderr).includes(key));
		// What a session has staged lies in a folder that only root enters.
		const staged = await a.gateway.exec(['find', '/var/run/rpcd', '-type', 'd', '-perm', '/077']);
		assert.equal(staged.stdout.replace('/var/run/rpcd\n', ''), '');
		const script = 'find /etc /root /tmp /var/run/ -type f -exec grep -lF -e "$1" {} + 2>/dev/null';
		const holders = await a.gateway.exec(['sh', '-c', script, 'sh', key]);
		assert.deepEqual(
			holders.stdout
				.trim()
				.split('\n')
				.filter((path) => !path.includes('/run/rpcd/uci-') && !path.startsWith('/tmp/wgspoke-')),
			['/etc/config/network']
		);
	});

	it('open the router itself to pings of the other home, not its pages', async () => {
		const { a, b } = suite;
		await b.waitForPing('192.168.2.1');
		const fetch = (address: string): string[] => [
			...['sh', '-c'],
			`exec 3<>/dev/tcp/${address}/80 || exit 1`,
		];
		const bash = (address: string): string[] => ['bash', '-c', ...fetch(address).slice(2)];
		await waitFor(async () => (await a.home.host.exec(bash('192.168.2.1'))).code === 0, {
			what: 'the pages to open at home',
		});
		const far = await b.home.host.exec(bash('192.168.2.1'), { timeout: 2000 });
		assert.notEqual(far.code, 0);
	});

	it('find every file byte for byte as before when they leave, and nothing of the tunnel', async () => {
		const { a, b } = suite;
		for (const router of [a, b]) {
			const { code, stdout } = await router.command(['leave']);
			assert.equal(code, 0);
			assert.doesNotMatch(stdout, /answered/);
		}
		assert.deepEqual(await a.changedFiles(before), []);
		await Promise.all([a.waitUntilGone(), b.waitUntilGone()]);
		const { stdout } = await a.gateway.exec(['wg', 'show', 'interfaces']);
		assert.ok(!stdout.includes(TUNNEL));
		assert.equal((await a.status()).joined, false);
	});
});
