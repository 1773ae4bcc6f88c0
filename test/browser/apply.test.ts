// What happens when the hub does not answer, when the page is lost, and when two tabs want the same?

import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

describe('applying in the browser', () => {
	const suite = withBrowser('each test');

	const ready = async (): Promise<Visitor> => {
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.pasteConf(suite.lab.homeA.conf);
		await visitor.toReview();
		return visitor;
	};

	it('is undone by one click when the hub is silent; the page says so, and what may be done', async function () {
		this.timeout(60_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await visitor.told(/If the hub doesn't answer, the old settings return in \d+ s\./);
		await visitor.page.keyboard.press('Escape');
		await visitor.press('Undo now');
		await visitor.page.getByText('Your old settings are back.').waitFor({ timeout: 30_000 });
		await visitor.page.locator('.wgs-pill', { hasText: 'Undone as you asked' }).waitFor();
		assert.equal(await visitor.finding('undone-by-hand').count(), 0);
		assert.deepEqual(await suite.a.changedFiles(), []);
		await suite.a.waitUntilGone();
		assert.equal(await visitor.page.getByText('Unsaved Changes').count(), 0);
		await visitor.part('summary').waitFor();
		await visitor.page.getByRole('button', { name: 'Try again' }).waitFor();
	});

	it('that the hub never answers ends with the old settings, one cause, and the same text to be tried again', async function () {
		this.timeout(120_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await visitor.page
			.locator('.wgs-pill', { hasText: 'Not connected' })
			.waitFor({ timeout: 90_000 });
		await visitor.finding('no-answer').waitFor();
		await visitor.page.getByText('from here they look the same').waitFor();
		// One script has the hub know this router, now and after its restart.
		await visitor.page.getByText("Hub doesn't know this router? Run this there").click();
		assert.match(
			await visitor.copyText('Script “Update the hub”'),
			/^members=.*192\.168\.2\.0\/24/m
		);
		assert.deepEqual(await suite.a.changedFiles(), []);
		await suite.lab.hubUp();
		await visitor.part('summary').waitFor();
		await visitor.press('Try again');
		await visitor.part('live').waitFor({ timeout: 40_000 });
	});

	it('that cannot be put back says so, with the next step, and what then comes of it is told after a reload', async function () {
		this.timeout(120_000);
		const { a, lab } = suite;
		const sh = async (script: string): Promise<void> => {
			const { code, stderr } = await a.gateway.exec(['sh', '-c', script]);
			assert.equal(code, 0, stderr);
		};
		const visitor = await ready();
		await lab.hubDown();
		await visitor.apply();
		await visitor.told(/If the hub doesn't answer, the old settings return in \d+ s\./);
		await sh(`mkdir -p /tmp/small; mount -t tmpfs -o size=256k tmpfs /tmp/small
			cp -a /etc/config/. /tmp/small/; mount --bind /tmp/small /etc/config; mount -o remount,bind,ro /etc/config`);
		try {
			await visitor.press('Undo now');
			await visitor.told('Your old settings could not be put back yet', 40_000);
			await visitor.told('then restart the router: it tries again as it starts.');
		} finally {
			await sh('umount /etc/config && umount /tmp/small');
			await lab.hubUp();
		}
		await sh('wgspoke recover');
		assert.deepEqual(await a.changedFiles(), []);
		await a.waitUntilGone();
	});

	it('that failed for a wrong key of the hub is put right on the same page, once the hub has told', async function () {
		this.timeout(180_000);
		const visitor = await suite.visit();
		const right = suite.lab.keys.hub.publicKey;
		await visitor.arrive();
		await visitor.pasteConf(
			suite.lab.homeA.conf.replace(right, 'HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=')
		);
		await visitor.toReview();
		await visitor.apply();
		await visitor.finding('no-answer').waitFor({ timeout: 90_000 });
		const command = await visitor.copyText('Command that looks at the hub');
		const printed = await must(suite.lab.hub, ['sh'], { stdin: command });
		await visitor.page.getByRole('textbox', { name: 'What the hub printed' }).fill(printed);
		await visitor.press('Compare');
		await visitor.finding('hub-key-wrong').waitFor();
		await visitor.part('decided').getByRole('button', { name: 'Change' }).click();
		await visitor.page.getByLabel('Public key of the hub').fill(right);
		await visitor.part('summary').waitFor();
		await visitor.apply();
		await visitor.part('live').waitFor({ timeout: 40_000 });
	});

	it('is undone by the router when the page is lost, after the minute that it was given', async function () {
		this.timeout(150_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await visitor.told('Wait for the hub to answer');
		await waitFor(async () => (await suite.a.status()).joined, {
			what: 'the change to be applied',
		});
		await visitor.close();
		const { trial } = await suite.a.ask('trial');
		assert.ok(trial && trial.left > 45 && trial.left <= 60, String(trial?.left));
		await waitFor(async () => (await suite.a.trial(trial.id)).state === 'undone', {
			what: 'the router to undo it',
			deadline: 90_000,
			every: 500,
		});
		assert.deepEqual(await suite.a.changedFiles(), []);
	});

	it('says after a reload that a change is being tried out, and lets it be undone', async function () {
		this.timeout(60_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await waitFor(async () => (await suite.a.status()).joined, {
			what: 'the change to be applied',
		});
		await visitor.page.reload();
		await visitor.page.getByText('New settings are being tried out').waitFor();
		await visitor.press('Undo now');
		await visitor.step('review').waitFor();
		assert.deepEqual(await suite.a.changedFiles(), []);
		assert.equal(await visitor.page.getByText('Unsaved Changes').count(), 0);
	});

	it('is told to whoever comes by another browser, who may keep it; or only look', async function () {
		this.timeout(90_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await waitFor(async () => (await suite.a.status()).joined, {
			what: 'the change to be applied',
		});
		const reader = await suite.visit();
		await reader.arrive('reader');
		await reader.page.getByText(/New settings are being tried out.* in \d+ s/).waitFor();
		assert.equal(await reader.page.getByRole('button', { name: 'Keep it' }).count(), 0);
		assert.equal(await reader.page.getByRole('button', { name: 'Undo now' }).count(), 0);

		const other = await suite.visit();
		await other.arrive();
		await other.page.getByText(/New settings are being tried out.* in \d+ s/).waitFor();
		await other.press('Keep it');
		for (const one of [other, reader, visitor]) {
			await one.part('live').waitFor({ timeout: 30_000 });
		}
		assert.equal((await suite.a.status()).joined, true);
		assert.deepEqual([...other.errors, ...reader.errors, ...visitor.errors], []);
	});

	it('says how it ended when the program that tries it out is killed: the router is as it was', async function () {
		this.timeout(60_000);
		const visitor = await ready();
		await suite.lab.hubDown();
		await visitor.apply();
		await waitFor(async () => (await suite.a.status()).joined, {
			what: 'the change to be applied',
		});
		const { trial } = await suite.a.ask('trial');
		await suite.a.killTrial(trial?.id ?? '');
		await visitor.page.getByText('was stopped half-way').waitFor({ timeout: 30_000 });
		await visitor.page.getByText('Your old settings are back.').waitFor();
		assert.deepEqual(await suite.a.changedFiles(), []);
		await visitor.part('summary').waitFor();
	});

	it('refuses in a second tab while the first one tries a change', async function () {
		this.timeout(60_000);
		const visitor = await ready();
		const other = await visitor.tab();
		await other.pasteConf(suite.lab.homeA.conf);
		await other.toReview();
		await suite.lab.hubDown();
		await visitor.page.bringToFront();
		await visitor.apply();
		await visitor.told('Wait for the hub to answer');
		await other.page.bringToFront();
		await other.apply();
		await other.told('Another change is being tried out on this router.');
		await visitor.page.bringToFront();
		await visitor.press('Undo now');
		await visitor.page.getByText('Your old settings are back.').waitFor({ timeout: 30_000 });
		assert.deepEqual(await suite.a.changedFiles(), []);
	});
});

describe('the draft of the wizard', () => {
	const suite = withBrowser('each test');

	it('outlives a reload in the middle; the text and its key never were in the browser’s storage', async function () {
		this.timeout(60_000);
		const { conf } = suite.lab.homeA;
		const { privateKey } = suite.lab.keys.homeA;
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.pasteConf(conf);
		await visitor.next();
		await visitor.change('This home');
		await visitor.page.getByLabel('Name of this home').fill('Harbour');
		await visitor.change('Other homes');
		await visitor.page.getByLabel('Name', { exact: true }).fill('Hill');
		const stored = await visitor.stored();
		assert.ok(!stored.includes(privateKey));
		assert.ok(!stored.includes('[Interface]'));

		await visitor.page.reload();
		await visitor.step('review').waitFor();
		await visitor.change('Other homes');
		assert.equal(await visitor.page.getByLabel('Name', { exact: true }).inputValue(), 'Hill');
		await visitor.change('This home');
		assert.equal(await visitor.page.getByLabel('Name of this home').inputValue(), 'Harbour');
		await visitor.toReview();
		await visitor.applied();
		const { network, public_key } = await suite.a.status();
		assert.deepEqual(
			network?.sites.map(({ name }) => name),
			['Harbour', 'Hill']
		);
		assert.equal(public_key, suite.lab.keys.homeA.publicKey);
	});

	it('is told that the router has forgotten the text, and goes on once it is pasted again', async function () {
		this.timeout(60_000);
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.pasteConf(suite.lab.homeA.conf);
		await visitor.toReview();
		await suite.a.gateway.exec(['sh', '-c', 'rm /var/run/wgspoke/pasted.*']);
		await visitor.change('This home');
		await visitor.page.getByLabel('Name of this home').fill('Harbour');
		await visitor.step('hub').waitFor();
		await visitor.finding('paste-gone').first().waitFor();
		const area = visitor.page.getByRole('textbox', { name: 'Configuration from the hub' });
		await area.fill('');
		await area.fill(suite.lab.homeA.conf);
		await visitor.finding('paste-gone').waitFor({ state: 'detached' });
		await visitor.next();
		assert.deepEqual(await suite.a.changedFiles(), []);
	});

	it('goes back and forward without loss', async () => {
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.pasteConf(suite.lab.homeA.conf);
		await visitor.next();
		await visitor.change('This home');
		await visitor.page.getByLabel('Name of this home').fill('Harbour');
		await visitor.back();
		await visitor.next();
		assert.equal(await visitor.page.getByLabel('Name of this home').inputValue(), 'Harbour');
	});
});
