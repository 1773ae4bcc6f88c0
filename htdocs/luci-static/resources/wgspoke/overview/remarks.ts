// What is wrong that no step of the ladder says?

import { answeringTab, tabLink } from '../pages/tabs.ts';
import { bar } from '../widgets/bar.ts';
import { button } from '../widgets/buttons.ts';
import { diffBlock } from '../widgets/changes.ts';
import { fold } from '../widgets/layout.ts';
import { findingNotice } from '../widgets/notices.ts';
import type { Status } from '../types.ts';
import type { Remedies } from './steps.ts';

/** Findings that the causes have not told, and settings that somebody has changed. */
export function remarks(
	status: Status,
	told: string[],
	{ repair, mayWrite }: Remedies
): HTMLElement[] {
	const found = status.findings.filter(
		({ code, severity }) => severity !== 'info' && !told.includes(code)
	);
	const lost = status.findings.some(({ code }) => code === 'key-lost');
	const putBack = () => (mayWrite ? [button(_('Put back'), 'apply', repair)] : []);
	const actsOn = (code: string): LuciChild[] => {
		if (code === 'token-refused') return [answeringTab()];
		return code === 'key-lost' || (code === 'tunnel-stopped' && status.diff === '')
			? putBack()
			: [];
	};
	const bars = found.map((finding, index) =>
		bar(
			'todo',
			[findingNotice(finding, null)],
			actsOn(finding.code),
			`found-${finding.code}-${index}`
		)
	);
	const alone =
		!status.network || status.network.sites.length > 1
			? []
			: [bar('news', [_('No other home yet.')], [tabLink('hub', _('Invite a home'))], 'alone')];
	// Where the key is lost, the one press brings back all of it.
	if (status.diff === '' || lost || told.includes('drifted')) return [...bars, ...alone];
	return [
		...bars,
		...alone,
		bar(
			'todo',
			[
				E('p', {}, [
					_(
						"Someone has changed the tunnel's settings outside this page. Put them back, or leave them if that was meant."
					),
				]),
				fold(_('What would be put back'), [diffBlock(status.diff)]),
			],
			putBack(),
			'drift'
		),
	];
}
