// What do the steps of the wizard work on? The draft, its last plan, and the ways to change them.

import type { Network, PlanReply } from '../types.ts';
import type { Draft, StepId } from './draft.ts';

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
	/** What has been typed but not read yet is read by this before anybody goes on. */
	unread: (() => Promise<void>) | null;
	/** Changes the network, and forgets what was found about these. */
	edit(abouts: string[], change: (network: Network) => void): void;
	/** Notices for the findings about what is wanted, each with its button. */
	notices(wanted: (about: string) => boolean): HTMLElement[];
	go(step: StepId): Promise<void>;
	redraw(): void;
}

/** The step on which what a finding is about is entered. */
export function stepOf(about: string): StepId {
	if (
		/^(hub\.(subnet|address|interface|mtu|keepalive|router_access|one_way)|local\.)/.test(about)
	) {
		return 'home';
	}
	if (/^(text|private_key|preshared_key|hub)/.test(about)) return 'hub';
	if (/^(site|device)/.test(about)) return 'others';
	return 'review';
}
