// What does the hub say when it is asked over the tunnel? It has seconds, and no more is read than is made use of.
// By busybox's nc, which every release has; the question goes by a file for root alone. Never inside rpcd: it waits.

import { lsdir, unlink } from 'fs';
import { answer_port } from '../base/constants.ts';
import { text_limit } from '../base/bounds.ts';
import { quote, run_bounded, write_private } from '../base/shell.ts';
import { is_whole } from './told.ts';
import type { Router } from './router.ts';

/** So many seconds the hub may take, from the first packet to the last, unless somebody waits longer. */
const patience = 2;
/** So many where a person or a trial waits for it. */
export const waiting_patience = 4;
/** One that has begun and did not come to its end is slow: so long it gets when it is asked once more. */
const slow_patience = 10;

const question_mark = 'question.';

// What a program that was killed has left, a token in it perhaps.
function forget_questions(router: Router): void {
	for (const name of lsdir(router.run_dir) ?? []) {
		if (index(name, question_mark) == 0) unlink(router.run_dir + '/' + name);
	}
}

/**
 * What the hub at this VPN address answers; '' when nobody does. Where more comes than is ever read, a byte more than
 * that, by which readers know it.
 */
export function ask_hub(
	router: Router,
	address: string,
	question: string,
	seconds?: number
): string {
	if (iptoarr(address) == null) return '';
	forget_questions(router);
	const name = sprintf('%s%d', question_mark, clock()[1]);
	if (!write_private(router.run_dir, name, question)) return '';
	const path = router.run_dir + '/' + name;
	// nc without its extras has no patience of its own. Nobody is left behind who would hold what this program has open,
	// the lock of a trial among it.
	const script =
		'{ ' +
		quote(['nc', address, '' + answer_port]) +
		' <' +
		quote([path]) +
		' & asked=$!; (trap over=1 TERM; sleep ' +
		(seconds ?? patience) +
		' & slept=$!; trap \'kill -9 $slept; exit\' TERM; [ -z "$over" ] || { kill -9 $slept; exit; }; ' +
		'wait $slept; kill $asked) >/dev/null </dev/null & limit=$!; ' +
		'wait $asked; kill $limit; wait $limit; } 2>/dev/null';
	const outcome = run_bounded(script, text_limit + 1);
	unlink(path);
	return outcome.text;
}

/** What the hub tells of itself, whole where it only takes its time: by this question nothing is changed, however often. */
export function hear_hub(
	router: Router,
	address: string,
	question: string,
	seconds?: number
): string {
	const text = ask_hub(router, address, question, seconds);
	if (text == '' || length(text) > text_limit || is_whole(text)) return text;
	const again = ask_hub(router, address, question, slow_patience);
	return again == '' ? text : again;
}
