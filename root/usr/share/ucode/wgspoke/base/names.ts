// Is this text a key, a name, an interface, a host?
// One answer for every entrance: the pasted text, the client's network, UCI.

import { reasons } from '../words/texts.ts';
import type { Address, Prefix } from './prefix.ts';
import type { Hub } from '../model/types.ts';

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
// The last character carries four bits of the key and two zeros.
const base64_last = 'AEIMQUYcgkosw048';
const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
const host_characters = word + '-.';
// Control characters, and what would have to be quoted somewhere: in UCI, in a shell, in HTML.
const refused_in_names = /[[:cntrl:]'"`$;<>&|]/;

/** In characters: longer than any name a person gives, and short enough for a table. */
const name_limit = 63;
/** IFNAMSIZ of the kernel, less the ending zero. */
const interface_limit = 15;

/** Interface names that mean something else to the kernel, netifd or wg. */
const reserved_interfaces = ['all', 'default', 'lo', 'loopback', 'globals', 'interfaces'];

function only_of(text: string, characters: string): boolean {
	for (let i = 0; i < length(text); i++) {
		if (index(characters, substr(text, i, 1)) < 0) return false;
	}
	return true;
}

/** Why `text` is no WireGuard key, as a reason of `texts`; '' when it is one. */
export function key_fault(text: string): string {
	if (length(text) < 44) return reasons.key_short;
	if (length(text) > 44) return reasons.key_long;
	if (!only_of(substr(text, 0, 42), base64)) return reasons.key_characters;
	if (!only_of(substr(text, 42, 1), base64_last) || substr(text, 43, 1) != '=') {
		return reasons.key_end;
	}
	return '';
}

/** Can a home or a device have this name? Chinese names can. */
export function is_name(text: string): boolean {
	const size = length(text);
	// At most four bytes each.
	if (trim(text) == '' || size > 4 * name_limit) return false;
	let characters = 0;
	// In UTF-8 all bytes of a character but the first are 10xxxxxx.
	for (let i = 0; i < size; i++) if (((ord(text, i) ?? 0) & 0xc0) != 0x80) characters++;
	if (characters > name_limit) return false;
	// Regular expressions do not see past a NUL.
	if (index(text, '\x00') >= 0 || index(text, '\\') >= 0) return false;
	return match(text, refused_in_names) == null;
}

/** Can it be the name of a host: labels of letters, digits, - and _, at most 253 characters? */
export function is_host_name(text: string): boolean {
	if (text == '' || length(text) > 253 || !only_of(text, host_characters)) return false;
	for (const label of split(text, '.')) {
		if (length(label) < 1 || length(label) > 63) return false;
		if (substr(label, 0, 1) == '-' || substr(label, length(label) - 1, 1) == '-') return false;
	}
	return true;
}

/** Can a network device and a UCI section have this name, and does it mean nothing else? */
export function is_interface_name(text: string): boolean {
	const size = length(text);
	if (size < 1 || size > interface_limit || !only_of(text, word)) return false;
	return index(reserved_interfaces, text) < 0;
}

/** 'vpn.example.org:51820', '[2001:db8::1]:51820' */
export function print_endpoint(hub: Hub): string {
	const host =
		index(hub.endpoint_host, ':') >= 0 ? '[' + hub.endpoint_host + ']' : hub.endpoint_host;
	return host + ':' + hub.endpoint_port;
}

/** Is it the first address of an IPv4 network, which names it, or the last, which is for all? */
export function is_edge_address(host: Address, network: Prefix): boolean {
	if (host.family != 4 || network.family != 4 || network.bits > 30) return false;
	let zeros = true;
	let ones = true;
	for (let i = int(network.bits / 8); i < 4; i++) {
		const own = network.bits > 8 * i ? 0xff >> (network.bits - 8 * i) : 0xff;
		const byte = (host.bytes[i] ?? 0) & own;
		if (byte != 0) zeros = false;
		if (byte != own) ones = false;
	}
	return zeros || ones;
}
