// What does a plan mean, in words for the people at home?

import { usual_mtu } from '../base/constants.ts';
import { print_endpoint } from '../base/endpoint.ts';
import { range_of } from '../base/special.ts';
import { uci_text } from '../model/kinds.ts';
import { lets_in, local_prefixes, remote_sites, tunnel_claims } from '../model/network.ts';
import { network_from_uci } from '../model/uci.ts';
import { sentence } from '../words/sentences.ts';
import { has_zones } from './lans.ts';
import { tunnel_mtu } from './mtu.ts';
import { our_interface, peer_section } from './ours.ts';
import { foreign_references, plan_leave } from './plan.ts';
import type { Network } from '../model/network.ts';
import type { Facts } from '../model/facts.ts';
import type { Phrase } from '../words/phrase.ts';
import type { SentenceKey } from '../words/sentences.ts';
import type { Change } from './change.ts';

/** More homes than this are counted, not named. */
const named_homes = 8;

const access_sentences: Record<string, SentenceKey> = {
	all: 'access_all',
	ping: 'access_ping',
	none: 'access_none',
};

// Public networks that go through the tunnel because somebody said yes to them.
function public_prefixes(network: Network): string[] {
	const found = filter(tunnel_claims(network), (claim) => range_of(claim.prefix).treat == 'ask');
	return map(found, (claim) => claim.text);
}

// What becomes of the internet connection: promised is only what was looked at.
function tell_internet(told: Phrase[], network: Network, facts: Facts): void {
	const through = public_prefixes(network);
	const part = length(through) > 0;
	if (part) push(told, sentence('internet_part', { networks: join(', ', through) }));
	const looked = facts.interfaces != null && facts.routes != null;
	push(told, sentence(!looked ? 'internet_unseen' : part ? 'internet_rest' : 'internet', {}));
}

// How large its packets are, where the usual size does not fit.
function tell_mtu(told: Phrase[], network: Network, facts: Facts): void {
	const sum = network.hub.mtu > 0 ? null : tunnel_mtu(network, facts);
	if (sum == null || sum.fit >= usual_mtu) return;
	const values = {
		fit: '' + sum.fit,
		wan: '' + sum.wan,
		overhead: '' + sum.overhead,
		interface: sum.interface,
		family: 'IPv' + sum.family,
	};
	push(told, sentence('mtu', values));
}

/** What joining does. `changes` may be masked; `take_over`: the interface that goes, '' for none. */
export function plan_summary(
	network: Network,
	changes: Change[],
	facts: Facts,
	take_over?: string
): Phrase[] {
	const told: Phrase[] = [];
	const endpoint = print_endpoint(network.hub);
	const lan = join(', ', local_prefixes(network));
	if (length(changes) == 0) push(told, sentence('unchanged', {}));
	push(told, sentence('tunnel', { interface: network.hub.interface, endpoint: endpoint }));
	if (take_over && length(changes) > 0) push(told, sentence('take_over', { name: take_over }));
	const homes = filter(remote_sites(network), (site) => length(site.lan) > 0);
	if (length(homes) > named_homes) {
		push(told, sentence('reach_many', { lan: lan, count: '' + length(homes) }));
	} else {
		for (const site of homes) {
			const values = { lan: lan, name: site.name, networks: join(', ', site.lan) };
			push(told, sentence('reach', values));
		}
	}
	const open = !has_zones(facts.uci);
	const shut = network.hub.one_way ? 'one_way' : 'not_reached';
	push(told, sentence(open || lets_in(network) ? 'reached' : shut, { lan: lan }));
	push(told, sentence(open ? 'access_open' : access_sentences[network.hub.router_access]!, {}));
	tell_mtu(told, network, facts);
	tell_internet(told, network, facts);
	return told;
}

// What becomes of this home at the hub.
function leave_hub(own_key: string, told: boolean): Phrase {
	if (told) return sentence('leave_hub_told', {});
	return own_key == '' ? sentence('leave_hub', {}) : sentence('leave_hub_key', { value: own_key });
}

/** What leaving does: everything that goes, and what speaks of it and stays. `told`: the hub forgets this home, too. */
export function leave_summary(facts: Facts, own_key: string, told: boolean): Phrase[] {
	const removed = reverse(filter(plan_leave(facts), (change) => change.option == ''));
	if (length(removed) == 0) return [sentence('not_joined', {})];
	const network = network_from_uci(facts.uci.wgspoke);
	const name = our_interface(facts.uci);
	const said: Phrase[] = [];
	if (network == null || name == '') {
		for (const change of removed) {
			push(said, sentence('leave_rest', { value: change.config + '.' + change.section }));
		}
	} else {
		push(said, sentence('leave', { interface: name, endpoint: print_endpoint(network.hub) }));
	}
	for (const section of facts.uci.network) {
		if (section.type != 'wireguard_' + name || section.name == peer_section(name)) continue;
		const options = section.options;
		const value = uci_text(options.description ?? options.public_key ?? section.name);
		push(said, sentence('leave_peer', { value: value }));
	}
	push(said, sentence('leave_reach', {}), leave_hub(own_key, told));
	for (const value of foreign_references(facts)) {
		push(said, sentence('leave_left_over', { value: value }));
	}
	return said;
}
