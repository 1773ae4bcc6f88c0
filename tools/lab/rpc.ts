// How does the lab send HTTP to a gateway that only a device at home can reach?
// A forwarder in the home's first host listens on a unix socket, which knows no network namespaces, and
// passes the bytes on to the gateway's port 80; this is the client at the near end.
import { request } from 'node:http';

/** Answer of a ubus call: a ubus status (0 is fine) and the data, null when there is none. */
export interface UbusReply {
	status: number;
	data: Record<string, unknown> | null;
}

/** A JSON-RPC error of /ubus: -32002 is "Access denied". */
export class RpcError extends Error {
	readonly code: number;
	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

export interface HttpReply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

/** The session of somebody who has not logged in. */
export const NO_SESSION = '00000000000000000000000000000000';

const TIMEOUT_MS = 35_000;

interface RpcReply {
	error?: { code: number; message: string };
	result?: [number, Record<string, unknown>?];
}

export class Rpc {
	private readonly socketPath: () => Promise<string>;
	private id = 0;

	/** `socketPath` is asked before each request, so that the forwarder starts with the first one. */
	constructor(socketPath: () => Promise<string>) {
		this.socketPath = socketPath;
	}

	/** One HTTP request. Rejects when the connection breaks. */
	async request(
		method: string,
		path: string,
		body?: string | Uint8Array,
		headers: Record<string, string> = {}
	): Promise<HttpReply> {
		const socketPath = await this.socketPath();
		return new Promise((resolve, reject) => {
			const sent = request(
				{ socketPath, method, path, headers, agent: false, timeout: TIMEOUT_MS },
				(reply) => {
					const chunks: Buffer[] = [];
					reply.on('data', (chunk: Buffer) => chunks.push(chunk));
					reply.on('error', reject);
					reply.on('end', () => {
						resolve({
							status: reply.statusCode ?? 0,
							headers: reply.headers,
							body: Buffer.concat(chunks),
						});
					});
				}
			);
			sent.on('timeout', () => sent.destroy(new Error(`No reply to ${method} ${path}.`)));
			sent.on('error', reject);
			sent.end(body);
		});
	}

	/** Sends any JSON to /ubus and returns the JSON that comes back. */
	async post(message: unknown): Promise<unknown> {
		const { body } = await this.request('POST', '/ubus', JSON.stringify(message), {
			'content-type': 'application/json',
		});
		return JSON.parse(body.toString('utf8')) as unknown;
	}

	/** One ubus call. Throws an RpcError for a JSON-RPC error; a ubus status is part of the answer. */
	async call(
		session: string,
		object: string,
		method: string,
		params: Record<string, unknown> = {}
	): Promise<UbusReply> {
		const id = ++this.id;
		const reply = (await this.post({
			jsonrpc: '2.0',
			id,
			method: 'call',
			params: [session, object, method, params],
		})) as RpcReply;
		if (reply.error) throw new RpcError(reply.error.code, reply.error.message);
		return { status: reply.result?.[0] ?? -1, data: reply.result?.[1] ?? null };
	}

	/** Logs in and returns the session's id; throws when the login is refused. */
	async login(user = 'root', password = ''): Promise<string> {
		const { status, data } = await this.call(NO_SESSION, 'session', 'login', {
			username: user,
			password,
			timeout: 900,
		});
		const session = data?.ubus_rpc_session;
		if (status !== 0 || typeof session !== 'string')
			throw new RpcError(status, `The login of ${user} was refused.`);
		return session;
	}
}
