// What do several builtins share? Small questions about values, places and endings.
import { constants } from 'node:os';

/** ucode's type object: neither an array nor a regular expression. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value == 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);

/** Where a range of a sequence begins and ends; negative numbers count from its end. */
export function range(size: number, offset: number, end: number): [number, number] {
	const place = (n: number): number => Math.min(Math.max(n < 0 ? size + n : n, 0), size);
	return [place(offset), place(end)];
}

/** Exit status, or minus the signal's number. */
export const statusOf = (status: number | null, signal: NodeJS.Signals | null): number =>
	signal ? -constants.signals[signal] : (status ?? 255);
