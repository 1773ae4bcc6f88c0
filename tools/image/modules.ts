// Which modules of the kernel does a router have loaded, and what does each of them need?
// OpenWrt's kmodloader wants them all in one folder, and their names in lists that it reads at the start.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Before there is a disk, in this order. */
export const FOR_THE_DISK = ['virtio_pci', 'virtio_blk'];

/** Before the board is looked at, which counts the network cards. */
export const FOR_THE_BOARD = ['virtio_net'];

/** What kmod-wireguard, kmod-nft-core, -nat, -fib and -offload and the kernel itself bring on OpenWrt. */
export const FOR_THE_ROUTER = [
	...['wireguard', 'bridge', '8021q', 'tun', 'virtio_rng', 'nf_conntrack_netlink'],
	...['nft_chain_nat', 'nft_ct', 'nft_masq', 'nft_nat', 'nft_redir', 'nft_log', 'nft_limit'],
	...['nft_reject_ipv4', 'nft_reject_ipv6', 'nft_reject_inet', 'nft_objref', 'nft_numgen'],
	...['nft_fib_ipv4', 'nft_fib_ipv6', 'nft_fib_inet', 'nft_quota', 'nft_hash', 'nft_socket'],
	...['nft_flow_offload', 'nf_flow_table', 'nf_flow_table_inet', 'nf_log_syslog', 'nft_tproxy'],
];

/** 'virtio-rng.ko' and 'virtio_rng' are the same module. */
const nameOf = (path: string): string => basename(path, '.ko').replaceAll('-', '_');

/** What a module needs loaded before it, from its own notes: '…\0depends=udp_tunnel,libchacha\0…'. */
export function needsOf(module: Buffer): string[] {
	const found = /(?:^|\0)depends=([^\0]*)\0/.exec(module.toString('latin1'))?.[1] ?? '';
	return found === '' ? [] : found.split(',').map(nameOf);
}

/** The files of these modules and of all that they need, each after its own needs. Throws for one that is missing. */
export function withNeeds(names: readonly string[], fileOf: (name: string) => string): string[] {
	const files: string[] = [];
	const seen = new Set<string>();
	const add = (name: string): void => {
		if (seen.has(name)) return;
		seen.add(name);
		const file = fileOf(name);
		for (const need of needsOf(readFileSync(file))) add(need);
		files.push(file);
	};
	for (const name of names) add(nameOf(name));
	return files;
}

/** Looks files up below the folder of one kernel's modules. */
export function modulesIn(folder: string): (name: string) => string {
	const files = new Map(
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ko'))
			.map((path) => [nameOf(path), join(folder, path)])
	);
	return (name) => {
		const file = files.get(name);
		if (file === undefined) throw new Error(`the kernel in ${folder} has no module ${name}`);
		return file;
	};
}
