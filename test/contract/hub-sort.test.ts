// Are this router and its hub brought in step by one answer each: with the token in one step, without it here alone?
import assert from 'node:assert/strict';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { withLab } from './suite.ts';
import type {
	HubCheck,
	SortReply,
	StatusReply,
} from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';

describe('what the hub has and this router has not', () => {
	const suite = withLab('block');
	let session = '';

	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });
	const check = (output = ''): Promise<HubCheck> => suite.a.page(session, 'hub_check', { output });
	const sort = (sorted: string[], output = '', dry = false): Promise<SortReply> =>
		suite.a.page(session, 'hub_sort', { sorted, output, dry });
	const beforehand = ({ unsorted }: HubCheck): string[] =>
		unsorted.map(({ public_key, answer }) => `${public_key} ${answer}`);
	let look = '';

	before(async () => {
		await suite.a.join();
		session = await suite.a.login();
		look = (await suite.a.page(session, 'hub_scripts')).look;
	});

	it('is not known while the hub has said nothing', async () => {
		const { age, unsorted, differences } = await check();
		assert.deepEqual([age, unsorted, differences], [null, [], []]);
	});

	it('is taken over from what somebody pastes, in one step; what the hub has to be told is said', async () => {
		const output = await onHub(look);
		const seen = await check(output);
		assert.deepEqual(
			seen.unsorted.map(({ found, answer }) => [found, answer]).sort(),
			[
				['家庭网络B的路由器', 'member'],
				['笔记本电脑', 'device'],
			].sort()
		);
		const before = await suite.a.files();
		const dry = await sort(beforehand(seen), output, true);
		assert.equal(dry.trial, '');
		assert.deepEqual(await suite.a.changedFiles(before), []);
		await suite.a.keep(session, await sort(beforehand(seen), output));
		const { network } = await suite.a.status();
		assert.equal(network?.sites[1]?.public_key, suite.lab.keys.homeB.publicKey);
		assert.deepEqual(
			network.devices.map(({ name, address }) => [name, address]),
			[['笔记本电脑', '192.168.151.4']]
		);
		assert.deepEqual((await check(await onHub(look))).unsorted, []);
	});

	it('goes by a person’s hand where this router may not change the hub', async () => {
		const { publicKey } = await makeKeyPair(suite.lab.hub);
		await suite.lab.hub.addPeer(
			`[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.77/32\n`
		);
		const reply = await sort([`${publicKey} remove`], await onHub(look));
		assert.deepEqual([reply.trial, reply.gone, reply.at_hub], ['', [publicKey], null]);
		assert.ok(reply.findings.some(({ code }) => code === 'hub-left-gone'));
		const { left } = (await suite.a.page(session, 'status')) as StatusReply;
		assert.deepEqual(
			left.map((one) => [one.kind, one.public_key]),
			[['remove', publicKey]],
			'what is left to do there is told until it is done'
		);
		await onHub(`wg set wg0 peer ${publicKey} remove`);
	});

	describe('with the token', () => {
		before(async () => {
			const { a, lab } = suite;
			const { stdout } = await a.command(['hub', '--speak']);
			const printed = await lab.hub.answerHomes(stdout);
			const line = /^wgspoke:\S+$/m.exec(printed)?.[0] ?? '';
			const { code, stderr } = await a.command(['join', '-'], line);
			assert.equal(code, 0, stderr);
			await a.command(['hub', '--ask']);
		});

		it('goes at the hub, and comes there, in the same step', async () => {
			const { a, lab } = suite;
			const { publicKey } = await makeKeyPair(lab.hub);
			await lab.hub.addPeer(`[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.77/32\n`);
			// By hand, so that the hub does not know it.
			await a.command(['device', 'add', 'Tablet', '--by-hand']);
			await a.command(['hub', '--ask']);
			const seen = await check();
			assert.equal(seen.manages_hub, 'yes');
			assert.ok(
				seen.differences.some(
					({ code, values }) => code === 'hub-missing' && values['name'] === 'Tablet'
				)
			);
			assert.deepEqual(
				seen.unsorted.map(({ public_key }) => public_key),
				[publicKey]
			);
			const trial = await sort([`${publicKey} remove`]);
			assert.deepEqual(trial.at_hub?.told, ['Tablet']);
			await a.keep(session, trial);
			const peers = await onHub('wg show wg0 allowed-ips; cat /etc/wireguard/wg0.conf');
			assert.ok(!peers.includes(publicKey));
			const { network } = await a.status();
			const tablet = network?.devices.find(({ name }) => name === 'Tablet');
			assert.ok(tablet && peers.split(tablet.public_key).length === 3, peers);
			const after = await check();
			assert.deepEqual([after.unsorted, after.differences], [[], []]);
			assert.equal((await a.command(['hub', '--check'])).code, 0);
		});

		it('does the same by a command, which asks the hub first', async () => {
			const { a, lab } = suite;
			const { publicKey } = await makeKeyPair(lab.hub);
			await lab.hub.addPeer(`[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.78/32\n`);
			const checked = await a.command(['hub', '--check']);
			assert.equal(checked.code, 1, checked.stderr);
			assert.ok(checked.stdout.includes(publicKey), checked.stdout);
			const { code, stdout, stderr } = await a.command(['hub', '--apply', '--gone', publicKey]);
			assert.equal(code, 0, stderr);
			assert.ok(stdout.includes(`- Remove the key ${publicKey} from the hub.`), stdout);
			const peers = await onHub('wg show wg0 allowed-ips; cat /etc/wireguard/wg0.conf');
			assert.ok(!peers.includes(publicKey), peers);
			const again = await a.command(['hub', '--apply']);
			assert.deepEqual([again.code, again.stdout], [0, 'Nothing to do.\n']);
		});
	});
});
