// Does a report that is posted in a forum keep to itself who and where this home is?
import assert from 'node:assert/strict';
import { report_text, shortened } from '../../root/usr/share/ucode/wgspoke/cli/report.ts';
import { hub_versions } from '../../root/usr/share/ucode/wgspoke/verbs/report.ts';
import { package_version } from '../../root/usr/share/ucode/wgspoke/base/constants.ts';
import { readRecipe } from '../../tools/package/recipe.ts';
import { hubKey } from './seed.ts';
import { goodAnswer, ladderWith } from './troubled.ts';

describe('a report', () => {
	const lines: [string, string][] = [
		[`option public_key '${hubKey}'`, `option public_key '${hubKey.slice(0, 6)}…'`],
		['packets go to 203.0.113.1:24356, and nothing', 'packets go to 203.x.x.x:24356, and nothing'],
		['no answer from 198.51.100.1.', 'no answer from 198.x.x.x.'],
		["list allowed_ips '2001:db8:1::/48'", "list allowed_ips '2001:…/48'"],
		["list lan '192.168.4.0/24'", "list lan '192.168.4.0/24'"],
		['fd00::1 and 10.0.0.1', 'fd00::1 and 10.0.0.1'],
		["option endpoint_host 'vpn.example.org'", "option endpoint_host 'hub…'"],
		['12 ms, 20 of 20, 09:41:00', '12 ms, 20 of 20, 09:41:00'],
	];
	for (const [from, to] of lines) {
		it(`says "${to}"`, () => {
			assert.equal(shortened(from, 'vpn.example.org'), to);
		});
	}

	it('has the version of this package, as it was built', () => {
		assert.equal(package_version, readRecipe().version);
	});

	it('has of the hub what it tells of itself', () => {
		const tells = {
			...goodAnswer(),
			system: 'debian 13',
			kernel: '6.12.48',
			wireguard: '1.0.20210914',
		};
		assert.equal(hub_versions(tells), 'debian 13, kernel 6.12.48, WireGuard 1.0.20210914');
		assert.equal(hub_versions({ ...tells, system: '', wireguard: '' }), 'kernel 6.12.48');
		assert.equal(hub_versions(null), '');
	});

	it('has versions, the ladder and our sections', () => {
		const ladder = ladderWith(() => null);
		const text = report_text({
			ladder,
			versions: { System: 'OpenWrt 24.10.4' },
			sections: { wgspoke: "config hub 'hub'\n" },
			host: '203.0.113.1',
		});
		assert.match(text, /^System +OpenWrt 24.10.4\n\nIt works.\n/);
		assert.match(text, /\n\/etc\/config\/wgspoke\nconfig hub 'hub'\n$/);
	});
});
