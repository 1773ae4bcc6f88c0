// Mocha's spec reporter, which also leaves its counts in the file that WGSPOKE_COUNTS names, so that
// tools/test.ts can tell at the end how many tests ran where, how long each file took, which failed and why, and the
// names of those that stand for a fault.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		const marked = [];
		const note = (passed) => (test) => {
			const name = test.fullTitle();
			if (/\bfault \d/.test(name)) marked.push({ name, passed });
		};
		runner.on('pass', note(true));
		runner.on('fail', note(false));
		const failed = [];
		runner.on('fail', (test, error) => {
			failed.push({ name: test.fullTitle(), why: String(error?.message ?? error) });
		});
		// Seconds of each file in which a test ran.
		const files = {};
		let begin = 0;
		runner.on('suite', (suite) => {
			if (suite.parent?.root) begin = performance.now();
		});
		runner.on('suite end', (suite) => {
			if (!suite.parent?.root || suite.total() === 0) return;
			const file = relative('.', suite.file);
			files[file] = (files[file] ?? 0) + (performance.now() - begin) / 1000;
		});
		runner.once('end', () => {
			const { passes, failures, pending } = this.stats;
			const file = process.env.WGSPOKE_COUNTS;
			const counts = { passes, failures, pending, failed, marked, files };
			if (file) appendFileSync(file, JSON.stringify(counts) + '\n');
		});
	}
}
