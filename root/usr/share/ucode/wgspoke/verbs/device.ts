// How does a roaming device come, change and go?
// Only config wgspoke is touched: the tunnel carries the VPN's addresses already, and the hub is told by hand.

import { address_of, parse_address } from '../base/prefix.ts';
import { quotable } from '../base/quote.ts';
import { dns_verdict } from '../doctor/probe.ts';
import { forget_command, hub_members, words_of } from '../hub/members.ts';
import { spoke_conf } from '../hub/conf.ts';
import { unsure_address } from '../model/check.ts';
import { fields } from '../model/fields.ts';
import { empty_record, plain_address } from '../model/kinds.ts';
import { too_many } from '../model/shape.ts';
import {
	about_device,
	device_named,
	free_vpn_address,
	lets_in,
	local_site,
	no_secrets,
} from '../model/network.ts';
import { network_from_uci } from '../model/uci.ts';
import { mask_secrets, uci_diff } from '../plan/change.ts';
import { with_configured } from '../plan/configured.ts';
import { made_option } from '../plan/ours.ts';
import { plan_join } from '../plan/plan.ts';
import { preflight } from '../plan/preflight.ts';
import { configured_public_key, kept_key, make_key_pair } from '../router/keys.ts';
import { look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { term } from '../words/terms.ts';
import { has_at_hub, hub_half, told_in_reply } from './athub.ts';
import { taken_at_hub } from './told.ts';
import { begin_for_page, nothing_aim, wanted_change } from './wanted.ts';
import type { Facts } from '../model/facts.ts';
import type { Device } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { HubHalf } from './athub.ts';
import type { DeviceReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

/** `handed`: the device has its configuration as it is now. */
export type DeviceAction = 'add' | 'rename' | 'key' | 'handed' | 'remove' | 'show';

export interface DeviceCall {
	action: DeviceAction;
	name: string;
	/** The new name, for `rename`. */
	to: string;
	/** Of the key that the device made; '' to make one here. */
	public_key: string;
	/** VPN address; '' for the next free one. */
	address: string;
	/** DNS server for the configuration; '' for none. */
	dns: string;
	/** Keep the private key that is made here? */
	keep: boolean;
	/** The hub is told by a person, whatever this router may do; left out: no. */
	by_hand?: boolean;
}

/** What the edit comes to. */
export interface DeviceEdit {
	reply: DeviceReply;
	changes: Change[];
	/** The network afterwards; null when nothing is to be done. */
	network: Network | null;
	/** The private key to be kept; '' for none. */
	keep: string;
	/** The hub's half of it; null for none. */
	half: HubHalf | null;
}

/** Facts with this router's public key, of its configuration alone. */
function look_with_key(router: Router): Facts {
	const facts = look(router);
	return { ...facts, public_key: configured_public_key(router, facts.uci) };
}

// 'The device cannot be "iPad". Enter one of MacBook, iPhone.'
function no_such(network: Network, name: string): Finding {
	const names = map(network.devices, (device) => device.name);
	const rule =
		length(names) == 0 ? term('rule_no_device') : term('rule_device', { names: join(', ', names) });
	const values = { what: term('device'), value: quotable(name), rule: rule };
	return finding('bad-value', values, about_device(quotable(name), 'name'));
}

/** What is wrong with what the edit changes in the device; all else was so before. `old`: null of a new one. */
function edit_faults(
	network: Network,
	old: Device | null,
	device: Device,
	facts: Facts
): Finding[] {
	// Of two that collide, what is wrong is said of the later one.
	const others = filter(network.devices, (one) => one != device);
	const last = { ...network, devices: [...others, device] };
	const changed: string[] = [];
	for (const field of fields.device) {
		const name = field.name as keyof Device;
		if (old?.[name] != device[name]) push(changed, about_device(device.name, name));
	}
	return filter(preflight(last, no_secrets, facts), (one) => index(changed, one.about) >= 0);
}

// Carries out the edit in `network`; the device it is about afterwards, null when it is gone.
function edited(
	network: Network,
	call: DeviceCall,
	public_key: string,
	at_hub: string[] | null
): Device | null {
	if (call.action == 'add') {
		return push(network.devices, {
			...empty_record('device'),
			name: trim(call.name),
			address: call.address == '' ? free_vpn_address(network, at_hub) : plain_address(call.address),
			public_key: public_key,
		});
	}
	const device = device_named(network, call.name)!;
	if (call.action == 'rename') device.name = trim(call.to);
	if (call.action == 'key') device.public_key = public_key;
	if (call.action == 'key' || call.action == 'handed') device.lacks = [];
	if (call.action != 'remove') return device;
	network.devices = filter(network.devices, (one) => one != device);
	return null;
}

// Is it an address of this router, which its firewall closes to the VPN unless everything is open?
function is_closed(network: Network, facts: Facts, address: string): boolean {
	if (network.hub.router_access == 'all') return false;
	const own = [local_site(network)?.address ?? ''];
	const interfaces = with_configured(facts.interfaces, facts.uci.network);
	for (const entry of interfaces) push(own, ...entry.addresses);
	for (const one of own) if (address_of(one) == address) return true;
	return false;
}

// The DNS server for the configuration: only one that answers a device in the VPN.
function dns_line(
	router: Router,
	network: Network,
	facts: Facts,
	findings: Finding[],
	name: string,
	text: string
): string {
	if (text == '') return '';
	const address = parse_address(text) == null ? null : address_of(text);
	if (address == null) {
		const values = { what: term('dns'), value: quotable(text), example: '192.168.2.1' };
		push(findings, finding('bad-address', values, about_device(name, 'dns')));
		return '';
	}
	const closed = is_closed(network, facts, address);
	if (!closed && dns_verdict(router, address) == 'yes') return address;
	const reason = term(closed ? 'dns_closed' : 'dns_silent', { value: address });
	push(findings, finding('no-dns', { reason: reason }, about_device(name, 'dns')));
	return '';
}

/** What adding, renaming, a new key, removing or showing comes to; nothing is written but a key pair's moment. */
export function device_edit(router: Router, call: DeviceCall): DeviceEdit {
	const facts = look_with_key(router);
	const before = network_from_uci(facts.uci.wgspoke);
	const network = network_from_uci(facts.uci.wgspoke);
	const reply: DeviceReply = {
		findings: [],
		device: null,
		changes: [],
		diff: '',
		trial: '',
		conf: '',
		kept: false,
		at_hub: null,
		hub_knows: false,
		hub: { peer_block: '', live: [] },
	};
	const nothing: DeviceEdit = { reply: reply, changes: [], network: null, keep: '', half: null };
	if (before == null || network == null) {
		push(reply.findings, finding('not-joined', {}));
		return nothing;
	}
	const old = call.action == 'add' ? null : device_named(before, call.name);
	if (old == null && call.action != 'add') {
		push(reply.findings, no_such(network, call.name));
		return nothing;
	}

	const needs_key = call.action == 'add' || call.action == 'key';
	const dns = dns_line(router, network, facts, reply.findings, call.name, call.dns);
	const made = needs_key && call.public_key == '' ? make_key_pair(router) : null;
	if (needs_key && call.public_key == '' && made == null) {
		push(reply.findings, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	const public_key = made?.public_key ?? call.public_key;
	const at_hub = taken_at_hub(router, network);
	reply.device = edited(network, call, public_key, at_hub);
	const excess = too_many(network.sites, network.devices);
	if (excess != null && call.action == 'add') {
		push(reply.findings, excess);
		return nothing;
	}
	if (reply.device != null && call.action != 'show') {
		push(reply.findings, ...edit_faults(network, old, reply.device, facts));
	}
	if (call.action == 'add' && call.address == '' && reply.device != null && at_hub == null) {
		const device = reply.device;
		const about = about_device(device.name, 'address');
		push(reply.findings, ...unsure_address(network, device.address, about));
	}
	reply.findings = settle(reply.findings);
	if (has_errors(reply.findings)) return { ...nothing, reply: { ...reply, device: old } };

	// The firewall stays as it is, and so does what is recorded of it; but the first device opens the way in.
	const opened = lets_in(network) != lets_in(before);
	const changes = filter(plan_join(network, no_secrets, facts), (change) => {
		if (call.action == 'show') return false;
		if (opened && change.config == 'firewall') return true;
		return change.config == 'wgspoke' && (opened || change.option != made_option);
	});
	reply.changes = mask_secrets(changes);
	reply.diff = uci_diff(changes);
	const device = reply.device;
	const gone =
		old != null && old.public_key != '' && old.public_key != device?.public_key
			? [forget_command(old.public_key)]
			: [];
	const own_key = facts.public_key;
	const half = hub_half(router, before, network, own_key, call.by_hand == true);
	reply.at_hub = told_in_reply(half);
	reply.hub.live = gone;
	if (device != null) {
		const kept = kept_key(router, device.public_key);
		const words = words_of(hub_members(network, own_key), device.name);
		reply.kept = kept != '' || (made != null && call.keep);
		reply.conf = spoke_conf(network, device, made?.private_key ?? kept, dns);
		reply.hub = { peer_block: words.peer_block, live: [...gone, ...words.live] };
	}
	const told = half.hub != null || half.left != null;
	reply.hub_knows = !told && device != null && has_at_hub(router, network, own_key, device.name);
	if (half.hub != null || reply.hub_knows) reply.hub = { peer_block: '', live: [] };
	const keep = call.keep ? (made?.private_key ?? '') : '';
	return { reply: reply, changes: changes, network: network, keep: keep, half: half };
}

/** What a trial of the edit is asked for: no tunnel waits for a device. */
export function device_wanted(edit: DeviceEdit): Wanted {
	return {
		...wanted_change('device', edit.changes, nothing_aim, edit.half),
		device_key: edit.keep,
		device_public_key: edit.reply.device?.public_key ?? '',
	};
}

/** Carries out the edit as a trial, which ends once the page has its answer. */
export function do_device(router: Router, call: DeviceCall): DeviceReply {
	const edit = device_edit(router, call);
	if (length(edit.changes) == 0) return edit.reply;
	const reply = begin_for_page(router, edit.reply, device_wanted(edit));
	return reply.trial == '' ? { ...reply, conf: '' } : reply;
}
