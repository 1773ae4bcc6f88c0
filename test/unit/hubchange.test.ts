// Which lines tell the hub of a change, what takes it back there, and what does a hub mean that answers?
import assert from 'node:assert/strict';
import { empty_record } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import { read_answer, type HubAnswer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import {
	at_hub,
	hub_change,
	is_done,
	is_empty,
	question_of,
	reversed,
	still_so,
	word_of,
} from '../../root/usr/share/ucode/wgspoke/hub/change.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { message_of } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { homeKey, hubKey, key, seedNetwork, type SeedNetwork } from './seed.ts';

const OLD = key(4);
const NEW = key(6);

/** The seed's network, all keys known. */
function known(): SeedNetwork {
	const network = seedNetwork();
	network.sites[1].public_key = key(3);
	network.devices[0].public_key = OLD;
	network.devices[1].public_key = key(5);
	return network;
}

/** What the hub has to be told of this edit. */
function change(edit: (network: SeedNetwork) => unknown): ReturnType<typeof hub_change> {
	const after = known();
	edit(after);
	return hub_change(known(), after, homeKey);
}

/** The lines of a change, without the token and the end. */
const lines = (told: ReturnType<typeof hub_change>): string[] =>
	question_of(told, 'T').split('\n').slice(1, -2);

const LOOK = `wgspoke 2
hub ${hubKey} 24356
running ${OLD} 192.168.151.4/32
written ${OLD} 192.168.151.4/32
name ${OLD} 笔记本电脑
running ${key(3)} 192.168.151.3/32,192.168.4.0/24
written ${key(3)} 192.168.151.3/32,192.168.4.0/24
end
`;
const answer = (text = LOOK): HubAnswer => {
	const read = read_answer(text).answer;
	assert.ok(read);
	return read;
};

describe('a change of the network is told the hub', () => {
	it('as a member that comes, with its networks and its name', () => {
		const cabin = { name: 'Cabin', address: '192.168.151.6', lan: ['192.168.6.0/24'] };
		assert.deepEqual(
			lines(
				change(({ sites }) => sites.push({ ...empty_record('site'), ...cabin, public_key: NEW }))
			),
			[`member ${NEW} 192.168.151.6/32,192.168.6.0/24 Cabin`]
		);
	});

	it('as a key that goes, before the one that comes in its place', () => {
		assert.deepEqual(lines(change(({ devices }) => (devices[0].public_key = NEW))), [
			`gone ${OLD}`,
			`member ${NEW} 192.168.151.4/32 MacBook`,
		]);
	});

	it('as other networks of this home and of another one', () => {
		assert.deepEqual(
			lines(
				change(({ sites }) => {
					sites[0].lan.push('192.168.3.0/24');
					sites[1].lan = ['192.168.5.0/24'];
				})
			),
			[
				`member ${homeKey} 192.168.151.2/32,192.168.2.0/24,192.168.3.0/24 Home A`,
				`member ${key(3)} 192.168.151.3/32,192.168.5.0/24 Home B`,
			]
		);
	});

	it('of no name, no port and nobody whose key is not known', () => {
		const told = change((network) => {
			network.devices[0].name = 'Laptop';
			network.hub.keepalive = 0;
			network.devices.push({ name: 'iPad', address: '192.168.151.9', public_key: '', lacks: [] });
		});
		assert.ok(is_empty(told));
	});

	it('in lines that no name can break', () => {
		const told = change(({ devices }) => {
			devices[0].name = 'a\ngone x';
			devices[0].public_key = NEW;
		});
		assert.deepEqual(lines(told)[1], `member ${NEW} 192.168.151.4/32 a gone x`);
	});
});

describe('what takes a change back', () => {
	it('is that whoever came goes, and whoever went comes with the name and networks that the hub has', () => {
		const told = change(({ devices }) => (devices[0].public_key = NEW));
		assert.deepEqual(lines(reversed(told, answer())), [
			`gone ${NEW}`,
			`member ${OLD} 192.168.151.4/32 笔记本电脑`,
		]);
	});

	it('is that whoever has other networks gets the old ones', () => {
		const told = change(({ sites }) => (sites[1].lan = ['192.168.5.0/24']));
		assert.deepEqual(lines(reversed(told, answer())), [
			`member ${key(3)} 192.168.151.3/32,192.168.4.0/24 Home B`,
		]);
	});

	it('is nothing where the hub had it so, or had nobody', () => {
		const told = change(({ devices }) => devices.splice(1, 1));
		assert.ok(is_empty(reversed(told, answer())));
		const same = {
			...told,
			members: hub_members(known(), homeKey).slice(1, 2).map(at_hub),
			gone: [],
		};
		assert.ok(is_done(same, answer()));
		assert.ok(is_empty(reversed(same, answer())));
	});

	it('is left out, as far as a person has decided otherwise meanwhile', () => {
		const back = reversed(
			change(({ devices }) => (devices[0].public_key = NEW)),
			answer()
		);
		const now = (network: SeedNetwork) => map(network);
		const map = (network: SeedNetwork) => hub_members(network, homeKey).map(at_hub);
		assert.deepEqual(still_so(back, now(known())), back);
		const other = known();
		other.devices[0].public_key = NEW;
		assert.ok(is_empty(still_so(back, now(other))));
	});
});

describe('a hub that was told something', () => {
	const refused = (text: string): string => {
		const { refused: found, done } = word_of(`${text}\n${LOOK}`);
		assert.ok(!done && found);
		return in_english(message_of(found));
	};

	it('has done it, and says what it has now', () => {
		const word = word_of(`done added=1 changed=0 removed=0\n${LOOK}`);
		assert.deepEqual([word.done, word.refused], [true, null]);
		assert.equal(answer(word.rest).peers.length, 2);
	});

	it('has refused it, and why, in words', () => {
		assert.match(refused('refused token'), /takes no changes from this router any more/);
		assert.match(refused('refused full'), /disk is full/);
		assert.match(
			refused('refused here 203.0.113.0/24'),
			/203\.0\.113\.0\/24 is a network of the hub/
		);
		assert.match(
			refused(`refused taken 192.168.151.4/32 ${OLD}`),
			/192\.168\.151\.4\/32 belongs to 笔记本电脑 already/
		);
		assert.match(refused('refused whatever comes'), /journal/);
	});

	it('has not said it, when nothing of it comes', () => {
		for (const text of ['', LOOK, 'do', 'donefoo\n'])
			assert.deepEqual([word_of(text).done, word_of(text).refused], [false, null], text);
	});
});
