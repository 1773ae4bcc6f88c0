// When is the plan made, and of what? Of the draft as it is then: what is changed meanwhile is planned as well.

import { api } from '../pages/api.ts';
import { adopt } from './draft.ts';
import type { PlanReply } from '../types.ts';
import type { Draft } from './draft.ts';

/** So long after the last change it is made anew. */
const REPLAN_MS = 500;

export class Planning {
	/** For the draft as it is now; null while it has not been made. */
	plan: PlanReply | null = null;
	private changes = 0;
	private timer = 0;

	/** Something has changed. */
	drop(): void {
		this.changes++;
		this.plan = null;
	}

	/** Makes it, the router's own key first, where it needs one; the draft has then what the router made of it. */
	async make(draftNow: () => Draft, mayWrite: boolean): Promise<PlanReply> {
		const draft = draftNow();
		if (!draft.keyFromHub && !draft.editing && mayWrite) await api.key();
		const { changes } = this;
		const plan = await api.plan(draft.network, draft.paste, draft.takeOver);
		if (changes !== this.changes) return this.make(draftNow, mayWrite);
		draft.network = adopt(draft.network, plan.network);
		draft.findings = plan.findings;
		this.plan = plan;
		return plan;
	}

	/** Nothing more has been typed for a moment: then. */
	soon(replan: () => void): void {
		this.stop();
		this.timer = window.setTimeout(replan, REPLAN_MS);
	}

	/** It is made now, or for another change. */
	stop(): void {
		window.clearTimeout(this.timer);
	}
}
