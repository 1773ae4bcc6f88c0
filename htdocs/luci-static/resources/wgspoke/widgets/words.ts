// How is it said? Sentences of the router in the user's language, sizes and times in short.

import type { Phrase, Value } from '../types.ts';

/** Chinese, in which a word stands beside a word without a blank, and a blank beside other letters. */
const HAN = /[\u3400-\u9fff]/;

type Values = Record<string, Value | number>;

function shown(value: Value | number): string {
	return typeof value === 'object' ? said(value) : String(value);
}

/** ('在 {a} 里', {a: '家'}) → '在{a}里' */
function tightened(template: string, values: Values): string {
	const joins = (one: string, other: string): boolean => HAN.test(one) && HAN.test(other);
	const tighten = (
		whole: string,
		left: string,
		name: string,
		right: string,
		at: number
	): string => {
		const value = values[name];
		if (value === undefined) return whole;
		const text = shown(value);
		const before = joins(template.charAt(at - 1), text.charAt(0)) ? '' : left;
		const after = joins(text.slice(-1), template.charAt(at + whole.length)) ? '' : right;
		return `${before}{${name}}${after}`;
	};
	return template.replace(/( ?)\{(\w+)\}( ?)/g, tighten);
}

/** ('{a} of {b}', {a: '1', b: '2'}) → '1 of 2'; what has no value stays. */
export function fill(template: string, values: Values): string {
	return tightened(template, values).replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = values[name];
		return value === undefined ? whole : shown(value);
	});
}

/** ['A', 'B', 'C'] → 'A, B, C' */
export function inARow(names: string[]): string {
	return names.reduce(
		(list, next) => (list ? fill(_('{list}, {next}'), { list, next }) : next),
		''
	);
}

/**
 * What the router says in English, in the user's language, with its values:
 * {text: '{kind} {name}', values: {kind: {text: 'Home', …}, name: 'B'}} → 'Haus B'
 */
export function said({ text, values }: Pick<Phrase, 'text' | 'values'>): string {
	return fill(_(text), values);
}

/** A word of the router's tables that has no values: 'VPN network' */
export function word(text: string): string {
	return said({ text, values: {} });
}

/** A value that is data; '' where it is words, or not there. */
export function dataOf(values: Record<string, Value>, name: string): string {
	const value = values[name];
	return typeof value === 'string' ? value : '';
}

/** 1536 → '1.5 KiB' */
export function bytes(count: number): string {
	return '%1024.1mB'.format(count);
}

/** What the hub has counted: ↓ what it got, ↑ what it sent; '' when the hub does not tell. */
export function trafficText(
	counted: { got_bytes: number | null; sent_bytes: number | null } | undefined
): string {
	if (!counted || counted.got_bytes === null || counted.sent_bytes === null) return '';
	return fill(_('↓ {received} ↑ {sent}'), {
		received: bytes(counted.got_bytes),
		sent: bytes(counted.sent_bytes),
	});
}

/** Bytes each second → '1.2 Mbit/s' */
export function bitsPerSecond(rate: number): string {
	return '%1000.1mbit/s'.format(rate * 8);
}

/** How long ago, as LuCI's own page of WireGuard says it: 90 → '1m ago'; null → 'Never'. */
export function ago(seconds: number | null): string {
	if (seconds === null) return _('Never', 'No WireGuard peer handshake yet');
	if (seconds < 60) return _('%ds ago').format(seconds);
	if (seconds < 3600) return _('%dm ago').format(seconds / 60);
	if (seconds < 86400) return _('%dh ago').format(seconds / 3600);
	return _('over a day ago');
}

/** 12.34 → '12 ms'; null → '' */
export function milliseconds(rtt: number | null): string {
	if (rtt === null) return '';
	return (rtt < 10 ? '%.1f ms' : '%d ms').format(rtt);
}
