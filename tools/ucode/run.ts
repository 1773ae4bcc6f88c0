// How is a ucode program run in Node? node --import ./tools/register.mjs tools/ucode/run.ts <program> [argument…]
import { pathToFileURL } from 'node:url';

import { UcodeException } from './exception.ts';

const [, , program, ...args] = process.argv;
if (program === undefined) {
	console.error('usage: run.ts <program> [argument…]');
	process.exit(2);
}
Object.assign(globalThis, { ARGV: args });
const url = pathToFileURL(program).href;
try {
	await import(url.endsWith('.ts') ? url : `${url}?ucode`);
} catch (error) {
	console.error(error instanceof UcodeException ? error.message : error);
	process.exitCode = 254;
}
