// Which package does a test try? The one that the run has built for all of its programs, else its own.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFiles } from '../lab/gateway.ts';

/** Where the packages of the run lie, by their names. */
function packagesIn(folder: string): PackageFiles {
	const names = readdirSync(folder);
	const find = (pattern: RegExp): string => {
		const name = names.find((each) => pattern.test(each));
		if (name === undefined)
			throw new Error(`WGSPOKE_PACKAGE=${folder}: no ${pattern.source} in it`);
		return join(folder, name);
	};
	return { ipk: find(/^luci-app-wgspoke_.*\.ipk$/), apk: find(/^luci-app-wgspoke-.*\.apk$/) };
}

/** `folder` is where the packages go when they have to be built. */
export async function givenPackage(folder: string): Promise<PackageFiles> {
	const given = process.env.WGSPOKE_PACKAGE ?? '';
	if (given !== '') return packagesIn(given);
	// Loaded only here: the compiler in it takes longer to start than a lab.
	const { buildPackage } = await import('./package.ts');
	return buildPackage(folder);
}
