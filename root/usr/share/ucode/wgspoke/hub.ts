// What does the hub have to be told about this router?
// A block for its wg0.conf, and commands that do the same at once; no secret is in either.

import { address_of, parse_prefix } from './cidr.ts';
import { local_prefixes, local_site } from './network.ts';
import { key_fault } from './values.ts';
import type { Finding, HubReply, Network } from './types.ts';

/** What wg-quick calls the tunnel at most hubs. */
const usual_interface = 'wg0';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-';

// One word for a POSIX shell, quoted when it has to be: wg0 → wg0, a b → 'a b'
function shell_word(text: string): string {
	for (let i = 0; i < length(text); i++) {
		if (index(plain, substr(text, i, 1)) < 0) return "'" + replace(text, "'", "'\\''") + "'";
	}
	return text == '' ? "''" : text;
}

// What this router answers for: its VPN address, then its LANs.
function own_prefixes(network: Network): string[] {
	const prefixes: string[] = [];
	const address = address_of(local_site(network)?.address ?? '');
	if (address != null) push(prefixes, address + (index(address, ':') >= 0 ? '/128' : '/32'));
	for (const lan of local_prefixes(network)) push(prefixes, lan);
	return prefixes;
}

// Both need to be known: the key, and the address without which the hub sends nothing here.
function is_known(network: Network, public_key: string): boolean {
	return key_fault(public_key) == '' && address_of(local_site(network)?.address ?? '') != null;
}

/**
 * This router's block for the hub's wg0.conf; '' while its key or VPN address is not known. The preshared key is a
 * secret: give it only where the user asks for it.
 */
export function peer_block(network: Network, public_key: string, preshared_key?: string): string {
	if (!is_known(network, public_key)) return '';
	// A comment ends with its line.
	const name = replace(local_site(network)?.name ?? '', /[[:cntrl:]]/g, ' ');
	let block = '[Peer]' + (name == '' ? '' : ' # ' + name) + '\n';
	block += 'PublicKey = ' + public_key + '\n';
	if (preshared_key != null && preshared_key != '') {
		block += 'PresharedKey = ' + preshared_key + '\n';
	}
	return block + 'AllowedIPs = ' + join(', ', own_prefixes(network)) + '\n';
}

/**
 * Commands that tell the running hub, as root, one per entry; [] while the key or VPN address is not known. `wg set`
 * adds no route, hence the others. A preshared key that the hub has for this peer stays.
 */
export function live_commands(
	network: Network,
	public_key: string,
	hub_interface?: string
): string[] {
	if (!is_known(network, public_key)) return [];
	const device = shell_word(hub_interface ?? usual_interface);
	const allowed = shell_word(join(',', own_prefixes(network)));
	const commands = [
		sprintf('wg set %s peer %s allowed-ips %s', device, shell_word(public_key), allowed),
	];
	for (const lan of local_prefixes(network)) {
		const ip = parse_prefix(lan)?.family == 6 ? 'ip -6' : 'ip';
		push(commands, sprintf('%s route replace %s dev %s', ip, shell_word(lan), device));
	}
	return commands;
}

/** All of it as the reply of the verb `hub`. */
export function hub_reply(network: Network, public_key: string, findings: Finding[]): HubReply {
	return {
		findings: findings,
		public_key: public_key,
		peer_block: peer_block(network, public_key),
		live: live_commands(network, public_key),
	};
}
