// Who is logged in, and what may they do? The ubus object `session`, as rpcd's session.c has it.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addGrant, grantFromFile, isGranted, type Grants, type Login } from './acl.ts';
import type { Bus, Data } from './bus.ts';
import { findLogin } from './login.ts';
import { INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UbusError } from './status.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

/** The session of everybody who has not logged in. */
export const DEFAULT_SESSION = '0'.repeat(32);

const DEFAULT_TIMEOUT = 300;

interface Session {
	id: string;
	/** Seconds without a call until it ends; 0 is for ever. */
	timeout: number;
	/** Milliseconds since 1970; Infinity for ever. */
	expires: number;
	grants: Grants;
	data: Data;
}

export interface SessionHooks {
	/** Folder of the ACL files. */
	aclFolder: string;
	/** The sections of /etc/config/rpcd. */
	logins: () => UciSection[];
	/** Text of /etc/shadow. */
	shadow: () => string;
	/** The session that has an unconfirmed apply, or ''. */
	applying: () => string;
	/** A session has ended: what it has staged goes. */
	ended: (id: string) => void;
}

export class Sessions {
	private readonly sessions = new Map<string, Session>();
	private readonly hooks: SessionHooks;

	constructor(bus: Bus, hooks: SessionHooks) {
		this.hooks = hooks;
		this.reset();
		this.publish(bus);
	}

	/** rpcd starts anew: everybody is logged out. */
	reset(): void {
		for (const id of [...this.sessions.keys()]) this.end(id);
		const session = this.make(DEFAULT_SESSION, 0);
		session.grants = this.grantsOf(null);
	}

	/** rpcd has read its ACL files again; those who are logged in get what the files say now. */
	reload(): void {
		for (const session of this.sessions.values()) {
			const user = session.data.username;
			if (session.id === DEFAULT_SESSION) session.grants = this.grantsOf(null);
			else if (typeof user === 'string') {
				const login = findLogin(this.hooks.logins(), user, null, this.hooks.shadow());
				if (login) session.grants = this.grantsOf(login);
			}
		}
	}

	private grantsOf(login: Login): Grants {
		const grants: Grants = {};
		let files: string[] = [];
		try {
			files = readdirSync(this.hooks.aclFolder).filter((name) => name.endsWith('.json'));
		} catch {
			// no folder, no grants
		}
		for (const name of files.sort()) {
			try {
				const text = readFileSync(join(this.hooks.aclFolder, name), 'utf8');
				grantFromFile(grants, login, JSON.parse(text));
			} catch {
				console.error(`Failed to parse ${name}`);
			}
		}
		return grants;
	}

	private make(id: string, timeout: number): Session {
		const session = { id, timeout, expires: Infinity, grants: {}, data: {} };
		this.sessions.set(id, session);
		this.touch(session);
		return session;
	}

	private touch(session: Session): void {
		if (session.timeout > 0) session.expires = Date.now() + session.timeout * 1000;
	}

	private end(id: string): void {
		this.sessions.delete(id);
		this.hooks.ended(id);
	}

	private find(id: unknown): Session | null {
		const session = typeof id === 'string' ? this.sessions.get(id) : undefined;
		if (!session) return null;
		if (session.expires < Date.now()) {
			this.end(session.id);
			return null;
		}
		this.touch(session);
		return session;
	}

	private mustFind(args: Data): Session {
		if (args.ubus_rpc_session === undefined) throw new UbusError(INVALID_ARGUMENT);
		const session = this.find(args.ubus_rpc_session);
		if (!session) throw new UbusError(NOT_FOUND);
		return session;
	}

	exists(id: string): boolean {
		return this.find(id) !== null;
	}

	/** May the session call `name` of `object` in `scope`? */
	access(id: string, scope: string, object: string, name: string): boolean {
		const session = this.find(id);
		return session !== null && isGranted(session.grants, scope, object, name);
	}

	private dump(session: Session): Data {
		return {
			ubus_rpc_session: session.id,
			timeout: session.timeout,
			expires: session.timeout > 0 ? Math.floor((session.expires - Date.now()) / 1000) : 0,
			acls: session.grants,
			data: session.data,
		};
	}

	private login(args: Data): Data {
		const { username, password } = args;
		if (typeof username !== 'string' || typeof password !== 'string')
			throw new UbusError(INVALID_ARGUMENT);
		const login = findLogin(this.hooks.logins(), username, password, this.hooks.shadow());
		if (!login) throw new UbusError(PERMISSION_DENIED);
		// A person who comes back while their apply waits for its confirmation gets that session again.
		const applying = this.find(this.hooks.applying());
		const session =
			applying?.data.username === username
				? applying
				: this.make(randomBytes(16).toString('hex'), numberOr(args.timeout, DEFAULT_TIMEOUT));
		session.grants = this.grantsOf(login);
		session.data.username = username;
		return this.dump(session);
	}

	private edit(args: Data, grant: boolean): null {
		const { grants } = this.mustFind(args);
		const scope = typeof args.scope === 'string' ? args.scope : 'ubus';
		if (!Array.isArray(args.objects)) {
			if (grant) throw new UbusError(INVALID_ARGUMENT);
			grants[scope] = {};
			return null;
		}
		for (const pair of args.objects as unknown[]) {
			const [object, name] = Array.isArray(pair) ? (pair as unknown[]) : [];
			if (typeof object !== 'string' || typeof name !== 'string') continue;
			if (grant) addGrant(grants, scope, object, name);
			else {
				const names = grants[scope]?.[object];
				if (names) names.splice(0, Infinity, ...names.filter((each) => each !== name));
			}
		}
		return null;
	}

	private answerAccess(args: Data): Data {
		const { grants } = this.mustFind(args);
		const { object, function: name } = args;
		if (typeof object !== 'string' || typeof name !== 'string') return grants;
		const scope = typeof args.scope === 'string' ? args.scope : 'ubus';
		return { access: isGranted(grants, scope, object, name) };
	}

	private values(args: Data): Data {
		const { data } = this.mustFind(args);
		if (!Array.isArray(args.keys)) return { values: data };
		const keys = args.keys as unknown[];
		return {
			values: Object.fromEntries(Object.entries(data).filter(([key]) => keys.includes(key))),
		};
	}

	private publish(bus: Bus): void {
		const sid = { ubus_rpc_session: 'String' } as const;
		const acl = { ...sid, scope: 'String', objects: 'Array' } as const;
		const keys = { ...sid, keys: 'Array' } as const;
		bus.add('rpcd', 'session', {
			create: {
				args: { timeout: 'Integer' },
				call: (args) =>
					this.dump(
						this.make(randomBytes(16).toString('hex'), numberOr(args.timeout, DEFAULT_TIMEOUT))
					),
			},
			list: { args: sid, call: (args) => this.dump(this.mustFind(args)) },
			grant: { args: acl, call: (args) => this.edit(args, true) },
			revoke: { args: acl, call: (args) => this.edit(args, false) },
			access: {
				args: { ...sid, scope: 'String', object: 'String', function: 'String' },
				call: (args) => this.answerAccess(args),
			},
			set: {
				args: { ...sid, values: 'Table' },
				call: (args) => {
					if (args.values === undefined) throw new UbusError(INVALID_ARGUMENT);
					Object.assign(this.mustFind(args).data, args.values);
					return null;
				},
			},
			get: { args: keys, call: (args) => this.values(args) },
			unset: {
				args: keys,
				call: (args) => {
					const session = this.mustFind(args);
					const gone = Array.isArray(args.keys) ? (args.keys as unknown[]) : null;
					session.data = Object.fromEntries(
						Object.entries(session.data).filter(([key]) => gone && !gone.includes(key))
					);
					return null;
				},
			},
			destroy: {
				args: sid,
				call: (args) => {
					if (args.ubus_rpc_session === DEFAULT_SESSION) throw new UbusError(PERMISSION_DENIED);
					this.end(this.mustFind(args).id);
					return null;
				},
			},
			login: {
				args: { username: 'String', password: 'String', timeout: 'Integer' },
				call: (args) => this.login(args),
			},
		});
	}
}

const numberOr = (value: unknown, fallback: number): number =>
	typeof value === 'number' ? value : fallback;
