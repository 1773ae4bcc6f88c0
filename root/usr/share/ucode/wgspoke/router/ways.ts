// Which way does a packet take here: by which device, and because of which rule? Asks the kernel; never inside rpcd.

import { quote, run, run_script } from '../base/shell.ts';
import type { Known, PolicyRule } from '../model/facts.ts';

/** More ways than these are not asked for at once. */
const most_ways = 64;

/** A packet to be sent; `from` and `by` '' for one of this router's own, else who sends it and where it comes in. */
export interface Way {
	to: string;
	from: string;
	by: string;
}

/** '192.168.4.1 from 192.168.2.9 dev wgspoke table 100 …' → 'wgspoke'; '' when there is no way. */
export function device_of_way(text: string): string {
	return match(text, / dev ([^ \n]+)/)?.[1] ?? '';
}

/** By which device packets leave; the same keys. What could not be asked is not in it, '' is no way at all. */
export function look_at_ways(ways: Record<string, Way>): Record<string, string> {
	let script = '';
	for (const key of slice(keys(ways), 0, most_ways)) {
		const way = ways[key]!;
		const args = ['ip', 'route', 'get', way.to];
		if (way.from != '') push(args, 'from', way.from);
		if (way.by != '') push(args, 'iif', way.by);
		script += 'echo ' + quote([key]) + ' $(' + quote(args) + ' 2>&1 </dev/null)\n';
	}
	const found: Record<string, string> = {};
	for (const line of split(run_script(script).text, '\n')) {
		const field = match(line, /^([a-z0-9]+) (.+)$/);
		if (!field) continue;
		const device = device_of_way(' ' + field[2]!);
		const refused = index(field[2]!, 'nreachable') >= 0 || index(field[2]!, 'prohibit') >= 0;
		if (device != '' || refused) found[field[1]!] = device;
	}
	return found;
}

/** '32765:	from 192.168.2.0/24 fwmark 0x1/0xff lookup pbr_wan' → its parts; null for a line that is none. */
export function rule_of(line: string): Known<PolicyRule> {
	const head = match(line, /^([0-9]+):[ \t]+(.*)$/);
	if (!head) return null;
	const rule: PolicyRule = { priority: int(head[1]!), from: '', mark: '', table: '' };
	const words = split(trim(head[2]!), /[ \t]+/);
	for (let at = 0; at + 1 < length(words); at++) {
		const value = words[at + 1]!;
		if (words[at] == 'from' && value != 'all') rule.from = value;
		if (words[at] == 'fwmark') rule.mark = value;
		if (words[at] == 'lookup') rule.table = value;
	}
	return rule;
}

/** The rules that somebody has added to those of every router; null when they could not be asked. */
export function look_at_rules(): Known<PolicyRule[]> {
	const shown = run(['ip', 'rule', 'show']);
	if (shown.code != 0) return null;
	const rules: PolicyRule[] = [];
	for (const line of split(shown.text, '\n')) {
		const rule = rule_of(line);
		const usual = index(['local', 'main', 'default'], rule?.table ?? '') >= 0;
		if (rule != null && !(usual && rule.mark == '' && rule.from == '')) push(rules, rule);
	}
	return rules;
}

/** Does a table keep all packets on this router itself, as a proxy's does: 'local default dev lo'? */
export function is_swallowing(table: string): boolean {
	const shown = run(['ip', 'route', 'show', 'table', table]);
	for (const line of split(shown.text, '\n')) {
		if (match(line, /^local (default|0\.0\.0\.0\/0) dev lo/)) return true;
	}
	return false;
}
