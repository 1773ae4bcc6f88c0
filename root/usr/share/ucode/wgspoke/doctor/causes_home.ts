// Why does this home not reach the others, though the hub answers? Rows for this router, the hub's list, other homes.

import { contains } from '../base/prefix.ts';
import { peer_at } from '../hub/heard.ts';
import { lets_in, local_prefixes, site_prefixes } from '../model/network.ts';
import { term } from '../words/terms.ts';
import { holds_prefix, hub_heard, span, told } from './row.ts';
import type { Known } from '../model/facts.ts';
import type { Finding } from '../words/findings.ts';
import type { Asked, Row, Told } from './row.ts';

/** The first thing said of the configuration that stops packets. */
export function stopping(found: Finding[]): Known<Finding> {
	for (const one of found) if (one.severity == 'error') return one;
	return null;
}

// Does this router have a route into the tunnel for this prefix now? Without a look at its routes: as far as is known.
function is_routed(asked: Asked, lan: string): boolean {
	if (asked.facts.routes == null) return true;
	const ours = filter(asked.facts.routes, (one) => one.device == asked.tunnel);
	return holds_prefix(
		map(ours, (one) => one.target),
		lan
	);
}

// Does one that leads elsewhere take a part of this prefix?
function is_crossed(asked: Asked, lan: string): boolean {
	for (const one of asked.facts.routes ?? []) {
		if (one.device != asked.tunnel && contains(lan, one.target)) return true;
	}
	return false;
}

/**
 * The place of the first site whose packets leave another way than by the tunnel; null: of none, as far as asked. What
 * the check saw while the tunnel had no route yet, and has one now, says nothing.
 */
export function way_elsewhere(asked: Asked): Known<number> {
	const rules = asked.evidence?.rules;
	const steered = rules == null || length(rules) > 0;
	for (let place = 0; place < length(asked.network.sites); place++) {
		const device = asked.evidence?.ways['n' + place];
		if (device == null || device == asked.tunnel) continue;
		const lan = asked.network.sites[place]!.lan[0]!;
		const known = asked.facts.routes != null && !steered;
		if (!known || !is_routed(asked, lan) || is_crossed(asked, lan)) return place;
	}
	return null;
}

// The rule that sends this home's packets there, in words.
function rule_words(asked: Asked): string {
	for (const rule of asked.evidence?.rules ?? []) {
		if (rule.from == '' && rule.mark == '') continue;
		const whose = rule.from == '' ? 'fwmark ' + rule.mark : 'from ' + rule.from;
		return sprintf('%d: %s lookup %s', rule.priority, whose, rule.table);
	}
	return '';
}

// A prefix of this home that the hub does not have under our key; '' for none.
function lan_missing(asked: Asked): string {
	for (const lan of local_prefixes(asked.network)) {
		if (!holds_prefix(asked.own_peer?.running ?? [], lan)) return lan;
	}
	return '';
}

function route_missing(asked: Asked, lans: string[]): string {
	for (const lan of lans) if (!holds_prefix(asked.answer?.routes ?? [], lan)) return lan;
	return '';
}

function all_silent(asked: Asked): boolean {
	if (length(asked.members) < 2) return false;
	for (const one of asked.members) if (one.failing != 'router') return false;
	return true;
}

function name_of(asked: Asked): string {
	return asked.site?.name ?? '';
}

// What the hub says of the other home.
function their_peer(asked: Asked) {
	return asked.site == null || asked.peers == null ? null : peer_at(asked.peers, asked.site);
}

// For the steps of another home: what the hub passes on to nobody.
function told_of_hub(asked: Asked, wanted: boolean): Known<Told> {
	return wanted ? told({ value: asked.answer!.forward_by }) : null;
}

export const home_rows: Row[] = [
	{
		steps: ['here'],
		code: 'lan-overlap',
		action: 'settings',
		when: (asked) => {
			const one = stopping(asked.found);
			return one == null ? null : { values: {}, evidence: [], finding: one };
		},
	},
	{
		steps: ['here'],
		code: 'forwarding-off',
		action: 'by-hand',
		when: (asked) => (asked.evidence?.forwards == false ? told({}) : null),
	},
	{
		steps: ['here'],
		code: 'way-missing',
		action: 'by-hand',
		when: (asked) => {
			const place = way_elsewhere(asked);
			if (place == null) return null;
			const network = asked.network.sites[place]!.lan[0]!;
			return is_routed(asked, network) ? null : told({ network: network, name: asked.tunnel });
		},
	},
	{
		steps: ['here'],
		code: 'way-taken',
		action: 'by-hand',
		when: (asked) => {
			const place = way_elsewhere(asked);
			if (place == null) return null;
			const device = asked.evidence!.ways['n' + place]!;
			const values = {
				network: asked.network.sites[place]!.lan[0]!,
				device: device == '' ? term('nowhere') : device,
			};
			const rule = rule_words(asked);
			return told(values, rule == '' ? [] : [term('seen_rule', { rule: rule })]);
		},
	},
	{
		steps: ['here'],
		code: 'no-forwarding',
		action: 'repair',
		when: (asked) => {
			const firewall = asked.evidence?.firewall;
			if (firewall == null) return null;
			if (firewall.out == 'no') return told({ way: term('way_out') });
			// While nobody is named who should come in, there is no way in on purpose.
			const shut = lets_in(asked.network) && firewall.inward == 'no';
			return shut ? told({ way: term('way_in') }) : null;
		},
	},
	{
		steps: ['lan'],
		code: 'hub-lan-missing',
		action: 'update-hub',
		when: (asked) => {
			if (asked.own_peer?.running == null) return null;
			const lan = lan_missing(asked);
			return lan == '' ? null : told({ value: lan });
		},
	},
	{
		steps: ['lan'],
		code: 'hub-route-missing',
		action: 'update-hub',
		when: (asked) => {
			if (asked.answer == null) return null;
			const lan = route_missing(asked, local_prefixes(asked.network));
			return lan == '' ? null : told({ value: lan, name: term('this_home') });
		},
	},
	{
		steps: ['lan'],
		code: 'lan-unknown',
		action: 'update-hub',
		alike: ['hub-lan-missing', 'hub-route-missing'],
		when: (asked) => told({ address: asked.evidence?.lan_address ?? '' }),
	},
	{
		steps: ['router', 'network'],
		code: 'hub-stops',
		action: 'by-hand',
		when: (asked) => told_of_hub(asked, asked.answer?.forwarding == 'no'),
	},
	{
		steps: ['router', 'network'],
		code: 'hub-firewall',
		action: 'by-hand',
		when: (asked) => told_of_hub(asked, asked.answer?.forward == 'no'),
	},
	{
		steps: ['router', 'network'],
		code: 'home-unknown',
		action: 'update-hub',
		when: (asked) => {
			if (asked.answer == null || their_peer(asked)?.running != null) return null;
			return told({ name: name_of(asked) });
		},
	},
	{
		steps: ['router', 'network'],
		code: 'home-offline',
		action: 'other-home',
		when: (asked) => {
			if (asked.member?.home.state != 'offline') return null;
			const heard = hub_heard(asked.answer, their_peer(asked));
			if (heard == null) return told({ name: name_of(asked), age: term('not_since_start') });
			const seconds = heard + (asked.answer_age ?? 0);
			return told({ name: name_of(asked), age: term('ago', { span: span(seconds) }) });
		},
	},
	{
		steps: ['network'],
		code: 'home-lan-missing',
		action: 'update-hub',
		when: (asked) => {
			const peer = their_peer(asked);
			if (peer?.running == null || asked.site == null) return null;
			for (const lan of site_prefixes(asked.site)) {
				if (!holds_prefix(peer.running, lan)) return told({ value: lan, name: asked.site.name });
			}
			return null;
		},
	},
	{
		steps: ['network'],
		code: 'hub-route-missing',
		action: 'update-hub',
		when: (asked) => {
			if (asked.answer == null || asked.site == null) return null;
			const lan = route_missing(asked, site_prefixes(asked.site));
			return lan == '' ? null : told({ value: lan, name: asked.site.name });
		},
	},
	{
		steps: ['router'],
		code: 'homes-silent',
		action: 'look',
		alike: ['hub-stops', 'hub-firewall', 'home-offline'],
		when: (asked) => (asked.answer == null && all_silent(asked) ? told({}) : null),
	},
	{
		steps: ['router'],
		code: 'home-drops',
		action: 'other-home',
		when: (asked) => (asked.answer == null ? null : told({ name: name_of(asked) })),
	},
	{
		steps: ['router'],
		code: 'home-silent',
		action: 'look',
		alike: ['home-offline', 'hub-stops', 'hub-firewall', 'home-unknown'],
		when: (asked) => told({ name: name_of(asked) }),
	},
	{
		steps: ['network'],
		code: 'home-blind',
		action: 'other-home',
		when: (asked) =>
			told({ name: name_of(asked), networks: join(', ', local_prefixes(asked.network)) }),
	},
	{
		steps: ['device'],
		code: 'device-silent',
		action: 'other-home',
		when: (asked) => told({ name: name_of(asked), value: asked.site?.host ?? '' }),
	},
];
