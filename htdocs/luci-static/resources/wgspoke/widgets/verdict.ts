// Who answers? The verdicts of the last probe, by sign, word and, besides them, colour.

import { milliseconds } from './words.ts';
import type { Known, Status, Verdict } from '../types.ts';

/** A verdict by sign and word: neither needs a colour. */
export const verdictSign: Record<Verdict, string> = { yes: '✓', no: '✗', 'not checked': '?' };

export function verdictWord(verdict: Verdict): string {
	if (verdict === 'yes') return _('answers', 'wgspoke verdict');
	if (verdict === 'no') return _('no answer', 'wgspoke verdict');
	return _('not checked', 'wgspoke verdict');
}

export const verdictClass: Record<Verdict, string> = {
	yes: 'wgs-yes',
	no: 'wgs-no',
	'not checked': 'wgs-unknown',
};

/** '✓ answers, 12 ms' */
export function verdictText(verdict: Verdict, rtt: Known<number> = null): string {
	const time = milliseconds(rtt);
	return `${verdictSign[verdict]} ${verdictWord(verdict)}${time === '' ? '' : `, ${time}`}`;
}

export function verdictNode(verdict: Verdict, rtt: Known<number> = null): HTMLElement {
	return E('span', { class: 'wgs-verdict', 'data-verdict': verdict }, [verdictText(verdict, rtt)]);
}

/** All verdicts as a list: the hub's two, and two for each of the other homes. */
export function verdictList(status: Status): HTMLElement {
	const rows: [string, HTMLElement][] = [
		[_('Handshake with the hub', 'wgspoke'), verdictNode(status.handshake)],
		[_('Hub', 'wgspoke'), verdictNode(status.hub, status.hub_rtt)],
	];
	for (const site of status.sites) {
		if (site.local) continue;
		rows.push([`${site.name}: ${_('router', 'wgspoke')}`, verdictNode(site.gateway)]);
		rows.push([`${site.name}: ${_('device', 'wgspoke')}`, verdictNode(site.host)]);
	}
	return E(
		'dl',
		{ class: 'wgs-facts', 'data-part': 'verdicts' },
		rows.flatMap(([name, verdict]) => [E('dt', {}, [name]), E('dd', {}, [verdict])])
	);
}
