// What may TypeScript under root/ call? ucode's own builtins, as OpenWrt 23.05 has them, and nothing of JavaScript's library.
// The core interfaces are empty on purpose: ucode's strings and arrays have no properties and no methods.

// --- what the language itself needs (there is no lib) ---

interface Object {}
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {}
interface String {}
interface Number {}
interface Boolean {}
/** A regular expression literal: POSIX extended, flags `g`, `i`, `s`. */
interface RegExp {}

interface SymbolConstructor {
	readonly iterator: unique symbol;
}
/** For `for (const x of xs)` and `[...xs]` only; ucode has no symbols. */
declare const Symbol: SymbolConstructor;

interface IteratorResult<T> {
	done: boolean;
	value: T;
}
interface Iterator<T> {
	next(): IteratorResult<T>;
}
interface Iterable<T> {
	[Symbol.iterator](): Iterator<T>;
}
interface IterableIterator<T> extends Iterator<T> {
	[Symbol.iterator](): IterableIterator<T>;
}

/** Indexing past the end gives null on the router, and undefined in Node: `?? fallback` and `== null` treat both alike. */
interface ReadonlyArray<T> {
	readonly [n: number]: T;
	[Symbol.iterator](): IterableIterator<T>;
}
interface Array<T> {
	[n: number]: T;
	[Symbol.iterator](): IterableIterator<T>;
}

type PropertyKey = string | number | symbol;
type Partial<T> = { [K in keyof T]?: T[K] };
type Required<T> = { [K in keyof T]-?: T[K] };
type Readonly<T> = { readonly [K in keyof T]: T[K] };
type Record<K extends PropertyKey, T> = { [P in K]: T };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends PropertyKey> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<F> = F extends (...args: infer A) => unknown ? A : never;
type ReturnType<F> = F extends (...args: never) => infer R ? R : never;

// --- the program ---

/** The arguments after the program's name. */
declare const ARGV: string[];
/** The global scope. */
declare const global: Record<string, unknown>;
declare const NaN: number;
declare const Infinity: number;

/** Ends the program at once with this status. */
declare function exit(status?: number): never;
/** The only throw. Caught, it is an object with `type`, `message` and `stacktrace`. */
declare function die(message?: string): never;
/** Dies with the message when the condition is falsy. */
declare function assert(condition: unknown, message?: string): asserts condition;
/** What `catch (e)` binds. */
interface Exception {
	type: string;
	message: string;
	stacktrace: {
		filename: string;
		line: number;
		byte: number;
		function?: string;
		context?: string;
	}[];
}
/** The value of an environment variable, or null; without a name, all of them. */
declare function getenv(name: string): string | null;
declare function getenv(): Record<string, string>;
/** Path of the running source file; `depth` frames up; `dir` gives its folder. */
declare function sourcepath(depth?: number, dir?: boolean): string | null;
/**
 * Runs a program and waits; its output goes to ours. An array is run without a shell, a string by `/bin/sh`.
 * @param timeout milliseconds, after which it is killed; 0 waits for ever
 * @returns the exit status, or minus the signal that ended it
 */
declare function system(command: string | readonly string[], timeout?: number): number;
/** Milliseconds to wait. Never in code that rpcd runs. */
declare function sleep(milliseconds: number): boolean;
/** Runs the garbage collector. */
declare function gc(operation?: 'collect'): boolean;

// --- output; each gives the number of bytes written ---

declare function print(...values: unknown[]): number;
/** Like print, to standard error. */
declare function warn(...values: unknown[]): number;
/** `%s %d %u %x %X %o %f %e %g %c %%`, `%J` is JSON and `%.J` indented JSON. */
declare function printf(format: string, ...values: unknown[]): number;
declare function sprintf(format: string, ...values: unknown[]): string;

// --- values ---

type TypeName =
	'string' | 'int' | 'double' | 'bool' | 'array' | 'object' | 'function' | 'regexp' | 'resource';
/** Name of the value's type; null for null. */
declare function type(value: unknown): TypeName | null;
/** Bytes of a string, entries of an array, keys of an object; null for anything else. */
declare function length(value: string | object): number;
declare function length(value: unknown): number | null;
/** Leading digits as an integer, fractions cut off: `int("5abc")` is 5; NaN when there are none. */
declare function int(value: string | number | boolean | null, base?: number): number;
/** Whole text as hexadecimal, or NaN. */
declare function hex(text: string): number;
/** Own prototype of an object, or sets it. */
declare function proto<T extends object>(value: T): object | null;
declare function proto<T extends object>(value: T, prototype: object): T;
declare function min(first: number, ...others: number[]): number;
declare function max(first: number, ...others: number[]): number;
/** Throws on bad input; 32 levels at most; comments and trailing commas are accepted. */
declare function json(text: string | { read(amount: number): string | null }): unknown;

// --- strings are bytes: every length and offset counts bytes of UTF-8 ---

declare function substr(text: string, offset: number, length?: number): string;
/** Byte at the offset (negative: from the end), or null. */
declare function ord(text: string, offset?: number): number | null;
/** String of these bytes. */
declare function chr(...bytes: number[]): string;
/** String of these code points, in UTF-8. */
declare function uchr(...codePoints: number[]): string;
declare function lc(text: string): string;
declare function uc(text: string): string;
/** Characters to remove, default blank, tab, CR, LF. */
declare function trim(text: string, characters?: string): string;
declare function ltrim(text: string, characters?: string): string;
declare function rtrim(text: string, characters?: string): string;
/** At most `limit` parts; the last holds the rest. */
declare function split(text: string, separator: string | RegExp, limit?: number): string[];
declare function join(separator: string, values: readonly unknown[]): string;
/** The whole match, then the groups; a group that took no part is null. */
type Match = [string, ...(string | null)[]];
/** First match or null. With the flag `g`, all matches: `match<Match[]>(text, /x/g)`. */
declare function match<M extends Match | Match[] = Match>(text: string, pattern: RegExp): M | null;
/**
 * A string pattern is replaced everywhere, a regular expression once, or everywhere with the flag `g`.
 * In a string replacement `$1`…`$9` are groups, `$&` the match, `$$` a dollar; a function gets match and groups.
 */
declare function replace(
	text: string,
	pattern: string | RegExp,
	replacement: string | ((match: string, ...groups: (string | null)[]) => string),
	limit?: number
): string;
/** A regular expression from text; dies when it does not compile. */
declare function regexp(source: string, flags?: string): RegExp;
/** Does the text match this shell pattern? */
declare function wildcard(text: string, pattern: string, ignoreCase?: boolean): boolean;
declare function hexenc(bytes: string): string;
/** null when it is not pairs of hexadecimal digits; characters of `skip` (blank, tab, LF) are passed over. */
declare function hexdec(text: string, skip?: string): string | null;
declare function b64enc(bytes: string): string;
/** null when it is not base64. */
declare function b64dec(text: string): string | null;
/** 4 or 16 numbers, network order; null when the text is no bare address. */
declare function iptoarr(address: string): number[] | null;
/** null unless 4 or 16 numbers of 0–255. */
declare function arrtoip(bytes: readonly number[]): string | null;

// --- arrays and objects ---

/** Gives the last value pushed. */
declare function push<T>(array: T[], ...values: T[]): T;
declare function unshift<T>(array: T[], ...values: T[]): T;
/** null when the array is empty. */
declare function pop<T>(array: T[]): T | null;
declare function shift<T>(array: T[]): T | null;
/** Removes and inserts in place; gives the array itself, not what was removed. */
declare function splice<T>(array: T[], offset: number, remove?: number, ...values: T[]): T[];
declare function slice<T>(array: readonly T[], from?: number, to?: number): T[];
/** A new array (or string), back to front. */
declare function reverse<T>(array: T[]): T[];
declare function reverse(text: string): string;
/** In place, and not stable: the comparator decides every tie. Without it, numbers by value, all else as text. */
declare function sort<T>(array: T[], compare?: (a: T, b: T) => number): T[];
declare function sort<T extends object>(value: T, compare?: (a: string, b: string) => number): T;
declare function map<T, U>(
	array: readonly T[],
	change: (value: T, index: number, array: readonly T[]) => U
): U[];
declare function filter<T, S extends T>(array: readonly T[], keep: (value: T) => value is S): S[];
declare function filter<T>(
	array: readonly T[],
	keep: (value: T, index: number, array: readonly T[]) => boolean
): T[];
/** Without repeated values; objects are the same only if identical. */
declare function uniq<T>(array: readonly T[]): T[];
/** Place of the first equal entry, or first byte of the needle; -1 when there is none. */
declare function index(array: readonly unknown[], needle: unknown): number;
declare function index(text: string, needle: string): number;
declare function rindex(array: readonly unknown[], needle: unknown): number;
declare function rindex(text: string, needle: string): number;
/** Has the object this key of its own? */
declare function exists(value: object, key: string): boolean;
declare function keys(value: object): string[];
declare function values<T>(value: Readonly<Record<string, T>>): T[];
declare function values<T extends object>(value: T): T[keyof T][];

// --- time ---

/** Unix time, whole seconds. */
declare function time(): number;
/** [seconds, nanoseconds] of the clock, or of a clock that never jumps. */
declare function clock(monotonic?: boolean): [number, number];
/** Months 1–12, weekdays 1 (Monday)–7, yday from 1. */
interface TimeParts {
	sec: number;
	min: number;
	hour: number;
	mday: number;
	mon: number;
	year: number;
	wday: number;
	yday: number;
	isdst: number;
}
declare function localtime(seconds?: number): TimeParts;
declare function gmtime(seconds?: number): TimeParts;
declare function timelocal(parts: Partial<TimeParts>): number | null;
declare function timegm(parts: Partial<TimeParts>): number | null;

// --- files ---

/** Nothing here throws: null on failure, and then `error()` says why. Times are Unix seconds, sizes bytes. */
declare module 'fs' {
	interface File {
		/** 'line' reads through the next LF, 'all' the rest. '' at the end. */
		read(amount: number | 'line' | 'all'): string | null;
		write(data: string): number | null;
		/** From the start (0), from here (1), from the end (2). */
		seek(offset: number, from?: 0 | 1 | 2): boolean | null;
		tell(): number | null;
		truncate(size?: number): boolean | null;
		/** 's' shares, 'x' excludes, 'u' unlocks; 'n' added does not wait. */
		lock(operation: string): boolean | null;
		flush(): boolean | null;
		isatty(): boolean | null;
		fileno(): number | null;
		close(): boolean | null;
		error(): string | null;
	}
	interface Pipe {
		read(amount: number | 'line' | 'all'): string | null;
		write(data: string): number | null;
		flush(): boolean | null;
		fileno(): number | null;
		/** Waits for the program and gives its exit status, or minus the signal that ended it. */
		close(): number | null;
		error(): string | null;
	}
	interface Stat {
		type: 'file' | 'directory' | 'char' | 'block' | 'fifo' | 'link' | 'socket' | 'unknown';
		size: number;
		mode: number;
		uid: number;
		gid: number;
		nlink: number;
		inode: number;
		atime: number;
		mtime: number;
		ctime: number;
		perm: Record<string, boolean>;
	}
	function error(): string | null;
	function readfile(path: string, limit?: number): string | null;
	/** Bytes written. */
	function writefile(path: string, data: unknown, limit?: number): number | null;
	/** Modes as fopen's: 'r', 'w', 'a', '+' added, 'x' to fail when it is there already, 'e' to close on exec. */
	function open(path: string, mode?: string, permissions?: number): File | null;
	function fdopen(fd: number, mode?: string): File | null;
	/** Runs the text in `/bin/sh`: quote every argument. 'r' reads its output, 'w' writes its input. */
	function popen(command: string, mode?: 'r' | 'w'): Pipe | null;
	function pipe(): [File, File] | null;
	/** A file that has no name and is gone when closed; or named after `template` with XXXXXX. */
	function mkstemp(template?: string): File | null;
	function stat(path: string): Stat | null;
	function lstat(path: string): Stat | null;
	/** 'f' is there, 'r' 'w' 'x'. */
	function access(path: string, mode?: string): boolean | null;
	function mkdir(path: string, mode?: number): boolean | null;
	function rmdir(path: string): boolean | null;
	function unlink(path: string): boolean | null;
	function rename(from: string, to: string): boolean | null;
	function symlink(target: string, path: string): boolean | null;
	function readlink(path: string): string | null;
	function realpath(path: string): string | null;
	function chmod(path: string, mode: number): boolean | null;
	function chown(
		path: string,
		uid?: number | string | null,
		gid?: number | string | null
	): boolean | null;
	/** Names in a folder without `.` and `..`, in no order; those that match, when a pattern is given. */
	function lsdir(path: string, pattern?: string | RegExp): string[] | null;
	function glob(...patterns: string[]): string[] | null;
	function basename(path: string): string | null;
	function dirname(path: string): string | null;
	function getcwd(): string | null;
	function chdir(path: string): boolean | null;
	const stdin: File;
	const stdout: File;
	const stderr: File;
}
