// What the router says about a network before anything changes: read, plan, hub, key, status.
import assert from 'node:assert/strict';
import { withLab } from './suite.ts';

describe('before joining', () => {
	const suite = withLab('each test');

	it("reads the hub, this home and the other one from the seed's configuration", async () => {
		const { a } = suite;
		const reply = await a.ask('read', { text: a.home.conf });
		assert.equal(reply.has_private_key, true);
		assert.deepEqual(
			reply.findings.filter(({ severity }) => severity === 'error'),
			[]
		);
		const { hub, sites } = reply.network;
		assert.equal(hub.endpoint_host, '203.0.113.1');
		assert.equal(hub.endpoint_port, 24356);
		assert.equal(hub.subnet, '192.168.151.0/24');
		assert.equal(hub.keepalive, 25);
		const local = sites.find((site) => site.local);
		assert.equal(local?.address, '192.168.151.2');
		assert.deepEqual(
			sites.filter((site) => !site.local).flatMap((site) => site.lan),
			['192.168.4.0/24']
		);
	});

	it("takes this home's LAN from the router's own interfaces", async () => {
		for (const [router, lan] of [
			[suite.a, '192.168.2.0/24'],
			[suite.b, '192.168.4.0/24'],
		] as const) {
			const reply = await router.ask('read', { text: router.home.conf });
			assert.deepEqual(reply.network.sites.find((site) => site.local)?.lan, [lan]);
		}
	});

	it('says the same by the command, over ubus and over HTTP', async () => {
		const { a } = suite;
		const text = a.home.conf;
		const session = await a.login();
		const paste = await a.paste(text);
		for (const [verb, args] of [
			['read', { text }],
			['plan', { paste }],
		] as const) {
			const byCommand = await a.json(verb, ['-'], text);
			const overUbus = await a.ask(verb, args);
			const overHttp = await a.page(session, verb, args);
			assert.equal(byCommand.code, 0);
			// Each reading is kept under an id of its own.
			for (const reply of [byCommand.reply, overUbus, overHttp]) Object.assign(reply, { paste });
			assert.deepEqual(overUbus, byCommand.reply);
			assert.deepEqual(overHttp, overUbus);
		}
	});

	it('keeps a pasted text and its keys, for root alone and for minutes, and gives back an id', async () => {
		const { a } = suite;
		const id = await a.paste();
		const find = async (): Promise<string> =>
			(
				await a.gateway.exec(['find', '/var/run/wgspoke/', '-name', `pasted.*.${id}`])
			).stdout.trim();
		const listed = await a.gateway.exec(['find', '/var/run/wgspoke', '-perm', '/077']);
		assert.equal(listed.stdout, '');
		assert.equal((await a.ask('plan', { paste: id })).public_key, suite.lab.keys.homeA.publicKey);

		// Its name has the moment of its last use: one that this start of the router has not seen is too old.
		const file = await find();
		await a.gateway.exec(['mv', file, file.replace(/\.[0-9]{10}\./, '.9999999999.')]);
		const late = await a.ask('plan', { paste: id });
		assert.deepEqual(
			late.findings.map(({ code }) => code),
			['paste-gone']
		);
		assert.deepEqual(late.changes, []);
		await a.paste();
		assert.equal(await find(), '');
	});

	it('keeps no more texts than a few tabs need', async () => {
		const { a } = suite;
		for (let i = 0; i < 12; i++) await a.paste();
		const listed = await a.gateway.exec(['sh', '-c', 'ls /var/run/wgspoke/pasted.* | wc -l']);
		assert.equal(listed.stdout.trim(), '8');
	});

	it('knows no text by an id that is a path', async () => {
		const { a } = suite;
		const { findings } = await a.ask('plan', { paste: '../../../etc/config/network' });
		assert.deepEqual(
			findings.map(({ code }) => code),
			['paste-gone']
		);
	});

	it('plans changes in words and in UCI, masks the key, and changes no byte', async () => {
		const { a } = suite;
		const reply = await a.ask('plan', { paste: await a.paste() });
		assert.ok(reply.summary.length > 0);
		assert.equal(reply.public_key, suite.lab.keys.homeA.publicKey);
		const key = reply.changes.find(({ option }) => option === 'private_key');
		assert.equal(typeof key?.to, 'string');
		assert.notEqual(key?.to, suite.lab.keys.homeA.privateKey);
		assert.deepEqual([...new Set(reply.changes.map(({ config }) => config))].sort(), [
			'firewall',
			'network',
			'wgspoke',
		]);
		assert.deepEqual(await a.changedFiles(), []);
		assert.equal(await a.hasTunnel(), false);
	});

	it("tells what to run at the hub, with this router's public key and LAN", async () => {
		const { a } = suite;
		const reply = await a.ask('hub', { paste: await a.paste() });
		assert.equal(reply.public_key, suite.lab.keys.homeA.publicKey);
		assert.match(reply.peer_block, /^AllowedIPs = 192\.168\.151\.2\/32, 192\.168\.2\.0\/24$/m);
		assert.ok(reply.peer_block.includes(reply.public_key));
		assert.ok(reply.live.some((line) => line.includes('192.168.2.0/24')));
		assert.deepEqual(await a.changedFiles(), []);
	});

	it('makes a key pair once, tells the public half, and keeps the private one to root', async () => {
		const { a } = suite;
		const first = await a.ask('key');
		const second = await a.ask('key');
		assert.match(first.public_key, /^[A-Za-z0-9+/]{43}=$/);
		assert.equal(second.public_key, first.public_key);
		const listed = await a.gateway.exec(['find', '/var/run/wgspoke', '-perm', '/077']);
		assert.equal(listed.stdout, '');
		assert.deepEqual(await a.changedFiles(), []);
	});

	it('has a status that says it has not joined', async () => {
		const { a } = suite;
		const status = await a.ask('status');
		assert.equal(status.joined, false);
		assert.equal(status.network, null);
		const shown = await a.command(['status']);
		assert.equal(shown.code, 0);
		assert.match(shown.stdout, /not joined/);
	});

	it('refuses to leave what it has not joined', async () => {
		const { a } = suite;
		const { code, reply } = await a.json('leave', []);
		assert.equal(code, 1);
		assert.deepEqual(
			reply.findings.map((finding) => finding.code),
			['not-joined']
		);
		assert.deepEqual(await a.changedFiles(), []);
	});
});
