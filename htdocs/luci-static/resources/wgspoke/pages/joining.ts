// What is a good end of joining a network or changing it, and what may be wrong when it does not come?

import { fold } from '../widgets/layout.ts';
import { notice } from '../widgets/notices.ts';
import { verdictList } from '../widgets/verdict.ts';
import { fill } from '../widgets/words.ts';
import { api, checkNow } from './api.ts';
import type { HubReply, Network } from '../types.ts';
import type { Change } from './trial.ts';

function causes({ hub }: Network, commands: () => HTMLElement[]): LuciChild[] {
	const values = { port: hub.endpoint_port, host: hub.endpoint_host };
	return [
		E('p', {}, [fill(_('The hub at {host} has not answered yet. Likely causes:'), values)]),
		E('ul', {}, [
			E('li', {}, [_('The hub does not know this router yet: run the commands there.')]),
			E('li', {}, [
				fill(_('A firewall blocks UDP port {port}, on the hub or at its provider.'), values),
			]),
			E('li', {}, [fill(_('The hub is not at {host}, port {port}.'), values)]),
		]),
		...(commands().length > 0
			? [fold(_("Hub doesn't know this router? Run this there"), commands())]
			: []),
		E('p', {}, [_('Keep the settings if you set up the hub later; otherwise undo them.')]),
	];
}

async function verdicts(): Promise<LuciChild[]> {
	try {
		const status = await checkNow();
		const silent = status.handshake === 'no';
		return [
			notice(silent ? 'warning' : 'info', [
				silent ? _('Your settings are kept. The hub has not answered yet.') : _('Connected.'),
			]),
			verdictList(status),
		];
	} catch {
		// The change stands; only the look at it failed.
		return [notice('info', [_('Your settings are kept.')])];
	}
}

export interface JoinOptions {
	network: Network;
	/** The pasted text that the router keeps, for its keys; '' for none. */
	paste: string;
	/** The interface made by hand that goes in the same step; '' for none. */
	takeOver: string;
	editing: boolean;
	/** Commands for the hub, from what it answered before the apply. */
	hub: HubReply | null;
	commands: (reply: HubReply) => HTMLElement[];
}

export function joinChange(options: JoinOptions): Change {
	const { network, paste, takeOver, hub, commands } = options;
	return {
		title: _('Trying the new settings'),
		begin: () => api.join(network, paste, takeOver),
		stages: [_('Bring up the tunnel'), _('Wait for the hub to answer')],
		causes: () => causes(network, () => (hub ? commands(hub) : [])),
		result: verdicts,
		close: _('Go to the overview'),
	};
}

/** A change of the network that this router has joined, of which the hub knows already. */
export function editChange(network: Network): Change {
	const nothingElse = { paste: '', takeOver: '', hub: null, commands: () => [] };
	return joinChange({ network, editing: true, ...nothingElse });
}

/** Brings the tunnel back to what was joined; `network` is what is known of it. */
export function repairChange(network: Network): Change {
	const title = _('Putting the tunnel back');
	return { ...editChange(network), title, begin: () => api.repair() };
}
