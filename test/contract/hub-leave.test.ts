// Does a hub forget the home that leaves, where its person wants that, and is it told what is left where it did not?
import assert from 'node:assert/strict';
import { must } from '../../tools/lab/space.ts';
import { withLab } from './suite.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';

describe('a home that leaves', () => {
	const suite = withLab('block');
	let session = '';
	let own = '';

	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });
	/** Everything that the hub has: its tunnel, and its file. */
	const atHub = (): Promise<string> =>
		onHub('wg show wg0 allowed-ips; cat /etc/wireguard/wg0.conf');
	const left = async (): Promise<unknown[]> =>
		((await suite.a.status()) as StatusReply).left.map(({ kind, public_key }) => [
			kind,
			public_key,
		]);

	before(async () => {
		const { a } = suite;
		await a.join();
		session = await a.login();
		({ public_key: own } = await a.status());
	});

	it('without a token is told by which command the hub forgets it', async () => {
		const reply = await suite.a.page(session, 'leave', { dry: true, at_hub: true });
		assert.deepEqual([reply.may_tell, reply.at_hub], [false, null]);
		assert.ok(reply.forget.includes(own), reply.forget);
		const [said] = reply.summary.filter(({ key }) => key.startsWith('leave_hub'));
		assert.deepEqual([said?.key, said?.values['value']], ['leave_hub_key', own]);
	});

	it('with the token leaves the hub as it is, unless somebody wants it to forget', async () => {
		const { a, lab } = suite;
		const { stdout } = await a.command(['hub', '--speak']);
		const line = /^wgspoke:\S+$/m.exec(await lab.hub.answerHomes(stdout))?.[0] ?? '';
		assert.equal((await a.command(['join', '-'], line)).code, 0);
		assert.equal((await a.command(['hub', '--ask', '-j'])).stderr, '');
		const stays = await a.page(session, 'leave', { dry: true, at_hub: false });
		assert.deepEqual([stays.may_tell, stays.at_hub], [true, null]);
		const goes = await a.page(session, 'leave', { dry: true, at_hub: true });
		assert.equal(goes.at_hub?.removed.length, 1);
		assert.ok(goes.summary.some(({ key }) => key === 'leave_hub_told'));
		assert.ok((await atHub()).includes(own));
	});

	it('that stays after all is told that somebody has to add it at the hub again', async () => {
		const { a } = suite;
		const { trial } = await a.page(session, 'leave', { dry: false, at_hub: true });
		assert.equal((await a.reaches(trial, 'proved')).state, 'proved');
		assert.ok(!(await atHub()).includes(own));
		await a.page(session, 'decide', { trial, keep: false });
		assert.equal((await a.ended(trial)).state, 'undone');
		assert.deepEqual(await left(), [['add', own]]);
		await onHub((await a.command(['hub', '--sync'])).stdout);
		await a.waitForPing('192.168.151.1');
		await a.command(['hub', '--ask']);
		assert.deepEqual(await left(), []);
	});

	it('is forgotten by the hub in the same step', async () => {
		const { code, stdout, stderr } = await suite.a.command(['leave', '--forget']);
		assert.equal(code, 0, stderr);
		assert.match(stdout, /^- Have the hub forget this home, in the same step\.$/m);
		assert.match(stderr, /^info hub-forgets: /m);
		assert.ok(!(await atHub()).includes(own));
		assert.equal(await suite.a.hasTunnel(), false);
	});
});
