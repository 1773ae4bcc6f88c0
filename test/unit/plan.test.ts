// Does a plan join exactly, change nothing twice, and leave as if nothing had been?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RouterAccess } from '../../root/usr/share/ucode/wgspoke/model/fields.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';

import { network_from_uci } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import {
	inverse_of,
	mask_secrets,
	secret_placeholder,
	uci_diff,
} from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import {
	drift,
	foreign_references,
	plan_join,
	plan_leave,
} from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { our_interface } from '../../root/usr/share/ucode/wgspoke/plan/ours.ts';
import { leave_summary, plan_summary } from '../../root/usr/share/ucode/wgspoke/plan/summary.ts';
import type { Facts } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { UciConfigs } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import { anyConfigs, anyNetwork, factsWith, settled } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import {
	freshFacts,
	hubKey,
	key,
	manyHomes,
	named,
	noSecrets,
	secrets,
	section,
	homeKey,
	seedNetwork,
	unknownFacts,
} from './seed.ts';

function join(network: Network, facts: Facts): Facts {
	return { ...facts, uci: applyChanges(facts.uci, plan_join(network, secrets, facts)) };
}

/** The seed's router after joining, with this edit by hand. */
function joined(edit: (configs: UciConfigs) => unknown = () => undefined): Facts {
	const facts = join(seedNetwork(), freshFacts());
	edit(facts.uci);
	return facts;
}

function options(facts: Facts, config: 'network' | 'firewall', name: string) {
	return facts.uci[config].find((one) => one.name === name)?.options;
}

/** What the plan for the network would still change, as 'section.option'. */
function left(network: Network, facts: Facts): string[] {
	return plan_join(network, noSecrets, facts).map((one) => `${one.section}.${one.option}`);
}

/** With a VPN of the owner's own, whose sections are named as ours would be. */
function withOwnTunnel(configs: UciConfigs): UciConfigs {
	const own = [
		section('interface', 'wg0', {
			proto: 'wireguard',
			private_key: key(0xe0),
			addresses: ['10.9.0.1/24'],
		}),
		section('wireguard_wg0', 'wg0_hub', { public_key: key(0xe1), allowed_ips: ['10.9.0.0/24'] }),
		section('wireguard_wg0', 'wg0_nas', { public_key: key(0xe2), allowed_ips: ['10.9.1.0/24'] }),
	];
	return { ...configs, network: [...configs.network, ...own] };
}

/** The seed's network whose other homes may open so much on this router. */
function with_access(access: RouterAccess): Network {
	const network = seedNetwork();
	network.hub.router_access = access;
	return network;
}

describe('joining', () => {
	it('makes the seed’s interface, peer, zone and forwardings', () => {
		const { network, firewall } = join(seedNetwork(), freshFacts()).uci;
		assert.deepEqual(network.slice(5), [
			section('interface', 'wgspoke', {
				proto: 'wireguard',
				private_key: secrets.private_key,
				addresses: ['192.168.151.2/24'],
				nohostroute: '1',
			}),
			section('wireguard_wgspoke', 'wgspoke_hub', {
				public_key: hubKey,
				endpoint_host: '203.0.113.1',
				endpoint_port: '24356',
				persistent_keepalive: '25',
				route_allowed_ips: '1',
				allowed_ips: ['192.168.151.0/24', '192.168.4.0/24'],
				description: 'Hub',
			}),
		]);
		assert.deepEqual(firewall.slice(5), [
			section('zone', 'wgspoke', {
				name: 'wgspoke',
				network: ['wgspoke'],
				input: 'REJECT',
				output: 'ACCEPT',
				forward: 'REJECT',
				masq: '0',
				mtu_fix: '1',
			}),
			section('forwarding', 'wgspoke_in', { src: 'wgspoke', dest: 'lan' }),
			section('forwarding', 'wgspoke_out', { src: 'lan', dest: 'wgspoke' }),
			section('rule', 'wgspoke_ping', {
				src: 'wgspoke',
				proto: 'icmp',
				icmp_type: 'echo-request',
				target: 'ACCEPT',
				name: 'Ping from the other homes',
			}),
		]);
	});

	it('keeps the network as it was meant', () => {
		assert.deepEqual(network_from_uci(joined().uci.wgspoke), seedNetwork());
	});

	it('changes nothing the second time, for any network on any router', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const facts = join(network, factsWith(configs));
				assert.deepEqual(plan_join(network, secrets, facts), []);
				assert.deepEqual(plan_join(network, noSecrets, facts), []);
				assert.deepEqual(drift(network, facts), []);
			})
		);
	});

	it('does not touch a single section of somebody else', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const after = applyChanges(configs, plan_join(network, secrets, factsWith(configs)));
				for (const config of ['network', 'firewall'] as const) {
					assert.deepEqual(after[config].slice(0, configs[config].length), configs[config]);
				}
			})
		);
	});

	it('can be undone exactly', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const plan = plan_join(network, secrets, factsWith(configs));
				assert.deepEqual(applyChanges(applyChanges(configs, plan), inverse_of(plan)), configs);
			})
		);
	});

	it('of another network on top can be undone; the sections that come back stand last', () => {
		fc.assert(
			fc.property(anyNetwork, anyNetwork, anyConfigs, (first, second, configs) => {
				const facts = join(first, factsWith(configs));
				const plan = plan_join(second, secrets, facts);
				const back = applyChanges(applyChanges(facts.uci, plan), inverse_of(plan));
				const sorted = (all: UciConfigs) =>
					settled({
						network: [...all.network].sort((a, b) => (a.name < b.name ? -1 : 1)),
						firewall: [...all.firewall].sort((a, b) => (a.name < b.name ? -1 : 1)),
						wgspoke: [...all.wgspoke].sort((a, b) => (a.name < b.name ? -1 : 1)),
					});
				assert.deepEqual(sorted(back), sorted(facts.uci));
			})
		);
	});

	it('of another network on top ends where joining it at once does', () => {
		fc.assert(
			fc.property(anyNetwork, anyNetwork, anyConfigs, (first, second, configs) => {
				const after = join(second, join(first, factsWith(configs)));
				assert.deepEqual(plan_join(second, secrets, after), []);
				const names = (facts: Facts) =>
					[...facts.uci.network, ...facts.uci.firewall].map((one) => one.name).sort();
				assert.deepEqual(names(after), names(join(second, factsWith(configs))));
			})
		);
	});

	it('writes no internet route and no empty value, whatever the network says', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				network.sites.forEach((one) => one.lan.push('0.0.0.0/0', '::/0', '128.0.0.0/1'));
				for (const change of plan_join(network, secrets, factsWith(configs))) {
					assert.notEqual(change.to?.length, 0, change.option);
					if (change.option !== 'allowed_ips') continue;
					for (const prefix of change.to ?? []) assert.doesNotMatch(prefix, /\/[01]$/);
				}
			})
		);
	});

	it('gives the VPN address the width of the VPN subnet', () => {
		const network = seedNetwork();
		network.hub.subnet = '10.8.0.0/16';
		network.sites[0].address = '10.8.3.7';
		assert.deepEqual(options(join(network, freshFacts()), 'network', 'wgspoke')?.addresses, [
			'10.8.3.7/16',
		]);
	});

	it('writes MTU and preshared key only where there are any, and no keepalive of 0', () => {
		const network = seedNetwork();
		network.hub.mtu = 1380;
		network.hub.keepalive = 0;
		const facts = freshFacts();
		const plan = plan_join(network, { ...secrets, preshared_key: key(9) }, facts);
		const after = { ...facts, uci: applyChanges(facts.uci, plan) };
		assert.equal(options(after, 'network', 'wgspoke')?.mtu, '1380');
		assert.equal(options(after, 'network', 'wgspoke_hub')?.preshared_key, key(9));
		assert.equal(options(after, 'network', 'wgspoke_hub')?.persistent_keepalive, undefined);
	});

	it('keeps the private key that the router has, and shows a placeholder where there is none', () => {
		const network = seedNetwork();
		const placed = plan_join(network, noSecrets, freshFacts());
		assert.equal(placed.find((one) => one.option === 'private_key')?.to, secret_placeholder);
		network.hub.interface = 'home_vpn';
		const renamed = plan_join(network, noSecrets, joined());
		const made = renamed.find((one) => one.section === 'home_vpn' && one.option === 'private_key');
		assert.equal(made?.to, secrets.private_key);
	});

	it('keeps a preshared key for the same hub, and drops it for another', () => {
		const facts = joined((configs) => {
			named(configs.network, 'wgspoke_hub').options.preshared_key = key(9);
		});
		assert.deepEqual(left(seedNetwork(), facts), []);
		const network = seedNetwork();
		network.hub.public_key = key(3);
		assert.deepEqual(left(network, facts), [
			'wgspoke_hub.public_key',
			'wgspoke_hub.preshared_key',
			'hub.public_key',
		]);
	});

	it('without a home forgets that home and its devices', () => {
		const network = seedNetwork();
		network.sites.pop();
		network.devices.shift();
		assert.deepEqual(network_from_uci(join(network, joined()).uci.wgspoke), network);
	});

	it('under another name takes the tunnel along, and leaves nothing behind', () => {
		const network = seedNetwork();
		network.hub.interface = 'home_vpn';
		const facts = join(network, joined());
		assert.deepEqual(
			facts.uci.network.slice(5).map((one) => one.name),
			['home_vpn', 'home_vpn_hub']
		);
		assert.deepEqual(options(facts, 'firewall', 'wgspoke')?.network, ['home_vpn']);
	});
});

describe('what joining made', () => {
	it('is recorded in config wgspoke, and a name that somebody else has got is left to them', () => {
		const facts = freshFacts();
		facts.uci.firewall.push(
			section('zone', 'guest', { name: 'guest-wifi', network: ['guest'] }),
			section('forwarding', 'wgspoke_in_guest_wifi', { src: 'lan', dest: 'guest-wifi' })
		);
		const guest = { ...freshFacts().interfaces[0], name: 'guest', device: 'br-guest' };
		facts.interfaces.push({ ...guest, addresses: ['192.168.9.1/24'] });
		const network = seedNetwork();
		network.sites[0].lan.push('192.168.9.0/24');
		const after = join(network, facts);
		assert.deepEqual(named(after.uci.wgspoke, 'hub').options.made, [
			'wgspoke',
			'wgspoke_in',
			'wgspoke_out',
			'wgspoke_in_guest_wifi_2',
			'wgspoke_out_guest_wifi_2',
			'wgspoke_ping',
		]);
		assert.deepEqual(plan_join(network, noSecrets, after), []);
		assert.deepEqual(applyChanges(after.uci, plan_leave(after)), facts.uci);
	});

	it('by the first edition, which recorded nothing, is ours by its name and what it says', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('192.168.9.0/24');
		const facts = freshFacts();
		facts.uci.firewall.push(section('zone', 'guest', { name: 'guest-wifi', network: ['guest'] }));
		const guest = { ...freshFacts().interfaces[0], name: 'guest', device: 'br-guest' };
		facts.interfaces.push({ ...guest, addresses: ['192.168.9.1/24'] });
		const after = join(network, facts);
		delete named(after.uci.wgspoke, 'hub').options.made;
		assert.deepEqual(left(network, after), ['hub.made']);
		assert.deepEqual(drift(network, after), []);
		assert.deepEqual(applyChanges(after.uci, plan_leave(after)), facts.uci);
	});
});

describe('what the other homes may open on this router', () => {
	it('is everything, a ping, or nothing', () => {
		const seen = (['all', 'ping', 'none'] as const).map((router_access) => {
			const facts = join(with_access(router_access), freshFacts());
			const rule = facts.uci.firewall.some((one) => one.name === 'wgspoke_ping');
			return [router_access, options(facts, 'firewall', 'wgspoke')?.input, rule];
		});
		assert.deepEqual(seen, [
			['all', 'ACCEPT', false],
			['ping', 'REJECT', true],
			['none', 'REJECT', false],
		]);
	});

	it('can be changed later: the rule goes', () => {
		const network = with_access('none');
		const facts = join(network, joined());
		assert.equal(options(facts, 'firewall', 'wgspoke_ping'), undefined);
		assert.deepEqual(left(network, facts), []);
	});
});

describe('zones of this home', () => {
	function withGuest(): Facts {
		const facts = freshFacts();
		facts.uci.firewall.push(section('zone', 'guest', { name: 'guest-wifi', network: ['guest'] }));
		facts.interfaces.push({
			name: 'guest',
			device: 'br-guest',
			proto: 'static',
			up: true,
			addresses: ['192.168.9.1/24'],
			routes: [],
			dns: [],
			stopped: false,
		});
		return facts;
	}

	it('each get forwardings of their own', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('192.168.9.0/24');
		const { firewall } = join(network, withGuest()).uci;
		assert.deepEqual(firewall.filter((one) => one.type === 'forwarding').slice(1), [
			section('forwarding', 'wgspoke_in', { src: 'wgspoke', dest: 'lan' }),
			section('forwarding', 'wgspoke_out', { src: 'lan', dest: 'wgspoke' }),
			section('forwarding', 'wgspoke_in_guest_wifi', { src: 'wgspoke', dest: 'guest-wifi' }),
			section('forwarding', 'wgspoke_out_guest_wifi', { src: 'guest-wifi', dest: 'wgspoke' }),
		]);
	});

	it('stay when an interface is down or nobody can be asked', () => {
		const network = seedNetwork();
		network.sites[0].lan.push('192.168.9.0/24');
		const facts = join(network, withGuest());
		assert.deepEqual(drift(network, { ...facts, interfaces: null, routes: null }), []);
		facts.interfaces?.pop();
		assert.deepEqual(drift(network, facts), []);
	});

	it('may be called anything', () => {
		const facts = freshFacts();
		named(facts.uci.firewall, 'cfg02dc81').options.name = 'home';
		const after = join(seedNetwork(), facts);
		assert.equal(options(after, 'firewall', 'wgspoke_out')?.src, 'home');
	});

	it('are taken to be lan where nobody could be asked', () => {
		const after = join(seedNetwork(), unknownFacts());
		assert.equal(options(after, 'firewall', 'wgspoke_out')?.src, 'lan');
	});
});

describe('drift', () => {
	const cases: [title: string, edit: (configs: UciConfigs) => unknown, left: string[]][] = [
		['nothing', () => undefined, []],
		[
			'an own description and a listening port',
			(configs) => {
				named(configs.network, 'wgspoke').options.listen_port = '51821';
				named(configs.network, 'wgspoke_hub').options.description = 'our relay';
			},
			[],
		],
		[
			'allowed addresses in another order',
			(configs) =>
				(named(configs.network, 'wgspoke_hub').options.allowed_ips = [
					'192.168.4.0/24',
					'192.168.151.0/24',
				]),
			[],
		],
		[
			'an allowed address more',
			(configs) =>
				(named(configs.network, 'wgspoke_hub').options.allowed_ips as string[]).push('10.0.0.0/8'),
			['wgspoke_hub.allowed_ips'],
		],
		[
			'a tunnel that was switched off',
			(configs) => (named(configs.network, 'wgspoke').options.disabled = '1'),
			['wgspoke.disabled'],
		],
		[
			'a tunnel that was explicitly not switched off',
			(configs) => (named(configs.network, 'wgspoke').options.disabled = '0'),
			[],
		],
		[
			'masquerading',
			(configs) => (named(configs.firewall, 'wgspoke').options.masq = '1'),
			['wgspoke.masq'],
		],
		[
			'a forwarding that was removed',
			(configs) => configs.firewall.splice(6, 1),
			['wgspoke_in.', 'wgspoke_in.src', 'wgspoke_in.dest'],
		],
		[
			'a peer that was removed',
			(configs) => configs.network.splice(6, 1),
			[
				'wgspoke_hub.',
				'wgspoke_hub.public_key',
				'wgspoke_hub.endpoint_host',
				'wgspoke_hub.endpoint_port',
				'wgspoke_hub.persistent_keepalive',
				'wgspoke_hub.route_allowed_ips',
				'wgspoke_hub.allowed_ips',
				'wgspoke_hub.description',
			],
		],
	];
	for (const [title, edit, expected] of cases) {
		it(`of ${title} is ${expected.join(', ') || 'none'}`, () => {
			const found = drift(seedNetwork(), joined(edit));
			assert.deepEqual(
				found.map((one) => `${one.section}.${one.option}`),
				expected
			);
		});
	}

	it('is not what a hand left out of our own config: the network is what it says', () => {
		const facts = joined((configs) => delete named(configs.wgspoke, 'hub').options.keepalive);
		const network = network_from_uci(facts.uci.wgspoke);
		assert.deepEqual(network, seedNetwork());
		assert.deepEqual(drift(seedNetwork(), facts), []);
	});

	it('shows no secret', () => {
		const facts = joined((configs) => (named(configs.network, 'wgspoke').type = 'something'));
		const network: Network = { ...seedNetwork() };
		const shown = JSON.stringify(drift(network, facts));
		assert.ok(!shown.includes(secrets.private_key));
	});
});

describe('leaving', () => {
	it('brings back exactly what was before joining', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const facts = join(network, factsWith(configs));
				assert.deepEqual(applyChanges(facts.uci, plan_leave(facts)), configs);
			})
		);
	});

	it('can be undone exactly', () => {
		fc.assert(
			fc.property(anyNetwork, anyConfigs, (network, configs) => {
				const facts = join(network, factsWith(configs));
				const plan = plan_leave(facts);
				assert.deepEqual(applyChanges(applyChanges(facts.uci, plan), inverse_of(plan)), facts.uci);
			})
		);
	});

	it('has nothing to do on a router that has not joined', () => {
		fc.assert(
			fc.property(anyConfigs, (configs) => {
				assert.deepEqual(plan_leave(factsWith(configs)), []);
			})
		);
	});

	it('takes a peer along that somebody added to the tunnel: it would hang in the air', () => {
		const facts = joined((configs) =>
			configs.network.push(section('wireguard_wgspoke', 'cfg1234ab', { public_key: key(8) }))
		);
		assert.deepEqual(applyChanges(facts.uci, plan_leave(facts)), freshFacts().uci);
	});

	it('does not take an interface that is somebody else’s, whatever config wgspoke says', () => {
		const facts = joined((configs) => {
			named(configs.wgspoke, 'hub').options.interface = 'lan';
		});
		assert.ok(!plan_leave(facts).some((one) => one.section === 'lan'));
	});

	it('touches nothing of somebody’s own tunnel whose peers are named like ours, on a router that never joined', () => {
		const facts = freshFacts();
		facts.uci = withOwnTunnel(facts.uci);
		assert.equal(our_interface(facts.uci), '');
		assert.deepEqual(plan_leave(facts), []);
		assert.deepEqual(
			leave_summary(facts, homeKey, false).map((one) => one.key),
			['not_joined']
		);
	});

	it('leaves such a tunnel alone when ours goes, also after its name got into config wgspoke', () => {
		for (const name of ['wgspoke', 'wg0']) {
			const facts = joined((configs) => {
				configs.network = withOwnTunnel(configs).network;
				named(configs.wgspoke, 'hub').options.interface = name;
			});
			assert.equal(our_interface(facts.uci), 'wgspoke');
			const after = applyChanges(facts.uci, plan_leave(facts));
			assert.deepEqual(after, withOwnTunnel(freshFacts().uci), name);
		}
	});

	it('finds the tunnel whose name in config wgspoke was edited by hand, and takes all of it', () => {
		for (const wgspoke of ['made and key', 'key alone', 'nothing']) {
			const facts = joined((configs) => {
				const hub = named(configs.wgspoke, 'hub');
				hub.options.interface = 'typo';
				if (wgspoke !== 'made and key') delete hub.options.made;
				if (wgspoke === 'nothing') configs.wgspoke = [];
			});
			assert.equal(our_interface(facts.uci), 'wgspoke', wgspoke);
			assert.deepEqual(applyChanges(facts.uci, plan_leave(facts)), freshFacts().uci, wgspoke);
		}
	});

	it('says what is left where nothing but a name says that it is ours', () => {
		const facts = joined((configs) => {
			configs.firewall = freshFacts().uci.firewall;
			named(configs.network, 'wgspoke').options.addresses = ['10.0.0.1/24'];
			named(configs.network, 'wgspoke_hub').options.public_key = key(9);
		});
		assert.equal(our_interface(facts.uci), '');
		const after = applyChanges(facts.uci, plan_leave(facts));
		assert.deepEqual(
			after.network.slice(5).map((one) => one.name),
			['wgspoke', 'wgspoke_hub']
		);
		assert.deepEqual(foreign_references(facts), ['network: wgspoke']);
	});

	it('knows the tunnel by any one place that agrees with config wgspoke', () => {
		const edits: ((configs: UciConfigs) => unknown)[] = [
			(configs) => (configs.firewall = freshFacts().uci.firewall),
			(configs) => (named(configs.network, 'wgspoke_hub').options.public_key = key(9)),
			(configs) => (configs.network = configs.network.filter((one) => one.name !== 'wgspoke_hub')),
			(configs) => {
				configs.firewall = freshFacts().uci.firewall;
				configs.network = configs.network.filter((one) => one.name !== 'wgspoke_hub');
			},
		];
		for (const edit of edits) {
			const facts = joined(edit);
			assert.equal(our_interface(facts.uci), 'wgspoke');
			assert.deepEqual(applyChanges(facts.uci, plan_leave(facts)), freshFacts().uci);
		}
	});

	it('and editing leave alone the forwardings that a person named like ours', () => {
		const own = [
			section('forwarding', 'wgspoke_in_nas', { src: 'wgspoke', dest: 'nas' }),
			section('forwarding', 'wgspoke_out_nas', { src: 'lan', dest: 'nas' }),
			section('forwarding', 'wgspoke_in_lan', { src: 'guest', dest: 'lan' }),
		];
		const edition = (made: boolean): Facts =>
			joined((configs) => {
				if (!made) delete named(configs.wgspoke, 'hub').options.made;
				configs.firewall.push(...structuredClone(own));
			});
		for (const facts of [edition(true), edition(false)]) {
			const network = seedNetwork();
			network.sites[1].lan = ['192.168.5.0/24'];
			const edited = join(network, facts);
			for (const after of [edited.uci, applyChanges(facts.uci, plan_leave(facts))])
				assert.deepEqual(
					after.firewall.filter(({ name }) => own.some((one) => one.name === name)),
					own
				);
		}
	});

	it('leaves what speaks of the tunnel and is not ours, and names it', () => {
		const facts = joined((configs) => {
			configs.firewall.push(section('rule', 'wgspoke_nas', { src: 'wgspoke', target: 'ACCEPT' }));
			configs.firewall.push(section('redirect', 'cfg1234ab', { name: 'Camera', src: 'wgspoke' }));
			configs.firewall.push(section('forwarding', 'wgspoke_inside', { src: 'lan', dest: 'dmz' }));
			configs.network.push(section('route', 'office', { interface: 'wgspoke' }));
		});
		assert.deepEqual(foreign_references(facts), [
			'firewall: wgspoke_nas',
			'firewall: Camera',
			'network: office',
		]);
		const after = applyChanges(facts.uci, plan_leave(facts));
		assert.deepEqual(
			after.firewall.slice(5).map((one) => one.name),
			['wgspoke_nas', 'cfg1234ab', 'wgspoke_inside']
		);
		assert.deepEqual(
			leave_summary(facts, homeKey, false).map((one) => one.key),
			[
				'leave',
				'leave_reach',
				'leave_hub_key',
				'leave_left_over',
				'leave_left_over',
				'leave_left_over',
			]
		);
	});
});

describe('changes', () => {
	it('do not touch the configs they are applied to', () => {
		const facts = freshFacts();
		const before = structuredClone(facts.uci);
		applyChanges(facts.uci, plan_join(seedNetwork(), secrets, facts));
		assert.deepEqual(facts.uci, before);
	});

	it('of a section that is not there are refused', () => {
		const change = { config: 'network', section: 'x', option: 'y', from: null, to: 'z' } as const;
		assert.throws(() => applyChanges(freshFacts().uci, [change]), /network\.x/);
	});

	it('are masked where they hold a secret, and only there', () => {
		const plan = plan_join(seedNetwork(), { ...secrets, preshared_key: key(9) }, freshFacts());
		const masked = mask_secrets(plan);
		assert.deepEqual(
			masked.filter((one, i) => one.to !== plan[i]?.to).map((one) => [one.option, one.to]),
			[
				['private_key', secret_placeholder],
				['preshared_key', secret_placeholder],
			]
		);
		assert.ok(!uci_diff(plan).includes(secrets.private_key));
	});

	it('read like UCI files', () => {
		const network = seedNetwork();
		network.hub.router_access = 'none';
		network.sites[1].name = 'Oma’s';
		network.sites[1].lan = ['192.168.4.0/24', '192.168.5.0/24'];
		const facts = joined();
		assert.equal(
			uci_diff(plan_join(network, secrets, facts)),
			[
				'firewall.wgspoke_ping',
				"- config rule 'wgspoke_ping'",
				"-     option src 'wgspoke'",
				"-     option proto 'icmp'",
				"-     option icmp_type 'echo-request'",
				"-     option target 'ACCEPT'",
				"-     option name 'Ping from the other homes'",
				'network.wgspoke_hub',
				"+     list allowed_ips '192.168.5.0/24'",
				'wgspoke.hub',
				"-     option router_access 'ping'",
				"+     option router_access 'none'",
				"-     list made 'wgspoke_ping'",
				'wgspoke.site2',
				"-     option name 'Home B'",
				"+     option name 'Oma’s'",
				"+     list lan '192.168.5.0/24'",
				'',
			].join('\n')
		);
	});
});

describe('a plan in words', () => {
	it('says what the people at home get', () => {
		const plan = plan_join(seedNetwork(), secrets, freshFacts());
		assert.deepEqual(plan_summary(seedNetwork(), plan, freshFacts()).map(in_english), [
			'Connect this router to the hub at 203.0.113.1:24356, by a tunnel named wgspoke.',
			'Let everything in 192.168.2.0/24 reach Home B (192.168.4.0/24).',
			'Let other homes and your devices reach everything in 192.168.2.0/24.',
			'Let them ping this router, nothing more.',
			'Leave your internet connection as it is.',
		]);
	});

	it('says that nothing changes, and counts many homes', () => {
		assert.equal(plan_summary(seedNetwork(), [], freshFacts())[0]?.key, 'unchanged');
		const many = plan_summary(manyHomes(1000), [], freshFacts());
		assert.equal(many.length, 6);
		assert.equal(
			many.map(in_english)[2],
			'Let everything in 192.168.2.0/24 reach 999 other homes.'
		);
	});

	it('names the hub that is left', () => {
		assert.equal(
			leave_summary(joined(), homeKey, false).map(in_english)[0],
			'Remove the tunnel wgspoke to the hub at 203.0.113.1:24356, with its firewall zone and rules.'
		);
		assert.equal(leave_summary(freshFacts(), '', false)[0]?.key, 'not_joined');
	});

	it('names the peers that somebody added to the tunnel and that go with it', () => {
		const facts = joined((configs) => {
			const named = { public_key: key(8), description: 'Office' };
			configs.network.push(section('wireguard_wgspoke', 'cfg1234ab', named));
			configs.network.push(section('wireguard_wgspoke', 'spare', { public_key: key(9) }));
			configs.network.push(section('wireguard_wgspoke', 'empty', {}));
		});
		assert.deepEqual(
			leave_summary(facts, homeKey, false)
				.filter((one) => one.key === 'leave_peer')
				.map((one) => one.values['value']),
			['Office', key(9), 'empty']
		);
	});

	it('does not say that a tunnel goes which stays, nor that nothing goes where something does', () => {
		const other = joined((configs) => {
			named(configs.network, 'wgspoke_hub').name = 'cfg1012ab';
		});
		const lost = joined((configs) => {
			configs.wgspoke = [];
		});
		const told = (facts: Facts) =>
			leave_summary(facts, homeKey, false)
				.filter((one) => one.key === 'leave' || one.key === 'leave_rest')
				.map(in_english);
		const firewall = ['wgspoke', 'wgspoke_in', 'wgspoke_out', 'wgspoke_ping'];
		const rest = firewall.map((name) => `Remove firewall.${name}.`);
		assert.deepEqual(told(other).slice(0, 5), [...rest, 'Remove wgspoke.hub.']);
		const tunnel = ['wgspoke', 'wgspoke_hub'].map((name) => `Remove network.${name}.`);
		assert.deepEqual(told(lost), [...tunnel, ...rest]);
	});
});
