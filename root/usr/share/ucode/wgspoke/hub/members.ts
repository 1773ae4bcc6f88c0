// What does the hub have to be told about each end of the network?
// Blocks for its wg0.conf, and commands that do the same at once; no secret is in either.

import { key_fault } from '../base/names.ts';
import { address_of, parse_prefix, whole_bits } from '../base/prefix.ts';
import { comment_text, shell_word } from '../base/quote.ts';
import { local_site, site_prefixes } from '../model/network.ts';
import { print_peer } from '../text/conf.ts';
import type { Network } from '../model/network.ts';
import type { Entry } from '../text/conf.ts';

/** How the hub is told of somebody. */
export interface HubWords {
	/** Block for the hub's wg0.conf. */
	peer_block: string;
	/** Commands that do the same on the running hub, one per entry. */
	live: string[];
}

/** This router's own home, another one, or a device. */
export type MemberKind = 'local' | 'site' | 'device';

/** Somebody as the hub has to know it; the words are empty while the key is not known. */
export interface HubMember extends HubWords {
	name: string;
	kind: MemberKind;
	/** VPN address. */
	address: string;
	lan: string[];
	public_key: string;
}

/** What wg-quick calls the tunnel at most hubs. */
export const usual_interface = 'wg0';

/** What a member answers for: its VPN address, then its LANs; [] while the address is not known. */
export function member_prefixes(member: { address: string; lan: string[] }): string[] {
	const address = address_of(member.address);
	if (address == null) return [];
	return [address + '/' + whole_bits(parse_prefix(address)!.family), ...member.lan];
}

/** Is all known that the hub needs: the key, and the address without which it sends nothing there? */
export function is_known(member: HubMember): boolean {
	return key_fault(member.public_key) == '' && address_of(member.address) != null;
}

/** A member's block for wg0.conf. */
function block_of(member: HubMember): string {
	const entry = (key: string, value: string): Entry => ({ key, value, name: '', line: 0 });
	return print_peer({
		line: 0,
		name: comment_text(member.name),
		entries: [
			entry('PublicKey', member.public_key),
			entry('AllowedIPs', join(', ', member_prefixes(member))),
		],
	});
}

/** `wg set` adds no route, hence the others. A preshared key that the hub has for the peer stays. */
function commands_of(member: HubMember, hub_interface: string): string[] {
	const device = shell_word(hub_interface);
	const allowed = shell_word(join(',', member_prefixes(member)));
	const commands = [
		sprintf('wg set %s peer %s allowed-ips %s', device, shell_word(member.public_key), allowed),
	];
	for (const lan of member.lan) {
		const ip = parse_prefix(lan)?.family == 6 ? 'ip -6' : 'ip';
		push(commands, sprintf('%s route replace %s dev %s', ip, shell_word(lan), device));
	}
	return commands;
}

/** The command by which a running hub forgets a key. */
export function forget_command(public_key: string): string {
	return sprintf('wg set %s peer %s remove', usual_interface, shell_word(public_key));
}

/** How the hub is told of the member; nothing while its key or VPN address is not known. */
function words_for(member: HubMember): HubWords {
	const known = is_known(member);
	return {
		peer_block: known ? block_of(member) : '',
		live: known ? commands_of(member, usual_interface) : [],
	};
}

/** This home, the others and the devices as the hub has to know them. `public_key` is this router's. */
export function hub_members(network: Network, public_key: string): HubMember[] {
	const members: HubMember[] = [];
	const add = (
		kind: MemberKind,
		end: { name: string; address: string },
		lan: string[],
		key: string
	): void => {
		const member: HubMember = {
			name: end.name,
			kind: kind,
			address: end.address,
			lan: lan,
			public_key: key,
			peer_block: '',
			live: [],
		};
		push(members, { ...member, ...words_for(member) });
	};
	const local = local_site(network);
	if (local != null) add('local', local, site_prefixes(local), public_key);
	for (const site of network.sites) {
		if (site != local) add('site', site, site_prefixes(site), site.public_key);
	}
	for (const device of network.devices) add('device', device, [], device.public_key);
	return members;
}

/** What the hub is told of the member of this name; nothing when there is none. */
export function words_of(members: HubMember[], name: string): HubWords {
	for (const member of members) {
		if (member.name == name) return { peer_block: member.peer_block, live: member.live };
	}
	return { peer_block: '', live: [] };
}
