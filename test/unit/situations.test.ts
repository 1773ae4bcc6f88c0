// Is each router that people really have understood: what is said there, and what would change?
import assert from 'node:assert/strict';

import { proxy_title } from '../../root/usr/share/ucode/wgspoke/base/proxies.ts';
import { local_lans } from '../../root/usr/share/ucode/wgspoke/plan/lans.ts';
import { plan_leave } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { edited_sections } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { look } from '../../root/usr/share/ucode/wgspoke/router/look.ts';
import { interfaces_from_uci } from '../../root/usr/share/ucode/wgspoke/plan/configured.ts';
import type { Facts, RouterInterface } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { UciConfigs } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import { applyChanges } from './carry-out.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { homeKey, said } from './seed.ts';
import { situation } from './situations.ts';
import type { Asked, Situation } from './situations.ts';

const DIRECTORY: Asked = { directory: true };

/** The hub of these files has an address for examples; a directory cannot tell that this is a laboratory. */
const told = (one: Situation): string[] =>
	one.told.filter((line) => line !== 'info hub-example hub.endpoint_host');

/** The sentences of the one finding with this code. */
function words(one: Situation, code: string): { message: string; fix: string } {
	const found = one.findings.filter((each) => each.code === code);
	const [first] = found;
	assert.ok(first !== undefined && found.length === 1, one.told.join());
	return said(first);
}

/** The network of case 17 that the other home has, too, as netifd tells it while it is up, or not. */
const at40 = (up: boolean): RouterInterface => ({
	...{ name: 'clientes', device: up ? 'br-lan.40' : '', proto: 'static', up, addresses: [] },
	...{ routes: [], dns: [], stopped: false },
});

/** What a directory knows of its interfaces by these files. */
const files = ({ directory: alone }: Asked, uci: UciConfigs): Partial<Facts> =>
	alone ? { interfaces: interfaces_from_uci(uci.network) } : {};

/** What would be set: 'network.wgspoke.mtu = 1412' */
function set({ changes }: Situation, option: string): string[] {
	return changes
		.filter((change) => change.option === option && change.to !== null)
		.map(({ config, section, to }) => `${config}.${section}.${option} = ${String(to)}`);
}

const allowed = (one: Situation): unknown =>
	one.changes.find(({ option }) => option === 'allowed_ips')?.to;

describe('an overlap', () => {
	for (const asked of [{}, DIRECTORY]) {
		it('with a network wide enough to hold this LAN is harmless, and goes through the tunnel (06)', () => {
			const one = situation('06-supernet', asked);
			assert.deepEqual(told(one), ['info stays-here site.LAN 192.168.lan']);
			assert.deepEqual(allowed(one), ['10.6.0.0/24', '192.168.0.0/16']);
		});
	}

	it('with Docker, of which a directory does not know, blocks nothing there either (27)', () => {
		const one = situation('27-docker', DIRECTORY);
		assert.ok(
			one.findings.every(({ severity }) => severity === 'info'),
			one.told.join()
		);
		assert.ok((allowed(one) as string[]).includes('172.16.0.0/12'));
		assert.ok(one.summary.some((line) => line.includes('could not be checked from here')));
	});

	it('with Docker is harmless: its network is the narrower one (27)', () => {
		const one = situation('27-docker');
		assert.ok(
			one.findings.every(({ severity }) => severity === 'info'),
			one.told.join()
		);
		assert.match(words(one, 'stays-here').message, /172\.17\.0\.0\/16 \(docker\)/);
	});

	it('with a wide network of the provider can be gone past, unless the gateway is inside (26)', () => {
		const one = situation('26-cgnat-wan');
		assert.deepEqual(told(one), ['warning wan-overlap hub.subnet']);
		assert.notEqual(one.changes.length, 0);

		const wide = { edit: (network: Situation['network']) => (network.hub.subnet = '10.0.0.0/9') };
		const other = situation('26-cgnat-wan', wide);
		assert.ok(told(other).includes('error needed-here hub.subnet'), other.told.join());
		assert.match(words(other, 'needed-here').message, /its gateway, 10\.0\.0\.1,/);
	});

	it('with carrier NAT at the WAN is judged the same (26)', () => {
		const one = situation('26-cgnat-wan');
		const wan = one.facts.interfaces?.find(({ name }) => name === 'wan');
		assert.ok(wan);
		const cgnat = {
			...wan,
			addresses: ['100.80.1.2/10'],
			routes: [{ target: '0.0.0.0/0', nexthop: '100.64.0.1' }],
			dns: ['100.100.9.53'],
		};
		const lan = (one.facts.interfaces ?? []).filter(({ name }) => name !== 'wan');
		const at = (subnet: string): string[] =>
			told(
				situation('26-cgnat-wan', {
					more: { interfaces: [...lan, cgnat], routes: [{ target: '0.0.0.0/0', device: 'wan' }] },
					edit: (network) => (network.hub.subnet = subnet),
				})
			).filter((line) => !line.includes('address-outside'));
		assert.deepEqual(at('100.99.0.0/24'), ['warning wan-overlap hub.subnet']);
		assert.deepEqual(at('100.100.9.0/24'), ['error needed-here hub.subnet']);
	});

	it('with the network of the router before this one is an error (25)', () => {
		const one = situation('25-double-nat');
		assert.deepEqual(told(one), ['error needed-here site.LAN 192.168.0.lan']);
		assert.deepEqual(one.changes, []);
	});

	it('that a directory cannot know is said to be unknown (25)', () => {
		const one = situation('25-double-nat', DIRECTORY);
		assert.deepEqual(told(one), []);
		assert.ok(one.summary.some((line) => line.includes('could not be checked from here')));
	});

	it('with a USB stick’s network takes the way over that stick away (22)', () => {
		const one = situation('22-mwan3', { file: 'stick.conf' });
		assert.ok(told(one).includes('error needed-here site.LAN 192.168.8.lan'));
	});

	const ownNetwork = 'error own-network site.LAN 192.168.40.lan';

	it('with another network of this home names its zone, and blames no route or VPN (17)', () => {
		const one = situation('17-vlans', DIRECTORY);
		assert.deepEqual(told(one), [ownNetwork]);
		const { message, fix } = words(one, 'own-network');
		assert.match(message, /is a network of this home \(zone clientes\)/);
		assert.doesNotMatch(fix, /route or VPN/);
	});

	it('with one that is up is told the same where netifd tells of it (17)', () => {
		const { interfaces } = situation('17-vlans').facts;
		const up = { ...at40(true), addresses: ['192.168.40.1/24'] };
		const one = situation('17-vlans', { more: { interfaces: [...(interfaces ?? []), up] } });
		assert.deepEqual(told(one), [ownNetwork]);
		assert.match(words(one, 'own-network').message, /\(zone clientes\)/);
	});

	for (const [how, known] of [
		['that netifd does not list', []],
		['whose VLAN is not there', [at40(false)]],
		['that somebody has stopped', [{ ...at40(false), stopped: true }]],
	] as const) {
		it(`with one ${how} is told as well, and nothing goes through the tunnel (17)`, () => {
			const { interfaces } = situation('17-vlans').facts;
			const more = { interfaces: [...(interfaces ?? []), ...known] };
			const one = situation('17-vlans', { more });
			assert.deepEqual(told(one), [ownNetwork]);
			assert.match(
				words(one, 'own-network').message,
				/\(zone clientes, interface clientes, which is down just now\)/
			);
			assert.deepEqual(one.changes, []);
		});
	}

	it('with one that does not come up by itself is none: switched off, or not started (17)', () => {
		const { facts } = situation('17-vlans');
		for (const [option, value] of [
			['disabled', '1'],
			['auto', '0'],
		] as const) {
			const uci = structuredClone(facts.uci);
			for (const one of uci.network) if (one.name === 'clientes') one.options[option] = value;
			for (const asked of [{}, DIRECTORY]) {
				const one = situation('17-vlans', { ...asked, more: { uci, ...files(asked, uci) } });
				assert.deepEqual(told(one), []);
				assert.deepEqual(allowed(one), ['10.66.0.0/24', '192.168.40.0/24']);
			}
		}
	});

	it('with one of which nothing is known while it is down says nothing: its provider gives the address', () => {
		const { facts } = situation('17-vlans');
		const uci = structuredClone(facts.uci);
		for (const one of uci.network) if (one.name === 'clientes') one.options.proto = 'dhcp';
		assert.deepEqual(told(situation('17-vlans', { more: { uci } })), []);
		// Somebody has set this route by hand, whoever gives the address.
		const target = { interface: 'clientes', target: '192.168.40.0', netmask: '255.255.255.0' };
		uci.network.push({ name: 'r', type: 'route', anonymous: true, options: target });
		assert.deepEqual(told(situation('17-vlans', { more: { uci } })), [
			'warning route-taken site.LAN 192.168.40.lan',
		]);
	});

	it('with a tunnel that is down is a route that is taken, by the same rule (37)', () => {
		const { facts } = situation('37-existing-site-to-site');
		const down = (facts.interfaces ?? []).map((one) =>
			one.proto === 'wireguard' ? { ...one, up: false, addresses: [], routes: [] } : one
		);
		const routes = (facts.routes ?? []).filter(({ target }) => target !== '192.168.40.0/24');
		for (const interfaces of [down, down.filter(({ proto }) => proto !== 'wireguard')]) {
			const one = situation('37-existing-site-to-site', { more: { interfaces, routes } });
			assert.deepEqual(told(one), ['warning route-taken site.LAN 192.168.40.lan']);
		}
	});

	for (const asked of [{}, DIRECTORY]) {
		it('with another WireGuard is a route that is taken, also on a directory (37)', () => {
			const one = situation('37-existing-site-to-site', asked);
			assert.deepEqual(told(one), ['warning route-taken site.LAN 192.168.40.lan']);
		});
	}

	it('with this very LAN, in a list for all homes, says what to leave out (39)', () => {
		const one = situation('39-own-lan-in-list');
		assert.equal(told(one)[0], 'error own-lan site.LAN 192.168.1.lan');
		assert.match(words(one, 'own-lan').fix, /^Leave 192\.168\.1\.0\/24 out\./);
	});
});

describe('this home', () => {
	const offered = (name: string, asked = DIRECTORY): [string, string, boolean][] =>
		local_lans(situation(name, asked).facts).map((one) => [one.prefix, one.zone, one.preselected]);

	for (const asked of [DIRECTORY, {}]) {
		const where = asked.directory ? 'on a directory' : 'with one of the two down';
		it(`is asked for where two zones could be it, and both are offered, ${where} (18)`, () => {
			const one = situation('18-zone-names', asked);
			assert.deepEqual(told(one), ['error choose-lan local.lan']);
			assert.match(
				words(one, 'choose-lan').message,
				/10\.20\.0\.0\/24 \(home\), 10\.20\.1\.0\/24 \(office\)/
			);
			assert.deepEqual(offered('18-zone-names', asked), [
				['10.20.0.0/24', 'home', false],
				['10.20.1.0/24', 'office', false],
			]);
		});
	}

	it('offers the phones that call this router, and does not preselect them (19)', () => {
		assert.deepEqual(offered('19-wg-server-in-lan'), [
			['192.168.1.0/24', 'lan', true],
			['192.168.9.0/24', 'lan', false],
		]);
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('19-wg-server-in-lan', asked);
			assert.deepEqual(told(one), []);
			assert.deepEqual(one.network.sites.find(({ local }) => local)?.lan, ['192.168.1.0/24']);
		}
	});

	it('does not offer what another tunnel calls (20, 21)', () => {
		assert.deepEqual(offered('20-already-by-hand'), [['192.168.1.0/24', 'lan', true]]);
		assert.deepEqual(offered('21-pbr-mullvad'), [['192.168.1.0/24', 'lan', true]]);
	});

	it('works without any firewall zone, and it is said (24b)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('24b-no-firewall', asked);
			assert.ok(told(one).includes('info no-firewall local.lan'));
			assert.ok(told(one).includes('warning side-router local.lan'));
			assert.ok(
				one.findings.every(({ severity }) => severity !== 'error'),
				one.told.join()
			);
			assert.deepEqual(
				one.changes.filter(({ config }) => config === 'firewall'),
				[]
			);
			assert.ok(one.summary.some((line) => line.includes('has no zones')));
		}
	});

	it('beside another router is said which route that one needs (24)', () => {
		const one = situation('24-side-router');
		assert.deepEqual(told(one), [
			'warning hub-fake hub.endpoint_host',
			'warning side-router local.lan',
			'warning proxy-running',
		]);
		const route = words(one, 'side-router').fix;
		assert.equal(
			route,
			'In that router, add a route to 10.66.0.0/24, 192.168.40.0/24 through 192.168.31.2.'
		);
		const direct = words(one, 'proxy-running').fix;
		assert.match(
			direct,
			/^In .*, let traffic to the hub .* and to the other homes pass directly\.$/
		);
	});

	for (const asked of [DIRECTORY, {}]) {
		const where = asked.directory ? '' : ', up or not';
		it(`is said to share a subnet with another interface${where} (33)`, () => {
			const one = situation('33-ap-two-nets', asked);
			assert.equal(told(one)[0], 'warning shared-subnet local.lan');
			assert.match(
				words(one, 'shared-subnet').message,
				/^The interfaces lan and guest share one network, 192\.168\.0\.0\/24/
			);
			assert.ok(
				one.findings.every(({ severity }) => severity !== 'error'),
				one.told.join()
			);
		});
	}

	it('is left alone on a router with zones and a kill switch of its maker (23)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('23-glinet', asked);
			assert.deepEqual(told(one), []);
			assert.ok(
				one.changes.every(
					({ section }) => section.startsWith('wgspoke') || /^(hub|site)/.test(section)
				)
			);
		}
	});
});

describe('the hub', () => {
	it('that is an address of this router, or behind the hub, needs its public address (09)', () => {
		const own = situation('09-luci-export', { file: 'own-lan-endpoint.conf' });
		assert.equal(told(own)[0], 'error hub-is-here hub.endpoint_host');
		const behind = situation('09-luci-export', { file: 'lan-endpoint.conf' });
		assert.equal(told(behind)[0], 'error hub-not-public hub.endpoint_host');
		for (const one of [words(own, 'hub-is-here'), words(behind, 'hub-not-public')]) {
			assert.match(one.fix, /^Enter the public address of the hub/);
		}
		const shared = situation('09-luci-export', { file: 'cgnat-endpoint.conf' });
		assert.deepEqual(told(shared), [
			'warning hub-unaware hub.one_way',
			'warning hub-shared hub.endpoint_host',
			'info default-port hub.endpoint_port',
		]);
		const { message, fix } = words(shared, 'hub-shared');
		assert.match(message, /100\.\d+\.\d+\.\d+/);
		assert.match(fix, /^Enter a public address of the hub/);
		assert.doesNotMatch(fix, /other home/);
	});

	const at = (endpoint: string, more: Asked = {}): string | undefined =>
		told(
			situation('06-supernet', {
				...more,
				edit: (network) => {
					network.hub.endpoint_host = endpoint;
					network.sites.pop();
					network.devices.push({ name: 'iPhone', address: '10.6.0.9', public_key: '', lacks: [] });
				},
			})
		)[0];

	it('is judged by its address, whatever the family', () => {
		assert.equal(at('127.0.0.1'), 'error hub-nowhere hub.endpoint_host');
		assert.equal(at('::1'), 'error hub-nowhere hub.endpoint_host');
		assert.equal(at('169.254.3.4'), 'error hub-nowhere hub.endpoint_host');
		assert.equal(at('10.9.8.7'), 'warning hub-private hub.endpoint_host');
		assert.equal(at('198.18.0.5'), 'warning hub-fake hub.endpoint_host');
		assert.equal(at('9.9.9.9'), undefined);
		const known = situation('06-supernet').facts.interfaces ?? [];
		const home = known.map((one) =>
			one.name === 'wan' ? { ...one, addresses: ['9.1.2.3/24'] } : one
		);
		const example = situation('06-supernet', { more: { interfaces: home } });
		assert.ok(example.told.includes('info hub-example hub.endpoint_host'));
	});

	it('is judged by what its name stands for now, and said to have none (41)', () => {
		const one = situation('41-fakeip', { more: { proxies: [proxy_title('CrashCore')] } });
		assert.equal(told(one)[0], 'warning hub-fake hub.endpoint_host');
		assert.match(
			words(one, 'hub-fake').message,
			/hub\.example\.org, now 198\.18\.0\.116, .* ShellCrash/
		);
		const answers = (endpoint_addresses: string[]): string | undefined =>
			told(situation('41-fakeip', { more: { endpoint_addresses, endpoint_resolves: true } }))[0];
		assert.equal(answers(['10.9.8.7']), 'warning hub-private hub.endpoint_host');
		assert.equal(answers(['127.0.0.1']), 'error hub-nowhere hub.endpoint_host');
		assert.equal(answers(['192.168.1.1']), 'error hub-is-here hub.endpoint_host');
		assert.equal(answers(['9.9.9.9']), undefined);
		const silent = { endpoint_addresses: [], endpoint_resolves: false };
		assert.equal(
			told(situation('41-fakeip', { more: silent }))[0],
			'warning hub-unresolved hub.endpoint_host'
		);
		const unasked = { endpoint_addresses: [], endpoint_resolves: null };
		assert.deepEqual(told(situation('41-fakeip', { more: unasked })), []);
	});

	it('of IPv6 alone is none for a router without it, which has internet all the same (29)', () => {
		for (const file of ['home.conf', 'bare.conf']) {
			const one = situation('29-v6-endpoint', { file });
			assert.equal(told(one)[0], 'error no-ipv6 hub.endpoint_host');
			assert.match(words(one, 'no-ipv6').message, /^This router has no IPv6/);
		}
	});
});

describe('what else decides over packets here', () => {
	it('is a VPN for everything and a policy, each with the setting to make (21)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('21-pbr-mullvad', asked);
			assert.deepEqual(told(one), ['warning internet-tunnel', 'warning policy-pbr']);
			assert.match(
				words(one, 'policy-pbr').fix,
				/10\.66\.0\.0\/24, 192\.168\.40\.0\/24, interface ignore/
			);
		}
	});

	it('is mwan3, with the rule to add (22)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('22-mwan3', asked);
			assert.deepEqual(told(one), ['warning policy-mwan3']);
			assert.match(words(one, 'policy-mwan3').fix, /policy default \(use main routing table\)/);
		}
	});

	it('is a proxy, by the family of its program, whatever that is called', () => {
		const titles: Record<string, string> = {
			clash: 'OpenClash',
			clash_meta: 'OpenClash',
			'clash-linux-arm': 'OpenClash',
			CrashCore: 'ShellCrash (Clash)',
			mihomo: 'mihomo',
			'sing-box': 'sing-box',
			xray: 'Xray',
			'v2ray-core': 'V2Ray',
			v2raya: 'v2rayA',
			dae: 'dae',
			'ss-redir': 'Shadowsocks',
			'trojan-plus': 'Trojan',
			daemon: '',
			dnsmasq: '',
			naively: '',
		};
		for (const [name, title] of Object.entries(titles))
			assert.equal(proxy_title(name), title, name);
	});
});

describe('IPv6', () => {
	/** Case 28 where the router has no IPv6 of its own. */
	const bare = (): Partial<Facts> => {
		const { interfaces } = situation('28-ula').facts;
		return {
			interfaces: (interfaces ?? []).map((one) => ({
				...one,
				addresses: one.addresses.filter((address) => !address.includes(':')),
			})),
		};
	};

	it('is left out as a whole where this home shares none, and it is said (28)', () => {
		const one = situation('28-ula', { more: bare() });
		assert.ok(told(one).includes('info ipv6-left-out sites'));
		assert.deepEqual(allowed(one), ['10.66.0.0/24', '192.168.40.0/24']);
	});

	it('goes both ways where this router has its own: addresses, routes, and what the hub is told (28)', () => {
		const one = situation('28-ula');
		assert.deepEqual(told(one), ['info unused-lines text', 'info ipv6-shared local.lan']);
		assert.deepEqual(one.network.sites.find(({ local }) => local)?.lan, [
			'192.168.1.0/24',
			'fd3a:9c11:72e4::/60',
		]);
		assert.deepEqual(allowed(one), ['10.66.0.0/24', '192.168.40.0/24', 'fd77:1:2::/48']);
		const routed = one.changes.find(({ option }) => option === 'route_allowed_ips');
		assert.equal(routed?.to, '1');
		const [own] = hub_members(one.network, homeKey);
		assert.match(
			own?.peer_block ?? '',
			/AllowedIPs = 10\.66\.0\.2\/32, 192\.168\.1\.0\/24, fd3a:9c11:72e4::\/60/
		);
		assert.deepEqual(own?.live.slice(1), [
			'ip route replace 192.168.1.0/24 dev wg0',
			'ip -6 route replace fd3a:9c11:72e4::/60 dev wg0',
		]);
	});

	it('that a person takes away from this home again is said to hold one way only (28)', () => {
		const one = situation('28-ula', {
			edit: (network) => {
				for (const site of network.sites) if (site.local) site.lan.push('192.168.1.0/24');
			},
		});
		assert.ok(
			told(one).some((line) => line.startsWith('warning ipv6-half')),
			one.told.join()
		);
	});
});

describe('the MTU', () => {
	it('is worked out from the internet connection and the hub’s family, and told with the sum (30)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const one = situation('30-pppoe-mtu', asked);
			assert.deepEqual(told(one), []);
			assert.deepEqual(set(one, 'mtu'), ['network.wgspoke.mtu = 1412']);
			assert.ok(
				one.summary.some((line) =>
					/the MTU of the tunnel to 1412: 1492 bytes .* less 80 for WireGuard over IPv6/.test(line)
				),
				one.summary.join('\n')
			);
		}
	});

	it('is left to the router where the usual 1420 fits: Ethernet, and PPPoE with a hub of IPv4 (30)', () => {
		assert.deepEqual(set(situation('06-supernet'), 'mtu'), []);
		const edit = (network: Situation['network']): string =>
			(network.hub.endpoint_host = '203.0.113.1');
		assert.deepEqual(set(situation('30-pppoe-mtu', { edit }), 'mtu'), []);
	});

	it('is what the device has now, whatever its kind', () => {
		const mtus = { 'pppoe-wan': 1400 };
		const one = situation('30-pppoe-mtu', { more: { mtus } });
		assert.deepEqual(set(one, 'mtu'), ['network.wgspoke.mtu = 1320']);
	});

	it('of the text is taken where it fits, and said to be too large where it does not (30)', () => {
		const fits = situation('30-pppoe-mtu', { file: 'm1412.conf' });
		assert.deepEqual(told(fits), []);
		const large = situation('30-pppoe-mtu', { edit: (network) => (network.hub.mtu = 1432) });
		assert.deepEqual(told(large), ['warning mtu-large hub.mtu']);
		assert.match(
			words(large, 'mtu-large').message,
			/takes 1492 bytes, WireGuard over IPv6 needs 80 of them, so 1412/
		);
	});
});

describe('a tunnel made by hand', () => {
	const take: Asked = { take_over: 'wg_home' };

	for (const asked of [{}, DIRECTORY]) {
		it('is seen to be this one, also on a directory, and in nobody else’s way (20)', () => {
			const one = situation('20-already-by-hand', asked);
			assert.deepEqual(told(one), ['error same-tunnel private_key']);
			assert.match(words(one, 'same-tunnel').message, /interface wg_home is this tunnel already/);
		});
	}

	/** Its files, where somebody has switched it off. */
	const switchedOff = (): UciConfigs => {
		const uci = structuredClone(situation('20-already-by-hand', DIRECTORY).facts.uci);
		for (const one of uci.network) if (one.name === 'wg_home') one.options.disabled = '1';
		return uci;
	};

	it('is taken over in one plan: interface and peer go, its zone’s place is taken, the key stays (20)', () => {
		const one = situation('20-already-by-hand', take);
		assert.deepEqual(told(one), []);
		const uci = applyChanges(one.facts.uci, one.changes);
		assert.deepEqual(
			uci.network
				.filter(({ type }) => type.startsWith('wireguard_'))
				.map(({ name, type }) => [name, type]),
			[['wgspoke_hub', 'wireguard_wgspoke']]
		);
		const tunnel = uci.network.find(({ name }) => name === 'wgspoke');
		assert.equal(tunnel?.options.private_key, 'uIsOWsgp/C1L/u2G8hZo5hc+RH1HEqWWdbOxMdS800o=');
		assert.deepEqual(tunnel.options.addresses, ['10.66.0.2/24']);
		const zones = uci.firewall
			.filter(({ type }) => type === 'zone')
			.map(({ options }) => options.name);
		assert.deepEqual(zones, ['lan', 'wan', 'wgspoke']);
		const ways = uci.firewall
			.filter(({ type }) => type === 'forwarding')
			.map(({ options }) => `${String(options.src)} ${String(options.dest)}`);
		assert.deepEqual(ways, ['lan wan', 'wgspoke lan', 'lan wgspoke']);
		assert.ok(
			one.summary.some((line) =>
				line.startsWith('Replace the interface wg_home, which was set up by hand')
			)
		);
	});

	it('gives its key to a text that has none', () => {
		const one = situation('20-already-by-hand', take);
		const text = one.changes.find(
			({ option, section, to }) => option === 'private_key' && section === 'wgspoke' && to !== null
		);
		assert.equal(text?.to, 'uIsOWsgp/C1L/u2G8hZo5hc+RH1HEqWWdbOxMdS800o=');
	});

	it('takes along what speaks of it: a rule of its zone, a route, a peer of somebody’s', () => {
		const { facts } = situation('20-already-by-hand');
		const uci = structuredClone(facts.uci);
		const section = (type: string, name: string, options: Record<string, string>) => ({
			...{ type, name, anonymous: false, options },
		});
		uci.firewall.push(section('rule', 'ssh', { src: 'vpn', dest_port: '22', target: 'ACCEPT' }));
		uci.firewall.push(section('forwarding', 'iot', { src: 'vpn', dest: 'iot' }));
		uci.network.push(
			section('route', 'twice', { interface: 'wg_home', target: '192.168.40.0/24' })
		);
		uci.network.push(section('route', 'lab', { interface: 'wg_home', target: '10.77.0.0/16' }));
		uci.network.push(section('wireguard_wg_home', 'phone', { public_key: 'x' }));
		const one = situation('20-already-by-hand', { ...take, more: { uci } });
		const after = applyChanges(uci, one.changes);
		const at = (config: 'network' | 'firewall', name: string) =>
			after[config].find((each) => each.name === name);
		assert.equal(at('firewall', 'ssh')?.options.src, 'wgspoke');
		assert.equal(at('firewall', 'iot')?.options.src, 'wgspoke');
		assert.equal(at('network', 'twice'), undefined);
		assert.equal(at('network', 'lab')?.options.interface, 'wgspoke');
		assert.equal(at('network', 'phone')?.type, 'wireguard_wgspoke');
	});

	it('in a zone with others leaves that zone to them', () => {
		const { facts } = situation('20-already-by-hand');
		const uci = structuredClone(facts.uci);
		for (const one of uci.firewall)
			if (one.options.name === 'lan') one.options.network = ['lan', 'wg_home'];
		uci.firewall = uci.firewall.filter(({ options }) => options.name !== 'vpn');
		const after = applyChanges(
			uci,
			situation('20-already-by-hand', { ...take, more: { uci } }).changes
		);
		assert.deepEqual(
			after.firewall.find(({ options }) => options.name === 'lan')?.options.network,
			['lan']
		);
	});

	it('that has the name of ours is taken over where it is', () => {
		const { facts } = situation('20-already-by-hand');
		const renamed = JSON.parse(
			JSON.stringify(facts).replaceAll('wg_home', 'wgspoke')
		) as typeof facts;
		const seen = situation('20-already-by-hand', { more: renamed });
		assert.deepEqual(told(seen), ['error same-tunnel private_key']);
		const one = situation('20-already-by-hand', { more: renamed, take_over: 'wgspoke' });
		assert.deepEqual(told(one), []);
		const uci = applyChanges(renamed.uci, one.changes);
		assert.equal(uci.network.filter(({ name }) => name === 'wgspoke').length, 1);
		assert.equal(uci.network.filter(({ type }) => type === 'wireguard_wgspoke').length, 1);
	});

	it('that is switched off can be gone past', () => {
		const one = situation('20-already-by-hand', { directory: true, more: { uci: switchedOff() } });
		assert.ok(one.told.includes('warning same-tunnel-off private_key'));
		assert.match(words(one, 'same-tunnel-off').fix, /^Take it over/);
		assert.notEqual(one.changes.length, 0);
	});

	it('that is switched off is taken over as well: its key is used on, and ours is switched on (20)', () => {
		for (const asked of [{}, DIRECTORY]) {
			const uci = switchedOff();
			const one = situation('20-already-by-hand', { ...asked, ...take, more: { uci } });
			assert.deepEqual(told(one), []);
			const after = applyChanges(uci, one.changes);
			assert.equal(
				after.network.find(({ name }) => name === 'wg_home'),
				undefined
			);
			const tunnel = after.network.find(({ name }) => name === 'wgspoke');
			assert.equal(tunnel?.options.private_key, 'uIsOWsgp/C1L/u2G8hZo5hc+RH1HEqWWdbOxMdS800o=');
			assert.equal(tunnel.options.disabled, undefined);
			assert.ok(!after.network.some(({ options }) => options.disabled === '1'));
		}
	});

	it('is not anything else that is named: another tunnel, or none', () => {
		for (const [name, take_over] of [
			['37-existing-site-to-site', 'wg'],
			['06-supernet', 'wg9'],
		] as const) {
			const one = situation(name, { take_over });
			assert.ok(one.told.includes('error not-to-take private_key'), one.told.join());
		}
	});
});

describe('joining and leaving', () => {
	for (const name of ['34-before', '34-roundtrip']) {
		const which = name === '34-before' ? 'written by many hands' : 'as uci writes them';
		it(`leaves nothing behind in messy files, ${which} (34)`, () => {
			const one = situation(name, DIRECTORY);
			const joined = applyChanges(one.facts.uci, one.changes);
			const left = applyChanges(joined, plan_leave({ ...one.facts, uci: joined }));
			assert.deepEqual(left, one.facts.uci);
			assert.notDeepEqual(joined, left);
			assert.ok(
				edited_sections(
					one.facts.uci.network,
					one.changes.filter(({ config }) => config === 'network')
				)
			);
		});
	}

	it('reads the same out of both: quotes of either kind, none, and comments are somebody’s hand (34)', () => {
		const of = (name: string): unknown => situation(name, DIRECTORY).facts.uci;
		assert.deepEqual(of('34-before'), of('34-roundtrip'));
	});

	it('on a directory tells of no interface that it is up (34)', () => {
		const facts = look(directory('test/fixtures/routers/34-roundtrip'));
		const interfaces = facts.interfaces ?? [];
		assert.ok(interfaces.length > 0);
		assert.ok(interfaces.every(({ up }) => up === null));
	});
});
