// What do the pages make of a hub that answers: names, news from other homes, and a phone that comes?

import assert from 'node:assert/strict';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

describe('the pages of a router whose hub answers', () => {
	const suite = withBrowser('block');
	let visitor: Visitor;
	/** What the hub printed for its first router, with the token in it. */
	let line = '';

	before(async function () {
		this.timeout(60_000);
		const { a, lab } = suite;
		const joined = await a.command(['join', '-'], lab.homeA.conf);
		assert.equal(joined.code, 0, joined.stderr);
		const { stdout } = await a.command(['hub', '--speak']);
		line = /^wgspoke:\S+$/m.exec(await lab.hub.answerHomes(stdout))?.[0] ?? '';
		await suite.b.join();
		visitor = await suite.visit();
		await visitor.arrive();
		await visitor.part('live').waitFor();
	});

	it('call the other home as the hub calls it', async () => {
		await visitor.part('states').getByText('家庭网络B的路由器').waitFor({ timeout: 60_000 });
	}).timeout(70_000);

	it('tell of a home that another one has added, and add it on one click', async () => {
		const { lab, a } = suite;
		const { publicKey } = await makeKeyPair(lab.hub);
		const block = `[Peer] # Cabin\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.6/32, 192.168.6.0/24\n`;
		await must(lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], { stdin: `\n${block}` });
		await lab.hub.addPeer(block);
		await visitor.page
			.getByText('Cabin, 192.168.6.0/24, is new on the hub.')
			.waitFor({ timeout: 60_000 });
		await visitor.part('states').getByText('on the hub, not added here').waitFor();
		assert.equal(await visitor.page.locator('.wgs-map .wgs-new').count(), 1);
		assert.equal(await visitor.page.locator('.wgs-map .wgs-no').count(), 0);
		await visitor.screenshot(`${suite.kind}-20-third-home`);
		await visitor.press('Add Cabin');
		await visitor.page.locator('.wgs-map .wgs-new').waitFor({ state: 'detached', timeout: 30_000 });
		await waitFor(async () => (await a.allowedIps()).includes('192.168.6.0/24'), {
			what: 'the tunnel to carry Cabin',
		});
	}).timeout(120_000);

	it('have what comes from the hub followed by itself, once somebody wants that', async () => {
		await visitor.press('Settings…');
		await visitor.press('Start following');
		await visitor.page.locator('#modal_overlay').waitFor({ state: 'hidden', timeout: 30_000 });
		assert.equal((await suite.a.status()).network?.hub.follow, true);
		await visitor.press('Settings…');
		await visitor.page.getByRole('button', { name: 'Stop following' }).waitFor();
		await visitor.press('Close');
	}).timeout(60_000);

	it('wait for a phone, say what is left at the hub, and tell when the phone is there', async () => {
		const { lab } = suite;
		await visitor.open('Devices');
		await visitor.page.getByLabel('Name', { exact: true }).fill('iPhone');
		await visitor.press('Add the device');
		await visitor.page.locator('.wgs-pill', { hasText: 'Waiting for iPhone…' }).waitFor();
		await visitor.part('handout').getByText('the hub does not know iPhone yet.').waitFor();
		await visitor.screenshot(`${suite.kind}-22-device-waiting`);
		const conf = await visitor.copyText('Configuration of iPhone');
		// The first address that is free at the hub.
		assert.match(conf, /^Address = 192\.168\.151\.5\/24$/m);
		const other = await visitor.tab();
		await other.page.getByText('1 thing left:').waitFor();
		await must(lab.hub, ['sh'], { stdin: await visitor.copyText('Script “Update the hub”') });
		const phone = new WgQuickMachine(lab.phone.space, conf, lab.folder);
		await phone.start();
		await phone.waitForPing('192.168.2.100');
		await visitor.page
			.locator('.wgs-pill', { hasText: '✓ connected' })
			.waitFor({ timeout: 40_000 });
		assert.equal(await visitor.page.locator('.wgs-qr').count(), 0);
		assert.match(await visitor.part('devices').innerText(), /iPhone\s+● connected/);
		await visitor.screenshot(`${suite.kind}-23-device-connected`);
		await other.page.getByText('1 thing left:').waitFor({ state: 'detached', timeout: 40_000 });
		await phone.down();
		assert.deepEqual([...visitor.errors, ...other.errors], []);
	}).timeout(180_000);

	it('tell the hub of a home that is invited in the same step, where this router has the token', async () => {
		const { a, lab } = suite;
		const taken = await a.command(['join', '-'], line);
		assert.equal(taken.code, 0, taken.stdout + taken.stderr);
		await a.command(['hub', '--ask']);
		await visitor.open('Hub');
		await visitor.page.getByLabel('Name', { exact: true }).fill('Cottage');
		await visitor.page.getByLabel('LAN', { exact: true }).fill('192.168.9.0/24');
		await visitor.page.getByText('Its router may change the hub, too').click();
		await visitor.press('Invite');
		await visitor.told('Invite Cottage?');
		await visitor.page.locator('#modal_overlay').getByRole('button', { name: 'Invite' }).click();
		await visitor.part('handout').getByText('The hub has been told.').waitFor({ timeout: 30_000 });
		assert.match(await must(lab.hub, ['cat', '/etc/wireguard/wg0.conf']), /# Cottage$/m);
		const made = await visitor.copyText('Paste this line there');
		const text = Buffer.from(made.trim().slice('wgspoke:'.length), 'base64').toString();
		const token = (await must(lab.hub, ['cat', '/etc/wireguard/wgspoke.token'])).trim();
		assert.ok(text.includes(token), 'the line has no token');
		assert.deepEqual(visitor.errors, []);
	}).timeout(90_000);

	it('ask whether the hub is to forget a home that leaves, and have it forgotten where the tick is set', async () => {
		const { a, lab } = suite;
		const { public_key: own } = await a.status();
		// The page Hub holds on to what it has handed out.
		const other = await visitor.tab();
		await other.press('Settings…');
		await other.press('Leave');
		await other.told('Leaving will:');
		const dialog = other.page.locator('#modal_overlay');
		assert.equal(await dialog.getByText('Leave the hub as it is').count(), 0);
		await dialog.getByText('Have the hub forget this home, too.').click();
		await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
		await other.told('This home has left');
		await other.finding('hub-forgets').waitFor();
		assert.equal(await dialog.getByText('For the running hub, as root').count(), 0);
		const peers = await must(lab.hub, ['wg', 'show', 'wg0', 'peers']);
		assert.ok(!peers.includes(own), peers);
		const file = await must(lab.hub, ['cat', '/etc/wireguard/wg0.conf']);
		assert.ok(!file.includes(`PublicKey = ${own}`), file);
		assert.deepEqual(other.errors, []);
	}).timeout(120_000);
});

describe('joining with what the hub printed', () => {
	const suite = withBrowser('block');

	it('shows everybody at the hub, has found this home by its network, and tells the hub its new key', async () => {
		const { lab, a } = suite;
		const visitor = await suite.visit();
		await visitor.arrive();
		await visitor.page
			.getByText('The hub runs already, but you have no configuration for this home')
			.click();
		const command = await visitor.copyText('Command that looks at the hub');
		const printed = await must(lab.hub, ['sh'], { stdin: command });
		await visitor.page.locator('textarea').fill(printed);
		await visitor.part('there').waitFor();
		await visitor.screenshot(`${suite.kind}-21-hub-look`);
		const row = visitor.part('there').locator('tr', { hasText: '家庭网络A的路由器' });
		assert.match(await row.innerText(), /has the network of this router/);
		const choice = (name: RegExp) => visitor.page.getByRole('radio', { name });
		assert.ok(await choice(/家庭网络A/).isChecked());
		await choice(/None of them/).check();
		await visitor.page.getByText('The hub does not know this home yet.').waitFor();
		await choice(/家庭网络A/).check();
		await visitor.next();
		await visitor.part('summary').waitFor();
		assert.ok((await visitor.text()).includes('家庭网络B的路由器'));
		const script = await visitor.copyText('Script “Update the hub”');
		await must(lab.hub, ['sh'], { stdin: script });
		await visitor.applied();
		const { network, public_key } = await a.status();
		assert.equal(network?.sites.find(({ local }) => local)?.address, '192.168.151.2');
		// The hub knows this home by the key that it made for it again.
		await must(lab.hub, ['wg', 'set', 'wg0', 'peer', public_key, 'remove']);
	}).timeout(90_000);
});
