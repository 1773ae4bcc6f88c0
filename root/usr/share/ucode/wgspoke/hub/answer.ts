// What does a hub say of itself: its peers by key, with names, networks and when they were heard?
// One reader for what is pasted and for what comes over TCP; the text is a stranger's. docs/hub.md has the format.

import { most_looked_at, text_limit } from '../base/bounds.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { holds_key, is_interface_name, is_name, key_fault, parse_count } from '../base/names.ts';
import { canonical_prefix, parse_address, parse_prefix, print_address } from '../base/prefix.ts';
import { finding } from '../words/findings.ts';
import type { Known, Verdict } from '../model/facts.ts';
import type { Finding } from '../words/findings.ts';

/** How the hub hears somebody. */
export interface Hearing {
	/** 'host:port' from where it hears the peer; '' for nowhere. */
	endpoint: string;
	/** Unix time of the last handshake, by the hub's clock; 0 for never. */
	handshake: number;
	/** Bytes that the hub got from the peer, and sent there. */
	rx_bytes: number;
	tx_bytes: number;
}

export interface HubPeer {
	public_key: string;
	/** As a home or device may be called; '' when wg0.conf has none. */
	name: string;
	/** The key of the home that had it added; '' where nobody has noted that. */
	added_by: string;
	/** Its prefixes in the running tunnel and in wg0.conf, canonical and sorted; null: it is not there. */
	running: Known<string[]>;
	written: Known<string[]>;
	/** null when the hub does not tell, as with version 1. */
	seen: Known<Hearing>;
}

export interface HubAnswer {
	/** Of the format: 1 is what the first `look` printed, with peers and routes alone. */
	version: number;
	/** The hub's clock; null when it does not tell. */
	time: Known<number>;
	public_key: string;
	/** 0 when it does not tell. */
	listen_port: number;
	/** Name of the tunnel there and its addresses with mask, '192.168.151.1/24'; '' and [] when it does not tell. */
	interface: string;
	addresses: string[];
	/** In the order in which they are first named. */
	peers: HubPeer[];
	/** Into the tunnel, canonical. */
	routes: string[];
	/** Does the kernel there forward? */
	forwarding: Verdict;
	forwarding6: Verdict;
	/** Would the firewall there let a packet from tunnel to tunnel through, and who says so? */
	forward: Verdict;
	forward_by: string;
	/** Its own public addresses, as far as they are on an interface. */
	public_addresses: string[];
	/** Further UDP ports that lead to the tunnel. */
	ports: number[];
	/** Does it answer over the tunnel, and may the one who asked tell it changes? */
	answers: Verdict;
	/** The key of the peer that asked; '' when it does not tell. */
	asker: string;
	may_sync: Verdict;
	/** 'debian 13', '6.12.48', 'v1.0.20210914'; '' when it does not tell. */
	system: string;
	kernel: string;
	wireguard: string;
}

/** What a text says, or why it says nothing: then `answer` is null. */
export interface AnswerRead {
	answer: Known<HubAnswer>;
	findings: Finding[];
}

const entry_ends = /[\n,]/;
const blanks = /[ \t]+/;
// As many digits as every number has exactly, in each program that reads it.
const whole_number = /^[0-9]{1,15}$/;
// What a name may not have, and a version or a name of a rule need not.
const unfit_in_names = /[[:cntrl:]'"`$;<>&|\\]+/g;
const unfit_in_words = /[^A-Za-z0-9 ._:+~-]+/g;
const word_shown = 64;
const field = 'hub.peers';

const verdicts: Record<string, Verdict> = {
	'0': 'no',
	'1': 'yes',
	no: 'no',
	yes: 'yes',
	drop: 'no',
	accept: 'yes',
};

function number_of(text: string): number {
	return match(text, whole_number) ? int(text) : 0;
}

function port_of(text: string): number {
	const port = parse_count(text) ?? 0;
	return port <= 65535 ? port : 0;
}

function verdict_of(text: string): Verdict {
	return verdicts[text] ?? 'not checked';
}

/** 'Bob "the" phone' → 'Bob the phone'; '' for what cannot be a name. */
export function fit_name(text: string): string {
	const name = trim(replace(text, unfit_in_names, ' '));
	const single = join(' ', split(name, blanks));
	return is_name(single) ? single : '';
}

// 'debian 13'; what is none of these characters is nothing that anybody is to be shown.
function plain_words(text: string): string {
	const plain = substr(trim(replace(text, unfit_in_words, ' ')), 0, word_shown);
	return holds_key(text) ? '' : plain;
}

function sorted_prefixes(text: string): string[] {
	const prefixes: string[] = [];
	for (const one of split(text, ',')) {
		const prefix = canonical_prefix(one);
		if (prefix != null && index(prefixes, prefix) < 0) push(prefixes, prefix);
	}
	return sort(prefixes, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function hearing_of(words: string[]): Hearing {
	const endpoint = words[2] ?? '';
	const parts = split_endpoint(endpoint);
	const address = parts == null ? null : parse_address(parts.host);
	return {
		endpoint: address == null ? '' : endpoint,
		handshake: number_of(words[3] ?? ''),
		rx_bytes: number_of(words[4] ?? ''),
		tx_bytes: number_of(words[5] ?? ''),
	};
}

// The line without its first `count` words: of 'name KEY Bob  Ross' without two, 'Bob  Ross'.
function rest_of(line: string, count: number): string {
	let rest = line;
	for (let i = 0; i < count; i++) {
		rest = ltrim(substr(rest, length(match(rest, /^[^ \t]*/)?.[0] ?? '')), ' \t');
	}
	return rest;
}

function nothing_said(): HubAnswer {
	return {
		version: 1,
		time: null,
		public_key: '',
		listen_port: 0,
		interface: '',
		addresses: [],
		peers: [],
		routes: [],
		forwarding: 'not checked',
		forwarding6: 'not checked',
		forward: 'not checked',
		forward_by: '',
		public_addresses: [],
		ports: [],
		answers: 'not checked',
		asker: '',
		may_sync: 'not checked',
		system: '',
		kernel: '',
		wireguard: '',
	};
}

function nobody_yet(key: string): HubPeer {
	return { public_key: key, name: '', added_by: '', running: null, written: null, seen: null };
}

// A line about one peer.
function read_peer(peer: HubPeer, words: string[], line: string): void {
	const word = words[0];
	if (word == 'running') peer.running = sorted_prefixes(words[2] ?? '');
	if (word == 'written') peer.written = sorted_prefixes(words[2] ?? '');
	if (word == 'seen') peer.seen = hearing_of(words);
	if (word == 'name') peer.name = fit_name(rest_of(line, 2));
	if (word == 'added') peer.added_by = key_fault(words[2] ?? '') == '' ? words[2]! : '';
}

// A line about the hub itself.
function read_own(answer: HubAnswer, words: string[], line: string): void {
	const word = words[0];
	const value = words[1] ?? '';
	switch (word) {
		case 'wgspoke':
			answer.version = number_of(value);
			break;
		case 'now':
			answer.time = number_of(value);
			break;
		case 'hub':
			if (answer.public_key != '' || key_fault(value) != '') break;
			answer.public_key = value;
			answer.listen_port = port_of(words[2] ?? '');
			break;
		case 'interface':
			answer.interface = is_interface_name(value) ? value : '';
			answer.addresses = filter(slice(words, 2), (one) => parse_prefix(one) != null);
			break;
		case 'route': {
			const prefix = canonical_prefix(value);
			if (prefix != null) push(answer.routes, prefix);
			break;
		}
		case 'public': {
			const address = parse_address(value);
			if (address != null) push(answer.public_addresses, print_address(address));
			break;
		}
		case 'port':
			if (port_of(value) > 0) push(answer.ports, port_of(value));
			break;
		case 'forwarding':
			answer.forwarding = verdict_of(value);
			break;
		case 'forwarding6':
			answer.forwarding6 = verdict_of(value);
			break;
		case 'forward':
			answer.forward = verdict_of(value);
			answer.forward_by = plain_words(rest_of(line, 2));
			break;
		case 'answers':
			answer.answers = verdict_of(value);
			break;
		case 'you':
			answer.asker = key_fault(value) == '' ? value : '';
			break;
		case 'sync':
			answer.may_sync = verdict_of(value);
			break;
		case 'system':
			answer.system = plain_words(rest_of(line, 1));
			break;
		case 'kernel':
			answer.kernel = plain_words(rest_of(line, 1));
			break;
		case 'wireguard':
			answer.wireguard = plain_words(rest_of(line, 1));
			break;
	}
}

const about_peers = ['running', 'written', 'seen', 'name', 'added'];

function too_large(text: string, entries: number): Finding {
	const values = {
		size: '' + int((length(text) + 1023) / 1024),
		limit: '' + int(text_limit / 1024),
		count: '' + entries,
		most: '' + most_looked_at,
	};
	return finding('look-too-large', values, field);
}

/** Does the text come from a hub's `look`: has it a line that only that prints? */
export function is_look(text: string): boolean {
	if (length(text) > text_limit || index(text, '\x00') >= 0) return false;
	for (const raw of split(text, '\n')) {
		const words = split(trim(raw), blanks);
		if (words[0] == 'hub' && length(words) == 3 && key_fault(words[1]!) == '') return true;
	}
	return false;
}

/**
 * What the text says; of one that is too large, cut off or no answer of a hub, nothing. `heard`: this router has heard
 * it from the hub, so nobody has to paste it again.
 */
export function read_answer(text: string, heard?: boolean): AnswerRead {
	const refused = (found: Finding): AnswerRead => ({ answer: null, findings: [found] });
	if (length(text) > text_limit) return refused(too_large(text, length(split(text, '\n'))));
	const entries = length(split(text, entry_ends));
	if (entries > most_looked_at) return refused(too_large(text, entries));
	// No hub prints a NUL, and no regular expression sees past one.
	if (index(text, '\x00') >= 0) return refused(finding('not-look', {}, field));
	const answer = nothing_said();
	const by_key: Record<string, HubPeer> = {};
	let ended = false;
	for (const raw of split(text, '\n')) {
		const line = trim(raw);
		const words = split(line, blanks);
		const key = words[1] ?? '';
		if (words[0] == 'end') ended = true;
		if (index(about_peers, words[0]) < 0) {
			read_own(answer, words, line);
			continue;
		}
		if (key_fault(key) != '') continue;
		if (!exists(by_key, key)) {
			by_key[key] = nobody_yet(key);
			push(answer.peers, by_key[key]);
		}
		read_peer(by_key[key]!, words, line);
	}
	if (answer.public_key == '') return refused(finding('not-look', {}, field));
	if (answer.version > 1 && !ended) {
		return refused(finding(heard ? 'hub-cut-off' : 'look-cut-off', {}, field));
	}
	// Who is only named, or was only heard, is no peer.
	answer.peers = filter(answer.peers, (peer) => peer.running != null || peer.written != null);
	return { answer: answer, findings: [] };
}
