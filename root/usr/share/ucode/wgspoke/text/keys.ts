// What is done with each key of a wg-quick file: who reads it, or why it is not used?

import { least_mtu, most_mtu, usual_mtu } from '../base/constants.ts';
import { quotable } from '../base/quote.ts';
import { key_fault, parse_count } from '../base/names.ts';
import { parse_endpoint } from '../base/endpoint.ts';
import { term } from '../words/terms.ts';
import { amnezia_keys, hook_keys, last_entry, list_entries } from './conf.ts';
import { leave_out_entry, say } from './reading.ts';
import type { Entry, Section } from './conf.ts';
import type { Reading } from './reading.ts';
import type { TermKey } from '../words/terms.ts';

// The key, or '' with a finding.
function good_key(reading: Reading, entry: Entry, what: TermKey, about: string): string {
	const fault = key_fault(entry.value);
	if (fault == '') return entry.value;
	const size = '' + length(entry.value);
	const values = { what: term(what), reason: term(fault), length: size };
	say(reading, 'bad-key', values, about, entry.line);
	return '';
}

// A text without one leaves it to the router.
function read_private_key(reading: Reading, entry: Entry): void {
	reading.secrets.private_key = good_key(reading, entry, 'private_key', 'private_key');
}

function read_preshared_key(reading: Reading, entry: Entry): void {
	reading.secrets.preshared_key = good_key(reading, entry, 'preshared_key', 'preshared_key');
}

function read_public_key(reading: Reading, entry: Entry): void {
	const hub = reading.network.hub;
	const key = good_key(reading, entry, 'hub_key', 'hub.public_key');
	if (key == '' || key != reading.secrets.private_key) {
		hub.public_key = key;
		return;
	}
	// It is the private key, which must not be kept where public keys are.
	const values = { first: term('this_router'), second: term('the_hub') };
	say(reading, 'same-key', values, 'hub.public_key', entry.line);
}

function read_endpoint(reading: Reading, entry: Entry): void {
	const hub = reading.network.hub;
	const endpoint = parse_endpoint(entry.value);
	// A host without port may be a damaged key in the wrong line.
	if (quotable(endpoint.host) == endpoint.host) hub.endpoint_host = endpoint.host;
	if (endpoint.problem == '') {
		hub.endpoint_port = endpoint.port;
		return;
	}
	const at_port = index(['port_missing', 'port_range'], endpoint.problem) >= 0;
	if (at_port) hub.endpoint_port = 0;
	const values = { value: quotable(entry.value), reason: term(endpoint.problem) };
	const about = at_port ? 'hub.endpoint_port' : 'hub.endpoint_host';
	say(reading, 'bad-endpoint', values, about, entry.line);
}

// Keepalive is never off in a text: a home is behind a connection that forgets.
function read_keepalive(reading: Reading, entry: Entry): void {
	const value = lc(entry.value);
	const seconds = value == 'off' ? 0 : parse_count(value);
	if (seconds != null && seconds > 0 && seconds <= 65535) {
		reading.network.hub.keepalive = seconds;
	} else if (seconds == 0) {
		say(reading, 'keepalive-set', {}, 'hub.keepalive', entry.line);
		leave_out_entry(reading, entry, 'needs_keepalive');
	} else {
		const values = { line: '' + entry.line, reason: term('malformed') };
		say(reading, 'bad-line', values, 'hub.keepalive', entry.line);
		leave_out_entry(reading, entry, 'malformed');
	}
}

// An MTU is taken only where somebody has chosen one.
function read_mtu(reading: Reading, entry: Entry): void {
	const mtu = parse_count(entry.value) ?? 0;
	if (mtu == usual_mtu) return;
	if (mtu >= least_mtu && mtu <= most_mtu) {
		reading.network.hub.mtu = mtu;
		return;
	}
	const wrong = mtu == 0 ? 'malformed' : mtu > most_mtu ? 'mtu_too_large' : 'mtu_too_small';
	const values = { value: quotable(entry.value), reason: term(wrong) };
	say(reading, 'mtu-unused', values, 'hub.mtu', entry.line);
	leave_out_entry(reading, entry, 'own_mtu');
}

type Reader = (reading: Reading, entry: Entry) => void;

/** Read in this order; of a key that stands more than once, the last counts. */
const readers: Record<'interface' | 'peer', Record<string, Reader>> = {
	interface: { PrivateKey: read_private_key, MTU: read_mtu },
	peer: {
		PresharedKey: read_preshared_key,
		PublicKey: read_public_key,
		Endpoint: read_endpoint,
		PersistentKeepalive: read_keepalive,
	},
};

/** Keys whose values add up; `networks` reads them. */
const list_keys = ['Address', 'AllowedIPs'];

/** Keys that are known and of no use to a home gateway. */
const unused_keys: Record<string, TermKey> = {
	ListenPort: 'listen_port',
	FwMark: 'fwmark',
	Table: 'table',
	SaveConfig: 'save_config',
	DNS: 'own_dns',
	AdvancedSecurity: 'amnezia',
};
for (const key of hook_keys) unused_keys[key] = 'hook';
for (const key of amnezia_keys) unused_keys[key] = 'amnezia';

/** Reads the single values of a section, and lists those that are not used. */
export function read_section(reading: Reading, section: Section, kind: 'interface' | 'peer'): void {
	const own = readers[kind];
	const last: Record<string, Entry> = {};
	for (const key of keys(own)) {
		const entry = last_entry(section, key);
		if (entry == null) continue;
		last[key] = entry;
		own[key]!(reading, entry);
	}
	for (const entry of section.entries) {
		const key = entry.key;
		if (index(list_keys, key) >= 0 || entry == last[key]) continue;
		if (exists(last, key)) leave_out_entry(reading, entry, 'repeated');
		else
			leave_out_entry(reading, entry, exists(unused_keys, key) ? unused_keys[key]! : 'unknown_key');
	}
}

/** DNS servers are told, not used. */
export function tell_dns(reading: Reading, section: Section): void {
	const servers = list_entries(section, 'DNS');
	if (length(servers) == 0) return;
	const names = map(servers, (entry) => entry.value);
	const value = quotable(join(', ', names));
	say(reading, 'foreign-dns', { value }, 'text', servers[0]?.line ?? 0);
}

/** A text that says nothing of keepalive gets one. */
export function tell_keepalive(reading: Reading, peer: Section): void {
	if (last_entry(peer, 'PersistentKeepalive') == null) {
		say(reading, 'keepalive-set', {}, 'hub.keepalive', 0);
	}
}
