// How does rpcd apply what a session has staged, and undo it unless somebody confirms in time?
// The methods apply, confirm and rollback of the ubus object `uci`, ported from rpcd's uci.c.
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Cursor } from '../ucode/uci.ts';
import type { Data, Methods } from './bus.ts';
import { sessionFolder, type Paths } from './paths.ts';
import { INVALID_ARGUMENT, NO_DATA, PERMISSION_DENIED, UbusError } from './status.ts';

export interface TransactionHooks {
	paths: Paths;
	/** May the session write the config? False for a session that has ended. */
	mayWrite: (session: string, config: string) => boolean;
	/** A config was committed or restored: `service event config.change`. */
	changed: (config: string) => void;
	/** Runs `work` after some seconds; the result cancels it. Replaced by tests. */
	later: (seconds: number, work: () => void) => () => void;
}

const DEFAULT_TIMEOUT = 60;

export class Transaction {
	private readonly hooks: TransactionHooks;
	/** The session whose apply waits for its confirmation, or ''. */
	session = '';
	private cancel: () => void = () => undefined;

	constructor(hooks: TransactionHooks) {
		this.hooks = hooks;
	}

	private folder(kind: 'files' | 'delta'): string {
		return join(this.hooks.paths.rpcd, `snapshot-${kind}`);
	}

	/** What the session has staged: names of configs whose delta file is not empty. */
	private staged(session: string): string[] {
		const folder = sessionFolder(this.hooks.paths, session);
		if (!existsSync(folder)) return [];
		return readdirSync(folder)
			.filter((name) => !name.startsWith('.') && statSync(join(folder, name)).size > 0)
			.sort();
	}

	private purge(): void {
		for (const kind of ['files', 'delta'] as const)
			rmSync(this.folder(kind), { recursive: true, force: true });
	}

	/** Copies bytes into a file that keeps its mode; a source that is not there makes it empty, as in rpcd. */
	private copy(from: string, to: string): void {
		writeFileSync(to, existsSync(from) ? readFileSync(from) : '');
	}

	private commit(config: string, savedir: string): void {
		const cursor = new Cursor(this.hooks.paths.config, savedir);
		if (cursor.load(config)) cursor.commit(config);
		this.hooks.changed(config);
	}

	private apply(args: Data): null {
		const rollback = args.rollback === true;
		if (this.session !== '' && rollback) throw new UbusError(PERMISSION_DENIED);
		const session = args.ubus_rpc_session;
		if (typeof session !== 'string') throw new UbusError(INVALID_ARGUMENT);
		this.purge();
		if (this.session !== '') return null;
		const configs = this.staged(session);
		if (configs.length === 0) throw new UbusError(NO_DATA);
		if (!configs.every((config) => this.hooks.mayWrite(session, config)))
			throw new UbusError(PERMISSION_DENIED);
		if (rollback) this.session = session;
		const { paths } = this.hooks;
		const savedir = sessionFolder(paths, session);
		for (const kind of ['files', 'delta'] as const)
			mkdirSync(this.folder(kind), { mode: 0o700, recursive: true });
		for (const config of configs) {
			this.copy(join(paths.config, config), join(this.folder('files'), config));
			this.copy(join(savedir, config), join(this.folder('delta'), config));
			this.commit(config, savedir);
		}
		if (rollback) {
			const timeout = typeof args.timeout === 'number' ? args.timeout : DEFAULT_TIMEOUT;
			this.cancel = this.hooks.later(timeout, () => {
				this.undo();
			});
		}
		return null;
	}

	/** The old files come back; so does what was staged, if the session still is there. */
	private undo(): void {
		const { paths } = this.hooks;
		const session = this.session;
		const configs = readdirSync(this.folder('files')).sort();
		const restage =
			configs.length > 0 && configs.every((config) => this.hooks.mayWrite(session, config));
		const savedir = sessionFolder(paths, session);
		if (restage) mkdirSync(savedir, { mode: 0o700, recursive: true });
		for (const config of configs) {
			this.copy(join(this.folder('files'), config), join(paths.config, config));
			this.commit(config, join(paths.rpcd, 'no-staging'));
			if (restage) this.copy(join(this.folder('delta'), config), join(savedir, config));
		}
		this.end();
	}

	private end(): void {
		this.cancel();
		this.purge();
		this.session = '';
	}

	/** Checks who calls; both confirm and rollback take the session that applied. */
	private own(args: Data): void {
		const session = args.ubus_rpc_session;
		if (this.session === '') throw new UbusError(NO_DATA);
		if (typeof session !== 'string') throw new UbusError(INVALID_ARGUMENT);
		if (session !== this.session) throw new UbusError(PERMISSION_DENIED);
	}

	methods(): Methods {
		const sid = { ubus_rpc_session: 'String' } as const;
		return {
			apply: {
				args: { rollback: 'Boolean', timeout: 'Integer', ...sid },
				call: (args) => this.apply(args),
			},
			confirm: {
				args: sid,
				call: (args) => {
					this.own(args);
					this.end();
					return null;
				},
			},
			rollback: {
				args: sid,
				call: (args) => {
					this.own(args);
					this.undo();
					return null;
				},
			},
		};
	}
}
