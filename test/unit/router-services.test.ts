// Does the development router run the programs of init scripts as procd does?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../tools/lab/wait.ts';
import { boot, bootOrder } from '../../tools/router/boot.ts';
import { Bus, type Data } from '../../tools/router/bus.ts';
import { Services, parseTrigger } from '../../tools/router/services.ts';
import * as status from '../../tools/router/status.ts';
import { Triggers } from '../../tools/router/triggers.ts';

const SLEEP = { command: ['sleep', '1000'] };
const RC_COMMON = 'tools/router/files/etc/rc.common';

interface State {
	running: boolean;
	pid?: number;
	command: string[];
}

describe('programs that init scripts ask for', () => {
	let root = '';
	let bus: Bus;
	let services: Services;
	let log: string[] = [];

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'services-'));
		bus = new Bus();
		log = [];
		services = new Services(bus, { root, log: (line) => log.push(line) }, (config) => {
			log.push(`changed ${config}`);
		});
	});
	afterEach(() => {
		services.stop();
		rmSync(root, { recursive: true });
	});

	const call = async (method: string, args: Data): Promise<Data | null> => {
		const reply = await bus.call('service', method, args);
		assert.equal(reply.status, 0, method);
		return reply.data;
	};
	const set = (instances: Data, more: Data = {}): Promise<unknown> =>
		call('set', { name: 'app', script: '/etc/init.d/app', instances, triggers: [], ...more });
	const states = async (): Promise<Record<string, State>> => {
		const listed = (await call('list', { name: 'app' })) as {
			app?: { instances?: Record<string, State> };
		};
		return listed.app?.instances ?? {};
	};
	const pid = async (name = 'one'): Promise<number | undefined> => (await states())[name]?.pid;
	const lives = (number = 0): boolean => spawnSync('kill', ['-0', String(number)]).status === 0;

	it('run, and are listed with their number', async () => {
		await set({ one: SLEEP });
		const { one } = await states();
		assert.deepEqual([one?.running, one?.command], [true, SLEEP.command]);
		assert.ok(lives(one?.pid));
	});

	it('run on when the same is asked for again, and start anew when something is different', async () => {
		await set({ one: SLEEP });
		const first = await pid();
		await set({ one: SLEEP });
		assert.equal(await pid(), first);
		await set({ one: { command: ['sleep', '1001'] } });
		assert.notEqual(await pid(), first);
		assert.equal(lives(first), false);
	});

	it('start anew when a file has changed that they named', async () => {
		const file = { ...SLEEP, file: ['/config'] };
		await set({ one: file });
		const first = await pid();
		writeFileSync(join(root, 'config'), 'a');
		await set({ one: file });
		const second = await pid();
		assert.notEqual(second, first);
		await set({ one: file });
		assert.equal(await pid(), second);
	});

	it('end when a set does not name them any more; an add leaves them alone', async () => {
		await set({ one: SLEEP });
		const first = await pid();
		await call('add', { name: 'app', instances: { two: SLEEP } });
		assert.equal(lives(first), true);
		const second = await pid('two');
		await set({ two: SLEEP });
		assert.equal(lives(first), false);
		assert.deepEqual(Object.keys(await states()), ['two']);
		await set({});
		assert.equal(lives(second), false);
	});

	it('end with their service, which is gone then', async () => {
		await set({ one: SLEEP });
		const first = await pid();
		await call('delete', { name: 'app' });
		assert.equal(lives(first), false);
		assert.deepEqual(await call('list', {}), {});
		assert.equal((await bus.call('service', 'delete', { name: 'app' })).status, status.NOT_FOUND);
	});

	it('end with the router', async () => {
		await set({ one: SLEEP });
		const first = await pid();
		services.stop();
		await waitFor(() => !lives(first), { what: 'the program to end' });
	});

	it('are killed when they do not want to end', async () => {
		const stubborn = ['sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'];
		await set({ one: { command: stubborn, stdout: true, term_timeout: 0.2 } });
		await waitFor(() => log.includes('app.one: ready'), { what: 'the program' });
		const first = await pid();
		await set({});
		assert.equal(lives(first), false);
	});

	it('start again by themselves when they are killed, where they said so', async () => {
		await set({ one: { ...SLEEP, respawn: ['3600', '0', '0'] }, two: SLEEP });
		const before = await states();
		for (const { pid: number } of Object.values(before)) spawnSync('kill', ['-9', String(number)]);
		const now = await waitFor(
			async () => {
				const { one, two } = await states();
				return one?.running && one.pid !== before.one?.pid && !two?.running;
			},
			{ what: 'the program to be back' }
		);
		assert.ok(now);
	});

	it('are given up when they end again and again, unless they said never to', async () => {
		const fail = ['sh', '-c', 'echo begun; exit 1'];
		const begun = (): number => log.filter((line) => line === 'app.one: begun').length;
		await set({ one: { command: fail, stdout: true, respawn: ['3600', '0', '2'] } });
		await waitFor(() => log.some((line) => line.includes('crash loop')), { what: 'the end' });
		assert.equal(begun(), 3);
		log = [];
		await set({ one: { command: fail, stdout: true, respawn: ['3600', '0', '0'] } });
		await waitFor(() => begun() > 6, { what: 'seven starts' });
	});

	it('say their errors to the log, where they said so', async () => {
		await set({ one: { command: ['sh', '-c', 'echo moved >&2; exec sleep 1000'], stderr: true } });
		await waitFor(() => log.includes('app.one: moved'), { what: 'the line' });
	});

	it('come with triggers, which an event finds', async () => {
		const rule = ['if', ['eq', 'package', 'network'], ['run_script', '/etc/init.d/app', 'reload']];
		await set(
			{},
			{
				triggers: [
					['config.change', rule, 1000],
					['interface.*', []],
				],
			}
		);
		assert.deepEqual(services.triggers(), [
			{ config: 'network', command: ['/etc/init.d/app', 'reload'] },
		]);
		await call('event', { type: 'config.change', data: { package: 'network' } });
		assert.deepEqual(log, ['changed network']);
		assert.equal(parseTrigger('nothing'), null);
	});
});

describe('a changed config', () => {
	it('has everybody who listens reload once, after the last of the changes', async () => {
		const done: string[] = [];
		const listener = (name: string, config: string) => ({
			name,
			config,
			reload: () => {
				done.push(name);
				return Promise.resolve();
			},
		});
		const triggers = new Triggers(
			() => [listener('a', 'network'), listener('a', 'firewall'), listener('b', 'system')],
			20
		);
		for (const config of ['network', 'network', 'firewall', 'dhcp']) triggers.changed(config);
		assert.deepEqual(done, []);
		await waitFor(() => done.length > 0, { what: 'the reload' });
		assert.deepEqual(done, ['a']);
		triggers.stop();
	});
});

describe('the start of the router', () => {
	it('runs what is before the network, the network, and the rest, in the order of the names', async () => {
		assert.deepEqual(bootOrder(['S95done', 'K10x', 'S19firewall', 'S18wgspoke', 'S20network']), {
			before: ['S18wgspoke', 'S19firewall'],
			after: ['S95done'],
		});
		const root = mkdtempSync(join(tmpdir(), 'boot-'));
		const [folder, done] = [join(root, 'etc/rc.d'), join(root, 'done')];
		mkdirSync(folder, { recursive: true });
		for (const name of ['S95last', 'S18first']) {
			writeFileSync(join(folder, name), `#!/bin/sh\necho "\${0##*/} $1" >>${done}\n`);
			chmodSync(join(folder, name), 0o755);
		}
		await boot(root, () => {
			writeFileSync(done, 'network\n', { flag: 'a' });
			return Promise.resolve();
		});
		assert.equal(readFileSync(done, 'utf8'), 'S18first boot\nnetwork\nS95last boot\n');
		rmSync(root, { recursive: true });
	});
});

describe('rc.common of the development router', () => {
	it('says to procd what an init script asks for', () => {
		const folder = mkdtempSync(join(tmpdir(), 'rc-'));
		const put = (name: string, text: string): string => {
			const path = join(folder, name);
			writeFileSync(path, text);
			chmodSync(path, 0o755);
			return path;
		};
		put('ubus', '#!/bin/sh\nprintf "%s\\n" "$3 $4"\n');
		put('functions.sh', '');
		const common = readFileSync(RC_COMMON, 'utf8').replace('/lib/functions.sh', './functions.sh');
		const script = put(
			'app',
			`START=18
start_service() {
	procd_open_instance watch
	procd_set_param command /bin/app "it's \\"this\\" \\\\"
	procd_set_param env A=1 B='x y'
	procd_set_param respawn 3600 5 0
	procd_set_param stderr 1
	procd_close_instance
}
service_triggers() {
	procd_add_reload_trigger network firewall
	procd_add_config_trigger config.change app /etc/init.d/app start
}
`
		);
		const ended = spawnSync('sh', [put('rc.common', common), script, 'start'], {
			cwd: folder,
			env: { PATH: `${folder}:${process.env.PATH ?? ''}` },
			encoding: 'utf8',
		});
		rmSync(folder, { recursive: true });
		assert.equal(ended.stderr, '');
		const [method = '', ...rest] = ended.stdout.trim().split(' ');
		const trigger = (config: string, action: string): unknown => [
			'config.change',
			['if', ['eq', 'package', config], ['run_script', '/etc/init.d/app', action]],
			1000,
		];
		assert.equal(method, 'set');
		assert.deepEqual(JSON.parse(rest.join(' ')), {
			name: 'app',
			script,
			instances: {
				watch: {
					command: ['/bin/app', 'it\'s "this" \\'],
					env: { A: '1', B: 'x y' },
					respawn: ['3600', '5', '0'],
					stderr: true,
				},
			},
			triggers: [
				trigger('network', 'reload'),
				trigger('firewall', 'reload'),
				trigger('app', 'start'),
			],
		});
	});
});
