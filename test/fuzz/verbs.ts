// What does the object on the bus answer to any arguments? With the development router's bus, which checks their types, on
// a router that has joined nothing and on one that has; no reply may be large, tell a key, or end the program that answers.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bus } from '../../tools/router/bus.ts';
import { Plugins } from '../../tools/router/plugins.ts';
import { INVALID_ARGUMENT, OK } from '../../tools/router/status.ts';
import { seedNetwork } from '../unit/seed.ts';
import { newRouter } from '../unit/triedrouter.ts';
import { looks, networks, texts } from './inputs.ts';
import { toldKey } from './laws.ts';
import type { Outcome } from './check.ts';
import type { Input } from './inputs.ts';

const LARGEST = 300_000;

/** With one program for many inputs a failing one is found anew from the first one of these on. */
const CHUNK = 1000;

const any = fc.jsonValue({ maxDepth: 2 });
const word = fc.oneof(
	fc.string({ maxLength: 20 }),
	fc.constantFrom('MacBook', 'Home B', '10.9.0.0/16', '192.168.151.9', 'hub', '1', ''),
	fc.constant('x'.repeat(2000)),
	any
);
const list = fc.oneof(fc.array(word, { maxLength: 5 }), fc.constant(Array(500).fill('x')), any);

interface Call {
	method: string;
	args: Record<string, unknown>;
	secrets: string[];
}

type Arguments = Record<string, fc.Arbitrary<unknown>>;

/** Arguments of which each may be missing, and one that has secrets. */
interface Asked {
	secret?: [argument: string, from: fc.Arbitrary<Input>];
	others?: Arguments;
}

const yes = fc.oneof(fc.boolean(), any);
const device = {
	...{ name: word, to: word, public_key: word, address: word, dns: word, keep: yes },
	by_hand: yes,
};
const network = { paste: word, take_over: word };
const plan: Asked = {
	secret: ['network', networks],
	others: { ...network, by_hand: yes },
};

/** What each method is asked; one that the object has and this table has not is a fault. */
const METHODS: Record<string, Asked[]> = {
	read: [{ secret: ['text', texts] }],
	plan: [plan],
	hub: [{ secret: ['network', networks], others: network }],
	join: [plan],
	hub_scripts: [
		{
			secret: ['network', networks],
			others: { gone: list, hub_interface: word, output: word, silent: any, paste: word },
		},
		{ secret: ['output', looks] },
	],
	hub_check: [{ secret: ['output', looks] }],
	hub_sort: [{ others: { sorted: list, output: word, dry: yes } }],
	invite: [
		{
			others: {
				...{ name: word, lan: list, address: word, public_key: word, public_ok: list },
				...{ dry: yes, manage: yes, by_hand: yes },
			},
		},
	],
	device_add: [{ others: device }],
	device_rename: [{ others: device }],
	device_key: [{ others: device }],
	device_remove: [{ others: device }],
	device_handed: [{ others: device }],
	device_show: [{ others: device }],
	repair: [{ others: { dry: yes } }],
	leave: [{ others: { dry: yes, at_hub: yes } }],
	switch: [{ others: { on: yes, dry: yes } }],
	left_done: [{ others: { public_key: word } }],
	trial: [{ others: { trial: word } }],
	decide: [{ others: { trial: word, keep: any } }],
	follow: [{ others: { public_key: word } }],
	report: [{ others: { look: word } }],
	ladder: [
		{ others: { look: word } },
		{ secret: ['network', networks], others: { look: word, paste: word } },
	],
	dns: [{ others: { address: word } }],
	// Those that take nothing are asked with and without something.
	...Object.fromEntries(
		['status', 'pulse', 'export', 'key', 'check', 'ask'].map((method) => [
			method,
			[{ others: { nothing: word } }],
		])
	),
};

const nothing = fc.constant<Input>({ value: null, secrets: [] });

const calls = fc.oneof(
	...Object.entries(METHODS).flatMap(([method, all]) =>
		all.map(({ secret: [argument, from] = ['', nothing], others = {} }) =>
			fc
				.tuple(from, fc.record(others, { requiredKeys: [] }))
				.map(([{ value, secrets }, rest]): Call => {
					const args = argument === '' ? rest : { ...rest, [argument]: value };
					return { method, args, secrets };
				})
		)
	)
);

async function check(bus: Bus, { method, args, secrets }: Call): Promise<void> {
	const { status, data } = await bus.call('wgspoke', method, args);
	assert.ok(status === OK || status === INVALID_ARGUMENT, `${method}: status ${status}`);
	const size = JSON.stringify(data).length;
	assert.ok(size < LARGEST, `${method}: the reply has ${size} characters`);
	const { findings, differences, unused, summary, error, text, ladder } = data ?? {};
	const said = [findings, differences, unused, summary, error, text, ladder];
	assert.equal(toldKey(said, secrets), null);
	assert.doesNotMatch(
		typeof error === 'string' ? error : '',
		/undefined|null|not a function|left-hand|TypeError/
	);
}

async function onRouter(joined: boolean, runs: number, seed: number): Promise<Outcome> {
	const { root } = newRouter(joined ? seedNetwork() : null);
	for (const folder of ['var/run', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
	const bus = new Bus();
	const plugins = new Plugins(bus, 'root/usr/share/rpcd/ucode', root);
	try {
		await plugins.load();
		const methods = bus.signatures('wgspoke') ?? {};
		assert.deepEqual(Object.keys(METHODS).sort(), Object.keys(methods).sort());
		for (const [method, given] of Object.entries(methods)) {
			const named = METHODS[method]?.flatMap(({ secret, others }) => [
				...(secret ? [secret[0]] : []),
				...Object.keys(others ?? {}),
			]);
			// A call with an argument that the method does not take is refused before anything is tried.
			const taken = [...new Set(named)].filter((name) => name !== 'nothing').sort();
			assert.deepEqual(taken, Object.keys(given).sort(), `${method} is asked with what it takes`);
		}
		const property = fc.asyncProperty(calls, (call) => check(bus, call));
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

/** The verbs of a router that has joined nothing and of one that has, in turns. */
export async function fuzzVerbs(runs: number, seed: number): Promise<Outcome> {
	let done = 0;
	for (let chunk = 0; done < runs; chunk++) {
		const size = Math.min(CHUNK, runs - done);
		const fresh = Math.ceil(size / 2);
		for (const [joined, count] of [
			[false, fresh],
			[true, size - fresh],
		] as const) {
			if (count === 0) continue;
			const found = await onRouter(joined, count, (seed + 7919 * chunk) | 0);
			if (found.failure) return { ...found, runs: done + found.runs };
			done += found.runs;
		}
	}
	return { runs: done, failure: null };
}
