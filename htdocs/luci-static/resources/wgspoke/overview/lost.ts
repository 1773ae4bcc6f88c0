// Is there a tunnel of ours whose list of homes is lost? Told above the wizard, with the click that makes it again.

import { api } from '../pages/api.ts';
import { withPart } from '../pages/later.ts';
import { button } from '../widgets/buttons.ts';
import { findingNotice } from '../widgets/notices.ts';
import { loadTodo } from './overview.ts';
import type { Status } from '../types.ts';

/** A notice for each finding of a router that has not joined; `again` shows the page anew. */
export function lostNotices({ findings }: Status, again: () => Promise<void>): HTMLElement[] {
	const mayWrite = L.hasViewPermission() === true;
	const repair = (): Promise<void> =>
		withPart(loadTodo(), async (todo) => {
			// What the trial tells of the hub, the wizard would have read from an empty text.
			const { network } = await api.read('');
			if ((await todo.repair(network)) === 'kept') await again();
		});
	return findings.map((finding) =>
		findingNotice(
			finding,
			finding.code === 'config-lost' && mayWrite ? button(_('Put back'), 'action', repair) : null
		)
	);
}
