// Runs the named suites one after the other, and closes with how many tests ran on what.
//   node --import ./tools/register.mjs tools/test.ts check unit contract browser | openwrt

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpenwrt } from './lab/openwrt.ts';

interface Counts {
	passes: number;
	failures: number;
	pending: number;
}

interface Outcome {
	/** What ran where: 'contract on the development router'. */
	title: string;
	counts: Counts;
	/** Did everything that was to run, run and pass? */
	ok: boolean;
	/** Why nothing ran; '' when something did. */
	left: string;
}

const NONE: Counts = { passes: 0, failures: 0, pending: 0 };

const directory = mkdtempSync(join(tmpdir(), 'wgspoke-test-'));

/** Runs one of the project's programs; what it printed comes out at its end, so that two can run at once. */
function program(name: string, args: string[], environment: NodeJS.ProcessEnv): Promise<boolean> {
	return new Promise((resolve) => {
		const env = { ...process.env, ...environment };
		const child = spawn(join('node_modules/.bin', name), args, {
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const chunks: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.on('close', (code) => {
			console.log(`\n  ${name} ${args.join(' ')}\n${Buffer.concat(chunks).toString()}`);
			resolve(code === 0);
		});
	});
}

/** Compiler, linter and formatter: one check each. */
async function check(): Promise<Outcome[]> {
	const passed = [
		await program('tsc', ['-b'], {}),
		await program('eslint', ['.'], {}),
		await program('prettier', ['--check', '--log-level', 'warn', '.'], {}),
	];
	const passes = passed.filter(Boolean).length;
	const failures = passed.length - passes;
	const counts = { ...NONE, passes, failures };
	return [{ title: 'compiler, linter, formatter', counts, ok: failures === 0, left: '' }];
}

async function mocha(
	title: string,
	spec: string,
	environment: NodeJS.ProcessEnv
): Promise<Outcome> {
	const counts = join(directory, `${title.replace(/\W+/g, '-')}.json`);
	const ended = await program('mocha', ['--spec', spec], {
		...environment,
		WGSPOKE_COUNTS: counts,
	});
	const text = existsSync(counts) ? readFileSync(counts, 'utf8').trim() : '';
	const last = text === '' ? NONE : (JSON.parse(text) as Counts);
	const ok = ended && last.passes > 0 && last.pending === 0;
	return { title, counts: last, ok, left: '' };
}

const UNIT = 'test/unit/**/*.test.ts';
const CONTRACT = 'test/contract/**/*.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';

/** Contract and browser suite on real OpenWrt, where there is one. */
async function openwrt(): Promise<Outcome[]> {
	const { driver, environment, why } = findOpenwrt();
	if (why !== '') return [{ title: 'real OpenWrt', counts: NONE, ok: true, left: why }];
	return [
		await mocha(`contract on real OpenWrt (${driver})`, CONTRACT, environment),
		await mocha(`browser on real OpenWrt (${driver})`, BROWSER, environment),
	];
}

const DEV = { WGSPOKE_DRIVER: 'dev' };

const SUITES: Record<string, () => Promise<Outcome[]>> = {
	check,
	unit: async () => [await mocha('unit', UNIT, {})],
	contract: async () => [await mocha('contract on the development router', CONTRACT, DEV)],
	browser: async () => [await mocha('browser on the development router', BROWSER, DEV)],
	openwrt,
};

/** These need no lab and share the machine's two cores; the others come one after the other. */
const TOGETHER = ['check', 'unit'];

const named = process.argv.slice(2).map((name) => {
	const suite = SUITES[name];
	if (!suite) throw new Error(`no suite "${name}": ${Object.keys(SUITES).join(', ')}`);
	return { name, suite };
});
const together = named.filter(({ name }) => TOGETHER.includes(name));
const outcomes = (await Promise.all(together.map(({ suite }) => suite()))).flat();
for (const { suite } of named.filter(({ name }) => !TOGETHER.includes(name))) {
	outcomes.push(...(await suite()));
}
rmSync(directory, { recursive: true });

console.log('');
for (const { title, counts, left } of outcomes) {
	const { passes, failures, pending } = counts;
	const ran = `${String(passes)} passed, ${String(failures)} failed, ${String(pending)} skipped`;
	console.log(`  ${title}: ${left === '' ? ran : `not run: ${left}`}`);
}
const sum = (field: keyof Counts) => outcomes.reduce((all, { counts }) => all + counts[field], 0);
const failed =
	sum('failures') + outcomes.filter(({ ok, counts }) => !ok && counts.failures === 0).length;
const total = `${String(sum('passes'))} passed, ${String(failed)} failed, ${String(sum('pending'))} skipped`;
// With nothing to run on there is nothing to count: the lines above say why.
if (outcomes.some(({ left }) => left === '')) console.log(`\n${total}`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
