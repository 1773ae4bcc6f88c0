// How do the pages write where the hub is?

import assert from 'node:assert/strict';
import { endpointOf } from '../../htdocs/luci-static/resources/wgspoke/pages/network.ts';
import { seedNetwork } from './seed.ts';

describe('the endpoint on a page', () => {
	it('is host and port, an IPv6 address in brackets', () => {
		const { hub } = seedNetwork();
		const at = (endpoint_host: string): string => endpointOf({ ...hub, endpoint_host });
		assert.equal(at('203.0.113.1'), '203.0.113.1:24356');
		assert.equal(at('vpn.example.org'), 'vpn.example.org:24356');
		assert.equal(at('2001:db8::1'), '[2001:db8::1]:24356');
	});
});
