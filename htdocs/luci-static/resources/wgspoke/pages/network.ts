// What do the pages need to know of a network: which home is this router's own, where is the hub?

import { fields, nothing } from '../schema.ts';
import type { Hub, LanCandidate, Network, Site } from '../types.ts';

/** A home of which nothing but its name is known. */
export function newSite(name: string): Site {
	const blank = fields.site.map((field) => [field.name, field.empty ?? nothing[field.kind]]);
	return { ...(Object.fromEntries(blank) as Site), name, lan: [] };
}

/** This router's own, of which nothing but its networks is known. */
export function thisHome(lans: LanCandidate[]): Site {
	const chosen = lans.filter(({ preselected }) => preselected);
	return { ...newSite(_('This home')), lan: chosen.map(({ prefix }) => prefix), local: true };
}

export function localSite(network: Network): Site {
	const found = network.sites.find(({ local }) => local);
	if (found) return found;
	const made = thisHome([]);
	network.sites.unshift(made);
	return made;
}

export function remoteSites(network: Network): Site[] {
	return network.sites.filter(({ local }) => !local);
}

/** Where the hub is, as people write it: '203.0.113.1:24356', '[2001:db8::1]:51820'. */
export function endpointOf({ endpoint_host: host, endpoint_port: port }: Hub): string {
	return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
