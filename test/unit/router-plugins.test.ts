// Does a plugin of rpcd live in the development router as it does on OpenWrt?
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRouter, type Router } from '../../tools/router/router.ts';
import * as status from '../../tools/router/status.ts';

const PLUGIN = `#!/usr/bin/ucode
'use strict';
import { connect } from 'ubus';
import { cursor } from 'uci';

let calls = 0;

function wait_for(object, method) {
	const bus = connect();
	const reply = bus.call(object, method, {});
	return { reply: reply, error: bus.error() };
}

return {
	sample: {
		echo: { args: { text: '', count: 1, flag: true, list: [], table: {} }, call: function(req) { return { args: req.args }; } },
		nothing: { call: function(req) { return 'no object'; } },
		refuse: { call: function(req) { return req.error(6); } },
		fail: { call: function(req) { die('a fault'); } },
		count: { call: function(req) { calls++; return { calls: calls }; } },
		each: { call: function(req) { let names = []; for (let   name in [ 'a', 'b' ]) push(names, name); return { names: names }; } },
		board: { call: function(req) { return wait_for('system', 'board'); } },
		itself: { call: function(req) { return wait_for('session', 'create'); } },
		config: { call: function(req) { return { value: cursor().get('network', 'lan', 'proto') }; } }
	}
};
`.replace('return {\n\tsample', 'return        {\n\tsample');

const NETWORK = "\nconfig interface 'lan'\n\toption proto 'static'\n";

/** One POST; the whole reply, or null when the connection was closed. */
function post(port: number, body: string): Promise<string | null> {
	return new Promise((resolve) => {
		const sent = request({ port, method: 'POST', path: '/ubus', agent: false }, (reply) => {
			let text = '';
			reply.setEncoding('utf8');
			reply.on('data', (chunk: string) => (text += chunk));
			reply.on('end', () => {
				resolve(text);
			});
		});
		sent.on('error', () => {
			resolve(null);
		});
		sent.end(body);
	});
}

describe('a plugin of rpcd', () => {
	const root = mkdtempSync(join(tmpdir(), 'wgspoke-plugins-'));
	const plugin = join(root, 'usr/share/rpcd/ucode/sample');
	let router: Router;

	before(async () => {
		for (const folder of ['etc/config', 'usr/share/rpcd/ucode'])
			mkdirSync(join(root, folder), { recursive: true });
		writeFileSync(join(root, 'etc/config/network'), NETWORK);
		writeFileSync(plugin, PLUGIN);
		router = await startRouter({ root, port: 0, network: false });
	});
	after(async () => {
		await router.stop();
		rmSync(root, { recursive: true });
	});

	const call = (method: string, args: Record<string, unknown> = {}) =>
		router.bus.call('sample', method, args);

	it('gets its arguments, the types of which its samples tell', async () => {
		const args = { text: 'é', count: 2, flag: false, list: [1], table: { a: 1 } };
		assert.deepEqual(await call('echo', args), { status: 0, data: { args } });
		for (const wrong of [{ text: 1 }, { count: '1' }, { list: {} }, { table: [] }, { more: 1 }])
			assert.equal((await call('echo', wrong)).status, status.INVALID_ARGUMENT);
	});

	it('ends with NO_DATA, with the status it names, or with UNKNOWN_ERROR for a fault', async () => {
		assert.equal((await call('nothing')).status, status.NO_DATA);
		assert.equal((await call('refuse')).status, status.PERMISSION_DENIED);
		assert.equal((await call('fail')).status, status.UNKNOWN_ERROR);
	});

	it('is ucode as the package has it, and reads the files of this router', async () => {
		assert.deepEqual((await call('each')).data, { names: ['a', 'b'] });
		assert.deepEqual((await call('config')).data, { value: 'static' });
	});

	it('may wait for another program, and is told at once that it waits for itself', async () => {
		const board = (await call('board')).data as { reply: { board_name: string } };
		assert.match(board.reply.board_name, /development-router/);
		assert.deepEqual((await call('itself')).data, { reply: null, error: 'Request timed out' });
	});

	it('keeps its state until rpcd reloads, and is then what the file says', async () => {
		assert.deepEqual((await call('count')).data, { calls: 1 });
		assert.deepEqual((await call('count')).data, { calls: 2 });
		writeFileSync(plugin, PLUGIN.replace('calls++', 'calls += 10'));
		await router.reloadRpcd();
		assert.deepEqual((await call('count')).data, { calls: 10 });
	});

	it('is not loaded when everybody may write it, and breaks nothing when it is broken', async () => {
		const open = join(root, 'usr/share/rpcd/ucode/open');
		writeFileSync(open, PLUGIN.replace('sample', 'open'));
		chmodSync(open, 0o666);
		writeFileSync(join(root, 'usr/share/rpcd/ucode/broken'), 'let = ;');
		await router.reloadRpcd();
		assert.equal(router.bus.has('open'), false);
		assert.equal(router.bus.has('sample'), true);
	});

	it('takes a request over 64 KiB for one that it cannot read', async () => {
		const message = (text: string): string =>
			JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'list', params: [text] });
		assert.match((await post(router.port, message('x'.repeat(66_000)))) ?? '', /-32700/);
		assert.doesNotMatch(
			(await post(router.port, message('x'.repeat(60_000)))) ?? '-32700',
			/-32700/
		);
	});
});
