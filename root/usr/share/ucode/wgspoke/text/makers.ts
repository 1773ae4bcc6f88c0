// Who wrote a pasted text, and what has to be set there so that the far side sends to this home?
// One row a maker: how its text is known, and what is missing at the other end.

import { parse_prefix, whole_bits } from '../base/prefix.ts';
import { local_prefixes } from '../model/network.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { list_entries } from './conf.ts';
import type { Network } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Conf, Section } from './conf.ts';

interface Maker {
	/** Is the text its work? */
	wrote: (conf: Conf, peer: Section) => boolean;
	/** What is said, {value} being the networks of this home. */
	code: FindingCode;
}

// wg-easy writes the lines of its peer in this order, whatever the version; nobody else ends with the endpoint.
// Source: WireGuard.js of version 14, and the text that version 15 exports.
const easy_order = 'PublicKey PresharedKey AllowedIPs PersistentKeepalive Endpoint';

function is_wg_easy(peer: Section): boolean {
	return (
		join(
			' ',
			map(peer.entries, (entry) => entry.key)
		) == easy_order
	);
}

// Version 15 gives the client single addresses, 14 its whole network: '10.8.0.2/32', '10.8.0.2/24'.
function has_wide_address(conf: Conf): boolean {
	for (const entry of list_entries(conf.interface, 'Address')) {
		const prefix = parse_prefix(entry.value);
		if (prefix != null && prefix.bits < whole_bits(prefix.family)) return true;
	}
	return false;
}

const makers: Record<string, Maker> = {
	wg_easy_14: {
		wrote: (conf, peer) => is_wg_easy(peer) && has_wide_address(conf),
		code: 'wg-easy-old',
	},
	wg_easy: { wrote: (_conf, peer) => is_wg_easy(peer), code: 'wg-easy' },
};

/** Who wrote the text: the first row that says so; '' for none. */
export function maker_of(conf: Conf, peer: Section): string {
	for (const name of keys(makers)) if (makers[name]!.wrote(conf, peer)) return name;
	return '';
}

/** What has to be set at the other end of a text by this maker; [] for ''. */
export function maker_findings(maker: string, network: Network): Finding[] {
	const row = makers[maker];
	if (row == null) return [];
	const lan = join(', ', local_prefixes(network));
	return [finding(row.code, { value: lan == '' ? term('home_lan') : lan }, 'text')];
}
