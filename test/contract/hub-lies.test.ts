// What does a router that follows its hub take from one that lies? Nothing, whatever it says, and it is said once.
import assert from 'node:assert/strict';
import { makeKeyPair } from '../../tools/lab/seed.ts';
import { must } from '../../tools/lab/space.ts';
import type { StatusReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { withLab } from './suite.ts';

describe('a hub that lies to a router which follows it', () => {
	const suite = withLab('block');
	let truth = '';
	let liar = '';

	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });
	/** From now on the hub says what this script prints. */
	const says = (script: string): Promise<string> =>
		onHub(`cat > /usr/local/sbin/wgspoke-hub << 'SCRIPT'\n#!/bin/sh\n${script}\nSCRIPT`);
	/** The truth, with these lines in it. */
	const lie = async (...lines: string[]): Promise<void> => {
		const text = truth.replace(/^end$/m, [...lines, 'end'].join('\n'));
		await must(suite.lab.hub, ['sh', '-c', 'cat > /run/lie'], { stdin: text });
		await says('cat /run/lie');
	};
	const peer = (networks: string, key = liar): string[] => [
		`running ${key} ${networks}`,
		`written ${key} ${networks}`,
	];
	/** All of the router that a hub could want. */
	const state = async (): Promise<unknown> => {
		const { a } = suite;
		const { stdout } = await a.gateway.exec(['sh', '-c', 'ip route; ip -6 route']);
		return [stdout.split('\n').sort(), await a.allowedIps(), [...(await a.files())].map(String)];
	};
	/** Has the router hear the hub, and do by itself what it does then. */
	const heard = async (): Promise<StatusReply> => {
		const { a } = suite;
		await a.command(['hub', '--ask']);
		await a.gateway.exec(['wgspoke', 'learn']);
		return (await a.status()) as StatusReply;
	};

	before(async () => {
		const { a, lab } = suite;
		await a.join('--follow', '1');
		await lab.hub.answerHomes((await a.command(['hub', '--speak'])).stdout);
		liar = (await makeKeyPair(lab.hub)).publicKey;
		// What it learns from the truth, it has learned.
		await heard();
		truth = await onHub('/usr/local/sbin/wgspoke-hub look');
		assert.match(truth, /^end$/m);
	});

	const networks: [what: string, lan: string][] = [
		['this home’s own network', '192.168.2.0/24'],
		['a part of it', '192.168.2.128/25'],
		['all of the internet', '0.0.0.0/0'],
		['half of the internet', '128.0.0.0/1'],
		['the provider of this home', '198.51.100.0/24'],
		['the hub itself', '203.0.113.0/24'],
		['a part of the VPN', '192.168.151.128/25'],
		['a part of another home’s network', '192.168.4.128/25'],
		['addresses that nobody has', '240.0.0.0/8'],
		['this router alone', '127.0.0.0/8'],
		['IPv6 as a whole', '::/0'],
	];
	for (const [what, lan] of networks) {
		it(`takes nothing of it by a home that has ${what}`, async () => {
			const before = await state();
			await lie(...peer(`192.168.151.66/32,${lan}`));
			const { findings } = await heard();
			assert.deepEqual(await state(), before);
			assert.ok(findings.filter(({ code }) => code === 'home-refused').length <= 1);
		});
	}

	it('takes nothing by another key for a home that is here, nor by a name', async () => {
		const before = await state();
		const b = suite.lab.keys.homeB.publicKey;
		await lie(...peer('192.168.151.66/32,192.168.4.0/24'), `name ${b} $(reboot)`, `name ${b} A`);
		await heard();
		assert.deepEqual(await state(), before);
	});

	it('takes nothing of 10,000 homes', async () => {
		const before = await state();
		await says(`sed '/^end$/d' /run/lie
			awk 'BEGIN { for (i = 0; i < 10000; i++) {
				key = sprintf("%042dA=", i); net = "10." int(i / 256) "." i % 256 ".0/24"
				print "running", key, net; print "written", key, net } print "end" }'`);
		const { findings, news } = await heard();
		assert.deepEqual(await state(), before);
		assert.ok(news.length <= 8 && findings.length <= 12);
	});

	const floods: [what: string, script: string][] = [
		['100 MB', "head -c 100000000 /dev/zero | tr '\\0' x"],
		['lines without end', 'yes "route 10.0.0.0/8"'],
		['a byte a second', 'while sleep 1; do printf h; done'],
		['nothing at all, for ever', 'sleep 1000'],
		['NUL', "printf 'wgspoke 2\\n\\0\\0end\\n'"],
		['another server', `echo "hub $(printf '%042d' 7)A= 24356"; echo end`],
	];
	for (const [what, script] of floods) {
		it(`goes on as before when it says ${what}`, async () => {
			const before = await state();
			await says(script);
			const begin = Date.now();
			await heard();
			assert.ok(Date.now() - begin < 30_000, `${String(Date.now() - begin)} ms`);
			assert.deepEqual(await state(), before);
			await suite.a.waitForPing('192.168.151.1');
		});
	}

	it('takes a home that is none of these', async () => {
		await lie(...peer('192.168.151.66/32,192.168.6.0/24'));
		const { network } = await heard();
		assert.ok(network?.sites.some(({ lan }) => lan.includes('192.168.6.0/24')));
	});
});
