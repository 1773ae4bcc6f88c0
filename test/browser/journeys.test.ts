// How much does a person do and read for what they came for? Clicks and pastes have a limit; words and seconds are told.

import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withBrowser } from './suite.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import type { Visitor } from './visitor.ts';

/** What a person sees of ours: the page, and the dialog before it. */
const SEEN = `[...document.querySelectorAll('.wgs, #modal_overlay .modal')]
	.map((part) => part.innerText).join('\\n')`;

/** One way from the wish to its end. */
interface Journey {
	name: string;
	clicks: number;
	pastes: number;
	/** On the fullest screen of the way. */
	words: number;
	/** From the first click to the end, the router's own work included. */
	seconds: number;
}

const journeys: Journey[] = [];

/** Measures a way of this visitor; `look` is to be called at each screen that has to be read. */
async function travel(
	name: string,
	visitor: Visitor,
	way: (look: () => Promise<void>) => Promise<void>
): Promise<Journey> {
	const { clicks, pastes } = visitor;
	let words = 0;
	const look = async (): Promise<void> => {
		const seen = await visitor.page.evaluate<string>(SEEN);
		words = Math.max(words, seen.split(/\s+/).filter(Boolean).length);
	};
	const begin = Date.now();
	await way(look);
	await look();
	const journey = {
		name,
		clicks: visitor.clicks - clicks,
		pastes: visitor.pastes - pastes,
		words,
		seconds: (Date.now() - begin) / 1000,
	};
	journeys.push(journey);
	assert.deepEqual(visitor.errors, []);
	return journey;
}

after(() => {
	for (const { name, clicks, pastes, words, seconds } of journeys)
		console.log(
			`      ${name.padEnd(48)}${clicks} clicks, ${pastes} pastes, ${words} words, ${seconds.toFixed(1)} s`
		);
});

describe('the ways of a person with two homes, one server and a phone', () => {
	const suite = withBrowser('block');
	let atA: Visitor;

	/** From the menu to "Connected", with a text that the hub's owner has. */
	const join = (name: string, visitor: Visitor, text: string): Promise<Journey> =>
		travel(name, visitor, async (look) => {
			await visitor.enter();
			await look();
			await visitor.pasteConf(text);
			await visitor.toReview();
			await look();
			await visitor.applied();
		});

	it('join the first home with one paste and three clicks', async function () {
		this.timeout(60_000);
		atA = await suite.visit();
		await atA.login();
		const { clicks, pastes } = await join('join home A', atA, suite.lab.homeA.conf);
		assert.deepEqual({ clicks, pastes }, { clicks: 3, pastes: 1 });
	});

	it('join the second home likewise, and both reach each other', async function () {
		this.timeout(60_000);
		const atB = await suite.visit({}, suite.lab.homeB);
		await atB.login();
		const { clicks, pastes } = await join('join home B', atB, suite.lab.homeB.conf);
		assert.deepEqual({ clicks, pastes }, { clicks: 3, pastes: 1 });
		await suite.a.waitForPing('192.168.4.1');
		await suite.b.waitForPing('192.168.2.1');
	});

	it('rename the other home in four clicks', async function () {
		this.timeout(60_000);
		const { clicks } = await travel('rename the other home', atA, async (look) => {
			await atA.press('Settings…');
			await look();
			await atA.press('Edit homes');
			await atA.step('review').waitFor();
			await look();
			await atA.page.getByLabel('Name', { exact: true }).fill('Parents');
			await atA.part('summary').getByText('Parents').first().waitFor();
			await look();
			await atA.applied();
		});
		assert.ok(clicks <= 4, `${clicks} clicks`);
		await atA.part('states').getByText('Parents').waitFor();
	});

	it('let the hub answer, with one command that is run there and one line that is pasted here', async function () {
		this.timeout(60_000);
		const { lab, a } = suite;
		const before = await a.files();
		const { clicks, pastes } = await travel('have the hub answer', atA, async (look) => {
			await atA.open('Hub');
			await look();
			await atA.click(atA.page.locator('#answering > details > summary'));
			await look();
			// Copy is a click of its own; the hub's own side is no part of the pages.
			await atA.press('Copy: Script “Have the hub answer your homes”');
			const script = await atA.copyText('Script “Have the hub answer your homes”');
			const line = /^wgspoke:\S+$/m.exec(await lab.hub.answerHomes(script))?.[0] ?? '';
			await atA.click(atA.page.getByLabel('Its last line'));
			await atA.paste(line);
			await atA.press('Take the line');
			await atA.told('This router may');
			await atA.press('Close');
			// The hub is asked at once, by nobody's press.
			await atA.page
				.locator('.wgs-pill', { hasText: 'Not checked' })
				.waitFor({ state: 'detached', timeout: 20_000 });
		});
		assert.deepEqual({ clicks, pastes }, { clicks: 6, pastes: 1 });
		assert.deepEqual(await a.changedFiles(before), []);
		await waitFor(async () => ((await a.status()) as StatusReply).manages_hub === 'yes', {
			what: 'the hub to take changes from here',
		});
	});

	it('add a phone with three clicks once the hub speaks, and nothing is copied to the hub', async function () {
		this.timeout(90_000);
		const { clicks, pastes } = await travel('add a phone', atA, async (look) => {
			await atA.open('Devices');
			await look();
			await atA.page.getByLabel('Name', { exact: true }).fill('iPhone');
			await atA.press('Add the device');
			await atA.page.locator('.wgs-qr').waitFor({ timeout: 30_000 });
			await look();
			await atA.press('Done');
		});
		assert.deepEqual({ clicks, pastes }, { clicks: 3, pastes: 0 });
		assert.match(await must(suite.lab.hub, ['cat', '/etc/wireguard/wg0.conf']), /# iPhone$/m);
	});

	it('add a third home that somebody else has put on the hub with one click, a minute after', async function () {
		this.timeout(120_000);
		const { lab, a } = suite;
		await atA.open('Overview');
		const { publicKey } = await makeKeyPair(lab.hub);
		const block = `[Peer] # Cabin\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.6/32, 192.168.6.0/24\n`;
		await must(lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], { stdin: `\n${block}` });
		const { clicks } = await travel(
			'third home, on the hub until added here',
			atA,
			async (look) => {
				await lab.hub.addPeer(block);
				await atA.page.getByRole('button', { name: 'Add Cabin' }).waitFor({ timeout: 70_000 });
				await look();
				await atA.press('Add Cabin');
				await atA.part('states').locator('tr', { hasText: 'Cabin' }).waitFor({ timeout: 30_000 });
				await atA.page.getByRole('button', { name: 'Add Cabin' }).waitFor({ state: 'detached' });
			}
		);
		assert.equal(clicks, 1);
		await waitFor(async () => (await a.allowedIps()).includes('192.168.6.0/24'), {
			what: 'the tunnel to carry Cabin',
		});
	});

	it('find out why it does not work without a click', async function () {
		this.timeout(120_000);
		const { clicks } = await travel('why it does not work, hub unplugged', atA, async (look) => {
			await suite.lab.hubDown();
			await atA.page.locator('.wgs-pill-bad').waitFor({ timeout: 100_000 });
			await atA.part('ladder').locator('li[data-verdict=no]').waitFor();
			await look();
		});
		assert.equal(clicks, 0);
	});
});

describe('the way of a person whose hub was made by hand, with names in its comments', () => {
	const suite = withBrowser('block');

	it('leads in ten clicks and one paste to both homes by name and a phone at the first free address', async function () {
		this.timeout(90_000);
		const { lab, a } = suite;
		await suite.b.join();
		const visitor = await suite.visit();
		await visitor.login();
		/** Copied by its button, and run at the hub. */
		const atHub = async (title: string): Promise<string> => {
			await visitor.press(`Copy: ${title}`);
			return must(lab.hub, ['sh'], { stdin: await visitor.copyText(title) });
		};
		const { clicks, pastes } = await travel(
			'by what the hub prints, and a phone',
			visitor,
			async (look) => {
				await visitor.enter();
				await visitor.click(
					visitor.page.getByText(
						'The hub runs already, but you have no configuration for this home'
					)
				);
				await look();
				const printed = await atHub('Command that looks at the hub');
				await visitor.page.locator('textarea').focus();
				await visitor.paste(printed);
				await visitor.part('there').waitFor();
				await look();
				await visitor.next();
				await visitor.part('summary').getByText('家庭网络B的路由器').first().waitFor();
				await look();
				await atHub('Script “Update the hub”');
				await visitor.applied();
				await visitor.open('Devices');
				await visitor.page.getByLabel('Name', { exact: true }).fill('iPhone');
				await visitor.press('Add the device');
				await visitor.part('handout').waitFor({ timeout: 30_000 });
				await look();
				await atHub('Script “Update the hub”');
				await visitor.press('Done');
			}
		);
		assert.equal(pastes, 1);
		assert.ok(clicks <= 10, `${clicks} clicks`);
		const { network } = await a.status();
		assert.equal(network?.sites.find(({ local }) => !local)?.name, '家庭网络B的路由器');
		// The article's laptop, whom the hub knows, is at .4.
		const devices = network.devices.map(({ name, address }) => `${name} ${address}`);
		assert.deepEqual(devices, ['笔记本电脑 192.168.151.4', 'iPhone 192.168.151.5']);
	});
});
