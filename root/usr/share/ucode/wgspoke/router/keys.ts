// Which private key does this router use?
// One that was pasted, else the one it has, else one that it made and keeps until it joins.

import { access, readfile, unlink } from 'fs';
import { public_key_of } from './look.ts';
import { our_interface } from '../plan/lans.ts';
import { run, write_private } from '../base/shell.ts';
import type { Place } from './router.ts';
import type { Secrets, UciConfigs } from '../model/types.ts';

const PENDING = 'private_key';

/** The key in /etc/config/network; '' when this router has none. */
export function configured_key(configs: UciConfigs, name: string): string {
	for (const section of configs.network) {
		if (section.name == name && section.type == 'interface') {
			return (section.options['private_key'] ?? '') as string;
		}
	}
	return '';
}

/** The key that was made for joining but is in no configuration yet; '' for none. */
export function pending_key(place: Place): string {
	return trim(readfile(place.run_dir + '/' + PENDING) ?? '');
}

/** Makes that key unless it is there; false where WireGuard's tools are missing. */
export function make_pending_key(place: Place): boolean {
	if (pending_key(place) != '') return true;
	const made = run(['wg', 'genkey']);
	return made.code == 0 && write_private(place.run_dir, PENDING, made.text);
}

/** A new key pair; null where WireGuard's tools are missing. Kept nowhere. */
export function make_key_pair(place: Place): { private_key: string; public_key: string } | null {
	const made = run(['wg', 'genkey']);
	const private_key = trim(made.text);
	const public_key = made.code == 0 ? public_key_of(place, private_key) : '';
	return public_key == '' ? null : { private_key: private_key, public_key: public_key };
}

export function forget_pending_key(place: Place): void {
	if (access(place.run_dir + '/' + PENDING)) unlink(place.run_dir + '/' + PENDING);
}

/** The secrets to plan with: what was pasted, completed by what this router has. */
export function complete_secrets(
	place: Place,
	configs: UciConfigs,
	name: string,
	pasted: Secrets
): Secrets {
	// A tunnel that gets another name keeps its key.
	let own = configured_key(configs, name);
	if (own == '') own = configured_key(configs, our_interface(configs));
	return {
		private_key:
			pasted.private_key != '' ? pasted.private_key : own != '' ? own : pending_key(place),
		preshared_key: pasted.preshared_key,
	};
}
