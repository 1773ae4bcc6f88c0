// What does the watch know, and what is to be done next? Clocks and what was seen in, decisions out.

import { doors_of, endpoint_text, port_of } from '../base/doors.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { watch_life } from '../base/constants.ts';
import type { Known, LiveTunnel, Probe, Watched } from '../model/facts.ts';
import type { Network } from '../model/network.ts';

/** A hub whose last handshake is older, in seconds, is silent: it would have shaken hands anew after 120. */
export const silent_after = 150;

/** A tunnel that came up, or did not, has so many seconds for its first handshake. */
export const first_after = 15;

/** So often, in seconds, the name of a silent hub is looked up; of one that has no address yet more often. */
export const look_up_every = 30;
export const look_up_unknown_every = 10;

/** So often, in seconds, one of the others is asked whether it is there: four a minute, however many there are. */
export const ask_every = 15;

/** So often, in seconds, the hub is asked what it knows: what is new there is to be seen here within a minute. */
export const hear_every = 30;

/** A hub that was heard last so many seconds ago is called at the next of its ports: its session is over by then. */
export const dead_after = 180;

/** So long, in seconds, each port has: a handshake is tried every five. */
export const next_door_every = 30;

/** What is watched: never changes while the watch runs. */
export interface Aim {
	interface: string;
	hub_key: string;
	host: string;
	port: number;
	/** All its ports, that one first. */
	doors: number[];
	/** Who can be asked, the hub first: '' is its name, an address is never ''. */
	members: { name: string; address: string }[];
	/** Of them, the addresses of homes that have still to join, as far as anybody has noted. */
	invited: string[];
}

/** `steady`: seconds since the start, which nobody sets; `time`: what people read, 1970 before it was set. */
export interface Clocks {
	steady: number;
	time: number;
}

/** What to watch of the network that this router has joined. */
export function aim_of(network: Network): Aim {
	const members = [{ name: '', address: network.hub.address }];
	const invited: string[] = [];
	for (const site of network.sites) {
		if (!site.local) push(members, { name: site.name, address: site.address });
		if (site.invited && site.address != '') push(invited, site.address);
	}
	return {
		interface: network.hub.interface,
		hub_key: network.hub.public_key,
		host: network.hub.endpoint_host,
		port: network.hub.endpoint_port,
		doors: doors_of(network.hub),
		members: filter(members, (one) => iptoarr(one.address) != null),
		invited: invited,
	};
}

/** Nothing is known yet of the tunnel of this name and its hub. */
export function nothing_known(name: string, hub_key: string, clocks: Clocks): Watched {
	return {
		interface: name,
		hub_key: hub_key,
		at: clocks.steady,
		time: clocks.time,
		running: false,
		public_key: '',
		listen_port: 0,
		endpoint: '',
		allowed_ips: [],
		keepalive: 0,
		device: '',
		secrets_current: false,
		files: '',
		rx_bytes: 0,
		tx_bytes: 0,
		rx_rate: null,
		tx_rate: null,
		handshake: 0,
		handshake_at: null,
		silent_since: clocks.steady,
		hub_heard: null,
		heard: {},
		asked_at: 0,
		asked: 0,
		probe_time: 0,
		told_at: 0,
		looked_at: null,
		resolves: null,
		moved: null,
		door: null,
	};
}

/** Is this about the same tunnel, and of no later moment? */
function is_about(known: Known<Watched>, name: string, hub_key: string, steady: number): boolean {
	if (known == null || known.interface != name || known.hub_key != hub_key) return false;
	return known.at <= steady;
}

/** What a watch begins with that is started anew: what the one before it left, of those who are still members. */
export function taken_over(left: Known<Watched>, aim: Aim, clocks: Clocks): Watched {
	const fresh = nothing_known(aim.interface, aim.hub_key, clocks);
	if (!is_about(left, aim.interface, aim.hub_key, clocks.steady)) return fresh;
	const heard: Record<string, number> = {};
	for (const one of aim.members) {
		if (exists(left!.heard, one.address)) heard[one.address] = left!.heard[one.address]!;
	}
	// A file of an older version may lack something.
	// The hub is asked anew: what is to be done about its answer may be something else now.
	return { ...fresh, ...left!, heard: heard, told_at: 0 };
}

/** Does the watch run, and is what it left about this tunnel? */
export function is_watching(known: Known<Watched>, network: Network, steady: number): boolean {
	const hub = network.hub;
	if (!is_about(known, hub.interface, hub.public_key, steady)) return false;
	return steady - known!.at <= watch_life;
}

/** Bytes each second; null where the tunnel is another one than before. */
function rate(before: number, now: number, seconds: number): Known<number> {
	return now < before || seconds <= 0 ? null : int((now - before) / seconds);
}

/**
 * When was the handshake of which WireGuard tells `time`? By the steady clock, or null: one that lies ahead, or before
 * the router was started, says only that somebody has set the clock. `after`: it was not before that; null: it may
 * have been at any time.
 */
function handshake_moment(time: number, after: Known<number>, clocks: Clocks): Known<number> {
	const age = clocks.time - time;
	if (after != null) return min(clocks.steady, max(after, clocks.steady - age));
	return age < 0 || age > clocks.steady ? null : clocks.steady - age;
}

/** The tunnel does not run; whoever was heard before was heard. */
function without_tunnel(before: Watched, clocks: Clocks): Watched {
	const since = before.running ? clocks.steady : before.silent_since;
	return {
		...nothing_known(before.interface, before.hub_key, clocks),
		silent_since: since,
		hub_heard: before.hub_heard,
		heard: before.heard,
		asked_at: before.asked_at,
		asked: before.asked,
		probe_time: before.probe_time,
		told_at: before.told_at,
		looked_at: before.running ? null : before.looked_at,
		resolves: before.running ? null : before.resolves,
		moved: before.moved,
	};
}

/** What is known after a look at the tunnel, which has the hub as its only peer; null: it does not run. */
export function after_look(before: Watched, tunnel: Known<LiveTunnel>, clocks: Clocks): Watched {
	const peer = tunnel?.peers[0];
	if (tunnel == null || peer == null) return without_tunnel(before, clocks);
	const steady = clocks.steady;
	const now: Watched = { ...before, at: steady, time: clocks.time };
	const seconds = steady - before.at;
	now.running = true;
	now.public_key = tunnel.public_key;
	now.listen_port = tunnel.listen_port;
	now.endpoint = peer.endpoint;
	// Somebody has sent the tunnel elsewhere meanwhile, or has begun it anew.
	if (before.door != null && port_of(peer.endpoint) != before.door.to) now.door = null;
	now.allowed_ips = peer.allowed_ips;
	now.keepalive = peer.keepalive;
	now.secrets_current = tunnel.secrets_current;
	now.rx_bytes = peer.rx_bytes;
	now.tx_bytes = peer.tx_bytes;
	now.rx_rate = before.running ? rate(before.rx_bytes, peer.rx_bytes, seconds) : null;
	now.tx_rate = before.running ? rate(before.tx_bytes, peer.tx_bytes, seconds) : null;
	// What the hub sends counts only when its key fits.
	if (before.running && peer.rx_bytes > before.rx_bytes) now.hub_heard = steady;
	now.handshake = peer.latest_handshake;
	if (before.running && before.handshake == peer.latest_handshake) return now;
	const after = before.running ? before.at : null;
	now.handshake_at =
		peer.latest_handshake == 0 ? null : handshake_moment(peer.latest_handshake, after, clocks);
	now.silent_since = now.handshake_at ?? steady;
	if (now.handshake_at != null) now.hub_heard = max(now.hub_heard ?? 0, now.handshake_at);
	// What was found out about the name belongs to the silence that is over.
	now.looked_at = null;
	now.resolves = null;
	return now;
}

/** Has the hub been silent for so long that something is wrong? */
export function is_silent(known: Watched): boolean {
	const patience = known.running && known.handshake != 0 ? silent_after : first_after;
	return known.at - known.silent_since > patience;
}

/** Is it time to look up where the hub is? An address needs no looking up. */
export function wants_look_up(known: Watched, aim: Aim): boolean {
	if (aim.host == '' || iptoarr(aim.host) != null || !is_silent(known)) return false;
	const every = known.resolves == false ? look_up_unknown_every : look_up_every;
	return known.looked_at == null || known.at - known.looked_at >= every;
}

/** '2001:db8:0::1' → '2001:db8::1', as `wg` prints it. */
function canonical(address: string): string {
	const bytes = iptoarr(address);
	return bytes == null ? '' : arrtoip(bytes)!;
}

/**
 * Where the tunnel is to be sent, given the addresses that the hub's name has now: '203.0.113.7:24356'; '' when it
 * calls one of them already, or there is none.
 */
export function new_endpoint(known: Watched, aim: Aim, addresses: string[]): string {
	if (!known.running) return '';
	const usable = filter(map(addresses, canonical), (address) => address != '');
	const running = split_endpoint(known.endpoint);
	const host = running == null ? '' : canonical(running.host);
	if (length(usable) == 0) return '';
	// At whichever port it answers.
	const port = index(aim.doors, port_of(known.endpoint)) >= 0 ? running!.port : '' + aim.port;
	if (index(usable, host) >= 0 && running!.port == port) return '';
	// Of several the one of the same family: the other may not be reached from here.
	const six = index(host, ':') >= 0;
	const alike = filter(usable, (address) => index(address, ':') >= 0 == six);
	const chosen = alike[0] ?? usable[0]!;
	return endpoint_text(chosen, port);
}

/** Is it time to call the hub at the next of its ports? */
export function wants_door(known: Watched, aim: Aim): boolean {
	if (!known.running || length(aim.doors) < 2 || known.endpoint == '') return false;
	const heard = max(known.silent_since, known.hub_heard ?? 0);
	if (known.at - heard < dead_after) return false;
	return known.door == null || known.at - known.door.at >= next_door_every;
}

/** The tunnel was sent there. */
export function after_door(before: Watched, endpoint: string): Watched {
	const from = before.door?.from ?? port_of(before.endpoint);
	const to = port_of(endpoint);
	const door = from == to ? null : { at: before.at, from: from, to: to };
	return { ...before, endpoint: endpoint, door: door };
}

/** The tunnel was found at another of the ports: whoever joined has found it there. */
export function at_door(known: Watched, aim: Aim): Watched {
	const port = port_of(known.endpoint);
	if (!known.running || known.door != null || port == aim.port) return known;
	if (index(aim.doors, port) < 0) return known;
	return { ...known, door: { at: known.at, from: aim.port, to: port } };
}

/** The name was looked up. */
export function after_look_up(before: Watched, addresses: string[]): Watched {
	return { ...before, looked_at: before.at, resolves: length(addresses) > 0 };
}

/** The tunnel was sent to another endpoint. */
export function after_move(before: Watched, endpoint: string): Watched {
	return {
		...before,
		endpoint: endpoint,
		moved: { at: before.at, from: before.endpoint, to: endpoint },
	};
}

/** Whose turn is it to be asked? '' for nobody. */
export function next_asked(known: Watched, aim: Aim): string {
	const count = length(aim.members);
	if (count == 0 || !known.running) return '';
	if (known.asked > 0 && known.at - known.asked_at < ask_every) return '';
	return aim.members[known.asked % count]!.address;
}

/** Somebody was heard at that moment. */
function with_heard(before: Watched, aim: Aim, address: string, at: number): Watched {
	const hub = aim.members[0]?.name == '' && aim.members[0].address == address;
	if (hub) return { ...before, hub_heard: max(before.hub_heard ?? at, at) };
	const heard = { ...before.heard };
	heard[address] = max(heard[address] ?? at, at);
	return { ...before, heard: heard };
}

/** One of the others was asked. */
export function after_asking(
	before: Watched,
	aim: Aim,
	address: string,
	answers: boolean
): Watched {
	const now = { ...before, asked_at: before.at, asked: before.asked + 1 };
	return answers ? with_heard(now, aim, address, before.at) : now;
}

/** Was somebody asked who has still to join, and answered? Then that is to be noted: who is there has joined. */
export function has_joined(before: Watched, known: Watched, aim: Aim): boolean {
	for (const address of aim.invited) {
		const heard = known.heard[address] ?? null;
		if (heard != null && heard != before.heard[address]) return true;
	}
	return false;
}

/** Is it time to ask the hub what it knows? One that is silent says nothing. */
export function wants_hub(known: Watched, aim: Aim): boolean {
	if (aim.members[0]?.name != '' || !known.running || is_silent(known)) return false;
	if (known.handshake == 0) return false;
	return known.told_at == 0 || known.at - known.told_at >= hear_every;
}

/** The hub was asked; `answers`: and has said something. */
export function after_hub(before: Watched, aim: Aim, answers: boolean): Watched {
	const now = { ...before, told_at: before.at };
	return answers ? with_heard(now, aim, aim.members[0]!.address, before.at) : now;
}

/** Takes in what a probe has found since the last look. */
export function after_probe(before: Watched, aim: Aim, probe: Known<Probe>): Watched {
	if (probe == null || probe.uptime == before.probe_time || probe.uptime > before.at) return before;
	let now: Watched = { ...before, probe_time: probe.uptime };
	const answered: Record<string, boolean> = {};
	if (probe.hub == 'yes') answered['@'] = true;
	for (const site of probe.sites) if (site.gateway == 'yes') answered['@' + site.name] = true;
	for (const one of aim.members) {
		if (exists(answered, '@' + one.name)) now = with_heard(now, aim, one.address, probe.uptime);
	}
	return now;
}

/** It was seen at this device, and compared with the secrets in the files of this state. */
export function seen_at(known: Watched, device: string, files: string): Watched {
	return { ...known, device: device, files: files };
}

/** Was what is known seen at this very device, with the files as they are now? */
export function is_seen_so(known: Watched, device: string, files: string): boolean {
	return known.running && known.device == device && known.files == files;
}

/** The tunnel as `wg` would tell it, with the hub alone and a last handshake by the clock of now. */
export function tunnel_of(known: Watched, clocks: Clocks): LiveTunnel[] {
	if (!known.running) return [];
	const at = known.handshake_at;
	const handshake = at == null ? known.handshake : max(1, int(clocks.time - (clocks.steady - at)));
	return [
		{
			name: known.interface,
			public_key: known.public_key,
			listen_port: known.listen_port,
			secrets_current: known.secrets_current,
			peers: [
				{
					public_key: known.hub_key,
					endpoint: known.endpoint,
					allowed_ips: known.allowed_ips,
					latest_handshake: handshake,
					rx_bytes: known.rx_bytes,
					tx_bytes: known.tx_bytes,
					keepalive: known.keepalive,
				},
			],
		},
	];
}
