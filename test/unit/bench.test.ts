// Does the bench say what is over its budget, and pass over nothing in silence?

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun, writeRun } from '../../tools/suites/times.ts';
import { BUDGETS } from '../bench/budgets.ts';
import { callFigures } from '../bench/calls.ts';
import {
	closingLine,
	isWithin,
	packageLines,
	partLines,
	rowsOf,
	tableLines,
} from '../bench/report.ts';
import { partOf } from '../bench/sizes.ts';
import { inTurns, median } from '../bench/times.ts';
import type { Budget, Figures, Run } from '../bench/budgets.ts';

const BUDGET: Record<string, Budget> = {
	package: { what: 'the package', limit: 80, unit: 'KiB', on: ['package'] },
	'luci status': { what: "LuCI's", limit: null, unit: '×', on: ['package'] },
};

const runOf = (figures: Figures, why: Run['why'] = { 'luci status': 'no LuCI' }): Run => ({
	...{ place: 'package', label: 'the ipk', figures, why },
});

describe('a budget', () => {
	const rows = (run: Run) => rowsOf([run], BUDGET);
	const verdict = (run: Run) => rows(run)[0]?.verdict;

	it('is kept up to its limit, and by nothing that is no number', () => {
		assert.equal(verdict(runOf({ package: 80 })), 'ok');
		assert.equal(verdict(runOf({ package: 80.01 })), 'over');
		assert.equal(verdict(runOf({ package: NaN })), 'over');
		assert.ok(isWithin(rows(runOf({ package: 80 }))));
		assert.ok(!isWithin(rows(runOf({ package: 80.01 }))));
	});

	it('that is known not to be kept is over all the same, and what is worse than known is told from it', () => {
		const known = { package: { ...BUDGET['package'], known: 160 } } as Record<string, Budget>;
		const found = (figure: number) => rowsOf([runOf({ package: figure })], known);
		assert.equal(found(80)[0]?.verdict, 'ok');
		assert.equal(found(160)[0]?.verdict, 'over, as known');
		assert.equal(found(160.1)[0]?.verdict, 'over');
		assert.ok(!isWithin(found(160)));
		assert.match(closingLine(found(160)), /^0 within their budget, 0 over, 1 over as known,/);
	});

	it('without a limit is there to compare with', () => {
		const found = rows(runOf({ package: 1, 'luci status': 99 }));
		assert.equal(found[1]?.verdict, 'to compare');
		assert.ok(isWithin(found));
	});

	it('that cannot be measured says why, and is counted', () => {
		const found = rows(runOf({}, { all: 'no ucode' }));
		assert.deepEqual(
			found.map(({ why }) => why),
			['no ucode', 'no ucode']
		);
		assert.equal(
			closingLine(found),
			'0 within their budget, 0 over, 0 over as known, 2 not measured'
		);
		assert.match(tableLines(found).join('\n'), /the ipk +≤ 80 KiB +– +not measured: no ucode$/m);
	});

	it('that nobody measured, and nobody left out, is a fault of the bench', () => {
		assert.throws(() => rows(runOf({}, {})), /package on the ipk/);
	});

	it('holds only where it says', () => {
		assert.deepEqual(rowsOf([{ ...runOf({}), place: 'node' }], BUDGET), []);
	});

	it('is there for every place', () => {
		const everywhere = (['package', 'tests', 'node', 'ucode', 'dev', 'openwrt'] as const).map(
			(place): Run => ({ place, label: place, figures: {}, why: { all: 'not tried' } })
		);
		const found = rowsOf(everywhere);
		assert.equal(found.length, Object.values(BUDGETS).flatMap(({ on }) => [...on]).length);
	});
});

describe('the figures of calls', () => {
	it('are in units of the cheapest, and grow by what a site costs beyond it', () => {
		const costs = (access: number, pulse: number, status: number) => ({ access, pulse, status });
		const figures = callFigures(costs(4, 6, 10), costs(4, 6, 14), costs(8, 14, 408));
		assert.deepEqual(figures, {
			pulse: 1.5,
			status: 2.5,
			// (14/8 - 1) / 500 against (6/4 - 1) / 100; (408/8 - 1) / 500 against (14/4 - 1) / 100
			'pulse linear': 0.3,
			'status linear': 4,
		});
	});

	it('are no number where a call is missing, which is over every budget', () => {
		assert.ok(Number.isNaN(callFigures({ access: 1 }, {}, {}).pulse));
	});
});

describe('times', () => {
	it('are the middle of their rounds, taken in turns', async () => {
		assert.equal(median([9, 1, 5]), 5);
		assert.ok(Number.isNaN(median([])));
		const done: string[] = [];
		const times = await inTurns({ a: () => done.push('a'), b: () => done.push('b') }, 2);
		assert.deepEqual(done, ['a', 'b', 'a', 'b']);
		assert.ok((times.a ?? -1) >= 0);
	});
});

describe('the parts of the package', () => {
	it('are the programs, what they share, and what stands alone', () => {
		assert.equal(partOf('usr/share/ucode/wgspoke/shared.uc'), 'what command and object share');
		assert.equal(partOf('usr/share/wgspoke/hub.sh'), 'hub.sh');
		assert.equal(partOf('etc/config/wgspoke'), 'settings, menu, rights');
	});

	it('are summed up, and stand beside the packages as files and as installed', () => {
		const size = { name: 'luci-app-x', ipk: 10, apk: 11, installed: 30 };
		assert.equal(packageLines([size]).at(-1), 'luci-app-x   10   11         30');
		const part = { name: 'hub.sh', bytes: 10, compressed: 4 };
		assert.match(partLines([part, { ...part, name: 'b' }]).at(-1) ?? '', /^all +20 +8$/);
	});
});

describe('the last full run of the tests', () => {
	const folder = mkdtempSync(join(tmpdir(), 'wgspoke-bench-'));
	after(() => {
		rmSync(folder, { recursive: true });
	});

	it('is told with its seconds and its end; where there is none, or no such file, by null', () => {
		const file = join(folder, 'build', 'run.json');
		assert.equal(readRun(file), null);
		writeRun(file, 287.6, new Date('2026-01-31T14:05:09Z'));
		assert.deepEqual(readRun(file), { seconds: 288, ended: '2026-01-31 14:05' });
		writeFileSync(file, 'half a');
		assert.equal(readRun(file), null);
	});
});
