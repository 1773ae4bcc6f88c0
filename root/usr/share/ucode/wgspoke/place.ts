// Where does the configuration lie: on this router, or in a directory of UCI files on a PC?

import type { Appraisal } from './status.ts';
import type { UciConfigs } from './types.ts';

/** What one who is asked often remembers between two questions: configs and their appraisal, and what of. */
export interface Memory {
	/** Size, times and inodes of the files that `configs` were read from. */
	files: string;
	configs: UciConfigs | null;
	/** All that `appraisal` was made from. */
	subject: string;
	appraisal: Appraisal | null;
}

/** `live`: netifd, WireGuard and rpcd can be asked; otherwise only files are looked at. */
export interface Place {
	live: boolean;
	/** Directory of the UCI files. */
	config_dir: string;
	/** Directory for what is forgotten at a reboot: the lock, the last probe, a key not yet used. */
	run_dir: string;
	/** Path of hub.sh, which comes with this program, wherever the configuration lies. */
	hub_program: string;
	memory: Memory;
}

function nothing(): Memory {
	return { files: '', configs: null, subject: '', appraisal: null };
}

/** '/usr/share/ucode/wgspoke/place.uc' → '/usr/share/wgspoke/hub.sh', in a checkout below its root/. */
function hub_program(): string {
	const root = replace(sourcepath() ?? '', /\/usr\/share\/ucode\/wgspoke\/.*$/, '');
	return root + '/usr/share/wgspoke/hub.sh';
}

/** This router. */
export function this_router(): Place {
	return {
		live: true,
		config_dir: '/etc/config',
		run_dir: '/var/run/wgspoke',
		hub_program: hub_program(),
		memory: nothing(),
	};
}

/** A router's file system, or a part of it, below `root`. */
export function directory(root: string): Place {
	return {
		live: false,
		config_dir: root + '/etc/config',
		run_dir: root + '/tmp/wgspoke',
		hub_program: hub_program(),
		memory: nothing(),
	};
}
