// A router in a directory on which changes are tried out: a change for it, one that was abandoned, a full disk, and a
// clock that goes as fast as somebody waits.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { draft_edits, place_texts } from '../../root/usr/share/ucode/wgspoke/trial/files.ts';
import { write_journal } from '../../root/usr/share/ucode/wgspoke/trial/journal.ts';
import { take_lock } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { plan_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { device_edit, device_wanted } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { by_page } from '../../root/usr/share/ucode/wgspoke/verbs/wanted.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import type { Draft } from '../../root/usr/share/ucode/wgspoke/trial/files.ts';
import type { TrialRequest } from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { key } from './seed.ts';

/** A new router in a directory, and that directory; whoever makes one removes it. */
export function newRouter(joined: Network | null = null): { router: Router; root: string } {
	const root = mkdtempSync(join(tmpdir(), 'wgspoke-trial-'));
	cpSync('test/fixtures/router', root, { recursive: true });
	const router = directory(root);
	if (joined !== null) {
		const plan = plan_to_apply(router, { ...own_request(false), network: joined });
		assert.equal(write_directory(router, plan.changes), null);
	}
	return { router, root };
}

/** What joining the network changes on the router. */
export function joinChanges(router: Router, network: Network): Change[] {
	return plan_to_apply(router, { ...own_request(false), network }).changes;
}

/** What is asked for when a device comes to the network that the router has joined. */
export function newDevice(router: Router, more: { keep?: boolean } = {}) {
	const call = { name: 'Tablet', to: '', address: '', dns: '', keep: more.keep ?? false };
	const public_key = more.keep === true ? '' : key(20);
	const edit = device_edit(router, { ...call, action: 'add', public_key });
	assert.deepEqual(edit.reply.findings, []);
	return { ...by_page, ...device_wanted(edit) };
}

/** What the changes make of the files, which has to be possible. */
export function draftOf(router: Router, changes: Change[]): Draft {
	const draft = draft_edits(router, changes);
	assert.ok('after' in draft, JSON.stringify(draft));
	return draft;
}

/** A change in force whose program is gone: journal and files are there. */
export function abandon(
	router: Router,
	{ changes, aim }: Pick<TrialRequest, 'changes' | 'aim'>
): Draft {
	const draft = draftOf(router, changes);
	const settlement = { device_key: '', device_public_key: '', paste: '' };
	const journal = { id: 'abandoned', verb: 'device', changes, name: aim.name, settlement };
	assert.equal(write_journal(router, journal, draft), null);
	assert.equal(place_texts(router, draft.after).problem, null);
	return draft;
}

/** Does the work while some program has the lock, as the one does that tries out a change. */
export function whileTrying<T>(router: Router, work: () => T): T {
	const lock = take_lock(router);
	assert.ok(lock, 'somebody else has the lock');
	try {
		return work();
	} finally {
		lock.close();
	}
}

/** Does the work where no file can have more bytes than this, as if the disk were full then. */
export function onFullDisk<T>(bytes: number, work: () => T): T {
	const limit = (most: string): void => {
		const args = ['--pid', String(process.pid), `--fsize=${most}:`];
		assert.equal(spawnSync('prlimit', args).status, 0, 'prlimit');
	};
	limit(String(bytes));
	try {
		return work();
	} finally {
		limit('unlimited');
	}
}

interface Builtins {
	sleep: (milliseconds: number) => boolean;
	clock: (monotonic?: boolean) => [number, number];
}

/** Does the work by a clock that goes on only when somebody sleeps, and then at once: `faster` times as far. */
export function quickly<T>(work: () => T, faster = 1): T {
	const builtins = globalThis as unknown as Builtins;
	const { sleep, clock } = builtins;
	let slept = 0;
	builtins.sleep = (milliseconds) => {
		slept += milliseconds * faster;
		return true;
	};
	builtins.clock = (monotonic) => {
		const [seconds, nanoseconds] = clock(monotonic);
		return [seconds + Math.floor(slept / 1000), nanoseconds];
	};
	try {
		return work();
	} finally {
		Object.assign(builtins, { sleep, clock });
	}
}
