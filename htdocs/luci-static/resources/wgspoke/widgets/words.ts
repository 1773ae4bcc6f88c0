// How is it said? Findings and verdicts in the user's language, sizes and times in short.

import type { Finding, Sentence } from '../types.ts';

/** ('{a} of {b}', {a: '1', b: '2'}) → '1 of 2'; what has no value stays. */
export function fill(template: string, values: Record<string, string | number>): string {
	return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * The router says things in English, with a code and the values. A translation has the code as its text and
 * the kind as its context; where there is none, the router's own words are shown.
 */
function translated(
	code: string,
	kind: string,
	words: string,
	values: Record<string, string>
): string {
	const template = _(code, kind);
	return template === code ? words : fill(template, values);
}

export function findingMessage({ code, message, values }: Finding): string {
	return translated(code, 'wgspoke finding', message, values);
}

export function findingFix({ code, fix, values }: Finding): string {
	return translated(code, 'wgspoke fix', fix, values);
}

export function sentenceText({ code, text, values }: Sentence): string {
	return translated(code, 'wgspoke summary', text, values);
}

/** 1536 → '1.5 KiB' */
export function bytes(count: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let value = count;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit] ?? ''}`;
}

/** How long ago: 90 → '1 min ago'; null → 'never'. */
export function ago(seconds: number | null): string {
	if (seconds === null) return _('never', 'wgspoke time');
	if (seconds < 60) return fill(_('{count} s ago', 'wgspoke time'), { count: Math.round(seconds) });
	if (seconds < 3600)
		return fill(_('{count} min ago', 'wgspoke time'), { count: Math.floor(seconds / 60) });
	if (seconds < 86400)
		return fill(_('{count} h ago', 'wgspoke time'), { count: Math.floor(seconds / 3600) });
	return fill(_('{count} days ago', 'wgspoke time'), { count: Math.floor(seconds / 86400) });
}

/** 12.34 → '12 ms'; null → '' */
export function milliseconds(rtt: number | null): string {
	return rtt === null ? '' : `${rtt < 10 ? rtt.toFixed(1) : String(Math.round(rtt))} ms`;
}

/** '192.168.2.0/24, 10.0.0.0/8' → two prefixes; the router says what is wrong with them. */
export function splitPrefixes(text: string): string[] {
	return text.split(/[\s,;]+/).filter((part) => part !== '');
}
