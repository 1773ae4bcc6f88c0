// What does ucode's module `fs` give in Node? The same functions, below the root directory; nothing throws.
import { spawnSync, type StdioOptions } from 'node:child_process';
import * as fs from 'node:fs';
import { basename as lastPart, dirname as firstPart, join, resolve } from 'node:path';

import { encode, fromBuffer, toBuffer } from './bytes.ts';
import { toText } from './format.ts';
import { rooted, unrooted } from './place.ts';
import { statusOf } from './shared.ts';
import { translate, wildcard } from './regex.ts';

let lastError: string | null = null;

/** strerror(3) of what programs of this project meet. */
const TEXTS: Record<string, string> = {
	ENOENT: 'No such file or directory',
	EEXIST: 'File exists',
	EACCES: 'Permission denied',
	EPERM: 'Operation not permitted',
	ENOTDIR: 'Not a directory',
	EISDIR: 'Is a directory',
	ENOTEMPTY: 'Directory not empty',
	EINVAL: 'Invalid argument',
	EBADF: 'Bad file descriptor',
	EXDEV: 'Invalid cross-device link',
	EROFS: 'Read-only file system',
	ENOSPC: 'No space left on device',
	EPIPE: 'Broken pipe',
};

/** Text of the last error, or null; asking clears it. */
export function error(): string | null {
	const text = lastError;
	lastError = null;
	return text;
}

/** An operation that changes what is on the disk. */
export type Effect = 'open' | 'write' | 'mkdir' | 'rmdir' | 'unlink' | 'rename';

/** Asked before each effect: '' lets it happen, a code like 'ENOSPC' makes it fail; what it throws ends the program. */
let judge: (effect: Effect, path: string) => string = () => '';

/** Has effects fail, as a full disk, a power cut or a signal would; for tests. */
export function judgeEffects(by: typeof judge = () => ''): void {
	judge = by;
}

function effect(name: Effect, path: string): void {
	const code = judge(name, path);
	if (code !== '') throw Object.assign(new Error(code), { code });
}

function attempt<T>(work: () => T): T | null {
	try {
		const result = work();
		lastError = null;
		return result;
	} catch (thrown) {
		const code = (thrown as NodeJS.ErrnoException).code;
		if (code === undefined) throw thrown;
		lastError = TEXTS[code] ?? code;
		return null;
	}
}

const done = (work: () => void): true | null =>
	attempt(() => {
		work();
		return true as const;
	});

export const readfile = (path: string, limit?: number | null): string | null =>
	attempt(() => fromBuffer(fs.readFileSync(rooted(path)).subarray(0, limit ?? undefined)));

export const writefile = (path: string, data: unknown, limit?: number | null): number | null =>
	attempt(() => {
		effect('write', path);
		const bytes = toBuffer(toText(data ?? '')).subarray(0, limit ?? undefined);
		fs.writeFileSync(rooted(path), bytes);
		return bytes.length;
	});

/** An open file. Reading and writing keep one position, as C's streams do. */
class FileHandle {
	private readonly fd: number;
	private readonly path: string;
	private position = 0;

	constructor(fd: number, path = '') {
		this.fd = fd;
		this.path = path;
	}

	/** A terminal or pipe has no position. */
	private get place(): number | null {
		return fs.fstatSync(this.fd).isFile() ? this.position : null;
	}

	private readSome(amount: number): Buffer {
		const buffer = Buffer.alloc(amount);
		const size = fs.readSync(this.fd, buffer, 0, amount, this.place);
		this.position += size;
		return buffer.subarray(0, size);
	}

	read(amount: number | 'line' | 'all'): string | null {
		return attempt(() => {
			const parts: Buffer[] = [];
			let left = typeof amount == 'number' ? amount : Infinity;
			while (left > 0) {
				const part = this.readSome(amount == 'line' ? 1 : Math.min(left, 65536));
				parts.push(part);
				left -= part.length;
				if (part.length == 0 || (amount == 'line' && part[0] == 10)) break;
			}
			return fromBuffer(Buffer.concat(parts));
		});
	}

	write(data: unknown): number | null {
		return attempt(() => {
			effect('write', this.path);
			const bytes = toBuffer(toText(data ?? ''));
			let written = 0;
			while (written < bytes.length) {
				const size = fs.writeSync(this.fd, bytes, written, undefined, this.place);
				written += size;
				this.position += size;
			}
			return bytes.length;
		});
	}

	seek(offset = 0, from: 0 | 1 | 2 = 0): true | null {
		return done(() => {
			const base = from == 0 ? 0 : from == 1 ? this.position : fs.fstatSync(this.fd).size;
			this.position = base + offset;
		});
	}

	tell(): number {
		return this.position;
	}

	truncate(size = 0): true | null {
		return done(() => {
			fs.ftruncateSync(this.fd, size);
		});
	}

	/** Node has no file locks. One is the open file's, whoever asks for it: util-linux's program does, for this one. */
	lock(operation: string): true | null {
		const flags = { s: '-s', x: '-x', n: '-n', u: '-u' };
		const args = Array.from(operation).map((letter) => flags[letter as keyof typeof flags]);
		const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', this.fd];
		return spawnSync('flock', [...args, '3'], { stdio }).status === 0 ? true : null;
	}

	flush(): true {
		return true;
	}

	isatty(): boolean {
		return fs.fstatSync(this.fd).isCharacterDevice();
	}

	fileno(): number {
		return this.fd;
	}

	close(): true | null {
		return done(() => {
			fs.closeSync(this.fd);
		});
	}

	error(): string | null {
		return error();
	}
}

/** 'wx' and such, with O_CLOEXEC's `e` left out: Node sets it anyway. */
const MODE = /^(?:r|w|a)(?:\+|x|e)*$/;

function openFlags(mode: string): string {
	const flags = mode.replace('e', '');
	return flags == 'w+x' ? 'wx+' : flags;
}

export const open = (path: string, mode = 'r', permissions = 0o666): FileHandle | null =>
	attempt(() => {
		if (!MODE.test(mode)) throw Object.assign(new Error(mode), { code: 'EINVAL' });
		if (mode !== 'r') effect('open', path);
		return new FileHandle(fs.openSync(rooted(path), openFlags(mode), permissions), path);
	});

export const fdopen = (fd: number): FileHandle | null => attempt(() => new FileHandle(fd));

export const stdin = new FileHandle(0);
export const stdout = new FileHandle(1);
export const stderr = new FileHandle(2);

/** A program behind a pipe. Node runs it in one go: at once to be read, at `close()` to be written to. */
class Pipe {
	private readonly command: string;
	private readonly writes: boolean;
	private text = '';
	private status = 0;

	constructor(command: string, writes: boolean) {
		this.command = command;
		this.writes = writes;
		if (!writes) this.text = encode(this.run(''));
	}

	private run(input: string): string {
		const ended = spawnSync('/bin/sh', ['-c', this.command], {
			stdio: [this.writes ? 'pipe' : 'inherit', this.writes ? 'inherit' : 'pipe', 'inherit'],
			maxBuffer: 64 * 1024 * 1024,
			...(this.writes ? { input: toBuffer(input) } : {}),
		});
		this.status = statusOf(ended.status, ended.signal);
		return this.writes ? '' : fromBuffer(ended.stdout);
	}

	read(amount: number | 'line' | 'all'): string {
		const line = this.text.indexOf('\n') + 1;
		const size = amount == 'all' ? Infinity : amount == 'line' ? line || Infinity : amount;
		const part = this.text.slice(0, size);
		this.text = this.text.slice(part.length);
		return fromBuffer(Buffer.from(part, 'latin1'));
	}

	write(data: unknown): number {
		const text = toText(data ?? '');
		this.text += text;
		return encode(text).length;
	}

	flush(): true {
		return true;
	}

	fileno(): null {
		return null;
	}

	close(): number {
		if (this.writes) this.run(this.text);
		return this.status;
	}

	error(): string | null {
		return error();
	}
}

export const popen = (command: string, mode = 'r'): Pipe => new Pipe(command, mode.startsWith('w'));

const kindOf = (stat: fs.Stats): string =>
	stat.isFile()
		? 'file'
		: stat.isDirectory()
			? 'directory'
			: stat.isSymbolicLink()
				? 'link'
				: stat.isSocket()
					? 'socket'
					: stat.isFIFO()
						? 'fifo'
						: stat.isBlockDevice()
							? 'block'
							: 'char';

const WHO = ['other', 'group', 'user'];
const WHAT = ['exec', 'write', 'read'];

const statObject = (stat: fs.Stats): Record<string, unknown> => ({
	perm: {
		setuid: (stat.mode & 0o4000) != 0,
		setgid: (stat.mode & 0o2000) != 0,
		sticky: (stat.mode & 0o1000) != 0,
		...Object.fromEntries(
			WHO.flatMap((who, i) =>
				WHAT.map((what, j) => [`${who}_${what}`, (stat.mode & (1 << (3 * i + j))) != 0])
			)
		),
	},
	inode: stat.ino,
	mode: stat.mode & 0o7777,
	nlink: stat.nlink,
	uid: stat.uid,
	gid: stat.gid,
	size: stat.size,
	atime: Math.floor(stat.atimeMs / 1000),
	mtime: Math.floor(stat.mtimeMs / 1000),
	ctime: Math.floor(stat.ctimeMs / 1000),
	type: kindOf(stat),
});

export const stat = (path: string): Record<string, unknown> | null =>
	attempt(() => statObject(fs.statSync(rooted(path))));
export const lstat = (path: string): Record<string, unknown> | null =>
	attempt(() => statObject(fs.lstatSync(rooted(path))));

const ACCESS: Record<string, number> = { f: 0, x: 1, w: 2, r: 4 };

export const access = (path: string, mode = 'f'): true | null =>
	done(() => {
		const bits = Array.from(mode).reduce((sum, letter) => sum | (ACCESS[letter] ?? 0), 0);
		fs.accessSync(rooted(path), bits);
	});

export const mkdir = (path: string, mode = 0o777): true | null =>
	done(() => {
		effect('mkdir', path);
		fs.mkdirSync(rooted(path), { mode });
	});
export const rmdir = (path: string): true | null =>
	done(() => {
		effect('rmdir', path);
		fs.rmdirSync(rooted(path));
	});
export const unlink = (path: string): true | null =>
	done(() => {
		effect('unlink', path);
		fs.unlinkSync(rooted(path));
	});
export const rename = (from: string, to: string): true | null =>
	done(() => {
		effect('rename', to);
		fs.renameSync(rooted(from), rooted(to));
	});
export const symlink = (target: string, path: string): true | null =>
	done(() => {
		fs.symlinkSync(target, rooted(path));
	});
export const readlink = (path: string): string | null =>
	attempt(() => fs.readlinkSync(rooted(path)));
export const realpath = (path: string): string | null =>
	attempt(() => unrooted(fs.realpathSync(rooted(path))));
export const chmod = (path: string, mode: number): true | null =>
	done(() => {
		fs.chmodSync(rooted(path), mode);
	});
/** Numbers only: a name means another number on the router. */
export const chown = (path: string, uid?: number | null, gid?: number | null): true | null =>
	done(() => {
		fs.chownSync(rooted(path), uid ?? -1, gid ?? -1);
	});

export const lsdir = (path: string, pattern?: string | RegExp): string[] | null =>
	attempt(() =>
		fs.readdirSync(rooted(path)).filter((name) => {
			if (pattern instanceof RegExp)
				return new RegExp(translate(pattern).source).test(encode(name));
			return pattern === undefined || wildcard(name, pattern);
		})
	);

const matching = (base: string, parts: string[]): string[] => {
	const [part, ...rest] = parts;
	if (part === undefined) return fs.existsSync(base) ? [base] : [];
	if (!/[*?[]/.test(part)) return matching(join(base, part), rest);
	const names = fs.existsSync(base) && fs.statSync(base).isDirectory() ? fs.readdirSync(base) : [];
	return names
		.filter((name) => wildcard(name, part) && name.startsWith('.') == part.startsWith('.'))
		.sort()
		.flatMap((name) => matching(join(base, name), rest));
};

export const glob = (...patterns: string[]): string[] =>
	patterns.flatMap((pattern) =>
		matching('/', resolve(rooted(pattern)).split('/').slice(1)).map(unrooted)
	);

export const basename = (path: string): string => lastPart(path);
export const dirname = (path: string): string => firstPart(path);
export const getcwd = (): string => process.cwd();
export const chdir = (path: string): true | null =>
	done(() => {
		process.chdir(rooted(path));
	});

export const mkstemp = (template = '/tmp/XXXXXX'): FileHandle | null =>
	attempt(() => {
		const path = template.replace(/XXXXXX$/, () =>
			Math.random().toString(36).slice(2, 8).padEnd(6, 'x')
		);
		return new FileHandle(fs.openSync(rooted(path), 'wx+', 0o600));
	});
