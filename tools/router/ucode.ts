// What is /usr/bin/ucode on the development router? Node with the stand-ins, without the hooks that run sources:
// the package's files are compiled already, so each is read, has its edits undone, and is linked here. It starts
// in half the time, and it starts a few hundred times in a run of the tests.
//   node --experimental-vm-modules ucode.mjs <program> [argument…]
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SourceTextModule, SyntheticModule, type Module } from 'node:vm';
import { builtins } from '../ucode/builtins.ts';
import { UcodeException } from '../ucode/exception.ts';
import * as fs from '../ucode/fs.ts';
import * as math from '../ucode/math.ts';
import { toNode } from '../ucode/tonode.ts';
import * as ubus from '../ucode/ubus.ts';
import * as uci from '../ucode/uci.ts';
import * as uloop from '../ucode/uloop.ts';

const STANDINS: Record<string, Record<string, unknown>> = { fs, math, ubus, uci, uloop };

const modules = new Map<string, Module>();

function standIn(name: string, values: Record<string, unknown>): Module {
	return new SyntheticModule(
		Object.keys(values),
		function () {
			for (const [key, value] of Object.entries(values)) this.setExport(key, value);
		},
		{ identifier: name }
	);
}

/** The module of that name, as `from` imports it; each is made once. */
function moduleOf(name: string, from: string): Module {
	const values = STANDINS[name];
	const path = values ? name : join(dirname(from), name);
	const known = modules.get(path);
	if (known) return known;
	const made = values ? standIn(name, values) : sourceModule(path);
	modules.set(path, made);
	return made;
}

function sourceModule(path: string): Module {
	return new SourceTextModule(toNode(readFileSync(path, 'utf8')), { identifier: path });
}

const [, , program, ...args] = process.argv;
if (program === undefined) {
	console.error('usage: ucode <program> [argument…]');
	process.exit(2);
}
Object.assign(globalThis, builtins, { ARGV: args });
try {
	const main = sourceModule(resolve(program));
	await main.link((name, { identifier }) => moduleOf(name, identifier));
	await main.evaluate();
} catch (error) {
	console.error(error instanceof UcodeException ? error.message : error);
	process.exitCode = 254;
}
