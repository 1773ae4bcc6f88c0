// Does anything that a login may ask end the program that answers, or keep everybody else waiting?
import assert from 'node:assert/strict';
import { reply_limit } from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

/** So long one call may hold rpcd: what another login waits at most, by rpcd's own time. */
/** Twice what docs/bounds.md promises of a machine that does nothing else: the suites run side by side. */
const LONGEST_MS = 400;

const key = (number: number): string => Buffer.alloc(32, `key ${number}`).toString('base64');

const hub = {
	public_key: key(1),
	endpoint_host: '203.0.113.1',
	endpoint_port: 24356,
	address: '10.255.0.1',
	subnet: '10.255.0.0/16',
};

/** A network at the bound, with this home; `per` LANs for each. */
function network(members: number, per: number): object {
	const lan = (number: number): string => `10.${number >> 8}.${number & 255}.0/24`;
	return {
		hub,
		sites: [
			{ name: 'A', address: '10.255.255.2', lan: ['192.168.2.0/24'], local: true },
			...Array.from({ length: members - 1 }, (_, i) => ({
				name: `Home ${i}`,
				address: `10.255.1.${i + 2}`,
				public_key: key(i + 2),
				lan: Array.from({ length: per }, (_each, j) => lan(i * per + j)),
			})),
		],
	};
}

const prefixes = (count: number): string =>
	Array.from({ length: count }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`).join(', ');

const text = (count: number): string =>
	`[Interface]\nPrivateKey = ${key(9)}\nAddress = 10.255.255.2/16\n[Peer]\nPublicKey = ${key(1)}\n` +
	`Endpoint = 203.0.113.1:24356\nAllowedIPs = 10.255.0.0/16, ${prefixes(count)}\n`;

const look = (peers: number, per: number): string =>
	`hub ${key(1)} 24356\n` +
	Array.from({ length: peers }, (_, i) => `running ${key(900 + i)} ${prefixes(per)}`)
		.join('\n')
		.replaceAll(', ', ',');

/** This home's networks are those of its WAN, and everybody else is in it too: what each is compared with is most. */
const tangled = {
	hub,
	sites: [
		{ name: 'A', local: true, lan: Array.from({ length: 16 }, (_, i) => `198.51.${i}.0/24`) },
		...Array.from({ length: 120 }, (_, i) => ({ name: `h${i}`, lan: [`198.51.100.${2 * i}/31`] })),
	],
};

type Question = [
	what: string,
	method: string,
	args: Record<string, unknown>,
	code?: string | undefined,
];

const aboutNetworks: Question[] = (
	[
		['nothing in 2,000 homes', { sites: Array(2000).fill(1) }, 'too-many'],
		['nothing in 128 homes', { hub: {}, sites: Array(128).fill(1) }, 'bad-value'],
		['128 homes', network(128, 1)],
		['129 homes', network(129, 1), 'too-many'],
		['16 homes with 15 LANs', network(17, 15)],
		['60 homes with 20 LANs', network(60, 20), 'too-many'],
		['one home with 4,000 LANs', network(2, 4000), 'too-many'],
		['a tangle', tangled],
		['a name of 30,000', { hub, sites: [{ name: 'n'.repeat(30_000), lan: ['x'] }] }, 'too-long'],
		['lists for texts', { hub: { endpoint_host: [[[]]], subnet: {} }, sites: 'x' }, 'bad-value'],
	] as [string, object, string?][]
).flatMap(([what, sent, code]): Question[] => [
	[what, 'plan', { network: sent }, code],
	[what, 'hub', { network: sent }, code],
	[what, 'hub_scripts', { network: sent }, code],
]);

const aboutTexts: Question[] = [
	['127 networks', 'read', { text: text(125) }],
	['2,600 networks', 'read', { text: text(2600) }, 'too-many'],
	['60,000 letters', 'read', { text: 'A'.repeat(60_000) }, 'not-config'],
	['7,000 sections', 'read', { text: '[Peer]\n'.repeat(7000) }, 'too-many'],
	['990 sections', 'read', { text: '[Peer]\n'.repeat(990) }],
	['980 lines of noise', 'read', { text: `[Peer]\n${'noise of a kind or two\n'.repeat(980)}` }],
	['60,000 commas', 'read', { text: `[Interface]\n[Peer]\nAllowedIPs = ${'x,'.repeat(29_000)}` }],
	['990 peers', 'hub_scripts', { network: network(64, 1), output: look(560, 1) }],
	['999 networks', 'hub_scripts', { network: network(100, 1), output: look(3, 320) }],
	['3,000 networks', 'hub_scripts', { network: network(2, 1), output: look(1, 3000) }],
];

/** Milliseconds that rpcd has had a processor, and which rpcd it is. */
async function rpcd({ gateway }: Router): Promise<{ pid: string; ms: number }> {
	const script = 'pid=$(pidof rpcd) && echo $pid && cat /proc/$pid/schedstat';
	const { stdout } = await gateway.exec(['sh', '-c', script]);
	const [pid = '', nanoseconds = '0'] = stdout.split(/\s+/);
	return { pid, ms: Number(nanoseconds) / 1e6 };
}

describe('whoever may only look (fault 4, fault 11)', () => {
	const suite = withLab('block');
	let session = '';
	before(async () => {
		session = await suite.a.login();
	});

	for (const [what, method, args, code] of [...aboutNetworks, ...aboutTexts]) {
		it(`gets an answer from ${method} about ${what}, and nobody else has to wait for it`, async () => {
			const { a, kind } = suite;
			const times: number[] = [];
			for (let round = 0; round < 3; round++) {
				const before = await rpcd(a);
				const asking = a.http(session, 'wgspoke', method, args);
				const cheap = { scope: 'ubus', object: 'x', function: 'y' };
				await a.http(session, 'session', 'access', cheap);
				const reply = await asking;
				const after = await rpcd(a);
				times.push(after.ms - before.ms);
				assert.equal(after.pid, before.pid);
				assert.equal(reply.status, 0);
				assert.ok(JSON.stringify(reply.data).length < reply_limit / 2);
				const { findings = [], error } = reply.data as { findings?: Finding[]; error?: string };
				assert.equal(error, undefined);
				if (code !== undefined)
					assert.ok(
						findings.some((one) => one.code === code),
						code
					);
				if (code === 'too-many') assert.equal(findings.length, 1);
			}
			const least = Math.min(...times);
			// The development router is one program for everything, and no measure of rpcd.
			assert.ok(kind === 'dev' || least < LONGEST_MS, `${least.toFixed(0)} ms`);
		});
	}

	it('is told by name which word or list is too long', async () => {
		const { a } = suite;
		for (const [args, said] of [
			[
				{ hub_interface: 'x'.repeat(5000) },
				/^"hub_interface" has 5000 characters, and at most 256 are read/,
			],
			[{ gone: Array(2000).fill('x') }, /^"gone" has 2000 entries, and at most 128 are read/],
			[{ gone: ['x'.repeat(5000)] }, /^"gone" has 5000 characters/],
		] as const) {
			const { data } = await a.http(session, 'wgspoke', 'hub_scripts', args);
			assert.match(String(data?.error), said);
		}
	});

	it('pushes out nobody else with what is pasted', async () => {
		const { a } = suite;
		const [mine, other] = [await a.login(), await a.login()];
		const { paste } = await a.page(mine, 'read', { text: a.home.conf });
		for (let i = 0; i < 20; i++) await a.page(other, 'read', { text: a.home.conf });
		const { findings } = await a.page(mine, 'plan', { paste });
		assert.ok(!findings.some((one) => one.code === 'paste-gone'));
		assert.deepEqual(await a.changedFiles(), []);
	});
});
