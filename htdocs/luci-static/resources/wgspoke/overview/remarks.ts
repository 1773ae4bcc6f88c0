// What is wrong that no step of the ladder says, and what is left to do?

import { tabLink } from '../pages/tabs.ts';
import { allDone, leftFor } from '../pages/todo.ts';
import { pasteable, syncScript } from '../pages/tellhub.ts';
import { bar } from '../widgets/bar.ts';
import { button } from '../widgets/buttons.ts';
import { diffBlock } from '../widgets/changes.ts';
import { copyText } from '../widgets/copy.ts';
import { fold } from '../widgets/layout.ts';
import { findingNotice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
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
	const putBack = () => (mayWrite ? [button(_('Put back'), 'apply', repair)] : []);
	const bars = found.map((finding, index) =>
		bar(
			'todo',
			[findingNotice(finding, null)],
			finding.code === 'tunnel-stopped' && status.diff === '' ? putBack() : [],
			`found-${finding.code}-${index}`
		)
	);
	const alone =
		!status.network || status.network.sites.length > 1
			? []
			: [bar('news', [_('No other home yet.')], [tabLink('hub', _('Invite a home'))], 'alone')];
	if (status.diff === '' || told.includes('drifted')) return [...bars, ...alone];
	return [
		...bars,
		...alone,
		bar(
			'todo',
			[
				E('p', {}, [
					_(
						'Someone has changed settings of the tunnel since. Put them back, or leave them if that was meant.'
					),
				]),
				fold(_('What would be put back'), [diffBlock(status.diff)]),
			],
			putBack(),
			'drift'
		),
	];
}

/** What the hub has not been told yet. `changed` draws the page anew. */
export function todoBars(
	{ network }: Status,
	changed: () => void,
	mayWrite: boolean
): HTMLElement[] {
	const hub = network?.hub.public_key ?? '';
	const left = leftFor(hub);
	if (left.length === 0) return [];
	const names = left.map(({ name }) => name).join(', ');
	const known = left.every(({ kind }) => kind === 'remove');
	const said = E('span', { role: 'status', 'data-keep': '' }, []);
	const copy = async (): Promise<void> => {
		const script = await syncScript(left.map(({ gone }) => gone));
		const done = script !== '' && (await copyText(pasteable(script)));
		said.textContent = done ? _('✓ copied') : _('The page Hub has the command.');
	};
	return [
		bar(
			'todo',
			[
				E('strong', {}, [
					fill(N_(left.length, '{count} thing left:', '{count} things left:'), {
						count: left.length,
					}),
				]),
				' ',
				fill(
					known
						? _('the hub still knows the old key of {names}.')
						: _('the hub does not know {names} yet.'),
					{ names }
				),
				' ',
				said,
			],
			mayWrite
				? [
						button(_('Copy the command for the hub'), 'apply', copy),
						button(_('Done'), 'neutral', () => {
							allDone(hub);
							changed();
						}),
					]
				: [],
			`todo-${names}`
		),
	];
}
