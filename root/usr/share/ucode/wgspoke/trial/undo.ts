// How is a change taken back? By the texts from before it, or by its inverse where somebody else has written since; and
// it is looked whether the tunnel runs as the files say then.

import { steady } from '../base/uptime.ts';
import { sections_of } from '../router/look.ts';
import { fitting_edits, inverse_of } from '../plan/change.ts';
import { finding } from '../words/findings.ts';
import { tunnel_is_settled } from './aim.ts';
import { draft_edits, is_finding, place_texts, sweep_drafts, texts_of } from './files.ts';
import { read_journal, remove_journal } from './journal.ts';
import { apply_pending, tell_changed } from './services.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Draft, Texts } from './files.ts';
import type { TrialState } from './progress.ts';

const poll_ms = 200;
/**
 * netifd follows the files within a few seconds, on a slow router that was just bringing the tunnel up within twenty; so
 * long is it watched after an undo.
 */
const settle_seconds = 30;
/** rpcd gives an apply of somebody else at most so long; what is undone meanwhile, its rollback would bring back. */
const apply_seconds = 120;
/** So often is putting back tried, a second apart. */
const undo_tries = 3;

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
		if (!is_finding(made)) texts[config] = made.after[config] ?? text;
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
export interface Ending {
	state: TrialState;
	findings: Finding[];
}

export function stuck(findings: Finding[]): Ending {
	return { state: 'stuck', findings: findings };
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
export function undo(
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
