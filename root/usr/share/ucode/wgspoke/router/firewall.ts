// Would the firewall that runs here let a new packet through, from one device to another, and would it masquerade it?
// The rules are read back from the kernel: what is configured may not be in force, and somebody else has chains, too.

import { run } from '../base/shell.ts';
import type { FirewallFacts, Known, Verdict } from '../model/facts.ts';

type Expression = Record<string, unknown>;

interface Chain {
	/** 'inet fw4 forward_lan' */
	name: string;
	hook: string;
	type: string;
	policy: string;
	rules: Expression[][];
}

/** A packet as far as a walk looks at it: the first of its kind, between two devices. */
interface Packet {
	from: string;
	to: string;
}

/** What comes of a packet in a chain; '' when it goes on. */
type Ending = '' | 'accept' | 'drop' | 'masquerade';

/** So many chains may call one another. */
const deepest = 12;

function record_of(value: unknown): Expression {
	return type(value) == 'object' ? (value as Expression) : {};
}

function read_json(text: string): unknown {
	try {
		return json(text);
	} catch {
		return null;
	}
}

/** What `nft -j list ruleset` prints → its chains, with their rules in order. */
export function chains_of(text: string): Known<Chain[]> {
	const read = read_json(text);
	if (read == null) return null;
	const chains: Chain[] = [];
	const by_name: Record<string, Chain> = {};
	for (const entry of (record_of(read)['nftables'] ?? []) as unknown[]) {
		const chain = record_of(record_of(entry)['chain']);
		if (chain['name'] != null) {
			const made: Chain = {
				name: join(' ', [chain['family'], chain['table'], chain['name']]),
				hook: (chain['hook'] ?? '') as string,
				type: (chain['type'] ?? '') as string,
				policy: (chain['policy'] ?? '') as string,
				rules: [],
			};
			push(chains, made);
			by_name[made.name] = made;
		}
		const rule = record_of(record_of(entry)['rule']);
		if (rule['chain'] == null) continue;
		const home = by_name[join(' ', [rule['family'], rule['table'], rule['chain']])];
		if (home != null) push(home.rules, (rule['expr'] ?? []) as Expression[]);
	}
	return chains;
}

// 'br-lan', 'wg*', { set: ['br-lan', 'eth0'] } or a list: is the device among them?
function names_device(right: unknown, device: string): boolean {
	if (type(right) == 'string') {
		const name = right as string;
		const stem = substr(name, 0, length(name) - 1);
		return name == device || (substr(name, -1) == '*' && index(device, stem) == 0);
	}
	const list = type(right) == 'array' ? right : record_of(right)['set'];
	for (const one of (type(list) == 'array' ? list : []) as unknown[]) {
		if (names_device(one, device)) return true;
	}
	return false;
}

// Does this condition hold? null when it is about something that is not known of the packet.
function holds(condition: Expression, packet: Packet): Known<boolean> {
	const left = record_of(record_of(condition['left'])['meta']);
	const key = left['key'];
	// It is an IPv4 packet; fw4 asks so before it masquerades.
	if (key == 'nfproto') return (condition['right'] == 'ipv4') == (condition['op'] != '!=');
	if (key != 'iifname' && key != 'oifname' && key != 'iif' && key != 'oif') return null;
	const device = key == 'iifname' || key == 'iif' ? packet.from : packet.to;
	const named = names_device(condition['right'], device);
	return condition['op'] == '!=' ? !named : named;
}

// What the chain of this name does with the packet. A rule with a condition that nobody can tell does not apply.
function walk(
	table: string,
	by_name: Record<string, Chain>,
	name: string,
	packet: Packet,
	depth: number
): Ending {
	const chain = by_name[table + ' ' + name];
	if (chain == null || depth > deepest) return '';
	for (const rule of chain.rules) {
		for (const part of rule) {
			if (exists(part, 'match')) {
				if (holds(record_of(part['match']), packet) != true) break;
				continue;
			}
			if (exists(part, 'counter') || exists(part, 'log') || exists(part, 'limit')) continue;
			if (exists(part, 'accept')) return 'accept';
			if (exists(part, 'drop') || exists(part, 'reject')) return 'drop';
			if (exists(part, 'masquerade') || exists(part, 'snat')) return 'masquerade';
			if (exists(part, 'return')) return '';
			const next = record_of(part['jump'])['target'] ?? record_of(part['goto'])['target'];
			if (next == null) break;
			const ended = walk(table, by_name, next as string, packet, depth + 1);
			if (ended != '') return ended;
			if (exists(part, 'goto')) return '';
		}
	}
	return '';
}

// What the chains of a hook do with it: the first of them that drops, or masquerades.
function at_hook(chains: Chain[], hook: string, kind: string, packet: Packet): Ending {
	const by_name: Record<string, Chain> = {};
	for (const chain of chains) by_name[chain.name] = chain;
	for (const chain of chains) {
		if (chain.hook != hook || chain.type != kind || index(chain.name, 'ip6 ') == 0) continue;
		const words = split(chain.name, ' ');
		const table = words[0]! + ' ' + words[1]!;
		const ended = walk(table, by_name, words[2]!, packet, 0);
		if (ended == 'drop' || ended == 'masquerade') return ended;
		if (ended == '' && chain.policy == 'drop') return 'drop';
	}
	return 'accept';
}

// Does a chain for what this router itself sends, or for what comes in, mark packets or redirect them?
function diverts(chains: Chain[]): boolean {
	for (const chain of chains) {
		const early = chain.hook == 'output' || chain.hook == 'prerouting';
		if (!early) continue;
		const text = sprintf('%J', chain.rules);
		if (index(text, '"tproxy"') >= 0) return true;
		if (chain.hook == 'output' && index(text, '"mangle"') >= 0 && index(text, '"mark"') >= 0) {
			return true;
		}
	}
	return false;
}

/** What the ruleset does with packets between this home's device and the tunnel. */
export function firewall_facts(text: string, lan: string, tunnel: string): Known<FirewallFacts> {
	const chains = chains_of(text);
	if (chains == null || length(chains) == 0) return null;
	const passes = (from: string, to: string): Verdict =>
		at_hook(chains, 'forward', 'filter', { from: from, to: to }) == 'accept' ? 'yes' : 'no';
	const out: Packet = { from: lan, to: tunnel };
	return {
		out: passes(lan, tunnel),
		inward: passes(tunnel, lan),
		masquerades: at_hook(chains, 'postrouting', 'nat', out) == 'masquerade' ? 'yes' : 'no',
		diverts: diverts(chains) ? 'yes' : 'no',
	};
}

/** The same of the firewall that runs here; null when it could not be asked. Takes long with many rules: never in rpcd. */
export function look_at_firewall(lan: string, tunnel: string): Known<FirewallFacts> {
	const shown = run(['nft', '-j', 'list', 'ruleset']);
	return shown.code == 0 && lan != '' ? firewall_facts(shown.text, lan, tunnel) : null;
}
