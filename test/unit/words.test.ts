// Is every sentence whole, filled with its values, and free of secrets?
import assert from 'node:assert/strict';
import fc from 'fast-check';

import { quotable } from '../../root/usr/share/ucode/wgspoke/base/quote.ts';
import { parse_args } from '../../root/usr/share/ucode/wgspoke/cli/options.ts';
import { findings_text } from '../../root/usr/share/ucode/wgspoke/cli/print.ts';
import { finding, findings } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { cause_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_cause.ts';
import { change_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_change.ts';
import { hub_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_hub.ts';
import { network_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_network.ts';
import { router_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_router.ts';
import { text_findings } from '../../root/usr/share/ucode/wgspoke/words/findings_text.ts';
import { settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import { fill, in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { sentences } from '../../root/usr/share/ucode/wgspoke/words/sentences.ts';
import type { Text } from '../../root/usr/share/ucode/wgspoke/words/kind.ts';
import { term, terms } from '../../root/usr/share/ucode/wgspoke/words/terms.ts';
import { codes, said } from './seed.ts';

/** As rows of the table, in which a command may be left out. */
const rows: [string, Text][] = Object.entries(findings);

describe('words', () => {
	for (const [code, { message, fix }] of Object.entries(findings)) {
		it(`${code} is told in whole sentences with one action`, () => {
			assert.match(message, /^[A-Z{].*\.$/s);
			assert.doesNotMatch(message, /please|sorry|you must|invalid|illegal|error|!/i);
			assert.match(fix, /^[A-Z].*\.$/s);
		});
	}

	it('names no command of the router’s shell on a page: a terminal adds it', () => {
		for (const [code, { message, fix }] of Object.entries(findings)) {
			assert.doesNotMatch(`${message} ${fix}`, /wgspoke [a-z]|over ssh|df -h|uci show/, code);
		}
		const lost = finding('config-lost', { value: 'wgspoke' });
		assert.equal(said(lost).shell, 'wgspoke repair');
		assert.match(findings_text([lost]), /from the tunnel\..*\(wgspoke repair\)\n$/);
		assert.match(findings_text([finding('no-wan', {})]), /then try again\.\n$/);
	});

	it('has a command for whatever a page does: a terminal names it behind the advice', () => {
		const onPage =
			/[“”]|Settings ›|More settings|Put back|Set the MTU|MTU empty|nter the networks of the other/;
		for (const [code, { fix, shell }] of rows) {
			if (onPage.test(fix)) assert.ok(shell, `${code}: ${fix}`);
		}
	});

	it('names no command that the command line would refuse', () => {
		const examples = {
			HOST: '203.0.113.1',
			PORT: '24356',
			PREFIX: '192.168.4.0/24',
			ADDRESS: '192.168.151.3',
		};
		for (const [code, { shell }] of rows) {
			for (const part of (shell ?? '').split('; ')) {
				const [, command] = /wgspoke (.*)/.exec(part) ?? [];
				if (command === undefined) continue;
				const filled = Object.entries(examples).reduce(
					(text, [word, example]) => text.replaceAll(word, example),
					command
						.replace('{options}', '')
						.replace('{verb}', 'device key')
						.replace('{option}', '')
						.replace(/\{\w+\}/g, '1400')
				);
				const words = filled.match(/'[^']*'|\S+/g) ?? [];
				const parsed = parse_args(words.map((word) => word.replaceAll("'", '')));
				assert.ok(typeof parsed === 'object', `${code}: wgspoke ${filled}`);
			}
		}
	});

	it('does not send those who compare the hub to the page on which they are', () => {
		// These two are said in a terminal, and where a change is refused.
		const elsewhere = ['hub-speechless', 'hub-refuses-token'];
		for (const [code, { fix }] of Object.entries(findings)) {
			if (code.startsWith('hub-') && !elsewhere.includes(code))
				assert.doesNotMatch(fix, /page Hub/);
		}
	});

	it('are data until somebody reads them: a template, and values that may be words themselves', () => {
		const one = finding('missing-key', { what: term('site_key', { name: 'Home B' }) }, 'x', 3);
		assert.deepEqual(one, {
			code: 'missing-key',
			severity: 'error',
			about: 'x',
			line: 3,
			message: '{what} is missing.',
			fix: findings['missing-key'].fix,
			values: {
				what: {
					key: 'site_key',
					text: 'The public key of {name}',
					values: { name: 'Home B' },
				},
			},
		});
		assert.equal(said(one).message, 'The public key of Home B is missing.');
		const { about, line } = finding('no-wan', {});
		assert.deepEqual([about, line], ['', 0]);
	});

	it('never fill a value twice, however deep it stands', () => {
		const name = '{value}';
		const one = finding('address-taken', {
			what: term('site_address', { name }),
			value: '1.2.3.4',
			name: term('this_home'),
		});
		assert.equal(
			said(one).message,
			'The VPN address of {value} cannot be 1.2.3.4: this home has it already.'
		);
	});

	it('leaves what has no value, and never fills a value twice', () => {
		assert.equal(fill('{a} of {b}', { a: '{b}' }), '{b} of {b}');
		assert.equal(fill('{a', { a: 'x' }), '{a');
		assert.equal(fill('a} {} {a}{a}', { a: 'x', '': 'y' }), 'a} y xx');
		fc.assert(
			fc.property(fc.string({ maxLength: 50 }), (value) => {
				assert.equal(fill('<{x}>', { x: value }), `<${value}>`);
			})
		);
	});

	it('cuts a long value, but never inside a character', () => {
		assert.equal(fill('{x}', { x: 'a'.repeat(80) }), 'a'.repeat(80));
		assert.equal(fill('{x}', { x: 'a'.repeat(300) }), 'a'.repeat(77) + '…');
		for (const offset of ['', 'a', 'aa', 'aaa'])
			for (const character of ['家', 'é', '😀'])
				assert.match(quotable(offset + character.repeat(200)), /^a*(家*|é*|(😀)*)…$/u);
	});

	it('quotes one line without control characters', () => {
		assert.equal(quotable('a\nb\tc\u001b[31m'), 'a b c [31m');
	});

	it('quotes nothing that may be a key', () => {
		const key = fc
			.uint8Array({ minLength: 32, maxLength: 32 })
			.map((bytes) => Buffer.from(bytes).toString('base64'));
		fc.assert(
			fc.property(key, fc.nat(210), fc.constantFrom(' ', 'a.', '家'), (secret, at, around) => {
				const text = around.repeat(at).slice(0, at) + ' ' + secret + ' ' + around;
				assert.ok(!quotable(text).includes(secret.slice(2, 20)));
			})
		);
	});

	it('fit into a sentence, and sentences are whole', () => {
		for (const one of Object.values(terms)) assert.match(one, /^["[{A-Za-z0-9].*[^.]$/);
		for (const one of Object.values(sentences)) assert.match(one, /^[A-Z{].*\.$/);
		assert.equal(in_english(term('more_lines', { count: '3' })), 'and 3 more lines');
	});
});

describe('findings', () => {
	it('come errors first, then warnings, and else as they were found', () => {
		const found = [
			finding('default-port', { value: '51820' }, 'hub.endpoint_port'),
			finding('no-keepalive', {}, 'hub.keepalive'),
			finding('no-wan', {}),
			finding('no-zone', { value: '', interface: '' }, 'local.lan'),
		];
		assert.deepEqual(codes(settle(found)), ['no-wan', 'no-zone', 'no-keepalive', 'default-port']);
	});

	it('hide what says no more about the same thing, and nothing about another', () => {
		const found = [
			finding('missing-key', {}, 'hub.public_key'),
			finding('missing-key', {}, 'site.Home B.public_key'),
			finding('bad-key', {}, 'hub.public_key', 8),
			finding('default-route', { value: '0.0.0.0/0' }, 'sites'),
			finding('no-remote', {}, 'sites'),
		];
		assert.deepEqual(
			settle(found).map((one) => `${one.code} ${one.about}`),
			['missing-key site.Home B.public_key', 'bad-key hub.public_key', 'default-route sites']
		);
	});

	it('of a text that cannot be used at all stand alone', () => {
		const found = [finding('no-wan', {}), finding('hub-file', {}, 'text'), finding('no-lan', {})];
		assert.deepEqual(codes(settle(found)), ['hub-file']);
	});

	it('are in one table each, whose sentence is the one that is said', () => {
		const tables = [
			...[text_findings, network_findings, router_findings],
			...[change_findings, hub_findings, cause_findings],
		].flatMap((table) => Object.keys(table));
		assert.deepEqual(tables.sort(), Object.keys(findings).sort());
	});

	it('hide only what there is', () => {
		for (const [code, row] of Object.entries(findings)) {
			if (!('hides' in row) || row.hides === '*') continue;
			for (const hidden of row.hides) {
				assert.ok((hidden.split(' of ')[0] ?? '') in findings, `${code} hides ${hidden}`);
			}
		}
	});

	it('of one kind are ten at most: noise makes no reply that the router cannot send', () => {
		const many = Array.from({ length: 1000 }, () => finding('host-bits', {}, 'sites'));
		assert.equal(settle([...many, finding('no-wan', {})]).length, 12);
	});
});
