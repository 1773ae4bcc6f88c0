// What has to change on this router to join, to leave, or to be as planned again?
// Our sections are compared with what they should be, option by option: the same plan twice changes nothing.
//
// The rule for what others wrote into our sections: an option that the plan writes is the plan's and is put right; one
// that would defeat the tunnel (`disabled 1`, see targets) goes away; every other option and section stays.

import { config_names } from '../base/constants.ts';
import { uci_list } from '../model/kinds.ts';
import { no_secrets } from '../model/network.ts';
import { option_text, own_options, section_named } from '../model/uci.ts';
import { changes_to, mask_secrets, removal_of } from './change.ts';
import {
	is_hub_peer,
	our_firewall_sections,
	our_interface,
	our_zone,
	written_interface,
} from './ours.ts';
import { take_over_changes } from './takeover.ts';
import { home_zones, plan_targets } from './targets.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { ConfigName, UciConfigs, UciSection } from '../model/uci.ts';
import type { Facts } from '../model/facts.ts';
import type { Change, Target } from './change.ts';

// A section of this router's network as a key: names are unique within a config only.
function place_of(config: ConfigName, section: string): string {
	return config + '.' + section;
}

// Is it a section of the tunnel `name`: its interface, or a peer of it?
function is_tunnel_section(section: UciSection, name: string): boolean {
	if (name == '') return false;
	if (section.type == 'interface') return section.name == name;
	return section.type == 'wireguard_' + name;
}

/** The sections that joining made for an earlier form of the network and that this one does not want. */
function stale_sections(targets: Target[], network: Network, configs: UciConfigs): Change[] {
	const wanted: Record<string, boolean> = {};
	for (const target of targets) wanted[place_of(target.config, target.section)] = true;
	const before = our_interface(configs);
	const made = our_firewall_sections(configs);
	const changes: Change[] = [];
	for (const config of config_names) {
		for (const section of reverse(slice(configs[config]))) {
			if (exists(wanted, place_of(config, section.name))) continue;
			let ours = false;
			if (config == 'network' && before != network.hub.interface) {
				ours = is_tunnel_section(section, before);
			}
			if (config == 'firewall') ours = index(made, section) >= 0;
			if (config == 'wgspoke') ours = length(own_options(section.type)) > 0;
			if (ours) push(changes, ...removal_of(config, section));
		}
	}
	return changes;
}

/** How a plan is made, where that is another way than usual. */
export interface PlanOptions {
	/** The interface of this very tunnel, made by hand, that goes in the same step. */
	take_over?: string;
	/** The tunnel keeps the MTU that it has: what the internet connection takes was not looked at. */
	keep_mtu?: boolean;
}

/**
 * What makes this router a spoke of the network. Without a private key anywhere it holds `secret_placeholder`, which
 * is for showing only. Secrets are in the clear: `mask_secrets` before it is told to anyone.
 */
export function plan_join(
	network: Network,
	secrets: Secrets,
	facts: Facts,
	options?: PlanOptions
): Change[] {
	const targets = plan_targets(network, secrets, facts, options?.keep_mtu == true);
	const changes = stale_sections(targets, network, facts.uci);
	const taken = options?.take_over ?? '';
	if (taken != '') {
		push(changes, ...take_over_changes(network, taken, home_zones(network, facts), facts));
	}
	const current: Record<string, UciSection> = {};
	for (const config of config_names) {
		for (const section of facts.uci[config]) current[place_of(config, section.name)] = section;
	}
	for (const target of targets) {
		const have = current[place_of(target.config, target.section)] ?? null;
		push(changes, ...changes_to(target, have));
	}
	return changes;
}

/** What removes all that is ours and nothing else: the tunnel with its peers, our firewall sections, config wgspoke. */
export function plan_leave(facts: Facts): Change[] {
	const changes: Change[] = [];
	const ours = our_interface(facts.uci);
	const written = written_interface(facts.uci);
	for (const section of reverse(slice(facts.uci.wgspoke))) {
		push(changes, ...removal_of('wgspoke', section));
	}
	for (const section of reverse(our_firewall_sections(facts.uci))) {
		push(changes, ...removal_of('firewall', section));
	}
	for (const section of reverse(slice(facts.uci.network))) {
		// Of a tunnel that is not ours (any more), the peer that we made.
		const left = written != '' && is_hub_peer(facts.uci, section, written);
		if (left || is_tunnel_section(section, ours)) {
			push(changes, ...removal_of('network', section));
		}
	}
	return changes;
}

/** What a person wrote that speaks of our zone or tunnel, and stays when we leave: 'firewall: wgspoke_nas'. */
export function foreign_references(facts: Facts): string[] {
	const found: string[] = [];
	const name = our_interface(facts.uci);
	const made = our_firewall_sections(facts.uci);
	for (const section of facts.uci.firewall) {
		if (index(made, section) >= 0) continue;
		const title = option_text(section, 'name');
		const told = 'firewall: ' + (title == '' ? section.name : title);
		const zones = [...uci_list(section.options.src), ...uci_list(section.options.dest)];
		const networks = section.type == 'zone' ? uci_list(section.options.network) : [];
		if (index(zones, our_zone) >= 0 || (name != '' && index(networks, name) >= 0))
			push(found, told);
	}
	for (const section of facts.uci.network) {
		if (name == '' || is_tunnel_section(section, name)) continue;
		if (option_text(section, 'interface') == name) push(found, 'network: ' + section.name);
	}
	// A WireGuard interface of the name that config wgspoke has, although nothing else says that it is ours.
	const written = written_interface(facts.uci);
	const other = written == name ? null : section_named(facts.uci.network, written);
	if (option_text(other, 'proto') == 'wireguard') push(found, 'network: ' + written);
	return found;
}

/** What would have to change for the tunnel and the firewall to be as planned again; secrets are masked. */
export function drift(network: Network, facts: Facts): Change[] {
	const changes = plan_join(network, no_secrets, facts, { keep_mtu: true });
	return mask_secrets(filter(changes, (change) => change.config != 'wgspoke'));
}
