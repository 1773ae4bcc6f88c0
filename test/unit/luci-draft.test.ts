// Which home is this, when the text describes a whole network?

import assert from 'node:assert/strict';
import { draftFromReply } from '../../htdocs/luci-static/resources/wgspoke/join/draft.ts';
import { seedNetwork } from './seed.ts';
import type { LanCandidate, ReadReply } from '../../root/usr/share/ucode/wgspoke/types.ts';

const lan = (prefix: string): LanCandidate => ({
	prefix,
	interface: 'lan',
	zone: 'lan',
	preselected: true,
});

/** What the router answers about a file that was saved at home A; `prefixes` are its own networks. */
function reply(prefixes: string[], has_private_key = false): ReadReply {
	return {
		network: seedNetwork(),
		findings: [],
		unused: [],
		lans: prefixes.map(lan),
		free_address: '',
		has_private_key,
		has_preshared_key: false,
	};
}

const FILE = '{"wgspoke": 1}';
const localOf = (answer: ReadReply, text: string): string[] =>
	draftFromReply(answer, text)
		.network.sites.filter(({ local }) => local)
		.map(({ lan: [first = ''] }) => first);

describe('the home of a network file', () => {
	it('is the one that has a network of this router', () => {
		assert.deepEqual(localOf(reply(['192.168.4.0/24']), FILE), ['192.168.4.0/24']);
	});

	it('has the key of its old router apart, for the hub to forget', () => {
		const answer = reply(['192.168.4.0/24']);
		for (const site of answer.network.sites) site.public_key = `key of ${site.address}`;
		const { network, oldKey } = draftFromReply(answer, FILE);
		assert.equal(network.sites.find(({ local }) => local)?.public_key, '');
		assert.equal(oldKey, 'key of 192.168.151.3');
	});

	it('stays the one that saved it where no network fits, or two do', () => {
		assert.deepEqual(localOf(reply(['10.0.0.0/24']), FILE), ['192.168.2.0/24']);
		const both = reply(['192.168.2.0/24', '192.168.4.0/24']);
		assert.deepEqual(localOf(both, FILE), ['192.168.2.0/24']);
	});

	it('is the invited one in an invitation, whose key is that home’s', () => {
		assert.deepEqual(localOf(reply(['192.168.4.0/24'], true), 'wgspoke:e30='), ['192.168.2.0/24']);
	});
});
