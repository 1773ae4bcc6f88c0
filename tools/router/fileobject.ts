// What does the ubus object `file` answer? Reading, writing, listing and running, each allowed by the `file`
// scope of the ACL files: the part of rpcd's file.c that pages and tests use.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { join, posix } from 'node:path';
import { run } from '../system/run.ts';
import type { Data, Methods } from './bus.ts';
import {
	INVALID_ARGUMENT,
	NOT_FOUND,
	PERMISSION_DENIED,
	UNKNOWN_ERROR,
	UbusError,
} from './status.ts';

type Access = (
	session: string,
	path: string,
	permission: 'read' | 'write' | 'list' | 'exec'
) => boolean;

const STATUS: Record<string, number> = {
	EACCES: PERMISSION_DENIED,
	EPERM: PERMISSION_DENIED,
	ENOENT: NOT_FOUND,
	ENOTDIR: INVALID_ARGUMENT,
	EISDIR: INVALID_ARGUMENT,
};

const EXEC_TIMEOUT_MS = 30_000;

const SEARCH = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Runs file operations; an error of the system becomes its ubus status. */
function attempt<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		throw new UbusError(STATUS[code] ?? UNKNOWN_ERROR);
	}
}

function kindOf(stat: Stats): string {
	if (stat.isDirectory()) return 'directory';
	return stat.isFile() ? 'file' : 'unknown';
}

function describe(stat: Stats): Data {
	return {
		type: kindOf(stat),
		size: stat.size,
		mode: stat.mode,
		atime: Math.floor(stat.atimeMs / 1000),
		mtime: Math.floor(stat.mtimeMs / 1000),
		ctime: Math.floor(stat.ctimeMs / 1000),
		inode: stat.ino,
		uid: stat.uid,
		gid: stat.gid,
	};
}

export function fileMethods(root: string, access: Access): Methods {
	const allowed = (args: Data, path: string, permission: Parameters<Access>[2]): boolean =>
		typeof args.ubus_rpc_session !== 'string' || access(args.ubus_rpc_session, path, permission);

	/** The canonical path of `args`, where it may be used so. */
	const pathOf = (args: Data, permission: Parameters<Access>[2]): string => {
		if (typeof args.path !== 'string') throw new UbusError(INVALID_ARGUMENT);
		const path = posix.normalize(args.path);
		if (!allowed(args, path, permission)) throw new UbusError(PERMISSION_DENIED);
		return path;
	};
	const here = (path: string): string => join(root, path);

	const findProgram = (command: string): string => {
		const paths = command.startsWith('/')
			? [posix.normalize(command)]
			: SEARCH.map((folder) => `${folder}/${command}`);
		const found = paths.find((path) => statSync(here(path), { throwIfNoEntry: false })?.isFile());
		if (!found) throw new UbusError(NOT_FOUND);
		return found;
	};

	const exec = async (args: Data): Promise<Data> => {
		if (typeof args.command !== 'string') throw new UbusError(INVALID_ARGUMENT);
		const program = findProgram(args.command);
		const params = (Array.isArray(args.params) ? (args.params as unknown[]) : []).map(String);
		// An ACL names a program, or a program with its arguments.
		if (!allowed(args, program, 'exec') && !allowed(args, [program, ...params].join(' '), 'exec'))
			throw new UbusError(PERMISSION_DENIED);
		const { code, stdout, stderr } = await run([program, ...params], { timeout: EXEC_TIMEOUT_MS });
		return { code, ...(stdout && { stdout }), ...(stderr && { stderr }) };
	};

	const sid = { ubus_rpc_session: 'String' } as const;
	const path = { path: 'String', ...sid } as const;
	return {
		read: {
			args: { ...path, base64: 'Boolean' },
			call: (args) => {
				const bytes = attempt(() => readFileSync(here(pathOf(args, 'read'))));
				return { data: bytes.toString(args.base64 === true ? 'base64' : 'utf8') };
			},
		},
		write: {
			args: { ...path, data: 'String', append: 'Boolean', mode: 'Integer', base64: 'Boolean' },
			call: (args) => {
				const target = here(pathOf(args, 'write'));
				if (typeof args.data !== 'string') throw new UbusError(INVALID_ARGUMENT);
				const bytes = Buffer.from(args.data, args.base64 === true ? 'base64' : 'utf8');
				const mode = typeof args.mode === 'number' ? args.mode : 0o666;
				attempt(() => {
					writeFileSync(target, bytes, { flag: args.append === true ? 'a' : 'w', mode });
				});
				return null;
			},
		},
		list: {
			args: path,
			call: (args) => {
				const folder = pathOf(args, 'list');
				const entries = attempt(() =>
					readdirSync(here(folder))
						.sort()
						.map((name) => ({ name, ...describe(statSync(here(`${folder}/${name}`))) }))
				);
				return { entries };
			},
		},
		stat: {
			args: path,
			call: (args) => {
				const target = pathOf(args, 'list');
				return { path: target, ...describe(attempt(() => statSync(here(target)))) };
			},
		},
		remove: {
			args: path,
			call: (args) => {
				const target = here(pathOf(args, 'write'));
				attempt(() => {
					rmSync(target);
				});
				return null;
			},
		},
		exec: {
			args: { command: 'String', params: 'Array', env: 'Table', ...sid },
			call: exec,
		},
	};
}
