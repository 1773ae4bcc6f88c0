// What does the hub have to be told about each end of the network?
// Blocks for its wg0.conf, and commands that do the same at once; no secret is in either.

import { address_of, parse_prefix } from '../base/prefix.ts';
import { local_site, site_prefixes } from '../model/network.ts';
import { key_fault } from '../base/names.ts';
import type { Finding, HubMember, HubReply, HubWords, Network } from '../model/types.ts';

/** What wg-quick calls the tunnel at most hubs. */
export const usual_interface = 'wg0';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-';

/** One word for a POSIX shell, quoted when it has to be: wg0 → wg0, a b → 'a b' */
export function shell_word(text: string): string {
	for (let i = 0; i < length(text); i++) {
		if (index(plain, substr(text, i, 1)) < 0) return "'" + replace(text, "'", "'\\''") + "'";
	}
	return text == '' ? "''" : text;
}

/** A name in a comment, which ends with its line. */
export function comment_text(name: string): string {
	return replace(name, /[[:cntrl:]]/g, ' ');
}

/** What a member answers for: its VPN address, then its LANs; [] while the address is not known. */
export function member_prefixes(member: { address: string; lan: string[] }): string[] {
	const address = address_of(member.address);
	if (address == null) return [];
	return [address + (index(address, ':') >= 0 ? '/128' : '/32'), ...member.lan];
}

/** Is all known that the hub needs: the key, and the address without which it sends nothing there? */
export function is_known(member: HubMember): boolean {
	return key_fault(member.public_key) == '' && address_of(member.address) != null;
}

/** A member's block for wg0.conf. A preshared key is a secret: give it only where the user asks for it. */
function block_of(member: HubMember, preshared_key: string): string {
	const name = comment_text(member.name);
	let block = '[Peer]' + (name == '' ? '' : ' # ' + name) + '\n';
	block += 'PublicKey = ' + member.public_key + '\n';
	if (preshared_key != '') block += 'PresharedKey = ' + preshared_key + '\n';
	return block + 'AllowedIPs = ' + join(', ', member_prefixes(member)) + '\n';
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
		peer_block: known ? block_of(member, '') : '',
		live: known ? commands_of(member, usual_interface) : [],
	};
}

/** This home, the others and the devices as the hub has to know them. `public_key` is this router's. */
export function hub_members(network: Network, public_key: string): HubMember[] {
	const members: HubMember[] = [];
	const add = (
		kind: HubMember['kind'],
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
	if (local != null) add('this home', local, site_prefixes(local), public_key);
	for (const site of network.sites) {
		if (site != local) add('other home', site, site_prefixes(site), site.public_key);
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

function own_member(network: Network, public_key: string): HubMember | null {
	const own = hub_members(network, public_key)[0];
	return own?.kind == 'this home' && is_known(own) ? own : null;
}

/** This router's block for the hub's wg0.conf; '' while its key or VPN address is not known. */
export function peer_block(network: Network, public_key: string, preshared_key?: string): string {
	const own = own_member(network, public_key);
	return own == null ? '' : block_of(own, preshared_key ?? '');
}

/** Commands that tell the running hub of this router, as root, one per entry; [] while something is not known. */
export function live_commands(
	network: Network,
	public_key: string,
	hub_interface?: string
): string[] {
	const own = own_member(network, public_key);
	return own == null ? [] : commands_of(own, hub_interface ?? usual_interface);
}

/** All of it as the reply of the verb `hub`. */
export function hub_reply(network: Network, public_key: string, findings: Finding[]): HubReply {
	return {
		findings: findings,
		public_key: public_key,
		peer_block: peer_block(network, public_key),
		live: live_commands(network, public_key),
		members: hub_members(network, public_key),
	};
}
