// What is kept of a text that the router has read?

import assert from 'node:assert/strict';
import {
	chosenKey,
	draftAs,
	draftAtHub,
	draftFromReply,
} from '../../htdocs/luci-static/resources/wgspoke/join/draft.ts';
import { network_text } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import { read_here } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { freshFacts, key, seedNetwork, site } from './seed.ts';
import type { ReadReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';

function reply(more: Partial<ReadReply>): ReadReply {
	return {
		paste: 'f'.repeat(32),
		kind: 'conf',
		network: seedNetwork(),
		findings: [],
		unused: [],
		lans: [{ prefix: '192.168.2.0/24', interface: 'lan', zone: 'lan', preselected: true }],
		free_address: '192.168.151.6',
		has_private_key: true,
		has_preshared_key: false,
		has_hub_token: false,
		only_token: false,
		old_key: '',
		there: null,
		...more,
	};
}

describe('a draft', () => {
	it('has the network and the id of the text, and no text with its keys', () => {
		const draft = draftFromReply(reply({}));
		assert.equal(draft.paste, 'f'.repeat(32));
		assert.equal(draft.keyFromHub, true);
		assert.deepEqual(draft.network, seedNetwork());
		assert.ok(!('text' in draft));
	});

	it('has a home of this router where the text names none', () => {
		Object.assign(globalThis, { _: (text: string) => text });
		const empty = { ...seedNetwork(), sites: [] };
		const { network, findings } = draftFromReply(reply({ paste: '', network: empty }));
		Reflect.deleteProperty(globalThis, '_');
		assert.deepEqual(
			network.sites.map(({ local, lan }) => [local, lan]),
			[[true, ['192.168.2.0/24']]]
		);
		assert.deepEqual(findings, []);
	});

	it('becomes that of another home and back, and loses neither a key nor what was typed', () => {
		const network = seedNetwork();
		network.hub.endpoint_host = 'typed.example';
		network.sites[1].public_key = 'b';
		const first = draftFromReply(reply({ kind: 'network', network, old_key: 'a' }));
		const [home, other] = network.sites;
		const second = draftAs(first, other.name);
		assert.equal(second.oldKey, 'b');
		assert.deepEqual(
			second.network.sites.map(({ local, public_key }) => [local, public_key]),
			[
				[false, 'a'],
				[true, ''],
			]
		);
		assert.equal(second.network.hub.endpoint_host, 'typed.example');
		assert.deepEqual(draftAs(second, home.name), first);
	});

	it('becomes that of another home as the router reads the text for that one, from whichever home', () => {
		const network = seedNetwork();
		network.sites.push(site('Cabin', '192.168.151.6', ['192.168.6.0/24']));
		for (const [index, one] of network.sites.entries()) one.public_key = key(index + 3);
		const text = network_text(network);
		const readAs = (name: string) => read_here(freshFacts(), text, name);
		const names = network.sites.map(({ name }) => name);
		for (const first of names) {
			const { network: as, old_key } = readAs(first);
			const draft = draftFromReply(reply({ kind: 'network', network: as, old_key }));
			for (const name of names) {
				const { network: wanted, old_key: oldKey } = readAs(name);
				const became = draftAs(draft, name);
				assert.deepEqual(became.network, wanted);
				assert.equal(became.oldKey, oldKey);
			}
		}
	});

	it('knows which key the hub may still have for a home whose network was saved', () => {
		assert.equal(draftFromReply(reply({ kind: 'network', old_key: 'x' })).oldKey, 'x');
	});

	describe('of what the hub printed', () => {
		before(() => Object.assign(globalThis, { _: (text: string) => text }));
		after(() => Reflect.deleteProperty(globalThis, '_'));

		const there = (name: string, public_key: string) => ({
			...{ kind: 'site' as const, name, public_key, address: '', lan: [], heard: null },
		});
		it('is this home by its key at the hub, becomes another one, a new one, and this one again', () => {
			const network = seedNetwork();
			const [home, other] = network.sites;
			home.public_key = '';
			other.public_key = 'b';
			const known = draftFromReply(
				reply({
					...{ kind: 'network', network, old_key: 'a' },
					there: [there(home.name, 'a'), there(other.name, 'b')],
				})
			);
			assert.equal(chosenKey(known), 'a');
			const second = draftAtHub(known, 'b');
			assert.equal(chosenKey(second), 'b');
			assert.deepEqual(
				second.network.sites.map(({ name, local, public_key }) => [name, local, public_key]),
				[
					[home.name, false, 'a'],
					[other.name, true, ''],
				]
			);
			const added = draftAtHub(second, '');
			assert.equal(chosenKey(added), '');
			assert.deepEqual(
				added.network.sites.map(({ local, public_key }) => [local, public_key]),
				[
					[false, 'a'],
					[false, 'b'],
					[true, ''],
				]
			);
			assert.equal(added.network.sites[2]?.address, '192.168.151.6');
			assert.deepEqual(draftAtHub(added, 'a').network, known.network);
		});
	});
});
