// Who answers? The verdicts of the last probe, by sign, word and, besides them, colour.

import { api } from './api.ts';
import { milliseconds, verdictSign, verdictWord } from './words.ts';
import type {
	Known,
	Status,
	Verdict,
} from '../../../../root/usr/share/ucode/wgspoke/model/types.ts';

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

/** Starts a probe and waits for its verdicts, some seconds at most; whatever is known then. */
export async function checkNow(): Promise<Status> {
	await api.check();
	const begin = performance.now();
	for (;;) {
		await new Promise((resolve) => window.setTimeout(resolve, 500));
		const status = await api.status();
		const elapsed = (performance.now() - begin) / 1000;
		const fresh = status.probe_age !== null && status.probe_age <= elapsed + 1;
		if ((fresh && !status.probing) || elapsed > 15) return status;
	}
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
