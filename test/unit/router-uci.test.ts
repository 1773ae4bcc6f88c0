// Does the development router stage, apply and undo as rpcd does?
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bus, type Data, type Reply } from '../../tools/router/bus.ts';
import { makeFolders, pathsOf, sectionsOf, sessionFolder } from '../../tools/router/paths.ts';
import * as status from '../../tools/router/status.ts';
import { Transaction } from '../../tools/router/transaction.ts';
import { parseTuple, splitWords } from '../../tools/router/ucicommand.ts';
import { UciObject } from '../../tools/router/uciobject.ts';

const NETWORK = `
config interface 'lan'
	option proto 'static'
	option ipaddr '192.168.2.1/24'

config interface 'wan'
	option proto 'dhcp'
	list dns '192.0.2.53'
	list dns '192.0.2.54'

`;

const ONE = '1'.repeat(32);
const TWO = '2'.repeat(32);

class Router {
	readonly root = mkdtempSync(join(tmpdir(), 'wgspoke-router-'));
	readonly paths = pathsOf(this.root);
	readonly bus = new Bus();
	readonly events: string[] = [];
	/** May anybody write? */
	open = true;
	/** The timer of the waiting apply. */
	timer: { seconds: number; work: () => void } | null = null;

	constructor() {
		makeFolders(this.paths);
		writeFileSync(join(this.paths.config, 'network'), NETWORK);
		writeFileSync(join(this.paths.config, 'firewall'), '');
		const changed = (config: string): void => {
			this.events.push(config);
		};
		const transaction = new Transaction({
			paths: this.paths,
			mayWrite: () => this.open,
			changed,
			later: (seconds, work) => {
				this.timer = { seconds, work };
				return () => {
					this.timer = null;
				};
			},
		});
		const uci = new UciObject({
			paths: this.paths,
			access: (_, config) => config !== 'shadow' && this.open,
			applying: () => transaction.session !== '',
			committed: changed,
		});
		this.bus.add('rpcd', 'uci', { ...uci.methods(), ...transaction.methods() });
	}

	call(method: string, args: Data, session = ONE): Promise<Reply> {
		return this.bus.call('uci', method, { ...args, ubus_rpc_session: session });
	}

	async ok(method: string, args: Data, session = ONE): Promise<Data | null> {
		const reply = await this.call(method, args, session);
		assert.equal(reply.status, status.OK, method);
		return reply.data;
	}

	async status(method: string, args: Data, session = ONE): Promise<number> {
		return (await this.call(method, args, session)).status;
	}

	file(config = 'network'): string {
		return readFileSync(join(this.paths.config, config), 'utf8');
	}

	async changes(session = ONE): Promise<unknown> {
		return (await this.ok('changes', { config: 'network' }, session))?.changes;
	}

	setAddress(address: string, session = ONE): Promise<Data | null> {
		const values = { ipaddr: address };
		return this.ok('set', { config: 'network', section: 'lan', values }, session);
	}
}

describe('the ubus object uci', () => {
	let router = new Router();
	beforeEach(() => {
		router = new Router();
	});
	afterEach(() => {
		rmSync(router.root, { recursive: true });
	});

	it('shows a config, one section or one option', async () => {
		const { values } = (await router.ok('get', { config: 'network' })) as { values: Data };
		assert.deepEqual(Object.keys(values), ['lan', 'wan']);
		assert.deepEqual(values.wan, {
			'.anonymous': false,
			'.type': 'interface',
			'.name': 'wan',
			'.index': 1,
			proto: 'dhcp',
			dns: ['192.0.2.53', '192.0.2.54'],
		});
		const address = { config: 'network', section: 'lan', option: 'ipaddr' };
		assert.deepEqual(await router.ok('get', address), { value: '192.168.2.1/24' });
		assert.equal(await router.status('get', { config: 'nothing' }), status.NOT_FOUND);
		const unknown = { config: 'network', section: 'guest' };
		assert.equal(await router.status('get', unknown), status.NOT_FOUND);
	});

	it('shows only the sections that match', async () => {
		const match = { config: 'network', type: 'interface', match: { dns: '192.0.2.54' } };
		const { values } = (await router.ok('get', match)) as { values: Data };
		assert.deepEqual(Object.keys(values), ['wan']);
	});

	it('stages edits for one session: the file and other sessions stay as they were', async () => {
		await router.setAddress('10.0.0.1/8');
		assert.equal(router.file(), NETWORK);
		assert.deepEqual(await router.changes(), [['set', 'lan', 'ipaddr', '10.0.0.1/8']]);
		assert.deepEqual(await router.changes(TWO), []);
		const address = { config: 'network', section: 'lan', option: 'ipaddr' };
		assert.deepEqual(await router.ok('get', address), { value: '10.0.0.1/8' });
		assert.deepEqual(await router.ok('get', address, TWO), { value: '192.168.2.1/24' });
	});

	it('adds sections with a name or without, with options and lists', async () => {
		const values = { dest: 'lan', proto: ['tcp', 'udp'], enabled: true, port: 53 };
		const named = { config: 'firewall', type: 'zone', name: 'wgspoke', values };
		assert.deepEqual(await router.ok('add', named), { section: 'wgspoke' });
		const anonymous = await router.ok('add', { config: 'firewall', type: 'rule' });
		assert.match(String(anonymous?.section), /^cfg[0-9a-f]{6}$/);
		const { values: section } = (await router.ok('get', {
			config: 'firewall',
			section: 'wgspoke',
		})) as { values: Data };
		assert.deepEqual(
			[section.dest, section.proto, section.enabled, section.port],
			['lan', ['tcp', 'udp'], '1', '53']
		);
	});

	it('deletes a section, an option, or several options', async () => {
		await router.ok('delete', { config: 'network', section: 'wan', options: ['dns', 'nothing'] });
		await router.ok('delete', { config: 'network', section: 'lan' });
		assert.deepEqual(await router.changes(), [
			['remove', 'wan', 'dns'],
			['remove', 'lan'],
		]);
		const gone = { config: 'network', section: 'lan' };
		assert.equal(await router.status('delete', gone), status.NOT_FOUND);
	});

	it('takes an argument of the wrong type for one that is missing', async () => {
		const wrong = { config: 'network', section: 'lan', values: 'text' };
		assert.equal(await router.status('set', wrong), status.INVALID_ARGUMENT);
		assert.equal(await router.status('get', { config: 5 }), status.INVALID_ARGUMENT);
	});

	it('refuses names that UCI cannot hold', async () => {
		const values = { 'a-b': 'x' };
		const option = { config: 'network', section: 'lan', values };
		assert.equal(await router.status('set', option), status.INVALID_ARGUMENT);
		const section = { config: 'network', type: 'interface', name: "a'b" };
		assert.equal(await router.status('add', section), status.INVALID_ARGUMENT);
	});

	it('refuses a session that has no right to the config', async () => {
		assert.equal(await router.status('get', { config: 'shadow' }), status.PERMISSION_DENIED);
	});

	it('works on the staging of the command line when there is no session', async () => {
		const values = { ipaddr: '10.0.0.1/8' };
		await router.bus.call('uci', 'set', { config: 'network', section: 'lan', values });
		assert.ok(existsSync(join(router.paths.shared, 'network')));
		assert.deepEqual(await router.changes(), []);
	});

	it('throws away what a session has staged', async () => {
		await router.setAddress('10.0.0.1/8');
		await router.ok('revert', { config: 'network' });
		assert.deepEqual(await router.changes(), []);
	});

	it('commits, and tells everybody who listens', async () => {
		await router.setAddress('10.0.0.1/8');
		await router.ok('commit', { config: 'network' });
		assert.match(router.file(), /ipaddr '10\.0\.0\.1\/8'/);
		assert.deepEqual(router.events, ['network']);
	});

	it('keeps what was set, whatever printable text it is', async () => {
		const text = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.filter((each) => Array.from(each).every((character) => character >= ' '));
		await fc.assert(
			fc.asyncProperty(text, async (value) => {
				const values = { description: value };
				await router.ok('set', { config: 'network', section: 'lan', values });
				await router.ok('commit', { config: 'network' });
				const [lan] = sectionsOf(router.paths, 'network');
				assert.equal(lan?.options.description, value);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('an apply with rollback', () => {
	let router = new Router();
	const apply = { rollback: true, timeout: 20 };
	beforeEach(async () => {
		router = new Router();
		await router.setAddress('10.0.0.1/8');
	});
	afterEach(() => {
		rmSync(router.root, { recursive: true });
	});

	it('commits what is staged, tells of it once, and starts the timer', async () => {
		await router.ok('apply', apply);
		assert.match(router.file(), /10\.0\.0\.1/);
		assert.deepEqual(router.events, ['network']);
		assert.equal(router.timer?.seconds, 20);
		assert.deepEqual(await router.changes(), []);
	});

	it('is kept by a confirm: the timer stops and nothing is left of the snapshot', async () => {
		await router.ok('apply', apply);
		await router.ok('confirm', {});
		assert.equal(router.timer, null);
		assert.match(router.file(), /10\.0\.0\.1/);
		assert.deepEqual(
			readdirSync(router.paths.rpcd).filter((name) => name.startsWith('snapshot')),
			[]
		);
	});

	it('is undone by the timer: the old bytes, the staged edits, another event', async () => {
		await router.ok('apply', apply);
		router.timer?.work();
		assert.equal(router.file(), NETWORK);
		assert.deepEqual(await router.changes(), [['set', 'lan', 'ipaddr', '10.0.0.1/8']]);
		assert.deepEqual(router.events, ['network', 'network']);
		assert.equal(await router.status('confirm', {}), status.NO_DATA);
	});

	it('is undone by a rollback, and can be applied again', async () => {
		await router.ok('apply', apply);
		await router.ok('rollback', {});
		assert.equal(router.file(), NETWORK);
		await router.ok('apply', apply);
		assert.match(router.file(), /10\.0\.0\.1/);
	});

	it('restores the files but stages nothing for a session that has ended', async () => {
		await router.ok('apply', apply);
		rmSync(sessionFolder(router.paths, ONE), { recursive: true });
		router.open = false;
		router.timer?.work();
		assert.equal(router.file(), NETWORK);
		assert.equal(existsSync(sessionFolder(router.paths, ONE)), false);
	});

	it('holds off everybody else until it has ended', async () => {
		await router.ok('apply', apply);
		await router.setAddress('10.9.9.9/8', TWO);
		assert.equal(await router.status('apply', apply, TWO), status.PERMISSION_DENIED);
		assert.equal(await router.status('confirm', {}, TWO), status.PERMISSION_DENIED);
		assert.equal(await router.status('rollback', {}, TWO), status.PERMISSION_DENIED);
		assert.equal(
			await router.status('commit', { config: 'network' }, TWO),
			status.PERMISSION_DENIED
		);
		assert.equal(await router.status('revert', { config: 'network' }), status.PERMISSION_DENIED);
		await router.ok('confirm', {});
		await router.ok('apply', apply, TWO);
	});

	it('has nothing to do without staged edits, or to confirm without an apply', async () => {
		assert.equal(await router.status('apply', apply, TWO), status.NO_DATA);
		assert.equal(await router.status('confirm', {}), status.NO_DATA);
		assert.equal(await router.status('rollback', {}), status.NO_DATA);
	});

	it('needs a session, and the right to write each config', async () => {
		const { status: without } = await router.bus.call('uci', 'apply', apply);
		assert.equal(without, status.INVALID_ARGUMENT);
		router.open = false;
		assert.equal(await router.status('apply', apply), status.PERMISSION_DENIED);
		assert.equal(router.file(), NETWORK);
	});

	it('starts no timer when it is one without rollback', async () => {
		await router.ok('apply', { rollback: false });
		assert.equal(router.timer, null);
		assert.match(router.file(), /10\.0\.0\.1/);
	});

	it('undoes to the same bytes whatever was staged', async () => {
		const edit = fc.oneof(
			fc.record({
				method: fc.constant('set'),
				args: fc.record({
					section: fc.constantFrom('lan', 'wan'),
					values: fc.dictionary(
						fc.stringMatching(/^[a-z_]{1,8}$/),
						fc.stringMatching(/^[ -~]{1,8}$/),
						{ minKeys: 1, maxKeys: 3 }
					),
				}),
			}),
			fc.record({
				method: fc.constant('delete'),
				args: fc.record({ section: fc.constantFrom('lan', 'wan') }),
			}),
			fc.record({ method: fc.constant('add'), args: fc.record({ type: fc.constant('route') }) })
		);
		await fc.assert(
			fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
				const session = TWO;
				for (const { method, args } of edits)
					await router.call(method, { config: 'network', ...args }, session);
				const staged = await router.changes(session);
				if ((await router.status('apply', apply, session)) === status.OK) router.timer?.work();
				assert.equal(router.file(), NETWORK);
				assert.deepEqual(await router.changes(session), staged);
				await router.ok('revert', { config: 'network' }, session);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('the command uci', () => {
	it('takes a tuple apart at the first equals sign', () => {
		assert.deepEqual(parseTuple('network.lan.ipaddr=a=b.c'), {
			config: 'network',
			section: 'lan',
			option: 'ipaddr',
			value: 'a=b.c',
		});
		assert.equal(parseTuple('network.lan').value, null);
	});

	it('splits a line of a batch into words as a shell does', () => {
		const cases: [string, string[]][] = [
			["set network.lan.x='a b'", ['set', 'network.lan.x=a b']],
			['add_list a.b.c="it\'s"', ['add_list', "a.b.c=it's"]],
			['commit', ['commit']],
			['  ', []],
		];
		for (const [line, words] of cases) assert.deepEqual(splitWords(line), words);
	});
});
