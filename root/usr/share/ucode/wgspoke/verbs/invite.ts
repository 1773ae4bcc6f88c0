// How does another home come in? Added to this network, with a line for its router and words for everybody else.

import { forget_command, hub_members, words_of } from '../hub/members.ts';
import { spoke_conf } from '../hub/conf.ts';
import { shell_word } from '../base/quote.ts';
import { unsure_address } from '../model/check.ts';
import { empty_record } from '../model/kinds.ts';
import {
	about_site,
	free_vpn_address,
	network_seen_by,
	put_site,
	remote_sites,
	tunnel_prefixes,
} from '../model/network.ts';
import { make_key_pair } from '../router/keys.ts';
import { hub_token } from '../router/told.ts';
import { network_line } from '../text/file.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { term } from '../words/terms.ts';
import { joined_network, with_hub_half } from './join.ts';
import { make_plan, own_request } from './request.ts';
import { taken_at_hub } from './told.ts';
import { answers_aim, begin_for_page, wanted_change } from './wanted.ts';
import type { Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Aim } from '../trial/state.ts';
import type { HubHalf } from './athub.ts';
import type { InviteReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

export interface InviteCall {
	name: string;
	lan: string[];
	/** VPN address; '' for the one that the home has, or the next free one. */
	address: string;
	/** Of the key that the other home made; '' to make one here. */
	public_key: string;
	/** Public networks that may go through the tunnel, besides those that may already. */
	public_ok?: string[];
	/** The hub is told by a person, whatever this router may do; left out: no. */
	by_hand?: boolean;
	/** May the other home change the hub, too? Then its line has the token. */
	manage?: boolean;
}

/** An invitation with the changes in the clear, for the trial. */
export interface Invitation {
	reply: InviteReply;
	changes: Change[];
	/** What they are waited for. */
	aim: Aim;
	/** The hub's half of it; null for none. */
	half: HubHalf | null;
}

// The network with the other home in it; one of that name, or with a LAN in common, becomes it and is told.
function with_home(
	network: Network,
	call: InviteCall,
	public_key: string,
	replaced: Site[],
	at_hub: string[] | null
): Network {
	const known = filter(remote_sites(network), (one) => one.name == call.name)[0];
	const site: Site = { ...(known ?? empty_record('site')), name: call.name, public_key };
	// Whoever gets a key here, or was not here before, has still to join; with a key of its own it may be there already.
	if (known == null || call.public_key == '') site.invited = true;
	if (call.address != '') site.address = call.address;
	if (length(call.lan) > 0) site.lan = call.lan;
	network.hub.public_ok = [...network.hub.public_ok, ...(call.public_ok ?? [])];
	push(replaced, ...put_site(network, site));
	if (site.address == '') {
		const others = filter(network.sites, (one) => one != site);
		site.address = free_vpn_address({ ...network, sites: others }, at_hub);
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
		const values = { name: old.name + lan, value: key };
		push(findings, finding(key == '' ? 'home-repeated' : 'home-replaced', values));
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
			push(others, { name: other.name, kind: 'site', add: command });
		}
		for (const device of network.devices) {
			push(others, { name: device.name, kind: 'device', add: line });
		}
	}
	return others;
}

/** Adds the other home to this network, as an edit is planned; its private key is in the reply and nowhere else. */
export function invitation(router: Router, call: InviteCall, may_wait: boolean): Invitation {
	const made = call.public_key == '' ? make_key_pair(router) : null;
	const public_key = made?.public_key ?? call.public_key;
	const before = joined_network(router);
	const replaced: Site[] = [];
	const at_hub = taken_at_hub(router, before);
	const edit = (network: Network): Network =>
		with_home(network, call, public_key, replaced, at_hub);
	const planned = make_plan(router, { ...own_request(may_wait), edit: edit }, true);
	const plan = with_hub_half(router, planned, before, call.by_hand == true);
	const network = plan.reply.network;
	const aim = answers_aim(plan);
	const reply: InviteReply = {
		...plan.reply,
		trial: '',
		conf: '',
		line: '',
		hub: { peer_block: '', live: [] },
		others: [],
	};
	const token = call.manage ? hub_token(router, network.hub.public_key) : '';
	if (call.manage && before != null && token == '') push(reply.findings, finding('no-token', {}));
	push(reply.findings, ...tell_replaced(call, public_key, replaced));
	if (before != null && public_key == '') {
		push(reply.findings, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	for (const site of network.sites) {
		if (site.name != call.name || length(site.lan) > 0) continue;
		const what = term('site_lan', { name: site.name });
		const values = { what: what, example: '192.168.6.0/24' };
		push(reply.findings, finding('missing-address', values, about_site(site, 'lan')));
	}
	reply.findings = settle(reply.findings);
	if (has_errors(reply.findings)) return { reply: reply, changes: [], aim: aim, half: null };
	const private_key = made?.private_key ?? '';
	for (const site of network.sites) {
		if (site.name != call.name) continue;
		const seen = network_seen_by(network, site.name, plan.reply.public_key);
		reply.conf = spoke_conf(network, site, private_key, '');
		reply.line = network_line(seen, private_key, token);
		const words = words_of(hub_members(network, plan.reply.public_key), site.name);
		const gone = filter(
			map(replaced, (old) => old.public_key),
			(key) => key != '' && key != public_key
		);
		reply.hub = { ...words, live: [...map(gone, forget_command), ...words.live] };
		if (call.address != '' || at_hub != null) continue;
		const about = about_site(site, 'address');
		push(reply.findings, ...unsure_address(network, site.address, about));
	}
	reply.findings = settle(reply.findings);
	reply.others = tell_others(network, call.name);
	if (reply.at_hub != null) reply.hub = { peer_block: '', live: [] };
	return { reply: reply, changes: plan.changes, aim: aim, half: plan.half ?? null };
}

/** What it is tried out for. */
export function invite_wanted(made: Invitation): Wanted {
	return wanted_change('invite', made.changes, made.aim, made.half);
}

/** Begins the trial; `dry`: only tells what would be. */
export function do_invite(router: Router, call: InviteCall, dry: boolean): InviteReply {
	const made = invitation(router, call, false);
	if (has_errors(made.reply.findings)) return { ...made.reply, conf: '', line: '' };
	if (dry || length(made.changes) == 0) return made.reply;
	return begin_for_page(router, made.reply, invite_wanted(made));
}
