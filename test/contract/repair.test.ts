// What becomes of a tunnel that somebody has changed, stopped or robbed of its list: named in the status, put back by one action.
import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

async function run(a: Router, script: string): Promise<void> {
	const { code, stderr } = await a.gateway.exec(['sh', '-c', script]);
	assert.equal(code, 0, stderr);
}

async function codes(a: Router): Promise<string[]> {
	return (await a.status()).findings.map(({ code }) => code);
}

async function repaired(a: Router): Promise<void> {
	const { code, stdout, stderr } = await a.command(['repair', '--timeout', '20']);
	assert.equal(code, 0, stdout + stderr);
	const status = await a.status();
	assert.equal(status.stage, 'answers');
	assert.deepEqual(status.drift, []);
	await a.waitForPing('192.168.151.1');
}

const reload =
	'for config in network firewall; do ubus call service event "{\\"type\\":\\"config.change\\",\\"data\\":{\\"package\\":\\"$config\\"}}"; done; sleep 2';

describe('a tunnel that is not as it was joined', () => {
	const suite = withLab('each test');
	beforeEach(() => suite.a.join());

	it('was stopped: it is told, and started again (fault 16)', async () => {
		const { a } = suite;
		await run(a, 'ifdown wgspoke');
		assert.ok((await codes(a)).includes('tunnel-stopped'));
		await repaired(a);
	});

	it('was stopped for good (auto 0): that is put back as well, and started (fault 16)', async () => {
		const { a } = suite;
		await run(a, `uci set network.wgspoke.auto=0; uci commit network; ${reload}; ifdown wgspoke`);
		assert.deepEqual(
			(await a.status()).drift.map(({ option }) => option),
			['auto']
		);
		await repaired(a);
	});

	it('has lost its zone: the devices of the homes reach each other again', async () => {
		const { a } = suite;
		await run(a, `uci delete firewall.wgspoke; uci commit firewall; ${reload}`);
		assert.ok((await a.status()).drift.some(({ section }) => section === 'wgspoke'));
		await repaired(a);
	});

	for (const [what, text] of [
		['lost', ''],
		['damaged', "config hub 'hub\noption"],
	] as const) {
		it(`has its list of homes ${what}: it is told, and made again from the tunnel (fault 17)`, async () => {
			const { a } = suite;
			await a.gateway.writeFile('/etc/config/wgspoke', text, 0o600);
			const before = await a.status();
			assert.equal(before.joined, false);
			assert.deepEqual(await codes(a), ['config-lost']);
			await repaired(a);
			const { network, public_key: key } = await a.status();
			assert.equal(key, suite.lab.keys.homeA.publicKey);
			assert.deepEqual(
				network?.sites.map(({ lan }) => lan),
				[['192.168.2.0/24'], ['192.168.4.0/24']]
			);
		});
	}

	const deleteTunnel =
		'uci delete network.wgspoke; uci delete network.wgspoke_hub; uci commit network';
	/** While it still runs its key is there, and nothing is lost. */
	const deletedAndReloaded = async (a: Router): Promise<void> => {
		await run(a, `${deleteTunnel}; ${reload}`);
		await waitFor(async () => !(await a.hasTunnel()), { what: 'the deleted tunnel to go' });
	};

	it('was deleted with its key: that is told, and one new key waits until the hub has been told of it (fault 16)', async () => {
		const { a, lab } = suite;
		await deletedAndReloaded(a);
		assert.ok((await codes(a)).includes('key-lost'));
		const before = await a.files();
		const first = await a.command(['repair', '--timeout', String(atPace(6))]);
		assert.equal(first.code, 3, first.stderr);
		assert.match(first.stderr, /did not answer/);
		assert.deepEqual(await a.changedFiles(before), []);
		const key = /has a new key, (\S{44}),/.exec(first.stdout)?.[1];
		assert.ok(key, first.stdout);
		assert.notEqual(key, lab.keys.homeA.publicKey);

		// The page is told the same, and nothing begins by that.
		const dry = await a.ask('repair', { dry: true });
		assert.equal(dry.public_key, key);
		assert.equal(dry.trial, '');
		assert.ok((await codes(a)).includes('key-lost'));

		// What the command prints for the hub is run there.
		const commands = first.stdout.split('\n').filter((line) => /^(wg set|ip route) /.test(line));
		assert.equal(commands.length, 2, first.stdout);
		for (const command of commands) await must(lab.hub, ['sh', '-c', command]);
		await repaired(a);
		assert.equal((await a.status()).public_key, key);
		assert.ok(!(await codes(a)).includes('key-lost'));
		assert.notEqual((await a.gateway.exec(['test', '-e', '/etc/wgspoke/own.key'])).code, 0);
		await lab.hub.restart();
	});

	it('was deleted and nobody has reloaded it: the key that still runs is used on, and the hub needs no word', async () => {
		const { a, lab } = suite;
		await run(a, deleteTunnel);
		assert.ok((await codes(a)).includes('key-lost'));
		const { code, stdout } = await a.command(['repair', '--timeout', '20']);
		assert.equal(code, 0, stdout);
		assert.doesNotMatch(stdout, /new key/);
		const status = await a.status();
		assert.equal(status.public_key, lab.keys.homeA.publicKey);
		assert.equal(status.stage, 'answers');
	});

	it('was deleted, and is kept without the hub’s answer: the hub has still to be told, which the overview says', async () => {
		const { a } = suite;
		await deletedAndReloaded(a);
		const { code, stdout, stderr } = await a.command([
			'repair',
			'--timeout',
			String(atPace(6)),
			'--keep',
		]);
		assert.equal(code, 0, stdout + stderr);
		const { left, public_key: key } = (await a.status()) as StatusReply;
		assert.deepEqual(left, [{ kind: 'add', name: 'A', public_key: key }]);
	});

	it('is not there at all: nothing is done', async () => {
		const { b } = suite;
		const { code, stdout } = await b.command(['repair']);
		assert.equal(code, 1);
		assert.match(stdout, /has not joined yet/);
	});
});
