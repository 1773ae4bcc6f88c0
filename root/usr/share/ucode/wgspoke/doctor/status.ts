// What is so now: does the tunnel run, do its routes stand, what did the last probe find, what does the watch know?
// Puts facts, the last probe and what the watch left together; linear in the number of sites.

import { day_of } from '../base/moment.ts';
import {
	handshake_age,
	hub_peer,
	is_handshake_unclear,
	is_up,
	stage_of,
	tunnel_is_current,
	tunnel_named,
} from '../router/tunnel.ts';
import { heard_of, index_peers, not_heard, peer_of } from '../hub/heard.ts';
import { empty_network } from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { homes_of } from './homes.ts';
import { settle } from '../words/settle.ts';
import type { Facts, Known, LiveTunnel, Probe, Verdict, Watched } from '../model/facts.ts';
import type { Heard, HubSaid, PeerIndex } from '../hub/heard.ts';
import type { Device, Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Appraisal } from '../plan/appraise.ts';
import type { Change } from '../plan/change.ts';
import type { Stage } from '../router/tunnel.ts';
import type { Finding } from '../words/findings.ts';
import type { Home } from './homes.ts';

/** Who answered the last probe, of a site of the network; of this router's own nobody is asked. */
export interface SiteVerdict {
	name: string;
	gateway: Verdict;
	host: Verdict;
	/** How it is, by all that is known. */
	home: Home;
	/** Seconds since its router was last heard, by this router or by the hub; null for never, as far as anybody knows. */
	heard: Known<number>;
	/** Bytes that it got from the hub and sent there; null when the hub does not tell. */
	got_bytes: Known<number>;
	sent_bytes: Known<number>;
}

/** A device as the hub hears it. */
export interface DeviceVerdict extends Heard {
	name: string;
}

/** What changes all the time, and costs next to nothing to ask. */
export interface Pulse {
	joined: boolean;
	/** Another number than before: something else has changed, and the status is to be asked anew. */
	state: number;
	/** Seconds since the last handshake; null for never, not known, or not joined. */
	handshake_age: Known<number>;
	/** There was one, at a time that is none by this router's clock. */
	handshake_unclear: boolean;
	rx_bytes: number;
	tx_bytes: number;
	/** Does the watch run? What it alone knows is null without it: bytes each second now, when the hub was last heard. */
	watching: boolean;
	rx_rate: Known<number>;
	tx_rate: Known<number>;
	hub_heard: Known<number>;
	/** Verdicts of the last probe and its age in seconds (null: none since boot). */
	probe_age: Known<number>;
	probing: boolean;
	handshake: Verdict;
	hub: Verdict;
	hub_rtt: Known<number>;
	/** Seconds since the hub said what it knows; null while it has not. */
	hub_age: Known<number>;
	/** In the order of the network. */
	sites: SiteVerdict[];
	devices: DeviceVerdict[];
}

export interface SiteStatus extends SiteVerdict {
	/** Its subnets that have no route into the tunnel now. */
	missing_routes: string[];
}

export interface Status extends Pulse {
	interface: string;
	/** Does the interface exist and run? */
	up: Known<boolean>;
	/** Do the running tunnel's peers match the configuration? null when it does not run. */
	current: Known<boolean>;
	stage: Stage;
	/** This router's WireGuard public key, '' when unknown. */
	public_key: string;
	sites: SiteStatus[];
	/** What would have to change for our sections to be as planned again; secrets are masked. */
	drift: Change[];
	/** The drift as lines of UCI files. */
	diff: string;
	network: Known<Network>;
	findings: Finding[];
}

type SiteProbe = Probe['sites'][0];

/**
 * What a pulse is made of. `probing`: a probe runs now. `watched`: what the watch knows of this tunnel, null when it
 * does not run; `steady`: the clock by which it tells moments.
 */
export interface Sign {
	state: number;
	probe: Known<Probe>;
	probing: boolean;
	watched: Known<Watched>;
	steady: number;
	/** What the hub said last; null for nothing. */
	said: Known<HubSaid>;
}

/** So many seconds long it is told that the tunnel follows a hub with a new address. */
const moved_life = 86400;

const unchecked: Verdict = 'not checked';

/** Seconds since a moment of the steady clock. */
function since(moment: Known<number> | undefined, steady: number): Known<number> {
	return moment == null ? null : int(max(0, steady - moment));
}

/** The smaller of two ages, either of which may not be known. */
function sooner(a: Known<number>, b: Known<number>): Known<number> {
	return a == null ? b : b == null ? a : min(a, b);
}

function site_verdict(
	site: Site,
	answers: SiteProbe | null | undefined,
	probe_age: Known<number>,
	sign: Sign,
	at_hub: Heard,
	home: Home
): SiteVerdict {
	const gateway = answers?.gateway ?? unchecked;
	const watched = since(sign.watched?.heard[site.address], sign.steady);
	const here = watched ?? (gateway == 'yes' ? probe_age : null);
	return {
		...at_hub,
		name: site.name,
		gateway: gateway,
		host: answers?.host ?? unchecked,
		home: home,
		heard: sooner(here, at_hub.heard),
	};
}

/** How the hub hears the homes and the devices, each in the order of the network. */
function heard_at_hub(
	network: Network,
	said: Known<HubSaid>,
	peers: Known<PeerIndex>
): { sites: Heard[]; devices: Heard[] } {
	const heard = (end: Site | Device, lan: string[]): Heard =>
		peers == null ? not_heard : heard_of(said!, peer_of(peers, { ...end, lan: lan }));
	return {
		sites: map(network.sites, (site) => heard(site, site.lan)),
		devices: map(network.devices, (device) => heard(device, [])),
	};
}

/** Of the facts it uses the time and the tunnels. `network` null: not joined. */
export function pulse_of(network: Known<Network>, facts: Facts, sign: Sign): Pulse {
	// What was found out about a network that was left is nobody's.
	// Nor is what was found out before the tunnel was switched off.
	const probe = network == null || network.hub.off ? null : sign.probe;
	const peer = network == null ? null : hub_peer(network, facts);
	const watched = network == null ? null : sign.watched;
	const probe_age = probe == null ? null : max(0, facts.uptime - probe.uptime);
	const answers: Record<string, SiteProbe> = {};
	const answer = sign.said?.answer ?? null;
	const peers = answer == null ? null : index_peers(answer);
	const members = network ?? empty_network();
	const at_hub = heard_at_hub(members, sign.said, peers);
	for (const site of probe?.sites ?? []) answers['@' + site.name] = site;
	const homes = homes_of(members, probe, watched, sign.said, peers);
	return {
		joined: network != null,
		state: sign.state,
		handshake_age: network == null ? null : handshake_age(network, facts),
		handshake_unclear: network != null && is_handshake_unclear(network, facts),
		rx_bytes: peer?.rx_bytes ?? 0,
		tx_bytes: peer?.tx_bytes ?? 0,
		watching: watched != null,
		rx_rate: watched?.rx_rate ?? null,
		tx_rate: watched?.tx_rate ?? null,
		hub_heard: since(watched?.hub_heard, sign.steady),
		probe_age: probe_age,
		probing: sign.probing,
		handshake: probe?.handshake ?? unchecked,
		hub: probe?.hub ?? unchecked,
		hub_rtt: probe?.hub_rtt ?? null,
		hub_age: network == null ? null : (sign.said?.age ?? null),
		sites: map(network?.sites ?? [], (site, i) =>
			site_verdict(site, answers['@' + site.name], probe_age, sign, at_hub.sites[i]!, homes[i]!)
		),
		devices: map(network?.devices ?? [], (device, i) => ({
			...at_hub.devices[i]!,
			name: device.name,
		})),
	};
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

// A tunnel that is switched off has none.
function missing_routes(
	site: Site,
	routes: Known<Record<string, boolean>>,
	off: boolean
): string[] {
	if (routes == null || site.local || off) return [];
	return filter(site.lan, (lan) => !exists(routes, lan));
}

/** A moment of the steady clock as people read it. */
function moment_text(moment: number, facts: Facts, sign: Sign): string {
	const read = gmtime(int(facts.time - (sign.steady - moment)));
	return sprintf('%02d:%02d UTC', read.hour, read.min);
}

/** Does the hub answer at another port than the one at which it was called first? */
export function answers_elsewhere(watched: Watched): boolean {
	return watched.door != null && (watched.hub_heard ?? 0) >= watched.door.at;
}

/** What the watch has found out about where the hub is. */
function hub_findings(network: Known<Network>, facts: Facts, sign: Sign): Finding[] {
	const watched = sign.watched;
	const found: Finding[] = [];
	if (network == null || watched == null) return found;
	const about = 'hub.endpoint_host';
	if (watched.resolves == false) {
		push(found, finding('hub-unresolved', { value: network.hub.endpoint_host }, about));
	}
	const door = watched.door;
	if (door != null && answers_elsewhere(watched)) {
		const values = { value: '' + door.to, old: '' + door.from };
		const since = moment_text(door.at, facts, sign);
		push(found, finding('hub-other-port', { ...values, since: since }, 'hub.endpoint_port'));
	}
	const moved = watched.moved;
	if (moved != null && sign.steady - moved.at < moved_life) {
		const when = moment_text(moved.at, facts, sign);
		push(found, finding('hub-moved', { value: moved.to, old: moved.from, since: when }, about));
	}
	return found;
}

/** The state of things from the facts, their appraisal and the last probe. */
export function status_of(facts: Facts, appraisal: Appraisal, sign: Sign): Status {
	const network = appraisal.network;
	const name = network?.hub.interface ?? '';
	const pulse = pulse_of(network, facts, sign);
	const tunnel: LiveTunnel | null = tunnel_named(facts, name);
	const current = network == null ? null : tunnel_is_current(facts, name);
	const routes = tunnel_routes(facts, name);
	const sites: SiteStatus[] = [];
	for (let i = 0; i < length(pulse.sites); i++) {
		const missing = missing_routes(network!.sites[i]!, routes, network!.hub.off);
		push(sites, { ...pulse.sites[i]!, missing_routes: missing });
	}
	return {
		...pulse,
		interface: name,
		up: network == null ? null : is_up(facts, name),
		current: current,
		stage: network == null ? 'down' : stage_of(network, facts, current),
		public_key: tunnel?.public_key ?? facts.public_key,
		sites: sites,
		drift: appraisal.drift,
		diff: appraisal.diff,
		network: network,
		findings: settle([
			...(pulse.handshake_unclear ? [finding('clock-behind', { value: day_of(facts.time) })] : []),
			...appraisal.findings,
			...hub_findings(network, facts, sign),
		]),
	};
}
