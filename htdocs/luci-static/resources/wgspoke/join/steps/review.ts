// What will happen? In words, then line by line; nothing has changed yet.

import { diffBlock } from '../../widgets/changes.ts';
import { fold } from '../../widgets/layout.ts';
import { notice } from '../../widgets/notices.ts';
import { fill, said } from '../../widgets/words.ts';
import type { PlanReply } from '../../types.ts';
import type { Wizard } from '../step.ts';

function exactChanges({ changes, diff }: PlanReply): HTMLElement {
	const title = N_(changes.length, 'The exact change', 'The {count} exact changes');
	return fold(fill(title, { count: changes.length }), [diffBlock(diff)]);
}

/** Below the rows. */
export function outcome({ plan }: Wizard): Node[] {
	if (!plan) return [E('p', { class: 'spinning' }, [_('Asking the router…')])];
	if (plan.findings.some(({ severity }) => severity === 'error')) {
		return [notice('error', [_('This cannot be applied yet. Nothing has changed.')])];
	}
	if (plan.changes.length === 0 && !plan.takes_token) {
		return [notice('info', [_('Nothing is left to change: this router is set up like this.')])];
	}
	return [
		E('p', {}, [E('strong', {}, [_('Nothing has changed yet. Applying will:')])]),
		E(
			'ul',
			{ 'data-part': 'summary' },
			plan.summary.map((sentence) => E('li', {}, [said(sentence)]))
		),
		...(plan.changes.length === 0 ? [] : [exactChanges(plan)]),
	];
}
