// How is another home: reached, invited, gone, or not to be told? What answered and what the hub says in, a state out.
// What the pages show of a home, what a check says of it and how that ends all follow from this one state.

import { handshake_life, said_life } from '../base/constants.ts';
import { first_address } from '../base/prefix.ts';
import { peer_at } from '../hub/heard.ts';
import type { HubPeer } from '../hub/answer.ts';
import type { HubSaid, PeerIndex } from '../hub/heard.ts';
import type { Evidence, HomeAnswer, Known, Probe, Verdict, Watched } from '../model/facts.ts';
import type { Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';

/**
 * What each state rests on, and whether it is well. A home is only told to be reached where somebody there answered,
 * and only told to be at fault where somebody must have answered.
 */
const verdicts = {
	/** This router's own. */
	here: 'not checked',
	/** The device that is named there, or the first address of its LAN, answered a ping from this home's LAN. */
	reached: 'yes',
	/** Its router answered at its VPN address; nobody knows an address of its LAN that has to answer. */
	router: 'yes',
	/** Its router answers this router, and not the devices of this home. */
	blind: 'no',
	/** The device that is named there is silent. */
	device: 'no',
	/** Nobody has ever heard it since it was invited. */
	invited: 'not checked',
	/** The hub heard it last too long ago, or not since its own start though it has answered here. */
	offline: 'no',
	/** The hub does not have it. */
	stranger: 'no',
	/** An address is silent that must answer: its VPN address, or one that has answered before. */
	silent: 'no',
	/** The first address of its LAN is silent, which its router need not have: that proves nothing. */
	unanswered: 'not checked',
	/** The hub has not heard it since its own start, and nobody here has. */
	unheard: 'not checked',
	/** Nobody was asked, or whoever is before it is silent. */
	unasked: 'not checked',
} as const;

export type HomeState = keyof typeof verdicts;

export interface Home {
	state: HomeState;
	/** Is it reached? 'no' is a fault of somebody's. */
	verdict: Verdict;
	/** Who answered, or whose silence that is: '192.168.4.1'; '' for nobody. */
	address: string;
	/** Milliseconds; null where nobody answered. */
	rtt: Known<number>;
}

/** The address of its network that its router most likely has. */
export function likely_router(site: Site): string {
	return first_address(site.lan[0] ?? '') ?? '';
}

// Whose answer, or whose silence, a state tells.
function address_told(state: HomeState, site: Site, answer: HomeAnswer): string {
	if (state == 'reached') return answer.by == 'device' ? site.host : likely_router(site);
	if (state == 'router') return site.address;
	const likely = likely_router(site);
	return site.host != '' ? site.host : likely != '' ? likely : site.address;
}

function home_of(state: HomeState, site: Site, answer: Known<HomeAnswer>): Home {
	const verdict = verdicts[state];
	return {
		state: state,
		verdict: verdict,
		address: answer == null ? '' : address_told(state, site, answer),
		rtt: verdict == 'yes' ? (answer?.rtt ?? null) : null,
	};
}

/** Does this home count as something that is not known? One that has still to join does not, nor does this one. */
export function is_open(home: Home): boolean {
	return index(['unanswered', 'unheard', 'unasked'], home.state) >= 0;
}

// --- what the pings tell ---

function asked_verdict(pings: Evidence['pings'], key: string): Verdict {
	return !exists(pings, key) ? 'not checked' : pings[key] == null ? 'no' : 'yes';
}

/**
 * Do devices of this home reach its network? Silence of the likely address says nothing unless its router answers, nor
 * where the hub itself answers this router and not this home's LAN.
 */
export function network_verdict(pings: Evidence['pings'], place: number): Verdict {
	if (pings['d' + place] != null || pings['l' + place] != null) return 'yes';
	if (pings['hub'] != null && asked_verdict(pings, 'hublan') == 'no') return 'not checked';
	// It answers this router and not the devices here.
	const router = pings['g' + place] ?? pings['lt' + place];
	if (router != null && asked_verdict(pings, 'gn' + place) == 'no') return 'no';
	return pings['lt' + place] == null ? 'not checked' : 'no';
}

/** Who answered for the home at this place. */
export function answer_of(evidence: Evidence, site: Site, place: number): HomeAnswer {
	const pings = evidence.pings;
	const device = pings['d' + place];
	const lan = pings['l' + place];
	const router = pings['g' + place] ?? pings['lt' + place];
	const before = exists(pings, 'l' + place) && index(evidence.heard, likely_router(site)) >= 0;
	return {
		by: device != null ? 'device' : lan != null ? 'lan' : router != null ? 'router' : '',
		rtt: device ?? lan ?? router ?? null,
		asked: exists(pings, 'd' + place) || exists(pings, 'l' + place) || exists(pings, 'g' + place),
		before: before,
		proves: before || exists(pings, 'g' + place),
		network: network_verdict(pings, place),
		device: asked_verdict(pings, 'd' + place),
	};
}

/** Of what was found out, who answers. */
export function probe_of(network: Network, evidence: Evidence, handshake: Verdict): Probe {
	const pings = evidence.pings;
	const sites: Probe['sites'] = [];
	for (let place = 0; place < length(network.sites); place++) {
		const site = network.sites[place]!;
		if (site.local) continue;
		const named = asked_verdict(pings, 'd' + place);
		// Silence of an address that nobody named says nothing: no device may have it.
		const likely = pings['l' + place] != null ? 'yes' : 'not checked';
		push(sites, {
			name: site.name,
			gateway: asked_verdict(pings, 'g' + place),
			host: site.host == '' ? likely : named,
			answer: answer_of(evidence, site, place),
		});
	}
	return {
		uptime: evidence.uptime,
		handshake: handshake,
		hub: asked_verdict(pings, 'hub'),
		hub_rtt: pings['hub'] ?? null,
		sites: sites,
	};
}

// --- what the hub says ---

/** The hub's words of a home: null where it says nothing that decides. */
interface HubWord {
	peer: Known<HubPeer>;
	/** Seconds since it heard it; null for not since its start, or not told. */
	heard: Known<number>;
	never: boolean;
}

function word_of(said: Known<HubSaid>, peers: Known<PeerIndex>, site: Site): Known<HubWord> {
	if (said?.answer == null || peers == null) return null;
	const peer = peer_at(peers, site);
	const at = peer?.seen?.handshake ?? 0;
	const time = said.answer.time;
	return {
		peer: peer,
		heard: at == 0 || time == null ? null : max(0, time - at) + said.age,
		never: peer?.seen != null && at == 0,
	};
}

/** Somebody there answered: how far does that go? */
function answered(answer: HomeAnswer): HomeState {
	if (answer.network == 'no') return 'blind';
	if (answer.device == 'no') return 'device';
	return answer.by == 'router' ? 'router' : 'reached';
}

/** Nobody there answered: what does that mean? */
function unanswered(answer: HomeAnswer, word: Known<HubWord>, heard_here: boolean): HomeState {
	if (word != null && word.peer?.running == null) return 'stranger';
	if (word?.heard != null && word.heard > handshake_life) return 'offline';
	if (word?.never) return heard_here ? 'offline' : 'unheard';
	if (answer.proves) return 'silent';
	if (answer.device == 'no') return 'device';
	return answer.asked ? 'unanswered' : 'unasked';
}

/** What is known of one home. `behind`: somebody before it is silent, so its own silence says nothing. */
function state_of(
	site: Site,
	answer: Known<HomeAnswer>,
	word: Known<HubWord>,
	watched: boolean,
	behind: boolean
): HomeState {
	if (site.local) return 'here';
	if (answer != null && answer.by != '') return answered(answer);
	const heard = watched || (word?.heard ?? null) != null;
	if (site.invited && !heard) return 'invited';
	if (answer == null || behind) return 'unasked';
	return unanswered(answer, word, watched || answer.before);
}

/** Is whoever is before the homes silent? Somebody of them who answers has been reached. */
function is_behind(probe: Probe): boolean {
	if (probe.hub != 'no' && probe.handshake != 'no') return false;
	for (const site of probe.sites) if ((site.answer?.by ?? '') != '') return false;
	return true;
}

/**
 * The homes, in the order of the network. `probe`: the last check, null for none that counts; `watched`: what the watch
 * knows, null when it does not run; `said`: what the hub said, of which only what is fresh decides, and its peers.
 */
export function homes_of(
	network: Network,
	probe: Known<Probe>,
	watched: Known<Watched>,
	said: Known<HubSaid>,
	peers: Known<PeerIndex>
): Home[] {
	const fresh = said != null && said.answer != null && said.age <= said_life ? said : null;
	const answers: Record<string, HomeAnswer> = {};
	// What an earlier version of this package has left tells nothing of this.
	for (const one of probe?.sites ?? [])
		if (one.answer != null) answers['@' + one.name] = one.answer;
	const behind = probe != null && is_behind(probe);
	return map(network.sites, (site) => {
		const answer = answers['@' + site.name] ?? null;
		const heard = exists(watched?.heard ?? {}, site.address);
		const word = word_of(fresh, peers, site);
		return home_of(state_of(site, answer, word, heard, behind), site, answer);
	});
}
