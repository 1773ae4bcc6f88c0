// Which scripts come with the package? Its own stand in luci-app-wgspoke/Makefile; here they get the frames that
// OpenWrt's build system puts around them (include/package-pack.mk), one for opkg, one for apk.

import type { ApkScripts } from './apk.ts';
import type { Recipe } from './recipe.ts';

const NOT_WANTED = '[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0';
const FUNCTIONS = [
	'[ -s "${IPKG_INSTROOT}/lib/functions.sh" ] || exit 0',
	'. "${IPKG_INSTROOT}/lib/functions.sh"',
];

const lines = (...all: string[]): string => all.join('\n') + '\n';

/** A script without its first line, for one that has its own. */
const inner = (script: string): string => script.replace(/^\s*#!.*\n/gm, '');

/** The control files of an ipk: `default_…` runs what is called `<script>-pkg`. */
export function ipkScripts(recipe: Recipe): Record<string, string> {
	return {
		postinst: lines('#!/bin/sh', NOT_WANTED, ...FUNCTIONS, 'default_postinst "$0" "$@"'),
		...(recipe.postinst !== '' && { 'postinst-pkg': recipe.postinst }),
		...(recipe.postrm !== '' && { postrm: recipe.postrm }),
		prerm: lines('#!/bin/sh', ...FUNCTIONS, 'default_prerm "$0" "$@"'),
		...(recipe.prerm !== '' && { 'prerm-pkg': recipe.prerm }),
	};
}

/** apk runs the new package's scripts at an upgrade, never the old one's. */
export function apkScripts(recipe: Recipe): ApkScripts {
	const own = [...FUNCTIONS, 'export root="${IPKG_INSTROOT}"', `export pkgname="${recipe.name}"`];
	const install = [NOT_WANTED, ...own, 'add_group_and_user', 'default_postinst'];
	const postinst = lines(...install) + inner(recipe.postinst);
	return {
		'post-install': lines('#!/bin/sh') + postinst,
		'pre-deinstall': lines('#!/bin/sh', ...own, 'default_prerm') + inner(recipe.prerm),
		...(recipe.postrm !== '' && { 'post-deinstall': recipe.postrm }),
		'post-upgrade': lines('#!/bin/sh', 'export PKG_UPGRADE=1') + postinst,
	};
}
