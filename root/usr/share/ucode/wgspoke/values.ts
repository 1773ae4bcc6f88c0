// What is a key, a host name, an endpoint? Small parsers for the values of a WireGuard configuration.
// Problems are told as keys of `reasons` in texts, never with the value: it may be a secret.

import { parse_address, print_address } from './cidr.ts';
import { parse_count } from './network.ts';

const base64_digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * What is wrong with a WireGuard key, as a key of `reasons` in texts; null when it is one: 32 bytes in base64,
 * whose 43rd character therefore holds 4 bits only.
 */
export function key_problem(
	text: string
): 'key_characters' | 'key_short' | 'key_long' | 'key_end' | null {
	const size = length(text);
	if (size > 44) return 'key_long';
	const digits = rtrim(text, '=');
	for (let i = 0; i < length(digits); i++)
		if (index(base64_digits, substr(digits, i, 1)) < 0) return 'key_characters';
	if (size < 44) return 'key_short';
	if (length(digits) != 43 || index(base64_digits, substr(digits, 42, 1)) % 4 != 0)
		return 'key_end';
	return null;
}

/** The host as it is used, or null: an address in canonical form, or a name of at most 253 of [A-Za-z0-9.-]. */
export function parse_host(text: string): string | null {
	const address = parse_address(text);
	if (address != null) return print_address(address);
	const name = substr(text, -1) == '.' ? substr(text, 0, length(text) - 1) : text;
	if (name == '' || length(name) > 253) return null;
	const labels = split(name, '.');
	for (const label of labels) {
		if (length(label) > 63) return null;
		const found = match(label, /[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?/);
		if (found == null || found[0] != label) return null;
	}
	// '1.2.3.256' is no name: a last label of digits is an address gone wrong.
	return match(labels[length(labels) - 1] ?? '', /[A-Za-z]/) ? name : null;
}

/** `problem` is a key of `reasons` in texts, '' when all is well; with it, host and port are what could be read, or '' and 0. */
export interface Endpoint {
	host: string;
	port: number;
	problem: '' | 'host_name' | 'port_missing' | 'port_range';
}

/** 'vpn.example.org:51820', '203.0.113.1:51820', '[2001:db8::1]:51820'; as for wg(8) the last colon counts. */
export function parse_endpoint(text: string): Endpoint {
	const parts = split(text, ':');
	const port_text = length(parts) > 1 ? (pop(parts) ?? '') : '';
	const rest = join(':', parts);
	const bracketed = substr(rest, 0, 1) == '[' && substr(rest, -1) == ']';
	const host = parse_host(bracketed ? substr(rest, 1, length(rest) - 2) : rest);
	if (host == null) {
		const whole = parse_host(trim(text, '[]'));
		if (whole == null) return { host: '', port: 0, problem: 'host_name' };
		return { host: whole, port: 0, problem: 'port_missing' };
	}
	if (port_text == '') return { host, port: 0, problem: 'port_missing' };
	const port = parse_count(port_text) ?? 0;
	if (port < 1 || port > 65535) return { host, port: 0, problem: 'port_range' };
	return { host, port, problem: '' };
}
