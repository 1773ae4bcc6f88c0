// Which network does a pasted text stand for, and what is wrong in it? The only verb that takes a text.

import { copy_network, free_vpn_address, local_site, network_seen_by } from '../model/network.ts';
import { check_network } from '../model/check.ts';
import { local_lans } from '../plan/lans.ts';
import { keep_paste } from '../router/keys.ts';
import { look } from '../router/look.ts';
import { read_text } from '../text/read.ts';
import { settle } from '../words/settle.ts';
import { fill_in, text_findings } from './request.ts';
import type { Facts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { ReadResult } from '../text/reading.ts';
import type { ReadReply } from './replies.ts';

/** The network with the home of this name as the router's own, whose old key is returned beside it. */
function become_home(network: Network, name: string): { network: Network; old_key: string } {
	const site = filter(network.sites, (one) => one.name == name)[0];
	return { network: network_seen_by(network, name, ''), old_key: site?.public_key ?? '' };
}

// The home that has one of this router's own networks, for a file may have been saved at another home; else its own.
function recognized(network: Network, facts: Facts): string {
	const own = map(local_lans(facts), (candidate) => candidate.prefix);
	const found = filter(
		network.sites,
		(site) => length(filter(site.lan, (lan) => index(own, lan) >= 0)) > 0
	);
	return length(found) == 1 ? found[0]!.name : (local_site(network)?.name ?? '');
}

/** What a text means on this router; of a whole network, `home` says which home it is, '' what its LAN tells. */
export function read_here(facts: Facts, text: string, home: string): ReadResult {
	const found = read_text(text);
	if (found.kind != 'network') return found;
	const name = home == '' ? recognized(found.network, facts) : home;
	return { ...found, ...become_home(found.network, name) };
}

// The reply about what was read, kept under this id.
function reply_of(facts: Facts, found: ReadResult, paste: string): ReadReply {
	const network = fill_in(copy_network(found.network), facts);
	const said = [...text_findings(found, network), ...check_network(network)];
	return {
		paste: paste,
		kind: found.kind,
		network: network,
		findings: settle(said),
		unused: found.unused,
		has_private_key: found.secrets.private_key != '',
		has_preshared_key: found.secrets.preshared_key != '',
		old_key: found.old_key,
		lans: local_lans(facts),
		free_address: free_vpn_address(network, null),
	};
}

/** Text → the network it stands for, with what is wrong in it; nothing is kept. */
export function do_read(router: Router, text: string): ReadReply {
	const facts = look(router);
	return reply_of(facts, read_here(facts, text, ''), '');
}

/** The same for a page, which asks for more by the id under which text and keys are kept here. */
export function do_read_and_keep(router: Router, text: string, session: string): ReadReply {
	const facts = look(router);
	const found = read_here(facts, text, '');
	if (text == '') return reply_of(facts, found, '');
	const paste = keep_paste(router, found, session);
	if (paste == '') {
		die('This router could not keep the text: its memory is full. Restart it, then paste again.');
	}
	return reply_of(facts, found, paste);
}
