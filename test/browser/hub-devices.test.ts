// What do the pages Hub and Devices give to the other ends: the hub, another home, a phone?

import assert from 'node:assert/strict';
import decodeQR from 'qr/decode.js';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import { must } from '../../tools/lab/space.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { puttingBack } from '../contract/putback.ts';
import { withBrowser } from './suite.ts';
import type { Visitor } from './visitor.ts';

const PRIVATE_KEY = /^PrivateKey = (\S{44})$/m;
const NOW = 'For the running hub, as root';

/** The QR code on the page at 4 pixels a module, a character for each pixel: black or white. */
const PIXELS = `(async () => {
	const drawn = document.querySelector('.wgs-qr').cloneNode(true);
	const size = drawn.viewBox.baseVal.width * 4;
	drawn.setAttribute('width', size);
	drawn.setAttribute('height', size);
	const image = new Image();
	image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(drawn));
	await image.decode();
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = size;
	const context = canvas.getContext('2d');
	context.drawImage(image, 0, 0);
	const { data } = context.getImageData(0, 0, size, size);
	let pixels = '';
	for (let at = 0; at < data.length; at += 4) pixels += data[at] < 128 ? '#' : '.';
	return pixels;
})()`;

/** What a phone's camera would read. */
async function scan({ page }: Visitor): Promise<string> {
	const pixels = Array.from(await page.evaluate<string>(PIXELS));
	const size = Math.sqrt(pixels.length);
	const data = Uint8ClampedArray.from(
		pixels.flatMap((one) => (one === '#' ? [0, 0, 0] : [255, 255, 255]))
	);
	return decodeQR({ width: size, height: size, data });
}

describe('the page Devices', () => {
	const suite = withBrowser('block');
	const atTheEnd = puttingBack();
	let visitor: Visitor;
	let conf = '';

	const row = (name: string) => visitor.page.locator('tr', { hasText: name });
	const handout = (title: string) =>
		visitor.part('handout').getByRole('heading', { name: title }).waitFor();
	const onHub = (commands: string) => must(suite.lab.hub, ['sh', '-e'], { stdin: commands });
	/** What that button puts on the clipboard. */
	const copied = async (button: string): Promise<string> => {
		await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await visitor.press(button);
		await visitor.page.getByText('Copied').first().waitFor();
		return visitor.page.evaluate<string>('navigator.clipboard.readText()');
	};
	const add = async (name: string): Promise<void> => {
		await visitor.page.getByLabel('Name', { exact: true }).fill(name);
		await visitor.press('Add the device');
	};

	before(async function () {
		this.timeout(60_000);
		atTheEnd(() => suite.lab.hub.restart());
		await Promise.all([suite.a.join(), suite.b.join()]);
		visitor = await suite.visit();
		await visitor.arrive();
		await visitor.open('Devices');
	});

	it('adds one: code, file and text are the same, and touch config wgspoke alone', async () => {
		const before = await suite.a.files();
		await visitor.page.getByText('More about this device').click();
		// The lab's hub has the article's laptop and phone at .4 and .5.
		await visitor.page.getByLabel('VPN address').fill('192.168.151.9');
		await add('我的 iPhone');
		await handout('我的 iPhone is added');
		conf = await visitor.copyText('Configuration of 我的 iPhone');
		assert.match(conf, PRIVATE_KEY);
		assert.match(conf, /^Address = 192\.168\.151\.9\/24$/m);
		assert.match(
			conf,
			/^AllowedIPs = 192\.168\.151\.0\/24, 192\.168\.2\.0\/24, 192\.168\.4\.0\/24$/m
		);
		assert.doesNotMatch(conf, /^DNS/m);
		assert.equal(await scan(visitor), conf);
		const { name, text } = await visitor.saved(() =>
			visitor.page.getByRole('button', { name: /^Save: Configuration/ }).click()
		);
		assert.equal(name, 'iPhone.conf');
		assert.equal(text, conf);
		assert.deepEqual(await suite.a.changedFiles(before), ['wgspoke']);
	});

	it('asks before the page goes while nobody has taken the key', async () => {
		await visitor.press('Done');
		await visitor.page.reload();
		assert.equal(visitor.heldBack, 0);
		await visitor.page.getByRole('button', { name: 'New key: 我的 iPhone' }).click();
		await visitor.press('Make a new key');
		await handout('我的 iPhone has a new key');
		void visitor.page.reload().catch(() => null);
		await waitFor(() => Promise.resolve(visitor.heldBack === 1), { what: 'the page to ask' });
		conf = await visitor.copyText('Configuration of 我的 iPhone');
		await visitor.press('Copy: Configuration of 我的 iPhone');
		await visitor.part('handout').getByText('Copied').waitFor();
	});

	it('shows the key this once, and puts it nowhere in the browser', async () => {
		const key = PRIVATE_KEY.exec(conf)?.[1] ?? '';
		assert.ok(!(await visitor.stored()).includes(key));
		await visitor.page.reload();
		await visitor.page.getByRole('button', { name: 'Show: 我的 iPhone' }).click();
		await handout('我的 iPhone');
		assert.doesNotMatch(await visitor.text(), /^PrivateKey = /m);
		assert.equal(await visitor.page.locator('.wgs-qr').count(), 0);
	});

	it('has a phone reach both homes with it, once the hub has run what the page says', async function () {
		this.timeout(60_000);
		const { lab } = suite;
		await onHub(await visitor.copyText(NOW));
		const phone = new WgQuickMachine(lab.phone.space, conf, lab.folder);
		await phone.start();
		await phone.waitForPing('192.168.2.100');
		await phone.waitForPing('192.168.4.100');
		await lab.phoneRoams();
		await phone.waitForPing('192.168.4.100');
		await phone.down();
	});

	it('renames it, by Enter as by the button', async () => {
		await visitor.page.getByRole('button', { name: 'Rename: 我的 iPhone' }).click();
		await visitor.page.locator('#modal_overlay input').fill('Phone');
		await visitor.page.locator('#modal_overlay input').press('Enter');
		await row('Phone').getByText('192.168.151.9').waitFor();
		await row('我的 iPhone').waitFor({ state: 'detached' });
	});

	it('gives it a new key, which is kept when asked, and tells the hub to forget the old one', async () => {
		await visitor.page.getByRole('button', { name: 'New key: Phone' }).click();
		await visitor.page.getByText('Keep its private key on this router').last().click();
		await visitor.press('Make a new key');
		await handout('Phone has a new key');
		const made = await visitor.copyText('Configuration of Phone');
		assert.notEqual(PRIVATE_KEY.exec(made)?.[1], PRIVATE_KEY.exec(conf)?.[1]);
		const old = await onHub('wg show wg0 allowed-ips | grep 192.168.151.9 | cut -f 1');
		const file = await onHub('cat /etc/wireguard/wg0.conf');
		await onHub(
			`printf '\\n[Peer]\\nPublicKey = %s\\n' '${old.trim()}' >> /etc/wireguard/wg0.conf`
		);
		// What the button copies, as it is pasted into a shell at the hub.
		await onHub(await copied('Copy: Script “Update the hub”'));
		assert.doesNotMatch(
			await onHub('wg show wg0 peers; cat /etc/wireguard/wg0.conf'),
			new RegExp(old.trim().replace(/[+/]/g, '\\$&'))
		);
		await must(suite.lab.hub, ['sh', '-c', 'cat > /etc/wireguard/wg0.conf'], { stdin: file });
		await visitor.press('Done');
		await visitor.page.reload();
		await visitor.page.getByRole('button', { name: 'Show: Phone' }).click();
		await handout('Phone');
		assert.equal(await visitor.copyText('Configuration of Phone'), made);
		conf = made;
	});

	it('asks whether a DNS server answers, and writes none that does not', async () => {
		await visitor.page.getByText('More about this device').click();
		await visitor.page.getByLabel('DNS server').fill('192.168.151.1');
		await visitor.page.getByLabel('Name', { exact: true }).click();
		await visitor.page.getByText('✗ no answer').waitFor();
		await visitor.page.getByRole('button', { name: 'Show: Phone' }).click();
		await visitor.finding('no-dns').waitFor();
		assert.doesNotMatch(await visitor.copyText('Configuration of Phone'), /^DNS/m);
	});

	it('refuses a second of the same name, asked for by Enter, in the dialog, and changes nothing', async () => {
		const before = await suite.a.files();
		await visitor.page.getByLabel('Name', { exact: true }).fill('Phone');
		await visitor.page.getByLabel('Name', { exact: true }).press('Enter');
		await visitor.page.locator('#modal_overlay').locator('[data-code=bad-name]').waitFor();
		await visitor.press('Close');
		assert.deepEqual(await suite.a.changedFiles(before), []);
	});

	it('removes it, with the command by which the hub forgets it', async () => {
		await visitor.page.getByRole('button', { name: 'Remove: Phone' }).click();
		await visitor.told('Remove Phone?');
		await visitor.page
			.locator('#modal_overlay')
			.getByRole('button', { name: 'Remove', exact: true })
			.click();
		await handout('Phone is removed');
		assert.match(await visitor.copyText('Script “Update the hub”'), /^gone=\S{44}$/m);
		await visitor.part('handout').getByText('By hand').click();
		assert.match(await visitor.copyText(NOW), /^wg set wg0 peer \S+ remove\n$/);
		await visitor.page.getByText('No devices yet.').waitFor();
		assert.deepEqual((await suite.a.status()).network?.devices, []);
		const kept = await suite.a.gateway.exec(['ls', '/etc/wgspoke']);
		// No key of it; what the hub still has to be told is noted.
		assert.equal(kept.stdout, 'hub.left\n');
		assert.deepEqual(visitor.errors, []);
	});
});

describe('the page Hub', () => {
	const suite = withBrowser('block');
	const atTheEnd = puttingBack();
	let visitor: Visitor;
	let line = '';

	const onHub = (commands: string) => must(suite.lab.hub, ['sh', '-e'], { stdin: commands });

	before(async function () {
		this.timeout(60_000);
		atTheEnd(() => suite.lab.hub.restart());
		visitor = await suite.visit();
		await visitor.arrive();
	});

	it('is found by somebody who has no hub, and makes the script of one, in the network of their choice', async () => {
		await visitor.step('hub').getByRole('link', { name: 'Set one up' }).click();
		await visitor.page.getByLabel('Public address of the server').fill('hub.example.org');
		await visitor.page.getByLabel('Port', { exact: true }).fill('51999');
		await visitor.page.getByLabel('VPN network').fill('10.99.0.0/24');
		await visitor.page.getByLabel('Further ports').fill('4500,443');
		await visitor.part('answers').getByText('TCP port 24380 inside the VPN').waitFor();
		await visitor.press('Make the script');
		const script = await visitor.copyText('Script for a new hub');
		for (const line of [
			'address=10.99.0.1/24',
			'port=51999',
			'endpoint=hub.example.org',
			'ports=4500,443',
			'answering=yes',
		]) {
			assert.ok(script.includes(`\n${line}\n`), line);
		}
		const { public_key: key } = await suite.a.ask('key');
		assert.ok(
			script.includes(`${key} 10.99.0.2/32,192.168.2.0/24`),
			'the hub will know this router'
		);
		await must(suite.lab.hub, ['sh', '-n'], { stdin: script });
		await visitor.page.getByText('Do without: the hub answers nobody').click();
		await visitor.press('Make the script');
		await waitFor(
			async () =>
				(await visitor.copyText('Script for a new hub')).includes('\nanswering=no\n') || null,
			{ what: 'the script of a hub that is silent' }
		);
		assert.deepEqual(await suite.a.changedFiles(), []);
	});

	it('says what is wrong with the network before there is a script', async () => {
		await visitor.page.getByLabel('VPN network').fill('192.168.2.0/24');
		await visitor.press('Make the script');
		await visitor.finding('vpn-overlap').waitFor();
		assert.equal(await visitor.page.getByText('Script for a new hub').count(), 0);
	});

	it('takes the line that such a script prints, and knows that the hub knows this router', async function () {
		this.timeout(40_000);
		const { network } = await suite.a.ask('hub_scripts');
		const hub = {
			...network.hub,
			public_key: suite.lab.keys.hub.publicKey,
			endpoint_host: '203.0.113.1',
		};
		const made = JSON.stringify({ wgspoke: 1, network: { ...network, hub } });
		const there = await suite.visit();
		await there.arrive();
		await there.pasteConf(
			`Paste this line:\nwgspoke:${Buffer.from(made).toString('base64')}\nroot@hub:~# `
		);
		await there.next();
		await there.part('known').getByText('already knows this router').waitFor();
		assert.deepEqual(there.errors, []);
	});

	it('shows hub, homes and devices as a table once this home has joined', async () => {
		await suite.a.join();
		await visitor.open('Hub');
		await visitor.page.reload();
		const row = (name: string) =>
			visitor.part('members').locator('tr', { hasText: name }).first().innerText();
		assert.match(
			await row('203.0.113.1:24356'),
			/203\.0\.113\.1:24356\s+–\s+–\s+192\.168\.151\.1\/24/
		);
		assert.match(await row('this router'), /A this router\s+○ not checked\s+192\.168\.2\.0\/24/);
		assert.match(
			await row('192.168.4.0/24'),
			/B\s+○ not checked\s+\S+\s+192\.168\.151\.3\s+not known here/
		);
		await visitor.page.locator('.wgs-pill', { hasText: 'Not checked' }).waitFor();
	});

	const compare = async (): Promise<void> => {
		const printed = await onHub(await visitor.copyText('Command that looks at the hub'));
		await visitor.page.getByLabel('What the hub printed').fill(printed);
		await visitor.press('Compare');
		await visitor.part('keys').waitFor();
	};
	const key = (name: string) => visitor.part('keys').locator('tr', { hasText: name });

	it('has an answer beforehand for each key that only the hub has, and applies them all in one step', async function () {
		this.timeout(40_000);
		await compare();
		await visitor.page.locator('.wgs-pill', { hasText: '2 keys to sort out' }).waitFor();
		assert.equal(await key('家庭网络B的路由器').getByRole('combobox').inputValue(), 'member');
		// The laptop of the article, which this router was never told of.
		assert.equal(await key('笔记本电脑').getByRole('combobox').inputValue(), 'device');
		await visitor.part('summary').getByText('Add 笔记本电脑 to your devices.').waitFor();
		await visitor.press('Apply');
		await visitor.page
			.locator('.wgs-pill', { hasText: 'The hub is up to date' })
			.waitFor({ timeout: 30_000 });
		const { network } = await suite.a.status();
		assert.equal(network?.devices[0]?.address, '192.168.151.4');
		assert.equal(network.sites[1]?.public_key, suite.lab.keys.homeB.publicKey);
		assert.equal(await visitor.part('keys').count(), 0);
	});

	it('takes the removal of a key into the script, and only where somebody asks for it', async function () {
		this.timeout(40_000);
		await suite.a.command(['device', 'remove', '笔记本电脑']);
		await compare();
		await key('笔记本电脑').getByRole('combobox').selectOption('remove');
		// Nothing here may change the hub: a person has to, and is told so before.
		await visitor
			.finding('hub-left-gone')
			.getByText(/The hub still accepts the key \S{44}/)
			.waitFor();
		await visitor.press('Apply');
		await visitor.part('gone').waitFor();
		assert.match(await visitor.copyText('Script “Update the hub”'), /^gone=\S{44}$/m);
		await visitor.press('Leave it there');
		await visitor.part('gone').waitFor({ state: 'detached' });
		assert.match(await visitor.copyText('Script “Update the hub”'), /^gone=''$/m);
	});

	it('says so when nothing is pasted, or something else', async () => {
		await visitor.page.getByLabel('What the hub printed').fill('');
		await visitor.press('Compare');
		await visitor.page.getByText('Paste what the command printed on the hub first').waitFor();
		await visitor.page.getByLabel('What the hub printed').fill('wg: command not found');
		await visitor.press('Compare');
		await visitor.finding('not-look').waitFor();
	});

	it('shows what an invitation changes, by Enter in its name, and leaves everything as it is on Cancel', async () => {
		const before = await suite.a.files();
		await visitor.page.getByLabel('LAN', { exact: true }).fill('192.168.4.0/24');
		await visitor.page.getByLabel('Name', { exact: true }).fill('B');
		await visitor.page.getByLabel('Name', { exact: true }).press('Enter');
		await visitor.told('Invite B?');
		await visitor.press('Cancel');
		assert.deepEqual(await suite.a.changedFiles(before), []);
		assert.equal(await visitor.page.getByText('Unsaved Changes').count(), 0);
	});

	it('asks whether a public network is meant, and takes the yes by one click', async () => {
		const networks = visitor.page.getByLabel('LAN', { exact: true });
		await networks.fill('25.1.2.0/24');
		await visitor.press('Invite');
		const question = visitor.page.locator('#modal_overlay');
		await question.locator('[data-code=public-prefix]').waitFor();
		assert.equal(await question.getByRole('button', { name: 'Invite' }).count(), 0);
		await visitor.press('Reach 25.1.2.0/24 through the tunnel');
		await question.getByRole('button', { name: 'Invite' }).waitFor();
		assert.equal(await question.locator('[data-code=public-prefix]').count(), 0);
		await visitor.press('Cancel');
		await networks.fill('192.168.4.0/24');
	});

	it('invites the other home: its line joins it with one paste, once the hub has been told', async function () {
		this.timeout(90_000);
		await visitor.press('Invite');
		await visitor.told('Invite B?');
		await visitor.page.locator('#modal_overlay').getByRole('button', { name: 'Invite' }).click();
		await visitor.part('handout').getByText('Invitation for B').waitFor({ timeout: 20_000 });
		line = await visitor.copyText('Paste this line there');
		assert.match(line, /^wgspoke:\S+\n$/);
		await onHub(await visitor.copyText(NOW));
		assert.ok(!(await visitor.stored()).includes(line.slice(8, 60)));

		const there = await suite.visit({}, suite.lab.homeB);
		await there.arrive();
		await there.join(line);
		await there.page.locator('tr', { hasText: '192.168.2.0/24' }).waitFor();
		await suite.b.waitForPing('192.168.2.100');
		await suite.a.waitForPing('192.168.4.100');
		assert.doesNotMatch(await there.stored(), /wgspoke:|private/i);
		assert.deepEqual(there.errors, []);
	});

	it('knows the key of the home that it has invited', async () => {
		await visitor.press('Done');
		assert.doesNotMatch(await visitor.part('members').innerText(), /not known here/);
	});

	it('saves the network as a file, with which the other router starts anew as the home that it is', async function () {
		this.timeout(60_000);
		await visitor.page.getByText('More: back up this network').click();
		await visitor.page.getByText('Back up this network', { exact: true }).click();
		const { name, text } = await visitor.saved(() => visitor.press('Save the file'));
		assert.equal(name, 'home-network.json');
		assert.doesNotMatch(text, /private/i);
		await suite.b.command(['leave']);
		const there = await suite.visit({}, suite.lab.homeB);
		await there.arrive();
		await there.page.getByLabel('Open the configuration as a file').setInputFiles({
			name,
			mimeType: 'application/json',
			buffer: Buffer.from(text),
		});
		await there.part('read').waitFor();
		await there.next();
		await there.change('This home');
		await there.change('VPN address');
		assert.equal(await there.page.getByLabel('This home is').inputValue(), 'B');
		assert.equal(
			await there.page.getByLabel('VPN address of this home').inputValue(),
			'192.168.151.3'
		);
		await there.page.reload();
		await there.step('review').waitFor();
		// Leaving took the key away, so there is another one now.
		assert.match(await there.copyText('Script “Update the hub”'), /^gone=\S{44}$/m);
		await there.part('summary').waitFor();
		assert.ok(await there.page.getByRole('button', { name: 'Apply', exact: true }).isEnabled());
		assert.deepEqual(there.errors, []);
	});

	it('lets somebody look who may not change, and hides what they cannot do', async () => {
		const reader = await suite.visit();
		await reader.arrive('reader');
		await reader.open('Hub');
		await reader.part('members').waitFor();
		await reader.page.getByText('Command that looks at the hub').waitFor();
		assert.equal(await reader.page.getByRole('button', { name: 'Invite' }).count(), 0);
		await reader.open('Devices');
		await reader.page.getByText('This login can look, but not change').waitFor();
		assert.equal(await reader.page.getByRole('button', { name: 'Add the device' }).count(), 0);
		assert.deepEqual(reader.errors, []);
	});
});
