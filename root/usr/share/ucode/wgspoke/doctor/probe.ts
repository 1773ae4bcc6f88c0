// Do the hub and the other homes answer?
// Pings them, all at once, within seconds, and leaves the verdicts in a file for `status`.
// It runs as a program of its own (`wgspoke check`), never inside rpcd.

import { open, readfile, stat, unlink } from 'fs';
import { contains, first_address } from '../base/prefix.ts';
import { make_private_dir, quote, run, run_script, write_private } from '../base/shell.ts';
import type { Place } from '../router/router.ts';
import type { Facts, Known, Network, Probe, Site, Verdict } from '../model/types.ts';

/** WireGuard makes a new handshake every two minutes while traffic flows; older than this is silence. */
const HANDSHAKE_LIFE = 180;

/** Pings run side by side in groups of this many. */
const GROUP = 32;

/** After this many seconds no further group is begun; what is left stays `not checked`. */
const LIMIT = 10;

/** A lock older than this was left by a probe that died. */
const LOCK_LIFE = 60;

interface Target {
	address: string;
	/** Address of this router to ping from; '' for the tunnel's own. */
	source: string;
}

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

/** One ping of a group: prints `<key> <average rtt in ms>` when something answered. */
function ping_line(key: string, target: Target): string {
	const args = ['ping', '-c', '2', '-W', '1', '-q'];
	if (target.source != '') push(args, '-I', target.source);
	push(args, target.address);
	// busybox: `round-trip min/avg/max = a/b/c ms`; iputils: `rtt min/avg/max/mdev = a/b/c/d ms`.
	const pick = 's|^.* = [0-9.]*/\\([0-9.]*\\)/.*|' + key + ' \\1|p';
	return quote(args) + ' 2>/dev/null </dev/null | ' + quote(['sed', '-n', pick]) + ' &\n';
}

/** Pings every target; key → milliseconds for those that answered. What was not asked is not in `asked`. */
function ping_all(targets: Record<string, Target>): {
	asked: Record<string, boolean>;
	answered: Record<string, number>;
} {
	const asked: Record<string, boolean> = {};
	const answered: Record<string, number> = {};
	const begin = clock(true)[0];
	const order = filter(keys(targets), (key) => targets[key]!.address != '');
	for (let at = 0; at < length(order) && clock(true)[0] - begin < LIMIT; at += GROUP) {
		let script = '';
		for (const key of slice(order, at, at + GROUP)) {
			script += ping_line(key, targets[key]!);
			asked[key] = true;
		}
		for (const line of split(run_script(script + 'wait\n').text, '\n')) {
			const field = match(line, /^([a-z0-9]+) ([0-9.]+)/);
			if (field) answered[field[1]!] = +field[2]!;
		}
	}
	return { asked: asked, answered: answered };
}

/** Handshake of the hub's peer, as `wg` tells it now. */
export function handshake_verdict(network: Network, facts: Facts): Verdict {
	if (facts.tunnels == null) return 'not checked';
	for (const tunnel of facts.tunnels) {
		if (tunnel.name != network.hub.interface) continue;
		for (const peer of tunnel.peers) {
			if (peer.public_key != network.hub.public_key) continue;
			const age = facts.time - peer.latest_handshake;
			return peer.latest_handshake > 0 && age <= HANDSHAKE_LIFE ? 'yes' : 'no';
		}
	}
	return 'no';
}

/**
 * Pings the hub, every other home's gateway by its VPN address, and a device at every other home.
 * `look` collects the facts anew: the pings themselves make WireGuard shake hands.
 */
export function run_probe(network: Network, look: () => Facts): Probe {
	const source = lan_address(network, look());
	const remote = filter(network.sites, (site) => !site.local);
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
		time: facts.time,
		handshake: handshake_verdict(network, facts),
		hub: verdict('hub'),
		hub_rtt: pings.answered['hub'] ?? null,
		sites: sites,
	};
}

/** The verdicts of the last probe; null when there was none since the router started. */
export function read_probe(place: Place): Known<Probe> {
	const text = readfile(place.run_dir + '/probe.json');
	if (text == null) return null;
	try {
		return json(text) as Probe;
	} catch {
		return null;
	}
}

function lock_path(place: Place): string {
	return place.run_dir + '/probe.lock';
}

/** Is a probe running now? */
export function is_probing(place: Place, now: number): boolean {
	const lock = stat(lock_path(place));
	return lock != null && now - lock.mtime < LOCK_LIFE;
}

/** Runs a probe unless one is running, and leaves its verdicts in the run directory. */
export function probe_once(place: Place, network: Network, look: () => Facts): Known<Probe> {
	make_private_dir(place.run_dir);
	if (!is_probing(place, time())) unlink(lock_path(place));
	const lock = open(lock_path(place), 'wx', 0o600);
	if (!lock) return null;
	lock.close();
	const probe = run_probe(network, look);
	write_private(place.run_dir, 'probe.json', sprintf('%J', probe));
	unlink(lock_path(place));
	return probe;
}

/** So long is an answer about a DNS server good, in seconds. */
const DNS_LIFE = 60;

/** Asks a DNS server and notes whether it answers at all; "no such name" is an answer, too. Waits two seconds at most. */
export function probe_dns(place: Place, address: string): void {
	// Both nslookups name the server only once it has answered.
	const asked = run(['nslookup', '-timeout=2', '-retry=1', 'localhost', address]);
	const verdict = index(asked.text, 'Server:') >= 0 ? 'yes' : 'no';
	const note = { address: address, time: time(), verdict: verdict };
	write_private(place.run_dir, 'dns.json', sprintf('%J', note));
}

/** What was found out about that server within the last minute. */
export function dns_verdict(place: Place, address: string): Verdict {
	try {
		const note = json(readfile(place.run_dir + '/dns.json') ?? '') as Record<string, unknown>;
		const age = time() - (note['time'] as number);
		if (note['address'] == address && age < DNS_LIFE) return note['verdict'] as Verdict;
	} catch {
		// Nothing was noted.
	}
	return 'not checked';
}

/** Forgets the verdicts, which are about a network that is left or changed. */
export function forget_probe(place: Place): void {
	unlink(place.run_dir + '/probe.json');
}
