// Does the status tell what is so, and no more than was looked at?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { status_text } from '../../root/usr/share/ucode/wgspoke/cli/print.ts';
import { handshake_verdict } from '../../root/usr/share/ucode/wgspoke/router/tunnel.ts';
import type { LiveTunnel } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { LivePeer } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { anyConfigs, anyNetwork, factsWith } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import {
	codes,
	freshFacts,
	goodProbe,
	goodWatched,
	homeKey,
	liveTunnel,
	manyHomes,
	named,
	now,
	said,
	secrets,
	seedNetwork,
	steady,
	unknownFacts,
	statusOf,
} from './seed.ts';
import type { KnownFacts } from './seed.ts';

/** The router of this network with its tunnel in full swing. */
function running(network: Network): KnownFacts {
	const facts = freshFacts();
	facts.uci = applyChanges(facts.uci, plan_join(network, secrets, facts));
	facts.tunnels = [liveTunnel()];
	const routes = [network.hub.subnet, ...network.sites.slice(1).flatMap((one) => one.lan)];
	facts.interfaces.push({
		name: 'wgspoke',
		device: 'wgspoke',
		proto: 'wireguard',
		up: true,
		addresses: ['192.168.151.2/24'],
		routes: routes.map((target) => ({ target, nexthop: '' })),
		dns: [],
		stopped: false,
	});
	facts.routes.push(...routes.map((target) => ({ target, device: 'wgspoke' })));
	return facts;
}

describe('status', () => {
	it('of the seed in full swing', () => {
		assert.deepEqual(statusOf(running(seedNetwork()), goodProbe(), false), {
			joined: true,
			hub_age: null,
			devices: ['MacBook', 'iPhone'].map((name) => ({
				name,
				heard: null,
				got_bytes: null,
				sent_bytes: null,
			})),
			interface: 'wgspoke',
			up: true,
			current: true,
			public_key: homeKey,
			handshake_age: 40,
			handshake_unclear: false,
			rx_bytes: 1000,
			tx_bytes: 2000,
			watching: false,
			rx_rate: null,
			tx_rate: null,
			hub_heard: null,
			probe_age: 10,
			probing: false,
			handshake: 'yes',
			hub: 'yes',
			hub_rtt: 12.5,
			sites: [
				{
					name: 'Home A',
					gateway: 'not checked',
					host: 'not checked',
					home: { state: 'here', verdict: 'not checked', address: '', rtt: null },
					heard: null,
					got_bytes: null,
					sent_bytes: null,
					missing_routes: [],
				},
				{
					name: 'Home B',
					gateway: 'yes',
					host: 'not checked',
					home: { state: 'router', verdict: 'yes', address: '192.168.151.3', rtt: 25 },
					heard: 10,
					got_bytes: null,
					sent_bytes: null,
					missing_routes: [],
				},
			],
			stage: 'answers',
			state: 0,
			drift: [],
			diff: '',
			network: seedNetwork(),
			findings: [],
		});
	});

	it('of a router that has not joined', () => {
		const status = statusOf(freshFacts(), goodProbe(), true);
		assert.equal(status.joined, false);
		assert.equal(status.network, null);
		assert.equal(status.probing, true);
		assert.equal(status.handshake, 'not checked');
		assert.deepEqual(status.sites, []);
	});

	it('tells a tunnel that never shook hands, and one that nobody could ask', () => {
		const facts = running(seedNetwork());
		facts.tunnels.forEach((one) => ((one.peers[0] as LivePeer).latest_handshake = 0));
		assert.equal(statusOf(facts, null, false).handshake_age, null);
		const unknown = { ...facts, tunnels: null, interfaces: null };
		const status = statusOf(unknown, null, false);
		assert.equal(status.up, null);
		assert.equal(status.handshake_age, null);
		assert.equal(status.probe_age, null);
		assert.equal(status.handshake, 'not checked');
	});

	it('tells an interface that is down or gone', () => {
		const facts = running(seedNetwork());
		facts.interfaces.forEach((one) => (one.up = false));
		assert.equal(statusOf(facts, null, false).up, false);
		facts.interfaces.pop();
		assert.equal(statusOf(facts, null, false).up, false);
		assert.equal(statusOf({ ...facts, interfaces: null }, null, false).up, true);
		assert.equal(statusOf({ ...facts, interfaces: null, tunnels: [] }, null, false).up, false);
	});

	const DAY = 86_400;
	const shakenAt = (time: number): LiveTunnel[] => {
		const tunnel = liveTunnel();
		tunnel.peers.forEach((one) => (one.latest_handshake = time));
		return [tunnel];
	};

	for (const [clock, time, shaken] of [
		['was set back behind the last handshake', now - DAY, now],
		['is at 1970, and was not at the last handshake', 40, now],
		['was set from 1970 since the last handshake', now, 40],
		['was a month behind at the last handshake', now, now - 30 * DAY],
	] as const) {
		it(`does not know when the hub was heard while the clock ${clock} (fault 21)`, () => {
			const facts = { ...running(seedNetwork()), time, tunnels: shakenAt(shaken) };
			const status = statusOf(facts, goodProbe(), false);
			assert.equal(status.handshake_age, null);
			assert.equal(status.handshake_unclear, true);
			assert.equal(status.stage, 'up');
			assert.equal(handshake_verdict(seedNetwork(), facts), 'not checked');
			assert.deepEqual(codes(status.findings), ['clock-behind']);
			assert.match(status_text(status), /^Handshake {3}not known when/m);
			assert.doesNotMatch(status_text(status), /Handshake.* ago/);
			// The next handshake mends it.
			const mended = statusOf({ ...facts, tunnels: shakenAt(time) }, goodProbe(), false);
			assert.deepEqual([mended.handshake_age, mended.handshake_unclear], [0, false]);
			assert.equal(mended.stage, 'answers');
			assert.deepEqual(mended.findings, []);
		});
	}

	it('knows when the hub was heard by a clock that has always been at 1970', () => {
		const facts = { ...running(seedNetwork()), time: 100, tunnels: shakenAt(60) };
		assert.equal(statusOf(facts, null, false).handshake_age, 40);
	});

	it('takes a handshake of the moment in which it looks', () => {
		const facts = { ...running(seedNetwork()), tunnels: shakenAt(now + 1) };
		assert.equal(statusOf(facts, null, false).handshake_age, 0);
	});

	it('has the age of a probe by a clock that nobody sets', () => {
		const facts = running(seedNetwork());
		for (const time of [40, now, now + 50 * 365 * DAY])
			assert.equal(statusOf({ ...facts, time }, goodProbe(), false).probe_age, 10);
	});

	it('tells what the watch knows: rates, and when hub and homes were last heard', () => {
		const facts = running(seedNetwork());
		const watched = goodWatched();
		const status = statusOf(facts, goodProbe(), false, watched);
		assert.equal(status.watching, true);
		assert.equal(status.rx_rate, 100);
		assert.equal(status.tx_rate, 0);
		assert.equal(status.hub_heard, 2);
		assert.deepEqual(
			status.sites.map(({ heard }) => heard),
			[null, 30]
		);
		assert.deepEqual(status.findings, []);
	});

	it('tells that the hub has moved, for a day, and that its name has no address', () => {
		const facts = running(seedNetwork());
		const from = '203.0.113.1:24356';
		const at = (moved: number): string[] => {
			const watched = { ...goodWatched(), moved: { at: moved, from, to: '203.0.113.7:24356' } };
			return statusOf(facts, null, false, watched).findings.map((one) => said(one).message);
		};
		const moment = new Date((now - 600) * 1000).toISOString().slice(11, 16);
		assert.deepEqual(at(steady - 600), [
			`The hub has a new address, 203.0.113.7:24356 (before: ${from}); the tunnel has used it since ${moment} UTC.`,
		]);
		assert.deepEqual(at(steady - 86_401), []);
		const lost = { ...goodWatched(), resolves: false };
		const { findings } = statusOf(facts, null, false, lost);
		assert.deepEqual(codes(findings), ['hub-unresolved']);
	});

	it('names the LANs that have no route into the tunnel, also where another route has them', () => {
		const facts = running(seedNetwork());
		facts.routes = facts.routes.filter((one) => one.target !== '192.168.4.0/24');
		assert.deepEqual(statusOf(facts, null, false).sites[1]?.missing_routes, ['192.168.4.0/24']);
		facts.routes.push({ target: '192.168.4.0/24', device: 'eth1' });
		const status = statusOf(facts, null, false);
		assert.deepEqual(status.sites[1]?.missing_routes, ['192.168.4.0/24']);
		assert.deepEqual(codes(status.findings), ['route-taken']);
		const unknown = statusOf({ ...facts, routes: null }, null, false);
		assert.deepEqual(unknown.sites[1]?.missing_routes, []);
	});

	it('tells what drifted, without secrets', () => {
		const facts = running(seedNetwork());
		named(facts.uci.firewall, 'wgspoke').options.masq = '1';
		assert.deepEqual(statusOf(facts, null, false).drift, [
			{ config: 'firewall', section: 'wgspoke', option: 'masq', from: '1', to: '0' },
		]);
	});

	it('goes with the site’s name, whatever the order of the probe', () => {
		const probe = goodProbe();
		probe.sites = [
			{ name: 'Home C', gateway: 'no', host: 'no' },
			{ name: 'Home B', gateway: 'no', host: 'yes' },
		];
		const [home, other] = statusOf(running(seedNetwork()), probe, false).sites;
		assert.equal(home?.gateway, 'not checked');
		assert.equal(other?.gateway, 'no');
		assert.equal(other.host, 'yes');
	});

	it('is whole for 500 sites', () => {
		const network = manyHomes(500);
		const status = statusOf(running(network), goodProbe(), false);
		assert.equal(status.sites.length, 500);
		assert.deepEqual(status.drift, []);
		assert.deepEqual(status.findings, []);
		assert.deepEqual(
			status.sites.flatMap((one) => one.missing_routes),
			[]
		);
	});

	it('is total, and tells no private key', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, fc.boolean(), (network, configs, known) => {
				const before = known ? factsWith(configs) : { ...unknownFacts(), uci: configs };
				const uci = applyChanges(configs, plan_join(network, secrets, before));
				const status = statusOf({ ...before, uci }, goodProbe(), false);
				assert.equal(status.joined, true);
				assert.ok(!JSON.stringify(status).includes(secrets.private_key));
			})
		);
	});
});
