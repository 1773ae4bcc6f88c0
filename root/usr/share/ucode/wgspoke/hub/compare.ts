// Does a hub have what the network says? Compares what a person pastes from there, line by line.
// It is what the task `look` of the hub's program prints, without the private and preshared keys.

import { most_looked_at, text_limit } from '../base/bounds.ts';
import { key_fault } from '../base/names.ts';
import { address_of, canonical_prefix, contains } from '../base/prefix.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { is_known, member_prefixes } from './members.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase } from '../words/phrase.ts';
import type { HubMember } from './members.ts';

/** What the hub showed, its prefixes canonical. */
interface Seen {
	/** '' when the text is not what the command prints. */
	public_key: string;
	running: Record<string, string[]>;
	written: Record<string, string[]>;
	routes: Record<string, boolean>;
	forwarding: string;
}

const entry_ends = /[\n,]/;
const blanks = /[ \t]+/;

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

function read_look(text: string): Seen {
	const seen: Seen = { public_key: '', running: {}, written: {}, routes: {}, forwarding: '' };
	for (const raw of split(text, '\n')) {
		const field = split(trim(raw), blanks);
		const word = field[0];
		const value = field[1] ?? '';
		if (word == 'forwarding') seen.forwarding = value;
		if (word == 'route') seen.routes[canonical_prefix(value) ?? value] = true;
		if (key_fault(value) != '') continue;
		if (word == 'hub') seen.public_key = value;
		if (word == 'running') seen.running[value] = canonical_list(split(field[2] ?? '', ','));
		if (word == 'written') seen.written[value] = canonical_list(split(field[2] ?? '', ','));
	}
	return seen;
}

const field = 'hub.peers';

// What is missing or other in one of the two lists.
function compare_member(
	findings: Finding[],
	member: HubMember,
	have: string[] | null | undefined,
	where: Phrase
): void {
	const wanted = join(', ', canonical_list(member_prefixes(member)));
	if (have == null) {
		push(findings, finding('hub-missing', { name: member.name, where: where }, field));
	} else if (join(', ', have) != wanted) {
		const values = { name: member.name, where: where, value: join(', ', have), wanted: wanted };
		const code = length(have) == 0 ? 'hub-silent' : 'hub-differs';
		push(findings, finding(code, values, field));
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

// By which verb the key of a member that is not this home is taken over.
const taking_over = { local: '', site: 'invite', device: 'device key' };

// A peer whose key is nobody's here; `member` has its networks.
function stranger(
	key: string,
	networks: string[],
	address: string,
	member: HubMember | null
): Finding {
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

/** What is missing at the hub, other than it should be, or there besides; [] when all is as it should be. */
export function compare_hub(network: Network, members: HubMember[], text: string): Finding[] {
	const entries = length(split(text, entry_ends));
	if (length(text) > text_limit || entries > most_looked_at) {
		const values = {
			size: '' + int((length(text) + 1023) / 1024),
			limit: '' + int(text_limit / 1024),
			count: '' + entries,
			most: '' + most_looked_at,
		};
		return [finding('look-too-large', values, field)];
	}
	// No command prints a NUL, and no regular expression sees past one.
	const seen = read_look(index(text, '\x00') < 0 ? text : '');
	if (seen.public_key == '') return [finding('not-look', {}, field)];
	const findings: Finding[] = [];
	if (network.hub.public_key != '' && seen.public_key != network.hub.public_key) {
		const values = { value: seen.public_key, wanted: network.hub.public_key };
		return [finding('hub-other', values, field)];
	}
	const ours = set_of(map(members, (member) => member.public_key));
	const places = rightful_members(members, seen);
	const strangers: Finding[] = [];
	const met: Record<string, boolean> = {};
	for (const key of keys({ ...seen.running, ...seen.written })) {
		if (exists(ours, key)) continue;
		const networks = seen.running[key] ?? seen.written[key] ?? [];
		const place = rightful_member(places, networks);
		const member = place < 0 ? null : members[place]!;
		met['' + place] = true;
		const address = vpn_address(network.hub.subnet, networks);
		push(strangers, stranger(key, networks, address, member));
	}
	const uncompared: string[] = [];
	for (let i = 0; i < length(members); i++) {
		const member = members[i]!;
		if (exists(met, '' + i)) continue;
		if (!is_known(member)) {
			const key = member.public_key;
			if (!exists(seen.running, key) && !exists(seen.written, key)) push(uncompared, member.name);
			continue;
		}
		compare_member(findings, member, seen.running[member.public_key], term('running'));
		compare_member(findings, member, seen.written[member.public_key], term('written'));
		for (const lan of member.lan) {
			if (exists(seen.routes, lan)) continue;
			const where = term('routes', { value: lan });
			push(findings, finding('hub-missing', { name: member.name, where: where }, field));
		}
	}
	push(findings, ...strangers);
	if (seen.forwarding == '0') push(findings, finding('hub-stops', {}, field));
	if (length(uncompared) > 0) {
		push(findings, finding('hub-uncompared', { name: join(', ', uncompared) }, field));
	}
	return findings;
}
