// Why does a step of the ladder fail, and what is to be done about it? The first row that fits is the cause.
// What lies behind a step that fails is silent, and its rows are not asked.

import { finding } from '../words/findings.ts';
import { home_rows } from './causes_home.ts';
import { hub_rows } from './causes_hub.ts';
import { made, own_key, peer_of_key } from './row.ts';
import type { Known } from '../model/facts.ts';
import type { Asked } from './row.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { ActionKind, Cause, Indexed, MemberLadder, Situation, StepName } from './situation.ts';

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

/** What is put right elsewhere than in this home's own settings, though it is about one of them. */
const elsewhere: FindingCode[] = [
	'clock-behind',
	'config-broken',
	'hub-fake',
	'hub-shared',
	'hub-unresolved',
	'no-firewall',
	'no-ipv4',
	'no-ipv6',
	'no-zone',
	'same-key',
	'shared-subnet',
	'side-router',
	'switched-off',
];

/** What putting the tunnel back mends. */
const repaired: FindingCode[] = ['tunnel-stopped', 'key-lost'];

/** What a page can offer that really mends what a finding tells. */
function mend_of(one: Finding): ActionKind {
	if (index(repaired, one.code) >= 0) return 'repair';
	return one.about == '' || index(elsewhere, one.code) >= 0 ? 'by-hand' : 'settings';
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
		if (what == null) continue;
		const cause = made(row, what);
		if (what.finding != null) cause.action.kind = mend_of(what.finding);
		return cause;
	}
	return null;
}

/** What is not as it should be though it may not stop anything, without what `cause` has said, and without news. */
export function warnings_of(now: Situation, cause: Known<Cause>): Cause[] {
	const warnings: Cause[] = [];
	const add = (one: Finding, kind: ActionKind): void => {
		if (one.severity == 'info' || one.code == cause?.finding.code) return;
		push(warnings, {
			finding: one,
			evidence: [],
			action: { kind: kind, value: '' },
			alike: [],
		});
	};
	if (now.evidence?.firewall?.masquerades == 'yes') {
		add(finding('masquerading', {}), now.drifted ? 'repair' : 'by-hand');
	}
	for (const one of now.found) add(one, mend_of(one));
	return warnings;
}
