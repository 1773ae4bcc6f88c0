// What becomes of a tunnel that somebody switches off for now? It stays set up, is no fault, and comes back by one word.
import assert from 'node:assert/strict';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

async function switched(a: Router, verb: 'off' | 'on'): Promise<void> {
	const { code, stdout, stderr } = await a.command([verb, '--timeout', '20']);
	assert.equal(code, 0, stdout + stderr);
}

describe('a tunnel that is switched off for now', () => {
	const suite = withLab('each test');
	beforeEach(() => suite.a.join());

	it('does not run, is told as switched off and as nothing else, and runs again once it is switched on', async () => {
		const { a } = suite;
		const key = (await a.status()).public_key;
		await switched(a, 'off');
		const off = await a.status();
		assert.deepEqual(
			[off.joined, off.up, off.hub, off.network?.hub.off, off.drift],
			[true, false, 'not checked', true, []]
		);
		assert.deepEqual(
			off.findings.map(({ code }) => code),
			['switched-off']
		);
		assert.equal(off.sites.flatMap((one) => one.missing_routes).length, 0);
		const { code: checked, stdout: said } = await a.command(['check']);
		assert.equal(checked, 1);
		assert.match(said, /You have switched the tunnel off/);
		await switched(a, 'on');
		await a.waitForPing('192.168.151.1');
		const on = await a.status();
		assert.deepEqual([on.network?.hub.off, on.public_key, on.drift], [false, key, []]);
		assert.ok(!on.findings.some(({ code }) => code === 'switched-off'));
	});

	it('is changed while it is off, and stays off', async () => {
		const { a } = suite;
		await switched(a, 'off');
		const { code, stdout, stderr } = await a.command([
			'join',
			...['--site', 'Cabin=192.168.6.0/24', '--timeout', '20'],
		]);
		assert.equal(code, 0, stdout + stderr);
		const { network, up } = await a.status();
		assert.deepEqual([network?.sites.length, network?.hub.off, up], [3, true, false]);
	});

	it('is left as it would be left when it runs', async () => {
		const { a } = suite;
		await switched(a, 'off');
		const { code, stdout, stderr } = await a.command(['leave']);
		assert.equal(code, 0, stdout + stderr);
		assert.deepEqual(await a.changedFiles(), []);
	});
});
