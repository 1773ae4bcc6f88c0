// Is this the right name and password? The login sections of /etc/config/rpcd and /etc/shadow decide.
import { spawnSync } from 'node:child_process';
import type { Login } from './acl.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

// crypt(3) of the machine's own C library, by way of perl, which every Debian has. Both texts come on
// standard input.
const CRYPT = 'chomp(my @in = <STDIN>); my $made = crypt($in[0], $in[1]); print $made // "";';

function crypt(password: string, hash: string): string {
	const made = spawnSync('perl', ['-e', CRYPT], { input: `${password}\n${hash}\n` });
	return made.stdout.toString('utf8');
}

/** 'root:$1$…:0:…' → the hash of a user; null when there is no such user. */
export function shadowHash(shadow: string, user: string): string | null {
	const line = shadow.split('\n').find((each) => each.startsWith(`${user}:`));
	return line ? (line.split(':')[1] ?? '') : null;
}

/** An empty hash takes any password, as on a router that has just been set up. */
export function isPassword(password: string, hash: string, shadow: string): boolean {
	if (hash === '') return true;
	if (hash.startsWith('$p$')) {
		const own = shadowHash(shadow, hash.slice(3));
		return own !== null && isPassword(password, own, shadow);
	}
	if (/\n/.test(password)) return false;
	return crypt(password, hash) === hash;
}

const list = (value: string | string[] | undefined): string[] =>
	Array.isArray(value) ? value : [];

/** The first login section with this name and password; a null password asks for the name only. */
export function findLogin(
	sections: UciSection[],
	username: string,
	password: string | null,
	shadow: string
): Login {
	const found = sections.find(({ type, options }) => {
		if (type !== 'login' || options.username !== username) return false;
		if (password === null) return true;
		const hash = options.password;
		return typeof hash === 'string' && isPassword(password, hash, shadow);
	});
	return found ? { read: list(found.options.read), write: list(found.options.write) } : null;
}
