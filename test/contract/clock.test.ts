// What is said while the router's clock is wrong, and once NTP has set it? Routers without a clock chip begin in 1970, or
// at the moment when a file was last written; the hub's handshakes are told by the clock of that moment.
import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import { restoreClock, setClock } from './clock.ts';
import { TUNNEL, type Router } from './router.ts';
import { withLab } from './suite.ts';

const DAY = 86_400;

/** By so much are clocks wrong: 1970 is where a clock begins that nobody has set. */
const WRONG: [name: string, wrong: () => number][] = [
	['at 1970', () => 100 - Math.floor(Date.now() / 1000)],
	['a month behind', () => -30 * DAY],
	['a day ahead', () => DAY],
];

const codesOf = (findings: { code: string }[]): string[] => findings.map(({ code }) => code);

/** Without the watch, which knows by another clock. */
async function withoutWatch({ gateway }: Router): Promise<void> {
	await gateway.exec(['/etc/init.d/wgspoke', 'stop']);
	await gateway.exec(['rm', '-f', '/var/run/wgspoke/watch.json']);
}

/** The tunnel begins anew, and the hub shakes hands with it. */
async function shakeAgain(a: Router): Promise<void> {
	await a.gateway.exec(['ifup', TUNNEL]);
	await a.waitForPing('192.168.151.1');
}

describe('a clock that is wrong (fault 21)', () => {
	const suite = withLab('each test');
	afterEach(async () => {
		await restoreClock(suite.a);
		await suite.a.gateway.exec(['/etc/init.d/wgspoke', 'start']);
	});

	for (const [name, wrong] of WRONG) {
		it(`${name}, is set while a change is tried out: the hub has answered, so it is kept`, async () => {
			const { a } = suite;
			await setClock(a, wrong());
			// Whenever the hub shakes hands now, its moment is one of the other clock.
			if (a.gateway.kind === 'dev') await a.gateway.exec(['rm', '/var/run/wrong-clock']);
			const { code, stdout, stderr } = await a.command(
				['join', '-', ...a.options, '--timeout', String(atPace(10))],
				a.home.conf
			);
			assert.equal(code, 0, stdout + stderr);
		});

		it(`${name}, and set since the hub answered: that is not known, until the hub answers again`, async () => {
			const { a } = suite;
			await setClock(a, wrong());
			await a.join();
			await withoutWatch(a);
			await setClock(a, 0);

			const {
				handshake_age: age,
				handshake_unclear: unclear,
				findings,
				...rest
			} = await a.status();
			assert.deepEqual([age, unclear, codesOf(findings)], [null, true, ['clock-behind']]);
			assert.equal(rest.stage, 'up');
			const text = (await a.command(['status'])).stdout;
			assert.match(text, /^Handshake +not known when/m);
			const ladder = await a.ask('ladder', { look: '' });
			const shaken = ladder.steps.find(({ step }) => step === 'handshake');
			assert.equal(shaken?.verdict, 'not checked');

			await shakeAgain(a);
			const mended = await a.status();
			assert.deepEqual(
				[mended.handshake_unclear, mended.stage, mended.findings],
				[false, 'answers', []]
			);
			assert.ok((mended.handshake_age ?? 99) < 60);
		});

		it(`${name}, and set since: the watch, which has seen the hub answer, knows when that was`, async () => {
			const { a } = suite;
			await setClock(a, wrong());
			await a.join();
			await waitFor(async () => ((await a.status()).watching ? true : null), {
				what: 'the watch',
				deadline: 60_000,
				every: 200,
			});
			// The hub forgets the keys of this session, and shakes hands anew: this time the watch is there.
			const { lab } = suite;
			const peer = ['wg', 'set', 'wg0', 'peer', lab.keys.homeA.publicKey];
			await must(lab.hub, [...peer, 'remove']);
			await must(lab.hub, [...peer, 'allowed-ips', '192.168.151.2/32,192.168.2.0/24']);
			// After 15 s without an answer WireGuard begins anew by itself.
			const ping = ['ping', '-c', '1', '-W', '1', '-q', '192.168.151.1'];
			await waitFor(async () => (await a.home.host.exec(ping)).code === 0, {
				what: 'the hub to answer again',
				deadline: 60_000,
			});
			await setClock(a, 0);
			const status = await waitFor(
				async () => {
					const now = await a.status();
					return now.watching && !now.handshake_unclear ? now : null;
				},
				{ what: 'the watch to have looked', deadline: 30_000, every: 500 }
			);
			assert.equal(status.stage, 'answers');
			assert.ok((status.handshake_age ?? 99) < 60, String(status.handshake_age));
			const ladder = await a.ask('ladder', { look: '' });
			assert.equal(ladder.steps.find(({ step }) => step === 'handshake')?.verdict, 'yes');
		});
	}
});
