// What fails, in the few words of a pill? The step at which the ladder stops, and whose it is.
// Each step has its own: where the hub answers, it is never said that it does not.

import { fill } from '../widgets/words.ts';
import type { Ladder } from '../types.ts';

/** '' while nothing fails. */
export function failingWords({ works, failing, member }: Ladder): string {
	if (works !== 'no') return '';
	if (member !== '') return fill(_('{name} does not answer'), { name: member });
	if (failing === 'online') return _('This router is offline');
	if (failing === 'here') return _('This router stops your devices');
	if (failing === 'lan') return _('The hub does not know this home');
	if (failing === 'flow') return _('Large packets get lost');
	return _('The hub does not answer');
}
