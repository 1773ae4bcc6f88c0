// What is asked for when a change is tried out: what it is waited for, what the hub is told, what is kept with it?
// The same from a page and from the command; a page begins it, and asks how far it is.

import { trial_seconds } from '../base/constants.ts';
import { begin_trial } from '../trial/state.ts';
import { settle } from '../words/settle.ts';
import { as_asked } from './athub.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Aim, TrialRequest } from '../trial/state.ts';
import type { Finding } from '../words/findings.ts';
import type { HubHalf } from './athub.ts';
import type { FullPlan } from './request.ts';

/** A change that is to be tried out, whoever asks for it. */
export type Wanted = Omit<TrialRequest, 'id' | 'asked' | 'seconds' | 'confirm' | 'keep'>;

/** Nothing is waited for. */
export const nothing_aim: Aim = { kind: 'none', name: '', addresses: [] };

/** What a change of the network is waited for. */
export function answers_aim(plan: FullPlan): Aim {
	const hub = plan.reply.network.hub;
	// One that is switched off is at its end once it does not run.
	const kind = hub.off ? 'gone' : 'answers';
	return { kind: kind, name: hub.interface, addresses: plan.endpoint_addresses };
}

/** `half`: the hub's half of the change; null for none. */
export function wanted_change(
	verb: string,
	changes: Change[],
	aim: Aim,
	half: HubHalf | null
): Wanted {
	return {
		verb: verb,
		changes: changes,
		aim: aim,
		device_key: '',
		device_public_key: '',
		paste: '',
		...as_asked(half),
	};
}

/** Is there nothing to be done, here or at the hub? */
export function is_nothing(wanted: Wanted): boolean {
	return length(wanted.changes) == 0 && wanted.hub == null;
}

/** A page's part in a trial: within this time it gets its answers through the new configuration, and says so. */
export const by_page = { seconds: trial_seconds, confirm: true, keep: false };

/** Begins the trial for a page; the reply with its id, and with what was in the way. */
export function begin_for_page<R extends { findings: Finding[] }>(
	router: Router,
	reply: R,
	wanted: Wanted
): R & { trial: string } {
	const begun = begin_trial(router, { ...by_page, ...wanted });
	const findings = settle([...reply.findings, ...begun.findings]);
	return { ...reply, findings: findings, trial: begun.trial };
}
