// What is so now: does the tunnel run, do its routes stand, what did the last probe find?
// Puts facts and the last probe together; linear in the number of sites.

import { tunnel_is_current } from '../router/tunnel.ts';
import { network_from_uci } from '../model/network.ts';
import { drift } from '../plan/plan.ts';
import { preflight } from '../plan/preflight.ts';
import type {
	Change,
	Facts,
	Finding,
	Known,
	LivePeer,
	LiveTunnel,
	Network,
	Probe,
	Site,
	SiteStatus,
	Status,
	Verdict,
} from '../model/types.ts';

/** What is told while joining, and is no news afterwards. */
const settled = ['already-joined', 'default-port'];

type SiteProbe = Probe['sites'][0];

function tunnel_named(facts: Facts, name: string): LiveTunnel | null {
	for (const tunnel of facts.tunnels ?? []) if (tunnel.name == name) return tunnel;
	return null;
}

function is_up(facts: Facts, name: string): Known<boolean> {
	if (facts.interfaces == null) {
		return facts.tunnels == null ? null : tunnel_named(facts, name) != null;
	}
	for (const entry of facts.interfaces) if (entry.name == name) return entry.up;
	return false;
}

function hub_peer(network: Network, tunnel: LiveTunnel | null): LivePeer | null {
	for (const peer of tunnel?.peers ?? []) {
		if (peer.public_key == network.hub.public_key) return peer;
	}
	return null;
}

// The prefixes that leave by the tunnel, as a set; null when nobody looked.
function tunnel_routes(facts: Facts, name: string): Known<Record<string, boolean>> {
	if (facts.routes == null) return null;
	const routes: Record<string, boolean> = {};
	for (const route of facts.routes) {
		if (route.device == name) routes[route.target] = true;
	}
	return routes;
}

function site_status(
	site: Site,
	routes: Known<Record<string, boolean>>,
	answers: SiteProbe | null
): SiteStatus {
	const missing: string[] = [];
	if (routes != null && !site.local) {
		for (const lan of site.lan) {
			if (!exists(routes, lan)) push(missing, lan);
		}
	}
	return {
		name: site.name,
		local: site.local,
		address: site.address,
		lan: site.lan,
		gateway: answers?.gateway ?? 'not checked',
		host: answers?.host ?? 'not checked',
		missing_routes: missing,
	};
}

function not_joined(facts: Facts, probing: boolean): Status {
	const unchecked: Verdict = 'not checked';
	return {
		joined: false,
		interface: '',
		up: null,
		current: null,
		public_key: facts.public_key,
		handshake_age: null,
		rx_bytes: 0,
		tx_bytes: 0,
		probe_age: null,
		probing: probing,
		handshake: unchecked,
		hub: unchecked,
		hub_rtt: null,
		sites: [],
		devices: [],
		drift: [],
		network: null,
		findings: [],
	};
}

/** What follows from the configuration and from what is around it; dear to make, and seldom different. */
export interface Appraisal {
	network: Known<Network>;
	drift: Change[];
	findings: Finding[];
}

/** All of the facts, besides `uci`, that an appraisal depends on; equal texts give equal appraisals. */
export function subject_of(facts: Facts): string {
	const names = map(facts.tunnels ?? [], (tunnel) => tunnel.name);
	return sprintf('%J', [facts.interfaces, facts.routes, names, facts.public_key]);
}

/** Looks through the whole configuration; of the facts it uses `subject_of` and `uci`. */
export function appraise(facts: Facts): Appraisal {
	const network = network_from_uci(facts.uci.wgspoke);
	if (network == null) return { network: null, drift: [], findings: [] };
	const findings = preflight(network, { private_key: '', preshared_key: '' }, facts);
	return {
		network: network,
		drift: drift(network, facts),
		findings: filter(findings, (one) => index(settled, one.code) < 0),
	};
}

/** The state of things from the facts and the last probe (null: none since boot); `probing`: one runs now. */
export function status_of(
	facts: Facts,
	appraisal: Appraisal,
	probe: Known<Probe>,
	probing: boolean
): Status {
	const network = appraisal.network;
	if (network == null) return not_joined(facts, probing);

	const name = network.hub.interface;
	const tunnel = tunnel_named(facts, name);
	const peer = hub_peer(network, tunnel);
	const routes = tunnel_routes(facts, name);
	const answers: Record<string, SiteProbe> = {};
	for (const site of probe?.sites ?? []) answers['@' + site.name] = site;
	const latest = peer?.latest_handshake ?? 0;
	return {
		joined: true,
		interface: name,
		up: is_up(facts, name),
		current: tunnel_is_current(facts, name),
		public_key: tunnel?.public_key ?? facts.public_key,
		// The clock may have been set back meanwhile.
		handshake_age: latest == 0 ? null : max(0, facts.time - latest),
		rx_bytes: peer?.rx_bytes ?? 0,
		tx_bytes: peer?.tx_bytes ?? 0,
		probe_age: probe == null ? null : max(0, facts.time - probe.time),
		probing: probing,
		handshake: probe?.handshake ?? 'not checked',
		hub: probe?.hub ?? 'not checked',
		hub_rtt: probe?.hub_rtt ?? null,
		sites: map(network.sites, (site) =>
			site_status(site, routes, answers['@' + site.name] ?? null)
		),
		devices: network.devices,
		drift: appraisal.drift,
		network: network,
		findings: appraisal.findings,
	};
}
