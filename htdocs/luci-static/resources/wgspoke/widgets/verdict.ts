// Who answers? The verdicts of the last probe, by sign, word and, besides them, colour.

import { fill, milliseconds } from './words.ts';
import type { Known, Verdict } from '../types.ts';

/** A verdict by sign and word: neither needs a colour. */
const verdictSign: Record<Verdict, string> = { yes: '✓', no: '✗', 'not checked': '?' };

export function verdictWord(verdict: Verdict): string {
	if (verdict === 'yes') return _('answers');
	if (verdict === 'no') return _('no answer');
	return _('not checked');
}

export const verdictClass: Record<Verdict, string> = {
	yes: 'wgs-yes',
	no: 'wgs-no',
	'not checked': 'wgs-unknown',
};

/** '✓ answers, 12 ms' */
export function verdictText(verdict: Verdict, rtt: Known<number> = null): string {
	const time = milliseconds(rtt);
	const word = verdictWord(verdict);
	const answer = time === '' ? word : fill(_('{verdict}, {time}'), { verdict: word, time });
	return `${verdictSign[verdict]} ${answer}`;
}
