// How do rpcd's ucode plugins run here? In a thread of their own, so that a plugin that waits holds up
// nobody else, and one that waits for rpcd itself is told so. This is the side of the router.
import { Worker } from 'node:worker_threads';
import type { ArgType, Bus, Data } from './bus.ts';
import { UNKNOWN_ERROR, UbusError } from './status.ts';

/** Objects with the type of each argument of each method. */
export type Signatures = Record<string, Record<string, Record<string, ArgType>>>;

export interface PluginCall {
	id: number;
	object: string;
	method: string;
	args: Data;
}

export interface PluginReply {
	id: number;
	status: number;
	data: Data | null;
}

export type FromWorker = { loaded: Signatures } | PluginReply;

export interface WorkerData {
	/** Folder of the plugins. */
	folder: string;
	/** Objects that rpcd answers for besides the plugins. */
	own: string[];
}

/** Objects that rpcd itself has on the bus: a plugin that waits for one of them waits for itself. */
const OWN_OBJECTS = ['session', 'uci', 'file', 'rc', 'iwinfo', 'rpc-sys'];

export class Plugins {
	private readonly bus: Bus;
	private readonly folder: string;
	private readonly root: string;
	private worker: Worker | null = null;
	private objects: string[] = [];
	private id = 0;
	private readonly waiting = new Map<number, (reply: PluginReply) => void>();

	constructor(bus: Bus, folder: string, root: string) {
		this.bus = bus;
		this.folder = folder;
		this.root = root;
	}

	/** Loads the plugins anew; what they kept in memory is gone. Resolves when they are on the bus. */
	async load(): Promise<void> {
		await this.stop();
		const workerData: WorkerData = { folder: this.folder, own: OWN_OBJECTS };
		const worker = new Worker(new URL('./pluginworker.ts', import.meta.url), {
			workerData,
			env: { ...process.env, UCODE_ROOT: this.root === '/' ? '' : this.root },
		});
		this.worker = worker;
		const loaded = await new Promise<Signatures>((resolve, reject) => {
			worker.on('message', (message: FromWorker) => {
				if ('loaded' in message) resolve(message.loaded);
				else this.waiting.get(message.id)?.(message);
			});
			worker.on('error', (error) => {
				console.error(`rpcd: a plugin ended: ${error.message}`);
				reject(error);
			});
			worker.on('exit', () => {
				this.failWaiting();
			});
		});
		for (const [object, methods] of Object.entries(loaded)) this.publish(object, methods);
	}

	private publish(object: string, methods: Record<string, Record<string, ArgType>>): void {
		this.objects.push(object);
		this.bus.add(
			'rpcd',
			object,
			Object.fromEntries(
				Object.entries(methods).map(([method, args]) => [
					method,
					{ args, strict: true, call: (given: Data) => this.call(object, method, given) },
				])
			)
		);
	}

	private async call(object: string, method: string, args: Data): Promise<Data | null> {
		const id = ++this.id;
		const reply = await new Promise<PluginReply>((resolve) => {
			this.waiting.set(id, resolve);
			const call: PluginCall = { id, object, method, args };
			this.worker?.postMessage(call);
		});
		this.waiting.delete(id);
		if (reply.status !== 0) throw new UbusError(reply.status);
		return reply.data;
	}

	private failWaiting(): void {
		for (const [id, done] of this.waiting) done({ id, status: UNKNOWN_ERROR, data: null });
	}

	async stop(): Promise<void> {
		for (const name of this.objects) this.bus.remove(name);
		this.objects = [];
		await this.worker?.terminate();
		this.worker = null;
	}
}
