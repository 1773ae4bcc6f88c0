// What do ucode's builtins that touch the world do? Output, running programs, the environment, time, ending.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { toBuffer } from './bytes.ts';
import { UcodeException } from './exception.ts';
import { sprintf, toInteger, toText } from './format.ts';
import { isUcode } from './hooks.ts';
import { rooted, unrooted } from './place.ts';
import { isObject, statusOf } from './shared.ts';

function write(fd: number, text: string): number {
	const bytes = toBuffer(text);
	let done = 0;
	while (done < bytes.length) done += writeSync(fd, bytes, done);
	return bytes.length;
}

const shown = (all: unknown[]): string =>
	all.map((value) => (value == null ? '' : toText(value))).join('');

export const print = (...values: unknown[]): number => write(1, shown(values));
export const warn = (...values: unknown[]): number => write(2, shown(values));
export const printf = (format: unknown, ...values: unknown[]): number =>
	write(1, sprintf(format, ...values));

export function exit(status: unknown): never {
	process.exit(toInteger(status));
}

export function die(message: unknown = 'Died'): never {
	throw new UcodeException('Error', toText(message));
}

export function assert(condition: unknown, message: unknown = 'Assertion failed'): unknown {
	return condition ? condition : die(message);
}

export function getenv(name?: unknown): unknown {
	if (name == null) return { ...process.env };
	return typeof name == 'string' ? (process.env[name] ?? null) : null;
}

/** Only ucode's own files count, as on the router, whose builtins have none. */
export function sourcepath(depth: unknown = 0, dir: unknown = false): string | null {
	// A file is named by its URL where hooks load it, by its path where it was linked.
	const frames = (new Error().stack ?? '').matchAll(/((?:file:\/\/)?\/\S+?):\d+:\d+\)?$/gm);
	const sources = [...frames].map(([, url = '']) => url).filter(isUcode);
	const source = sources[toInteger(depth)];
	if (source === undefined) return null;
	const path = unrooted(source.startsWith('file:') ? fileURLToPath(source) : source);
	return dir ? dirname(path) : path;
}

/** Milliseconds; an array runs without a shell. A program that is not there ends with 255, as on the router. */
export function system(command: unknown, timeout: unknown = 0): number {
	const [program = '', ...args] =
		typeof command == 'string'
			? ['/bin/sh', '-c', command]
			: Array.isArray(command) && command.length
				? command.map(toText)
				: wrongCommand();
	const ended = spawnSync(program, args, {
		stdio: 'inherit',
		timeout: toInteger(timeout),
		killSignal: 'SIGKILL',
	});
	return statusOf(ended.status, ended.signal);
}

function wrongCommand(): never {
	throw new UcodeException('Type error', 'Passed command is neither string nor array');
}

export function sleep(milliseconds: unknown): boolean {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, toInteger(milliseconds));
	return true;
}

/** A development router's clock may be wrong, by so many seconds as are in this file of it. */
export const WRONG_CLOCK = '/var/run/wrong-clock';

/** What the router's clock says, in milliseconds. */
function wallClock(): number {
	const path = rooted(WRONG_CLOCK);
	const wrong = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
	return Date.now() + wrong * 1000;
}

export const time = (): number => Math.floor(wallClock() / 1000);

export function clock(monotonic: unknown): [number, number] {
	const now = monotonic ? process.hrtime.bigint() : BigInt(wallClock()) * 1_000_000n;
	return [Number(now / 1_000_000_000n), Number(now % 1_000_000_000n)];
}

const DAY = 86_400_000;

/** The fields of a date in UTC, as struct tm with months from 1 and Sunday as 7. */
function parts(date: Date, isdst: number): Record<string, number> {
	const start = Date.UTC(date.getUTCFullYear(), 0, 1);
	return {
		sec: date.getUTCSeconds(),
		min: date.getUTCMinutes(),
		hour: date.getUTCHours(),
		mday: date.getUTCDate(),
		mon: date.getUTCMonth() + 1,
		year: date.getUTCFullYear(),
		wday: date.getUTCDay() || 7,
		yday: Math.floor((date.getTime() - start) / DAY) + 1,
		isdst: isdst,
	};
}

const moment = (seconds: unknown): Date =>
	new Date(seconds == null ? wallClock() : toInteger(seconds) * 1000);

export const gmtime = (seconds?: unknown): Record<string, number> => parts(moment(seconds), 0);

export function localtime(seconds?: unknown): Record<string, number> {
	const date = moment(seconds);
	const offset = date.getTimezoneOffset();
	const winter = Math.max(
		new Date(date.getFullYear(), 0, 1).getTimezoneOffset(),
		new Date(date.getFullYear(), 6, 1).getTimezoneOffset()
	);
	return parts(new Date(date.getTime() - offset * 60_000), offset < winter ? 1 : 0);
}

function fields(value: unknown): [number, number, number, number, number, number] | null {
	if (!isObject(value) || !('mday' in value && 'mon' in value && 'year' in value)) return null;
	const n = (name: string): number => toInteger(value[name]);
	return [n('year'), n('mon') - 1, n('mday'), n('hour'), n('min'), n('sec')];
}

export function timegm(value: unknown): number | null {
	const parts = fields(value);
	return parts && Math.floor(Date.UTC(...parts) / 1000);
}

export function timelocal(value: unknown): number | null {
	const parts = fields(value);
	return parts && Math.floor(new Date(...parts).getTime() / 1000);
}
