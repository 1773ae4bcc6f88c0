// Which network does a hub have by its own word? From what it printed to the homes and devices that it knows.

import { address_of, canonical_prefix, is_six, network_of, parse_prefix } from '../base/prefix.ts';
import { empty_record } from '../model/kinds.ts';
import { empty_network } from '../model/network.ts';
import { normalize_network } from '../model/shape.ts';
import { peer_address, peer_lans } from './heard.ts';
import { free_name, further_ports, name_by_address, name_by_lan } from './learn.ts';
import type { Normalized } from '../model/shape.ts';
import type { HubAnswer } from './answer.ts';

// The hub's own address with its mask, IPv4 before IPv6; '' when it does not tell.
function own_address(answer: HubAnswer): string {
	for (const family of [4, 6]) {
		for (const one of answer.addresses) if (parse_prefix(one)?.family == family) return one;
	}
	return '';
}

// A hub of the first edition does not tell its VPN: the network of its peers' addresses, where that is one.
function likely_subnet(answer: HubAnswer): string {
	let found = '';
	for (const peer of answer.peers) {
		const address = peer_address(peer);
		if (address == '' || is_six(address)) continue;
		const around = canonical_prefix(address + '/24')!;
		if (found != '' && found != around) return '';
		found = around;
	}
	return found;
}

/**
 * The whole network: peers with a LAN are homes, those with an address alone are devices. No home of it is this one yet.
 * A public address that is on no interface there, as behind a provider's translation, stays open.
 */
export function network_of_answer(answer: HubAnswer): Normalized {
	const network = empty_network();
	const own = own_address(answer);
	network.hub = {
		...network.hub,
		public_key: answer.public_key,
		endpoint_host: answer.public_addresses[0] ?? '',
		endpoint_port: answer.listen_port,
		ports: further_ports({ endpoint_port: answer.listen_port }, answer),
		address: own == '' ? '' : address_of(own)!,
		subnet: own == '' ? likely_subnet(answer) : network_of(own)!,
	};
	for (const peer of answer.peers) {
		const lan = peer_lans(peer);
		const address = peer_address(peer);
		const has = { address: address, public_key: peer.public_key };
		if (length(lan) > 0) {
			const name = free_name(network, peer.name == '' ? name_by_lan(lan[0]!) : peer.name);
			push(network.sites, { ...empty_record('site'), ...has, name: name, lan: lan });
		} else if (address != '') {
			const name = free_name(network, peer.name == '' ? name_by_address(address) : peer.name);
			push(network.devices, { ...empty_record('device'), ...has, name: name });
		}
	}
	return normalize_network(network);
}
