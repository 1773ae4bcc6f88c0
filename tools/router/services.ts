// Which programs run because an init script asked for them, and which scripts want to hear of a changed config?
// The ubus object `service`, as procd's service.c has it: a `set` says all that there is of a service; what it does
// not name any more is stopped.
import { Instance, parseParams, type InstanceHooks, type Params } from './instance.ts';
import type { Bus, Data } from './bus.ts';
import { INVALID_ARGUMENT, NOT_FOUND, UbusError } from './status.ts';

interface Service {
	instances: Map<string, Instance>;
	triggers: Trigger[];
	/** What was asked for last is done last. */
	queue: Promise<void>;
}

/** When this config has changed, this command is run. */
export interface Trigger {
	config: string;
	command: string[];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isTable = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** ["config.change", ["if", ["eq", "package", "network"], ["run_script", "/etc/init.d/x", "reload"]], 1000] */
export function parseTrigger(message: unknown): Trigger | null {
	const [event, rule] = list(message);
	const [word, condition, action] = list(rule);
	const [equal, key, config] = list(condition);
	const [run, ...command] = list(action).map(String);
	if (event !== 'config.change' || word !== 'if' || run !== 'run_script') return null;
	if (equal !== 'eq' || key !== 'package' || typeof config !== 'string') return null;
	return { config, command };
}

function parseInstances(message: unknown): Map<string, Params> {
	const entries = Object.entries(isTable(message) ? message : {});
	return new Map(
		entries.flatMap(([name, each]): [string, Params][] => {
			const params = parseParams(each);
			return params ? [[name, params]] : [];
		})
	);
}

export class Services {
	private readonly services = new Map<string, Service>();
	private readonly hooks: InstanceHooks;

	/** `changed` is told the config of each `config.change` event. */
	constructor(bus: Bus, hooks: InstanceHooks, changed: (config: string) => void) {
		this.hooks = hooks;
		const message = {
			name: 'String',
			script: 'String',
			instances: 'Table',
			triggers: 'Array',
		} as const;
		bus.add('procd', 'service', {
			set: { args: message, call: (given) => this.put(given, true) },
			add: { args: message, call: (given) => this.put(given, false) },
			delete: {
				args: { name: 'String', instance: 'String' },
				call: ({ name, instance }) => this.remove(name, instance),
			},
			list: {
				args: { name: 'String', verbose: 'Boolean' },
				call: ({ name }) => this.list(typeof name === 'string' ? name : ''),
			},
			event: {
				args: { type: 'String', data: 'Table' },
				call: ({ type, data }) => {
					const name = isTable(data) ? data.package : undefined;
					if (type === 'config.change' && typeof name === 'string') changed(name);
					return null;
				},
			},
		});
	}

	/** Those of all services. */
	triggers(): Trigger[] {
		return [...this.services.values()].flatMap(({ triggers }) => triggers);
	}

	private async put({ name, instances, triggers }: Data, whole: boolean): Promise<null> {
		if (typeof name !== 'string') throw new UbusError(INVALID_ARGUMENT);
		const service = this.services.get(name) ?? {
			instances: new Map<string, Instance>(),
			triggers: [],
			queue: Promise.resolve(),
		};
		this.services.set(name, service);
		service.triggers = list(triggers).flatMap((each) => parseTrigger(each) ?? []);
		const wanted = parseInstances(instances);
		service.queue = service.queue.then(() => this.bring(name, service, wanted, whole));
		await service.queue;
		return null;
	}

	/** Starts, stops and restarts until what is wanted runs. */
	private async bring(
		name: string,
		{ instances }: Service,
		wanted: Map<string, Params>,
		whole: boolean
	): Promise<void> {
		for (const [each, instance] of [...instances]) {
			if (!whole || wanted.has(each)) continue;
			instances.delete(each);
			await instance.stop();
		}
		for (const [each, params] of wanted) {
			const known = instances.get(each);
			if (known) await known.update(params);
			else {
				const instance = new Instance(`${name}.${each}`, params, this.hooks);
				instances.set(each, instance);
				instance.start();
			}
		}
	}

	private async remove(name: unknown, instance: unknown): Promise<null> {
		const service = typeof name === 'string' ? this.services.get(name) : undefined;
		if (typeof name !== 'string' || !service) throw new UbusError(NOT_FOUND);
		if (typeof instance !== 'string') this.services.delete(name);
		const gone = [...service.instances].filter(
			([each]) => typeof instance !== 'string' || each === instance
		);
		for (const [each] of gone) service.instances.delete(each);
		await Promise.all(gone.map(([, each]) => each.stop()));
		return null;
	}

	private list(name: string): Data {
		const found = [...this.services].filter(([each]) => name === '' || each === name);
		return Object.fromEntries(
			found.map(([each, { instances }]) => {
				const states = [...instances].map(([one, instance]) => [one, instance.state()]);
				return [each, states.length > 0 ? { instances: Object.fromEntries(states) as Data } : {}];
			})
		);
	}

	/** The router ends, and they with it. */
	stop(): void {
		for (const { instances } of this.services.values())
			for (const instance of instances.values()) instance.kill();
	}
}
