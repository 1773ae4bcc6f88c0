// Do the hub and the other homes answer?
// Pings them, all at once, within seconds, and leaves the verdicts in a file for `status`.
// It runs as a program of its own (`wgspoke check`), never inside rpcd.

import { open, readfile, unlink } from 'fs';
import { make_private_dir, write_private } from '../base/shell.ts';
import { is_fresh, moment_of, uptime } from '../base/uptime.ts';
import { contains, first_address } from '../base/prefix.ts';
import { remote_sites } from '../model/network.ts';
import { ask_dns, ping_all } from '../router/ping.ts';
import { handshake_verdict } from '../router/tunnel.ts';
import type { Facts, Known, Probe, Verdict } from '../model/facts.ts';
import type { Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Target } from '../router/ping.ts';
import type { Router } from '../router/router.ts';

/** A lock older than this was left by a probe that died. */
const LOCK_LIFE = 60;

/** What a site is asked by; '' where there is nothing to ask. */
function gateway_target(site: Site): Target {
	return { address: site.address, source: '' };
}

/** A device at that home, asked from this home's LAN address as the devices here would ask. */
function host_target(site: Site, source: string): Target {
	const lan = site.lan[0];
	return {
		address: site.host != '' ? site.host : lan ? (first_address(lan) ?? '') : '',
		source: source,
	};
}

/** This router's address in its own LAN; '' when netifd did not tell. */
function lan_address(network: Network, facts: Facts): string {
	for (const site of network.sites) {
		if (!site.local) continue;
		for (const entry of facts.interfaces ?? []) {
			for (const address of entry.addresses) {
				for (const lan of site.lan) {
					const bare = split(address, '/')[0]!;
					if (contains(lan, bare)) return bare;
				}
			}
		}
	}
	return '';
}

/**
 * Pings the hub, every other home's gateway by its VPN address, and a device at every other home.
 * `look` collects the facts anew: the pings themselves make WireGuard shake hands.
 */
function run_probe(network: Network, look: () => Facts): Probe {
	const source = lan_address(network, look());
	const remote = remote_sites(network);
	const targets: Record<string, Target> = {};
	targets['hub'] = { address: network.hub.address, source: '' };
	let number = 0;
	for (const site of remote) {
		targets[sprintf('g%d', number)] = gateway_target(site);
		targets[sprintf('h%d', number)] = host_target(site, source);
		number++;
	}
	const pings = ping_all(targets);
	const verdict = (key: string): Verdict =>
		exists(pings.answered, key) ? 'yes' : pings.asked[key] ? 'no' : 'not checked';
	const facts = look();
	const sites: Probe['sites'] = [];
	number = 0;
	for (const site of remote) {
		const gateway = sprintf('g%d', number);
		const host = sprintf('h%d', number);
		const heard = verdict(host);
		push(sites, {
			name: site.name,
			gateway: verdict(gateway),
			// Silence of an address that nobody named says nothing: no device may have it.
			host: heard == 'no' && site.host == '' ? 'not checked' : heard,
			rtt: pings.answered[host] ?? pings.answered[gateway] ?? null,
		});
		number++;
	}
	return {
		uptime: facts.uptime,
		handshake: handshake_verdict(network, facts),
		hub: verdict('hub'),
		hub_rtt: pings.answered['hub'] ?? null,
		sites: sites,
	};
}

/** The verdicts of the last probe; null when there was none since the router started. */
export function read_probe(router: Router): Known<Probe> {
	const text = readfile(router.run_dir + '/probe.json');
	if (text == null) return null;
	try {
		return json(text) as Probe;
	} catch {
		return null;
	}
}

function lock_path(router: Router): string {
	return router.run_dir + '/probe.lock';
}

/** Is a probe running now? */
export function is_probing(router: Router): boolean {
	const since = moment_of(readfile(lock_path(router)) ?? '');
	return is_fresh(since, uptime(), LOCK_LIFE);
}

/** Runs a probe unless one is running, and leaves its verdicts in the run directory. */
export function probe_once(router: Router, network: Network, look: () => Facts): Known<Probe> {
	make_private_dir(router.run_dir);
	if (!is_probing(router)) unlink(lock_path(router));
	const lock = open(lock_path(router), 'wx', 0o600);
	if (!lock) return null;
	lock.write('' + uptime());
	lock.close();
	const probe = run_probe(network, look);
	write_private(router.run_dir, 'probe.json', sprintf('%J', probe));
	unlink(lock_path(router));
	return probe;
}

/** So long is an answer about a DNS server good, in seconds. */
const DNS_LIFE = 60;

/** Asks a DNS server and notes whether it answers at all. */
export function probe_dns(router: Router, address: string): void {
	const note = { address: address, uptime: uptime(), verdict: ask_dns(address) };
	write_private(router.run_dir, 'dns.json', sprintf('%J', note));
}

/** What was found out about that server within the last minute. */
export function dns_verdict(router: Router, address: string): Verdict {
	try {
		const note = json(readfile(router.run_dir + '/dns.json') ?? '') as Record<string, unknown>;
		const fresh = is_fresh(note['uptime'] as number, uptime(), DNS_LIFE);
		if (note['address'] == address && fresh) return note['verdict'] as Verdict;
	} catch {
		// Nothing was noted.
	}
	return 'not checked';
}

/** Forgets the verdicts, which are about a network that is left or changed. */
export function forget_probe(router: Router): void {
	unlink(router.run_dir + '/probe.json');
}
