// Who answers? The verdicts of the last probe, by sign, word and, besides them, colour.

import { factList } from './layout.ts';
import { fill, milliseconds } from './words.ts';
import type { Known, Status, Verdict } from '../types.ts';

/** A verdict by sign and word: neither needs a colour. */
const verdictSign: Record<Verdict, string> = { yes: '✓', no: '✗', 'not checked': '?' };

export function verdictWord(verdict: Verdict): string {
	if (verdict === 'yes') return _('answers');
	if (verdict === 'no') return _('no answer');
	return _('not checked');
}

export const verdictClass: Record<Verdict, string> = {
	yes: 'wgs-yes',
	no: 'wgs-no',
	'not checked': 'wgs-unknown',
};

/** '✓ answers, 12 ms' */
export function verdictText(verdict: Verdict, rtt: Known<number> = null): string {
	const time = milliseconds(rtt);
	const word = verdictWord(verdict);
	const answer = time === '' ? word : fill(_('{verdict}, {time}'), { verdict: word, time });
	return `${verdictSign[verdict]} ${answer}`;
}

export function verdictNode(verdict: Verdict, rtt: Known<number> = null): HTMLElement {
	return E('span', { class: 'wgs-verdict', 'data-verdict': verdict }, [verdictText(verdict, rtt)]);
}

/** All verdicts as a list: the hub's two, and two for each of the other homes. */
export function verdictList(status: Status): HTMLElement {
	const rows: [string, HTMLElement][] = [
		[_('Handshake with the hub'), verdictNode(status.handshake)],
		[_('Hub'), verdictNode(status.hub, status.hub_rtt)],
	];
	const local = status.network?.sites.findIndex((site) => site.local);
	for (const [index, site] of status.sites.entries()) {
		if (index === local) continue;
		rows.push([fill(_('{name}: router'), { name: site.name }), verdictNode(site.gateway)]);
		rows.push([fill(_('{name}: device'), { name: site.name }), verdictNode(site.host)]);
	}
	return factList('verdicts', rows);
}
