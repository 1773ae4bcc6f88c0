// How are the edits of a plan shown as lines?

import assert from 'node:assert/strict';
import { diffLines } from '../../htdocs/luci-static/resources/wgspoke/widgets/changes.ts';

describe('diffLines', () => {
	it('shows a new section and its options as added', () => {
		assert.deepEqual(
			diffLines([
				{ config: 'network', section: 'wgspoke', option: '', from: null, to: 'interface' },
				{ config: 'network', section: 'wgspoke', option: 'proto', from: null, to: 'wireguard' },
			]),
			[
				{ sign: '+', text: "network.wgspoke='interface'" },
				{ sign: '+', text: "network.wgspoke.proto='wireguard'" },
			]
		);
	});

	it('shows a changed list as one line taken away and one added', () => {
		assert.deepEqual(
			diffLines([
				{ config: 'wgspoke', section: 'site2', option: 'lan', from: ['a'], to: ['a', 'b'] },
			]),
			[
				{ sign: '-', text: "wgspoke.site2.lan='a'" },
				{ sign: '+', text: "wgspoke.site2.lan='a' 'b'" },
			]
		);
	});

	it('quotes what would end the value, as a shell does', () => {
		assert.deepEqual(
			diffLines([{ config: 'wgspoke', section: 'site1', option: 'name', from: "it's", to: null }]),
			[{ sign: '-', text: "wgspoke.site1.name='it'\\''s'" }]
		);
	});
});
