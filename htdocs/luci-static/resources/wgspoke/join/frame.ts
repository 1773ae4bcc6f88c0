// What stands around a step of joining? Its heading above, below it what is to be known before a button is pressed.

import { notice } from '../widgets/notices.ts';
import { thereWords } from './steps/there.ts';
import type { Wizard } from './step.ts';

/** What is to be known before the button is pressed. Of a token alone nothing is tried out. */
export function riskWords({ draft, plan }: Wizard): string {
	const promise = _("If the hub doesn't answer, the old settings return in 60 s.");
	const tries = plan === null || plan.changes.length > 0;
	return draft.step === 'hub' ? thereWords(draft) : tries ? promise : '';
}

export function framed(
	{ draft, mayWrite }: Wizard,
	parts: Node[],
	risk: HTMLElement,
	buttons: HTMLElement[]
): LuciChild[] {
	const { editing, step } = draft;
	const foot = E('div', { class: 'wgs-foot' }, [
		risk,
		E(
			'div',
			{ class: 'wgs-buttons' },
			buttons.flatMap((one) => [' ', one])
		),
	]);
	return [
		E('h2', { tabindex: '-1' }, [editing ? _('Edit homes') : _('Join a home network')]),
		...(mayWrite ? [] : [notice('info', [_('This login can look, but not change anything.')])]),
		E('div', { class: 'cbi-section', 'data-step': step }, [...parts, foot]),
	];
}
