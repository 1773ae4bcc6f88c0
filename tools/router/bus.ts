// Which objects are on this router's bus, and how is one of their methods called?
// Stands for ubusd: it checks the arguments against the method's policy, as ubus's libraries do.
import * as status from './status.ts';
import { UbusError } from './status.ts';

export type Data = Record<string, unknown>;

export interface Reply {
	status: number;
	data: Data | null;
}

/** Type of an argument: what `ubus -v list` prints. */
export type ArgType = 'String' | 'Integer' | 'Boolean' | 'Array' | 'Table';

export interface Method {
	args: Record<string, ArgType>;
	/** Refuse arguments that `args` does not know, as rpcd's plugins do; a C program takes them as not given. */
	strict?: boolean;
	/** Returns the data of the reply; null is a reply without data. */
	call(args: Data): Promise<Data | null> | Data | null;
}

export type Methods = Record<string, Method>;

/** The program that answers for an object. */
export type Host = 'rpcd' | 'netifd' | 'procd';

interface Entry {
	host: Host;
	methods: Methods;
}

const CHECKS: Record<ArgType, (value: unknown) => boolean> = {
	String: (value) => typeof value === 'string',
	Integer: (value) => typeof value === 'number' && Number.isInteger(value),
	// A bool travels as a byte; a number from JSON is taken as well.
	Boolean: (value) => typeof value === 'boolean',
	Array: (value) => Array.isArray(value),
	Table: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

function isKnown(method: Method, name: string, value: unknown): boolean {
	if (name === 'ubus_rpc_session') return typeof value === 'string';
	const type = method.args[name];
	return type !== undefined && CHECKS[type](value);
}

/** The arguments as the method takes them; null when it refuses them. */
function accept(method: Method, args: Data): Data | null {
	const known = Object.entries(args).filter(([name, value]) => isKnown(method, name, value));
	if (method.strict && known.length < Object.keys(args).length) return null;
	return Object.fromEntries(known);
}

export class Bus {
	private readonly objects = new Map<string, Entry>();

	/** Puts an object on the bus, in place of one of the same name. */
	add(host: Host, name: string, methods: Methods): void {
		this.objects.set(name, { host, methods });
	}

	remove(name: string): void {
		this.objects.delete(name);
	}

	names(): string[] {
		return [...this.objects.keys()].sort();
	}

	has(name: string): boolean {
		return this.objects.has(name);
	}

	hostOf(name: string): Host | null {
		return this.objects.get(name)?.host ?? null;
	}

	/** Signatures: {status: {}, up: {interface: 'String'}}; null when there is no such object. */
	signatures(name: string): Record<string, Record<string, ArgType>> | null {
		const entry = this.objects.get(name);
		if (!entry) return null;
		return Object.fromEntries(
			Object.entries(entry.methods).map(([method, { args }]) => [method, args])
		);
	}

	/** Calls a method. Never rejects; a fault of ours goes to standard error, as with rpcd. */
	async call(object: string, method: string, args: Data): Promise<Reply> {
		const entry = this.objects.get(object);
		if (!entry) return { status: status.NOT_FOUND, data: null };
		const found = Object.hasOwn(entry.methods, method) ? entry.methods[method] : undefined;
		if (!found) return { status: status.METHOD_NOT_FOUND, data: null };
		const accepted = accept(found, args);
		if (!accepted) return { status: status.INVALID_ARGUMENT, data: null };
		try {
			return { status: status.OK, data: await found.call(accepted) };
		} catch (error) {
			if (error instanceof UbusError) return { status: error.status, data: null };
			console.error(`${object} ${method}: ${error instanceof Error ? error.message : 'failed'}`);
			return { status: status.UNKNOWN_ERROR, data: null };
		}
	}
}
