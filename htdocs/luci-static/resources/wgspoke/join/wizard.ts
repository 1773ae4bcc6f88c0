// How does a home join? A text is pasted, what was read is looked through on one page, and applied. Also how homes are edited.

import baseclass from 'luci:baseclass';
import { api } from '../pages/api.ts';
import { addMoreStyle } from '../pages/morestyle.ts';
import { draftFromReply, loadDraft } from './draft.ts';
import { JoinPage } from './page.ts';
import type { Status } from '../types.ts';
import type { Draft } from './draft.ts';

/** The draft of this tab, or one from what the router has. */
async function firstDraft(status: Status | null): Promise<Draft> {
	const stored = loadDraft(status !== null);
	if (stored) return stored;
	const draft = draftFromReply(await api.read(''));
	if (!status?.network) return draft;
	return { ...draft, editing: true, step: 'review', network: status.network };
}

addMoreStyle();

export default baseclass.extend({
	/** The wizard's node. `status` of a router that has joined, to change its network; `done` at a good end. */
	async start(status: Status | null, done: () => void): Promise<Node> {
		return new JoinPage(await firstDraft(status), done).node;
	},
});
