// Runs the named suites one after the other, and closes with how many tests ran on what.
//   node --import ./tools/register.mjs tools/test.ts check unit contract browser | openwrt

import { spawnSync } from 'node:child_process';
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

/** Compiler, linter and formatter: one check each. */
function check(): Outcome[] {
	const steps = [
		['tsc', '-b'],
		['eslint', '.'],
		['prettier', '--check', '--log-level', 'warn', '.'],
	];
	let passes = 0;
	for (const [program = '', ...args] of steps) {
		console.log(`\n  ${program}`);
		const ended = spawnSync(join('node_modules/.bin', program), args, { stdio: 'inherit' });
		if (ended.status === 0) passes++;
	}
	const failures = steps.length - passes;
	const counts = { ...NONE, passes, failures };
	return [{ title: 'compiler, linter, formatter', counts, ok: failures === 0, left: '' }];
}

function mocha(title: string, spec: string, environment: NodeJS.ProcessEnv): Outcome {
	const counts = join(directory, `${String(Date.now())}.json`);
	console.log(`\n  ${title}`);
	const ended = spawnSync('node_modules/.bin/mocha', ['--spec', spec], {
		stdio: 'inherit',
		env: { ...process.env, ...environment, WGSPOKE_COUNTS: counts },
	});
	const lines = existsSync(counts) ? readFileSync(counts, 'utf8').trim().split('\n') : [];
	const last = lines.length > 0 ? (JSON.parse(lines[lines.length - 1] ?? '') as Counts) : NONE;
	const ok = ended.status === 0 && last.passes > 0 && last.pending === 0;
	return { title, counts: last, ok, left: '' };
}

const UNIT = 'test/unit/**/*.test.ts';
const CONTRACT = 'test/contract/**/*.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';

/** Contract and browser suite on real OpenWrt, where there is one. */
function openwrt(): Outcome[] {
	const { driver, environment, why } = findOpenwrt();
	const title = `real OpenWrt (${driver})`;
	if (why !== '') return [{ title: 'real OpenWrt', counts: NONE, ok: true, left: why }];
	return [
		mocha(`contract on ${title}`, CONTRACT, environment),
		mocha(`browser on ${title}`, BROWSER, environment),
	];
}

const DEV = { WGSPOKE_DRIVER: 'dev' };

const SUITES: Record<string, () => Outcome[]> = {
	check,
	unit: () => [mocha('unit', UNIT, {})],
	contract: () => [mocha('contract on the development router', CONTRACT, DEV)],
	browser: () => [mocha('browser on the development router', BROWSER, DEV)],
	openwrt,
};

const outcomes = process.argv.slice(2).flatMap((name) => {
	const suite = SUITES[name];
	if (!suite) throw new Error(`no suite "${name}": ${Object.keys(SUITES).join(', ')}`);
	return suite();
});
rmSync(directory, { recursive: true });

console.log('');
for (const { title, counts, left } of outcomes) {
	const { passes, failures, pending } = counts;
	const ran = `${String(passes)} passed, ${String(failures)} failed, ${String(pending)} skipped`;
	console.log(`  ${title}: ${left === '' ? ran : `not run: ${left}`}`);
}
const sum = (field: keyof Counts) => outcomes.reduce((all, { counts }) => all + counts[field], 0);
const failed = sum('failures') + outcomes.filter(({ ok, counts }) => !ok && counts.failures === 0).length;
const total = `${String(sum('passes'))} passed, ${String(failed)} failed, ${String(sum('pending'))} skipped`;
// With nothing to run on there is nothing to count: the lines above say why.
if (outcomes.some(({ left }) => left === '')) console.log(`\n${total}`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
