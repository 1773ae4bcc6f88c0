// What does the hub have to be told, what makes a server the hub, and what is not so there?

import { readfile } from 'fs';
import { most_differences } from '../base/bounds.ts';
import { first_address } from '../base/prefix.ts';
import { compare_hub } from '../hub/compare.ts';
import { hub_members, usual_interface } from '../hub/members.ts';
import { hub_script, look_command, speak_script, sync_script } from '../hub/program.ts';
import { empty_record } from '../model/kinds.ts';
import { empty_network, free_vpn_address, local_site } from '../model/network.ts';
import { look_with_name } from '../router/look.ts';
import { unnamed_home } from '../text/networks.ts';
import { few, has_errors, in_order } from '../words/settle.ts';
import { joined_network } from './join.ts';
import { fill_in, judge_request, name_home } from './request.ts';
import type { Facts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { HubReply, HubScripts } from './replies.ts';
import type { Request } from './request.ts';

/** What to run at the hub so that it knows this router; `make_key`: one that has no key makes it now. */
export function do_hub(router: Router, request: Request, make_key: boolean): HubReply {
	const judged = judge_request(router, request, make_key);
	const public_key = judged.facts.public_key;
	const members = hub_members(judged.network, public_key);
	const own = members[0]?.kind == 'local' ? members[0] : null;
	return {
		findings: judged.findings,
		public_key: public_key,
		peer_block: own?.peer_block ?? '',
		live: own?.live ?? [],
		members: members,
	};
}

/** What a hub that is still to be made is like; the port is not the one that providers know. */
function first_network(facts: Facts): Network {
	const network = empty_network();
	network.hub = {
		...network.hub,
		address: '192.168.151.1',
		subnet: '192.168.151.0/24',
		endpoint_port: 24356,
	};
	const here = { name: unnamed_home, address: '192.168.151.2', local: true };
	push(network.sites, { ...empty_record('site'), ...here });
	name_home(facts, network);
	return fill_in(network, facts);
}

/** The hub's address and this home's in a VPN network that was chosen anew. */
function addressed(network: Network): Network {
	const hub = network.hub;
	if (hub.address == '') hub.address = first_address(hub.subnet) ?? '';
	const local = local_site(network);
	if (local?.address == '') local.address = free_vpn_address(network, null);
	return network;
}

/** What `hub_scripts` is asked for besides a network. */
export interface HubCall {
	/** Name of the tunnel at the hub; '' is the usual one. */
	hub_interface: string;
	/** Public keys that the hub is to forget. */
	gone: string[];
	/** What the command for looking printed there; '' for nothing. */
	output: string;
	/** A server that is made the hub answers no questions of the homes. */
	silent?: boolean;
}

// The scripts run at the hub: what a router needs besides, like a way to it, does not matter here.
const at_the_hub = { making: true };

// The request with a network in any case: of a router that has none, one with a hub that is still to be made.
function asked_for(router: Router, request: Request): Request {
	if (request.network != null) return { ...request, purpose: at_the_hub, complete: addressed };
	if (request.paste != null || joined_network(router) != null) {
		return { ...request, purpose: at_the_hub };
	}
	const network = first_network(look_with_name(router));
	const edited = request.edit ? request.edit(network) : network;
	return { ...request, network: edited, purpose: at_the_hub };
}

// A package without it is broken.
function hub_program(router: Router): string {
	return readfile(router.hub_program) ?? die(router.hub_program + ' is missing');
}

/** The scripts for the hub, and what is not so there; `make_key`: a router without a key makes one now. */
export function do_hub_scripts(
	router: Router,
	request: Request,
	call: HubCall,
	make_key: boolean
): HubScripts {
	const judged = judge_request(router, asked_for(router, request), make_key);
	const network = judged.network;
	const hub = network.hub;
	const public_key = judged.facts.public_key;
	const members = hub_members(network, public_key);
	const local = local_site(network);
	if (local != null) local.public_key = public_key;
	const name = call.hub_interface == '' ? usual_interface : call.hub_interface;
	if (hub.address == '') hub.address = first_address(hub.subnet) ?? '';
	const program = hub_program(router);
	return {
		findings: judged.findings,
		script: has_errors(judged.findings)
			? ''
			: hub_script(program, network, members, name, call.silent),
		speak: speak_script(program, network, name),
		sync: sync_script(program, members, name, call.gone),
		look: look_command(program, name),
		differences:
			call.output == ''
				? []
				: few(in_order(compare_hub(network, members, call.output)), most_differences),
		network: network,
		members: members,
	};
}
