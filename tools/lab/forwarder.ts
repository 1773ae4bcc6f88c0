// Who starts the forwarder of a home, and when? The first request to its gateway does.
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { forward, forwardCommand } from './forward.ts';
import { Rpc } from './rpc.ts';
import type { Space } from './space.ts';

export class HomeForwarder {
	readonly rpc: Rpc;
	private readonly space: Space;
	private readonly path: string;
	private readonly target: string;
	private readonly record: (pid: number) => void;
	private child: ChildProcess | null = null;
	private starting: Promise<string> | null = null;
	private readonly ports: { close: () => void }[] = [];

	/** `space` is the host from which `target`'s port 80 can be reached. */
	constructor(space: Space, folder: string, target: string, record: (pid: number) => void) {
		this.space = space;
		this.path = join(folder, 'http.sock');
		this.target = target;
		this.record = record;
		this.rpc = new Rpc(() => this.socketPath());
	}

	private socketPath(): Promise<string> {
		this.starting ??= this.start();
		return this.starting;
	}

	private start(): Promise<string> {
		const child = this.space.start(forwardCommand(this.path, this.target, 80));
		this.child = child;
		if (child.pid !== undefined) this.record(child.pid);
		const errors: Buffer[] = [];
		child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
		return new Promise((resolve, reject) => {
			if (child.stdout)
				createInterface(child.stdout).once('line', () => {
					child.unref();
					child.stdout?.destroy();
					child.stderr?.destroy();
					resolve(this.path);
				});
			child.once('exit', () => {
				reject(new Error(`The forwarder ended: ${Buffer.concat(errors).toString('utf8')}`));
			});
		});
	}

	/** Opens a port on this machine's loopback that leads to the gateway. */
	async openPort(): Promise<number> {
		const path = await this.socketPath();
		const opened = await forward(0, { path });
		this.ports.push(opened);
		return opened.port;
	}

	stop(): Promise<void> {
		for (const port of this.ports) port.close();
		this.child?.kill('SIGKILL');
		return Promise.resolve();
	}
}
