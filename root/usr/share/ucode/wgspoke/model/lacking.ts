// Which devices need their configuration anew, because a home has come since it was handed out? A phone carries a list of
// networks that nobody here can change; what came after it, its record keeps until somebody says that it has the new one.

import { contains } from '../base/prefix.ts';
import { network_seen_by, site_prefixes, tunnel_prefixes } from './network.ts';
import type { Device } from './fields.ts';
import type { Network } from './network.ts';

/** The prefixes that the configuration of every device has: the VPN and all homes. */
function device_prefixes(network: Network): string[] {
	return tunnel_prefixes(network_seen_by(network, '', ''));
}

function is_within(prefixes: string[], prefix: string): boolean {
	for (const one of prefixes) if (contains(one, prefix)) return true;
	return false;
}

/**
 * Notes at each device that was there before what its configuration lacks from now on: networks that have come since it
 * was handed out. What goes again is not lacking any more. Of a device that comes now nothing is.
 */
export function note_lacking(before: Network | null, after: Network): void {
	if (before == null || length(after.devices) == 0) return;
	const now = device_prefixes(after);
	const had = device_prefixes(before);
	const fresh = filter(now, (prefix) => !is_within(had, prefix));
	const known: Record<string, Device> = {};
	for (const device of before.devices) known[device.public_key + ' ' + device.address] = device;
	for (const device of after.devices) {
		const old = known[device.public_key + ' ' + device.address];
		if (old == null) {
			device.lacks = [];
			continue;
		}
		const more = filter(fresh, (prefix) => index(old.lacks, prefix) < 0);
		device.lacks = filter([...old.lacks, ...more], (prefix) => index(now, prefix) >= 0);
	}
}

/** A device whose configuration is older than some homes. */
export interface Outdated {
	name: string;
	/** The homes that it does not reach for that; a network that is no home's, by itself. */
	lacks: string[];
}

/** The devices that need their configuration anew. */
export function outdated_devices(network: Network): Outdated[] {
	const outdated: Outdated[] = [];
	for (const device of network.devices) {
		if (length(device.lacks) == 0) continue;
		const names: string[] = [];
		for (const prefix of device.lacks) {
			const home = filter(network.sites, (site) => index(site_prefixes(site), prefix) >= 0)[0];
			const name = home?.name ?? prefix;
			if (index(names, name) < 0) push(names, name);
		}
		push(outdated, { name: device.name, lacks: names });
	}
	return outdated;
}
