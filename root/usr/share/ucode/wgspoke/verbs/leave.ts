// How does this router leave, and what does it forget then?

import { mask_secrets, uci_diff } from '../plan/change.ts';
import { plan_leave } from '../plan/plan.ts';
import { leave_summary } from '../plan/summary.ts';
import { look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import { network_from_uci } from '../model/uci.ts';
import { begin_trial } from '../trial/state.ts';
import { by_page } from './join.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Aim } from '../trial/state.ts';
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
	const findings: Finding[] = length(changes) == 0 ? [finding('not-joined', {})] : [];
	return {
		reply: {
			changes: mask_secrets(changes),
			diff: uci_diff(changes),
			summary: leave_summary(facts),
			findings: findings,
			trial: '',
		},
		changes: changes,
		name: network_from_uci(facts.uci.wgspoke)?.hub.interface ?? '',
	};
}

/** What leaving is waited for. */
export function gone_aim(leave: FullLeave): Aim {
	return { kind: 'gone', name: leave.name, addresses: [] };
}

/** Begins to remove everything that is ours. `dry`: only tells what that would be. */
export function do_leave(router: Router, dry: boolean): LeaveReply {
	const leave = leave_to_apply(router);
	const findings = leave.reply.findings;
	if (dry || has_errors(findings)) return leave.reply;
	const wanted = { ...by_page, verb: 'leave', changes: leave.changes, aim: gone_aim(leave) };
	const begun = begin_trial(router, wanted);
	return { ...leave.reply, findings: settle([...findings, ...begun.findings]), trial: begun.trial };
}
