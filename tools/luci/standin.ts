// Which files does the development router serve in LuCI's place? A page, its style, the stand-in's script, and what it
// says in other languages.

import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../po/languages.ts';
import { readLmo, writeLmo } from '../po/lmo.ts';
import { PROJECT } from '../po/sources.ts';
import { translationFiles } from '../po/translation.ts';
import type { Gateway } from '../lab/gateway.ts';

const folder = fileURLToPath(new URL('standin/', import.meta.url));

/** Path → what LuCI would hand to its pages of that language: made from its .lmo file, as on a router. */
function catalogues(): Record<string, string> {
	const files: Record<string, string> = {};
	for (const [folder, file] of translationFiles()) {
		const path = join(PROJECT, file);
		const lmo = existsSync(path) ? writeLmo(readFileSync(path)) : null;
		const language = LANGUAGES[folder];
		if (lmo && language)
			files[`luci-static/standin/${language.code}.json`] = JSON.stringify(readLmo(lmo));
	}
	return files;
}

/** Path below the router's web root → content. The page is a "program" of /cgi-bin, as LuCI's is. */
export async function standinFiles(): Promise<Record<string, string>> {
	const { outputFiles } = await build({
		entryPoints: [`${folder}main.ts`],
		bundle: true,
		write: false,
		format: 'iife',
		target: 'es2021',
		charset: 'utf8',
		logLevel: 'silent',
	});
	return {
		'cgi-bin/luci': readFileSync(`${folder}page.html`, 'utf8'),
		'luci-static/standin/style.css': readFileSync(`${folder}style.css`, 'utf8'),
		'luci-static/standin/standin.js': outputFiles[0]?.text ?? '',
		...catalogues(),
	};
}

/** Puts the stand-in on those of the gateways that have no LuCI of their own. */
export async function putStandin(gateways: readonly Gateway[]): Promise<void> {
	const files = Object.entries(await standinFiles());
	for (const gateway of gateways.filter(({ kind }) => kind === 'dev')) {
		for (const [path, text] of files) {
			await gateway.exec(['mkdir', '-p', dirname(`/www/${path}`)]);
			await gateway.writeFile(`/www/${path}`, text);
		}
	}
}
