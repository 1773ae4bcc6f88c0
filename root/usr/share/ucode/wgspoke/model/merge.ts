// What does a text of the hub mean to a router that has joined that hub already?
// The text knows how to reach the hub and which subnets lie behind it; the names, devices and choices
// that were made here stay.

import { overlaps } from '../base/prefix.ts';
import { local_site, remote_sites } from './network.ts';
import type { Network, Site } from './types.ts';

function shares_lan(a: Site, b: Site): boolean {
	for (const x of a.lan) for (const y of b.lan) if (overlaps(x, y)) return true;
	return false;
}

/** `joined` with what `pasted` says of the hub, of this home's VPN address, and of homes not known yet. */
export function overlay(joined: Network, pasted: Network): Network {
	const sites = map(joined.sites, (site) =>
		site.local ? { ...site, address: local_site(pasted)?.address ?? site.address } : site
	);
	for (const site of remote_sites(pasted)) {
		// A text that names our own LAN was made for another end: for `check` to tell.
		const known = filter(
			sites,
			(old) =>
				shares_lan(old, site) &&
				!(old.local && site.address == '' && index(old.lan, site.lan[0]!) >= 0)
		);
		if (length(known) == 0) push(sites, site);
	}
	const hub = { ...pasted.hub, interface: joined.hub.interface };
	return { ...joined, hub: hub, sites: sites };
}
