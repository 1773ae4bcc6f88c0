// Where do the router's files lie? Below a root directory, which is `/` in a gateway of the lab.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cursor } from '../ucode/uci.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

export interface Paths {
	root: string;
	config: string;
	/** Folder of what rpcd keeps: `uci-<session>` and the snapshots. */
	rpcd: string;
	/** Staging of the command line's `uci`. */
	shared: string;
	acl: string;
	plugins: string;
	shadow: string;
	socket: string;
	www: string;
}

export function pathsOf(root: string): Paths {
	return {
		root,
		config: join(root, 'etc/config'),
		rpcd: join(root, 'var/run/rpcd'),
		shared: join(root, 'tmp/.uci'),
		acl: join(root, 'usr/share/rpcd/acl.d'),
		plugins: join(root, 'usr/share/rpcd/ucode'),
		shadow: join(root, 'etc/shadow'),
		socket: join(root, 'var/run/ubus/ubus.sock'),
		www: join(root, 'www'),
	};
}

export const sessionFolder = (paths: Paths, session: string): string =>
	join(paths.rpcd, `uci-${session}`);

/** Makes the folders that a running router has. */
export function makeFolders(paths: Paths): void {
	const folders = [paths.config, join(paths.socket, '..'), paths.www];
	for (const folder of [...folders, join(paths.root, 'tmp')])
		mkdirSync(folder, { recursive: true });
	mkdirSync(paths.rpcd, { recursive: true, mode: 0o700 });
}

/** The committed sections of a config, in file order; [] when it cannot be read. */
export function sectionsOf(paths: Paths, config: string): UciSection[] {
	const found = new Cursor(paths.config, join(paths.rpcd, 'no-staging')).get_all(config);
	return Object.values(found ?? {}).map((section) => ({
		name: section['.name'],
		type: section['.type'],
		anonymous: section['.anonymous'],
		options: Object.fromEntries(
			Object.entries(section).filter(
				(entry): entry is [string, UciValue] => !entry[0].startsWith('.')
			)
		),
	}));
}
