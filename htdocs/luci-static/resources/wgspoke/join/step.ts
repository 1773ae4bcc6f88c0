// What do the parts of joining work on? The draft, its last plan, and the ways to change them.

import type { Finding, Network, PlanReply } from '../types.ts';
import type { Draft } from './draft.ts';

/** The rows of the review, from far to near. */
export type RowId = 'hub' | 'address' | 'home' | 'others' | 'access';

export interface Wizard {
	readonly draft: Draft;
	/** The plan for the draft as it is now; null while it has not been made. */
	readonly plan: PlanReply | null;
	/** May this login change the router? */
	readonly mayWrite: boolean;
	/** The pasted text, in memory only. */
	readonly text: string;
	/** Reads a pasted text; the draft is then what the text says. */
	read(text: string): Promise<void>;
	/** Of a whole network: the home of this name is this router's own. */
	beHome(name: string): void;
	/** Of what the hub printed: the home with this key there is this router's own; with '' it is added. */
	beAtHub(key: string): void;
	/** What has been typed but not read yet is read by this before anybody goes on. */
	unread: (() => Promise<void>) | null;
	/** Changes the network, and forgets what was found about these. */
	edit(abouts: string[], change: (network: Network) => void): void;
	/** Notices for the findings about what is wanted, each with its button. */
	notices(wanted: (about: string) => boolean): HTMLElement[];
	/** Opens the row of the review. */
	open(row: RowId): void;
	/** Leads to the text, to paste another one. */
	pasteAnew(): void;
	redraw(): void;
}

const OF_TEXT = /^(text|private_key|preshared_key)/;

/** Is something wrong that only another text mends? */
export function hasTextError(findings: Finding[]): boolean {
	return findings.some(({ about, severity }) => severity === 'error' && OF_TEXT.test(about));
}

/** The row in which what a finding is about is entered; null for none. */
export function rowOf(about: string): RowId | null {
	if (about === 'local.lan' || about === 'local.name') return 'home';
	if (/^(local\.|hub\.(subnet|address|interface|mtu|keepalive|one_way))/.test(about))
		return 'address';
	if (about.startsWith('hub.router_access')) return 'access';
	if (about.startsWith('hub')) return 'hub';
	return /^(site|device)/.test(about) ? 'others' : null;
}
