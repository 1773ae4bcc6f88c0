// Do many programs side by side come to the same sum as one after the other?

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, faultsIn } from '../../tools/suites/faults.ts';
import { SUITES, testFiles } from '../../tools/suites/jobs.ts';
import { longestFirst } from '../../tools/suites/order.ts';
import { inPool } from '../../tools/suites/pool.ts';
import {
	NONE,
	allGood,
	isGood,
	report,
	secondsOf,
	slowest,
	toTryAlone,
} from '../../tools/suites/report.ts';
import { inParts, readTimes, writeTimes } from '../../tools/suites/times.ts';
import type { Job, Suite } from '../../tools/suites/jobs.ts';
import type { Outcome } from '../../tools/suites/report.ts';

const job = (name: string, ...files: string[]): Job => ({
	...{ suite: 'contract', name, program: 'mocha', args: [], environment: {}, label: 'dev', files },
	after: '',
	counts: 'by mocha',
});
const suiteOf = (jobs: Job[], left = ''): Suite => ({
	...{ title: 'contract', jobs, left, needsPackage: true },
});
const outcome = (one: Job, passes: number, more: Partial<Outcome> = {}): Outcome => ({
	...{ job: one, ended: true, counts: { ...NONE, passes }, seconds: 10, processor: 5 },
	...more,
});

describe('a pool', () => {
	it('works on so many pieces at once and no more, and keeps results in order', async () => {
		let now = 0;
		let most = 0;
		const results = await inPool([30, 1, 20, 1, 1, 5], 3, async (ms) => {
			most = Math.max(most, ++now);
			await new Promise((resolve) => setTimeout(resolve, ms));
			now--;
			return ms;
		});
		assert.deepEqual(results, [30, 1, 20, 1, 1, 5]);
		assert.equal(most, 3);
	});

	it('begins the pieces in their order, and works with one place and with none to do', async () => {
		const begun: number[] = [];
		const note = (piece: number): Promise<void> => Promise.resolve(void begun.push(piece));
		await inPool([3, 1, 2], 1, note);
		assert.deepEqual(begun, [3, 1, 2]);
		assert.deepEqual(await inPool([], 4, note), []);
	});

	it('lets a piece wait for another one, and does what is behind it meanwhile', async () => {
		const begun: string[] = [];
		const note = (piece: string): Promise<void> => Promise.resolve(void begun.push(piece));
		const mayBegin = (piece: string, ended: ReadonlySet<string>): boolean =>
			piece !== 'linter' || ended.has('compiler');
		await inPool(['linter', 'a', 'b', 'compiler', 'c'], 1, note, mayBegin);
		assert.deepEqual(begun, ['a', 'b', 'compiler', 'linter', 'c']);
		await assert.rejects(inPool(['linter'], 2, note, mayBegin), /1 pieces wait/);
	});

	it('ends with the first piece that throws', async () => {
		const fail = (): Promise<void> => Promise.reject(new Error('no'));
		await assert.rejects(inPool([1, 2], 2, fail), /no/);
	});
});

describe('the order of the programs', () => {
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-suites-'));
	after(() => {
		rmSync(folder, { recursive: true });
	});

	it('is by the seconds of the last time, by size where there is none yet', () => {
		const [large, small] = ['large', 'small'].map((name) => join(folder, name));
		writeFileSync(large ?? '', 'x'.repeat(4000));
		writeFileSync(small ?? '', 'x'.repeat(1000));
		const jobs = [
			job('small', small ?? ''),
			job('known'),
			job('large', large ?? ''),
			job('folder'),
		];
		const names = longestFirst(jobs, { known: 20 }).map(({ name }) => name);
		assert.deepEqual(names, ['folder', 'large', 'known', 'small']);
	});

	it('is by the files of a program, each as long as it took there last time', () => {
		const jobs = [job('one', 'a', 'b'), job('other', 'c')];
		const names = longestFirst(jobs, { 'dev a': 10, 'dev b': 30, 'dev c': 35 });
		assert.deepEqual(
			names.map(({ name }) => name),
			['one', 'other']
		);
	});

	it('shares files out so that programs take about as long as each other', () => {
		const seconds: Record<string, number> = { a: 10, b: 50, c: 20, d: 15, e: 5 };
		const shared = inParts(Object.keys(seconds), 2, (file) => seconds[file] ?? 0);
		assert.deepEqual(shared, [['b'], ['a', 'c', 'd', 'e']]);
		assert.deepEqual(
			inParts(['a'], 3, () => 1),
			[['a']]
		);
	});

	it('counts what comes after a program with it', () => {
		const jobs = [job('unit'), job('tsc'), { ...job('eslint'), after: 'tsc' }];
		const names = longestFirst(jobs, { unit: 60, tsc: 20, eslint: 50 }).map(({ name }) => name);
		assert.deepEqual(names, ['tsc', 'unit', 'eslint']);
	});

	it('is kept in a file, and does without one', () => {
		const file = join(folder, 'a/times.json');
		assert.deepEqual(readTimes(file), {});
		writeTimes(file, { unit: 60 });
		assert.deepEqual(readTimes(file), { unit: 60 });
	});
});

describe('the closing report', () => {
	const [a, b] = [job('a'), job('b')];

	it('sums counts and seconds, and names the slowest first', () => {
		const outcomes = [outcome(a, 3), outcome(b, 4, { seconds: 31 })];
		const lines = report([suiteOf([a, b])], outcomes, 33.4);
		assert.equal(
			lines[0],
			'  contract: 7 passed, 0 failed, 0 skipped; 41 s, 10 s of the processor in 2 programs'
		);
		assert.equal(lines.at(-1), '7 passed, 0 failed, 0 skipped, in 33 s, 10 s of the processor');
		assert.deepEqual(slowest(outcomes), ['   31 s  b', '   10 s  a']);
		assert.ok(allGood([suiteOf([a, b])], outcomes));
	});

	it('tells how long each file took, and keeps that', () => {
		const files = { 'test/a.test.ts': 12.4, 'test/b.test.ts': 30 };
		const counts = { ...NONE, passes: 2, files };
		const outcomes = [outcome(job('dev', ...Object.keys(files)), 2, { counts }), outcome(a, 1)];
		assert.deepEqual(slowest(outcomes), [
			'   30 s  dev test/b.test.ts',
			'   12 s  dev test/a.test.ts',
			'   10 s  a',
		]);
		const times = { 'dev test/a.test.ts': 12.4, 'dev test/b.test.ts': 30, a: 10 };
		assert.deepEqual(secondsOf(outcomes), times);
	});

	it('is bad for a file in which no test ran, beside others in the same program', () => {
		const both = job('dev', 'test/a.test.ts', 'test/b.test.ts');
		const counts = { ...NONE, passes: 2, files: { 'test/a.test.ts': 1 } };
		const outcomes = [outcome(both, 2, { counts })];
		assert.equal(allGood([suiteOf([both])], outcomes), false);
		const lines = report([suiteOf([both])], outcomes, 1).join('\n');
		assert.ok(lines.includes('Failed:\n    dev\n      no test ran in test/b.test.ts'));
	});

	for (const [what, bad, counted] of [
		['in which no test ran', outcome(b, 0), '3 passed, 1 failed, 0 skipped'],
		['that broke down', outcome(b, 4, { ended: false }), '7 passed, 1 failed, 0 skipped'],
		[
			'with a skipped test',
			outcome(b, 0, { counts: { passes: 4, failures: 0, pending: 1 } }),
			'7 passed, 1 failed, 1 skipped',
		],
		[
			'with failed tests',
			outcome(b, 0, { ended: false, counts: { passes: 4, failures: 2, pending: 0 } }),
			'7 passed, 2 failed, 0 skipped',
		],
	] as const) {
		it(`is bad and names the file ${what}`, () => {
			const outcomes = [outcome(a, 3), bad];
			assert.equal(isGood(bad), false);
			assert.equal(allGood([suiteOf([a, b])], outcomes), false);
			const lines = report([suiteOf([a, b])], outcomes, 1);
			assert.equal(lines.at(-1), `${counted}, in 1 s, 10 s of the processor`);
			assert.ok(lines.join('\n').includes('Failed:\n    b'));
		});
	}

	const failed = [{ name: 'a hub answers', why: 'Waited 15 s for the hub.\n  at once' }];
	const bad = { ended: false, counts: { ...NONE, passes: 3, failures: 1, failed } };

	it('ends with the tests that failed, and what each said', () => {
		const lines = report([suiteOf([a])], [outcome(a, 3, bad)], 1);
		assert.deepEqual(lines.slice(-5, -2), [
			'      a hub answers:',
			'        Waited 15 s for the hub.',
			'          at once',
		]);
	});

	it('says ten lines of what a test said, and not more than stands in one of them', () => {
		const why = Array.from({ length: 12 }, (_, i) => `${String(i)} ${'x'.repeat(200)}`).join(
			'\n\n'
		);
		const counts = { ...bad.counts, failed: [{ name: 'a hub answers', why }] };
		const lines = report([suiteOf([a])], [outcome(a, 3, { ...bad, counts })], 1);
		const said = lines.filter((line) => line.includes('xxx'));
		assert.equal(said.length, 10);
		assert.ok(said.every((line) => line.length === 8 + 160));
	});

	it('is good where a program with a lab failed beside others and passed alone, and tells what failed', () => {
		const inLab = job('in a lab', 'test/a.test.ts');
		const beside = outcome(inLab, 3, bad);
		assert.deepEqual(toTryAlone([outcome(a, 3), beside]), [beside]);
		const files = { 'test/a.test.ts': 1 };
		const alone = outcome(inLab, 4, { counts: { ...NONE, passes: 4, files }, beside });
		assert.ok(allGood([suiteOf([inLab])], [alone]));
		const lines = report([suiteOf([inLab])], [alone], 1).join('\n');
		assert.match(lines, /passed when it ran again alone:\n {4}in a lab\n.*Waited 15 s/s);
		assert.match(lines, /4 passed, 0 failed/);
		const still = { ...alone, ...bad, beside };
		assert.equal(allGood([suiteOf([inLab])], [still]), false);
		assert.doesNotMatch(report([suiteOf([inLab])], [still], 1).join('\n'), /again alone/);
	});

	it('has no second try for what is no lab, and none where many fail', () => {
		const inLab = job('in a lab', 'test/a.test.ts');
		const unit = { ...inLab, label: 'unit' };
		assert.deepEqual(toTryAlone([outcome(unit, 3, bad)]), []);
		const beside = outcome(inLab, 3, bad);
		assert.deepEqual(toTryAlone([outcome(unit, 3, bad), beside]), [beside]);
		assert.deepEqual(toTryAlone([outcome(job('tsc'), 0, { ended: false })]), []);
		const four = [1, 2, 3, 4].map(() => outcome(inLab, 3, bad));
		assert.deepEqual(toTryAlone(four), []);
		assert.equal(toTryAlone(four.slice(1)).length, 3);
	});

	it('of the faults has a line for each, with its tests in all programs, none where none ran', () => {
		const told = (passed: boolean) => ({ name: 'who looks (fault 4) is answered', passed });
		const outcomes = [
			outcome(a, 0, { counts: { ...NONE, passes: 2, marked: [told(true), told(true)] } }),
			outcome(b, 0, { counts: { ...NONE, failures: 1, marked: [told(false)] } }),
		];
		const lines = report([suiteOf([a, b])], outcomes, 1, true);
		const line = (number: number): string[] =>
			lines
				.find((one) => one.includes(FAULTS[number] ?? '?'))
				?.trim()
				.split(/ {2,}/) ?? [];
		assert.deepEqual(line(4), ['4', FAULTS[4], '3', '1']);
		assert.deepEqual(line(5), ['5', FAULTS[5], '0', '0']);
		assert.ok(!report([suiteOf([a, b])], outcomes, 1).some((one) => one.includes(FAULTS[4] ?? '')));
	});

	it('is bad for a suite without a file, and good for one that says why it does not run', () => {
		assert.equal(allGood([suiteOf([])], []), false);
		const left = suiteOf([], 'no OpenWrt here');
		assert.equal(allGood([left], []), true);
		assert.deepEqual(report([left], [], 1), ['  contract: not run: no OpenWrt here']);
	});
});

describe('the name of a test', () => {
	it('tells which faults it stands for, in its own words or those around it', () => {
		assert.deepEqual(faultsIn('a hub (fault 6) that has a name is found'), [6]);
		assert.deepEqual(faultsIn('whoever looks (fault 4, fault 11): an answer (fault 4)'), [4, 11]);
		assert.deepEqual(faultsIn('a default 6, (6), (the default 5)'), []);
	});
});

describe('the suites', () => {
	it('run every file of tests that there is', () => {
		const named = ['unit', 'contract', 'browser', 'slow'].flatMap(
			(name) => SUITES[name]?.({}) ?? []
		);
		const run = new Set(named.flatMap(({ jobs }) => jobs.flatMap(({ args }) => args)));
		run.delete('--spec');
		assert.deepEqual([...run].sort(), testFiles('test'));
	});

	it('give a lab of its own to each file that changes hub, internet or clock', () => {
		const jobsOf = (suite: string) => (SUITES[suite]?.({}) ?? []).flatMap(({ jobs }) => jobs);
		for (const { files } of jobsOf('contract')) assert.equal(files.length, 1, files.join());
		const speaking = jobsOf('browser').filter(({ files }) =>
			files.some((file) => readFileSync(file, 'utf8').includes('answerHomes('))
		);
		assert.ok(speaking.length > 0);
		for (const { files } of speaking) assert.equal(files.length, 1, files.join());
	});

	it('of the faults has a test for every fault that was once there', () => {
		const files = (SUITES['faults']?.({}) ?? [])
			.flatMap(({ jobs }) => jobs.flatMap(({ args }) => args))
			.filter((path) => path.endsWith('.ts'));
		const named = files.flatMap((path) => {
			const text = readFileSync(path, 'utf8');
			const marked = [...text.matchAll(/\([^()]*\)/g)].flatMap(([mark]) => faultsIn(mark));
			return [
				...marked,
				...[...text.matchAll(/\bfault\(\s*(\d+),/g)].map(([, one]) => Number(one)),
			];
		});
		const numbers = [...new Set(named)].sort((one, other) => one - other);
		assert.deepEqual(numbers, Object.keys(FAULTS).map(Number));
	});
});
