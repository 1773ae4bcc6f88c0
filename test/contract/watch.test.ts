// Does the watch run while a router has joined, and only then; does it come back; does it follow its hub?
import assert from 'node:assert/strict';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { HUB_PUBLIC_ADDRESS } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import type { Watched } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

const NOTE = '/var/run/wgspoke/watch.json';
const HUB_NAME = 'hub.example.org';

/** Its number as procd tells it; 0 when it does not run. */
async function watchPid({ gateway }: Router): Promise<number> {
	const { data } = await gateway.ubus('service', 'list', { name: 'wgspoke' });
	const service = data as {
		wgspoke?: { instances?: Record<string, { running: boolean; pid?: number }> };
	} | null;
	const watch = service?.wgspoke?.instances?.['watch'];
	return watch?.running ? (watch.pid ?? 0) : 0;
}

const begun = (router: Router, before = 0): Promise<number> =>
	waitFor(
		async () => {
			const pid = await watchPid(router);
			return pid !== 0 && pid !== before ? pid : null;
		},
		{ what: 'the watch to run', deadline: 60_000, every: 100 }
	);

async function note({ gateway }: Router): Promise<Watched | null> {
	const bytes = await gateway.readFile(NOTE);
	return bytes === null ? null : (JSON.parse(bytes.toString()) as Watched);
}

/** Waits for a note that is so. */
const noted = (router: Router, what: string, is: (known: Watched) => boolean, deadline = 60_000) =>
	waitFor(
		async () => {
			const known = await note(router);
			return known !== null && is(known) ? known : null;
		},
		{ what, deadline, every: 200 }
	);

const statusOnce = (router: Router, what: string, is: (status: Status) => boolean) =>
	waitFor(
		async () => {
			const status = await router.status();
			return is(status) ? status : null;
		},
		{ what, deadline: 60_000, every: 200 }
	);

describe('the watch', () => {
	const suite = withLab('block');

	it('does not run on a router that has not joined', async () => {
		const { a } = suite;
		// procd may still be ending the one that ran before the router left.
		await waitFor(async () => (await watchPid(a)) === 0, { what: 'no watch to run' });
		assert.equal((await a.status()).watching, false);
	});

	it('runs soon after joining, and leaves for root alone what it sees', async () => {
		const { a, b } = suite;
		await Promise.all([a.join(), b.join()]);
		await begun(a);
		const known = await noted(a, 'a first look', ({ running, handshake_at: at }) =>
			Boolean(running && at)
		);
		assert.equal(known.endpoint, `${HUB_PUBLIC_ADDRESS}:24356`);
		assert.equal(known.public_key, suite.lab.keys.homeA.publicKey);
		const { stdout } = await a.gateway.exec(['ls', '-l', NOTE]);
		assert.match(stdout, /^-rw-------/);
		assert.equal((await a.status()).watching, true);
	});

	it('tells pulses the same as a look would, and hears the other home', async () => {
		const { a } = suite;
		const session = await a.login();
		const status = await statusOnce(
			a,
			'the hub and the other home to be heard',
			({ sites, hub_heard: hub }) => hub !== null && sites.some(({ heard }) => heard !== null)
		);
		const asked = Date.now();
		const { data } = await a.http(session, 'wgspoke', 'pulse');
		const pulse = data as unknown as Status;
		const passed = (Date.now() - asked) / 1000;
		assert.equal(pulse.watching, true);
		assert.equal(pulse.state, status.state);
		const older = (pulse.handshake_age ?? -9) - (status.handshake_age ?? -99);
		assert.ok(Math.abs(older) <= passed + 2, `${String(older)} s in ${String(passed)} s`);
		assert.ok(pulse.rx_bytes > 0 && pulse.tx_bytes > 0);
		const other = pulse.sites.find(({ name }) => name === 'B');
		assert.ok((other?.heard ?? 99) < 60);
		assert.ok((pulse.hub_heard ?? 99) < 60);
	});

	it('is believed no longer once a file has changed, before it has looked itself', async () => {
		const { a } = suite;
		const keepalive = async (seconds: string): Promise<Status> => {
			const option = `network.wgspoke_hub.persistent_keepalive=${seconds}`;
			const set = `uci set ${option}; uci commit network`;
			assert.equal((await a.gateway.exec(['sh', '-c', set])).code, 0);
			return a.status();
		};
		const { current } = await a.status();
		assert.deepEqual(
			[current, (await keepalive('33')).current, (await keepalive('25')).current],
			[true, false, true]
		);
	});

	it('goes on after a kill -9, and knows what was heard before', async () => {
		const { a } = suite;
		const before = await begun(a);
		await noted(a, 'the other home', ({ heard }) => Object.keys(heard).length > 0);
		await a.gateway.exec(['kill', '-9', String(before)]);
		const { at, heard } = await noted(a, 'the last note', () => true);
		await begun(a, before);
		const after = await noted(a, 'a new look', (known) => known.at > at);
		assert.deepEqual(
			Object.keys(heard).filter((each) => after.heard[each] === undefined),
			[]
		);
	});

	it('runs on while rpcd and the network start anew, and sees the tunnel again', async () => {
		const { a } = suite;
		await a.gateway.restartRpcd();
		const { at } = await noted(a, 'a note', () => true);
		await a.gateway.exec(['/etc/init.d/network', 'restart']);
		await noted(a, 'the tunnel to be seen again', (known) => known.at > at && known.running);
		await begun(a);
		await statusOnce(
			a,
			'the watch',
			({ watching, handshake_age: age }) => watching && age !== null
		);
	});

	it('is another one once the network is another one', async () => {
		const { a } = suite;
		const before = await begun(a);
		assert.equal((await a.command(['join', '--site', 'Cabin=10.9.0.0/16@192.168.151.9'])).code, 0);
		await begun(a, before);
	});

	it('runs on when nothing of its network has changed', async () => {
		const { a } = suite;
		const before = await begun(a);
		await a.gateway.exec(['/etc/init.d/wgspoke', 'reload']);
		assert.equal(await watchPid(a), before);
	});

	it('is gone after leaving', async () => {
		const { a } = suite;
		const before = await begun(a);
		assert.equal((await a.command(['leave'])).code, 0);
		await waitFor(async () => (await watchPid(a)) === 0, {
			what: 'the watch to end',
			deadline: 60_000,
			every: 100,
		});
		assert.notEqual((await a.gateway.exec(['kill', '-0', String(before)])).code, 0);
		assert.equal((await a.status()).watching, false);
	});

	it('begins by itself when the router starts, and finds the tunnel', async () => {
		const { a } = suite;
		await a.join();
		const before = await begun(a);
		const { gateway } = a;
		// What the router runs as it starts: procd's own list, in which we are.
		assert.match((await gateway.exec(['ls', '/etc/rc.d'])).stdout, /^S\d+wgspoke$/m);
		if (gateway.kind === 'dev') {
			// It has no start of its own: what runs then is run.
			await gateway.exec(['/etc/init.d/wgspoke', 'stop']);
			assert.equal(await watchPid(a), 0);
			await gateway.exec(['rm', '-rf', '/var/run/wgspoke']);
			await gateway.exec(['/etc/init.d/wgspoke', 'boot']);
		} else {
			await gateway.stop();
			await gateway.start();
		}
		assert.notEqual(await begun(a), before);
		const { watching, joined } = await statusOnce(
			a,
			'the watch to see the hub answer',
			({ watching: sees, handshake_age: age }) => sees && age !== null
		);
		assert.deepEqual([watching, joined], [true, true]);
	});

	it('writes nothing to flash', async () => {
		const { a } = suite;
		await a.join();
		await begun(a);
		const mark = '/tmp/mark';
		await a.gateway.exec(['touch', mark]);
		const { at } = await noted(a, 'a note', () => true);
		await noted(a, 'three more looks', (known) => known.at > at + 12);
		const find = ['find', '/etc', '/usr', '/www', '-newer', mark, '-type', 'f'];
		assert.equal((await a.gateway.exec(find)).stdout, '');
	});
});

describe('a hub that has a name (fault 6)', () => {
	const suite = withLab('each test');

	const named = (conf: string): string => conf.replace(HUB_PUBLIC_ADDRESS, HUB_NAME);

	it('is found by a tunnel that never reached it, once its name has the right address', async () => {
		const { a, lab } = suite;
		const names = await lab.nameServer({ [HUB_NAME]: '203.0.113.77' });
		const conf = named(a.home.conf);
		const args = ['join', '-', ...a.options, '--keep', '--timeout', '5'];
		const { code, stdout, stderr } = await a.command(args, conf);
		assert.equal(code, 0, stdout + stderr);
		names.set(HUB_NAME, HUB_PUBLIC_ADDRESS);
		const status = await waitFor(
			async () => {
				const now = await a.status();
				return now.handshake_age === null ? null : now;
			},
			{ what: 'the hub to be found', deadline: 120_000, every: 500 }
		);
		assert.deepEqual(
			status.findings.map(({ code: each, values }) => [each, values['value']]),
			[['hub-moved', `${HUB_PUBLIC_ADDRESS}:24356`]]
		);
	});

	// The development router has no start of its own, and its netifd tries a tunnel that did not come up only once.
	if (chooseDriver().kind !== 'dev') {
		it('that has no address as the router starts is reached within half a minute of its having one', async () => {
			const { a, lab } = suite;
			const { gateway } = a;
			const names = await lab.nameServer({ [HUB_NAME]: HUB_PUBLIC_ADDRESS });
			const { code, stderr } = await a.command(['join', '-', ...a.options], named(a.home.conf));
			assert.equal(code, 0, stderr);
			names.set(HUB_NAME, null);
			const servers = await must(gateway, ['cat', '/etc/resolv.conf']);
			await gateway.stop();
			await gateway.start();
			await must(gateway, ['sh', '-c', 'cat > /etc/resolv.conf'], { stdin: servers });
			await statusOnce(
				a,
				'the name to be missed',
				({ findings, handshake_age: age }) =>
					age === null && findings.some(({ code: one }) => one === 'hub-unresolved')
			);
			names.set(HUB_NAME, HUB_PUBLIC_ADDRESS);
			await waitFor(async () => ((await a.status()).stage === 'answers' ? true : null), {
				what: 'the hub to answer after its name has an address',
				deadline: 30_000,
				every: 200,
			});
		});
	}

	it('that has no address any more is told as such', async () => {
		const { a, lab } = suite;
		const names = await lab.nameServer({ [HUB_NAME]: '203.0.113.77' });
		const args = ['join', '-', ...a.options, '--keep', '--timeout', '5'];
		assert.equal((await a.command(args, named(a.home.conf))).code, 0);
		names.set(HUB_NAME, null);
		// The watch of the network before may have left a note of its own.
		const status = await statusOnce(a, 'the finding', ({ findings }) =>
			findings.some(({ code }) => code === 'hub-unresolved')
		);
		const told = status.findings.filter(({ code }) => code !== 'hub-moved');
		assert.deepEqual(
			told.map(({ code, values }) => [code, values['value']]),
			[['hub-unresolved', HUB_NAME]]
		);
	});
});

describe('a hub that hears at further ports', () => {
	const suite = withLab('block');
	const PORT = 24356;
	/** The provider drops what goes to that port of the hub, and what is under way to it. */
	const blocked = async (work: () => Promise<void>): Promise<void> => {
		const { internet } = suite.lab;
		const table = 'inet provider';
		await must(internet, ['nft', '-f', '-'], {
			stdin: `table ${table} { chain forward { type filter hook forward priority 0; udp dport ${String(PORT)} drop; udp sport ${String(PORT)} drop; }; }`,
		});
		try {
			await work();
		} finally {
			await must(internet, ['nft', 'delete', 'table', ...table.split(' ')]);
		}
	};
	const codes = ({ findings }: Status): string[] => findings.map(({ code }) => code);

	it('is told to the router by its answer', async () => {
		const { a, lab } = suite;
		await a.join();
		const { stdout } = await a.command(['hub', '--speak', '--ports', '4500,443']);
		await lab.hub.answerHomes(stdout);
		const { network } = await statusOnce(
			a,
			'the further ports',
			(now) => now.network?.hub.ports !== ''
		);
		assert.deepEqual(network?.hub.ports.split(',').sort(), ['443', '4500']);
	});

	it('is called at the next one when it is dead for three minutes, and told to be', async () => {
		const { a } = suite;
		await blocked(async () => {
			// Three minutes are over at once for a watch that begins with a note of then.
			await noted(a, 'a handshake', ({ running, handshake }) => running && handshake > 0);
			await a.gateway.exec(['/etc/init.d/wgspoke', 'stop']);
			const known = await noted(a, 'the last note', () => true);
			// What came between that note and the end of the watch is no word of the hub's from now.
			const rx_bytes = known.rx_bytes + 1_000_000;
			const then = { silent_since: known.at - 200, hub_heard: known.at - 200, rx_bytes };
			const text = JSON.stringify({ ...known, ...then });
			await a.gateway.writeFile(NOTE, Buffer.from(text), 0o600);
			await a.gateway.exec(['/etc/init.d/wgspoke', 'start']);
			const { door } = await noted(
				a,
				'another port',
				(now) => now.door !== null && now.door.at < (now.hub_heard ?? 0)
			);
			assert.equal(door?.from, PORT);
			await a.waitForPing('192.168.151.1');
			const status = await statusOnce(a, 'the finding', (now) =>
				codes(now).includes('hub-other-port')
			);
			const { values } = status.findings.find(({ code }) => code === 'hub-other-port') ?? {};
			assert.deepEqual([values?.['old'], values?.['value']], [String(PORT), String(door.to)]);
			assert.equal(status.current, true);
			const { stdout } = await a.gateway.exec(['wg', 'show', 'wgspoke', 'endpoints']);
			assert.match(stdout, new RegExp(`:${String(door.to)}$`, 'm'));
		});
	});

	it('is found at the next one by whoever joins where the usual one is closed, and told to be', async () => {
		const { a } = suite;
		assert.equal((await a.command(['leave'])).code, 0);
		await blocked(async () => {
			const args = ['join', '-', ...a.options, '--ports', '4500,443', '--timeout', '40'];
			const { code, stdout, stderr } = await a.command(args, a.home.conf);
			assert.equal(code, 0, stderr);
			assert.match(stderr, /info hub-found-at-port: /);
			assert.match(stdout, /The hub answered after/);
			await a.waitForPing('192.168.151.1');
			const status = await statusOnce(a, 'the finding', (now) =>
				codes(now).includes('hub-other-port')
			);
			assert.equal(status.current, true);
		});
	});
});
