// What did the hub last say, and when? It lies in the directory that is forgotten at a reboot, for root alone.
// And the token by which this router may tell the hub of changes, which lies beside the keys of devices.

import { access, readfile, unlink } from 'fs';
import { is_token } from '../base/names.ts';
import { write_private } from '../base/shell.ts';
import { steady } from '../base/uptime.ts';
import type { Known } from '../model/facts.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Router } from './router.ts';

/** The hub's own words, which are a stranger's. */
export interface Told {
	hub_key: string;
	/** By the clock that nobody sets. */
	at: number;
	text: string;
	/** What has come since and broke off; left out for nothing. */
	broken?: string;
}

const file_name = 'hub.json';
const token_name = 'hub.token';
const owed_name = 'hub.owed';
export const left_name = 'hub.left';
/** What lies in the directory of the keys and is none, for as long as this router is joined. */
export const beside_keys = [token_name, owed_name, left_name];

/** Where it lies. */
export function told_path(router: Router): string {
	return router.run_dir + '/' + file_name;
}

// What is another with each answer.
const passing = /^(now|seen) /;

/** The lines of an answer that stay while nobody changes anything. */
function lasting_lines(text: string): string {
	return join(
		'\n',
		filter(split(text, '\n'), (line) => !match(line, passing))
	);
}

/** Has it come to its end? A line of its own says so; a line to a home may break off anywhere. */
export function is_whole(text: string): boolean {
	return length(filter(split(text, '\n'), (line) => trim(line) == 'end')) > 0;
}

/**
 * Does the hub say something else than the last time? Who is heard, and how much is carried, is nothing else, and what
 * broke off tells nothing.
 */
export function is_news(before: Known<Told>, text: string): boolean {
	if (!is_whole(text)) return false;
	return before == null || lasting_lines(before.text) != lasting_lines(text);
}

/** The last that the hub of this key has said; null for nothing. */
export function last_told(router: Router, hub_key: string): Known<Told> {
	const text = readfile(told_path(router));
	if (text == null) return null;
	try {
		const told = json(text) as Told;
		return told.hub_key == hub_key && told.at <= steady() ? told : null;
	} catch {
		return null;
	}
}

/**
 * Keeps what the hub of this key said just now; false when that was not possible. What broke off takes no place of what
 * came whole before: that stays, as old as it is, with the other beside it.
 */
export function keep_told(router: Router, hub_key: string, text: string): boolean {
	const now: Told = { hub_key: hub_key, at: steady(), text: text };
	const before = is_whole(text) ? null : last_told(router, hub_key);
	const stays = before != null && is_whole(before.text);
	const told = stays ? { ...before, broken: text } : now;
	return write_private(router.run_dir, file_name, sprintf('%J', told));
}

export function forget_told(router: Router): void {
	if (access(told_path(router))) unlink(told_path(router));
}

/** The token for the hub of this key, which no other one is ever sent; '' when this router has none. */
export function hub_token(router: Router, hub_key: string): string {
	const words = split(trim(readfile(router.keep_dir + '/' + token_name) ?? ''), ' ');
	return words[0] == hub_key && is_token(words[1] ?? '') ? words[1]! : '';
}

// Whether the hub takes changes, it has said of another token, or of none; the rest of its words stays, and their age.
function forget_right(router: Router, hub_key: string): void {
	const told = last_told(router, hub_key);
	if (told == null) return;
	const lines = filter(split(told.text, '\n'), (line) => !match(line, /^sync /));
	write_private(router.run_dir, file_name, sprintf('%J', { ...told, text: join('\n', lines) }));
}

/** Keeps the token for the hub of this key; false when that was not possible. */
export function keep_token(router: Router, hub_key: string, token: string): boolean {
	const line = hub_key + ' ' + token + '\n';
	if (!is_token(token) || !write_private(router.keep_dir, token_name, line)) return false;
	forget_right(router, hub_key);
	return true;
}

export function forget_token(router: Router): void {
	if (access(router.keep_dir + '/' + token_name)) unlink(router.keep_dir + '/' + token_name);
}

/** The question what there is at the hub; with the token, whether it is the right one as well. */
export function look_question(token: string): string {
	return token == '' ? 'look\n' : 'look ' + token + '\n';
}

// --- what the hub has still to be told ---

/** Keeps it for the day when the hub answers; false when that was not possible. */
export function keep_owed(router: Router, change: HubChange): boolean {
	return write_private(router.keep_dir, owed_name, sprintf('%J', change));
}

/** Is there something? */
export function owes(router: Router): boolean {
	return !!access(router.keep_dir + '/' + owed_name);
}

/** What it is; null for nothing that can be read. */
export function owed_change(router: Router): Known<HubChange> {
	try {
		return json(readfile(router.keep_dir + '/' + owed_name) ?? '') as HubChange;
	} catch {
		return null;
	}
}

export function forget_owed(router: Router): void {
	if (owes(router)) unlink(router.keep_dir + '/' + owed_name);
}
