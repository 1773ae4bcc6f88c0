// Do the builtins and module stand-ins behave in Node as ucode's own do on the router?
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';

import { decode, encode } from '../../tools/ucode/bytes.ts';
import * as files from '../../tools/ucode/fs.ts';
import { setRoot } from '../../tools/ucode/place.ts';

const fixture = (name: string): string =>
	fileURLToPath(new URL(`../fixtures/ucode/${name}`, import.meta.url));
const NODE = ['--import', './tools/register.mjs', 'tools/ucode/run.ts'];

let directory = '';
const place = (file: string): string => join(directory, file);

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'ucode-'));
});
afterEach(() => {
	setRoot('');
	rmSync(directory, { recursive: true });
});

describe('strings', () => {
	it('keep every byte, whether UTF-8 or not', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				const text = Buffer.from(bytes).toString('latin1');
				assert.equal(encode(decode(text)), text);
			})
		);
	});

	it('keep every text, and count its bytes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				assert.equal(decode(encode(text)), text);
				assert.equal(encode(text).length, Buffer.byteLength(text));
			})
		);
	});
});

describe('a program in Node', () => {
	it('prints with the builtins what it prints on the router', () => {
		const ended = spawnSync(process.execPath, [...NODE, fixture('builtins.uc')], {
			encoding: 'utf8',
		});
		assert.equal(ended.stdout, readFileSync(fixture('builtins.out'), 'utf8'));
	});

	it('finds its arguments, its modules and its files below the root directory', () => {
		mkdirSync(place('etc/config'), { recursive: true });
		writeFileSync(place('etc/config/system'), "config system\n\toption hostname 'home'\n");
		writeFileSync(
			place('program'),
			`#!/usr/bin/ucode
import { readfile } from 'fs';
import { cursor } from 'uci';
for (let   arg in ARGV) print(arg, '\\n');
print(cursor().get('system', '@system[0]', 'hostname'), ' ', length(readfile('/etc/config/system')), ' ', sourcepath(), '\\n');
exit(3);
`
		);
		const ended = spawnSync(process.execPath, [...NODE, place('program'), 'a', '-j'], {
			encoding: 'utf8',
			env: { ...process.env, UCODE_ROOT: directory },
		});
		assert.deepEqual([ended.stdout, ended.status], ['a\n-j\nhome 38 /program\n', 3]);
	});

	it('ends with 254 and the text of what it died of', () => {
		writeFileSync(place('program.uc'), "die('no way');\n");
		const ended = spawnSync(process.execPath, [...NODE, place('program.uc')], { encoding: 'utf8' });
		assert.deepEqual([ended.stderr, ended.status], ['no way\n', 254]);
	});

	it('calls the objects of the development router, waiting and not', async () => {
		const path = place('var/run/ubus/ubus.sock');
		mkdirSync(dirname(path), { recursive: true });
		const server = createServer((socket) => {
			socket.on('data', (data) => {
				const { id, object, method, args } = JSON.parse(data.toString()) as Record<string, unknown>;
				const status = method == 'missing' ? 3 : 0;
				socket.write(`${JSON.stringify({ id, status, data: { object, args } })}\n`);
			});
		}).listen(path);
		writeFileSync(
			place('program.uc'),
			`import { connect } from 'ubus';
let bus = connect();
print(bus.call('session', 'create', { timeout: 60 }), bus.call('a', 'missing'), bus.error(), '\\n');
bus.defer('b', 'later', null, (status, reply) => print(status, reply, '\\n'));
`
		);
		const child = spawn(process.execPath, [...NODE, place('program.uc')], {
			env: { ...process.env, UCODE_ROOT: directory },
		});
		let output = '';
		child.stdout.on('data', (data) => (output += String(data)));
		await new Promise((resolve) => child.on('close', resolve));
		server.close();
		assert.equal(
			output,
			'{ "object": "session", "args": { "timeout": 60 } }Method not found\n0{ "object": "b", "args": { } }\n'
		);
	});
});

describe('fs', () => {
	it('answers null and the reason, and throws nothing', () => {
		assert.equal(files.readfile(place('none')), null);
		assert.equal(files.error(), 'No such file or directory');
		assert.equal(files.error(), null);
		assert.equal(files.rmdir(place('none/below')), null);
		assert.equal(files.open(place('none'), 'zz'), null);
		assert.equal(files.error(), 'Invalid argument');
	});

	it('creates a file once with wx, and with these permissions', () => {
		const file = files.open(place('secret'), 'wx', 0o600);
		assert.ok(file);
		assert.equal(file.write('key\n'), 4);
		file.close();
		assert.equal(statSync(place('secret')).mode & 0o777, 0o600);
		assert.equal(files.open(place('secret'), 'wx', 0o600), null);
		assert.equal(files.error(), 'File exists');
	});

	it('reads lines, the rest, and bytes that are no text', () => {
		writeFileSync(place('f'), Buffer.from('one\ntwo\n\xff', 'latin1'));
		const file = files.open(place('f'));
		assert.ok(file);
		assert.deepEqual(
			[file.read('line'), file.read(2), file.read('all'), file.read('line')],
			['one\n', 'tw', 'o\n\udcff', '']
		);
		files.writefile(place('g'), files.readfile(place('f')));
		assert.deepEqual(readFileSync(place('g')), readFileSync(place('f')));
	});

	it('gives the lock of a file to one open file at a time, until that is closed', () => {
		const [first, second] = [files.open(place('lock'), 'a'), files.open(place('lock'), 'a')];
		assert.ok(first && second);
		assert.equal(first.lock('xn'), true);
		assert.equal(second.lock('xn'), null);
		assert.equal(second.lock('sn'), null);
		assert.equal(files.open(place('lock'), 'r')?.lock('xn'), null);
		first.close();
		assert.equal(second.lock('xn'), true);
		assert.equal(second.lock('u'), true);
		assert.equal(files.open(place('lock'), 'r')?.lock('sn'), true);
		assert.equal(second.lock('sn'), true);
		second.close();
	});

	it('gives the lock back when the program dies that had it', async () => {
		const program = `import { open } from 'fs';
			const file = open(ARGV[0], 'a');
			printf('%J\\n', file.lock('xn'));
			sleep(60000);`;
		writeFileSync(place('holder.uc'), program);
		const holder = spawn(process.execPath, [...NODE, place('holder.uc'), place('lock')]);
		const [line] = (await once(holder.stdout, 'data')) as [Buffer];
		assert.equal(line.toString(), 'true\n');
		const file = files.open(place('lock'), 'a');
		assert.ok(file);
		assert.equal(file.lock('xn'), null);
		holder.kill('SIGKILL');
		await once(holder, 'exit');
		assert.equal(file.lock('xn'), true);
		file.close();
	});

	it('runs programs behind pipes, both ways', () => {
		const out = files.popen('printf "a\\nb"; exit 3');
		assert.deepEqual([out.read('line'), out.read('all'), out.close()], ['a\n', 'b', 3]);
		const into = files.popen(`cat > ${place('copy')}`, 'w');
		into.write('x');
		assert.equal(into.close(), 0);
		assert.equal(readFileSync(place('copy'), 'utf8'), 'x');
	});

	it('stays below the root directory', () => {
		setRoot(directory);
		assert.equal(files.mkdir('/etc'), true);
		assert.equal(files.writefile('/etc/f', 'x'), 1);
		assert.deepEqual(files.glob('/e*/*'), ['/etc/f']);
		assert.deepEqual(files.lsdir('/etc', /^f/), ['f']);
		assert.equal(files.realpath('/etc/f'), '/etc/f');
		assert.equal(files.stat('/etc/f')?.['type'], 'file');
	});
});
