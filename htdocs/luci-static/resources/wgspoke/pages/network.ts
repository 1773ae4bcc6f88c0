// Which of the homes is this router's own?

import type { LanCandidate, Network, Site } from '../types.ts';

/** A home of whom nothing but its networks is known. */
export function thisHome(lans: LanCandidate[]): Site {
	return {
		name: _('This home'),
		address: '',
		lan: lans.filter(({ preselected }) => preselected).map(({ prefix }) => prefix),
		local: true,
		host: '',
		public_key: '',
	};
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
