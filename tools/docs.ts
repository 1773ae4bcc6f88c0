// Which modules are there, and what does each answer? Writes the lists in docs/architecture.md and docs/pages.md
// from the opening lines of the files.
//   node --import ./tools/register.mjs tools/docs.ts

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A document, the folder whose modules it lists, and the order of the rooms there; '' is the folder itself. */
export interface List {
	document: string;
	folder: string;
	rooms: string[];
}

export const LISTS: List[] = [
	{
		document: 'docs/architecture.md',
		folder: 'root/usr/share/ucode/wgspoke',
		rooms: [
			...['base', 'words', 'model', 'text', 'plan', 'router', 'trial'],
			...['hub', 'doctor', 'watch', 'verbs', 'cli', 'command'],
		],
	},
	{
		document: 'docs/pages.md',
		folder: 'htdocs/luci-static/resources',
		rooms: [
			...['view/wgspoke', 'wgspoke/join', 'wgspoke/join/steps', 'wgspoke/overview'],
			...['wgspoke/hub', 'wgspoke/devices', 'wgspoke/pages', 'wgspoke/widgets', 'wgspoke'],
		],
	},
];

const BEGIN = '<!-- modules: tools/docs.ts -->';
const END = '<!-- /modules -->';

/**
 * '// Is this a key? One answer.\n// More.' → 'Is this a key? One answer.'; a sentence that goes on in the next line is
 * taken to its end.
 */
export function opening(text: string): string {
	const comment = /^(?:\/\/ .*\n)*/.exec(text)?.[0] ?? '';
	const lines = comment.split('\n').map((line) => line.slice(3));
	const [first = '', ...others] = lines;
	if (/[.?!]$/.test(first)) return first;
	const [end = ''] = /^.*?[.?!](?=\s|$)/.exec(others.join(' ')) ?? [];
	return end === '' ? first : `${first} ${end}`;
}

function openingOf(path: string): string {
	const said = opening(readFileSync(path, 'utf8'));
	if (!/[.?!]$/.test(said)) throw new Error(`${path} does not begin with what it answers`);
	return said.replaceAll('|', '\\|');
}

/** The rooms of a list with a row for each module, by name. Throws for a folder that is in no room. */
export function moduleTable({ folder, rooms }: List): string {
	const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const modules = below.filter((path) => path.endsWith('.ts')).sort();
	const roomOf = (path: string): string => path.split('/').slice(0, -1).join('/');
	const lost = modules.find((path) => !rooms.includes(roomOf(path)));
	if (lost !== undefined) throw new Error(`${folder}/${lost} is in no room of tools/docs.ts`);
	const rows = rooms.flatMap((room) =>
		modules
			.filter((path) => roomOf(path) === room)
			.map((path) => `| \`${path.replace(/\.ts$/, '')}\` | ${openingOf(join(folder, path))} |`)
	);
	return ['| module | what it answers |', '| --- | --- |', ...rows].join('\n');
}

/** The document with its list as the files have it now. Throws where it has no place for one. */
export function withModules(text: string, list: List): string {
	const [before, rest] = text.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`${list.document} has no place for its modules: ${BEGIN} … ${END}`);
	}
	return `${before}${BEGIN}\n\n${moduleTable(list)}\n\n${END}${after}`;
}

if (process.argv[1]?.endsWith('tools/docs.ts')) {
	for (const list of LISTS) {
		const text = readFileSync(list.document, 'utf8');
		writeFileSync(list.document, withModules(text, list));
		console.log(list.document);
	}
}
