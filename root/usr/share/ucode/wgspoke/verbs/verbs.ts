// What can be asked of this package?
// One function per verb, shared by the command and the ubus object: each looks, asks the domain and
// returns a reply. None of them waits, except where `may_wait` says that the caller can.

import { stage, staged_configs } from '../trial/transaction.ts';
import { mask_secrets } from '../plan/change.ts';
import { collect_configs, collect_facts } from '../router/look.ts';
import { tunnel_is_current } from '../router/tunnel.ts';
import { local_lans, our_interface } from '../plan/lans.ts';
import { hub_reply } from '../hub/members.ts';
import {
	complete_secrets,
	configured_key,
	forget_pending_key,
	make_pending_key,
} from '../router/keys.ts';
import { forget_keys } from '../router/kept.ts';
import { local_prefixes, network_from_uci } from '../model/network.ts';
import { normalize_network } from '../model/shape.ts';
import { overlay } from '../model/merge.ts';
import { plan_join, plan_leave } from '../plan/plan.ts';
import { free_vpn_address, has_errors, merge_findings, preflight } from '../plan/preflight.ts';
import {
	forget_probe,
	handshake_verdict,
	is_probing,
	probe_once,
	read_probe,
} from '../doctor/probe.ts';
import { read_text } from '../text/read.ts';
import { run } from '../base/shell.ts';
import { appraise, status_of, subject_of } from '../doctor/status.ts';
import { leave_summary, plan_summary } from '../plan/summary.ts';
import { finding } from '../words/texts.ts';
import type { Place } from '../router/router.ts';
import type { Appraisal } from '../doctor/status.ts';
import type {
	Change,
	Facts,
	Finding,
	HubReply,
	JoinReply,
	LeaveReply,
	Network,
	PlanReply,
	ReadReply,
	Secrets,
	Status,
	UciConfigs,
} from '../model/types.ts';

/** What plan and join are asked for. */
export interface Request {
	/** The network as the client has it, unchecked; null: as the text says, or as this router has it. */
	network: unknown;
	/** The pasted configuration, for its keys; '' for none. */
	text: string;
	/** What is changed in the text's network, or in the one joined; null: nothing. */
	edit: ((network: Network) => Network) | null;
	/** May name servers be waited for? Never inside rpcd. */
	may_wait: boolean;
}

/** A plan with its secrets in the clear: for staging, never for a reply. */
interface FullPlan {
	reply: PlanReply;
	changes: Change[];
	/** What the hub's name stood for when the plan was made. */
	endpoint_addresses: string[];
}

interface FullLeave {
	reply: LeaveReply;
	changes: Change[];
	/** Name of the interface that goes away. */
	name: string;
}

const NO_SECRETS: Secrets = { private_key: '', preshared_key: '' };

/** This home's LANs as the router tells them, where the text could not know them. */
export function fill_in(network: Network, facts: Facts): Network {
	for (const site of network.sites) {
		if (!site.local || length(site.lan) > 0) continue;
		for (const candidate of local_lans(facts)) {
			if (candidate.preselected) push(site.lan, candidate.prefix);
		}
	}
	return network;
}

/** The facts that can be had without waiting and without a key. */
export function look(place: Place): Facts {
	return collect_facts(place, { preflight: false, private_key: '', endpoint_host: '' });
}

/** The network this router has joined; null for none. */
export function joined_network(place: Place): Network | null {
	return network_from_uci(collect_configs(place).wgspoke);
}

// What a wg-easy's admin has to enter, by its value now that this home's LAN is known.
function name_lan(findings: Finding[], network: Network): Finding[] {
	const lan = join(', ', local_prefixes(network));
	return map(findings, (one) =>
		lan != '' && index(one.code, 'wg-easy') == 0
			? finding(one.code, { value: lan }, one.field, one.line)
			: one
	);
}

/** Pasted text → the network it stands for, with what is wrong in it. */
export function do_read(place: Place, text: string): ReadReply {
	const found = read_text(text);
	const facts = look(place);
	const network = fill_in(found.network, facts);
	return {
		network: network,
		findings: name_lan(found.findings, network),
		unused: found.unused,
		lans: local_lans(facts),
		free_address: free_vpn_address(network),
		has_private_key: found.secrets.private_key != '',
		has_preshared_key: found.secrets.preshared_key != '',
	};
}

/** What a request means, before anything on this router is looked at. */
interface Intent {
	/** null: no text, no network, and this router has not joined. */
	network: Network | null;
	pasted: Secrets;
	findings: Finding[];
}

/** Findings that a client cannot answer by editing the network: about the text as such and its keys. */
function stays_with_text(entry: Finding): boolean {
	return index(['text', 'private_key', 'preshared_key'], entry.field) >= 0;
}

/** What an edit may have mended; if not, the check of the network tells it again. */
function is_found_again(entry: Finding): boolean {
	return index(['no-remote', 'no-subnet'], entry.code) >= 0 || entry.field == 'local.address';
}

function intent_of(request: Request, configs: UciConfigs): Intent {
	const read = request.text != '' ? read_text(request.text) : null;
	const pasted = read?.secrets ?? NO_SECRETS;
	const told = read?.findings ?? [];
	if (request.network != null) {
		const normal = normalize_network(request.network);
		const findings = [...filter(told, stays_with_text), ...normal.findings];
		return { network: normal.network, pasted: pasted, findings: findings };
	}
	const joined = network_from_uci(configs.wgspoke);
	let start = joined;
	if (read) {
		const known = joined != null && joined.hub.public_key == read.network.hub.public_key;
		start = known ? overlay(joined, read.network) : read.network;
	}
	if (!start) return { network: null, pasted: pasted, findings: [finding('not-joined', {})] };
	if (!request.edit) return { network: start, pasted: pasted, findings: told };
	const normal = normalize_network(request.edit(start));
	const findings = [...filter(told, (entry) => !is_found_again(entry)), ...normal.findings];
	return { network: normal.network, pasted: pasted, findings: findings };
}

function make_plan(place: Place, request: Request, make_key: boolean): FullPlan {
	const configs = collect_configs(place);
	const intent = intent_of(request, configs);
	let findings = intent.findings;
	const network = intent.network ?? normalize_network(null).network;
	const name = network.hub.interface;
	let secrets = complete_secrets(place, configs, name, intent.pasted);
	if (make_key && secrets.private_key == '' && !has_errors(findings) && make_pending_key(place)) {
		secrets = complete_secrets(place, configs, name, intent.pasted);
	}
	const facts = collect_facts(place, {
		preflight: true,
		private_key: secrets.private_key,
		endpoint_host: request.may_wait ? network.hub.endpoint_host : '',
	});
	if (intent.network && request.network == null) fill_in(network, facts);
	findings = name_lan(findings, network);
	if (intent.network) findings = merge_findings(findings, preflight(network, secrets, facts));
	if (make_key && secrets.private_key == '' && !has_errors(findings)) {
		push(findings, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	const blocked = has_errors(findings);
	const changes = blocked ? [] : plan_join(network, secrets, facts);
	return {
		reply: {
			network: network,
			findings: findings,
			changes: mask_secrets(changes),
			summary: blocked ? [] : plan_summary(network, changes),
			public_key: facts.public_key,
		},
		changes: changes,
		endpoint_addresses: facts.endpoint_addresses,
	};
}

/** The plan with its secrets, for staging; a router without a key makes one first. */
export function plan_to_apply(place: Place, request: Request): FullPlan {
	return make_plan(place, request, true);
}

/** What would change, and what is wrong; nothing is written. */
export function do_plan(place: Place, request: Request): PlanReply {
	return make_plan(place, request, false).reply;
}

/** A finding for each config that the caller's session has edits in: they would be applied with ours. */
export function pending_findings(session: string): Finding[] {
	return map(staged_configs(session), (config) => finding('pending-changes', { value: config }));
}

/** Stages for the caller's `uci apply`; the verdicts of the last probe are about what was before. */
export function stage_or_die(place: Place, session: string, changes: Change[]): void {
	const problem = stage(place, session, changes);
	if (problem) die('could not stage the changes: ' + problem);
	forget_probe(place);
}

/**
 * Plans and stages in the caller's rpcd session. The caller then calls `uci apply` with rollback, waits
 * for `status` to tell of a handshake, and calls `uci confirm`.
 */
export function do_join(place: Place, request: Request, session: string): JoinReply {
	const plan = plan_to_apply(place, request);
	push(plan.reply.findings, ...pending_findings(session));
	const staged = !has_errors(plan.reply.findings) && length(plan.changes) > 0;
	if (staged) stage_or_die(place, session, plan.changes);
	return { ...plan.reply, staged: staged };
}

/** What leaving removes, in the clear, for the command line's own transaction. */
export function leave_to_apply(place: Place): FullLeave {
	const facts = look(place);
	const changes = plan_leave(facts);
	const network = network_from_uci(facts.uci.wgspoke);
	const findings: Finding[] = [];
	if (length(changes) == 0) push(findings, finding('not-joined', {}));
	return {
		reply: {
			changes: mask_secrets(changes),
			summary: leave_summary(facts),
			findings: findings,
			staged: false,
		},
		changes: changes,
		name: network?.hub.interface ?? '',
	};
}

/**
 * Stages the removal of everything that is ours; applied and confirmed by the caller as for join. `dry`: only tells
 * what that would be.
 */
export function do_leave(place: Place, session: string, dry: boolean): LeaveReply {
	const leave = leave_to_apply(place);
	push(leave.reply.findings, ...pending_findings(session));
	if (dry || has_errors(leave.reply.findings)) return leave.reply;
	stage_or_die(place, session, leave.changes);
	return { ...leave.reply, staged: true };
}

/**
 * Forgets, once a change is confirmed, the kept keys of devices that are gone; of a router that has left,
 * everything. False while it is joined.
 */
export function do_forget(place: Place): boolean {
	const network = joined_network(place);
	forget_keys(place, network);
	if (network) return false;
	forget_probe(place);
	forget_pending_key(place);
	return true;
}

/** The appraisal of the configuration, made anew only when something that it depends on has changed. */
function appraisal_of(place: Place, facts: Facts): Appraisal {
	const memory = place.memory;
	const subject = subject_of(facts);
	if (memory.appraisal == null || memory.subject != subject) {
		memory.appraisal = appraise(facts);
		memory.subject = subject;
	}
	return memory.appraisal;
}

/** What is so now, with the verdicts of the last probe. */
export function do_status(place: Place): Status {
	const facts = look(place);
	const probing = is_probing(place, facts.time);
	return status_of(facts, appraisal_of(place, facts), read_probe(place), probing);
}

/** Probes now, within seconds, and tells what is so then. Waits: the ubus object starts it as a program. */
export function do_check(place: Place): Status {
	const network = joined_network(place);
	if (network && place.live) {
		probe_once(place, network, () => look(place));
	}
	return do_status(place);
}

/** What to run at the hub so that it knows this router; `make_key`: one that has no key makes it now. */
export function do_hub(place: Place, request: Request, make_key: boolean): HubReply {
	const plan = make_plan(place, request, make_key).reply;
	return hub_reply(plan.network, plan.public_key, plan.findings);
}

/** Makes this router's key pair ahead of joining; the public half, or '' where WireGuard is missing. */
export function do_key(place: Place): string {
	if (!make_pending_key(place)) return '';
	const facts = collect_facts(place, {
		preflight: false,
		private_key: complete_secrets(place, collect_configs(place), '', NO_SECRETS).private_key,
		endpoint_host: '',
	});
	return facts.public_key;
}

// --- what the command line waits for ---

/** Does the tunnel run as this network says, and has the hub, at one of `addresses`, shaken hands with it? */
export function tunnel_answers(place: Place, network: Network, addresses: string[]): boolean {
	const facts = { ...look(place), endpoint_addresses: addresses };
	return (
		tunnel_is_current(facts, network.hub.interface) == true &&
		handshake_verdict(network, facts) == 'yes'
	);
}

/** Does what runs agree with what is configured: the tunnel as written, or none where none is written? */
export function tunnel_is_settled(place: Place, name: string): boolean {
	const facts = look(place);
	if (facts.tunnels == null) return false;
	const current = tunnel_is_current(facts, name);
	if (configured_key(facts.uci, name) != '') return current == true;
	// netifd lists an interface for a moment after its device has gone.
	const listed = filter(facts.interfaces ?? [], (entry) => entry.name == name);
	return current == null && length(listed) == 0;
}

/** netifd reloads at the same moment as this package's trigger; so long is it given to finish. */
const RELOAD_MS = 1000;

/**
 * Brings edited peers into the running tunnel by `ifup`, unless netifd has done so by itself.
 * The exit status of the program: 0 when the tunnel is current or there is none.
 */
export function sync_tunnel(place: Place): number {
	const network = joined_network(place);
	if (!network || our_interface(collect_configs(place)) != network.hub.interface) return 0;
	const stale = (): boolean => {
		const facts = collect_facts(place, {
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
