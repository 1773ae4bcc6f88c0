// How do edits get into the UCI files: all of them or none, and looked at afterwards?
// uci works on a copy in memory. What comes of it is compared with the edits, written beside the files and read
// again, and only then put in their place: a full disk leaves the old files where they are.

import { access, dirname, error, mkdir, readfile, realpath, rename, stat, unlink } from 'fs';
import { cursor } from 'uci';
import { make_private_dir, run, write_new } from '../base/shell.ts';
import { edited_sections, same_sections } from '../plan/change.ts';
import { sections_of } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import type { ConfigName } from '../model/uci.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';

/** Texts of UCI files by config; null for a file that is not there. */
export type Texts = Record<string, string | null>;

/** What the files are, and what they become. */
export interface Draft {
	before: Texts;
	after: Texts;
}

/** Rights of a file that uci makes. */
const usual_mode = 0o600;

function path_of(router: Router, config: string): string {
	const path = router.config_dir + '/' + config;
	return realpath(path) ?? path;
}

/** The configs that the changes are in. */
export function configs_of(changes: Change[]): ConfigName[] {
	const found: ConfigName[] = [];
	for (const change of changes) if (index(found, change.config) < 0) push(found, change.config);
	return found;
}

/** What the files of these configs hold now. */
export function texts_of(router: Router, configs: string[]): Texts {
	const texts: Texts = {};
	for (const config of configs) texts[config] = readfile(path_of(router, config));
	return texts;
}

function carry_out(uci: NonNullable<ReturnType<typeof cursor>>, change: Change): boolean {
	const config = change.config;
	const section = change.section;
	const option = change.option;
	const to = change.to;
	if (to != null && option == '') return !!uci.set(config, section, to as string);
	if (to != null) return !!uci.set(config, section, option, to);
	return !!(option == '' ? uci.delete(config, section) : uci.delete(config, section, option));
}

// One file: its text after the edits, or what is wrong. Values may be secret: none is quoted.
function edited_text(
	directory: string,
	config: ConfigName,
	before: string | null,
	changes: Change[]
): { text: string; problem: Finding | null } {
	const fail = (code: 'config-broken' | 'config-changed', reason: string) => ({
		text: '',
		problem: finding(code, { value: config, reason: reason }),
	});
	const no_memory = { text: '', problem: finding('no-memory', {}) };
	const path = (realpath(directory) ?? directory) + '/' + config;
	if (write_new(path, before ?? '', usual_mode) != '') return no_memory;
	const uci = cursor(directory);
	// By its path: what somebody has typed but not committed stays out of it, and stays where it is.
	if (!uci?.load(path)) {
		// A list of our own that nobody can read is made anew; of other files nothing is thrown away.
		if (before == null || config != 'wgspoke') return fail('config-broken', uci?.error() ?? '');
		return edited_text(directory, config, null, changes);
	}
	const wanted = edited_sections(sections_of(directory, config), changes);
	if (wanted == null) return fail('config-changed', '');
	for (const change of changes) {
		if (!carry_out(uci, change)) return fail('config-broken', uci.error() ?? change.section);
	}
	if (!uci.commit(config)) return fail('config-broken', uci.error() ?? '');
	const text = readfile(path) ?? '';
	return same_sections(sections_of(directory, config), wanted)
		? { text: text, problem: null }
		: no_memory;
}

/** Are the edits not possible? */
export function is_finding(made: object): made is Finding {
	return exists(made, 'code');
}

/** What the edits make of the files, nothing being written there; or what is in the way. */
export function draft_edits(router: Router, changes: Change[]): Draft | Finding {
	const draft: Draft = { before: texts_of(router, configs_of(changes)), after: {} };
	const directory = router.run_dir + '/draft';
	make_private_dir(router.run_dir);
	make_private_dir(directory);
	let problem: Finding | null = null;
	for (const config of configs_of(changes)) {
		if (problem != null) break;
		const own = filter(changes, (change) => change.config == config);
		const edited = edited_text(directory, config, draft.before[config] ?? null, own);
		unlink(directory + '/' + config);
		draft.after[config] = edited.text;
		problem = edited.problem;
	}
	return problem ?? draft;
}

/** What a file that could not be written is called: 'No space left on device' → no-room. */
export function write_problem(path: string, reason: string): Finding {
	if (match(reason, /[Nn]o space|quota/)) return finding('no-room', {});
	if (match(reason, /[Rr]ead-only|[Pp]ermission/)) return finding('read-only', {});
	return finding('not-written', { value: path, reason: reason });
}

/** Sees to it that a power cut finds these whole; '' or why not. A directory on a PC may wait for its own. */
export function on_disk(router: Router, paths: string[]): string {
	if (!router.live) return '';
	// busybox that cannot sync one file takes them all.
	return run(['sync', ...paths]).code == 0 ? '' : 'sync';
}

function draft_of(path: string, config: string): string {
	return dirname(path) + '/.' + config + '.wgspoke';
}

/** Removes what a program that was ended has left beside these files. */
export function sweep_drafts(router: Router, configs: string[]): void {
	for (const config of configs) {
		const draft = draft_of(path_of(router, config), config);
		if (access(draft)) unlink(draft);
	}
}

/** How putting texts in place ended: what is wrong (null: nothing), and was any file touched? */
export interface Placing {
	problem: Finding | null;
	touched: boolean;
}

/** Puts the texts in the place of the files, each of them at once whole; what is there as wanted stays. */
export function place_texts(router: Router, texts: Texts): Placing {
	const drafts: { draft: string; path: string }[] = [];
	const give_up = (path: string, reason: string, touched: boolean): Placing => {
		for (const one of drafts) unlink(one.draft);
		return { problem: write_problem(path, reason), touched: touched };
	};
	mkdir(router.config_dir, 0o755);
	const now = texts_of(router, keys(texts));
	for (const config of keys(texts)) {
		const text = texts[config] ?? null;
		if (text == null || text == now[config]) continue;
		const path = path_of(router, config);
		const draft = draft_of(path, config);
		const mode = stat(path)?.mode ?? usual_mode;
		const reason = write_new(draft, text, mode & 0o777);
		if (reason != '') return give_up(path, reason, false);
		push(drafts, { draft: draft, path: path });
	}
	if (length(drafts) > 0) {
		const reason = on_disk(
			router,
			map(drafts, (one) => one.draft)
		);
		if (reason != '') return give_up(router.config_dir, reason, false);
	}
	// Whoever has written since would lose it.
	const then = texts_of(router, keys(texts));
	for (const config of keys(texts)) {
		if (then[config] == now[config]) continue;
		for (const one of drafts) unlink(one.draft);
		return { problem: finding('config-changed', { value: config, reason: '' }), touched: false };
	}
	let touched = false;
	for (const one of drafts) {
		if (!rename(one.draft, one.path)) return give_up(one.path, error() ?? '', touched);
		touched = true;
	}
	for (const config of keys(texts)) {
		const path = path_of(router, config);
		if (texts[config] == null && access(path)) {
			unlink(path);
			touched = true;
		}
	}
	if (touched) on_disk(router, [router.config_dir]);
	const found = texts_of(router, keys(texts));
	for (const config of keys(texts)) {
		const text = found[config] ?? null;
		if (text == texts[config]) continue;
		// Somebody has written at the same moment; a file without a text nobody has.
		if (text != null && text != '') {
			return {
				problem: finding('config-changed', { value: config, reason: '' }),
				touched: touched,
			};
		}
		return give_up(path_of(router, config), 'it is not what was written', touched);
	}
	return { problem: null, touched: touched };
}
