// What is to be said of a router that has joined: is it set up as planned, and does anything stand in the way?

import { no_secrets } from '../model/network.ts';
import { network_from_uci } from '../model/uci.ts';
import { finding } from '../words/findings.ts';
import { settle } from '../words/settle.ts';
import { uci_diff } from './change.ts';
import { is_key_lost, our_interface } from './ours.ts';
import { drift } from './plan.ts';
import { preflight } from './preflight.ts';
import type { Facts, Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';
import type { Change } from './change.ts';

/** What follows from the configuration and from what is around it; dear to make, and seldom different. */
export interface Appraisal {
	network: Known<Network>;
	drift: Change[];
	diff: string;
	findings: Finding[];
}

/** All of the facts, besides `uci`, that an appraisal depends on; equal texts give equal appraisals. */
export function subject_of(facts: Facts): string {
	const tunnels = map(facts.tunnels ?? [], (tunnel) => [
		tunnel.name,
		map(tunnel.peers, (peer) => [peer.public_key, peer.endpoint]),
	]);
	return sprintf('%J', [facts.interfaces, facts.routes, tunnels, facts.public_key]);
}

// Has somebody stopped the tunnel, and left it so?
function stopped(facts: Facts, name: string): Finding[] {
	for (const entry of facts.interfaces ?? []) {
		if (entry.name == name && entry.stopped) return [finding('tunnel-stopped', { value: name })];
	}
	return [];
}

// Is its key gone?
function robbed(facts: Facts, name: string): Finding[] {
	return is_key_lost(facts.uci) ? [finding('key-lost', { value: name })] : [];
}

/** Looks through the whole configuration; of the facts it uses `subject_of` and `uci`. */
export function appraise(facts: Facts): Appraisal {
	const network = network_from_uci(facts.uci.wgspoke);
	const name = our_interface(facts.uci);
	if (network == null) {
		const lost = name == '' ? [] : [finding('config-lost', { value: name })];
		return { network: null, drift: [], diff: '', findings: lost };
	}
	const drifted = drift(network, facts);
	if (network.hub.off) {
		// What stands in the way of a tunnel that is not wanted now is nobody's trouble.
		const told = [finding('switched-off', { value: name }, 'hub.off')];
		return { network: network, drift: drifted, diff: uci_diff(drifted), findings: told };
	}
	const found = settle([
		...preflight(network, no_secrets, facts),
		...stopped(facts, name),
		...robbed(facts, network.hub.interface),
	]);
	return {
		network: network,
		drift: drifted,
		diff: uci_diff(drifted),
		// What was only good to know while joining is no news afterwards.
		findings: filter(found, (one) => one.severity != 'info'),
	};
}
