// May this router change its hub? It may with the token that the hub has made, which a line brings to it.

import { forget_token, hub_token, keep_token } from '../router/told.ts';
import { finding } from '../words/findings.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Known, Verdict } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
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
