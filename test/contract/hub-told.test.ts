// Does a router that has joined a hub made by hand learn from it by itself: names, addresses, who was heard, what is new?
import assert from 'node:assert/strict';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { puttingBack } from './putback.ts';
import { withLab } from './suite.ts';

describe('a router whose hub answers', () => {
	const suite = withLab('block');
	const atTheEnd = puttingBack();
	const status = async (): Promise<StatusReply> => (await suite.a.status()) as StatusReply;
	const once = (what: string, is: (status: StatusReply) => boolean): Promise<StatusReply> =>
		waitFor(
			async () => {
				const now = await status();
				return is(now) ? now : null;
			},
			{ what, deadline: 90_000, every: 500 }
		);

	before(async () => {
		const { a, lab } = suite;
		await lab.laptop.start();
		atTheEnd(() => lab.laptop.down());
		const { stdout } = await a.command(['hub', '--speak']);
		await lab.hub.answerHomes(stdout);
		const joined = await a.command(['join', '-'], lab.homeA.conf);
		assert.equal(joined.code, 0, joined.stderr);
	});

	it('knows the other home by its name, VPN address and key, which no text told', async () => {
		const { network } = await once('the name of home B', (now) =>
			(now.network?.sites ?? []).some(({ name }) => name === '家庭网络B的路由器')
		);
		const site = network?.sites.find(({ name }) => name === '家庭网络B的路由器');
		assert.equal(site?.address, '192.168.151.3');
		assert.equal(site.public_key, suite.lab.keys.homeB.publicKey);
		assert.deepEqual(site.lan, ['192.168.4.0/24']);
	});

	it('gives a phone the first address that is free at the hub', async () => {
		const { code, stdout } = await suite.a.command(['device', 'add', 'iPhone', '-j']);
		assert.equal(code, 0);
		const { device, findings } = JSON.parse(stdout) as {
			device: { address: string };
			findings: unknown[];
		};
		assert.equal(device.address, '192.168.151.5');
		assert.deepEqual(findings, []);
	});

	it('is asked by the command as well', async () => {
		const { stdout } = await suite.a.command(['hub', '--ask', '-j']);
		const { answer } = JSON.parse(stdout) as { answer: { interface: string; answers: string } };
		assert.deepEqual([answer.interface, answer.answers], ['wg0', 'yes']);
	});

	it('lists a device that is on the hub and not here, and takes it over by the command, in config wgspoke alone', async () => {
		const { a } = suite;
		const before = await a.files();
		const { devices_there: there } = await once('the laptop of the article', (now) =>
			now.devices_there.some(({ name }) => name === '笔记本电脑')
		);
		assert.equal(there[0]?.address, '192.168.151.4');
		const listed = await a.command(['device', 'list']);
		assert.match(listed.stdout, /笔记本电脑, 192\.168\.151\.4, is on the hub but not added here\./);
		const { code, stdout, stderr } = await a.command(['follow', '笔记本电脑']);
		assert.equal(code, 0, stdout + stderr);
		const { network, devices_there: rest, left } = await status();
		assert.ok(network?.devices.some(({ name }) => name === '笔记本电脑'));
		assert.deepEqual(rest, []);
		assert.ok(!left.some(({ name }) => name === '笔记本电脑'), 'the hub knows it already');
		assert.deepEqual(await a.changedFiles(before), ['wgspoke']);
	});

	it('is told of a home that another one has added, and takes it over by a trial', async () => {
		const { lab, a } = suite;
		const { publicKey } = await makeKeyPair(lab.hub);
		const block = `[Peer] # Cabin\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.6/32, 192.168.6.0/24\n`;
		await must(lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], { stdin: `\n${block}` });
		await lab.hub.addPeer(block);
		const { news } = await once('Cabin', (now) => now.news.length > 0);
		assert.deepEqual(
			news.map(({ kind, name, lan, findings }) => [kind, name, lan, findings]),
			[['added', 'Cabin', ['192.168.6.0/24'], []]]
		);
		const { code, stderr } = await a.command(['follow', 'Cabin']);
		assert.equal(code, 0, stderr);
		const after = await status();
		assert.deepEqual(after.news, []);
		assert.ok(after.network?.sites.some(({ name }) => name === 'Cabin'));
		// Both were there before it came.
		assert.deepEqual(after.outdated, [
			{ name: 'iPhone', lacks: ['Cabin'] },
			{ name: '笔记本电脑', lacks: ['Cabin'] },
		]);
		assert.equal((await a.command(['device', 'handed', 'iPhone'])).code, 0);
		assert.deepEqual(
			(await status()).outdated.map(({ name }) => name),
			['笔记本电脑']
		);
	});

	it('takes nothing of a hub that lies about this home’s own network, and says so once', async () => {
		const { lab } = suite;
		const { publicKey } = await makeKeyPair(lab.hub);
		await lab.hub.addPeer(`[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.2.128/25\n`);
		const { findings, network } = await once('the lie', (now) => now.news.length > 0);
		assert.equal(findings.filter(({ code }) => code === 'home-refused').length, 1);
		assert.ok(!network?.sites.some(({ lan }) => lan.includes('192.168.2.128/25')));
	});
});
