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

export interface Journal {
	id: string;
	verb: string;
	/** In the clear: the journal is for root alone. */
	changes: Change[];
	/** The interface that it is about; '' for none. */
	name: string;
	/** What takes its half at the hub back; left out where it has none. */
	hub?: HubChange;
}

const record = 'journal.json';

function directory(router: Router): string {
	return router.keep_dir + '/trial';
}

/** Is there a change that is neither kept nor undone? */
export function has_journal(router: Router): boolean {
	return !!access(directory(router) + '/' + record);
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
const unreadable: Journal = { id: '', verb: '', changes: [], name: '' };

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
	try {
		return { journal: json(text) as Journal, draft: draft };
	} catch {
		return { journal: unreadable, draft: draft };
	}
}
