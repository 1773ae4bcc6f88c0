// Which of the hub's peers is which member, when was it heard, and which addresses are taken?
import assert from 'node:assert/strict';

import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { taken_addresses } from '../../root/usr/share/ucode/wgspoke/hub/heard.ts';
import type { HubSaid } from '../../root/usr/share/ucode/wgspoke/hub/heard.ts';
import { free_vpn_address } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { applyChanges } from './carry-out.ts';
import { freshFacts, homeKey, hubKey, key, secrets, seedNetwork, statusOf } from './seed.ts';

const TEXT = [
	'wgspoke 2',
	'now 1000000',
	`hub ${hubKey} 24356`,
	'interface wg0 192.168.151.1/24',
	`running ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
	`seen ${homeKey} 198.51.100.7:1 999995 10 20`,
	`running ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
	`seen ${key(3)} 198.51.100.8:1 999990 1000 2000`,
	`running ${key(4)} 192.168.151.4/32`,
	`seen ${key(4)} - 0 0 0`,
	`written ${key(6)} 192.168.151.6/32`,
	'end',
].join('\n');

const said = (age: number): HubSaid => ({ ...read_answer(TEXT), age });

function status(hub: HubSaid | null): ReturnType<typeof statusOf> {
	const network = seedNetwork();
	network.devices[0].public_key = key(4);
	const facts = freshFacts();
	const changes = plan_join(network, secrets, facts);
	return statusOf({ ...facts, uci: applyChanges(facts.uci, changes) }, null, false, null, hub);
}

describe('the hub', () => {
	it('tells when it heard a home and what it carried, also by the network of one whose key is not known here', () => {
		const [, homeB] = status(said(7)).sites;
		assert.deepEqual(
			[homeB?.name, homeB?.heard, homeB?.got_bytes, homeB?.sent_bytes],
			['Home B', 17, 2000, 1000]
		);
	});

	it('tells of a device that it never heard from one that it does not know', () => {
		assert.deepEqual(status(said(7)).devices, [
			{ name: 'MacBook', heard: null, got_bytes: 0, sent_bytes: 0 },
			{ name: 'iPhone', heard: null, got_bytes: null, sent_bytes: null },
		]);
	});

	it('that has said nothing leaves everything unknown', () => {
		const quiet = status(null);
		assert.equal(quiet.hub_age, null);
		assert.deepEqual(quiet.devices[0], {
			name: 'MacBook',
			heard: null,
			got_bytes: null,
			sent_bytes: null,
		});
	});

	it('knows which addresses are taken, so that the next one is the lowest', () => {
		const network = seedNetwork();
		network.sites[1].address = '';
		network.devices[1].address = '';
		assert.equal(free_vpn_address(network, null), '192.168.151.254');
		const { answer } = read_answer(TEXT);
		assert.ok(answer);
		assert.equal(free_vpn_address(network, taken_addresses(answer)), '192.168.151.5');
	});
});
