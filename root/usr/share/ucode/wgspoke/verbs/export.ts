// How does the whole network leave this router: as a file, without private keys?

import { local_site } from '../model/network.ts';
import { network_text } from '../text/file.ts';
import { joined_network } from './join.ts';
import { do_key } from './key.ts';
import type { Router } from '../router/router.ts';

/** The file's text; '' when this router has not joined. */
export function do_export(router: Router): { text: string } {
	const network = joined_network(router);
	if (network == null) return { text: '' };
	const local = local_site(network);
	if (local != null) local.public_key = do_key(router);
	return { text: network_text(network) + '\n' };
}
