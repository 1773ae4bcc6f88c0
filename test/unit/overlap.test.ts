// Is every shared address found, without comparing all pairs?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { add_claim, find_overlaps } from '../../root/usr/share/ucode/wgspoke/base/overlaps.ts';
import { overlaps } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import type { Claim } from '../../root/usr/share/ucode/wgspoke/base/overlaps.ts';
import { anyPrefix } from './arbitrary.ts';

function meetings(...owned: [owner: string, prefix: string][]): string[] {
	const claims: Claim[] = [];
	for (const [owner, prefix] of owned) add_claim(claims, owner, prefix);
	return find_overlaps(claims).map((one) => `${one.outer.owner} ${one.inner.owner}`);
}

describe('overlap', () => {
	it('finds the same prefix twice, and a prefix inside another', () => {
		assert.deepEqual(meetings(['a', '10.0.0.0/8'], ['b', '10.0.0.0/8']), ['a b']);
		assert.deepEqual(meetings(['a', '10.1.0.0/16'], ['b', '10.0.0.0/8']), ['b a']);
	});

	it('finds nothing between neighbours, between IPv4 and IPv6, and within one owner', () => {
		assert.deepEqual(meetings(['a', '10.0.0.0/9'], ['b', '10.128.0.0/9']), []);
		assert.deepEqual(meetings(['a', '0.0.0.0/1'], ['b', '::/1']), []);
		assert.deepEqual(meetings(['a', '10.0.0.0/8'], ['a', '10.1.0.0/16']), []);
	});

	it('names the nearest of several others, also past prefixes of the same owner', () => {
		assert.deepEqual(meetings(['a', '10.0.0.0/8'], ['b', '10.1.0.0/16'], ['c', '10.1.2.0/24']), [
			'a b',
			'b c',
		]);
		assert.deepEqual(meetings(['a', '10.0.0.0/8'], ['b', '10.1.0.0/16'], ['b', '10.1.2.0/24']), [
			'a b',
			'a b',
		]);
	});

	it('passes over what is no prefix', () => {
		assert.deepEqual(meetings(['a', 'nonsense'], ['b', '10.0.0.0/33'], ['c', '']), []);
	});

	it('finds something exactly when comparing all pairs does, and only what is so', () => {
		const owned = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), anyPrefix), { maxLength: 12 });
		fc.assert(
			fc.property(owned, (list) => {
				const claims: Claim[] = [];
				for (const [owner, prefix] of list) add_claim(claims, owner, prefix);
				const found = find_overlaps(claims);
				for (const { outer, inner } of found) {
					assert.notEqual(outer.owner, inner.owner);
					assert.ok(overlaps(outer.text, inner.text));
				}
				// Everybody who shares an address with another takes part in a meeting.
				const met = new Set(found.flatMap((one) => [one.outer.owner, one.inner.owner]));
				for (const [owner, prefix] of list) {
					const shares = list.some(([other, one]) => other !== owner && overlaps(prefix, one));
					if (shares) assert.ok(met.has(owner), `${owner} ${prefix}`);
				}
			})
		);
	});
});
