// A tunnel was deleted on the router, and its key with it: is that said, and does one new key take its place, however often somebody tries?
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

import { no_secrets } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { is_key_lost } from '../../root/usr/share/ucode/wgspoke/plan/ours.ts';
import { keep_key } from '../../root/usr/share/ucode/wgspoke/router/keys.ts';
import { collect_configs, look } from '../../root/usr/share/ucode/wgspoke/router/look.ts';
import { write_directory } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { do_key } from '../../root/usr/share/ucode/wgspoke/verbs/key.ts';
import { left_at_hub } from '../../root/usr/share/ucode/wgspoke/verbs/newkey.ts';
import { do_repair, repair_to_apply } from '../../root/usr/share/ucode/wgspoke/verbs/repair.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { do_recover, settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import { finding, message_of } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { codes, key, liveTunnel, seedNetwork } from './seed.ts';
import { newRouter } from './triedrouter.ts';

const SETTLED = { device_key: '', device_public_key: '', paste: '' };

/** On a router that has joined, and whose config network somebody has made this of. */
function robbed<T>(
	edit: (network: string) => string,
	ask: (router: Router) => T,
	network: Network = seedNetwork()
): T {
	const { router, root } = newRouter(network);
	try {
		const path = `${router.config_dir}/network`;
		writeFileSync(path, edit(readFileSync(path, 'utf8')));
		return ask(router);
	} finally {
		rmSync(root, { recursive: true });
	}
}

/** Without the sections of the tunnel. */
const deleted = (text: string): string =>
	text
		.split(/\n(?=config )/)
		.filter((section) => !section.includes('wgspoke'))
		.join('\n');
const without_key = (text: string): string => text.replace(/\n[^\n]*private_key[^\n]*/, '');

describe('a tunnel whose key is lost', () => {
	for (const [what, edit] of [
		['with its sections', deleted],
		['from its section', without_key],
	] as const) {
		it(`${what} is told of in the status, with what the press of a button does`, () => {
			const { findings, drift } = robbed(edit, do_status);
			const [lost] = findings.filter(({ code }) => code === 'key-lost');
			assert.ok(lost, codes(findings).join());
			assert.match(
				in_english(message_of(lost)),
				/deleted it on this router, or the whole tunnel wgspoke/
			);
			assert.ok(drift.some(({ option }) => option === 'private_key'));
		});

		it(`${what} has one new key, the same at every attempt and after a reboot`, () => {
			robbed(edit, (router) => {
				const first = do_repair(router, true);
				assert.deepEqual(codes(first.findings), ['key-new']);
				assert.equal(first.trial, '');
				assert.equal(first.findings[0]?.values['key'], first.public_key);
				// What is in memory alone is gone.
				rmSync(router.run_dir, { recursive: true, force: true });
				do_recover(router, true);
				const again = do_repair(router, true);
				assert.equal(again.public_key, first.public_key);
				assert.notEqual(again.public_key, '');
			});
		});
	}

	it('says how the hub is told: the commands with the new key, this home’s address and its network', () => {
		robbed(deleted, (router) => {
			const { hub, public_key: made } = do_repair(router, true);
			assert.deepEqual(hub?.live, [
				`wg set wg0 peer ${made} allowed-ips 192.168.151.2/32,192.168.2.0/24`,
				'ip route replace 192.168.2.0/24 dev wg0',
			]);
			assert.ok(hub.peer_block.includes(made));
		});
	});

	it('keeps the new key on flash for root alone, until it is in the configuration', () => {
		robbed(deleted, (router) => {
			const path = `${router.keep_dir}/own.key`;
			const plan = repair_to_apply(router);
			assert.equal(statSync(path).mode & 0o777, 0o600);
			assert.ok(
				!plan.reply.diff.includes(readFileSync(path, 'utf8').trim()),
				'the key is in the diff'
			);
			assert.equal(write_directory(router, plan.changes), null);
			settle_change(router, SETTLED);
			assert.ok(!existsSync(path));
			assert.equal(do_key(router), plan.reply.public_key);
			assert.equal(is_key_lost(collect_configs(router)), false);
			assert.deepEqual(codes(do_status(router).findings), []);
		});
	});

	it('that runs on, for nobody has reloaded anything, is in nobody’s way', () => {
		robbed(deleted, (router) => {
			const facts = look(router);
			const running = { ...facts, tunnels: [liveTunnel()], devices: ['lo', 'wgspoke'] };
			const of = (network: Network): string[] => codes(preflight(network, no_secrets, running));
			assert.ok(!of(seedNetwork()).includes('interface-exists'));
			const other = seedNetwork();
			other.hub.public_key = key(9);
			assert.ok(of(other).includes('interface-exists'), 'one of another hub is somebody else’s');
		});
	});

	it('is no key that is made by looking: a status makes none', () => {
		robbed(deleted, (router) => {
			do_status(router);
			assert.ok(!existsSync(`${router.keep_dir}/own.key`));
		});
	});

	it('leaves the old key to be removed at the hub, and the new one to be told where that was not proved', () => {
		const findings = [finding('key-new', { key: key(7), options: '', old: key(8) })];
		const left = (unproved: boolean) => left_at_hub(seedNetwork(), findings, unproved).left;
		assert.deepEqual(left(false)?.gone, [{ public_key: key(8), name: 'Home A' }]);
		assert.deepEqual(left(false)?.members, []);
		assert.deepEqual(
			left(true)?.members.map(({ public_key: told }) => told),
			[key(7)]
		);
		assert.deepEqual(left_at_hub(seedNetwork(), [], true), {});
	});
});

describe('the key of a device that nobody has', () => {
	const orphan = key(20);
	const file = (router: Router, public_key: string): string =>
		`${router.keep_dir}/${public_key.replaceAll('/', '_')}`;

	it('goes when the router starts; that of a device stays, and so does what lies beside them (fault 13)', () => {
		robbed(
			(text) => text,
			(router) => {
				assert.ok(keep_key(router, orphan, key(30)));
				assert.ok(keep_key(router, key(21), key(31)));
				assert.ok(existsSync(file(router, orphan)));
				assert.equal(do_recover(router, true), true);
				assert.equal(existsSync(file(router, orphan)), false);
				assert.equal(existsSync(file(router, key(21))), true);
			},
			{
				...seedNetwork(),
				devices: [{ name: 'iPad', address: '192.168.151.9', public_key: key(21), lacks: [] }],
			}
		);
	});

	it('stays where the list of devices is lost: it may be all that is left of one', () => {
		robbed(
			(text) => text,
			(router) => {
				assert.ok(keep_key(router, orphan, key(30)));
				writeFileSync(`${router.config_dir}/wgspoke`, '');
				do_recover(router, true);
				assert.equal(existsSync(file(router, orphan)), true);
			}
		);
	});
});
