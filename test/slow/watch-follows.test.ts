// How long is a home cut off when its hub gets another address? As it happens at night: the tunnel has worked, then
// the old address answers nobody, and the name has a new one. It takes minutes, for nothing is shortened.
import assert from 'node:assert/strict';
import { HUB_PUBLIC_ADDRESS } from '../../tools/lab/seed.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import { withLab } from '../contract/suite.ts';

const HUB_NAME = 'hub.example.org';
const NEW_ADDRESS = '203.0.113.77';

/** After its last handshake a hub is silent for 150 s; looking, sending and shaking hands take the rest. */
const LIMIT_S = 180;

describe('a hub whose address changes (fault 6)', () => {
	const suite = withLab('block');

	it('is followed by the watch within three minutes', async function () {
		this.timeout(atPace(300_000));
		const { a, lab } = suite;
		const names = await lab.nameServer({ [HUB_NAME]: HUB_PUBLIC_ADDRESS });
		const conf = a.home.conf.replace(HUB_PUBLIC_ADDRESS, HUB_NAME);
		const joined = await a.command(['join', '-', ...a.options], conf);
		assert.equal(joined.code, 0, joined.stdout + joined.stderr);
		await a.waitForPing('192.168.151.1');

		const begin = performance.now();
		await lab.hub.moveTo(NEW_ADDRESS);
		names.set(HUB_NAME, NEW_ADDRESS);
		const ping = ['ping', '-c', '1', '-W', '1', '-q', '192.168.151.1'];
		await waitFor(async () => (await a.home.host.exec(ping)).code === 0, {
			what: 'the hub to answer a device at home again',
			deadline: 280_000,
			every: 200,
		});
		const seconds = (performance.now() - begin) / 1000;
		console.log(`      traffic again ${seconds.toFixed(0)} s after the change on ${suite.kind}`);
		assert.ok(seconds <= LIMIT_S, `${seconds} s`);

		const status = await waitFor(
			async () => {
				const now = await a.status();
				// The keys of before are good for 180 s: traffic may be back before the next handshake is.
				const age = now.handshake_age;
				return now.findings.length > 0 && age !== null && age < 60 ? now : null;
			},
			{ what: 'the status to tell, and a new handshake', deadline: 60_000, every: 500 }
		);
		assert.deepEqual(
			status.findings.map(({ code, values }) => [code, values['old'], values['value']]),
			[['hub-moved', `${HUB_PUBLIC_ADDRESS}:24356`, `${NEW_ADDRESS}:24356`]]
		);
	});
});
