// What is left to do at the hub after a change that nobody but a person could tell it of? Until its answer shows that it
// is done, or somebody says so.

import { most_members } from '../base/bounds.ts';
import { is_done } from './change.ts';
import { index_peers } from './heard.ts';
import { finding } from '../words/findings.ts';
import type { Known } from '../model/facts.ts';
import type { HubChange, MemberAtHub } from '../model/hubchange.ts';
import type { Finding } from '../words/findings.ts';
import type { HubAnswer } from './answer.ts';

/** Somebody whom the hub is to know as this router does, or a key that it is to forget. */
export interface Left {
	kind: 'add' | 'remove';
	name: string;
	public_key: string;
}

/** Without these keys. */
function without(left: Left[], keys: Record<string, boolean>): Left[] {
	return filter(left, (one) => !exists(keys, one.public_key));
}

function keys_of(change: HubChange): Record<string, boolean> {
	const keys: Record<string, boolean> = {};
	for (const one of [...change.members, ...change.gone]) keys[one.public_key] = true;
	return keys;
}

/** The list after a change that is to be told by hand; the last word about a key counts. */
export function with_change(left: Left[], change: HubChange): Left[] {
	const more: Left[] = [];
	for (const one of change.gone) {
		push(more, { kind: 'remove', name: one.name, public_key: one.public_key });
	}
	for (const one of change.members) {
		push(more, { kind: 'add', name: one.name, public_key: one.public_key });
	}
	const all = [...without(left, keys_of(change)), ...more];
	return slice(all, max(0, length(all) - most_members));
}

/** The same as it is said when the change is made: of whom a person has to tell the hub, and what it is to forget. */
export function by_hand_findings(change: Known<HubChange>): Finding[] {
	const told: Finding[] = [];
	const names = map(change?.members ?? [], (one) => one.name);
	const gone = map(change?.gone ?? [], (one) => one.public_key);
	const options = join(
		'',
		map(gone, (key) => ' --gone ' + key)
	);
	const script = { options: options };
	if (length(names) > 0)
		push(told, finding('hub-left-add', { ...script, names: join(', ', names) }));
	if (length(gone) > 0)
		push(told, finding('hub-left-gone', { ...script, value: join(', ', gone) }));
	return told;
}

/** The list after the hub has been told of a change. */
export function after_telling(left: Left[], change: HubChange): Left[] {
	return without(left, keys_of(change));
}

/** What of it is left, by the members here and what the hub says; null: it says nothing. */
export function still_left(left: Left[], members: MemberAtHub[], answer: Known<HubAnswer>): Left[] {
	const here: Record<string, MemberAtHub> = {};
	for (const one of members) here[one.public_key] = one;
	const there = answer == null ? null : index_peers(answer).by_key;
	const found: Left[] = [];
	for (const one of left) {
		const key = one.public_key;
		const member = here[key];
		if (one.kind == 'remove') {
			const forgotten = there != null && !exists(there, key);
			if (member == null && !forgotten) push(found, one);
			continue;
		}
		// Whoever has gone here meanwhile is to be told no more, and has an entry of his own.
		if (member == null) continue;
		const change = { hub_key: '', address: '', members: [member], gone: [] };
		if (answer == null || !is_done(change, answer)) push(found, { ...one, name: member.name });
	}
	return found;
}
