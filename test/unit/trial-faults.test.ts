// Wherever a change is cut short: is the router in the old state or in the new one, and is what is said true?
// The change is ended at each of its effects on the disk, or the disk is full or read-only from there on.
import assert from 'node:assert/strict';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import {
	write_directory,
	run_trial,
	recover,
} from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { last_trial } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { plan_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { leave_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/leave.ts';
import { device_edit } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import {
	by_page,
	nothing_aim,
	wanted_change,
} from '../../root/usr/share/ucode/wgspoke/verbs/wanted.ts';
import type { Aim } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { repair_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/repair.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { write_private } from '../../root/usr/share/ucode/wgspoke/base/shell.ts';
import { judgeEffects } from '../../tools/ucode/fs.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { Settlement } from '../../root/usr/share/ucode/wgspoke/trial/journal.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { empty_record } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import { seedNetwork } from './seed.ts';
import { newDevice } from './triedrouter.ts';

const CONFIGS = 'etc/config';
const KEEP = 'etc/wgspoke';
const ID = '0'.repeat(32);

class Death extends Error {}

type Files = Record<string, string>;

function filesOf(root: string): Files {
	const names = readdirSync(join(root, CONFIGS)).sort();
	return Object.fromEntries(
		names.map((name) => [name, readFileSync(join(root, CONFIGS, name), 'utf8')])
	);
}

/** How a change begins: the router as it is, the edits, and a device's key that is kept with them. */
interface Case {
	root: string;
	changes: Change[];
	key?: Pick<Settlement, 'device_key' | 'device_public_key'>;
}

/** The keys of devices that the router keeps, whole: by name of their files. */
const keysOf = (root: string): string[] =>
	existsSync(join(root, KEEP))
		? readdirSync(join(root, KEEP)).filter((name) => name !== 'trial' && !name.includes('.'))
		: [];

/** Does the change in a fresh copy, `wanted` true to have it kept; the copy. */
function begin({ root, changes, key }: Case, copy: string, wanted: boolean): Router {
	rmSync(copy, { recursive: true, force: true });
	cpSync(root, copy, { recursive: true });
	const router = directory(copy);
	const aim: Aim = wanted ? nothing_aim : { ...nothing_aim, kind: 'answers' };
	const request = {
		...by_page,
		...wanted_change('join', changes, aim, null),
		device_key: key?.device_key ?? '',
		device_public_key: key?.device_public_key ?? '',
		id: ID,
		seconds: 0,
		port: 0,
		confirm: false,
	};
	write_private(router.run_dir, `trial.request.${ID}`, JSON.stringify(request));
	return router;
}

const settling = (router: Router) => (kept: Settlement) => settle_change(router, kept);

describe('a change that is cut short', function () {
	this.timeout(300_000);
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-trial-'));
	const copy = join(folder, 'copy');
	const fresh = join(folder, 'fresh');
	const joined = join(folder, 'joined');
	const isFlash = (path: string): boolean => path.startsWith(join(copy, 'etc'));
	const network = { ...seedNetwork(), devices: [] };
	const joining = (router: Router): Change[] => {
		const paste = { ...own_request(false), network };
		return plan_to_apply(router, paste).changes;
	};
	/** A copy of a router with something done to it before the change begins. */
	const changed = (root: string, name: string, work: (router: Router) => unknown): string => {
		const other = join(folder, name);
		rmSync(other, { recursive: true, force: true });
		cpSync(root, other, { recursive: true });
		const router = directory(other);
		work(router);
		rmSync(router.run_dir, { recursive: true, force: true });
		return other;
	};
	const builtin: unknown = Reflect.get(globalThis, 'sleep');
	before(() => {
		// Nobody else is at work here who could be waited for.
		Object.assign(globalThis, { sleep: () => true });
		cpSync('test/fixtures/router', fresh, { recursive: true });
		cpSync(fresh, joined, { recursive: true });
		const router = directory(joined);
		assert.equal(write_directory(router, joining(router)), null);
		rmSync(router.run_dir, { recursive: true });
	});
	after(() => {
		Object.assign(globalThis, { sleep: builtin });
		judgeEffects();
		rmSync(folder, { recursive: true });
	});

	const cases: [string, () => Case][] = [
		['joining', () => ({ root: fresh, changes: joining(directory(fresh)) })],
		[
			'leaving',
			() => ({ root: joined, changes: leave_to_apply(directory(joined), false).changes }),
		],
		[
			'an edit',
			() => {
				const edited = structuredClone(network);
				for (const site of edited.sites) if (!site.local) site.lan = ['10.77.0.0/16'];
				edited.hub.router_access = 'all';
				const request = { ...own_request(false), network: edited };
				return { root: joined, changes: plan_to_apply(directory(joined), request).changes };
			},
		],
		[
			'another home',
			() => {
				const cabin = {
					...empty_record('site'),
					name: 'Cabin',
					lan: ['10.9.0.0/16'],
					address: '192.168.151.9',
				};
				const invited = { ...network, sites: [...network.sites, cabin] };
				const request = { ...own_request(false), network: invited };
				return { root: joined, changes: plan_to_apply(directory(joined), request).changes };
			},
		],
		[
			'a new device',
			() => {
				const { changes, ...key } = newDevice(directory(joined), { keep: true });
				return { root: joined, changes, key };
			},
		],
		[
			'a device that goes',
			() => {
				const changes = newDevice(directory(joined)).changes;
				const root = changed(joined, 'device', (router) => write_directory(router, changes));
				const gone = { name: 'Tablet', to: '', public_key: '', address: '', dns: '', keep: false };
				return {
					root,
					changes: device_edit(directory(root), { ...gone, action: 'remove' }).changes,
				};
			},
		],
		[
			'a repair',
			() => {
				const root = changed(joined, 'robbed', (router) => {
					const path = join(router.config_dir, 'firewall');
					const text = readFileSync(path, 'utf8');
					writeFileSync(path, text.replace(/config zone 'wgspoke'\n(?:\t.*\n)*/, ''));
				});
				return { root, changes: repair_to_apply(directory(root)).changes };
			},
		],
	];

	// All of them take minutes; make test-faults asks for them.
	const quick = ['an edit', 'a new device'];
	const asked = process.env.FAULT_TRIALS === undefined ? quick : cases.map(([what]) => what);
	for (const [what, made] of cases.filter(([name]) => asked.includes(name))) {
		for (const wanted of [true, false]) {
			const outcome = wanted ? 'is kept' : 'is undone';

			it(`${what}, ${outcome} in the end: ended at any effect, it leaves the old files or the new ones`, () => {
				const one = made();
				assert.ok(one.changes.length > 0);
				const old = filesOf(one.root);
				const router = begin(one, copy, wanted);
				let effects = 0;
				judgeEffects(() => (effects++, ''));
				run_trial(router, ID, settling(router));
				judgeEffects();
				const after = filesOf(copy);
				assert.equal(last_trial(router)?.state, wanted ? 'kept' : 'undone');
				if (!wanted) assert.deepEqual(after, old);
				else assert.notDeepEqual(after, old);
				assert.ok(effects > 20, String(effects));

				const kept_keys = keysOf(copy);
				assert.equal(kept_keys.length, one.key && wanted ? 1 : 0);

				let kept = 0;
				for (let at = 0; at < effects; at++) {
					const again = begin(one, copy, wanted);
					let count = 0;
					judgeEffects(() => {
						if (count++ >= at) throw new Death();
						return '';
					});
					assert.throws(() => {
						run_trial(again, ID, settling(again));
					}, Death);
					judgeEffects();
					// The kernel takes a program's locks away with it.
					rmSync(join(again.run_dir, 'trial.lock'), { force: true });
					assert.equal(recover(again, false, settling(again)), true);
					const found = Object.entries(filesOf(copy)).filter(([name]) => !name.startsWith('.'));
					const isOld = JSON.stringify(found) === JSON.stringify(Object.entries(old));
					const isNew = JSON.stringify(found) === JSON.stringify(Object.entries(after));
					assert.ok(isOld || isNew, `between, ended at effect ${String(at)}`);
					assert.ok(wanted || isOld);
					if (isNew && wanted) kept++;
					// What belongs to a change that is kept is done with it, or the change is not kept.
					const settled = isNew && wanted ? kept_keys : keysOf(one.root);
					assert.deepEqual(keysOf(copy), settled, `keys, ended at effect ${String(at)}`);
					assert.equal(existsSync(join(copy, 'etc/wgspoke/trial')), false);
					const said = last_trial(again)?.state;
					if (said)
						assert.equal(said, isNew && wanted ? 'kept' : said === 'undone' ? 'undone' : 'refused');
				}
				assert.ok(!wanted || kept > 0);
			});

			for (const code of ['ENOSPC', 'EROFS']) {
				it(`${what}, ${outcome} in the end: with ${code} from any effect on, what it says is so`, () => {
					const one = made();
					const old = filesOf(one.root);
					const count = { effects: 0 };
					const probe = begin(one, copy, wanted);
					judgeEffects((_effect, path) => {
						if (isFlash(path)) count.effects++;
						return '';
					});
					run_trial(probe, ID, settling(probe));
					judgeEffects();
					const after = filesOf(copy);
					for (let at = 0; at < count.effects; at++) {
						const router = begin(one, copy, wanted);
						let met = 0;
						judgeEffects((effect, path) => {
							const frees = code === 'ENOSPC' && effect === 'unlink';
							return isFlash(path) && met++ >= at && !frees ? code : '';
						});
						run_trial(router, ID, settling(router));
						judgeEffects();
						const trial = last_trial(router);
						assert.ok(trial);
						const { state, findings } = trial;
						const found = filesOf(copy);
						const visible = Object.fromEntries(
							Object.entries(found).filter(([name]) => !name.startsWith('.'))
						);
						const said = `${state} at ${String(at)}: ${findings.map(({ code: one }) => one).join(', ')}`;
						if (state === 'kept') {
							assert.deepEqual(visible, after, said);
							// What is kept stays so, also where the last of it could not be put away.
							assert.equal(recover(router, true, settling(router)), true);
							assert.deepEqual(filesOf(copy), after, said);
						} else if (state !== 'stuck') assert.deepEqual(visible, old, said);
						else {
							assert.equal(recover(router, true, settling(router)), true);
							assert.deepEqual(filesOf(copy), old, said);
						}
					}
				});
			}
		}
	}
});
