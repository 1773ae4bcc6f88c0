// Are the scripts for the hub whole, safe for any name, and do they edit wg0.conf as they should?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';

import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import {
	hub_script,
	look_command,
	sync_script,
} from '../../root/usr/share/ucode/wgspoke/hub/program.ts';
import type { HubMember } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { anyNetwork } from './arbitrary.ts';
import { homeKey, hubKey, key, seedNetwork, type SeedNetwork, said } from './seed.ts';

const program = readFileSync('root/usr/share/wgspoke/hub.sh', 'utf8');

function knownNetwork(): SeedNetwork {
	const network = seedNetwork();
	network.sites[1].public_key = key(3);
	network.devices[0].public_key = key(4);
	network.devices[1].public_key = key(5);
	return network;
}

const members = (network = knownNetwork()): HubMember[] => hub_members(network, homeKey);

function shellcheck(script: string): string {
	const ended = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script, encoding: 'utf8' });
	return ended.error ? ended.error.message : ended.stdout;
}

describe('the scripts for the hub', () => {
	it('have nothing that shellcheck would say something about', () => {
		const network = knownNetwork();
		network.sites[1].name = "It's home";
		assert.equal(shellcheck(hub_script(program, network, members(network), 'wg0')), '');
		assert.equal(shellcheck(sync_script(program, members(network), 'wg0', [key(9)])), '');
		assert.equal(shellcheck(look_command(program, 'wg0')), '');
	});

	it('are taken by a shell as written, for every network', () => {
		fc.assert(
			fc.property(anyNetwork, (network) => {
				const script = hub_script(program, network, hub_members(network, homeKey), 'wg0');
				const ended = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
				assert.equal(ended.stderr, '');
			}),
			{ numRuns: 30 }
		);
	});

	it('keep the shell from running a name', () => {
		const network = knownNetwork();
		network.sites[1].name = "'; echo stolen; '$(echo stolen)`echo stolen`";
		// Only what they set, and then what was set.
		const settings =
			hub_script(program, network, members(network), 'wg0').split('main() (')[0] ?? '';
		const script = `${settings}\nprintf '%s\\n' "$members"`;
		const { stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8' });
		assert.equal(
			stdout.split('\n')[1],
			`${key(3)} 192.168.151.3/32,192.168.4.0/24 ${network.sites[1].name}`
		);
	});

	it('say whose key is not known instead of leaving them out in silence', () => {
		const script = sync_script(program, hub_members(seedNetwork(), homeKey), 'wg0', []);
		assert.match(script, /^unknown='Home B, MacBook, iPhone'$/m);
	});

	it('forward IPv6 only where the network has some', () => {
		const network = knownNetwork();
		assert.doesNotMatch(hub_script(program, network, members(network), 'wg0'), /ipv6\.conf/);
		network.sites[1].lan.push('fd00:4::/64');
		assert.match(
			hub_script(program, network, members(network), 'wg0'),
			/ipv6\.conf\.all\.forwarding=1/
		);
	});
});

describe('the peers in wg0.conf', () => {
	const INTERFACE = '[Interface]\nAddress = 192.168.151.1/24\nPrivateKey = x\n';
	const block = (name: string, of: string, allowed: string): string =>
		`[Peer] # ${name}\nPublicKey = ${of}\nAllowedIPs = ${allowed}\n`;
	const HOME_A = block('Home A', homeKey, '192.168.151.2/32, 192.168.2.0/24');
	const HOME_B = block('Home B', key(3), '192.168.151.3/32, 192.168.4.0/24');
	const DEVICES =
		block('MacBook', key(4), '192.168.151.4/32') +
		'\n' +
		block('iPhone', key(5), '192.168.151.5/32');

	let folder = '';
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-hub-'));
	});
	after(() => {
		rmSync(folder, { recursive: true });
	});

	/** What the script's part for the file says, and what it makes of it, while these peers run. */
	function ran(
		conf: string,
		gone: string[],
		running: string,
		asker = ''
	): { said: string; now: string } {
		const script = sync_script(program, members(), 'wg0', gone);
		const path = join(folder, 'wg0.conf');
		writeFileSync(path, conf);
		// Its settings and functions, without what they are called by.
		const functions = script.slice(0, script.indexOf('  case $task in')).replace('main() (', '');
		const input = `${functions}conf=${path}
asker='${asker}'
wg() { printf '%b' '${running}'; }
leave_to_strangers; echo ---; print_conf`;
		const { stdout, stderr } = spawnSync('sh', ['-eu'], { input, encoding: 'utf8' });
		assert.equal(stderr, '');
		const [said = '', now = ''] = stdout.split('---\n');
		return { said, now };
	}

	function edited(conf: string, gone: string[] = []): string {
		const { said, now } = ran(conf, gone, '');
		assert.equal(said, '');
		return now;
	}

	it('are added at the end where they are missing', () => {
		assert.equal(edited(INTERFACE), [INTERFACE, HOME_A, HOME_B, DEVICES].join('\n'));
	});

	it('are noted to be added by the home that has asked for them, those alone that are new', () => {
		const by = `192.168.151.2 ${homeKey}`;
		const { now } = ran([INTERFACE, HOME_A, DEVICES].join('\n'), [], '', by);
		const noted = HOME_B.replace('] # Home B', `] # Home B\n# added by ${homeKey}`);
		assert.equal(now, [INTERFACE, HOME_A, DEVICES, noted].join('\n'));
		assert.equal(ran(now, [], '', `192.168.151.3 ${key(3)}`).now, now);
	});

	it('stay as they are written when they say the same', () => {
		const conf = `${INTERFACE}
[Peer]
# Home A
publickey=${homeKey}
PresharedKey = ${key(7)}
AllowedIPs = 192.168.151.2/32
AllowedIPs = 192.168.2.0/24

${HOME_B}
# the aunt's
[Peer]
PublicKey = ${key(9)}
AllowedIPs = 192.168.151.99/32

${DEVICES}`;
		assert.equal(edited(conf), conf);
	});

	it('get what they should have and keep everything else, CRLF or not', () => {
		const other = HOME_B.replace('4.0/24', '5.0/24').replace('[Peer]', '[peer]');
		const conf = [INTERFACE, HOME_A, `PresharedKey = ${key(7)}\n`, other, DEVICES].join('\r\n');
		const now = edited(conf);
		assert.match(now, /AllowedIPs = 192\.168\.151\.3\/32, 192\.168\.4\.0\/24\n/);
		assert.doesNotMatch(now, /192\.168\.5\.0/);
		assert.ok(now.includes(`PresharedKey = ${key(7)}`));
		assert.equal(edited(now), now);
	});

	it('go with their block alone when their key is gone', () => {
		const conf = `${INTERFACE}\n# old phone\n[Peer]\nPublicKey = ${key(9)}\nAllowedIPs = 10.0.0.1/32\n\n# Home A, at the sea\n${HOME_A}\n${HOME_B}\n${DEVICES}`;
		const now = edited(conf, [key(9)]);
		assert.doesNotMatch(now, new RegExp(key(9)));
		assert.match(now, /\n# Home A, at the sea\n\[Peer\] # Home A\n/);
		assert.equal(edited(conf), conf);
	});

	describe('take nothing from a running peer that this network does not know', () => {
		const left = (prefix: string, of: string): string =>
			`${prefix} of ${of} was not set: the peer ${key(9)}, which your router does not know, has it. If that peer is old, remove it first.\n`;

		it('a LAN, which its home does without, and a VPN address, whose device is not told', () => {
			const running = `${key(3)}\t192.168.151.3/32\n${key(9)}\t192.168.4.0/24 192.168.151.5/32\n`;
			const { said, now } = ran(INTERFACE, [], running);
			assert.equal(said, left('192.168.4.0/24', 'Home B') + left('192.168.151.5/32', 'iPhone'));
			assert.match(now, /\[Peer\] # Home B\n.*\nAllowedIPs = 192\.168\.151\.3\/32\n/);
			assert.ok(now.includes(key(4)) && !now.includes(key(5)), now);
			assert.deepEqual(ran(now, [], running), { said, now });
		});

		it('unless it is to be forgotten', () => {
			const { said, now } = ran(INTERFACE, [key(9)], `${key(9)}\t192.168.4.0/24\n`);
			assert.equal(said, '');
			assert.equal(now, edited(INTERFACE));
		});

		it('whatever peers of ours and wider networks there are', () => {
			const running = `${homeKey}\t(none)\n${key(3)}\t192.168.2.0/24\n${key(9)}\t192.168.0.0/16\n`;
			assert.deepEqual(ran(INTERFACE, [], running), { said: '', now: edited(INTERFACE) });
		});
	});

	it('are told in a shell of its own, so that a terminal into which the script is pasted stays', () => {
		const script = `${sync_script(program, members(), 'no-such-hub', [])}printf '%s %s' "$?" "$-"\n`;
		const { stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8' });
		assert.match(stdout, /^1 (?!.*e)/);
	});
});

function codes(findings: Finding[]): string[] {
	return findings.map(({ code, values }) =>
		`${code} ${[values['name'], values['value']].find((one) => typeof one === 'string') ?? ''}`.trim()
	);
}

describe('what the hub shows', () => {
	const LOOK = [
		`hub ${hubKey} 24356`,
		`running ${homeKey} 192.168.2.0/24,192.168.151.2/32`,
		`running ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
		`running ${key(4)} 192.168.151.4/32`,
		`running ${key(5)} 192.168.151.5/32`,
		`written ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
		`written ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
		`written ${key(4)} 192.168.151.4/32`,
		`written ${key(5)} 192.168.151.5/32`,
		'route 192.168.151.0/24',
		'route 192.168.2.0/24',
		'route 192.168.4.0/24',
		'forwarding 1',
	];
	const compared = (lines: string[]): string[] =>
		codes(compare_hub(knownNetwork(), members(), lines.join('\r\n')));
	const without = (...starts: string[]): string[] =>
		LOOK.filter((line) => !starts.some((start) => line.startsWith(start)));

	it('is as it should be when everybody is there', () => {
		assert.deepEqual(compared(LOOK), []);
	});

	const cases: [string, string[], string[]][] = [
		['a peer that does not run', without(`running ${key(5)}`), ['hub-missing iPhone']],
		['a peer that a restart forgets', without(`written ${key(3)}`), ['hub-missing-file Home B']],
		['a LAN without a route', without('route 192.168.4'), ['hub-no-route Home B']],
		[
			'a LAN that is not allowed',
			[...without(`running ${key(3)}`), `running ${key(3)} 192.168.151.3/32`],
			['hub-differs Home B'],
		],
		[
			'a peer that may send nothing',
			[...without(`running ${key(3)}`), `running ${key(3)} (none)`],
			['hub-silent Home B'],
		],
		['a stranger', [...LOOK, `running ${key(9)} 10.0.0.1/32`], [`hub-extra ${key(9)}`]],
		['forwarding that is off', [...without('forwarding'), 'forwarding 0'], ['hub-stops']],
		['another server', [`hub ${key(8)} 51820`, ...without('hub')], [`hub-other ${key(8)}`]],
		['something else', ['bash: wg: command not found'], ['not-look']],
	];
	for (const [what, lines, expected] of cases) {
		it(`tells of ${what}`, () => {
			assert.deepEqual(compared(lines), expected);
		});
	}

	/** The members as they would be with these changes, by name. */
	const changed = (changes: Record<string, Partial<HubMember>>): HubMember[] =>
		members().map((member) => ({ ...member, ...changes[member.name] }));
	const found = (changes: Record<string, Partial<HubMember>>, lines = LOOK): Finding[] =>
		compare_hub(knownNetwork(), changed(changes), lines.join('\n'));
	const valuesOf = (findings: Finding[], ...names: string[]): unknown[][] =>
		findings.map(({ values }) => names.map((name) => values[name] ?? ''));

	it('tells of a home and of a device whose keys the hub knows and this router does not', () => {
		const told = found({ 'Home B': { public_key: '', address: '' }, iPhone: { public_key: '' } });
		assert.deepEqual(codes(told), ['hub-knows Home B', 'hub-knows iPhone']);
		assert.deepEqual(valuesOf(told, 'value', 'address', 'kind'), [
			[key(3), '192.168.151.3', 'site'],
			[key(5), '192.168.151.5', 'device'],
		]);
		assert.deepEqual(
			told.map((one) => said(one).shell),
			[
				`wgspoke invite 'Home B' --public-key ${key(3)} --address 192.168.151.3`,
				`wgspoke device key 'iPhone' --public-key ${key(5)}`,
			]
		);
	});

	it('tells no address of a home that the hub sends only its LAN', () => {
		const lines = [...without(`running ${key(3)}`), `running ${key(3)} 192.168.4.0/24`];
		const told = found({ 'Home B': { public_key: '' } }, lines);
		assert.deepEqual(valuesOf(told, 'address', 'kind'), [['', 'site']]);
		assert.match(told[0] ? said(told[0]).shell : '', /--public-key [^ ]+$/);
	});

	it('does not take a home for a stranger whose key is known and whose address is not', () => {
		assert.deepEqual(found({ 'Home B': { address: '' } }), []);
	});

	it('tells of another key for a home and a device, once each and with what to do about it', () => {
		const told = found({ 'Home B': { public_key: key(8) }, iPhone: { public_key: key(7) } });
		assert.deepEqual(codes(told), ['hub-rekeyed Home B', 'hub-rekeyed iPhone']);
		assert.deepEqual(valuesOf(told, 'value', 'address', 'kind'), [
			[key(3), '192.168.151.3', 'site'],
			[key(5), '192.168.151.5', 'device'],
		]);
		assert.match(
			told[0] ? said(told[0]).shell : '',
			/wgspoke invite 'Home B' --public-key .* --address 192/
		);
		assert.match(
			told[1] ? said(told[1]).shell : '',
			/wgspoke device key 'iPhone' --public-key [^ ]+$/
		);
	});

	it('has the hub forget another key for this home, which cannot be invited', () => {
		const told = found({ 'Home A': { public_key: key(8) } });
		assert.deepEqual(codes(told), ['hub-rekeyed-here Home A']);
		assert.equal(told[0] && said(told[0]).shell, `wgspoke hub --sync --gone ${homeKey}`);
	});

	it('knows the key of a home that another key has a part of', () => {
		const told = found({}, [...LOOK, `written ${key(9)} 192.168.4.0/24`]);
		assert.deepEqual(codes(told), [`hub-extra ${key(9)}`]);
	});

	it('tells the VPN address of a stranger that has nothing else, who may be a device', () => {
		const strangers = ['192.168.151.9/32', '10.0.0.1/32', '192.168.151.8/32,10.1.0.0/16', '(none)'];
		for (const [i, allowed] of strangers.entries()) {
			const told = found({}, [...LOOK, `running ${key(9)} ${allowed}`]);
			assert.deepEqual(codes(told), [`hub-extra ${key(9)}`]);
			assert.deepEqual(valuesOf(told, 'address'), [[i === 0 ? '192.168.151.9' : '']]);
		}
	});

	it('says of a stranger that has no network just that', () => {
		const [told] = found({}, [...LOOK, `running ${key(9)} (none)`]);
		assert.match(told ? said(told).message : '', /, with no network\.$/);
	});

	it('tells who could not be compared, because nothing at the hub looks like it', () => {
		const told = found(
			{
				'Home B': { public_key: '', address: '', lan: ['10.4.0.0/16'] },
				iPhone: { public_key: '' },
			},
			without(`running ${key(5)}`, `written ${key(5)}`, `running ${key(3)}`, `written ${key(3)}`)
		);
		assert.deepEqual(codes(told), ['hub-uncompared Home B, iPhone']);
		assert.equal(told[0]?.severity, 'info');
	});

	it('tells of a home that has joined anew while the hub still lists its old key, empty', () => {
		const lines = [
			...LOOK.filter((line) => !line.includes(key(3))),
			`running ${key(3)} (none)`,
			`written ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
			`running ${key(8)} 192.168.151.3/32,192.168.4.0/24`,
		];
		const found = compare_hub(knownNetwork(), members(), lines.join('\n'));
		assert.deepEqual(codes(found), ['hub-rekeyed Home B']);
		assert.equal(found[0]?.values.value, key(8));
	});

	it('is told in sentences with the networks in question', () => {
		const lines = [...without(`running ${key(3)}`), `running ${key(3)} 192.168.151.3/32`];
		assert.deepEqual(
			compare_hub(knownNetwork(), members(), lines.join('\n')).map((one) => said(one).message),
			['The hub has 192.168.151.3/32 for Home B instead of 192.168.151.3/32, 192.168.4.0/24.']
		);
	});
});

describe('the command that looks at the hub', () => {
	it('shows neither the private key nor a preshared key', () => {
		const dump = [
			['PRIVATE', hubKey, '24356', 'off'],
			[
				homeKey,
				'PRESHARED',
				'198.51.100.2:40000',
				'192.168.151.2/32,192.168.2.0/24',
				'1',
				'2',
				'3',
				'25',
			],
			[key(5), '(none)', '(none)', '192.168.151.5/32', '0', '0', '0', 'off'],
		]
			.map((fields) => fields.join('\t'))
			.join('\n');
		const wg = `wg() { printf '%s\\n' '${dump}'; }\n`;
		const look = look_command(program, 'no-such-hub');
		const { stdout } = spawnSync('sh', [], { input: wg + look, encoding: 'utf8' });
		const of = /^(?:hub|running|seen|wireguard) /;
		assert.deepEqual(
			stdout.split('\n').filter((line) => of.test(line)),
			[
				`hub ${hubKey} 24356`,
				`running ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
				`seen ${homeKey} 198.51.100.2:40000 1 2 3`,
				`running ${key(5)} 192.168.151.5/32`,
				`seen ${key(5)} - 0 0 0`,
			]
		);
		assert.doesNotMatch(stdout, /PRIVATE|PRESHARED/);
	});
});
