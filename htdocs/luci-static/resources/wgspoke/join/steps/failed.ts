// Why was it undone? The verdict, one cause as far as it can be told from here, and what to run where it can be put right.

import { causeBar } from '../../pages/cause.ts';
import { lookFold, unusable } from '../../pages/hublook.ts';
import { bar } from '../../widgets/bar.ts';
import { button } from '../../widgets/buttons.ts';
import { fillNode, fold } from '../../widgets/layout.ts';
import { findingNotice } from '../../widgets/notices.ts';
import { answerLine } from '../../widgets/pill.ts';
import { fill } from '../../widgets/words.ts';
import type { Cause, Finding, Ladder, Network } from '../../types.ts';

/** What can be done about it from here. */
export interface Ways {
	/** What makes the hub know this router; [] for none. */
	commands: HTMLElement[];
	/** What a look at the hub tells of the network that was tried. */
	ask: (printed: string) => Promise<Ladder>;
	/** Where the hub's key and port are entered. */
	change: () => void;
}

export function failedWords(
	findings: Finding[],
	{ hub }: Network,
	{ commands, ask, change }: Ways
): HTMLElement[] {
	const fixesOf = ({ action }: Cause): HTMLElement[] =>
		action.kind === 'settings' ? [button(_('Change'), 'action', change)] : [];
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
	const untold = fold(_("Hub doesn't know this router? Run this there"), commands);
	untold.hidden = commands.length === 0;
	const decided = E('div', { role: 'status', 'data-part': 'decided' }, []);
	const decide = async (printed: string): Promise<HTMLElement[]> => {
		const { look, cause } = await ask(printed);
		if (look.length > 0) return unusable(look);
		const unknown = cause?.finding.code === 'hub-unknown-key';
		fillNode(decided, cause ? [causeBar(cause, fixesOf(cause))] : []);
		if (unknown) untold.open = true;
		return [];
	};
	const alike = silent
		? [
				E('p', {}, [
					fill(
						_(
							"The hub's key, UDP port {port} in a firewall, or this router's entry on the hub: from here they look the same. The hub can tell which it is."
						),
						{
							port: [String(hub.endpoint_port), ...hub.ports.split(',')]
								.filter((one) => one !== '')
								.join(', '),
						}
					),
				]),
			]
		: [];
	return [
		line,
		...(said.length === 0
			? []
			: [bar('todo', [...said.map((one) => findingNotice(one, null)), ...alike], [])]),
		...(silent ? [decided, lookFold(decide, true), untold] : []),
	];
}
