// The owner of a hub made by hand pastes what it printed: is that the whole network, whichever home this router is?
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';

import { remote_sites } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { do_read, read_here } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { make_plan, own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import type { ReadReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { codes, freshFacts, homeKey, hubKey, key } from './seed.ts';
import { newRouter } from './triedrouter.ts';

/** The article's hub, with its own comments, as its program prints it. */
const LOOK = [
	'wgspoke 2',
	'now 1764229500',
	`hub ${hubKey} 24356`,
	'interface wg0 192.168.151.1/24',
	`running ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
	`written ${homeKey} 192.168.151.2/32,192.168.2.0/24`,
	`name ${homeKey} 家庭网络A的路由器`,
	`running ${key(3)} 192.168.151.3/32,192.168.4.0/24`,
	`name ${key(3)} 家庭网络B的路由器`,
	`running ${key(4)} 192.168.151.4/32`,
	`name ${key(4)} 笔记本电脑`,
	'route 192.168.2.0/24',
	'route 192.168.4.0/24',
	'forwarding 1',
	'public 203.0.113.1',
	'end',
];

/** What the text means on a router whose LAN is 192.168.2.0/24, or another one. */
function pasted(lines: string[], lan = '192.168.2.1/24'): ReadReply {
	const { router, root } = newRouter();
	try {
		if (lan === '192.168.2.1/24') return do_read(router, lines.join('\n'));
		const facts = freshFacts();
		facts.routes = [];
		for (const one of facts.interfaces) if (one.name === 'lan') one.addresses = [lan];
		const found = read_here(facts, lines.join('\n'), '');
		return { ...do_read(router, ''), ...found };
	} finally {
		rmSync(root, { recursive: true });
	}
}

const without = (start: string): string[] => LOOK.filter((line) => !line.startsWith(start));

describe('what the hub printed, pasted where a home’s configuration is', () => {
	it('is the whole network, in which this router is the home with its LAN', () => {
		const { network, findings, kind, old_key: old, free_address: free } = pasted(LOOK);
		assert.deepEqual(codes(findings), []);
		assert.equal(kind, 'network');
		assert.deepEqual(
			network.sites.map(({ name, address, lan, local }) => [name, address, lan, local]),
			[
				['家庭网络A的路由器', '192.168.151.2', ['192.168.2.0/24'], true],
				['家庭网络B的路由器', '192.168.151.3', ['192.168.4.0/24'], false],
			]
		);
		assert.deepEqual(
			network.devices.map(({ name, address }) => [name, address]),
			[['笔记本电脑', '192.168.151.4']]
		);
		const { hub } = network;
		assert.deepEqual(
			[hub.public_key, hub.endpoint_host, hub.endpoint_port, hub.address, hub.subnet],
			[hubKey, '203.0.113.1', 24356, '192.168.151.1', '192.168.151.0/24']
		);
		assert.equal(old, homeKey, 'the key that the hub has for this home, which this router has not');
		assert.equal(free, '192.168.151.5', 'the first phone gets the address of the article');
	});

	it('needs no more than that to be joined', () => {
		const { router, root } = newRouter();
		try {
			const paste = read_here(freshFacts(), LOOK.join('\n'), '');
			const plan = make_plan(router, { ...own_request(false), paste }, false);
			assert.deepEqual(codes(plan.reply.findings.filter((one) => one.severity === 'error')), []);
		} finally {
			rmSync(root, { recursive: true });
		}
	});

	it('adds this home, at the next free address, where no home of it has its LAN', () => {
		const { network } = pasted(LOOK, '192.168.6.1/24');
		const [home] = network.sites.filter(({ local }) => local);
		assert.deepEqual(
			[home?.name, home?.address, home?.lan],
			['LAN 192.168.6', '192.168.151.5', ['192.168.6.0/24']]
		);
		assert.equal(remote_sites(network).length, 2);
	});

	it('may be told which home this is', () => {
		const read = read_here(freshFacts(), LOOK.join('\n'), '家庭网络B的路由器');
		assert.deepEqual(
			read.network.sites.map(({ local }) => local),
			[false, true]
		);
	});

	it('asks for the public address that is on no interface of the hub', () => {
		const { network, findings } = pasted(without('public'));
		assert.equal(network.hub.endpoint_host, '');
		assert.deepEqual(codes(findings), ['no-endpoint']);
	});

	it('of the first edition names neither homes nor the VPN, which is where its peers are', () => {
		const old = LOOK.filter((line) => /^(hub|running|written|route|forwarding) /.test(line));
		const { network, findings } = pasted(old);
		assert.deepEqual(codes(findings), ['no-endpoint']);
		assert.equal(network.hub.subnet, '192.168.151.0/24');
		assert.deepEqual(
			network.sites.map(({ name }) => name),
			['LAN 192.168.2', 'LAN 192.168.4']
		);
		assert.deepEqual(
			network.devices.map(({ name }) => name),
			['VPN 192.168.151.4']
		);
	});

	it('that was cut off, or of a hub that lies, is refused or judged like any text', () => {
		assert.deepEqual(codes(pasted(without('end')).findings), ['look-cut-off']);
		const lies = [...LOOK.slice(0, -1), `running ${key(6)} 192.168.2.128/25,0.0.0.0/0`, 'end'];
		const found = codes(pasted(lies).findings);
		assert.ok(found.includes('default-route') && found.includes('lan-overlap'), found.join());
	});

	it('has names of its own where the hub calls two alike', () => {
		const twins = [...LOOK.slice(0, -1), `name ${key(3)} 家庭网络A的路由器`, 'end'];
		assert.deepEqual(
			pasted(twins).network.sites.map(({ name }) => name),
			['家庭网络A的路由器', '家庭网络A的路由器 (2)']
		);
	});
});
