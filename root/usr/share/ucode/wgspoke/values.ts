// Is this text a key, a name, an interface, a host?
// One answer for every entrance: the pasted text, the client's network, UCI.

import { parse_address, parse_prefix } from './cidr.ts';
import { reasons } from './texts.ts';
import type { Hub } from './types.ts';

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
// The last character carries four bits of the key and two zeros.
const base64_last = 'AEIMQUYcgkosw048';
const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
const host_characters = word + '-.';
// They would have to be quoted somewhere: in UCI, in a shell, in HTML.
const refused_in_names = '\'"`$;<>&|\\';

/** Longer than any name a person gives, and short enough for a table. */
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
	if (trim(text) == '' || size > name_limit) return false;
	for (let i = 0; i < size; i++) {
		const byte = ord(text, i) ?? 0;
		if (byte < 32 || byte == 127) return false;
	}
	for (let i = 0; i < length(refused_in_names); i++) {
		if (index(text, substr(refused_in_names, i, 1)) >= 0) return false;
	}
	return true;
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
export function is_edge_address(address: string, subnet: string): boolean {
	const host = parse_address(address);
	const network = parse_prefix(subnet);
	if (host == null || network == null || network.family != 4 || network.bits > 30) return false;
	let zeros = true;
	let ones = true;
	for (let bit = network.bits; bit < 32; bit++) {
		const byte = host.bytes[int(bit / 8)] ?? 0;
		if ((byte & (0x80 >> (bit % 8))) == 0) ones = false;
		else zeros = false;
	}
	return zeros || ones;
}
