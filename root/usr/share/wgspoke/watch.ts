// What runs while this router has joined? A look at the tunnel every few seconds, and nothing else; procd starts it.
// It is a program of its own so that little of the package lies in memory all the time. It never writes flash.

import { watch_turn } from '../ucode/wgspoke/base/constants.ts';
import { network_from_uci } from '../ucode/wgspoke/model/uci.ts';
import { our_interface } from '../ucode/wgspoke/plan/ours.ts';
import { collect_configs } from '../ucode/wgspoke/router/look.ts';
import { this_router } from '../ucode/wgspoke/router/router.ts';
import { aim_of, taken_over } from '../ucode/wgspoke/watch/known.ts';
import { clocks_now, read_watched } from '../ucode/wgspoke/watch/note.ts';
import { take_turn } from '../ucode/wgspoke/watch/turn.ts';
import type { Aim } from '../ucode/wgspoke/watch/known.ts';
import type { Known } from '../ucode/wgspoke/model/facts.ts';

const MILLISECONDS = 1000;

/** What is to be watched; null when this router has not joined, or the tunnel is somebody else's. */
function aim_here(): Known<Aim> {
	const configs = collect_configs(this_router());
	const network = network_from_uci(configs.wgspoke);
	// Nobody waits for a tunnel that is switched off.
	if (network == null || network.hub.off || our_interface(configs) != network.hub.interface)
		return null;
	return aim_of(network);
}

// procd starts it anew when the configuration has changed: till then this is what there is to watch.
const aim = aim_here();
const router = this_router();
let known = aim == null ? null : taken_over(read_watched(router), aim, clocks_now());
// The loops that reading left behind, and the configuration with them.
gc();
for (;;) {
	if (aim != null) known = take_turn(router, aim, known!);
	sleep(watch_turn * MILLISECONDS);
}
