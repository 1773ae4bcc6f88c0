// Of which programs does each suite consist? Compiler, linter and formatter are one each; the files of tests are
// shared out among a few programs, of which each has one lab for all of its files.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOpenwrt } from '../lab/openwrt.ts';
import { fileSeconds, inParts } from './times.ts';
import type { Times } from './times.ts';

/** A program that is run to its end, beside others. */
export interface Job {
	/** The suite that it belongs to: 'contract on the development router'. */
	suite: string;
	/** Unique, for the times and the report: 'dev test/contract/join.test.ts'. */
	name: string;
	/** One of the project's programs. */
	program: string;
	args: string[];
	environment: NodeJS.ProcessEnv;
	/** What its files are run on, for their times: 'dev', 'unit'. */
	label: string;
	/** The files of tests that it runs; none for a program that reads whole folders. */
	files: string[];
	/** Name of the program that has to end before this one begins; ''. */
	after: string;
	/** A program that only passes or fails counts as one check; mocha tells its counts. */
	counts: 'one check' | 'by mocha';
}

/** What was asked for under one name: jobs, or why there is nothing to run. */
export interface Suite {
	title: string;
	jobs: Job[];
	/** Why nothing runs; '' when something does. */
	left: string;
	/** Does it need the package? */
	needsPackage: boolean;
}

/** Every file of tests below a folder, by path. */
export function testFiles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.test.ts'))
		.map((path) => join(folder, path))
		.sort();
}

function check(): Suite[] {
	const suite = 'compiler, linter, formatter';
	const job = (program: string, args: string[], after = ''): Job => ({
		...{
			suite,
			name: program,
			program,
			args,
			environment: {},
			label: '',
			files: [],
			after,
			counts: 'one check',
		},
	});
	// The compiler only writes the declarations by which one folder knows another: oxlint says what it would have said.
	const jobs = [
		job('tsc', ['-b', '--noCheck']),
		job('oxlint', ['--type-aware', '--type-check', '--report-unused-disable-directives'], 'tsc'),
		job('eslint', ['root']),
		job('prettier', ['--check', '--log-level', 'warn', '.']),
	];
	return [{ title: suite, jobs, left: '', needsPackage: false }];
}

function mocha(
	suite: string,
	name: string,
	label: string,
	files: string[],
	environment: NodeJS.ProcessEnv
): Job {
	const args = files.flatMap((file) => ['--spec', file]);
	const what = { suite, name, program: 'mocha', args, environment, label, files };
	return { ...what, after: '', counts: 'by mocha' };
}

/** How many programs share the files of a suite; null: each file has its own, for it changes hub, internet and clock of its lab. */
const PROGRAMS = { unit: 3, contract: null, browser: 6, slow: 1 };

/** Does it leave its lab with a hub that answers its homes? These then follow it, which no other test expects. */
const isAlone = (file: string): boolean => readFileSync(file, 'utf8').includes('answerHomes(');

/** Programs that take about as long as each other: 'dev contract 1 of 4'. */
function shared(
	kind: keyof typeof PROGRAMS,
	title: string,
	label: string,
	environment: NodeJS.ProcessEnv,
	times: Times
): Job[] {
	const count = label === 'qemu' ? 1 : PROGRAMS[kind];
	const seconds = (file: string): number => fileSeconds(label, file, times);
	const all = testFiles(`test/${kind}`);
	const alone = count === null ? all : count > 1 ? all.filter(isAlone) : [];
	const others = all.filter((file) => !alone.includes(file));
	const parts = [...inParts(others, count ?? 0, seconds), ...alone.map((file) => [file])];
	const name = label === kind ? kind : `${label} ${kind}`;
	return parts.map((files, at) =>
		mocha(title, `${name} ${at + 1} of ${parts.length}`, label, files, environment)
	);
}

function unit(times: Times): Suite[] {
	const jobs = shared('unit', 'unit', 'unit', {}, times);
	return [{ title: 'unit', jobs, left: '', needsPackage: false }];
}

/** A suite of tests in labs. */
function inLabs(
	kind: 'contract' | 'browser' | 'slow',
	where: string,
	driver: string,
	environment: NodeJS.ProcessEnv,
	times: Times
): Suite {
	const title = `${kind} on ${where}`;
	const jobs = shared(kind, title, driver, environment, times);
	return { title, jobs, left: '', needsPackage: true };
}

const DEVELOPMENT = ['the development router', 'dev', { WGSPOKE_DRIVER: 'dev' }] as const;

/** Contract and browser suite on real OpenWrt, where there is one. */
function openwrt(times: Times): Suite[] {
	const { driver, environment, why } = findOpenwrt();
	if (why !== '') return [{ title: 'real OpenWrt', jobs: [], left: why, needsPackage: false }];
	const where = `real OpenWrt (${driver})`;
	return [
		inLabs('contract', where, driver, environment, times),
		inLabs('browser', where, driver, environment, times),
	];
}

/** What takes minutes because nothing in it is shortened: on the development router, and on real OpenWrt where there is one. */
function slow(times: Times): Suite[] {
	const { driver, environment, why } = findOpenwrt();
	const causes = 'test/contract/causes.test.ts';
	const on = (where: string, named: string, given: NodeJS.ProcessEnv): Suite => {
		const suite = inLabs('slow', where, named, given, times);
		const all = { ...given, ALL_CAUSES: '1' };
		const label = `${named}, all of them`;
		const table = mocha(suite.title, `${label}: ${causes}`, label, [causes], all);
		return { ...suite, jobs: [...suite.jobs, table] };
	};
	const real: Suite =
		why === ''
			? on(`real OpenWrt (${driver})`, driver, environment)
			: { title: 'slow on real OpenWrt', jobs: [], left: why, needsPackage: false };
	return [on(...DEVELOPMENT), real];
}

/** What breaks in the middle of a change, each fault as often as FAULT_TRIALS says: on paper, and on each driver. */
function faults(): Suite[] {
	const often = { FAULT_TRIALS: process.env.FAULT_TRIALS ?? '3' };
	// What is broken in the middle of a change; what is somebody else's; what is too much; what was put out of order or set.
	const names = ['faults', 'ours', 'bounds', 'bad-input', 'repair', 'watch', 'clock', 'together'];
	// A hub that moves is one of the faults.
	const files = [
		...names.map((name) => `test/contract/${name}.test.ts`),
		...testFiles('test/slow'),
	];
	const suite = (where: string, driver: string, environment: NodeJS.ProcessEnv): Suite => {
		const title = `faults on ${where}`;
		const jobs = files.map((file) =>
			mocha(title, `${driver}, faults: ${file}`, `${driver}, faults`, [file], {
				...environment,
				...often,
			})
		);
		return { title, jobs, left: '', needsPackage: true };
	};
	const title = 'faults on paper, at every effect on the disk among them';
	const units = ['trial-faults', 'special', 'status', 'fuzz', 'read'];
	const specs = units.map((name) => `test/unit/${name}.test.ts`);
	const paper = mocha(title, 'faults', 'faults', specs, often);
	const { driver, environment, why } = findOpenwrt();
	return [
		{ title, jobs: [paper], left: '', needsPackage: false },
		suite(...DEVELOPMENT),
		why === ''
			? suite(`real OpenWrt (${driver})`, driver, environment)
			: { title: 'faults on real OpenWrt', jobs: [], left: why, needsPackage: false },
	];
}

/** What can be asked for by name; `times` are those of the last run, by which files are shared out. */
export const SUITES: Record<string, (times: Times) => Suite[]> = {
	check,
	unit,
	contract: (times) => [inLabs('contract', ...DEVELOPMENT, times)],
	browser: (times) => [inLabs('browser', ...DEVELOPMENT, times)],
	openwrt,
	slow,
	faults,
};
