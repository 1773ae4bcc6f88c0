// Can this machine run a lab, and if not, what is missing in one line?
import { accessSync, readFileSync } from 'node:fs';
import { hasProgram } from '../system/programs.ts';

/** Programs that the lab starts, with the Debian package that has them. */
const PROGRAMS: Record<string, string> = {
	ip: 'iproute2',
	iptables: 'iptables',
	nft: 'nftables',
	nsenter: 'util-linux',
	ping: 'iputils-ping',
	sysctl: 'procps',
	'systemd-socket-activate': 'systemd',
	unshare: 'util-linux',
	wg: 'wireguard-tools',
	'wg-quick': 'wireguard-tools',
};

export class RequirementError extends Error {}

/** Debian packages of the programs that are not there; wireguard-go only where the kernel lacks WireGuard. */
export function missingPackages(
	has: (name: string) => boolean,
	kernelWireguard: boolean
): string[] {
	const missing = Object.entries(PROGRAMS)
		.filter(([program]) => !has(program))
		.map(([, name]) => name);
	if (!kernelWireguard && !has('wireguard-go')) missing.push('wireguard-go');
	return [...new Set(missing)].sort();
}

/** Does the running kernel know WireGuard without loading anything? A module may still be loadable. */
function kernelKnowsWireguard(): boolean {
	try {
		accessSync('/sys/module/wireguard');
		return true;
	} catch {
		return false;
	}
}

// CAP_SYS_ADMIN and CAP_NET_ADMIN, as bits of CapEff (capability.h).
const CAPABILITIES = (1n << 21n) | (1n << 12n);

function hasCapabilities(): boolean {
	const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
	return line?.[1] !== undefined && (BigInt(`0x${line[1]}`) & CAPABILITIES) === CAPABILITIES;
}

/** Throws a RequirementError of one line when this machine cannot run a lab. */
export function checkRequirements(): void {
	if (process.platform !== 'linux')
		throw new RequirementError('The lab needs Linux: it is made of network namespaces.');
	if (process.getuid?.() !== 0)
		throw new RequirementError('The lab needs root for network namespaces: run it with sudo.');
	if (!hasCapabilities())
		throw new RequirementError(
			'This container may not make network namespaces: start it with --privileged.'
		);
	const missing = missingPackages(hasProgram, kernelKnowsWireguard());
	if (missing.length > 0)
		throw new RequirementError(
			`The lab needs programs that are not installed: apt-get install ${missing.join(' ')}`
		);
}
