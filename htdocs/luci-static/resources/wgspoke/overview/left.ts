// What is left to do at the hub? The router keeps it until the hub's answer shows that it is done, or somebody says so.

import { bar } from '../widgets/bar.ts';
import { button } from '../widgets/buttons.ts';
import { copyText } from '../widgets/copy.ts';
import { fill } from '../widgets/words.ts';
import { api } from '../pages/api.ts';
import { answeringTab } from '../pages/tabs.ts';
import { pasteable, syncScript } from '../pages/tellhub.ts';
import type { Left, Verdict } from '../types.ts';

function sentence(left: Left[]): string {
	const names = (kind: Left['kind']): string =>
		left
			.filter((one) => one.kind === kind)
			.map(({ name }) => name)
			.join(', ');
	const [added, removed] = [names('add'), names('remove')];
	if (removed === '') return fill(_('the hub does not know {names} yet.'), { names: added });
	if (added === '')
		return fill(_('the hub still knows the old key of {names}.'), { names: removed });
	return fill(_('the hub does not know {added} yet, and still knows the old key of {removed}.'), {
		added,
		removed,
	});
}

/** A bar with the command for the hub; nothing while nothing is left. `done` is called once somebody says that it is; `manages`: does the hub take changes from here? */
export function leftBars(
	left: Left[],
	manages: Verdict,
	mayWrite: boolean,
	done: () => void
): HTMLElement[] {
	if (left.length === 0) return [];
	const said = E('span', { role: 'status', 'data-keep': '' }, []);
	const copy = async (): Promise<void> => {
		const gone = left.filter(({ kind }) => kind === 'remove');
		const script = await syncScript(gone.map(({ public_key }) => public_key));
		const copied = script !== '' && (await copyText(pasteable(script)));
		said.textContent = copied
			? _('✓ copied')
			: _('Copy the script “Update the hub” from the page Hub.');
	};
	const finish = async (): Promise<void> => {
		for (const { public_key: key } of left) await api.left_done(key);
		done();
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
				sentence(left),
				' ',
				said,
				...(manages === 'no'
					? [E('div', { class: 'wgs-age' }, [_('Without copying:'), ' ', answeringTab()])]
					: []),
			],
			mayWrite
				? [
						button(_('Copy the script “Update the hub”'), 'apply', copy),
						button(_('Done'), 'neutral', finish, { 'aria-label': _('Done: the hub knows it now') }),
					]
				: [],
			`left-${left.map(({ kind, public_key }) => kind + public_key).join()}`
		),
	];
}
