// Below which directory do the stand-ins find the router's files? `/` unless a root directory is set.
import { join } from 'node:path';

let root = process.env['UCODE_ROOT'] ?? '';

/** Sets the directory that stands for `/`: a gateway's root. '' is the machine's own. */
export function setRoot(directory: string): void {
	root = directory;
}

/** '/etc/config' → '<root>/etc/config'; relative paths stay. */
export const rooted = (path: string): string =>
	root != '' && path.startsWith('/') ? join(root, path) : path;

/** '<root>/etc/config' → '/etc/config', for paths that go back to the program. */
export const unrooted = (path: string): string =>
	root != '' && path.startsWith(`${root}/`) ? path.slice(root.length) : path;
