// What has been entered so far? It outlives a reload of the page, without its keys.

import { isPacked, redact } from './redact.ts';
import type {
	Finding,
	LanCandidate,
	Network,
	ReadReply,
	Site,
	UnusedLine,
} from '../../../../root/usr/share/ucode/wgspoke/model/types.ts';

export type StepId = 'hub' | 'home' | 'others' | 'hubside' | 'review';

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

function thisHome(lans: LanCandidate[]): Site {
	return {
		name: _('This home', 'wgspoke'),
		address: '',
		lan: lans.filter(({ preselected }) => preselected).map(({ prefix }) => prefix),
		local: true,
		host: '',
		public_key: '',
	};
}

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

export function localSite(network: Network): Site {
	const found = network.sites.find(({ local }) => local);
	if (found) return found;
	const made = thisHome([]);
	network.sites.unshift(made);
	return made;
}

export function remoteSites(network: Network): Site[] {
	return network.sites.filter(({ local }) => !local);
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
