// Does a hub that runs already answer its homes and nobody else, take what is meant for it whole, and keep its tunnels
// and its wg0.conf whatever it is asked? The hub is the one that its owner made by hand, as the seed has it.
import assert from 'node:assert/strict';
import { JOURNAL } from '../../tools/lab/answering.ts';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must, type Executor } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { puttingBack } from './putback.ts';
import { withLab } from './suite.ts';

const DOOR = '192.168.151.1:24380';

// Sends its standard input, tells the far side that this is all, and prints what comes back; exits 7 when nobody is there.
const ASK = `
use IO::Socket::INET;
local $/; my $question = <STDIN>;
my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], Timeout => 3) or exit 7;
print $s $question; $s->flush; shutdown($s, 1); print while <$s>;`;

// One byte a second, for as long as the far side takes it.
const TRICKLE = `
use IO::Socket::INET; $SIG{PIPE} = 'IGNORE';
my $s = IO::Socket::INET->new('${DOOR}') or exit 7;
while (1) { my $r = ''; vec($r, fileno($s), 1) = 1; print $s 's'; $s->flush; last if select($r, undef, undef, 1); }`;

// A hundred at once, which say nothing until they are let go.
const CROWD = `
use IO::Socket::INET;
my @all = map { IO::Socket::INET->new('${DOOR}') } 1 .. 100;
$| = 1; print scalar(grep { $_ } @all), "\\n"; <STDIN>;`;

describe('a hub that answers', () => {
	const suite = withLab('block');
	const atTheEnd = puttingBack();
	let home: WgQuickMachine;
	let token = '';
	let printed = '';
	const key = { cabin: '', pocket: '', third: '' };

	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });
	const conf = (): Promise<string> => onHub('cat /etc/wireguard/wg0.conf');
	const journal = async (): Promise<string[]> =>
		(await onHub(`cat ${JOURNAL} 2> /dev/null || true`)).split('\n').slice(0, -1);
	const ask = async (who: Executor, question: string, door = DOOR): Promise<string> =>
		(await who.exec(['perl', '-e', ASK, door], { stdin: question })).stdout;
	const change = (...lines: string[]): string => ['sync ' + token, ...lines, 'end', ''].join('\n');
	const cabin = (): string => `member ${key.cabin} 192.168.151.6/32,192.168.6.0/24 Cabin`;
	const first = (answer: string): string => answer.split('\n')[0] ?? '';
	const tunnels = (): Promise<string> => onHub('wg show wg0 allowed-ips | sort; ip route | sort');
	/** Both tunnels stand as they stood: a ping each, and no new handshake. */
	const stand = async (): Promise<void> => {
		for (const one of [home, suite.lab.laptop]) await one.waitForPing('192.168.151.1');
	};

	before(async () => {
		const { a, lab } = suite;
		home = new WgQuickMachine(lab.phone.space, lab.homeA.conf, lab.folder);
		await home.start();
		atTheEnd(() => home.down());
		await lab.laptop.start();
		atTheEnd(() => lab.laptop.down());
		for (const name of ['cabin', 'pocket', 'third'] as const)
			key[name] = (await makeKeyPair(lab.hub)).publicKey;
		await stand();
		const before = [
			await conf(),
			await tunnels(),
			await lab.hub.latestHandshake(lab.keys.homeA.publicKey),
		];
		const { code, stdout, stderr } = await a.command(['hub', '--speak']);
		assert.equal(code, 0, stderr);
		printed = await lab.hub.answerHomes(stdout);
		const after = [
			await conf(),
			await tunnels(),
			await lab.hub.latestHandshake(lab.keys.homeA.publicKey),
		];
		assert.deepEqual(after, before);
		token = (await onHub('cat /etc/wireguard/wgspoke.token')).trim();
	});

	it('was made so by one script, which says what it opens and hands over the token', async () => {
		assert.match(printed, /^From inside the tunnel alone, homes may now ask .* TCP port 24380/m);
		const line = /^wgspoke:(\S+)$/m.exec(printed)?.[1] ?? '';
		const file = JSON.parse(Buffer.from(line, 'base64').toString()) as { hub_token: string };
		assert.match(token, /^[0-9a-f]{64}$/);
		assert.equal(file.hub_token, token);
		const modes = 'stat -c %a /etc/wireguard/wgspoke.token /usr/local/sbin/wgspoke-hub';
		assert.equal(await onHub(modes), '600\n700\n');
	});

	it('changes nothing when the script runs again', async () => {
		const state = `cd /etc && find wireguard systemd/system /usr/local/sbin -type f -exec sha256sum {} + | sort; iptables-save | grep -v '^[#:]'`;
		const before = await onHub(state);
		await suite.lab.hub.answerHomes((await suite.a.command(['hub', '--speak'])).stdout);
		assert.equal(await onHub(state), before);
	});

	it('has units that systemd takes without a word', async () => {
		for (const unit of ['wgspoke-hub.socket', 'wgspoke-hub@1.service']) {
			const { code, stdout, stderr } = await suite.lab.hub.exec([
				'systemd-analyze',
				'verify',
				unit,
			]);
			assert.equal(stdout + stderr, '', unit);
			assert.equal(code, 0);
		}
	});

	it('tells a home all that it knows, and no secret', async () => {
		const { lab } = suite;
		const answer = await ask(home, 'look\n');
		const lines = answer.split('\n');
		assert.equal(lines[0], 'wgspoke 2');
		assert.equal(lines.at(-2), 'end');
		const at = `${lab.keys.homeA.publicKey} `;
		for (const line of [
			`hub ${lab.keys.hub.publicKey} 24356`,
			'interface wg0 192.168.151.1/24',
			`running ${at}192.168.151.2/32,192.168.2.0/24`,
			`written ${at}192.168.151.2/32,192.168.2.0/24`,
			`name ${at}家庭网络A的路由器`,
			`name ${lab.keys.laptop.publicKey} 笔记本电脑`,
			'route 192.168.4.0/24',
			'forwarding 1',
			'public 203.0.113.1',
			'answers yes',
			`you ${at.trim()}`,
			'sync no',
		])
			assert.ok(lines.includes(line), `${line}\n${answer}`);
		assert.match(
			answer,
			new RegExp(
				`^seen ${at.replace(/[+/]/g, '\\$&')}100\\.64\\.0\\.5:\\d+ \\d{10} \\d+ \\d+$`,
				'm'
			)
		);
		const secrets = [token, ...Object.values(lab.keys).map(({ privateKey }) => privateKey)];
		for (const secret of secrets) assert.ok(!answer.includes(secret));
		assert.match(await ask(home, `look ${token}\n`), /^sync yes$/m);
	});

	it('tells a phone nothing, and notes that it asked', async () => {
		const before = await journal();
		assert.equal(await ask(suite.lab.laptop, 'look\n'), '');
		assert.equal(await ask(suite.lab.laptop, change(cabin())), '');
		const noted = (await journal()).slice(before.length);
		assert.deepEqual(noted, Array(2).fill('192.168.151.4 is no home: not answered'));
	});

	it('is not to be reached from the internet, nor by any way but the tunnel', async () => {
		const { internet, hub } = suite.lab;
		const before = await journal();
		await must(internet, ['ip', 'route', 'add', '192.168.151.1/32', 'via', '203.0.113.1']);
		const unreached: [Executor, string][] = [
			[internet, '203.0.113.1:24380'],
			[internet, DOOR],
			[hub, '127.0.0.1:24380'],
			[hub, '203.0.113.1:24380'],
			[hub, DOOR],
		];
		for (const [who, door] of unreached) {
			const { code, stdout } = await who.exec(['perl', '-e', ASK, door], { stdin: 'look\n' });
			assert.deepEqual([code, stdout], [7, ''], `${who.name} to ${door}`);
		}
		await must(internet, ['ip', 'route', 'del', '192.168.151.1/32']);
		assert.deepEqual(await journal(), before);
	});

	it('takes a home and a phone in, for now and for its next start, and notes who asked', async () => {
		const { lab } = suite;
		const phone = `member ${key.pocket} 192.168.151.9/32 $(touch /stolen) \`touch /stolen\` .. 手机`;
		const answer = await ask(home, change(cabin(), phone));
		assert.equal(first(answer), 'done added=2 changed=0 removed=0');
		for (const line of [
			`running ${key.cabin} 192.168.151.6/32,192.168.6.0/24`,
			`written ${key.cabin} 192.168.151.6/32,192.168.6.0/24`,
			`name ${key.pocket} $(touch /stolen) \`touch /stolen\` .. 手机`,
			'route 192.168.6.0/24',
			'sync yes',
		])
			assert.ok(answer.split('\n').includes(line), `${line}\n${answer}`);
		assert.equal((await lab.hub.exec(['test', '-e', '/stolen'])).code, 1);
		const noted = `192.168.151.2 ${lab.keys.homeA.publicKey}: sync added=2 changed=0 removed=0`;
		assert.equal((await journal()).at(-1), noted);
		await stand();
		const before = [await conf(), await tunnels()];
		const again = await ask(home, change(cabin(), phone));
		assert.equal(first(again), 'done added=0 changed=0 removed=0');
		assert.deepEqual([await conf(), await tunnels()], before);
	});

	it('changes what a member has, and lets it go with its route', async () => {
		const moved = `member ${key.cabin} 192.168.151.6/32,192.168.7.0/24 Cabin`;
		assert.equal(first(await ask(home, change(moved))), 'done added=0 changed=1 removed=0');
		assert.match(await tunnels(), /^192\.168\.7\.0\/24 dev wg0/m);
		assert.doesNotMatch(await tunnels(), /192\.168\.6\.0/);
		const gone = await ask(home, change(`gone ${key.cabin}`, `gone ${key.pocket}`));
		assert.equal(first(gone), 'done added=0 changed=0 removed=2');
		assert.doesNotMatch(gone, /192\.168\.7\.0/);
		assert.equal((await conf()).trimEnd(), suite.lab.hub.conf.trimEnd());
		await stand();
	});

	describe('refuses as a whole, with one line in its journal,', () => {
		const cases: [what: string, question: () => string, answer: string | RegExp][] = [
			['a wrong token', () => change(cabin()).replace(/^sync ..../, 'sync 0000'), 'refused token'],
			['no token', () => `sync \n${cabin()}\nend\n`, 'refused token'],
			['another question', () => 'GET / HTTP/1.0\n\n', ''],
			['1 MB', () => 'a'.repeat(1_000_000), ''],
			['1 MB behind the token', () => change('a'.repeat(1_000_000)), 'refused question'],
			['10,000 lines', () => change(...Array<string>(10_000).fill(cabin())), 'refused question'],
			['a question without its end', () => `sync ${token}\n${cabin()}\n`, 'refused question'],
			['NUL in a name', () => change(`${cabin()}\0`), 'refused question'],
			['a name of 300 characters', () => change(cabin() + 'x'.repeat(300)), 'refused question'],
			['no name', () => change(cabin().replace(' Cabin', '')), 'refused question'],
			[
				'a path for a network',
				() => change(cabin().replace('6.0/24', '../..')),
				'refused question',
			],
			[
				'a command for a network',
				() => change(cabin().replace('192.168.6.0/24', '$(id)')),
				'refused question',
			],
			['a command for a key', () => change('gone $(id)'), 'refused question'],
			[
				'an address that is none',
				() => change(cabin().replace('151.6/', '151.256/')),
				'refused question',
			],
			['one key twice', () => change(cabin(), `gone ${key.cabin}`), 'refused question'],
			[
				'all of the internet',
				() => change(cabin().replace('192.168.6.0/24', '0.0.0.0/0')),
				'refused here 0.0.0.0/0',
			],
			[
				'half of it',
				() => change(cabin().replace('192.168.6.0/24', '128.0.0.0/1')),
				'refused here 128.0.0.0/1',
			],
			[
				"the hub's own address",
				() => change(cabin().replace('151.6/', '151.1/')),
				'refused here 192.168.151.1/32',
			],
			[
				"a part of the provider's network",
				() => change(cabin().replace('192.168.6.0/24', '203.0.113.128/25')),
				'refused here 203.0.113.128/25',
			],
			[
				'what another home has',
				() => change(cabin().replace('6.0/24', '4.0/24')),
				/^refused taken 192\.168\.4\.0\/24 \S{44}$/,
			],
			[
				'the address of a phone',
				() => change(cabin().replace('151.6/', '151.4/')),
				/^refused taken 192\.168\.151\.4\/32 \S{44}$/,
			],
		];
		for (const [what, question, expected] of cases) {
			it(what, async () => {
				const before = [await conf(), await tunnels()];
				const noted = (await journal()).length;
				const answer = first(await ask(home, question()));
				if (typeof expected === 'string') assert.equal(answer, expected);
				else assert.match(answer, expected);
				assert.deepEqual([await conf(), await tunnels()], before);
				await waitFor(async () => (await journal()).length > noted, { what: 'the hub to note it' });
				const lines = (await journal()).slice(noted);
				assert.equal(lines.length, 1, lines.join('\n'));
				assert.ok(!lines.join('').includes(token) && (lines[0] ?? '').length < 200);
			});
		}
	});

	it('ends what comes a byte a second, and answers others meanwhile', async () => {
		const slow = home.exec(['perl', '-e', TRICKLE]);
		assert.equal(first(await ask(home, 'look\n')), 'wgspoke 2');
		assert.equal((await slow).code, 0);
	});

	it('answers a home while a hundred connections say nothing', async () => {
		const crowd = home.space.start(['perl', '-e', CROWD]);
		try {
			const many = await new Promise<string>((resolve) =>
				crowd.stdout?.once('data', (chunk) => {
					resolve(String(chunk));
				})
			);
			assert.equal(many, '100\n');
			assert.equal((await ask(home, 'look\n')).split('\n').at(-2), 'end');
		} finally {
			crowd.stdin?.end();
		}
		// Each of them is a program at the hub, and what is asked next is not to wait for a hundred.
		await waitFor(
			async () =>
				(await onHub("ss -Htn state established state close-wait 'sport = :24380'")) === '',
			{
				what: 'the hundred to be gone',
			}
		);
		await stand();
	});

	it('takes both of two changes at once', async () => {
		const other = `member ${key.third} 192.168.151.7/32 Tablet`;
		const answers = await Promise.all([ask(home, change(cabin())), ask(home, change(other))]);
		const done = 'done added=1 changed=0 removed=0';
		assert.deepEqual(answers.map(first), [done, done], (await journal()).slice(-3).join('\n'));
		const now = await conf();
		assert.ok(now.includes(key.cabin) && now.includes(key.third), now);
		await ask(home, change(`gone ${key.cabin}`, `gone ${key.third}`));
	});

	it('keeps its file on a full disk', async () => {
		await onHub(`mkdir -p /run/full && mount -t tmpfs -o size=16k,mode=700 tmpfs /run/full
			cp -p /etc/wireguard/* /run/full/ && mount --bind /run/full /etc/wireguard
			dd if=/dev/zero of=/etc/wireguard/rest bs=1k 2> /dev/null || true`);
		try {
			const before = [await conf(), await tunnels()];
			assert.equal(first(await ask(home, change(cabin()))), 'refused full');
			assert.deepEqual([await conf(), await tunnels()], before);
			await onHub('rm /etc/wireguard/rest');
			assert.equal(first(await ask(home, change(cabin()))), 'done added=1 changed=0 removed=0');
			await ask(home, change(`gone ${key.cabin}`));
		} finally {
			await onHub('umount /etc/wireguard /run/full');
		}
	});

	/** A program of the hub that does something else first, once; `$real` is the one it stands for. */
	const disturb = (name: string, text: string): Promise<string> =>
		onHub(`real=$(command -v ${name})
			bin=\${PATH%%:*}
			{ echo '#!/bin/sh'; echo "real=$real; rm $bin/${name}"; cat << 'END'
${text}
END
			echo 'exec $real "$@"'; } > $bin/${name}; chmod 755 $bin/${name}`);

	it('keeps what its owner writes into wg0.conf in the same moment', async () => {
		const before = await conf();
		await disturb('sync', "echo '# by hand' >> /etc/wireguard/wg0.conf");
		assert.equal(first(await ask(home, change(cabin()))), 'refused busy');
		assert.equal(await conf(), `${before}# by hand\n`);
		await onHub("sed -i '/^# by hand$/d' /etc/wireguard/wg0.conf");
	});

	it('keeps its file when it is read while an editor has just emptied it', async () => {
		const before = await conf();
		await onHub(': > /etc/wireguard/wg0.conf');
		assert.equal(first(await ask(home, change(cabin()))), 'refused busy');
		assert.equal(await conf(), '');
		await onHub(`cat > /etc/wireguard/wg0.conf << 'END'\n${before}END\n`);
	});

	describe('has the old file or the new one, and takes the next change, when it is killed', () => {
		// All of the question: the program, its shells, and what they wait for.
		const KILL = 'parent=$(ps -o ppid= $PPID); kill -9 $PPID $parent';
		for (const tool of ['cksum', 'sync', 'ln', 'mv', 'uniq']) {
			it(`at ${tool}`, async () => {
				const old = await conf();
				await disturb(tool, `${KILL}; exit`);
				await ask(home, change(cabin()));
				const now = await conf();
				if (now !== old) assert.ok(now.startsWith(old.trimEnd()) && now.includes(key.cabin), now);
				await stand();
				const answer = await ask(home, change(cabin()));
				assert.match(first(answer), /^done added=[01] changed=0 removed=0$/);
				assert.ok(answer.includes(`running ${key.cabin} 192.168.151.6/32,192.168.6.0/24`), answer);
				assert.match(answer, /^route 192\.168\.6\.0\/24$/m);
				await ask(home, change(`gone ${key.cabin}`));
			});
		}
	});

	it('answers through firewalls that let nobody in, and nobody else', async () => {
		const { internet } = suite.lab;
		await onHub(`iptables -P INPUT DROP; iptables -I INPUT -i eth0 -p udp --dport 24356 -j ACCEPT
			nft 'table inet filter { chain input { type filter hook input priority 0; policy drop; udp dport 24356 accept; }; }'`);
		try {
			await suite.lab.hub.answerHomes((await suite.a.command(['hub', '--speak'])).stdout);
			assert.equal(first(await ask(home, 'look\n')), 'wgspoke 2');
			const { code } = await internet.exec(['perl', '-e', ASK, '203.0.113.1:24380'], {
				stdin: 'look\n',
			});
			assert.equal(code, 7);
			await onHub('/usr/local/sbin/wgspoke-hub close');
			assert.doesNotMatch(await onHub('iptables-save; nft list ruleset'), /24380/);
			await onHub('/usr/local/sbin/wgspoke-hub open');
		} finally {
			await onHub('iptables -P INPUT ACCEPT; nft delete table inet filter');
		}
	});

	it('hears on further ports, also after its tunnel was started anew', async () => {
		const { a, lab } = suite;
		const { stdout } = await a.command(['hub', '--speak', '--ports', '4500,443']);
		await lab.hub.answerHomes(stdout);
		const doors = async (): Promise<string[]> =>
			(await ask(home, 'look\n'))
				.split('\n')
				.filter((line) => line.startsWith('port '))
				.sort();
		assert.deepEqual(await doors(), ['port 443', 'port 4500']);
		const before = await conf();
		await lab.hub.answerHomes(stdout);
		assert.equal(await conf(), before);
		await lab.hub.restart();
		await must(home, [
			'wg',
			'set',
			'wg0',
			'peer',
			lab.keys.hub.publicKey,
			'endpoint',
			'203.0.113.1:443',
		]);
		await home.waitForPing('192.168.151.1');
		await waitFor(async () => (await doors()).length === 2, { what: 'the hub to name its doors' });
		assert.equal(first(await ask(home, change(cabin()))), 'done added=1 changed=0 removed=0');
	});
});
