// What do ucode's builtins for strings and numbers do? Every length and offset counts bytes of UTF-8.
import { isIP, isIPv4 } from 'node:net';

import { decode, encode } from './bytes.ts';
import { toInteger, toText } from './format.ts';
import { range } from './shared.ts';

export function substr(text: unknown, offset: unknown, amount?: unknown): string | null {
	if (typeof text != 'string') return null;
	const bytes = encode(text);
	const [from] = range(bytes.length, toInteger(offset), bytes.length);
	const wanted = amount === undefined ? bytes.length : toInteger(amount);
	const rest = bytes.slice(from);
	return decode(rest.slice(0, wanted < 0 ? Math.max(rest.length + wanted, 0) : wanted));
}

export function ord(text: unknown, offset: unknown = 0): number | null {
	if (typeof text != 'string') return null;
	const bytes = encode(text);
	const at = toInteger(offset);
	const code = bytes.charCodeAt(at < 0 ? bytes.length + at : at);
	return Number.isNaN(code) ? null : code;
}

export const chr = (...bytes: unknown[]): string =>
	decode(bytes.map((n) => String.fromCharCode(Math.min(Math.max(toInteger(n), 0), 255))).join(''));

export const uchr = (...points: unknown[]): string =>
	points.map((n) => String.fromCodePoint(valid(toInteger(n)) ? toInteger(n) : 0xfffd)).join('');

const valid = (point: number): boolean => point >= 0 && point <= 0x10ffff;

/** ASCII letters only. */
export const lc = (text: unknown): string =>
	toText(text).replace(/[A-Z]+/g, (s) => s.toLowerCase());
export const uc = (text: unknown): string =>
	toText(text).replace(/[a-z]+/g, (s) => s.toUpperCase());

function trimmed(text: unknown, characters: unknown, left: boolean, right: boolean): string | null {
	if (typeof text != 'string' || typeof characters != 'string') return null;
	const [bytes, set] = [encode(text), encode(characters)];
	let [from, to] = [0, bytes.length];
	while (left && from < to && set.includes(bytes.charAt(from))) from++;
	// The set ends with a NUL in C, which the search from the right finds, too.
	while (right && to > from && `${set}\0`.includes(bytes.charAt(to - 1))) to--;
	return decode(bytes.slice(from, to));
}

const BLANKS = ' \t\r\n';
export const trim = (text: unknown, characters = BLANKS): string | null =>
	trimmed(text, characters, true, true);
export const ltrim = (text: unknown, characters = BLANKS): string | null =>
	trimmed(text, characters, true, false);
export const rtrim = (text: unknown, characters = BLANKS): string | null =>
	trimmed(text, characters, false, true);

/** C's strtoll: blanks, a sign, a prefix that fits the base, then digits as far as they go. */
export function int(value: unknown, base: unknown = 10): number {
	if (typeof value != 'string') return toInteger(value);
	const n = Number.parseInt(
		base == 10 ? value.replace(/^(\s*[+-]?)0[xX].*/s, '$10') : value,
		Number(base)
	);
	return Math.abs(n) < 2 ** 63 ? n : NaN;
}

export const hex = (text: unknown): number =>
	typeof text == 'string' && /^(?:0[xX])?[0-9a-fA-F]+$/.test(text)
		? Number.parseInt(text, 16)
		: NaN;

export const hexenc = (value: unknown): string | null =>
	value == null ? null : Buffer.from(encode(toText(value)), 'latin1').toString('hex');

export function hexdec(text: unknown, skip = ' \t\n'): string | null {
	if (typeof text != 'string') return null;
	const digits = text.replace(/[^]/g, (c) => (skip.includes(c) ? '' : c));
	return /^(?:[0-9a-fA-F]{2})*$/.test(digits)
		? decode(Buffer.from(digits, 'hex').toString('latin1'))
		: null;
}

export const b64enc = (value: unknown): string | null =>
	value == null ? null : Buffer.from(encode(toText(value)), 'latin1').toString('base64');

/** Blanks anywhere are passed over; padding and the bits under it must be right. */
export function b64dec(text: unknown): string | null {
	if (typeof text != 'string') return null;
	const digits = text.replace(/[ \t\n\v\f\r]/g, '');
	const bytes = Buffer.from(digits, 'base64');
	return bytes.toString('base64') == digits ? decode(bytes.toString('latin1')) : null;
}

export function iptoarr(address: unknown): number[] | null {
	if (typeof address != 'string' || address.includes('%')) return null;
	if (isIPv4(address)) return address.split('.').map(Number);
	return isIP(address) ? bytesOfIPv6(address) : null;
}

function bytesOfIPv6(address: string): number[] {
	const dotted = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (...parts: string[]) =>
		[1, 3].map((i) => (Number(parts[i]) * 256 + Number(parts[i + 1])).toString(16)).join(':')
	);
	const [head = '', tail] = dotted.split('::');
	const groupsOf = (part: string): number[] =>
		part == '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
	const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
	const gap = new Array<number>(8 - before.length - after.length).fill(0);
	return [...before, ...gap, ...after].flatMap((group) => [group >> 8, group & 255]);
}

export function arrtoip(bytes: unknown): string | null {
	if (!Array.isArray(bytes) || (bytes.length != 4 && bytes.length != 16)) return null;
	const numbers = bytes.filter((n): n is number => Number.isInteger(n) && n >= 0 && n <= 255);
	if (numbers.length != bytes.length) return null;
	return numbers.length == 4 ? numbers.join('.') : printIPv6(numbers);
}

/** As inet_ntop: lower case, the first longest run of zero groups shortened, IPv4-mapped ones dotted. */
function printIPv6(bytes: number[]): string {
	const text = Array.from({ length: 8 }, (_, i) =>
		(((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)
	);
	const runs = [...` ${text.join(' ')} `.matchAll(/(?: 0(?= ))+/g)].map((run) => run[0]);
	const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), ' 0');
	const joined = ` ${text.join(' ')}`;
	const short = longest == ' 0' ? joined.trim() : joined.replace(longest, ' :').trim();
	const colons = short.replace(/ ?: ?/, '::').replaceAll(' ', ':');
	const mapped =
		/^::(ffff:)?[0-9a-f]+:[0-9a-f]+$/.test(colons) && bytes.slice(0, 10).every((b) => b == 0);
	return mapped
		? `::${colons.startsWith('::ffff:') ? 'ffff:' : ''}${bytes.slice(12).join('.')}`
		: colons;
}
