// A tunnel that was deleted took its key along: which key has this home from then on, and how does the hub learn of it?
// Made once and kept on flash, so that whoever tells the hub today and tries again tomorrow tells it of the right one.

import { at_hub, is_empty } from '../hub/change.ts';
import { index_peers, peer_of } from '../hub/heard.ts';
import { hub_members } from '../hub/members.ts';
import { local_site } from '../model/network.ts';
import { keep_renewed_key, public_key_of, renewed_key, running_key } from '../router/keys.ts';
import { collect_tunnels } from '../router/look.ts';
import { finding } from '../words/findings.ts';
import { hub_said } from './told.ts';
import type { HubWords } from '../hub/members.ts';
import type { Known } from '../model/facts.ts';
import type { HubChange } from '../model/hubchange.ts';
import type { Network } from '../model/network.ts';
import type { UciConfigs } from '../model/uci.ts';
import type { Router } from '../router/router.ts';
import type { Finding } from '../words/findings.ts';

// The key that the hub has for this home by its last word; '' where it has said none, or has this one.
function old_key(router: Router, network: Network, public_key: string): string {
	const answer = hub_said(router, network)?.answer;
	const local = local_site(network);
	if (answer == null || local == null) return '';
	const peer = peer_of(index_peers(answer), { ...local, public_key: '' });
	return peer == null || peer.public_key == public_key ? '' : peer.public_key;
}

// Where the files have been changed and nobody has reloaded them, the tunnel runs on with the key that is lost.
function is_running_still(router: Router, network: Network, configs: UciConfigs): boolean {
	const name = network.hub.interface;
	for (const tunnel of (router.live ? collect_tunnels(configs) : null) ?? []) {
		const hub = filter(tunnel.peers, (peer) => peer.public_key == network.hub.public_key);
		if (tunnel.name != name || length(hub) == 0) continue;
		return keep_renewed_key(router, running_key(name));
	}
	return false;
}

/** Has the key that was lost ready again, or another one: what is to be said of that, nothing for the very same one. */
export function renew_key(router: Router, network: Network, configs: UciConfigs): Finding[] {
	if (is_running_still(router, network, configs)) return [];
	const public_key = public_key_of(router, renewed_key(router));
	if (public_key == '') return [];
	const old = old_key(router, network, public_key);
	const options = old == '' ? '' : ' --gone ' + old;
	return [finding('key-new', { key: public_key, options: options, old: old })];
}

// The new key that is told of in these findings, and the one in whose place it is; null for none.
function new_key_in(findings: Finding[]): { public_key: string; old: string } | null {
	for (const one of findings) {
		if (one.code != 'key-new') continue;
		return { public_key: one.values['key'] as string, old: one.values['old'] as string };
	}
	return null;
}

/** How the hub is told of it; null where there is none. */
export function words_for_hub(network: Network, findings: Finding[]): Known<HubWords> {
	const made = new_key_in(findings);
	const own = made == null ? null : hub_members(network, made.public_key)[0];
	return own?.kind == 'local' ? { peer_block: own.peer_block, live: own.live } : null;
}

/**
 * What a person has still to do at the hub once the tunnel is back: the old key goes. `unproved`: it is kept without the
 * hub's answer, which may not know the new one yet.
 */
export function left_at_hub(
	network: Network,
	findings: Finding[],
	unproved: boolean
): { left?: HubChange } {
	const made = new_key_in(findings);
	const own = made == null ? null : hub_members(network, made.public_key)[0];
	if (made == null || own?.kind != 'local') return {};
	const left: HubChange = {
		hub_key: network.hub.public_key,
		address: network.hub.address,
		members: unproved ? [at_hub(own)] : [],
		gone: made.old == '' ? [] : [{ public_key: made.old, name: own.name }],
	};
	return is_empty(left) ? {} : { left: left };
}
