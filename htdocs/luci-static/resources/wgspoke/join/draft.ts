// What has been entered so far? It outlives a reload of the page, without its keys.

import { thisHome } from '../pages/network.ts';
import type { Finding, LanCandidate, Network, ReadReply, UnusedLine } from '../types.ts';

export type StepId = 'hub' | 'home' | 'others' | 'tellhub' | 'review';

export interface Draft {
	/** A network that this router has joined already is being changed. */
	editing: boolean;
	step: StepId;
	/** The pasted text with its keys; only in memory. What is stored is redacted. */
	text: string;
	network: Network;
	/** What was said about the text, and about the network since. */
	findings: Finding[];
	unused: UnusedLine[];
	lans: LanCandidate[];
	freeAddress: string;
	/** The text is a whole network, which any of its homes may have been handed. */
	fromFile: boolean;
	/** The key that this home had when that was saved, which the hub may still know; '' for none. */
	oldKey: string;
	/** The text is an invitation: the home that made the key of this one tells the hub. */
	invited: boolean;
	/** The text has this home's private key: the hub made it and knows its public half. */
	keyFromHub: boolean;
	/** The text had a key, but the page has been loaded anew since. */
	keyLost: boolean;
}

const STORAGE_KEY = 'wgspoke.draft';

/** Makes the site of this name the router's own; the key that it had before, '' for none. */
export function beHome(network: Network, name: string): string {
	let old = '';
	for (const site of network.sites) {
		site.local = site.name === name;
		if (!site.local) continue;
		// It belongs to a router that is no longer there, or is this one's to tell.
		old = site.public_key;
		site.public_key = '';
	}
	return old;
}

/** The site that has one of this router's own networks, for the file may have been saved at another home; else its own. */
function recognize(network: Network, lans: LanCandidate[]): string {
	const own = lans.map(({ prefix }) => prefix);
	const found = network.sites.filter(({ lan }) => lan.some((prefix) => own.includes(prefix)));
	const local = network.sites.find((site) => site.local);
	return beHome(network, (found.length === 1 ? found[0] : local)?.name ?? '');
}

/** A draft from what the router says about a text; '' gives an empty one. */
export function draftFromReply(reply: ReadReply, text: string): Draft {
	const { network, lans } = reply;
	const fromFile = isPacked(text) && !reply.has_private_key;
	const oldKey = fromFile ? recognize(network, lans) : '';
	const sites = network.sites.some(({ local }) => local)
		? network.sites
		: [thisHome(lans), ...network.sites];
	return {
		editing: false,
		step: 'hub',
		text,
		network: { ...network, sites },
		findings: text === '' ? [] : reply.findings,
		unused: reply.unused,
		lans,
		freeAddress: reply.free_address,
		fromFile,
		oldKey,
		invited: isPacked(text) && reply.has_private_key,
		keyFromHub: reply.has_private_key,
		keyLost: false,
	};
}

// --- what may be stored ---

const PUBLIC = /^\s*public\s*key\s*=/i;
const SECRET = /^(\s*(?:private|preshared)\s*key\s*=).*$/i;
/** A key has 44 characters; a damaged one may have a few less. */
const KEY = /[A-Za-z0-9+/]{38,}=*/g;

/** A network as one line, which may hold a private key, or as a file: neither can be read in part. */
export function isPacked(text: string): boolean {
	return /(^|\n)[ \t]*wgspoke:|^\s*\{/.test(text);
}

/** The text without private and preshared keys, and without anything that looks like one; nothing of a packed one. */
export function redact(text: string): string {
	if (isPacked(text) || /wgspoke:/i.test(text)) return '';
	return text
		.split('\n')
		.map((line) => (PUBLIC.test(line) ? line : line.replace(SECRET, '$1').replace(KEY, '')))
		.join('\n');
}

/** Puts a private key where `redact` took it out: '… PrivateKey =' → '… PrivateKey = <key>' */
export function withPrivateKey(text: string, key: string): string {
	const empty = /^(\s*private\s*key\s*=)[ \t]*(\r?)$/im;
	if (empty.test(text)) return text.replace(empty, `$1 ${key}$2`);
	return `[Interface]\nPrivateKey = ${key}\n${text}`;
}

export function saveDraft(draft: Draft): void {
	const text = redact(draft.text);
	const loses = isPacked(draft.text) ? draft.keyFromHub : text !== draft.text;
	const stored: Draft = { ...draft, text, keyLost: draft.keyLost || loses };
	try {
		sessionStorage.setItem(STORAGE_KEY, JSON.stringify(stored));
	} catch {
		// Storage is full or switched off: a reload then begins anew.
	}
}

/** The draft of this tab; null when there is none, or one of the other kind. */
export function loadDraft(editing: boolean): Draft | null {
	try {
		const draft = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null') as Draft | null;
		return draft?.editing === editing ? draft : null;
	} catch {
		return null;
	}
}

export function forgetDraft(): void {
	sessionStorage.removeItem(STORAGE_KEY);
}
