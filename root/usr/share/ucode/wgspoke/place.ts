// Where does the configuration lie: on this router, or in a directory of UCI files on a PC?

/** `live`: netifd, WireGuard and rpcd can be asked; otherwise only files are looked at. */
export interface Place {
	live: boolean;
	/** Directory of the UCI files. */
	config_dir: string;
	/** Directory for what is forgotten at a reboot: the lock, the last probe, a key not yet used. */
	run_dir: string;
}

/** This router. */
export function this_router(): Place {
	return { live: true, config_dir: '/etc/config', run_dir: '/var/run/wgspoke' };
}

/** A router's file system, or a part of it, below `root`. */
export function directory(root: string): Place {
	return { live: false, config_dir: root + '/etc/config', run_dir: root + '/tmp/wgspoke' };
}
