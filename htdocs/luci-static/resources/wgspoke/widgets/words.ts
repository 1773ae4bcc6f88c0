// How is it said? Sentences of the router in the user's language, sizes and times in short.

/** A phrase of the router: English, with the names of its values in braces. */
export interface Phrase {
	text: string;
	values: Record<string, PhraseValue>;
}

/** Data as it is, a phrase that is to be translated itself, or several of these. */
export type PhraseValue = string | number | Phrase | PhraseValue[];

function spoken(value: PhraseValue): string {
	if (Array.isArray(value)) return value.map(spoken).join(', ');
	return typeof value === 'object' ? said(value.text, value.values) : String(value);
}

/** ('{a} of {b}', {a: '1', b: '2'}) → '1 of 2'; what has no value stays. */
export function fill(template: string, values: Record<string, PhraseValue>): string {
	return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = values[name];
		return value === undefined ? whole : spoken(value);
	});
}

/**
 * What the router says in English, in the user's language, with its values:
 * ('{kind} {name}', {kind: {text: 'Home', values: {}}, name: 'B'}) → 'Haus B'
 */
export function said(template: string, values: Record<string, PhraseValue>): string {
	return fill(_(template), values);
}

/** 1536 → '1.5 KiB' */
export function bytes(count: number): string {
	return '%1024.1mB'.format(count);
}

/** How long ago, as LuCI's own page of WireGuard says it: 90 → '1m ago'; null → 'Never'. */
export function ago(seconds: number | null): string {
	if (seconds === null) return _('Never');
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
