// How does this home leave? Asked first; what a good end is; the keys go with it.

import { api } from '../pages/api.ts';
import { askChange } from '../pages/question.ts';
import { tabLink } from '../pages/tabs.ts';
import { tryOut } from '../pages/trial.ts';
import { copyBlock } from '../widgets/copy.ts';
import { checkbox } from '../widgets/form.ts';
import { fillNode } from '../widgets/layout.ts';
import { notice } from '../widgets/notices.ts';
import type { Change } from '../pages/trial.ts';

/** `atHub`: the hub forgets this home, too; `forget`: else by this command. */
function leaveChange(atHub: boolean, forget: string): Change {
	const byHand =
		atHub || forget === ''
			? []
			: [
					E('p', {}, [_('The hub still knows this router, until somebody runs this there:')]),
					copyBlock(_('For the running hub, as root'), `${forget}\n`),
					E('p', {}, [
						_(
							'And delete the [Peer] block with the old key from /etc/wireguard/wg0.conf there, or it returns after a restart.'
						),
					]),
				];
	return {
		title: _('Leaving the VPN'),
		begin: () => api.leave(false, atHub),
		stages: [_('Take down the tunnel')],
		promise: _('If that does not work, the old settings return in {seconds} s.'),
		result: () =>
			Promise.resolve([
				notice('info', [_('This home has left. Its keys are gone from this router.')]),
				...byHand,
			]),
		close: _('Close'),
	};
}

/** Asks; `hide` is called before anything changes, `ended` with whether this home has left. */
export function leaveNetwork(hide: () => void, ended: (left: boolean) => void): Promise<void> {
	const choice = E('div', {}, []);
	let atHub = false;
	let forget = '';
	return askChange({
		choice,
		title: _('Leave the VPN?'),
		lead: [
			E('p', {}, [
				_('To come back later with the same homes and devices, back up first: '),
				tabLink('hub', _('on the page Hub, under More')),
			]),
			E('p', {}, [_('Leaving will:')]),
		],
		yes: _('Leave'),
		kind: 'negative',
		look: async () => {
			const reply = await api.leave(true, false);
			forget = reply.forget;
			if (!reply.may_tell) return reply;
			const tick = checkbox(
				atHub,
				[
					_(
						'Have the hub forget this home, too. Otherwise it knows this router until somebody removes its key there.'
					),
				],
				(checked) => {
					atHub = checked;
				}
			);
			fillNode(choice, [tick]);
			// The choice says it.
			return { ...reply, summary: reply.summary.filter(({ key }) => key !== 'leave_hub_key') };
		},
		go: async () => {
			// What is seen behind the dialog would be half gone.
			hide();
			ended((await tryOut(leaveChange(atHub, forget))) === 'kept');
		},
	});
}
