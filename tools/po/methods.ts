// What does a call of JavaScript's own give? A table: from what a path into the result leads back.

import { ANY, CALL } from './program.ts';
import type { Path } from './program.ts';

/** What has the method, or an argument by its index. */
export type Origin = 'receiver' | number;

/** A path into the result → the path into the origin; null when it does not come from there. */
export type Way = [from: Origin, back: (path: Path) => Path | null];

const same = (path: Path): Path => path;
const element = (path: Path): Path => [ANY, ...path];
const answer = (path: Path): Path => [CALL, ...path];
const answerEach = (path: Path): Path => [CALL, ...path.slice(1)];
const whole = (): Path => [];

const itself: Way[] = [['receiver', same]];
const oneOfThem: Way[] = [['receiver', element]];
const argument: Way[] = [[0, same]];
const replaced: Way[] = [...itself, [1, whole], [1, () => [CALL]]];

export const METHODS: Readonly<Record<string, Way[]>> = {
	map: [[0, answerEach]],
	flatMap: [
		[0, answer],
		[0, answerEach],
	],
	reduce: [
		[0, answer],
		[1, same],
	],
	filter: itself,
	slice: itself,
	sort: itself,
	toSorted: itself,
	reverse: itself,
	concat: [...itself, ...argument],
	find: oneOfThem,
	at: oneOfThem,
	pop: oneOfThem,
	shift: oneOfThem,
	join: [
		['receiver', () => [ANY]],
		[0, whole],
	],
	split: [['receiver', whole]],
	trim: itself,
	format: itself,
	toUpperCase: itself,
	toLowerCase: itself,
	replace: replaced,
	replaceAll: replaced,
	then: [[0, answer]],
	catch: [...itself, [0, answer]],
	finally: itself,
};

/** By the whole of what is called. */
export const FUNCTIONS: Readonly<Record<string, Way[]>> = {
	String: argument,
	'Promise.resolve': argument,
	'Promise.all': argument,
	'Array.from': [...argument, [1, answerEach]],
	'Object.values': argument,
	'Object.fromEntries': [[0, ([, ...rest]) => [ANY, 1, ...rest]]],
	'Object.entries': [
		[0, ([entry, part, ...rest]) => (part === 0 ? null : [entry ?? ANY, ...rest])],
	],
};

/** Those that hand each element to the first parameter of their function. */
export const EACH: ReadonlySet<string> = new Set(
	'map flatMap filter forEach find some every sort'.split(' ')
);
