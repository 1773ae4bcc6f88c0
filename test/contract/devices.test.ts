// A phone is added at home A, reaches both homes, roams, and is taken out again.
import assert from 'node:assert/strict';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type { DeviceReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import type { Files } from './router.ts';
import { puttingBack } from './putback.ts';
import { withLab } from './suite.ts';

describe('a phone that is added at home A', () => {
	const suite = withLab('block');
	const atTheEnd = puttingBack();
	let joined: Files;
	let added: DeviceReply;
	let phone: WgQuickMachine;

	/** Runs the commands at the hub, as its owner would paste them. */
	async function tellHub(commands: string[]): Promise<void> {
		for (const command of commands) await must(suite.lab.hub, ['sh', '-c', command]);
	}

	before(async () => {
		const { a, b } = suite;
		await Promise.all([a.join(), b.join()]);
		joined = await a.files();
	});

	it('is tried out by the object, which touches config wgspoke alone', async () => {
		const { a } = suite;
		const session = await a.login();
		const tunnel = ['cat', '/sys/class/net/wgspoke/ifindex'];
		const before = (await a.gateway.exec(tunnel)).stdout;
		added = await a.page(session, 'device_add', { name: '手机', address: '192.168.151.9' });
		await a.keep(session, added);
		assert.deepEqual(await a.changedFiles(joined), ['wgspoke']);
		assert.equal((await a.gateway.exec(tunnel)).stdout, before);
		assert.deepEqual((await a.status()).network?.devices, [added.device]);
	});

	it('has its private key in the reply alone, until it asks for it to be kept', async () => {
		const { a } = suite;
		const secret = /^PrivateKey = (.*)$/m.exec(added.conf)?.[1] ?? '';
		assert.equal(secret.length, 44);
		const find = 'find /etc /root /tmp /var/run/ -type f -exec grep -lF -e "$1" {} + 2>/dev/null';
		assert.equal((await a.gateway.exec(['sh', '-c', find, 'sh', secret])).stdout, '');
		const log = await a.gateway.exec(['logread']);
		assert.ok(!log.stdout.includes(secret));
		assert.doesNotMatch((await a.ask('device_show', { name: '手机' })).conf, /^PrivateKey/m);
	});

	it('reaches a device of each home by wg-quick, once the hub has been told', async () => {
		const { lab } = suite;
		phone = new WgQuickMachine(lab.phone.space, added.conf, lab.folder);
		const key = added.device?.public_key;
		atTheEnd(() => tellHub([`wg set wg0 peer '${key}' remove`]));
		await tellHub(added.hub.live);
		await phone.start();
		await phone.waitForPing('192.168.2.100');
		await phone.waitForPing('192.168.4.100');
		const { stdout } = await phone.exec(['ip', 'route', 'get', '203.0.113.254']);
		assert.match(stdout, / dev eth0 /, 'the internet does not go through the tunnel');
	});

	it('goes on with another address, which the hub learns', async () => {
		const { lab } = suite;
		await lab.phoneRoams();
		await phone.waitForPing('192.168.4.100');
		await phone.waitForPing('192.168.2.100');
		const { stdout } = await lab.hub.exec(['wg', 'show', 'wg0', 'endpoints']);
		assert.match(stdout, /\t100\.65\.0\.7:/);
	});

	it('loses its way with the command for the hub when it is removed', async () => {
		const { a } = suite;
		const { code, stdout } = await a.command(['device', 'remove', '手机', '-j']);
		assert.equal(code, 0, stdout);
		const removed = JSON.parse(stdout) as DeviceReply;
		await tellHub(removed.hub.live);
		assert.notEqual((await phone.exec(['ping', '-c', '1', '-W', '1', '192.168.2.100'])).code, 0);
		assert.deepEqual((await a.status()).network?.devices, []);
		assert.deepEqual(await a.changedFiles(joined), []);
		await phone.down();
	});

	it('gets no DNS server that nobody is at, like the article’s 192.168.151.1', async () => {
		const { a } = suite;
		const { stdout } = await a.command(['device', 'add', 'Mac', '--dns', '192.168.151.1']);
		assert.doesNotMatch(stdout, /^DNS/m);
		assert.match(stdout, /^# warning no-dns:/m);
		assert.equal((await a.command(['device', 'remove', 'Mac'])).code, 0);
	});

	it('gets the DNS server of the other home, which answers through the tunnel', async () => {
		const { a, lab } = suite;
		const server = `
			const socket = require('dgram').createSocket('udp4');
			socket.on('message', (message, { port, address }) => {
				message[2] |= 0x80; // an answer
				message[3] = 3; // that says: no such name
				socket.send(message, port, address);
			});
			socket.bind(53);`;
		const stop = new AbortController();
		const running = lab.homeB.host.exec([process.execPath, '-e', server], { signal: stop.signal });
		const add = ['device', 'add', 'Mac', '--dns', '192.168.4.100'];
		await waitFor(
			async () => {
				const { stdout } = await a.command(add);
				assert.equal((await a.command(['device', 'remove', 'Mac'])).code, 0);
				return /^DNS = 192\.168\.4\.100$/m.test(stdout);
			},
			{ what: 'the DNS server to get into the configuration', deadline: 15_000 }
		);
		stop.abort();
		await running;
	});

	it('asks for a DNS server in the background, and tells the next caller', async () => {
		const { a } = suite;
		const address = '192.168.151.77';
		assert.deepEqual(await a.ask('dns', { address }), { verdict: 'not checked' });
		await waitFor(async () => (await a.ask('dns', { address })).verdict === 'no', {
			what: 'the verdict about the DNS server',
			// each question that finds no answer yet begins another look-up
			every: 500,
		});
	});
});
