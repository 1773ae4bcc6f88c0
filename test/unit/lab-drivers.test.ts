// What the lab lays over a root, how it starts qemu, and how it talks over a serial console.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseFiles } from '../../tools/lab/config-files.ts';
import { chooseDriver } from '../../tools/lab/drivers.ts';
import { parseInstalled } from '../../tools/lab/openwrt-router.ts';
import { orDeath, plugged, printsInTime } from '../../tools/lab/booted.ts';
import { isLong, kvmWorks, qemuBoots, quoteForShell } from '../../tools/lab/qemu-args.ts';
import { openConsole, type ConsoleEnds } from '../../tools/lab/qemu-console.ts';
import {
	boardJson,
	firstStartUci,
	ipScript,
	parseLdd,
	realIp,
} from '../../tools/lab/rootfs-layer.ts';
import { HOMES } from '../../tools/lab/topology.ts';
import { kernelFault, userMode } from '../../tools/lab/usermode.ts';

describe('the layer over a root', () => {
	it('names the devices of LAN and WAN and gives them the addresses of the home', () => {
		const board = JSON.parse(boardJson(HOMES.homeB)) as { network: Record<string, unknown> };
		assert.deepEqual(board.network.lan, { device: 'eth0', protocol: 'static' });
		assert.match(firstStartUci(HOMES.homeB), /^set network\.lan\.ipaddr='192\.168\.4\.1'$/m);
		assert.match(firstStartUci(HOMES.homeB), /^set network\.wan\.ipaddr='192\.0\.2\.2\/24'$/m);
	});

	it('takes the loader and the libraries of a program from what ldd prints', () => {
		const text = [
			'	linux-vdso.so.1 (0x00007ffe)',
			'	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0)',
			'	/lib64/ld-linux-x86-64.so.2 (0x00007f1)',
		].join('\n');
		assert.deepEqual(parseLdd(text), {
			loader: '/lib64/ld-linux-x86-64.so.2',
			libraries: ['/lib/x86_64-linux-gnu/libc.so.6'],
		});
		assert.equal(parseLdd('	not a dynamic executable\n'), null);
	});

	it("calls the root's own ip whatever it is: a file, a link, an applet of busybox", () => {
		assert.equal(realIp(null), '/.lab/ip');
		assert.equal(realIp('/usr/libexec/ip-full'), '/usr/libexec/ip-full');
		assert.equal(realIp('../bin/busybox'), '/bin/busybox ip');
	});

	it('sends only the making of a WireGuard interface to wireguard-go', () => {
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-unit-'));
		const script = join(folder, 'ip');
		// A runner that ends at once: the interface cannot be made.
		writeFileSync(script, ipScript('echo real', 'false'));
		chmodSync(script, 0o755);
		const ip = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
			spawnSync('sh', [script, ...args], { encoding: 'utf8' });
		assert.equal(ip('link', 'del', 'dev', 'wgspoke').stdout, 'real link del dev wgspoke\n');
		assert.equal(
			ip('link', 'add', 'br-x', 'type', 'bridge').stdout,
			'real link add br-x type bridge\n'
		);
		assert.equal(ip('route', 'show', 'a b').stdout, 'real route show a b\n');
		const made = ip('link', 'add', 'dev', 'wgspoke', 'type', 'wireguard');
		assert.equal(made.status, 2);
		assert.match(made.stderr, /Unknown device type/);
		const there = ip('link', 'add', 'dev', 'lo', 'type', 'wireguard');
		assert.equal(there.status, 2);
		assert.match(there.stderr, /File exists/);
		rmSync(folder, { recursive: true });
	});
});

describe('what a router prints', () => {
	it('is read as packages with versions, from opkg and from apk', () => {
		const expected = { netifd: '2026.07.17~e97e36f9-r1', 'luci-base': '26.064' };
		assert.deepEqual(
			parseInstalled('netifd - 2026.07.17~e97e36f9-r1\nluci-base - 26.064\n'),
			expected
		);
		assert.deepEqual(
			parseInstalled(
				'netifd-2026.07.17~e97e36f9-r1 x86_64 {feeds/base/netifd} (GPL-2.0)\nluci-base-26.064 noarch {feeds/luci} (Apache-2.0)\n'
			),
			expected
		);
	});

	it('is read as files of any bytes, empty ones too', () => {
		const files = parseFiles(Buffer.from('dhcp 6\na\nb 9\nempty 0\nodd name 2\n\0\n', 'latin1'));
		assert.deepEqual(
			[...files].map(([name, bytes]) => [name, bytes.toString('latin1')]),
			[
				['dhcp', 'a\nb 9\n'],
				['empty', ''],
				['odd name', '\0\n'],
			]
		);
	});
});

const MACHINE = { disk: '/lab/b/disk', letter: 'b', taps: ['tap-lan', 'tap-wan'] };

describe('qemu', () => {
	it('gets kvm where it works and emulates where not, and keeps what it writes to its own disk', () => {
		const [kvm = '', tcg = ''] = qemuBoots(true).map((boot) => boot.command(MACHINE).join(' '));
		const without = qemuBoots(false).map((boot) => boot.command(MACHINE).join(' '));
		assert.deepEqual(without, [tcg]);
		assert.match(kvm, / -accel kvm -cpu host /);
		assert.match(tcg, / -accel tcg /);
		for (const command of [kvm, tcg]) {
			assert.match(command, / -drive file=\/lab\/b\/disk,format=raw,if=virtio,cache=unsafe /);
			assert.match(command, / -serial stdio /);
			assert.match(
				command,
				/ifname=tap-lan,.* virtio-net-pci,netdev=tap-lan,mac=52:54:00:0b:00:00 .*ifname=tap-wan,/
			);
		}
	});

	it('is asked for the very machine: one that runs only an empty one with kvm has none', () => {
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-qemu-'));
		const program = (lines: string): string => {
			const path = join(folder, 'qemu');
			writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
			return path;
		};
		try {
			assert.equal(kvmWorks(program('cat >/dev/null; echo VM status: running')), true);
			const nested =
				'case "$*" in *"-machine none"*) ;; *) kill -ABRT $$ ;; esac; cat >/dev/null; echo VM status: running';
			assert.equal(kvmWorks(program(nested)), false);
			assert.equal(kvmWorks(program('cat >/dev/null; echo VM status: internal-error')), false);
			assert.equal(kvmWorks(join(folder, 'none')), false);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('is given up with kvm when no byte comes, and what it prints first is not lost', async () => {
		const silent = spawn('sleep', ['60']);
		assert.equal(await printsInTime(silent, 50), false);
		silent.kill();
		assert.equal(await printsInTime(spawn('false'), 60_000), false);
		const alive = spawn('sh', ['-c', 'echo first; sleep 0.1; echo second']);
		assert.equal(await printsInTime(alive, 60_000), true);
		assert.equal(await text(alive.stdout), 'first\nsecond\n');
	});

	it('that dies while it is set up is told with its own last words', async () => {
		const never = new Promise<string>(() => undefined);
		const child = spawn('sh', ['-c', 'echo no such image >&2; exit 1']);
		await assert.rejects(orDeath(child, 'gateway-a', never), {
			message: 'gateway-a: its machine has ended: no such image',
		});
		const alive = spawn('sleep', ['60']);
		assert.equal(await orDeath(alive, 'gateway-a', Promise.resolve('ready')), 'ready');
		alive.kill();
	});

	it('gets a command that dropbear would refuse for its length as a file', () => {
		const homes = Array.from(
			{ length: 499 },
			(_, i) => `H${String(i)}=10.1.${String(i % 256)}.0/24`
		);
		assert.equal(isLong(quoteForShell(['wgspoke', 'join', '-', ...homes])), true);
		assert.equal(isLong(quoteForShell(['wgspoke', 'status'])), false);
	});

	it('gets commands over ssh word for word', () => {
		const words = ['printf', '%s|', "it's", 'a b', '$(x)', ''];
		const { stdout } = spawnSync('sh', ['-c', quoteForShell(words)], { encoding: 'utf8' });
		assert.equal(stdout, "it's|a b|$(x)||");
	});
});

describe('a machine with a plug', () => {
	it('ends at once when what started it is killed', async () => {
		const machine = plugged(['sh', '-c', 'echo on; exec sleep 300']);
		const starter = spawn('sh', ['-c', '"$@" & wait', 'sh', ...machine]);
		await once(starter.stdout, 'data');
		starter.kill('SIGKILL');
		// Its output is closed when nobody is left who could write to it.
		await once(starter, 'close');
		assert.equal(starter.signalCode, 'SIGKILL');
	});
});

describe('a kernel in user mode', () => {
	it('starts the same disk with the same cards, its console where qemu has the serial one', () => {
		const command = userMode('/dist/linux').command(MACHINE);
		assert.equal(command[0], '/dist/linux');
		for (const word of [
			'ubd0=/lab/b/disk',
			'root=/dev/ubda1',
			'con0=fd:0,fd:1',
			'vec0:transport=tap,ifname=tap-lan,mac=52:54:00:0b:00:00',
			'vec1:transport=tap,ifname=tap-wan,mac=52:54:00:0b:00:01',
		])
			assert.ok(command.includes(word), word);
	});

	it('keeps what it notes about itself in the folder that goes with the lab', () => {
		assert.ok(userMode('/dist/linux').command(MACHINE).includes('uml_dir=/lab/b/'));
	});

	it('that is not there, is a folder or cannot be executed is told in one line', () => {
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-kernel-'));
		try {
			const path = join(folder, 'linux');
			assert.equal(kernelFault(path), `there is no ${path}`);
			writeFileSync(path, '', { mode: 0o644 });
			assert.equal(kernelFault(path), `${path} is not executable`);
			chmodSync(path, 0o755);
			assert.equal(kernelFault(path), '');
			assert.equal(kernelFault(folder), `${folder} is not a file`);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('is asked for where the driver is chosen, and so is the disk that it starts', () => {
		const choose = (environment: Record<string, string>) => () =>
			chooseDriver({ WGSPOKE_DRIVER: 'usermode', ...environment });
		assert.throws(choose({ OPENWRT_IMAGE: '/x.img' }), {
			message: 'No kernel in user mode: OPENWRT_KERNEL=<what make kernel made> is not set.',
		});
		assert.throws(choose({ OPENWRT_IMAGE: '/x.img', OPENWRT_KERNEL: '/none' }), {
			message: 'No kernel in user mode: there is no /none.',
		});
		assert.throws(choose({ OPENWRT_KERNEL: process.execPath }), /OPENWRT_IMAGE=.* is not set/);
		const chosen = choose({ OPENWRT_IMAGE: '/x.img', OPENWRT_KERNEL: process.execPath })();
		assert.equal(chosen.kind, 'usermode');
	});
});

/** A router at the far end of a serial line: prints as it boots, and answers lines as a shell does. */
function fakeRouter(codes: Record<string, number>): ConsoleEnds & { typed: string[] } {
	let print: (text: string) => void = () => undefined;
	let shell = false;
	const typed: string[] = [];
	return {
		typed,
		onData: (listener) => {
			print = listener;
			setTimeout(() => {
				print('[    1.0] Linux version\nPlease press En');
				print('ter to activate this console.\n');
			}, 5);
		},
		write: (text) => {
			const line = text.trimEnd();
			typed.push(line);
			const prompt = 'root@OpenWrt:/# ';
			if (!shell) {
				shell = true;
				print(`\n\nBusyBox built-in shell (ash)\n\n${prompt}`);
				return;
			}
			print(text);
			const [, command = '', mark = ''] = /^(.*); echo (.*):\$\?$/.exec(line) ?? [];
			print(`[    9.9] br-lan: port 1 entered forwarding state\n`);
			print(`${mark}:${String(codes[command] ?? 0)}\n${prompt}`);
		},
	};
}

describe('the serial console', () => {
	it('is activated by Enter, and runs commands one after the other', async () => {
		const router = fakeRouter({});
		const console = openConsole(router, 2000);
		await console.activate();
		await console.run("uci set network.lan.ipaddr='192.168.2.1'");
		await console.run('uci commit');
		assert.deepEqual(router.typed, [
			'',
			"uci set network.lan.ipaddr='192.168.2.1'; echo ended-1:$?",
			'uci commit; echo ended-2:$?',
		]);
	});

	it('says which command failed', async () => {
		const console = openConsole(fakeRouter({ 'uci commit': 1 }), 2000);
		await console.activate();
		await assert.rejects(() => console.run('uci commit'), /"uci commit" ended with 1/);
	});

	it('says what it waited for and what was last seen, when a router stays silent', async () => {
		const silent: ConsoleEnds = {
			write: () => undefined,
			onData: (listener) => {
				listener('Kernel panic');
			},
		};
		await assert.rejects(() => openConsole(silent, 20).activate(), /invitation.*Kernel panic/);
	});
});
