// What has to be known to take a change back, whatever happens to the router meanwhile?
// The files as they were and as they become, on flash and for root alone, before the first of them is touched.

import { access, error, lsdir, readfile, rename, rmdir, unlink } from 'fs';
import { make_private_dir, write_new } from '../base/shell.ts';
import { on_disk, write_problem } from './files.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Draft, Texts } from './files.ts';

/** What is to be done once the change is kept. Secret, as the changes are. */
export interface Settlement {
	/** A device's private key that is kept with the change; '' for none. */
	device_key: string;
	device_public_key: string;
	/** The pasted text that is used up by it; '' for none. */
	paste: string;
	/** The token for the hub, which is kept with the change; left out for none. */
	hub_token?: string;
	/** What the hub is told in the same step; left out for nothing. */
	hub?: HubChange;
	/** What a person has to tell the hub by hand; left out for nothing. */
	left?: HubChange;
}

export interface Journal {
	id: string;
	verb: string;
	/** In the clear: the journal is for root alone. */
	changes: Change[];
	/** The interface that it is about; '' for none. */
	name: string;
	/** What takes its half at the hub back; left out where it has none. */
	hub?: HubChange;
	settlement: Settlement;
}

const record = 'journal.json';
/** What the record is called once the change is kept, until all is done that belongs to that. */
const kept_record = 'kept.json';

function directory(router: Router): string {
	return router.keep_dir + '/trial';
}

/** Is there a change that is neither kept nor undone? */
export function has_journal(router: Router): boolean {
	return !!access(directory(router) + '/' + record);
}

/** Is there a change that is kept, and not all done that belongs to that? */
export function has_unsettled(router: Router): boolean {
	return !!access(directory(router) + '/' + kept_record);
}

/** From here on the change is kept, whoever is killed: its record has another name at once. null, or why it is not. */
export function keep_journal(router: Router): Finding | null {
	const path = directory(router);
	if (!rename(path + '/' + record, path + '/' + kept_record))
		return write_problem(path, error() ?? '');
	on_disk(router, [path]);
	return null;
}

/** Forgets the change: it is kept, undone or never began. The record goes first: without it the rest says nothing. */
export function remove_journal(router: Router): void {
	const path = directory(router);
	if (!access(path)) return;
	unlink(path + '/' + record);
	for (const name of lsdir(path) ?? []) unlink(path + '/' + name);
	rmdir(path);
	on_disk(router, [router.keep_dir]);
}

/** Writes it whole, or leaves nothing of it and says why. A file that is not there before or after has no text. */
export function write_journal(router: Router, journal: Journal, draft: Draft): Finding | null {
	const path = directory(router);
	const written: string[] = [];
	let reason = '';
	make_private_dir(router.keep_dir);
	make_private_dir(path);
	const keep = (suffix: string, texts: Texts): void => {
		for (const config of keys(texts)) {
			const text = texts[config] ?? null;
			if (text == null || reason != '') continue;
			push(written, path + '/' + config + suffix);
			reason = write_new(path + '/' + config + suffix, text, 0o600);
		}
	};
	keep('.before', draft.before);
	keep('.after', draft.after);
	const draft_record = path + '/' + record + '.new';
	if (reason == '') reason = write_new(draft_record, sprintf('%J', journal), 0o600);
	if (reason == '') reason = on_disk(router, [...written, draft_record]);
	if (reason == '' && !rename(draft_record, path + '/' + record)) reason = error() ?? '';
	if (reason == '' && has_journal(router)) {
		on_disk(router, [path]);
		return null;
	}
	remove_journal(router);
	return write_problem(path, reason);
}

/** A record that cannot be read: the texts beside it are all that is known. */
const unreadable: Journal = {
	id: '',
	verb: '',
	changes: [],
	name: '',
	settlement: { device_key: '', device_public_key: '', paste: '' },
};

function read_record(text: string): Journal {
	try {
		return json(text) as Journal;
	} catch {
		return unreadable;
	}
}

/** The change that is kept, and not all done that belongs to that; null for none. */
export function read_unsettled(router: Router): Journal | null {
	const text = readfile(directory(router) + '/' + kept_record);
	return text == null ? null : read_record(text);
}

/** The change that is neither kept nor undone, with its texts; null for none. */
export function read_journal(router: Router): { journal: Journal; draft: Draft } | null {
	const path = directory(router);
	const text = readfile(path + '/' + record);
	if (text == null) return null;
	const draft: Draft = { before: {}, after: {} };
	for (const file of lsdir(path) ?? []) {
		const config = match(file, /^([a-z]+)\.after$/)?.[1];
		if (config == null) continue;
		draft.before[config] = readfile(path + '/' + config + '.before');
		draft.after[config] = readfile(path + '/' + file);
	}
	return { journal: read_record(text), draft: draft };
}
