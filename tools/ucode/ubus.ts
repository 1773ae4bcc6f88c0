// What does ucode's module `ubus` give in Node? Calls to the development router, over a socket of its own.
//
// The protocol, at <root>/var/run/ubus/ubus.sock: one JSON object per line, both ways, any number per connection.
//   request  {"id": 1, "object": "session", "method": "create", "args": {"timeout": 60}}
//   reply    {"id": 1, "status": 0, "data": {"ubus_rpc_session": "…"}}
// `id` is the caller's and comes back; replies may come in any order. `status` is ubus's own number (0 is done, 2 wrong
// argument, 3 no such method, 4 no such object, 5 no data, 6 denied, 7 timeout, 9 unknown). `data` is an object, or null.
// Objects are listed by {"id": 2, "list": ""}, or {"id": 2, "list": "session"} for one: the reply's data is
// {"objects": {"<name>": {"<method>": {"<argument>": "<type>"}}}}.
import { readSync, writeSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

import { rooted } from './place.ts';

export type Message = Record<string, unknown>;
export type Request = { object: string; method: string; args: object } | { list: string };
export interface Reply {
	status: number;
	data: Message | null;
}

const SOCKET = '/var/run/ubus/ubus.sock';

/** Where the bus of this router is. */
export const busSocket = (): string => rooted(SOCKET);

const TEXTS = [
	'Success',
	'Invalid command',
	'Invalid argument',
	'Method not found',
	'Not found',
	'No response',
	'Permission denied',
	'Request timed out',
	'Operation not supported',
	'Unknown error',
	'Connection failed',
	'Out of memory',
	'Parsing message data failed',
	'System error',
];

export const STATUS_OK = 0;
export const STATUS_INVALID_COMMAND = 1;
export const STATUS_INVALID_ARGUMENT = 2;
export const STATUS_METHOD_NOT_FOUND = 3;
export const STATUS_NOT_FOUND = 4;
export const STATUS_NO_DATA = 5;
export const STATUS_PERMISSION_DENIED = 6;
export const STATUS_TIMEOUT = 7;
export const STATUS_NOT_SUPPORTED = 8;
export const STATUS_UNKNOWN_ERROR = 9;
export const STATUS_CONNECTION_FAILED = 10;

let lastError = STATUS_OK;

/** Objects that this very process answers for: a call that waits for one of them would wait for itself. */
let own: ReadonlySet<string> = new Set();

/** rpcd's plugins are told so at once, where the router would hang for half a minute. */
export function setOwnObjects(names: Iterable<string>): void {
	own = new Set(names);
}

export function error(numeric: true): number | null;
export function error(numeric?: false): string | null;
export function error(numeric = false): number | string | null {
	const status = lastError;
	lastError = STATUS_OK;
	if (status == STATUS_OK) return null;
	return numeric ? status : (TEXTS[status] ?? `Unknown error: ${String(status)}`);
}

/** Asks one thing over a connection of its own; never rejects. Milliseconds. */
export function ask(path: string, request: Request, timeout: number): Promise<Reply> {
	return new Promise((resolve) => {
		let text = '';
		const socket: Socket = createConnection(path);
		const end = (reply: Reply): void => {
			clearTimeout(timer);
			socket.destroy();
			resolve(reply);
		};
		const timer = setTimeout(() => {
			end({ status: STATUS_TIMEOUT, data: null });
		}, timeout);
		socket.setEncoding('utf8');
		socket.on('error', () => {
			end({ status: STATUS_CONNECTION_FAILED, data: null });
		});
		socket.on('close', () => {
			end({ status: STATUS_CONNECTION_FAILED, data: null });
		});
		socket.on('data', (part) => {
			text += String(part);
			if (text.includes('\n')) end(JSON.parse(text) as Reply);
		});
		socket.write(`${JSON.stringify({ id: 1, ...request })}\n`);
	});
}

/** Milliseconds between two looks for an answer, while the whole program waits as ucode's does. */
const LOOK_EVERY = { first: 0.2, last: 5 };
const bell = new Int32Array(new SharedArrayBuffer(4));

/** A socket to a path is connected when it is made; its descriptor is all that is needed to read and write at once. */
function descriptorOf(socket: Socket): number {
	const { _handle: handle } = socket as unknown as { _handle: { fd: number } | null };
	return handle?.fd ?? -1;
}

/** Does it, and again after a pause while the other side is not ready; null once it is `end`. */
function whenReady<T>(work: () => T, end: number): T | null {
	for (let pause = LOOK_EVERY.first; ; pause = Math.min(LOOK_EVERY.last, 1.5 * pause)) {
		try {
			return work();
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
		}
		if (performance.now() >= end) return null;
		Atomics.wait(bell, 0, 0, pause);
	}
}

/** One line there, one line back; null when there is no answer before `end`. Throws where nobody listens. */
function exchange(fd: number, line: string, end: number): string | null {
	let left = Buffer.from(line);
	while (left.length > 0) {
		const written = whenReady(() => writeSync(fd, left), end);
		if (written === null) return null;
		left = left.subarray(written);
	}
	const part = Buffer.alloc(65_536);
	const parts: Buffer[] = [];
	for (;;) {
		const count = whenReady(() => readSync(fd, part), end);
		if (count === null) return null;
		if (count === 0) throw new Error('The other side has closed.');
		parts.push(Buffer.from(part.subarray(0, count)));
		if (part[count - 1] === 10) return Buffer.concat(parts).toString();
	}
}

/** As `ask`, for a call in ucode blocks. Without a thread that waits: starting one takes as long as starting Node. */
function askAndWait(path: string, request: Request, timeout: number): Reply {
	const socket = createConnection(path);
	// What went wrong is met by what is written and read.
	socket.on('error', () => {});
	try {
		const line = `${JSON.stringify({ id: 1, ...request })}\n`;
		const answer = exchange(descriptorOf(socket), line, performance.now() + timeout);
		if (answer === null) return { status: STATUS_TIMEOUT, data: null };
		return JSON.parse(answer) as Reply;
	} catch {
		return { status: STATUS_CONNECTION_FAILED, data: null };
	} finally {
		socket.destroy();
	}
}

/** A connection, as ucode's. Arguments and replies are plain JSON objects. */
export class Connection {
	private readonly path: string;
	private readonly timeout: number;

	constructor(path: string, timeout: number) {
		this.path = path;
		this.timeout = timeout;
	}

	private keep(reply: Reply): Message | null {
		lastError = reply.status;
		return reply.status == STATUS_OK ? (reply.data ?? {}) : null;
	}

	call(object: string, method: string, args?: object | null): Message | null {
		if (own.has(object)) {
			process.stderr.write(`ubus: waiting for ${object} would block rpcd for ever: use defer()\n`);
			return this.keep({ status: STATUS_TIMEOUT, data: null });
		}
		return this.keep(askAndWait(this.path, { object, method, args: args ?? {} }, this.timeout));
	}

	defer(
		object: string,
		method: string,
		args: object | null,
		done?: (status: number, reply: Message | null) => void
	): { completed(): boolean; abort(): boolean } {
		let open = true;
		void ask(this.path, { object, method, args: args ?? {} }, this.timeout).then((reply) => {
			if (open) done?.(reply.status, reply.data);
			open = false;
		});
		return {
			completed: () => !open,
			abort: () => {
				const was = open;
				open = false;
				return was;
			},
		};
	}

	list(object = ''): unknown {
		const data = this.keep(askAndWait(this.path, { list: object }, this.timeout));
		const objects = (data?.['objects'] ?? {}) as Record<string, unknown>;
		if (data == null) return null;
		return object == '' ? Object.keys(objects) : Object.values(objects);
	}

	disconnect(): boolean {
		return true;
	}

	error(numeric: true): number | null;
	error(numeric?: false): string | null;
	error(numeric = false): number | string | null {
		return numeric ? error(true) : error();
	}
}

/**
 * @param socket path on the router; the development router's by default
 * @param timeout seconds for each call
 * @returns null when nothing listens there
 */
export function connect(socket?: string | null, timeout = 30): Connection | null {
	const path = socket == null ? busSocket() : rooted(socket);
	const probe = askAndWait(path, { list: '' }, timeout * 1000);
	lastError = probe.status;
	return probe.status == STATUS_OK ? new Connection(path, timeout * 1000) : null;
}
