// How far is a change that is being tried out, and who is in the way of another?
// One program tries it out (`wgspoke trial`) and holds the lock for as long as it lives; everybody else reads what it
// notes, and leaves it the person's decision. All of it lies in memory, for root alone, and is gone after a reboot.

import { access, lsdir, open, readfile, unlink } from 'fs';
import { make_private_dir, start, write_private } from '../base/shell.ts';
import { steady } from '../base/uptime.ts';
import { random_id } from '../router/keys.ts';
import { finding } from '../words/findings.ts';
import { has_journal, has_unsettled } from './journal.ts';
import type { Settlement } from './journal.ts';
import type { Trial } from './progress.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';

/** What a change is waited for: the hub's answer, the end of a tunnel, or nothing. */
export interface Aim {
	kind: 'answers' | 'gone' | 'none';
	/** Name of the interface. */
	name: string;
	/** What the hub's name stood for when the plan was made. */
	addresses: string[];
}

/** What is asked for. Secret: it holds the changes in the clear. */
export interface TrialRequest extends Settlement {
	id: string;
	verb: string;
	changes: Change[];
	aim: Aim;
	/** After so many seconds without proof it is undone. */
	seconds: number;
	/** A page has to say, through the new configuration, that it got the answer. */
	confirm: boolean;
	/** Keep it at the end of the time as well. */
	keep: boolean;
	/** When it was handed over, by `steady`: `begin_trial` notes it. */
	asked?: number;
}

/** As it is noted: `until` by the clock that only goes forward. */
interface Note extends Trial {
	until: number;
}

const lock_name = 'trial.lock';
const note_name = 'trial.json';
const refused_mark = 'trial.refused.';
/** So long may the program take to begin. */
const start_seconds = 15;

// --- who tries something out? ---

/** Whoever has it is at work on a change; it goes with the program. */
interface Lock {
	close(): unknown;
}

/** Whoever only looks whether somebody has the lock, has it for a moment: so often is it tried, and so long between. */
const lock_tries = 5;
const lock_ms = 20;

/** The lock, for as long as the file is open; null while somebody else has it. Never inside rpcd. */
export function take_lock(router: Router): Lock | null {
	make_private_dir(router.run_dir);
	const lock = open(router.run_dir + '/' + lock_name, 'a', 0o600);
	for (let tries = 0; lock && tries < lock_tries; tries++) {
		if (tries > 0) sleep(lock_ms);
		if (lock.lock('xn')) return lock;
	}
	lock?.close();
	return null;
}

/** Is a change being tried out, or undone, right now? */
export function is_trying(router: Router): boolean {
	const lock = open(router.run_dir + '/' + lock_name, 'r');
	if (!lock) return false;
	const free = lock.lock('xn');
	lock.close();
	return !free;
}

// --- what is asked for ---

function request_path(router: Router, id: string): string {
	return router.run_dir + '/trial.request.' + id;
}

/** What was asked for under the id; null for nothing. */
export function read_request(router: Router, id: string): TrialRequest | null {
	try {
		return json(readfile(request_path(router, id)) ?? '') as TrialRequest;
	} catch {
		return null;
	}
}

/** Forgets what was asked for: how far it is, is noted. */
export function drop_request(router: Router, id: string): void {
	unlink(request_path(router, id));
}

// --- how far is it? ---

/** Notes how far the trial is; `until`: by `steady`, when it is undone by itself. */
export function note_trial(router: Router, trial: Trial, until: number): void {
	write_private(router.run_dir, note_name, sprintf('%J', { ...trial, until: until }));
}

/** Notes that a trial could not begin because another one runs. */
export function note_refused(router: Router, trial: Trial): void {
	const note = sprintf('%J', { ...trial, until: 0 });
	write_private(router.run_dir, refused_mark + trial.id, note);
}

function read_note(router: Router, name: string): Trial | null {
	try {
		const note = json(readfile(router.run_dir + '/' + name) ?? '') as Note;
		const left = note.state == 'waiting' || note.state == 'proved' ? note.until - steady() : 0;
		return {
			id: note.id,
			verb: note.verb,
			state: note.state,
			stage: note.stage,
			left: max(0, left),
			seconds: note.seconds,
			port: note.port,
			findings: note.findings,
		};
	} catch {
		return null;
	}
}

const ended = ['kept', 'undone', 'refused', 'stuck'];

/** Is it over, one way or the other? */
export function has_ended(trial: Trial): boolean {
	return index(ended, trial.state) >= 0;
}

// What is so of a trial whose program is gone: the journal tells whether its change is still in force, or kept.
function abandoned(router: Router, trial: Trial): Trial {
	if (has_unsettled(router)) return { ...trial, state: 'keeping', left: 0, findings: [] };
	const state = has_journal(router)
		? 'stuck'
		: trial.state == 'keeping'
			? 'kept'
			: trial.state == 'undoing'
				? 'undone'
				: 'refused';
	const findings = state == 'kept' ? trial.findings : [finding('trial-died', {})];
	return { ...trial, state: state, left: 0, findings: findings };
}

/** The change that is tried out or was last; null for none since the router started. */
export function last_trial(router: Router): Trial | null {
	const trial = read_note(router, note_name);
	if (trial == null || has_ended(trial) || is_trying(router)) return trial;
	// It may have ended since the note was read.
	const again = read_note(router, note_name);
	return again == null || has_ended(again) ? again : abandoned(router, again);
}

/** One that has only been asked for. */
export function starting_trial(id: string, verb: string): Trial {
	return {
		id: id,
		verb: verb,
		state: 'starting',
		stage: 'down',
		left: 0,
		seconds: 0,
		port: 0,
		findings: [],
	};
}

/** The one under this id. */
export function trial_of(router: Router, id: string): Trial {
	const last = last_trial(router);
	if (last?.id == id) return last;
	const refused = read_note(router, refused_mark + id);
	if (refused != null) return refused;
	const asked = read_request(router, id);
	const trial = starting_trial(id, '');
	if (asked == null) {
		// It may have been noted since the note was read.
		const now = read_note(router, note_name);
		if (now?.id == id) return now;
	} else if (steady() - (asked.asked ?? 0) < start_seconds) return trial;
	unlink(request_path(router, id));
	return { ...trial, state: 'refused', findings: [finding('trial-died', {})] };
}

/** Is there a change that has not come to its end, and nobody at work on it? */
export function needs_recovery(router: Router): boolean {
	return (has_journal(router) || has_unsettled(router)) && !is_trying(router);
}

/** Is what is tried out only what this router learns by itself? For that a person waits, and is not refused. */
export function is_learning(router: Router): boolean {
	return read_note(router, note_name)?.verb == 'learn';
}

/** Hands a change over; its id, or what is in the way. */
export function begin_trial(
	router: Router,
	wanted: Omit<TrialRequest, 'id' | 'asked'>
): { trial: string; findings: Finding[] } {
	const refuse = (found: Finding) => ({ trial: '', findings: [found] });
	if (is_trying(router) && !is_learning(router)) return refuse(finding('trial-running', {}));
	for (const name of lsdir(router.run_dir) ?? []) {
		if (index(name, refused_mark) == 0) unlink(router.run_dir + '/' + name);
	}
	const id = random_id();
	const request = sprintf('%J', { ...wanted, id: id, asked: steady() });
	if (id == '' || !write_private(router.run_dir, 'trial.request.' + id, request)) {
		return refuse(finding('no-memory', {}));
	}
	start(['/usr/bin/wgspoke', 'trial', id]);
	return { trial: id, findings: [] };
}

// --- what does the person want? ---

/** Leaves a decision: keep it, proved or not, or undo it. False when there is nothing to decide. */
export function decide(router: Router, id: string, keep: boolean): boolean {
	if (!match(id, /^[0-9a-z]+$/) || has_ended(trial_of(router, id))) return false;
	return write_private(router.run_dir, 'trial.decision', id + (keep ? ' keep' : ' undo'));
}

/** '' while nothing was decided about it. */
export function decision_about(router: Router, id: string): string {
	const path = router.run_dir + '/trial.decision';
	if (!access(path)) return '';
	const words = split(trim(readfile(path) ?? ''), ' ');
	return words[0] == id ? (words[1] ?? '') : '';
}
