// Which secrets does this router hold, and where?
// Its own private key: in /etc/config/network, or one that it made and keeps until it joins. Keys of a pasted text,
// for minutes. Keys of devices, for those who want to show a configuration again. All for root alone.

import { access, lsdir, open, readfile, rename, unlink } from 'fs';
import { most_pastes, most_pastes_of_session } from '../base/bounds.ts';
import { key_fault } from '../base/names.ts';
import { run, run_with_input, write_private } from '../base/shell.ts';
import { is_fresh, uptime } from '../base/uptime.ts';
import { beside_keys } from './told.ts';
import { our_interface } from '../plan/ours.ts';
import { option_text, section_named } from '../model/uci.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { UciConfigs } from '../model/uci.ts';
import type { ReadResult } from '../text/reading.ts';
import type { Router } from './router.ts';

// By `wg pubkey`; '' when the key has no public half or `wg` is not there.
// The key lies in a file that only root can read while `wg` runs.
function derive(router: Router, private_key: string): string {
	const name = sprintf('key.%d', clock()[1]);
	if (!write_private(router.run_dir, name, private_key + '\n')) return '';
	const path = router.run_dir + '/' + name;
	const outcome = run_with_input(['wg', 'pubkey'], path);
	unlink(path);
	return outcome.code == 0 ? trim(outcome.text) : '';
}

/** The public half of this router's private key, '' for none; the last one is remembered, for it is asked often. */
export function public_key_of(router: Router, private_key: string): string {
	if (private_key == '') return '';
	const memory = router.memory;
	if (memory.private_key == private_key) return memory.public_key;
	const public_key = derive(router, private_key);
	if (public_key == '') return '';
	memory.private_key = private_key;
	memory.public_key = public_key;
	return public_key;
}

export function forget_public_key(router: Router): void {
	router.memory.private_key = '';
	router.memory.public_key = '';
}

// --- this router's own ---

const pending = 'private_key';
/** In place of one that is lost, among the keys on flash: the hub may be told of it tomorrow. */
const renewed = 'own.key';

/** The key in /etc/config/network; '' when this router has none. */
export function configured_key(configs: UciConfigs, name: string): string {
	const section = section_named(configs.network, name);
	return section?.type == 'interface' ? option_text(section, 'private_key') : '';
}

/** The public half of the key that our tunnel is configured with; '' when there is none. */
export function configured_public_key(router: Router, configs: UciConfigs): string {
	return public_key_of(router, configured_key(configs, our_interface(configs)));
}

// The key that was made for joining but is in no configuration yet; '' for none.
function pending_key(router: Router): string {
	const kept = readfile(router.keep_dir + '/' + renewed);
	return trim(kept ?? readfile(router.run_dir + '/' + pending) ?? '');
}

/** Makes that key unless it is there; false where WireGuard's tools are missing. */
export function make_pending_key(router: Router): boolean {
	if (pending_key(router) != '') return true;
	const made = run(['wg', 'genkey']);
	return made.code == 0 && write_private(router.run_dir, pending, made.text);
}

/** The private key of a tunnel that runs, whatever the files say by now; '' for none. */
export function running_key(name: string): string {
	const shown = run(['wg', 'show', name, 'private-key']);
	const key = trim(shown.text);
	return shown.code == 0 && key_fault(key) == '' ? key : '';
}

/** Keeps this key in place of the one that is lost until it is in the configuration; false where it cannot be kept. */
export function keep_renewed_key(router: Router, private_key: string): boolean {
	if (private_key == '' || private_key == pending_key(router)) return private_key != '';
	return write_private(router.keep_dir, renewed, private_key + '\n');
}

/** The key in place of the one that is lost: as it was made the first time; '' where WireGuard's tools are missing. */
export function renewed_key(router: Router): string {
	if (!make_pending_key(router)) return '';
	const key = pending_key(router);
	const kept = access(router.keep_dir + '/' + renewed);
	return kept || write_private(router.keep_dir, renewed, key + '\n') ? key : '';
}

export function forget_renewed_key(router: Router): void {
	if (access(router.keep_dir + '/' + renewed)) unlink(router.keep_dir + '/' + renewed);
}

export function forget_pending_key(router: Router): void {
	if (access(router.run_dir + '/' + pending)) unlink(router.run_dir + '/' + pending);
}

/** A new key pair; null where WireGuard's tools are missing. Kept nowhere. */
export function make_key_pair(router: Router): { private_key: string; public_key: string } | null {
	const made = run(['wg', 'genkey']);
	const private_key = trim(made.text);
	const public_key = made.code == 0 ? derive(router, private_key) : '';
	return public_key == '' ? null : { private_key: private_key, public_key: public_key };
}

/** The secrets to plan with: what was pasted, completed by what this router has of its own; never another tunnel's. */
export function complete_secrets(router: Router, configs: UciConfigs, pasted: Secrets): Secrets {
	let own = pasted.private_key;
	if (own == '') own = configured_key(configs, our_interface(configs));
	if (own == '') own = pending_key(router);
	return { private_key: own, preshared_key: pasted.preshared_key };
}

// --- of a pasted text ---

/** Seconds for which a pasted text is kept after its last use: so long somebody may think. `paste-gone` says so. */
const paste_life = 900;

const paste_mark = 'pasted.';
const paste_name = /^pasted\.([0-9a-f]{8})\.([0-9]{10})\.([0-9a-f]{32})$/;

// What is kept of a text, in its file's name: 'pasted.<whose>.<when it was last used>.<id>'
interface Kept {
	name: string;
	/** Stands for the session that it came by, and is no secret. */
	whose: string;
	/** The router's uptime when it was last used. */
	used: number;
	id: string;
}

function file_of(router: Router, name: string): string {
	return router.run_dir + '/' + name;
}

// Oldest first.
function pastes(router: Router): Kept[] {
	const found: Kept[] = [];
	for (const name of lsdir(router.run_dir) ?? []) {
		if (index(name, paste_mark) != 0) continue;
		const part = match(name, paste_name);
		if (part) push(found, { name: name, whose: part[1]!, used: int(part[2]!, 10), id: part[3]! });
		else unlink(file_of(router, name));
	}
	return sort(found, (a, b) => a.used - b.used || (a.name < b.name ? -1 : 1));
}

// Eight digits for a session, the same for the same one: whose a text is has to be known, the session not.
function whose(session: string): string {
	let sum = 5381;
	for (let i = 0; i < length(session); i++) sum = (sum * 33 + (ord(session, i) ?? 0)) % 4294967291;
	return sprintf('%08x', sum);
}

/** Forgets those that nobody has used for long; the others, oldest first. */
export function forget_old_pastes(router: Router): Kept[] {
	return filter(pastes(router), (one) => {
		const young = is_fresh(one.used, uptime(), paste_life);
		if (!young) unlink(file_of(router, one.name));
		return young;
	});
}

/** 32 hexadecimal digits that nobody can guess; '' where the kernel gives none. */
export function random_id(): string {
	const source = open('/dev/urandom', 'r');
	const bytes = source?.read(16) ?? '';
	source?.close();
	return length(bytes) == 16 ? hexenc(bytes) : '';
}

function name_of(owner: string, id: string): string {
	return sprintf('%s%s.%010d.%s', paste_mark, owner, uptime(), id);
}

// The oldest of the session that keeps most.
function oldest_of_most(kept: Kept[]): Kept {
	const counts: Record<string, number> = {};
	for (const one of kept) counts[one.whose] = (counts[one.whose] ?? 0) + 1;
	let found = kept[0]!;
	for (const one of kept) if (counts[one.whose]! > counts[found.whose]!) found = one;
	return found;
}

/**
 * Keeps what was read from a text; the id by which it is asked for, '' when that was not possible. A session pushes out
 * its own oldest text and nobody else's; when all together have too many, the one that has most gives way.
 */
export function keep_paste(router: Router, paste: ReadResult, session: string): string {
	const owner = whose(session);
	const kept = forget_old_pastes(router);
	const own = filter(kept, (one) => one.whose == owner);
	if (length(own) >= most_pastes_of_session) unlink(file_of(router, own[0]!.name));
	else if (length(kept) >= most_pastes) unlink(file_of(router, oldest_of_most(kept).name));
	const id = random_id();
	const written =
		id != '' && write_private(router.run_dir, name_of(owner, id), sprintf('%J', paste));
	return written ? id : '';
}

/** What was kept under the id, and is kept from now on; null when it is too old, or none. */
export function kept_paste(router: Router, id: string): ReadResult | null {
	const found = filter(forget_old_pastes(router), (one) => one.id == id)[0];
	if (found == null) return null;
	const name = name_of(found.whose, id);
	rename(file_of(router, found.name), file_of(router, name));
	try {
		return json(readfile(file_of(router, name)) ?? '') as ReadResult;
	} catch {
		return null;
	}
}

/** Forgets the one under this id and what is too old; with null, all of them. */
export function forget_pastes(router: Router, id: string | null): void {
	for (const one of forget_old_pastes(router)) {
		if (id == null || one.id == id) unlink(file_of(router, one.name));
	}
}

// --- of devices ---

// One file per key, named by the public half: 'ab/c=' → 'ab_c='
function file_name(public_key: string): string {
	return replace(public_key, '/', '_');
}

/** The private half that is kept; '' for none. */
export function kept_key(router: Router, public_key: string): string {
	if (public_key == '') return '';
	return trim(readfile(router.keep_dir + '/' + file_name(public_key)) ?? '');
}

/** Keeps a private key; false when that was not possible. */
export function keep_key(router: Router, public_key: string, private_key: string): boolean {
	return write_private(router.keep_dir, file_name(public_key), private_key + '\n');
}

/** Forgets every kept key that no device of the network has; with null, all of them, and the token for the hub. */
export function forget_keys(router: Router, network: Network | null): void {
	const wanted: Record<string, boolean> = {};
	for (const device of network?.devices ?? []) wanted[file_name(device.public_key)] = true;
	for (const name of lsdir(router.keep_dir) ?? []) {
		if (index([...beside_keys, renewed], name) >= 0 && network != null) continue;
		if (!exists(wanted, name)) unlink(router.keep_dir + '/' + name);
	}
}
