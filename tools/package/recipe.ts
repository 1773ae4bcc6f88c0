// What is the package called, what does it need, and which scripts come with it?
// All of it is read from luci-app-wgspoke/Makefile, which OpenWrt's own build uses as well.

import { readFileSync } from 'node:fs';

export interface Recipe {
	name: string;
	/** '0.1.0-r1', as OpenWrt writes versions. */
	version: string;
	title: string;
	license: string;
	/** Names of packages. */
	depends: string[];
	conffiles: string[];
	/** Shell text run before removal, and after it. */
	prerm: string;
	postrm: string;
}

const MAKEFILE = new URL('../../luci-app-wgspoke/Makefile', import.meta.url);

/** `NAME:=value` → value. */
function variable(makefile: string, name: string): string {
	const found = new RegExp(`^${name}:=(.*)$`, 'm').exec(makefile);
	if (!found?.[1]) throw new Error(`luci-app-wgspoke/Makefile: no ${name}`);
	return found[1].trim();
}

/** `define Package/…/<what> … endef` → the lines between, with make's `$$` as the shell's `$`. */
function definition(makefile: string, what: string): string {
	const found = new RegExp(`^define Package/[^/\n]+/${what}\n([^]*?)^endef$`, 'm').exec(makefile);
	if (!found?.[1]) throw new Error(`luci-app-wgspoke/Makefile: no definition of ${what}`);
	return found[1].replaceAll('$$', '$');
}

/** Reads the recipe from the text of the package's Makefile. */
export function parseRecipe(makefile: string): Recipe {
	return {
		name: variable(makefile, 'PKG_NAME'),
		version: `${variable(makefile, 'PKG_VERSION')}-r${variable(makefile, 'PKG_RELEASE')}`,
		title: variable(makefile, 'LUCI_TITLE'),
		license: variable(makefile, 'PKG_LICENSE'),
		depends: variable(makefile, 'LUCI_DEPENDS')
			.split(/\s+/)
			.map((name) => name.replace(/^\+/, '')),
		conffiles: definition(makefile, 'conffiles').trim().split('\n'),
		prerm: definition(makefile, 'prerm'),
		postrm: definition(makefile, 'postrm'),
	};
}

export function readRecipe(): Recipe {
	return parseRecipe(readFileSync(MAKEFILE, 'utf8'));
}
