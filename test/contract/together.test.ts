// Several people at once: two changes, LuCI's own apply, edits that lie unsaved, rpcd reading its plugins again.
import assert from 'node:assert/strict';
import { RpcError } from '../../tools/lab/rpc.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withLab } from './suite.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

const APPLY = { rollback: true, timeout: 30 };

/** What somebody has set in a login and not applied. */
const UNSAVED: Record<string, { section: string; values: Record<string, string> }> = {
	network: { section: 'wan', values: { metric: '7', unsaved: '1' } },
	dhcp: { section: 'lan', values: { unsaved: '1' } },
};

const errorsOf = (findings: Finding[]): string[] =>
	findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

describe('several people at one router', () => {
	const suite = withLab('each test');

	it('change one after the other: while one change is tried out, the second is refused and says why', async () => {
		const { a } = suite;
		const [first, second] = await Promise.all([a.login(), a.login()]);
		const { trial } = await a.page(first, 'join', { paste: await a.paste() });
		await a.reaches(trial, 'waiting');
		const refused = await a.page(second, 'join', { paste: await a.paste() });
		assert.deepEqual([refused.trial, errorsOf(refused.findings)], ['', ['trial-running']]);
		const left = await a.page(second, 'leave');
		assert.deepEqual([left.trial, errorsOf(left.findings)], ['', ['trial-running']]);

		const byCommand = await a.command(['leave']);
		assert.equal(byCommand.code, 1);
		assert.match(byCommand.stderr, /Another change is being tried out on this router/);
		assert.equal((await a.page(second, 'trial')).trial?.id, trial);
		// It is the router's, not the login's: whoever may change anything may end it.
		await a.page(second, 'decide', { trial, keep: false });
		assert.equal((await a.ended(trial)).state, 'undone');
		assert.deepEqual(await a.changedFiles(), []);
		await a.waitUntilGone();
	});

	it('begin two changes at the same moment, of which one is tried out and one is refused', async () => {
		const { a } = suite;
		const sessions = await Promise.all([a.login(), a.login()]);
		const paste = await a.paste();
		const begun = await Promise.all(sessions.map((one) => a.page(one, 'join', { paste })));
		const ends = await Promise.all(
			begun.map(async ({ trial, findings }) => {
				if (trial === '') return errorsOf(findings);
				const { state, findings: why } = await a.reaches(trial, 'proved');
				return state === 'proved' ? ['proved'] : errorsOf(why);
			})
		);
		assert.deepEqual(ends.flat().sort(), ['proved', 'trial-running']);
	});

	it('wait for each other: while LuCI’s Save & Apply is not confirmed, a change of ours is refused', async () => {
		const { a } = suite;
		const session = await a.login();
		const edit = { config: 'network', section: 'wan', values: { metric: '7' } };
		await a.http(session, 'uci', 'set', edit);
		assert.equal((await a.http(session, 'uci', 'apply', APPLY)).status, 0);
		const { trial } = await a.page(session, 'join', { paste: await a.paste() });
		const { state, findings } = await a.ended(trial);
		assert.deepEqual([state, errorsOf(findings)], ['refused', ['apply-pending']]);
		const byCommand = await a.command(['join', '-', ...a.options], a.home.conf);
		assert.equal(byCommand.code, 1);
		assert.match(byCommand.stderr, /Save & Apply/);
		assert.deepEqual(await a.changedFiles(), ['network']);
		assert.equal((await a.http(session, 'uci', 'confirm')).status, 0);
		await a.join();
		assert.match((await a.files()).get('network')?.toString() ?? '', /option metric '7'/);
	});

	it('do not get unsaved edits applied with a change of ours, nor lose them: in one login, after a join and a leave', async () => {
		const { a } = suite;
		const session = await a.login();
		const edits = Object.entries(UNSAVED).map(([config, edit]) => ({ config, ...edit }));
		for (const edit of edits) await a.http(session, 'uci', 'set', edit);
		const unsaved = async () => (await a.http(session, 'uci', 'changes')).data;
		const before = await unsaved();
		assert.match(JSON.stringify(before), /metric/);

		await a.keep(session, await a.page(session, 'join', { paste: await a.paste() }));
		assert.deepEqual(await unsaved(), before);
		for (const text of (await a.files()).values()) assert.ok(!text.includes('unsaved'));
		await a.keep(session, await a.page(session, 'leave'));
		assert.deepEqual(await unsaved(), before);
		assert.deepEqual(await a.changedFiles(), []);
	});

	it('see nothing of ours among what is unsaved, while a change is tried out and when it is undone', async () => {
		const { a } = suite;
		const session = await a.login();
		const unsaved = async (): Promise<unknown[]> => [
			(await a.http(session, 'uci', 'changes')).data,
			(await a.gateway.exec(['uci', 'changes'])).stdout,
		];
		const before = await unsaved();
		const { trial } = await a.page(session, 'join', { paste: await a.paste() });
		await a.reaches(trial, 'proved');
		assert.deepEqual(await unsaved(), before);
		await a.page(session, 'decide', { trial, keep: false });
		await a.ended(trial);
		assert.deepEqual(await unsaved(), before);
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

	it('stay logged in, and their change goes on, when rpcd reads its plugins again', async () => {
		const { a } = suite;
		const session = await a.login();
		const begun = await a.page(session, 'join', { paste: await a.paste() });
		await a.gateway.reloadRpcd();
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		await a.keep(session, begun);
		assert.equal((await a.status()).joined, true);
	});

	it('are logged out by a new rpcd, whose object tells those who log in again of the change, and lets them end it', async () => {
		const { a } = suite;
		const old = await a.login();
		const { trial } = await a.page(old, 'join', { paste: await a.paste() });
		await a.gateway.restartRpcd();
		await assert.rejects(
			() => a.http(old, 'wgspoke', 'status'),
			(error) => error instanceof RpcError
		);
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		const session = await a.login();
		await a.reaches(trial, 'proved');
		assert.equal((await a.page(session, 'trial')).trial?.id, trial);
		await a.page(session, 'decide', { trial, keep: false });
		assert.equal((await a.ended(trial)).state, 'undone');
		assert.deepEqual(await a.changedFiles(), []);
		assert.equal((await a.http(session, 'wgspoke', 'status')).status, 0);
		await a.waitUntilGone();
	});
});
