// What does the check of the hub come to, in one line?

import { failingWords } from '../pages/failing.ts';
import { ago, fill, inARow } from '../widgets/words.ts';
import { toTell } from './members.ts';
import type { HubCheck, Ladder } from '../types.ts';
import type { Answer as Line } from '../widgets/pill.ts';

/** What says that the look was at another hub than the one that this router knows. */
const ANOTHER = ['hub-other', 'hub-key-wrong'];

/** `ladder`: what the look tells of the tunnel; null for nothing. */
export function lineOf({ age, differences, unsorted }: HubCheck, ladder: Ladder | null): Line {
	if (age === null) {
		return {
			tone: 'unknown',
			pill: _('Not checked'),
			sentence: _('The hub has not told this router whom it knows.'),
			age: '',
		};
	}
	const checked = fill(_('checked {when}'), { when: ago(age) });
	const names = toTell(differences);
	if (names.length > 0) {
		return {
			tone: 'todo',
			pill: fill(N_(names.length, '{count} thing to tell it', '{count} things to tell it'), {
				count: names.length,
			}),
			sentence: inARow(names),
			age: checked,
		};
	}
	if (unsorted.length > 0) {
		return {
			tone: 'todo',
			pill: fill(N_(unsorted.length, '{count} key to sort out', '{count} keys to sort out'), {
				count: unsorted.length,
			}),
			sentence: _('The hub has more keys than this router.'),
			age: checked,
		};
	}
	if (differences.some(({ code }) => ANOTHER.includes(code))) {
		return {
			tone: 'bad',
			pill: _('Another hub than this router knows'),
			sentence: '',
			age: checked,
		};
	}
	const failing = ladder ? failingWords(ladder) : '';
	if (failing !== '') return { tone: 'bad', pill: failing, sentence: '', age: checked };
	return { tone: 'good', pill: _('The hub is up to date'), sentence: '', age: checked };
}
