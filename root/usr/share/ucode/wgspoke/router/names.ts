// Which addresses does a name have now? By the name servers of this router; never inside rpcd, for it may wait.

import { readfile } from 'fs';
import { is_host_name } from '../base/names.ts';
import { run, write_private } from '../base/shell.ts';
import { is_fresh, uptime } from '../base/uptime.ts';
import type { Known } from '../model/facts.ts';
import type { Router } from './router.ts';

/** Addresses of a name; [] when no name server knows it or answers, null for an address, and where nobody can ask. */
export function look_up(host: string): Known<string[]> {
	const found: string[] = [];
	if (host == '' || index(host, ':') >= 0 || iptoarr(host)) return null;
	const asked = run(['nslookup', host]).text;
	if (asked == '') return null;
	let answering = false;
	for (const line of split(asked, '\n')) {
		// The first block is about the name server itself; the answer begins with a `Name:` line.
		if (match(line, /^Name:/)) answering = true;
		const entry = match(line, /^Address[^:]*:[ \t]*([0-9a-fA-F.:]+)/);
		if (answering && entry) push(found, entry[1]!);
	}
	return found;
}

// --- for those who may not wait: what was found out a while ago ---

const note_name = 'names.json';
/** So many seconds old an answer may be, and from when on the name is looked up anew. */
const note_life = 900;
const note_young = 60;

interface Note {
	host: string;
	uptime: number;
	addresses: string[];
}

function read_note(router: Router, host: string): Known<Note> {
	try {
		const note = json(readfile(router.run_dir + '/' + note_name) ?? '') as Note;
		return note.host == host ? note : null;
	} catch {
		return null;
	}
}

/** Looks the name up and notes what it stands for. */
export function note_addresses(router: Router, host: string): void {
	const addresses = look_up(host);
	if (addresses == null) return;
	const note: Note = { host: host, uptime: uptime(), addresses: addresses };
	write_private(router.run_dir, note_name, sprintf('%J', note));
}

/** What the name stood for when it was last looked up; null where nobody knows. */
export function noted_addresses(router: Router, host: string): Known<string[]> {
	const note = read_note(router, host);
	return note != null && is_fresh(note.uptime, uptime(), note_life) ? note.addresses : null;
}

/** Is it a name, which nobody has looked up lately? */
export function wants_addresses(router: Router, host: string): boolean {
	if (host == '' || iptoarr(host) || !is_host_name(host)) return false;
	const note = read_note(router, host);
	return note == null || !is_fresh(note.uptime, uptime(), note_young);
}
