// Under which name is a configuration saved?

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileName } from '../../htdocs/luci-static/resources/wgspoke/widgets/files.ts';

describe('the name of a saved configuration', () => {
	const address = '192.168.151.9';
	const cases: [string, string][] = [
		['iPhone', 'iPhone'],
		['Mac Book', 'Mac-Book'],
		['我的 iPhone', 'iPhone'],
		['手机', '192.168.151.9'],
		['../../etc/passwd', 'etc-passwd'],
		['a device with a long name', 'a-device-with-a'],
	];
	for (const [name, file] of cases) {
		it(`is ${file} for ${name}`, () => {
			assert.equal(fileName({ name, address }), file);
		});
	}

	it('is that of a home where nothing else is left', () => {
		assert.equal(fileName({ name: '手机', address: '' }), 'home');
	});

	it('is one that every WireGuard program takes, whatever the device is called', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.ipV6(), (name, ipv6) => {
				assert.match(fileName({ name, address: ipv6 }), /^[\w=+][\w=+.-]{0,14}$/);
			})
		);
	});
});
