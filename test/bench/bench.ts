// Is everything within its budget? `make bench` measures all that budgets.ts promises; it exits 1 over one.
// UCODE names interpreters, OPENWRT_… a real OpenWrt.

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAST_RUN, readRun } from '../../tools/suites/times.ts';
import { measureDomain } from './domain.ts';
import { closingLine, isWithin, packageLines, partLines, rowsOf, tableLines } from './report.ts';
import { measureRouters } from './router.ts';
import { measureSizes } from './sizes.ts';
import type { Run } from './budgets.ts';

/** Of `make test`, which takes minutes, its own last word counts. */
function lastTests(): Run {
	const run = readRun(LAST_RUN);
	const all = 'nobody has run `make test` here to its good end';
	return run === null
		? { place: 'tests', label: 'here', figures: {}, why: { all } }
		: { place: 'tests', label: run.ended, figures: { tests: run.seconds }, why: {} };
}

/** 'The machine: 2 cores, 0.8 processes on average before, 2.1 at the end.' What is in seconds depends on it. */
function machineLine(before: number): string {
	const [now = NaN] = loadavg();
	const load = `${before.toFixed(1)} processes on average before, ${now.toFixed(1)} at the end`;
	return `The machine: ${availableParallelism()} cores, ${load}.`;
}

const [loadBefore = NaN] = loadavg();
const folder = mkdtempSync(join(tmpdir(), 'wgspoke-bench-'));
try {
	const { run: sizes, parts, sizes: files, packages } = await measureSizes(folder);
	const domain = await measureDomain(folder);
	const routers = await measureRouters(packages);
	const rows = rowsOf([...routers, ...domain, sizes, lastTests()]);
	const tables = [...packageLines(files), '', ...partLines(parts), '', ...tableLines(rows), ''];
	for (const line of [...tables, machineLine(loadBefore), closingLine(rows)]) console.log(line);
	process.exitCode = isWithin(rows) ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true });
}
