// Which global functions does a ucode program find in Node? The same names as on the router, and nothing more.
import { UcodeException } from './exception.ts';
import { sprintf } from './format.ts';
import { parseJson } from './json.ts';
import * as list from './list.ts';
import * as program from './program.ts';
import * as regex from './regex.ts';
import { isObject } from './shared.ts';
import * as text from './text.ts';

/** Text, or what `read('all')` of a stream gives. */
function json(source: unknown): unknown {
	if (typeof source == 'string') return parseJson(source);
	if (!isObject(source) || typeof source['read'] != 'function')
		throw new UcodeException('Type error', 'Passed value is neither a string nor an object');
	const stream = source as { read(amount: string): unknown };
	return parseJson(String(stream.read('all')));
}

export const builtins = {
	...text,
	...list,
	...program,
	match: regex.match,
	replace: regex.replace,
	split: regex.split,
	regexp: regex.regexp,
	wildcard: regex.wildcard,
	sprintf,
	json,
	gc: (): boolean => true,
};
