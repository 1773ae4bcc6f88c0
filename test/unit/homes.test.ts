// Is a home told to be reached only where somebody there answered, and to be at fault only where somebody must have?
import assert from 'node:assert/strict';
import { homes_of } from '../../root/usr/share/ucode/wgspoke/doctor/homes.ts';
import { ladder_text } from '../../root/usr/share/ucode/wgspoke/cli/ladder.ts';
import type { Ladder } from '../../root/usr/share/ucode/wgspoke/doctor/situation.ts';
import { goodProbe, goodWatched, key, now, routerAnswers, seedNetwork } from './seed.ts';
import { goodAnswer, ladderWith, peerAtHub, toldBy } from './troubled.ts';
import type { Troubled } from './troubled.ts';

/** Home B as a text of the hub names it: nobody knows its VPN address. */
function unnamed({ network, evidence }: Troubled): void {
	network.sites[1].name = 'LAN 192.168.4';
	network.sites[1].address = '';
	delete evidence.pings['g1'];
}

/** Nobody at Home B answers. */
function silent({ evidence }: Troubled): void {
	for (const name of ['g1', 'l1', 'd1']) if (name in evidence.pings) evidence.pings[name] = null;
	evidence.pings['lt1'] = null;
}

/** It was invited here, and its key is known. */
function invited(at: Troubled): void {
	silent(at);
	Object.assign(at.network.sites[1], { invited: true, public_key: key(3) });
}

/** The hub tells, and heard Home B at that time; 0: never since its own start. */
const heardAt =
	(handshake: number) =>
	(at: Troubled): void => {
		at.answer = goodAnswer();
		at.answer_age = 0;
		Object.assign(peerAtHub(at.answer, '192.168.4.0/24').seen ?? {}, { handshake });
	};

const heardHere = (at: Troubled): void => {
	at.watched = { ...goodWatched(), heard: { '192.168.151.3': 4000 } };
};

/** 'state works: what the check says first; cause or doubt' */
function told(ladder: Ladder): string {
	const [member] = ladder.members;
	assert.ok(member);
	const [first = ''] = ladder_text(ladder).split('\n');
	const why = member.cause?.finding.code ?? member.doubt?.code ?? '';
	return [member.home.state, ladder.works, first, why].join(' | ');
}

const cases: [string, ((at: Troubled) => unknown)[], string][] = [
	['is reached where an address of its LAN answers', [], 'reached | yes | It works. | '],
	[
		'is reached as far as its router where that alone answers, and nobody knows whom to ask behind it',
		[({ evidence }) => Object.assign(evidence.pings, { l1: null, gn1: 25, lt1: null })],
		'router | yes | It works. | ',
	],
	[
		'is at fault where its router answers this one and not the devices here',
		[({ evidence }) => Object.assign(evidence.pings, { l1: null, gn1: null, lt1: 25 })],
		'blind | no | It does not work. | home-blind',
	],
	[
		'is at fault where the device is silent that somebody has named',
		[
			({ network, evidence }) => {
				network.sites[1].host = '192.168.4.20';
				evidence.pings['d1'] = null;
			},
		],
		'device | no | It does not work. | device-silent',
	],
	[
		'is at fault where its VPN address is silent',
		[silent],
		'silent | no | It does not work. | home-silent',
	],
	[
		'cannot be told where the first address of its LAN alone was asked, and never answered',
		[unnamed, silent],
		'unanswered | not checked | The hub answers. Whether these are reached cannot be told: LAN 192.168.4. | home-unseen',
	],
	[
		'is at fault where that address has answered before',
		[unnamed, silent, ({ evidence }) => (evidence.heard = ['192.168.4.1'])],
		'silent | no | It does not work. | home-silent',
	],
	[
		'is offline where the hub heard it an hour ago, also if nobody knows its VPN address',
		[unnamed, silent, heardAt(now - 3600)],
		'offline | no | It does not work. | home-offline',
	],
	[
		'is reached where somebody answers, however long ago the hub shook hands with it',
		[heardAt(now - 3600)],
		'reached | yes | It works. | ',
	],
	[
		'drops what comes from here where the hub hears it and its VPN address is silent',
		[silent, heardAt(now - 40)],
		'silent | no | It does not work. | home-drops',
	],
	[
		'cannot be told where the hub has not heard it since its own start',
		[silent, heardAt(0)],
		'unheard | not checked | The hub answers. Whether these are reached cannot be told: Home B. | home-unheard',
	],
	[
		'is offline where the hub has not, and this router has',
		[silent, heardAt(0), heardHere],
		'offline | no | It does not work. | home-offline',
	],
	[
		'is not at the hub where the hub does not name it',
		[
			silent,
			heardAt(0),
			({ answer }) => answer && Object.assign(answer, { peers: answer.peers.slice(0, 1) }),
		],
		'stranger | no | It does not work. | home-unknown',
	],
	[
		'that is invited is no fault until somebody has heard it, whether the hub tells or not',
		[invited],
		'invited | yes | The hub answers. Invited, and not joined yet: Home B. | ',
	],
	[
		'that is invited is none where the hub tells that it has never heard it',
		[invited, heardAt(0)],
		'invited | yes | The hub answers. Invited, and not joined yet: Home B. | ',
	],
	[
		'that is invited has joined once the hub has heard it',
		[invited, heardAt(now - 3600)],
		'offline | no | It does not work. | home-offline',
	],
	[
		'that is invited has joined once this router has heard it',
		[invited, heardHere],
		'silent | no | It does not work. | home-silent',
	],
	[
		'that is invited has joined when it answers',
		[({ network }) => (network.sites[1].invited = true)],
		'reached | yes | It works. | ',
	],
	[
		'is not to be blamed for the silence of the hub',
		[
			({ evidence }) => {
				for (const name of Object.keys(evidence.pings)) evidence.pings[name] = null;
			},
		],
		'unasked | no | It does not work. | ',
	],
	[
		'is not told of before anybody was asked, whatever the hub says',
		[(at) => Object.assign(at, { evidence: null }), heardAt(now - 3600)],
		'unasked | not checked | It cannot be told whether it works. | ',
	],
];

describe('another home', () => {
	for (const [what, edits, expected] of cases) {
		it(what, () => {
			const ladder = ladderWith((at) => {
				for (const edit of edits) edit(at);
			});
			assert.equal(told(ladder), expected);
		});
	}

	it('has its steps say what its state rests on, and nothing behind an invitation', () => {
		const text = ladder_text(ladderWith(invited));
		assert.match(
			text,
			/^Home B\n {2}\? {4}Its router answers \(invited, not joined yet\)\n {2}\? {4}Its network/m
		);
		const open = ladder_text(
			ladderWith((at) => {
				unnamed(at);
				silent(at);
			})
		);
		assert.match(open, /^ {2}\? {4}Its router answers \(no answer from 192\.168\.4\.1\)$/m);
		assert.match(
			open,
			/cannot be told: there is no answer from 192\.168\.4\.1\. That proves no fault/
		);
		assert.doesNotMatch(open, /It works/);
	});

	it('is told by what is fresh: what the hub said long ago decides nothing', () => {
		const network = seedNetwork();
		const answer = goodAnswer();
		Object.assign(peerAtHub(answer, '192.168.4.0/24').seen ?? {}, { handshake: now - 3600 });
		const nobody = { ...routerAnswers, by: '' as const, rtt: null, proves: false };
		const asked = { name: 'Home B', gateway: 'not checked', host: 'not checked' } as const;
		const probe = { ...goodProbe(), sites: [{ ...asked, answer: nobody }] };
		const state = (age: number): string | undefined =>
			homes_of(network, probe, null, ...toldBy(answer, age))[1]?.state;
		assert.deepEqual([state(300), state(301)], ['offline', 'unanswered']);
	});

	it('is not told of by a check of an earlier version, which left no answers', () => {
		const probe = {
			...goodProbe(),
			sites: [{ name: 'Home B', gateway: 'no', host: 'no' } as const],
		};
		assert.equal(homes_of(seedNetwork(), probe, null, null, null)[1]?.state, 'unasked');
	});
});
