// Does a text demand AmneziaWG, which no WireGuard answers, or only what a WireGuard hub does not notice?
// Source: https://docs.amnezia.org/documentation/amnezia-wg, and luci-proto-amneziawg for what came with version 3.

import { amnezia_keys, last_entry } from './conf.ts';
import { say } from './reading.ts';
import type { Conf } from './conf.ts';
import type { Reading } from './reading.ts';

/** What these change has to be the same at both ends; each with the values by which it changes nothing. */
const both_ends: Record<string, string[]> = {
	// Bytes ahead of the packets of each kind.
	S1: ['0'],
	S2: ['0'],
	S3: ['0'],
	S4: ['0'],
	// The number of each kind of packet; since version 2 it may be a range.
	H1: ['1', '1-1'],
	H2: ['2', '2-2'],
	H3: ['3', '3-3'],
	H4: ['4', '4-4'],
	// Version 3: packets whose headers are hidden, or that are longer than they say.
	HeaderProtectionKey: ['', '0', 'off', 'none'],
	ContentPaddingAddition: ['0', '0-0', 'off'],
	RandomTrailers: ['0', 'off', 'false', 'no'],
};

/** Tells of AmneziaWG: that the hub will not answer, or that it will. Packets ahead of the first (Jc, I1) are ignored. */
export function tell_amnezia(reading: Reading, conf: Conf): void {
	const changed: string[] = [];
	let line = 0;
	let any = 0;
	for (const key of amnezia_keys) {
		const entry = last_entry(conf.interface, key);
		if (entry == null) continue;
		if (any == 0) any = entry.line;
		const harmless = both_ends[key];
		if (harmless == null || index(harmless, lc(entry.value)) >= 0) continue;
		if (line == 0 || entry.line < line) line = entry.line;
		push(changed, key);
	}
	if (length(changed) > 0) say(reading, 'amnezia', { keys: join(', ', changed) }, 'text', line);
	else if (any > 0) say(reading, 'amnezia-plain', {}, 'text', any);
}
