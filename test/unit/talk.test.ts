// What comes of asking a hub that answers, that is slow, that never ends, or that is not there?
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answer_port } from '../../root/usr/share/ucode/wgspoke/base/constants.ts';
import { text_limit } from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { ask_hub, hear_hub } from '../../root/usr/share/ucode/wgspoke/router/talk.ts';
import {
	forget_told,
	forget_token,
	hub_token,
	is_news,
	keep_told,
	keep_token,
	last_told,
	look_question,
} from '../../root/usr/share/ucode/wgspoke/router/told.ts';
import { joined_network } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { do_hub_check } from '../../root/usr/share/ucode/wgspoke/verbs/sort.ts';
import { hub_said } from '../../root/usr/share/ucode/wgspoke/verbs/told.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { codes, hubKey, key, seedNetwork } from './seed.ts';
import { newRouter } from './triedrouter.ts';

/** A hub in a process of its own, for asking waits; `work` is what it does with a connection `c` and its question `q`. */
async function hubThat(work: string, address: string): Promise<ChildProcess> {
	const code = `
		require('net').createServer({ allowHalfOpen: true }, (c) => {
			c.on('error', () => c.destroy());
			let q = '';
			c.on('data', (d) => { q += d; if (q.endsWith('\\n')) { ${work} } });
		}).listen(${answer_port}, '${address}', () => console.log('listening'));`;
	const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
	await new Promise((resolve) => child.stdout.once('data', resolve));
	return child;
}

/** Does any program run whose command has these words? */
function runs(words: string): boolean {
	return readdirSync('/proc')
		.filter((name) => /^[0-9]+$/.test(name))
		.some((name) => {
			try {
				const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
				return command.replaceAll('\0', ' ').includes(words);
			} catch {
				return false;
			}
		});
}

describe('asking the hub', function () {
	this.timeout(30_000);
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-talk-'));
	const router = directory(folder);
	const path = process.env.PATH;
	let hub: ChildProcess | null = null;
	// Others on this machine may ask theirs at the same time.
	const address = `127.${process.pid & 255}.${(process.pid >> 8) & 255}.77`;

	before(() => {
		writeFileSync(join(folder, 'nc'), '#!/bin/sh\nexec busybox nc "$@"\n');
		chmodSync(join(folder, 'nc'), 0o755);
		process.env.PATH = `${folder}:${path}`;
	});
	afterEach(() => {
		hub?.kill('SIGKILL');
		hub = null;
		// No question, which may hold a token, is left behind.
		assert.deepEqual(readdirSync(router.run_dir), []);
	});
	after(() => {
		process.env.PATH = path;
		rmSync(folder, { recursive: true });
	});

	/** What came, and after how many milliseconds. */
	function asked(question = 'look\n'): { text: string; took: number } {
		const begin = performance.now();
		const text = ask_hub(router, address, question);
		return { text, took: performance.now() - begin };
	}

	it('hands over the question and gives the whole answer', async () => {
		hub = await hubThat("c.end('you asked ' + q + 'end\\n')", address);
		assert.equal(asked('look 5ec7e7\n').text, 'you asked look 5ec7e7\nend\n');
	});

	it('gives nothing where nobody listens, and where there is no address', () => {
		assert.equal(asked().text, '');
		assert.equal(ask_hub(router, '', 'look\n'), '');
		assert.equal(ask_hub(router, '$(reboot)', 'look\n'), '');
	});

	it('leaves no program behind that would hold what is open here, like the lock of a trial', async () => {
		hub = await hubThat("c.end('end\\n')", address);
		const patience = 4000 + (process.pid % 1000);
		for (let i = 0; i < 20; i++)
			assert.equal(ask_hub(router, address, 'look\n', patience), 'end\n');
		// One that was killed may take its moment.
		await waitFor(() => Promise.resolve(!runs(`sleep ${String(patience)}`) || null), {
			what: 'the patience to end',
		});
	});

	it('does not wait for a hub that says nothing, one byte now and then, or never ends', async () => {
		for (const [work, some] of [
			['', ''],
			["setInterval(() => c.write('h'), 300)", 'h'],
			["setInterval(() => c.write('route 10.0.0.0/8\\n'), 50)", 'route'],
		] as const) {
			hub = await hubThat(work, address);
			const { text, took } = asked();
			assert.ok(took < 5000, `${took} ms`);
			assert.ok(text.startsWith(some));
			assert.equal(read_answer(text).answer, null);
			hub.kill('SIGKILL');
		}
	});

	it('asks one that broke off once more, and gives it longer', async () => {
		const slow =
			"c.write('wgspoke 2\\n'); setTimeout(() => c.end('you asked ' + q + 'end\\n'), 4000)";
		hub = await hubThat(slow, address);
		assert.equal(asked().text, 'wgspoke 2\n');
		const text = hear_hub(router, address, 'look\n');
		assert.equal(text, 'wgspoke 2\nyou asked look\nend\n');
		hub.kill('SIGKILL');
		hub = await hubThat("c.write('wgspoke 2\\n', () => process.exit())", address);
		assert.notEqual(hear_hub(router, address, 'look\n'), '');
	});

	it('reads no more of 100 MB than shows that it is too much', async () => {
		hub = await hubThat("c.end('hub ' + 'x'.repeat(100e6))", address);
		const { text } = asked();
		assert.ok(text.length <= text_limit + 1, `${text.length}`);
		assert.equal(read_answer(text).answer, null);
	});
});

describe('what the hub said', () => {
	const router = directory(mkdtempSync(join(tmpdir(), 'wgspoke-told-')));

	it('is kept with its moment, for that hub alone, until it is forgotten', () => {
		assert.equal(last_told(router, hubKey), null);
		assert.ok(keep_told(router, hubKey, 'wgspoke 2\n'));
		assert.equal(last_told(router, hubKey)?.text, 'wgspoke 2\n');
		assert.equal(last_told(router, key(9)), null);
		forget_told(router);
		assert.equal(last_told(router, hubKey), null);
	});

	describe('whole, when what comes after it breaks off', () => {
		const peer = (one: string) => `running ${key(9)} ${one}\nwritten ${key(9)} ${one}\n`;
		const whole = `wgspoke 2\nnow 1700000000\nhub ${hubKey} 24356\n${peer('10.1.0.0/24')}end\n`;
		const cut = whole.slice(0, -8);
		const { root, router: joined } = newRouter(seedNetwork());
		const here = { ...joined, live: true };
		const kept = () => last_told(here, hubKey);
		const said = () => hub_said(here, joined_network(here));

		beforeEach(() => {
			forget_told(here);
			keep_told(here, hubKey, whole);
		});
		after(() => {
			rmSync(root, { recursive: true });
		});

		it('stays, with its moment, and what broke off is said beside it', () => {
			const before = kept();
			for (const broken of [cut, whole.slice(0, 30), '?', 'wgspoke 2\nbackend\n']) {
				keep_told(here, hubKey, broken);
				assert.deepEqual(kept(), { ...before, broken });
			}
			keep_told(here, hubKey, cut);
			assert.equal(said()?.answer?.peers.length, 1);
			assert.deepEqual(codes(said()?.findings ?? []), ['hub-cut-off']);
			const check = do_hub_check(here, '');
			assert.deepEqual(codes(check.findings), ['hub-cut-off']);
			assert.equal(check.unsorted.length, 1);
		});

		it('gives way to the next that comes whole, for which nothing is said any more', () => {
			keep_told(here, hubKey, cut);
			const next = whole.replaceAll('10.1.', '10.2.');
			keep_told(here, hubKey, next);
			assert.equal(kept()?.text, next);
			assert.equal(kept()?.broken, undefined);
			assert.deepEqual(said()?.findings, []);
		});

		it('is no news again, and what breaks off never is', () => {
			assert.equal(is_news(kept(), cut), false);
			assert.equal(is_news(null, cut), false);
			keep_told(here, hubKey, cut);
			assert.equal(is_news(kept(), whole.replace('1700000000', '1700000020')), false);
			assert.equal(is_news(kept(), whole.replaceAll('10.1.', '10.2.')), true);
		});

		it('is not there where the first one breaks off, or it was another hub: that is what was said then', () => {
			forget_told(here);
			keep_told(here, hubKey, cut);
			assert.equal(said()?.answer, null);
			assert.deepEqual(codes(said()?.findings ?? []), ['hub-cut-off']);
			assert.equal(is_news(kept(), whole), true);
			keep_told(here, key(9), whole);
			keep_told(here, hubKey, cut);
			assert.equal(kept()?.text, cut);
		});
	});

	it('is asked for with the token, where there is one that can be', () => {
		const token = '0123456789abcdef'.repeat(4);
		assert.equal(look_question(hub_token(router, hubKey)), 'look\n');
		assert.ok(!keep_token(router, hubKey, 'a word\nmember x'));
		assert.ok(keep_token(router, hubKey, token));
		assert.equal(look_question(hub_token(router, hubKey)), `look ${token}\n`);
		assert.equal(hub_token(router, key(9)), '');
		forget_token(router);
		assert.equal(hub_token(router, hubKey), '');
	});
});
