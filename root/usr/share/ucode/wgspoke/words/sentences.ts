// How is a plan told in words: what joining and leaving do?

import type { Phrase, Value } from './phrase.ts';

export const sentences = {
	unchanged: 'Nothing has to change: this router is set up like that already.',
	tunnel: 'A tunnel named {interface} connects this home to the hub at {endpoint}.',
	reach: 'Every device at home ({lan}) reaches {name} ({networks}) through the tunnel.',
	reach_many: 'Every device at home ({lan}) reaches {count} other homes through the tunnel.',
	reached: 'Everybody in the VPN reaches every device at home ({lan}).',
	one_way:
		'Nobody there reaches a device at home ({lan}): this home goes through the tunnel as one device, one way only.',
	not_reached:
		'Nobody reaches a device at home ({lan}) through the tunnel until another home or a device is named.',
	access_all: 'The other homes may open everything on this router itself, its settings pages too.',
	access_ping: 'The other homes may ping this router itself, nothing else.',
	access_open:
		'The firewall here has no zones, so the other homes may open everything on this router itself.',
	take_over:
		'The interface {name}, which was set up by hand, goes in the same step; its key and addresses are used on.',
	mtu: 'The MTU of the tunnel is {fit}: {wan} bytes of the internet connection at {interface}, less {overhead} for WireGuard over {family}.',
	access_none: 'The other homes may open nothing on this router itself.',
	internet: 'The internet connection of this home stays as it is.',
	internet_part:
		'Of the internet, {networks} is reached through the hub: somebody here said yes to that.',
	internet_rest: 'The rest of the internet connection of this home stays as it is.',
	internet_unseen:
		'Whether the internet connection of this home stays as it is could not be checked from here.',
	not_joined: 'This router does not belong to a network.',
	leave:
		'The tunnel {interface} to the hub at {endpoint} is removed, with its firewall zone and rules.',
	leave_rest: '{value} is removed.',
	leave_peer: 'The peer {value}, which was added to the tunnel by hand, goes with it.',
	leave_reach: 'The other homes and this one do not reach each other any more.',
	leave_hub: 'The hub still knows this router; remove its peer there, too.',
	leave_left_over: '{value} speaks of the tunnel and stays; look at it afterwards.',
};

export type SentenceKey = keyof typeof sentences;

/** A sentence by its key, with what is filled into it. */
export function sentence(key: SentenceKey, values: Record<string, Value>): Phrase {
	return { key: key, text: sentences[key], values: values };
}
