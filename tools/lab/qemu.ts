// How does an official OpenWrt image run as a gateway of the lab?
// qemu boots it inside the home's space, each of its network cards bridged to one cable; the serial console
// gives it this home's addresses and a key for ssh, which is how commands run in it afterwards.
import { spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Driver, GatewayContext } from './gateway.ts';
import { OpenwrtRouter, ROUTER_PATH } from './openwrt-router.ts';
import { kvmWorks, qemuCommand, quoteForShell } from './qemu-args.ts';
import { openConsole } from './qemu-console.ts';
import { firstStartUci } from './rootfs-layer.ts';
import type { RunBytes, RunOptions } from '../system/run.ts';
import { must } from './space.ts';
import { waitFor } from './wait.ts';

/** Software emulation takes minutes where kvm takes seconds. */
const BOOT_MS = { kvm: 60_000, tcg: 300_000 };

const TAPS = ['tap-lan', 'tap-wan'];

class QemuGateway extends OpenwrtRouter {
	readonly kind = 'qemu';
	private readonly image: string;
	private child: ChildProcess | null = null;
	private readonly key: string;

	constructor(context: GatewayContext, image: string, packages: string) {
		super(context, packages);
		this.image = image;
		this.key = join(context.folder, 'key');
	}

	/** The image without its compression, in the lab's folder. */
	private unpacked(): string {
		if (!this.image.endsWith('.gz')) return this.image;
		const path = join(this.context.folder, 'image');
		if (!existsSync(path)) writeFileSync(path, gunzipSync(readFileSync(this.image)));
		return path;
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
	private async setUp(child: ChildProcess, deadline: number): Promise<void> {
		const console = openConsole(
			{
				write: (text) => child.stdin?.write(text),
				onData: (listener) => {
					child.stdout?.on('data', (chunk: Buffer) => {
						listener(chunk.toString('latin1'));
					});
				},
			},
			deadline
		);
		await console.activate();
		const publicKey = readFileSync(`${this.key}.pub`, 'utf8').trim();
		await console.run(`echo '${publicKey}' > /etc/dropbear/authorized_keys`);
		for (const line of firstStartUci(this.plan).trim().split('\n'))
			await console.run(`uci -q ${line.startsWith('delete') ? `${line} || true` : line}`);
		await console.run('/etc/init.d/network restart');
	}

	async start(): Promise<void> {
		if (this.child) return;
		const { space, folder } = this.context;
		mkdirSync(folder, { recursive: true });
		if (!existsSync(this.key)) {
			await this.plugIn();
			spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.key]);
		}
		const kvm = kvmWorks();
		const deadline = kvm ? BOOT_MS.kvm : BOOT_MS.tcg;
		const machine = { image: this.unpacked(), letter: this.plan.letter, taps: TAPS, kvm };
		const child = space.start(qemuCommand(machine));
		this.child = child;
		if (child.pid !== undefined) this.context.record(child.pid);
		await this.setUp(child, deadline);
		await waitFor(() => this.isReady(), { what: `${this.name} to be ready`, deadline, every: 500 });
		await this.installPackages();
	}

	async stop(): Promise<void> {
		const child = this.child;
		if (!child) return;
		this.child = null;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
	}

	execBytes(argv: readonly string[], options: RunOptions = {}): Promise<RunBytes> {
		const { env = {}, ...rest } = options;
		const variables = Object.entries({ PATH: ROUTER_PATH, ...env });
		const words = ['env', ...variables.map(([name, value]) => `${name}=${value}`), ...argv];
		const shared = join(this.context.folder, 'ssh');
		return this.context.client.execBytes(
			['ssh', '-q', '-i', this.key, '-o', 'StrictHostKeyChecking=no']
				.concat(['-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'])
				.concat(['-o', 'ControlMaster=auto', '-o', `ControlPath=${shared}`])
				.concat(['-o', 'ControlPersist=60', '-o', 'ConnectTimeout=5'])
				.concat([`root@${this.plan.lanAddress}`, quoteForShell(words)]),
			rest
		);
	}
}

/** Gateways made of an OpenWrt image; `packages` is a folder of what our package depends on, or ''. */
export function qemuDriver(image: string, packages: string): Driver {
	return (context) => new QemuGateway(context, image, packages);
}
