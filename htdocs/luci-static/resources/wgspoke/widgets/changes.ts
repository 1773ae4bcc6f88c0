// What exactly will change? The edits of a plan as lines of UCI, taken away and added.

import type { Change, UciValue } from '../types.ts';

export interface DiffLine {
	sign: '+' | '-';
	/** "network.wgspoke.proto='wireguard'" */
	text: string;
}

function quoted(value: UciValue): string {
	const values = typeof value === 'string' ? [value] : value;
	return values.map((one) => `'${one.replaceAll("'", "'\\''")}'`).join(' ');
}

/** {section, option '', to: 'zone'} → + firewall.wgspoke='zone'; lists have their values side by side. */
export function diffLines(changes: Change[]): DiffLine[] {
	return changes.flatMap(({ config, section, option, from, to }) => {
		const path = [config, section, option].filter((part) => part !== '').join('.');
		const lines: DiffLine[] = [];
		if (from !== null) lines.push({ sign: '-', text: `${path}=${quoted(from)}` });
		if (to !== null) lines.push({ sign: '+', text: `${path}=${quoted(to)}` });
		return lines;
	});
}

export function diffBlock(changes: Change[]): HTMLElement {
	return E(
		'pre',
		{
			class: 'wgs-diff',
			tabindex: '0',
			'aria-label': _('Changes of the configuration'),
		},
		diffLines(changes).map(({ sign, text }) =>
			E(sign === '+' ? 'ins' : 'del', {}, [`${sign === '+' ? '+' : '−'} ${text}`])
		)
	);
}
