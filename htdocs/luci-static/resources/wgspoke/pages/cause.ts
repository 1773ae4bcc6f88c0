// Why does something not work? One cause, with what was measured in small print, and what can be done about it.

import { bar } from '../widgets/bar.ts';
import { fold } from '../widgets/layout.ts';
import { findingNotice } from '../widgets/notices.ts';
import { said } from '../widgets/words.ts';
import type { Cause } from '../types.ts';

/** `actions`: what can be pressed; `more`: what stands below the words. */
export function causeBar(
	{ finding, evidence }: Cause,
	actions: HTMLElement[],
	more: HTMLElement[] = []
): HTMLElement {
	return bar(
		finding.severity === 'error' ? 'fault' : 'todo',
		[
			findingNotice(finding, null),
			...(evidence.length === 0
				? []
				: [
						fold(
							_('What was measured'),
							evidence.map((one) => E('p', {}, [said(one)]))
						),
					]),
			...more,
		],
		actions,
		`cause-${finding.code}`
	);
}
