// What does the lab lay over an OpenWrt root, besides what the gateway writes itself?
// A board file, the addresses of this home, and, where the machine's kernel has no WireGuard, an `ip` that
// starts wireguard-go when it is asked for such an interface. The root itself is never written to.
import { spawnSync } from 'node:child_process';
import {
	copyFileSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readlinkSync,
	realpathSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { HomePlan } from './topology.ts';

/** Everything of the lab's own lies here, away from what packages own. */
const LAB_FOLDER = '.lab';

/** What OpenWrt's board detection would have written. */
export function boardJson(plan: HomePlan): string {
	const board = {
		model: { id: 'lab', name: 'OpenWrt in a namespace' },
		network: {
			lan: { device: plan.lanDevice, protocol: 'static' },
			wan: { device: plan.wanDevice, protocol: 'dhcp' },
		},
	};
	return JSON.stringify(board);
}

/** uci's batch commands that give a fresh configuration the addresses of its home. */
export function firstStartUci(plan: HomePlan): string {
	const { wan } = plan;
	return [
		'delete network.lan.ipaddr',
		'delete network.lan.netmask',
		`set network.lan.ipaddr='${plan.lanAddress}'`,
		"set network.lan.netmask='255.255.255.0'",
		'delete network.lan.ip6assign',
		'delete network.wan6',
		"set network.wan.proto='static'",
		`set network.wan.ipaddr='${wan.address}'`,
		`set network.wan.gateway='${wan.gateway}'`,
		`set system.@system[0].hostname='gateway-${plan.letter}'`,
		'commit',
		'',
	].join('\n');
}

/** 'lib64/ld-linux-x86-64.so.2' and the libraries of a program, from what ldd prints. */
export function parseLdd(text: string): { loader: string; libraries: string[] } | null {
	const found = [...text.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
	const loader = found.find((path) => basename(path).startsWith('ld-'));
	if (!loader) return null;
	return { loader, libraries: found.filter((path) => path !== loader) };
}

/** How the root's own `ip` is called from a shell, given what /sbin/ip is: a file or a link to one. */
export function realIp(link: string | null): string {
	if (link === null) return `/${LAB_FOLDER}/ip`;
	const target = link.startsWith('/') ? link : join('/sbin', link);
	return basename(target) === 'busybox' ? `${target} ip` : target;
}

/**
 * An `ip` for a router whose kernel has no WireGuard. `runner` is the command that starts wireguard-go in
 * the foreground. When the interface is deleted, wireguard-go ends by itself.
 */
export function ipScript(real: string, runner: string): string {
	return `#!/bin/sh
# Of the lab: this kernel has no WireGuard, so wireguard-go makes the interface.
case " $* " in
*" add "*" type wireguard "*) ;;
*) exec ${real} "$@" ;;
esac
name=
mtu=
while [ $# -gt 0 ]; do
	case $1 in
	dev | name) name=$2; shift ;;
	mtu) mtu=$2; shift ;;
	type) shift ;;
	link | add) ;;
	*) name=\${name:-$1} ;;
	esac
	shift
done
[ -e "/sys/class/net/$name" ] && { echo 'RTNETLINK answers: File exists' >&2; exit 2; }
LOG_LEVEL=silent ${runner} -f "$name" </dev/null >/dev/null 2>&1 &
until [ -S "/var/run/wireguard/$name.sock" ]; do
	kill -0 $! 2>/dev/null || { echo 'Error: Unknown device type.' >&2; exit 2; }
	sleep 0.02 2>/dev/null
done
[ -z "$mtu" ] || exec ${real} link set mtu "$mtu" dev "$name"
exit 0
`;
}

function write(path: string, text: string, mode = 0o644): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text, { mode });
}

/** wireguard-go with its own loader and libraries, for a root whose C library is another one. */
function addWireguardGo(layer: string, root: string): void {
	const program = '/usr/bin/wireguard-go';
	const folder = join(layer, LAB_FOLDER);
	copyFileSync(realpathSync(program), join(folder, 'wireguard-go'));
	const needs = parseLdd(spawnSync('ldd', [program], { encoding: 'utf8' }).stdout);
	let runner = `/${LAB_FOLDER}/wireguard-go`;
	if (needs) {
		copyFileSync(needs.loader, join(folder, 'loader'));
		for (const path of needs.libraries) copyFileSync(path, join(folder, basename(path)));
		runner = `/${LAB_FOLDER}/loader --library-path /${LAB_FOLDER} ${runner}`;
	}
	const old = join(root, 'sbin/ip');
	const stat = lstatSync(old, { throwIfNoEntry: false });
	if (!stat) throw new Error(`${root} has no /sbin/ip: is it a root of OpenWrt?`);
	const link = stat.isSymbolicLink() ? readlinkSync(old) : null;
	if (link === null) cpSync(old, join(folder, 'ip'));
	write(join(layer, 'sbin/ip'), ipScript(realIp(link), runner), 0o755);
}

/** Writes the layer for one gateway into `layer`, which must not exist yet. */
export function makeLayer(
	layer: string,
	root: string,
	plan: HomePlan,
	kernelWireguard: boolean
): void {
	mkdirSync(join(layer, LAB_FOLDER), { recursive: true });
	write(join(layer, LAB_FOLDER, 'first-start.uci'), firstStartUci(plan));
	if (!existsSync(join(root, 'etc/board.json')))
		write(join(layer, 'etc/board.json'), boardJson(plan));
	if (!kernelWireguard) addWireguardGo(layer, root);
}
