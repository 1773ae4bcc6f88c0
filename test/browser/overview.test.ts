// What does somebody see and do who has joined?

import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

/** How often the page asks for the status, at most. */
const REFRESH_MS = 5000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the overview', () => {
	const suite = withBrowser('block');
	let visitor: Visitor;

	before(async function () {
		this.timeout(40_000);
		await Promise.all([suite.a.join(), suite.b.join()]);
		visitor = await suite.visit();
		await visitor.arrive();
		await visitor.part('live').waitFor();
	});

	it('answers in its first line, in the drawing and in the table, by sign and word', async () => {
		await visitor.press('check again');
		await visitor.page.locator('.wgs-pill', { hasText: 'Connected' }).waitFor({ timeout: 20_000 });
		await visitor.page.getByText('A and B reach each other.').waitFor();
		await visitor.part('states').getByText('192.168.4.1 answers').waitFor();
		const name = await visitor.page.getByRole('img').getAttribute('aria-label');
		assert.match(name ?? '', /A: answers; B: answers/);
		assert.match(await visitor.part('states').innerText(), /handshake \d+s ago/);
		assert.equal(await visitor.part('ladder').count(), 0);
	});

	it('fetches of ours what it draws, and the rest with the press that needs it', async () => {
		const fetched = async (): Promise<string[]> => {
			const names = await visitor.page.evaluate<string[]>(
				"performance.getEntriesByType('resource').map(({ name }) => name)"
			);
			return names.flatMap(
				(name) => /\/resources\/(\w+\/.*wgspoke\/.*|wgspoke\/.*)\.js/.exec(name)?.[1] ?? []
			);
		};
		const { page } = visitor;
		await page.reload();
		await visitor.part('states').waitFor();
		const first = ['view/wgspoke/home', 'wgspoke/shared/overview'];
		assert.deepEqual(await fetched(), first);
		await visitor.press('Settings…');
		await visitor.told('Follow the hub');
		assert.deepEqual(await fetched(), [...first, 'wgspoke/overview/todo', 'wgspoke/shared/others']);
		await visitor.press('Close');
		await visitor.press('Settings…');
		await visitor.told('Follow the hub');
		assert.equal((await fetched()).length, 4);
		await visitor.press('Close');
	});

	it('says what it could not fetch, keeps the focus while it fetches, and goes on after Reload', async () => {
		const { page } = visitor;
		let asked = 0;
		await page.reload();
		await visitor.part('states').waitFor();
		await page.route('**/wgspoke/overview/todo.js**', async (route) => {
			asked++;
			await pause(500);
			await route.abort();
		});
		await visitor.press('Settings…');
		await page.keyboard.press('Enter');
		assert.equal(await page.evaluate('document.activeElement.textContent'), 'Settings…');
		await visitor.told('The router did not send this part of the page.');
		assert.equal(asked, 1);
		await page.unrouteAll({ behavior: 'wait' });
		await Promise.all([page.waitForEvent('load'), visitor.press('Reload the page')]);
		await visitor.press('Settings…');
		await visitor.told('Follow the hub');
		await visitor.press('Close');
	});

	it('mends what it shows, so that focus and selection stay', async () => {
		const { page } = visitor;
		await page.getByRole('button', { name: 'check again' }).focus();
		await page.evaluate(
			'getSelection().selectAllChildren(document.querySelector(\'[data-key="site-B"] td\'))'
		);
		await page.evaluate("window.svgBefore = document.querySelector('.wgs-map')");
		const heard = page.locator('.wgs-age');
		const before = await heard.innerText();
		await waitFor(async () => (await heard.innerText()) !== before, {
			what: 'the age to change',
			deadline: 20_000,
		});
		assert.equal(await page.evaluate('document.activeElement.textContent'), 'check again');
		assert.equal(await page.evaluate('String(getSelection())'), 'B');
		assert.equal(
			await page.evaluate("document.querySelector('.wgs-map') === window.svgBefore"),
			true
		);
	}).timeout(40_000);

	it('asks one question at a time, and none while nobody looks', async () => {
		const { page } = visitor;
		let open = 0;
		let most = 0;
		let asked = 0;
		await page.route('**/ubus**', async (route) => {
			if (!(route.request().postData() ?? '').includes('"pulse"')) return route.continue();
			asked++;
			most = Math.max(most, ++open);
			await pause(REFRESH_MS + 1000);
			open--;
			await route.continue();
		});
		await waitFor(() => Promise.resolve(asked >= 2), { what: 'two questions', deadline: 20_000 });
		assert.equal(most, 1);
		await page.evaluate("Object.defineProperty(document, 'hidden', { value: true })");
		const before = asked;
		await pause(REFRESH_MS + 2000);
		assert.equal(asked, before);
		await page.unrouteAll({ behavior: 'wait' });
		await page.reload();
		await visitor.part('live').waitFor();
	}).timeout(70_000);

	it('has homes added and renamed, and brings that into the running tunnel', async function () {
		this.timeout(60_000);
		await visitor.press('Settings…');
		await visitor.press('Edit homes');
		await visitor.step('review').waitFor();
		await visitor.page.getByLabel('Name', { exact: true }).fill('Hill');
		await visitor.press('Add a home');
		await visitor.page.keyboard.insertText('192.168.6.0/24');
		await visitor.part('summary').waitFor();
		await visitor.applied();
		await visitor.page.locator('tr', { hasText: '192.168.6.0/24' }).waitFor();
		assert.ok((await visitor.text()).includes('Hill'));
		assert.ok((await suite.a.allowedIps()).includes('192.168.6.0/24'));
	});

	it('takes a home away again', async function () {
		this.timeout(60_000);
		await visitor.press('Settings…');
		await visitor.press('Edit homes');
		await visitor.step('review').waitFor();
		await visitor.page.getByRole('button', { name: 'Remove Home 2' }).click();
		await visitor.part('summary').waitFor();
		await visitor.applied();
		await visitor.page.locator('tr', { hasText: '192.168.6.0/24' }).waitFor({ state: 'detached' });
		assert.ok(!(await suite.a.allowedIps()).includes('192.168.6.0/24'));
	});

	it('says which step fails when the hub is gone, blames nobody behind it, and says when it answered last', async function () {
		this.timeout(120_000);
		// The edit before has made the tunnel anew: when the hub answered it, is known once it has.
		await waitFor(
			async () => {
				const { handshake_age: shaken, hub_heard: heard } = await suite.a.status();
				return shaken !== null && heard !== null;
			},
			{ what: 'the hub to answer the tunnel that runs', deadline: 40_000 }
		);
		await suite.lab.hubDown();
		await visitor.press('check again');
		await visitor.page
			.locator('.wgs-pill-bad', { hasText: 'The hub' })
			.waitFor({ timeout: 40_000 });
		await visitor.page.getByText(/The hub stopped answering at \d\d:\d\d\./).waitFor();
		const ladder = visitor.part('ladder');
		await ladder.locator('li[data-verdict=no]').waitFor({ timeout: 30_000 });
		assert.equal(await ladder.locator('li[data-verdict=no]').count(), 1);
		const row = visitor.part('states').locator('[data-key="site-Hill"]');
		assert.match(await row.innerText(), /not reached/);
		assert.equal(await visitor.page.locator('.wgs-map path.wgs-no').count(), 1);
		await suite.lab.hubUp();
		await visitor.press('check again');
		await visitor.page.locator('.wgs-pill', { hasText: 'Connected' }).waitFor({ timeout: 60_000 });
	});

	it('lets a look at the hub decide between causes that look the same, here and on the page Hub', async function () {
		this.timeout(180_000);
		const { page } = visitor;
		const { hub, keys } = suite.lab;
		await must(hub, ['wg', 'set', 'wg0', 'peer', keys.homeA.publicKey, 'remove']);
		await visitor.press('check again');
		await visitor.finding('hub-drops').waitFor({ timeout: 40_000 });
		const part = visitor.part('look-here');
		await part.locator('summary', { hasText: 'Check the hub' }).first().click();
		await visitor.press('Compare');
		await part.getByText('Paste what the command printed on the hub first.').waitFor();
		const command = await visitor.copyText('Command that looks at the hub');
		const printed = await must(hub, ['sh'], { stdin: command });
		await page.getByRole('textbox', { name: 'What the hub printed' }).fill('wg: not found');
		await visitor.press('Compare');
		await visitor.finding('not-look').waitFor();
		await page.getByRole('textbox', { name: 'What the hub printed' }).fill(printed);
		await visitor.press('Compare');
		await visitor.finding('hub-unknown-key').waitFor();
		assert.equal(await visitor.finding('hub-drops').count(), 0);
		assert.equal(await part.count(), 0);
		await visitor.open('Hub');
		await page.getByRole('textbox', { name: 'What the hub printed' }).fill(printed);
		await visitor.press('Compare');
		await page.locator('[data-key=cause-hub-unknown-key]').waitFor({ timeout: 40_000 });
		assert.equal(await page.getByText('The hub is up to date').count(), 0);
		await hub.restart();
		await visitor.open('Overview');
		await visitor.press('check again');
		await page.locator('.wgs-pill', { hasText: 'Connected' }).waitFor({ timeout: 60_000 });
	});

	it('switches the tunnel off for now, says so as no fault, and on again', async function () {
		this.timeout(90_000);
		await visitor.press('Settings…');
		await visitor.press('Switch off');
		await visitor.told('Switch the tunnel off for now?');
		await visitor.page
			.locator('#modal_overlay')
			.getByRole('button', { name: 'Switch off' })
			.click();
		await visitor.page
			.locator('.wgs-pill', { hasText: 'Switched off' })
			.waitFor({ timeout: 30_000 });
		assert.equal(await visitor.page.locator('.wgs-pill-bad, .wgs-map .wgs-no').count(), 0);
		assert.equal((await suite.a.status()).up, false);
		await visitor.press('Switch on');
		await visitor.page.locator('#modal_overlay').getByRole('button', { name: 'Switch on' }).click();
		await visitor.page.locator('.wgs-pill', { hasText: 'Connected' }).waitFor({ timeout: 60_000 });
	});

	it('makes a report for a forum post, which says nothing of where this home is', async () => {
		await visitor.press('Settings…');
		await visitor.press('Make the report');
		const report = await visitor.copyText('Report');
		assert.ok(report.includes("option name 'Ping from the other homes'"), report);
		assert.match(report, /^It works\.$/m);
		assert.ok(!report.includes('203.0.113.1'), report);
		const { public_key: key } = await suite.a.status();
		assert.ok(!report.includes(key));
		await visitor.press('Close');
	});

	it('shows what leaving takes away, does nothing on Cancel, and leaves no trace on Leave', async function () {
		this.timeout(60_000);
		const joined = await suite.a.files();
		await visitor.press('Settings…');
		await visitor.press('Leave');
		await visitor.told('Leaving will:');
		await visitor.press('Cancel');
		assert.deepEqual(await suite.a.changedFiles(joined), []);
		assert.equal(await visitor.page.getByText('Unsaved Changes').count(), 0);
		await visitor.press('Settings…');
		await visitor.press('Leave');
		await visitor.told('Leaving will:');
		await visitor.page
			.locator('#modal_overlay')
			.getByRole('button', { name: 'Leave', exact: true })
			.click();
		await visitor.told('This home has left');
		await visitor.page.locator('#modal_overlay').getByRole('button', { name: 'Close' }).click();
		await visitor.step('hub').waitFor();
		assert.deepEqual(await suite.a.changedFiles(), []);
		await suite.a.waitUntilGone();
		assert.deepEqual(visitor.errors, []);
	});
});

describe('a tunnel that somebody has deleted on the router', () => {
	const suite = withBrowser('block');

	it('has lost its key: the page says so, has a new one ready for the hub, and puts the tunnel back with it', async function () {
		this.timeout(120_000);
		const { a, b, lab } = suite;
		await Promise.all([a.join(), b.join()]);
		const reload = `ubus call service event '{"type":"config.change","data":{"package":"network"}}'`;
		const script = `uci delete network.wgspoke; uci delete network.wgspoke_hub; uci commit network; ${reload}`;
		assert.equal((await a.gateway.exec(['sh', '-c', script])).code, 0);
		const visitor = await suite.visit();
		await visitor.arrive();
		const told = visitor.page.getByText('The key of this home is lost');
		await told.first().waitFor({ timeout: 30_000 });
		assert.equal(await told.count(), 1);
		await visitor.press('Put back');
		await visitor.told('A new key for this home');
		const dialog = visitor.page.locator('#modal_overlay');
		const [, key = ''] = /has a new key, (\S{44}),/.exec((await dialog.textContent()) ?? '') ?? [];
		const command = `wg set wg0 peer ${key} allowed-ips 192.168.151.2/32,192.168.2.0/24`;
		assert.ok((await dialog.textContent())?.includes(command), 'the command for the hub');

		// Who goes away meanwhile finds the same key.
		await visitor.press('Cancel');
		await visitor.press('Put back');
		await visitor.told(key);

		assert.equal((await lab.hub.exec(['sh', '-c', command])).code, 0);
		await dialog.getByRole('button', { name: 'Put back' }).click();
		await dialog.waitFor({ state: 'hidden', timeout: 60_000 });
		assert.equal((await a.status()).stage, 'answers');
		await visitor.press('check again');
		await visitor.page.locator('.wgs-pill', { hasText: 'Connected' }).waitFor({ timeout: 60_000 });
		assert.equal((await a.status()).public_key, key);
		assert.equal(await told.count(), 0);
		await lab.hub.restart();
	});
});

describe('somebody who may only look', () => {
	const suite = withBrowser('block');

	it('reads and plans in the wizard, and cannot apply', async () => {
		const visitor = await suite.visit();
		await visitor.arrive('reader');
		await visitor.page.getByText('This login can look, but not change').waitFor();
		await visitor.pasteConf(suite.lab.homeA.conf);
		await visitor.toReview();
		assert.ok(await visitor.page.getByRole('button', { name: 'Apply', exact: true }).isDisabled());
	});

	it('sees the overview, and can check but neither edit nor leave', async function () {
		this.timeout(90_000);
		await suite.a.join();
		const visitor = await suite.visit();
		await visitor.arrive('reader');
		await visitor.part('live').waitFor();
		const enabled = (name: string) =>
			visitor.page.getByRole('button', { name, exact: true }).isEnabled();
		assert.equal(await enabled('Settings…'), false);
		assert.equal(await enabled('Add a device'), false);
		await visitor.press('check again');
		// Home B has not joined, and its VPN address is known.
		await visitor.page
			.locator('.wgs-pill', { hasText: 'B does not answer' })
			.waitFor({ timeout: 40_000 });
		assert.match(await visitor.part('states').innerText(), /no answer from 192\.168\.4\.1/);
	});
});
