// What fails, in the few words of a pill? The step at which the ladder stops, and whose it is.

import { fill } from '../widgets/words.ts';
import type { Ladder } from '../types.ts';

/** '' while nothing fails. */
export function failingWords({ works, failing, member }: Ladder): string {
	if (works !== 'no') return '';
	if (member !== '') return fill(_('{name} does not answer'), { name: member });
	if (failing === 'online') return _('This router is offline');
	if (failing === 'lan') return _('The hub does not know this home');
	return _('The hub does not answer');
}
