// How are words kept until somebody reads them? As an English template with its values, not filled in.
// The pages translate the template and fill it then; the command fills the English one.

import { cut } from '../base/quote.ts';

/** What is filled into a sentence: data as it is, or words that are filled and translated themselves. */
export type Value = string | Phrase;

export interface Phrase {
	/** The name of the template in its table. */
	key: string;
	/** English; {name} is filled from `values`. */
	text: string;
	values: Record<string, Value>;
}

/** Longer data are cut, so that a sentence stays one. */
const value_limit = 80;

/** Fills {name} from values, in one pass; what has no value stays: ('{a} of {b}', { a: '1' }) → '1 of {b}' */
export function fill(template: string, values: Record<string, Value>): string {
	const parts = split(template, '{');
	let result = parts[0] ?? '';
	for (let i = 1; i < length(parts); i++) {
		const part = parts[i] ?? '';
		const end = index(part, '}');
		const value = end < 0 ? null : values[substr(part, 0, end)];
		if (value == null) {
			result += '{' + part;
			continue;
		}
		const phrase = value as Phrase;
		// Words are ours, and as long as they have to be.
		const is_data = type(value) == 'string';
		const text = is_data ? cut(value as string, value_limit) : fill(phrase.text, phrase.values);
		result += text + substr(part, end + 1);
	}
	return result;
}

/** The phrase, filled. */
export function in_english(phrase: Phrase): string {
	return fill(phrase.text, phrase.values);
}
