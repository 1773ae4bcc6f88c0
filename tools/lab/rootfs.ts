// How does a real OpenWrt root run as a gateway of the lab?
// Its own procd is process 1 of mount, process, host name and IPC namespaces inside the home's space, over
// an overlay in memory. The root stays as it is; killing procd ends every process of the gateway.
import { spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Driver, GatewayContext } from './gateway.ts';
import { OpenwrtRouter, ROUTER_PATH } from './openwrt-router.ts';
import { BECOME_PROCD, BOUNDING_SET, MOUNT_LAYERS } from './rootfs-init.ts';
import { makeLayer } from './rootfs-layer.ts';
import type { RunBytes, RunOptions } from '../system/run.ts';
import { must } from './space.ts';
import { waitFor } from './wait.ts';

const START_MS = 90_000;

class RootfsGateway extends OpenwrtRouter {
	readonly kind = 'rootfs';
	private readonly root: string;
	private readonly layers: string;
	private mounted = false;
	private child: ChildProcess | null = null;
	/** Number of procd, as the space knows it. */
	private pid = 0;

	constructor(context: GatewayContext, root: string, packages: string) {
		super(context, packages);
		this.root = root;
		this.layers = join(context.folder, 'layers');
	}

	private async mount(): Promise<void> {
		const { space, plan, folder } = this.context;
		const root = statSync(this.root).isDirectory() ? this.root : unpack(this.root, folder);
		const probe = ['sh', '-c', 'ip link add wgprobe type wireguard && ip link del wgprobe'];
		const kernel = (await space.exec(probe)).code === 0;
		const layer = join(folder, 'layer');
		makeLayer(layer, root, plan, kernel);
		mkdirSync(this.layers);
		await must(space, ['sh', '-c', MOUNT_LAYERS, 'sh', this.layers, `${layer}:${root}`]);
		this.mounted = true;
	}

	async start(): Promise<void> {
		if (this.child) return;
		const fresh = !this.mounted;
		if (fresh) await this.mount();
		const { space } = this.context;
		const child = space.start(
			['unshare', '--mount', '--ipc', '--uts', '--pid', '--cgroup', '--fork']
				.concat(['--kill-child=KILL', 'setpriv', BOUNDING_SET, '--'])
				.concat(['sh', '-c', BECOME_PROCD, 'sh', join(this.layers, 'root'), this.name])
		);
		this.child = child;
		if (child.pid !== undefined) this.context.record(child.pid);
		const errors: Buffer[] = [];
		child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
		this.pid = await new Promise<number>((resolve, reject) => {
			if (child.stdout)
				createInterface(child.stdout).once('line', (line) => {
					resolve(Number(line));
				});
			child.once('exit', () => {
				this.child = null;
				reject(
					new Error(`${this.name} did not start: ${Buffer.concat(errors).toString('utf8').trim()}`)
				);
			});
		});
		child.unref();
		child.stdin?.destroy();
		child.stdout?.destroy();
		child.stderr?.destroy();
		await waitFor(() => this.child !== null && this.isReady(), {
			what: `${this.name} to be ready`,
			deadline: START_MS,
		});
		if (fresh) await this.installPackages();
	}

	async stop(): Promise<void> {
		const child = this.child;
		if (!child) return;
		this.child = null;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.ref();
		await this.context.space.exec(['kill', '-KILL', String(this.pid)]);
		await ended;
	}

	execBytes(argv: readonly string[], options: RunOptions = {}): Promise<RunBytes> {
		const { env = {}, ...rest } = options;
		const variables = Object.entries({
			PATH: ROUTER_PATH,
			HOME: '/root',
			USER: 'root',
			TERM: 'dumb',
			...env,
		}).map(([name, value]) => `${name}=${value}`);
		return this.context.space.execBytes(
			['setpriv', BOUNDING_SET, 'nsenter', '-t', String(this.pid), '-m', '-p', '-u', '-i', '-C']
				.concat(['--', '/usr/bin/env', '-i', ...variables])
				.concat(argv),
			rest
		);
	}
}

/** Unpacks a root's archive into the lab's folder. Throws with what tar said. */
function unpack(archive: string, folder: string): string {
	const target = join(folder, 'unpacked');
	mkdirSync(target);
	const ended = spawnSync('tar', ['-xf', archive, '-C', target, '--numeric-owner'], {
		encoding: 'utf8',
	});
	if (ended.status !== 0) throw new Error(`${archive}: ${ended.stderr.trim()}`);
	return target;
}

/** Is this a directory or archive that could be a root of OpenWrt? The reason when not, else ''. */
export function rootfsFault(path: string): string {
	if (!existsSync(path)) return `there is no ${path}`;
	if (statSync(path).isDirectory())
		return existsSync(join(path, 'sbin/procd')) ? '' : `${path} has no sbin/procd`;
	return /\.(tar\.gz|tgz|tar)$/.test(path) ? '' : `${path} is neither a directory nor a .tar.gz`;
}

/**
 * Gateways made of the OpenWrt root in `path`, a directory or a .tar.gz; `packages` is a folder of what our
 * package depends on and the root lacks, or ''.
 */
export function rootfsDriver(path: string, packages = ''): Driver {
	return (context) => new RootfsGateway(context, path, packages);
}
