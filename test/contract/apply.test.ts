// The way of the pages: begin, ask how far it is, say that the answer came through; all over HTTP.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import { JOURNAL, type Router } from './router.ts';
import { withLab } from './suite.ts';
import type { TrialRequest } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

/** So long is a page given, in seconds. */
const PAGE_SECONDS = 60;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const codes = (findings: Finding[]): string[] => findings.map(({ code }) => code);

/** What `ls` and such print on the router; '' where there is nothing. */
async function shown(router: Router, ...argv: string[]): Promise<string> {
	return (await router.gateway.exec(argv)).stdout;
}

describe('the way of the pages', () => {
	const suite = withLab('each test');
	afterEach(() => suite.lab.hubUp());

	it('begins at once, sees the hub answer, and keeps it by its word; and leaves the same way', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.login();

		const begun = await a.page(session, 'join', { paste: await a.paste() });
		const proved = await a.reaches(begun.trial, 'proved');
		assert.deepEqual([proved.state, proved.verb, proved.stage], ['proved', 'join', 'answers']);
		assert.ok(proved.left > 0 && proved.left <= PAGE_SECONDS, String(proved.left));
		const status = await a.page(session, 'status');
		assert.equal(status.joined, true);
		assert.notEqual(status.handshake_age, null);
		// A proof is not enough: the page has to say that it got through.
		await pause(1000);
		assert.equal((await a.trial(begun.trial)).state, 'proved');
		assert.match(await shown(a, 'ls', JOURNAL), /^network\.before$/m);
		const kept = await a.keep(session, begun);
		assert.ok(kept.seconds > 0 && kept.seconds < PAGE_SECONDS);
		assert.deepEqual(kept.findings, []);
		assert.equal(await shown(a, 'ls', '-d', JOURNAL), '');
		assert.deepEqual(await a.changedFiles(before), ['firewall', 'network', 'wgspoke']);

		const left = await a.keep(session, await a.page(session, 'leave'));
		assert.equal(left.verb, 'leave');
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();
	});

	it('is undone by the router itself when nobody says so within the time: files and tunnel', async () => {
		const { a } = suite;
		const before = await a.files();
		const { changes } = await a.ask('plan', { paste: await a.paste() });
		// What the object asks for, but for the time: a page is given a minute.
		const id = randomBytes(16).toString('hex');
		const key = suite.lab.keys.homeA.privateKey;
		const request: TrialRequest = {
			id,
			verb: 'join',
			changes: changes.map((one) => (one.option === 'private_key' ? { ...one, to: key } : one)),
			aim: { kind: 'answers', name: 'wgspoke', addresses: [] },
			seconds: atPace(5),
			confirm: true,
			keep: false,
			...{ device_key: '', device_public_key: '', paste: '' },
			asked: Number((await shown(a, 'cat', '/proc/uptime')).split(' ')[0]),
		};
		const path = `/var/run/wgspoke/trial.request.${id}`;
		await a.gateway.writeFile(path, JSON.stringify(request), 0o600);
		const running = a.command(['trial', id]);
		const reached = await a.reaches(id, 'proved');
		assert.equal(reached.state, 'proved', JSON.stringify(reached.findings));
		await running;
		const { state, findings } = await a.trial(id);
		assert.deepEqual([state, codes(findings)], ['undone', ['not-confirmed', 'put-back']]);
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();
		assert.equal((await a.status()).joined, false);
		assert.equal(await shown(a, 'ls', '-d', JOURNAL), '');
	});

	it('is undone at once when the person wants that, and kept without proof when they want that', async () => {
		const { a } = suite;
		const before = await a.files();
		await suite.lab.hubDown();
		const session = await a.login();
		const decided = async (keep: boolean) => {
			const { trial } = await a.page(session, 'join', { paste: await a.paste() });
			await waitFor(() => a.hasTunnel(), { what: 'the tunnel to come up', every: 50 });
			const waiting = await a.trial(trial);
			assert.equal(waiting.state, 'waiting');
			assert.notEqual(waiting.stage, 'answers');
			await a.page(session, 'decide', { trial, keep });
			return a.ended(trial);
		};
		const undone = await decided(false);
		assert.deepEqual(codes(undone.findings), ['undone-by-hand', 'put-back']);
		assert.equal(undone.state, 'undone');
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();

		const kept = await decided(true);
		assert.deepEqual([kept.state, kept.findings], ['kept', []]);
		assert.deepEqual(await a.page(session, 'decide', { trial: kept.id, keep: false }), {
			decided: false,
		});
		assert.equal((await a.status()).joined, true);
	});

	it('is undone by whoever comes next when the program that tries it out is killed, and that is told', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.login();
		const { trial } = await a.page(session, 'join', { paste: await a.paste() });
		assert.equal((await a.reaches(trial, 'proved')).state, 'proved');
		await a.killTrial(trial);
		await waitFor(async () => (await a.trial(trial)).state === 'undone', {
			what: 'the router to undo it',
			every: 100,
		});
		assert.deepEqual(await a.changedFiles(before), []);
		await a.waitUntilGone();
		const told = codes((await a.status()).findings);
		assert.ok(told.includes('trial-died') && told.includes('put-back'), told.join(', '));
		assert.equal(await shown(a, 'ls', '-d', JOURNAL), '');
	});

	it('is undone from what lies on flash when all else is lost, as at boot', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.login();
		const { trial } = await a.page(session, 'join', { paste: await a.paste() });
		assert.equal((await a.reaches(trial, 'proved')).state, 'proved');
		await a.killTrial(trial);
		await a.gateway.exec(['rm', '-rf', '/var/run/wgspoke']);
		assert.equal((await a.command(['recover', 'boot'])).code, 0);
		assert.deepEqual(await a.changedFiles(before), []);
		const told = codes((await a.status()).findings);
		assert.ok(told.includes('power-lost') && told.includes('put-back'), told.join(', '));
		// At boot the network comes up after it.
		await a.gateway.ubus('service', 'event', {
			type: 'config.change',
			data: { package: 'network' },
		});
		await a.gateway.ubus('service', 'event', {
			type: 'config.change',
			data: { package: 'firewall' },
		});
		await a.waitUntilGone();
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
		assert.equal(reply.trial, '');
		for (const site of network.sites) site.name = site.local ? 'Zuhause' : '家 B';
		const again = await a.page(session, 'join', { network, paste: await a.paste() });
		assert.ok(again.changes.some(({ config, to }) => config === 'wgspoke' && to === '家 B'));
		await a.keep(session, again);
		const status = await a.status();
		assert.deepEqual(
			status.network?.sites.map(({ name }) => name),
			['Zuhause', '家 B']
		);
		assert.equal(status.public_key, suite.lab.keys.homeA.publicKey);
	});

	it('looks at what would change without a change', async () => {
		const { a } = suite;
		const session = await a.login();
		const before = await a.files();
		await a.page(session, 'plan', { paste: await a.paste() });
		assert.equal((await a.page(session, 'leave', { dry: true })).trial, '');
		assert.deepEqual(await a.page(session, 'trial'), { trial: null });
		assert.equal((await a.status()).joined, false);
		assert.equal(await a.hasTunnel(), false);
		await a.join();
		const joined = await a.files();
		assert.equal((await a.page(session, 'leave', { dry: true })).trial, '');
		const home = { name: 'C', lan: ['10.9.0.0/16'], dry: true };
		assert.equal((await a.page(session, 'invite', home)).trial, '');
		assert.deepEqual(await a.changedFiles(joined), []);
		assert.notDeepEqual(before, joined);
	});

	it('leaves the private key in the configuration alone, while it is tried out and after', async () => {
		const { a } = suite;
		const session = await a.login();
		const find = `find /etc /root /tmp /var/run/ -type f -exec grep -lF -e "$1" {} + 2>/dev/null`;
		const key = suite.lab.keys.homeA.privateKey;
		const holders = async (): Promise<string[]> => {
			const lines = (await shown(a, 'sh', '-c', `${find} | xargs -r ls -l`, 'sh', key)).split('\n');
			const own = lines.filter((line) => /\/wgspoke\/|\/etc\/config\//.test(line));
			const said = own.map((line) => line.replace(/^(.{10}).* (?:\/tmp|\/var)?(\/\S+)$/, '$1 $2'));
			return [
				...new Set(said.map((line) => line.replace(/pasted\.\w{8}\.\d{10}\./, 'pasted.…'))),
			].sort();
		};
		const paste = await a.paste();
		const begun = await a.page(session, 'join', { paste });
		await a.reaches(begun.trial, 'proved');
		assert.deepEqual(
			await holders(),
			[
				'-rw------- /etc/config/network',
				`-rw------- ${JOURNAL}/journal.json`,
				`-rw------- ${JOURNAL}/network.after`,
				`-rw------- /run/wgspoke/pasted.…${paste}`,
			].sort()
		);
		await a.keep(session, begun);
		assert.deepEqual(await holders(), ['-rw------- /etc/config/network']);
		const { stdout } = await a.gateway.exec(['uci', 'changes']);
		assert.equal(stdout, '');
	});
});
