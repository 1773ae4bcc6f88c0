// What is a good end of joining, or of changing what was joined?

import { fill } from '../widgets/words.ts';
import { api } from './api.ts';
import type { Network, NewsItem } from '../types.ts';
import type { Change } from './trial.ts';

export interface JoinOptions {
	network: Network;
	/** The pasted text that the router keeps, for its keys; '' for none. */
	paste: string;
	/** The interface made by hand that goes in the same step; '' for none. */
	takeOver: string;
}

/** The hub answers; then the page behind says what works. */
export function joinChange({ network, paste, takeOver }: JoinOptions): Change {
	return {
		title: _('Trying the new settings'),
		begin: (byHand) => api.join(network, paste, takeOver, byHand),
		stages: [_('Wait for the hub to answer')],
		result: () => Promise.resolve([]),
		close: '',
	};
}

/** A change of the network that this router has joined, of which the hub knows already. */
export function editChange(network: Network): Change {
	return joinChange({ network, paste: '', takeOver: '' });
}

/** Takes what lets this router change its hub from a pasted line; nothing else changes. */
export function tokenChange(options: JoinOptions): Change {
	return {
		title: _('Taking the line from the hub'),
		begin: async () => {
			const reply = await api.join(options.network, options.paste, '', false);
			// Whether the hub takes changes from here is known with its next answer.
			await api.ask();
			return reply;
		},
		atOnce: true,
		stages: [],
		result: () => Promise.resolve([]),
		close: _('Close'),
	};
}

/** Brings the tunnel back to what was joined; `network` is what is known of it. */
export function repairChange(network: Network): Change {
	const title = _('Putting the tunnel back');
	return { ...editChange(network), title, begin: () => api.repair(false) };
}

/** Takes over what another home has added or removed at the hub. */
export function followChange(network: Network, { kind, name, public_key }: NewsItem): Change {
	const title = kind === 'added' ? _('Adding {name}') : _('Removing {name}');
	return {
		...editChange(network),
		title: fill(title, { name }),
		begin: () => api.follow(public_key),
	};
}
