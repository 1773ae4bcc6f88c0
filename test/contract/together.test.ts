// Several people at once: two applies, edits that lie unsaved, rpcd reading its plugins again.
import assert from 'node:assert/strict';
import { RpcError } from '../../tools/lab/rpc.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withLab } from './suite.ts';

const PERMISSION_DENIED = 6;

describe('several people at one router', () => {
	const suite = withLab('each test');

	it('apply one after the other: while one apply waits, the second is refused and says why', async () => {
		const { a } = suite;
		const [first, second] = await Promise.all([a.login(), a.login()]);
		await a.http(first, 'wgspoke', 'join', { paste: await a.paste() });
		await a.http(second, 'wgspoke', 'join', { paste: await a.paste() });
		const apply = { rollback: true, timeout: 20 };
		assert.equal((await a.http(first, 'uci', 'apply', apply)).status, 0);
		assert.equal((await a.http(second, 'uci', 'apply', apply)).status, PERMISSION_DENIED);
		assert.equal((await a.http(second, 'uci', 'confirm')).status, PERMISSION_DENIED);

		const byCommand = await a.command(['leave']);
		assert.equal(byCommand.code, 1);
		assert.match(byCommand.stderr, /nothing was changed: another change is being applied/);
		assert.equal((await a.http(first, 'uci', 'rollback')).status, 0);
		assert.deepEqual(await a.changedFiles(), []);
		await a.waitUntilGone();
	});

	it("do not get one person's unsaved edits applied with another's join", async () => {
		const { a } = suite;
		const [one, other] = await Promise.all([a.login(), a.login()]);
		const edit = { config: 'network', section: 'wan', values: { metric: '7' } };
		await a.http(one, 'uci', 'set', edit);

		const reply = await a.page(one, 'join', { paste: await a.paste() });
		assert.equal(reply.staged, false);
		assert.deepEqual(
			reply.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
			['pending-changes']
		);

		assert.equal((await a.page(other, 'join', { paste: await a.paste() })).staged, true);
		const changes = await a.http(other, 'uci', 'changes', { config: 'network' });
		assert.ok(!JSON.stringify(changes.data).includes('metric'));
		assert.deepEqual(await a.changedFiles(), []);
	});

	it('keep an edit that somebody left uncommitted on the command line, after a join and a leave', async () => {
		const { a } = suite;
		await a.gateway.exec(['uci', 'set', 'network.wan.metric=7']);
		const left = async (): Promise<string> =>
			(await a.gateway.exec(['uci', 'changes', 'network'])).stdout.trim();
		const edit = await left();
		assert.match(edit, /network\.wan\.metric='7'/);
		await a.join();
		assert.equal(await left(), edit);
		assert.equal((await a.command(['leave'])).code, 0);
		assert.equal(await left(), edit);
		assert.deepEqual(await a.changedFiles(), []);
	});

	it('stay logged in, with what they staged, when rpcd reads its plugins again', async () => {
		const { a } = suite;
		const session = await a.login();
		await a.http(session, 'wgspoke', 'join', { paste: await a.paste() });
		const staged = await a.http(session, 'uci', 'changes');
		await a.gateway.reloadRpcd();
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		assert.equal((await a.http(session, 'wgspoke', 'status')).status, 0);
		assert.deepEqual(await a.http(session, 'uci', 'changes'), staged);
	});

	it('are logged out by a new rpcd, which serves the object to those who log in again', async () => {
		const { a } = suite;
		const old = await a.login();
		await a.gateway.restartRpcd();
		await assert.rejects(
			() => a.http(old, 'wgspoke', 'status'),
			(error) => error instanceof RpcError
		);
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		assert.equal((await a.http(await a.login(), 'wgspoke', 'status')).status, 0);
	});
});
