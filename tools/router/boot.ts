// What runs when the router starts, and in which order? The scripts that /etc/rc.d links to, by their names:
// S18 before S20, as procd's rcS does it; the network is S20.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/run.ts';

/** The link that stands for the router's own netifd; the firewall goes with it. */
const NETWORK = 'S20network';

/** Names of links → those before the network, and those after it. */
export function bootOrder(names: readonly string[]): { before: string[]; after: string[] } {
	const starts = names.filter((name) => /^S\d\d/.test(name)).sort();
	return {
		before: starts.filter((name) => name < NETWORK),
		after: starts.filter((name) => name > NETWORK),
	};
}

/** Runs the scripts one after the other, `network` in its place among them. */
export async function boot(root: string, network: () => Promise<void>): Promise<void> {
	const folder = join(root, 'etc/rc.d');
	const { before, after } = bootOrder(existsSync(folder) ? readdirSync(folder) : []);
	const start = async (names: string[]): Promise<void> => {
		for (const name of names) {
			const { stderr } = await run([join(folder, name), 'boot']);
			if (stderr !== '') console.error(`${name} boot: ${stderr.trim()}`);
		}
	};
	await start(before);
	await network();
	await start(after);
}
