// How is a change tried out? Journal, files, reload, proof; then it is kept, or everything goes back.
// `wgspoke trial` runs this, by itself: no terminal, page or rpcd has to live on for it. What it says at the end it
// has read from the files. One that was killed is undone by whoever comes next (`recover`), at the latest at boot.

import { steady } from '../base/uptime.ts';
import { sections_of } from '../router/look.ts';
import { fitting_edits, inverse_of } from '../plan/change.ts';
import { finding } from '../words/findings.ts';
import { shortfall, stage_towards, start_stopped, stop_again, tunnel_is_settled } from './aim.ts';
import { configs_of, draft_edits, place_texts, sweep_drafts, texts_of } from './files.ts';
import { has_journal, read_journal, remove_journal, write_journal } from './journal.ts';
import { apply_pending, tell_changed } from './services.ts';
import {
	decision_about,
	is_learning,
	note_refused,
	note_trial,
	take_lock,
	drop_request,
	read_request,
} from './state.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Draft, Texts } from './files.ts';
import type { TrialRequest } from './state.ts';
import type { Trial, TrialState } from './progress.ts';

const poll_ms = 200;
/** procd waits a second before it has netifd read them. */
const reload_seconds = 2.5;
/** netifd follows the files within a few seconds; so long is it watched after an undo. */
const settle_seconds = 10;
/** rpcd gives an apply of somebody else at most so long; what is undone meanwhile, its rollback would bring back. */
const apply_seconds = 120;
/** So long a person's change waits for what this router learns by itself. */
const learning_seconds = 10;
/** So often is putting back tried, a second apart. */
const undo_tries = 3;

function is_finding(made: Draft | HubChange | Finding): boolean {
	return exists(made, 'code');
}

/** Edits a directory of UCI files, where nothing runs that could be asked; null, or what is wrong. */
export function write_directory(router: Router, changes: Change[]): Finding | null {
	const made = draft_edits(router, changes);
	if (is_finding(made)) return made as Finding;
	const draft = made as Draft;
	const placing = place_texts(router, draft.after);
	if (placing.problem == null) return null;
	return place_texts(router, draft.before).problem == null
		? placing.problem
		: finding('not-put-back', {});
}

// --- undo ---

/** What the files are to be: as before where nobody else has written since, else without our edits. */
function texts_before(router: Router, changes: Change[], draft: Draft): Texts {
	const now = texts_of(router, keys(draft.before));
	const texts: Texts = {};
	for (const config of keys(draft.before)) {
		const text = now[config] ?? null;
		texts[config] = draft.before[config] ?? null;
		if (text == null || text == '' || text == texts[config] || text == draft.after[config])
			continue;
		const own = filter(inverse_of(changes), (change) => change.config == config);
		const fitting = fitting_edits(sections_of(router.config_dir, config), own);
		const made = draft_edits(router, fitting);
		// A file that cannot be read any more comes back from the copy.
		if (!is_finding(made)) texts[config] = (made as Draft).after[config] ?? text;
	}
	return texts;
}

/** Puts the files back; null, or what is in the way. */
function put_back(router: Router, changes: Change[], draft: Draft): Finding | null {
	let problem: Finding | null = null;
	for (let tries = 0; tries < undo_tries; tries++) {
		if (tries > 0) sleep(1000);
		problem = place_texts(router, texts_before(router, changes, draft)).problem;
		if (problem == null) return null;
	}
	return problem;
}

function wait_for(seconds: number, is_so: () => boolean): boolean {
	const end = steady() + seconds;
	while (!is_so()) {
		if (steady() > end) return false;
		sleep(poll_ms);
	}
	return true;
}

/** How it ended, and what is to be said of that. */
interface Ending {
	state: TrialState;
	findings: Finding[];
}

function stuck(findings: Finding[]): Ending {
	return { state: 'stuck', findings: findings };
}

function refused(problem: Finding): Ending {
	return { state: 'refused', findings: [problem] };
}

/**
 * How the hub is told of a change, and of its end. It comes first: what it refuses is not done here either. What takes it
 * back lies in the journal with the rest, so that whoever undoes the one undoes the other, at once or when it answers.
 */
export interface HubHand {
	/** What takes the change back there, by what the hub has now; or why it cannot be made. */
	foresee: (change: HubChange) => HubChange | Finding;
	/** Makes it: null, or why not. `unsure`: the hub may have made it. */
	tell: (change: HubChange) => { problem: Finding; unsure: boolean } | null;
	/** Keeps what the hub has still to be told, also over a power cut. */
	owe: (change: HubChange) => void;
	/** Tells it that; what is to be said where it could not. */
	pay: () => Finding[];
}

/** Undoes what the journal has, for this reason; how it ended, with what was seen then. */
function undo(
	router: Router,
	name: string,
	reason: Finding,
	booting: boolean,
	hub: HubHand | null
): Ending {
	const found = read_journal(router);
	if (found == null) return stuck([reason, finding('not-put-back', {})]);
	const configs = keys(found.draft.before);
	if (!booting) wait_for(apply_seconds, () => !apply_pending(router));
	sweep_drafts(router, configs);
	const problem = put_back(router, found.journal.changes, found.draft);
	if (!booting) tell_changed(router, configs);
	if (problem != null) return stuck([reason, problem, finding('not-put-back', {})]);
	const back = found.journal.hub;
	if (back != null) hub?.owe(back);
	remove_journal(router);
	const settled = booting || wait_for(settle_seconds, () => tunnel_is_settled(router, name));
	const seen = finding(settled ? 'put-back' : 'not-settled', { value: name });
	const owed = back == null || booting || hub == null ? [] : hub.pay();
	return { state: 'undone', findings: [reason, seen, ...owed] };
}

// --- one trial ---

/** What is done once a change is kept; what is to be said of it. */
export type Settling = (request: TrialRequest) => Finding[];

/** Puts the change in force: `waiting`, or why not. The old files are there then, unless it says `stuck`. */
function put_in_force(router: Router, request: TrialRequest, hub: HubHand | null): Ending {
	if (apply_pending(router)) return refused(finding('apply-pending', {}));
	const wanted = hub == null ? null : (request.hub ?? null);
	// What was undone before, and could not be there, comes first.
	const owed = wanted == null ? [] : hub!.pay();
	if (length(owed) > 0) return { state: 'refused', findings: owed };
	const back = wanted == null ? null : hub!.foresee(wanted);
	if (back != null && is_finding(back)) return refused(back as Finding);
	const changes = request.changes;
	const configs = configs_of(changes);
	const made = draft_edits(router, changes);
	if (is_finding(made)) return refused(made as Finding);
	const draft = made as Draft;
	const name = request.aim.name;
	const journal = {
		id: request.id,
		verb: request.verb,
		changes: changes,
		name: name,
		...(back == null ? {} : { hub: back as HubChange }),
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

/** Waits for proof and decision. `tell` gets how far it is. */
function outcome_of(
	router: Router,
	request: TrialRequest,
	tell: (state: TrialState, stage: Trial['stage']) => void
): Outcome {
	const aim = request.aim;
	const begin = steady();
	let looked = false;
	let started = false;
	const ended = (end: Outcome['end']): Outcome => ({ end: end, started: started });
	for (;;) {
		const stage = stage_towards(router, aim);
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
		tell(stage == 'answers' ? 'proved' : 'waiting', stage);
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

/** Tries out what was asked for under the id. `settle` does what belongs to a change that is kept. */
export function run_trial(router: Router, id: string, settle: Settling, hand?: HubHand): void {
	const hub = hand ?? null;
	const lock = waited_lock(router);
	const request = read_request(router, id);
	if (request == null) return;
	const trial: Trial = {
		id: id,
		verb: request.verb,
		state: 'starting',
		stage: 'down',
		left: 0,
		seconds: 0,
		findings: [],
	};
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
	if (has_journal(router)) undo(router, request.aim.name, finding('trial-died', {}), false, hub);
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
	const outcome = outcome_of(router, request, (state, stage) => {
		if (stage == 'answers' && trial.seconds == 0) trial.seconds = steady() - begin;
		trial.stage = stage;
		note(state, []);
	});
	const end = outcome.end;
	if (end == 'keep') {
		trial.stage = stage_towards(router, request.aim);
		if (trial.stage == 'answers' && trial.seconds == 0) trial.seconds = steady() - begin;
		note('keeping', []);
		remove_journal(router);
		note('kept', settle(request));
	} else {
		note('undoing', [end]);
		if (outcome.started) stop_again(request.aim.name);
		const ending = undo(router, request.aim.name, end, false, hub);
		note(ending.state, ending.findings);
	}
	lock.close();
}

/**
 * Undoes a change that nobody is at work on any more. `booting`: before the network starts, when nobody has to be
 * told. True when the router is in one whole state.
 */
export function recover(router: Router, booting: boolean, hub?: HubHand): boolean {
	const lock = take_lock(router);
	if (!lock) return true;
	const found = read_journal(router);
	if (found == null) {
		// It was ended before it began: what it had written for the case goes.
		remove_journal(router);
		lock.close();
		return true;
	}
	const journal = found.journal;
	const reason = finding(booting ? 'power-lost' : 'trial-died', {});
	const trial: Trial = {
		id: journal.id,
		verb: 'recover',
		state: 'undoing',
		stage: 'down',
		left: 0,
		seconds: 0,
		findings: [reason],
	};
	note_trial(router, trial, 0);
	const ending = undo(router, journal.name, reason, booting, hub ?? null);
	note_trial(router, { ...trial, ...ending }, 0);
	lock.close();
	return ending.state == 'undone';
}
