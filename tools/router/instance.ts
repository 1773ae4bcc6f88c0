// How does a program run that procd looks after? It is started, stopped, and started again when it ends by itself.
// As procd's instance.c: what it was started with is compared before it is started anew.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `procd_set_param` says, as the message of `service set` has it. */
export interface Params {
	command: string[];
	env: Record<string, string>;
	/** Only to be compared. */
	data: Record<string, string>;
	/** Files whose content is compared. */
	file: string[];
	/** Seconds within which an end counts as a fault, seconds until the next start, faults in a row; null for never. */
	respawn: { threshold: number; timeout: number; retry: number } | null;
	/** Seconds between SIGTERM and SIGKILL. */
	termTimeout: number;
	stdout: boolean;
	stderr: boolean;
}

/** As procd has them when `procd_set_param respawn` names none. */
const RESPAWN = { threshold: 3600, timeout: 5, retry: 5 };
const TERM_TIMEOUT = 5;

const isTable = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const table = (value: unknown): Record<string, string> =>
	isTable(value)
		? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
		: {};

/** Reads an instance of a `service set`; null for what has no command. */
export function parseParams(message: unknown): Params | null {
	if (!isTable(message)) return null;
	const command = texts(message.command);
	if (command.length === 0) return null;
	const [threshold, timeout, retry] = texts(message.respawn).map(Number);
	const respawn = {
		threshold: threshold ?? RESPAWN.threshold,
		timeout: timeout ?? RESPAWN.timeout,
		retry: retry ?? RESPAWN.retry,
	};
	const { term_timeout: termTimeout } = message;
	return {
		command,
		env: table(message.env),
		data: table(message.data),
		file: texts(message.file),
		respawn: Array.isArray(message.respawn) ? respawn : null,
		termTimeout: typeof termTimeout === 'number' ? termTimeout : TERM_TIMEOUT,
		stdout: message.stdout === true,
		stderr: message.stderr === true,
	};
}

export interface InstanceHooks {
	/** Directory that is the router's `/`. */
	root: string;
	/** The system's log. */
	log: (line: string) => void;
}

export class Instance {
	private readonly name: string;
	private readonly hooks: InstanceHooks;
	private params: Params;
	private files: string;
	private child: ChildProcess | null = null;
	private startedAt = 0;
	private faults = 0;
	/** Somebody wants it to end: then an end is no fault. */
	private halted = false;
	/** Starts again, or kills. */
	private timer: NodeJS.Timeout | undefined;
	private ended: Promise<void> = Promise.resolve();

	constructor(name: string, params: Params, hooks: InstanceHooks) {
		this.name = name;
		this.hooks = hooks;
		this.params = params;
		this.files = this.contents(params);
	}

	/** What the files hold that are to be compared. */
	private contents({ file }: Params): string {
		const hash = createHash('md5');
		for (const path of file) {
			hash.update(`${path}\0`);
			try {
				hash.update(readFileSync(join(this.hooks.root, path)));
			} catch {
				// one that is not there
			}
		}
		return hash.digest('hex');
	}

	start(): void {
		clearTimeout(this.timer);
		this.halted = false;
		const [program = '', ...args] = this.params.command;
		const pipe = (wanted: boolean): 'pipe' | 'ignore' => (wanted ? 'pipe' : 'ignore');
		const child = spawn(program, args, {
			cwd: this.hooks.root,
			env: { PATH: process.env.PATH ?? '', ...this.params.env },
			stdio: ['ignore', pipe(this.params.stdout), pipe(this.params.stderr)],
		});
		this.child = child;
		this.startedAt = performance.now();
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (chunk: Buffer) => {
				for (const line of chunk.toString().trimEnd().split('\n'))
					this.hooks.log(`${this.name}: ${line}`);
			});
		this.ended = new Promise((resolve) => {
			const end = (): void => {
				if (this.child !== child) return;
				this.child = null;
				resolve();
				if (!this.halted) this.respawn();
			};
			child.once('exit', end);
			child.once('error', end);
		});
	}

	/** It has ended by itself. */
	private respawn(): void {
		const { respawn } = this.params;
		if (!respawn) return;
		const seconds = (performance.now() - this.startedAt) / 1000;
		this.faults = seconds < respawn.threshold ? this.faults + 1 : 0;
		if (respawn.retry > 0 && this.faults > respawn.retry) {
			this.hooks.log(`${this.name}: in a crash loop, not started again`);
			return;
		}
		this.timer = setTimeout(() => {
			this.start();
		}, respawn.timeout * 1000);
	}

	/** Asks it to end, kills it when it does not, and waits until it has ended. */
	async stop(): Promise<void> {
		clearTimeout(this.timer);
		this.halted = true;
		const { child } = this;
		if (!child) return;
		child.kill('SIGTERM');
		this.timer = setTimeout(() => child.kill('SIGKILL'), this.params.termTimeout * 1000);
		await this.ended;
		clearTimeout(this.timer);
	}

	/** At the router's own end, when nobody waits any more. */
	kill(): void {
		clearTimeout(this.timer);
		this.halted = true;
		const { child } = this;
		child?.kill('SIGKILL');
		// A child of its own that goes on must not keep this process alive.
		child?.stdout?.destroy();
		child?.stderr?.destroy();
	}

	/** A `service set` names it again: anew only when something is different, or when it does not run. */
	async update(params: Params): Promise<void> {
		const files = this.contents(params);
		const same = JSON.stringify(params) === JSON.stringify(this.params) && files === this.files;
		if (same && this.child && !this.halted) return;
		await this.stop();
		this.params = params;
		this.files = files;
		this.faults = 0;
		this.start();
	}

	/** As `ubus call service list` tells it. */
	state(): Record<string, unknown> {
		const { command, respawn, termTimeout } = this.params;
		const { child } = this;
		return {
			running: child !== null,
			...(child?.pid === undefined ? {} : { pid: child.pid }),
			command,
			term_timeout: termTimeout,
			...(respawn ? { respawn } : {}),
		};
	}
}
