// Can somebody who reads no English join, understand a fault, and add a phone? In Chinese, from the first page to the
// last, with a picture of each step; what is still English there is a fault.

import assert from 'node:assert/strict';
import { CHINESE, leftInEnglish } from './language.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

const WIDTHS = [1280, 360];

/** What homes, devices, interfaces and servers of these tests are called. */
const NAMES = [
	'海边的家',
	'山上的家',
	'我的 iPhone',
	'homeA',
	'LAN',
	'VPN',
	'lan',
	'wg0',
	'wgspoke',
];

/** A text that has nearly everything that may be wrong with one: in the order in which it is told. */
const WRONG = `[Interface]
Address = 192.168.151.2/24
DNS = 1.1.1.1
MTU = 9000
PostUp = iptables -A FORWARD -i %i -j ACCEPT
Table = off
[Peer]
PublicKey = wJdGSHCEJH7fC9qZ9hizdnR5Ak9nca3820
Endpoint = http://vpn.example.org
AllowedIPs = 192.168.2.0/24, 192.168.4.1/24, 0.0.0.0/0
Adress 10.0.0.1
`;

/** The texts of ours that LuCI's own look-up finds otherwise than translated. */
const SAYS_ALL = `(texts) => texts
	.filter(({ text, plural, context, said: [said] }) =>
		(plural ? N_(2, text, plural) : _(text, context || undefined)) !== said
	)
	.map(({ text }) => text)`;

/** The texts that make the page wider than its window where a finding says them. */
const TOO_WIDE = `(texts) => {
	const place = document.querySelector('.wgs-finding p');
	const before = place.textContent;
	const wide = texts.filter((text) => {
		place.textContent = text;
		return document.documentElement.scrollWidth > window.innerWidth;
	});
	place.textContent = before;
	return wide;
}`;

describe('the pages in Chinese', () => {
	const suite = withBrowser('block');
	let visitor: Visitor;

	/** What was in English, or wider than the window, with the picture on which it is. */
	const faults: string[] = [];

	/** Looks at what is seen, on a desk and on a phone, with a picture of both. */
	const look = async (name: string): Promise<void> => {
		for (const width of WIDTHS) {
			await visitor.page.setViewportSize({ width, height: 800 });
			await visitor.screenshot(`${suite.kind}-zh-${name}`);
			if (await visitor.overflows()) faults.push(`${name}: wider than ${width} px`);
		}
		const { lab } = suite;
		const keys = [lab.keys.hub, lab.keys.homeA, lab.keys.homeB].map(({ publicKey }) => publicKey);
		for (const text of await leftInEnglish(visitor.page, [...NAMES, ...keys])) {
			faults.push(`${name}: ${text}`);
		}
	};

	/** Waits for that text of ours. */
	const reads = (text: string, values: Record<string, string> = {}): Promise<void> =>
		visitor.page.getByText(visitor.says(text, values)).first().waitFor({ timeout: 40_000 });

	const paste = async (text: string): Promise<void> => {
		const name = visitor.says('Configuration from the hub');
		const area = visitor.page.getByRole('textbox', { name });
		do await area.fill(text);
		while ((await area.inputValue()) !== text);
	};

	before(async function () {
		this.timeout(60_000);
		await suite.b.join();
		visitor = await suite.visit({ language: CHINESE });
		await visitor.arrive();
	});

	it('say every text of ours as its translation does, whatever else is installed', async () => {
		const texts = JSON.stringify(CHINESE.all);
		assert.deepEqual(await visitor.page.evaluate(`(${SAYS_ALL})(${texts})`), []);
	});

	it('ask for a configuration, and say of a wrong one what is wrong with it', async () => {
		await look('1-hub-empty');
		await paste(WRONG);
		await visitor.finding('bad-key').first().waitFor();
		await look('2-hub-wrong');
	});

	it('fit a phone with whatever they have to say there', async () => {
		const texts = JSON.stringify(CHINESE.all.flatMap(({ said }) => said));
		assert.deepEqual(await visitor.page.evaluate(`(${TOO_WIDE})(${texts})`), []);
	});

	it('join this home: what was read, what will happen, and that it is done', async function () {
		this.timeout(90_000);
		await paste(suite.lab.homeA.conf);
		await visitor.part('read').waitFor();
		await look('3-hub-read');
		await visitor.toReview();
		await look('4-review');
		for (const row of ['Hub', 'VPN address', 'This home', 'Other homes'] as const) {
			await visitor.change(row);
		}
		await visitor.page.getByLabel(visitor.says('Name of this home')).fill('海边的家');
		await visitor.page.getByLabel(visitor.says('Name'), { exact: true }).fill('山上的家');
		await visitor.page.getByText('山上的家（192.168.4.0/24）').first().waitFor();
		await visitor.page.evaluate(
			"document.querySelectorAll('.wgs details').forEach((each) => { each.open = true; })"
		);
		await look('5-review-open');
		await suite.lab.hubDown();
		await visitor.apply();
		await reads('Wait for the hub to answer');
		await look('6-waiting');
		await visitor.press('Undo now');
		await reads('Your old settings are back.');
		await look('7-undone');
		await suite.lab.hubUp();
		await visitor.part('summary').waitFor();
		await visitor.press('Try again');
		await visitor.part('live').waitFor({ timeout: 40_000 });
		await visitor.page
			.locator('.wgs-pill', { hasText: visitor.says('Connected') })
			.waitFor({ timeout: 60_000 });
		await look('8-overview');
	});

	it('offer what can be set, and say what leaving would do', async () => {
		await visitor.press('Settings…');
		await look('9-settings');
		await visitor.press('Leave');
		await reads('Leaving will:');
		await look('10-leave');
		await visitor.press('Cancel');
	});

	it('add a phone, with all that it needs', async function () {
		this.timeout(60_000);
		await visitor.open('Devices');
		await look('11-devices');
		await visitor.page.getByLabel(visitor.says('Name'), { exact: true }).fill('我的 iPhone');
		await visitor.press('Add the device');
		await visitor.page.locator('.wgs-qr').waitFor();
		await look('12-device');
		await visitor.press('Done');
	});

	it('say what the hub lacks, and invite another home', async function () {
		this.timeout(60_000);
		await visitor.open('Hub');
		const { lab } = suite;
		const command = await visitor.copyText(visitor.says('Command that looks at the hub'));
		const { stdout } = await lab.hub.exec(['sh'], { stdin: command });
		await visitor.page.getByLabel(visitor.says('What the hub printed')).fill(stdout);
		await visitor.press('Compare');
		await visitor.part('keys').waitFor();
		await look('13-hub');
		await visitor.page.getByLabel(visitor.says('Name'), { exact: true }).fill('山上的家');
		await visitor.page.getByLabel(visitor.says('LAN'), { exact: true }).fill('192.168.6.0/24');
		await visitor.press('Invite');
		await reads('Invite {name}?', { name: '山上的家' });
		await look('14-invite');
		await visitor.press('Cancel');
	});

	it('say what is wrong when the hub is gone, step by step, and what to do', async function () {
		this.timeout(120_000);
		await visitor.open('Overview');
		await visitor.part('live').waitFor();
		await suite.lab.hubDown();
		await visitor.press('check again');
		const ladder = visitor.part('ladder');
		await ladder.locator('li[data-verdict=no]').waitFor({ timeout: 60_000 });
		await look('15-overview-bad');
		await suite.lab.hubUp();
		assert.deepEqual(visitor.errors, []);
	});

	it('have been in Chinese all the way, and fit the window', () => {
		assert.deepEqual(faults, []);
	});
});

describe('the page of a new hub in Chinese', () => {
	const suite = withBrowser('block');

	it('makes the script', async () => {
		const visitor = await suite.visit({ language: CHINESE });
		await visitor.arrive();
		await visitor.open('Hub');
		await visitor.press('Make the script');
		await visitor.page.getByText(visitor.says('Script for a new hub')).waitFor();
		for (const width of WIDTHS) {
			await visitor.page.setViewportSize({ width, height: 800 });
			await visitor.screenshot(`${suite.kind}-zh-16-hub-new`);
			assert.equal(await visitor.overflows(), false, `wider than ${width} px`);
		}
		assert.deepEqual(await leftInEnglish(visitor.page, NAMES), []);
		assert.deepEqual(visitor.errors, []);
	});
});
