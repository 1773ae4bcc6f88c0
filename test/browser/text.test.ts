// What does a person see whose text is not what it should be? A sentence where it belongs, and the way on.

import assert from 'node:assert/strict';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

const KEY = 'wJdGSHCEJH7fC9qZ9hizdnR5Ak9nca3820hJfXNmBEc=';

const GOOD = `[Interface]
Address = 192.168.151.2/24
[Peer]
PublicKey = ${KEY}
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`;

const HUB_FILE = `[Interface]
Address = 192.168.151.1/24
ListenPort = 24356
PostUp = iptables -A FORWARD -i %i -j ACCEPT
[Peer]
PublicKey = ${KEY}
AllowedIPs = 192.168.151.2/32
`;

/** What was pasted, and the finding that it gets on the first step. */
const BAD: [what: string, text: string, code: string][] = [
	['prose', 'Dear neighbour, here is the VPN you asked for.', 'not-config'],
	["the hub's own file", HUB_FILE, 'hub-file'],
	['a text that ends after [Interface]', '[Interface]\nAddress = 192.168.151.2/24\n', 'no-peer'],
	['a key that was cut off', GOOD.replace(KEY, KEY.slice(0, 30)), 'bad-key'],
	['an endpoint without its port', GOOD.replace(':24356', ''), 'bad-endpoint'],
	['no endpoint', GOOD.replace(/Endpoint.*\n/, ''), 'no-endpoint'],
	['two hubs', `${GOOD}[Peer]\nPublicKey = ${KEY.replace('w', 'x')}\n`, 'many-peers'],
	['a foreign name server', GOOD.replace('[Peer]', 'DNS = 1.1.1.1\n[Peer]'), 'foreign-dns'],
	['no keepalive', GOOD.replace(/Persistent.*\n/, ''), 'keepalive-set'],
	[
		'everything through the hub',
		GOOD.replace(/AllowedIPs.*/, 'AllowedIPs = 0.0.0.0/0'),
		'unknown-server',
	],
	['a line that is damaged', GOOD.replace('[Peer]', 'Adress 10.0.0.1\n[Peer]'), 'bad-line'],
];

describe('a pasted text in the browser', () => {
	const suite = withBrowser('block');
	let visitor: Visitor;

	before(async () => {
		visitor = await suite.visit();
		await visitor.arrive();
	});

	const pasteAnew = async (text: string): Promise<void> => {
		if ((await visitor.step('hub').count()) === 0) await visitor.back();
		const area = visitor.page.getByRole('textbox', { name: 'Configuration from the hub' });
		// The page may be drawn anew between the browser's focus and its typing: then nothing was typed.
		do await area.fill(text);
		while ((await area.inputValue()) !== text);
	};

	for (const [what, text, code] of BAD) {
		it(`tells of ${what} (${code}), and changes nothing`, async () => {
			await pasteAnew('');
			await visitor.finding(code).waitFor({ state: 'detached' });
			await pasteAnew(text);
			const finding = visitor.step('hub').locator(`[data-code=${code}]`).first();
			await finding.waitFor();
			assert.notEqual((await finding.innerText()).trim(), '');
			assert.deepEqual(await suite.a.changedFiles(), []);
		});
	}

	it("shows beside the refusal of the hub's own file the command that looks at the hub", async () => {
		await pasteAnew(GOOD);
		await visitor.finding('hub-file').waitFor({ state: 'detached' });
		await pasteAnew(HUB_FILE);
		await visitor.finding('hub-file').getByText('Command that looks at the hub').waitFor();
		await visitor.page
			.getByRole('button', { name: 'Copy: Command that looks at the hub' })
			.waitFor();
	});

	it('is refused at once when it is far too large', async () => {
		await pasteAnew('x'.repeat(100_000));
		await visitor.page.getByText('This is too large for a WireGuard configuration').waitFor();
	});

	it('has what is not used listed with its line', async () => {
		await pasteAnew(GOOD.replace('[Peer]', 'PostUp = reboot\nTable = off\n[Peer]'));
		await visitor.toReview();
		const list = visitor
			.step('review')
			.locator('details', { hasText: 'lines of your text are not needed here' });
		await list.locator('summary').click();
		assert.match(await list.innerText(), /^Line 3: .*\nPostUp = reboot$/m);
	});

	it('leads to the homes by one click when it sends everything through the hub', async () => {
		await pasteAnew(GOOD.replace(/AllowedIPs.*/, 'AllowedIPs = 0.0.0.0/0'));
		await visitor.finding('unknown-server').first().getByRole('button').click();
		await visitor.step('review').waitFor();
		await visitor.press('Add a home');
		await visitor.page.keyboard.insertText('192.168.4.0/24');
		await visitor.part('summary').waitFor();
	});

	it('gets a free VPN address by one click when its own is taken', async () => {
		await pasteAnew(GOOD.replace('192.168.151.2/24', '192.168.151.1/24'));
		await visitor.part('read').waitFor();
		await visitor.next();
		await visitor.change('VPN address');
		await visitor.page.getByText('More settings').click();
		await visitor.page.getByLabel('VPN address of the hub').fill('192.168.151.1');
		const finding = visitor.step('review').locator('[data-code=address-taken]').first();
		await finding.getByRole('button', { name: /^Use 192\.168\.151\./ }).click();
		await finding.waitFor({ state: 'detached' });
		await visitor.part('summary').waitFor();
	});

	it('loses a prefix that this home has itself by one click', async () => {
		await pasteAnew(GOOD.replace('192.168.4.0/24', '192.168.2.0/24, 192.168.4.0/24'));
		await visitor.part('read').waitFor();
		await visitor.next();
		const finding = visitor.finding('own-lan').first();
		await finding.getByRole('button', { name: 'Leave 192.168.2.0/24 out' }).click();
		await visitor.part('summary').waitFor();
	});

	it('of a single device gets the network of the VPN by one click (13)', async () => {
		await pasteAnew(
			GOOD.replace('192.168.151.2/24', '192.168.151.2/32').replace(
				/^AllowedIPs = .*$/m,
				'AllowedIPs = 192.168.4.0/24, 192.168.151.3/32, 192.168.151.4/32'
			)
		);
		await visitor.part('read').waitFor();
		await visitor.next();
		const finding = visitor.finding('single-subnet').first();
		await finding.getByRole('button', { name: 'Use 192.168.151.0/24' }).click();
		await finding.waitFor({ state: 'detached' });
		await visitor.part('summary').waitFor();
	});

	it('of a tunnel that was made by hand here takes it over by one click (20)', async () => {
		const { gateway } = suite.a;
		const lines = [
			'set network.wg_home=interface',
			'set network.wg_home.proto=wireguard',
			'set network.wg_home.disabled=1',
			`set network.wg_home.private_key=${KEY.replace('w', 'y')}`,
			'add_list network.wg_home.addresses=192.168.151.2/24',
			'set network.wg_hub=wireguard_wg_home',
			`set network.wg_hub.public_key=${KEY}`,
			'commit network',
		];
		const made = await gateway.exec(['uci', 'batch'], { stdin: `${lines.join('\n')}\n` });
		assert.equal(made.code, 0, made.stderr);
		try {
			await pasteAnew(GOOD);
			await visitor.part('read').waitFor();
			await visitor.next();
			const finding = visitor.finding('same-tunnel-off').first();
			await finding.getByRole('button', { name: 'Take over wg_home' }).click();
			await finding.waitFor({ state: 'detached' });
			await visitor.part('summary').getByText('Replace the interface wg_home').waitFor();
		} finally {
			await gateway.exec([
				'sh',
				'-c',
				'uci delete network.wg_home; uci delete network.wg_hub; uci commit network',
			]);
		}
	});

	it('is told of what is wrong in fields that a step does not show, in its row', async () => {
		const site = (name: string, third: number, more: object) => ({
			...{ name, address: `192.168.151.${third}`, lan: [`192.168.${third}.0/24`] },
			...more,
		});
		const network = {
			hub: {
				...{ public_key: KEY, endpoint_host: '203.0.113.1', endpoint_port: 24356 },
				...{ address: '192.168.151.1', subnet: '192.168.151.0/24', keepalive: 25 },
			},
			sites: [
				site('Home A', 2, { local: true, host: 'nobody' }),
				site('Home B', 4, { public_key: 'short' }),
			],
		};
		await pasteAnew(JSON.stringify({ wgspoke: 1, network }));
		await visitor.next();
		await visitor.step('review').locator('[data-code=bad-value]').first().waitFor();
		await visitor.step('review').locator('[data-code=bad-key]').first().waitFor();
		assert.ok(await visitor.page.getByRole('button', { name: 'Apply', exact: true }).isDisabled());
	});

	it('keeps a hostile name as text', async () => {
		const hostile = '<img src=x onerror=alert(1)>';
		await pasteAnew(
			GOOD.replace('[Peer]', `[Peer] # ${hostile}`).replace(
				'192.168.4.0/24',
				`192.168.4.0/24 # ${hostile}`
			)
		);
		await visitor.part('read').waitFor();
		await visitor.next();
		await visitor.change('This home');
		await visitor.page.getByLabel('Name of this home').fill(hostile);
		await visitor.step('review').locator('[data-code=bad-name]').first().waitFor();
		assert.match(await visitor.text(), /<img src=x onerror=alert\(1\)>/);
		assert.equal(await visitor.page.locator('.wgs img').count(), 0);
		assert.deepEqual(visitor.errors, []);
	});
});

describe('a hostile name that somebody wrote into the configuration', () => {
	const suite = withBrowser('block');

	it('stays text on every page', async function () {
		this.timeout(40_000);
		const { a } = suite;
		await a.join();
		const file = (await a.files()).get('wgspoke')?.toString() ?? '';
		const hostile = '<img src=x onerror=alert(1)>';
		const device = `\nconfig device\n\toption name '${hostile}'\n\toption address '192.168.151.9'\n`;
		const written = file.replace("'B'", `'${hostile}'`) + device;
		await a.gateway.writeFile('/etc/config/wgspoke', written, 0o600);
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.part('live').waitFor();
		const isText = async (): Promise<void> => {
			assert.ok((await visitor.text()).includes(hostile));
			assert.equal(await visitor.page.locator('.wgs img').count(), 0);
		};
		await isText();
		await visitor.open('Hub');
		await visitor.page.getByText('More: back up this network').click();
		await visitor.page.getByText('One by one, by hand').click();
		await isText();
		await visitor.open('Devices');
		await isText();
		await visitor.page.getByRole('button', { name: /^Show:/ }).click();
		await visitor.part('handout').waitFor();
		await isText();
		assert.deepEqual(visitor.errors, []);
	});
});
