// How does an image of OpenWrt, official or made by `make image`, run as a gateway of the lab?
// qemu or a kernel in user mode boots a copy of it inside the home's space, each of its network cards bridged to one
// cable; the console gives it this home's addresses and a key for ssh, which is how commands run in it afterwards.
// Pulling its plug is a power cut: what it had not yet written to its disk is gone, what it had is there at the next
// start.
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
import type { Boot } from './boots.ts';
import type { Driver, GatewayContext, GatewayKind } from './gateway.ts';
import { OpenwrtRouter, ROUTER_PATH } from './openwrt-router.ts';
import { isLong, quoteForShell } from './qemu-args.ts';
import { openConsole, type Console, type ConsoleEnds } from './qemu-console.ts';
import { firstStartUci } from './rootfs-layer.ts';
import type { RunBytes, RunOptions } from '../system/run.ts';
import { must } from './space.ts';
import { waitFor } from './wait.ts';

/** From the console to a router that is ready, at the pace of namespaces: most of its start comes after the console. */
const READY_MS = 180_000;

/** A guest that runs has printed something by then; a KVM that hangs never does. */
const FIRST_BYTE_MS = 15_000;

const TAPS = ['tap-lan', 'tap-wan'];

export interface Booted {
	kind: GatewayKind;
	/** .img or .img.gz. */
	image: string;
	/** A folder of what our package depends on and the image lacks, or ''. */
	packages: string;
	/** What may start it, the best first. */
	boots: () => Boot[];
}

class BootedGateway extends OpenwrtRouter {
	readonly kind: GatewayKind;
	private readonly image: string;
	private child: ChildProcess | null = null;
	private readonly key: string;
	/** As ssh names it. */
	private readonly account: string;
	private readonly find: () => Boot[];
	/** The best first; those are gone that only seemed to work here. */
	private boots: Boot[] = [];
	private commands = 0;

	constructor(context: GatewayContext, { kind, image, packages, boots }: Booted) {
		super(context, packages);
		this.kind = kind;
		this.image = image;
		this.find = boots;
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
		if (this.boots.length === 0) this.boots = this.find();
		const { child, boot } = await this.bootAny();
		await orDeath(child, this.name, this.getReady(child, fresh, boot.bootMs));
		if (fresh) await this.installPackages();
	}

	/** At the first start it has no address to which ssh could go. */
	private async getReady(child: ChildProcess, fresh: boolean, deadline: number): Promise<void> {
		const console = openConsole(endsOf(child), deadline);
		if (fresh) await this.setUp(console);
		await waitFor(() => this.child !== null && this.isReady(), {
			what: `${this.name} to be ready`,
			deadline: READY_MS,
			every: 500,
		});
	}

	/** The first that starts a guest. */
	private async bootAny(): Promise<{ child: ChildProcess; boot: Boot }> {
		for (;;) {
			const [boot, next] = this.boots;
			if (!boot) throw new Error(`${this.name}: there is nothing that could start its disk`);
			const child = this.boot(boot);
			if (!next || (await printsInTime(child, FIRST_BYTE_MS))) return { child, boot };
			this.context.log(`${this.name}: ${boot.name} starts no guest here, so it is ${next.name}`);
			await this.stop();
			this.boots.shift();
		}
	}

	private boot(boot: Boot): ChildProcess {
		const machine = { disk: this.disk, letter: this.plan.letter, taps: TAPS };
		const child = this.context.space.start(plugged(boot.command(machine)));
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
		// Its pipes are closed once all of its processes are gone.
		const ended = new Promise((resolve) => child.once('close', resolve));
		child.stdout?.resume();
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
			['ssh', '-o', 'LogLevel=ERROR', '-i', this.key, '-o', 'StrictHostKeyChecking=no']
				.concat(['-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'])
				.concat(['-o', 'ControlMaster=auto', ...this.sharing])
				.concat(['-o', 'ControlPersist=60', '-o', 'ConnectTimeout=30'])
				.concat([this.account, command]),
			options
		);
	}
}

/** The program ends with what starts it in the space, which is all that a signal from here can reach. */
export const plugged = (argv: string[]): string[] => [
	'setpriv',
	'--pdeathsig',
	'KILL',
	'--',
	...argv,
];

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
			reject(new Error(`${name}: its machine has ended${words === '' ? '' : `: ${words}`}`));
		};
		if (child.exitCode !== null || child.signalCode !== null) ended();
		// Once its pipes are closed as well, all that it said is here.
		child.once('close', ended);
		work.then(resolve, reject);
	});
}

/** Gateways made of an OpenWrt image. */
export function bootedDriver(booted: Booted): Driver {
	return (context) => new BootedGateway(context, booted);
}
