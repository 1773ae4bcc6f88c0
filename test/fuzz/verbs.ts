// What does the object on the bus answer to any arguments? With the development router's bus, which checks their types, on
// a router that has joined nothing; no reply may be large, tell a key, or end the program that answers.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bus } from '../../tools/router/bus.ts';
import { Plugins } from '../../tools/router/plugins.ts';
import { INVALID_ARGUMENT, OK } from '../../tools/router/status.ts';
import { looks, networks, texts } from './inputs.ts';
import { toldKey } from './laws.ts';
import type { Outcome } from './check.ts';
import type { Input } from './inputs.ts';

const LARGEST = 300_000;

const any = fc.jsonValue({ maxDepth: 2 });
const word = fc.oneof(fc.string({ maxLength: 20 }), fc.constant('x'.repeat(2000)), any);

interface Call {
	method: string;
	args: Record<string, unknown>;
	secrets: string[];
}

const call = (
	method: string,
	from: fc.Arbitrary<Input>,
	argument: string,
	more: Record<string, fc.Arbitrary<unknown>> = {}
): fc.Arbitrary<Call> =>
	fc.tuple(from, fc.record(more, { requiredKeys: [] })).map(([{ value, secrets }, rest]) => ({
		method,
		args: { ...rest, [argument]: value },
		secrets,
	}));

const device = { to: word, public_key: word, address: word, dns: word, keep: any };
const named: fc.Arbitrary<Input> = word.map((value) => ({ value, secrets: [] }));

/** Those that start a program that goes on by itself are left out: check and dns. */
const calls = fc.oneof(
	call('read', texts, 'text'),
	call('plan', networks, 'network', { paste: word }),
	call('hub', networks, 'network', { paste: word }),
	call('hub_scripts', networks, 'network', {
		gone: fc.oneof(fc.array(word, { maxLength: 5 }), fc.constant(Array(500).fill('x')), any),
		hub_interface: word,
	}),
	call('hub_scripts', looks, 'output'),
	call('invite', named, 'name', { lan: fc.array(word), address: word, dry: fc.constant(true) }),
	call('device_show', named, 'name', device),
	call('device_add', named, 'name', device),
	call('forget', named, 'paste'),
	call('leave', named, 'dry'),
	call('status', named, 'nothing')
);

export async function fuzzVerbs(runs: number, seed: number): Promise<Outcome> {
	const root = mkdtempSync(join(tmpdir(), 'wgspoke-fuzz-router-'));
	cpSync('test/fixtures/router', root, { recursive: true });
	for (const folder of ['var/run', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
	const bus = new Bus();
	const plugins = new Plugins(bus, 'root/usr/share/rpcd/ucode', root);
	try {
		await plugins.load();
		const property = fc.asyncProperty(calls, async ({ method, args, secrets }) => {
			const { status, data } = await bus.call('wgspoke', method, args);
			assert.ok(status === OK || status === INVALID_ARGUMENT, `${method}: status ${status}`);
			const size = JSON.stringify(data).length;
			assert.ok(size < LARGEST, `${method}: the reply has ${size} characters`);
			const { findings, differences, unused, summary, error } = data ?? {};
			assert.equal(toldKey([findings, differences, unused, summary, error], secrets), null);
			assert.doesNotMatch(
				typeof error === 'string' ? error : '',
				/undefined|null|not a function|left-hand|TypeError/
			);
		});
		const done = await fc.check(property, { numRuns: runs, seed });
		const error = done.errorInstance;
		const why = error instanceof Error ? error.message : String(error);
		const failure = done.failed ? { input: done.counterexample?.[0], why, seed } : null;
		return { runs: done.numRuns, failure };
	} finally {
		await plugins.stop();
		rmSync(root, { recursive: true });
	}
}
