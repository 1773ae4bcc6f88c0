// What would joining, or a change of the network, do; and how is it handed over to be applied?

import { print_endpoint } from '../base/endpoint.ts';
import { network_from_uci } from '../model/uci.ts';
import { collect_configs } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { make_plan } from './request.ts';
import { pending_findings, stage_or_die } from './stage.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { FullPlan, Request } from './request.ts';
import type { JoinReply, PlanReply } from './replies.ts';

/** The network this router has joined; null for none. */
export function joined_network(router: Router): Network | null {
	return network_from_uci(collect_configs(router).wgspoke);
}

// Who joins should know that something is replaced.
function with_joined(router: Router, plan: PlanReply): PlanReply {
	const joined = joined_network(router);
	if (joined == null) return plan;
	const told: Finding = finding('already-joined', { value: print_endpoint(joined.hub) });
	return { ...plan, findings: settle([...plan.findings, told]) };
}

/** The plan with its secrets, for staging; a router without a key makes one first. */
export function plan_to_apply(router: Router, request: Request): FullPlan {
	const plan = make_plan(router, request, true);
	return { ...plan, reply: with_joined(router, plan.reply) };
}

/** What would change, and what is wrong; nothing is written. */
export function do_plan(router: Router, request: Request): PlanReply {
	return with_joined(router, make_plan(router, request, false).reply);
}

/**
 * Plans and stages in the caller's rpcd session. The caller then calls `uci apply` with rollback, waits
 * for `status` to tell of a handshake, and calls `uci confirm`.
 */
export function do_join(router: Router, request: Request, session: string): JoinReply {
	const plan = plan_to_apply(router, request);
	const findings = settle([...plan.reply.findings, ...pending_findings(session)]);
	const staged = !has_errors(findings) && length(plan.changes) > 0;
	if (staged) stage_or_die(router, session, plan.changes);
	return { ...plan.reply, findings: findings, staged: staged };
}
