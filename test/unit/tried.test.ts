// A hub never answered, and joining was undone: does what the look at it printed decide which cause it was?
import assert from 'node:assert/strict';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { own_request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { do_plan } from '../../root/usr/share/ucode/wgspoke/verbs/join.ts';
import { do_tried } from '../../root/usr/share/ucode/wgspoke/verbs/tried.ts';
import type { Request } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import type { Ladder } from '../../root/usr/share/ucode/wgspoke/doctor/situation.ts';
import { codes, hubKey, key, now, secrets, seedNetwork } from './seed.ts';

const router = directory('test/fixtures/router');

const TEXT = `[Interface]
PrivateKey = ${secrets.private_key}
Address = 192.168.151.2/24

[Peer]
PublicKey = ${hubKey}
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24
`;

const request: Request = { ...own_request(false), paste: read_text(TEXT) };

/** What the look prints where the hub knows this router and has never heard it, with these lines in place of others. */
function look(edit: (lines: string[]) => string[] = (lines) => lines): string {
	const own = do_plan(router, request).public_key;
	assert.notEqual(own, '');
	return edit([
		'wgspoke 2',
		`now ${now}`,
		`hub ${hubKey} 24356`,
		`running ${own} 192.168.151.2/32,192.168.2.0/24`,
		`seen ${own} - 0 0 0`,
		'public 203.0.113.1',
		'end',
	]).join('\n');
}

const tried = (text: string): Ladder => do_tried(router, request, text);

const cases: [string, string, (lines: string[]) => string[]][] = [
	['a closed port', 'udp-blocked', (lines) => lines],
	[
		'a wrong key of the hub',
		'hub-key-wrong',
		(lines) => lines.map((line) => line.replace(hubKey, key(9))),
	],
	[
		'another server',
		'hub-other',
		(lines) =>
			lines.flatMap((line) =>
				line.startsWith('hub') ? [`hub ${key(9)} 51820`] : line.startsWith('public') ? [] : [line]
			),
	],
	[
		'a router that it does not know',
		'hub-unknown-key',
		(lines) => lines.filter((line) => !/^(running|seen)/.test(line)),
	],
	[
		'another port',
		'hub-port-wrong',
		(lines) => lines.map((line) => line.replace(/ 24356$/, ' 51820')),
	],
];

describe('a hub that never answered', () => {
	for (const [what, code, edit] of cases) {
		it(`is told to have ${what} by what it printed: ${code}`, () => {
			const { cause, works, joined, look: unread } = tried(look(edit));
			assert.equal(cause?.finding.code, code);
			assert.deepEqual([works, joined, unread], ['no', false, []]);
		});
	}

	it('is told nothing of by a text that is none of its words, which is said', () => {
		const { cause, look: unread } = tried('bash: wg: command not found');
		assert.equal(cause, null);
		assert.deepEqual(codes(unread), ['not-look']);
	});

	it('is the same one in a comparison: another key at its address or port is its key, elsewhere another server', () => {
		const compared = (...lines: string[]): string[] =>
			codes(compare_hub(seedNetwork(), [], ['wgspoke 2', ...lines, 'end'].join('\n')));
		assert.deepEqual(compared(`hub ${key(9)} 24356`), ['hub-key-wrong']);
		assert.deepEqual(compared(`hub ${key(9)} 51820`, 'public 203.0.113.1'), ['hub-key-wrong']);
		assert.deepEqual(compared(`hub ${key(9)} 51820`), ['hub-other']);
	});
});
