// Does the ladder tell where it stops, how old that is, and never more than was looked at?
import assert from 'node:assert/strict';
import { ladder_text } from '../../root/usr/share/ucode/wgspoke/cli/ladder.ts';
import { ladder_of } from '../../root/usr/share/ucode/wgspoke/doctor/ladder.ts';
import type { Ladder } from '../../root/usr/share/ucode/wgspoke/doctor/situation.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { manyHomes } from './seed.ts';
import { goodEvidence, homesBy, ladderWith, peerOf, runningFacts } from './troubled.ts';
import type { Troubled } from './troubled.ts';

/** Nobody answers. */
function silence({ evidence }: Troubled): void {
	for (const name of Object.keys(evidence.pings)) evidence.pings[name] = null;
}

/** '+' yes, '-' no, '?' not checked, in the order of the steps. */
const signs = { yes: '+', no: '-', 'not checked': '?' };
const drawn = (ladder: Ladder): string =>
	[ladder.steps, ...ladder.members.map(({ steps }) => steps)]
		.map((steps) => steps.map(({ verdict }) => signs[verdict]).join(''))
		.join(' ');

describe('the ladder in a terminal', () => {
	it('names behind the advice the command that does what a page would', () => {
		const mute = ladder_text(
			ladderWith((at) => {
				peerOf(at).latest_handshake = 0;
				at.evidence.pings['server'] = 3;
				at.evidence.pings['hub'] = null;
				at.evidence.pings['hublan'] = null;
			})
		);
		assert.match(
			mute,
			/The hub never answers.*\n(?: +measured: .*\n)? +→ Use “Check the hub”.*\(wgspoke hub --look; with what it prints there: wgspoke check --hub-says FILE\)\n/
		);
	});
});

describe('the ladder', () => {
	it('has seven steps to the hub and two to another home, a third where a device is named', () => {
		const ladder = ladderWith(() => null);
		assert.equal(drawn(ladder), '+++++++ ++');
		assert.equal(ladder.works, 'yes');
		assert.equal(ladder.failing, '');
		assert.equal(ladder.cause, null);
		const named = ladderWith(({ network, evidence }) => {
			network.sites[1].host = '192.168.4.20';
			evidence.pings['d1'] = 26;
		});
		assert.equal(drawn(named), '+++++++ +++');
	});

	const stops: [string, string, (at: Troubled) => unknown][] = [
		[
			'no way to the internet',
			'-?????? ??',
			(at) => {
				peerOf(at).latest_handshake = 0;
				at.evidence.gateways = [];
				silence(at);
			},
		],
		[
			'a line on which the provider answers no more',
			'-?????? ??',
			(at) => {
				peerOf(at).latest_handshake = 0;
				at.evidence.heard = ['203.0.113.1', '198.51.100.1'];
				silence(at);
			},
		],
		[
			'a server that has answered before, whatever the last handshake says',
			'+-????? ??',
			(at) => {
				at.evidence.heard = ['203.0.113.1'];
				silence(at);
				at.evidence.pings['gateway'] = 1;
			},
		],
		[
			'no handshake, and never an answer to a ping',
			'??-???? ??',
			(at) => {
				peerOf(at).latest_handshake = 0;
				silence(at);
			},
		],
		[
			'no handshake',
			'++-???? ??',
			(at) => {
				peerOf(at).latest_handshake = 0;
				silence(at);
				at.evidence.pings['server'] = 9;
			},
		],
		['a hub that is silent inside the VPN', '+++-??? ??', silence],
		[
			'a hub that knows this router and not its LAN',
			'+++++-? +?',
			({ evidence }) =>
				Object.assign(evidence.pings, { hublan: null, l1: null, gn1: null, lt1: 9 }),
		],
		[
			'another home whose router is silent',
			'+++++++ -?',
			({ evidence }) => Object.assign(evidence.pings, { g1: null, l1: null, lt1: null }),
		],
		[
			'another home that does not know this one',
			'+++++++ +-',
			({ evidence }) => Object.assign(evidence.pings, { l1: null, gn1: null, lt1: 25 }),
		],
		[
			'a device there that is off',
			'+++++++ ++-',
			({ network, evidence }) => {
				network.sites[1].host = '192.168.4.20';
				evidence.pings['d1'] = null;
			},
		],
	];
	for (const [what, expected, edit] of stops) {
		it(`stops at ${what}`, () => {
			const ladder = ladderWith(edit);
			assert.equal(drawn(ladder), expected);
			assert.equal(ladder.works, 'no');
			assert.notEqual(ladder.cause, null);
		});
	}

	it('believes no way that was seen before the tunnel had its routes, while no rule and no other route takes it', () => {
		const early = ladderWith(({ evidence }) => (evidence.ways['n1'] = 'eth1'));
		assert.equal(drawn(early), '+++++++ ++');
		const crossed = ladderWith(({ evidence, facts }) => {
			evidence.ways['n1'] = 'eth1';
			facts.routes.push({ target: '192.168.4.0/25', device: 'eth1' });
		});
		assert.equal(crossed.cause?.finding.code, 'way-taken');
		const unseen = ladderWith(({ evidence, facts }) => {
			evidence.ways['n1'] = 'eth1';
			Object.assign(facts, { routes: null });
		});
		assert.equal(unseen.cause?.finding.code, 'way-taken');
	});

	it('leaves open what nobody looked at, or what silence does not tell', () => {
		const unchecked = ladderWith((at) => Object.assign(at, { evidence: null }));
		assert.equal(drawn(unchecked), '+++???? ??');
		assert.equal(unchecked.works, 'not checked');
		assert.equal(unchecked.age, null);
		const likely = ladderWith(({ network, evidence }) => {
			network.sites[1].address = '';
			delete evidence.pings['g1'];
			Object.assign(evidence.pings, { l1: null, lt1: null });
		});
		assert.equal(drawn(likely), '+++++++ ??');
		assert.equal(likely.works, 'not checked');
	});

	it('tells the age of each verdict, and which nobody should believe any more', () => {
		const old = ladderWith((at) => {
			at.evidence.uptime = 5000 - 91;
		});
		assert.deepEqual(
			old.steps.map(({ step, age, old: gray }) => [step, age, gray]),
			[
				['online', 91, true],
				['server', 91, true],
				['handshake', 40, false],
				['hub', 91, true],
				['here', 91, true],
				['lan', 91, true],
				['flow', 91, true],
			]
		);
		assert.equal(old.works, 'not checked');
	});

	const besides: [string, (at: Troubled) => unknown, string[]][] = [
		['nothing where all is well', () => null, []],
		[
			'no news, like that of a hub that has moved',
			({ found }) => found.push(finding('hub-moved', {}, 'hub.endpoint_host')),
			[],
		],
		[
			'a proxy, which no button here mends',
			({ found }) =>
				found.push(finding('proxy-running', {}), finding('side-router', {}, 'local.lan')),
			['proxy-running by-hand', 'side-router by-hand'],
		],
		[
			'an MTU, which the settings mend',
			({ found }) => found.push(finding('mtu-large', {}, 'hub.mtu')),
			['mtu-large settings'],
		],
		[
			'masquerading that somebody has put elsewhere, by hand',
			({ evidence }) => Object.assign(evidence.firewall ?? {}, { masquerades: 'yes' }),
			['masquerading by-hand'],
		],
		[
			'masquerading where our sections were changed, by putting them back',
			(at) => {
				at.drifted = true;
				Object.assign(at.evidence.firewall ?? {}, { masquerades: 'yes' });
			},
			['masquerading repair'],
		],
	];
	for (const [what, edit, expected] of besides) {
		it(`warns of ${what}`, () => {
			const { works, warnings } = ladderWith(edit);
			assert.equal(works, 'yes');
			assert.deepEqual(
				warnings.map((one) => `${one.finding.code} ${one.action.kind}`),
				expected
			);
		});
	}

	it('offers for a fault of the configuration what mends that fault, and not whatever was changed besides', () => {
		const shown = (
			code: 'no-zone' | 'own-network' | 'tunnel-stopped' | 'key-lost'
		): string | undefined =>
			ladderWith((at) => {
				at.drifted = true;
				at.found.push({ ...finding(code, {}, 'local.lan'), severity: 'error' });
			}).cause?.action.kind;
		assert.deepEqual(
			[shown('no-zone'), shown('own-network'), shown('tunnel-stopped'), shown('key-lost')],
			['by-hand', 'settings', 'repair', 'repair']
		);
	});

	for (const count of [1, 10, 500]) {
		it(`of ${count} homes has a member for each other one`, () => {
			const network = manyHomes(count);
			const facts = runningFacts(network);
			const evidence = goodEvidence(network);
			const homes = homesBy(network, evidence, null, null);
			const said = { answer: null, answer_age: null, looked: false, homes };
			const now = { network, facts, found: [], drifted: false, evidence, ...said };
			const ladder = ladder_of(now, false);
			assert.equal(ladder.members.length, count - 1);
			assert.equal(ladder.works, 'yes');
		});
	}
});
