// How long does this router hold a pasted text with its keys, and whose public key does it remember?

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'wgspoke-keys-'));
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	/** The file of a text, as if it had been used last this many minutes ago. */
	function aged(id: string, minutes: number): string {
		const file = join(directory(root).run_dir, `pasted.${id}`);
		const then = Date.now() / 1000 - 60 * minutes;
		utimesSync(file, then, then);
		return file;
	}

	it('is a text for 15 minutes after its last use', () => {
		const router = directory(root);
		const id = keep_paste(router, read_text(''));
		const file = aged(id, 14);
		assert.notEqual(kept_paste(router, id), null);
		assert.ok(Date.now() - statSync(file).mtimeMs < 60_000);
		aged(id, 16);
		assert.equal(kept_paste(router, id), null);
		assert.equal(existsSync(file), false);
	});

	it('is no text after that, even where nobody asks for one: a status is enough', () => {
		const router = directory(root);
		const file = aged(keep_paste(router, read_text('')), 16);
		do_status(router);
		assert.equal(existsSync(file), false);
	});

	it('is, once a text has served, the texts of other tabs; after leaving, none', () => {
		const router = directory(root);
		const [served, other] = [keep_paste(router, read_text('')), keep_paste(router, read_text(''))];
		forget_pastes(router, served);
		assert.equal(kept_paste(router, served), null);
		assert.notEqual(kept_paste(router, other), null);
		forget_pastes(router, null);
		assert.equal(kept_paste(router, other), null);
	});

	it('is eight texts, the last ones', () => {
		const router = directory(root);
		const ids = Array.from({ length: 9 }, (_, i) => {
			const id = keep_paste(router, read_text(''));
			aged(id, 10 - i);
			return id;
		});
		assert.deepEqual(
			ids.map((id) => kept_paste(router, id) !== null),
			[false, true, true, true, true, true, true, true, true]
		);
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
