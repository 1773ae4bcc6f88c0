// Does a router that has the hub's token change both in one step: hub first, then itself, both or neither?
// Refused, silent, undone, killed, cut off from power: what is so at the hub is so here.
import assert from 'node:assert/strict';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type {
	DeviceReply,
	Finding,
	InviteReply,
	StatusReply,
} from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { withLab } from './suite.ts';

const TOKEN_FILE = '/etc/wgspoke/hub.token';
/** What the command says with -j. */
interface Said {
	code: number;
	reply: DeviceReply & InviteReply;
	stderr: string;
}

const codes = (found: readonly Finding[]): string[] => found.map(({ code }) => code);

describe('a router that may change its hub', () => {
	const suite = withLab('block');
	let line = '';
	let token = '';

	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });
	/** Who is at the hub: the tunnel that runs, and its file without comments. */
	const atHub = async (): Promise<[string, string]> => [
		await onHub('wg show wg0 allowed-ips | sort; ip route | sort'),
		(await onHub('sed "s/#.*//" /etc/wireguard/wg0.conf')).replace(/\s+/g, ' '),
	];
	const status = async (): Promise<StatusReply> => (await suite.a.status()) as StatusReply;
	const state = async (): Promise<unknown[]> => [
		...(await atHub()),
		(await status()).network?.devices.map(({ name, public_key }) => [name, public_key]),
	];
	const command = async (args: string[]): Promise<Said> => {
		const { code, stdout, stderr } = await suite.a.command([...args, '-j']);
		assert.ok(!`${stdout}${stderr}`.includes(token), 'an answer holds the token');
		return { code, reply: JSON.parse(stdout) as Said['reply'], stderr };
	};
	/** While the hub answers no questions, though its tunnel runs. */
	const whileMute = async (work: () => Promise<void>): Promise<void> => {
		const rule = 'INPUT -i wg0 -p tcp --dport 24380 -j DROP';
		await onHub(`iptables -I ${rule}`);
		try {
			await work();
		} finally {
			await onHub(`iptables -D ${rule}`);
		}
	};
	/** As a page that has begun to add a device, and sees it proved. */
	const adding = async (name: string): Promise<{ session: string; begun: DeviceReply }> => {
		const session = await suite.a.login();
		const begun = await suite.a.page(session, 'device_add', { name });
		assert.equal((await suite.a.reaches(begun.trial, 'proved')).state, 'proved');
		assert.ok((await atHub())[0].includes(begun.device?.public_key ?? '?'));
		return { session, begun };
	};

	before(async () => {
		const { a, b, lab } = suite;
		await Promise.all([a.join(), b.join()]);
		const { stdout } = await a.command(['hub', '--speak']);
		const printed = await lab.hub.answerHomes(stdout);
		line = /^wgspoke:\S+$/m.exec(printed)?.[0] ?? '';
		token = (await onHub('cat /etc/wireguard/wgspoke.token')).trim();
	});

	it('has its token from the line that the hub prints, and keeps it for root alone', async () => {
		const { a } = suite;
		assert.equal((await status()).manages_hub, 'no');
		const { code, stdout, stderr } = await a.command(['join', '-', '-j'], line);
		assert.equal(code, 0, stderr);
		const reply = JSON.parse(stdout) as { findings: Finding[] };
		assert.ok(codes(reply.findings).includes('token-kept'), stdout);
		assert.ok(!stdout.includes(token));
		const { stdout: mode } = await a.gateway.exec(['ls', '-l', TOKEN_FILE]);
		assert.match(mode, /^-rw-------/);
		const find = 'find /etc /root /tmp /var/run/ -type f -exec grep -lF -e "$1" {} + 2>/dev/null';
		const found = await a.gateway.exec(['sh', '-c', find, 'sh', token]);
		// The watch may be asking at this moment, with a question for root alone.
		const files = found.stdout.split('\n').filter((path) => !path.includes('/question.'));
		assert.deepEqual(files, [TOKEN_FILE, '']);
		assert.ok(!(await a.gateway.exec(['logread'])).stdout.includes(token));
		await a.command(['hub', '--ask']);
		assert.equal((await status()).manages_hub, 'yes');
	});

	it('adds a phone by one command, which reaches both homes at once', async () => {
		const { lab } = suite;
		const { code, reply, stderr } = await command(['device', 'add', '手机']);
		assert.equal(code, 0, stderr);
		assert.match(stderr, /hub-told/);
		assert.deepEqual(reply.at_hub, { told: ['手机'], removed: [] });
		assert.deepEqual(reply.hub, { peer_block: '', live: [] });
		assert.match(await onHub('cat /etc/wireguard/wg0.conf'), /^\[Peer\] # 手机$/m);
		const phone = new WgQuickMachine(lab.phone.space, reply.conf, lab.folder);
		await phone.start();
		await phone.waitForPing('192.168.2.100');
		await phone.waitForPing('192.168.4.100');
		await phone.down();
	});

	it('gives it a new key, and the old one opens nothing', async () => {
		const old = (await status()).network?.devices[0]?.public_key ?? '?';
		const { code, reply } = await command(['device', 'key', '手机']);
		assert.equal(code, 0);
		assert.deepEqual(reply.at_hub, { told: ['手机'], removed: ['手机'] });
		const [running, written] = await atHub();
		for (const text of [running, written]) {
			assert.ok(text.includes(reply.device?.public_key ?? '?'));
			assert.ok(!text.includes(old));
		}
	});

	it('removes it over the bus', async () => {
		const { a } = suite;
		const session = await a.login();
		const before = await onHub('wg show wg0 peers | wc -l');
		const removed = await a.page(session, 'device_remove', { name: '手机' });
		const trial = await a.keep(session, removed);
		assert.deepEqual(codes(trial.findings), ['hub-told']);
		assert.equal(Number(await onHub('wg show wg0 peers | wc -l')), Number(before) - 1);
	});

	it('invites a home, which another home is told of, and removes it', async () => {
		const { a, b } = suite;
		const before = await atHub();
		const call = ['invite', 'Cabin', '--lan', '192.168.6.0/24'];
		const { code, reply, stderr } = await command(call);
		assert.equal(code, 0, stderr);
		assert.deepEqual(reply.at_hub, { told: ['Cabin'], removed: [] });
		await b.command(['hub', '--ask']);
		const { news } = (await b.status()) as StatusReply;
		assert.deepEqual(
			news.map(({ kind, name, lan }) => [kind, name, lan]),
			[['added', 'Cabin', ['192.168.6.0/24']]]
		);
		const removed = await a.command(['join', '--no-site', 'Cabin']);
		assert.equal(removed.code, 0, removed.stderr);
		assert.deepEqual(await atHub(), before);
	});

	it('hands the token on with an invitation that says so', async () => {
		const { reply } = await command(['invite', 'Cabin', '--lan', '192.168.6.0/24']);
		const packed = Buffer.from(reply.line.slice(8), 'base64').toString();
		assert.ok(!packed.includes(token));
		const args = ['invite', 'Cabin', '--lan', '192.168.6.0/24', '--manage', '-j'];
		const { stdout } = await suite.a.command(args);
		const { line: with_token } = JSON.parse(stdout) as InviteReply;
		assert.ok(Buffer.from(with_token.slice(8), 'base64').toString().includes(token));
		assert.equal((await suite.a.command(['join', '--no-site', 'Cabin'])).code, 0);
	});

	describe('changes neither', () => {
		it('where somebody at the hub has the address', async () => {
			const { publicKey } = await makeKeyPair(suite.lab.hub);
			const block = `[Peer] # Tablet\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.77/32\n`;
			await must(suite.lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], {
				stdin: `\n${block}`,
			});
			await suite.lab.hub.addPeer(block);
			const before = await state();
			const args = ['device', 'add', 'iPad', '--address', '192.168.151.77'];
			const { code, reply, stderr } = await command(args);
			assert.equal(code, 1, JSON.stringify(reply));
			assert.equal(reply.conf, '');
			assert.match(stderr, /hub-refuses-taken: .*192\.168\.151\.77\/32 belongs to Tablet/);
			assert.deepEqual(await state(), before);
		});

		it('where a network is one that the hub has elsewhere', async () => {
			await onHub('ip addr add 10.55.0.1/24 dev eth0');
			try {
				const before = await state();
				const { code, stderr } = await command(['invite', 'X', '--lan', '10.55.0.0/24']);
				assert.equal(code, 1);
				assert.match(stderr, /hub-refuses-own: .*10\.55\.0\.0\/24/);
				assert.deepEqual(await state(), before);
			} finally {
				await onHub('ip addr del 10.55.0.1/24 dev eth0');
			}
		});

		it('where the disk of the hub is full', async () => {
			await onHub(`mkdir -p /run/full && mount -t tmpfs -o size=16k,mode=700 tmpfs /run/full
				cp -p /etc/wireguard/* /run/full/ && mount --bind /run/full /etc/wireguard
				dd if=/dev/zero of=/etc/wireguard/rest bs=1k 2> /dev/null || true`);
			try {
				const before = await state();
				const { code, stderr } = await command(['device', 'add', 'iPad']);
				assert.equal(code, 1);
				assert.match(stderr, /hub-refuses: .*its disk is full/);
				assert.deepEqual(await state(), before);
			} finally {
				await onHub('umount /etc/wireguard /run/full');
			}
		});

		it('where the hub does not answer; by hand it is done here alone', async () => {
			await whileMute(async () => {
				const before = await state();
				const { code, stderr } = await command(['device', 'add', 'iPad']);
				assert.equal(code, 1);
				assert.match(stderr, /hub-untold/);
				assert.deepEqual(await state(), before);
				const byHand = await command(['device', 'add', 'iPad', '--by-hand']);
				assert.equal(byHand.code, 0);
				assert.equal(byHand.reply.at_hub, null);
				assert.notEqual(byHand.reply.hub.peer_block, '');
				assert.deepEqual(await atHub(), before.slice(0, 2));
			});
			assert.equal((await suite.a.command(['device', 'remove', 'iPad'])).code, 0);
		});
	});

	describe('takes the hub’s half back', () => {
		it('when somebody undoes the change', async () => {
			const before = await state();
			const { session, begun } = await adding('iPad');
			await suite.a.page(session, 'decide', { trial: begun.trial, keep: false });
			const trial = await suite.a.ended(begun.trial);
			assert.deepEqual(
				[trial.state, ...codes(trial.findings)],
				['undone', 'undone-by-hand', 'put-back']
			);
			assert.deepEqual(await state(), before);
		});

		it('of a removal, with its name, address and comment', async () => {
			assert.equal((await suite.a.command(['device', 'add', 'iPad'])).code, 0);
			const before = await state();
			const session = await suite.a.login();
			const begun = await suite.a.page(session, 'device_remove', { name: 'iPad' });
			await suite.a.reaches(begun.trial, 'proved');
			assert.notDeepEqual(await state(), before);
			await suite.a.page(session, 'decide', { trial: begun.trial, keep: false });
			await suite.a.ended(begun.trial);
			assert.deepEqual(await state(), before);
			assert.match(await onHub('cat /etc/wireguard/wg0.conf'), /^\[Peer\] # iPad$/m);
			assert.equal((await suite.a.command(['device', 'remove', 'iPad'])).code, 0);
		});

		it('when the program is killed', async () => {
			const before = await state();
			const { begun } = await adding('iPad');
			await suite.a.killTrial(begun.trial);
			await suite.a.gateway.exec(['wgspoke', 'recover']);
			assert.deepEqual(await state(), before);
		});

		it('after a power cut, once the hub answers', async () => {
			const before = await state();
			const { begun } = await adding('iPad');
			await suite.a.killTrial(begun.trial);
			await suite.a.gateway.exec(['wgspoke', 'recover', 'boot']);
			assert.notDeepEqual(await atHub(), before.slice(0, 2));
			await waitFor(async () => (await atHub())[0] === before[0], {
				what: 'the hub to be told of what was undone',
				deadline: 90_000,
			});
			assert.deepEqual(await state(), before);
		});

		it('when it was silent at the undo, once it answers', async () => {
			const before = await state();
			const { session, begun } = await adding('iPad');
			await whileMute(async () => {
				await suite.a.page(session, 'decide', { trial: begun.trial, keep: false });
				const trial = await suite.a.ended(begun.trial);
				assert.equal(trial.state, 'undone');
				assert.ok(codes(trial.findings).includes('hub-owed'), JSON.stringify(trial));
			});
			assert.equal((await suite.a.command(['device', 'add', 'iPod'])).code, 0);
			assert.ok(!(await atHub())[0].includes(begun.device?.public_key ?? '?'));
			assert.equal((await suite.a.command(['device', 'remove', 'iPod'])).code, 0);
			assert.deepEqual(await state(), before);
		});
	});

	describe('in the end', () => {
		it('is as one without a token when the hub has made another one, and says so', async () => {
			await onHub('printf %064d 7 > /etc/wireguard/wgspoke.token');
			await suite.a.command(['hub', '--ask']);
			const now = await status();
			assert.equal(now.manages_hub, 'no');
			assert.ok(codes(now.findings).includes('token-refused'));
			const { code, reply } = await command(['device', 'add', 'iPad']);
			assert.equal(code, 0);
			assert.equal(reply.at_hub, null);
			assert.notEqual(reply.hub.live.length, 0);
		});

		it('says what is left to do there, until the hub shows that it is done', async () => {
			const { a, lab } = suite;
			const { reply } = await command(['device', 'add', 'iPod']);
			const left = async (): Promise<unknown[]> => {
				await a.command(['hub', '--ask']);
				return (await status()).left.map(({ kind, name }) => [kind, name]);
			};
			const both = [
				['add', 'iPad'],
				['add', 'iPod'],
			];
			assert.deepEqual(await left(), both);
			await must(lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], {
				stdin: `\n${reply.hub.peer_block}`,
			});
			assert.deepEqual(await left(), both);
			await onHub(reply.hub.live.join('\n'));
			assert.deepEqual(await left(), both.slice(0, 1));
			const session = await a.login();
			await a.keep(session, await a.page(session, 'device_remove', { name: 'iPod' }));
			assert.deepEqual(await left(), [...both.slice(0, 1), ['remove', 'iPod']]);
		});

		it('takes a person’s word that it is done', async () => {
			const { a } = suite;
			const [iPad, iPod] = (await status()).left;
			const { data } = await a.call('left_done', { public_key: iPad?.public_key });
			assert.deepEqual(data, { left: [iPod] });
			await a.command(['hub', '--done']);
			assert.deepEqual((await status()).left, []);
		});

		it('forgets the token when it leaves', async () => {
			assert.equal((await suite.a.command(['leave'])).code, 0);
			assert.equal((await suite.a.gateway.exec(['test', '-e', TOKEN_FILE])).code, 1);
		});
	});
});
