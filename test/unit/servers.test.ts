// Which name servers does the router take out of /etc/config/dhcp?
import assert from 'node:assert/strict';
import { servers_from_uci } from '../../root/usr/share/ucode/wgspoke/router/servers.ts';
import { section } from './seed.ts';

/** '192.0.2.53', or '192.0.2.53 for example.org' */
const found = (...server: string[]): string[] =>
	servers_from_uci([section('dnsmasq', 'cfg01411c', { server })]).map(({ address, domain }) =>
		domain === '' ? address : `${address} for ${domain}`
	);

describe('name servers of dnsmasq', () => {
	for (const [what, entry, ...expected] of [
		['one for all names', '192.0.2.53', '192.0.2.53'],
		['with a port', '192.0.2.53#5353', '192.0.2.53'],
		['by an interface', '192.0.2.53@eth1', '192.0.2.53'],
		['by an address of this router, with two ports', '192.0.2.53#53@10.0.0.1#1', '192.0.2.53'],
		['IPv6', '2001:db8::53#5353', '2001:db8::53'],
		['of the own link', 'fe80::1%eth1', 'fe80::1'],
		['for one domain', '/Example.org/10.0.0.1#53', '10.0.0.1 for example.org'],
		['for several', '/a.lan/*.b.lan/10.0.0.1', '10.0.0.1 for a.lan', '10.0.0.1 for b.lan'],
		['for every domain', '/#/192.0.2.53', '192.0.2.53'],
		['for names without a dot', '//10.0.0.1'],
		['no server for a domain', '/lan/'],
		['the usual servers for a domain', '/example.org/#'],
		['a name', 'dns.example.org'],
		['nothing', ''],
	] as const) {
		it(`${what}: ${entry}`, () => {
			assert.deepEqual(found(entry), expected);
		});
	}

	it('of every instance, and of no other section', () => {
		const server = (text: string): { server: string } => ({ server: text });
		assert.deepEqual(
			servers_from_uci([
				section('dnsmasq', 'one', server('192.0.2.1')),
				section('host', 'nas', server('192.0.2.2')),
				section('dnsmasq', 'two', server('192.0.2.3')),
			]).map(({ address }) => address),
			['192.0.2.1', '192.0.2.3']
		);
	});
});
