// How is a tunnel that somebody has changed, stopped or robbed of its list of homes brought back?

import { print_endpoint } from '../base/endpoint.ts';
import { empty_record, uci_list } from '../model/kinds.ts';
import { option_text, section_named } from '../model/uci.ts';
import { our_interface, peer_section } from '../plan/ours.ts';
import { collect_configs, look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors } from '../words/settle.ts';
import { joined_network } from './join.ts';
import { left_at_hub, words_for_hub } from './newkey.ts';
import { read_here } from './read.ts';
import { make_plan, own_request } from './request.ts';
import { answers_aim, begin_for_page, wanted_change } from './wanted.ts';
import type { HubWords } from '../hub/members.ts';
import type { Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { UciConfigs, UciSection } from '../model/uci.ts';
import type { Router } from '../router/router.ts';
import type { FullPlan, Request } from './request.ts';
import type { RepairReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

// The peer that a tunnel calls: the one that joining names, else the only one, or the first with an endpoint.
function called_peer(configs: UciConfigs, name: string): UciSection | null {
	const own = section_named(configs.network, peer_section(name));
	if (own != null) return own;
	const peers = filter(configs.network, (one) => one.type == 'wireguard_' + name);
	return filter(peers, (one) => option_text(one, 'endpoint_host') != '')[0] ?? null;
}

/** The text from which a tunnel's sections can have been made, its keys in the clear; '' when there is none. */
export function text_of_tunnel(configs: UciConfigs, name: string): string {
	const tunnel = section_named(configs.network, name);
	const peer = called_peer(configs, name);
	if (tunnel == null || peer == null) return '';
	const port = option_text(peer, 'endpoint_port');
	const endpoint = {
		endpoint_host: option_text(peer, 'endpoint_host'),
		endpoint_port: port == '' ? empty_record('hub').endpoint_port : int(port),
	};
	const lines = [
		['PrivateKey', option_text(tunnel, 'private_key')],
		['Address', join(', ', uci_list(tunnel.options.addresses))],
		['MTU', option_text(tunnel, 'mtu')],
		['', '[Peer]'],
		['PublicKey', option_text(peer, 'public_key')],
		['PresharedKey', option_text(peer, 'preshared_key')],
		['Endpoint', print_endpoint(endpoint)],
		['AllowedIPs', join(', ', uci_list(peer.options.allowed_ips))],
		['PersistentKeepalive', option_text(peer, 'persistent_keepalive')],
	];
	let text = '[Interface]\n';
	for (const line of lines) {
		if (line[0] == '') text += line[1]! + '\n';
		else if (line[1] != '') text += line[0]! + ' = ' + line[1]! + '\n';
	}
	return text;
}

/** What is asked for: the network as it was joined, or as its tunnel tells it; null when there is nothing of ours. */
function repair_request(router: Router): Request | null {
	if (joined_network(router) != null) return own_request(false);
	const configs = collect_configs(router);
	const name = our_interface(configs);
	const text = text_of_tunnel(configs, name);
	if (text == '') return null;
	const edit = (network: Network): Network => {
		network.hub.interface = name;
		return network;
	};
	return { ...own_request(false), paste: read_here(look(router), text, ''), edit: edit };
}

/** What has to change for the tunnel to be as it was joined; nothing where only the tunnel itself is stopped. */
export function repair_to_apply(router: Router): FullPlan {
	const request = repair_request(router);
	if (request == null) {
		const plan = make_plan(router, own_request(false), false);
		return { ...plan, reply: { ...plan.reply, findings: [finding('not-joined', {})] } };
	}
	return make_plan(router, request, true);
}

/** How the hub is told of a key that was made anew for it; null where none was. */
export function words_of_repair(plan: FullPlan): Known<HubWords> {
	return words_for_hub(plan.reply.network, plan.reply.findings);
}

/** What that is tried out for; `unproved`: it is kept without the hub's answer as well. */
export function repair_wanted(plan: FullPlan, unproved: boolean): Wanted {
	const wanted = wanted_change('repair', plan.changes, answers_aim(plan), null);
	return { ...wanted, ...left_at_hub(plan.reply.network, plan.reply.findings, unproved) };
}

/** Begins a trial of that: it ends when the hub answers. `dry`: nothing but a new key is made, which the hub is told. */
export function do_repair(router: Router, dry: boolean): RepairReply {
	const plan = repair_to_apply(router);
	const reply = { ...plan.reply, trial: '', hub: words_of_repair(plan) };
	if (dry || has_errors(reply.findings)) return reply;
	return begin_for_page(router, reply, repair_wanted(plan, false));
}
