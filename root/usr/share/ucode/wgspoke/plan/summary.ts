// What does a plan mean, in words for the people at home?

import { our_interface, peer_section } from './lans.ts';
import { local_prefixes, network_from_uci, remote_sites, uci_text } from '../model/network.ts';
import { foreign_references, plan_leave } from './plan.ts';
import { fill } from '../words/texts.ts';
import { print_endpoint } from '../base/names.ts';
import type { Change, Facts, Network, Sentence } from '../model/types.ts';

const sentences = {
	unchanged: 'Nothing has to change: this router is set up like that already.',
	tunnel: 'A tunnel named {interface} connects this home to the hub at {endpoint}.',
	reach: 'Every device at home ({lan}) reaches {name} ({networks}) through the tunnel.',
	'reach-many': 'Every device at home ({lan}) reaches {count} other homes through the tunnel.',
	reached: 'Everybody in the VPN reaches every device at home ({lan}).',
	'access-all':
		'The other homes may open everything on this router itself, its settings pages too.',
	'access-ping': 'The other homes may ping this router itself, nothing else.',
	'access-none': 'The other homes may open nothing on this router itself.',
	internet: 'The internet connection of this home stays as it is.',
	'not-joined': 'This router does not belong to a network.',
	leave:
		'The tunnel {interface} to the hub at {endpoint} is removed, with its firewall zone and rules.',
	'leave-rest': '{value} is removed.',
	'leave-peer': 'The peer {value}, which was added to the tunnel by hand, goes with it.',
	'leave-reach': 'The other homes and this one do not reach each other any more.',
	'leave-hub': 'The hub still knows this router; remove its peer there, too.',
	'leave-left-over': '{value} speaks of the tunnel and stays; look at it afterwards.',
};

/** More homes than this are counted, not named. */
const named_homes = 8;

function sentence(code: keyof typeof sentences, values: Record<string, string>): Sentence {
	return { code: code, text: fill(sentences[code], values), values: values };
}

/** What joining does. `changes` may be masked. */
export function plan_summary(network: Network, changes: Change[]): Sentence[] {
	const told: Sentence[] = [];
	const endpoint = print_endpoint(network.hub);
	const lan = join(', ', local_prefixes(network));
	if (length(changes) == 0) push(told, sentence('unchanged', {}));
	push(told, sentence('tunnel', { interface: network.hub.interface, endpoint: endpoint }));
	const homes = filter(remote_sites(network), (site) => length(site.lan) > 0);
	if (length(homes) > named_homes) {
		push(told, sentence('reach-many', { lan: lan, count: '' + length(homes) }));
	} else {
		for (const site of homes) {
			const values = { lan: lan, name: site.name, networks: join(', ', site.lan) };
			push(told, sentence('reach', values));
		}
	}
	push(told, sentence('reached', { lan: lan }));
	if (network.router_access == 'all') push(told, sentence('access-all', {}));
	if (network.router_access == 'ping') push(told, sentence('access-ping', {}));
	if (network.router_access == 'none') push(told, sentence('access-none', {}));
	push(told, sentence('internet', {}));
	return told;
}

/** What leaving does: everything that goes, and what speaks of it and stays. */
export function leave_summary(facts: Facts): Sentence[] {
	const removed = reverse(filter(plan_leave(facts), (change) => change.option == ''));
	if (length(removed) == 0) return [sentence('not-joined', {})];
	const network = network_from_uci(facts.uci.wgspoke);
	const name = our_interface(facts.uci);
	const told: Sentence[] = [];
	if (network == null || name == '') {
		for (const change of removed) {
			push(told, sentence('leave-rest', { value: change.config + '.' + change.section }));
		}
	} else {
		push(told, sentence('leave', { interface: name, endpoint: print_endpoint(network.hub) }));
	}
	for (const section of facts.uci.network) {
		if (section.type != 'wireguard_' + name || section.name == peer_section(name)) continue;
		const options = section.options;
		const value = uci_text(options.description ?? options.public_key ?? section.name);
		push(told, sentence('leave-peer', { value: value }));
	}
	push(told, sentence('leave-reach', {}), sentence('leave-hub', {}));
	for (const value of foreign_references(facts)) {
		push(told, sentence('leave-left-over', { value: value }));
	}
	return told;
}
