// What does this router do for the other ends: the hub as a whole, a home that is invited, the network as a file?
// Verbs as in verbs.ts, for the command and the ubus object.

import { readfile } from 'fs';
import { first_address } from './cidr.ts';
import { unsure_address } from './devices.ts';
import { forget_command, hub_members, shell_word, usual_interface, words_of } from './hub.ts';
import { hub_script, look_command, sync_script } from './hub/program.ts';
import { compare_hub } from './hubcompare.ts';
import { make_key_pair } from './key.ts';
import { network_line, network_text } from './netfile.ts';
import { network_from_uci, put_site, site_field, tunnel_prefixes } from './network.ts';
import { normalize_network } from './normalize.ts';
import { free_vpn_address, has_errors } from './preflight.ts';
import { network_seen_by, spoke_conf } from './spoke.ts';
import { fill, finding, nouns } from './texts.ts';
import {
	do_plan,
	fill_in,
	joined_network,
	look,
	pending_findings,
	plan_to_apply,
	stage_or_die,
} from './verbs.ts';
import { collect_configs } from './facts.ts';
import type { Place } from './place.ts';
import type {
	Change,
	Finding,
	HubScripts,
	InviteReply,
	Network,
	PlanReply,
	Site,
} from './types.ts';
import type { Request } from './verbs.ts';

/** What a hub that is still to be made is like; the port is not the one that providers know. */
function first_network(): Network {
	return normalize_network({
		hub: { address: '192.168.151.1', subnet: '192.168.151.0/24', endpoint_port: 24356 },
		sites: [{ name: 'Home A', address: '192.168.151.2', local: true }],
	}).network;
}

// Does the script need what this is about? Key and address of a hub come into being with it, the way there later.
function is_needed(one: Finding): boolean {
	if (index(['hub.public_key', 'hub.endpoint'], one.field) >= 0) return false;
	return index(['no-remote', 'no-wan', 'no-wireguard', 'already-joined'], one.code) < 0;
}

/** The hub's address and this home's in a VPN network that was chosen anew. */
function addressed(network: Network): Network {
	const hub = network.hub;
	if (hub.address == '') hub.address = first_address(hub.subnet) ?? '';
	for (const site of network.sites) {
		if (site.local && site.address == '') site.address = free_vpn_address(network);
	}
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
}

// A package without it is broken.
function hub_program(place: Place): string {
	return readfile(place.hub_program) ?? die(place.hub_program + ' is missing');
}

/** The scripts for the hub, and what is not so there; `make_key`: a router without a key makes one now. */
export function do_hub_scripts(
	place: Place,
	request: Request,
	call: HubCall,
	make_key: boolean
): HubScripts {
	let asked = request;
	if (request.network != null) {
		asked = { ...request, network: addressed(normalize_network(request.network).network) };
	} else if (request.text == '' && joined_network(place) == null) {
		const network = fill_in(first_network(), look(place));
		asked = { ...request, network: request.edit ? request.edit(network) : network };
	}
	const plan: PlanReply = make_key ? plan_to_apply(place, asked).reply : do_plan(place, asked);
	const network = plan.network;
	const hub = network.hub;
	const findings = filter(plan.findings, is_needed);
	const members = hub_members(network, plan.public_key);
	for (const site of network.sites) if (site.local) site.public_key = plan.public_key;
	const name = call.hub_interface == '' ? usual_interface : call.hub_interface;
	if (hub.address == '') hub.address = first_address(hub.subnet) ?? '';
	const program = hub_program(place);
	return {
		findings: findings,
		script: has_errors(findings) ? '' : hub_script(program, network, members, name),
		sync: sync_script(program, members, name, call.gone),
		look: look_command(program, name),
		differences: call.output == '' ? [] : compare_hub(network, members, call.output),
		network: network,
		members: members,
	};
}

export interface InviteCall {
	name: string;
	lan: string[];
	/** VPN address; '' for the one that the home has, or the next free one. */
	address: string;
	/** Of the key that the other home made; '' to make one here. */
	public_key: string;
}

/** An invitation with the changes in the clear, for staging. */
export interface Invitation {
	reply: InviteReply;
	changes: Change[];
}

// The network with the other home in it; one of that name, or with a LAN in common, becomes it and is told.
function with_home(
	network: Network,
	call: InviteCall,
	public_key: string,
	replaced: Site[]
): Network {
	let address = call.address;
	let lan = call.lan;
	let host = '';
	for (const site of network.sites) {
		if (site.local || site.name != call.name) continue;
		if (address == '') address = site.address;
		if (length(lan) == 0) lan = site.lan;
		host = site.host;
	}
	const site = {
		name: call.name,
		address: address,
		lan: lan,
		local: false,
		host: host,
		public_key,
	};
	push(replaced, ...put_site(network, site));
	if (site.address == '') {
		const others = filter(network.sites, (one) => one != site);
		site.address = free_vpn_address({ ...network, sites: others });
	}
	return network;
}

// A warning for each home that is no more what it was, unless all that is new is a key that it has itself.
function tell_replaced(call: InviteCall, public_key: string, replaced: Site[]): Finding[] {
	const findings: Finding[] = [];
	for (const old of replaced) {
		const learns = call.public_key != '' && old.public_key == '';
		if (old.name == call.name && (learns || old.public_key == public_key)) continue;
		const lan = length(old.lan) > 0 ? ' (' + join(', ', old.lan) + ')' : '';
		const key = old.public_key == public_key ? '' : old.public_key;
		push(findings, finding('home-replaced', { name: old.name + lan, value: key }));
	}
	return findings;
}

// What the other homes and the devices have to add by hand, for each its own words.
function tell_others(network: Network, name: string): InviteReply['others'] {
	const others: InviteReply['others'] = [];
	const line = 'AllowedIPs = ' + join(', ', tunnel_prefixes(network_seen_by(network, '', '')));
	for (const site of network.sites) {
		if (site.name != name) continue;
		const option = site.name + '=' + join(',', site.lan) + '@' + site.address;
		const command = 'wgspoke join --site ' + shell_word(option);
		for (const other of network.sites) {
			if (other.local || other == site) continue;
			push(others, { name: other.name, kind: 'other home', add: command });
		}
		for (const device of network.devices) {
			push(others, { name: device.name, kind: 'device', add: line });
		}
	}
	return others;
}

/** Adds the other home to this network, as an edit is planned; its private key is in the reply and nowhere else. */
export function invitation(place: Place, call: InviteCall, may_wait: boolean): Invitation {
	const made = call.public_key == '' ? make_key_pair(place) : null;
	const public_key = made?.public_key ?? call.public_key;
	const before = joined_network(place);
	const replaced: Site[] = [];
	const edit = (network: Network): Network => with_home(network, call, public_key, replaced);
	const request = { network: null, text: '', edit: edit, may_wait: may_wait };
	const plan = plan_to_apply(place, request);
	const network = plan.reply.network;
	const reply: InviteReply = {
		...plan.reply,
		// Of course it has joined: nobody else can invite.
		findings: filter(plan.reply.findings, (one) => one.code != 'already-joined'),
		staged: false,
		conf: '',
		line: '',
		hub: { peer_block: '', live: [] },
		others: [],
	};
	push(reply.findings, ...tell_replaced(call, public_key, replaced));
	if (before != null && public_key == '') {
		push(reply.findings, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	for (const site of network.sites) {
		if (site.name != call.name || length(site.lan) > 0) continue;
		const what = fill(nouns.site_lan, { name: site.name });
		const values = { what: what, value: '', example: '192.168.6.0/24' };
		push(reply.findings, finding('bad-address', values, site_field(site, 'lan')));
	}
	if (has_errors(reply.findings)) return { reply: reply, changes: [] };
	const private_key = made?.private_key ?? '';
	for (const site of network.sites) {
		if (site.name != call.name) continue;
		const seen = network_seen_by(network, site.name, plan.reply.public_key);
		reply.conf = spoke_conf(network, site, private_key, '');
		reply.line = network_line(seen, private_key);
		const words = words_of(hub_members(network, plan.reply.public_key), site.name);
		const gone = filter(
			map(replaced, (old) => old.public_key),
			(key) => key != '' && key != public_key
		);
		reply.hub = { ...words, live: [...map(gone, forget_command), ...words.live] };
		if (call.address != '') continue;
		const field = site_field(site, 'address');
		push(reply.findings, ...unsure_address(network, site.address, field));
	}
	reply.others = tell_others(network, call.name);
	return { reply: reply, changes: plan.changes };
}

/** Stages it in the caller's rpcd session, to be applied and confirmed as for join; `dry`: only tells what would be. */
export function do_invite(
	place: Place,
	call: InviteCall,
	session: string,
	dry: boolean
): InviteReply {
	const made = invitation(place, call, false);
	push(made.reply.findings, ...pending_findings(session));
	if (has_errors(made.reply.findings)) return { ...made.reply, conf: '', line: '' };
	const staged = !dry && length(made.changes) > 0;
	if (staged) stage_or_die(place, session, made.changes);
	return { ...made.reply, staged: staged };
}

/** The whole network as a file, without private keys; '' when this router has not joined. */
export function do_export(place: Place): { text: string } {
	const network = network_from_uci(collect_configs(place).wgspoke);
	if (network == null) return { text: '' };
	const request = { network: null, text: '', edit: null, may_wait: false };
	const key = do_plan(place, request).public_key;
	for (const site of network.sites) if (site.local) site.public_key = key;
	return { text: network_text(network) + '\n' };
}
