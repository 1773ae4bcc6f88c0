// What is left to do at the hub, for how long is it said, and who says that it is done?
import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { read_answer, type HubAnswer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type { Left } from '../../root/usr/share/ucode/wgspoke/hub/left.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import {
	device_edit,
	device_wanted,
	type DeviceAction,
} from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { joined_network } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import {
	do_left_done,
	left_now,
	prune_left,
} from '../../root/usr/share/ucode/wgspoke/verbs/left.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import { homeKey, hubKey, key, seedNetwork } from './seed.ts';
import { newRouter } from './triedrouter.ts';

const OLD = key(4);
const TABLET = key(20);

/** What the hub says when it has these peers, running and written. */
function answer(...peers: string[]): HubAnswer {
	const lines = peers.flatMap((peer) => [`running ${peer}`, `written ${peer}`]);
	const read = read_answer(['wgspoke 2', `hub ${hubKey} 1`, ...lines, 'end'].join('\n'));
	assert.ok(read.answer);
	return read.answer;
}

describe('what is left to do at the hub', () => {
	let root = '';
	let router: Router;
	beforeEach(() => {
		const network = seedNetwork();
		network.devices[0].public_key = OLD;
		({ root, router } = newRouter(network));
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	/** Does the edit, and has it kept. */
	function edit(action: DeviceAction, name: string, public_key = '', to = ''): void {
		const call = { action, name, to, public_key, address: '', dns: '', keep: false };
		const edited = device_edit(router, call);
		const changes: Change[] = edited.changes;
		assert.equal(write_directory(router, changes), null);
		settle_change(router, device_wanted(edited));
	}
	function left(said: HubAnswer | null = null): Left[] {
		const network = joined_network(router);
		assert.ok(network);
		return left_now(router, network, homeKey, said);
	}
	const tablet: Left = { kind: 'add', name: 'Tablet', public_key: TABLET };
	const macbook: Left = { kind: 'remove', name: 'MacBook', public_key: OLD };

	it('is whoever was added without a token, and a key that was removed, kept for root alone', () => {
		edit('add', 'Tablet', TABLET);
		edit('remove', 'MacBook');
		assert.deepEqual(left(), [tablet, macbook]);
		assert.deepEqual(do_status(router).left, [tablet, macbook]);
		assert.equal(statSync(join(root, 'etc/wgspoke/hub.left')).mode & 0o777, 0o600);
	});

	it('is a new key and the old one', () => {
		edit('key', 'MacBook', key(6));
		assert.deepEqual(left(), [macbook, { kind: 'add', name: 'MacBook', public_key: key(6) }]);
	});

	it('is nothing that a new name brings, and is called by the name of now', () => {
		edit('add', 'Tablet', TABLET);
		edit('rename', 'Tablet', '', 'iPad');
		assert.deepEqual(left(), [{ ...tablet, name: 'iPad' }]);
	});

	it('is what the hub’s answer shows not to be done, running and for its next start', () => {
		edit('add', 'Tablet', TABLET);
		edit('remove', 'MacBook');
		const address = joined_network(router)?.devices.at(-1)?.address ?? '';
		assert.deepEqual(left(answer(`${OLD} 192.168.151.4/32`)), [tablet, macbook]);
		assert.deepEqual(left(answer(`${TABLET} 192.168.151.99/32`)), [tablet]);
		assert.deepEqual(left(answer(`${TABLET} ${address}/32`)), []);
		const running = answer(`${TABLET} ${address}/32`);
		for (const peer of running.peers) peer.written = null;
		assert.deepEqual(left(running), [tablet]);
	});

	it('is forgotten once the hub has shown it, whatever it says then', () => {
		edit('remove', 'MacBook');
		const network = joined_network(router);
		assert.ok(network);
		prune_left(router, network, homeKey, answer(`${OLD} 192.168.151.4/32`));
		assert.deepEqual(left(), [macbook]);
		prune_left(router, network, homeKey, answer());
		assert.deepEqual(left(), []);
	});

	it('is no more what was added and has gone again; only its key is to be removed', () => {
		edit('add', 'Tablet', TABLET);
		edit('remove', 'Tablet');
		assert.deepEqual(left(), [{ ...tablet, kind: 'remove' }]);
		assert.deepEqual(left(answer()), []);
	});

	it('is nothing of what the hub was told in the same step', () => {
		edit('add', 'Tablet', TABLET);
		const told = { public_key: TABLET, networks: [], name: 'Tablet' };
		const call = { action: 'show', name: 'iPhone', to: '', address: '', dns: '' } as const;
		const shown = device_edit(router, { ...call, public_key: '', keep: false });
		const hub = { hub_key: hubKey, address: '', members: [told], gone: [] };
		settle_change(router, { ...device_wanted(shown), hub });
		assert.deepEqual(left(), []);
	});

	it('is done when somebody says so, one or all', () => {
		edit('add', 'Tablet', TABLET);
		edit('remove', 'MacBook');
		assert.deepEqual(do_left_done(router, joined_network(router), OLD), { left: [tablet] });
		do_left_done(router, joined_network(router), '');
		assert.deepEqual(left(), []);
	});
});
