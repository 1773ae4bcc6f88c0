// Which devices need their configuration anew, because a home has come since it was handed out?
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';

import {
	note_lacking,
	outdated_devices,
} from '../../root/usr/share/ucode/wgspoke/model/lacking.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { network_line } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { device_edit } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { invitation } from '../../root/usr/share/ucode/wgspoke/verbs/invite.ts';
import { joined_network, plan_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import type { DeviceAction } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { key, seedNetwork, site } from './seed.ts';
import { newRouter } from './triedrouter.ts';

const CABIN = '192.168.6.0/24';

/** What each device of the network lacks after the edit. */
function lacking(edit: (network: ReturnType<typeof seedNetwork>) => unknown): string[][] {
	const after = seedNetwork();
	edit(after);
	note_lacking(seedNetwork(), after);
	return after.devices.map(({ lacks }) => lacks);
}

describe('a device lacks', () => {
	it('the network of a home that comes, until that goes', () => {
		const after = seedNetwork();
		after.sites.push(site('Cabin', '192.168.151.6', [CABIN]));
		note_lacking(seedNetwork(), after);
		assert.deepEqual(
			after.devices.map(({ lacks }) => lacks),
			[[CABIN], [CABIN]]
		);
		assert.deepEqual(outdated_devices(after)[0], {
			name: after.devices[0].name,
			lacks: ['Cabin'],
		});
		const again = structuredClone(after);
		again.sites.pop();
		note_lacking(after, again);
		assert.deepEqual(outdated_devices(again), []);
	});

	it('another network of a home, this one among them, and another VPN', () => {
		assert.deepEqual(lacking(({ sites }) => (sites[1].lan = ['192.168.44.0/24']))[0], [
			'192.168.44.0/24',
		]);
		assert.deepEqual(lacking(({ sites }) => sites[0].lan.push('192.168.22.0/24'))[0], [
			'192.168.22.0/24',
		]);
	});

	it('nothing where a home gets another name, another address, or loses a network', () => {
		assert.deepEqual(
			lacking(({ sites }) => (sites[1].name = 'Parents')),
			[[], []]
		);
		assert.deepEqual(
			lacking(({ sites }) => (sites[1].address = '192.168.151.33')),
			[[], []]
		);
		assert.deepEqual(
			lacking(({ sites }) => (sites[1].lan = ['192.168.4.0/25'])),
			[[], []]
		);
	});

	it('nothing when it comes itself, whatever a client says', () => {
		const after = seedNetwork();
		after.sites.push(site('Cabin', '192.168.151.6', [CABIN]));
		const tablet = { name: 'Tablet', address: '192.168.151.9', public_key: key(9) };
		after.devices.push({ ...tablet, lacks: [CABIN] });
		note_lacking(seedNetwork(), after);
		assert.deepEqual(after.devices.at(-1)?.lacks, []);
	});
});

describe('a router', () => {
	let root = '';
	let router: Router;
	beforeEach(() => {
		({ root, router } = newRouter(seedNetwork()));
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});
	const devices = (): Network['devices'] => joined_network(router)?.devices ?? [];
	const invite = (): void => {
		const call = { name: 'Cabin', lan: [CABIN], address: '', public_key: key(6) };
		assert.equal(write_directory(router, invitation(router, call, false).changes), null);
	};
	const device = (action: DeviceAction, name: string): ReturnType<typeof device_edit> => {
		const call = { action, name, to: '', public_key: '', address: '', dns: '', keep: false };
		const edit = device_edit(router, call);
		assert.equal(write_directory(router, edit.changes), null);
		return edit;
	};

	it('knows after an invitation which devices need their configuration anew, and says so', () => {
		const [first] = devices();
		assert.ok(first);
		assert.deepEqual(do_status(router).outdated, []);
		invite();
		const { outdated, findings } = do_status(router);
		assert.deepEqual(
			outdated.map(({ lacks }) => lacks),
			[['Cabin'], ['Cabin']]
		);
		assert.equal(findings.filter(({ code }) => code === 'device-outdated').length, 2);
		assert.deepEqual(plan_to_apply(router, own_request(false)).changes, [], 'and it stays so');
	});

	it('takes it from the list when the device has it, or a new key, and not when it is only shown', () => {
		invite();
		const [first, second] = devices();
		assert.ok(first && second);
		const { reply } = device('show', first.name);
		assert.match(reply.conf, /192\.168\.6\.0\/24/);
		assert.deepEqual(reply.device?.lacks, [CABIN]);
		assert.equal(do_status(router).outdated.length, 2);
		device('handed', first.name);
		assert.deepEqual(
			do_status(router).outdated.map(({ name }) => name),
			[second.name]
		);
		device('key', second.name);
		assert.deepEqual(do_status(router).outdated, []);
	});

	it('tells nobody else of it', () => {
		invite();
		const network = joined_network(router);
		assert.ok(network);
		const text = network_line(network, '');
		assert.ok(!Buffer.from(text.slice('wgspoke:'.length), 'base64').toString().includes('lacks'));
		const told = { ...network, hub: { ...network.hub } };
		const file = JSON.stringify({ wgspoke: 1, network: told });
		assert.deepEqual(
			read_text(file).network.devices.map(({ lacks }) => lacks),
			[[], []]
		);
	});
});
