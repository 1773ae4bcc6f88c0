// How does it look and read? Every step on a desk and on a phone, light and dark, with pictures of each.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { must } from '../../tools/lab/space.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

const LOOKS = [
	{ width: 1280, dark: false },
	{ width: 1280, dark: true },
	{ width: 360, dark: false },
	{ width: 360, dark: true },
];

/** What axe-core finds in our part of the page, and in the dialog; colours are the theme's. */
const BARRIERS = `axe.run({ include: [['.wgs']].concat(
		document.body.classList.contains('modal-overlay-active') ? [['#modal_overlay .modal']] : []
	) }, { rules: { 'color-contrast': { enabled: false } } })
	.then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((one) => one.html).join(' ')))`;

describe('the look', () => {
	const suite = withBrowser('block');

	/** A picture of what is seen, which neither overflows nor bars anybody who does not see it. */
	const look = async (visitor: Visitor, name: string): Promise<void> => {
		await visitor.screenshot(`${suite.kind}-${name}`);
		assert.equal(await visitor.overflows(), false, `${name} is wider than the window`);
		await visitor.page.evaluate(axe.source);
		assert.deepEqual(await visitor.page.evaluate(BARRIERS), [], `${name} bars somebody`);
	};

	/** What the look prints at the lab's hub. */
	const hubLook = async (visitor: Visitor): Promise<string> =>
		must(suite.lab.hub, ['sh'], { stdin: await visitor.copyText('Command that looks at the hub') });

	for (const { width, dark } of LOOKS) {
		const title = `${width} px wide and ${dark ? 'dark' : 'light'}`;

		it(`of the wizard is whole and named, ${title}`, async function () {
			this.timeout(60_000);
			const visitor = await suite.visit({ width, dark });
			await visitor.arrive();
			await look(visitor, '1-hub-empty');
			await visitor.pasteConf(suite.lab.homeA.conf);
			await look(visitor, '2-hub-read');
			await visitor.toReview();
			await look(visitor, '3-review');
			for (const row of ['Hub', 'VPN address', 'This home', 'Other homes'] as const) {
				await visitor.change(row);
			}
			await look(visitor, '4-review-open');
			await visitor.page.getByLabel('VPN address of this home').fill('192.168.150.2');
			await visitor.page.getByLabel('Name of this home').fill('');
			await visitor.finding('address-outside').first().waitFor();
			await look(visitor, '8-findings');
			assert.deepEqual(visitor.errors, []);
		});
	}

	it('of applying, of a silent hub and of a good end', async function () {
		this.timeout(90_000);
		const visitor = await suite.visit({ width: 360, dark: false });
		await visitor.arrive();
		await visitor.pasteConf(suite.lab.homeA.conf);
		await visitor.toReview();
		await suite.lab.hubDown();
		await visitor.apply();
		await visitor.told('Wait for the hub to answer');
		await look(visitor, '9-apply-waiting');
		await visitor.press('Undo now');
		await visitor.page.getByText('Your old settings are back.').waitFor({ timeout: 30_000 });
		await look(visitor, '10-apply-undone');
		await suite.lab.hubUp();
	});

	for (const { width, dark } of LOOKS) {
		it(`of the hub's script is whole and named, ${width} px wide and ${dark ? 'dark' : 'light'}`, async () => {
			const visitor = await suite.visit({ width, dark }, suite.lab.homeB);
			await visitor.arrive();
			await visitor.open('Hub');
			await visitor.press('Make the script');
			await visitor.page.getByText('Script for a new hub').waitFor();
			await look(visitor, '14-hub-new');
		});
	}

	for (const { width, dark } of LOOKS) {
		it(`of the overview is whole and named, good and bad, ${width} px wide and ${dark ? 'dark' : 'light'}`, async function () {
			this.timeout(150_000);
			await Promise.all([suite.a.join(), suite.b.join()]);
			const visitor = await suite.visit({ width, dark });
			await visitor.arrive();
			await visitor.page
				.locator('.wgs-pill', { hasText: 'Connected' })
				.waitFor({ timeout: 40_000 });
			await look(visitor, '12-overview');
			await visitor.press('Settings…');
			await look(visitor, '13-settings');
			await visitor.press('Leave');
			await visitor.told('Leaving will:');
			await look(visitor, '13-leave');
			await visitor.press('Cancel');
			await suite.lab.hubDown();
			await visitor.press('check again');
			await visitor.part('ladder').waitFor({ timeout: 60_000 });
			await look(visitor, '12-overview-bad');
			await suite.lab.hubUp();
		});

		it(`of hub and devices is whole and named, ${width} px wide and ${dark ? 'dark' : 'light'}`, async function () {
			this.timeout(60_000);
			const visitor = await suite.visit({ width, dark });
			await visitor.arrive();
			await visitor.open('Hub');
			const answering = visitor.page.locator('#answering > details > summary');
			await answering.click();
			await look(visitor, '15-hub-answering');
			await answering.click();
			await visitor.page.getByLabel('What the hub printed').fill(await hubLook(visitor));
			await visitor.press('Compare');
			await visitor.part('keys').waitFor();
			await look(visitor, '15-hub');
			await visitor.page.getByLabel('Name', { exact: true }).fill('Cabin');
			await visitor.page.getByLabel('LAN', { exact: true }).fill('192.168.6.0/24');
			await visitor.press('Invite');
			await visitor.told('Invite Cabin?');
			await look(visitor, '16-invite');
			await visitor.press('Cancel');
			await visitor.open('Devices');
			await look(visitor, '17-devices');
			const name = `Phone ${width}${dark ? ' dark' : ''}`;
			await visitor.page.getByLabel('Name', { exact: true }).fill(name);
			await visitor.press('Add the device');
			await visitor.page.locator('.wgs-qr').waitFor();
			await look(visitor, '18-device');
			assert.deepEqual(visitor.errors, []);
		});
	}

	it('of an invitation', async () => {
		const visitor = await suite.visit({ width: 360, dark: false });
		await visitor.arrive();
		await visitor.open('Hub');
		await visitor.page.getByLabel('Name', { exact: true }).fill('Cabin');
		await visitor.page.getByLabel('LAN', { exact: true }).fill('192.168.6.0/24');
		await visitor.press('Invite');
		await visitor.page.locator('#modal_overlay').getByRole('button', { name: 'Invite' }).click();
		await visitor.part('handout').waitFor({ timeout: 20_000 });
		await look(visitor, '19-invitation');
	});
});
