// Where are private keys of devices kept, for those who want to show a configuration again?
// One file per key, named by the public half, in a folder that only root enters; nothing else points to them.

import { dirname, lsdir, readfile, unlink } from 'fs';
import { write_private } from '../base/shell.ts';
import type { Place } from './router.ts';
import type { Network } from '../model/types.ts';

function folder(place: Place): string {
	return dirname(place.config_dir)! + '/wgspoke';
}

// 'ab/c=' → 'ab_c='
function file_name(public_key: string): string {
	return replace(public_key, '/', '_');
}

/** The private half that is kept; '' for none. */
export function kept_key(place: Place, public_key: string): string {
	if (public_key == '') return '';
	return trim(readfile(folder(place) + '/' + file_name(public_key)) ?? '');
}

/** Keeps a private key; false when that was not possible. */
export function keep_key(place: Place, public_key: string, private_key: string): boolean {
	return write_private(folder(place), file_name(public_key), private_key + '\n');
}

/** Forgets every kept key that no device of the network has; with null, all of them. */
export function forget_keys(place: Place, network: Network | null): void {
	const wanted: Record<string, boolean> = {};
	for (const device of network?.devices ?? []) wanted[file_name(device.public_key)] = true;
	for (const name of lsdir(folder(place)) ?? []) {
		if (!exists(wanted, name)) unlink(folder(place) + '/' + name);
	}
}
