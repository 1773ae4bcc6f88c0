// What can be found, and which sentences does a person see then?
// A finding is a code and values; its sentences are templates that the reader fills (see phrase).

import { told_limit } from '../base/bounds.ts';
import { cut } from '../base/quote.ts';
import { cause_findings } from './findings_cause.ts';
import { change_findings } from './findings_change.ts';
import { hub_findings } from './findings_hub.ts';
import { network_findings } from './findings_network.ts';
import { router_findings } from './findings_router.ts';
import { text_findings } from './findings_text.ts';
import type { Severity, Text } from './kind.ts';
import type { Phrase, Value } from './phrase.ts';

/**
 * Errors block a plan; warnings can be gone past; what was mended, or is only good to know, is information. Where a
 * code would have two faces, each has a code of its own.
 */
export const findings = {
	...text_findings,
	...network_findings,
	...router_findings,
	...change_findings,
	...hub_findings,
	...cause_findings,
};

export type FindingCode = keyof typeof findings;

/** Something a person should know. */
export interface Finding {
	code: FindingCode;
	severity: Severity;
	/** What it is about: 'text', 'private_key', 'sites', or a field of the network: 'hub.subnet', 'site.Home B.lan'. */
	about: string;
	/** Line of the pasted text, from 1; 0 when it is about no line. */
	line: number;
	/** English templates, filled from `values`. */
	message: string;
	fix: string;
	values: Record<string, Value>;
}

/** `about` is '' and `line` is 0 when left out. Never put a secret into `values`: a bad key is told by its reason and length. */
export function finding(
	code: FindingCode,
	values: Record<string, Value>,
	about?: string,
	line?: number
): Finding {
	const text = findings[code];
	for (const name of keys(values)) {
		const value = values[name]!;
		const long = type(value) == 'string' && length(value) > told_limit;
		if (long) values[name] = cut(value as string, told_limit);
	}
	return {
		code: code,
		severity: text.severity,
		about: about ?? '',
		line: line ?? 0,
		message: text.message,
		fix: text.fix,
		values: values,
	};
}

/** A sentence of a finding as a phrase. */
export function message_of(one: Finding): Phrase {
	return { key: one.code, text: one.message, values: one.values };
}

/** What to do about it, as a phrase. */
export function fix_of(one: Finding): Phrase {
	return { key: one.code, text: one.fix, values: one.values };
}

/** How it is done in a terminal of this router; null where that is not one command. */
export function shell_of(one: Finding): Phrase | null {
	const row: Text = findings[one.code];
	return row.shell == null ? null : { key: one.code, text: row.shell, values: one.values };
}
