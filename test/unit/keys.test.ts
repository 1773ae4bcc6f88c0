// How long does this router hold a pasted text with its keys, and whose public key does it remember?

import assert from 'node:assert/strict';
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	most_pastes,
	most_pastes_of_session,
} from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import { uptime } from '../../root/usr/share/ucode/wgspoke/base/uptime.ts';
import {
	forget_pastes,
	keep_paste,
	kept_paste,
	make_key_pair,
	public_key_of,
} from '../../root/usr/share/ucode/wgspoke/router/keys.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { secrets } from './seed.ts';

describe('what this router keeps of keys', () => {
	let root = '';
	const builtins = globalThis as unknown as { clock: (monotonic?: boolean) => [number, number] };
	const { clock } = builtins;
	beforeEach(() => {
		// A machine that has just started has no minutes to look back.
		builtins.clock = (monotonic) => (monotonic ? [100_000, 0] : clock());
		root = mkdtempSync(join(tmpdir(), 'wgspoke-keys-'));
	});
	afterEach(() => {
		builtins.clock = clock;
		rmSync(root, { recursive: true });
	});

	const files = (): string[] => readdirSync(directory(root).run_dir);

	/** Makes the text look as if it had last been used so many minutes ago; its file. */
	function aged(id: string, minutes: number): string {
		const { run_dir } = directory(root);
		const name = files().find((each) => each.endsWith(`.${id}`)) ?? '';
		const used = String(Math.max(0, uptime() - 60 * minutes)).padStart(10, '0');
		const file = join(run_dir, name.replace(/\.\d{10}\./, `.${used}.`));
		renameSync(join(run_dir, name), file);
		return file;
	}

	const keep = (session = 'one'): string => keep_paste(directory(root), read_text(''), session);
	const isKept = (id: string): boolean => kept_paste(directory(root), id) !== null;

	it('is a text for 15 minutes after its last use', () => {
		const id = keep();
		const file = aged(id, 14);
		assert.ok(isKept(id));
		assert.equal(existsSync(file), false);
		assert.ok(isKept(id));
		const old = aged(id, 16);
		assert.equal(isKept(id), false);
		assert.equal(existsSync(old), false);
	});

	it('is a text for as long when the clock is set meanwhile', () => {
		const id = keep();
		const [name = ''] = files();
		for (const time of [0, 4_000_000_000]) {
			utimesSync(join(directory(root).run_dir, name), time, time);
			assert.ok(isKept(id));
		}
	});

	it('is no text after that, even where nobody asks for one: a status is enough', () => {
		const file = aged(keep(), 16);
		do_status(directory(root));
		assert.equal(existsSync(file), false);
	});

	it('is no text of an earlier form of this program', () => {
		const { run_dir } = directory(root);
		const id = keep();
		writeFileSync(join(run_dir, `pasted.${'a'.repeat(32)}`), '{}');
		assert.ok(isKept(id));
		assert.equal(files().length, 1);
	});

	it('is, once a text has served, the texts of other tabs; after leaving, none', () => {
		const [served, other] = [keep(), keep()];
		forget_pastes(directory(root), served);
		assert.equal(isKept(served), false);
		assert.ok(isKept(other));
		forget_pastes(directory(root), null);
		assert.equal(isKept(other), false);
	});

	it('is eight texts of a session, the last ones', () => {
		const ids = Array.from({ length: 9 }, (_, i) => {
			const id = keep();
			aged(id, 10 - i);
			return id;
		});
		assert.deepEqual(ids.map(isKept), [false, ...Array<boolean>(8).fill(true)]);
	});

	it('is what one login has pasted, however much another one pastes', () => {
		const id = keep('the owner');
		aged(id, 14);
		for (let i = 0; i < 100; i++) keep('a reader');
		assert.equal(files().length, 1 + most_pastes_of_session);
		for (let i = 0; i < 100; i++) keep(`a reader's login ${i % 9}`);
		assert.equal(files().length, most_pastes);
		assert.ok(isKept(id));
		for (const name of files()) assert.doesNotMatch(name, /reader|owner/);
	});

	it('is never the private key that was made for a device or another home', () => {
		const router = directory(root);
		const own = public_key_of(router, secrets.private_key);
		assert.match(own, /^[A-Za-z0-9+/]{43}=$/);
		const made = make_key_pair(router);
		assert.notEqual(made?.public_key ?? own, own);
		assert.equal(router.memory.private_key, secrets.private_key);
	});
});
