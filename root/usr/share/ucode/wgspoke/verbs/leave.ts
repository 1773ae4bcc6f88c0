// How does this router leave, and what does it forget then?

import { mask_secrets, uci_diff } from '../plan/change.ts';
import { forget_command } from '../hub/members.ts';
import { local_site } from '../model/network.ts';
import { network_from_uci, section_named } from '../model/uci.ts';
import { our_interface, written_interface } from '../plan/ours.ts';
import { plan_leave } from '../plan/plan.ts';
import { leave_summary } from '../plan/summary.ts';
import { configured_public_key } from '../router/keys.ts';
import { look } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { has_errors } from '../words/settle.ts';
import { half_of, told_in_reply } from './athub.ts';
import { begin_for_page, wanted_change } from './wanted.ts';
import type { Facts } from '../model/facts.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';
import type { Aim } from '../trial/state.ts';
import type { HubHalf } from './athub.ts';
import type { LeaveReply } from './replies.ts';
import type { Wanted } from './wanted.ts';

/** What leaving removes, in the clear, for the command line's own transaction. */
export interface FullLeave {
	reply: LeaveReply;
	changes: Change[];
	/** What the hub is told in the same step; null for nothing. */
	hub: HubChange | null;
	/** Name of the interface that goes away. */
	name: string;
}

// What the hub is told, where it takes changes from here and the person wants it.
function forgetting(router: Router, facts: Facts, own_key: string): HubHalf {
	const network = network_from_uci(facts.uci.wgspoke);
	if (network == null || own_key == '') return { hub: null, left: null };
	const gone = [{ public_key: own_key, name: local_site(network)?.name ?? '' }];
	const hub = network.hub;
	const change = { hub_key: hub.public_key, address: hub.address, members: [], gone: gone };
	return half_of(router, network, change, false);
}

/** `at_hub`: the hub is to forget this home, too. */
export function leave_to_apply(router: Router, at_hub: boolean): FullLeave {
	const facts = look(router);
	const changes = plan_leave(facts);
	const ours = our_interface(facts.uci);
	const written = written_interface(facts.uci);
	// Nobody waits for an interface that is somebody else's.
	const stays = section_named(facts.uci.network, written) != null;
	const findings: Finding[] = length(changes) == 0 ? [finding('not-joined', {})] : [];
	const own_key = configured_public_key(router, facts.uci);
	const possible = forgetting(router, facts, own_key);
	const hub = at_hub ? possible.hub : null;
	return {
		reply: {
			changes: mask_secrets(changes),
			diff: uci_diff(changes),
			summary: leave_summary(facts, own_key, hub != null),
			findings: findings,
			may_tell: possible.hub != null,
			at_hub: told_in_reply({ hub: hub, left: null }),
			forget: own_key == '' ? '' : forget_command(own_key),
			trial: '',
		},
		changes: changes,
		hub: hub,
		name: ours == '' && !stays ? written : ours,
	};
}

/** What leaving is tried out for: the tunnel is gone. */
export function leave_wanted(leave: FullLeave): Wanted {
	const aim: Aim = { kind: 'gone', name: leave.name, addresses: [] };
	return wanted_change('leave', leave.changes, aim, { hub: leave.hub, left: null });
}

/** Begins to remove everything that is ours. `dry`: only tells what that would be. */
export function do_leave(router: Router, dry: boolean, at_hub: boolean): LeaveReply {
	const leave = leave_to_apply(router, at_hub);
	if (dry || has_errors(leave.reply.findings)) return leave.reply;
	return begin_for_page(router, leave.reply, leave_wanted(leave));
}
