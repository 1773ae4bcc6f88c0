// How does this router leave, and what does it forget then?

import { forget_probe } from '../doctor/probe.ts';
import { mask_secrets, uci_diff } from '../plan/change.ts';
import { section_named } from '../model/uci.ts';
import { our_interface, written_interface } from '../plan/ours.ts';
import { plan_leave } from '../plan/plan.ts';
import { leave_summary } from '../plan/summary.ts';
import {
	forget_keys,
	forget_pastes,
	forget_pending_key,
	forget_public_key,
} from '../router/keys.ts';
import { look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { joined_network } from './join.ts';
import { pending_findings, stage_or_die } from './stage.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { LeaveReply } from './replies.ts';

/** What leaving removes, in the clear, for the command line's own transaction. */
export interface FullLeave {
	reply: LeaveReply;
	changes: Change[];
	/** Name of the interface that goes away. */
	name: string;
}

export function leave_to_apply(router: Router): FullLeave {
	const facts = look(router);
	const changes = plan_leave(facts);
	const ours = our_interface(facts.uci);
	const written = written_interface(facts.uci);
	// Nobody waits for an interface that is somebody else's.
	const stays = section_named(facts.uci.network, written) != null;
	const findings: Finding[] = length(changes) == 0 ? [finding('not-joined', {})] : [];
	return {
		reply: {
			changes: mask_secrets(changes),
			diff: uci_diff(changes),
			summary: leave_summary(facts),
			findings: findings,
			staged: false,
		},
		changes: changes,
		name: ours == '' && !stays ? written : ours,
	};
}

/**
 * Stages the removal of everything that is ours; applied and confirmed by the caller as for join. `dry`: only tells
 * what that would be.
 */
export function do_leave(router: Router, session: string, dry: boolean): LeaveReply {
	const leave = leave_to_apply(router);
	const findings = settle([...leave.reply.findings, ...pending_findings(session)]);
	const reply = { ...leave.reply, findings: findings };
	if (dry || has_errors(findings)) return reply;
	stage_or_die(router, session, leave.changes);
	return { ...reply, staged: true };
}

/**
 * Forgets, once a change is confirmed, the pasted text that it came from ('' for none), what is too old of the others,
 * and the kept keys of devices that are gone; of a router that has left, everything. False while it is joined.
 */
export function do_forget(router: Router, paste: string): boolean {
	const network = joined_network(router);
	forget_keys(router, network);
	forget_pastes(router, network ? paste : null);
	if (network) return false;
	forget_public_key(router);
	forget_probe(router);
	forget_pending_key(router);
	return true;
}
