// Which package does a test try? The one that the run has built for all of its programs, else its own.

import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackageFiles } from '../lab/gateway.ts';

/** The two files of a package in that folder. Throws one line that says what is not there. */
function packageIn(folder: string, name: string): PackageFiles {
	const names = readdirSync(folder);
	const find = (start: string, end: string): string => {
		const found = names.find((each) => each.startsWith(start) && each.endsWith(end));
		if (found === undefined) throw new Error(`no ${start}…${end} in ${folder}`);
		return join(folder, found);
	};
	return { ipk: find(`${name}_`, '.ipk'), apk: find(`${name}-`, '.apk') };
}

/** `folder` is where the packages go when they have to be built. */
export async function givenPackage(folder: string): Promise<PackageFiles> {
	const given = process.env.WGSPOKE_PACKAGE ?? '';
	if (given !== '') return packageIn(given, 'luci-app-wgspoke');
	// Loaded only here: the compiler in it takes longer to start than a lab.
	const { buildPackage } = await import('./package.ts');
	return buildPackage(folder);
}

/** The package with a translation, which was built together with the package itself. */
export function languageBeside({ ipk }: PackageFiles, code: string): PackageFiles {
	return packageIn(dirname(ipk), `luci-i18n-wgspoke-${code}`);
}
