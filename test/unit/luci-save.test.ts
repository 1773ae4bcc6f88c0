// Under which name is a configuration saved?

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { confName } from '../../htdocs/luci-static/resources/wgspoke/save.ts';

describe('the name of a saved configuration', () => {
	const cases: [string, string][] = [
		['iPhone', 'iPhone.conf'],
		['Mac Book', 'Mac-Book.conf'],
		['我的 iPhone', 'iPhone.conf'],
		['家', 'home.conf'],
		['../../etc/passwd', 'etc-passwd.conf'],
		['a device with a long name', 'a-device-with-a.conf'],
	];
	for (const [name, file] of cases) {
		it(`is ${file} for ${name}`, () => {
			assert.equal(confName(name), file);
		});
	}

	it('is one that every WireGuard program takes, whatever the device is called', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				assert.match(confName(name), /^[\w=+][\w=+.-]{0,14}\.conf$/);
			})
		);
	});
});
