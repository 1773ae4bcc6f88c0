// Is what the journal has enough to take a change back, and is there never half of one?
import assert from 'node:assert/strict';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import {
	has_journal,
	keep_journal,
	read_journal,
	remove_journal,
	write_journal,
} from '../../root/usr/share/ucode/wgspoke/trial/journal.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import {
	last_trial,
	needs_recovery,
	note_trial,
} from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { recover } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import type { Journal } from '../../root/usr/share/ucode/wgspoke/trial/journal.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { codes, seedNetwork } from './seed.ts';
import {
	abandon,
	draftOf,
	joinChanges,
	newRouter,
	onFullDisk,
	quickly,
	whileTrying,
} from './triedrouter.ts';

describe('the journal of a change', () => {
	let root = '';
	let router: Router;
	const folder = (): string => join(root, 'etc/wgspoke/trial');
	const files = (): Record<string, string> =>
		Object.fromEntries(
			['network', 'firewall', 'wgspoke']
				.map((name) => join(root, 'etc/config', name))
				.filter((path) => existsSync(path))
				.map((path) => [path, readFileSync(path, 'latin1')])
		);
	const newJournal = (): Journal => ({
		id: 'x',
		verb: 'join',
		changes: joinChanges(router, seedNetwork()),
		name: 'wgspoke',
		settlement: { device_key: '', device_public_key: '', paste: '' },
	});

	beforeEach(() => {
		({ root, router } = newRouter());
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('is read as it was written, and is for root alone', () => {
		const journal = newJournal();
		const draft = draftOf(router, journal.changes);
		assert.equal(write_journal(router, journal, draft), null);
		assert.deepEqual(read_journal(router), { journal, draft });
		assert.equal(statSync(folder()).mode & 0o777, 0o700);
		assert.equal(statSync(join(root, 'etc/wgspoke')).mode & 0o777, 0o700);
		for (const name of readdirSync(folder())) {
			assert.equal(statSync(join(folder(), name)).mode & 0o777, 0o600, name);
		}
	});

	it('tells a file that was not there from one that was empty', () => {
		const zone = { section: 'z', option: '', from: null, to: 'zone' };
		const changes = (['firewall', 'wgspoke'] as const).map((config) => ({ config, ...zone }));
		const draft = {
			before: { firewall: '', wgspoke: null },
			after: { firewall: 'x', wgspoke: 'x' },
		};
		assert.equal(write_journal(router, { ...newJournal(), changes }, draft), null);
		assert.deepEqual(read_journal(router)?.draft, draft);
	});

	it('goes without a trace, beside the keys of devices', () => {
		mkdirSync(join(root, 'etc/wgspoke'));
		writeFileSync(join(root, 'etc/wgspoke/key='), 'kept');
		const journal = newJournal();
		write_journal(router, journal, draftOf(router, journal.changes));
		remove_journal(router);
		assert.equal(has_journal(router), false);
		assert.equal(read_journal(router), null);
		assert.deepEqual(readdirSync(join(root, 'etc/wgspoke')), ['key=']);
	});

	it('leaves nothing where there is no room for all of it, wherever the room ends', () => {
		const journal = newJournal();
		const draft = draftOf(router, journal.changes);
		const texts = [...Object.values(draft.before), ...Object.values(draft.after)];
		const sizes = [...texts, JSON.stringify(journal)].map((text) => text?.length ?? 0);
		const ends = sizes.map((size) => size - 1).filter((size) => size > 0);
		assert.ok(ends.length > 5);
		for (const bytes of ends) {
			const problem = onFullDisk(bytes, () => write_journal(router, journal, draft));
			assert.equal(problem?.code, 'no-room', `${bytes} bytes`);
			assert.equal(has_journal(router), false);
			assert.deepEqual(readdirSync(join(root, 'etc/wgspoke')), []);
		}
	});

	it('that nobody has written to the end says nothing', () => {
		const journal = newJournal();
		write_journal(router, journal, draftOf(router, journal.changes));
		// The record comes last; a power cut before it leaves the texts.
		rmSync(join(folder(), 'journal.json'));
		assert.equal(has_journal(router), false);
		assert.equal(needs_recovery(router), false);
		assert.equal(read_journal(router), null);
	});

	const kept_trial = {
		id: 'abandoned',
		verb: 'join',
		state: 'kept',
		stage: 'answers',
		left: 0,
		seconds: 0,
		port: 0,
		findings: [],
	} as const;

	describe('that is left when its program is gone', () => {
		const aim = { kind: 'none', name: '', addresses: [] } as const;
		const change = () => ({
			changes: joinChanges(router, seedNetwork()),
			aim: { ...aim, addresses: [] },
		});
		const told = (): [string | undefined, string[]] => {
			const trial = last_trial(router);
			return [trial?.state, codes(trial?.findings ?? [])];
		};
		const recovered = (booting = false): boolean | null =>
			quickly(() => recover(router, booting, () => []));

		it('brings the files back byte for byte, and says why', () => {
			const before = files();
			abandon(router, change());
			assert.notDeepEqual(files(), before);
			assert.equal(needs_recovery(router), true);
			assert.equal(recovered(), true);
			assert.deepEqual(files(), before);
			assert.equal(has_journal(router), false);
			assert.deepEqual(told(), ['undone', ['trial-died', 'put-back']]);
		});

		it('does so after a restart too, from wherever the files had come to', () => {
			const before = files();
			const draft = abandon(router, change());
			writeFileSync(join(root, 'etc/config/firewall'), draft.before['firewall'] ?? '');
			assert.equal(recovered(true), true);
			assert.deepEqual(files(), before);
			assert.deepEqual(told(), ['undone', ['power-lost', 'put-back']]);
		});

		it('takes our edits back alone, where somebody else has edited the same file since', () => {
			const before = files();
			abandon(router, change());
			const path = join(root, 'etc/config/network');
			writeFileSync(path, `${readFileSync(path, 'utf8')}\nconfig route 'office'\n`);
			assert.equal(recovered(), true);
			const now = files();
			assert.equal(now[path], `${before[path] ?? ''}config route 'office'\n\n`);
			assert.deepEqual({ ...now, [path]: '' }, { ...before, [path]: '' });
		});

		it('brings back a file that nobody can read any more', () => {
			const before = files();
			abandon(router, change());
			const path = join(root, 'etc/config/firewall');
			writeFileSync(path, readFileSync(path, 'utf8').slice(0, -70) + "config 'x");
			assert.equal(recovered(), true);
			assert.deepEqual(files(), before);
		});

		it('stays where the files cannot be put back, until they can', () => {
			const before = files();
			abandon(router, change());
			const joined = files();
			const worked = onFullDisk(100, () => recovered());
			assert.equal(worked, false);
			assert.deepEqual(files(), joined);
			assert.equal(has_journal(router), true);
			assert.equal(recovered(), true);
			assert.deepEqual(files(), before);
		});

		it('is finished, not undone, where its change was kept before that', () => {
			const before = files();
			abandon(router, change());
			const joined = files();
			note_trial(router, { ...kept_trial, state: 'keeping', findings: [] }, 0);
			assert.equal(keep_journal(router), null);
			// Not all is done yet that belongs to it: nobody says "kept" before it is.
			assert.equal(needs_recovery(router), true);
			assert.deepEqual(told(), ['keeping', []]);
			const said = finding('key-not-kept', {});
			assert.equal(
				recover(router, true, () => [said]),
				true
			);
			assert.deepEqual(told(), ['kept', ['key-not-kept']]);
			assert.equal(needs_recovery(router), false);
			assert.notDeepEqual(files(), before);
			assert.deepEqual(files(), joined);
			assert.deepEqual(readdirSync(join(root, 'etc/wgspoke')), []);
		});

		it('is left alone while its program is at work', () => {
			abandon(router, change());
			const joined = files();
			whileTrying(router, () => {
				assert.equal(recovered(), null);
			});
			assert.deepEqual(files(), joined);
			assert.equal(recovered(), true);
			assert.notDeepEqual(files(), joined);
		});
	});
});
