// May a session do what it asks? The ACL files, the logins and the sessions of the development router.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fnmatch, grantFromFile, isGranted, permits, type Grants } from '../../tools/router/acl.ts';
import { Bus } from '../../tools/router/bus.ts';
import { findLogin, isPassword, shadowHash } from '../../tools/router/login.ts';
import { DEFAULT_SESSION, Sessions } from '../../tools/router/sessions.ts';
import * as status from '../../tools/router/status.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

describe('fnmatch', () => {
	const cases: [string, string, boolean][] = [
		['*', 'anything/at.all', true],
		['network.*', 'network.interface', true],
		['network.*', 'network', false],
		['net?ork', 'network', true],
		['wan[46]', 'wan6', true],
		['wan[!46]', 'wan6', false],
		['a.b', 'axb', false],
		['', '', true],
	];
	for (const [pattern, text, expected] of cases)
		it(`says ${expected ? 'yes' : 'no'} to '${text}' for '${pattern}'`, () => {
			assert.equal(fnmatch(pattern, text), expected);
		});

	it('takes a text without wildcards for itself and nothing else', () => {
		const plain = fc.string().filter((text) => !/[*?[]/.test(text));
		fc.assert(fc.property(plain, plain, (a, b) => fnmatch(a, b) === (a === b)));
	});
});

describe('an access group', () => {
	it('is open to nobody who is not logged in, but for the unauthenticated one', () => {
		assert.equal(permits(null, 'read', 'unauthenticated'), true);
		assert.equal(permits(null, 'read', 'luci-base'), false);
	});

	it('is readable for who may write it', () => {
		assert.equal(permits({ read: [], write: ['luci-*'] }, 'read', 'luci-base'), true);
		assert.equal(permits({ read: ['luci-*'], write: [] }, 'write', 'luci-base'), false);
	});

	it('is closed by a negative match, whatever else matches', () => {
		assert.equal(permits({ read: ['*', '!luci-base'], write: [] }, 'read', 'luci-base'), false);
	});

	const file = {
		group: {
			description: 'text',
			read: { ubus: { wgspoke: ['status', 're*'] }, uci: ['network'] },
			write: { ubus: { wgspoke: ['join'] }, uci: ['network'] },
		},
	};

	it('grants the functions it names, and takes a bare list for the permission itself', () => {
		const grants: Grants = {};
		grantFromFile(grants, { read: ['group'], write: [] }, file);
		assert.equal(isGranted(grants, 'ubus', 'wgspoke', 'read'), true);
		assert.equal(isGranted(grants, 'ubus', 'wgspoke', 'join'), false);
		assert.equal(isGranted(grants, 'uci', 'network', 'read'), true);
		assert.equal(isGranted(grants, 'uci', 'network', 'write'), false);
		assert.equal(isGranted(grants, 'access-group', 'group', 'read'), true);
	});

	it('grants nothing out of a file that is none', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const grants: Grants = {};
				grantFromFile(grants, null, value);
				assert.deepEqual(grants, {});
			})
		);
	});
});

// crypt('secret', '$1$salt$'), by openssl passwd -1 -salt salt secret
const MD5 = '$1$salt$ez2vlPGdaLYkJam5pWs/Y1';

const LOGIN: UciSection = {
	name: 'cfg1',
	type: 'login',
	anonymous: true,
	options: { username: 'root', password: '$p$root', read: ['*'], write: ['*'] },
};

describe('a login', () => {
	it('takes any password while the account has none', () => {
		assert.ok(findLogin([LOGIN], 'root', 'whatever', 'root:::0:99999:7:::\n'));
	});

	it('takes the right password only, once there is one', () => {
		const made = `root:${MD5}:0:0:99999:7:::\n`;
		assert.equal(isPassword('wrong', MD5, ''), false);
		assert.equal(findLogin([LOGIN], 'root', 'wrong', made), null);
		assert.deepEqual(findLogin([LOGIN], 'root', 'secret', made), { read: ['*'], write: ['*'] });
	});

	it('is refused to a name that has no section, or no account', () => {
		assert.equal(findLogin([LOGIN], 'admin', '', 'root::'), null);
		assert.equal(findLogin([LOGIN], 'root', '', 'daemon:*:'), null);
		assert.equal(shadowHash('root:x:', 'roo'), null);
	});
});

describe('the ubus object session', () => {
	let folder = '';
	let bus = new Bus();
	let applying = '';
	let ended: string[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-acl-'));
		writeFileSync(
			join(folder, 'a.json'),
			JSON.stringify({
				unauthenticated: { read: { ubus: { session: ['login'] } } },
				group: { read: { ubus: { wgspoke: ['status'] } } },
			})
		);
		bus = new Bus();
		applying = '';
		ended = [];
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	const make = (): Sessions =>
		new Sessions(bus, {
			aclFolder: folder,
			logins: () => [LOGIN],
			shadow: () => 'root:::\n',
			applying: () => applying,
			ended: (id) => ended.push(id),
		});
	const login = async (): Promise<string> => {
		const { data } = await bus.call('session', 'login', { username: 'root', password: '' });
		assert.equal(typeof data?.ubus_rpc_session, 'string');
		return String(data?.ubus_rpc_session);
	};

	it('lets a stranger log in and do nothing else', () => {
		const sessions = make();
		assert.equal(sessions.access(DEFAULT_SESSION, 'ubus', 'session', 'login'), true);
		assert.equal(sessions.access(DEFAULT_SESSION, 'ubus', 'wgspoke', 'status'), false);
		assert.equal(sessions.access('f'.repeat(32), 'ubus', 'session', 'login'), false);
	});

	it('gives a login its own id and what its groups grant', async () => {
		const sessions = make();
		const [one, two] = [await login(), await login()];
		assert.match(one, /^[0-9a-f]{32}$/);
		assert.notEqual(one, two);
		assert.equal(sessions.access(one, 'ubus', 'wgspoke', 'status'), true);
		assert.equal(sessions.access(one, 'ubus', 'wgspoke', 'join'), false);
	});

	it('gives somebody who logs in while their apply waits the session that applied', async () => {
		make();
		const one = await login();
		applying = one;
		assert.equal(await login(), one);
	});

	it('grants to a session what a local program says, and takes it back', async () => {
		const sessions = make();
		const made = await bus.call('session', 'create', { timeout: 60 });
		const id = String(made.data?.ubus_rpc_session);
		const session = { ubus_rpc_session: id, scope: 'uci', objects: [['network', 'write']] };
		assert.equal(sessions.access(id, 'uci', 'network', 'write'), false);
		await bus.call('session', 'grant', session);
		assert.equal(sessions.access(id, 'uci', 'network', 'write'), true);
		await bus.call('session', 'revoke', session);
		assert.equal(sessions.access(id, 'uci', 'network', 'write'), false);
	});

	it('keeps values for a session', async () => {
		make();
		const id = await login();
		await bus.call('session', 'set', { ubus_rpc_session: id, values: { a: 1, b: 2 } });
		const got = await bus.call('session', 'get', { ubus_rpc_session: id, keys: ['b'] });
		assert.deepEqual(got.data, { values: { b: 2 } });
		await bus.call('session', 'unset', { ubus_rpc_session: id, keys: ['b'] });
		const rest = await bus.call('session', 'get', { ubus_rpc_session: id });
		assert.deepEqual(rest.data, { values: { username: 'root', a: 1 } });
	});

	it('tells when a session has ended, and knows it no more', async () => {
		const sessions = make();
		const id = await login();
		assert.equal(
			(await bus.call('session', 'destroy', { ubus_rpc_session: id })).status,
			status.OK
		);
		assert.deepEqual(ended, [id]);
		assert.equal(sessions.exists(id), false);
		const again = await bus.call('session', 'destroy', { ubus_rpc_session: id });
		assert.equal(again.status, status.NOT_FOUND);
	});

	it('never ends the session of strangers', async () => {
		make();
		const reply = await bus.call('session', 'destroy', { ubus_rpc_session: DEFAULT_SESSION });
		assert.equal(reply.status, status.PERMISSION_DENIED);
	});

	it('logs everybody out when rpcd starts anew, and nobody when it reloads', async () => {
		const sessions = make();
		const id = await login();
		sessions.reload();
		assert.equal(sessions.exists(id), true);
		sessions.reset();
		assert.equal(sessions.exists(id), false);
		assert.equal(sessions.exists(DEFAULT_SESSION), true);
	});
});
