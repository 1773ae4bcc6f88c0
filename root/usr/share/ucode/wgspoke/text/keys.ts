// Which single values does a pasted text give: keys, endpoint, keepalive, MTU, DNS?

import { parse_endpoint } from '../base/endpoint.ts';
import { parse_count } from '../model/network.ts';
import { leave_out_entry, say } from './reading.ts';
import { nouns, quotable, reasons } from '../words/texts.ts';
import { key_fault } from '../base/names.ts';
import { last_entry, list_entries } from './conf.ts';
import type { Reading } from './reading.ts';
import type { Conf, Section } from './conf.ts';

/** What wg-easy writes into every file, whatever the line of the home carries. */
const usual_mtu = 1420;
const mtu_range = { least: 1280, most: 1440 };
const default_keepalive = 25;

// The key, or '' with a finding; '' without one when there is no such line.
function read_key(
	reading: Reading,
	section: Section,
	key: string,
	what: string,
	field: string
): string {
	const entry = last_entry(section, key);
	if (entry == null) return '';
	const fault = key_fault(entry.value);
	if (fault == '') return entry.value;
	const values = { what, reason: fault, length: '' + length(entry.value) };
	say(reading, 'bad-key', values, field, entry.line);
	return '';
}

/** This router's key; a text without one leaves it to the router. */
export function read_private_key(reading: Reading, conf: Conf): void {
	const what = nouns.private_key;
	reading.secrets.private_key = read_key(
		reading,
		conf.interface,
		'PrivateKey',
		what,
		'private_key'
	);
}

/** The hub's key, which must be there, and the preshared key; after `read_private_key`. */
export function read_peer_keys(reading: Reading, peer: Section): void {
	const secrets = reading.secrets;
	const hub = reading.network.hub;
	const shared = read_key(reading, peer, 'PresharedKey', nouns.preshared_key, 'preshared_key');
	secrets.preshared_key = shared;
	hub.public_key = read_key(reading, peer, 'PublicKey', nouns.hub_key, 'hub.public_key');
	const entry = last_entry(peer, 'PublicKey');
	if (entry == null) {
		say(reading, 'bad-key', { what: nouns.hub_key, value: '' }, 'hub.public_key', peer.line);
	} else if (secrets.private_key != '' && secrets.private_key == hub.public_key) {
		// Then it is the private key, which must not be kept where public keys are.
		hub.public_key = '';
		const values = { first: nouns.this_router, second: nouns.the_hub };
		say(reading, 'same-key', values, 'hub.public_key', entry.line);
	}
}

/** Host and port of the hub. */
export function read_endpoint(reading: Reading, peer: Section): void {
	const hub = reading.network.hub;
	const entry = last_entry(peer, 'Endpoint');
	if (entry == null) {
		say(reading, 'no-endpoint', {}, 'hub.endpoint', peer.line);
		return;
	}
	const endpoint = parse_endpoint(entry.value);
	// A host without port may be a damaged key in the wrong line.
	if (quotable(endpoint.host) == endpoint.host) hub.endpoint_host = endpoint.host;
	if (endpoint.problem != '') {
		const values = { value: quotable(entry.value), reason: reasons[endpoint.problem] };
		say(reading, 'bad-endpoint', values, 'hub.endpoint', entry.line);
		return;
	}
	hub.endpoint_port = endpoint.port;
	if (endpoint.port == 51820)
		say(reading, 'default-port', { value: '51820' }, 'hub.endpoint', entry.line);
}

/** Keepalive is never off in a text: a home is behind a connection that forgets. */
export function read_keepalive(reading: Reading, peer: Section): void {
	const entry = last_entry(peer, 'PersistentKeepalive');
	const value = lc(entry?.value ?? 'off');
	const seconds = value == 'off' ? 0 : parse_count(value);
	if (seconds != null && seconds > 0 && seconds <= 65535) {
		reading.network.hub.keepalive = seconds;
		return;
	}
	reading.network.hub.keepalive = default_keepalive;
	if (entry != null && seconds != 0) {
		const values = { line: '' + entry.line, reason: reasons.malformed };
		say(reading, 'bad-line', values, 'hub.keepalive', entry.line);
		leave_out_entry(reading, entry, reasons.malformed);
		return;
	}
	say(reading, 'no-keepalive', {}, 'hub.keepalive', entry?.line ?? 0);
	if (entry != null) leave_out_entry(reading, entry, reasons.keepalive);
}

/** An MTU is taken only where somebody has chosen one. */
export function read_mtu(reading: Reading, section: Section): void {
	const entry = last_entry(section, 'MTU');
	if (entry == null) return;
	const mtu = parse_count(entry.value) ?? 0;
	if (mtu >= mtu_range.least && mtu <= mtu_range.most && mtu != usual_mtu) {
		reading.network.hub.mtu = mtu;
		return;
	}
	say(reading, 'mtu-odd', { value: quotable(entry.value) }, 'hub.mtu', entry.line);
	leave_out_entry(reading, entry, reasons.mtu);
}

/** DNS servers are told, not used. */
export function read_dns(reading: Reading, section: Section): void {
	const servers = list_entries(section, 'DNS');
	if (length(servers) == 0) return;
	const value = quotable(
		join(
			', ',
			map(servers, (entry) => entry.value)
		)
	);
	say(reading, 'foreign-dns', { value }, 'text', servers[0]?.line ?? 0);
}
