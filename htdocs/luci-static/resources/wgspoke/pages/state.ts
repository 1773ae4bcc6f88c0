// How is somebody in the VPN, in a few words and a sign?

import type { Status } from '../types.ts';

/** A device that was heard within so many seconds is connected. */
const DEVICE_AWAKE = 180;

export interface State {
	shown: 'yes' | 'no' | 'unknown';
	text: string;
}

const SIGN = { yes: '● ', no: '✗ ', unknown: '○ ' } as const;

export const unknown = (text: string): State => ({ shown: 'unknown', text });

export function stateNode({ shown, text }: State): HTMLElement {
	return E('span', { class: 'wgs-state', 'data-verdict': shown }, [
		E('span', { 'aria-hidden': 'true' }, [SIGN[shown]]),
		text,
	]);
}

/** A phone that sleeps says nothing, which is no fault. `index`: its place in the list of devices. */
export function deviceState(status: Status, index: number): State {
	if (status.network?.hub.off) return unknown(_('switched off'));
	// Who is in touch with the hub shakes hands every two minutes.
	const heard = status.devices[index]?.heard ?? null;
	if (status.hub_age === null) return unknown(_('not known'));
	if (heard === null) return unknown(_('not joined yet'));
	return heard <= DEVICE_AWAKE
		? { shown: 'yes', text: _('connected') }
		: unknown(_('asleep or off'));
}
