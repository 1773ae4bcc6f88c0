// Are routers understood that are not fresh from the box: what netifd, the kernel and `ps` tell there, and what comes of it?
import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { Router } from './router.ts';
import { TUNNEL } from './router.ts';
import { withLab } from './suite.ts';

const HOST_B = '192.168.4.100';
const HUB_NAME = 'hub.example.org';

async function uci(router: Router, ...lines: string[]): Promise<void> {
	const edited = await router.gateway.exec(['uci', 'batch'], { stdin: `${lines.join('\n')}\n` });
	assert.equal(edited.code, 0, edited.stderr);
	await router.gateway.ubus('network', 'reload', {});
	await router.gateway.exec(['/etc/init.d/firewall', 'reload']);
}

const sh = (router: Router, script: string): Promise<string> =>
	must(router.gateway, ['sh', '-c', script]);

/** What is said, errors and warnings first, without what the lab's own addresses are good for. */
const told = (findings: Finding[]): string[] =>
	findings.map(({ severity, code, about }) => `${severity} ${code} ${about}`.trim());

/** Waits until the router has it so. */
const untilSaid = (router: Router, what: string, ask: () => Promise<Finding[]>, line: string) =>
	waitFor(
		async () => {
			const findings = await ask();
			return told(findings).includes(line) ? findings : null;
		},
		{ what: `${what} on ${router.gateway.name}`, deadline: 20_000, every: 300 }
	);

const mtuOf = async (router: Router): Promise<string> =>
	/ mtu (\d+)/.exec(await sh(router, `ip link show ${TUNNEL}`))?.[1] ?? '';

describe('a router that is not fresh from the box', () => {
	const suite = withLab('each test');

	const plan = async (lan: string, ...more: string[]): Promise<Finding[]> => {
		const { a } = suite;
		const args = ['-', '--name', 'A', '--site', `B=${lan}`, ...more];
		return (await a.json('plan', args, a.home.conf)).reply.findings;
	};

	it('reaches its own LAN and the other home through one network that holds both (06)', async () => {
		const { a, b } = suite;
		await b.join();
		const wide = ['--name', 'A', '--site', 'B=192.168.0.0/16@192.168.151.3'];
		const { code, stdout, stderr } = await a.command(['join', '-', ...wide], a.home.conf);
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, /info stays-here/);
		await a.waitForPing(HOST_B);
		await a.waitForPing('192.168.2.1');
		assert.match(await sh(a, 'ip route get 192.168.2.100'), / dev (br-lan|eth0)/);
		assert.match(await sh(a, 'ip route get 192.168.77.7'), new RegExp(` dev ${TUNNEL} `));
	});

	it('offers the phones that call it, and does not share them unasked (19)', async () => {
		const { a } = suite;
		const key = await sh(a, 'wg genkey');
		await uci(
			a,
			'set network.wg0=interface',
			'set network.wg0.proto=wireguard',
			`set network.wg0.private_key=${key.trim()}`,
			'set network.wg0.listen_port=51820',
			'add_list network.wg0.addresses=192.168.9.1/24',
			'commit network'
		);
		const zones = await sh(a, 'uci show firewall | sed -n "s/^\\(.*\\)\\.name=\'lan\'$/\\1/p"');
		await uci(a, `add_list ${zones.trim()}.network=wg0`, 'commit firewall');
		const offered = await waitFor(
			async () => {
				const { lans } = await a.ask('read', { text: a.home.conf });
				return lans.find(({ prefix }) => prefix === '192.168.9.0/24') ?? null;
			},
			{ what: 'netifd to bring up wg0', deadline: 20_000 }
		);
		assert.deepEqual([offered.zone, offered.preselected], ['lan', false]);
		const { network } = await a.ask('read', { text: a.home.conf });
		assert.deepEqual(network.sites.find(({ local }) => local)?.lan, ['192.168.2.0/24']);
		const found = await plan('192.168.9.0/24');
		assert.ok(told(found).includes('error own-network site.B.lan'), told(found).join());
	});

	it('keeps a network of its own that is not up just now, whose device is not there: it is told, and not joined past (17)', async () => {
		const { a } = suite;
		await uci(
			a,
			'set network.clientes=interface',
			'set network.clientes.proto=static',
			'set network.clientes.device=eth9.40',
			'set network.clientes.ipaddr=192.168.40.1',
			'set network.clientes.netmask=255.255.255.0',
			'commit network',
			'add firewall zone',
			'set firewall.@zone[-1].name=clientes',
			'add_list firewall.@zone[-1].network=clientes',
			'set firewall.@zone[-1].input=REJECT',
			'commit firewall'
		);
		const line = 'error own-network site.B.lan';
		const found = await untilSaid(a, 'its own network', () => plan('192.168.40.0/24'), line);
		const own = found.find(({ code }) => code === 'own-network');
		assert.equal(JSON.stringify(own?.values['place']).includes('clientes'), true);
		const other = ['--name', 'A', '--site', 'B=192.168.40.0/24'];
		assert.equal((await a.command(['join', '-', ...other], a.home.conf)).code, 1);
		// Switched off it is none any more.
		await uci(a, 'set network.clientes.disabled=1', 'commit network');
		assert.ok(!told(await plan('192.168.40.0/24')).includes(line));
	});

	it('reaches the other home by IPv6 as well, where both have some of their own: packets, home to home (28)', async () => {
		const { a, b, lab } = suite;
		const homes = [
			{ router: a, name: 'A', own: 'fd28:0:0:a::', other: 'fd28:0:0:b::' },
			{ router: b, name: 'B', own: 'fd28:0:0:b::', other: 'fd28:0:0:a::' },
		];
		const atHost = (router: Router, what: string): Promise<string> =>
			must(router.home.host, ['sh', '-c', what]);
		try {
			for (const { router, own } of homes) {
				await uci(router, `add_list network.lan.ip6addr=${own}1/64`, 'commit network');
				await atHost(
					router,
					`ip -6 address add ${own}100/64 dev eth0 nodad; ip -6 route replace default via ${own}1`
				);
			}
			await must(lab.hub, ['sysctl', '-qw', 'net.ipv6.conf.all.forwarding=1']);
			for (const { router, name, own, other } of homes) {
				const conf = router.home.conf.replace(/^AllowedIPs = .*/m, `$&, ${other}/64`);
				const lanOf = async (): Promise<string[]> => {
					const { network } = await router.ask('read', { text: conf });
					return network.sites.find(({ local }) => local)?.lan ?? [];
				};
				await waitFor(async () => ((await lanOf()).includes(`${own}/64`) ? true : null), {
					what: `netifd of ${router.gateway.name} to know its IPv6 network`,
					deadline: 20_000,
				});
				const joined = await router.command(['join', '-', '--name', name], conf);
				assert.equal(joined.code, 0, joined.stdout + joined.stderr);
				assert.match(joined.stdout, /info ipv6-shared/);
				// What the router prints for the hub is all that it has to be told.
				const { live } = (await router.json('hub', [])).reply;
				assert.ok(live.includes(`ip -6 route replace ${own}/64 dev wg0`), live.join());
				for (const command of live) await must(lab.hub, ['sh', '-c', command]);
			}
			for (const { router, other } of homes) {
				const ping = ['ping', '-6', '-c', '1', '-W', '1', `${other}100`];
				await waitFor(async () => ((await router.home.host.exec(ping)).code === 0 ? true : null), {
					what: `a device of ${router.gateway.name} to reach the other home by IPv6`,
					deadline: 20_000,
				});
				const way = await sh(router, `ip -6 route get ${other}100`);
				assert.match(way, new RegExp(` dev ${TUNNEL} `));
				await router.waitForPing(router === a ? HOST_B : '192.168.2.100');
			}
		} finally {
			for (const { router, own } of homes) {
				await atHost(router, `ip -6 address del ${own}100/64 dev eth0`).catch(() => '');
				await uci(router, `del_list network.lan.ip6addr=${own}1/64`, 'commit network');
			}
			await lab.hub.restart();
		}
	});

	it('works without any firewall zone, and says so (24b)', async () => {
		const { a, b } = suite;
		await b.join();
		const open = ['input', 'output', 'forward'].map((what) => `\toption ${what} 'ACCEPT'\n`);
		const firewall = `\nconfig defaults\n${open.join('')}\n`;
		await a.gateway.writeFile('/etc/config/firewall', firewall);
		await sh(a, '/etc/init.d/firewall reload');
		const { code, stdout, stderr } = await a.command(['join', '-', ...a.options], a.home.conf);
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, /info no-firewall/);
		assert.match(stdout, /the firewall here has no zones/);
		assert.equal((await a.gateway.readFile('/etc/config/firewall'))?.toString(), firewall);
		await a.waitForPing(HOST_B);
		await b.waitForPing('192.168.2.100');
		assert.equal((await a.command(['leave'])).code, 0);
		assert.equal((await a.gateway.readFile('/etc/config/firewall'))?.toString(), firewall);
	});

	it('in a wide network of its provider is warned, joins, and keeps its way to the hub (26)', async () => {
		const { a } = suite;
		await sh(a, 'ip address add 10.37.4.201/8 dev eth1');
		try {
			// netifd does not know the address: what the kernel routes is enough.
			const { code, stdout, stderr } = await a.command(
				['join', '-', '--name', 'A', '--site', 'B=10.66.0.0/24'],
				a.home.conf
			);
			assert.equal(code, 0, stdout + stderr);
			assert.match(stdout, /warning (route-taken|wan-overlap)/);
			assert.match(await sh(a, 'ip route get 10.66.0.5'), new RegExp(` dev ${TUNNEL} `));
			assert.match(await sh(a, 'ip route get 10.37.4.1'), / dev eth1 /);
			const status = await a.status();
			assert.equal(status.stage, 'answers');
		} finally {
			await sh(a, 'ip address delete 10.37.4.201/8 dev eth1');
		}
	});

	it('with Docker keeps its containers’ network, and sends the rest of the range to the other home (27)', async () => {
		const { a } = suite;
		await sh(
			a,
			'ip link add docker0 type bridge && ip address add 172.17.0.1/16 dev docker0 && ip link set docker0 up'
		);
		try {
			const { code, stdout, stderr } = await a.command(
				['join', '-', '--name', 'A', '--site', 'B=172.16.0.0/12'],
				a.home.conf
			);
			assert.equal(code, 0, stdout + stderr);
			assert.match(await sh(a, 'ip route get 172.17.0.9'), / dev docker0 /);
			assert.match(await sh(a, 'ip route get 172.20.0.9'), new RegExp(` dev ${TUNNEL} `));
		} finally {
			await sh(a, 'ip link delete docker0');
		}
	});

	it('on a narrow internet connection makes a tunnel that fits through it, and tells the sum (30)', async () => {
		const { a, b } = suite;
		await b.join();
		await sh(a, 'ip link set eth1 mtu 1452');
		try {
			const { code, stdout, stderr } = await a.command(['join', '-', ...a.options], a.home.conf);
			assert.equal(code, 0, stdout + stderr);
			assert.match(
				stdout,
				/the MTU of the tunnel to 1392: 1452 bytes .* less 60 for WireGuard over IPv4/
			);
			assert.equal(await mtuOf(a), '1392');
			await a.waitForPing(HOST_B);
			// As large as fits: 1392, less 28 for the ping's own headers.
			const ping = ['ping', '-c', '1', '-W', '2', '-s', '1364', '192.168.151.3'];
			assert.equal((await a.gateway.exec(ping)).code, 0);
			assert.deepEqual((await a.status()).drift, []);
		} finally {
			await sh(a, 'ip link set eth1 mtu 1500');
		}
	});

	it('with a proxy that makes up addresses is told which program that is, on the page as well (41)', async () => {
		const { a, lab } = suite;
		const names = await lab.nameServer({ [HUB_NAME]: '198.18.0.116' });
		names.set(HUB_NAME, '198.18.0.116');
		const conf = a.home.conf.replace(/^Endpoint = .*:/m, `Endpoint = ${HUB_NAME}:`);
		assert.notEqual(conf, a.home.conf);
		await sh(a, 'cp "$(readlink -f "$(command -v sleep)")" /tmp/CrashCore');
		const program = a.gateway.exec(['sh', '-c', 'cd /tmp && exec ./CrashCore 600']);
		try {
			const ask = async (): Promise<Finding[]> =>
				(await a.json('plan', ['-', ...a.options], conf)).reply.findings;
			const line = 'warning hub-fake hub.endpoint_host';
			const found = await untilSaid(a, 'the made-up address to be told', ask, line);
			assert.ok(
				told(found).every((one) => !one.startsWith('error')),
				told(found).join()
			);
			const paste = await a.paste(conf);
			const { network } = await a.ask('read', { text: conf });
			const page = async (): Promise<Finding[]> =>
				(await a.ask('plan', { network, paste })).findings;
			await untilSaid(a, 'the page to be told', page, line);
			names.set(HUB_NAME, null);
			await untilSaid(
				a,
				'a name without address to be told',
				ask,
				'warning hub-unresolved hub.endpoint_host'
			);
		} finally {
			await sh(
				a,
				'for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" = CrashCore ] && kill ${p#/proc/}; done; rm -f /tmp/CrashCore; true'
			);
			await program;
		}
	});
});

describe('a tunnel that was made by hand', () => {
	const suite = withLab('each test');

	/** The seed's tunnel as LuCI's own pages make it, in a zone of its own; up and answering. */
	async function byHand(router: Router): Promise<void> {
		const { lab } = suite;
		await uci(
			router,
			'set network.wg_home=interface',
			'set network.wg_home.proto=wireguard',
			`set network.wg_home.private_key=${lab.keys.homeA.privateKey}`,
			'add_list network.wg_home.addresses=192.168.151.2/24',
			'add network wireguard_wg_home',
			`set network.@wireguard_wg_home[-1].public_key=${lab.keys.hub.publicKey}`,
			'set network.@wireguard_wg_home[-1].endpoint_host=203.0.113.1',
			'set network.@wireguard_wg_home[-1].endpoint_port=24356',
			'set network.@wireguard_wg_home[-1].persistent_keepalive=25',
			'set network.@wireguard_wg_home[-1].route_allowed_ips=1',
			'add_list network.@wireguard_wg_home[-1].allowed_ips=192.168.151.0/24',
			'add_list network.@wireguard_wg_home[-1].allowed_ips=192.168.4.0/24',
			'commit network',
			'add firewall zone',
			'set firewall.@zone[-1].name=vpn',
			'add_list firewall.@zone[-1].network=wg_home',
			'set firewall.@zone[-1].input=ACCEPT',
			'set firewall.@zone[-1].output=ACCEPT',
			'set firewall.@zone[-1].forward=ACCEPT',
			'add firewall forwarding',
			'set firewall.@forwarding[-1].src=lan',
			'set firewall.@forwarding[-1].dest=vpn',
			'add firewall forwarding',
			'set firewall.@forwarding[-1].src=vpn',
			'set firewall.@forwarding[-1].dest=lan',
			'commit firewall'
		);
		await waitFor(
			async () => (await router.gateway.exec(['ip', 'link', 'show', 'wg_home'])).code === 0,
			{ what: 'wg_home to come up', deadline: 20_000 }
		);
		await sh(router, '/etc/init.d/firewall reload');
		await router.waitForPing(HOST_B);
	}

	it('is known for what it is, and nothing is joined beside it (20)', async () => {
		const { a, b } = suite;
		await b.join();
		await byHand(a);
		const before = await a.files();
		const { code, reply } = await a.json('join', ['-', ...a.options], a.home.conf);
		assert.equal(code, 1);
		assert.deepEqual(told(reply.findings), ['error same-tunnel private_key']);
		assert.deepEqual(await a.changedFiles(before), []);
		const read = await a.ask('read', { text: a.home.conf });
		assert.deepEqual(
			read.findings
				.filter(({ code: one }) => one === 'same-tunnel')
				.map(({ values }) => values['value']),
			['wg_home']
		);
		assert.ok(read.lans.every(({ prefix }) => prefix !== '192.168.151.0/24'));
	});

	it('is taken over while devices talk through it: nobody waits longer than 3 s (20)', async () => {
		const { a, b } = suite;
		await b.join();
		await byHand(a);
		// For 25 seconds; with -w it would end with the first "unreachable".
		const talk = a.home.host.exec(['ping', '-D', '-i', '0.2', '-c', '125', '-W', '1', HOST_B]);
		const joined = await a.command(
			['join', '-', ...a.options, '--take-over', 'wg_home'],
			a.home.conf
		);
		assert.equal(joined.code, 0, joined.stdout + joined.stderr);
		const { stdout } = await talk;
		const moments = [...stdout.matchAll(/^\[(\d+\.\d+)\] \d+ bytes from/gm)].map((one) =>
			Number(one[1])
		);
		assert.ok(moments.length > 60, stdout);
		const gaps = moments.slice(1).map((moment, place) => moment - (moments[place] ?? 0));
		const longest = Math.max(...gaps);
		console.log(`      longest silence ${longest.toFixed(2)} s of ${moments.length} answers`);
		assert.ok(longest <= 3, `${longest} s`);

		assert.notEqual((await a.gateway.exec(['ip', 'link', 'show', 'wg_home'])).code, 0);
		const config = await sh(a, 'uci show network; uci show firewall');
		assert.doesNotMatch(config, /wg_home|'vpn'/);
		const status = await a.status();
		assert.equal(status.public_key, suite.lab.keys.homeA.publicKey);
		assert.deepEqual(status.drift, []);
		assert.deepEqual(
			status.findings.filter(({ severity }) => severity === 'error'),
			[]
		);
		await b.waitForPing('192.168.2.100');
	});

	it('says itself what it is: no text is needed to take it over, over ubus neither its key (20)', async () => {
		const { a, b } = suite;
		await b.join();
		await byHand(a);
		const alone = await a.json('plan', ['--take-over', 'wg_home', '--name', 'A']);
		assert.deepEqual(told(alone.reply.findings), []);
		assert.equal(alone.reply.public_key, suite.lab.keys.homeA.publicKey);
		assert.ok(alone.reply.changes.length > 0);

		const keyless = a.home.conf.replace(/^PrivateKey.*\n/m, '');
		const paste = await a.paste(keyless);
		const { network } = await a.ask('read', { text: keyless });
		const page = await a.ask('plan', { network, paste, take_over: 'wg_home' });
		assert.deepEqual(told(page.findings), []);
		assert.equal(page.public_key, suite.lab.keys.homeA.publicKey);
	});

	it('comes back where the hub does not answer ours (20)', async () => {
		const { a, b, lab } = suite;
		await b.join();
		await byHand(a);
		const before = await a.files();
		await lab.hubDown();
		try {
			const args = ['join', '-', ...a.options, '--take-over', 'wg_home', '--timeout', '5'];
			assert.equal((await a.command(args, a.home.conf)).code, 3);
			assert.deepEqual(await a.changedFiles(before), []);
		} finally {
			await lab.hubUp();
		}
		await a.waitForPing(HOST_B);
	});
});
