// Where does what lets a router change its hub lie, who hands it on, and when is it forgotten?
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import {
	hub_token,
	keep_token,
	keep_told,
	last_told,
} from '../../root/usr/share/ucode/wgspoke/router/told.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { network_line, network_text } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { do_device } from '../../root/usr/share/ucode/wgspoke/verbs/device.ts';
import { do_export } from '../../root/usr/share/ucode/wgspoke/verbs/export.ts';
import { invitation } from '../../root/usr/share/ucode/wgspoke/verbs/invite.ts';
import {
	do_join,
	do_plan,
	joined_network,
	plan_to_apply,
	taken_without_change,
} from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { do_read_and_keep } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { do_report } from '../../root/usr/share/ucode/wgspoke/verbs/report.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { do_status } from '../../root/usr/share/ucode/wgspoke/verbs/status.ts';
import { settle_change } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { codes, hubKey, key, secrets, seedNetwork, site } from './seed.ts';
import { newRouter } from './triedrouter.ts';

const TOKEN = '0123456789abcdef'.repeat(4);
const kept: Parameters<typeof settle_change>[1] = {
	device_key: '',
	device_public_key: '',
	paste: '',
};
const cabin = { name: 'Cabin', lan: ['192.168.6.0/24'], address: '', public_key: key(6) };

describe('the token for the hub', () => {
	let root = '';
	let router: Router;
	const file = (): string => join(root, 'etc/wgspoke/hub.token');
	beforeEach(() => {
		({ root, router } = newRouter(seedNetwork()));
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	it('comes with the line that the hub prints, when it is one', () => {
		const line = network_line(seedNetwork(), '', TOKEN);
		assert.equal(read_text(line).hub_token, TOKEN);
		for (const bad of [TOKEN.slice(1), TOKEN.toUpperCase(), `${TOKEN}\n`, `${TOKEN.slice(1)}\0`])
			assert.equal(read_text(network_line(seedNetwork(), '', bad)).hub_token, undefined);
		const listed = JSON.stringify({ wgspoke: 1, network: {}, hub_token: [TOKEN] });
		assert.equal(read_text(listed).hub_token, undefined);
	});

	it('is told to nobody who reads the text, and waits for root alone', () => {
		const reply = do_read_and_keep(router, network_line(seedNetwork(), '', TOKEN), 'session');
		assert.equal(reply.has_hub_token, true);
		assert.ok(!JSON.stringify(reply).includes(TOKEN));
	});

	it('is kept with the change that joins, for root alone, and for that hub', () => {
		assert.deepEqual(
			settle_change(router, { ...kept, hub_token: TOKEN }).map(({ code }) => code),
			['token-kept']
		);
		assert.equal(statSync(file()).mode & 0o777, 0o600);
		assert.equal(hub_token(router, hubKey), TOKEN);
		assert.deepEqual(settle_change(router, { ...kept, hub_token: TOKEN }), []);
		assert.deepEqual(settle_change(router, kept), []);
		assert.equal(hub_token(router, hubKey), TOKEN);
	});

	it('is taken without a change by a router that has joined that network, and by no other', () => {
		const request = {
			...own_request(false),
			paste: read_text(network_line(seedNetwork(), '', TOKEN)),
		};
		const plan = plan_to_apply(router, request);
		assert.deepEqual(plan.changes, []);
		assert.deepEqual(do_join(router, request, '').findings.at(-1)?.code, 'token-kept');
		assert.equal(hub_token(router, hubKey), TOKEN);
		const other = { ...plan, reply: { ...plan.reply, network: seedNetwork() } };
		other.reply.network.hub.public_key = key(9);
		assert.deepEqual(taken_without_change(router, other, TOKEN.replace('0', 'f')), []);
		assert.equal(hub_token(router, hubKey), TOKEN);
	});

	it('leaves everything else as it is here, whatever the line says of it', () => {
		// Since the script was made, a home has come, another name, and settings that no line has.
		const since = seedNetwork();
		since.sites.push(site('Cabin', '192.168.151.6', ['192.168.6.0/24']));
		since.hub.router_access = 'all';
		const { root: folder, router: there } = newRouter(since);
		const text = network_line(seedNetwork(), '', TOKEN);
		const read = do_read_and_keep(there, text, 'session');
		assert.equal(read.only_token, true);
		assert.deepEqual(read.network.sites, joined_network(there)?.sites);
		assert.deepEqual(read.network.hub, joined_network(there)?.hub);
		const request = { ...own_request(false), paste: read_text(text) };
		for (const asked of [request, { ...request, network: read.network }]) {
			const plan = do_plan(there, asked);
			assert.deepEqual(plan.changes, []);
			assert.equal(plan.takes_token, true);
			assert.deepEqual(plan.summary.map(in_english), [
				'Let this router change the hub: what is added or removed here is added or removed there in the same step.',
			]);
			assert.deepEqual(codes(plan.findings), []);
		}
		keep_token(there, hubKey, TOKEN);
		const again = do_plan(there, request);
		assert.deepEqual([again.takes_token, again.changes], [false, []]);
		rmSync(folder, { recursive: true });
	});

	it('is not refused by a word that the hub said before', () => {
		const text = `wgspoke 2\nhub ${hubKey} 24356\nsync no\nend\n`;
		keep_told(router, hubKey, text);
		keep_token(router, hubKey, TOKEN);
		const told = last_told(router, hubKey);
		assert.equal(told?.text, text.replace('sync no\n', ''));
		assert.equal(read_answer(told.text).answer?.may_sync, 'not checked');
	});

	it('does not come alone in an invitation, in the line of another hub, or to a router that has not joined', () => {
		const only = (there: Router, text: string) => do_read_and_keep(there, text, 's').only_token;
		const other = seedNetwork();
		other.hub.public_key = key(9);
		assert.equal(only(router, network_line(other, '', TOKEN)), false);
		assert.equal(only(router, network_line(seedNetwork(), secrets.private_key, TOKEN)), false);
		assert.equal(only(router, network_line(seedNetwork(), '')), false);
		const { root: folder, router: fresh } = newRouter();
		const text = network_line(seedNetwork(), '', TOKEN);
		assert.equal(only(fresh, text), false);
		const plan = do_plan(fresh, { ...own_request(false), paste: read_text(text) });
		assert.equal(plan.takes_token, true, 'it comes with the change that joins');
		assert.ok(plan.summary.length > 1);
		rmSync(folder, { recursive: true });
	});

	it('is in no answer, no file that leaves this router, and no list of changes', () => {
		keep_token(router, hubKey, TOKEN);
		const device = { name: 'iPad', to: '', public_key: '', address: '', dns: '', keep: true };
		const answers = [
			do_status(router),
			do_export(router),
			do_report(router, ''),
			do_device(router, { ...device, action: 'add' }),
			invitation(router, cabin, false),
			plan_to_apply(router, own_request(false)),
		];
		for (const answer of answers) assert.ok(!JSON.stringify(answer).includes(TOKEN));
		assert.ok(!network_text(seedNetwork()).includes('hub_token'));
		assert.equal(read_text(invitation(router, cabin, false).reply.line).hub_token, undefined);
	});

	it('is in the line of a home that may change the hub too, where the inviter says so', () => {
		keep_token(router, hubKey, TOKEN);
		const { line, conf } = invitation(router, { ...cabin, manage: true }, false).reply;
		assert.equal(read_text(line).hub_token, TOKEN);
		assert.ok(!conf.includes(TOKEN));
	});

	it('goes when this router leaves, and when it has joined another hub', () => {
		keep_token(router, key(9), TOKEN);
		settle_change(router, kept);
		assert.ok(!existsSync(file()));
		keep_token(router, hubKey, TOKEN);
		settle_change(router, kept);
		assert.equal(readFileSync(file(), 'utf8'), `${hubKey} ${TOKEN}\n`);
		rmSync(join(root, 'etc/config/wgspoke'));
		settle_change(router, kept);
		assert.ok(!existsSync(file()));
	});
});
