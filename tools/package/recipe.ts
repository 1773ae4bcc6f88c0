// What is the package called, what does it need, and which scripts come with it?
// All of it is read from luci-app-wgspoke/Makefile, which OpenWrt's own build uses as well.

import { readFileSync } from 'node:fs';

export interface Recipe {
	name: string;
	/** '0.2.0-r1', as OpenWrt writes versions. */
	version: string;
	title: string;
	/** The folder of the sources that it was built from. */
	origin: string;
	license: string;
	/** Names of packages. */
	depends: string[];
	conffiles: string[];
	/** Scripts run after installation, before removal, and after it; '' for none. */
	postinst: string;
	prerm: string;
	postrm: string;
}

/** The date of every file in a package, in seconds; 2026-01-01 UTC. Any fixed one does. */
export const PACKAGE_DATE = 1767225600;

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
		origin: variable(makefile, 'PKG_NAME'),
		license: variable(makefile, 'PKG_LICENSE'),
		depends: variable(makefile, 'LUCI_DEPENDS')
			.split(/\s+/)
			.map((name) => name.replace(/^\+/, '')),
		conffiles: definition(makefile, 'conffiles').trim().split('\n'),
		postinst: definition(makefile, 'postinst'),
		prerm: definition(makefile, 'prerm'),
		postrm: definition(makefile, 'postrm'),
	};
}

export function readRecipe(): Recipe {
	return parseRecipe(readFileSync(MAKEFILE, 'utf8'));
}
