// Why did a hub never answer, where joining it was tried and undone? By what the command for looking printed there: the
// tunnel is gone by then, so that is all there is to know.

import { cause_of } from '../doctor/causes.ts';
import { no_ladder } from '../doctor/ladder.ts';
import { homes_of } from '../doctor/homes.ts';
import { read_answer } from '../hub/answer.ts';
import { index_peers } from '../hub/heard.ts';
import { judge_request } from './request.ts';
import type { Ladder } from '../doctor/situation.ts';
import type { Router } from '../router/router.ts';
import type { Request } from './request.ts';

/** The ladder of a router that is not joined, with the cause where `told` tells one. Waits for nobody. */
export function do_tried(router: Router, request: Request, told: string): Ladder {
	const read = read_answer(told);
	const ladder = no_ladder(false);
	if (read.answer == null) return { ...ladder, look: read.findings };
	const judged = judge_request(router, request, false);
	const network = judged.network;
	// The tunnel that runs now, if one does, is another than the one that was tried.
	const situation = {
		network: network,
		facts: { ...judged.facts, tunnels: [] },
		found: [],
		drifted: false,
		evidence: null,
		answer: read.answer,
		answer_age: 0,
		looked: true,
		homes: homes_of(network, null, null, null, null),
		peers: index_peers(read.answer),
	};
	const cause = cause_of(situation, 'handshake', [], null);
	return { ...ladder, works: 'no', failing: 'handshake', cause: cause, hub_told: 0 };
}
