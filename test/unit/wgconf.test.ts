// Does the parser of wg-quick files find every value with its line, and lose nothing?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import {
	last_entry,
	list_entries,
	parse_conf,
	print_conf,
} from '../../root/usr/share/ucode/wgspoke/text/conf.ts';
import { comment_name } from '../../root/usr/share/ucode/wgspoke/text/comments.ts';
import type { Conf, Section } from '../../root/usr/share/ucode/wgspoke/text/conf.ts';

/** Without what printing does not keep. */
function bare(conf: Conf): unknown {
	const section = ({ name, entries }: Section): unknown => ({
		name,
		entries: entries.map((entry) => [entry.key, entry.value, entry.name]),
	});
	return { interface: section(conf.interface), peers: conf.peers.map(section) };
}

const KEYS = {
	interface: [
		'PrivateKey',
		'Address',
		'DNS',
		'MTU',
		'Table',
		'SaveConfig',
		'Jc',
		'H1',
		'I5',
		'Other',
	],
	peer: ['PublicKey', 'PresharedKey', 'AllowedIPs', 'Endpoint', 'PersistentKeepalive', 'Other'],
};
const value = fc.stringMatching(
	/^[A-Za-z0-9+/:.,[\]%<>=$'"-][A-Za-z0-9+/:.,[\] =]{0,20}[A-Za-z0-9=]$/
);
const name = fc.oneof(
	fc.constant(''),
	fc
		.stringMatching(/^[A-Za-z0-9家][A-Za-z0-9 家]{0,10}[a-z]$/)
		.filter((text) => comment_name(text) === text)
);
const hook = fc
	.tuple(fc.constantFrom('PreUp', 'PostUp', 'PreDown', 'PostDown'), value, value, name)
	.map(([key, one, other, comment]) => ({
		key,
		value: `${one}; ${other}`,
		name: comment,
		line: 0,
	}));
const section = (keys: string[]): fc.Arbitrary<Section> =>
	fc.record({
		line: fc.constant(1),
		name,
		entries: fc.array(
			fc.record({ key: fc.constantFrom(...keys), value, name, line: fc.constant(0) }),
			{ maxLength: 6 }
		),
	});
const conf: fc.Arbitrary<Conf> = fc
	.record({
		interface: section(KEYS.interface),
		hooks: fc.array(hook, { maxLength: 3 }),
		peers: fc.array(section(KEYS.peer), { maxLength: 4 }),
	})
	.map(({ interface: own, hooks, peers }) => ({
		interface: { ...own, entries: [...own.entries, ...hooks] },
		peers,
		problems: [],
		mended: [],
		marks: [],
	}));

describe('wgconf', () => {
	it('keeps every value with its line and its comment', () => {
		const text =
			'\n[Interface] # ours\n\nAddress = 10.0.0.2/24 # VPN\n[Peer]\n# the hub\nEndpoint=a:1\n';
		assert.deepEqual(parse_conf(text), {
			interface: {
				line: 2,
				name: 'ours',
				entries: [{ key: 'Address', value: '10.0.0.2/24', name: 'VPN', line: 4 }],
			},
			peers: [
				{
					line: 5,
					name: 'the hub',
					entries: [{ key: 'Endpoint', value: 'a:1', name: '', line: 7 }],
				},
			],
			problems: [],
			mended: [],
			marks: ['ours', 'VPN', 'the hub'],
		});
	});

	it('spells known words as the manual does, and leaves unknown ones as they are', () => {
		const { interface: own, peers } = parse_conf(
			'[INTERFACE]\nprivatekey=a\nallowedips=b\njMIN=1\n[peer]\nallowedIPS=c\nPrivatekey=d\nconstructor=e'
		);
		assert.deepEqual(
			own.entries.map((entry) => entry.key),
			['PrivateKey', 'allowedips', 'Jmin']
		);
		assert.deepEqual(
			peers[0]?.entries.map((entry) => entry.key),
			['AllowedIPs', 'Privatekey', 'constructor']
		);
	});

	it('ends a value at # and ;, and a command only at #', () => {
		const { interface: own } = parse_conf(
			'[Interface]\nMTU = 1400;1\nDNS = 1.1.1.1 # x ; y\nPostUp = a; b # c\nPreDown=x;#'
		);
		assert.deepEqual(
			own.entries.map((entry) => [entry.value, entry.name]),
			[
				['1400', '1'],
				['1.1.1.1', ''],
				['a; b', 'c'],
				['x;', ''],
			]
		);
	});

	for (const [text, wanted] of [
		['# Home B\n[Peer]\n', 'Home B'],
		['[Peer] ; Home B\n', 'Home B'],
		['[Peer]\n## Home B ##\nPublicKey = x\n', 'Home B'],
		['[Peer]\n# friendly_name = Home B\n', 'Home B'],
		['[Peer]\n# Name: Home B\n', 'Home B'],
		['[Peer] # Home: B\n', ''],
		['# Home B\n\n[Peer]\n', ''],
		['[Peer]\nPublicKey = x\n# Home B\n', ''],
		['#Endpoint = a:1\n[Peer]\n', ''],
		['[Peer]\n#Endpoint = a:1\n# Home B\n', 'Home B'],
	] as const) {
		it(`names the peer of ${JSON.stringify(text)} ${JSON.stringify(wanted)}`, () => {
			assert.equal(parse_conf(text).peers[0]?.name, wanted);
		});
	}

	it('tells which lines give nothing, and why', () => {
		const text = 'MTU=1\n[Interface]\nhello\n=5\nDNS =\n[Wat]\nDNS = 1\n[Peer\nx\n[Peer]\n';
		assert.deepEqual(
			parse_conf(text).problems.map(({ line, reason, text: told }) => [line, reason, told]),
			[
				[1, 'outside_sections', 'MTU=1'],
				[3, 'no_equals', 'hello'],
				[4, 'malformed', '=5'],
				[5, 'no_value', 'DNS ='],
				[6, 'unknown_section', '[Wat]'],
				[7, 'unknown_section', 'DNS = 1'],
				[8, 'unknown_section', '[Peer'],
				[9, 'unknown_section', 'x'],
			]
		);
	});

	it('adds up several [Interface] sections, and lists over lines and commas', () => {
		const { interface: own } = parse_conf(
			'[Interface]\nDNS=1.1.1.1,lan\nMTU=1\n[Interface]\nDNS = ,fd00::1  8.8.8.8,\nMTU=2'
		);
		assert.deepEqual(
			list_entries(own, 'DNS').map(({ value: one, line }) => [one, line]),
			[
				['1.1.1.1', 2],
				['lan', 2],
				['fd00::1', 5],
				['8.8.8.8', 5],
			]
		);
		assert.equal(own.line, 1);
		assert.equal(last_entry(own, 'MTU')?.value, '2');
		assert.equal(last_entry(own, 'Table'), null);
	});

	it('prints a file that wg-quick reads', () => {
		const text =
			'[Interface] # laptop\nPrivateKey = a=\nAddress = 10.0.0.2/24\n\n[Peer] # hub\nPublicKey = b=\nAllowedIPs = 10.0.0.0/24 # VPN\n';
		assert.equal(print_conf(parse_conf(text)), text);
	});

	it('reads back what it prints', () => {
		fc.assert(
			fc.property(conf, (one) => {
				const again = parse_conf(print_conf(one));
				assert.deepEqual(bare(again), bare(one));
				assert.deepEqual(again.problems, []);
			})
		);
	});

	it('gives every line of any text to an entry, a problem, a header or a comment', () => {
		const line = fc.oneof(
			fc.constantFrom('[Interface]', '[Peer]', '[x]', '# c', 'MTU = 1', 'a', '', 'b = # c'),
			fc.string({ maxLength: 20 })
		);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
				const parsed = parse_conf(lines.join('\n'));
				if (parsed.problems[0]?.reason == 'utf16' || parsed.problems[0]?.reason == 'binary') return;
				const sections = [parsed.interface, ...parsed.peers];
				const places = [...sections.flatMap((one) => one.entries), ...parsed.problems];
				const seen = new Set(places.map((one) => one.line));
				assert.equal(seen.size, places.length, 'a line was used twice');
				lines
					.join('\n')
					.split(/\n|\r/)
					.forEach((text, i) => {
						if (seen.has(i + 1)) return;
						assert.match(text, /^[\s>]*($|[#;]|```|~~~|\[\s*(interface|peer)\s*\])/i);
					});
			}),
			{ numRuns: 300 }
		);
	});

	it('does not care how lines end', () => {
		const text = fc
			.array(fc.oneof(fc.constantFrom('[Interface]', '[Peer]', 'a = b', '# c'), fc.string()))
			.map((lines) => lines.map((line) => line.replaceAll(/[\r\n]/g, '')));
		fc.assert(
			fc.property(text, (lines) => {
				const wanted = parse_conf(lines.join('\n'));
				assert.deepEqual(parse_conf(lines.join('\r\n')), wanted);
				assert.deepEqual(parse_conf(lines.join('\r')), wanted);
			})
		);
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				print_conf(parse_conf(text));
			})
		);
	});

	const noise = Buffer.alloc(1024 * 1024, 'p9]=#\n;[P e\r"\\x=0,').toString();
	for (const [what, text] of [
		['one line', 'x'.repeat(1024 * 1024)],
		['noise', noise],
		['equals signs', '#name='.repeat(175000)],
		['blanks', ' \t'.repeat(512 * 1024)],
		['semicolons', 'PostUp=' + ';'.repeat(1024 * 1024)],
		['headers, a few thousand', '[Peer]\n'.repeat(5000)],
		['line ends, many thousand', '\r\n\r'.repeat(30000)],
		['entries, a few thousand', '[Peer]\nAllowedIPs = 1, # x\n'.repeat(3000)],
	] as const) {
		it(`gets through a file of ${what}`, () => {
			assert.ok(print_conf(parse_conf(text)).length < 2 * text.length);
		});
	}
});
