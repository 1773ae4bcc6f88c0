// Which texts does the whole project say? Its files by their places, its messages each once.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyScan, jsonMessages, pageMessages, wordMessages } from './messages.ts';
import { printPlace } from './syntax.ts';
import type { Message, Scan } from './messages.ts';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const PAGES = 'htdocs';

const DOMAIN = 'root/usr/share/ucode/wgspoke';

/** 'words/findings_hub.ts' has the table `hub_findings`. */
const FINDINGS = /^.*\/findings_(\w+)\.ts$/;

/** The router's words: a module and the tables that it exports. */
function wordTables(): [file: string, tables: string[]][] {
	const findings = filesBelow(`${DOMAIN}/words`, '.ts').filter((file) => FINDINGS.test(file));
	return [
		...findings.map((file): [string, string[]] => [file, [file.replace(FINDINGS, '$1_findings')]]),
		[`${DOMAIN}/words/terms.ts`, ['terms']],
		[`${DOMAIN}/words/sentences.ts`, ['sentences']],
		[`${DOMAIN}/model/fields.ts`, ['hub_fields', 'site_fields', 'device_fields']],
	];
}

/** What LuCI itself says of the package: every file of the folder, and the key of its texts. */
const JSON_TEXTS: [folder: string, key: string][] = [
	['root/usr/share/luci/menu.d', 'title'],
	['root/usr/share/rpcd/acl.d', 'description'],
];

/** Files below the folder whose names end so, as paths below the project, sorted. */
function filesBelow(folder: string, ending: string): string[] {
	return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
		.map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
		.sort();
}

function readSource(file: string): string {
	return readFileSync(join(PROJECT, file), 'utf8');
}

/** Path below the project → source of every module of the pages. */
export function pageSources(): Map<string, string> {
	return new Map(filesBelow(PAGES, '.ts').map((file) => [file, readSource(file)]));
}

/** What gettext knows a message by; its plural is not in it. */
export function keyOf({ text, context }: Message): string {
	return `${context ?? ''}\u0004${text}`;
}

/** Each message once, with all its places. */
export function mergeScans(scans: Scan[]): Scan {
	const merged = emptyScan();
	const known = new Map<string, Message>();
	for (const message of scans.flatMap(({ messages }) => messages)) {
		const same = known.get(keyOf(message));
		if (!same) known.set(keyOf(message), { ...message, places: [...message.places] });
		else if (same.plural === message.plural) same.places.push(...message.places);
		else {
			const [place, other] = [message, same].map(({ places }) => places.map(printPlace).join(' '));
			merged.refused.push(
				`${place}: "${message.text}" has another plural at ${other}; give one of them a context`
			);
		}
	}
	merged.refused.push(...scans.flatMap(({ refused }) => refused));
	const openCalls = scans.flatMap(({ openCalls: calls }) => calls);
	for (const place of openCalls.slice(1)) {
		merged.refused.push(`${printPlace(place)}: the router's words are said in one place alone`);
	}
	merged.openCalls = openCalls.slice(0, 1);
	merged.messages = [...known.values()];
	return merged;
}

/** Every text of the project. */
export function scanProject(): Scan {
	return mergeScans([
		...Array.from(pageSources(), ([file, source]) => pageMessages(file, source)),
		...wordTables().flatMap(([file, tables]) =>
			tables.map((table) => wordMessages(file, readSource(file), table))
		),
		...JSON_TEXTS.flatMap(([folder, key]) =>
			filesBelow(folder, '.json').map((file) => jsonMessages(file, readSource(file), key))
		),
	]);
}
