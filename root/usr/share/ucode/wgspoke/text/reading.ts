// What is collected while a text is read: the network, its secrets, what to say, what is not used?

import { most_of_a_kind, most_unused } from '../base/bounds.ts';
import { quotable } from '../base/quote.ts';
import { empty_network } from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import type { Known } from '../model/facts.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Phrase, Value } from '../words/phrase.ts';
import type { TermKey } from '../words/terms.ts';
import type { Entry } from './conf.ts';

/** A line of the pasted text that is not used, and why. */
export interface UnusedLine {
	line: number;
	text: string;
	reason: Phrase;
}

/** A configuration of WireGuard, a whole network as a file or line, or one with the key that was made for this home. */
export type TextKind = 'conf' | 'network' | 'invitation';

/** Somebody whom the hub knows, as it says itself. */
export interface PeerThere {
	kind: 'site' | 'device';
	name: string;
	/** VPN address; '' when it has none. */
	address: string;
	lan: string[];
	public_key: string;
	/** Seconds since the hub heard it; null for never, or not told. */
	heard: Known<number>;
}

export interface ReadResult {
	kind: TextKind;
	network: Network;
	/** Keys that are no keys are left out. */
	secrets: Secrets;
	/** About lines of the text; what its values are worth, `check` says. */
	findings: Finding[];
	unused: UnusedLine[];
	/** Who wrote it, as a key of `makers`; '' when that cannot be told. */
	maker: string;
	/** The key that this home had when a network file was saved, which the hub may still know; '' for none. */
	old_key: string;
	/** Everybody at the hub, where the hub itself printed the text; left out for another text. */
	there?: PeerThere[];
	/** The token for the hub, which is a secret; left out for none. */
	hub_token?: string;
}

/** A result in the making; `unused` is then in no order, and its lines as written. */
export type Reading = ReadResult;

/** Line numbers that the finding about unused lines shows. */
const numbers_shown = 12;

/** Adds a finding; of one kind no more than are told, and of the others how many there are. */
export function say(
	reading: Reading,
	code: FindingCode,
	values: Record<string, Value>,
	about: string,
	line: number
): void {
	let count = 0;
	let more: Finding | null = null;
	for (const entry of reading.findings) {
		if (entry.code == code) count++;
		if (entry.code == 'more-alike') more = entry;
	}
	if (count < most_of_a_kind) push(reading.findings, finding(code, values, about, line));
	else if (more == null) push(reading.findings, finding('more-alike', { count: '1' }));
	else more.values['count'] = '' + (int(more.values['count'] as string) + 1);
}

/** Of more than this router takes, nothing is taken: the finding says what there is too much of. */
export function refuse_excess(reading: Reading, excess: Finding | null): void {
	if (excess == null) return;
	reading.network = empty_network();
	reading.findings = [excess];
}

// A line as it may be shown: 'PrivateKey = …', 'DNS = 1.1.1.1'
function shown_line(text: string): string {
	if (index(lc(text), 'key') < 0) return quotable(text);
	// A word that something is said of; not the beginning of what may be a key itself.
	const word = match(text, /^([A-Za-z]{1,20})[ \t]*[=:]/);
	return (word == null ? '' : word[1] + ' = ') + '…';
}

/** Lists a line of the text as not used. */
export function leave_out(reading: Reading, line: number, text: string, reason: TermKey): void {
	push(reading.unused, { line, text, reason: term(reason) });
}

/** Lists an entry of the text as not used. */
export function leave_out_entry(reading: Reading, entry: Entry, reason: TermKey): void {
	leave_out(reading, entry.line, entry.key + ' = ' + entry.value, reason);
}

/** Lists pieces of comma lists as not used, those of one line together: 'AllowedIPs = 0.0.0.0/0, ::/0' */
export function leave_out_pieces(reading: Reading, pieces: Entry[], reason: TermKey): void {
	for (let i = 0; i < length(pieces); i++) {
		const first = pieces[i]!;
		const values = [first.value];
		while (pieces[i + 1]?.line == first.line) {
			i++;
			push(values, pieces[i]!.value);
		}
		leave_out(reading, first.line, first.key + ' = ' + join(', ', values), reason);
	}
}

/** The result: unused lines in the order of the text and fit to be shown, and one finding that there are any. */
export function finish(reading: Reading): ReadResult {
	const by_line: Record<string, UnusedLine[]> = {};
	let last = 0;
	for (const entry of reading.unused) {
		const line = '' + entry.line;
		if (!exists(by_line, line)) by_line[line] = [];
		push(by_line[line]!, entry);
		last = max(last, entry.line);
	}
	const unused: UnusedLine[] = [];
	const numbers: string[] = [];
	for (let line = 0; line <= last && length(unused) < most_unused; line++) {
		const entries = by_line['' + line] ?? [];
		if (length(entries) > 0) push(numbers, '' + line);
		for (const entry of entries)
			push(unused, { line, text: shown_line(entry.text), reason: entry.reason });
	}
	if (length(numbers) > 0) {
		const more = length(numbers) > numbers_shown ? ', …' : '';
		const lines = join(', ', slice(numbers, 0, numbers_shown)) + more;
		const code = length(numbers) == 1 ? 'unused-line' : 'unused-lines';
		say(reading, code, { lines, count: '' + length(numbers) }, 'text', unused[0]?.line ?? 0);
	}
	const rest = length(reading.unused) - length(unused);
	const reason = term('more_lines', { count: '' + rest });
	if (rest > 0) push(unused, { line: last, text: '…', reason });
	return { ...reading, unused: unused };
}
