// What is read from a hub's answer, old or new, and from one that lies?
import assert from 'node:assert/strict';

import { most_looked_at, text_limit } from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import { fit_name, is_look, read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type { HubAnswer, HubPeer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { homeKey, hubKey, key } from './seed.ts';

const NEW = [
	'wgspoke 2',
	'now 1764229500',
	`hub ${hubKey} 24356`,
	'interface wg0 192.168.151.1/24 fd00::1/64',
	`running ${homeKey} 192.168.2.0/24,192.168.151.2/32`,
	`seen ${homeKey} 198.51.100.7:40123 1764229490 1024 4096`,
	`written ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
	`name ${homeKey} 家庭网络A的路由器`,
	`running ${key(4)} (none)`,
	`seen ${key(4)} - 0 0 0`,
	`written ${key(5)} 192.168.151.5/32`,
	`name ${key(5)} Bob  Ross's "phone"`,
	'route 192.168.2.0/24',
	'forwarding 1',
	'forwarding6 0',
	'forward drop ufw route',
	'public 203.0.113.10',
	'port 4500',
	'port 443',
	'answers yes',
	`you ${homeKey}`,
	'sync no',
	'system debian 13',
	'kernel 6.12.48+deb13-amd64',
	'wireguard v1.0.20210914',
	'a word of a later version',
	'end',
];

function read(lines: string[], ends = '\n'): HubAnswer {
	const { answer, findings } = read_answer(lines.join(ends));
	assert.deepEqual(findings, []);
	assert.ok(answer);
	return answer;
}

const refusal = (text: string): string => {
	const { answer, findings } = read_answer(text);
	assert.equal(answer, null);
	return findings.map((one) => one.code).join();
};

const peer = (of: HubAnswer, wanted: string): HubPeer | undefined =>
	of.peers.find((one) => one.public_key === wanted);

describe('a hub’s answer', () => {
	it('says everything of the hub itself', () => {
		const { peers, ...own } = read(NEW);
		assert.equal(peers.length, 3);
		assert.deepEqual(own, {
			version: 2,
			time: 1764229500,
			public_key: hubKey,
			listen_port: 24356,
			interface: 'wg0',
			addresses: ['192.168.151.1/24', 'fd00::1/64'],
			routes: ['192.168.2.0/24'],
			forwarding: 'yes',
			forwarding6: 'no',
			forward: 'no',
			forward_by: 'ufw route',
			public_addresses: ['203.0.113.10'],
			ports: [4500, 443],
			answers: 'yes',
			asker: homeKey,
			may_sync: 'no',
			system: 'debian 13',
			kernel: '6.12.48+deb13-amd64',
			wireguard: 'v1.0.20210914',
		});
	});

	it('says of each peer its name in any language, its networks, and when it was heard', () => {
		assert.deepEqual(peer(read(NEW), homeKey), {
			public_key: homeKey,
			name: '家庭网络A的路由器',
			added_by: '',
			running: ['192.168.151.2/32', '192.168.2.0/24'],
			written: ['192.168.151.2/32', '192.168.2.0/24'],
			seen: {
				endpoint: '198.51.100.7:40123',
				handshake: 1764229490,
				rx_bytes: 1024,
				tx_bytes: 4096,
			},
		});
	});

	it('tells a peer with no network, never heard, from one that does not run', () => {
		const quiet = { endpoint: '', handshake: 0, rx_bytes: 0, tx_bytes: 0 };
		const answer = read(NEW);
		assert.deepEqual(peer(answer, key(4)), {
			public_key: key(4),
			name: '',
			added_by: '',
			running: [],
			written: null,
			seen: quiet,
		});
		assert.equal(peer(answer, key(5))?.running, null);
		assert.equal(peer(answer, key(5))?.name, 'Bob Ross s phone');
	});

	it('may come in any order, indented, with the line ends of Windows', () => {
		const shuffled = [...NEW].reverse().map((line) => `  ${line} `);
		const { peers, ports, ...own } = read(shuffled, '\r\n');
		const { peers: as_told, ports: in_order, ...said } = read(NEW);
		assert.deepEqual(own, said);
		assert.deepEqual(ports.reverse(), in_order);
		assert.deepEqual(
			peers.reverse().map((one) => one.name),
			as_told.map((one) => one.name)
		);
	});

	it('of the first version says what it can, and of the rest that nobody looked', () => {
		const old = NEW.filter((line) => /^(hub|running|written|route|forwarding) /.test(line));
		const answer = read(old);
		assert.equal(answer.version, 1);
		assert.equal(answer.forwarding, 'yes');
		assert.deepEqual(
			[answer.forward, answer.answers, answer.may_sync, answer.time, answer.interface],
			['not checked', 'not checked', 'not checked', null, '']
		);
		assert.equal(peer(answer, homeKey)?.seen, null);
	});

	it('is known among pasted texts by the hub’s line', () => {
		assert.ok(is_look(NEW.join('\n')));
		assert.ok(is_look(`root@hub:~# sh look\n hub ${hubKey} 24356\r\n`));
		assert.ok(!is_look('[Interface]\n# hub\nPrivateKey = x'));
		assert.ok(!is_look(`hub ${hubKey}`));
		assert.ok(!is_look(`${NEW.join('\n')}\0`));
	});
});

describe('a hub that lies', () => {
	const peers = (count: number): string[] =>
		Array.from({ length: count }, (_, i) => {
			const bytes = Buffer.alloc(32);
			bytes.writeUInt32BE(i + 1);
			return `running ${bytes.toString('base64')} 10.${i >> 8}.${i & 255}.0/24`;
		});
	const refused: [string, string, string][] = [
		['nothing', '', 'not-look'],
		['something else', '<html>502 Bad Gateway</html>', 'not-look'],
		['a line of the hub without a key', NEW.join('\n').replace(hubKey, 'short'), 'not-look'],
		['a NUL', NEW.join('\n').replace('wg0', 'wg\0'), 'not-look'],
		['an answer that was cut off', NEW.slice(0, -1).join('\n'), 'look-cut-off'],
		['an answer cut off in its last word', NEW.join('\n').slice(0, -1), 'look-cut-off'],
		['10,000 peers', [...NEW.slice(0, -1), ...peers(10_000), 'end'].join('\n'), 'look-too-large'],
		['64 KiB and a byte', NEW.join('\n').padEnd(text_limit + 1), 'look-too-large'],
		[
			'one line of 2,000 networks',
			`${NEW.join('\n')}\nrunning ${key(9)} ${'10.0.0.0/8,'.repeat(2000)}`,
			'look-too-large',
		],
	];
	for (const [what, text, code] of refused) {
		it(`is not believed: ${what}`, () => {
			assert.equal(refusal(text), code);
		});
	}

	it('is read to the bound', () => {
		const commas = NEW.join('').split(',').length - 1;
		const routes = Array<string>(most_looked_at - NEW.length - commas).fill('route 10.0.0.0/8');
		assert.equal(read([...NEW, ...routes]).peers.length, 3);
		assert.equal(refusal([...NEW, ...routes, 'end'].join('\n')), 'look-too-large');
	});

	it('has one key: the first it names', () => {
		assert.equal(read([`hub ${hubKey} 24356`, `hub ${key(8)} 1`]).public_key, hubKey);
	});

	it('gives nobody a name that is a key, a command, 300 characters or markup', () => {
		const named = (name: string): string | undefined =>
			peer(read([...NEW, `name ${homeKey} ${name}`]), homeKey)?.name;
		assert.equal(named(key(0xf2)), '');
		assert.equal(named(Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')), '');
		assert.equal(named('a'.repeat(300)), '');
		assert.equal(named('$(reboot)'), '(reboot)');
		assert.equal(named('<b>x</b>'), 'b x /b');
		assert.equal(fit_name('..'), '..');
	});

	it('has no numbers that are none, and no addresses', () => {
		const lines = [
			`hub ${hubKey} 99999`,
			`running ${homeKey} 192.168.2.0/33,default,192.168.2.9/24`,
			`seen ${homeKey} evil.example:80 -5 99999999999999999999 1e9`,
			'interface wg0;reboot ../etc',
			'route default',
			'public evil.example',
			'port 70000',
			'port 0',
			'forwarding maybe',
		];
		const answer = read(lines);
		assert.deepEqual(answer.listen_port, 0);
		assert.deepEqual([answer.interface, answer.addresses], ['', []]);
		assert.deepEqual([answer.routes, answer.public_addresses, answer.ports], [[], [], []]);
		assert.equal(answer.forwarding, 'not checked');
		assert.deepEqual(peer(answer, homeKey), {
			public_key: homeKey,
			name: '',
			added_by: '',
			running: ['192.168.2.0/24'],
			written: null,
			seen: { endpoint: '', handshake: 0, rx_bytes: 0, tx_bytes: 0 },
		});
	});

	it('makes no peer of who is only named or heard', () => {
		assert.deepEqual(
			read([`hub ${hubKey} 1`, `name ${key(7)} Ghost`, `seen ${key(8)} - 0 0 0`]).peers,
			[]
		);
	});
});
