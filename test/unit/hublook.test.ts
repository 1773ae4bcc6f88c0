// What does `look` say of a hub: who its owner's comments name, which ports lead to it, what its firewalls let through?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { look_command } from '../../root/usr/share/ucode/wgspoke/hub/program.ts';
import { homeKey, hubKey, key, seedNetwork } from './seed.ts';

const look = look_command(readFileSync('root/usr/share/wgspoke/hub.sh', 'utf8'), 'wg0');
const functions = look.slice(0, look.indexOf('  case $task in')).replace('main() (', '');

/** Each of them with an awk of its own: what Debian and Ubuntu have, and the smallest. */
const SHELLS: [shell: string[], awk: string][] = [
	[['dash'], 'mawk'],
	[['bash', '--posix'], 'mawk'],
	[['busybox', 'ash'], 'busybox awk'],
];

/** What a part of `look` prints, the same in every shell. */
function printed(call: string, programs: Record<string, string>, conf = ''): string {
	const answers = Object.entries(programs).map(
		([name, text]) => `${name}() { cat << 'ANSWER'\n${text}\nANSWER\n}\n`
	);
	const told = SHELLS.map(([[shell = '', ...first], awk]) => {
		const input = `${functions}
${answers.join('')}
awk() { command ${awk} "$@"; }
export LC_ALL=C
conf=/dev/fd/3
${call} 3<< 'CONF'
${conf}
CONF
`;
		const ended = spawnSync(shell, first, { input, encoding: 'utf8' });
		assert.equal(ended.stderr, '', shell);
		return ended.stdout;
	});
	assert.deepEqual(new Set(told).size, 1, told.join('\n'));
	return told[0] ?? '';
}

describe('the names in wg0.conf', () => {
	const one = `[Peer]\nPublicKey = ${homeKey}\nAllowedIPs = 10.0.0.2/32\n`;
	const names = (conf: string): (string | undefined)[] =>
		printed('list_written', {}, conf)
			.split('\n')
			.filter((line) => line.startsWith('name '))
			.map((line) => line.slice(`name ${homeKey} `.length));
	const secret = key(7);

	const cases: [maker: string, conf: string, found: string[]][] = [
		[
			'the seed: behind the header',
			one.replace(']', '] # 家庭网络A的路由器'),
			['家庭网络A的路由器'],
		],
		['a hand: above the header', `# Omas Haus\n${one}`, ['Omas Haus']],
		['a hand: below the header', one.replace(']', ']\n# Дача у моря'), ['Дача у моря']],
		['a hand: behind the key', one.replace(homeKey, `${homeKey} # بيت`), ['بيت']],
		['a hand: behind the networks', one.replace('10.0.0.2/32', '10.0.0.2/32 # home'), []],
		['a hand, with CRLF', `# Home A\n${one}`.replaceAll('\n', '\r\n'), ['Home A']],
		['wg-easy', `# Client: iPhone (0c9a41f2-7d3c-4c3e-9a51-0d8a4d1b6f7e)\n${one}`, ['iPhone']],
		['pivpn', `### begin iPhone ###\n${one}### end iPhone ###\n`, ['iPhone']],
		['wireguard-install', `### Client iPhone\n${one}`, ['iPhone']],
		['another wireguard-install', `# BEGIN_PEER iPhone\n${one}# END_PEER iPhone\n`, ['iPhone']],
		['an exporter', one.replace(']', ']\n# friendly_name = NAS'), ['NAS']],
		[
			'wireguard-ui',
			`# ID:           c1a2\n# Name:         iPhone\n# Email:        a@b.c\n# Update at:    2024\n${one}`,
			['iPhone'],
		],
		['the end of the block before', `### end MacBook ###\n${one}`, []],
		['a remark with a line between', `# the phones\n\n${one}`, []],
		['a setting that is off', one.replace(']', `]\n#PresharedKey = ${secret}`), []],
		['a key in a remark', `# ${secret}\n${one}`, []],
		['a key in a remark, cut', `# key ${secret.slice(0, 43)}\n${one}`, []],
		['a name of 300 characters', `# ${'x '.repeat(150)}\n${one}`, []],
		['nothing', one, []],
		[
			'a command',
			`# $(touch /stolen) \`id\` ; "x" 'y'\n${one}`,
			['$(touch /stolen) `id` ; "x" \'y\''],
		],
	];
	for (const [maker, conf, found] of cases) {
		it(`are found as they are: ${maker}`, () => {
			assert.deepEqual(names(`[Interface]\n# mine\nPrivateKey = ${secret}\n\n${conf}`), found);
		});
	}

	it('go to the peer that they stand at, one after the other', () => {
		const peer = (of: string): string => one.replace(homeKey, of);
		const conf = `### begin A ###\n${peer(key(2))}### end A ###\n### begin B ###\n${peer(key(3))}### end B ###\n${peer(key(4))}`;
		const lines = printed('list_written', {}, conf).trim().split('\n');
		assert.deepEqual(lines, [
			`written ${key(2)} 10.0.0.2/32`,
			`name ${key(2)} A`,
			`written ${key(3)} 10.0.0.2/32`,
			`name ${key(3)} B`,
			`written ${key(4)} 10.0.0.2/32`,
		]);
	});

	it('have who asked for the peer beside them, where a home did, and take no name for it', () => {
		const asked = one.replace(']', `] # Cabin\n# added by ${key(3)}`);
		const told = (conf: string): string[] => printed('list_written', {}, conf).trim().split('\n');
		assert.deepEqual(told(asked), [
			`written ${homeKey} 10.0.0.2/32`,
			`name ${homeKey} Cabin`,
			`added ${homeKey} ${key(3)}`,
		]);
		for (const other of [key(3).slice(1), `${key(3)} and more`, 'Home B', '$(reboot)='])
			assert.ok(
				!told(asked.replace(key(3), other))
					.join()
					.includes('added '),
				other
			);
	});

	it('tell no secret, whatever stands there', () => {
		const conf = `[Interface]\nPrivateKey = ${secret} # ${secret}\n# ${secret}\n[Peer] # psk ${secret}\nPublicKey = ${homeKey} # ${secret}\nPresharedKey = ${secret}\nAllowedIPs = 10.0.0.2/32, 10.2.0.0/16`;
		const told = printed('list_written', {}, conf);
		assert.equal(told, `written ${homeKey} 10.0.0.2/32,10.2.0.0/16\n`);
	});
});

describe('further ports of the hub', () => {
	const doors = (iptables: string, nft: string): string =>
		printed('list_doors 24356', { iptables, nft }).trim().replaceAll('\n', ' ');

	it('are told by iptables and by nft, of every age', () => {
		const rule = '-A PREROUTING ! -i wg0 -p udp -m udp --dport 4500 -j REDIRECT --to-ports 24356';
		assert.equal(doors(`-P PREROUTING ACCEPT\n${rule}`, ''), 'port 4500');
		assert.equal(doors('', 'iifname != "wg0" udp dport 443 redirect to :24356'), 'port 443');
		assert.equal(
			doors('', 'udp dport { 443, 4500 } counter packets 0 bytes 0 redirect to :24356'),
			'port 443 port 4500'
		);
		assert.equal(doors(rule, 'udp dport 4500 redirect to :24356'), 'port 4500');
	});

	it('are none where the rule is for something else', () => {
		assert.equal(doors('-A PREROUTING -p tcp --dport 443 -j REDIRECT --to-ports 24356', ''), '');
		assert.equal(doors('-A PREROUTING -p udp --dport 53 -j REDIRECT --to-ports 5353', ''), '');
		assert.equal(doors('', 'udp dport 443 redirect to :243561'), '');
	});
});

describe('a packet from the tunnel into the tunnel', () => {
	const judged = (iptables: string, nft: string): string =>
		printed('judge_forwarding', { iptables, nft }).trim();
	const inet = (policy: string, ...rules: string[]): string =>
		`table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\tiifname "wg0" accept\n\t}\n\tchain vpn {\n\t\toifname "wg*" accept\n\t}\n\tchain forward {\n\t\ttype filter hook forward priority filter; policy ${policy};\n${rules.map((rule) => `\t\t${rule}\n`).join('')}\t}\n}`;
	const old = 'ct state vmap { established : accept, related : accept, invalid : drop }';
	const docker = `-P FORWARD DROP
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-FORWARD
-A DOCKER-USER -j RETURN
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -i docker0 -j ACCEPT
-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`;
	const ufw = `-P FORWARD DROP
-A FORWARD -j ufw-before-logging-forward
-A FORWARD -j ufw-before-forward
-A FORWARD -j ufw-after-logging-forward
-A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-forward -p icmp -m icmp --icmp-type 8 -j ACCEPT
-A ufw-before-forward -j ufw-user-forward
-A ufw-after-logging-forward -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "`;

	const cases: [what: string, iptables: string, nft: string, verdict: string][] = [
		['no firewall', '-P FORWARD ACCEPT', '', 'forward accept all'],
		['a policy', '-P FORWARD DROP', '', 'forward drop iptables FORWARD'],
		['our rule', '-P FORWARD DROP\n-A FORWARD -i wg0 -o wg0 -j ACCEPT', '', 'forward accept all'],
		[
			"the seed's rules",
			'-P FORWARD DROP\n-A FORWARD -i wg0 -j ACCEPT\n-A FORWARD -o wg0 -j ACCEPT',
			'',
			'forward accept all',
		],
		[
			'rules of another device',
			'-P FORWARD DROP\n-A FORWARD -i eth0 -j ACCEPT\n-A FORWARD ! -i wg+ -j ACCEPT',
			'',
			'forward drop iptables FORWARD',
		],
		['Docker', docker, '', 'forward drop iptables FORWARD'],
		['ufw', ufw, '', 'forward drop iptables FORWARD'],
		[
			'ufw with a route',
			`${ufw}\n-A ufw-user-forward -i wg0 -o wg0 -j ACCEPT`,
			'',
			'forward accept all',
		],
		[
			'a reject, whose remark says otherwise',
			'-P FORWARD ACCEPT\n-A FORWARD -m comment --comment "-j ACCEPT" -j REJECT --reject-with icmp-port-unreachable',
			'',
			'forward drop iptables FORWARD',
		],
		[
			'a rule for some addresses',
			'-P FORWARD DROP\n-A FORWARD -s 192.168.151.0/24 -j ACCEPT',
			'',
			'',
		],
		[
			'the same where all may pass',
			'-P FORWARD ACCEPT\n-A FORWARD -s 192.168.151.0/24 -j ACCEPT',
			'',
			'forward accept all',
		],
		[
			'rules that lead in a circle',
			'-P FORWARD DROP\n-A FORWARD -j a\n-A a -j b\n-A b -j a',
			'',
			'',
		],
		['nft', '', inet('drop', old), 'forward drop nft inet filter forward'],
		[
			'nft with our rule',
			'',
			inet(
				'drop',
				old,
				'iifname "wg0" oifname "wg0" counter packets 1 bytes 60 accept comment "wgspoke"'
			),
			'forward accept all',
		],
		[
			'nft with a chain',
			'',
			inet('drop', 'iifname { "lo", "wg0" } jump vpn', 'log prefix "accept: " drop'),
			'forward accept all',
		],
		[
			'nft that rejects',
			'-P FORWARD ACCEPT',
			inet('accept', 'reject with icmpx admin-prohibited'),
			'forward drop nft inet filter forward',
		],
		[
			'iptables that runs on nft, once',
			'-P FORWARD ACCEPT',
			'table ip filter {\n\tchain FORWARD {\n\t\ttype filter hook forward priority filter; policy drop;\n\t}\n}',
			'forward accept all',
		],
		['nothing that could be asked', '', '', ''],
	];
	for (const [what, iptables, nft, verdict] of cases) {
		it(`passes or not: ${what}`, () => {
			assert.equal(judged(iptables, nft), verdict);
		});
	}
});

describe('what is pasted from the hub', () => {
	it('of the second edition is compared as that of the first was', () => {
		const network = seedNetwork();
		const members = hub_members(network, homeKey);
		const first = `hub ${hubKey} 24356\nrunning ${homeKey} 192.168.151.2/32,192.168.2.0/24\nwritten ${homeKey} 192.168.151.2/32,192.168.2.0/24\nroute 192.168.2.0/24\nforwarding 1`;
		const second = `wgspoke 2\nnow 1764229500\n${first}
interface wg0 192.168.151.1/24
seen ${homeKey} 198.51.100.2:40000 1764229490 2 3
name ${homeKey} running ${key(9)} 10.9.0.0/16
forwarding6 0
forward accept all
public 203.0.113.1
port 4500
answers yes
system debian 13
kernel 6.12.0
wireguard 1.0.20250521
end`;
		const told = compare_hub(network, members, second);
		assert.deepEqual(told, compare_hub(network, members, first));
		assert.ok(told.length > 0);
	});
});
