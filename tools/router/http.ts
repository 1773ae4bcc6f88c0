// How does the router answer HTTP? POST /ubus as uhttpd-mod-ubus does, everything else from its web root.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { ArgType, Bus, Data } from './bus.ts';

export interface HttpHooks {
	bus: Bus;
	/** May the session call the method? */
	allowed: (session: string, object: string, method: string) => boolean;
	/** Folder of the static files. */
	www: string;
}

/** Longer bodies close the connection (uhttpd's ubus.c, UH_UBUS_MAX_POST_SIZE). */
const MAX_BODY = 65_536;

const ERRORS = {
	parse: { code: -32700, message: 'Parse error' },
	method: { code: -32601, message: 'Method not found' },
	params: { code: -32602, message: 'Invalid parameters' },
	object: { code: -32000, message: 'Object not found' },
	access: { code: -32002, message: 'Access denied' },
};

const TYPE_NAMES: Record<ArgType, string> = {
	String: 'string',
	Integer: 'number',
	Boolean: 'boolean',
	Array: 'array',
	Table: 'object',
};

const MIME: Record<string, string> = {
	'.css': 'text/css',
	'.gif': 'image/gif',
	'.htm': 'text/html',
	'.html': 'text/html',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript',
	'.json': 'application/json',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain',
};

const isTable = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function failure(id: unknown, error: keyof typeof ERRORS): Data {
	return { jsonrpc: '2.0', id: id ?? null, error: ERRORS[error] };
}

function list(hooks: HttpHooks, id: unknown, params: unknown): Data {
	const { bus } = hooks;
	if (!Array.isArray(params)) return { jsonrpc: '2.0', id: id ?? null, result: bus.names() };
	const wanted = params.filter((each): each is string => typeof each === 'string');
	const names = wanted.flatMap((pattern) =>
		pattern.endsWith('*')
			? bus.names().filter((name) => name.startsWith(pattern.slice(0, -1)))
			: bus.has(pattern)
				? [pattern]
				: []
	);
	const signature = (name: string): Data =>
		Object.fromEntries(
			Object.entries(bus.signatures(name) ?? {}).map(([method, args]) => [
				method,
				Object.fromEntries(Object.entries(args).map(([arg, type]) => [arg, TYPE_NAMES[type]])),
			])
		);
	const result = Object.fromEntries(names.map((name) => [name, signature(name)]));
	return { jsonrpc: '2.0', id: id ?? null, result };
}

/** One JSON-RPC request → its reply. */
export async function answer(hooks: HttpHooks, request: unknown): Promise<Data> {
	if (!isTable(request)) return failure(null, 'parse');
	const { jsonrpc, id, method, params } = request;
	if (jsonrpc !== '2.0' || typeof method !== 'string') return failure(id, 'parse');
	if (method === 'list') return list(hooks, id, params);
	if (method !== 'call') return failure(id, 'method');
	const [session, object, name, args] = Array.isArray(params) ? (params as unknown[]) : [];
	if (
		typeof session !== 'string' ||
		typeof object !== 'string' ||
		typeof name !== 'string' ||
		!isTable(args)
	)
		return failure(id, 'parse');
	if (!hooks.bus.has(object)) return failure(id, 'object');
	if (!hooks.allowed(session, object, name)) return failure(id, 'access');
	if ('ubus_rpc_session' in args) return failure(id, 'params');
	const reply = await hooks.bus.call(object, name, { ...args, ubus_rpc_session: session });
	const result = reply.data ? [reply.status, reply.data] : [reply.status];
	return { jsonrpc: '2.0', id: id ?? null, result };
}

/** A whole body, one request or an array of them, one after the other. */
async function answerBody(hooks: HttpHooks, body: string): Promise<unknown> {
	let request: unknown;
	try {
		request = JSON.parse(body);
	} catch {
		return failure(null, 'parse');
	}
	if (!Array.isArray(request)) return answer(hooks, request);
	const replies: Data[] = [];
	for (const each of request as unknown[]) replies.push(await answer(hooks, each));
	return replies;
}

function serveUbus(hooks: HttpHooks, request: IncomingMessage, reply: ServerResponse): void {
	const chunks: Buffer[] = [];
	let size = 0;
	request.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size <= MAX_BODY) chunks.push(chunk);
		else if (!reply.headersSent) {
			reply.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
			reply.end(JSON.stringify(failure(null, 'parse')), () => request.destroy());
		}
	});
	request.on('end', () => {
		if (size > MAX_BODY) return;
		void answerBody(hooks, Buffer.concat(chunks).toString('utf8')).then((answered) => {
			reply.writeHead(200, { 'content-type': 'application/json' });
			reply.end(JSON.stringify(answered));
		});
	});
}

/** A program of /cgi-bin answers for every path below its own; here it is a page. */
function programOf(path: string): string {
	return /^\/cgi-bin\/[^/]+/.exec(path)?.[0] ?? path;
}

function fileSize(path: string): number | null {
	const stat = statSync(path, { throwIfNoEntry: false });
	return stat?.isFile() ? stat.size : null;
}

function serveFile(www: string, request: IncomingMessage, reply: ServerResponse): void {
	let path = '';
	try {
		path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://router').pathname));
	} catch {
		// no path, no file
	}
	if (path.endsWith('/') && programOf(path) === path) path += 'index.html';
	const program = programOf(path);
	const file = join(www, program);
	const size = path === '' || path.includes('\0') ? null : fileSize(file);
	if (size === null || (request.method !== 'GET' && request.method !== 'HEAD')) {
		reply.writeHead(404, { 'content-type': 'text/plain' });
		reply.end('Not Found\n');
		return;
	}
	const type =
		MIME[extname(file)] ??
		(program.startsWith('/cgi-bin/') ? 'text/html' : 'application/octet-stream');
	reply.writeHead(200, {
		'content-type': type,
		'content-length': size,
		'cache-control': 'no-cache',
	});
	if (request.method === 'HEAD') reply.end();
	else createReadStream(file).pipe(reply);
}

export function makeServer(hooks: HttpHooks): Server {
	return createServer((request, reply) => {
		const path = (request.url ?? '').split('?')[0];
		if (path === '/ubus' && request.method === 'POST') serveUbus(hooks, request, reply);
		else serveFile(hooks.www, request, reply);
	});
}
