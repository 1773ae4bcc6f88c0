// Why was it undone? The verdict, one cause as far as it can be told from here, and what to run where it can be put right.

import { tabLink } from '../../pages/tabs.ts';
import { bar } from '../../widgets/bar.ts';
import { fold } from '../../widgets/layout.ts';
import { findingNotice } from '../../widgets/notices.ts';
import { answerLine } from '../../widgets/pill.ts';
import { fill } from '../../widgets/words.ts';
import type { Finding, Network } from '../../types.ts';

/** `commands`: what makes the hub know this router; [] for none. */
export function failedWords(
	findings: Finding[],
	{ hub }: Network,
	commands: HTMLElement[]
): HTMLElement[] {
	const isBack = findings.some(({ code }) => code === 'put-back');
	const asAsked = findings.some(({ code }) => code === 'undone-by-hand');
	const said = findings.filter(({ code }) => !['put-back', 'undone-by-hand'].includes(code));
	const silent = findings.some(({ code }) => code.startsWith('no-answer'));
	const line = answerLine({
		...(asAsked
			? { tone: 'unknown', pill: _('Undone as you asked') }
			: { tone: 'bad', pill: _('Not connected') }),
		sentence: isBack ? _('Your old settings are back.') : '',
		age: '',
	});
	const alike = silent
		? [
				E('p', {}, [
					fill(
						_(
							"The hub's key, UDP port {port} in a firewall, or this router's entry on the hub: from here they look the same. The hub can tell: "
						),
						{
							port: [String(hub.endpoint_port), ...hub.ports.split(',')]
								.filter((one) => one !== '')
								.join(', '),
						}
					),
					tabLink('hub', _('Check the hub')),
				]),
			]
		: [];
	return [
		line,
		...(said.length === 0
			? []
			: [bar('todo', [...said.map((one) => findingNotice(one, null)), ...alike], [])]),
		...(silent && commands.length > 0
			? [fold(_("Hub doesn't know this router? Run this there"), commands)]
			: []),
	];
}
