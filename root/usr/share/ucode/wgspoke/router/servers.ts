// Which name servers has somebody given this router besides those of its interfaces, and for which names?
// They stand in /etc/config/dhcp, as dnsmasq takes them: `list server`.

import { parse_address } from '../base/prefix.ts';
import { uci_list } from '../model/kinds.ts';
import type { NameServer } from '../model/facts.ts';
import type { UciSection } from '../model/uci.ts';

// '192.0.2.53#5353@eth1', 'fe80::1%eth1' → the address alone; '' for what is none, a name for instance.
function address_in(text: string): string {
	let address = text;
	for (const mark of ['#', '@', '%']) address = split(address, mark)[0]!;
	return parse_address(address) == null ? '' : address;
}

/**
 * What dnsmasq is told by one entry: '192.0.2.53' for all names, '/example.org/lan/10.0.0.1' for those of two domains;
 * [] for what names no server, as '/lan/' does.
 */
function servers_in(entry: string): NameServer[] {
	const parts = split(entry, '/');
	const address = address_in(parts[length(parts) - 1]!);
	if (address == '') return [];
	// '/#/' means all names, '//' those without a dot, which no server of the internet knows.
	const domains = length(parts) < 3 ? ['#'] : slice(parts, 1, -1);
	const named = filter(domains, (domain) => domain != '');
	return map(named, (domain) => ({
		address,
		domain: domain == '#' ? '' : lc(ltrim(domain, '*.')),
	}));
}

/** All that the sections of /etc/config/dhcp name. */
export function servers_from_uci(sections: UciSection[]): NameServer[] {
	const found: NameServer[] = [];
	for (const section of sections) {
		if (section.type != 'dnsmasq') continue;
		for (const entry of uci_list(section.options.server)) push(found, ...servers_in(entry));
	}
	return found;
}
