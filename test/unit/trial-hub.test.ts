// Is the hub as the router is, wherever a change of both is refused, undone, or cut short? The hub is a list of keys here.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write_private } from '../../root/usr/share/ucode/wgspoke/base/shell.ts';
import type { HubChange } from '../../root/usr/share/ucode/wgspoke/model/hubchange.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import {
	forget_owed,
	keep_owed,
	owed_change,
	owes,
} from '../../root/usr/share/ucode/wgspoke/router/told.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { last_trial } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { recover, run_trial } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import type { HubHand } from '../../root/usr/share/ucode/wgspoke/trial/undo.ts';
import { joined_network } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { by_page } from '../../root/usr/share/ucode/wgspoke/verbs/wanted.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { judgeEffects } from '../../tools/ucode/fs.ts';
import { codes, hubKey, key, seedNetwork } from './seed.ts';
import { newDevice, newRouter } from './triedrouter.ts';

const ID = '0'.repeat(32);
const TABLET = key(20);
const WISH: HubChange = {
	hub_key: hubKey,
	address: '192.168.151.1',
	members: [{ public_key: TABLET, networks: ['192.168.151.6/32'], name: 'Tablet' }],
	gone: [],
};

class Death extends Error {}

/** A hub that takes what it is told, unless it is spoilt. */
class Hub {
	readonly keys = new Set<string>();
	/** What becomes of being told: 'done', refused, or done or not without a word. */
	mood: 'done' | 'refuses' | 'full' | 'done, but silent' | 'silent' = 'done';

	private take(change: HubChange): void {
		for (const { public_key } of change.members) this.keys.add(public_key);
		for (const { public_key } of change.gone) this.keys.delete(public_key);
	}

	hand(router: Router): HubHand {
		return {
			foresee: (change) =>
				this.mood === 'refuses'
					? finding('hub-untold', {})
					: { ...change, members: [], gone: [{ public_key: TABLET, name: 'Tablet' }] },
			tell: (change) => {
				if (this.mood === 'done' || this.mood === 'done, but silent') this.take(change);
				if (this.mood === 'full') return { problem: finding('hub-refuses', {}), unsure: false };
				return this.mood === 'done' ? null : { problem: finding('hub-untold', {}), unsure: true };
			},
			owe: (change) => keep_owed(router, change),
			pay: () => {
				const owed = owed_change(router);
				if (owed === null || !owes(router)) return [];
				if (this.mood !== 'done') return [finding('hub-owed', {})];
				this.take(owed);
				forget_owed(router);
				return [];
			},
		};
	}
}

describe('a change of the hub and the router', function () {
	this.timeout(120_000);
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-trial-'));
	const copy = join(folder, 'copy');
	const made = newRouter(seedNetwork());
	const { changes } = newDevice(made.router);
	after(() => {
		rmSync(folder, { recursive: true });
		rmSync(made.root, { recursive: true });
	});

	/** A fresh router on which this is asked for; `wanted`: it is kept in the end, else undone. */
	function begin(wanted: boolean): { router: Router; hub: Hub } {
		rmSync(copy, { recursive: true, force: true });
		cpSync(made.root, copy, { recursive: true });
		const router = directory(copy);
		const aim = { kind: wanted ? 'none' : 'answers', name: '', addresses: [] };
		const request = { ...by_page, id: ID, verb: 'device', changes, aim, hub: WISH };
		const text = JSON.stringify({ ...request, seconds: 0, confirm: false });
		write_private(router.run_dir, `trial.request.${ID}`, text);
		return { router, hub: new Hub() };
	}
	const hasTablet = (router: Router): boolean =>
		joined_network(router)?.devices.some(({ name }) => name === 'Tablet') ?? false;
	/** How it ended, what was said, and whether router and hub have the tablet then. */
	function tried(
		wanted: boolean,
		mood: Hub['mood']
	): [state: string | undefined, said: string[], router: boolean, hub: boolean, owed: boolean] {
		const { router, hub } = begin(wanted);
		hub.mood = mood;
		run_trial(router, ID, () => [], hub.hand(router));
		const trial = last_trial(router);
		const said = codes(trial?.findings ?? []);
		return [trial?.state, said, hasTablet(router), hub.keys.has(TABLET), owes(router)];
	}

	it('is kept at both', () => {
		assert.deepEqual(tried(true, 'done'), ['kept', [], true, true, false]);
	});

	it('is undone at both', () => {
		const said = ['tunnel-down', 'put-back'];
		assert.deepEqual(tried(false, 'done'), ['undone', said, false, false, false]);
	});

	it('is made at neither where the hub cannot be asked, or refuses', () => {
		assert.deepEqual(tried(true, 'refuses'), ['refused', ['hub-untold'], false, false, false]);
		assert.deepEqual(tried(true, 'full'), ['refused', ['hub-refuses'], false, false, false]);
	});

	it('is made at neither where the hub has not said whether it did it, and is owed there till it answers', () => {
		for (const mood of ['silent', 'done, but silent'] as const) {
			const said = ['hub-untold', 'hub-owed'];
			const did = mood !== 'silent';
			assert.deepEqual(tried(true, mood), ['refused', said, false, did, true]);
			const router = directory(copy);
			const hub = new Hub();
			if (did) hub.keys.add(TABLET);
			hub.hand(router).pay();
			assert.deepEqual([hub.keys.has(TABLET), owes(router)], [false, false]);
		}
	});

	it('pays what is owed before anything else, and waits with the change where that is not possible', () => {
		const { router, hub } = begin(true);
		hub.keys.add(key(9));
		keep_owed(router, { ...WISH, members: [], gone: [{ public_key: key(9), name: 'iPad' }] });
		hub.mood = 'silent';
		run_trial(router, ID, () => [], hub.hand(router));
		assert.deepEqual(codes(last_trial(router)?.findings ?? []), ['hub-owed']);
		assert.ok(!hasTablet(router) && hub.keys.has(key(9)));
	});

	// All of them take a minute; make test-faults asks for them.
	const every = process.env.FAULT_TRIALS === undefined ? 5 : 1;
	for (const wanted of [true, false]) {
		it(`that ${wanted ? 'is kept' : 'is undone'} in the end, cut short at any effect, is at both or at neither`, () => {
			const first = begin(wanted);
			let effects = 0;
			judgeEffects(() => (effects++, ''));
			run_trial(first.router, ID, () => [], first.hub.hand(first.router));
			judgeEffects();
			let both = 0;
			for (let at = 0; at < effects; at += every) {
				const { router, hub } = begin(wanted);
				let count = 0;
				judgeEffects(() => {
					if (count++ >= at) throw new Death();
					return '';
				});
				assert.throws(() => {
					run_trial(router, ID, () => [], hub.hand(router));
				}, Death);
				judgeEffects();
				rmSync(join(router.run_dir, 'trial.lock'), { force: true });
				assert.equal(
					recover(router, (at / every) % 2 === 0, () => [], hub.hand(router)),
					true
				);
				hub.hand(router).pay();
				const found = hasTablet(router);
				assert.equal(hub.keys.has(TABLET), found, `ended at effect ${String(at)}`);
				assert.equal(owes(router), false);
				if (found) both++;
			}
			assert.equal(both > 0, wanted);
		});
	}
});
