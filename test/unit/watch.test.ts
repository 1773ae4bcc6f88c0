// Does the watch decide rightly: who is silent since when, when a name is looked up, where the tunnel is sent to?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import {
	door_seconds,
	doors_of,
	next_door,
} from '../../root/usr/share/ucode/wgspoke/base/doors.ts';
import type { LiveTunnel, Watched } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import {
	after_asking,
	after_door,
	after_hub,
	after_look,
	after_look_up,
	after_move,
	after_probe,
	aim_of,
	has_joined,
	ask_every,
	at_door,
	dead_after,
	hear_every,
	is_seen_so,
	is_silent,
	is_watching,
	look_up_every,
	look_up_unknown_every,
	new_endpoint,
	next_asked,
	next_door_every,
	nothing_known,
	seen_at,
	silent_after,
	taken_over,
	tunnel_of,
	wants_door,
	wants_hub,
	wants_look_up,
} from '../../root/usr/share/ucode/wgspoke/watch/known.ts';
import type { Aim, Clocks } from '../../root/usr/share/ucode/wgspoke/watch/known.ts';
import { watch_turn } from '../../root/usr/share/ucode/wgspoke/base/constants.ts';
import { goodProbe, hubKey, liveTunnel, manyHomes, now, seedNetwork } from './seed.ts';

const TURN = 5;

function namedAim(): Aim {
	return { ...aim_of(seedNetwork()), host: 'hub.example.org' };
}

/** Both clocks, so many seconds later. */
const at = (seconds: number): Clocks => ({ steady: 5000 + seconds, time: now + seconds });

/** The seed's tunnel with this last handshake, 0 for none. */
function tunnel(handshake: number, more: Partial<LiveTunnel['peers'][0]> = {}): LiveTunnel {
	const made = liveTunnel();
	for (const peer of made.peers) Object.assign(peer, { latest_handshake: handshake, ...more });
	return made;
}

const start = (aim: Aim = namedAim(), clocks = at(0)): Watched =>
	nothing_known(aim.interface, aim.hub_key, clocks);

/** What is known after these looks, one every turn. */
function looked(looks: (LiveTunnel | null)[], before = start(), clocks = at): Watched {
	return looks.reduce((known, live, turn) => after_look(known, live, clocks(turn * TURN)), before);
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('the tunnel that was seen', () => {
	const known = seen_at(after_look(start(), tunnel(now - 40), at(0)), '7', 'state 1');

	it('is told as `wg` would tell it, with the hub alone', () => {
		const live = tunnel(now - 40);
		const hub = live.peers.filter(({ public_key: key }) => key === hubKey);
		assert.deepEqual(tunnel_of(known, at(0)), [{ ...live, peers: hub }]);
	});

	it('speaks for the tunnel of now while the device and the files are the same', () => {
		assert.equal(is_seen_so(known, '7', 'state 1'), true);
		assert.equal(is_seen_so(known, '8', 'state 1'), false);
		assert.equal(is_seen_so(known, '7', 'state 2'), false);
		assert.equal(is_seen_so(after_look(known, null, at(5)), '7', 'state 1'), false);
	});
});

describe('the silence of the hub', () => {
	it('begins with its last handshake, and is one after 150 seconds', () => {
		const known = (age: number): Watched => after_look(start(), tunnel(now - age), at(0));
		assert.equal(is_silent(known(silent_after)), false);
		assert.equal(is_silent(known(silent_after + 1)), true);
		assert.equal(known(40).silent_since, 4960);
	});

	it('begins with the tunnel where there was no handshake yet, and is one soon', () => {
		assert.equal(is_silent(looked(times(4, tunnel(0)))), false);
		assert.equal(is_silent(looked(times(5, tunnel(0)))), true);
	});

	it('is one soon as well where no tunnel comes up: netifd waits for the name', () => {
		assert.equal(is_silent(looked(times(4, null))), false);
		assert.equal(is_silent(looked(times(5, null))), true);
	});

	it('is over with the next handshake, and what was found out about the name is forgotten', () => {
		const silent = after_look_up(looked(times(6, tunnel(0))), []);
		assert.equal(silent.resolves, false);
		const known = after_look(silent, tunnel(now + 29), at(30));
		assert.equal(is_silent(known), false);
		assert.equal(known.resolves, null);
		assert.equal(known.looked_at, null);
	});

	it('begins anew where the tunnel came up anew', () => {
		const gone = looked([tunnel(now - 400), null]);
		assert.equal(is_silent(gone), false);
		assert.equal(is_silent(after_look(gone, tunnel(0), at(10))), false);
	});
});

describe('a clock that people set', () => {
	it('does not make a handshake older or younger that the watch saw happen', () => {
		const before = looked([tunnel(now - 40), tunnel(now + 4)]);
		for (const jump of [-1e9, -3600, -10, 10, 3600, 1e9]) {
			const known = after_look(before, tunnel(now + 4), {
				steady: 5010,
				time: now + 10 + jump,
			});
			assert.equal(known.handshake_at, 5004);
			const [seen] = tunnel_of(known, { steady: 5020, time: now + 20 + jump });
			const age = now + 20 + jump - (seen?.peers[0]?.latest_handshake ?? 0);
			assert.equal(age, 16);
		}
	});

	it('leaves a first handshake unknown that lies ahead, or before the start of the router', () => {
		for (const time of [now + 60, now - 5001]) {
			const known = after_look(start(), tunnel(time), at(0));
			assert.equal(known.handshake_at, null);
			assert.equal(known.silent_since, 5000);
			assert.equal(is_silent(known), false);
		}
	});

	it('still shows that a handshake is a new one, at 1970 too', () => {
		const before = looked([tunnel(now - 40)], start(), (seconds) => ({
			steady: 5000 + seconds,
			time: 30 + seconds,
		}));
		assert.equal(before.handshake_at, null);
		const known = after_look(before, tunnel(33), { steady: 5005, time: 35 });
		assert.equal(known.handshake_at, 5003);
	});

	it('never dates a handshake into the future or before it was possible', () => {
		const seconds = fc.integer({ min: 0, max: 2_000_000_000 });
		fc.assert(
			fc.property(fc.array(fc.tuple(seconds, seconds), { minLength: 1 }), (steps) => {
				let known = start();
				steps.forEach(([time, handshake], turn) => {
					const clocks = { steady: 5000 + turn * TURN, time };
					const before = known;
					known = after_look(known, tunnel(handshake), clocks);
					const moment = known.handshake_at;
					if (moment === null) return;
					assert.ok(moment <= clocks.steady && moment >= 0);
					if (before.running && before.handshake !== handshake) assert.ok(moment >= before.at);
				});
			})
		);
	});
});

describe("the hub's name", () => {
	const silent = looked(times(6, tunnel(0)));

	it('is looked up while the hub is silent, at once and then every half minute', () => {
		assert.equal(wants_look_up(silent, namedAim()), true);
		const once = after_look_up(silent, ['203.0.113.1']);
		const later = (seconds: number): Watched => ({ ...once, at: once.at + seconds });
		assert.equal(wants_look_up(later(look_up_every - 1), namedAim()), false);
		assert.equal(wants_look_up(later(look_up_every), namedAim()), true);
	});

	it('that has no address yet is looked up so often that the hub is reached within half a minute of its having one (fault 6)', () => {
		const once = after_look_up(silent, []);
		const later = (seconds: number): Watched => ({ ...once, at: once.at + seconds });
		assert.equal(wants_look_up(later(look_up_unknown_every - 1), namedAim()), false);
		assert.equal(wants_look_up(later(look_up_unknown_every), namedAim()), true);
		// A look each turn, and a handshake that is tried every five seconds.
		assert.ok(look_up_unknown_every + watch_turn + 5 < 30);
	});

	it('is left alone while the hub answers, and where it is an address', () => {
		assert.equal(wants_look_up(looked([tunnel(now - 3)]), namedAim()), false);
		for (const host of ['203.0.113.1', '2001:db8::1', ''])
			assert.equal(wants_look_up(silent, { ...namedAim(), host }), false);
	});

	it('sends the tunnel to its address where that is another one', () => {
		const to = (addresses: string[], endpoint = '203.0.113.1:24356'): string =>
			new_endpoint({ ...silent, endpoint }, namedAim(), addresses);
		assert.equal(to(['203.0.113.7']), '203.0.113.7:24356');
		assert.equal(to(['203.0.113.7', '203.0.113.1']), '');
		assert.equal(to([]), '');
		assert.equal(to(['203.0.113.1'], '203.0.113.1:1'), '203.0.113.1:24356');
		assert.equal(to(['203.0.113.7'], ''), '203.0.113.7:24356');
		assert.equal(to(['no address']), '');
	});

	it('is followed within the family that the tunnel has used, IPv6 in brackets', () => {
		const to = (endpoint: string, addresses: string[]): string =>
			new_endpoint({ ...silent, endpoint }, namedAim(), addresses);
		const both = ['2001:db8::7', '203.0.113.7'];
		assert.equal(to('203.0.113.1:24356', both), '203.0.113.7:24356');
		assert.equal(to('[2001:db8::1]:24356', both), '[2001:db8::7]:24356');
		assert.equal(to('203.0.113.1:24356', ['2001:db8::7']), '[2001:db8::7]:24356');
		assert.equal(to('[2001:db8::7]:24356', ['2001:db8:0:0::7']), '');
	});

	it('is not followed where no tunnel runs', () => {
		assert.equal(new_endpoint(looked([null]), namedAim(), ['203.0.113.7']), '');
	});

	it('that was followed is noted: from where, to where, since when', () => {
		const running = { ...silent, endpoint: '203.0.113.1:24356' };
		const moved = after_move(running, '203.0.113.7:24356');
		const note = { at: silent.at, from: '203.0.113.1:24356', to: '203.0.113.7:24356' };
		assert.deepEqual(moved.moved, note);
		assert.equal(moved.endpoint, '203.0.113.7:24356');
		assert.deepEqual(after_look(moved, null, at(40)).moved, note);
	});
});

describe('the ports of the hub', () => {
	const many: Aim = { ...namedAim(), doors: [24356, 4500, 443] };
	const shaken = (endpoint = '203.0.113.1:24356'): LiveTunnel => tunnel(now, { endpoint });
	/** The hub shook hands at 0 and was not heard since, for so many seconds. */
	const dead = (seconds: number): Watched => {
		const known = looked([shaken()]);
		return after_look(known, shaken(), at(seconds));
	};

	it('are its own and those that the network names, each once', () => {
		const hub = { endpoint_port: 24356, ports: '4500,24356,443,4500' };
		assert.deepEqual(doors_of(hub), [24356, 4500, 443]);
		assert.deepEqual(doors_of({ ...hub, ports: '' }), [24356]);
	});

	it('are tried when it has not been heard for three minutes, one every half minute, round and round', () => {
		assert.equal(wants_door(dead(dead_after - 1), many), false);
		const known = dead(dead_after);
		assert.equal(wants_door(known, many), true);
		assert.equal(next_door(known.endpoint, many.doors), '203.0.113.1:4500');
		const once = after_door(known, '203.0.113.1:4500');
		const later = (seconds: number): Watched => ({ ...once, at: once.at + seconds });
		assert.equal(wants_door(later(next_door_every - 1), many), false);
		assert.equal(wants_door(later(next_door_every), many), true);
		assert.equal(next_door(once.endpoint, many.doors), '203.0.113.1:443');
		const twice = after_door(later(next_door_every), '203.0.113.1:443');
		assert.deepEqual(twice.door, { at: twice.at, from: 24356, to: 443 });
		assert.equal(next_door(twice.endpoint, many.doors), '203.0.113.1:24356');
		assert.equal(after_door(twice, '203.0.113.1:24356').door, null);
	});

	it('are all called once and the first one twice by whoever joins, and long enough for a handshake', () => {
		const seconds = (count: number, all: number): number =>
			door_seconds(many.doors.slice(0, count), all);
		assert.deepEqual([seconds(3, 60), seconds(2, 60), seconds(3, 20)], [15, 15, 6]);
		assert.equal(door_seconds(Array<number>(9).fill(1), 60), 6);
	});

	it('are known to be another than the usual one where the tunnel was found at one of them', () => {
		const found = at_door(looked([shaken('203.0.113.1:443')]), many);
		assert.deepEqual(found.door, { at: found.at, from: 24356, to: 443 });
		assert.equal(at_door(looked([shaken()]), many).door, null);
		assert.equal(at_door(looked([shaken('203.0.113.1:9')]), many).door, null);
	});

	it('are left alone where there is but one, where no tunnel runs, and while anything comes', () => {
		const known = dead(dead_after);
		assert.equal(wants_door(known, namedAim()), false);
		assert.equal(wants_door(looked([null]), many), false);
		assert.equal(wants_door({ ...known, hub_heard: known.at - 20 }, many), false);
	});

	it('are called at the address that the tunnel has, IPv6 too', () => {
		const known = { ...dead(dead_after), endpoint: '[2001:db8::1]:4500' };
		assert.equal(next_door(known.endpoint, many.doors), '[2001:db8::1]:443');
		assert.equal(next_door('[2001:db8::1]:9', many.doors), '[2001:db8::1]:24356');
	});

	it('stay with the one that answers, also when the name of the hub is looked up', () => {
		const known = after_door(dead(dead_after), '203.0.113.1:4500');
		const answered = after_look(
			known,
			tunnel(now + 200, { endpoint: '203.0.113.1:4500' }),
			at(205)
		);
		assert.equal(wants_door({ ...answered, at: answered.at + 170 }, many), false);
		assert.deepEqual(answered.door, known.door);
		assert.equal(new_endpoint(answered, many, ['203.0.113.1']), '');
		assert.equal(new_endpoint(answered, many, ['203.0.113.7']), '203.0.113.7:4500');
	});

	it('are forgotten when the tunnel begins anew, or somebody sends it elsewhere', () => {
		const known = after_door(dead(dead_after), '203.0.113.1:4500');
		assert.equal(after_look(known, null, at(300)).door, null);
		assert.equal(after_look(known, shaken(), at(300)).door, null);
	});
});

describe('the other homes', () => {
	const aimFor = (homes: number): Aim => aim_of(manyHomes(homes));

	/** Who is asked within so many seconds. */
	function asked(aim: Aim, seconds: number): string[] {
		const found: string[] = [];
		let known = start(aim);
		for (let second = 0; second < seconds; second += TURN) {
			known = after_look(known, tunnel(now), at(second));
			const address = next_asked(known, aim);
			if (address === '') continue;
			found.push(address);
			known = after_asking(known, aim, address, true);
		}
		return found;
	}

	for (const homes of [1, 10, 500]) {
		it(`are asked in turn, four times a minute, where there are ${homes}`, () => {
			const aim = aimFor(homes);
			const found = asked(aim, 600);
			assert.equal(found.length, 600 / ask_every);
			const addresses = aim.members.map(({ address }) => address);
			assert.deepEqual(
				found,
				found.map((_, turn) => addresses[turn % addresses.length])
			);
		});
	}

	it('are not asked where there is nobody to ask, or no tunnel', () => {
		const nobody = { ...namedAim(), members: [] };
		assert.equal(next_asked(looked([tunnel(now)]), nobody), '');
		assert.equal(next_asked(looked([null]), namedAim()), '');
	});

	it('are heard when they answer, and stay so when they fall silent or the tunnel goes', () => {
		const aim = namedAim();
		const known = after_asking(looked([tunnel(now)]), aim, '192.168.151.3', true);
		assert.deepEqual(known.heard, { '192.168.151.3': 5000 });
		const later = after_asking(after_look(known, tunnel(now), at(60)), aim, '192.168.151.3', false);
		assert.deepEqual(later.heard, { '192.168.151.3': 5000 });
		assert.deepEqual(after_look(later, null, at(70)).heard, { '192.168.151.3': 5000 });
	});

	it('and the hub were heard by a check too, which is taken in once', () => {
		const aim = namedAim();
		const looking = looked([tunnel(now - 100, { rx_bytes: 0 })]);
		const known = after_probe(looking, aim, goodProbe());
		assert.deepEqual(known.heard, { '192.168.151.3': 4990 });
		assert.equal(known.hub_heard, 4990);
		assert.equal(after_probe(known, aim, goodProbe()), known);
		const ahead = after_probe(looking, aim, { ...goodProbe(), uptime: 6000 });
		assert.deepEqual(ahead.heard, {});
	});
});

describe('the hub', () => {
	it('was heard when it shook hands, and whenever something came from it', () => {
		const known = looked([tunnel(now - 40)]);
		assert.equal(known.hub_heard, 4960);
		assert.equal(after_look(known, tunnel(now - 40), at(5)).hub_heard, 4960);
		const more = after_look(known, tunnel(now - 40, { rx_bytes: 1500 }), at(5));
		assert.equal(more.hub_heard, 5005);
		assert.equal(more.rx_rate, 100);
	});

	it('that is another one has nothing to do with what was known', () => {
		const known = looked([tunnel(now)]);
		const aim = namedAim();
		assert.deepEqual(taken_over(known, { ...aim, hub_key: 'other' }, at(9)).heard, {});
		assert.equal(is_watching(known, seedNetwork(), 5000), true);
		const other = seedNetwork();
		other.hub.public_key = hubKey.replace(/^./, 'x');
		assert.equal(is_watching(known, other, 5000), false);
	});
});

describe('a home that is invited', () => {
	const network = seedNetwork();
	network.sites[1].invited = true;
	const aim = aim_of(network);
	const asked = (known: Watched, answers: boolean): Watched =>
		after_asking(known, aim, '192.168.151.3', answers);

	it('has joined once it answers this router, which is to be noted', () => {
		const before = start();
		assert.ok(!has_joined(before, asked(before, false), aim));
		const joined = asked(before, true);
		assert.ok(has_joined(before, joined, aim));
		assert.ok(!has_joined(joined, joined, aim), 'it was noted');
		assert.ok(!has_joined(before, joined, aim_of(seedNetwork())), 'nobody waits for it');
	});
});

describe('what was left', () => {
	const left = after_asking(looked([tunnel(now - 40)]), namedAim(), '192.168.151.3', true);

	it('is good for seconds, and not from before the router was started anew', () => {
		assert.equal(is_watching(left, seedNetwork(), 5019), true);
		assert.equal(is_watching(left, seedNetwork(), 5021), false);
		assert.equal(is_watching(left, seedNetwork(), 100), false);
		assert.equal(is_watching(null, seedNetwork(), 5000), false);
	});

	it('is taken over by the next watch, without those who are no members any more', () => {
		assert.deepEqual(taken_over(left, namedAim(), at(9)), left);
		const alone = { ...namedAim(), members: [] };
		assert.deepEqual(taken_over(left, alone, at(9)).heard, {});
		assert.deepEqual(taken_over(left, namedAim(), at(-9)), start(namedAim(), at(-9)));
		const short = { interface: left.interface, hub_key: left.hub_key, at: left.at } as Watched;
		assert.equal(taken_over(short, namedAim(), at(9)).resolves, null);
	});
});

describe('what the hub knows', () => {
	const heard = (seconds: number): Watched => after_look(start(), tunnel(now - seconds), at(0));
	const later = (known: Watched, seconds: number): Watched => ({
		...known,
		at: known.at + seconds,
	});

	it('is asked for while the hub answers handshakes, and again when it is time', () => {
		const known = heard(20);
		assert.ok(wants_hub(known, namedAim()));
		const asked = after_hub(known, namedAim(), true);
		assert.ok(!wants_hub(later(asked, hear_every - 1), namedAim()));
		assert.ok(wants_hub(later(asked, hear_every), namedAim()));
	});

	it('is not asked for where nobody could answer', () => {
		assert.ok(!wants_hub(heard(silent_after + 1), namedAim()), 'silent');
		assert.ok(!wants_hub(looked([tunnel(0)]), namedAim()), 'no handshake yet');
		assert.ok(!wants_hub(looked([tunnel(now), null]), namedAim()), 'no tunnel');
		const network = seedNetwork();
		network.hub.address = '';
		assert.ok(!wants_hub(heard(20), aim_of(network)), 'no address of the hub');
	});

	it('is a sign of life where it says something', () => {
		assert.equal(after_hub(heard(20), namedAim(), true).hub_heard, 5000);
		assert.equal(after_hub(heard(20), namedAim(), false).hub_heard, 4980);
	});
});
