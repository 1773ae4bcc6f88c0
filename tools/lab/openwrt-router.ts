// How does the lab talk to a real OpenWrt, however it is started?
// Through what the router itself has: its shell, ubus, opkg or apk, and /ubus over HTTP. A driver adds how
// it starts, stops and runs a program inside.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LIST_CONFIG, parseFiles } from './config-files.ts';
import type { Gateway, GatewayContext, GatewayKind, PackageFiles } from './gateway.ts';
import type { Rpc, UbusReply } from './rpc.ts';
import { lastLine, type RunBytes, type RunOptions, type RunResult } from '../system/run.ts';
import type { HomePlan } from './topology.ts';
import { waitFor } from './wait.ts';

export const ROUTER_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** The name of our package, as the installers know it. */
const PACKAGE = 'luci-app-wgspoke';

/** Packages whose versions say what a result was seen on. */
const TELLING = [
	'ubus',
	'rpcd',
	'netifd',
	'firewall4',
	'ucode',
	'luci-base',
	'procd',
	'uhttpd',
	'wireguard-tools',
];

/** 'netifd - 2026.07.17-r1' (opkg) or 'netifd-2026.07.17-r1 x86_64 …' (apk) → {netifd: '2026.07.17-r1'}. */
export function parseInstalled(text: string): Record<string, string> {
	const found: Record<string, string> = {};
	for (const line of text.split('\n')) {
		const match =
			/^(\S+) - (\S+)/.exec(line) ??
			/^(\S+?)-(\d\S*) (?:\S+ )?\{/.exec(line.replace(' x86_64', ''));
		if (match?.[1] && match[2]) found[match[1]] = match[2];
	}
	return found;
}

export abstract class OpenwrtRouter implements Gateway {
	abstract readonly kind: GatewayKind;
	readonly name: string;
	readonly plan: HomePlan;
	readonly url: string;
	readonly clientNetns: string;
	readonly http: Rpc;
	protected readonly context: GatewayContext;
	private readonly packages: string;

	/** `packages` is a folder with the packages that ours depends on and the router lacks, or ''. */
	constructor(context: GatewayContext, packages: string) {
		this.context = context;
		this.packages = packages;
		this.plan = context.plan;
		this.name = `gateway-${context.plan.letter}`;
		this.url = `http://${context.plan.lanAddress}`;
		this.clientNetns = context.client.netns;
		this.http = context.http;
	}

	abstract start(): Promise<void>;
	abstract stop(): Promise<void>;
	abstract execBytes(argv: readonly string[], options?: RunOptions): Promise<RunBytes>;

	async exec(argv: readonly string[], options?: RunOptions): Promise<RunResult> {
		const { code, stdout, stderr } = await this.execBytes(argv, options);
		return { code, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
	}

	/** Runs lines of shell that have to succeed; what they print. */
	protected async script(lines: string, ...args: string[]): Promise<string> {
		const result = await this.exec(['/bin/sh', '-c', lines, 'sh', ...args]);
		if (result.code !== 0) throw new Error(`${this.name}: ${lastLine(result)}`);
		return result.stdout;
	}

	private async has(program: string): Promise<boolean> {
		return (await this.exec(['which', program])).code === 0;
	}

	/** Puts packages of this machine in, in one go, so that they may depend on each other. */
	private async installAll(paths: string[]): Promise<RunResult> {
		const there = paths.map((path) => `/tmp/${basename(path)}`);
		for (const [i, path] of paths.entries())
			await this.writeFile(there[i] ?? '', readFileSync(path));
		const apk = await this.has('apk');
		const result = await this.exec(
			(apk ? ['apk', 'add', '--allow-untrusted'] : ['opkg', 'install']).concat(there)
		);
		await this.exec(['rm', '-f', ...there]);
		if (result.code !== 0)
			throw new Error(`${this.name}: ${result.stdout.trim()}\n${result.stderr.trim()}`);
		return result;
	}

	async install(packages: PackageFiles): Promise<RunResult> {
		return this.installAll([(await this.has('apk')) ? packages.apk : packages.ipk]);
	}

	/** Puts in what lies in the folder of packages. */
	protected async installPackages(): Promise<void> {
		if (this.packages === '') return;
		const names = readdirSync(this.packages).filter((name) => /\.(ipk|apk)$/.test(name));
		if (names.length > 0) await this.installAll(names.map((name) => join(this.packages, name)));
	}

	async remove(): Promise<RunResult> {
		const apk = await this.has('apk');
		const result = await this.exec(apk ? ['apk', 'del', PACKAGE] : ['opkg', 'remove', PACKAGE]);
		if (result.code !== 0)
			throw new Error(`${this.name}: ${result.stdout.trim()}\n${result.stderr.trim()}`);
		return result;
	}

	async ubus(
		object: string,
		method: string,
		args: Record<string, unknown> = {}
	): Promise<UbusReply> {
		const { code, stdout } = await this.exec([
			'ubus',
			'-S',
			'call',
			object,
			method,
			JSON.stringify(args),
		]);
		const text = stdout.trim();
		return {
			status: code,
			data: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
		};
	}

	login(user?: string, password?: string): Promise<string> {
		return this.http.login(user, password);
	}

	rpc(
		session: string,
		object: string,
		method: string,
		params: Record<string, unknown> = {}
	): Promise<UbusReply> {
		return this.http.call(session, object, method, params);
	}

	async readFile(path: string): Promise<Buffer | null> {
		const { code, stdout } = await this.execBytes(['cat', path]);
		return code === 0 ? stdout : null;
	}

	async writeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
		// In one step: netifd may read /etc/config at any moment, and takes half a file at its word.
		const lines =
			'umask 077; new="${1%/*}/.${1##*/}.new"; mkdir -p "${1%/*}" && cat > "$new" && chmod "$2" "$new" && mv "$new" "$1"';
		const result = await this.exec(['/bin/sh', '-c', lines, 'sh', path, mode.toString(8)], {
			stdin: content,
		});
		if (result.code !== 0) throw new Error(`${this.name}: ${path}: ${lastLine(result)}`);
	}

	async configFiles(): Promise<Map<string, Buffer>> {
		const { stdout } = await this.execBytes(['/bin/sh', '-c', LIST_CONFIG]);
		return parseFiles(stdout);
	}

	/** The number under which ubus knows rpcd's object; another one after each start of rpcd. */
	private async rpcdObject(): Promise<string> {
		const { stdout } = await this.exec(['ubus', '-v', 'list', 'session']);
		return /@([0-9a-f]+)/.exec(stdout)?.[1] ?? '';
	}

	private async rpcd(action: 'reload' | 'restart'): Promise<void> {
		const before = await this.rpcdObject();
		await this.script('/etc/init.d/rpcd "$1"', action);
		await waitFor(
			async () => {
				const now = await this.rpcdObject();
				return now !== '' && now !== before;
			},
			{ what: `rpcd to ${action}` }
		);
	}

	reloadRpcd(): Promise<void> {
		return this.rpcd('reload');
	}

	restartRpcd(): Promise<void> {
		return this.rpcd('restart');
	}

	async versions(): Promise<Record<string, string>> {
		const apk = await this.has('apk');
		const listed = await this.exec(apk ? ['apk', 'list', '-I'] : ['opkg', 'list-installed']);
		const installed = parseInstalled(listed.stdout);
		const release = (await this.readFile('/etc/openwrt_release'))?.toString('utf8') ?? '';
		const versions: Record<string, string> = {
			release: /^DISTRIB_DESCRIPTION='([^']*)'/m.exec(release)?.[1] ?? '',
		};
		for (const name of TELLING) {
			const version = installed[name];
			if (version !== undefined) versions[name] = version;
		}
		return versions;
	}

	/** Have the init scripts ended, are LAN and WAN up, do rpcd and the web server answer? */
	protected async isReady(): Promise<boolean> {
		const { stdout } = await this.exec([
			'/bin/sh',
			'-c',
			`ps w | grep -q '[r]c\\.d/S' && exit 0
			for object in network.interface.lan network.interface.wan; do
				ubus -S call $object status 2>/dev/null | grep -q '"up":true' || exit 0
			done
			ubus list session >/dev/null 2>&1 && ubus list uci >/dev/null 2>&1 || exit 0
			grep -qi ':0050 .* 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null || exit 0
			nft list table inet fw4 >/dev/null 2>&1 && echo ready`,
		]);
		return stdout.trim() === 'ready';
	}
}
