// How does a part of the pages get here that is not needed at once? LuCI fetches its class then, and keeps it.

import { button, buttonRow } from '../widgets/buttons.ts';
import { closeDialog, showDialog } from '../widgets/dialog.ts';
import { notice } from '../widgets/notices.ts';

/** What LuCI could not fetch it does not ask for again until the page is loaded anew. */
export function missingNotice(): HTMLElement {
	return notice('error', [
		E('p', {}, [
			_('The router did not send this part of the page. Reload the page, and try again.'),
		]),
		button(_('Reload the page'), 'action', () => {
			location.reload();
		}),
	]);
}

/** Has `act` done with the part; when it cannot be fetched a dialog says so, and nothing is done. */
export async function withPart<Part>(
	load: Promise<Part>,
	act: (part: Part) => unknown
): Promise<void> {
	let part: Part;
	try {
		part = await load;
	} catch {
		const close = button(_('Close'), 'neutral', closeDialog);
		showDialog(_('Nothing has changed'), [missingNotice(), buttonRow([close])]);
		close.focus();
		return;
	}
	await act(part);
}
