// What is this router's public key? One that has none makes it ahead of joining.

import { no_secrets } from '../model/network.ts';
import { complete_secrets, make_pending_key, public_key_of } from '../router/keys.ts';
import { collect_configs } from '../router/look.ts';
import { joined_network } from './join.ts';
import type { Router } from '../router/router.ts';

/** The public half; '' where WireGuard is missing. */
export function do_key(router: Router): string {
	const joined = joined_network(router);
	if (joined == null && !make_pending_key(router)) return '';
	const secrets = complete_secrets(router, collect_configs(router), no_secrets);
	return public_key_of(router, secrets.private_key);
}
