// Step 5: what will happen? In words, then line by line; nothing has been written yet.

import { diffBlock } from '../../widgets/changes.ts';
import { fold } from '../../widgets/layout.ts';
import { notice } from '../../widgets/notices.ts';
import { fill, sentenceText } from '../../widgets/words.ts';
import type { Wizard } from '../step.ts';

export function reviewStep(wizard: Wizard): Node[] {
	const { plan } = wizard;
	// Read remarks were shown where they belong; errors and the router's own affairs are shown here.
	const found = wizard.notices(() => true);
	if (!plan) return found;
	if (plan.findings.some(({ severity }) => severity === 'error')) {
		return [
			notice('error', [
				_('This cannot be applied yet. Nothing on the router has been changed.', 'wgspoke'),
			]),
			...found,
		];
	}
	if (plan.changes.length === 0) {
		return [
			notice('info', [_('Nothing is left to change: the router is set up like this.', 'wgspoke')]),
			...found,
		];
	}
	return [
		E('p', {}, [_('Nothing has been written yet. This is what applying brings:', 'wgspoke')]),
		E(
			'ul',
			{ 'data-part': 'summary' },
			plan.summary.map((sentence) => E('li', {}, [sentenceText(sentence)]))
		),
		...found,
		fold(
			fill(N_(plan.changes.length, 'The exact change', 'The {count} exact changes', 'wgspoke'), {
				count: plan.changes.length,
			}),
			[diffBlock(plan.changes)],
			true
		),
	];
}
