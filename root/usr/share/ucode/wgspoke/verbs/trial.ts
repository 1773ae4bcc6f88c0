// What is done when a change has been kept, and what is to be undone that nobody kept?

import { forget_probe } from '../doctor/probe.ts';
import {
	forget_keys,
	forget_old_pastes,
	forget_pastes,
	forget_pending_key,
	forget_renewed_key,
	keep_key,
} from '../router/keys.ts';
import { forget_owed, forget_told } from '../router/told.ts';
import { is_key_lost } from '../plan/ours.ts';
import { collect_configs } from '../router/look.ts';
import { note_left } from './left.ts';
import { take_token } from './token.ts';
import { recover, run_trial } from '../trial/trial.ts';
import { decide, has_ended, last_trial, needs_recovery, trial_of } from '../trial/state.ts';
import { steady } from '../base/uptime.ts';
import { finding } from '../words/findings.ts';
import { hub_hand } from './athub.ts';
import { joined_network } from './join.ts';
import type { Known } from '../model/facts.ts';
import type { Router } from '../router/router.ts';
import type { Settlement } from '../trial/journal.ts';
import type { Trial } from '../trial/progress.ts';
import type { Finding } from '../words/findings.ts';

const poll_ms = 100;
/** Putting files back is tried for seconds; so long another program is waited for that does it. */
const recovery_seconds = 20;

/**
 * Keeps the key of a device that somebody wanted kept, and forgets what is used up: the pasted text that the change
 * came from, the keys of devices that are gone, the verdicts about what was before; of a router that has left, all.
 */
export function settle_change(router: Router, request: Settlement): Finding[] {
	const network = joined_network(router);
	const key = request.device_key;
	const lost = key != '' && !keep_key(router, request.device_public_key, key);
	forget_keys(router, network);
	forget_probe(router);
	forget_pastes(router, network == null ? null : request.paste);
	forget_old_pastes(router);
	if (network == null) {
		forget_owed(router);
		forget_pending_key(router);
		forget_told(router);
	}
	if (network != null) note_left(router, network, request);
	if (!is_key_lost(collect_configs(router))) forget_renewed_key(router);
	const found = network == null ? [] : take_token(router, network, request.hub_token ?? '');
	if (lost) push(found, finding('key-not-kept', {}));
	const told = network == null ? 'hub-forgets' : 'hub-told';
	if (request.hub != null) push(found, finding(told, {}, 'hub.peers'));
	return found;
}

/** The program behind every change: see trial. */
export function do_trial(router: Router, id: string): void {
	run_trial(router, id, (kept) => settle_change(router, kept), hub_hand(router));
}

function recover_change(router: Router, booting: boolean): Known<boolean> {
	return recover(router, booting, (kept) => settle_change(router, kept), hub_hand(router));
}

// Is what somebody else is at work on what was left, and not a change of its own?
function is_recovering(router: Router): boolean {
	const trial = last_trial(router);
	return trial == null || has_ended(trial) || trial.verb == 'recover';
}

/**
 * Undoes what was neither kept nor undone, and forgets keys of devices that never came to be. A status has it done as
 * well: who asks by hand waits for that one, and looks then. True when nothing is left to be undone: the router is in
 * one whole state, or at a change that comes to its end by itself.
 */
export function do_recover(router: Router, booting: boolean): boolean {
	const end = steady() + recovery_seconds;
	let whole = recover_change(router, booting);
	while (whole == null && !booting && steady() < end) {
		// So soon has whoever is at work said what it is.
		sleep(poll_ms);
		if (!is_recovering(router)) return true;
		whole = recover_change(router, false);
	}
	const network = joined_network(router);
	// Where the list of devices is lost, their keys are all that is left of them.
	if (whole && network != null) forget_keys(router, network);
	return whole ?? booting;
}

/** Waits for the end of a trial, and has one undone whose program is gone. Never inside rpcd. */
export function wait_for_trial(router: Router, id: string): Trial {
	for (;;) {
		const trial = trial_of(router, id);
		const cut_short = trial.state == 'stuck' || trial.state == 'keeping';
		if (cut_short && needs_recovery(router)) {
			const whole = recover_change(router, false);
			if (whole != null) return whole ? trial_of(router, id) : trial;
		}
		if (has_ended(trial)) return trial;
		sleep(poll_ms);
	}
}

/** Whoever removes this package has not said yes to what is being tried out: it is undone first. Never inside rpcd. */
export function drop_trial(router: Router): void {
	const trial = last_trial(router);
	if (trial == null || has_ended(trial)) return;
	decide(router, trial.id, false);
	wait_for_trial(router, trial.id);
}
