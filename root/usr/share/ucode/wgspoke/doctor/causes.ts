// Why does a step of the ladder fail, and what is to be done about it? The first row that fits is the cause.
// What lies behind a step that fails is silent, and its rows are not asked.

import { finding } from '../words/findings.ts';
import { home_rows } from './causes_home.ts';
import { hub_rows } from './causes_hub.ts';
import { made, own_key, peer_of_key } from './row.ts';
import type { Known } from '../model/facts.ts';
import type { Asked } from './row.ts';
import type { Cause, Indexed, MemberLadder, Situation, StepName } from './situation.ts';

const rows = [...hub_rows, ...home_rows];

/** What the rows are asked with. */
export function asked_of(
	now: Indexed,
	members: MemberLadder[],
	member: MemberLadder | null
): Asked {
	return {
		...now,
		members: members,
		member: member,
		site: member == null ? null : now.network.sites[member.place]!,
		tunnel: now.network.hub.interface,
		own_peer: peer_of_key(now.answer, own_key(now)),
	};
}

/** Why this step fails: the first row that fits; null for none. `member`: whose step it is, null for the hub's. */
export function cause_of(
	now: Indexed,
	step: StepName,
	members: MemberLadder[],
	member: MemberLadder | null
): Known<Cause> {
	const asked = asked_of(now, members, member);
	for (const row of rows) {
		if (index(row.steps, step) < 0) continue;
		const what = row.when(asked);
		if (what != null) return made(row, what);
	}
	return null;
}

/** What is not as it should be though it may not stop anything, without what `cause` has said. */
export function warnings_of(now: Situation, cause: Known<Cause>): Cause[] {
	const warnings: Cause[] = [];
	const add = (one: Cause): void => {
		if (one.finding.code != cause?.finding.code) push(warnings, one);
	};
	const repair = { kind: now.drifted ? 'repair' : 'settings', value: '' } as Cause['action'];
	if (now.evidence?.firewall?.masquerades == 'yes') {
		add({ finding: finding('masquerading', {}), evidence: [], action: repair, alike: [] });
	}
	for (const one of now.found) add({ finding: one, evidence: [], action: repair, alike: [] });
	return warnings;
}
