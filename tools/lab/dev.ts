// How does a home gateway run the development router? In namespaces with a file system of their own, as
// one process of Node that serves /ubus and sets up addresses, WireGuard, routes and nftables.
import { cpSync, readFileSync, mkdirSync, writeFileSync, symlinkSync, chmodSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { firstConfigs } from '../router/configs.ts';
import { NODE_OPTIONS, routerPrograms } from '../router/programs.ts';
import { LIST_CONFIG, parseFiles } from './config-files.ts';
import type { Gateway, GatewayContext, PackageFiles } from './gateway.ts';
import type { UbusReply } from './rpc.ts';
import { ask } from '../ucode/ubus.ts';
import { OWN_ROOT } from './ownroot.ts';
import { runBytes, type RunOptions, type RunResult } from '../system/run.ts';
import { must } from './space.ts';
import { waitFor } from './wait.ts';
import { LAB_PATH } from '../system/programs.ts';

const ROUTER = fileURLToPath(new URL('../router/', import.meta.url));
const REGISTER = fileURLToPath(new URL('../register.mjs', import.meta.url));

/** The argument vector that runs one of our TypeScript files in Node, from any working directory. */
export const nodeCommand = (file: string): string[] => [
	process.execPath,
	'--import',
	REGISTER,
	file,
];

/** Directories that the gateway has to see, wherever they lie: this repository, and Node. */
const NEEDED_PATHS = [
	fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, ''),
	dirname(process.execPath),
];

/** Programs of the router that command.ts stands for, and `ucode` for the package's own. */
const COMMANDS = ['ubus', 'uci', 'ifup', 'ifdown'];

/** Where these lie on the router. */
const PROGRAMS = 'usr/lib/development-router';

const shellQuoted = (words: string[]): string =>
	words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/** Writes everything that lies on the router's disk into `tree`. */
async function writeTree(tree: string, { plan }: GatewayContext): Promise<void> {
	cpSync(join(ROUTER, 'files'), tree, { recursive: true });
	const put = (path: string, text: string, mode = 0o644): void => {
		const file = join(tree, path);
		mkdirSync(join(file, '..'), { recursive: true });
		writeFileSync(file, text);
		chmodSync(file, mode);
	};
	const configs = firstConfigs({
		hostName: plan.name,
		lanAddress: plan.lanAddress,
		lanDevice: plan.lanDevice,
		wanDevice: plan.wanDevice,
		wanAddress: plan.wan.address,
		wanGateway: plan.wan.gateway,
	});
	for (const [path, text] of Object.entries(configs)) put(path, text, 0o600);
	// no password yet, as on a router that has just been flashed
	put('etc/shadow', 'root:::0:99999:7:::\n', 0o600);
	for (const [name, text] of Object.entries(await routerPrograms()))
		put(`${PROGRAMS}/${name}`, text);
	const start = (name: string): string =>
		`exec ${shellQuoted([process.execPath, ...NODE_OPTIONS, `/${PROGRAMS}/${name}.mjs`])}`;
	put(`${PROGRAMS}/command`, `#!/bin/sh\n${start('command')} "$\{0##*/}" "$@"\n`, 0o755);
	mkdirSync(join(tree, 'usr/sbin'), { recursive: true });
	for (const name of COMMANDS) {
		const folder = name.startsWith('if') ? 'usr/sbin' : 'usr/bin';
		symlinkSync(`/${PROGRAMS}/command`, join(tree, folder, name));
	}
	// The router's own are BusyBox's there, too.
	for (const name of ['nslookup', 'nc'])
		put(`usr/bin/${name}`, `#!/bin/sh\nexec busybox ${name} "$@"\n`, 0o755);
	put('usr/bin/ucode', `#!/bin/sh\n${start('ucode')} "$@"\n`, 0o755);
}

class DevGateway implements Gateway {
	readonly kind = 'dev';
	readonly name: string;
	readonly plan: Gateway['plan'];
	readonly url: string;
	readonly clientNetns: string;
	readonly http: Gateway['http'];
	private readonly context: GatewayContext;

	constructor(context: GatewayContext) {
		this.context = context;
		this.name = context.space.name;
		this.plan = context.plan;
		this.url = `http://${context.plan.lanAddress}`;
		this.clientNetns = context.client.netns;
		this.http = context.http;
	}

	/** A path in the gateway's file system, as this process can open it. */
	private outside(path: string): string {
		return join(`/proc/${String(this.context.space.pid)}/root`, path);
	}

	async start(): Promise<void> {
		const { space, folder, record, log } = this.context;
		const tree = join(folder, 'tree');
		await writeTree(tree, this.context);
		await must(space, ['sh', '-c', OWN_ROOT, 'sh', ...NEEDED_PATHS]);
		// Through a pipe and the space's own tar: the overlay is not written to from outside.
		const packed = await runBytes(['tar', '-C', tree, '-cf', '-', '.']);
		const unpack = ['tar', '-C', '/', '--keep-directory-symlink', '--no-same-owner', '-xf', '-'];
		await must(space, unpack, { stdin: packed.stdout });
		const child = space.start(nodeCommand(join(ROUTER, 'router.ts')));
		if (child.pid !== undefined) record(child.pid);
		const errors: string[] = [];
		if (!child.stdout || !child.stderr) throw new Error('The development router has no output.');
		createInterface(child.stderr).on('line', (line) => {
			errors.push(line);
			log(line);
		});
		const said = createInterface(child.stdout);
		await new Promise<void>((resolve, reject) => {
			said.on('line', (line) => {
				log(line);
				if (line.includes(': ready on port')) resolve();
			});
			child.once('exit', () => {
				reject(new Error(`The development router ended: ${errors.slice(-5).join(' ')}`));
			});
		});
		child.unref();
	}

	/** Its processes end with its namespaces, which belong to the lab. */
	stop(): Promise<void> {
		return Promise.resolve();
	}

	exec(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
		return this.context.space.exec(argv, {
			...options,
			env: { PATH: LAB_PATH, HOME: '/root', LANG: 'C.UTF-8', ...options.env },
		});
	}

	async install({ ipk }: PackageFiles): Promise<RunResult> {
		const path = `/tmp/${basename(ipk)}`;
		await this.writeFile(path, readFileSync(ipk));
		const installed = await this.opkg(['install', path]);
		await must(this, ['rm', path]);
		return installed;
	}

	remove(): Promise<RunResult> {
		return this.opkg(['remove', 'luci-app-wgspoke']);
	}

	/** opkg's scripts reload rpcd, which is done when its plugins are on the bus again. */
	private async opkg(args: string[]): Promise<RunResult> {
		const before = await this.loads();
		const result = await this.exec(['opkg', ...args]);
		if (result.code !== 0) throw new Error(`opkg ${args.join(' ')}: ${result.stderr}`);
		await this.loadedSince(before);
		return result;
	}

	private async loads(): Promise<number> {
		const { data } = await this.ubus('development-router', 'rpcd');
		return typeof data?.loads === 'number' ? data.loads : -1;
	}

	private async loadedSince(before: number): Promise<void> {
		await waitFor(async () => (await this.loads()) > before, { what: 'rpcd to load its plugins' });
	}

	private async signalRpcd(action: 'reload' | 'restart'): Promise<void> {
		const before = await this.loads();
		await must(this, ['/etc/init.d/rpcd', action]);
		await this.loadedSince(before);
	}

	reloadRpcd(): Promise<void> {
		return this.signalRpcd('reload');
	}

	restartRpcd(): Promise<void> {
		return this.signalRpcd('restart');
	}

	async ubus(
		object: string,
		method: string,
		args: Record<string, unknown> = {}
	): Promise<UbusReply> {
		return ask(this.outside('/run/ubus/ubus.sock'), { object, method, args }, 35_000);
	}

	login(user?: string, password?: string): Promise<string> {
		return this.http.login(user, password);
	}

	rpc(
		session: string,
		object: string,
		method: string,
		params?: Record<string, unknown>
	): Promise<UbusReply> {
		return this.http.call(session, object, method, params);
	}

	async readFile(path: string): Promise<Buffer | null> {
		const { code, stdout } = await this.context.space.execBytes(['cat', path]);
		return code === 0 ? stdout : null;
	}

	async writeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
		// In one step: netifd may read /etc/config at any moment, and takes half a file at its word.
		const draft = join(dirname(path), `.${basename(path)}.new`);
		const script = 'umask 077; mkdir -p "${1%/*}" && cat > "$1" && chmod "$2" "$1" && mv "$1" "$3"';
		const argv = ['sh', '-c', script, 'sh', draft, mode.toString(8), path];
		await must(this, argv, { stdin: content });
	}

	async configFiles(): Promise<Map<string, Buffer>> {
		const { stdout } = await this.context.space.execBytes(['sh', '-c', LIST_CONFIG]);
		return parseFiles(stdout);
	}

	async versions(): Promise<Record<string, string>> {
		const said = async (argv: string[]): Promise<string> =>
			(await this.exec(argv)).stdout.trim().split('\n')[0] ?? '';
		return {
			router: 'development router',
			node: process.version,
			nft: await said(['nft', '--version']),
			wg: await said(['wg', '--version']),
		};
	}
}

/** The development router as a gateway. */
export function devDriver(context: GatewayContext): Gateway {
	return new DevGateway(context);
}
