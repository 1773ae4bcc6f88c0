// How does the command carry a change out: as a trial that it waits for, or by writing the directory that it works on?
// Waits for the hub: never inside rpcd.

import { begin_trial } from '../trial/state.ts';
import { write_directory } from '../trial/trial.ts';
import { settle_change, wait_for_trial } from './trial.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Wanted } from './wanted.ts';

/** How it ended. */
export interface Carried {
	state: 'kept' | 'refused' | 'undone' | 'stuck';
	/** What it was waited for came, after so many seconds; null: it did not come, or nothing was waited for. */
	came: number | null;
	findings: Finding[];
}

/** `keep`: also where nothing has come after these seconds. */
export function carry_out(router: Router, wanted: Wanted, seconds: number, keep: boolean): Carried {
	if (!router.live) {
		const problem = write_directory(router, wanted.changes);
		if (problem) return { state: 'refused', came: null, findings: [problem] };
		return { state: 'kept', came: null, findings: settle_change(router, wanted) };
	}
	const begun = begin_trial(router, { ...wanted, seconds: seconds, confirm: false, keep: keep });
	if (begun.trial == '') return { state: 'refused', came: null, findings: begun.findings };
	const trial = wait_for_trial(router, begun.trial);
	const came = trial.state == 'kept' && trial.stage == 'answers' ? trial.seconds : null;
	return { state: trial.state as Carried['state'], came: came, findings: trial.findings };
}
