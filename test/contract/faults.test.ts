// What becomes of the router when something breaks in the middle of a change?
// Each fault that was once there, produced for real: the files are the old ones or the new ones, and what is said of
// them is so. FAULT_TRIALS says how often each is tried; the table at the end counts what came of it.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { differingFiles } from '../../tools/lab/gateway.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import type { Trial } from '../../htdocs/luci-static/resources/wgspoke/types.ts';
import { ENDED, JOURNAL, KILL } from './router.ts';
import type { Files, Router } from './router.ts';
import { withLab } from './suite.ts';

const TRIALS = Number(process.env.FAULT_TRIALS ?? 1);

/** What a fault left: the old files, the new ones, or something between. */
type Left = 'old' | 'new';

/** How a trial came out: what it left; failed, where that was something between, or what was said of it was not so. */
type Came = Left | 'failed';

const table = new Map<string, Record<Came, number>>();

function count(fault: string, came: Came): void {
	const row = table.get(fault) ?? { old: 0, new: 0, failed: 0 };
	row[came]++;
	table.set(fault, row);
}

/** Which of the two the files are; fails the test on anything else, and on a journal or a draft that is left. */
async function leftBy(a: Router, old: Files, made: Files | null): Promise<Left> {
	const now = await a.files();
	assert.deepEqual(
		(
			await a.gateway.exec([
				'sh',
				'-c',
				'ls -A /etc/wgspoke/trial 2>/dev/null; ls -A /etc/config | grep wgspoke$ | grep ^[.]',
			])
		).stdout,
		''
	);
	if (differingFiles(old, now).length === 0) return 'old';
	if (made)
		assert.deepEqual(differingFiles(made, now), [], 'a state between the old and the new one');
	assert.ok(now.get('wgspoke')?.includes('config hub'), 'a state between the old and the new one');
	for (const file of ['network', 'firewall']) assert.ok((now.get(file)?.length ?? 0) > 200, file);
	return 'new';
}

/** Asks for the status, as a page does, until a change whose program is gone is undone. */
async function undoneByNext(a: Router): Promise<void> {
	await waitFor(
		async () => {
			await a.status();
			return (await a.gateway.exec(['test', '-e', JOURNAL])).code !== 0;
		},
		{ what: 'the change to be undone by whoever looks next', deadline: 20_000, every: 200 }
	);
}

/** The network that the router has joined, with more of it open to the others. */
async function opened(a: Router): Promise<object> {
	const { network } = await a.status();
	assert.ok(network);
	return { ...network, hub: { ...network.hub, router_access: 'all' } };
}

/** What is said of the end has to fit what is there. */
function assertTrue({ state }: Trial, left: Left): void {
	assert.equal(state === 'kept' ? 'new' : 'old', left, `it says "${state}"`);
}

async function inForce(a: Router): Promise<void> {
	const script = `grep -Eq 'waiting|proved' /var/run/wgspoke/trial.json`;
	await waitFor(async () => (await a.gateway.exec(['sh', '-c', script])).code === 0, {
		what: 'the change to be in force',
		every: 20,
	});
}

/** Ends the program of the trial; on a busy router it may not have begun yet, and would run on for all of its time. */
async function killOrEnd(a: Router, trial: string): Promise<void> {
	const ended = async (): Promise<boolean> => ENDED.includes((await a.trial(trial)).state);
	await waitFor(async () => (await a.gateway.exec(['sh', '-c', KILL])).stdout !== '' || ended(), {
		what: 'the program to begin',
		every: 20,
	});
}

/** /etc/config on a disk of its own with so many KiB free. */
const FULL = (free: number): string => `set -e
mkdir -p /tmp/small; mount -t tmpfs -o size=256k tmpfs /tmp/small
cp -a /etc/config/. /tmp/small/; mount --bind /tmp/small /etc/config
head -c 1000000 /dev/zero >/etc/config/.fill 2>/dev/null || true
head -c ${free * 1024} /dev/zero >/tmp/cut; size=$(wc -c </etc/config/.fill)
head -c $((size - ${free} * 1024)) /dev/zero >/tmp/fill; rm /etc/config/.fill; cat /tmp/fill >/etc/config/.fill`;

const READ_ONLY = `set -e
mkdir -p /tmp/small; mount -t tmpfs -o size=256k tmpfs /tmp/small
cp -a /etc/config/. /tmp/small/; mount --bind /tmp/small /etc/config; mount -o remount,bind,ro /etc/config`;

const RESTORE = `umount /etc/config && umount /tmp/small; rm -f /tmp/fill /tmp/cut`;

async function run(a: Router, script: string): Promise<void> {
	const { code, stderr } = await a.gateway.exec(['sh', '-c', script]);
	assert.equal(code, 0, stderr);
}

describe('a fault in the middle of a change', function () {
	const suite = withLab('each test');
	this.timeout(atPace(90_000 * TRIALS));
	afterEach(() => suite.lab.hubUp());

	after(() => {
		const rows = [...table].map(([fault, { old, new: made, failed }]) => {
			const counts = [old + made + failed, old, made, failed];
			return `    ${fault.padEnd(56)}${counts.map((each) => String(each).padStart(8)).join('')}`;
		});
		const heads = ['trials', 'old', 'new', 'failed'].map((each) => each.padStart(8)).join('');
		console.log([`    ${'fault'.padEnd(56)}${heads}`, ...rows].join('\n'));
	});

	/** Tries it as often as asked; `setUp` is what the router is like before. */
	function fault(
		number: number,
		name: string,
		once: (a: Router, old: Files) => Promise<Left>,
		setUp?: (a: Router) => Promise<void>
	): void {
		it(`${name} (fault ${String(number)})`, async function () {
			this.timeout(atPace(90_000 * TRIALS));
			const { a } = suite;
			for (let trial = 0; trial < TRIALS; trial++) {
				if (trial > 0) await a.reset();
				await a.waitUntilGone();
				await setUp?.(a);
				const row = `${String(number)}: ${name}`;
				const left = await once(a, await a.files()).catch((error: unknown) => {
					count(row, 'failed');
					throw error;
				});
				count(row, left);
			}
		});
	}

	const joined = (a: Router): Promise<void> => a.join();

	for (const free of [0, 1, 2, 4]) {
		fault(
			1,
			`${String(free)} KiB free, leave`,
			async (a, old) => {
				await run(a, FULL(free));
				const { code, stderr } = await a.command(['leave']);
				const left = await leftBy(a, withFill(old, await a.files()), null);
				await run(a, RESTORE);
				if (code === 0) return left;
				assert.equal(code, 1, stderr);
				assert.match(stderr, /no room left/);
				assert.equal(left, 'old');
				return left;
			},
			joined
		);
	}

	fault(1, 'no room, join', async (a, old) => {
		await run(a, FULL(0));
		const { code, stderr } = await a.command(['join', '-', ...a.options], a.home.conf);
		const left = await leftBy(a, withFill(old, await a.files()), null);
		await run(a, RESTORE);
		assert.equal(code, 1);
		assert.match(stderr, /no room left/);
		return left;
	});

	fault(
		1,
		'no room, a device is added',
		async (a, old) => {
			await run(a, FULL(0));
			const { code, stdout, stderr } = await a.command(['device', 'add', 'iPhone']);
			const left = await leftBy(a, withFill(old, await a.files()), null);
			await run(a, RESTORE);
			assert.equal(code, 1);
			assert.match(stderr, /no room left/);
			assert.doesNotMatch(stdout, /PrivateKey/);
			return left;
		},
		joined
	);

	fault(
		9,
		'read-only files, leave',
		async (a, old) => {
			await run(a, READ_ONLY);
			const { code, stderr } = await a.command(['leave']);
			const left = await leftBy(a, old, null);
			await run(a, RESTORE);
			assert.equal(code, 1);
			assert.match(stderr, /only be read/);
			return left;
		},
		joined
	);

	fault(9, 'read-only files, join', async (a, old) => {
		await run(a, READ_ONLY);
		const begin = performance.now();
		const { code, stderr } = await a.command(['join', '-', ...a.options], a.home.conf);
		const left = await leftBy(a, old, null);
		await run(a, RESTORE);
		assert.equal(code, 1);
		assert.match(stderr, /only be read/);
		assert.ok(performance.now() - begin < 15_000, 'nothing was waited for');
		return left;
	});

	it('files that can only be read once they have been changed: the command ends with 4 and says what to do next, which then works (fault 9)', async () => {
		const { a, lab } = suite;
		const old = await a.files();
		await lab.hubDown();
		const joining = a.command(['join', '-', ...a.options, '--timeout', '8'], a.home.conf);
		try {
			await inForce(a);
			await run(a, READ_ONLY);
			const { code, stderr } = await joining;
			assert.equal(code, 4, stderr);
			assert.match(stderr, /could not be put back yet; they are kept in \/etc\/wgspoke\/trial/);
			assert.match(stderr, /restart the router: it tries again as it starts\. \(wgspoke recover\)/);
			const { findings } = await a.status();
			assert.ok(findings.some(({ code: one }) => one === 'not-put-back'));
			assert.equal((await a.command(['recover'])).code, 4);
		} finally {
			await run(a, RESTORE);
		}
		const recovered = await a.command(['recover']);
		assert.equal(recovered.code, 0, recovered.stderr);
		assert.deepEqual(await a.changedFiles(old), []);
		await a.waitUntilGone();
	});

	for (const [what, act] of [
		['reads its plugins again', (a: Router) => a.gateway.reloadRpcd()],
		['starts anew', (a: Router) => a.gateway.restartRpcd()],
	] as const) {
		fault(2, `rpcd ${what} during a trial of a dead hub`, async (a, old) => {
			await suite.lab.hubDown();
			const command = a.command(['join', '-', ...a.options, '--timeout', '6'], a.home.conf);
			await inForce(a);
			await act(a);
			await waitFor(async () => (await a.call('status')).status === 0, {
				what: 'the object to be back',
			});
			const { code, stderr } = await command;
			assert.equal(code, 3, stderr);
			assert.match(stderr, /old settings are back/);
			return leftBy(a, old, null);
		});

		fault(2, `rpcd ${what} while a page joins`, async (a, old) => {
			const { trial } = await a.ask('join', { paste: await a.paste() });
			await inForce(a);
			await act(a);
			await waitFor(async () => (await a.call('status')).status === 0, {
				what: 'the object to be back',
			});
			await a.ask('decide', { trial, keep: false });
			const end = await a.ended(trial);
			const left = await leftBy(a, old, null);
			assertTrue(end, left);
			return left;
		});
	}

	fault(2, 'somebody applies other changes during a trial', async (a, old) => {
		await suite.lab.hubDown();
		const command = a.command(['join', '-', ...a.options, '--timeout', '8'], a.home.conf);
		await inForce(a);
		const session = await a.login();
		await a.http(session, 'uci', 'set', {
			config: 'network',
			section: 'wan',
			values: { metric: '7' },
		});
		await a.http(session, 'uci', 'apply', { rollback: false });
		const { code, stderr } = await command;
		assert.equal(code, 3, stderr);
		const metric = await a.gateway.exec(['uci', '-q', 'get', 'network.wan.metric']);
		assert.equal(metric.stdout.trim(), '7', 'what somebody else applied stays');
		await a.gateway.exec(['sh', '-c', 'uci delete network.wan.metric; uci commit network']);
		return leftBy(a, old, null);
	});

	fault(2, 'the program is killed in a trial by the command', async (a, old) => {
		await suite.lab.hubDown();
		const command = a.command(['join', '-', ...a.options, '--timeout', '30'], a.home.conf);
		await inForce(a);
		await run(a, KILL);
		const { code, stderr } = await command;
		assert.equal(code, 3, stderr);
		assert.match(stderr, /stopped half-way/);
		const left = await leftBy(a, old, null);
		assert.equal(left, 'old');
		return left;
	});

	fault(2, 'the program is killed in a trial by a page', async (a, old) => {
		const { trial } = await a.ask('join', { paste: await a.paste() });
		await inForce(a);
		await run(a, KILL);
		await undoneByNext(a);
		const end = await a.ended(trial);
		const left = await leftBy(a, old, null);
		assertTrue(end, left);
		return left;
	});

	fault(
		2,
		'the program is killed in a trial to leave',
		async (a, old) => {
			const { trial } = await a.ask('leave', { dry: false });
			await inForce(a);
			await run(a, KILL);
			await undoneByNext(a);
			const end = await a.ended(trial);
			const left = await leftBy(a, old, null);
			assertTrue(end, left);
			await a.waitForPing('192.168.151.1');
			return left;
		},
		joined
	);

	const robbed = async (a: Router): Promise<void> => {
		await a.join();
		await run(a, 'uci delete firewall.wgspoke && uci commit firewall');
	};

	const invitation = {
		lan: ['10.9.0.0/16'],
		address: '',
		public_key: '',
		public_ok: [],
		dry: false,
	};

	for (const [what, begin, setUp] of [
		['join', async (a: Router) => a.ask('join', { paste: await a.paste() })],
		['leave', (a: Router) => a.ask('leave', { dry: false }), joined],
		['edit', async (a: Router) => a.ask('join', { network: await opened(a) }), joined],
		['invite', (a: Router) => a.ask('invite', { name: 'Cabin', ...invitation }), joined],
		['add a device', (a: Router) => a.ask('device_add', { name: 'Tablet', keep: true }), joined],
		['repair', (a: Router) => a.ask('repair'), robbed],
	] as [string, (a: Router) => Promise<{ trial: string }>, ((a: Router) => Promise<void>)?][]) {
		fault(
			2,
			`the program is killed at any moment of a trial to ${what}`,
			async (a, old) => {
				const { trial } = await begin(a);
				assert.notEqual(trial, '');
				await pause(Math.random() * 2500);
				await killOrEnd(a, trial);
				await pause(300);
				await a.status();
				await undoneByNext(a);
				const end = await a.ended(trial);
				const left = await leftBy(a, old, null);
				assertTrue(end, left);
				return left;
			},
			setUp
		);
	}

	for (const verb of ['join', 'leave'] as const) {
		fault(
			3,
			`the power is cut in a trial to ${verb}`,
			async (a, old) => {
				const { trial } =
					verb === 'join'
						? await a.ask('join', { paste: await a.paste() })
						: await a.ask('leave', { dry: false });
				await inForce(a);
				assert.notEqual(trial, '');
				if (a.gateway.kind === 'dev') {
					// It has no boot of its own: what runs at boot is run, and the files are read again.
					await run(a, KILL);
					await run(a, 'wgspoke recover boot');
					for (const config of ['network', 'firewall']) {
						const event = { type: 'config.change', data: { package: config } };
						await a.gateway.ubus('service', 'event', event);
					}
					if (verb === 'join') await a.waitUntilGone();
				} else {
					await a.gateway.stop();
					await a.gateway.start();
				}
				const left = await leftBy(a, old, null);
				assert.equal(left, 'old');
				const status = await a.status();
				assert.equal(status.joined, verb === 'leave');
				assert.ok(status.findings.some(({ code }) => code === 'power-lost'));
				if (verb === 'leave') await a.waitForPing('192.168.151.1');
				return left;
			},
			verb === 'leave' ? joined : undefined
		);
	}

	fault(
		13,
		'six kept devices that nobody confirms',
		async (a) => {
			const old = await a.files();
			for (let device = 1; device <= 6; device++) {
				const { trial } = await a.ask('device_add', {
					name: `Phone ${String(device)}`,
					keep: true,
				});
				await a.ask('decide', { trial, keep: false });
				assertTrue(await a.ended(trial), 'old');
			}
			const kept = await a.gateway.exec(['sh', '-c', 'ls -A /etc/wgspoke']);
			assert.equal(kept.stdout, '');
			return leftBy(a, old, null);
		},
		joined
	);

	fault(14, 'no key in what is unsaved, during a trial and after', async (a, old) => {
		await suite.lab.hubDown();
		const command = a.command(['join', '-', ...a.options, '--timeout', '5'], a.home.conf);
		await inForce(a);
		const session = await a.login();
		const during = JSON.stringify(await a.http(session, 'uci', 'changes'));
		await command;
		const after = JSON.stringify(await a.http(session, 'uci', 'changes'));
		const typed = (await a.gateway.exec(['uci', 'changes'])).stdout;
		for (const text of [during, after, typed]) assert.doesNotMatch(text, /wgspoke|private_key/);
		return leftBy(a, old, null);
	});

	fault(15, 'the name of the hub does not resolve', async (a, old) => {
		const conf = a.home.conf.replace(/Endpoint = [^:]+/, 'Endpoint = nowhere.invalid');
		const { code, stderr } = await a.command(['join', '-', ...a.options, '--timeout', '5'], conf);
		assert.equal(code, 3);
		assert.match(stderr, /nowhere\.invalid, could not be found/);
		return leftBy(a, old, null);
	});

	fault(18, 'two join at once', async (a, old) => {
		const [one, two] = [await a.paste(), await a.paste()];
		const begun = await Promise.all([a.ask('join', { paste: one }), a.ask('join', { paste: two })]);
		const ends = await Promise.all(
			begun
				.filter(({ trial }) => trial !== '')
				.map(async ({ trial }) => {
					await waitFor(
						async () => {
							const { trial: now } = await a.ask('trial', { trial });
							return now && now.state !== 'starting' && now.state !== 'waiting';
						},
						{ what: 'the proof', deadline: 30_000, every: 100 }
					);
					await a.ask('decide', { trial, keep: true });
					return a.ended(trial);
				})
		);
		assert.equal(ends.filter(({ state }) => state === 'kept').length, 1);
		const { drift, network } = await a.status();
		assert.deepEqual(drift, []);
		assert.equal(network?.sites.length, 2);
		const network_file = (await a.files()).get('network')?.toString() ?? '';
		assert.equal(network_file.split('list allowed_ips').length - 1, 2);
		return leftBy(a, old, null);
	});

	fault(19, 'what others have not saved is neither applied nor lost', async (a, old) => {
		const session = await a.login();
		await a.http(session, 'uci', 'set', {
			config: 'network',
			section: 'wan',
			values: { metric: '7' },
		});
		await a.http(session, 'uci', 'set', {
			config: 'system',
			section: '@system[0]',
			values: { hostname: 'nas' },
		});
		const unsaved = await a.http(session, 'uci', 'changes');
		await a.join();
		assert.deepEqual(await a.http(session, 'uci', 'changes'), unsaved);
		const metric = await a.gateway.exec(['uci', '-q', 'get', 'network.wan.metric']);
		assert.equal(metric.stdout.trim(), '');
		return leftBy(a, old, null);
	});
});

/** The disk of its own holds a file that fills it; it is no configuration. */
function withFill(old: Files, now: Files): Files {
	const fill = now.get('.fill');
	return fill ? new Map([...old, ['.fill', fill]]) : old;
}
