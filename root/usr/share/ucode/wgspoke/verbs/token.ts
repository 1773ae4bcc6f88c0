// May this router change its hub? It may with the token that the hub has made, which a line brings to it.

import { with_pasted_hub } from '../model/network.ts';
import { forget_token, hub_token, keep_token } from '../router/told.ts';
import { finding } from '../words/findings.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Known, Verdict } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { ReadResult } from '../text/reading.ts';
import type { Finding } from '../words/findings.ts';

/**
 * Keeps the token for the hub that this router has joined, and forgets that for another one. What is to be said of it.
 */
export function take_token(router: Router, network: Network, token: string): Finding[] {
	const hub_key = network.hub.public_key;
	const before = hub_token(router, hub_key);
	if (token == '' || token == before) {
		if (before == '') forget_token(router);
		return [];
	}
	return [finding(keep_token(router, hub_key, token) ? 'token-kept' : 'token-not-kept', {})];
}

/**
 * The network that a line with the token means to a router that has joined that hub already: as this router has it,
 * with what the line says of the hub. null for another hub, a line without a token, and an invitation, which makes
 * this router another home.
 */
export function network_of_token(joined: Known<Network>, read: ReadResult): Known<Network> {
	if (joined == null || (read.hub_token ?? '') == '') return null;
	if (read.secrets.private_key != '') return null;
	const same = joined.hub.public_key == read.network.hub.public_key;
	return same ? with_pasted_hub(joined, read.network) : null;
}

/** Does a text bring the token for the hub of this network, and has this router another one, or none? */
export function brings_token(router: Router, network: Network, read: Known<ReadResult>): boolean {
	const token = read?.hub_token ?? '';
	return token != '' && token != hub_token(router, network.hub.public_key);
}

/** Does the hub take changes from this router? 'not checked': there is a token, and the hub has not said whether. */
export function manages_hub(router: Router, network: Network, said: Known<HubSaid>): Verdict {
	if (hub_token(router, network.hub.public_key) == '') return 'no';
	return said?.answer?.may_sync ?? 'not checked';
}

/** What is to be said of a token that the hub does not take. */
export function token_findings(router: Router, network: Network, manages: Verdict): Finding[] {
	const held = manages == 'no' && hub_token(router, network.hub.public_key) != '';
	return held ? [finding('token-refused', {}, 'hub.address')] : [];
}
