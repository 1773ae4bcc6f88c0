// Does it work, and if not, which step of the connection fails first? Facts and the last check in, verdicts out.
// A table: each step has its title and the reader that tells its verdict; it stops at the first that fails. How another
// home is, doctor/homes has told: its steps show what that rests on.

import { handshake_life, verdict_life } from '../base/constants.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { index_peers } from '../hub/heard.ts';
import { local_site } from '../model/network.ts';
import { handshake_age, handshake_verdict, hub_peer, is_up } from '../router/tunnel.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { asked_of, cause_of, warnings_of } from './causes.ts';
import { stopping, way_elsewhere } from './causes_home.ts';
import { is_open, likely_router, network_verdict } from './homes.ts';
import type { Evidence, Known, Verdict } from '../model/facts.ts';
import type { Site } from '../model/fields.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';
import type { Home } from './homes.ts';
import type { Indexed, Ladder, MemberLadder, Situation, Step, StepName } from './situation.ts';

const titles: Record<StepName, TermKey> = {
	online: 'step_online',
	server: 'step_server',
	handshake: 'step_handshake',
	hub: 'step_hub',
	here: 'step_here',
	lan: 'step_lan',
	flow: 'step_flow',
	router: 'step_router',
	network: 'step_network',
	device: 'step_device',
};

/** What is known of one step. */
interface Reading {
	verdict: Verdict;
	seen: Known<Phrase>;
	rtt: Known<number>;
	/** Seconds since, where that is another age than that of the check. */
	age?: number;
}

const unread: Reading = { verdict: 'not checked', seen: null, rtt: null };

/** 12.3 → '12', 0.4 → '0.4'. */
function milliseconds(rtt: number): string {
	return rtt < 10 ? sprintf('%.1f', rtt) : sprintf('%d', rtt);
}

function answers(address: string, rtt: number): Reading {
	const values = { address: address, time: milliseconds(rtt) };
	return { verdict: 'yes', seen: term('seen_answers', values), rtt: rtt };
}

function silent(address: string, verdict: Verdict): Reading {
	return { verdict: verdict, seen: term('seen_silent', { address: address }), rtt: null };
}

// What one ping tells; `silence` is what its silence means.
function ping_reading(
	evidence: Evidence,
	key: string,
	address: string,
	silence: Verdict
): Known<Reading> {
	if (!exists(evidence.pings, key)) return null;
	const rtt = evidence.pings[key];
	return rtt == null ? silent(address, silence) : answers(address, rtt);
}

function is_shaken(now: Situation): boolean {
	return handshake_verdict(now.network, now.facts) == 'yes';
}

function online(now: Situation): Reading {
	const evidence = now.evidence;
	const heard = evidence?.pings['server'] ?? evidence?.pings['hub'] ?? null;
	const well: Reading = { verdict: 'yes', seen: term('seen_online'), rtt: null };
	if (heard != null) return well;
	// Some providers' ends answer no ping: silence says something only of one that has answered before.
	const gateway = evidence?.gateways?.[0] ?? '';
	const silence = index(evidence?.heard ?? [], gateway) >= 0 ? 'no' : 'not checked';
	const asked = evidence == null ? null : ping_reading(evidence, 'gateway', gateway, silence);
	if (asked != null && asked.verdict != 'not checked') return asked;
	if (is_shaken(now)) return well;
	if (evidence?.gateways == null || gateway != '') return asked ?? unread;
	return { verdict: 'no', seen: term('seen_no_gateway'), rtt: null };
}

function server(now: Situation): Reading {
	const evidence = now.evidence;
	if (evidence == null) return unread;
	const host = split_endpoint(evidence.endpoint)?.host ?? '';
	// Many servers answer no ping: silence says something only of one that has answered before.
	const known = index(evidence.heard, host) >= 0 && !now.looked && evidence.pings['hub'] == null;
	const asked = ping_reading(evidence, 'server', host, known ? 'no' : 'not checked');
	if (asked != null && asked.verdict != 'not checked') return asked;
	if (is_shaken(now)) return { verdict: 'yes', seen: term('seen_shaken'), rtt: null };
	return asked ?? unread;
}

function handshake(now: Situation): Reading {
	const verdict = handshake_verdict(now.network, now.facts);
	const age = handshake_age(now.network, now.facts);
	const peer = hub_peer(now.network, now.facts);
	if (verdict == 'yes') {
		return {
			verdict: 'yes',
			seen: term('seen_handshake', { age: '' + age! }),
			rtt: null,
			age: age!,
		};
	}
	if (verdict == 'not checked') return unread;
	const down = is_up(now.facts, now.network.hub.interface) == false;
	let seen = term('seen_no_handshake');
	if (down || peer == null) seen = term('seen_no_tunnel', { name: now.network.hub.interface });
	else if (age != null) seen = term('seen_old_handshake', { age: '' + int(age / 60) });
	return { verdict: 'no', seen: seen, rtt: null, age: 0 };
}

// Does anybody answer who is behind the hub?
function is_somebody_heard(now: Situation): boolean {
	const pings = now.evidence!.pings;
	for (let place = 0; place < length(now.network.sites); place++) {
		for (const key of ['g', 'l', 'd']) if (pings[key + place] != null) return true;
	}
	return false;
}

function hub(now: Situation): Reading {
	if (now.evidence == null) return unread;
	const asked = ping_reading(now.evidence, 'hub', now.network.hub.address, 'no') ?? unread;
	// It may answer no pings and pass everything on; one that answers the LAN alone does not know this router's address.
	const partly = now.evidence.pings['hublan'] != null;
	const heard = asked.verdict != 'yes' && !partly && is_somebody_heard(now);
	return heard ? { verdict: 'yes', seen: term('seen_passing'), rtt: null } : asked;
}

/** Is there nothing on this router that stops what the devices of this home send? */
function here(now: Indexed): Reading {
	const found = now.evidence;
	const asked = asked_of(now, [], null);
	const elsewhere = way_elsewhere(asked) != null;
	const firewall = found?.firewall;
	const closed = firewall?.out == 'no' || firewall?.inward == 'no';
	if (stopping(now.found) != null || elsewhere || closed || found?.forwards == false) {
		return { verdict: 'no', seen: null, rtt: null };
	}
	if (found?.firewall == null) return unread;
	return { verdict: 'yes', seen: term('seen_let_through'), rtt: null };
}

function flow(now: Situation): Reading {
	const large = now.evidence?.large;
	if (large == null) return unread;
	const values = { count: '' + large.received, of: '' + large.sent, size: '' + large.size };
	// One lost of five and more: a line that merely is bad now and then loses less.
	const verdict = large.received * 5 < large.sent * 4 ? 'no' : 'yes';
	return { verdict: verdict, seen: term('seen_large', values), rtt: null };
}

function lan(now: Situation): Reading {
	if (now.evidence == null) return unread;
	const asked = ping_reading(now.evidence, 'hublan', now.network.hub.address, 'no');
	// A hub that answers nobody's pings says nothing by its silence.
	if (asked == null || (asked.verdict == 'no' && now.evidence.pings['hub'] == null)) return unread;
	const values = { address: now.evidence.lan_address };
	const seen = asked.verdict == 'yes' ? 'seen_lan_answers' : 'seen_lan_silent';
	return { ...asked, seen: term(seen, values) };
}

/** From this router to the hub. */
const to_hub: { step: StepName; read: (now: Indexed) => Reading }[] = [
	{ step: 'online', read: online },
	{ step: 'server', read: server },
	{ step: 'handshake', read: handshake },
	{ step: 'hub', read: hub },
	{ step: 'here', read: here },
	{ step: 'lan', read: lan },
	{ step: 'flow', read: flow },
];

// Whom nobody answered for: what its silence means, is told already.
function silent_home(evidence: Evidence, home: Home, site: Site, place: number): Reading {
	if (home.state == 'invited') return { ...unread, seen: term('seen_invited') };
	const asked = exists(evidence.pings, 'g' + place) ? site.address : likely_router(site);
	const failing = home.verdict == 'no' && home.state != 'device';
	if (asked == '') return { ...unread, verdict: failing ? 'no' : 'not checked' };
	return home.state == 'unasked' ? unread : silent(asked, failing ? 'no' : 'not checked');
}

function its_router(evidence: Evidence, home: Home, site: Site, place: number): Reading {
	const pings = evidence.pings;
	const router = pings['g' + place];
	if (router != null) return answers(site.address, router);
	const likely = pings['l' + place] ?? pings['lt' + place];
	if (likely != null) return answers(likely_router(site), likely);
	const device = pings['d' + place];
	return device != null ? answers(site.host, device) : silent_home(evidence, home, site, place);
}

function its_network(evidence: Evidence, _home: Home, site: Site, place: number): Reading {
	const pings = evidence.pings;
	const verdict = network_verdict(pings, place);
	if (pings['d' + place] != null) return answers(site.host, pings['d' + place]!);
	if (pings['l' + place] != null) return answers(likely_router(site), pings['l' + place]!);
	if (verdict == 'no' && pings['g' + place] != null) return silent(site.address, 'no');
	return exists(pings, 'l' + place) ? silent(likely_router(site), verdict) : unread;
}

function its_device(evidence: Evidence, _home: Home, site: Site, place: number): Reading {
	return ping_reading(evidence, 'd' + place, site.host, 'no') ?? unread;
}

/** From the hub to another home. */
const to_home: {
	step: StepName;
	read: (evidence: Evidence, home: Home, site: Site, place: number) => Reading;
}[] = [
	{ step: 'router', read: its_router },
	{ step: 'network', read: its_network },
	{ step: 'device', read: its_device },
];

function step_of(name: StepName, reading: Reading, age: Known<number>): Step {
	const since = reading.verdict == 'not checked' && reading.seen == null ? null : age;
	const known = reading.age ?? since;
	// A handshake has a life of its own, and is looked at anew whenever somebody asks.
	const life = name == 'handshake' ? handshake_life : verdict_life;
	return {
		step: name,
		title: term(titles[name]),
		verdict: reading.verdict,
		age: known,
		old: known != null && known > life,
		seen: reading.seen,
		rtt: reading.rtt,
	};
}

// The first that fails; '' for none.
function failing_of(steps: Step[]): StepName | '' {
	for (const one of steps) if (one.verdict == 'no') return one.step;
	return '';
}

/** What must be so when something behind it answers. */
const implied: StepName[] = ['online', 'server'];

function steps_to_hub(now: Indexed, age: Known<number>): Step[] {
	const steps: Step[] = [];
	let failed = false;
	for (const row of to_hub) {
		const reading = failed ? unread : row.read(now);
		push(steps, step_of(row.step, reading, age));
		// What is behind a step of the home's own side can be asked all the same.
		if (reading.verdict == 'no' && row.step != 'here') failed = true;
	}
	// Whoever answers has been reached: what was not found out before it is so.
	let reached = false;
	for (const one of reverse(slice(steps))) {
		if (one.verdict == 'yes') reached = true;
		else if (reached && one.verdict == 'not checked' && index(implied, one.step) >= 0) {
			one.verdict = 'yes';
			one.age = age;
		}
	}
	return steps;
}

// Why it cannot be told whether the home is reached; null where it can, and where the hub is what fails.
function doubt_of(home: Home, site: Site): Known<Finding> {
	const values = { name: site.name, value: home.address };
	if (home.state == 'unanswered') return finding('home-unseen', values);
	return home.state == 'unheard' ? finding('home-unheard', values) : null;
}

function member_ladder(
	now: Indexed,
	place: number,
	reached: boolean,
	age: Known<number>
): MemberLadder {
	const site = now.network.sites[place]!;
	const home = now.homes[place]!;
	const steps: Step[] = [];
	let failed = !reached || now.evidence == null;
	for (const row of to_home) {
		if (row.step == 'device' && site.host == '') continue;
		const reading = failed ? unread : row.read(now.evidence!, home, site, place);
		push(steps, step_of(row.step, reading, age));
		// Who is not known to be there is not asked for what lies behind.
		if (reading.verdict == 'no' || (row.step == 'router' && home.state == 'invited')) failed = true;
	}
	return {
		name: site.name,
		place: place,
		home: home,
		steps: steps,
		failing: failing_of(steps),
		cause: null,
		doubt: failed ? null : doubt_of(home, site),
	};
}

const not_joined: Ladder = {
	joined: false,
	age: null,
	checking: false,
	works: 'not checked',
	steps: [],
	failing: '',
	member: '',
	cause: null,
	members: [],
	warnings: [],
	hub_told: null,
	look: [],
};

// Is every step that says something fresh and good, does the hub answer, and was every home seen that has joined?
function works_of(ladder: Ladder): Verdict {
	if (ladder.failing != '') return 'no';
	for (const one of ladder.steps) {
		if (one.old) return 'not checked';
		if (one.step == 'hub' && one.verdict != 'yes') return 'not checked';
	}
	for (const one of ladder.members) if (is_open(one.home)) return 'not checked';
	return 'yes';
}

/** The ladder of a router that has not joined. */
export function no_ladder(checking: boolean): Ladder {
	return { ...not_joined, checking: checking };
}

/** The ladder now. */
export function ladder_of(situation: Situation, checking: boolean): Ladder {
	const answer = situation.answer;
	const now: Indexed = { ...situation, peers: answer == null ? null : index_peers(answer) };
	const evidence = now.evidence;
	const age = evidence == null ? null : max(0, now.facts.uptime - evidence.uptime);
	const steps = steps_to_hub(now, age);
	const failing = failing_of(steps);
	const own = local_site(now.network);
	// Where only this home's LAN is in trouble, or large packets are, this router itself may reach the others.
	const reached = index(['', 'here', 'lan', 'flow'], failing) >= 0;
	const members: MemberLadder[] = [];
	for (let place = 0; place < length(now.network.sites); place++) {
		if (now.network.sites[place] != own) push(members, member_ladder(now, place, reached, age));
	}
	const ladder: Ladder = {
		...not_joined,
		joined: true,
		age: age,
		checking: checking,
		steps: steps,
		failing: failing,
		members: members,
		hub_told: answer == null ? null : now.answer_age,
	};
	if (failing != '') ladder.cause = cause_of(now, failing, members, null);
	for (const one of members) {
		if (one.failing == '') continue;
		one.cause = cause_of(now, one.failing, members, one);
		if (ladder.failing != '') continue;
		ladder.failing = one.failing;
		ladder.member = one.name;
		ladder.cause = one.cause;
	}
	ladder.warnings = warnings_of(now, ladder.cause);
	ladder.works = works_of(ladder);
	return ladder;
}
