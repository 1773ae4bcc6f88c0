// How do the changes of a verb get into the caller's rpcd session, and what is in the way there?

import { forget_probe } from '../doctor/probe.ts';
import { finding } from '../words/findings.ts';
import { stage, staged_configs } from '../trial/transaction.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';

/** A finding for each config that the caller's session has edits in: they would be applied with ours. */
export function pending_findings(session: string): Finding[] {
	return map(staged_configs(session), (config) => finding('pending-changes', { value: config }));
}

/** Stages for the caller's `uci apply`; the verdicts of the last probe are about what was before. */
export function stage_or_die(router: Router, session: string, changes: Change[]): void {
	const problem = stage(router, session, changes);
	if (problem) die('could not stage the changes: ' + problem);
	forget_probe(router);
}
