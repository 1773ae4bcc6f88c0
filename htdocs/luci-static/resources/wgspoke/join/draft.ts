// What has been entered so far? It outlives a reload of the page; the pasted text and its keys stay on the router.

import { thisHome } from '../pages/network.ts';
import type {
	Finding,
	LanCandidate,
	Network,
	PeerThere,
	ReadReply,
	Site,
	TextKind,
	UnusedLine,
} from '../types.ts';

/** The text, then what was read from it. */
export type StepId = 'hub' | 'review';

/**
 * Makes the network that is being entered what the plan made of it. Its records stay the same objects where they can:
 * a form in which somebody types writes into them.
 */
export function adopt(entered: Network, planned: Network): Network {
	const { sites, devices } = planned;
	if (entered.sites.length !== sites.length || entered.devices.length !== devices.length) {
		return planned;
	}
	Object.assign(entered.hub, planned.hub);
	for (const [index, site] of entered.sites.entries()) Object.assign(site, sites[index]);
	for (const [index, device] of entered.devices.entries()) Object.assign(device, devices[index]);
	return entered;
}

export interface Draft {
	/** A network that this router has joined already is being changed. */
	editing: boolean;
	step: StepId;
	/** By this the router knows the pasted text and its keys, for some minutes; '' for no text. */
	paste: string;
	/** What kind of text that is: a whole network any of its homes may have been handed, an invitation is one home's. */
	kind: TextKind;
	network: Network;
	/** The interface of this very tunnel, made by hand, that goes in the same step; '' for none. */
	takeOver: string;
	/** What the router has said of text and network. */
	findings: Finding[];
	unused: UnusedLine[];
	lans: LanCandidate[];
	freeAddress: string;
	/** The key that this home had when a network was saved, which the hub may still know; '' for none. */
	oldKey: string;
	/** Everybody at the hub, where the hub itself printed the text; null for another text. */
	there: PeerThere[] | null;
	/** The hub does not know its own public address. */
	asksHost: boolean;
	/** This home where it is none of them. */
	added: Site;
	/** The text brings the token for the hub that is joined already, and nothing else. */
	onlyToken: boolean;
	/** The text has this home's private key: the hub made it and knows its public half. */
	keyFromHub: boolean;
}

const STORAGE_KEY = 'wgspoke.draft';

/** A draft from what the router says about a text; of no text an empty one. */
export function draftFromReply(reply: ReadReply): Draft {
	const { network, lans, paste, there, free_address } = reply;
	const own = network.sites.find(({ local }) => local);
	const isThere = there?.some(({ name }) => name === own?.name) ?? false;
	const sites = own ? network.sites : [thisHome(lans), ...network.sites];
	return {
		editing: false,
		step: 'hub',
		paste,
		kind: reply.kind,
		network: { ...network, sites },
		takeOver: '',
		findings: paste === '' ? [] : reply.findings,
		unused: reply.unused,
		lans,
		freeAddress: free_address,
		oldKey: reply.old_key,
		there,
		asksHost: there !== null && network.hub.endpoint_host === '',
		added: own && !isThere ? own : { ...thisHome(lans), address: free_address },
		onlyToken: reply.only_token,
		keyFromHub: reply.has_private_key,
	};
}

/**
 * The draft with the home of this name as this router's own. Its key becomes the one the hub may still know; the home
 * that was this one before has that again. All else stays as it was entered, which the router does not know: so it is
 * not asked to read the text again as that of another home, though it could (become_home in verbs/read, of which a test
 * says that it comes to the same); it judges what comes of this when it plans.
 */
export function draftAs(draft: Draft, name: string): Draft {
	const sites = draft.network.sites.map((site) => {
		const local = site.name === name;
		const key = site.local ? draft.oldKey : site.public_key;
		const lan = local && site.lan.length === 0 ? thisHome(draft.lans).lan : site.lan;
		return { ...site, local, lan, public_key: local ? '' : key };
	});
	const before = draft.network.sites.find((site) => site.name === name);
	const oldKey = before === undefined || before.local ? draft.oldKey : before.public_key;
	// What was found about a home was found about another one's.
	const findings = draft.findings.filter(({ about }) => !/^(local|site)/.test(about));
	return { ...draft, network: { ...draft.network, sites }, oldKey, findings };
}

/** The public key by which the hub knows this home; '' when the draft adds it there. */
export function chosenKey({ there, oldKey }: Draft): string {
	return there?.some(({ public_key }) => public_key === oldKey) ? oldKey : '';
}

/** The draft with the home that has this key at the hub as this router's own; with '' this home is added there. */
export function draftAtHub(draft: Draft, key: string): Draft {
	const chosen = chosenKey(draft);
	const sites = draft.network.sites
		.filter(({ local }) => !local || chosen !== '')
		.map((site) => ({ ...site, local: false, public_key: site.local ? chosen : site.public_key }));
	const network = { ...draft.network, sites };
	const home = sites.find(({ public_key }) => public_key === key);
	if (key === '' || !home) {
		return { ...draft, network: { ...network, sites: [...sites, { ...draft.added }] }, oldKey: '' };
	}
	return draftAs({ ...draft, network, oldKey: '' }, home.name);
}

export function saveDraft(draft: Draft): void {
	try {
		sessionStorage.setItem(STORAGE_KEY, JSON.stringify(draft));
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
