// Does a hub have what the network says? Compares what a person pastes from there, line by line.
// The command to run there reads only, and cuts out the private and preshared keys before anything is shown.

import { is_known, member_prefixes, shell_word } from './hub.ts';
import { fill, finding, nouns, reasons } from './texts.ts';
import { canonical_prefix } from './cidr.ts';
import { key_fault } from './values.ts';
import type { Finding, HubMember, Network } from './types.ts';

/**
 * To be run as root at the hub. Prints lines like 'hub <key> <port>', 'running <key> <prefix>,<prefix>',
 * 'written <key> <prefix>,<prefix>' (of wg0.conf), 'route <prefix>' and 'forwarding 1'.
 */
export function look_command(hub_interface: string): string {
	const device = shell_word(hub_interface);
	return `wg show ${device} dump | awk 'NR == 1 { print "hub", $2, $3 } NR > 1 { print "running", $1, $4 }'
awk 'function put() { if (k != "") print "written", k, a; k = a = "" }
{ sub(/#.*/, ""); gsub(/[ \\t\\r]/, ""); v = $0; sub(/^[^=]*=/, "", v) }
/^\\[/ { put() }
tolower($0) ~ /^publickey=/ { k = v }
tolower($0) ~ /^allowedips=/ { a = a (a == "" ? "" : ",") v }
END { put() }' /etc/wireguard/${device}.conf
for f in 4 6; do ip -$f route show dev ${device} | awk '{ print "route", $1 }'; done
echo forwarding "$(cat /proc/sys/net/ipv4/ip_forward)"
`;
}

/** What the hub showed, its prefixes canonical. */
interface Seen {
	/** '' when the text is not what the command prints. */
	public_key: string;
	running: Record<string, string[]>;
	written: Record<string, string[]>;
	routes: string[];
	forwarding: string;
}

function canonical_list(text: string): string[] {
	const prefixes: string[] = [];
	for (const one of split(text, ',')) {
		const prefix = canonical_prefix(one);
		if (prefix != null) push(prefixes, prefix);
	}
	return sort(prefixes, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function read_look(text: string): Seen {
	const seen: Seen = { public_key: '', running: {}, written: {}, routes: [], forwarding: '' };
	for (const raw of split(text, '\n')) {
		const field = split(trim(raw), /[ \t]+/);
		const word = field[0];
		const value = field[1] ?? '';
		if (word == 'forwarding') seen.forwarding = value;
		if (word == 'route') push(seen.routes, canonical_prefix(value) ?? value);
		if (key_fault(value) != '') continue;
		if (word == 'hub') seen.public_key = value;
		if (word == 'running') seen.running[value] = canonical_list(field[2] ?? '');
		if (word == 'written') seen.written[value] = canonical_list(field[2] ?? '');
	}
	return seen;
}

const field = 'hub.peers';

// What is missing or other in one of the two lists.
function compare_member(
	findings: Finding[],
	member: HubMember,
	have: string[] | null | undefined,
	where: string
): void {
	const wanted = join(', ', canonical_list(join(',', member_prefixes(member))));
	if (have == null) {
		push(findings, finding('hub-missing', { name: member.name, where: where }, field));
	} else if (join(', ', have) != wanted) {
		const values = { name: member.name, where: where, value: join(', ', have), wanted: wanted };
		push(findings, finding('hub-differs', values, field));
	}
}

// Whose networks are these? A member without a key, which the hub may well know.
function keyless_member(members: HubMember[], networks: string[]): HubMember | null {
	for (const member of members) {
		if (member.public_key != '') continue;
		const all = [...member.lan, ...canonical_list(join(',', member_prefixes(member)))];
		for (const prefix of all) if (index(networks, prefix) >= 0) return member;
	}
	return null;
}

/** What is missing at the hub, other than it should be, or there besides; [] when all is as it should be. */
export function compare_hub(network: Network, members: HubMember[], text: string): Finding[] {
	const seen = read_look(text);
	if (seen.public_key == '') {
		const values = {
			what: nouns.hub_output,
			value: '',
			rule: 'what the command printed at the hub',
		};
		return [finding('bad-value', values, field)];
	}
	const findings: Finding[] = [];
	if (network.hub.public_key != '' && seen.public_key != network.hub.public_key) {
		const values = { value: seen.public_key, wanted: network.hub.public_key };
		return [finding('hub-other', values, field)];
	}
	const ours: Record<string, boolean> = {};
	for (const member of filter(members, is_known)) {
		ours[member.public_key] = true;
		compare_member(findings, member, seen.running[member.public_key], reasons.running);
		compare_member(findings, member, seen.written[member.public_key], reasons.written);
		for (const lan of member.lan) {
			if (index(seen.routes, lan) >= 0) continue;
			const where = fill(reasons.routes, { value: lan });
			push(findings, finding('hub-missing', { name: member.name, where: where }, field));
		}
	}
	for (const key of keys({ ...seen.running, ...seen.written })) {
		if (exists(ours, key)) continue;
		const networks = seen.running[key] ?? seen.written[key] ?? [];
		const member = keyless_member(members, networks);
		push(
			findings,
			member == null
				? finding('hub-extra', { value: key, networks: join(', ', networks) }, field)
				: finding('hub-knows', { value: key, name: member.name }, field)
		);
	}
	if (seen.forwarding == '0') push(findings, finding('hub-stops', {}, field));
	return findings;
}
