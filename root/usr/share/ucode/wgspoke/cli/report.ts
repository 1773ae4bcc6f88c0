// What does somebody post in a forum who asks for help? The ladder, versions and our sections, without what gives away
// who and where this home is: keys, public addresses and the name of the hub are shortened.

import { holds_key, key_fault } from '../base/names.ts';
import { parse_address, parse_prefix } from '../base/prefix.ts';
import { is_default_prefix, range_of } from '../base/special.ts';
import { ladder_text } from './ladder.ts';
import type { ReportReply } from '../verbs/replies.ts';

const word = /[A-Za-z0-9+/=.:_-]+/g;
const ends = /[.:]+$/;

/** How much of a key is left: enough to tell two apart, of no use to anybody. */
const key_start = 6;

// '203.0.113.1' → '203.x.x.x', '2001:db8::1' → '2001:…'; an address that every home may have stays.
function short_address(text: string): string {
	const parsed = parse_prefix(text);
	if (parsed == null || is_default_prefix(parsed) || range_of(parsed).treat == 'allow') return text;
	const six = index(text, ':') >= 0;
	return six ? split(text, ':')[0]! + ':…' : split(text, '.')[0]! + '.x.x.x';
}

// '203.0.113.1:24356' → '203.x.x.x:24356'
function short_word(text: string): string {
	const bare = replace(text, ends, '');
	const rest = substr(text, length(bare));
	if (key_fault(bare) == '' || holds_key(bare)) return substr(bare, 0, key_start) + '…' + rest;
	const slash = index(bare, '/');
	const address = slash > 0 ? substr(bare, 0, slash) : bare;
	if (parse_address(address) != null && parse_prefix(bare) != null) {
		return short_address(address) + substr(bare, length(address)) + rest;
	}
	const colon = rindex(bare, ':');
	const host = colon > 0 ? substr(bare, 0, colon) : '';
	if (host == '' || parse_address(host) == null) return text;
	return short_address(host) + substr(bare, colon) + rest;
}

/** Each key, public address and `host` in the text, shortened. */
export function shortened(text: string, host: string): string {
	const hidden = parse_address(host) == null && host != '' ? replace(text, host, 'hub…') : text;
	return replace(hidden, word, (found) => short_word(found));
}

/** The report as it is posted. */
export function report_text(report: ReportReply): string {
	let text = '';
	for (const name of keys(report.versions)) {
		text += sprintf('%-12s%s\n', name, report.versions[name]);
	}
	text += '\n' + ladder_text(report.ladder);
	for (const config of keys(report.sections)) {
		text += sprintf('\n/etc/config/%s\n%s', config, report.sections[config]);
	}
	return shortened(text, report.host);
}
