// How is a plan told in words: what joining and leaving do?

import type { Phrase, Value } from './phrase.ts';

export const sentences = {
	unchanged: 'Change nothing: this router is set up like that already.',
	tunnel: 'Connect this router to the hub at {endpoint}, by a tunnel named {interface}.',
	reach: 'Let everything in {lan} reach {name} ({networks}).',
	reach_many: 'Let everything in {lan} reach {count} other homes.',
	reached: 'Let other homes and your devices reach everything in {lan}.',
	one_way:
		'Let nobody reach anything in {lan}: this home goes through the tunnel as one device, one way only.',
	not_reached: 'Let nobody reach anything in {lan} until you add another home or a device.',
	access_all: 'Let them open everything on this router, its settings too.',
	access_ping: 'Let them ping this router, nothing more.',
	access_open: 'Let them open everything on this router: the firewall here has no zones.',
	take_over:
		'Replace the interface {name}, which was set up by hand; its key and addresses are used on.',
	mtu: 'Set the MTU of the tunnel to {fit}: {wan} bytes of the internet connection at {interface}, less {overhead} for WireGuard over {family}.',
	access_none: 'Let them open nothing on this router.',
	internet: 'Leave your internet connection as it is.',
	internet_part: 'Reach {networks} on the internet through the hub, as you confirmed.',
	internet_rest: 'Leave the rest of your internet connection as it is.',
	internet_unseen:
		'Most likely leave your internet connection as it is; that could not be checked from here.',
	switch_off: 'Switch off the tunnel {interface}, also after a restart of this router.',
	switch_on: 'Switch the tunnel {interface} on again.',
	switch_rest: 'Keep everything else: homes, devices, keys and the firewall.',
	sort_member: 'Use the key {value} for {name}.',
	sort_home: 'Let this home and {name}, {networks}, reach each other.',
	sort_device: 'Add {name} to your devices.',
	sort_remove: 'Remove the key {value} from the hub.',
	sort_tell: 'Tell the hub about {names}.',
	hub_told: 'Tell the hub of it in the same step.',
	token:
		'Let this router change the hub: what is added or removed here is added or removed there in the same step.',
	not_joined: 'Change nothing: this router has not joined.',
	leave:
		'Remove the tunnel {interface} to the hub at {endpoint}, with its firewall zone and rules.',
	leave_rest: 'Remove {value}.',
	leave_peer: 'Remove the peer {value}, which was added to the tunnel by hand.',
	leave_reach: 'Stop this home and the other homes from reaching each other.',
	leave_hub: 'Leave the hub as it is: it still knows this router until you remove its peer there.',
	leave_hub_key:
		'Leave the hub as it is: it still knows this router by its key {value}, until that is removed there.',
	leave_hub_told: 'Have the hub forget this home, in the same step.',
	leave_left_over: 'Leave {value}, which names the tunnel; look at it afterwards.',
};

export type SentenceKey = keyof typeof sentences;

/** A sentence by its key, with what is filled into it. */
export function sentence(key: SentenceKey, values: Record<string, Value>): Phrase {
	return { key: key, text: sentences[key], values: values };
}
