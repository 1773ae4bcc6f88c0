// How does an image of OpenWrt, official or made by `make image`, run as a gateway of the lab?
// qemu boots a copy of it inside the home's space, each of its network cards bridged to one cable; the serial console
// gives it this home's addresses and a key for ssh, which is how commands run in it afterwards. Pulling its plug is a
// power cut: what it had not yet written to its disk is gone, what it had is there at the next start.
import { spawnSync, type ChildProcess } from 'node:child_process';
import {
	constants,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Driver, GatewayContext } from './gateway.ts';
import { OpenwrtRouter, ROUTER_PATH } from './openwrt-router.ts';
import { isLong, kvmWorks, qemuCommand, quoteForShell } from './qemu-args.ts';
import { openConsole, type Console, type ConsoleEnds } from './qemu-console.ts';
import { firstStartUci } from './rootfs-layer.ts';
import type { RunBytes, RunOptions } from '../system/run.ts';
import { must } from './space.ts';
import { waitFor } from './wait.ts';

/** Half a minute of a free core where the machine is emulated; this only ends what hangs, on a busy one too. */
const BOOT_MS = { kvm: 60_000, tcg: 900_000 };

/** From the console to a router that is ready, at the pace of namespaces: most of its start comes after the console. */
const READY_MS = 180_000;

/** A guest that runs has printed something by then; a KVM that hangs never does. */
const FIRST_BYTE_MS = 15_000;

const TAPS = ['tap-lan', 'tap-wan'];

class QemuGateway extends OpenwrtRouter {
	readonly kind = 'qemu';
	private readonly image: string;
	private child: ChildProcess | null = null;
	private readonly key: string;
	/** As ssh names it. */
	private readonly account: string;
	/** False from the moment on in which it turned out that KVM only seems to work here. */
	private kvm: boolean | null = null;
	private commands = 0;

	constructor(context: GatewayContext, image: string, packages: string) {
		super(context, packages);
		this.image = image;
		this.key = join(context.folder, 'key');
		this.account = `root@${this.plan.lanAddress}`;
	}

	/** This gateway's own disk in the lab's folder, which begins as the image. */
	private get disk(): string {
		return join(this.context.folder, 'disk');
	}

	private makeDisk(): void {
		if (this.image.endsWith('.gz')) writeFileSync(this.disk, gunzipSync(readFileSync(this.image)));
		else copyFileSync(this.image, this.disk, constants.COPYFILE_FICLONE);
	}

	private async plugIn(): Promise<void> {
		const { lanDevice, wanDevice } = this.plan;
		const lines = [lanDevice, wanDevice].flatMap((cable, i) => {
			const [tap = '', bridge] = [TAPS[i], `bridge${String(i)}`];
			return [
				`tuntap add dev ${tap} mode tap`,
				`link add ${bridge} type bridge`,
				...[tap, cable].map((device) => `link set ${device} master ${bridge} up`),
				`link set ${bridge} up`,
			];
		});
		await must(this.context.space, ['ip', '-batch', '-'], { stdin: `${lines.join('\n')}\n` });
	}

	/** Addresses, the key for ssh; the rest goes over ssh. */
	private async setUp(console: Console): Promise<void> {
		await console.activate();
		const publicKey = readFileSync(`${this.key}.pub`, 'utf8').trim();
		await console.run(`echo '${publicKey}' > /etc/dropbear/authorized_keys`);
		for (const line of firstStartUci(this.plan).trim().split('\n'))
			await console.run(`uci -q ${line.startsWith('delete') ? `${line} || true` : line}`);
		await console.run('/etc/init.d/network restart');
	}

	async start(): Promise<void> {
		if (this.child) return;
		const fresh = !existsSync(this.key);
		if (fresh) {
			mkdirSync(this.context.folder, { recursive: true });
			this.makeDisk();
			await this.plugIn();
			spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.key]);
		}
		this.kvm ??= kvmWorks();
		let child = this.boot(this.kvm);
		if (this.kvm && !(await printsInTime(child, FIRST_BYTE_MS))) {
			this.context.log(`${this.name}: KVM starts no guest here, so it is emulated`);
			await this.stop();
			this.kvm = false;
			child = this.boot(false);
		}
		await orDeath(child, this.name, this.getReady(child, fresh));
		if (fresh) await this.installPackages();
	}

	/** At the first start it has no address to which ssh could go. */
	private async getReady(child: ChildProcess, fresh: boolean): Promise<void> {
		const deadline = this.kvm ? BOOT_MS.kvm : BOOT_MS.tcg;
		const console = openConsole(endsOf(child), deadline);
		if (fresh) await this.setUp(console);
		await waitFor(() => this.child !== null && this.isReady(), {
			what: `${this.name} to be ready`,
			deadline: READY_MS,
			every: 500,
		});
	}

	private boot(kvm: boolean): ChildProcess {
		const machine = { disk: this.disk, letter: this.plan.letter, taps: TAPS, kvm };
		const child = this.context.space.start(qemuCommand(machine));
		this.child = child;
		if (child.pid !== undefined) this.context.record(child.pid);
		return child;
	}

	async stop(): Promise<void> {
		const child = this.child;
		if (!child) return;
		this.child = null;
		// One that has ended by itself will not say so again.
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
		// Its connection is to a router that is gone.
		await this.context.client.exec(['ssh', '-q', '-O', 'exit', ...this.sharing, this.account]);
	}

	async execBytes(argv: readonly string[], options: RunOptions = {}): Promise<RunBytes> {
		const { env = {}, ...rest } = options;
		const variables = Object.entries({ PATH: ROUTER_PATH, ...env });
		const words = ['env', ...variables.map(([name, value]) => `${name}=${value}`), ...argv];
		const command = quoteForShell(words);
		if (!isLong(command)) return this.ssh(command, rest);
		const file = `/tmp/.lab-command-${String(++this.commands)}`;
		const brought = await this.ssh(`umask 077; cat > ${file}`, { stdin: `exec ${command}\n` });
		if (brought.code !== 0) return brought;
		return this.ssh(`sh ${file}; code=$?; rm -f ${file}; exit $code`, rest);
	}

	/** All commands share one connection. */
	private get sharing(): string[] {
		return ['-o', `ControlPath=${join(this.context.folder, 'ssh')}`];
	}

	private ssh(command: string, options: RunOptions): Promise<RunBytes> {
		return this.context.client.execBytes(
			['ssh', '-q', '-i', this.key, '-o', 'StrictHostKeyChecking=no']
				.concat(['-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'])
				.concat(['-o', 'ControlMaster=auto', ...this.sharing])
				.concat(['-o', 'ControlPersist=60', '-o', 'ConnectTimeout=30'])
				.concat([this.account, command]),
			options
		);
	}
}

/** The serial console of a machine that runs as a child. */
function endsOf(child: ChildProcess): ConsoleEnds {
	return {
		write: (text) => child.stdin?.write(text),
		onData: (listener) => {
			child.stdout?.on('data', (chunk: Buffer) => {
				listener(chunk.toString('latin1'));
			});
		},
	};
}

/** Does it print anything before the time is over, or it itself is? What is printed is left for others to read. */
export function printsInTime(child: ChildProcess, ms: number): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => {
			answer(false);
		}, ms);
		const { stdout } = child;
		// Of the end of the output it is told in the same way.
		const look = (): void => {
			if (stdout && stdout.readableLength > 0) answer(true);
		};
		const answer = (does: boolean): void => {
			clearTimeout(timer);
			stdout?.removeListener('readable', look);
			resolve(does);
		};
		stdout?.on('readable', look);
		child.once('exit', () => {
			answer(stdout !== null && stdout.readableLength > 0);
		});
	});
}

/** What `work` answers, unless the machine ends meanwhile: then it throws with what the machine said. */
export function orDeath<T>(child: ChildProcess, name: string, work: Promise<T>): Promise<T> {
	const said: Buffer[] = [];
	child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
	return new Promise((resolve, reject) => {
		const ended = (): void => {
			const words = Buffer.concat(said).toString('utf8').trim().split('\n').at(-1) ?? '';
			reject(new Error(`${name}: qemu has ended${words === '' ? '' : `: ${words}`}`));
		};
		if (child.exitCode !== null || child.signalCode !== null) ended();
		// Once its pipes are closed as well, all that it said is here.
		child.once('close', ended);
		work.then(resolve, reject);
	});
}

/** Gateways made of an OpenWrt image; `packages` is a folder of what our package depends on, or ''. */
export function qemuDriver(image: string, packages: string): Driver {
	return (context) => new QemuGateway(context, image, packages);
}
