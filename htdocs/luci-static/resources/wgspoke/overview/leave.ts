// How does this home leave? Asked first; what a good end is; the keys go with it.

import { api } from '../pages/api.ts';
import { askChange } from '../pages/question.ts';
import { tabLink } from '../pages/tabs.ts';
import { tryOut } from '../pages/trial.ts';
import { notice } from '../widgets/notices.ts';
import type { Change } from '../pages/trial.ts';

function leaveChange(): Change {
	return {
		title: _('Leaving the VPN'),
		begin: () => api.leave(false),
		stages: [_('Take down the tunnel')],
		promise: _('If that does not work, the old settings return in {seconds} s.'),
		result: () =>
			Promise.resolve([
				notice('info', [_('This home has left. Its keys are gone from this router.')]),
			]),
		close: _('Close'),
	};
}

/** Asks; `hide` is called before anything changes, `ended` with whether this home has left. */
export function leaveNetwork(hide: () => void, ended: (left: boolean) => void): Promise<void> {
	return askChange({
		title: _('Leave the VPN?'),
		lead: [
			E('p', {}, [
				_('To come back later with the same homes and devices, back up first: '),
				tabLink('hub', _('Hub')),
			]),
			E('p', {}, [_('Leaving will:')]),
		],
		yes: _('Leave'),
		kind: 'negative',
		look: () => api.leave(true),
		go: async () => {
			// What is seen behind the dialog would be half gone.
			hide();
			ended((await tryOut(leaveChange())) === 'kept');
		},
	});
}
