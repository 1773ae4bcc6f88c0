// Does a status that remembers still tell what is so now?
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { plan_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { seedNetwork } from './seed.ts';

describe('a status asked for again and again', () => {
	let root = '';
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'wgspoke-verbs-'));
		cpSync('test/fixtures/router', root, { recursive: true });
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('sees that this router has joined, and what somebody edits afterwards', () => {
		const router = directory(root);
		assert.equal(do_status(router).joined, false);

		const network = { ...seedNetwork(), devices: [] };
		const request = { ...own_request(false), network };
		assert.equal(write_directory(router, plan_to_apply(router, request).changes), null);
		assert.equal(do_status(router).joined, true);
		assert.deepEqual(do_status(router).drift, []);

		const file = join(root, 'etc/config/network');
		writeFileSync(
			file,
			readFileSync(file, 'utf8').replace("'192.168.4.0/24'", "'192.168.99.0/24'")
		);
		const [change] = do_status(router).drift;
		assert.equal(change?.option, 'allowed_ips');
	});
});
