// What does the ubus object `uci` answer, apart from applying? Ported from rpcd's uci.c, quirks included:
// an argument of the wrong type counts as not given, a call without a session works on /tmp/.uci.
import { Cursor } from '../ucode/uci.ts';
import type { SectionObject } from '../ucode/uci.ts';
import type { ArgType, Data, Methods } from './bus.ts';
import { sessionFolder, type Paths } from './paths.ts';
import {
	INVALID_ARGUMENT,
	NOT_FOUND,
	PERMISSION_DENIED,
	UNKNOWN_ERROR,
	UbusError,
} from './status.ts';

export interface UciHooks {
	paths: Paths;
	/** May the session do this with the config? */
	access: (session: string, config: string, permission: 'read' | 'write') => boolean;
	/** Is an apply waiting for its confirmation? */
	applying: () => boolean;
	/** A config was committed. */
	committed: (config: string) => void;
}

const NAME = /^[A-Za-z0-9_]+$/;
const TYPE = /^[A-Za-z0-9_-]+$/;
const SECTION = /^(@[A-Za-z0-9_-]*\[-?\d+\]|[A-Za-z0-9_]+)$/;

const ERRORS: Record<string, number> = {
	'Invalid argument': INVALID_ARGUMENT,
	'Entry not found': NOT_FOUND,
};

/** A blob as UCI's text; null for a table, a list or nothing. */
function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean') return value ? '1' : '0';
	return typeof value === 'number' ? String(value) : null;
}

const isTable = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function optionMatches(value: unknown, wanted: string): boolean {
	if (Array.isArray(value)) return value.includes(wanted);
	return typeof value === 'string' && value.split(/[ \t]+/).includes(wanted);
}

function sectionMatches(section: SectionObject, type: unknown, match: unknown): boolean {
	if (typeof type === 'string' && section['.type'] !== type) return false;
	if (!isTable(match)) return true;
	const wanted = Object.entries(match).flatMap(([name, value]) => {
		const text = textOf(value);
		return text === null ? [] : [[name, text] as const];
	});
	if (wanted.length === 0) return true;
	const present = wanted.filter(([name]) => section[name] !== undefined);
	return present.length > 0 && present.every(([name, text]) => optionMatches(section[name], text));
}

const SID = { ubus_rpc_session: 'String' } as const;

export class UciObject {
	private readonly hooks: UciHooks;

	constructor(hooks: UciHooks) {
		this.hooks = hooks;
	}

	/** A cursor that sees what the caller has staged. */
	cursorFor(args: Data): Cursor {
		const { paths } = this.hooks;
		const session = args.ubus_rpc_session;
		const folder = typeof session === 'string' ? sessionFolder(paths, session) : paths.shared;
		return new Cursor(paths.config, folder);
	}

	private allowed(args: Data, config: string, permission: 'read' | 'write'): boolean {
		const session = args.ubus_rpc_session;
		return typeof session !== 'string' || this.hooks.access(session, config, permission);
	}

	/** Opens the config of `args` for reading or writing, or ends the call as rpcd does. */
	private open(args: Data, permission: 'read' | 'write'): { cursor: Cursor; config: string } {
		const { config } = args;
		if (typeof config !== 'string') throw new UbusError(INVALID_ARGUMENT);
		if (!this.allowed(args, config, permission)) throw new UbusError(PERMISSION_DENIED);
		return { cursor: this.cursorFor(args), config };
	}

	/** Ends the call with the cursor's error, unless it has none. */
	private must<T>(cursor: Cursor, result: T | null): T {
		if (result !== null) return result;
		throw new UbusError(ERRORS[cursor.error() ?? ''] ?? UNKNOWN_ERROR);
	}

	private get(args: Data): Data {
		const { cursor, config } = this.open(args, 'read');
		const { section, option } = args;
		this.must(cursor, cursor.load(config));
		if (typeof section !== 'string') {
			const all = Object.entries(this.must(cursor, cursor.get_all(config)));
			return {
				values: Object.fromEntries(
					all.filter(([, each]) => sectionMatches(each, args.type, args.match))
				),
			};
		}
		if (typeof option === 'string')
			return { value: this.must(cursor, cursor.get(config, section, option)) };
		return { values: this.must(cursor, cursor.get_all(config, section)) };
	}

	/** Sections that `args` means: by name, or all that match; null when the name is no section's. */
	private meant(cursor: Cursor, config: string, args: Data): string[] {
		const all = Object.values(this.must(cursor, cursor.get_all(config)));
		if (typeof args.section === 'string') return [args.section];
		return all
			.filter((each) => sectionMatches(each, args.type, args.match))
			.map((each) => each['.name']);
	}

	private setOption(
		cursor: Cursor,
		config: string,
		section: string,
		option: string,
		value: unknown
	): number {
		if (!NAME.test(option)) return INVALID_ARGUMENT;
		const all = cursor.get_all(config, section);
		if (!all) return NOT_FOUND;
		const old = all[option];
		if (Array.isArray(value)) {
			if (old !== undefined) cursor.delete(config, section, option);
			const texts = value.map(textOf).filter((each) => each !== null);
			for (const text of texts) cursor.list_append(config, section, option, text);
			return texts.length > 0 ? 0 : INVALID_ARGUMENT;
		}
		const text = textOf(value);
		if (Array.isArray(old)) cursor.delete(config, section, option);
		if (text === null) return INVALID_ARGUMENT;
		if (old !== text) cursor.set(config, section, option, text);
		return 0;
	}

	/** Saves when nothing went wrong, else ends with the status. */
	private finish(cursor: Cursor, config: string, status: number): null {
		if (status !== 0) throw new UbusError(status);
		this.must(cursor, cursor.save(config));
		return null;
	}

	private set(args: Data): null {
		const { values, section, type, match } = args;
		if (!isTable(values) || (section ?? type ?? match) === undefined)
			throw new UbusError(INVALID_ARGUMENT);
		const { cursor, config } = this.open(args, 'write');
		if (typeof section === 'string' && !SECTION.test(section))
			throw new UbusError(INVALID_ARGUMENT);
		const sections = this.meant(cursor, config, args);
		const entries = Object.entries(values);
		let status = sections.length > 0 && entries.length > 0 ? 0 : NOT_FOUND;
		for (const name of sections)
			for (const [option, value] of entries)
				status = this.setOption(cursor, config, name, option, value) || status;
		return this.finish(cursor, config, status);
	}

	private add(args: Data): Data {
		const { type, name, values } = args;
		if (typeof type !== 'string') throw new UbusError(INVALID_ARGUMENT);
		const { cursor, config } = this.open(args, 'write');
		if (!TYPE.test(type) || (typeof name === 'string' && !NAME.test(name)))
			throw new UbusError(INVALID_ARGUMENT);
		this.must(cursor, cursor.load(config));
		const section = typeof name === 'string' ? name : this.must(cursor, cursor.add(config, type));
		if (typeof name === 'string') this.must(cursor, cursor.set(config, name, type));
		let status = 0;
		for (const [option, value] of isTable(values) ? Object.entries(values) : [])
			status ||= this.setOption(cursor, config, section, option, value);
		this.finish(cursor, config, status);
		return { section };
	}

	private deleteFrom(cursor: Cursor, config: string, section: string, args: Data): number {
		const found = cursor.get_all(config, section);
		if (!found) return NOT_FOUND;
		const { option, options } = args;
		if (option === undefined && options === undefined) {
			cursor.delete(config, section);
			return 0;
		}
		const names = Array.isArray(options) ? (options as unknown[]) : [option];
		const present = names.filter(
			(each): each is string => typeof each === 'string' && found[each] !== undefined
		);
		for (const name of present) cursor.delete(config, section, name);
		return present.length > 0 ? 0 : NOT_FOUND;
	}

	private delete(args: Data): null {
		const { section, type, match } = args;
		if ((section ?? type ?? match) === undefined) throw new UbusError(INVALID_ARGUMENT);
		const { cursor, config } = this.open(args, 'write');
		const valid =
			(typeof type !== 'string' || TYPE.test(type)) &&
			(typeof section !== 'string' || SECTION.test(section));
		if (!valid) throw new UbusError(INVALID_ARGUMENT);
		const sections = this.meant(cursor, config, args);
		let status = sections.length > 0 ? 0 : NOT_FOUND;
		for (const name of sections) status = this.deleteFrom(cursor, config, name, args);
		return this.finish(cursor, config, status);
	}

	private rename(args: Data): null {
		const { section, option, name } = args;
		if (typeof section !== 'string' || typeof name !== 'string')
			throw new UbusError(INVALID_ARGUMENT);
		const { cursor, config } = this.open(args, 'write');
		if (!NAME.test(name)) throw new UbusError(INVALID_ARGUMENT);
		this.must(cursor, cursor.load(config));
		const done =
			typeof option === 'string'
				? cursor.rename(config, section, option, name)
				: cursor.rename(config, section, name);
		this.must(cursor, done);
		return this.finish(cursor, config, 0);
	}

	private order(args: Data): null {
		if (!Array.isArray(args.sections)) throw new UbusError(INVALID_ARGUMENT);
		const { cursor, config } = this.open(args, 'write');
		this.must(cursor, cursor.load(config));
		let status = 0;
		let place = 0;
		for (const section of args.sections as unknown[]) {
			if (typeof section !== 'string') status ||= INVALID_ARGUMENT;
			else if (cursor.get_all(config, section)) cursor.reorder(config, section, place++);
			else status ||= NOT_FOUND;
		}
		return this.finish(cursor, config, status);
	}

	private changes(args: Data): Data {
		if (typeof args.config === 'string') {
			const { cursor, config } = this.open(args, 'read');
			this.must(cursor, cursor.load(config));
			return { changes: this.must(cursor, cursor.changes(config))[config] ?? [] };
		}
		const cursor = this.cursorFor(args);
		const all = Object.entries(this.must(cursor, cursor.changes()));
		return {
			changes: Object.fromEntries(all.filter(([config]) => this.allowed(args, config, 'read'))),
		};
	}

	private revertOrCommit(args: Data, commit: boolean): null {
		if (this.hooks.applying()) throw new UbusError(PERMISSION_DENIED);
		const { cursor, config } = this.open(args, 'write');
		this.must(cursor, cursor.load(config));
		this.must(cursor, commit ? cursor.commit(config) : cursor.revert(config));
		if (commit) this.hooks.committed(config);
		return null;
	}

	methods(): Methods {
		const config = { config: 'String', ...SID } as const;
		const which: Record<string, ArgType> = {
			config: 'String',
			section: 'String',
			type: 'String',
			match: 'Table',
			...SID,
		};
		return {
			configs: {
				args: {},
				call: () => {
					const cursor = this.cursorFor({});
					return { configs: this.must(cursor, cursor.configs()) };
				},
			},
			get: { args: { ...which, option: 'String' }, call: (args) => this.get(args) },
			state: { args: { ...which, option: 'String' }, call: (args) => this.get(args) },
			add: {
				args: { config: 'String', type: 'String', name: 'String', values: 'Table', ...SID },
				call: (args) => this.add(args),
			},
			set: { args: { ...which, values: 'Table' }, call: (args) => this.set(args) },
			delete: {
				args: { ...which, option: 'String', options: 'Array' },
				call: (args) => this.delete(args),
			},
			rename: {
				args: { config: 'String', section: 'String', option: 'String', name: 'String', ...SID },
				call: (args) => this.rename(args),
			},
			order: {
				args: { config: 'String', sections: 'Array', ...SID },
				call: (args) => this.order(args),
			},
			changes: { args: config, call: (args) => this.changes(args) },
			revert: { args: config, call: (args) => this.revertOrCommit(args, false) },
			commit: { args: config, call: (args) => this.revertOrCommit(args, true) },
		};
	}
}
