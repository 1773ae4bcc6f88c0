// Has a change come to what it was made for?

import { day_of } from '../base/moment.ts';
import { doors_of, next_door, port_of } from '../base/doors.ts';
import { run } from '../base/shell.ts';
import { network_from_uci } from '../model/uci.ts';
import { configured_key } from '../router/keys.ts';
import { send_tunnel } from '../router/doors.ts';
import { look } from '../router/look.ts';
import { look_up } from '../router/names.ts';
import {
	hub_peer,
	is_handshake_unclear,
	stage_of,
	tunnel_is_current,
	tunnel_named,
} from '../router/tunnel.ts';
import { finding } from '../words/findings.ts';
import type { Router } from '../router/router.ts';
import type { Stage } from '../router/tunnel.ts';
import type { Finding } from '../words/findings.ts';
import type { Facts } from '../model/facts.ts';
import type { Aim } from './state.ts';

/** Does what runs agree with what is configured: the tunnel as written, or none where none is written? */
export function tunnel_is_settled(router: Router, name: string): boolean {
	if (name == '' || !router.live) return true;
	const facts = look(router);
	if (facts.tunnels == null) return false;
	const current = tunnel_is_current(facts, name);
	if (network_from_uci(facts.uci.wgspoke)?.hub.off) return current == null;
	if (configured_key(facts.uci, name) != '') return current == true;
	// netifd lists an interface for a moment after its device has gone.
	const listed = filter(facts.interfaces ?? [], (entry) => entry.name == name);
	return current == null && length(listed) == 0;
}

/** The last handshakes of the tunnel, as WireGuard tells them: one that is not among them later was shaken meanwhile. */
export function handshakes_of(router: Router, aim: Aim): number[] {
	if (aim.kind != 'answers') return [];
	const peers = tunnel_named(look(router), aim.name)?.peers ?? [];
	return map(peers, (peer) => peer.latest_handshake);
}

/**
 * How far it is; `answers` is the end, also of a change that waits for something else. `before`: the handshakes from
 * before the change. A new one is the hub's answer whatever the clock says of its age, which may be set meanwhile.
 */
export function stage_towards(router: Router, aim: Aim, before: number[]): Stage {
	if (aim.kind == 'none') return 'answers';
	if (aim.kind == 'gone') return tunnel_is_settled(router, aim.name) ? 'answers' : 'up';
	const facts = { ...look(router), endpoint_addresses: aim.addresses };
	const network = network_from_uci(facts.uci.wgspoke);
	if (network == null) return 'down';
	const stage = stage_of(network, facts, tunnel_is_current(facts, network.hub.interface));
	const latest = hub_peer(network, facts)?.latest_handshake ?? 0;
	return stage == 'up' && latest != 0 && index(before, latest) < 0 ? 'answers' : stage;
}

/** At which ports the hub can be called that is waited for, and which one the tunnel calls; [] and 0 for none. */
export interface Doors {
	doors: number[];
	called: number;
}

function called_endpoint(facts: Facts): string {
	const network = network_from_uci(facts.uci.wgspoke);
	return network == null ? '' : (hub_peer(network, facts)?.endpoint ?? '');
}

export function doors_now(router: Router): Doors {
	const facts = look(router);
	const hub = network_from_uci(facts.uci.wgspoke)?.hub;
	const doors = hub == null ? [] : doors_of(hub);
	return { doors: doors, called: port_of(called_endpoint(facts)) };
}

/** Calls the hub at the next of its ports; that port, or 0 where there is no other. */
export function call_next_door(router: Router, aim: Aim): number {
	const facts = look(router);
	const hub = network_from_uci(facts.uci.wgspoke)?.hub;
	const endpoint = called_endpoint(facts);
	if (hub == null || endpoint == '' || hub.interface != aim.name) return 0;
	const next = next_door(endpoint, doors_of(hub));
	if (next == endpoint || !send_tunnel(aim.name, hub.public_key, next)) return 0;
	return port_of(next);
}

/** What is to be said of a hub that answers at another port than its usual one; null for nothing. */
export function other_door(now: Doors): Finding | null {
	const usual = now.doors[0] ?? 0;
	if (now.called == 0 || now.called == usual || index(now.doors, now.called) < 0) return null;
	const values = { old: '' + usual, value: '' + now.called };
	return finding('hub-found-at-port', values, 'hub.endpoint_port');
}

/** Starts a tunnel that somebody has stopped: netifd leaves it so, whatever its files say. True when there was one. */
export function start_stopped(router: Router, name: string): boolean {
	for (const entry of look(router).interfaces ?? []) {
		if (entry.name == name && entry.stopped) return run(['/sbin/ifup', name]).code == 0;
	}
	return false;
}

/** Stops it again. */
export function stop_again(name: string): void {
	run(['/sbin/ifdown', name]);
}

/** Why it did not come to its end within so many seconds. It may ask a name server. */
export function shortfall(router: Router, aim: Aim, stage: Stage, seconds: number): Finding {
	const values = { seconds: '' + seconds, value: aim.name };
	if (stage == 'answers') return finding('not-confirmed', values);
	if (aim.kind == 'gone') return finding('tunnel-stays', values);
	const facts = look(router);
	const network = network_from_uci(facts.uci.wgspoke);
	if (stage == 'up' && network != null && is_handshake_unclear(network, facts)) {
		return finding('clock-behind', { value: day_of(facts.time) });
	}
	const hub = network?.hub;
	const host = hub?.endpoint_host ?? '';
	const is_name = !iptoarr(host);
	if (is_name && length(look_up(host) ?? []) == 0) return finding('name-unknown', { value: host });
	if (stage == 'down') return finding('tunnel-down', values);
	const doors = hub == null ? [] : doors_of(hub);
	const code = length(doors) > 1 ? 'no-answer-anywhere' : 'no-answer';
	return finding(code, { ...values, host: host, port: join(', ', doors) });
}
