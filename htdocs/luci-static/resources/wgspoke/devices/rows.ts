// How does a device stand in the list: one of this router, or one that another home has added?

import { deviceState, stateNode, unknown } from '../pages/state.ts';
import { ago, fill, inARow, trafficText } from '../widgets/words.ts';
import type { State } from '../pages/state.ts';
import type { Device, DeviceThere, Heard, StatusReply } from '../types.ts';

function cell(title: string, content: LuciChild): HTMLElement {
	return E('td', { class: content === '' ? 'td wgs-none' : 'td', 'data-title': title }, [
		content === '' ? '–' : content,
	]);
}

function row(
	key: string,
	name: LuciChild[],
	{ state, address }: { state: State; address: string },
	seen: Heard | undefined,
	buttons: HTMLElement[]
): HTMLElement {
	return E('tr', { class: 'tr', 'data-key': key }, [
		E('td', { class: 'td' }, name),
		cell(_('State'), stateNode(state)),
		cell(_('VPN address'), address),
		cell(_('Last heard'), seen?.heard == null ? '' : ago(seen.heard)),
		cell(_('Traffic'), trafficText(seen)),
		E('td', { class: 'td cbi-section-actions' }, [
			E(
				'div',
				{},
				buttons.flatMap((one) => [one, ' '])
			),
		]),
	]);
}

/** The homes that a device does not reach, for its configuration is older. */
export function lacksOf({ outdated }: StatusReply, name: string): string[] {
	return outdated.find((one) => one.name === name)?.lacks ?? [];
}

/** Of a device on the list here; `index` is its place there. */
export function deviceRow(
	status: StatusReply,
	{ name, address, public_key: key }: Device,
	index: number,
	buttons: HTMLElement[]
): HTMLElement {
	const homes = inARow(lacksOf(status, name));
	const mark = fill(_('! does not reach {homes} yet'), { homes });
	const lacks = homes === '' ? [] : [E('div', { class: 'wgs-age', 'data-part': 'lacks' }, [mark])];
	const state = deviceState(status, index);
	const title = [E('strong', {}, [name]), ...lacks];
	return row(`${name} ${key}`, title, { state, address }, status.devices[index], buttons);
}

/** Of a device that another home has added: there is nothing of it here but what the hub tells. */
export function thereRow(one: DeviceThere, act: HTMLElement): HTMLElement {
	const { name, address, public_key: key } = one;
	const state = unknown(_('on the hub, not added here'));
	return row(key, [E('strong', {}, [name])], { state, address }, one, [act]);
}
