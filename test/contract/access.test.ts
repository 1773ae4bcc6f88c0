// Who may do what over HTTP: nobody without a login, readers look, members of the group change.
import assert from 'node:assert/strict';
import { NO_SESSION, RpcError } from '../../tools/lab/rpc.ts';
import type { Router } from './router.ts';
import { withLab } from './suite.ts';

const ACCESS_DENIED = -32002;
const NO_SUCH_OBJECT = -32000;
const PERMISSION_DENIED = 6;

/** A login of rpcd that uses root's password, with these groups. */
function loginSection(user: string, read: string[], write: string[]): string {
	return [
		'',
		'config login',
		`	option username '${user}'`,
		"	option password '$p$root'",
		...read.map((group) => `	list read '${group}'`),
		...write.map((group) => `	list write '${group}'`),
		'',
	].join('\n');
}

const GROUP = 'luci-app-wgspoke';

const LOGINS =
	loginSection('stranger', ['luci-base'], []) +
	loginSection('reader', ['luci-base', GROUP], []) +
	loginSection('member', ['luci-base', GROUP], ['luci-base', GROUP]);

/** Is the call refused, by /ubus or by rpcd? */
async function isRefused(
	router: Router,
	session: string,
	object: string,
	method: string,
	params: Record<string, unknown> = {}
): Promise<boolean> {
	try {
		const { status } = await router.http(session, object, method, params);
		return status === PERMISSION_DENIED;
	} catch (error) {
		if (error instanceof RpcError && error.code === ACCESS_DENIED) return true;
		// A router without rpcd's file plugin gives no files away either.
		if (error instanceof RpcError && error.code === NO_SUCH_OBJECT && object === 'file')
			return true;
		throw error;
	}
}

const LOOKING = [
	...['read', 'plan', 'hub', 'hub_scripts', 'hub_check', 'export'],
	...['status', 'pulse', 'check', 'ask', 'ladder', 'report', 'trial'],
];
/** A kept private key is shown to those alone who may change. */
const CHANGING = [
	...['key', 'join', 'leave', 'decide', 'invite', 'dns'],
	...['repair', 'switch', 'follow', 'left_done', 'hub_sort'],
	...['add', 'rename', 'key', 'remove', 'show', 'handed'].map((action) => `device_${action}`),
];

/** Everything with which somebody could read or change the network around our object. */
const AROUND: [string, string, Record<string, unknown>][] = [
	['uci', 'get', { config: 'wgspoke' }],
	['uci', 'get', { config: 'network' }],
	['uci', 'set', { config: 'network', section: 'lan', values: { ipaddr: '10.0.0.1' } }],
	['uci', 'set', { config: 'firewall', section: 'wgspoke', values: { input: 'ACCEPT' } }],
	['uci', 'commit', { config: 'network' }],
	['file', 'read', { path: '/etc/config/network' }],
	['file', 'exec', { command: '/usr/bin/wgspoke', params: ['leave'] }],
];

describe('the rights of a login', () => {
	const suite = withLab('block');

	before(async () => {
		const { a } = suite;
		const rpcd = (await a.gateway.readFile('/etc/config/rpcd'))?.toString('utf8') ?? '';
		await a.gateway.writeFile('/etc/config/rpcd', rpcd + LOGINS, 0o600);
	});

	it('are about every method that there is', async () => {
		const message = { jsonrpc: '2.0', id: 1, method: 'list', params: ['wgspoke'] };
		const { result } = (await suite.a.gateway.http.post(message)) as {
			result: Record<string, Record<string, unknown>>;
		};
		assert.deepEqual(Object.keys(result['wgspoke'] ?? {}).sort(), [...LOOKING, ...CHANGING].sort());
	});

	it('are none without a login', async () => {
		const { a } = suite;
		const before = await a.files();
		for (const method of [...LOOKING, ...CHANGING])
			assert.ok(await isRefused(a, NO_SESSION, 'wgspoke', method), method);
		for (const [object, method, params] of AROUND)
			assert.ok(await isRefused(a, NO_SESSION, object, method, params), `${object} ${method}`);
		assert.deepEqual(await a.changedFiles(before), []);
	});

	it('are none for a login without the group', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.gateway.login('stranger');
		for (const method of [...LOOKING, ...CHANGING])
			assert.ok(await isRefused(a, session, 'wgspoke', method), method);
		for (const [object, method, params] of AROUND)
			assert.ok(await isRefused(a, session, object, method, params), `${object} ${method}`);
		assert.deepEqual(await a.changedFiles(before), []);
	});

	it('are looking only for a login that may read', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.gateway.login('reader');
		for (const method of LOOKING)
			assert.ok(!(await isRefused(a, session, 'wgspoke', method)), method);
		for (const method of CHANGING)
			assert.ok(await isRefused(a, session, 'wgspoke', method), method);
		for (const [object, method, params] of AROUND)
			assert.ok(await isRefused(a, session, object, method, params), `${object} ${method}`);
		const apply = { rollback: true, timeout: 5 };
		assert.ok(await isRefused(a, session, 'uci', 'apply', apply));
		assert.deepEqual(await a.changedFiles(before), []);
	});

	it('are enough for a member of the group to join and to undo it, and for nothing else', async () => {
		const { a } = suite;
		const before = await a.files();
		const session = await a.gateway.login('member');
		const { trial } = await a.page(session, 'join', { paste: await a.paste() });
		await a.reaches(trial, 'proved');
		await a.page(session, 'decide', { trial, keep: false });
		assert.equal((await a.ended(trial)).state, 'undone');
		assert.deepEqual(await a.changedFiles(before), []);
		for (const [object, method, params] of AROUND)
			assert.ok(await isRefused(a, session, object, method, params), `${object} ${method}`);
		const dhcp = { config: 'dhcp', section: 'lan', values: { start: '1' } };
		assert.ok(await isRefused(a, session, 'uci', 'set', dhcp));
		assert.ok(await isRefused(a, session, 'uci', 'commit', { config: 'network' }));
		await a.waitUntilGone();
	});
});
