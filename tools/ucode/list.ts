// What do ucode's builtins for arrays, objects and comparisons do?
import { decode, encode } from './bytes.ts';
import { toInteger, toText } from './format.ts';
import { isObject, range } from './shared.ts';

type Callback = (...values: unknown[]) => unknown;

const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
export function type(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	if (typeof value == 'number') return Number.isInteger(value) ? 'int' : 'double';
	if (typeof value == 'boolean') return 'bool';
	if (isArray(value)) return 'array';
	if (value instanceof RegExp) return 'regexp';
	return typeof value;
}

export function length(value: unknown): number | null {
	if (typeof value == 'string') return encode(value).length;
	if (isArray(value)) return value.length;
	return isObject(value) ? Object.keys(value).length : null;
}

export function push(array: unknown, ...values: unknown[]): unknown {
	if (!isArray(array)) return null;
	array.push(...values);
	return values.at(-1) ?? null;
}

export function unshift(array: unknown, ...values: unknown[]): unknown {
	if (!isArray(array)) return null;
	array.unshift(...values);
	return values.at(-1) ?? null;
}

export const pop = (array: unknown): unknown => (isArray(array) ? (array.pop() ?? null) : null);
export const shift = (array: unknown): unknown => (isArray(array) ? (array.shift() ?? null) : null);

export function splice(
	array: unknown,
	offset: unknown = 0,
	remove?: unknown,
	...values: unknown[]
): unknown {
	if (!isArray(array)) return null;
	const [from] = range(array.length, toInteger(offset), 0);
	const left = array.length - from;
	const wanted = remove === undefined ? left : toInteger(remove);
	array.splice(from, wanted < 0 ? Math.max(left + wanted, 0) : wanted, ...values);
	return array;
}

export function slice(array: unknown, from: unknown = 0, to?: unknown): unknown[] | null {
	if (!isArray(array)) return null;
	return array.slice(
		...range(array.length, toInteger(from), to == null ? array.length : toInteger(to))
	);
}

export function reverse(value: unknown): unknown {
	if (isArray(value)) return value.toReversed();
	return typeof value == 'string' ? decode(Array.from(encode(value)).reverse().join('')) : null;
}

/** Numbers by value, all else as text. */
function naturalOrder(a: unknown, b: unknown): number {
	if (typeof a == 'number' && typeof b == 'number') return a - b;
	const [x, y] = [encode(toText(a)), encode(toText(b))];
	return x < y ? -1 : x > y ? 1 : 0;
}

export function sort(value: unknown, compare?: Callback | null): unknown {
	const order = compare
		? (a: unknown, b: unknown): number => toInteger(compare(a, b))
		: naturalOrder;
	if (isArray(value)) {
		// JavaScript puts undefined last unasked; ucode has null in its place
		return value.sort(order);
	}
	if (!isObject(value)) return null;
	const entries = Object.entries(value).sort((a, b) => order(a[0], b[0]));
	for (const [key] of entries) Reflect.deleteProperty(value, key);
	return Object.assign(value, Object.fromEntries(entries));
}

export const map = (array: unknown, change: Callback): unknown[] | null =>
	isArray(array) ? array.map((value, i) => change(value, i, array) ?? null) : null;

export const filter = (array: unknown, keep: Callback): unknown[] | null =>
	isArray(array) ? array.filter((value, i) => keep(value, i, array)) : null;

export const uniq = (array: unknown): unknown[] | null =>
	isArray(array) ? [...new Set(array)] : null;

const same = (a: unknown, b: unknown): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

export function index(value: unknown, needle: unknown): number | null {
	if (isArray(value)) return value.findIndex((entry) => same(entry, needle));
	if (typeof value != 'string') return null;
	return typeof needle == 'string' ? encode(value).indexOf(encode(needle)) : -1;
}

export function rindex(value: unknown, needle: unknown): number | null {
	if (isArray(value)) return value.findLastIndex((entry) => same(entry, needle));
	if (typeof value != 'string') return null;
	return typeof needle == 'string' ? encode(value).lastIndexOf(encode(needle)) : -1;
}

export const join = (separator: unknown, values: unknown): string | null =>
	isArray(values) ? values.map(toText).join(toText(separator)) : null;

export const exists = (value: unknown, key: unknown): boolean =>
	isObject(value) && Object.hasOwn(value, toText(key));
export const keys = (value: unknown): string[] | null =>
	isObject(value) ? Object.keys(value) : null;
export const values = (value: unknown): unknown[] | null =>
	isObject(value) ? Object.values(value) : null;

const ordered = (a: unknown, b: unknown): boolean =>
	typeof a == 'string' && typeof b == 'string' ? encode(a) < encode(b) : Number(a) < Number(b);
export const min = (...all: unknown[]): unknown =>
	all.length ? all.reduce((least, value) => (ordered(value, least) ? value : least)) : null;
export const max = (...all: unknown[]): unknown =>
	all.length ? all.reduce((most, value) => (ordered(most, value) ? value : most)) : null;

export function proto(value: unknown, prototype?: object): unknown {
	if (!isObject(value)) return null;
	if (prototype === undefined) return Object.getPrototypeOf(value);
	return Object.setPrototypeOf(value, prototype);
}
