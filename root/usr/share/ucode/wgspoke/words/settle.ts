// Which of many findings are told, and in which order?

import { most_of_a_kind } from '../base/bounds.ts';
import { finding, findings } from './findings.ts';
import type { Finding } from './findings.ts';
import type { Text } from './kind.ts';

/** Do any of them block a plan? */
export function has_errors(found: Finding[]): boolean {
	for (const one of found) if (one.severity == 'error') return true;
	return false;
}

// 'no-remote of sites' → there; 'no-subnet' → at the same field.
function hidden_key(what: string, about: string): string {
	const parts = split(what, ' of ');
	return parts[0]! + ' ' + (parts[1] ?? about);
}

function hidden_by(one: Finding): string[] | '*' {
	const row: Text = findings[one.code];
	return row.hides ?? [];
}

/** Of each code the first ones; of the others, how many there are. */
export function few(found: Finding[], most?: number): Finding[] {
	const counts: Record<string, number> = {};
	const told: Finding[] = [];
	let more = 0;
	for (const one of found) {
		const earlier = one.code == 'more-alike' ? int(one.values['count'] as string) : 0;
		more += earlier;
		if (earlier > 0) continue;
		const count = (counts[one.code] ?? 0) + 1;
		counts[one.code] = count;
		if (count <= (most ?? most_of_a_kind)) push(told, one);
		else more++;
	}
	return more == 0 ? told : [...told, finding('more-alike', { count: '' + more })];
}

/** What another one hides is left out, errors come first, then warnings; else their order stays. */
export function in_order(found: Finding[]): Finding[] {
	const hidden: Record<string, boolean> = {};
	for (const one of found) {
		const hides = hidden_by(one);
		if (hides != '*') for (const what of hides) hidden[hidden_key(what, one.about)] = true;
	}
	const alone = filter(found, (one) => hidden_by(one) == '*');
	const told: Finding[] = [];
	for (const severity of ['error', 'warning', 'info']) {
		for (const one of length(alone) > 0 ? alone : found) {
			if (one.severity != severity || exists(hidden, one.code + ' ' + one.about)) continue;
			push(told, one);
		}
	}
	return told;
}

/** As they are told of a network: in order, and of each code a few. */
export function settle(found: Finding[]): Finding[] {
	return few(in_order(found));
}
