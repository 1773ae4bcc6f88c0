// What do the steps of the wizard work on? The draft, its last plan, and the ways to change them.

import type { Network, PlanReply } from '../types.ts';
import type { Draft, StepId } from './draft.ts';

export interface Wizard {
	readonly draft: Draft;
	/** The plan for the draft as it is now; null while it has not been made. */
	readonly plan: PlanReply | null;
	/** May this login change the router? */
	readonly mayWrite: boolean;
	/** Reads a pasted text; the draft is then what the text says. */
	read(text: string): Promise<void>;
	/** What has been typed but not read yet is read by this before anybody goes on. */
	unread: (() => Promise<void>) | null;
	/** Changes the network, and forgets what was found about the fields that begin so. */
	edit(field: string, change: (network: Network) => void): void;
	/** Takes the keys of a text without reading the rest of it again. */
	giveKeys(text: string): void;
	/** Notices for the findings about fields that match, each with its button. */
	notices(about: (field: string) => boolean): HTMLElement[];
	go(step: StepId): Promise<void>;
	redraw(): void;
}

/** The step on which a finding's field is entered. */
export function stepOf(field: string): StepId {
	if (/^(hub\.(subnet|address|interface|mtu|keepalive)|local\.|router_access)/.test(field)) {
		return 'home';
	}
	if (/^(text|private_key|preshared_key|hub)/.test(field)) return 'hub';
	if (/^(site|device)/.test(field)) return 'others';
	return 'review';
}
