// Whose texts are known, by what, and what is said of them? Writes docs/makers.md from the tables of text/.
//   node --import ./tools/register.mjs tools/makers.ts

import { writeFileSync } from 'node:fs';

import { formats } from '../root/usr/share/ucode/wgspoke/text/formats.ts';
import { makers } from '../root/usr/share/ucode/wgspoke/text/makers.ts';
import { providers } from '../root/usr/share/ucode/wgspoke/text/providers.ts';
import { terms } from '../root/usr/share/ucode/wgspoke/words/terms.ts';
import type { Maker, MakerName } from '../root/usr/share/ucode/wgspoke/text/makers.ts';

export const DOCUMENT = 'docs/makers.md';

/** How the text of a maker is known, in words; a row of the table without one is refused by the compiler. */
const SIGNS: Record<MakerName, string> = {
	fritz_device:
		'The endpoint is in myfritz.net, or the search domain fritz.box stands among the DNS servers; and the LAN in AllowedIPs is around the address of this home.',
	fritz_networks:
		'The same, but the address of this home is outside AllowedIPs: it is the one that this router has in its own LAN.',
	unifi:
		'AllowedIPs begins with the DNS server and the address of this home, both as single addresses.',
	wg_easy_14:
		'The keys of the peer in the order PublicKey, PresharedKey, AllowedIPs, PersistentKeepalive, Endpoint, and an address with the mask of the VPN.',
	wg_easy: 'The same order, and a single address.',
	luci: 'Comments like "# PresharedKey not used" or "# ListenPort not defined", or the word PersistentKeepAlive with a capital A.',
	linuxserver:
		'[Interface] begins with Address, PrivateKey, ListenPort; the peer has Endpoint before AllowedIPs.',
	wireguard_ui:
		'[Interface] begins with Address, PrivateKey, DNS, MTU; the peer with PublicKey, PresharedKey, AllowedIPs, Endpoint.',
	routeros:
		'[Interface] begins with ListenPort, PrivateKey, Address, as show-client-config prints it.',
	pivpn:
		'The peer is PublicKey, PresharedKey, Endpoint, AllowedIPs; and the internet is written as ::0/0, or the address has the mask of the VPN.',
	wireguard_install:
		'The same order of the peer with a single address (angristan), or [Interface] begins with Address, DNS, PrivateKey (Nyr).',
};

const LACKS: Record<Maker['lacks'], string> = {
	word: 'sends nothing to the LAN of this home until it is told',
	all: 'cannot send to the LAN of this home',
	lan: 'sends to the one LAN around the address of this home',
};

const words = (text: string): string =>
	text.replace(/\{value\}/g, '_the LAN_').replaceAll('|', '\\|');

const table = (head: string[], rows: string[][]): string =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The document. */
export function makersText(): string {
	const known = Object.entries(makers as Record<string, Maker>).map(([name, row]) => [
		terms[row.title],
		SIGNS[name as MakerName],
		LACKS[row.lacks] + (row.no_subnet ? '; has no VPN network' : ''),
		words(terms[row.way]),
		row.normal.map((code) => `\`${code}\``).join(', '),
	]);
	const ways = new Map<string, string[]>();
	for (const { title, way, some, all } of formats) {
		const signs = [...some, ...(all ? [all.join(' and ')] : [])];
		const found = ways.get(terms[title]) ?? [words(terms[way])];
		ways.set(terms[title], [...found, ...signs.map((sign) => `\`${sign.trim()}\``)]);
	}
	const others = [...ways].map(([title, [way = '', ...signs]]) => [
		title,
		words(signs.join(', ')),
		way,
	]);
	const sold = providers.map(({ title, servers, places, comments }) => [
		title,
		[...servers, ...places, ...comments.map((one) => `"# ${one.trim()} …"`)].join(', '),
	]);
	return `# Whose text is this?

What people paste was written by some program, and what has to be done next depends on it. This file is made of the tables by \`tools/makers.ts\`; a test holds it to them. To add one: a row in \`text/makers\` (a program that makes files for WireGuard), \`text/formats\` (a text that is none) or \`text/providers\` (a VPN provider).

## Programs for hubs

The first row that knows a text names it. What its admin has to set is told as \`hub-unaware\` or \`hub-incapable\`, until this home goes one way only: then its devices go out behind the one address that the hub knows, and nobody there reaches them. A file for a single device begins so (\`one-way-file\`). What is normal in a text is not told of it.

${table(['maker', 'known by', 'the other end', 'what to do there', 'normal'], known)}

## Texts of other kinds

A text without [Interface] and [Peer] is told what it is (\`other-format\`), by how one of its first 200 lines begins.

${table(['what', 'known by', 'the way to the file'], others)}

## VPN providers

A text that names no home, only the internet or nothing, is a provider's (\`provider-file\`) when the name of the server ends so, or a comment begins so; where no program for hubs has written it, also when its address, its DNS server or its endpoint is one of these. Of others it is asked whose server that is (\`unknown-server\`). Whatever the text: while neither another home nor a device is named, there is no way from the tunnel into this home.

${table(['provider', 'known by'], sold)}

## The hub's own file

It is refused always (\`hub-file\`): taken for a home's it pulls another home off the hub, with a handshake. No sign alone says so. Without any Endpoint: a ListenPort with another sign, with several peers, or with the first address of its network; or commands that forward. With one: a peer with a single address inside the file's own network (not the first one, and nothing wider) together with ListenPort, SaveConfig or commands that forward; two of these where the file has not the first address and one such peer.
`;
}

if (process.argv[1]?.endsWith('tools/makers.ts')) {
	writeFileSync(DOCUMENT, makersText());
	console.log(DOCUMENT);
}
