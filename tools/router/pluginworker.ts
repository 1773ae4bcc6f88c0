// How is one of rpcd's ucode plugins loaded and called? This runs in the plugins' thread, as rpcd's
// ucode.c does: every regular file of the folder that only root can write is a plugin.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { UcodeException } from '../ucode/exception.ts';
import { setOwnObjects } from '../ucode/ubus.ts';
import type { ArgType, Data } from './bus.ts';
import type { FromWorker, PluginCall, Signatures, WorkerData } from './plugins.ts';
import { NO_DATA, UNKNOWN_ERROR } from './status.ts';

/** What a plugin's method gets. */
interface Call {
	args: Data;
	info: Data;
	/** Ends the call with a ubus status. */
	error: (status: unknown) => void;
	reply: (data: unknown, status?: unknown) => void;
}

interface PluginMethod {
	args?: Data;
	call: (call: Call) => unknown;
}

type PluginObjects = Record<string, Record<string, PluginMethod>>;

const { folder, own } = workerData as WorkerData;
const objects: PluginObjects = {};

const isTable = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The type that a sample value stands for: '' is a string, 0 an integer, [] an array. */
function typeOf(sample: unknown): ArgType {
	if (Array.isArray(sample)) return 'Array';
	if (isTable(sample)) return 'Table';
	if (typeof sample === 'number') return 'Integer';
	return typeof sample === 'boolean' ? 'Boolean' : 'String';
}

function isMethod(value: unknown): value is PluginMethod {
	return isTable(value) && typeof value.call === 'function';
}

async function loadPlugin(path: string): Promise<void> {
	try {
		const url = pathToFileURL(path).href;
		const module = (await import(/\.(ts|uc)$/.test(url) ? url : `${url}?ucode`)) as Data;
		if (!isTable(module.default)) throw new Error('it returns no object');
		for (const [name, methods] of Object.entries(module.default)) {
			if (!isTable(methods)) continue;
			const usable = Object.entries(methods).filter((each): each is [string, PluginMethod] =>
				isMethod(each[1])
			);
			objects[name] = Object.fromEntries(usable);
		}
	} catch (error) {
		// as with rpcd, a plugin that fails leaves no trace but this line
		const said = error instanceof Error ? error.message : String(error);
		console.error(`rpcd: ${path}: ${said}`);
	}
}

function send(message: FromWorker): void {
	parentPort?.postMessage(message);
}

function answer({ id, object, method, args }: PluginCall): void {
	let ended = false;
	const end = (status: number, data: Data | null): void => {
		if (!ended) send({ id, status, data: data && (JSON.parse(JSON.stringify(data)) as Data) });
		ended = true;
	};
	const call: Call = {
		args,
		info: { object, method },
		error: (status) => {
			end(Number(status), null);
		},
		reply: (data, status = 0) => {
			end(Number(status), isTable(data) ? data : null);
		},
	};
	try {
		const result = objects[object]?.[method]?.call(call);
		if (isTable(result)) end(0, result);
		else end(NO_DATA, null);
	} catch (error) {
		const known = error instanceof UcodeException || error instanceof Error;
		console.error(`rpcd: ${object} ${method}: ${known ? error.message : 'failed'}`);
		end(UNKNOWN_ERROR, null);
	}
}

function pluginPaths(): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(folder, entry.name))
		.filter((path) => (statSync(path).mode & 0o002) === 0)
		.sort();
}

for (const path of pluginPaths()) await loadPlugin(path);
setOwnObjects([...own, ...Object.keys(objects)]);
const signatures: Signatures = Object.fromEntries(
	Object.entries(objects).map(([name, methods]) => [
		name,
		Object.fromEntries(
			Object.entries(methods).map(([method, { args }]) => [
				method,
				Object.fromEntries(Object.entries(args ?? {}).map(([arg, value]) => [arg, typeOf(value)])),
			])
		),
	])
);
parentPort?.on('message', (call: PluginCall) => {
	answer(call);
});
send({ loaded: signatures });
