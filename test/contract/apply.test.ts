// The way of the pages: stage, `uci apply` with rollback, ask `status`, confirm; all over HTTP.
import assert from 'node:assert/strict';
import { waitFor } from '../../tools/lab/wait.ts';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

const UNDONE_MS = 12_000;

async function apply(router: Router, session: string, timeout: number): Promise<number> {
	const args = { rollback: true, timeout };
	return (await router.http(session, 'uci', 'apply', args)).status;
}

describe('the way of the pages', () => {
	const suite = withLab('each test');

	it('stages nothing into the files, applies, sees the handshake, confirms; and leaves the same way', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.login();

		const staged = await a.page(session, 'join', { paste: await a.paste() });
		assert.equal(staged.staged, true);
		assert.deepEqual(await a.changedFiles(before), []);

		assert.equal(await apply(a, session, 20), 0);
		const status = await waitFor(
			async () => {
				const now = await a.page(session, 'status');
				return now.handshake_age !== null ? now : null;
			},
			{ what: 'the hub to answer', every: 50 }
		);
		assert.equal(status.joined, true);
		assert.equal((await a.http(session, 'uci', 'confirm')).status, 0);
		assert.deepEqual(await a.changedFiles(before), ['firewall', 'network', 'wgspoke']);

		const left = await a.page(session, 'leave');
		assert.equal(left.staged, true);
		assert.equal(await apply(a, session, 20), 0);
		assert.equal((await a.http(session, 'uci', 'confirm')).status, 0);
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();
	});

	it('is undone by the router itself when nobody confirms: files and tunnel', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.login();
		await a.page(session, 'join', { paste: await a.paste() });
		assert.equal(await apply(a, session, 4), 0);
		await waitFor(() => a.hasTunnel(), { what: 'the tunnel to come up', every: 50 });
		await waitFor(async () => (await a.changedFiles(before)).length === 0, {
			what: 'the router to undo the change',
			deadline: UNDONE_MS,
			every: 100,
		});
		await a.waitUntilGone();
		assert.equal((await a.status()).joined, false);
	});

	it('takes the network as the wizard completed it, with the keys from the text', async () => {
		const { a } = suite;
		const session = await a.login();
		const { network } = await a.page(session, 'read', { text: a.home.conf });
		for (const site of network.sites) site.name = site.local ? 'Öl & Gas' : '家 B';
		const reply = await a.page(session, 'join', { network, paste: await a.paste() });
		assert.deepEqual(
			reply.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
			['bad-name']
		);
		assert.equal(reply.staged, false);
		for (const site of network.sites) site.name = site.local ? 'Zuhause' : '家 B';
		const again = await a.page(session, 'join', { network, paste: await a.paste() });
		assert.equal(again.staged, true);
		assert.ok(again.changes.some(({ config, to }) => config === 'wgspoke' && to === '家 B'));
	});

	it('shows a router that is not joined while its changes are only staged', async () => {
		const { a } = suite;
		const session = await a.login();
		await a.page(session, 'join', { paste: await a.paste() });
		assert.equal((await a.status()).joined, false);
		assert.equal(await a.hasTunnel(), false);
	});
});
