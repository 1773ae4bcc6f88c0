// How does a roaming device come, change and go?
// Only config wgspoke is touched: the tunnel carries the VPN's addresses already, and the hub is told by hand.

import { address_of, parse_address } from '../base/prefix.ts';
import { mask_secrets } from '../plan/change.ts';
import { collect_facts } from '../router/look.ts';
import { forget_command, hub_members, words_of } from '../hub/members.ts';
import { keep_key, kept_key } from '../router/kept.ts';
import { configured_key, make_key_pair } from '../router/keys.ts';
import { local_site, network_from_uci, plain_address, remote_sites } from '../model/network.ts';
import { plan_join } from '../plan/plan.ts';
import { free_vpn_address, has_errors, preflight } from '../plan/preflight.ts';
import { dns_verdict } from '../doctor/probe.ts';
import { device_named, spoke_conf } from '../hub/conf.ts';
import { fill, finding, nouns, reasons } from '../words/texts.ts';
import { pending_findings, stage_or_die } from './verbs.ts';
import type { Place } from '../router/router.ts';
import type {
	Change,
	Device,
	DeviceReply,
	Facts,
	Finding,
	Network,
	Secrets,
} from '../model/types.ts';

export type DeviceAction = 'add' | 'rename' | 'key' | 'remove' | 'show';

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
}

/** What the edit comes to. */
export interface DeviceEdit {
	reply: DeviceReply;
	changes: Change[];
	/** The network afterwards; null when nothing is to be done. */
	network: Network | null;
	/** The private key to be kept; '' for none. */
	keep: string;
}

const NO_SECRETS: Secrets = { private_key: '', preshared_key: '' };

/** Facts with this router's public key, of its configuration alone. */
function look_with_key(place: Place): Facts {
	const query = { preflight: false, private_key: '', endpoint_host: '' };
	const facts = collect_facts(place, query);
	const name = network_from_uci(facts.uci.wgspoke)?.hub.interface ?? '';
	const key = configured_key(facts.uci, name);
	return key == '' ? facts : collect_facts(place, { ...query, private_key: key });
}

// 'The device cannot be "iPad". Enter one of MacBook, iPhone.'
function no_such(network: Network, name: string): Finding {
	const names = join(
		', ',
		map(network.devices, (device) => device.name)
	);
	const rule = names == '' ? 'a device of this network; it has none yet' : 'one of ' + names;
	return finding('bad-value', { what: nouns.device, value: name, rule: rule }, 'device.name');
}

/** What the edit makes wrong; faults that were there before have nothing to do with it. */
function new_faults(before: Network, after: Network, facts: Facts): Finding[] {
	const told: Record<string, boolean> = {};
	for (const one of preflight(before, NO_SECRETS, facts)) told[one.code + ' ' + one.field] = true;
	return filter(
		preflight(after, NO_SECRETS, facts),
		(one) => !exists(told, one.code + ' ' + one.field) && one.code != 'no-remote'
	);
}

/** Chosen here as free, though a home whose VPN address is not known here may have it. */
export function unsure_address(network: Network, address: string, field: string): Finding[] {
	const homes = filter(remote_sites(network), (site) => site.address == '');
	if (length(homes) == 0) return [];
	const names = join(
		', ',
		map(homes, (site) => site.name)
	);
	return [finding('address-unsure', { value: address, name: names }, field)];
}

// Carries out the edit in `network`; the device it is about afterwards, null when it is gone.
function edited(network: Network, call: DeviceCall, public_key: string): Device | null {
	if (call.action == 'add') {
		return push(network.devices, {
			name: trim(call.name),
			address: call.address == '' ? free_vpn_address(network) : plain_address(call.address),
			public_key: public_key,
		});
	}
	const device = device_named(network, call.name)!;
	if (call.action == 'rename') device.name = trim(call.to);
	if (call.action == 'key') device.public_key = public_key;
	if (call.action != 'remove') return device;
	network.devices = filter(network.devices, (one) => one != device);
	return null;
}

// Is it an address of this router, which its firewall closes to the VPN unless everything is open?
function is_closed(network: Network, facts: Facts, address: string): boolean {
	if (network.router_access == 'all') return false;
	const own = [local_site(network)?.address ?? ''];
	for (const entry of facts.interfaces ?? []) push(own, ...entry.addresses);
	for (const one of own) if (address_of(one) == address) return true;
	return false;
}

// The DNS server for the configuration: only one that answers a device in the VPN.
function dns_line(
	place: Place,
	network: Network,
	facts: Facts,
	findings: Finding[],
	text: string
): string {
	if (text == '') return '';
	const address = parse_address(text) == null ? null : address_of(text);
	if (address == null) {
		const values = { what: nouns.dns, value: text, example: '192.168.2.1' };
		push(findings, finding('bad-address', values, 'device.dns'));
		return '';
	}
	const closed = is_closed(network, facts, address);
	if (!closed && dns_verdict(place, address) == 'yes') return address;
	const reason = fill(closed ? reasons.dns_closed : reasons.dns_silent, { value: address });
	push(findings, finding('no-dns', { reason: reason }, 'device.dns'));
	return '';
}

/** What adding, renaming, a new key, removing or showing comes to; nothing is written but a key pair's moment. */
export function device_edit(place: Place, call: DeviceCall): DeviceEdit {
	const facts = look_with_key(place);
	const before = network_from_uci(facts.uci.wgspoke);
	const network = network_from_uci(facts.uci.wgspoke);
	const reply: DeviceReply = {
		findings: [],
		device: null,
		changes: [],
		staged: false,
		conf: '',
		kept: false,
		hub: { peer_block: '', live: [] },
	};
	const nothing: DeviceEdit = { reply: reply, changes: [], network: null, keep: '' };
	if (before == null || network == null) {
		push(reply.findings, finding('not-joined', {}));
		return nothing;
	}
	const old = device_named(before, call.name);
	if (old == null && call.action != 'add') {
		push(reply.findings, no_such(network, call.name));
		return nothing;
	}

	const needs_key = call.action == 'add' || call.action == 'key';
	const dns = dns_line(place, network, facts, reply.findings, call.dns);
	const made = needs_key && call.public_key == '' ? make_key_pair(place) : null;
	if (needs_key && call.public_key == '' && made == null) {
		push(reply.findings, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	const public_key = made?.public_key ?? call.public_key;
	reply.device = edited(network, call, public_key);
	// A key that is asked for has to be there; that devices of old have none is nobody's fault.
	push(reply.findings, ...new_faults(before, network, facts));
	if (call.action == 'add' && call.address == '' && reply.device != null) {
		push(reply.findings, ...unsure_address(network, reply.device.address, 'device.address'));
	}
	if (has_errors(reply.findings)) return { ...nothing, reply: { ...reply, device: old } };

	const changes = filter(
		plan_join(network, NO_SECRETS, facts),
		(change) => change.config == 'wgspoke' && call.action != 'show'
	);
	reply.changes = mask_secrets(changes);
	const device = reply.device;
	const gone =
		old != null && old.public_key != '' && old.public_key != device?.public_key
			? [forget_command(old.public_key)]
			: [];
	reply.hub.live = gone;
	if (device != null) {
		const kept = kept_key(place, device.public_key);
		const words = words_of(hub_members(network, facts.public_key), device.name);
		reply.kept = kept != '' || (made != null && call.keep);
		reply.conf = spoke_conf(network, device, made?.private_key ?? kept, dns);
		reply.hub = { peer_block: words.peer_block, live: [...gone, ...words.live] };
	}
	const keep = call.keep ? (made?.private_key ?? '') : '';
	return { reply: reply, changes: changes, network: network, keep: keep };
}

/** Keeps the private key if that was wanted. What a removed device leaves goes by `do_forget`, once that is kept. */
export function settle_key(place: Place, edit: DeviceEdit): void {
	const device = edit.reply.device;
	if (edit.keep != '' && device != null && !keep_key(place, device.public_key, edit.keep)) {
		die('could not keep the private key');
	}
}

/** Stages the edit in the caller's rpcd session, to be applied and confirmed at once: no tunnel waits for it. */
export function do_device(place: Place, call: DeviceCall, session: string): DeviceReply {
	const edit = device_edit(place, call);
	if (length(edit.changes) == 0) return edit.reply;
	push(edit.reply.findings, ...pending_findings(session));
	if (has_errors(edit.reply.findings)) return { ...edit.reply, conf: '' };
	stage_or_die(place, session, edit.changes);
	settle_key(place, edit);
	return { ...edit.reply, staged: true };
}
