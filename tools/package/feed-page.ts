// Which lines does a person paste into a router to install from this feed? The page of the feed says so.

import type { Contents } from './tree.ts';
import { APK_PUBLIC } from './keys.ts';

/** What the page shows where nobody has told its address; its script fills in the one that it was opened by. */
const UNKNOWN = 'https://feed.example.org';

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lines for a router with apk, OpenWrt 25.12 and later. */
export function apkLines(url: string, name: string): string[] {
	return [
		`wget -O /etc/apk/keys/${APK_PUBLIC} ${url}/${APK_PUBLIC}`,
		`echo ${url}/packages.adb >> /etc/apk/repositories.d/customfeeds.list`,
		`apk update && apk add ${name}`,
	];
}

/** Lines for a router with opkg, OpenWrt 24.10 and before. */
export function opkgLines(url: string, name: string, key: string): string[] {
	return [
		`wget -O /etc/opkg/keys/${key} ${url}/${key}`,
		`echo 'src/gz wgspoke ${url}' >> /etc/opkg/customfeeds.conf`,
		`opkg update && opkg install ${name}`,
	];
}

/** Key and feed are no package's files: sysupgrade keeps what is listed in this file. */
const keepLine = (...paths: string[]): string =>
	`printf '%s\\n' ${paths.join(' ')} >> /etc/sysupgrade.conf`;

export function feedPage(all: readonly Contents[], key: string, url: string): string {
	const address = url === '' ? UNKNOWN : url;
	const name = all[0]?.recipe.name ?? '';
	const block = (lines: string[]): string => `<pre>${escaped(lines.join('\n'))}</pre>`;
	const rows = all.map(({ recipe }) => `<li>${escaped(`${recipe.name} ${recipe.version}`)}</li>`);
	const keep = {
		apk: keepLine(`/etc/apk/keys/${APK_PUBLIC}`, '/etc/apk/repositories.d/customfeeds.list'),
		opkg: keepLine(`/etc/opkg/keys/${key}`, '/etc/opkg/customfeeds.conf'),
	};
	const script = `<script>
for (const each of document.querySelectorAll('pre'))
	each.textContent = each.textContent.replaceAll('${UNKNOWN}', new URL('.', location.href).href.replace(/\\/$/, ''));
</script>
`;
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(name)}</title>
<style>body { font-family: sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em } pre { background: #eee; padding: 1em; overflow-x: auto }</style>
<h1>${escaped(name)}</h1>
<p>${escaped(all[0]?.recipe.title ?? '')}. Log in to your router over ssh and paste the lines for its release.</p>
<h2>OpenWrt 25.12 and later</h2>
${block(apkLines(address, name))}
<h2>OpenWrt 24.10 and 23.05</h2>
${block(opkgLines(address, name, key))}
<p>Then log in to LuCI anew and open VPN › Home network.</p>
<h2>To keep the feed when OpenWrt itself is upgraded</h2>
<p>25.12 and later:</p>
${block([keep.apk])}
<p>24.10 and 23.05:</p>
${block([keep.opkg])}
<h2>What is here</h2>
<ul>
${rows.join('\n')}
</ul>
${url === '' ? script : ''}</html>
`;
}
