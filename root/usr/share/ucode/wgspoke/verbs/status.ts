// What is so now? In full, as a pulse, or after a look at who answers; and does the tunnel follow its files?

import { readfile } from 'fs';
import { run, start } from '../base/shell.ts';
import { uptime } from '../base/uptime.ts';
import { is_probing, probe_once, read_probe } from '../doctor/probe.ts';
import { pulse_of, status_of } from '../doctor/status.ts';
import { appraise, subject_of } from '../plan/appraise.ts';
import { our_interface } from '../plan/ours.ts';
import { forget_old_pastes, forget_public_key } from '../router/keys.ts';
import { collect_configs, collect_facts, collect_tunnels, look } from '../router/look.ts';
import { tunnel_is_current } from '../router/tunnel.ts';
import { last_trial, needs_recovery } from '../trial/state.ts';
import { settle } from '../words/settle.ts';
import { joined_network } from './join.ts';
import type { Pulse, Sign, Status } from '../doctor/status.ts';
import type { Appraisal } from '../plan/appraise.ts';
import type { Facts } from '../model/facts.ts';
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

// The last probe, and a number that is another one once anything has changed that is in a status and not in a pulse:
// the files, the tunnels as such, the routes.
function sign_of(router: Router, facts: Facts): Sign {
	const memory = router.memory;
	const tunnels = map(facts.tunnels ?? [], (one) => [one.name, one.public_key, one.listen_port]);
	const routes = router.live ? readfile('/proc/net/route') : '';
	const seen = sprintf('%J', [memory.files, tunnels, routes]);
	if (memory.seen != seen) {
		// Begun by the clock, so that a program that is started anew does not count as the one before.
		memory.state = memory.seen == '' ? facts.time : memory.state + 1;
		memory.seen = seen;
	}
	const probing = is_probing(router);
	return { state: memory.state, probe: read_probe(router), probing: probing };
}

/** A change that nobody keeps or undoes any more is undone now; what was undone so, or could not be, is told. */
function abandoned_change(router: Router): Finding[] {
	if (!router.live) return [];
	if (needs_recovery(router)) start(['/usr/bin/wgspoke', 'recover']);
	const trial = last_trial(router);
	return trial?.verb == 'recover' || trial?.state == 'stuck' ? trial.findings : [];
}

/** What is so now, with the verdicts of the last probe. */
export function do_status(router: Router): Status {
	forget_old_pastes(router);
	const facts = look(router);
	const status = status_of(facts, appraisal_of(router, facts), sign_of(router, facts));
	// Whoever has left has no key that should be remembered.
	if (!status.joined) forget_public_key(router);
	const findings = settle([...status.findings, ...abandoned_change(router)]);
	return { ...status, findings: findings };
}

/** Of that, what changes all the time. */
export function do_pulse(router: Router): Pulse {
	const uci = collect_configs(router);
	const memory = router.memory;
	if (memory.network == null) memory.network = { joined: joined_network(router) };
	const facts: Facts = {
		time: time(),
		uptime: uptime(),
		clock_set: null,
		interfaces: null,
		devices: null,
		tunnels: router.live ? collect_tunnels(uci) : null,
		wireguard: null,
		proxies: null,
		routes: null,
		public_key: '',
		endpoint_addresses: [],
		uci: uci,
	};
	return pulse_of(memory.network.joined, facts, sign_of(router, facts));
}

/** Probes now, within seconds, and tells what is so then. Waits: the ubus object starts it as a program. */
export function do_check(router: Router): Status {
	const network = joined_network(router);
	if (network && router.live) probe_once(router, network, () => look(router));
	return do_status(router);
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
		});
		return tunnel_is_current(facts, network.hub.interface) == false;
	};
	if (!stale()) return 0;
	sleep(RELOAD_MS);
	return stale() ? run(['/sbin/ifup', network.hub.interface]).code : 0;
}
