// What do the pages make of a hub that answers: names, news from other homes, and a phone that comes?

import assert from 'node:assert/strict';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { withBrowser } from './suite.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import type { Visitor } from './visitor.ts';

describe('the pages of a router whose hub answers', () => {
	const suite = withBrowser('block');
	let visitor: Visitor;
	/** What the hub printed for its first router, with the token in it. */
	let line = '';

	/** Waits for a whole answer of the hub, which takes changes from home A. */
	const speaks = (): Promise<unknown> =>
		waitFor(
			async () => {
				await suite.a.command(['hub', '--ask']);
				return ((await suite.a.status()) as StatusReply).manages_hub === 'yes';
			},
			{ what: 'the hub to answer and take changes', deadline: 60_000, every: 1000 }
		);

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

	it('list a device that another home has added, and add it on one click, with nothing left at the hub', async () => {
		const { lab, a } = suite;
		const { publicKey } = await makeKeyPair(lab.hub);
		const block = `[Peer] # iPad\nPublicKey = ${publicKey}\nAllowedIPs = 192.168.151.77/32\n`;
		await must(lab.hub, ['sh', '-c', 'cat >> /etc/wireguard/wg0.conf'], { stdin: `\n${block}` });
		await lab.hub.addPeer(block);
		await a.command(['hub', '--ask']);
		await visitor.open('Devices');
		const row = visitor.part('devices').locator('tr', { hasText: 'iPad' });
		await row.getByText('on the hub, not added here').waitFor({ timeout: 40_000 });
		assert.match(await row.innerText(), /192\.168\.151\.77/);
		await visitor.screenshot(`${suite.kind}-26-device-elsewhere`);
		const listed = await a.command(['device', 'list']);
		assert.match(listed.stdout, /iPad, 192\.168\.151\.77, is on the hub but not added here\./);
		await visitor.press('Add iPad');
		await row.getByText('not joined yet').waitFor({ timeout: 30_000 });
		const { network, left, devices_there } = (await a.status()) as StatusReply;
		const device = network?.devices.find(({ name }) => name === 'iPad');
		assert.deepEqual([device?.address, device?.public_key], ['192.168.151.77', publicKey]);
		assert.deepEqual([left, devices_there.some(({ name }) => name === 'iPad')], [[], false]);
		await visitor.open('Overview');
	}).timeout(90_000);

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

	it('take the line with the token under Edit homes, which says what it brings and changes nothing else', async () => {
		const { a } = suite;
		await visitor.open('Hub');
		await visitor.page
			.getByText('The hub answers, but takes no changes from this router.')
			.waitFor({
				state: 'attached',
			});
		const before = await a.files();
		await visitor.open('Overview');
		await visitor.press('Settings…');
		await visitor.press('Edit homes');
		await visitor.change('Hub');
		await visitor.press('Paste another configuration');
		await visitor.pasteConf(line);
		await visitor.part('read').getByText('Your homes and devices stay as they are.').waitFor();
		await visitor.next();
		const summary = visitor.part('summary');
		await summary.getByText('Let this router change the hub').waitFor();
		assert.equal(await summary.locator('li').count(), 1);
		await visitor.screenshot(`${suite.kind}-24-token-line`);
		await visitor.press('Apply');
		await visitor.told('This router may');
		await visitor.press('Close');
		await visitor.part('live').waitFor();
		assert.deepEqual(await a.changedFiles(before), []);
		const status = async () => (await a.status()) as StatusReply;
		await waitFor(async () => (await status()).manages_hub === 'yes', {
			what: 'the hub to take changes from here',
		});
		// A home that came after the script was made is still there.
		assert.ok((await status()).network?.sites.some(({ name }) => name === 'Cabin'));
	}).timeout(60_000);

	it('change this router alone where the hub has to be told and does not answer, and show the command for it', async () => {
		const { lab, a } = suite;
		await lab.hubDown();
		await visitor.open('Devices');
		await visitor.page.getByLabel('Name', { exact: true }).fill('Tablet');
		await visitor.press('Add the device');
		await visitor.told('does not answer', 40_000);
		assert.ok(!(await a.status()).network?.devices.some(({ name }) => name === 'Tablet'));
		await visitor.screenshot(`${suite.kind}-25-hub-untold`);
		await visitor.press('Change this router only');
		await visitor.part('handout').getByText('the hub does not know Tablet yet.').waitFor({
			timeout: 20_000,
		});
		assert.ok((await visitor.copyText('Script “Update the hub”')).includes('192.168.151.'));
		assert.ok((await a.status()).network?.devices.some(({ name }) => name === 'Tablet'));
		await visitor.press('Done');
		await lab.hubUp();
		await a.command(['device', 'remove', 'Tablet', '--by-hand']);
		await speaks();
	}).timeout(180_000);

	it('tell the hub of a home that is invited in the same step, where this router has the token', async () => {
		const { lab } = suite;
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

	it('say which phones do not reach a home that came after them, what each needs, and when it has it', async () => {
		const { a } = suite;
		// The page Hub holds on to what it has handed out.
		await speaks();
		const other = await visitor.tab();
		await other.page.getByText('iPad, iPhone do not reach Cottage yet.').waitFor();
		await other.screenshot(`${suite.kind}-27-phones-outdated`);
		await other.open('Devices');
		const row = other.part('devices').locator('tr', { hasText: 'iPhone' });
		await row.getByText('does not reach Cottage yet').waitFor();
		await other.screenshot(`${suite.kind}-28-device-outdated`);
		await other.press('Show: {name}', { name: 'iPhone' });
		// Its key was shown once: only the line that is new can be given.
		assert.match(await other.copyText('Allowed IPs of iPhone'), /, 192\.168\.9\.0\/24\n$/);
		assert.equal(await other.page.getByText('the hub does not know iPhone yet.').count(), 0);
		await other.screenshot(`${suite.kind}-29-device-new-line`);
		await other.press('{name} has it now', { name: 'iPhone' });
		await row.getByText('does not reach').waitFor({ state: 'detached', timeout: 20_000 });
		const { outdated } = (await a.status()) as StatusReply;
		assert.deepEqual(outdated, [{ name: 'iPad', lacks: ['Cottage'] }]);
		const kept = await a.command(['device', 'key', 'iPad', '--keep']);
		assert.equal(kept.code, 0, kept.stderr);
		assert.deepEqual(((await a.status()) as StatusReply).outdated, []);
		await other.page.close();
	}).timeout(120_000);

	it('ask whether the hub is to forget a home that leaves, and have it forgotten where the tick is set', async () => {
		const { a, lab } = suite;
		await speaks();
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
