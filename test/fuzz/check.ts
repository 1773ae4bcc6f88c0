// How are many inputs fed to a target, and a failing one made small? In Node, and in an interpreter of a router.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { buildRoot, routerFiles } from '../../tools/package/root.ts';
import { homeKey } from '../unit/seed.ts';
import { TARGETS, comparedNetwork } from './laws.ts';
import type { Input } from './inputs.ts';
import type { TargetName } from './laws.ts';

/** So many at a time: fast-check keeps what it has made. */
const CHUNK = 5000;

export interface Outcome {
	runs: number;
	/** null when all held; else the smallest input, what did not hold, and the seed of its chunk. */
	failure: { input: unknown; why: string; seed: number } | null;
}

/** What Node makes of the input holds. */
export function holds(name: TargetName, input: Input): void {
	const target = TARGETS[name];
	target.check(input, target.run(input.value) as never);
}

function outcome(done: fc.RunDetails<[Input]>, before: number, seed: number): Outcome {
	const runs = before + done.numRuns;
	if (!done.failed) return { runs, failure: null };
	const error = done.errorInstance;
	const why = error instanceof Error ? error.message : String(error);
	return { runs, failure: { input: done.counterexample?.[0], why, seed } };
}

/** The seed of a chunk: the one given for the first, so that a printed seed begins with what failed. */
const seedOf = (seed: number, chunk: number): number => (seed + 7919 * chunk) | 0;

export function fuzzInNode(name: TargetName, runs: number, seed: number): Outcome {
	let done = 0;
	for (let chunk = 0; done < runs; chunk++) {
		const mine = seedOf(seed, chunk);
		const numRuns = Math.min(CHUNK, runs - done);
		const property = fc.property(TARGETS[name].inputs, (input) => {
			holds(name, input);
		});
		const found = outcome(fc.check(property, { numRuns, seed: mine }), done, mine);
		if (found.failure) return found;
		done = found.runs;
	}
	return { runs: done, failure: null };
}

/** The router's files in `folder`, with the program for the inputs as one of its programs. */
export function prepare(folder: string): string {
	const root = join(folder, 'root');
	const source = fileURLToPath(new URL('batch.uc', import.meta.url));
	buildRoot(root, routerFiles([{ source, path: 'batch' }]));
	return root;
}

/** An interpreter: a program, and arguments before those of the program that it is to run. */
export type Interpreter = readonly [string, ...string[]];

/** What the interpreter makes of the values, in their order. */
function inInterpreter(
	[ucode, ...before]: Interpreter,
	root: string,
	target: string,
	values: unknown[]
): unknown[] {
	const network = comparedNetwork();
	writeFileSync(
		join(root, 'inputs.json'),
		JSON.stringify({ target, values, network, public_key: homeKey })
	);
	const ended = spawnSync(ucode, [...before, 'batch.uc', 'inputs.json'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 1 << 30,
	});
	if (ended.status !== 0) throw new Error(`${ucode}: ${ended.stderr}`);
	return ended.stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** The same inputs in Node and in the interpreter: the results are equal, and the laws hold for them. */
export function fuzzInUcode(
	ucode: Interpreter,
	root: string,
	name: TargetName,
	runs: number,
	seed: number
): Outcome {
	const { inputs, run } = TARGETS[name];
	const same = (input: Input): void => {
		const [theirs] = inInterpreter(ucode, root, name, [input.value]);
		assert.deepEqual(theirs, asJson(run(input.value)));
	};
	let done = 0;
	for (let chunk = 0; done < runs; chunk++) {
		const mine = seedOf(seed, chunk);
		const numRuns = Math.min(CHUNK, runs - done);
		const made = fc.sample(inputs, { numRuns, seed: mine });
		const values = made.map(({ value }) => value);
		const theirs = inInterpreter(ucode, root, name, values);
		const differs = made.findIndex((input, at) => {
			try {
				assert.deepEqual(theirs[at], asJson(run(input.value)));
				return false;
			} catch {
				return true;
			}
		});
		if (differs >= 0) {
			// Once more by fast-check, which makes it small.
			const found = fc.check(fc.property(inputs, same), { numRuns: differs + 1, seed: mine });
			return outcome(found, done, mine);
		}
		done += numRuns;
	}
	return { runs: done, failure: null };
}
