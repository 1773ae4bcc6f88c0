// What does somebody see and do who has joined?

import assert from 'node:assert/strict';
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

	it('shows who answers, in the drawing and in the table, by sign and word', async () => {
		await visitor.press('Check now');
		const row = visitor.page.locator('tr', { hasText: '192.168.4.0/24' });
		await row.getByText('✓ answers').first().waitFor({ timeout: 20_000 });
		await visitor.page.locator('.spinning').waitFor({ state: 'detached' });
		const name = await visitor.page.getByRole('img').getAttribute('aria-label');
		assert.match(name ?? '', /A: answers; B: answers/);
		assert.match(await visitor.part('facts').innerText(), /Last handshake\s+\d+s ago/);
	});

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
		await visitor.press('Edit homes');
		await visitor.step('others').waitFor();
		await visitor.page.getByLabel('Name', { exact: true }).fill('Hill');
		await visitor.press('Add a home');
		await visitor.page.keyboard.insertText('192.168.6.0/24');
		await visitor.next('tellhub');
		await visitor.next('review');
		await visitor.part('summary').waitFor();
		await visitor.applied();
		await visitor.press('Go to the overview');
		await visitor.page.locator('tr', { hasText: '192.168.6.0/24' }).waitFor();
		assert.ok((await visitor.text()).includes('Hill'));
		assert.ok((await suite.a.allowedIps()).includes('192.168.6.0/24'));
	});

	it('takes a home away again', async function () {
		this.timeout(60_000);
		await visitor.press('Edit homes');
		await visitor.step('others').waitFor();
		await visitor.page.getByRole('button', { name: 'Remove Home 2' }).click();
		await visitor.next('tellhub');
		await visitor.next('review');
		await visitor.applied();
		await visitor.press('Go to the overview');
		await visitor.page.locator('tr', { hasText: '192.168.6.0/24' }).waitFor({ state: 'detached' });
		assert.ok(!(await suite.a.allowedIps()).includes('192.168.6.0/24'));
	});

	it('shows what leaving takes away, does nothing on Cancel, and leaves no trace on Leave', async function () {
		this.timeout(60_000);
		const joined = await suite.a.files();
		await visitor.press('Leave');
		await visitor.told('Leaving will:');
		await visitor.press('Cancel');
		assert.deepEqual(await suite.a.changedFiles(joined), []);
		assert.equal(await visitor.page.getByText('Unsaved Changes').count(), 0);
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
		assert.equal(await enabled('Edit homes'), false);
		assert.equal(await enabled('Leave'), false);
		await visitor.press('Check now');
		await visitor.page.locator('tr', { hasText: '192.168.4.0/24' }).waitFor();
		// Home B has not joined.
		await visitor.page
			.getByText('No answer from B, though the hub answers')
			.waitFor({ timeout: 60_000 });
	});
});
