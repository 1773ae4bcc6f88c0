// A network that does not work, for each reason that people really have: does the doctor name that reason first?
// Every fault is produced in the lab; "with the hub's answer" is what `look` prints at the hub at that moment.
import assert from 'node:assert/strict';
import { HUB_PUBLIC_ADDRESS } from '../../tools/lab/seed.ts';
import { must, type Executor } from '../../tools/lab/space.ts';
import { atPace, waitFor } from '../../tools/lab/wait.ts';
import type { Ladder } from '../../root/usr/share/ucode/wgspoke/doctor/situation.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { message_of } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { withLab, type Suite } from './suite.ts';
import { TUNNEL, type Router } from './router.ts';

/** Two joins, two checks and a look: each has deadlines of its own, this only ends what hangs. */
const FAULT_MS = 300_000;

const HUB_NAME = 'hub.example.org';
const PORT = '24356';

const script = (where: Executor, text: string): Promise<string> =>
	must(where, ['sh', '-e'], { stdin: text });

interface Fault {
	name: string;
	/** The cause named first, from here alone. */
	alone: string;
	/** The same once the hub has told what it knows; left out where that decides nothing. */
	told?: string;
	/** Instead of the configuration that the hub's owner gave. */
	conf?: (conf: string) => string;
	break: (suite: Suite) => Promise<unknown>;
	/** What `break` changed outside both homes' /etc/config. */
	mend?: (suite: Suite) => Promise<unknown>;
	/** The command for the one action, given what it needs; afterwards everything works. */
	cure?: (value: string) => string[];
	/** What `mend` does is what the finding says is to be done: all is well after it. */
	heals?: boolean;
	/** It is so before this home joins, which then never hears the hub; `after`: what happens then. */
	dead?: boolean;
	after?: (suite: Suite) => Promise<unknown>;
}

/** What `wgspoke hub --look` prints at the hub, run there. */
async function lookAtHub({ a, lab }: Suite): Promise<string> {
	const { stdout: command } = await a.command(['hub', '--look']);
	return must(lab.hub, ['sh'], { stdin: command });
}

/** Until the change is in force: a firewall that is just being written anew knows nothing of it yet. */
async function reload({ gateway }: Router, config: 'network' | 'firewall'): Promise<void> {
	const rules = async (): Promise<string> =>
		(await gateway.exec(['nft', '-s', 'list', 'ruleset'])).stdout;
	const before = await rules();
	await gateway.exec(['reload_config']);
	await gateway.exec(['/etc/init.d/' + config, 'reload']);
	if (config !== 'firewall') return;
	const changed = async (): Promise<boolean> => {
		const now = await rules();
		return now !== '' && now !== before;
	};
	await waitFor(changed, { what: 'the firewall to change', deadline: 60_000, every: 200 });
}

/** `nft` in a table of its own, dropped again by the table's name. */
const table = (name: string, hook: string, rule: string): string =>
	`nft -f - <<'END'
table inet ${name} {
	chain c { type filter hook ${hook} priority -300; policy accept; ${rule}; }
}
END`;
const without = (name: string): string => `nft delete table inet ${name}`;

const uci = (router: Router, ...lines: string[]): Promise<unknown> =>
	router.gateway.exec(['uci', 'batch'], { stdin: `${lines.join('\n')}\n` });

/** A fault of the provider's lines: what a packet must be like to be lost between home A and the rest. */
const provider = (rule: string): Pick<Fault, 'break' | 'mend'> => ({
	break: ({ lab }) => script(lab.internet, table('isp', 'forward', rule)),
	mend: ({ lab }) => script(lab.internet, without('isp')),
});

const atHub = (doing: string, undoing: string): Pick<Fault, 'break' | 'mend'> => ({
	break: ({ lab }) => script(lab.hub, doing),
	mend: ({ lab }) => script(lab.hub, undoing),
});

const named = (conf: string): string => conf.replace(HUB_PUBLIC_ADDRESS, HUB_NAME);

const keyOfA = ({ lab }: Suite): string => lab.keys.homeA.publicKey;

const faults: Fault[] = [
	{
		name: 'nothing',
		alone: '',
		told: '',
		break: () => Promise.resolve(),
	},
	{
		name: 'a wrong key of the hub',
		alone: 'hub-mute',
		told: 'hub-key-wrong',
		dead: true,
		conf: (conf) =>
			conf.replace(/(PublicKey = ).*/, '$1HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw='),
		break: () => Promise.resolve(),
	},
	{
		name: 'our key unknown at the hub',
		alone: 'hub-mute',
		told: 'hub-unknown-key',
		dead: true,
		break: (suite) => script(suite.lab.hub, `wg set wg0 peer '${keyOfA(suite)}' remove`),
		mend: ({ lab }) => lab.hub.restart(),
	},
	{
		name: 'a server that goes off',
		alone: 'server-off',
		break: async ({ a, lab }) => {
			// It has answered a ping before.
			await a.command(['check']);
			await lab.hubDown();
		},
		mend: ({ lab }) => lab.hubUp(),
	},
	{
		name: 'a server that is off from the beginning',
		alone: 'server-mute',
		dead: true,
		break: ({ lab }) => lab.hubDown(),
		mend: ({ lab }) => lab.hubUp(),
	},
	{
		name: 'an internet line that is dead',
		alone: 'line-down',
		break: async ({ a, lab }) => {
			await a.command(['check']);
			const rule = 'ip saddr 198.51.100.2 drop';
			await script(lab.internet, table('dead', 'prerouting', rule));
		},
		mend: ({ lab }) => script(lab.internet, without('dead')),
	},
	{
		name: 'a closed UDP port',
		alone: 'hub-mute',
		told: 'udp-blocked',
		dead: true,
		...atHub(table('closed', 'input', `udp dport ${PORT} drop`), without('closed')),
	},
	{
		name: 'a hub that hears us and whose answers get lost',
		alone: 'hub-mute',
		told: 'answers-lost',
		dead: true,
		...provider(`ip daddr 198.51.100.2 udp sport ${PORT} drop`),
	},
	{
		name: 'a hub that does not have our LAN',
		alone: 'lan-unknown',
		told: 'hub-lan-missing',
		break: (suite) =>
			script(suite.lab.hub, `wg set wg0 peer '${keyOfA(suite)}' allowed-ips 192.168.151.2/32`),
		mend: ({ lab }) => lab.hub.restart(),
	},
	{
		name: 'a hub without a route to our LAN',
		alone: 'lan-unknown',
		told: 'hub-route-missing',
		...atHub('ip route del 192.168.2.0/24 dev wg0', 'ip route replace 192.168.2.0/24 dev wg0'),
	},
	{
		name: 'a hub that does not have our VPN address',
		alone: 'hub-address-missing',
		told: 'hub-address-missing',
		break: (suite) =>
			script(suite.lab.hub, `wg set wg0 peer '${keyOfA(suite)}' allowed-ips 192.168.2.0/24`),
		mend: ({ lab }) => lab.hub.restart(),
	},
	{
		name: 'forwarding switched off at the hub',
		alone: 'home-silent',
		told: 'hub-stops',
		...atHub('sysctl -qw net.ipv4.ip_forward=0', 'sysctl -qw net.ipv4.ip_forward=1'),
	},
	{
		name: 'a firewall at the hub that drops what is forwarded',
		alone: 'home-silent',
		told: 'hub-firewall',
		...atHub(
			'iptables -D FORWARD -i wg0 -j ACCEPT; iptables -D FORWARD -o wg0 -j ACCEPT; iptables -P FORWARD DROP',
			'iptables -P FORWARD ACCEPT; iptables -A FORWARD -i wg0 -j ACCEPT; iptables -A FORWARD -o wg0 -j ACCEPT'
		),
	},
	{
		name: 'another home that is offline',
		alone: 'home-silent',
		told: 'home-offline',
		break: async ({ a, b, lab }) => {
			// This router has heard it: a hub that was restarted, as here, says "never" of those who never joined as well.
			await a.command(['check']);
			await b.command(['leave']);
			const peer = `wg set wg0 peer '${lab.keys.homeB.publicKey}'`;
			const prefixes = '192.168.151.3/32,192.168.4.0/24';
			await script(lab.hub, `${peer} remove\n${peer} allowed-ips ${prefixes}`);
		},
	},
	{
		name: 'another home whose router has no route back',
		alone: 'home-blind',
		told: 'home-blind',
		break: ({ b }) => must(b.gateway, ['ip', 'route', 'del', '192.168.2.0/24', 'dev', TUNNEL]),
	},
	{
		name: 'another home that does not know this LAN',
		alone: 'home-blind',
		told: 'home-blind',
		break: async ({ b, lab }) =>
			must(b.gateway, [
				...['wg', 'set', TUNNEL, 'peer', lab.keys.hub.publicKey],
				...['allowed-ips', '192.168.151.0/24'],
			]),
	},
	{
		name: 'a device there with a firewall of its own',
		alone: 'device-silent',
		told: 'device-silent',
		break: async ({ a, b }) => {
			await uci(a, "set wgspoke.@site[1].host='192.168.4.100'", 'commit wgspoke');
			await script(b.home.host, table('own', 'input', 'ip saddr != 192.168.4.0/24 drop'));
		},
		mend: ({ b }) => script(b.home.host, without('own')),
	},
	{
		name: 'no forwarding from this home into the tunnel',
		alone: 'no-forwarding',
		cure: () => ['repair'],
		break: async ({ a }) => {
			await uci(a, 'delete firewall.wgspoke_out', 'commit firewall');
			await reload(a, 'firewall');
		},
	},
	{
		name: 'no forwarding from the tunnel into this home',
		alone: 'no-forwarding',
		cure: () => ['repair'],
		break: async ({ a }) => {
			await uci(a, 'delete firewall.wgspoke_in', 'commit firewall');
			await reload(a, 'firewall');
		},
	},
	{
		name: 'masquerading where there should be none',
		alone: 'masquerading',
		cure: () => ['repair'],
		break: async ({ a }) => {
			await uci(a, "set firewall.wgspoke.masq='1'", 'commit firewall');
			await reload(a, 'firewall');
		},
	},
	{
		name: 'a LAN of this home that is that of the other',
		alone: 'lan-overlap',
		told: 'lan-overlap',
		break: ({ a }) => uci(a, "set wgspoke.@site[1].lan='192.168.2.0/25'", 'commit wgspoke'),
	},
	{
		name: 'a line that loses large packets',
		alone: 'mtu-too-large',
		cure: (value) => ['join', '--mtu', value],
		...provider(`udp length > 1440 drop`),
	},
	{
		name: 'a hub whose name leads to another address, before the watch follows',
		alone: 'hub-address-old',
		dead: true,
		conf: named,
		break: ({ lab }) => lab.nameServer({ [HUB_NAME]: '203.0.113.77' }),
		after: async ({ a, lab }) => {
			await a.gateway.exec(['/etc/init.d/wgspoke', 'stop']);
			await lab.nameServer({ [HUB_NAME]: HUB_PUBLIC_ADDRESS });
		},
	},
	{
		name: 'a hub whose name no name server knows',
		alone: 'hub-unresolved',
		dead: true,
		conf: named,
		break: ({ lab }) => lab.nameServer({ [HUB_NAME]: '203.0.113.77' }),
		after: ({ lab }) => lab.nameServer({}),
	},
	{
		name: 'a name that a proxy turned into an address of its own',
		alone: 'hub-fake-address',
		dead: true,
		conf: named,
		break: ({ lab }) => lab.nameServer({ [HUB_NAME]: '198.18.0.6' }),
	},
	{
		name: 'another router that is the gateway of this LAN',
		alone: 'side-router',
		told: 'side-router',
		break: async ({ a }) => {
			await uci(
				a,
				"set network.lan.gateway='192.168.2.254'",
				"set network.lan.metric='900'",
				'commit network'
			);
			await reload(a, 'network');
			await script(a.home.host, 'ip route replace default via 192.168.2.254');
		},
		mend: async ({ a }) => {
			await script(a.home.host, 'ip route replace default via 192.168.2.1');
		},
	},
	{
		name: 'a proxy on this router that swallows UDP',
		alone: 'proxy-swallows',
		told: 'proxy-swallows',
		dead: true,
		break: ({ a }) =>
			script(
				a.gateway,
				`nft -f - <<'END'
table inet clash {
	chain out { type route hook output priority -150; meta l4proto udp udp dport != 53 meta mark set 0x162; }
}
END
ip rule add fwmark 0x162 lookup 354 priority 100
ip route add local default dev lo table 354`
			),
		mend: ({ a }) =>
			script(
				a.gateway,
				`${without('clash')}; ip rule del fwmark 0x162 lookup 354; ip route flush table 354`
			),
	},
	{
		name: 'a route into the tunnel that somebody has deleted',
		alone: 'way-missing',
		told: 'way-missing',
		break: ({ a }) => script(a.gateway, 'ip route del 192.168.4.0/24 dev wgspoke'),
		mend: ({ a }) => script(a.gateway, 'ifup wgspoke'),
		heals: true,
	},
	{
		name: 'a policy route that takes the packets of this LAN',
		alone: 'way-taken',
		told: 'way-taken',
		break: ({ a }) =>
			script(
				a.gateway,
				`ip rule add from 192.168.2.0/24 lookup 256 priority 100
ip route add default via 198.51.100.1 table 256`
			),
		mend: ({ a }) =>
			script(a.gateway, 'ip rule del from 192.168.2.0/24 lookup 256; ip route flush table 256'),
	},
	{
		name: 'a provider that drops all but handshakes',
		alone: 'hub-drops',
		told: 'data-dropped',
		...provider(`ip saddr 198.51.100.2 udp dport ${PORT} @th,64,8 4 drop`),
	},
	{
		name: 'a provider that slows this UDP port',
		alone: 'udp-throttled',
		told: 'udp-throttled',
		...provider(`udp dport ${PORT} udp length > 1000 numgen random mod 100 < 45 drop`),
	},
];

/** What is told first: why the ladder stops, or else the first warning; '' for nothing. */
function firstCause(ladder: Ladder): string {
	return (ladder.cause ?? ladder.warnings[0])?.finding.code ?? '';
}

/** The whole table takes a quarter of an hour: `make test-slow` asks for it, and for `make test` there are these. */
const SOME = [
	'nothing',
	'a server that goes off',
	'a closed UDP port',
	'no forwarding from this home into the tunnel',
];
const asked =
	process.env.ALL_CAUSES === undefined ? faults.filter(({ name }) => SOME.includes(name)) : faults;

describe('why it does not work', () => {
	const suite = withLab('each test');

	async function begin({ conf, dead }: Fault): Promise<void> {
		const { a, b } = suite;
		const args = ['join', '-', ...a.options, '--keep', '--timeout', '5'];
		const joined = await a.command(args, (conf ?? String)(a.home.conf));
		assert.equal(joined.code, 0, joined.stdout + joined.stderr);
		if (!dead) await b.join();
	}

	/** `wgspoke check`, with what the hub tells on standard input. */
	async function ask(told: string): Promise<{ ladder: Ladder; code: number; text: string }> {
		const args = told === '' ? [] : ['--hub-says', '-'];
		const { code, stdout, stderr } = await suite.a.command(['check', '-j', ...args], told);
		assert.notEqual(stdout, '', stderr);
		const { ladder } = JSON.parse(stdout) as { ladder: Ladder };
		const why = (ladder.cause ?? ladder.warnings[0])?.finding;
		return { ladder, code, text: why ? in_english(message_of(why)) : '' };
	}

	/** A firewall takes its time to be as its file says, and a tunnel to come up. */
	const allWell = (): Promise<unknown> =>
		waitFor(
			async () => {
				const { ladder, code } = await ask('');
				return firstCause(ladder) === '' && code === 0;
			},
			{ what: 'everything to work', deadline: 90_000, every: 500 }
		);

	for (const fault of asked) {
		const told = fault.told;
		const title = told === undefined ? '' : `, with the hub's answer ${told}`;
		it(`${fault.name}: ${fault.alone}${title}`, async function () {
			this.timeout(atPace(FAULT_MS));
			try {
				if (fault.dead) await fault.break(suite);
				await begin(fault);
				await (fault.dead ? fault.after?.(suite) : fault.break(suite));
				const alone = await ask('');
				assert.equal(firstCause(alone.ladder), fault.alone, JSON.stringify(alone.ladder, null, 1));
				if (fault.cure) {
					const value = alone.ladder.cause?.action.value ?? '';
					const { code, stdout, stderr } = await suite.a.command(fault.cure(value));
					assert.equal(code, 0, stdout + stderr);
					await allWell();
				} else if (told !== undefined) {
					const with_hub = await ask(await lookAtHub(suite));
					assert.equal(firstCause(with_hub.ladder), told, JSON.stringify(with_hub.ladder, null, 1));
				}
			} finally {
				await fault.mend?.(suite);
			}
			if (fault.heals) await allWell();
		});
	}
});
