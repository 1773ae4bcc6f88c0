// Do the hub and the other homes answer?
// Pings them, all at once, within seconds, and leaves the verdicts in a file for `status`.
// It runs as a program of its own (`wgspoke check`), never inside rpcd.

import { open, readfile, unlink } from 'fs';
import { make_private_dir, write_private } from '../base/shell.ts';
import { is_fresh, moment_of, uptime } from '../base/uptime.ts';
import { ask_dns } from '../router/ping.ts';
import { handshake_verdict } from '../router/tunnel.ts';
import { collect_evidence } from './evidence.ts';
import { probe_of } from './homes.ts';
import type { Evidence, Facts, Known, Probe, Verdict } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';

/** A lock older than this was left by a probe that died. */
const LOCK_LIFE = 60;

/** Where what was found out lies beside the verdicts, which are read far more often. */
const evidence_file = 'evidence.json';

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

/** What the last check found out; null when there was none since the router started. */
export function read_evidence(router: Router): Known<Evidence> {
	try {
		// What an earlier version of this package has left knows nothing of whom it had heard.
		const text = readfile(router.run_dir + '/' + evidence_file) ?? '';
		const found = json(text) as Partial<Evidence>;
		return { ...found, heard: found.heard ?? [] } as Evidence;
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
	const evidence = collect_evidence(network, look, read_evidence(router)?.heard ?? []);
	const probe = probe_of(network, evidence, handshake_verdict(network, look()));
	write_private(router.run_dir, evidence_file, sprintf('%J', evidence));
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
	unlink(router.run_dir + '/' + evidence_file);
}
