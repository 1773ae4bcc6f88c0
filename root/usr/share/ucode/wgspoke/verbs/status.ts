// What is so now? In full, as a pulse, or after a look at who answers; and does the tunnel follow its files?

import { lsdir, readfile } from 'fs';
import { said_life } from '../base/constants.ts';
import { run, start } from '../base/shell.ts';
import { steady, uptime } from '../base/uptime.ts';
import { ladder_of, no_ladder } from '../doctor/ladder.ts';
import { is_probing, probe_once, read_evidence, read_probe } from '../doctor/probe.ts';
import { answers_elsewhere, pulse_of, status_of } from '../doctor/status.ts';
import { read_answer } from '../hub/answer.ts';
import { appraise, subject_of } from '../plan/appraise.ts';
import { our_interface } from '../plan/ours.ts';
import { forget_old_pastes, forget_public_key } from '../router/keys.ts';
import {
	collect_configs,
	collect_facts,
	collect_tunnels,
	device_number,
	look,
} from '../router/look.ts';
import { tunnel_is_current } from '../router/tunnel.ts';
import { last_trial, needs_recovery } from '../trial/state.ts';
import { is_seen_so, is_watching, tunnel_of } from '../watch/known.ts';
import { clocks_now, read_watched } from '../watch/note.ts';
import { outdated_devices } from '../model/lacking.ts';
import { about_device } from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { settle } from '../words/settle.ts';
import { joined_network } from './join.ts';
import { left_now, left_stamp } from './left.ts';
import { devices_elsewhere, news_here } from './follow.ts';
import { hub_said } from './told.ts';
import { manages_hub, token_findings } from './token.ts';
import type { Pulse, Sign } from '../doctor/status.ts';
import type { StatusReply } from './replies.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Ladder } from '../doctor/situation.ts';
import type { Appraisal } from '../plan/appraise.ts';
import type { Facts, Known, LiveTunnel, Watched } from '../model/facts.ts';
import type { Outdated } from '../model/lacking.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';

/** The appraisal of the configuration, made anew only when something that it depends on has changed. */
function appraisal_of(router: Router, facts: Facts): Appraisal {
	const memory = router.memory;
	const subject = subject_of(facts);
	if (memory.appraisal == null || memory.subject != subject) {
		memory.appraisal = appraise(facts);
		memory.subject = subject;
	}
	return memory.appraisal;
}

/** What the watch knows of the network that this router has joined; null when it does not run. */
function watched_of(router: Router, network: Network | null): Known<Watched> {
	if (network == null || !router.live) return null;
	const left = read_watched(router);
	return is_watching(left, network, clocks_now().steady) ? left : null;
}

/** What the hub said, without what is another with each answer: its clock, and what was carried. */
function lasting(said: Known<HubSaid>): unknown {
	const answer = said?.answer;
	if (answer == null) return map(said?.findings ?? [], (one) => one.code);
	return { ...answer, time: 0, peers: map(answer.peers, (peer) => ({ ...peer, seen: null })) };
}

// The last probe, what the watch knows, and a number that is another one once anything has changed that is in a status
// and not in a pulse: the files, the tunnel as such, the devices, the routes, where the watch has found the hub.
function sign_of(
	router: Router,
	network: Network | null,
	facts: Facts,
	watched: Known<Watched>
): Sign {
	const memory = router.memory;
	const ours = filter(facts.tunnels ?? [], (one) => one.name == network?.hub.interface);
	const tunnels = map(ours, (one) => [one.public_key, one.listen_port]);
	const devices = router.live ? lsdir('/sys/class/net') : [];
	const routes = router.live ? readfile('/proc/net/route') : '';
	const said = hub_said(router, network);
	const door = watched == null ? null : [watched.door, answers_elsewhere(watched)];
	const found = [
		watched?.resolves ?? null,
		watched?.moved ?? null,
		door,
		lasting(said),
		left_stamp(router),
	];
	const seen = sprintf('%J', [memory.files, tunnels, devices, routes, found]);
	if (memory.seen != seen) {
		// Begun by the clock, so that a program that is started anew does not count as the one before.
		memory.state = memory.seen == '' ? facts.time : memory.state + 1;
		memory.seen = seen;
	}
	const probing = is_probing(router);
	return {
		state: memory.state,
		probe: read_probe(router),
		probing: probing,
		watched: watched,
		steady: clocks_now().steady,
		said: said,
	};
}

/** A change that nobody keeps or undoes any more is undone now; what was undone so, or could not be, is told. */
function abandoned_change(router: Router): Finding[] {
	if (!router.live) return [];
	if (needs_recovery(router)) start(['/usr/bin/wgspoke', 'recover']);
	const trial = last_trial(router);
	return trial?.verb == 'recover' || trial?.state == 'stuck' ? trial.findings : [];
}

/** The network that this router has joined, by the configuration as it is now. */
function remembered_network(router: Router): Network | null {
	collect_configs(router);
	const memory = router.memory;
	if (memory.network == null) memory.network = { joined: joined_network(router) };
	return memory.network.joined;
}

// The tunnel as the watch saw it seconds ago, when it is still that one; null: somebody has to ask.
function seen_tunnels(
	router: Router,
	network: Network | null,
	watched: Known<Watched>
): Known<LiveTunnel[]> {
	if (network == null || watched == null) return null;
	const device = device_number(network.hub.interface);
	const same = is_seen_so(watched, device, router.memory.files);
	return same ? tunnel_of(watched, clocks_now()) : null;
}

/** What is said of a device that needs its configuration anew. */
export function outdated_finding(one: Outdated): Finding {
	const values = { name: one.name, homes: join(', ', one.lacks) };
	return finding('device-outdated', values, about_device(one.name, 'lacks'));
}

// What is so by these facts.
function status_now(router: Router, facts: Facts): StatusReply {
	forget_old_pastes(router);
	const appraisal = appraisal_of(router, facts);
	const network = appraisal.network;
	const sign = sign_of(router, network, facts, watched_of(router, network));
	const status = status_of(facts, appraisal, sign);
	// Whoever has left has no key that should be remembered.
	if (!status.joined) forget_public_key(router);
	const news = news_here(router, network, facts, status.public_key);
	const manages = network == null ? 'no' : manages_hub(router, network, sign.said);
	const outdated = network == null ? [] : outdated_devices(network);
	const findings = settle([
		...status.findings,
		...map(news, (one) => one.told),
		...(network == null ? [] : token_findings(router, network, manages)),
		...map(outdated, outdated_finding),
		...abandoned_change(router),
	]);
	const answer = sign.said?.answer ?? null;
	const left = network == null ? [] : left_now(router, network, status.public_key, answer);
	return {
		...status,
		findings: findings,
		news: news,
		devices_there: devices_elsewhere(network, sign.said, status.public_key),
		outdated: outdated,
		left: left,
		manages_hub: manages,
	};
}

// What is so now; of the tunnel, what the watch saw of it within seconds.
function look_beside_watch(router: Router): Facts {
	const network = remembered_network(router);
	return look(router, seen_tunnels(router, network, watched_of(router, network)));
}

/** What is so now, with the verdicts of the last probe. */
export function do_status(router: Router): StatusReply {
	return status_now(router, look_beside_watch(router));
}

/** Of that, what changes all the time. */
export function do_pulse(router: Router): Pulse {
	const network = remembered_network(router);
	const uci = collect_configs(router);
	const watched = watched_of(router, network);
	// Without the watch `wg` is asked, which costs the start of two programs.
	const ask = (): Facts['tunnels'] => (router.live ? collect_tunnels(uci) : null);
	const facts: Facts = {
		host_name: '',
		time: time(),
		uptime: uptime(),
		clock_set: null,
		interfaces: null,
		devices: null,
		tunnels: watched != null ? tunnel_of(watched, clocks_now()) : ask(),
		wireguard: null,
		proxies: null,
		routes: null,
		public_key: '',
		endpoint_addresses: [],
		endpoint_resolves: null,
		steering: null,
		name_servers: null,
		mtus: null,
		uci: uci,
	};
	return pulse_of(network, facts, sign_of(router, network, facts, watched));
}

/**
 * Does it work, and if not, why: from the last check and from what is so now. Begins no check, and waits for nobody.
 * `told`: what the hub printed when it was looked at, '' for what it last said by itself.
 */
export function do_ladder(router: Router, told: string): Ladder {
	const facts = look_beside_watch(router);
	const appraisal = appraisal_of(router, facts);
	const network = appraisal.network;
	if (network == null) return no_ladder(false);
	const read = told == '' ? null : read_answer(told);
	const pasted = read?.answer ?? null;
	// What it said long ago may be otherwise now, and decides nothing.
	const said = hub_said(router, network);
	const last = said != null && said.age <= said_life ? said : null;
	const heard = pasted == null ? last : { answer: pasted, findings: [], age: 0 };
	const sign = sign_of(router, network, facts, watched_of(router, network));
	const status = status_of(facts, appraisal, { ...sign, said: heard });
	const situation = {
		network: network,
		facts: facts,
		found: status.findings,
		drifted: length(status.drift) > 0,
		evidence: read_evidence(router),
		answer: heard?.answer ?? null,
		answer_age: heard?.age ?? null,
		looked: pasted != null,
		homes: map(status.sites, (one) => one.home),
	};
	return { ...ladder_of(situation, sign.probing), look: read?.findings ?? [] };
}

// What may take its time: also which programs run.
function look_around(router: Router): Facts {
	return collect_facts(router, {
		preflight: true,
		private_key: '',
		endpoint_host: '',
		may_wait: false,
	});
}

/** So long is a check waited for that was running already: what it has asked, it asked before this one was wanted. */
const check_seconds = 20;
const poll_ms = 200;

/** Probes now, within seconds, and tells what is so then. Waits: the ubus object starts it as a program. */
export function do_check(router: Router): StatusReply {
	const network = joined_network(router);
	if (network && router.live && !network.hub.off) {
		const end = steady() + check_seconds;
		while (probe_once(router, network, () => look_around(router)) == null && steady() < end) {
			sleep(poll_ms);
		}
	}
	return status_now(router, look_beside_watch(router));
}

/** netifd reloads at the same moment as this package's trigger; so long is it given to finish. */
const RELOAD_MS = 1000;

/**
 * Brings edited peers into the running tunnel by `ifup`, unless netifd has done so by itself.
 * The exit status of the program: 0 when the tunnel is current or there is none.
 */
export function sync_tunnel(router: Router): number {
	const network = joined_network(router);
	if (!network || our_interface(collect_configs(router)) != network.hub.interface) return 0;
	const stale = (): boolean => {
		const facts = collect_facts(router, {
			preflight: false,
			private_key: '',
			endpoint_host: network.hub.endpoint_host,
			may_wait: true,
		});
		return tunnel_is_current(facts, network.hub.interface) == false;
	};
	if (!stale()) return 0;
	sleep(RELOAD_MS);
	return stale() ? run(['/sbin/ifup', network.hub.interface]).code : 0;
}
