// Which secrets does this router hold, and where?
// Its own private key: in /etc/config/network, or one that it made and keeps until it joins. Keys of a pasted text,
// for minutes. Keys of devices, for those who want to show a configuration again. All for root alone.

import { access, lsdir, open, readfile, stat, unlink } from 'fs';
import { run, run_with_input, write_private } from '../base/shell.ts';
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

/** The key in /etc/config/network; '' when this router has none. */
export function configured_key(configs: UciConfigs, name: string): string {
	const section = section_named(configs.network, name);
	return section?.type == 'interface' ? option_text(section, 'private_key') : '';
}

// The key that was made for joining but is in no configuration yet; '' for none.
function pending_key(router: Router): string {
	return trim(readfile(router.run_dir + '/' + pending) ?? '');
}

/** Makes that key unless it is there; false where WireGuard's tools are missing. */
export function make_pending_key(router: Router): boolean {
	if (pending_key(router) != '') return true;
	const made = run(['wg', 'genkey']);
	return made.code == 0 && write_private(router.run_dir, pending, made.text);
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

/** More than a few tabs do not think at once. */
const most_pastes = 8;

const paste_mark = 'pasted.';

function pastes(router: Router): string[] {
	return filter(lsdir(router.run_dir) ?? [], (name) => index(name, paste_mark) == 0);
}

// Forgets what is too old, and of the others the oldest when there are more than `most`.
function forget_pastes_but(router: Router, most: number): void {
	const young: { path: string; mtime: number }[] = [];
	for (const name of pastes(router)) {
		const path = router.run_dir + '/' + name;
		const mtime = stat(path)?.mtime ?? 0;
		if (time() - mtime > paste_life) unlink(path);
		else push(young, { path: path, mtime: mtime });
	}
	sort(young, (a, b) => a.mtime - b.mtime || (a.path < b.path ? -1 : 1));
	for (const one of slice(young, 0, max(0, length(young) - most))) unlink(one.path);
}

/** Forgets those that nobody has used for long. */
export function forget_old_pastes(router: Router): void {
	forget_pastes_but(router, most_pastes);
}

/** 32 hexadecimal digits that nobody can guess; '' where the kernel gives none. */
export function random_id(): string {
	const source = open('/dev/urandom', 'r');
	const bytes = source?.read(16) ?? '';
	source?.close();
	return length(bytes) == 16 ? hexenc(bytes) : '';
}

/** Keeps what was read from a text; the id by which it is asked for, '' when that was not possible. */
export function keep_paste(router: Router, paste: ReadResult): string {
	forget_pastes_but(router, most_pastes - 1);
	const id = random_id();
	const kept = id != '' && write_private(router.run_dir, paste_mark + id, sprintf('%J', paste));
	return kept ? id : '';
}

/** What was kept under the id, and is kept from now on; null when it is too old, or none. */
export function kept_paste(router: Router, id: string): ReadResult | null {
	const named = match(id, /^[0-9a-f]{32}/);
	if (!named || named[0] != id) return null;
	forget_old_pastes(router);
	const text = readfile(router.run_dir + '/' + paste_mark + id) ?? '';
	if (text == '') return null;
	write_private(router.run_dir, paste_mark + id, text);
	try {
		return json(text) as ReadResult;
	} catch {
		return null;
	}
}

/** Forgets the one under this id and what is too old; with null, all of them. */
export function forget_pastes(router: Router, id: string | null): void {
	forget_old_pastes(router);
	for (const name of pastes(router)) {
		if (id == null || name == paste_mark + id) unlink(router.run_dir + '/' + name);
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

/** Forgets every kept key that no device of the network has; with null, all of them. */
export function forget_keys(router: Router, network: Network | null): void {
	const wanted: Record<string, boolean> = {};
	for (const device of network?.devices ?? []) wanted[file_name(device.public_key)] = true;
	for (const name of lsdir(router.keep_dir) ?? []) {
		if (!exists(wanted, name)) unlink(router.keep_dir + '/' + name);
	}
}
