// Which programs does this machine have, wherever it keeps them?
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** PATH for everything that runs in the lab: Debian keeps ip, nft and sysctl out of a user's PATH. */
export const LAB_PATH = SYSTEM_PATH.join(delimiter);

/** Is the program in one of the system's folders? */
export function hasProgram(name: string): boolean {
	return SYSTEM_PATH.some((folder) => {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
