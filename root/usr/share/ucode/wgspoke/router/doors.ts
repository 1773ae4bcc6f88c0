// How is a tunnel that runs sent elsewhere? Without netifd, which would bounce it, or do nothing.

import { run } from '../base/shell.ts';

/** Sends the tunnel of this name and its hub to this endpoint. */
export function send_tunnel(name: string, hub_key: string, endpoint: string): boolean {
	return run(['wg', 'set', name, 'peer', hub_key, 'endpoint', endpoint]).code == 0;
}
