// The package's life on a router: put in, upgraded, taken out, by the router's own installer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { differingFiles } from '../../tools/lab/gateway.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { onTheRouter } from '../../tools/package/root.ts';
import { buildPackage } from '../../tools/package/package.ts';
import type { Files } from './router.ts';
import { withLab } from './suite.ts';

const NEWER = '99.0.0-r1';

/** The new package's default of a file that the person has changed: opkg and apk put it beside the old one. */
const SPARE = /^wgspoke(-opkg|\.apk-new)$/;

/** What may stay when the package is gone: the person's own file. */
const KEPT = ['/etc/config/wgspoke'];

/** Prints every file below these folders that has our name; what an installer notes about us is its own. */
const FIND_OURS = `find /etc /usr /www /tmp /var/run/ -path '*wgspoke*' ! -path '/tmp/wgspoke-*' 2>/dev/null`;

const LATE_LINK =
	'rm -f /etc/rc.d/S??wgspoke; mkdir -p /etc/rc.d; ln -s ../init.d/wgspoke /etc/rc.d/S95wgspoke';

const NOTED = /\/opkg\/|\/apk\/|\/run\/(wireguard|rpcd)\/|\/lock\/|wgspoke(-opkg|\.apk-new)$/;

/** This checkout, wherever it lies: the development router sees it. */
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const isProject = (path: string): boolean =>
	path.startsWith(PROJECT) || PROJECT.startsWith(`${path}/`);

describe('the package', () => {
	const suite = withLab('block');
	let fresh: Files;
	let joined: Files;

	before(async () => {
		fresh = await suite.a.files();
	});

	it("brings the command, the object and the hub's program, and changes no file of another package", async () => {
		const { a } = suite;
		const help = await a.command(['help']);
		assert.equal(help.code, 0);
		assert.match(help.stdout, /^Usage: wgspoke/);
		assert.equal((await a.call('status')).status, 0);
		const program = await a.gateway.readFile('/usr/share/wgspoke/hub.sh');
		const source = readFileSync('root/usr/share/wgspoke/hub.sh');
		assert.equal(program?.toString(), onTheRouter('usr/share/wgspoke/hub.sh', source).toString());
		const { stdout } = await a.gateway.exec(['ls', '-l', '/usr/share/wgspoke/hub.sh']);
		assert.match(stdout, /^-rw-r--r-- /);
	});

	it('is upgraded while joined: the network stays, the tunnel is not touched, the object is the new one', async () => {
		const { a } = suite;
		await a.join();
		joined = await a.files();
		const device = async (): Promise<string> =>
			(await a.gateway.exec(['cat', '/sys/class/net/wgspoke/ifindex'])).stdout;
		const running = await device();
		// As up to version 0.1.0, whose script came late at the start of the router.
		await a.gateway.exec(['sh', '-c', LATE_LINK]);
		await a.gateway.install(await buildPackage(suite.folder, NEWER));
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		assert.deepEqual(
			(await a.changedFiles(joined)).filter((name) => !SPARE.test(name)),
			[]
		);
		assert.equal(await device(), running);
		assert.equal((await a.status()).joined, true);
	});

	it('comes before firewall and network at the start of the router, wherever an old version came', async () => {
		const { a } = suite;
		const { stdout } = await a.gateway.exec(['sh', '-c', 'ls /etc/rc.d | grep wgspoke']);
		assert.equal(stdout.trim(), 'S18wgspoke');
	});

	it('has its watch running after the upgrade', async () => {
		const { a } = suite;
		await waitFor(async () => (await a.status()).watching, { what: 'the watch', every: 200 });
	});

	it('says, when it is removed while joined, that the tunnel stays; and so it does', async () => {
		const { a } = suite;
		const { stdout, stderr } = await a.gateway.remove();
		assert.match(stdout + stderr, /stays joined.+"wgspoke"/);
		assert.match(stdout + stderr, /wgspoke leave/);
		assert.deepEqual(
			differingFiles(joined, await a.files()).filter((name) => !SPARE.test(name)),
			[]
		);
		assert.equal(await a.hasTunnel(), true);
		const { data } = await a.gateway.ubus('service', 'list', { name: 'wgspoke' });
		assert.deepEqual(data, {});
	});

	it("leaves nothing of its own behind but the person's configuration", async () => {
		const { a } = suite;
		const { stdout } = await a.gateway.exec(['sh', '-c', FIND_OURS]);
		const left = stdout
			.split('\n')
			.filter((path) => path !== '' && !NOTED.test(path) && !isProject(path));
		assert.deepEqual(left, KEPT);
		assert.notEqual((await a.gateway.exec(['which', 'wgspoke'])).code, 0);
		assert.notEqual((await a.gateway.ubus('wgspoke', 'status')).status, 0);
	});

	it('finds the joined network when it comes back, and leaves it without a trace', async () => {
		const { a } = suite;
		await a.gateway.install(suite.packages);
		await waitFor(async () => (await a.call('status')).status === 0, {
			what: 'the object to be back',
		});
		assert.equal((await a.status()).joined, true);
		assert.equal((await a.command(['leave'])).code, 0);
		await a.waitUntilGone();
		assert.deepEqual(
			differingFiles(fresh, await a.files()).filter((name) => !SPARE.test(name)),
			[]
		);
	});

	it('has what is being tried out undone before it goes, when it is removed meanwhile', async () => {
		const { a } = suite;
		const before = await a.files();
		const { trial } = await a.ask('join', { paste: await a.paste() });
		assert.equal((await a.reaches(trial, 'proved')).state, 'proved');
		await a.gateway.remove();
		const after = await a.files();
		const changed = differingFiles(before, after).filter((name) => !name.startsWith('wgspoke'));
		assert.deepEqual(changed, []);
		await a.waitUntilGone();
		assert.equal((await a.gateway.exec(['ls', '-d', '/etc/wgspoke'])).stdout, '');
		await a.gateway.install(suite.packages);
		await waitFor(async () => (await a.call('status')).status === 0, { what: 'the object' });
	});
});
