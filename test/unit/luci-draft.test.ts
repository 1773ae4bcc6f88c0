// What is kept of a text that the router has read?

import assert from 'node:assert/strict';
import { draftAs, draftFromReply } from '../../htdocs/luci-static/resources/wgspoke/join/draft.ts';
import { seedNetwork } from './seed.ts';
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
		old_key: '',
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

	it('knows which key the hub may still have for a home whose network was saved', () => {
		assert.equal(draftFromReply(reply({ kind: 'network', old_key: 'x' })).oldKey, 'x');
	});
});
