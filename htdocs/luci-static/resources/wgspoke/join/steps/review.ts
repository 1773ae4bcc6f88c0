// Step 5: what will happen? In words, then line by line; nothing has been written yet.

import { diffBlock } from '../../widgets/changes.ts';
import { fold } from '../../widgets/layout.ts';
import { notice } from '../../widgets/notices.ts';
import { fill, said } from '../../widgets/words.ts';
import type { Wizard } from '../step.ts';

export function reviewStep(wizard: Wizard): Node[] {
	const { plan } = wizard;
	// Read remarks were shown where they belong; errors and the router's own affairs are shown here.
	const found = wizard.notices(() => true);
	if (!plan) return found;
	if (plan.findings.some(({ severity }) => severity === 'error')) {
		return [notice('error', [_('This cannot be applied yet. Nothing has changed.')]), ...found];
	}
	if (plan.changes.length === 0) {
		return [
			notice('info', [_('Nothing is left to change: this router is set up like this.')]),
			...found,
		];
	}
	return [
		E('p', {}, [_('Nothing has changed yet. Applying will:')]),
		E(
			'ul',
			{ 'data-part': 'summary' },
			plan.summary.map((sentence) => E('li', {}, [said(sentence)]))
		),
		...found,
		fold(
			fill(N_(plan.changes.length, 'The exact change', 'The {count} exact changes'), {
				count: plan.changes.length,
			}),
			[diffBlock(plan.diff)],
			true
		),
	];
}
