// What does the ladder say of a router that has joined the seed's network, when something is not as it should be?
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { appraise } from '../../root/usr/share/ucode/wgspoke/plan/appraise.ts';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { homes_of, probe_of } from '../../root/usr/share/ucode/wgspoke/doctor/homes.ts';
import { ladder_of } from '../../root/usr/share/ucode/wgspoke/doctor/ladder.ts';
import type { Home } from '../../root/usr/share/ucode/wgspoke/doctor/homes.ts';
import { index_peers } from '../../root/usr/share/ucode/wgspoke/hub/heard.ts';
import type { HubSaid, PeerIndex } from '../../root/usr/share/ucode/wgspoke/hub/heard.ts';
import type { HubAnswer, HubPeer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type {
	Evidence,
	LivePeer,
	Watched,
} from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Ladder, Situation } from '../../root/usr/share/ucode/wgspoke/doctor/situation.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { applyChanges } from './carry-out.ts';
import { freshFacts, homeKey, hubKey, key, liveTunnel, now, secrets, seedNetwork } from './seed.ts';
import type { KnownFacts } from './seed.ts';

/** The router of this network with its tunnel in full swing. */
export function runningFacts(network: Network): KnownFacts {
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(network, secrets, facts));
	facts.tunnels = [liveTunnel()];
	const routes = [network.hub.subnet, ...network.sites.slice(1).flatMap((one) => one.lan)];
	facts.interfaces.push({
		name: network.hub.interface,
		device: network.hub.interface,
		proto: 'wireguard',
		up: true,
		addresses: ['192.168.151.2/24'],
		routes: routes.map((target) => ({ target, nexthop: '' })),
		dns: [],
		stopped: false,
	});
	facts.routes.push(...routes.map((target) => ({ target, device: network.hub.interface })));
	return facts;
}

/** What a check finds, 10 seconds ago, where all is well; everybody at home answers. */
export function goodEvidence(network: Network): Evidence {
	const pings: Evidence['pings'] = { server: 9, gateway: 1, hub: 12.5, hublan: 12.7 };
	network.sites.forEach((site, place) => {
		if (!site.local) Object.assign(pings, { [`g${place}`]: 25, [`l${place}`]: 25.5 });
	});
	return {
		uptime: 5000 - 10,
		pings,
		heard: [],
		before: { rx_bytes: 900, tx_bytes: 1900, handshake: now - 40 },
		after: { rx_bytes: 1000, tx_bytes: 2000, handshake: now - 40 },
		endpoint: '203.0.113.1:24356',
		addresses: null,
		lan_address: '192.168.2.1',
		lan_device: 'br-lan',
		gateways: ['198.51.100.1'],
		wan_devices: ['eth1'],
		ways: { hub: 'eth1', n1: 'wgspoke' },
		rules: [],
		swallowing: [],
		firewall: { out: 'yes', inward: 'yes', masquerades: 'no', diverts: 'no' },
		forwards: true,
		large: { size: 1420, sent: 20, received: 20 },
		beside: { size: 1420, sent: 20, received: 20 },
		fits: null,
		proxies: [],
	};
}

/** What the seed's hub tells, by its own clock now, where all is well. */
export function goodAnswer(): HubAnswer {
	const lines = [
		'wgspoke 2',
		`now ${now}`,
		`hub ${hubKey} 24356`,
		`running ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
		`seen ${homeKey} 198.51.100.20:40000 ${now - 40} 2000 1000`,
		`running ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
		`seen ${key(3)} 192.0.2.2:40000 ${now - 40} 2000 1000`,
		'route 192.168.2.0/24',
		'route 192.168.4.0/24',
		'forwarding 1',
		'public 203.0.113.1',
		'end',
	];
	const { answer } = read_answer(lines.join('\n'));
	if (answer === null) throw new Error('no answer');
	return answer;
}

/** The peer at the hub that has this prefix. */
export function peerAtHub(answer: HubAnswer, prefix: string): HubPeer {
	const found = answer.peers.find((peer) => peer.running?.includes(prefix));
	if (found === undefined) throw new Error(`nobody has ${prefix}`);
	return found;
}

/** What the hub said so many seconds ago, and its peers. */
export const toldBy = (answer: HubAnswer | null, age: number): [HubSaid, PeerIndex | null] => [
	{ answer, findings: [], age },
	answer && index_peers(answer),
];

/** How the homes are by this evidence and by what the hub tells. */
export function homesBy(
	network: Network,
	evidence: Evidence | null,
	answer: HubAnswer | null,
	watched: Watched | null
): Home[] {
	const probe = evidence && probe_of(network, evidence, 'yes');
	return homes_of(network, probe, watched, ...toldBy(answer, 0));
}

/** All that an edit may change. */
export interface Troubled extends Situation {
	facts: KnownFacts;
	evidence: Evidence;
	network: ReturnType<typeof seedNetwork>;
	/** What the watch knows; null: it does not run. */
	watched: Watched | null;
}

/** The hub as the tunnel has it. */
export const peerOf = (at: Troubled): LivePeer => at.facts.tunnels[0]?.peers[0] as LivePeer;

/** The ladder after this edit of what is so where all is well. */
export function ladderWith(edit: (now: Troubled) => unknown): Ladder {
	const network = seedNetwork();
	const facts = runningFacts(network);
	const situation: Troubled = {
		network,
		facts,
		found: [],
		drifted: false,
		evidence: goodEvidence(network),
		answer: null,
		answer_age: null,
		looked: false,
		homes: [],
		watched: null,
	};
	edit(situation);
	const { answer, watched } = situation;
	situation.homes = homesBy(network, situation.evidence, answer, watched);
	const appraisal = appraise(situation.facts);
	situation.found.push(...appraisal.findings);
	situation.drifted ||= appraisal.drift.length > 0;
	return ladder_of(situation, false);
}
