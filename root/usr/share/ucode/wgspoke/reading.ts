// What is collected while a text is read: the network, its secrets, what to say, what is not used?

import { finding, quotable } from './texts.ts';
import type { Finding, FindingCode, Network, Secrets, UnusedLine } from './types.ts';
import type { Entry } from './wgconf.ts';

export interface ReadResult {
	network: Network;
	/** Keys that are no keys are left out. */
	secrets: Secrets;
	findings: Finding[];
	unused: UnusedLine[];
}

// So that noise cannot make a reply larger than the router can send.
const findings_per_code = 10;

/** Adds a finding; noise may not add a thousand of one kind. */
export function say(
	result: ReadResult,
	code: FindingCode,
	values: Record<string, string>,
	field: string,
	line: number
): void {
	let count = 0;
	for (const entry of result.findings) if (entry.code == code) count++;
	if (count < findings_per_code) push(result.findings, finding(code, values, field, line));
}

// A line as it may be shown: 'PrivateKey = …', 'DNS = 1.1.1.1'
function shown_line(text: string): string {
	if (index(lc(text), 'key') < 0) return quotable(text);
	const word = match(text, /^[A-Za-z]+/);
	return (word == null ? '' : substr(word[0], 0, 20) + ' = ') + '…';
}

/** Lists a line of the text as not used. */
export function leave_out(result: ReadResult, line: number, text: string, reason: string): void {
	push(result.unused, { line, text: shown_line(text), reason });
}

export function leave_out_entry(result: ReadResult, entry: Entry, reason: string): void {
	leave_out(result, entry.line, entry.key + ' = ' + entry.value, reason);
}

/** Lists pieces of comma lists as not used, those of one line together: 'AllowedIPs = 0.0.0.0/0, ::/0' */
export function leave_out_pieces(result: ReadResult, pieces: Entry[], reason: string): void {
	for (let i = 0; i < length(pieces); i++) {
		const first = pieces[i]!;
		const values = [first.value];
		while (pieces[i + 1]?.line == first.line) {
			i++;
			push(values, pieces[i]!.value);
		}
		leave_out(result, first.line, first.key + ' = ' + join(', ', values), reason);
	}
}
