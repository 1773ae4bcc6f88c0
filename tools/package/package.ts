// Builds the package: `npm run -s package [directory]` → <directory>/luci-app-wgspoke_<version>_all.ipk

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildRoot } from './root.ts';
import { buildHtdocs } from '../luci/bundle.ts';
import { writeIpk } from './ipk.ts';
import { readRecipe } from './recipe.ts';
import { readTree } from './tree.ts';

/** Builds everything anew and writes the ipk into `directory`; its path. `version` is for trying an upgrade. */
export async function buildPackage(directory: string, version?: string): Promise<string> {
	const staging = mkdtempSync(join(tmpdir(), 'wgspoke-package-'));
	try {
		buildRoot(staging);
		await buildHtdocs(staging);
		const recipe = readRecipe();
		recipe.version = version ?? recipe.version;
		const path = join(directory, `${recipe.name}_${recipe.version}_all.ipk`);
		mkdirSync(directory, { recursive: true });
		writeFileSync(path, await writeIpk(recipe, readTree(staging)));
		return path;
	} finally {
		rmSync(staging, { recursive: true });
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const path = await buildPackage(process.argv[2] ?? 'dist');
	console.log(path);
}
