// Which router is it about: this one, or a directory of UCI files on a PC?

import type { Appraisal } from '../plan/appraise.ts';
import type { KernelRoute } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { UciConfigs } from '../model/uci.ts';

/** What one who is asked often remembers between two questions. */
export interface Memory {
	/** Size, times and inodes of the files that `configs` were read from. */
	files: string;
	configs: UciConfigs | null;
	/** All that `appraisal` was made from. */
	subject: string;
	appraisal: Appraisal | null;
	/** The network of `configs`, null while nobody asked. */
	network: { joined: Network | null } | null;
	/** The secrets that one tunnel should have, and the state of the files that they were read from. */
	secrets: { files: string; of: Record<string, string> } | null;
	/** The kernel's routes, and the tables that they were read from. */
	routes: { four: string; six: string; of: KernelRoute[] } | null;
	/** What a state was counted for, and the number it got. */
	seen: string;
	state: number;
	/** What tells the hub's last words from those before, what was read in them, and when they were said. */
	told_stamp: string;
	told: object | null;
	/** The last private key that a public half was asked for, and that half. */
	private_key: string;
	public_key: string;
}

/** `live`: netifd, WireGuard and rpcd can be asked; otherwise only files are looked at. */
export interface Router {
	live: boolean;
	/** Directory of the UCI files. */
	config_dir: string;
	/** Directory for what is forgotten at a reboot: the lock, the last probe, a pasted text, a key not yet used. */
	run_dir: string;
	/** Directory for keys of devices that somebody wanted kept. */
	keep_dir: string;
	/** Path of hub.sh, which comes with this program, wherever the configuration lies. */
	hub_program: string;
	memory: Memory;
}

function nothing(): Memory {
	return {
		files: '',
		configs: null,
		subject: '',
		appraisal: null,
		network: null,
		secrets: null,
		routes: null,
		seen: '',
		told_stamp: '',
		told: null,
		state: 0,
		private_key: '',
		public_key: '',
	};
}

/** '/usr/share/ucode/wgspoke/router/router.uc' → '/usr/share/wgspoke/hub.sh', in a checkout below its root/. */
function hub_program(): string {
	const root = replace(sourcepath() ?? '', /\/usr\/share\/ucode\/wgspoke\/.*$/, '');
	return root + '/usr/share/wgspoke/hub.sh';
}

/** This router. */
export function this_router(): Router {
	return {
		live: true,
		config_dir: '/etc/config',
		run_dir: '/var/run/wgspoke',
		keep_dir: '/etc/wgspoke',
		hub_program: hub_program(),
		memory: nothing(),
	};
}

/** A router's file system, or a part of it, below `root`. */
export function directory(root: string): Router {
	return {
		live: false,
		config_dir: root + '/etc/config',
		run_dir: root + '/tmp/wgspoke',
		keep_dir: root + '/etc/wgspoke',
		hub_program: hub_program(),
		memory: nothing(),
	};
}
