// How is a change tried out? Journal, files, reload, proof; then it is kept, or everything goes back.
// `wgspoke trial` runs this, by itself: no terminal, page or rpcd has to live on for it. What it says at the end it
// has read from the files. One that was killed is undone by whoever comes next (`recover`), at the latest at boot.

import { door_seconds } from '../base/doors.ts';
import { steady } from '../base/uptime.ts';
import { finding } from '../words/findings.ts';
import {
	call_next_door,
	doors_now,
	handshakes_of,
	other_door,
	shortfall,
	stage_towards,
	start_stopped,
	stop_again,
} from './aim.ts';
import { configs_of, draft_edits, is_finding, place_texts } from './files.ts';
import {
	has_journal,
	keep_journal,
	read_journal,
	read_unsettled,
	remove_journal,
	write_journal,
} from './journal.ts';
import { apply_pending, tell_changed } from './services.ts';
import {
	decision_about,
	is_learning,
	note_refused,
	note_trial,
	take_lock,
	drop_request,
	read_request,
	starting_trial,
} from './state.ts';
import { stuck, undo } from './undo.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Change } from '../plan/change.ts';
import type { Known } from '../model/facts.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Settlement } from './journal.ts';
import type { TrialRequest } from './state.ts';
import type { Ending, HubHand } from './undo.ts';
import type { Trial, TrialState } from './progress.ts';

const poll_ms = 200;
/** procd waits a second before it has netifd read them. */
const reload_seconds = 2.5;
/** So long a person's change waits for what this router learns by itself. */
const learning_seconds = 10;

/** Edits a directory of UCI files, where nothing runs that could be asked; null, or what is wrong. */
export function write_directory(router: Router, changes: Change[]): Finding | null {
	const made = draft_edits(router, changes);
	if (is_finding(made)) return made;
	const draft = made;
	const placing = place_texts(router, draft.after);
	if (placing.problem == null) return null;
	return place_texts(router, draft.before).problem == null
		? placing.problem
		: finding('not-put-back', {});
}

// --- one trial ---

/** What is done once a change is kept, and does no harm when it is done again; what is to be said of it. */
export type Settling = (kept: Settlement) => Finding[];

function refused(problem: Finding): Ending {
	return { state: 'refused', findings: [problem] };
}

/** Puts the change in force: `waiting`, or why not. The old files are there then, unless it says `stuck`. */
function put_in_force(router: Router, request: TrialRequest, hub: HubHand | null): Ending {
	if (apply_pending(router)) return refused(finding('apply-pending', {}));
	const wanted = hub == null ? null : (request.hub ?? null);
	// What was undone before, and could not be there, comes first.
	const owed = wanted == null ? [] : hub!.pay();
	if (length(owed) > 0) return { state: 'refused', findings: owed };
	const back = wanted == null ? null : hub!.foresee(wanted);
	if (back != null && is_finding(back)) return refused(back);
	const changes = request.changes;
	const configs = configs_of(changes);
	const made = draft_edits(router, changes);
	if (is_finding(made)) return refused(made);
	const draft = made;
	const name = request.aim.name;
	const journal = {
		id: request.id,
		verb: request.verb,
		changes: changes,
		name: name,
		...(back == null ? {} : { hub: back }),
		settlement: {
			device_key: request.device_key,
			device_public_key: request.device_public_key,
			paste: request.paste,
			hub_token: request.hub_token ?? '',
			...(request.hub == null ? {} : { hub: request.hub }),
			...(request.left == null ? {} : { left: request.left }),
		},
	};
	const unwritten = write_journal(router, journal, draft);
	if (unwritten != null) return refused(unwritten);
	const untold = wanted == null ? null : hub!.tell(wanted);
	if (untold != null) {
		if (untold.unsure) hub!.owe(back as HubChange);
		remove_journal(router);
		return { state: 'refused', findings: [untold.problem, ...(untold.unsure ? hub!.pay() : [])] };
	}
	const placing = place_texts(router, draft.after);
	if (placing.problem == null && tell_changed(router, configs)) {
		return { state: 'waiting', findings: [] };
	}
	const reason = placing.problem ?? finding('not-told', {});
	if (!placing.touched && back == null) {
		remove_journal(router);
		return refused(reason);
	}
	const ending = undo(router, name, reason, false, hub);
	return ending.state == 'undone' ? { ...ending, state: 'refused' } : ending;
}

/** How waiting ended: 'keep', or why it is to be undone; and was a tunnel that somebody had stopped started for it? */
interface Outcome {
	end: 'keep' | Finding;
	started: boolean;
}

/** The ports that are tried while a hub is silent. */
interface Knocking {
	/** When the next one has its turn; 0: not known yet. */
	next: number;
	/** So long each has; 0 where there is but one. */
	span: number;
	/** The one that is called now, where it is another than at first; else 0. */
	port: number;
}

/** Calls a silent hub at its next port where the one before has had its time. */
function knock(router: Router, request: TrialRequest, before: Knocking): Knocking {
	const now = steady();
	if (before.next == 0) {
		const doors = doors_now(router).doors;
		const span = length(doors) > 1 ? door_seconds(doors, request.seconds) : 0;
		return { ...before, next: now + span, span: span };
	}
	if (before.span == 0 || now < before.next) return before;
	return { ...before, next: now + before.span, port: call_next_door(router, request.aim) };
}

/** Waits for proof and decision. `before`: handshakes from before the change; `tell` gets how far it is. */
function outcome_of(
	router: Router,
	request: TrialRequest,
	before: number[],
	tell: (state: TrialState, stage: Trial['stage'], port: number) => void
): Outcome {
	const aim = request.aim;
	const begin = steady();
	let knocking: Knocking = { next: 0, span: 0, port: 0 };
	let looked = false;
	let started = false;
	const ended = (end: Outcome['end']): Outcome => ({ end: end, started: started });
	for (;;) {
		const stage = stage_towards(router, aim, before);
		// By then netifd has taken the files over, and has started all that nobody stopped.
		if (!looked && stage == 'down' && steady() - begin > reload_seconds) {
			looked = true;
			started = start_stopped(router, aim.name);
		}
		const decision = decision_about(router, request.id);
		if (decision == 'keep' || (stage == 'answers' && !request.confirm)) return ended('keep');
		if (decision == 'undo') return ended(finding('undone-by-hand', {}));
		if (steady() - begin >= request.seconds) {
			return ended(request.keep ? 'keep' : shortfall(router, aim, stage, request.seconds));
		}
		// A tunnel that runs and hears nothing: one that waits for a page has heard the hub.
		if (aim.kind == 'answers' && stage == 'up') knocking = knock(router, request, knocking);
		tell(stage == 'answers' ? 'proved' : 'waiting', stage, knocking.port);
		sleep(poll_ms);
	}
}

/** The lock, for which it waits while this router only learns something by itself. */
function waited_lock(router: Router): ReturnType<typeof take_lock> {
	let lock = take_lock(router);
	const end = steady() + learning_seconds;
	while (!lock && is_learning(router) && steady() < end) {
		sleep(poll_ms);
		lock = take_lock(router);
	}
	return lock;
}

/** Does what belongs to a change that is kept, and notes it: whoever is killed meanwhile, it is done by the next one. */
function settle_kept(
	router: Router,
	kept: Settlement,
	settle: Settling,
	note: (state: TrialState, findings: Finding[]) => void
): void {
	const findings = settle(kept);
	note('keeping', findings);
	remove_journal(router);
	note('kept', findings);
}

/** Tries out what was asked for under the id. `settle` does what belongs to a change that is kept. */
export function run_trial(router: Router, id: string, settle: Settling, hand?: HubHand): void {
	const hub = hand ?? null;
	const lock = waited_lock(router);
	const request = read_request(router, id);
	if (request == null) return;
	const trial = starting_trial(id, request.verb);
	if (!lock) {
		note_refused(router, { ...trial, state: 'refused', findings: [finding('trial-running', {})] });
		drop_request(router, id);
		return;
	}
	let until = 0;
	const note = (state: TrialState, findings: Finding[]): void => {
		trial.state = state;
		trial.findings = findings;
		note_trial(router, trial, until);
	};
	note('starting', []);
	drop_request(router, id);
	// One that was killed comes first: its journal is about what this one starts from.
	const unsettled = read_unsettled(router);
	if (unsettled != null) settle_kept(router, unsettled.settlement, settle, () => null);
	if (has_journal(router)) undo(router, request.aim.name, finding('trial-died', {}), false, hub);
	const before = handshakes_of(router, request.aim);
	const begun = has_journal(router)
		? stuck([finding('not-put-back', {})])
		: put_in_force(router, request, hub);
	if (begun.state != 'waiting') {
		note(begun.state, begun.findings);
		lock.close();
		return;
	}
	const begin = steady();
	until = begin + request.seconds;
	const outcome = outcome_of(router, request, before, (state, stage, port) => {
		trial.port = port;
		if (stage == 'answers' && trial.seconds == 0) trial.seconds = steady() - begin;
		trial.stage = stage;
		note(state, []);
	});
	let end = outcome.end;
	if (end == 'keep') {
		trial.stage = stage_towards(router, request.aim, before);
		if (trial.stage == 'answers' && trial.seconds == 0) trial.seconds = steady() - begin;
		note('keeping', []);
		end = keep_journal(router) ?? 'keep';
	}
	if (end == 'keep') {
		const heard = request.aim.kind == 'answers' && trial.stage == 'answers';
		const found = heard ? other_door(doors_now(router)) : null;
		const told: Settling = (kept) => [...settle(kept), ...(found == null ? [] : [found])];
		settle_kept(router, request, told, note);
	} else {
		note('undoing', [end]);
		if (outcome.started) stop_again(request.aim.name);
		const ending = undo(router, request.aim.name, end, false, hub);
		note(ending.state, ending.findings);
	}
	lock.close();
}

// What is told of one that was killed while somebody else brings it to its end.
function recovery(id: string): Trial {
	return { ...starting_trial(id, 'recover'), state: 'undoing' };
}

/**
 * Undoes a change that nobody is at work on any more, or finishes one that is kept. `booting`: before the network
 * starts, when nobody has to be told. True when the router is in one whole state; null while somebody else is at work.
 */
export function recover(
	router: Router,
	booting: boolean,
	settle: Settling,
	hub?: HubHand
): Known<boolean> {
	const lock = take_lock(router);
	if (!lock) return null;
	const kept = read_unsettled(router);
	if (kept != null) {
		settle_kept(router, kept.settlement, settle, (state, findings) => {
			const trial: Trial = { ...recovery(kept.id), state: state, findings: findings };
			note_trial(router, trial, 0);
		});
		lock.close();
		return true;
	}
	const found = read_journal(router);
	if (found == null) {
		// It was ended before it began: what it had written for the case goes.
		remove_journal(router);
		lock.close();
		return true;
	}
	const journal = found.journal;
	const reason = finding(booting ? 'power-lost' : 'trial-died', {});
	const trial: Trial = { ...recovery(journal.id), findings: [reason] };
	note_trial(router, trial, 0);
	const ending = undo(router, journal.name, reason, booting, hub ?? null);
	note_trial(router, { ...trial, ...ending }, 0);
	lock.close();
	return ending.state == 'undone';
}
