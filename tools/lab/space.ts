// What is a machine of the lab? A set of Linux namespaces (network, mounts, processes, host name) that
// lives as long as its first process, which lives as long as the lab holds its standard input.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { LAB_PATH } from '../system/programs.ts';
import {
	lastLine,
	run,
	runBytes,
	type RunBytes,
	type RunOptions,
	type RunResult,
} from '../system/run.ts';
import { waitFor } from './wait.ts';

/** Something that commands run in: a host, the hub, a gateway. */
export interface Executor {
	readonly name: string;
	/** Runs a program there to its end, as root. Never throws for a failing program. */
	exec(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
}

// Process 1 of the new process namespace. When the lab dies, however it dies, the pipe closes, cat ends
// and the kernel kills every process of the namespace and frees its devices and mounts.
// /run is private because wg finds its interfaces at /run/wireguard/<name>.sock.
const FIRST_PROCESS = `
read -r pid rest < /proc/self/stat &&
mount --make-rprivate / &&
mount -t proc proc /proc &&
mount -t tmpfs -o mode=755 tmpfs /run &&
hostname "$1" &&
ip link set lo up &&
echo "$pid" &&
exec cat > /dev/null
`;

export interface SpaceOptions {
	name: string;
	/** Told about each process that is started here, so that it can be swept later. */
	record: (pid: number) => void;
	/** Told about each command, when the lab is verbose. */
	echo?: (space: string, argv: readonly string[]) => void;
}

export class Space implements Executor {
	readonly name: string;
	/** Process id of its first process, as seen from outside. */
	readonly pid: number;
	private readonly holder: ChildProcess;
	private readonly ended: Promise<void>;
	private readonly echo: SpaceOptions['echo'];

	private constructor(options: SpaceOptions, holder: ChildProcess, pid: number) {
		this.name = options.name;
		this.echo = options.echo;
		this.holder = holder;
		this.pid = pid;
		this.ended = new Promise((resolve) => {
			holder.once('exit', () => {
				resolve();
			});
		});
	}

	/** Makes the namespaces. Throws with what the system said when it is not allowed. */
	static async create(options: SpaceOptions): Promise<Space> {
		const hostName = options.name.replace(/[^A-Za-z0-9-]/g, '-');
		const holder = spawn(
			'unshare',
			['--net', '--mount', '--pid', '--uts', '--fork', '--kill-child=KILL'].concat([
				'sh',
				'-c',
				FIRST_PROCESS,
				'sh',
				hostName,
			]),
			{ detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: LAB_PATH } }
		);
		if (holder.pid !== undefined) options.record(holder.pid);
		const errors: Buffer[] = [];
		holder.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
		holder.stdin.on('error', () => undefined);
		const pid = await new Promise<number>((resolve, reject) => {
			createInterface(holder.stdout).once('line', (line) => {
				resolve(Number(line));
			});
			const fail = (): void => {
				const said = Buffer.concat(errors).toString('utf8').trim() || 'unshare failed';
				reject(new Error(`The lab could not make a namespace for ${options.name}: ${said}`));
			};
			holder.once('error', fail);
			holder.once('exit', fail);
		});
		options.record(pid);
		// A space must not keep a finished test run alive.
		holder.stdout.destroy();
		holder.stderr.destroy();
		holder.unref();
		return new Space(options, holder, pid);
	}

	/** Path of its network namespace, for `nsenter --net=<path>`. */
	get netns(): string {
		return `/proc/${String(this.pid)}/ns/net`;
	}

	/** The argument vector that runs `argv` here, for a person or for spawn. */
	enter(argv: readonly string[]): string[] {
		return ['nsenter', '-t', String(this.pid), '-m', '-n', '-p', '-u', '--', ...argv];
	}

	private options(options: RunOptions): RunOptions {
		return { env: { PATH: LAB_PATH, HOME: '/root', LANG: 'C.UTF-8' }, ...options };
	}

	exec(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
		this.echo?.(this.name, argv);
		return run(this.enter(argv), this.options(options));
	}

	execBytes(argv: readonly string[], options: RunOptions = {}): Promise<RunBytes> {
		this.echo?.(this.name, argv);
		return runBytes(this.enter(argv), this.options(options));
	}

	/** Starts a program that goes on running; its pipes are the caller's. */
	start(argv: readonly string[], env: Record<string, string> = {}): ChildProcess {
		this.echo?.(this.name, argv);
		const [program = '', ...args] = this.enter(argv);
		return spawn(program, args, {
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: { PATH: LAB_PATH, HOME: '/root', LANG: 'C.UTF-8', ...env },
		});
	}

	/** Kills every process in it; its devices and mounts go with them. */
	async stop(): Promise<void> {
		this.kill();
		await this.ended;
		await waitFor(() => !existsSync(`/proc/${String(this.pid)}`), {
			what: `the processes of ${this.name} to end`,
		});
	}

	/** The same without waiting, for the moment when the process exits. */
	kill(): void {
		this.holder.stdin?.destroy();
		this.holder.kill('SIGKILL');
	}
}

/** Runs a command that has to succeed; throws with what it said. Returns its standard output. */
export async function must(
	where: Executor,
	argv: readonly string[],
	options: RunOptions = {}
): Promise<string> {
	const result = await where.exec(argv, options);
	if (result.code !== 0)
		throw new Error(`${where.name}: ${argv.slice(0, 4).join(' ')} failed: ${lastLine(result)}`);
	return result.stdout;
}
