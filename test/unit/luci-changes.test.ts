// How are the edits of a plan shown as lines? As the command shows them: the router writes them once for both.

import assert from 'node:assert/strict';
import { diffBlock } from '../../htdocs/luci-static/resources/wgspoke/widgets/changes.ts';

describe('diffBlock', () => {
	before(() => {
		Object.assign(globalThis, {
			_: (text: string) => text,
			E: (tag: string, _attributes: object, children: unknown[]) => ({ tag, children }),
		});
	});
	after(() => {
		Reflect.deleteProperty(globalThis, '_');
		Reflect.deleteProperty(globalThis, 'E');
	});

	it('marks what comes and what goes, and heads it with its section', () => {
		const diff = "network.wgspoke\n- config interface 'wgspoke'\n+     option proto 'wireguard'\n";
		const { children } = diffBlock(diff) as unknown as {
			children: { tag: string; children: string[] }[];
		};
		assert.deepEqual(
			children.map(({ tag, children: [text] }) => [tag, text]),
			[
				['b', 'network.wgspoke'],
				['del', "− config interface 'wgspoke'"],
				['ins', "+     option proto 'wireguard'"],
			]
		);
	});
});
