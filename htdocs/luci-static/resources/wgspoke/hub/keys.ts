// Whose is each of the keys that only the hub has? A table with a question in each row.

import { shortKey } from '../widgets/copy.ts';
import { select } from '../widgets/form.ts';
import { findingNotice } from '../widgets/notices.ts';
import { ago, fill } from '../widgets/words.ts';
import type { Answer, Unsorted } from '../types.ts';

function answerWord(answer: Answer, { member, name }: Unsorted): string {
	if (answer === 'member') return fill(_('Yes, this is {name}'), { name: member });
	if (answer === 'home') return fill(_('Add {name} to my homes'), { name });
	if (answer === 'device') return fill(_('Add {name} to my devices'), { name });
	return answer === 'remove' ? _('Remove from hub') : _('Leave as it is');
}

function networkLines({ address, lan, member }: Unsorted): LuciChild[] {
	const lines = [address, ...lan].filter((one) => one !== '');
	if (lines.length === 0) return [_('no address')];
	const whose =
		member === ''
			? []
			: [
					E('div', { class: 'wgs-age' }, [
						fill(_('network or address of {name}'), { name: member }),
					]),
				];
	return [...lines.map((one) => E('div', {}, [one])), ...whose];
}

/** `answered` is told of each answer; those beforehand are in the rows. */
export function keyTable(
	unsorted: Unsorted[],
	mayWrite: boolean,
	answered: (key: string, answer: Answer) => void
): HTMLElement {
	const titles = [
		_('Public key'),
		_('Name found'),
		_('VPN address and LAN'),
		_('Last heard'),
		_('What is it?'),
	];
	const row = (one: Unsorted): HTMLElement => {
		const control = select(
			one.answer,
			one.answers.map((answer): [Answer, string] => [answer, answerWord(answer, one)]),
			(answer) => {
				answered(one.public_key, answer as Answer);
			}
		);
		control.input.disabled = !mayWrite;
		control.input.setAttribute(
			'aria-label',
			fill(_('What is {name}?'), { name: one.found || one.public_key })
		);
		const cells: LuciChild[][] = [
			[shortKey(one.public_key)],
			[one.found === '' ? E('em', {}, [_('no name')]) : E('strong', {}, [one.found])],
			networkLines(one),
			[ago(one.heard)],
			[control.node, ...(one.warning ? [findingNotice(one.warning, null)] : [])],
		];
		return E(
			'tr',
			{ class: 'tr', 'data-key': one.public_key },
			cells.map((cell, index) => E('td', { class: 'td', 'data-title': titles[index] }, cell))
		);
	};
	return E('table', { class: 'table cbi-section-table wgs-members', 'data-part': 'keys' }, [
		E(
			'tr',
			{ class: 'tr table-titles' },
			titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
		),
		...unsorted.map(row),
	]);
}
