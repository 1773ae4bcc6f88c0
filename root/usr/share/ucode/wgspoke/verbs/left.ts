// What is left to do at the hub: noted when a change is kept that a person has to tell it of, and kept on flash, for the
// person may come back tomorrow. Names and public keys alone.

import { access, readfile, stat, unlink } from 'fs';
import { write_private } from '../base/shell.ts';
import { at_hub } from '../hub/change.ts';
import { after_telling, still_left, with_change } from '../hub/left.ts';
import { hub_members, is_known } from '../hub/members.ts';
import { left_name } from '../router/told.ts';
import type { Left } from '../hub/left.ts';
import type { Known } from '../model/facts.ts';
import type { HubAnswer } from '../hub/answer.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Settlement } from '../trial/journal.ts';

interface Kept {
	hub_key: string;
	left: Left[];
}

function path_of(router: Router): string {
	return router.keep_dir + '/' + left_name;
}

function read_left(router: Router, hub_key: string): Left[] {
	const text = readfile(path_of(router));
	if (text == null) return [];
	try {
		const kept = json(text) as Kept;
		return kept.hub_key == hub_key ? kept.left : [];
	} catch {
		return [];
	}
}

function write_left(router: Router, hub_key: string, left: Left[]): void {
	if (length(left) == 0) {
		if (access(path_of(router))) unlink(path_of(router));
		return;
	}
	write_private(router.keep_dir, left_name, sprintf('%J', { hub_key: hub_key, left: left }));
}

/** What tells one list from the next. */
export function left_stamp(router: Router): unknown {
	const found = stat(path_of(router));
	return found == null ? null : [found.inode, found.size, found.mtime];
}

/** Notes what a change that is kept leaves to a person, and that the hub was told of the rest. */
export function note_left(
	router: Router,
	network: Network,
	request: Pick<Settlement, 'hub' | 'left'>
): void {
	const hub_key = network.hub.public_key;
	const before = read_left(router, hub_key);
	let left = before;
	if (request.hub != null) left = after_telling(left, request.hub);
	if (request.left != null) left = with_change(left, request.left);
	if (left != before) write_left(router, hub_key, left);
}

/** What is left, by the hub's last word. */
export function left_now(
	router: Router,
	network: Network,
	own_key: string,
	answer: Known<HubAnswer>
): Left[] {
	const left = read_left(router, network.hub.public_key);
	if (length(left) == 0) return [];
	const members = filter(hub_members(network, own_key), is_known);
	return still_left(left, map(members, at_hub), answer);
}

/** Forgets what the hub has shown to be done: it may say nothing tomorrow. */
export function prune_left(
	router: Router,
	network: Network,
	own_key: string,
	answer: Known<HubAnswer>
): void {
	const hub_key = network.hub.public_key;
	const left = left_now(router, network, own_key, answer);
	if (length(left) != length(read_left(router, hub_key))) write_left(router, hub_key, left);
}

/** Somebody says that it is done: this key, or with '' all of it. */
export function do_left_done(
	router: Router,
	network: Known<Network>,
	public_key: string
): { left: Left[] } {
	if (network == null) return { left: [] };
	const hub_key = network.hub.public_key;
	const left = filter(
		read_left(router, hub_key),
		(one) => public_key != '' && one.public_key != public_key
	);
	write_left(router, hub_key, left);
	return { left: left };
}
