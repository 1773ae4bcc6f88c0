// Which files does the development router serve in LuCI's place? A page, its style, and the stand-in's script.

import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gateway } from '../lab/gateway.ts';

const folder = fileURLToPath(new URL('standin/', import.meta.url));

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
