// Does this package leave alone whatever is somebody else's, and the way to the internet?
import assert from 'node:assert/strict';
import { waitFor } from '../../tools/lab/wait.ts';
import type { Router } from './router.ts';
import { TUNNEL } from './router.ts';
import { withLab } from './suite.ts';
import { network_line } from '../../root/usr/share/ucode/wgspoke/text/file.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

const errorsOf = (findings: Finding[]): string[] =>
	findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

/** A key that some other tunnel of the owner's has. */
const OTHER_KEY = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';

async function uci(router: Router, ...lines: string[]): Promise<void> {
	await router.gateway.exec(['uci', 'batch'], { stdin: `${lines.join('\n')}\n` });
}

/** What `uci show` prints of these sections. */
async function shown(router: Router, ...sections: string[]): Promise<string> {
	const texts = await Promise.all(
		sections.map(async (one) => (await router.gateway.exec(['uci', 'show', one])).stdout)
	);
	assert.ok(
		texts.every((text) => text !== ''),
		sections.join(' ')
	);
	return texts.join('');
}

/** A VPN of the owner's own whose sections are named as ours would be. It is configured, and not up. */
async function addOwnTunnel(router: Router): Promise<void> {
	await uci(
		router,
		'set network.wg0=interface',
		'set network.wg0.proto=wireguard',
		'set network.wg0.auto=0',
		`set network.wg0.private_key=${OTHER_KEY}`,
		'add_list network.wg0.addresses=10.9.0.1/24',
		'set network.wg0_hub=wireguard_wg0',
		'set network.wg0_hub.public_key=xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
		'set network.wg0_nas=wireguard_wg0',
		'set network.wg0_nas.public_key=HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=',
		'commit network'
	);
}

const OWN_TUNNEL = ['network.wg0', 'network.wg0_hub', 'network.wg0_nas'];

describe('what belongs to somebody else', () => {
	const suite = withLab('each test');

	it('is not left by a router that never joined, nor taken by a tunnel of its name, nor is its key used (fault 5)', async () => {
		const { a } = suite;
		await addOwnTunnel(a);
		const before = await a.files();
		const left = await a.json('leave', []);
		assert.equal(left.code, 1);
		assert.deepEqual(errorsOf(left.reply.findings), ['not-joined']);
		const taken = await a.json('join', ['-', ...a.options, '--interface', 'wg0'], a.home.conf);
		assert.equal(taken.code, 1);
		assert.deepEqual(errorsOf(taken.reply.findings), ['interface-exists']);
		assert.deepEqual(await a.changedFiles(before), []);

		const keyless = a.home.conf.replace(/^PrivateKey.*\n/m, '');
		const plan = await a.json('hub', ['-', ...a.options, '--interface', 'wg0'], keyless);
		const other = await a.gateway.exec(['wg', 'pubkey'], { stdin: `${OTHER_KEY}\n` });
		assert.notEqual(plan.reply.public_key, other.stdout.trim());
	});

	it('is as it was after joining, an edit and leaving (fault 20)', async () => {
		const { a } = suite;
		await addOwnTunnel(a);
		await uci(
			a,
			'set firewall.nas=zone',
			'set firewall.nas.name=nas',
			'set firewall.wgspoke_in_nas=forwarding',
			'set firewall.wgspoke_in_nas.src=lan',
			'set firewall.wgspoke_in_nas.dest=nas',
			'commit firewall'
		);
		const own = [...OWN_TUNNEL, 'firewall.nas', 'firewall.wgspoke_in_nas'];
		const before = await shown(a, ...own);
		await a.join();
		await uci(
			a,
			'set firewall.wgspoke_out_nas=forwarding',
			'set firewall.wgspoke_out_nas.src=nas',
			'set firewall.wgspoke_out_nas.dest=wgspoke',
			'commit firewall'
		);
		assert.equal((await a.command(['join', '--site', 'C=192.168.6.0/24'])).code, 0);
		assert.equal(await shown(a, ...own), before);
		assert.match(await shown(a, 'firewall.wgspoke_out_nas'), /src='nas'/);
		assert.equal((await a.command(['leave'])).code, 0);
		await a.waitUntilGone();
		assert.equal(await shown(a, ...own), before);
		assert.match(await shown(a, 'firewall.wgspoke_out_nas'), /dest='wgspoke'/);
	});

	it('is a device in the kernel, too, whose name is refused (fault 10)', async () => {
		const { a } = suite;
		const made = await a.gateway.exec(['ip', 'link', 'add', 'docker0', 'type', 'bridge']);
		assert.equal(made.code, 0, made.stderr);
		try {
			const args = ['-', ...a.options, '--interface', 'docker0'];
			const { code, reply } = await a.json('join', args, a.home.conf);
			assert.equal(code, 1);
			assert.deepEqual(errorsOf(reply.findings), ['interface-exists']);
			assert.equal((await a.gateway.exec(['ip', 'link', 'show', 'docker0'])).code, 0);
		} finally {
			await a.gateway.exec(['ip', 'link', 'delete', 'docker0']);
		}
	});

	it('does not come to rule here by a line: neither a name, nor what it may open, nor a yes (fault 8)', async () => {
		const { a } = suite;
		const { network } = await a.ask('read', { text: a.home.conf });
		Object.assign(network.hub, {
			interface: 'docker0',
			router_access: 'all',
			public_ok: ['9.9.9.0/24'],
		});
		const file = JSON.stringify({ wgspoke: 1, network });
		const forged = `wgspoke:${Buffer.from(file).toString('base64')}`;
		for (const text of [forged, network_line(network, '')]) {
			const { hub } = (await a.json('plan', ['-'], text)).reply.network;
			assert.deepEqual([hub.interface, hub.router_access, hub.public_ok], ['wgspoke', 'ping', []]);
		}
	});
});

describe('the tunnel whose name in config wgspoke was edited by hand', () => {
	const suite = withLab('each test');

	it('is gone after the first leave, with its routes and its key (fault 12)', async () => {
		const { a } = suite;
		const before = await a.files();
		await a.join();
		await uci(a, 'set wgspoke.hub.interface=typo', 'commit wgspoke');
		const { code, stdout, stderr } = await a.command(['leave']);
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, new RegExp(`Remove the tunnel ${TUNNEL} to the hub`));
		await a.waitUntilGone();
		assert.equal(await a.hasTunnel(), false);
		assert.deepEqual(await a.changedFiles(before), []);
	});

	it('is left to its owner where the name is one of somebody else’s', async () => {
		const { a } = suite;
		await addOwnTunnel(a);
		const own = await shown(a, ...OWN_TUNNEL);
		await a.join();
		await uci(a, 'set wgspoke.hub.interface=wg0', 'commit wgspoke');
		assert.equal((await a.command(['leave'])).code, 0);
		await a.waitUntilGone();
		assert.equal(await shown(a, ...OWN_TUNNEL), own);
		assert.equal(await a.hasTunnel(), false);
	});
});

describe('what goes through the tunnel (fault 7)', () => {
	const suite = withLab('block');

	const plan = async (lan: string, ...more: string[]) => {
		const { a } = suite;
		return a.json('plan', ['-', '--name', 'A', '--site', `B=${lan}`, ...more], a.home.conf);
	};

	it('is nothing that no home has', async () => {
		for (const lan of [
			...['127.0.0.0/24', '127.0.0.1/32', '169.254.0.0/17', '224.0.0.0/24', '239.0.0.0/17'],
			...['255.255.255.255/32', '0.0.0.0/17', '64:ff9b::/96', '::1/128', 'fe80::/64', 'ff02::/64'],
		]) {
			const { code, reply } = await plan(lan, '--accept-public', lan);
			assert.equal(code, 1, lan);
			assert.ok(errorsOf(reply.findings).includes('special-prefix'), lan);
			assert.deepEqual(reply.changes, []);
		}
	});

	it('is of the internet what somebody said yes to, and the summary says so', async () => {
		for (const lan of ['8.8.8.8/32', '9.9.9.0/24', '2001:4860:4860::8888/128']) {
			const asked = await plan(lan);
			assert.equal(asked.code, 1);
			assert.deepEqual(errorsOf(asked.reply.findings), ['public-prefix']);
			const agreed = await plan(lan, '--accept-public', lan);
			assert.equal(agreed.code, 0, lan);
			const told = agreed.reply.summary.map(({ key }) => key);
			assert.ok(told.includes('internet_part') && !told.includes('internet'), told.join());
		}
		const usual = await plan('192.168.4.0/24');
		assert.ok(usual.reply.summary.some(({ key }) => key === 'internet'));
	});

	it('is never a name server that dnsmasq asks for names of the internet; of another domain it may be', async () => {
		const { a } = suite;
		const wide = ['9.9.9.0/24', '--accept-public', '9.9.9.0/24'] as const;
		for (const [server, codes] of [
			['9.9.9.53#5353', ['needed-here']],
			['/other.example/9.9.9.53', []],
		] as const) {
			const add = `uci add dhcp dnsmasq; uci add_list dhcp.@dnsmasq[-1].server='${server}'`;
			const script = `touch /etc/config/dhcp; ${add}; uci commit dhcp`;
			assert.equal((await a.gateway.exec(['sh', '-c', script])).code, 0);
			const { reply } = await plan(...wide);
			assert.deepEqual(errorsOf(reply.findings), codes, server);
			await a.gateway.exec(['sh', '-c', 'uci delete dhcp.@dnsmasq[-1]; uci commit dhcp']);
		}
	});

	it('is never what this router has to reach without it: its gateway, its name server, the hub', async () => {
		const { a } = suite;
		const dump = await a.gateway.ubus('network.interface', 'dump', {});
		const interfaces = dump.data?.['interface'] as Record<string, unknown>[] | undefined;
		const wan = interfaces?.find((one) =>
			((one['route'] ?? []) as { target: string; mask: number }[]).some(({ mask }) => mask === 0)
		);
		const name = wan?.['interface'] as string;
		const routes = wan?.['route'] as { mask: number; nexthop: string }[];
		const gateway = routes.find(({ mask }) => mask === 0)?.nexthop ?? '';
		const beside = await plan(`${gateway}/32`, '--accept-public', `${gateway}/32`);
		assert.ok(errorsOf(beside.reply.findings).includes('needed-here'));

		const session = await a.login();
		const keep = async (method: string, args: Record<string, unknown>): Promise<void> => {
			await a.http(session, 'uci', method, { config: 'network', section: name, ...args });
			await a.http(session, 'uci', 'apply', { rollback: true, timeout: 20 });
			await a.http(session, 'uci', 'confirm');
		};
		await keep('set', { values: { dns: ['9.9.9.53'] } });
		const found = await waitFor(
			async () => {
				const { reply } = await plan('9.9.9.0/24', '--accept-public', '9.9.9.0/24');
				return reply.findings.find((one) => one.code === 'needed-here') ?? null;
			},
			{ what: 'netifd to know the name server' }
		);
		assert.deepEqual([found.severity, found.values['address']], ['error', '9.9.9.53']);
		await keep('delete', { option: 'dns' });

		const host = /Endpoint = ([\d.]+):/.exec(a.home.conf)?.[1] ?? '';
		const hub = await plan(`${host}/32`, '--accept-public', `${host}/32`);
		assert.ok(errorsOf(hub.reply.findings).includes('endpoint-inside'));
	});
});
