// Do the parts of the lab that need no root do what they say?
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeChanges, differingLines } from '../../tools/lab/changes.ts';
import { forward, forwardCommand } from '../../tools/lab/forward.ts';
import { differingFiles } from '../../tools/lab/gateway.ts';
import { missingPackages } from '../../tools/lab/requirements.ts';
import { lastLine, run, throughPipe } from '../../tools/system/run.ts';
import {
	makeRunDir,
	markOf,
	parseMarks,
	printMark,
	startTimeOf,
	sweepStaleRuns,
} from '../../tools/lab/rundir.ts';
import { fill, gatewayConf, hubConf, mobileConf, type SeedKeys } from '../../tools/lab/seed.ts';
import { hostAddress } from '../../tools/lab/topology.ts';
import { waitFor } from '../../tools/lab/wait.ts';

describe('run', () => {
	it('gives back the exit code and what was said on both outputs', async () => {
		const result = await run(['sh', '-c', 'cat; echo bad >&2; exit 3'], { stdin: 'good' });
		assert.deepEqual(result, { code: 3, stdout: 'good', stderr: 'bad\n' });
		assert.equal(lastLine(result), 'bad');
	});

	it('takes arguments as they are: no shell sees them', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string().filter((text) => !text.includes('\0')),
				async (text) => {
					const { stdout } = await run(['printf', '%s', text]);
					assert.equal(stdout, Buffer.from(text, 'utf8').toString('utf8'));
				}
			),
			{ numRuns: 20 }
		);
	});

	it('says 127 for a program that is not there', async () => {
		assert.equal((await run(['no-such-program-here'])).code, 127);
	});

	it('comes back though the program has left a child with its output open', async () => {
		const { code, stdout } = await run(['sh', '-c', 'sleep 3 & echo started']);
		assert.deepEqual([code, stdout], [0, 'started\n']);
	});

	it('kills a program that takes too long, with its children', async () => {
		assert.notEqual((await run(['sh', '-c', 'sleep 60; echo no'], { timeout: 50 })).code, 0);
	});

	it('has a way for programs that open their standard input by name', async () => {
		const { stdout } = await run(throughPipe(['cat', '/dev/stdin']), { stdin: 'text' });
		assert.equal(stdout, 'text');
	});

	// On a busy machine `wg genkey` came back empty now and then: the wait after a program's end was over
	// before the loop had turned once to read what lay in the pipe.
	it('returns all that a program said, even when nobody looked for a while after its end', async () => {
		const saying = Array.from({ length: 8 }, (_, index) => run(['echo', String(index)]));
		await new Promise((resolve) => setImmediate(resolve));
		const until = Date.now() + 300;
		while (Date.now() < until);
		const said = (await Promise.all(saying)).map(({ stdout }) => stdout.trim());
		assert.deepEqual(said, ['0', '1', '2', '3', '4', '5', '6', '7']);
	});
});

describe('waitFor', () => {
	it('gives back the first answer that is one', async () => {
		let asked = 0;
		const answer = (): string | null => (++asked < 3 ? null : 'there');
		assert.equal(await waitFor(answer, { what: 'it', every: 1 }), 'there');
	});

	it('gives up at the deadline and says what it has waited for', async () => {
		const waiting = waitFor(() => false, { what: 'the moon', deadline: 10, every: 1 });
		await assert.rejects(waiting, /the moon/);
	});
});

describe('the folder of a lab', () => {
	const parent = mkdtempSync(join(tmpdir(), 'wgspoke-rundir-'));
	after(() => {
		rmSync(parent, { recursive: true });
	});

	it('finds the start time behind a program name with brackets and blanks', () => {
		const fields = [...Array(20).keys()].map((n) => `f${n}`);
		assert.equal(startTimeOf(`12 (a) b) ${fields.join(' ')} rest`), 'f19');
	});

	it('reads the marks it has written, and skips what is no mark', () => {
		const mark = { pid: 12, started: '345' };
		assert.deepEqual(parseMarks(`${printMark(mark)}\nhalf\n7 \n`), [mark]);
		assert.equal(markOf(process.pid)?.pid, process.pid);
	});

	it('is swept when its process is dead, and left alone while it lives or is being made', () => {
		const living = makeRunDir(parent);
		const dead = join(parent, 'wgspoke-lab-dead');
		const fresh = join(parent, 'wgspoke-lab-fresh');
		const other = join(parent, 'something-else');
		for (const folder of [dead, fresh, other]) mkdirSync(folder);
		// this process lives, but it did not start then
		writeFileSync(join(dead, 'owner'), `${process.pid} 1\n`);
		assert.equal(sweepStaleRuns(parent), 1);
		assert.deepEqual(
			[living.path, dead, fresh, other].map((path) => existsSync(path)),
			[true, false, true, true]
		);
		living.remove();
		assert.equal(existsSync(living.path), false);
	});
});

describe('the seed', () => {
	const pair = (name: string) => ({ privateKey: `${name}-private`, publicKey: `${name}-public` });
	const keys: SeedKeys = {
		hub: pair('hub'),
		homeA: pair('a'),
		homeB: pair('b'),
		laptop: pair('laptop'),
		phone: pair('phone'),
	};

	it('gives each home its own address and the other one’s LAN', () => {
		const conf = gatewayConf(keys, 'homeB');
		assert.match(conf, /^Address = 192\.168\.151\.3\/24$/m);
		assert.match(conf, /^AllowedIPs = 192\.168\.151\.0\/24, 192\.168\.2\.0\/24$/m);
		assert.match(conf, /^Endpoint = 203\.0\.113\.1:24356$/m);
		assert.match(conf, /^PrivateKey = b-private$/m);
	});

	it('leaves no placeholder in any file, and no private key but the own one', () => {
		const files: [string, string][] = [
			['hub', hubConf(keys)],
			['a', gatewayConf(keys, 'homeA')],
			['laptop', mobileConf(keys, 'laptop')],
			['phone', mobileConf(keys, 'phone')],
		];
		for (const [owner, text] of files) {
			assert.ok(!/[<>]/.test(text));
			assert.deepEqual(text.match(/\S+-private/g), [`${owner}-private`]);
		}
	});

	it('is not filled in without a value for each placeholder', () => {
		assert.throws(() => fill('a <b> c', {}), /<b>/);
	});

	it('numbers the hosts of a home in its LAN', () => {
		assert.equal(hostAddress('192.168.4.1', 101), '192.168.4.101');
	});
});

describe('the changes of the demo', () => {
	const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });

	it('lead from the old lines to the new ones and back', () => {
		fc.assert(
			fc.property(lines, lines, (old, now) => {
				const difference = differingLines(old, now);
				const count = (all: string[], line: string): number =>
					all.filter((each) => each === line).length;
				for (const line of ['a', 'b', 'c', 'd'])
					assert.equal(
						count(now, line) - count(old, line),
						count(difference, `+${line}`) - count(difference, `-${line}`)
					);
				assert.equal(difference.length === 0, old.join() === now.join());
			})
		);
	});

	it('never show a key', () => {
		const after = Buffer.from("config interface 'x'\n\toption private_key 'c2VjcmV0'\n");
		const shown = describeChanges(new Map(), new Map([['network', after]]));
		assert.match(shown, /option private_key '…'/);
		assert.ok(!shown.includes('c2VjcmV0'));
	});

	it('name the files of which a byte differs, one is missing or one is new', () => {
		const files = (...entries: [string, string][]): Map<string, Buffer> =>
			new Map(entries.map(([name, text]) => [name, Buffer.from(text)]));
		const before = files(['same', 'x'], ['other', 'x'], ['gone', '']);
		const after = files(['same', 'x'], ['other', 'x\n'], ['new', '']);
		assert.deepEqual(differingFiles(before, after), ['gone', 'new', 'other']);
		assert.deepEqual(differingFiles(before, before), []);
	});
});

describe('the requirements of the lab', () => {
	it('are named by their Debian packages, each once', () => {
		const has = (name: string): boolean => !['wg', 'wg-quick', 'nft'].includes(name);
		assert.deepEqual(missingPackages(has, true), ['nftables', 'wireguard-tools']);
	});

	it('hold wireguard-go only where the kernel has no WireGuard', () => {
		const has = (name: string): boolean => name !== 'wireguard-go';
		assert.deepEqual(missingPackages(has, false), ['wireguard-go']);
		assert.deepEqual(missingPackages(has, true), []);
	});
});

describe('a forwarder', () => {
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-forward-'));
	after(() => {
		rmSync(folder, { recursive: true });
	});

	it('passes requests on from a socket to a port, and is a program without types', async () => {
		const server = createServer((_, reply) => reply.end('far'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		assert.ok(typeof address === 'object' && address);
		const socketPath = join(folder, 'sock');
		const near = await forward(socketPath, { host: '127.0.0.1', port: address.port });
		const text = await new Promise<string>((resolve, reject) => {
			request({ socketPath, path: '/', agent: false }, (reply) => {
				reply.setEncoding('utf8');
				reply.on('data', resolve);
			})
				.on('error', reject)
				.end();
		});
		assert.equal(text, 'far');
		near.close();
		server.close();
		const program = forwardCommand(socketPath, '127.0.0.1', 1).at(-1) ?? '';
		assert.ok(!/: (string|number|void)\b/.test(program));
	});
});
