// How does a translation come to a router? Each folder of luci-app-wgspoke/po/ that luci.mk knows as a language becomes a
// package of its own, as luci.mk makes one: the .lmo files, and a line that tells LuCI of the language.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../po/languages.ts';
import { writeLmo } from '../po/lmo.ts';
import type { Recipe } from './recipe.ts';
import { withFolders, type Contents, type Entry } from './tree.ts';

export const PO = fileURLToPath(new URL('../../luci-app-wgspoke/po', import.meta.url));

/** Where LuCI looks for translations. */
const I18N = 'usr/lib/lua/luci/i18n';

/** 'luci-app-wgspoke' → 'wgspoke' */
const baseName = (name: string): string => name.replace(/^luci-[a-z]+-/, '');

/** Folders of translations, sorted; the template is none. */
export function languageFolders(po = PO): string[] {
	if (!existsSync(po)) return [];
	return readdirSync(po)
		.filter((name) => name !== 'templates')
		.sort();
}

/** The .lmo files of a folder of .po files. Throws one line that names the file at fault. */
function lmoFiles(folder: string, code: string): Entry[] {
	const names = readdirSync(folder).filter((name) => name.endsWith('.po'));
	return names.sort().flatMap((name) => {
		const path = join(folder, name);
		try {
			const content = writeLmo(readFileSync(path));
			const target = `${I18N}/${basename(name, '.po')}.${code}.lmo`;
			return content === null ? [] : [{ path: target, mode: 0o644, content }];
		} catch (error) {
			throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
		}
	});
}

/** One package for each language in which something is translated, of the version of the package itself. */
export function languageContents(own: Recipe, po = PO): Contents[] {
	return languageFolders(po).flatMap((folder): Contents[] => {
		const language = LANGUAGES[folder];
		if (!language)
			throw new Error(
				`${join(po, folder)} is no language that luci.mk knows: write its name as LuCI does, or add it to tools/po/languages.ts`
			);
		const { code, title } = language;
		const files = lmoFiles(join(po, folder), code);
		if (files.length === 0) return [];
		const name = `luci-i18n-${baseName(own.name)}-${code}`;
		const line = `uci set luci.languages.${code.replaceAll('-', '_')}='${title}'; uci commit luci\n`;
		const defaults: Entry = {
			path: `etc/uci-defaults/${name}`,
			mode: 0o644,
			content: Buffer.from(line),
		};
		const recipe: Recipe = {
			name,
			version: own.version,
			title: `Translation for ${own.name} - ${title}`,
			origin: own.origin,
			license: own.license,
			depends: [own.name],
			conffiles: [],
			postinst: '',
			prerm: '',
			postrm: '',
		};
		return [{ recipe, entries: withFolders([defaults, ...files]) }];
	});
}
