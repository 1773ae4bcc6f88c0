// Who else is told of a change, and who else is changing something? In a directory of files, nobody.

import { connect } from 'ubus';
import type { Router } from '../router/router.ts';

/** No session of rpcd's has this name: it is asked for what it says to strangers. */
const nobody = 'wgspoke';

/** UBUS_STATUS_PERMISSION_DENIED: what rpcd says to a stranger while an apply waits for its own session. */
const denied = 6;

/** Does rpcd wait for somebody to confirm an apply? What is written meanwhile, its rollback would take away. */
export function apply_pending(router: Router): boolean {
	if (!router.live) return false;
	const bus = connect();
	bus?.call('uci', 'confirm', { ubus_rpc_session: nobody });
	const status = bus?.error(true);
	bus?.disconnect();
	return status == denied;
}

/** Tells procd that these configs have changed, as rpcd does after an apply; false when nobody could be told. */
export function tell_changed(router: Router, configs: string[]): boolean {
	if (!router.live) return true;
	const bus = connect();
	let told = bus != null;
	for (const config of configs) {
		const event = { type: 'config.change', data: { package: config } };
		bus?.call('service', 'event', event);
		if (bus?.error(true)) told = false;
	}
	bus?.disconnect();
	return told;
}
