// Mocha's spec reporter, which also leaves its counts in the file that WGSPOKE_COUNTS names, so that
// tools/test.ts can tell at the end how many tests ran where.
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		runner.once('end', () => {
			const { passes, failures, pending } = this.stats;
			const file = process.env.WGSPOKE_COUNTS;
			if (file) appendFileSync(file, JSON.stringify({ passes, failures, pending }) + '\n');
		});
	}
}
