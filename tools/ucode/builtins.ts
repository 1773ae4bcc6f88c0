// Which global functions does a ucode program find in Node? The same names as on the router, and nothing more.
import { UcodeException } from './exception.ts';
import { sprintf } from './format.ts';
import { parseJson } from './json.ts';
import * as list from './list.ts';
import { isObject } from './list.ts';
import * as program from './program.ts';
import { match, regexp, replace, split, wildcard } from './regex.ts';
import * as text from './text.ts';

function json(source: unknown): unknown {
	if (typeof source == 'string') return parseJson(source);
	if (isObject(source) && typeof source['read'] == 'function')
		return parseJson(program.readAll(source as { read(amount: string): unknown }));
	throw new UcodeException('Type error', 'Passed value is neither a string nor an object');
}

const { range: _range, ...textFunctions } = text;
const { isObject: _isObject, ...listFunctions } = list;
const { statusOf: _statusOf, readAll: _readAll, ...programFunctions } = program;

export const builtins = {
	...textFunctions,
	...listFunctions,
	...programFunctions,
	match,
	replace,
	split,
	regexp,
	wildcard,
	sprintf,
	json,
	gc: (): boolean => true,
};
