// Does a hub have what the network says? Compares what it answers, or what a person pastes from there, member by member.
// It is what the task `look` of the hub's program prints, without the private and preshared keys.

import { address_of, canonical_prefix, contains } from '../base/prefix.ts';
import { endpoint_text } from '../base/doors.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { read_answer } from './answer.ts';
import { is_known, member_prefixes } from './members.ts';
import type { Hub } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { HubAnswer } from './answer.ts';
import type { HubMember } from './members.ts';

/** The peers of an answer by their keys, as the running tunnel has them and as its file has them. */
interface Seen {
	running: Record<string, string[]>;
	written: Record<string, string[]>;
}

function set_of(values: string[]): Record<string, boolean> {
	const found: Record<string, boolean> = {};
	for (const value of values) found[value] = true;
	return found;
}

function canonical_list(texts: string[]): string[] {
	const prefixes: string[] = [];
	for (const one of texts) {
		const prefix = canonical_prefix(one);
		if (prefix != null) push(prefixes, prefix);
	}
	return sort(prefixes, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function peers_by_key(answer: HubAnswer): Seen {
	const seen: Seen = { running: {}, written: {} };
	for (const peer of answer.peers) {
		if (peer.running != null) seen.running[peer.public_key] = peer.running;
		if (peer.written != null) seen.written[peer.public_key] = peer.written;
	}
	return seen;
}

const field = 'hub.peers';

/** What is said of a list at the hub: who is not in it, is in it without a network, or with others. */
interface Codes {
	missing: FindingCode;
	silent: FindingCode;
	differs: FindingCode;
}

const of_running: Codes = {
	missing: 'hub-missing',
	silent: 'hub-silent',
	differs: 'hub-differs',
};
const of_written: Codes = {
	missing: 'hub-missing-file',
	silent: 'hub-silent-file',
	differs: 'hub-differs-file',
};

// What is missing or other in one of the two lists.
function compare_member(
	findings: Finding[],
	member: HubMember,
	have: string[] | null | undefined,
	codes: Codes
): void {
	const wanted = join(', ', canonical_list(member_prefixes(member)));
	if (have == null) {
		push(findings, finding(codes.missing, { name: member.name }, field));
	} else if (join(', ', have) != wanted) {
		const values = { name: member.name, value: join(', ', have), wanted: wanted };
		push(findings, finding(length(have) == 0 ? codes.silent : codes.differs, values, field));
	}
}

// Who should have a network that is not under their own key at the hub, which may know them by another one: the first
// of the members, by their place in the list.
function rightful_members(members: HubMember[], seen: Seen): Record<string, number> {
	const places: Record<string, number> = {};
	for (let i = 0; i < length(members); i++) {
		const member = members[i]!;
		// A router without a key cannot be known by another one.
		if (member.kind == 'local' && member.public_key == '') continue;
		const own = set_of(seen.running[member.public_key] ?? seen.written[member.public_key] ?? []);
		for (const prefix of [...member.lan, ...canonical_list(member_prefixes(member))]) {
			if (!exists(own, prefix) && !exists(places, prefix)) places[prefix] = i;
		}
	}
	return places;
}

// Whose networks are these? -1 for nobody's.
function rightful_member(places: Record<string, number>, networks: string[]): number {
	let first = -1;
	for (const prefix of networks) {
		const place = places[prefix] ?? -1;
		if (place >= 0 && (first < 0 || place < first)) first = place;
	}
	return first;
}

// The first that is one address of the VPN: ['192.168.4.0/24', '192.168.151.3/32'] → '192.168.151.3'; '' for none
function vpn_address(subnet: string, networks: string[]): string {
	for (const prefix of networks) {
		const address = address_of(prefix) ?? '';
		if (canonical_prefix(address) == prefix && contains(subnet, prefix)) return address;
	}
	return '';
}

/** A peer whose key is nobody's here. */
export interface Stranger {
	public_key: string;
	networks: string[];
	/** The first of them that is one address of the VPN; '' for none. */
	address: string;
	/** Whose networks they are; null for nobody's. */
	member: HubMember | null;
	/** The place of that member in the list; -1 for nobody's. */
	place: number;
}

/** Everybody at a hub that says this whose key is no member's. */
export function strangers_of(
	network: Network,
	members: HubMember[],
	answer: HubAnswer
): Stranger[] {
	const seen = peers_by_key(answer);
	const ours = set_of(map(members, (member) => member.public_key));
	const places = rightful_members(members, seen);
	const strangers: Stranger[] = [];
	for (const key of keys({ ...seen.running, ...seen.written })) {
		if (exists(ours, key)) continue;
		const networks = seen.running[key] ?? seen.written[key] ?? [];
		const place = rightful_member(places, networks);
		push(strangers, {
			public_key: key,
			networks: networks,
			address: vpn_address(network.hub.subnet, networks),
			member: place < 0 ? null : members[place]!,
			place: place,
		});
	}
	return strangers;
}

// By which verb the key of a member that is not this home is taken over.
const taking_over = { local: '', site: 'invite', device: 'device key' };

/** What is said of it. */
export function told_of_stranger(one: Stranger): Finding {
	const key = one.public_key;
	const networks = one.networks;
	const address = one.address;
	const member = one.member;
	if (member == null) {
		const named = join(', ', networks);
		const values = {
			value: key,
			networks: named == '' ? term('no_network') : named,
			address: length(networks) == 1 ? address : '',
		};
		return finding('hub-extra', values, field);
	}
	const kind = member.kind;
	const values = {
		value: key,
		name: member.name,
		address: address,
		kind: kind,
		verb: taking_over[kind],
		option: kind == 'site' && address != '' ? ' --address ' + address : '',
	};
	if (member.public_key == '') return finding('hub-knows', values, field);
	return finding(kind == 'local' ? 'hub-rekeyed-here' : 'hub-rekeyed', values, field);
}

/** Is it the server that is called as the hub, by its address or its port, whatever its key? */
export function is_same_server(answer: HubAnswer, hub: Hub, host: string): boolean {
	return index(answer.public_addresses, host) >= 0 || answer.listen_port == hub.endpoint_port;
}

/** What is missing at a hub that says this, other than it should be, or there besides; [] when all is as it should be. */
export function compare_answer(
	network: Network,
	members: HubMember[],
	answer: HubAnswer
): Finding[] {
	const findings: Finding[] = [];
	const hub = network.hub;
	if (hub.public_key != '' && answer.public_key != hub.public_key) {
		const values = { value: answer.public_key, wanted: hub.public_key };
		if (!is_same_server(answer, hub, hub.endpoint_host))
			return [finding('hub-other', values, field)];
		const endpoint = endpoint_text(hub.endpoint_host, '' + hub.endpoint_port);
		return [finding('hub-key-wrong', { ...values, endpoint: endpoint }, 'hub.public_key')];
	}
	const seen = peers_by_key(answer);
	const routes = set_of(answer.routes);
	const strangers = strangers_of(network, members, answer);
	const met: Record<string, boolean> = {};
	for (const one of strangers) met['' + one.place] = true;
	const uncompared: string[] = [];
	for (let i = 0; i < length(members); i++) {
		const member = members[i]!;
		if (exists(met, '' + i)) continue;
		if (!is_known(member)) {
			const key = member.public_key;
			if (!exists(seen.running, key) && !exists(seen.written, key)) push(uncompared, member.name);
			continue;
		}
		const running = seen.running[member.public_key];
		const written = seen.written[member.public_key];
		compare_member(findings, member, running, of_running);
		// Whom the hub does not know at all it cannot forget at a restart.
		if (running != null || written != null) {
			compare_member(findings, member, written, of_written);
		}
		for (const lan of member.lan) {
			if (exists(routes, lan)) continue;
			push(findings, finding('hub-no-route', { name: member.name, value: lan }, field));
		}
	}
	push(findings, ...map(strangers, told_of_stranger));
	if (answer.forwarding == 'no') push(findings, finding('hub-stops', {}, field));
	if (length(uncompared) > 0) {
		push(findings, finding('hub-uncompared', { name: join(', ', uncompared) }, field));
	}
	return findings;
}

/** The same of what a person pastes from there. */
export function compare_hub(network: Network, members: HubMember[], text: string): Finding[] {
	const read = read_answer(text);
	if (read.answer == null) return read.findings;
	return compare_answer(network, members, read.answer);
}
