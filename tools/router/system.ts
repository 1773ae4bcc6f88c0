// What kind of machine does the router say it is? The ubus object `system`, which names the
// development router so that nobody takes it for OpenWrt.
import { hostname, loadavg, release, totalmem, freemem, uptime } from 'node:os';
import type { Bus } from './bus.ts';

export const BOARD = 'wgspoke-development-router';

export function addSystem(bus: Bus): void {
	bus.add('procd', 'system', {
		board: {
			args: {},
			call: () => ({
				kernel: release(),
				hostname: hostname(),
				system: 'Node.js',
				model: 'Development router of luci-app-wgspoke (not OpenWrt)',
				board_name: BOARD,
				rootfs_type: 'overlay',
				release: {
					distribution: 'development router',
					version: process.version,
					revision: '',
					target: 'node',
					description: `development router on Node.js ${process.version}`,
				},
			}),
		},
		info: {
			args: {},
			call: () => ({
				localtime: Math.floor(Date.now() / 1000) - new Date().getTimezoneOffset() * 60,
				uptime: Math.floor(uptime()),
				load: loadavg().map((load) => Math.round(load * 65536)),
				memory: { total: totalmem(), free: freemem(), available: freemem() },
			}),
		},
	});
}
