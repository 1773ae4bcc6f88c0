// Which network does a pasted text stand for, and what is wrong in it? The only verb that takes a text.

import { address_of, is_six, network_of } from '../base/prefix.ts';
import { is_look, read_answer } from '../hub/answer.ts';
import { heard_of, index_peers } from '../hub/heard.ts';
import { free_name, name_by_lan } from '../hub/learn.ts';
import { network_of_answer } from '../hub/whole.ts';
import { empty_record } from '../model/kinds.ts';
import {
	copy_network,
	empty_network,
	free_vpn_address,
	leave_out_ipv6,
	local_site,
	network_seen_by,
	no_secrets,
} from '../model/network.ts';
import { network_from_uci } from '../model/uci.ts';
import { check_network } from '../model/check.ts';
import { lan_choice } from '../plan/athome.ts';
import { local_lans, other_interfaces } from '../plan/lans.ts';
import { same_tunnels, tell_same } from '../plan/tunnels.ts';
import { keep_paste } from '../router/keys.ts';
import { look_with_name } from '../router/look.ts';
import { unnamed_home } from '../text/networks.ts';
import { read_text } from '../text/read.ts';
import { finding } from '../words/findings.ts';
import { few, settle } from '../words/settle.ts';
import { fill_in, name_home, own_lans, text_findings } from './request.ts';
import { network_of_token } from './token.ts';
import type { HubAnswer } from '../hub/answer.ts';
import type { Device, Site } from '../model/fields.ts';
import type { Facts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { PeerThere, ReadResult } from '../text/reading.ts';
import type { ReadReply } from './replies.ts';

/**
 * The network with the home of this name as the router's own, whose old key is returned beside it. A page on which
 * another home is chosen then does the same by itself (draftAs in join/draft): asked again, this router would know the
 * text and nothing of what was entered since. test/unit/luci-draft.test.ts has both come to the same network.
 */
function become_home(network: Network, name: string): { network: Network; old_key: string } {
	const site = filter(network.sites, (one) => one.name == name)[0];
	return { network: network_seen_by(network, name, ''), old_key: site?.public_key ?? '' };
}

// The home that has one of this router's own networks; '' for none, or several.
function recognized(network: Network, facts: Facts): string {
	const own = map(local_lans(facts), (candidate) => candidate.prefix);
	const found = filter(
		network.sites,
		(site) => length(filter(site.lan, (lan) => index(own, lan) >= 0)) > 0
	);
	return length(found) == 1 ? found[0]!.name : '';
}

/** The homes and devices of this network, with when the hub that says this has heard them. */
function everybody_there(network: Network, answer: HubAnswer): PeerThere[] {
	const peers = index_peers(answer).by_key;
	const there: PeerThere[] = [];
	const add = (kind: PeerThere['kind'], end: Site | Device, lan: string[]): void => {
		const peer = peers[end.public_key] ?? null;
		push(there, {
			kind: kind,
			name: end.name,
			address: end.address,
			lan: lan,
			public_key: end.public_key,
			heard: heard_of({ answer: answer, findings: [], age: 0 }, peer).heard,
		});
	};
	for (const site of network.sites) add('site', site, site.lan);
	for (const device of network.devices) add('device', device, []);
	return there;
}

/** What the hub printed, as the file of a whole network. It has no key of this home, which may be none of it yet. */
function read_look(text: string): ReadResult {
	const found: ReadResult = {
		kind: 'network',
		network: empty_network(),
		secrets: { ...no_secrets },
		findings: [],
		unused: [],
		maker: '',
		old_key: '',
	};
	const read = read_answer(text);
	// On the page where it is pasted, what is wrong is wrong with the text.
	const refused = map(read.findings, (one) => ({ ...one, about: 'text' }));
	if (read.answer == null) return { ...found, findings: refused };
	const whole = network_of_answer(read.answer);
	const network = whole.network;
	const there = everybody_there(network, read.answer);
	return { ...found, network: network, findings: few(whole.findings), there: there };
}

/** The network with this home as a new one, at the next free address. */
function with_this_home(network: Network, facts: Facts): { network: Network; name: string } {
	const lan = own_lans(facts);
	const name = free_name(network, lan[0] == null ? unnamed_home : name_by_lan(lan[0]));
	const home = { ...empty_record('site'), name: name, lan: lan };
	home.address = free_vpn_address(network, null);
	return { network: { ...network, sites: [...network.sites, home] }, name: name };
}

// IPv6 goes through the tunnel as a whole or not at all: without an IPv6 network of this home no answer finds back. One
// that this router has is shared, where the text does not say what is.
function without_half_ipv6(facts: Facts, found: ReadResult): ReadResult {
	const shared = local_site(fill_in(copy_network(found.network), facts))?.lan ?? [];
	if (length(filter(shared, is_six)) > 0) return found;
	const left_out = leave_out_ipv6(found.network);
	if (length(left_out) > 0) {
		push(found.findings, finding('ipv6-left-out', { networks: join(', ', left_out) }, 'sites'));
	}
	return found;
}

// Is the network a LAN of this router, and the address its own there? Then the VPN has no network of its own.
function is_own_lan(facts: Facts, network: Network): boolean {
	const address = local_site(network)?.address ?? '';
	for (const entry of other_interfaces(facts)) {
		if (entry.proto != 'static') continue;
		for (const own of entry.addresses) {
			if (address_of(own) == address && network_of(own) == network.hub.subnet) return true;
		}
	}
	return false;
}

function read_as(facts: Facts, text: string, home: string): ReadResult {
	const looked = is_look(text);
	const found = looked ? read_look(text) : read_text(text);
	if (found.kind == 'conf') {
		name_home(facts, found.network);
		const hub = found.network.hub;
		if (hub.subnet != '' && is_own_lan(facts, found.network)) {
			hub.subnet = '';
			hub.address = '';
			found.findings = filter(found.findings, (one) => one.code != 'narrow-route');
		}
	}
	if (found.kind != 'network') return found;
	let name = home == '' ? recognized(found.network, facts) : home;
	// Of the homes that a hub has this one need not be any.
	if (looked && name == '' && found.network.hub.public_key != '') {
		const joined = with_this_home(found.network, facts);
		return { ...found, ...become_home(joined.network, joined.name) };
	}
	// A file may have been saved at another home; else it was at this one.
	if (name == '') name = local_site(found.network)?.name ?? '';
	return { ...found, ...become_home(found.network, name) };
}

/** What a text means on this router; of a whole network, `home` says which home it is, '' what its LAN tells. */
export function read_here(facts: Facts, text: string, home: string): ReadResult {
	return without_half_ipv6(facts, read_as(facts, text, home));
}

// The reply about what was read, kept under this id.
function reply_of(facts: Facts, found: ReadResult, paste: string): ReadReply {
	const kept = network_of_token(network_from_uci(facts.uci.wgspoke), found);
	const network = fill_in(copy_network(kept ?? found.network), facts);
	const said = [
		...text_findings(found, network),
		...check_network(network),
		...lan_choice(network, facts),
		...tell_same(same_tunnels(network, found.secrets, facts), facts, ''),
	];
	return {
		paste: paste,
		kind: found.kind,
		network: network,
		findings: settle(said),
		unused: found.unused,
		has_private_key: found.secrets.private_key != '',
		has_preshared_key: found.secrets.preshared_key != '',
		has_hub_token: found.hub_token != null,
		only_token: kept != null,
		old_key: kept == null ? found.old_key : '',
		there: found.there ?? null,
		lans: local_lans(facts),
		free_address: free_vpn_address(network, null),
	};
}

/** Text → the network it stands for, with what is wrong in it; nothing is kept. */
export function do_read(router: Router, text: string): ReadReply {
	const facts = look_with_name(router);
	return reply_of(facts, read_here(facts, text, ''), '');
}

/** The same for a page, which asks for more by the id under which text and keys are kept here. */
export function do_read_and_keep(router: Router, text: string, session: string): ReadReply {
	const facts = look_with_name(router);
	const found = read_here(facts, text, '');
	if (text == '') return reply_of(facts, found, '');
	const paste = keep_paste(router, found, session);
	if (paste == '') {
		die('This router could not keep the text: its memory is full. Restart it, then paste again.');
	}
	return reply_of(facts, found, paste);
}
