// How do programs on the router reach the bus? Over a unix socket, in the protocol of tools/ucode/ubus.ts.
// Whoever can open it is root, and may call everything, as on OpenWrt.
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Bus, Data } from './bus.ts';
import { INVALID_COMMAND } from './status.ts';

const isTable = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** '' lists all; a name lists that object; 'a*' lists those that begin with it. */
function objectsOf(bus: Bus, pattern: string): Data {
	const names = bus
		.names()
		.filter((name) =>
			pattern.endsWith('*')
				? name.startsWith(pattern.slice(0, -1))
				: pattern === '' || name === pattern
		);
	return Object.fromEntries(names.map((name) => [name, bus.signatures(name)]));
}

/** One line of the protocol → the reply's fields besides `id`. */
export async function answerLine(bus: Bus, line: string): Promise<Data> {
	let request: unknown;
	try {
		request = JSON.parse(line);
	} catch {
		return { id: null, status: INVALID_COMMAND, data: null };
	}
	if (!isTable(request)) return { id: null, status: INVALID_COMMAND, data: null };
	const { id = null, list, object, method, args } = request;
	if (typeof list === 'string') {
		const objects = objectsOf(bus, list);
		const found = list === '' || Object.keys(objects).length > 0;
		return { id, status: found ? 0 : 4, data: found ? { objects } : null };
	}
	if (typeof object !== 'string' || typeof method !== 'string')
		return { id, status: INVALID_COMMAND, data: null };
	return { id, ...(await bus.call(object, method, isTable(args) ? args : {})) };
}

function serve(bus: Bus, socket: Socket): void {
	let rest = '';
	socket.setEncoding('utf8');
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk: Buffer | string) => {
		const lines = (rest + String(chunk)).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines)
			void answerLine(bus, line).then((reply) => {
				if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
			});
	});
}

/** Listens at the path, taking the place of a router that has died. */
export function listenLocal(bus: Bus, path: string): Promise<Server> {
	rmSync(path, { force: true });
	const server = createServer((socket) => {
		serve(bus, socket);
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(path, () => {
			resolve(server);
		});
	});
}
